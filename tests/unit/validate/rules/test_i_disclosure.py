"""Rules I: does a published document hold all that must be published, and nothing that must not?"""

from typing import Any

import pytest

from shared.document import Document
from tests.unit.validate.budget import (
    ASSETS,
    BALANCE,
    BASIC,
    BUDGET,
    EXPENDITURE,
    FUND,
    GENERAL,
    HOSPITALITY,
    PROCUREMENT,
    Table,
    a_figure,
    a_table,
    with_cell,
)
from tests.unit.validate.examples import Example, a_disclosure, a_document, a_doubt, a_project, an_indicator

CAPITAL = a_table(
    "部门预算国有资本经营预算财政拨款支出表", GENERAL["columns"], note="注：无国有资本经营预算，空表列示。"
)
NINE = (
    *("收支总表", "收入总表", "支出总表", "财政拨款收支总表", "一般公共预算支出表", "一般公共预算基本支出表"),
    *("政府性基金预算支出表", "“三公”经费支出表", "国有资本经营预算支出表"),
)
TARGET_TEXT = a_document(a_project())

I01 = [
    Example("GJ-I01", "all nine", a_disclosure(*BUDGET, CAPITAL), tuple(f"pass {name}" for name in NINE)),
    Example(
        "GJ-I01",
        "one is missing",
        a_disclosure(*(table for table in BUDGET if table is not FUND), CAPITAL),
        (*(f"pass {name}" for name in NINE if "基金" not in name), "fail error 政府性基金预算支出表"),
        says=("未见“政府性基金预算支出表”", "(T7)"),
    ),
    Example(
        "GJ-I01",
        "a name in quotation marks",
        a_disclosure(*(table for table in BUDGET if "三公" not in table["kind"]), CAPITAL),
        (*(f"pass {name}" for name in NINE if "三公" not in name), "fail error “三公”经费支出表"),
        says=("未见“三公”经费支出表，",),
    ),
    Example(
        "GJ-I01",
        "a table that is not recognised may be it",
        a_disclosure(*(t for t in BUDGET if t is not FUND), CAPITAL, a_table("表七", ["甲", "乙"], ["1", "2"])),
        (*(f"pass {name}" for name in NINE if "基金" not in name), "parse_uncertain 政府性基金预算支出表"),
        says=("表七",),
    ),
    Example(
        "GJ-I01",
        "an unknown heading over nothing is no table",
        a_disclosure(*BUDGET, a_table("表九", ["甲"])),
        (*(f"pass {name}" for name in NINE[:-1]), "fail error 国有资本经营预算支出表"),
    ),
    Example(
        "GJ-I01",
        "another province asks for eight",
        a_disclosure(*BUDGET, template="henan-disclosure"),
        tuple(f"pass {name}" for name in NINE[:-1]),
        near=True,
    ),
    Example(
        "GJ-I01",
        "a table that was not read may be it",
        a_disclosure(*BUDGET, warnings=[a_doubt(document=True, field="tables")]),
        (*(f"pass {name}" for name in NINE[:-1]), "parse_uncertain 国有资本经营预算支出表"),
    ),
    Example("GJ-I01", "no table at all", a_disclosure(ASSETS), ("insufficient_data document",), near=True),
    Example("GJ-I01", "a target text", TARGET_TEXT, ("not_applicable document",)),
]

T8, T3 = CAPITAL["kind"], EXPENDITURE["kind"]


def noted(table: Table, note: str | None, **changes: Any) -> Document:
    return a_disclosure({**table, "note": note}, **changes)


