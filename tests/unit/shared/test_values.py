"""Reading of indicator values."""

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.lexicon import LEADING_WORDS, SYMBOL_OPERATORS, UNIT_SYNONYMS, WORD_OPERATORS
from shared.values import Kind, Role, read

NUMBERS = [
    # text, operator, quantity in the base unit, base unit, per
    ("≥95%", "≥", "95", "%", ()),
    ("≥95百分比", "≥", "95", "%", ()),
    ("98百分号", None, "98", "%", ()),
    ("$\\geq 4\\%$", "≥", "4", "%", ()),
    ("１００％", None, "100", "%", ()),
    (">= 1,234.50 元", "≥", "1234.50", "元", ()),
    ("大于等于300人数", "≥", "300", "人", ()),
    ("小于等于3.9万元", "≤", "39000", "元", ()),
    ("不低于90%", "≥", "90", "%", ()),
    ("不超过5万元", "≤", "50000", "元", ()),
    ("至少3次", "≥", "3", "次", ()),
    ("95%以上", "≥", "95", "%", ()),
    ("5万元以内", "≤", "50000", "元", ()),
    ("控制在5万元以内", "≤", "50000", "元", ()),
    ("<30 人", "<", "30", "人", ()),
    ("=100%", "=", "100", "%", ()),
    ("≥7.24万人", "≥", "72400", "人", ()),
    ("1.2亿元", None, "120000000", "元", ()),
    ("62.5元/人/月", None, "62.5", "元", ("人", "月")),
    ("1900 人/元/月", None, "1900", "元", ("人", "月")),
    ("≤0.1万元\\件", "≤", "1000", "元", ("件",)),
    ("6.5万\\次", None, "65000", "", ("次",)),
    ("每人4元", None, "4", "元", ("人",)),
    ("每人每月500元", None, "500", "元", ("人", "月")),
    ("4元每人", None, "4", "元", ("人",)),
    ("5.76 元/平方米", None, "5.76", "元", ("平方米",)),
    ("两次", None, "2", "次", ()),
    ("不低于三次", "≥", "3", "次", ()),
    ("每年十二次", None, "12", "次", ()),
    ("≥1单位（文字描述）", "≥", "1", "单位", ()),
    ("达到95%", None, "95", "%", ()),
    ("同比增长5%", None, "5", "%", ()),
    ("≥85分", "≥", "85", "分", ()),
    ("0.5万", None, "5000", "", ()),
    ("95", None, "95", "", ()),
]


