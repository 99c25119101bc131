"""The kind of a budget table is told from its heading, whatever the province calls it."""

import pytest

from shared.budget_kinds import TableKind, table_kind

HEADINGS = [
    ("部门预算收支总表", TableKind.BALANCE),
    ("收支总体情况表", TableKind.BALANCE),
    ("2025年部门财务收支预算总表", TableKind.BALANCE),
    ("部门收支总体情况表（表一）", TableKind.BALANCE),
    ("部门预算收入总表", TableKind.INCOME),
    ("部门收入总体情况表", TableKind.INCOME),
    ("收入预算总表", TableKind.INCOME),
    ("部门预算支出总表", TableKind.EXPENDITURE),
    ("支出总体情况表", TableKind.EXPENDITURE),
    ("部门预算财政拨款收支总表", TableKind.FISCAL_BALANCE),
    ("财政拨款收支总体情况表", TableKind.FISCAL_BALANCE),
    ("部门预算一般公共预算财政拨款支出表", TableKind.GENERAL),
    ("一般公共预算支出情况表", TableKind.GENERAL),
    ("2025年部门一般公共预算支出功能分类预算表", TableKind.GENERAL),
    ("部门预算一般公共预算财政拨款基本支出表", TableKind.BASIC),
    ("一般公共预算基本支出部门预算经济分类预算表", TableKind.BASIC),
    ("财政拨款基本支出预算表（经济科目）", TableKind.FISCAL_BASIC),
    ("财政拨款支出预算表（功能科目）", TableKind.FISCAL_EXPENDITURE),
    ("部门预算政府性基金预算财政拨款支出表", TableKind.FUND),
    ("政府基金预算支出表", TableKind.FUND),
    ("部门预算国有资本经营预算财政拨款支出表", TableKind.CAPITAL),
    ("部门预算财政拨款“三公”经费支出表", TableKind.HOSPITALITY),
    ("一般公共预算 “三公” 经费支出情况表", TableKind.HOSPITALITY),
    ("“三公”经费和机关运行经费预算表", TableKind.HOSPITALITY),
    ("一般公共预算机关运行经费支出预算表", TableKind.OPERATING),
    ("部门政府采购预算", TableKind.PROCUREMENT),
    ("政府购买服务预算表", TableKind.SERVICES),
    ("部门固定资产占用情况表", TableKind.ASSETS),
    ("部门机构设置情况", TableKind.INSTITUTIONS),
    ("项目支出预算表", TableKind.PROJECTS),
]


@pytest.mark.parametrize(("heading", "kind"), HEADINGS)
def test_heading_names_its_kind(heading: str, kind: TableKind) -> None:
    assert table_kind(heading) is kind


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("青梧县国有资产监督管理局部门预算收入总表", TableKind.INCOME),
        ("云岫市政府采购中心收支总表", TableKind.BALANCE),
        ("望舒区国有资本运营公司支出总表", TableKind.EXPENDITURE),
    ],
)
def test_department_name_does_not_decide_the_kind(heading: str, kind: TableKind) -> None:
    assert table_kind(heading) is kind


@pytest.mark.parametrize(
    "heading",
    [None, "", "目录", "1、高龄津贴绩效目标表", "项目支出绩效目标申报表", "人员花名册", "名词解释：财政拨款收入"],
)
def test_other_headings_name_no_budget_table(heading: str | None) -> None:
    assert table_kind(heading) is None
