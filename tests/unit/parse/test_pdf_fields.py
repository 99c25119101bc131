"""The upper part of a project's table in a dump of a PDF file: which fragments are amounts, which text."""

import pytest

from tests.unit.parse.forms import BODY, CODE, HEAD, HEADER, UNIT, read

MONEY = HEAD[1]


@pytest.mark.parametrize(
    "purpose", ["2024 年图书购置经费。", "12 家分馆购置图书的补助。", "用于购置图书。", "500 元以下零星购置。"]
)
@pytest.mark.parametrize("other", ["", "0.00"])
def test_number_that_begins_the_purpose_is_no_amount(purpose: str, other: str) -> None:
    rows = (HEAD[0], (*MONEY[:6], other), (purpose,), *HEAD[3:], HEADER, *BODY)
    lines = (" ".join(filter(None, row)) for row in rows)
    (found,) = read(f"\f1.图书购置经费绩效目标表\n{UNIT} 单位：万元\n\n" + "\n\n".join(lines) + "\n").projects
    assert (found.budget, found.other_funds, found.purpose) == ("3.50", other or None, "".join(purpose.split()))


def dump(*head: str) -> str:
    """A dump in drawing order of one project with these lines above its plan."""
    plan = "资金支出计划（%）\n3月底 6月底 10月底 12月底\n25% 50% 75% 100%\n绩效目标\n1.丰富馆藏。"
    rows = "\n".join(" ".join(filter(None, row)) for row in (HEADER, *BODY))
    return f"\f1.图书购置经费绩效目标表\n{UNIT} 单位：万元\n" + "\n".join(head) + f"\n{plan}\n{rows}\n"


NAMED = f"项目编码 {CODE} 项目名称 图书购置经费"


@pytest.mark.parametrize(
    "head",
    [
        # A narrow cell wraps the amount, in whole lines or beside the label that is wrapped too.
        (NAMED, "预算规模及资金用途", "预算数", "12345", "67.00", "其中：财政资金 1234567.00 其他资金", "购置图书。"),
        (NAMED, "预算规模及资金用途", "预算数 1234567.00 其中：财政资金", "12345", "67.00", "其他资金", "购置图书。"),
        (NAMED, "预算规模及 预算数 1234567. 其中：财政 1234567. 其他资金", "资金用途 00 资金 00", "购置图书。"),
        (NAMED, "预算规模及资金用 预算数 1234567.00 其中：财政 1234567.00 其他资金", "途 资金", "购置图书。"),
        # A narrow cell wraps the code.
        (
            f"项目编码 {CODE[:8]}",
            CODE[8:16],
            CODE[16:],
            "项目名称 图书购置经费",
            "预算规模及资金用途 预算数 1234567.00 其中：财政资金 1234567.00 其他资金",
            "购置图书。",
        ),
        (
            f"项目编码 {CODE[:12]} 项目名称 图书购",
            f"{CODE[12:]} 置经费",
            "预算规模及资金用途 预算数 1234567.00 其中：财政资金 1234567.00 其他资金",
            "购置图书。",
        ),
    ],
)
def test_what_a_narrow_cell_wraps_is_put_together(head: tuple[str, ...]) -> None:
    document = read(dump(*head))
    (found,) = document.projects
    assert (found.code, found.name) == (CODE, "图书购置经费")
    assert (found.budget, found.fiscal_funds, found.purpose) == ("1234567.00", "1234567.00", "购置图书。")
    assert document.warnings == []


@pytest.mark.parametrize(
    "head",
    [
        (
            "           13999924P00    项目名称         图书购置经费",
            " 项目编码",
            "           511110001J",
            "           12345        其中：财政资金    1234567.00   其他资金",
            "     预算数",
            "           67.00",
            "           购置图书。",
        ),
        (
            " 项目编码     13999924P00    项目名称         图书购置经费",
            "           511110001J",
            "                                        12345",
            "  预算数     1234567.00    其中：财政资金          其他资金",
            "                                        67.00",
            "           购置图书。",
        ),
    ],
)
def test_what_a_narrow_cell_wraps_is_put_together_by_its_position(head: tuple[str, ...]) -> None:
    plan = (
        " 资金支出计    3月底      6月底      10月底     12月底",
        "   划       25.00    50.00%   75.00    100.00%",
        "           %                 %",
        " 绩效目标     1.2024 年丰富馆藏。",
    )
    rows = [" 一级指标      二级指标      三级指标        绩效指标描述        指标值       指标值确定依据"]
    rows += ["      ".join(cell.ljust(10) for cell in row) for row in BODY]
    text = "\n".join([" 1.图书购置经费绩效目标表", f" {UNIT}   单位：万元", *head, *plan, *rows])
    (found,) = read(text).projects
    assert (found.code, found.name) == (CODE, "图书购置经费")
    assert (found.budget, found.fiscal_funds, found.purpose) == ("1234567.00", "1234567.00", "购置图书。")
    assert found.plan.values() == ["25.00%", "50.00%", "75.00%", "100.00%"]
    assert found.goals == ["2024年丰富馆藏。"]
