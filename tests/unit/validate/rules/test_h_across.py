"""Rules H: do the projects of a document tell themselves apart, and belong to its department?"""

from typing import Any

import pytest

from shared.document import Document
from tests.unit.validate.budget import BALANCE, GENERAL, a_table, with_cell
from tests.unit.validate.examples import Example, a_disclosure, a_document, a_doubt, a_project, an_indicator

THIS_YEAR, LAST_YEAR = "13099924P00511110001U", "13099923P00511110001D"


def called(*names: tuple[str, str | None, str | None], **changes: Any) -> Document:
    return a_document(*(a_project(name=name, code=code, unit_code=unit) for name, code, unit in names), **changes)


H02 = [
    Example("GJ-H02", "names of their own", called(("甲", "1", "511001"), ("乙", "2", "511001")), ("pass document",)),
    Example(
        "GJ-H02",
        "one name",
        called(("绿化补助", "1", "511001"), ("乙", "2", "511001"), ("绿化 补助。", "3", "511001")),
        ("fail info P1,3",),
        says=("2个项目名称相同：“绿化补助”", "12.00"),
    ),
    Example(
        "GJ-H02",
        "two units",
        called(("绿化补助", "1", "511001"), ("绿化补助", "2", "511002")),
        ("pass document",),
        near=True,
    ),
    Example(
        "GJ-H02",
        "one code twice",
        called(("绿化补助", "1", "511001"), ("绿化补助", "1", "511001")),
        ("pass document",),
        near=True,
    ),
    Example("GJ-H02", "no names", called(("", "1", None), ("", "2", None)), ("pass document",), near=True),
    Example("GJ-H02", "one project", called(("甲", "1", None)), ("not_applicable document",)),
]


def rows(*names: str, **changes: Any) -> list[dict[str, Any]]:
    return [an_indicator(name=name, description=f"{name}的数量", **changes) for name in names]


LONG = "全年清运修剪行道树产生的树枝和落叶所需的车次，以台账记录和过磅单"


def alike(*groups: list[dict[str, Any]], budgets: tuple[str, ...] = (), spare: str = "") -> Document:
    """Projects with these rows; `spare` is the description of the last row of the first."""
    money = [*budgets, *["12.00"] * len(groups)]
    first = [*groups[0][:-1], {**groups[0][-1], "description": spare}] if spare else groups[0]
    groups = (first, *groups[1:])
    return a_document(*(a_project(indicators=list(group), budget=money[n]) for n, group in enumerate(groups)))


FOUR = rows("修剪行道树株数", "补植行道树株数", "浇灌绿地面积", "清运树枝车次")
SLIPPED = [*FOUR[:3], an_indicator(name="清运树枝树枝车次", description="清运树枝车次的数量")]
OTHER = rows("巡查河道里程", "打捞漂浮物吨数", "清理河岸垃圾", "维护闸门数量")
H03 = [
    Example("GJ-H03", "rows of their own", alike(FOUR, OTHER), ("pass document",)),
    Example(
        "GJ-H03",
        "the same rows",
        alike(FOUR, OTHER, FOUR),
        ("fail warning P1,3",),
        says=("2个项目的绩效指标基本相同，建议", "100%"),
    ),
    Example(
        "GJ-H03",
        "the same rows for other money",
        alike(FOUR, FOUR, budgets=("12.00", "9.00")),
        ("fail warning P1,2",),
        says=("预算数分别为12.00、9.00万元",),
    ),
    Example(
        "GJ-H03",
        "money as good as the same",
        alike(FOUR, FOUR, budgets=("12.00", "9.60")),
        ("fail warning P1,2",),
        says=("基本相同，建议",),
    ),
    Example("GJ-H03", "a slip of typing", alike(FOUR, SLIPPED), ("fail warning P1,2",), says=("100%",)),
    Example(
        "GJ-H03",
        "most rows alike, and a wider cluster",
        alike(FOUR, FOUR, [*FOUR, *OTHER[:1]]),
        ("fail warning P1,2", "fail info P1,2,3"),
        says=("相似（最高100%）",),
    ),
    Example(
        "GJ-H03", "most rows alike", alike(FOUR, [*FOUR, *OTHER[:1]]), ("fail info P1,2",), says=("相似（最高80%）",)
    ),
    Example("GJ-H03", "half of the rows", alike(FOUR, [*FOUR[:3], *OTHER[:2]]), ("pass document",), near=True),
    Example(
        "GJ-H03",
        "the same words with other values or classes are other rows",
        alike(FOUR, rows("修剪行道树株数", "补植行道树株数", "浇灌绿地面积", "清运树枝车次", target="≥1株")),
        ("pass document",),
        near=True,
    ),
    Example(
        "GJ-H03",
        "words that differ by more than a slip",
        alike(FOUR[:3], [*FOUR[:1], *rows("补植灌木花卉株数", "浇灌公园草坪绿地面积")]),
        ("pass document",),
        near=True,
    ),
    Example(
        "GJ-H03", "two rows are alike by chance", alike(FOUR[:2], FOUR[:2]), ("not_applicable document",), near=True
    ),
    Example("GJ-H03", "one project", alike(FOUR), ("not_applicable document",)),
]


