"""Another province's form is another file of words: no extraction changes for it."""

from services.parse.extract.outline import outline
from services.parse.extract.target_text import TargetText, extract_target_text
from services.parse.readers.ocr_markdown import read_ocr_markdown
from services.parse.templates import Template, read_template, templates
from tests.unit.parse.forms import BODY, HEAD, HEADER, ocr, read

ELSEWHERE = """
[documents]
target-text = "elsewhere-target-text"
[fields]
code = ["项目代码"]
name = ["项目名称"]
budget = ["年度资金总额"]
fiscal_funds = ["财政拨款"]
other_funds = ["其他资金"]
purpose = ["项目概况"]
goals = ["年度总体目标"]
[columns]
level1 = ["一级指标"]
level2 = ["二级指标"]
name = ["三级指标"]
ignored = ["分值", "评分标准"]
operator = ["计算符号"]
target = ["指标值"]
unit = ["计量单位"]
[levels]
"成本指标" = ["经济成本指标", "社会成本指标"]
"产出指标" = ["数量指标", "质量指标", "时效指标"]
"满意度指标" = ["服务对象满意度指标"]
[sections]
overall_goal = ["部门总体目标"]
sub_goals = ["重点任务"]
safeguards = ["保障措施"]
[labels]
goal = ["目标"]
indicator = ["指标"]
[titles]
target-text = ["项目支出绩效目标"]
[headings]
suffixes = ["申报表"]
"""
FOREIGN_HEADER = ("一级指标", "二级指标", "三级指标", "分值", "计算符号", "指标值", "计量单位", "评分标准")
FOREIGN = (
    ("成本指标", "经济成本指标", "购置成本", "20", "≤", "3.5", "万元", "超支不得分"),
    ("产出指标", "数量指标", "购置册数", "40", "≥", "1200", "册", "按比例"),
)


def extract(text: str, template: Template) -> TargetText:
    blocks = read_ocr_markdown(text.split("\n")).blocks
    return extract_target_text(blocks, outline(blocks, template), template)


def foreign(heading: str) -> str:
    head = (("项目代码", "X-1", "项目名称", "图书购置"), ("年度资金总额", "3.5", "财政拨款", "3.5", "其他资金", ""))
    head += (("项目概况", "购置图书。"), ("年度总体目标", "1.甲。2.乙。"))
    return f"{heading}\n\n{ocr(head)}{ocr((FOREIGN_HEADER, *FOREIGN))}\n"


def test_form_of_another_province_is_read_by_its_words() -> None:
    target = extract(foreign("1.图书购置申报表"), read_template(ELSEWHERE))
    (project,) = target.projects
    assert (project.title, project.code, project.budget) == ("图书购置", "X-1", "3.5")
    assert (project.purpose, project.goals) == ("购置图书。", ["甲。", "乙。"])
    assert [(row.level1, row.level2, row.target) for row in project.indicators] == [
        ("成本指标", "经济成本指标", "≤3.5万元"),
        ("产出指标", "数量指标", "≥1200册"),
    ]
    assert target.warnings == []


def test_form_that_no_template_knows_is_unknown_with_title_and_tables() -> None:
    document = read(foreign("# 项目支出绩效目标申报表"))
    assert (document.template, document.kind, document.title) == ("unknown", "other", "项目支出绩效目标申报表")
    assert document.projects == []
    cells = {cell for table in document.budget_tables for row in table.rows for cell in row}
    assert {"购置册数", "1200", "按比例"} <= cells
    assert "template_unknown" in {warning.code for warning in document.warnings}


def test_template_of_hebei_lists_its_columns_in_the_order_of_the_form() -> None:
    (hebei,) = (template for template in templates() if "hebei-target-text" in template.documents.values())
    assert [hebei.column_labels[name] for name in hebei.column_order] == list(HEADER)


def test_hebei_template_does_not_take_a_table_of_other_words() -> None:
    text = ocr((("项目名称", "预算资金", "合计"), ("办公设备", "一般公共预算", "3.00")))
    assert extract(text, templates()[0]).projects == []


def test_hebei_form_without_any_heading_is_known_by_its_labels() -> None:
    document = read(ocr((*HEAD, HEADER, *BODY)))
    assert document.template == "hebei-target-text"
    assert document.projects[0].title is None
