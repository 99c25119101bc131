"""GJ-I03, GJ-I08, GJ-I09, GJ-I10: a part of the explanations that must be published is missing."""

import re
from collections.abc import Iterator

from services.validate.grids import grids
from services.validate.rule import (
    DISCLOSURE,
    DOCUMENT,
    Context,
    Severity,
    Verdict,
    failed,
    insufficient,
    of_section,
    passed,
    rule,
    uncertain,
)
from shared.budget_kinds import TableKind
from shared.document import Document
from shared.findings import Evidence
from shared.folding import plain

SECTIONS: tuple[tuple[str, str], ...] = (
    ("部门职责", r"职责|职能"),
    ("机构设置", r"机构(?:设置|情况|概况)|单位构成|部门(?:概况|情况)"),
    ("预算安排总体情况", r"总体(?:情况|安排)|预算安排|收支.*(?:情况|说明)|增减变化"),
    ("机关运行经费", r"机关运行(?:经)?费|运行经费"),
    ("“三公”经费", r"三公"),
    ("绩效目标", r"绩效"),
    ("政府采购", r"政府采购"),
    ("国有资产", r"国有资产|固定资产|资产(?:占用|信息|情况)"),
    ("名词解释", r"名词解释|专业名词|专业性较强的名词"),
)
LEAST = 5  # characters under a heading that say something


@rule(
    "GJ-I03",
    title="说明章节缺失",
    title_en="Section of the explanations missing",
    summary="部门预算公开的情况说明应包括规定的各部分。",
    severity=Severity.ERROR,
    scope="document",
    kinds=DISCLOSURE,
    clause="预算法第十四条；财政预决算领域基层政务公开标准目录",
    since="0.1.0",
)
def missing_section(context: Context) -> Iterator[Verdict]:
    """A part of the explanations that must be published is missing.

    What it checks
        A heading for each of: 职责, 机构设置, 总体安排, 机关运行经费, “三公”, 绩效目标, 政府采购, 国有资产, 名词解释.

    Why it matters
        The law asks departments to explain these matters, not only to publish the tables.

    Known traps
        One heading may cover two parts, and its wording differs. Tables alone, with the text elsewhere, are not judged.

    Example
        A file that goes from “三公” straight to 名词解释.

    Severity
        error.
    """
    if not context.document.sections:
        yield insufficient(DOCUMENT, "未识别出章节标题", "no heading was recognised")
        return
    for name, pattern in SECTIONS:
        subject = of_section(name)
        doubt = context.doubt(subject) or context.doubt({"document": True, "field": "sections"})
        if any(re.search(pattern, plain(section.title)) for section in context.document.sections):
            yield passed(subject)
        elif doubt:
            yield uncertain(subject, doubt.message, doubt.message_en)
        else:
            yield failed(
                subject,
                f"情况说明中未见“{name}”部分，请补充。",
                f"The explanations have no part on “{name}”.",
                [_headings(context.document)],
            )


@rule(
    "GJ-I08",
    title="机关运行经费未说明",
    title_en="Running costs not explained",
    summary="情况说明应写明机关运行经费的安排情况，没有的应说明。",
    severity=Severity.ERROR,
    scope="document",
    kinds=DISCLOSURE,
    clause="预算法第十四条",
    since="0.1.0",
)
def running_costs_not_explained(context: Context) -> Iterator[Verdict]:
    """The running costs of the office are not explained.

    What it checks
        An amount of 机关运行经费 is stated, or text stands under its heading.

    Why it matters
        The law names this matter itself.

    Known traps
        An institution without running costs must say that there are none: that is an explanation.

    Example
        The heading 三、机关运行经费安排情况 with nothing under it.

    Severity
        error.
    """
    yield _explained(context, "机关运行经费", re.compile(r"机关运行(?:经)?费"), ("the running costs", Severity.ERROR))


@rule(
    "GJ-I09",
    title="政府采购、国有资产未说明",
    title_en="Procurement or assets not explained",
    summary="情况说明应写明政府采购预算和国有资产占用情况，没有的应说明。",
    severity=Severity.WARNING,
    scope="document",
    kinds=DISCLOSURE,
    clause="预算法第十四条；财政预决算领域基层政务公开标准目录",
    since="0.1.0",
)
def procurement_or_assets_not_explained(context: Context) -> Iterator[Verdict]:
    """Procurement or state assets are not explained.

    What it checks
        For each of 政府采购 and 国有资产: an amount is stated, text stands under its heading, or its table is there.

    Why it matters
        Both are asked for in every disclosure.

    Known traps
        “无” is an explanation, and a table with a note is one.

    Example
        No word on assets anywhere in the file.

    Severity
        warning.
    """
    found = context.look_up(grids)
    parts = (("政府采购", r"采购", TableKind.PROCUREMENT), ("国有资产", r"国有资产|固定资产", TableKind.ASSETS))
    for name, pattern, kind in parts:
        if kind in found:
            yield passed(of_section(name))
        else:
            yield _explained(context, name, re.compile(pattern), (name, Severity.WARNING))


@rule(
    "GJ-I10",
    title="所属单位未列示",
    title_en="Units not listed",
    summary="机构设置情况应列出部门本级和所属单位。",
    severity=Severity.WARNING,
    scope="document",
    kinds=DISCLOSURE,
    clause="预算法第八条；预算法实施条例第六条",
    since="0.1.0",
)
def units_not_listed(context: Context) -> Iterator[Verdict]:
    """The units of the department are not listed.

    What it checks
        The table of institutions has rows, or text stands under the heading of 机构设置.

    Why it matters
        A department's budget is its own and that of its units: the reader must know which.

    Known traps
        A department without units lists itself.

    Example
        The heading 部门机构设置情况 over an empty table.

    Severity
        warning.
    """
    grid = context.look_up(grids).get(TableKind.INSTITUTIONS)
    if grid is not None and grid.table.rows:
        yield passed(of_section("机构设置"))
    else:
        yield _explained(context, "机构设置", re.compile(r"机构|单位构成"), ("the units", Severity.WARNING))


def _explained(context: Context, name: str, pattern: re.Pattern[str], said: tuple[str, Severity]) -> Verdict:
    """Whether a matter is explained: by an amount with that label, or by text under a heading of its own."""
    document, subject = context.document, of_section(name)
    headed = [section for section in document.sections if pattern.search(plain(section.title))]
    stated = any(pattern.search(plain(figure.label)) for figure in document.narrative_figures)
    if stated or any(section.characters >= LEAST or (section.opening or "").startswith("无") for section in headed):
        return passed(subject)
    if not document.sections:
        return insufficient(subject, "未识别出章节标题", "no heading was recognised")
    doubt = next((found for section in headed if (found := context.doubt(of_section(section.title)))), None)
    doubt = doubt or context.doubt({"document": True, "field": "sections"})
    if doubt:
        return uncertain(subject, doubt.message, doubt.message_en)
    quotes = [Evidence(quote=section.title, at=section.at.get("title")) for section in headed]
    return failed(
        subject,
        f"未说明{name}情况，请补充；没有的请说明。",
        f"Nothing is said of {said[0]}: explain, or say that there are none.",
        quotes or [_headings(document)],
        severity=said[1],
    )


def _headings(document: Document) -> Evidence:
    return Evidence(quote="；".join(section.title for section in document.sections if section.level == 1))
