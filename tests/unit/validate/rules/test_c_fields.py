"""Rules C: has each field the form that it should have?"""

from typing import Any

import pytest

from shared.document import Document
from tests.unit.validate.budget import BASIC, EXPENDITURE, with_cell
from tests.unit.validate.examples import Example, a_disclosure, a_document, a_doubt, a_project, an_indicator

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

CHANGAN = "13010224P005111100017"
DINGZHOU = {"unit_name": "定州市园林局", "code": "13068224P00511110001Y"}


def placed(code: str | None, unit: str | None, department: str | None = None, **changes: Any) -> Document:
    named = {"code": None, "name": department}
    return a_document(a_project(code=code, unit_name=unit), department=named, **changes)


C03 = [
    Example("GJ-C03", "the unit's own", placed(DINGZHOU["code"], "定州市园林局"), ("pass P1 code",)),
    Example(
        "GJ-C03",
        "another county's",
        placed(CHANGAN, "定州市园林局"),
        ("fail warning P1 code",),
        says=("130102（长安区）与“定州市园林局”不符", "130102 (长安区)"),
    ),
    Example(
        "GJ-C03",
        "the department's where the unit names none",
        placed(CHANGAN, "园林队", "定州市园林局"),
        ("fail warning P1 code",),
    ),
    Example(
        "GJ-C03",
        "a city's code for its district",
        placed("13010024P00511110001W", "石家庄市长安区园林局"),
        ("pass P1 code",),
        near=True,
    ),
    Example(
        "GJ-C03", "a district's code for its city", placed(CHANGAN, "石家庄市园林局"), ("pass P1 code",), near=True
    ),
    Example("GJ-C03", "one of several of the name", placed(CHANGAN, "长安区园林局"), ("pass P1 code",), near=True),
    Example(
        "GJ-C03", "a former name", placed("13050221GQ7YZGPOPRXS0", "邢台市桥东区园林局"), ("pass P1 code",), near=True
    ),
    Example("GJ-C03", "a name of no place", placed(CHANGAN, "园林队", "园林局"), ("insufficient_data P1 code",)),
    Example(
        "GJ-C03", "a code of no place", placed("13199824P00511110001D", "定州市园林局"), ("insufficient_data P1 code",)
    ),
    Example("GJ-C03", "a misread code", placed("130102Z4P005111100017", "定州市园林局"), ("parse_uncertain P1 code",)),
    Example(
        "GJ-C03",
        "a doubtful code",
        placed(CHANGAN, "定州市园林局", warnings=[a_doubt(project=1, field="code")]),
        ("parse_uncertain P1 code",),
    ),
    Example("GJ-C03", "an old code", placed(OLD, "定州市园林局"), ("not_applicable P1 code",)),
    Example("GJ-C03", "no code", placed(None, "定州市园林局"), ("not_applicable P1 code",)),
]

LATER, EARLIER = "13099925P00511110001A", "13099923P00511110001D"
C04 = [
    Example("GJ-C04", "this year's", coded(WHOLE), ("pass P1 code",)),
    Example(
        "GJ-C04", "next year's", coded(LATER), ("fail error P1 code",), says=("2025 > 2024", "年度2025晚于预算年度2024")
    ),
    Example("GJ-C04", "carried over", coded(EARLIER), ("pass P1 code",), near=True),
    Example("GJ-C04", "a derived year", coded(LATER, inferred=["fiscal_year"]), ("parse_uncertain P1 code",)),
    Example(
        "GJ-C04",
        "a doubtful code",
        coded(LATER, warnings=[a_doubt(project=1, field="code")]),
        ("parse_uncertain P1 code",),
    ),
    Example("GJ-C04", "a misread code", coded(LATER.replace("P00", "PO0")), ("parse_uncertain P1 code",)),
    Example("GJ-C04", "no fiscal year", coded(LATER, fiscal_year=None), ("insufficient_data P1 code",)),
    Example("GJ-C04", "an old code", coded(OLD), ("not_applicable P1 code",)),
    Example("GJ-C04", "no code", coded(None), ("not_applicable P1 code",)),
]


def units(*pairs: tuple[str | None, str | None], **changes: Any) -> Document:
    return a_document(*(a_project(unit_code=code, unit_name=name) for code, name in pairs), **changes)


