"""GJ-E01, GJ-E02: levels of the indicator table that the scheme does not know or puts elsewhere."""

from collections.abc import Iterator, Sequence

from services.validate.indicators import unless_doubted
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
from shared.document import Document, Indicator, Project
from shared.findings import Evidence
from shared.folding import plain

LEVEL1 = ("成本", "产出", "效益", "满意度")
ALIASES = {"效果": "效益", "社会效益": "效益", "满意": "满意度", "服务对象满意度": "满意度"}

# Words of a level-2 name -> the level 1 that it belongs to, in the old scheme and in the new (101号).
LEVEL2: tuple[tuple[str, str], ...] = (
    ("满意", "满意度"),
    ("数量", "产出"),
    ("质量", "产出"),
    ("时效", "产出"),
    ("经济成本", "成本"),
    ("社会成本", "成本"),
    ("生态环境成本", "成本"),
    ("经济效益", "效益"),
    ("社会效益", "效益"),
    ("生态效益", "效益"),
    ("环境效益", "效益"),
    ("可持续影响", "效益"),
)


@rule(
    "GJ-E01",
    title="一级指标名称不规范",
    title_en="Level 1 not of the scheme",
    summary="一级指标应当使用产出、效益、满意度（及成本）的规范名称。",
    severity=Severity.INFO,
    scope="project",
    clause="财预〔2015〕88号；财预〔2021〕101号（一级指标分类）",
    since="0.1.0",
)
def level_not_of_the_scheme(context: Context, project: Project) -> Iterator[Verdict]:
    """A level-1 class is not named as the scheme names it.

    What it checks
        Each level 1 is 产出, 效益, 满意度, or in the new scheme 成本, with or without 指标 behind it.

    Why it matters
        Systems count and weight by the names; 效果 for 效益 is understood by people only.

    Known traps
        A blank level is B09's. Level 1 is carried down merged cells, so one wrong name shows in many rows: one
        finding a project.

    Example
        效果指标 for 效益指标.

    Severity
        info: the meaning is clear.
    """
    subject = about(project, field="level1")
    printed = [(indicator, level1_of(indicator)) for indicator in project.indicators if indicator.level1]
    if not printed:
        yield not_applicable(about(project), "没有一级指标", "no level 1 is printed")
        return
    strange = {level: indicator for indicator, level in printed if level not in LEVEL1}
    if not strange:
        yield passed(subject)
        return
    names = "、".join(f"“{indicator.level1}”" for indicator in strange.values())
    meant = "、".join(f"{ALIASES[level]}指标" for level in strange if level in ALIASES)
    verdict = failed(
        subject,
        f"一级指标名称{names}不规范{f'，宜为{meant}' if meant else ''}。",
        f"Level 1 is named {names}, which the scheme does not know.",
        [_evidence(indicator, "level1") for indicator in strange.values()],
        suggestion=meant or None,
    )
    yield unless_doubted(context, verdict)


@rule(
    "GJ-E02",
    title="二级指标归属错误或新旧体系混用",
    title_en="Level 2 under the wrong level 1",
    summary="二级指标应当归属于相应的一级指标，同一文件不应混用新旧指标体系。",
    severity=Severity.WARNING,
    scope="document",
    clause="财预〔2021〕101号第二部分（指标体系）；财预〔2015〕88号",
    since="0.1.0",
)
def level_under_the_wrong_one(context: Context) -> Iterator[Verdict]:
    """A level-2 class stands under the wrong level 1, or the two schemes are mixed.

    What it checks
        数量, 质量 and 时效 stand under 产出, 经济, 社会 and 生态效益 and 可持续影响 under 效益, satisfaction under
        满意度. 成本 stands under 产出 in the old scheme and is a level 1 of its own in the new: one document uses one
        of them.

    Why it matters
        Weights are given by level 1; a class elsewhere is scored with the wrong weight.

    Known traps
        Merged cells: level 1 is inherited downwards first. Names of level 2 that the scheme does not know are left
        alone, and level 1 by another name is E01's. 可持续影响 is still used with the new scheme.

    Example
        社会效益指标 under 产出指标.

    Severity
        warning.
    """
    rows = [
        (p, n, i) for p in context.document.projects for n, i in enumerate(p.indicators, 1) if i.level1 and i.level2
    ]
    if not rows:
        yield not_applicable(DOCUMENT, "没有可检查的指标", "there is no indicator to check")
        return
    misplaced = [verdict for p, n, i in rows if (verdict := _misplaced(p, n, i))]
    yield from (unless_doubted(context, verdict) for verdict in misplaced)
    yield _mixture(context.document) or passed(DOCUMENT)


def level1_of(indicator: Indicator) -> str:
    """The level 1 of the row without 指标."""
    return plain(indicator.level1 or "").removesuffix("指标")


def _misplaced(project: Project, number: int, indicator: Indicator) -> Verdict | None:
    level1, level2 = level1_of(indicator), plain(indicator.level2 or "")
    level1 = ALIASES.get(level1, level1)
    belongs = next((home for word, home in LEVEL2 if word in level2), level1)
    if belongs == level1 or level1 not in LEVEL1:
        return None
    return failed(
        about(project, number, "level2"),
        f"二级指标“{indicator.level2}”归在“{indicator.level1}”之下，宜归入{belongs}指标。",
        f"Level 2 {indicator.level2} stands under {indicator.level1}; it belongs under {belongs}.",
        [_evidence(indicator, "level1"), _evidence(indicator, "level2")],
        suggestion=f"{belongs}指标",
    )


def _mixture(document: Document) -> Verdict | None:
    old, new = _cost_rows(document, "产出"), _cost_rows(document, "成本")
    if not old or not new:
        return None
    projects = ["、".join(dict.fromkeys(str(project.ordinal) for project, _ in rows)) for rows in (old, new)]
    return failed(
        DOCUMENT,
        f"成本指标在项目{projects[0]}中归于产出指标，在项目{projects[1]}中为一级指标，同一文件宜采用同一指标体系。",
        "Cost stands under output in some projects and is a level 1 of its own in others.",
        [_evidence(rows[0][1], "level1") for rows in (old, new)],
    )


def _cost_rows(document: Document, level1: str) -> Sequence[tuple[Project, Indicator]]:
    return [
        (project, indicator)
        for project in document.projects
        for indicator in project.indicators
        if level1_of(indicator) == level1 and "成本" in plain(indicator.level2 or indicator.level1 or "")
    ]


def _evidence(indicator: Indicator, field: str) -> Evidence:
    return Evidence(quote=getattr(indicator, field) or "", at=indicator.at.get(field))