I02 = [
    Example("GJ-I02", "empty, and says so", a_disclosure(CAPITAL), (f"pass {T8}",)),
    Example(
        "GJ-I02", "empty", noted(CAPITAL, None), (f"fail error {T8}",), says=("没有数据，也未注明原因", "is empty")
    ),
    Example(
        "GJ-I02", "empty, with a note on something else", noted(CAPITAL, "注：本表单位万元。"), (f"fail error {T8}",)
    ),
    Example(
        "GJ-I02",
        "empty, in other words",
        noted(CAPITAL, "本部门没有国有资本经营预算支出。"),
        (f"pass {T8}",),
        near=True,
    ),
    Example("GJ-I02", "full", noted(EXPENDITURE, "注：本部门无经营支出。"), (f"pass {T3}",), near=True),
    Example(
        "GJ-I02",
        "full, and says that it is empty",
        noted(EXPENDITURE, "空表列示。"),
        (f"fail error {T3}",),
        says=("注明为空表", "空表列示。"),
    ),
    Example(
        "GJ-I02",
        "rows without amounts",
        a_disclosure({**EXPENDITURE, "rows": [["1", "211", "节能环保支出", None, None, None, None]]}),
        (f"fail error {T3}",),
    ),
    Example("GJ-I02", "doubtful", noted(CAPITAL, None, warnings=[a_doubt(table=T8)]), (f"parse_uncertain {T8}",)),
    Example(
        "GJ-I02",
        "a table of another kind",
        a_disclosure({**PROCUREMENT, "note": None}),
        (f"not_applicable {PROCUREMENT['kind']}",),
    ),
    Example("GJ-I02", "an unknown table", a_disclosure(a_table("附", ["甲"])), ("not_applicable 附",)),
    Example("GJ-I02", "a target text", TARGET_TEXT, ("not_applicable document",)),
]

HEADINGS = {
    "一、部门职责及机构设置情况": 300,
    "二、部门预算安排的总体情况": 300,
    "三、机关运行经费安排情况": 60,
    "四、“三公”经费预算情况": 60,
    "五、绩效目标": 300,
    "六、政府采购预算情况": 60,
    "七、国有资产信息": 60,
    "八、名词解释": 60,
}
PARTS = (
    "部门职责",
    "机构设置",
    "预算安排总体情况",
    "机关运行经费",
    "“三公”经费",
    "绩效目标",
    "政府采购",
    "国有资产",
    "名词解释",
)


def headed(*tables: Table, without: str = "", short: str = "", opening: str | None = None, **changes: Any) -> Document:
    """A disclosure with the usual sections, without one, or with nothing under one."""
    sections = [
        {"title": title, "characters": 1 if short and short in title else characters, "opening": opening}
        for title, characters in HEADINGS.items()
        if not (without and without in title)
    ]
    return a_disclosure(*tables, sections=sections, **changes)


I03 = [
    Example("GJ-I03", "every part", headed(), tuple(f"pass §{part}" for part in PARTS)),
    Example(
        "GJ-I03",
        "a part is missing",
        headed(without="国有资产"),
        (*(f"pass §{part}" for part in PARTS if part != "国有资产"), "fail error §国有资产"),
        says=("未见“国有资产”部分", "八、名词解释"),
    ),
    Example(
        "GJ-I03",
        "other words for it",
        a_disclosure(
            sections=[
                {"title": title}
                for title in (
                    "部门概况和职能",
                    "收支情况说明",
                    "机关运行费",
                    "三公",
                    "预算绩效",
                    "政府采购",
                    "固定资产占用",
                    "专业名词",
                )
            ]
        ),
        tuple(f"pass §{part}" for part in PARTS),
        near=True,
    ),
    Example(
        "GJ-I03",
        "doubtful",
        headed(without="国有资产", warnings=[a_doubt(section="国有资产")]),
        (*(f"pass §{part}" for part in PARTS if part != "国有资产"), "parse_uncertain §国有资产"),
    ),
    Example(
        "GJ-I03",
        "a text that was cut off",
        headed(without="名词解释", warnings=[{"code": "document_cut", "message": "断", "message_en": "cut"}]),
        (*(f"pass §{part}" for part in PARTS if part != "名词解释"), "parse_uncertain §名词解释"),
    ),
    Example("GJ-I03", "tables alone", a_disclosure(BALANCE), ("insufficient_data document",)),
    Example("GJ-I03", "a target text", TARGET_TEXT, ("not_applicable document",)),
]