CENTRE = ("511004", "某县绿化管理中心")
C05 = [
    Example(
        "GJ-C05",
        "one name each",
        units(CENTRE, ("511001", "某县园林管理局本级")),
        ("pass P1 unit_name", "pass P2 unit_name"),
    ),
    Example(
        "GJ-C05",
        "the rarer name",
        units(CENTRE, ("511004", "某县绿地管理中心"), CENTRE),
        ("pass P1 unit_name", "fail warning P2 unit_name", "pass P3 unit_name"),
        says=("“511004”的名称“某县绿地管理中心”", "“某县绿化管理中心”不一致", "elsewhere"),
    ),
    Example(
        "GJ-C05",
        "two names as frequent",
        units(CENTRE, ("511004", "某县绿地管理中心")),
        ("fail warning P1 unit_name", "fail warning P2 unit_name"),
    ),
    Example(
        "GJ-C05",
        "本级 in brackets",
        units(("511001", "某局（本级）"), ("511001", "某局本级")),
        ("pass P1 unit_name", "pass P2 unit_name"),
        near=True,
    ),
    Example(
        "GJ-C05", "a short code", units(("51104", "某中心")), ("fail warning P1 unit_name",), says=("不是六位数字",)
    ),
    Example(
        "GJ-C05",
        "another department's",
        units(("512004", "某中心")),
        ("fail warning P1 unit_name",),
        says=("部门代码“511”",),
    ),
    Example(
        "GJ-C05",
        "a department's code that was derived",
        units(("512004", "某中心"), inferred=["department.code"]),
        ("pass P1 unit_name",),
        near=True,
    ),
    Example("GJ-C05", "no department's code", units(("512004", "某中心"), department={}), ("pass P1 unit_name",)),
    Example("GJ-C05", "a name left out", units(CENTRE, ("511004", None)), ("pass P1 unit_name", "pass P2 unit_name")),
    Example(
        "GJ-C05",
        "doubtful names and codes",
        units(
            ("51104", "甲"),
            ("51105", "乙"),
            ("51106", "丙"),
            warnings=[a_doubt(project=1, field="unit_name"), a_doubt(project=2, field="unit_code")],
        ),
        ("parse_uncertain P1 unit_name", "parse_uncertain P2 unit_name", "fail warning P3 unit_name"),
    ),
    Example("GJ-C05", "no code", units((None, "某中心")), ("not_applicable P1 unit_name",)),
]

T3, T6 = EXPENDITURE["kind"], BASIC["kind"]
C06_CODES = [f"pass {T3} r{row} 功能分类科目/科目编码" for row in range(2, 8)]
C06 = [
    Example("GJ-C06", "each under its own", a_disclosure(EXPENDITURE), tuple(C06_CODES)),
    Example(
        "GJ-C06",
        "a wrong length",
        a_disclosure(with_cell(EXPENDITURE, 3, 1, "211040")),
        (*C06_CODES[:2], f"fail error {T3} r4 功能分类科目/科目编码", *C06_CODES[3:]),
        says=("“211040”的位数或类别",),
    ),
    Example(
        "GJ-C06",
        "no parent",
        a_disclosure(with_cell(EXPENDITURE, 2, 1, "21105")),
        (*C06_CODES[:2], f"fail error {T3} r4 功能分类科目/科目编码", *C06_CODES[3:]),
        says=("上级科目“21104”未列示",),
    ),
    Example(
        "GJ-C06",
        "one level only",
        a_disclosure({**EXPENDITURE, "rows": [EXPENDITURE["rows"][3], EXPENDITURE["rows"][6]]}),
        tuple(f"pass {T3} r{row} 功能分类科目/科目编码" for row in (1, 2)),
        near=True,
    ),
    Example(
        "GJ-C06",
        "doubtful",
        a_disclosure(with_cell(EXPENDITURE, 3, 1, "211040"), warnings=[a_doubt(table=T3, row=4)]),
        (*C06_CODES[:2], f"parse_uncertain {T3} r4 功能分类科目/科目编码", *C06_CODES[3:]),
    ),
    Example("GJ-C06", "economic codes are another rule's", a_disclosure(BASIC), (f"not_applicable {T6}",)),
    Example(
        "GJ-C06", "no codes", a_disclosure({**EXPENDITURE, "rows": EXPENDITURE["rows"][:1]}), (f"not_applicable {T3}",)
    ),
    Example("GJ-C06", "no known table", a_disclosure({**EXPENDITURE, "kind": "附"}), ("not_applicable 附",)),
    Example("GJ-C06", "no table", a_document(), ("not_applicable document",)),
]
C07_CODES = [f"pass {T6} r{row} 科目编码" for row in range(2, 8)]
C07 = [
    Example("GJ-C07", "each under its own", a_disclosure(BASIC), tuple(C07_CODES), near=True),
    Example(
        "GJ-C07",
        "of the government's classification",
        a_disclosure(with_cell(BASIC, 2, 1, "50101")),
        (C07_CODES[0], f"fail error {T6} r3 科目编码", *C07_CODES[2:]),
        says=("“50101”的位数或类别",),
    ),
    Example(
        "GJ-C07",
        "seven digits",
        a_disclosure(with_cell(BASIC, 2, 1, "3010101")),
        (C07_CODES[0], f"fail error {T6} r3 科目编码", *C07_CODES[2:]),
    ),
    Example("GJ-C07", "functional codes", a_disclosure(EXPENDITURE), (f"not_applicable {T3}",)),
]


