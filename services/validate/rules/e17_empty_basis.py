"""GJ-E17: the basis of a value is none."""

import re
from collections.abc import Iterator

from services.validate.indicators import Row, rows, unless_doubted
from services.validate.rule import (
    DOCUMENT,
    Context,
    Severity,
    Verdict,
    about,
    failed,
    not_applicable,
    passed,
    rule,
)
from shared.document import Document, Project
from shared.folding import bare, plain

GENERIC = frozenset(("满意度", "满意率", "计划标准", "历史标准", "行业标准", "其他标准", "其他", "无", "预算", "标准"))
DEFAULTS = frozenset(("工作计划", "年度工作计划", "年度计划", "工作安排", "工作要求", "年度工作安排", "单位工作计划"))
INSTRUCTION = re.compile("批示|领导(指示|要求|安排|意见)")


@rule(
    "GJ-E17",
    title="依据不成立",
    title_en="Basis is none",
    summary="指标值确定依据应当是可查的文件、标准或数据，不应是指标名称、笼统词语或领导批示。",
    severity=Severity.INFO,
    scope="document",
    clause="财预〔2021〕101号第三部分（指标值设定依据）",
    since="0.1.0",
)
def empty_basis(context: Context) -> Iterator[Verdict]:
    """The basis of a value is none.

    What it checks
        A basis is not the indicator's own name, a generic word (满意度, 计划标准 alone) or an instruction of a leader
        (批示). The default of the entry system (工作计划, 工作安排) is listed once a document.

    Why it matters
        The basis must let a reviewer follow where the value comes from: a plan standard, a norm, a history (101号).

    Known traps
        计划标准 with the document behind it is a basis, 调查问卷 is one for satisfaction, a blank basis is B15's.

    Example
        满意度指标 with the basis “满意度”.

    Severity
        info, one for each such basis of a project.
    """
    document = context.document
    if not any(indicator.basis for project in document.projects for indicator in project.indicators):
        yield not_applicable(DOCUMENT, "没有填写指标值确定依据", "no basis is printed")
        return
    for project in document.projects:
        yield from (unless_doubted(context, verdict) for verdict in _of_project(project))
    yield _defaults(document) or passed(DOCUMENT)


def _of_project(project: Project) -> Iterator[Verdict]:
    groups: dict[str, list[Row]] = {}
    for row in rows(project):
        if row.indicator.basis and _is_none(row):
            groups.setdefault(plain(row.indicator.basis), []).append(row)
    for found in groups.values():
        yield _finding(project, found)


def _is_none(row: Row) -> bool:
    basis = row.indicator.basis or ""
    same = bare(basis) == bare(row.name) and not any(character.isdigit() for character in basis)
    return same or bare(basis) in GENERIC or INSTRUCTION.search(plain(basis)) is not None


def _finding(project: Project, found: list[Row]) -> Verdict:
    one = found[0].number if len(found) == 1 else None
    rows_said = found[0].title if one else f"{len(found)}个指标"
    return failed(
        about(project, one, "basis"),
        f"{rows_said}的指标值确定依据为“{found[0].indicator.basis}”，依据不具体，建议填写文件、标准或历史数据。",
        f"The basis “{found[0].indicator.basis}” is not one that could be followed.",
        [row.evidence(field="basis") for row in found],
    )


def _defaults(document: Document) -> Verdict | None:
    found = [
        (project, row)
        for project in document.projects
        for row in rows(project)
        if bare(row.indicator.basis or "") in DEFAULTS
    ]
    if not found:
        return None
    projects = "、".join(dict.fromkeys(str(project.ordinal) for project, _ in found))
    words = "、".join(dict.fromkeys(f"“{row.indicator.basis}”" for _, row in found))
    return failed(
        DOCUMENT,
        f"{len(found)}个指标的指标值确定依据为{words}（项目{projects}），建议填写具体文件、标准或历史数据。",
        f"The basis of {len(found)} values is a default of the entry form.",
        [found[0][1].evidence(field="basis")],
    )