UNEXPLAINED = ("fail error §机关运行经费",)
I08 = [
    Example("GJ-I08", "text under its heading", headed(), ("pass §机关运行经费",)),
    Example(
        "GJ-I08", "an amount", a_disclosure(narrative_figures=[a_figure("机关运行经费", "4")]), ("pass §机关运行经费",)
    ),
    Example(
        "GJ-I08",
        "nothing under its heading",
        headed(short="机关运行"),
        UNEXPLAINED,
        says=("未说明机关运行经费情况", "三、机关运行经费安排情况"),
    ),
    Example(
        "GJ-I08", "none is an explanation", headed(short="机关运行", opening="无"), ("pass §机关运行经费",), near=True
    ),
    Example("GJ-I08", "no word of it", headed(without="机关运行"), UNEXPLAINED, says=("二、部门预算安排的总体情况",)),
    Example(
        "GJ-I08",
        "doubtful",
        headed(short="机关运行", warnings=[a_doubt(section="三、机关运行经费安排情况")]),
        ("parse_uncertain §机关运行经费",),
    ),
    Example("GJ-I08", "no headings", a_disclosure(BALANCE), ("insufficient_data §机关运行经费",)),
    Example("GJ-I08", "a target text", TARGET_TEXT, ("not_applicable document",)),
]
I09 = [
    Example("GJ-I09", "both explained", headed(), ("pass §政府采购", "pass §国有资产")),
    Example(
        "GJ-I09", "their tables", a_disclosure(ASSETS, PROCUREMENT), ("pass §政府采购", "pass §国有资产"), near=True
    ),
    Example(
        "GJ-I09",
        "one is not",
        headed(short="国有资产"),
        ("pass §政府采购", "fail warning §国有资产"),
        says=("未说明国有资产情况",),
    ),
    Example("GJ-I09", "the other is not", headed(without="采购"), ("fail warning §政府采购", "pass §国有资产")),
    Example(
        "GJ-I09",
        "an amount of assets",
        a_disclosure(narrative_figures=[a_figure("固定资产金额", "4")]),
        ("insufficient_data §政府采购", "pass §国有资产"),
    ),
    Example("GJ-I09", "a target text", TARGET_TEXT, ("not_applicable document",)),
]
LISTED = a_table("部门机构设置情况", ["单位名称", "单位性质"], ["某县园林管理局本级", "行政"])
I10 = [
    Example("GJ-I10", "listed", a_disclosure(LISTED), ("pass §机构设置",)),
    Example("GJ-I10", "told in words", headed({**LISTED, "rows": []}), ("pass §机构设置",), near=True),
    Example(
        "GJ-I10",
        "an empty table and no words",
        headed({**LISTED, "rows": []}, without="职责"),
        ("fail warning §机构设置",),
        says=("未说明机构设置情况",),
    ),
    Example("GJ-I10", "no table and no headings", a_disclosure(BALANCE), ("insufficient_data §机构设置",)),
    Example("GJ-I10", "a target text", TARGET_TEXT, ("not_applicable document",)),
]

