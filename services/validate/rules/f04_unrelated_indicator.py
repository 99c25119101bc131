"""GJ-F04: an indicator that has nothing to do with the project."""

import re
from collections.abc import Iterator

from services.validate.rule import (
    DOCUMENT,
    Context,
    Severity,
    Verdict,
    about,
    evidence,
    failed,
    not_applicable,
    passed,
    rule,
)
from shared.document import Document, Indicator, Project
from shared.folding import plain

# Routine indicators: what they say, and the words of a purpose that they do belong to.
GENERIC: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"节约.{0,4}(?:水|电|资源|能源)|绿色办公"), re.compile(r"水电|节能|办公|用电|用水|能源|资源")),
    (re.compile(r"办公设备|设备正常运行"), re.compile(r"设备|办公|网络|系统|维修|维护|购置|视频|专网")),
    (re.compile(r"提高.{0,4}工作效率|工作效率.{0,2}提高"), re.compile(r"效率|办公|系统|网络|设备|培训|信息")),
)


@rule(
    "GJ-F04",
    title="指标与用途无关",
    title_en="Indicator unrelated to the project",
    summary="绩效指标应与项目用途相关，不应套用通用的日常管理指标。",
    severity=Severity.INFO,
    scope="document",
    clause="财预〔2021〕101号（高度关联）",
    since="0.1.0",
)
def unrelated_indicator(context: Context) -> Iterator[Verdict]:
    """An indicator that has nothing to do with the project.

    What it checks
        Routine indicators (节约水电, 办公设备正常运行, 提高工作效率) that stand in at least `least_projects` projects,
        in a project whose name and purpose speak of nothing of the kind.

    Why it matters
        Copied indicators are met every year whatever happens to the project.

    Known traps
        In a project for the office's own equipment they are right; in one or two projects they may be meant.

    Example
        “节约水、电等资源” in a project that pays allowances to teachers, and in nine others.

    Severity
        info.
    """
    projects = [project for project in context.document.projects if project.indicators]
    if not projects:
        yield not_applicable(DOCUMENT, "没有绩效指标", "there are no indicators")
    copied = _copied(context.document, int(context.threshold("least_projects")))
    for project in projects:
        words = plain(f"{project.name or ''}{project.purpose or ''}")
        found = [
            (n, row)
            for n, row in enumerate(project.indicators, 1)
            if any(generic.search(_text(row)) and not fitting.search(words) for generic, fitting in copied)
        ]
        if not found:
            yield passed(about(project))
        for number, row in found:
            yield failed(
                about(project, number, "name"),
                f"指标“{row.name or ''}”与资金用途关联不强，且在多个项目中重复出现，建议换成反映本项目产出的指标。",
                f"The indicator “{row.name or ''}” has little to do with the purpose and stands in several projects.",
                [evidence(row, "name"), evidence(project, "purpose")],
            )


def _copied(document: Document, least: int) -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """The routine indicators that stand in at least `least` projects."""
    return [pair for pair in GENERIC if sum(_has(project, pair[0]) for project in document.projects) >= least]


def _has(project: Project, generic: re.Pattern[str]) -> bool:
    return any(generic.search(_text(row)) for row in project.indicators)


def _text(row: Indicator) -> str:
    return plain(f"{row.name or ''}，{row.description or ''}")
