"""Rules E about single values: damaged prints, repeated words, missing numbers, satisfaction."""

from typing import Any

import pytest

from shared.document import Document
from tests.unit.validate.examples import Example, a_document, a_doubt, a_project, an_indicator


def row(
    target: str | None, level2: str | None = "质量指标", name: str = "养护合格率", **changes: Any
) -> dict[str, Any]:
    """An indicator row with this value."""
    return an_indicator(level2=level2, name=name, **{"description": f"{name}的说明", **changes}, target=target)


def table(*rows: dict[str, Any], **changes: Any) -> Document:
    """A document of one project with these indicator rows."""
    return a_document(a_project(indicators=list(rows)), **changes)


def values(*targets: str, level2: str = "质量指标") -> Document:
    """A document of one project with a row for each value."""
    return table(*(row(target, level2, f"指标{n}") for n, target in enumerate(targets, 1)))


DOUBT = {"warnings": [a_doubt(project=1, indicator=1, field="target")]}
T1, T2, T3 = "P1.1 target", "P1.2 target", "P1.3 target"

E08 = [
    Example(
        "GJ-E08",
        "equals the name",
        table(row("绿地景观改善", name="绿地景观改善")),
        (f"fail error {T1}",),
        says=("指标名称",),
    ),
    Example(
        "GJ-E08",
        "equals the description",
        table(row("绿地景观持续改善。", description="绿地景观持续改善")),
        (f"fail error {T1}",),
        says=("绩效指标描述相同",),
    ),
    Example(
        "GJ-E08",
        "most of the description",
        table(row("绿地养护资金对景观改善的作用", description="反映绿地养护资金对景观改善的作用")),
        (f"fail info {T1}",),
        says=("摘自",),
    ),
    Example(
        "GJ-E08",
        "a word of the description",
        table(row("持续改善", description="绿地景观持续改善")),
        (f"pass {T1}",),
        near=True,
    ),
    Example("GJ-E08", "three characters", table(row("已达标", name="已达标")), (f"pass {T1}",), near=True),
    Example("GJ-E08", "a figure", table(row("12月底前完工", name="12月底前完工")), ("not_applicable P1",), near=True),
    Example("GJ-E08", "another text", table(row("明显改善", name="绿地景观改善")), (f"pass {T1}",)),
    Example("GJ-E08", "doubt", table(row("绿地景观改善", name="绿地景观改善"), **DOUBT), (f"parse_uncertain {T1}",)),
    Example("GJ-E08", "no indicator", table(), ("not_applicable P1",)),
]

E09 = [
    Example("GJ-E09", "only a unit", values("株"), (f"fail error {T1}",), says=("只有计量单位", "only a unit")),
    Example("GJ-E09", "only a price's unit", values("万元/人"), (f"fail error {T1}",)),
    Example("GJ-E09", "only an operator", values("≥"), (f"fail error {T1}",), says=("只有计算符号",)),
    Example("GJ-E09", "an operator and a unit", values("≥%"), (f"fail error {T1}",)),
    Example("GJ-E09", "a number", values("0株"), (f"pass {T1}",), near=True),
    Example("GJ-E09", "a word", values("是", "有"), (f"pass {T1}", f"pass {T2}"), near=True),
    Example("GJ-E09", "a spelled number", values("两次"), (f"pass {T1}",), near=True),
    Example("GJ-E09", "blank is B09's", table(row(None)), ("not_applicable P1",), near=True),
    Example("GJ-E09", "doubt", table(row("株"), **DOUBT), (f"parse_uncertain {T1}",)),
]