@pytest.mark.parametrize(("text", "operator", "quantity", "unit", "per"), NUMBERS)
def test_a_quantity_has_operator_number_unit(
    text: str, operator: str | None, quantity: str, unit: str, per: tuple[str, ...]
) -> None:
    value = read(text)
    assert value.kind is Kind.NUMBER
    assert (value.operator, value.quantity, value.unit.base, value.unit.per) == (operator, Decimal(quantity), unit, per)
    assert value.unit.known


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("≤60 天", Kind.DURATION),
        ("≤6个月", Kind.DURATION),
        ("10个工作日", Kind.DURATION),
        ("30日内", Kind.DURATION),
        ("≤30日", Kind.DURATION),
        ("三个月", Kind.DURATION),
        ("3月", Kind.DURATION),  # or a date: the reader cannot know
        ("≤11月底", Kind.DATE),
        ("3月底", Kind.DATE),
        ("12月底前完成", Kind.DATE),
        ("每月25日", Kind.DATE),
        ("25日", Kind.DATE),
        ("2024年12月31日", Kind.DATE),
        ("2024年12月31日前", Kind.DATE),
        ("2024年", Kind.DATE),
        ("第三季度", Kind.DATE),
        ("每季度末", Kind.DATE),
        ("年底前", Kind.DATE),
        ("每年12月份收取之后", Kind.DATE),
        ("10-180元不等", Kind.RANGE),
        ("60%-80%", Kind.RANGE),
        ("60%至80%", Kind.RANGE),
        ("1个月～2个月", Kind.RANGE),
        ("≤预算批复金额", Kind.SYMBOLIC),
        ("小于等于预算批复金额", Kind.SYMBOLIC),
        ("不超过预算", Kind.SYMBOLIC),
        ("控制在预算内", Kind.SYMBOLIC),
        ("高于全省平均水平", Kind.SYMBOLIC),
        ("当地最低工资标准的70%", Kind.FORMULA),
        ("原则上不超过实缴额的2/3", Kind.FORMULA),
        ("LPR-150BP", Kind.FORMULA),
        ("≥60%且≤80%", Kind.FORMULA),
        ("一季度20%", Kind.FORMULA),
        ("是/否", Kind.BINARY),
        ("是", Kind.BINARY),
        ("有", Kind.BINARY),
        ("效果显著", Kind.QUALITATIVE),
        ("一次性发放", Kind.QUALITATIVE),
        ("好/较好/一般", Kind.QUALITATIVE),
        ("人次", Kind.UNIT),
        ("%", Kind.UNIT),
        ("元/人", Kind.UNIT),
        ("≥", Kind.OPERATOR),
        ("≥%", Kind.OPERATOR),
        ("", Kind.BLANK),
        ("　", Kind.BLANK),
        ("—", Kind.BLANK),
        ("/", Kind.BLANK),
    ],
)
def test_what_is_no_plain_quantity_says_what_it_is(text: str, kind: Kind) -> None:
    assert read(text).kind is kind


def test_a_blank_cell_reads_as_blank() -> None:
    assert read(None).kind is Kind.BLANK


def test_a_range_has_two_ends() -> None:
    value = read("10-180 元不等")
    assert (value.number, value.upper, value.unit.base) == (Decimal(10), Decimal(180), "元")


def test_the_number_is_kept_as_printed() -> None:
    assert read("≥095%").printed(Role.NUMBER) == "095"
    assert read("≥９０９０％").printed(Role.NUMBER) == "9090"


@pytest.mark.parametrize(
    ("text", "unit", "per"),
    [("≤3.9万元", "万元", ()), ("12000元", "元", ()), ("185元/人", "元", ("人",)), ("1.2亿元", "亿元", ())],
)
def test_money_is_an_amount_with_its_precision(text: str, unit: str, per: tuple[str, ...]) -> None:
    value = read(text)
    assert value.amount is not None
    assert (value.amount.unit, value.unit.per) == (unit, per)


@pytest.mark.parametrize("text", ["≥95%", "300人", "≤60天", "效果显著", "10-180元不等", "人民币"])
def test_what_is_no_money_has_no_amount(text: str) -> None:
    assert read(text).amount is None


@pytest.mark.parametrize(
    ("text", "orderly"),
    [("62.5元/人/月", True), ("1900人/元/月", False), ("0.1万元\\件", False), ("5镇街", True), ("3嘟噜", False)],
)
def test_a_unit_written_out_of_order_says_so(text: str, orderly: bool) -> None:
    assert read(text).unit.orderly is orderly


_words = st.sampled_from(
    [
        *SYMBOL_OPERATORS,
        *WORD_OPERATORS,
        *LEADING_WORDS,
        *UNIT_SYNONYMS,
        "万",
        "元",
        "/",
        "人",
        "月",
        "底",
        "-",
        "至",
        "$",
        "\\%",
    ]
)
_texts = st.lists(
    st.one_of(_words, st.from_regex(r"[0-9０-９,.]{1,6}", fullmatch=True), st.text(max_size=3)), max_size=8
)


@settings(max_examples=400)
@given(st.one_of(st.text(max_size=40), _texts.map("".join)))
@example("ﬃ½㎡％")
@example("İ１،٣")
@example("٣人")
@example("²③")
def test_every_text_reads_and_prints_back(text: str) -> None:
    assert str(read(text)) == text