I04 = [
    Example(
        "GJ-I04", "down to 项", a_disclosure({**EXPENDITURE, "kind": GENERAL["kind"]}), (f"pass {GENERAL['kind']}",)
    ),
    Example(
        "GJ-I04",
        "a 款 with nothing under it",
        a_disclosure({**EXPENDITURE, "kind": GENERAL["kind"], "rows": EXPENDITURE["rows"][:6]}),
        (f"fail error {GENERAL['kind']}",),
        says=("21205未公开到项", "21205 None"),
    ),
    Example(
        "GJ-I04",
        "classes alone",
        a_disclosure(GENERAL, FUND),
        (f"fail error {GENERAL['kind']}", f"fail error {FUND['kind']}"),
        says=("211、212未公开到项",),
    ),
    Example(
        "GJ-I04",
        "项 alone",
        a_disclosure({**GENERAL, "rows": [["1", "2110401", "生态保护", "5.00", None, "5.00"]]}),
        (f"pass {GENERAL['kind']}",),
        near=True,
    ),
    Example(
        "GJ-I04",
        "no codes",
        a_disclosure({**GENERAL, "rows": GENERAL["rows"][:1]}),
        (f"not_applicable {GENERAL['kind']}",),
    ),
    Example(
        "GJ-I04",
        "doubtful",
        a_disclosure(GENERAL, warnings=[a_doubt(table=GENERAL["kind"])]),
        (f"parse_uncertain {GENERAL['kind']}",),
    ),
    Example("GJ-I04", "empty tables", a_disclosure({**GENERAL, "rows": []}), ("insufficient_data document",)),
    Example("GJ-I04", "a target text", TARGET_TEXT, ("not_applicable document",)),
]
I05 = [
    Example("GJ-I05", "down to 款", a_disclosure(BASIC), (f"pass {BASIC['kind']}",), near=True),
    Example(
        "GJ-I05",
        "a 类 with nothing under it",
        a_disclosure({**BASIC, "rows": BASIC["rows"][:5]}),
        (f"fail error {BASIC['kind']}",),
        says=("302未公开到款",),
    ),
    Example("GJ-I05", "empty", a_disclosure({**BASIC, "rows": []}), ("insufficient_data document",)),
    Example("GJ-I05", "missing", a_disclosure(BALANCE), ("insufficient_data document",)),
    Example("GJ-I05", "a target text", TARGET_TEXT, ("not_applicable document",)),
]
T9 = HOSPITALITY["kind"]
ITEMS = a_table(
    T9,
    ["项目", "合计"],
    ["“三公”经费小计", "6.00"],
    ["一、因公出国（境）费", None],
    ["二、公务用车购置及运行维护费", "6.00"],
    ["其中：公务用车购置费", None],
    ["公务用车运行维护费", "6.00"],
    ["三、公务接待费", None],
)
I06 = [
    Example("GJ-I06", "every item", a_disclosure(ITEMS), (f"pass {T9}",), near=True),
    Example(
        "GJ-I06",
        "cars in one line",
        a_disclosure({**ITEMS, "rows": [*ITEMS["rows"][:3], ITEMS["rows"][5]]}),
        (f"fail error {T9}",),
        says=("未列示公务用车购置费、公务用车运行维护费",),
    ),
    Example("GJ-I06", "doubtful", a_disclosure(HOSPITALITY, warnings=[a_doubt(table=T9)]), (f"parse_uncertain {T9}",)),
    Example("GJ-I06", "empty", a_disclosure({**ITEMS, "rows": []}), ("insufficient_data document",)),
    Example("GJ-I06", "missing", a_disclosure(BALANCE), ("insufficient_data document",)),
    Example("GJ-I06", "a target text", TARGET_TEXT, ("not_applicable document",)),
]


def telling(*figures: tuple[str, str]) -> Document:
    """A disclosure whose narrative has these (label, sentence) with an amount each."""
    return a_disclosure(narrative_figures=[{**a_figure(label, "1.00"), "text": text} for label, text in figures])


SPENT = ("“三公”经费", "本年“三公”经费1.00万元。")
FILLERS = tuple((f"培训费{n}", "其他费用1.00万元。") for n in range(3))
I07 = [
    Example(
        "GJ-I07",
        "with its reason",
        telling(SPENT, ("与2023年相比减少", "与2023年相比减少1.00万元，原因是厉行节约。")),
        ("pass §“三公”经费",),
    ),
    Example(
        "GJ-I07",
        "without one",
        telling(SPENT, ("与上年相比减少", "与上年相比减少1.00万元。")),
        ("fail warning §“三公”经费",),
        says=("未说明原因", "与上年相比减少1.00万元。 None"),
    ),
    Example(
        "GJ-I07",
        "in the same sentence",
        telling(("公务接待费", "公务接待费1.00万元，比上年增加0.50万元。")),
        ("fail warning §“三公”经费",),
    ),
    Example(
        "GJ-I07",
        "nothing changed",
        telling(("公务接待费", "公务接待费1.00万元，与上年持平。")),
        ("pass §“三公”经费",),
        near=True,
    ),
    Example(
        "GJ-I07",
        "level in one, more in another",
        telling(("公务接待费", "公务接待费1.00万元，与上年持平，用车费增加2万元。")),
        ("fail warning §“三公”经费",),
    ),
    Example("GJ-I07", "no change is stated", telling(SPENT), ("insufficient_data §“三公”经费",)),
    Example(
        "GJ-I07",
        "a change far behind is another's",
        telling(SPENT, *FILLERS, ("较上年减少", "较上年减少1.00万元。")),
        ("insufficient_data §“三公”经费",),
        near=True,
    ),
    Example(
        "GJ-I07",
        "a change before it is another's",
        telling(("较上年减少", "较上年减少1.00万元。"), SPENT),
        ("insufficient_data §“三公”经费",),
        near=True,
    ),
    Example(
        "GJ-I07",
        "no such amounts",
        telling(("基本支出", "基本支出1.00万元，比上年减少。")),
        ("not_applicable document",),
    ),
    Example("GJ-I07", "a target text", TARGET_TEXT, ("not_applicable document",)),
]


