"""Rules C: has each field the form that it should have?"""

from typing import Any

import pytest

from shared.document import Document
from tests.unit.validate.examples import Example, a_document, a_doubt, a_project, an_indicator

WHOLE = "13099924P00511110001U"
MISREAD = "13099924PO0511110001U"
TYPED = "13099924P00511110001K"
TRANSITION = "13099921GQ7YZGPOPRXS0"
OLD = "511-1002-JXN-4TK7"
ELSEWHERE: dict[str, Any] = {"division": "410000", "template": "henan-target-text"}


def coded(code: str | None, **changes: Any) -> Document:
    return a_document(a_project(code=code), **changes)


C01 = [
    Example("GJ-C01", "third generation", coded(WHOLE), ("pass P1 code",)),
    Example("GJ-C01", "second generation", coded(TRANSITION), ("pass P1 code",)),
    Example("GJ-C01", "first generation", coded(OLD), ("pass P1 code",)),
    Example("GJ-C01", "broken over two lines", coded("13099924P0051111000 1U"), ("pass P1 code",), near=True),
    Example("GJ-C01", "one short", coded("13099924P0051111001U"), ("fail error P1 code",), says=("编码规则",)),
    Example("GJ-C01", "a typed number", coded("511001"), ("fail error P1 code",), says=("511001",)),
    Example("GJ-C01", "no Hebei division, Hebei's form", coded("X1", division="000000"), ("fail error P1 code",)),
    Example("GJ-C01", "another form, Hebei's division", coded("X1", template="other"), ("fail error P1 code",)),
    Example("GJ-C01", "another province", coded("X1", **ELSEWHERE), ("fail info P1 code",), says=("未知", "not known")),
    Example("GJ-C01", "misread", coded(MISREAD), ("parse_uncertain P1 code",), says=(WHOLE,)),
    Example("GJ-C01", "doubt", coded("X", warnings=[a_doubt(project=1, field="code")]), ("parse_uncertain P1 code",)),
    Example("GJ-C01", "blank", coded(None), ("not_applicable P1 code",)),
    Example("GJ-C01", "spaces", coded(" "), ("not_applicable P1 code",)),
]

C02 = [
    Example("GJ-C02", "holds", coded(WHOLE), ("pass P1 code",)),
    Example(
        "GJ-C02",
        "typed wrong",
        coded(TYPED),
        ("fail error P1 code",),
        says=("应为“U”，实为“K”", "should be U, not K", "13099924P00511110001 → U ≠ K"),
    ),
    Example(
        "GJ-C02",
        "letters outside the alphabet",
        coded("13099924PVV511110001K"),
        ("fail error P1 code",),
        says=("之外的字母", "outside the alphabet"),
    ),
    Example("GJ-C02", "one look-alike", coded(MISREAD), ("parse_uncertain P1 code",), near=True, says=(WHOLE,)),
    Example("GJ-C02", "doubt", coded(TYPED, warnings=[a_doubt(project=1, field="code")]), ("parse_uncertain P1 code",)),
    Example(
        "GJ-C02", "doubt elsewhere", coded(TYPED, warnings=[a_doubt(project=1, field="name")]), ("fail error P1 code",)
    ),
    Example("GJ-C02", "transition code", coded(TRANSITION), ("not_applicable P1 code",), near=True),
    Example("GJ-C02", "old code", coded(OLD), ("not_applicable P1 code",)),
    Example("GJ-C02", "no code", coded(None), ("not_applicable P1 code",)),
]


def named(**cells: str) -> Document:
    return a_document(a_project(indicators=[an_indicator(**cells)]))


def worded(**cells: Any) -> Document:
    return a_document(a_project(indicators=[], **cells))


C12 = [
    Example("GJ-C12", "plain words", a_document(a_project()), ("pass P1", "pass P1.1")),
    Example(
        "GJ-C12",
        "stray letters in two cells of a row are one finding",
        named(name="养护面积的xxwg", description="养护面积的xxwg"),
        ("pass P1", "fail warning P1.1"),
        says=("“xxwg”，", "养护面积的xxwg None"),
    ),
    Example(
        "GJ-C12", "stray letters in a goal", worded(goals=["好", "修剪asdf株"]), ("fail warning P1",), says=("asdf",)
    ),
    Example("GJ-C12", "stray letters in the name", worded(name="绿化sdf项目"), ("fail warning P1",)),
    Example("GJ-C12", "unknown capitals", worded(purpose="用于QWRT系统"), ("fail info P1",), says=("QWRT",)),
    Example("GJ-C12", "capitals and worse", worded(purpose="用于QWRT系统", name="bnm项目"), ("fail warning P1",)),
    Example(
        "GJ-C12",
        "meant letters",
        named(target="LPR-150BP剩余部分", basis="A4纸PDF、Word各1份"),
        ("pass P1", "pass P1.1"),
        near=True,
    ),
    Example(
        "GJ-C12", "an address", worded(purpose="网址www.example.cn，邮箱office@example.cn"), ("pass P1",), near=True
    ),
    Example("GJ-C12", "an address with a scheme", worded(purpose="见http://example/doc"), ("pass P1",)),
    Example("GJ-C12", "a single mail name", worded(purpose="邮箱office@example"), ("pass P1",)),
    Example("GJ-C12", "a full stop behind a stray word", worded(purpose="用于asdf."), ("fail warning P1",)),
    Example(
        "GJ-C12", "residue in the middle", worded(purpose="为了\\leq5公顷qwe"), ("fail warning P1",), says=("“qwe”，",)
    ),
    Example("GJ-C12", "two letters", worded(purpose="采用ab方案"), ("pass P1",), near=True),
    Example("GJ-C12", "a template's XXX is another rule's", worded(purpose="用于XXX项目"), ("pass P1",)),
    Example("GJ-C12", "residue of a formula", worded(purpose="达到\\geq5公顷"), ("pass P1",)),
    Example("GJ-C12", "full-width letters", worded(purpose="用于ｘｘｗｇ项目"), ("fail warning P1",)),
    Example(
        "GJ-C12", "a date that is none", named(target="4月31日前"), ("pass P1", "fail warning P1.1"), says=("4月31日",)
    ),
    Example("GJ-C12", "a month that is none", worded(purpose="2024年13月1日完工"), ("fail warning P1",)),
    Example("GJ-C12", "no leap year", worded(purpose="截至2023.2.29"), ("fail warning P1",), says=("2023.2.29",)),
    Example(
        "GJ-C12", "last days", worded(purpose="2024年2月29日、2月29日、12月31日、2024-1-1"), ("pass P1",), near=True
    ),
    Example(
        "GJ-C12",
        "months without a day",
        worded(purpose="服务24个月，3月底前40日内，2023-2024"),
        ("pass P1",),
        near=True,
    ),
    Example("GJ-C12", "wrong encoding", worded(purpose="锟斤拷养护"), ("fail warning P1",), says=("锟斤拷",)),
    Example("GJ-C12", "lost character in a text dump", worded(purpose="养\ufffd护"), ("fail warning P1",)),
    Example(
        "GJ-C12",
        "lost character in a PDF is our reading",
        a_document(a_project(purpose="养\ufffd护", indicators=[]), form="pdf"),
        ("parse_uncertain P1",),
    ),
    Example(
        "GJ-C12",
        "stray letters in a PDF are not our reading",
        a_document(a_project(purpose="养护xxwg", indicators=[]), form="pdf"),
        ("fail warning P1",),
    ),
    Example("GJ-C12", "no project", a_document(), ("not_applicable document",)),
]

EXAMPLES = [*C01, *C02, *C12]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
