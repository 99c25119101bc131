"""Numbers, labels, unit lines and page numbers of office text."""

import pytest

from services.parse.text import currency_of, is_page_number, label_key, numbering, ordinal, unit_of


@pytest.mark.parametrize(
    ("text", "style", "number", "rest"),
    [
        ("一、总体绩效目标", "一、", 1, "总体绩效目标"),
        ("（十二）加强宣传", "（一）", 12, "加强宣传"),
        ("(四)做好工作", "（一）", 4, "做好工作"),
        ("4.2021年度奖励资金", "1、", 4, "2021年度奖励资金"),
        ("12、运行经费", "1、", 12, "运行经费"),
        ("（3）甲", "（1）", 3, "甲"),
        ("2)甲", "1）", 2, "甲"),
        ("③甲", "①", 3, "甲"),
        ("第二部分预算项目绩效目标", "第一部分", 2, "预算项目绩效目标"),
        ("1.1、甲", "1、", 1, "1、甲"),
    ],
)
def test_numbered_line_gives_style_ordinal_and_rest(text: str, style: str, number: int, rest: str) -> None:
    assert numbering(text) == (style, number, rest)


@pytest.mark.parametrize("text", ["1.5万人培训", "2024年部门预算", "总体绩效目标", "", "3月底"])
def test_text_without_a_number_is_not_numbered(text: str) -> None:
    assert numbering(text) is None


@pytest.mark.parametrize(
    ("numeral", "value"), [("十", 10), ("十一", 11), ("二十", 20), ("三十五", 35), ("一百零二", 102), ("7", 7)]
)
def test_numerals_are_read(numeral: str, value: int) -> None:
    assert ordinal(numeral) == value


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("其中：财政 资金", "其中财政资金"),
        ("资金支出计 划（%）", "资金支出计划"),
        ("预算数(万元)：", "预算数"),
        ("*项目名称", "项目名称"),
    ],
)
def test_prints_of_one_label_have_one_key(printed: str, key: str) -> None:
    assert label_key(printed) == key


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("101001澄江县图书馆本级", ("101001", "澄江县图书馆本级", None)),
        ("101001澄江县图书馆(本级）单位：万元", ("101001", "澄江县图书馆(本级）", "万元")),
        ("单位名称：101002-澄江县文化馆", ("101002", "澄江县文化馆", None)),
        ("101001001澄江县图书馆分馆", ("101001001", "澄江县图书馆分馆", None)),
        ("2024年部门预算", None),
        ("320元标准补助", None),
        ("022]54号文件要求", None),
        ("100人以上培训班", None),
        ("325PG2MUH010227G", None),
    ],
)
def test_unit_line_gives_code_name_and_currency(text: str, unit: tuple[str, str, str | None] | None) -> None:
    assert unit_of(text) == unit


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("单位：万元", "万元"),
        ("金额单位:元", "元"),
        ("（单位：万元）", "万元"),
        ("单位：人民币元", "元"),
        ("单位：个", None),
        ("计量单位", None),
    ],
)
def test_currency_line_gives_its_unit(text: str, currency: str | None) -> None:
    assert currency_of(text) == currency


@pytest.mark.parametrize("text", ["12", "-12-", "—3—", "第5页", "第5页共20页", "5/20", "iv"])
def test_page_number_is_known(text: str) -> None:
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["2024", "12月", "目录", "A12"])
def test_other_short_lines_are_no_page_numbers(text: str) -> None:
    assert not is_page_number(text)
