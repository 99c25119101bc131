"""A dump whose rows or order are not sure accuses nobody: the rules that need them answer that they cannot tell."""

from services.parse.core import parse
from services.validate.core import judge
from services.validate.doubts import Doubts
from shared.document import Document, Indicator, Project
from shared.places import line
from shared.warnings import warning

COLUMNS = """1.图书购置经费绩效目标表
101001澄江县图书馆本级
单位：万元
13999924P00511110001J
项目编码
预算规模及资金用途
资金支出计划
绩效目标
一级指标

产出指标

预算数

3.50

图书购置经费
其他资金

用于购置图书和期刊。
3月底
25%
1.丰富馆藏。
二级指标
三级指标

数量指标

购置册数
\f2.期刊购置经费绩效目标表
101001澄江县图书馆本级
单位：万元
13999924P00511110002X
项目编码
预算规模及资金用途
资金支出计划
绩效目标
一级指标
"""


def test_dump_that_goes_column_by_column_is_unjudged_and_says_what_to_do() -> None:
    (document,) = parse(COLUMNS.encode(), "invented.txt")
    lost = [warning for warning in document.warnings if warning.code == "order_lost"]
    assert [warning.subject for warning in lost] == [None]
    assert "pdftotext -layout" in lost[0].message
    review = judge(document)
    assert review.findings == []
    assert review.outcome == "unjudged"


def test_row_whose_borders_are_not_sure_is_doubted_field_by_field() -> None:
    rows = [
        Indicator(level1="产出指标", name=name, target="≥1", at={"name": line(n), "target": line(n)})
        for n, name in ((5, "甲"), (9, "乙"))
    ]
    document = Document(
        id="d",
        source="a.txt",
        media_type="text/plain",
        form="pdf-text",
        kind="target-text",
        projects=[Project(ordinal=1, currency_unit="万元", code="1", at={"code": line(2)}, indicators=rows)],
        warnings=[warning("grid_uncertain", "甲", (line(5),), {"project": 1})],
    )
    doubts = Doubts.of(document)
    assert doubts.about({"project": 1, "indicator": 1, "field": "target"})
    assert doubts.about({"project": 1, "field": "indicators"}), "what the project lacks may stand in the doubtful row"
    assert doubts.about({"project": 1, "indicator": 2, "field": "target"}) is None
    assert doubts.about({"project": 1, "field": "code"}) is None
