"""Which budget table a printed heading names: the aliases of the counties and provinces, as data.

Ids follow the nine tables of the Hebei form, T1 to T9; tables that other forms add have a word for an id. The words are
looked for in order and the first that fits decides, so that the narrower stand before the wider.
"""

import re
from enum import StrEnum

from shared.folding import plain


class TableKind(StrEnum):
    """The budget tables that rules speak of."""

    BALANCE = "T1"  # 收支总表
    INCOME = "T2"  # 收入总表
    EXPENDITURE = "T3"  # 支出总表
    FISCAL_BALANCE = "T4"  # 财政拨款收支总表
    GENERAL = "T5"  # 一般公共预算支出表, by function
    BASIC = "T6"  # 一般公共预算基本支出表, by economic class
    FUND = "T7"  # 政府性基金预算支出表
    CAPITAL = "T8"  # 国有资本经营预算支出表
    HOSPITALITY = "T9"  # “三公”经费支出表
    FISCAL_EXPENDITURE = "fiscal-expenditure"  # 财政拨款支出表, where printed beside T5
    FISCAL_BASIC = "fiscal-basic"  # 财政拨款基本支出表, where printed beside T6
    PROJECTS = "projects"  # 项目支出表
    OPERATING = "operating"  # 机关运行经费表
    PROCUREMENT = "procurement"  # 政府采购预算表
    SERVICES = "services"  # 政府购买服务表
    ASSETS = "assets"  # 固定资产占用情况表
    INSTITUTIONS = "institutions"  # 机构设置情况表


# A department's own name may hold these words (国有资产监督管理委员会收支总表): nothing of an office may follow.
_NO_OFFICE = r"(?!.*(?:局|委员会|办公室|中心|集团|公司|大学|学院))"

ALIASES: tuple[tuple[str, TableKind], ...] = (
    (r"机构设置|单位构成|预算单位(?:基本)?情况|所属单位(?:基本)?情况", TableKind.INSTITUTIONS),
    (rf"购买服务{_NO_OFFICE}", TableKind.SERVICES),
    (rf"采购{_NO_OFFICE}", TableKind.PROCUREMENT),
    (rf"(?:固定|国有)资产{_NO_OFFICE}", TableKind.ASSETS),
    (r"三公", TableKind.HOSPITALITY),
    (r"机关运行经费", TableKind.OPERATING),
    (rf"国有资本{_NO_OFFICE}", TableKind.CAPITAL),
    (r"政府性?基金", TableKind.FUND),
    (r"一般公共预算.*基本支出|基本支出.*一般公共预算", TableKind.BASIC),
    (r"基本支出", TableKind.FISCAL_BASIC),
    (r"项目支出", TableKind.PROJECTS),
    (r"财政拨款.*收支", TableKind.FISCAL_BALANCE),
    (r"一般公共预算.*支出", TableKind.GENERAL),
    (r"财政拨款.*支出", TableKind.FISCAL_EXPENDITURE),
    (r"收支", TableKind.BALANCE),
    (r"收入.*(?:总|预算|情况|表)", TableKind.INCOME),
    (r"支出.*(?:总|预算|情况|表)", TableKind.EXPENDITURE),
)
# Tables of performance targets and of explanations are no budget tables, whatever else their headings say.
OTHERS = re.compile(r"绩效|指标|目录|名词解释")

_COMPILED = tuple((re.compile(pattern), kind) for pattern, kind in ALIASES)


def table_kind(heading: str | None) -> TableKind | None:
    """The kind of the table under the printed `heading`; None where it names no budget table that we know."""
    if not heading:
        return None
    text = plain(heading)
    if OTHERS.search(text):
        return None
    return next((kind for pattern, kind in _COMPILED if pattern.search(text)), None)
