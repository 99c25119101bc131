"""Numbers and dates come out of a spreadsheet as the sheet prints them."""

import datetime

import pytest

from services.parse.readers.printed_numbers import BUILT_IN, printed_date, printed_number

NIGHT = datetime.datetime(2024, 3, 1)  # noqa: DTZ001 - a date in a sheet has no zone
ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (3.5, "0.00", "3.50"),
        (3.5, None, "3.5"),
        (3.5, "General", "3.5"),
        (3.0, None, "3"),
        (0.1 + 0.2, None, "0.3"),
        (1e20, None, "100000000000000000000"),
        (-2.5, None, "-2.5"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (1234.5, ACCOUNTING, "1,234.50"),
        (-1234.5, ACCOUNTING, "-1,234.50"),
        (0, ACCOUNTING, "-"),
        (0, "0.00;-0.00;", ""),
        (-3.5, "0.00_);(0.00)", "(3.50)"),
        (-0.001, "0.00", "0.00"),
        (2.345, "0.00", "2.35"),
        (0.25, "0%", "25%"),
        (0.285, "0.0%", "28.5%"),
        (1, "0.00%", "100.00%"),
        (238, '0"个"', "238个"),
        (98, '"≥"0"%"', "≥98%"),
        (5, "000", "005"),
        (0.5, "#.##", ".5"),
        (12.5, "0.##", "12.5"),
        (12, "0.##", "12"),
        (35000, "0.00,", "35.00"),
        (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
        (-7, "[Red]-0.0", "--7.0"),
        (-7, "0.0;[Red]-0.0", "-7.0"),
        (12345, "0.00E+00", "12345"),
        (7, "[DBNum1]General", "7"),
        (45382, "yyyy/m/d", "2024/3/31"),
        (45382, 'yyyy"年"m"月"d"日"', "2024年3月31日"),
        (-1, "yyyy/m/d", "-1"),
        (1e300, "yyyy/m/d", f"{10**300}"),
    ],
)
def test_number_is_printed_by_its_format(value: float, code: str | None, text: str) -> None:
    assert printed_number(value, code) == text


@pytest.mark.parametrize(
    ("moment", "code", "text"),
    [
        (datetime.date(2024, 3, 31), None, "2024-03-31"),
        (NIGHT.replace(day=31), None, "2024-03-31"),
        (NIGHT, BUILT_IN[57], "2024年3月"),
        (NIGHT, "yyyy-mm-dd", "2024-03-01"),
        (NIGHT.replace(hour=8, minute=5), "yyyy/m/d h:mm", "2024/3/1 8:05"),
        (NIGHT, "0.00", "2024-03-01"),
    ],
)
def test_date_is_printed_by_its_format(moment: datetime.date, code: str | None, text: str) -> None:
    assert printed_date(moment, code) == text