def cited(name: str, *bases: str | None, **changes: Any) -> Document:
    return a_document(a_project(name=name, indicators=[an_indicator(basis=basis) for basis in bases]), **changes)


C08 = [
    Example(
        "GJ-C08", "one document", cited("某财建〔2023〕15号绿化资金", "某财建【2023】15号", "工作计划"), ("pass P1",)
    ),
    Example(
        "GJ-C08",
        "another document of the same office",
        cited("某财建2023年15号绿化资金", "某财建2022年92号文", "某财建〔2022〕92号"),
        ("fail info P1",),
        says=("“某财建2023年15号”、“某财建2022年92号”，", "different documents"),
    ),
    Example(
        "GJ-C08",
        "one basis is the name's",
        cited("某财建〔2023〕15号", "某财建〔2022〕92号", "某财建〔2023〕15号"),
        ("pass P1",),
        near=True,
    ),
    Example(
        "GJ-C08",
        "another office's document",
        cited("某财建〔2023〕15号", "某林发〔2022〕92号"),
        ("pass P1",),
        near=True,
    ),
    Example("GJ-C08", "the office in full", cited("某财建〔2023〕15号", "省厅某财建〔2022〕92号"), ("fail info P1",)),
    Example(
        "GJ-C08",
        "two documents in the name",
        cited("某财建〔2023〕15号、某财建〔2023〕16号", "某财建〔2022〕92号"),
        ("pass P1",),
        near=True,
    ),
    Example("GJ-C08", "bases alone", cited("绿化", "某财建〔2022〕92号"), ("pass P1",)),
    Example(
        "GJ-C08",
        "of a year to come",
        cited("绿化", "某财建〔2025〕92号", "某财建〔2025〕92号"),
        ("fail info P1",),
        says=("晚于预算年度：“某财建〔2025〕92号”，", "2025-92"),
    ),
    Example(
        "GJ-C08", "the year is derived", cited("绿化", "某财建〔2025〕92号", inferred=["fiscal_year"]), ("pass P1",)
    ),
    Example("GJ-C08", "the year is unknown", cited("绿化", "某财建〔2025〕92号", fiscal_year=None), ("pass P1",)),
    Example("GJ-C08", "no document", cited("绿化15号院", "工作计划", None), ("not_applicable P1",)),
]


def priced(**fields: Any) -> Document:
    return a_document(a_project(**{"budget": None, "fiscal_funds": None, **fields}))