def carried(carry_over: str | None, *codes: str, **changes: Any) -> Document:
    projects = [a_project(ordinal=n, code=code) for n, code in enumerate(codes, 1)]
    return a_disclosure(with_cell(BALANCE, 4, 2, carry_over), projects=projects, **changes)


H07 = [
    Example("GJ-H07", "carried over", carried("5.00", LAST_YEAR, THIS_YEAR), ("pass document",)),
    Example(
        "GJ-H07",
        "no carry-over",
        carried(None, LAST_YEAR, THIS_YEAR),
        ("fail info document",),
        says=("1个项目为以前年度编码", LAST_YEAR),
    ),
    Example("GJ-H07", "a carry-over of 0", carried("0.00", LAST_YEAR), ("fail info document",)),
    Example("GJ-H07", "codes of this year", carried(None, THIS_YEAR), ("not_applicable document",), near=True),
    Example(
        "GJ-H07", "old codes carry no year", carried(None, "511-1002-JXN-4TK7"), ("not_applicable document",), near=True
    ),
    Example("GJ-H07", "no fiscal year", carried(None, LAST_YEAR, fiscal_year=None), ("not_applicable document",)),
    Example(
        "GJ-H07",
        "a doubtful cell",
        carried(None, LAST_YEAR, warnings=[a_doubt(table=BALANCE["kind"], row=5)]),
        ("parse_uncertain document",),
    ),
    Example("GJ-H07", "no balance", a_document(a_project(code=LAST_YEAR)), ("insufficient_data document",)),
    Example(
        "GJ-H07",
        "no row of carry-over",
        a_disclosure({**BALANCE, "rows": BALANCE["rows"][:4]}, projects=[a_project(code=LAST_YEAR)]),
        ("insufficient_data document",),
    ),
    Example("GJ-H07", "no project", a_disclosure(GENERAL), ("not_applicable document",)),
]

LISTED = a_table(
    "部门机构设置情况", ["单位名称", "单位性质"], ["某县园林管理局（本级）", "行政"], ["某县绿化队", "事业"]
)


def in_units(*units: tuple[str | None, str | None], **changes: Any) -> Document:
    return a_document(*(a_project(unit_code=code, unit_name=name) for code, name in units), department={}, **changes)