def worded(purpose: str) -> Document:
    return a_disclosure(projects=[a_project(purpose=purpose)])


# Invented numbers: the first six digits are no division; the check characters of the first, second and third hold.
PERSON, WITH_X, CARD = "131999199001011003", "13199919900101102x", "6222000000000000129"
NO_PERSON, NO_CARD = "13199919900101100X", "6222000000000000120"
PERSONS = ("131999199001010107", "131999199001010246", "131999199001010377", "928765198512319995")
CARDS = ("6222999988887776", "6222123456789012341")
I11 = [
    *(
        Example("GJ-I11", f"the person {number}", worded(f"人员{number}，"), ("fail error document",))
        for number in PERSONS
    ),
    *(Example("GJ-I11", f"the card {number}", worded(f"账号{number}，"), ("fail error document",)) for number in CARDS),
    Example("GJ-I11", "no personal data", worded("绿化，见某林发〔2023〕15号，预算120000.00元"), ("pass document",)),
    Example(
        "GJ-I11",
        "an identity card",
        worded(f"联系人{PERSON}"),
        ("fail error document",),
        says=("身份证号，共1处", "131*************"),
    ),
    Example("GJ-I11", "with a small x", worded(f"联系人{WITH_X}"), ("fail error document",)),
    Example("GJ-I11", "a check that fails", worded(f"编号{NO_PERSON}"), ("pass document",), near=True),
    Example(
        "GJ-I11",
        "a mobile",
        worded("电话１３８００００００００"),
        ("fail error document",),
        says=("手机号码", "138******00"),
    ),
    Example("GJ-I11", "a bank card", worded(f"账号{CARD}"), ("fail error document",), says=("银行卡号",)),
    Example("GJ-I11", "no card's check", worded(f"账号{NO_CARD}"), ("pass document",), near=True),
    Example(
        "GJ-I11", "longer numbers", worded("流水号9138000000001，金额13800000000.00元"), ("pass document",), near=True
    ),
    Example("GJ-I11", "a project code is none", a_disclosure(projects=[a_project()]), ("pass document",), near=True),
    Example(
        "GJ-I11",
        "anywhere in the document",
        a_disclosure(
            a_table("附", ["甲"], ["13800000000"], ["13099924P00511110001U"]),
            overall_goal="13800000001",
            sub_goals=[{"goal": "13800000002", "indicators": ["13800000003"]}],
            safeguards=["13800000004"],
            narrative_figures=[{**a_figure("甲", "1"), "text": "13800000005"}],
            projects=[a_project(goals=["13800000006"], indicators=[an_indicator(basis="13800000007")])],
        ),
        ("fail error document",),
        says=("共8处",),
    ),
    Example("GJ-I11", "a target text", TARGET_TEXT, ("not_applicable document",)),
]
I12 = [
    Example("GJ-I12", "a scan", a_disclosure(BALANCE, form="scan"), ("fail info document",), says=("扫描件",)),
    Example(
        "GJ-I12", "a PDF", a_disclosure(BALANCE, form="pdf"), ("pass document", "insufficient_data document"), near=True
    ),
    Example("GJ-I12", "a text dump", a_disclosure(BALANCE, form="ocr-markdown"), ("not_applicable document",)),
    Example("GJ-I12", "a target text", TARGET_TEXT, ("not_applicable document",)),
]

EXAMPLES = [
    *(*I01, *I02, *I03, *I04, *I05, *I06, *I07, *I08, *I09, *I10, *I11, *I12),
    Example("GJ-I02", "a cell changes nothing", a_disclosure(with_cell(EXPENDITURE, 0, 3, None)), (f"pass {T3}",)),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