E10 = [
    Example("GJ-E10", "usual", values("≥95%", level2="满意度指标"), (f"pass {T1}",)),
    Example("GJ-E10", "usual, in words", values("≥95百分比", level2="服务对象满意度指标"), (f"pass {T1}",), near=True),
    Example("GJ-E10", "impossible", values("≥105%", level2="满意度指标"), (f"fail error {T1}",), says=("105% > 100%",)),
    Example("GJ-E10", "low", values("≥60%", level2="满意度指标"), (f"fail warning {T1}",), says=("60% ≤ 60%",)),
    Example("GJ-E10", "not so low", values("≥61%", level2="满意度指标"), (f"pass {T1}",), near=True),
    Example("GJ-E10", "everybody", values("100百分比", level2="满意度指标"), (f"fail info {T1}",), says=("难以实现",)),
    Example("GJ-E10", "everybody at least", values("≥100%", level2="满意度指标"), (f"fail info {T1}",)),
    Example(
        "GJ-E10", "no operator", values("95%", level2="满意度指标"), (f"fail info {T1}",), says=("缺少“≥”", "≥95%")
    ),
    Example("GJ-E10", "words for the operator", values("不低于95%", level2="满意度指标"), (f"pass {T1}",), near=True),
    Example("GJ-E10", "run together", values("≥9595%", level2="满意度指标"), (f"not_applicable {T1}",), near=True),
    Example("GJ-E10", "a leading zero", values("≥095%", level2="满意度指标"), (f"not_applicable {T1}",), near=True),
    Example("GJ-E10", "points", values("85分", level2="满意度指标"), ("not_applicable P1",), near=True),
    Example("GJ-E10", "words", values("满意", level2="满意度指标"), ("not_applicable P1",)),
    Example("GJ-E10", "level 1 alone", table(row("105%", None, level1="满意度指标")), (f"fail error {T1}",)),
    Example("GJ-E10", "another class", values("100%"), ("not_applicable P1",)),
    Example("GJ-E10", "doubt", table(row("105%", "满意度指标"), **DOUBT), (f"parse_uncertain {T1}",)),
]

E11 = [
    Example("GJ-E11", "a percentage twice", values("≥9595%"), (f"fail warning {T1}",), says=("9595 → 95", "≥95%")),
    Example("GJ-E11", "a hundred twice", values("100100百分比"), (f"fail warning {T1}",), says=("100百分比",)),
    Example("GJ-E11", "two percentages", values("10095%", "9598%"), (f"fail warning {T1}", f"fail warning {T2}")),
    Example(
        "GJ-E11", "a growth", values("≥150%", "≥1000%", "≥9900%"), tuple(f"pass {t}" for t in (T1, T2, T3)), near=True
    ),
    Example(
        "GJ-E11", "counts", values("5050户", "1010人", "9090株"), tuple(f"pass {t}" for t in (T1, T2, T3)), near=True
    ),
    Example("GJ-E11", "a single amount", values("3030元", "95%"), (f"pass {T1}", f"pass {T2}"), near=True),
    Example(
        "GJ-E11",
        "an amount and one such print",
        values("3030元", "9595%"),
        (f"pass {T1}", f"fail warning {T2}"),
        says=("95%",),
    ),
    Example(
        "GJ-E11",
        "an amount among such prints",
        values("≥3030元", "9595%", "≥098%"),
        (f"fail warning {T1}", f"fail warning {T2}", f"not_applicable {T3}"),
        says=("≥30元",),
    ),
    Example(
        "GJ-E11",
        "a usual pair of amounts among such prints",
        values("100108元", "9595%", "9898%"),
        (f"fail warning {T1}", f"fail warning {T2}", f"fail warning {T3}"),
        says=("100108 → 108",),
    ),
    Example(
        "GJ-E11",
        "plain amounts among such prints",
        values("10000元", "9595%", "9898%"),
        (f"pass {T1}", f"fail warning {T2}", f"fail warning {T3}"),
        says=("95%",),
    ),
    Example("GJ-E11", "only a leading zero is E12's", values("≥095%"), (f"not_applicable {T1}",), near=True),
    Example("GJ-E11", "words", values("良好"), ("not_applicable P1",)),
    Example("GJ-E11", "doubt", table(row("9595%"), **DOUBT), (f"parse_uncertain {T1}",)),
]

E12 = [
    Example("GJ-E12", "a zero in front", values("≥095%"), (f"fail warning {T1}",), says=("095 → 95", "≥95%")),
    Example("GJ-E12", "before an amount", values("0108元"), (f"fail warning {T1}",), says=("108元",)),
    Example(
        "GJ-E12",
        "zero and below one",
        values("0次", "0.5元", "0.95%"),
        tuple(f"pass {t}" for t in (T1, T2, T3)),
        near=True,
    ),
    Example("GJ-E12", "a duration", values("06个月"), (f"pass {T1}",), near=True),
    Example("GJ-E12", "no unit: a code", values("007"), (f"pass {T1}",), near=True),
    Example("GJ-E12", "a date", values("01月05日"), ("not_applicable P1",), near=True),
    Example("GJ-E12", "words", values("良好"), ("not_applicable P1",)),
    Example("GJ-E12", "doubt", table(row("095%"), **DOUBT), (f"parse_uncertain {T1}",)),
]

EXAMPLES = [*E08, *E09, *E10, *E11, *E12]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