OWN = ("511001", "某县园林管理局本级")
H08 = [
    Example(
        "GJ-H08",
        "of one department",
        in_units(OWN, ("511002", "某县绿化队")),
        ("pass P1 unit_code", "pass P2 unit_code"),
    ),
    Example(
        "GJ-H08",
        "of another department",
        in_units(OWN, OWN, OWN, ("611003", "某县水利站")),
        ("pass P1 unit_code", "pass P2 unit_code", "pass P3 unit_code", "fail warning P4 unit_code"),
        says=("“611003”与本部门其他单位（511…）不一致",),
    ),
    Example(
        "GJ-H08",
        "half of each: nobody knows whose it is",
        in_units(OWN, OWN, ("611003", "某县水利站")),
        tuple(f"pass P{n} unit_code" for n in (1, 2, 3)),
        near=True,
    ),
    Example(
        "GJ-H08",
        "in the table of institutions, and not",
        in_units(OWN, ("511002", "某县绿化队"), ("511003", "某县苗圃"), ("511003", None), budget_tables=[LISTED]),
        ("pass P1 unit_code", "pass P2 unit_code", "fail warning P3 unit_code", "pass P4 unit_code"),
        says=("“某县苗圃”未列入机构设置情况表",),
    ),
    Example(
        "GJ-H08",
        "a part of a listed name",
        in_units(("511001", "某县园林管理局"), budget_tables=[LISTED]),
        ("pass P1 unit_code",),
        near=True,
    ),
    Example(
        "GJ-H08",
        "doubtful names and codes",
        in_units(
            ("511003", "甲"),
            ("511004", "乙"),
            budget_tables=[LISTED],
            warnings=[a_doubt(project=1, field="unit_code"), a_doubt(project=2, field="unit_name")],
        ),
        ("parse_uncertain P1 unit_code", "parse_uncertain P2 unit_code"),
    ),
    Example(
        "GJ-H08",
        "what is said of the code already",
        in_units(OWN, ("61100", "某站")),
        ("pass P1 unit_code", "not_applicable P2 unit_code"),
        near=True,
    ),
    Example("GJ-H08", "no unit", in_units((None, None)), ("not_applicable P1 unit_code",)),
    Example("GJ-H08", "no project", in_units(), ("not_applicable document",)),
]


def aiming(*goals: str | None) -> Document:
    return a_document(sub_goals=[{"title": f"甲{n}", "goal": goal} for n, goal in enumerate(goals)])


STOCK = "资金合理使用，保障业务开展。"
H09 = [
    Example("GJ-H09", "each its own", aiming("绿化", "保洁", "照明"), ("pass document",)),
    Example(
        "GJ-H09",
        "one sentence three times",
        aiming(STOCK, "绿化", STOCK, STOCK),
        (f"fail info §{STOCK}",),
        says=("3项分项绩效目标都写作", f"甲2：{STOCK}"),
    ),
    Example("GJ-H09", "twice", aiming(STOCK, STOCK, "绿化"), ("pass document",), near=True),
    Example("GJ-H09", "blank ones are another matter", aiming(None, None, " ", "绿化"), ("pass document",), near=True),
    Example("GJ-H09", "none", aiming(None), ("not_applicable document",)),
]

BESIDE = [
    Example(
        "GJ-H03",
        "a row as long as another is not the same row",
        alike(FOUR, [*FOUR[:3], *rows("维修护栏围栏米数")]),
        ("fail info P1,2",),
        says=("最高60%",),
    ),
    Example(
        "GJ-H03",
        "a row that says more is not the same row",
        alike(FOUR, [*FOUR[:3], an_indicator(name="清运树枝车次", description="清运树枝车次的数量（含绿地公园）")]),
        ("fail info P1,2",),
        says=("最高60%",),
    ),
    *(
        Example(
            "GJ-H03",
            f"a long row that says {len(more)} characters more",
            alike(FOUR, [*FOUR[:3], an_indicator(name="清运树枝车次", description=f"{LONG}{more}")], spare=LONG),
            (f"fail {severity} P1,2",),
        )
        for more, severity in (("为准", "warning"), ("为准计算", "info"))
    ),
    Example("GJ-H03", "three rows are enough", alike(FOUR[:3], FOUR[:3]), ("fail warning P1,2",)),
    Example(
        "GJ-H03",
        "two projects with a budget that is no amount",
        alike(FOUR, FOUR, budgets=("若干", "12.00")),
        ("fail warning P1,2",),
        says=("基本相同，建议",),
    ),
    Example(
        "GJ-H09",
        "the first of them is shown",
        aiming("绿化", STOCK, STOCK, STOCK, "保洁"),
        (f"fail info §{STOCK}",),
        says=(f"甲3：{STOCK}",),
    ),
]

EXAMPLES = [*BESIDE, *H02, *H03, *H07, *H08, *H09]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