C09 = [
    Example(
        "GJ-C09",
        "two places",
        a_document(a_project(other_funds="0")),
        tuple(f"pass P1 {f}" for f in ("budget", "fiscal_funds", "other_funds")),
    ),
    Example("GJ-C09", "zeros at the end", priced(budget="860.0000"), ("pass P1 budget",), near=True),
    Example("GJ-C09", "separators and a unit", priced(budget="1,200.00万元"), ("pass P1 budget",), near=True),
    Example(
        "GJ-C09",
        "three places",
        priced(budget="12.345"),
        ("fail warning P1 budget",),
        says=("预算数“12.345”小数超过两位",),
    ),
    Example(
        "GJ-C09",
        "negative",
        priced(fiscal_funds="-3.00"),
        ("fail warning P1 fiscal_funds",),
        says=("财政资金“-3.00”为负数",),
    ),
    Example("GJ-C09", "zero", priced(budget="0.00"), ("pass P1 budget",), near=True),
    Example(
        "GJ-C09", "words", priced(other_funds="约12万"), ("fail warning P1 other_funds",), says=("不是规范的金额",)
    ),
    Example("GJ-C09", "no unit printed", priced(budget="12.00", currency_unit=None), ("pass P1 budget",)),
    Example(
        "GJ-C09",
        "doubtful",
        a_document(a_project(budget="x", fiscal_funds=None), warnings=[a_doubt(project=1, field="budget")]),
        ("parse_uncertain P1 budget",),
    ),
    Example("GJ-C09", "nothing printed", priced(), ("not_applicable P1",)),
]


def valued(*targets: str | None, **changes: Any) -> Document:
    return a_document(a_project(indicators=[an_indicator(target=target) for target in targets]), **changes)


C10 = [
    Example(
        "GJ-C10",
        "known units",
        valued("≥6000株", "95%", "30元/人/月", "3个月", "7.2万人"),
        tuple(f"pass P1.{n} target" for n in range(1, 6)),
        near=True,
    ),
    Example(
        "GJ-C10",
        "units of other trades",
        valued("120眼", "≥540学位", "≥3届", "≤60dB", "≥300万字", "1学年"),
        tuple(f"pass P1.{n} target" for n in range(1, 7)),
        near=True,
    ),
    Example(
        "GJ-C10",
        "percent in words",
        valued("≥95百分比", "90百分号"),
        ("fail info P1 target",),
        says=("2个指标值用“百分比、百分号”",),
    ),
    Example(
        "GJ-C10",
        "percent in words and a sound one",
        valued("≥95百分比", "3株"),
        ("fail info P1 target", "pass P1.2 target"),
    ),
    Example(
        "GJ-C10",
        "what is counted",
        valued("≥300人数"),
        ("fail warning P1.1 target",),
        says=("“人数”不规范", "≥300人数 300 人数"),
    ),
    Example("GJ-C10", "a backslash", valued("0.1万元\\件"), ("fail warning P1.1 target",), says=("万元\\件",)),
    Example("GJ-C10", "money in the second place", valued("1900人/元/月"), ("fail warning P1.1 target",)),
    Example("GJ-C10", "a word that is no unit", valued("≥30扎"), ("fail warning P1.1 target",)),
    Example(
        "GJ-C10",
        "doubtful",
        valued("≥300人数", warnings=[a_doubt(project=1, indicator=1, field="target")]),
        ("parse_uncertain P1.1 target",),
    ),
    Example("GJ-C10", "words, dates and bare numbers", valued("效果显著", "300", None), ("not_applicable P1",)),
    Example("GJ-C10", "no project", a_document(), ("not_applicable document",)),
]
C11 = [
    Example(
        "GJ-C11",
        "symbols",
        valued("≥6000株", "95%以上", "=3次", "30天以内", "≤5"),
        tuple(f"pass P1.{n} target" for n in range(1, 6)),
        near=True,
    ),
    Example(
        "GJ-C11",
        "in words",
        valued("小于等于预算批复金额"),
        ("fail info P1.1 target",),
        says=("以文字“小于等于”作运算符", "(小于等于)"),
    ),
    Example("GJ-C11", "not less than", valued("不低于95%"), ("fail info P1.1 target",), says=("不低于",)),
    Example("GJ-C11", "two operators", valued("≤30≥20天"), ("fail info P1.1 target",), says=("混用运算符",)),
    Example(
        "GJ-C11",
        "strict",
        valued("<30天", "＞5次", ">=5次"),
        ("fail info P1.1 target", "fail info P1.2 target", "pass P1.3 target"),
    ),
    Example("GJ-C11", "blank", valued(None, " "), ("not_applicable P1",)),
    Example("GJ-C11", "no project", a_document(), ("not_applicable document",)),
]

EXAMPLES = [*C01, *C02, *C03, *C04, *C05, *C06, *C07, *C08, *C09, *C10, *C11, *C12]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
