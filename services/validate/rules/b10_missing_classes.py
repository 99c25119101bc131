"""GJ-B10, GJ-B11, GJ-B12, GJ-B13, GJ-B14: a project lacks a class of indicators."""

import re
from collections.abc import Iterator

from services.validate.indicators import Class, class_of
from services.validate.rule import (
    Context,
    Severity,
    Verdict,
    about,
    evidence,
    failed,
    not_applicable,
    passed,
    rule,
    uncertain,
)
from shared.document import Indicator, Project
from shared.folding import plain

OUTPUT = frozenset({Class.QUANTITY, Class.QUALITY, Class.TIMELINESS})
INTERNAL = re.compile("办公|运维|运行维护|购置|往来|周转金")


@rule(
    "GJ-B10",
    title="缺产出指标",
    title_en="No output indicator",
    summary="项目应当有产出指标。",
    severity=Severity.ERROR,
    scope="project",
    clause="财预〔2015〕88号；财预〔2021〕101号",
    since="0.1.0",
    after=("GJ-B08",),
)
def no_output(context: Context, project: Project) -> Iterator[Verdict]:
    """A project has no output indicator.

    What it checks
        At least one row of 产出指标, or of 数量, 质量 or 时效指标.

    Why it matters
        Output is what the money buys; every project must say it.

    Known traps
        Levels are carried down merged cells before rules see them. Blank indicators are GJ-B08.

    Example
        A project with two rows, both of 满意度指标.

    Severity
        error.
    """
    yield _lacking(context, project, any(_is_output(row) for row in project.indicators), ("产出指标", "output"))


@rule(
    "GJ-B11",
    title="缺数量、质量或时效指标",
    title_en="No indicator of quantity, quality or time",
    summary="产出指标中应当有数量指标和质量指标，一般还应有时效指标。",
    severity=Severity.WARNING,
    scope="project",
    clause="财预〔2021〕101号二（二）",
    since="0.1.0",
    after=("GJ-B08", "GJ-B10"),
)
def no_quantity_or_quality(context: Context, project: Project) -> Iterator[Verdict]:
    """The output of a project has no quantity, no quality or no time.

    What it checks
        Rows of 数量指标, 质量指标 and 时效指标.

    Why it matters
        How much, how well, by when: without one of them the output cannot be judged.

    Known traps
        时效 is asked for only as far as the project needs it. A project without any output is GJ-B10.

    Example
        Three rows of 数量指标 and nothing else under 产出.

    Severity
        warning; info where only 时效 is missing.
    """
    subject = about(project)
    if context.found("GJ-B10", subject):
        yield not_applicable(subject, "没有产出指标", "there is no output indicator")
        return
    there = {class_of(row) for row in project.indicators}
    lacking = [kind for kind in (Class.QUANTITY, Class.QUALITY, Class.TIMELINESS) if kind not in there]
    mild = lacking == [Class.TIMELINESS]
    named = "、".join(f"{kind}指标" for kind in lacking)
    severity = Severity.INFO if mild else Severity.WARNING
    yield _lacking(context, project, not lacking, (named, f"output ({named})"), severity)


@rule(
    "GJ-B12",
    title="缺效益指标",
    title_en="No benefit indicator",
    summary="项目应当有效益指标。",
    severity=Severity.ERROR,
    scope="project",
    clause="财预〔2021〕101号；中发〔2018〕34号",
    since="0.1.0",
    after=("GJ-B08",),
)
def no_benefit(context: Context, project: Project) -> Iterator[Verdict]:
    """A project has no benefit indicator.

    What it checks
        At least one row of 效益指标 (效果指标 is the same), whatever its second level.

    Why it matters
        Benefit says what the output is good for.

    Known traps
        可持续影响指标 is a benefit. A row broken over a page is joined before rules see it.

    Example
        Rows of 产出 and 满意度 only.

    Severity
        error.
    """
    there = any(class_of(row) is Class.BENEFIT for row in project.indicators)
    yield _lacking(context, project, there, ("效益指标", "benefit"))


@rule(
    "GJ-B13",
    title="缺满意度指标",
    title_en="No satisfaction indicator",
    summary="直接服务对象的项目应当有满意度指标。",
    severity=Severity.WARNING,
    scope="project",
    clause="中发〔2018〕34号；财预〔2021〕101号二（四）",
    since="0.1.0",
    after=("GJ-B08",),
)
def no_satisfaction(context: Context, project: Project) -> Iterator[Verdict]:
    """A project has no satisfaction indicator.

    What it checks
        At least one row of 满意度指标.

    Why it matters
        Those whom a project serves are asked whether it did.

    Known traps
        A purely internal project (办公, 运维, 购置, 往来, 周转金) serves nobody outside.

    Example
        A project of street cleaning without a row of 满意度.

    Severity
        warning; info for an internal project.
    """
    there = any(class_of(row) is Class.SATISFACTION for row in project.indicators)
    internal = INTERNAL.search(plain(f"{project.purpose or ''}{project.name or ''}"))
    severity = Severity.INFO if internal else Severity.WARNING
    yield _lacking(context, project, there, ("满意度指标", "satisfaction"), severity)


@rule(
    "GJ-B14",
    title="缺成本指标",
    title_en="No cost indicator",
    summary="项目应当有成本指标。",
    severity=Severity.WARNING,
    scope="project",
    clause="财预〔2021〕101号；中发〔2018〕34号",
    since="0.1.0",
    after=("GJ-B08",),
)
def no_cost(context: Context, project: Project) -> Iterator[Verdict]:
    """A project has no cost indicator.

    What it checks
        At least one row of 成本指标, on the first level or under 产出.

    Why it matters
        Without a cost the amount of the budget cannot be judged against the output.

    Known traps
        The old scheme keeps 成本 under 产出, the new one on the first level: both count.

    Example
        A project with 数量, 质量, 时效, benefit and satisfaction.

    Severity
        warning.
    """
    there = any(class_of(row) is Class.COST for row in project.indicators)
    yield _lacking(context, project, there, ("成本指标", "cost"))


def _is_output(row: Indicator) -> bool:
    return "产出" in plain(row.level1 or "") or class_of(row) in OUTPUT


def _lacking(
    context: Context, project: Project, there: bool, named: tuple[str, str], severity: Severity | None = None
) -> Verdict:
    """The verdict on a class of indicators that is there or not."""
    subject = about(project)
    doubt = context.doubted(project, "indicators")
    if context.found("GJ-B08", subject) or not project.indicators:
        return not_applicable(subject, "没有绩效指标", "there are no indicators")
    if there:
        return passed(subject)
    if doubt:
        return uncertain(subject, doubt.message, doubt.message_en)
    kinds = "、".join(dict.fromkeys(row.level2 or row.level1 or "" for row in project.indicators))
    return failed(
        subject,
        f"绩效指标中没有{named[0]}，请补充。",
        f"There is no indicator of {named[1]}.",
        [evidence(project, "name"), evidence(project, "budget").model_copy(update={"quote": kinds, "at": None})],
        severity=severity,
    )
