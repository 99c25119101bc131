"""GJ-E21: words of the empty form were left in a field."""

import re
from collections.abc import Iterator

from services.validate.indicators import rows, unless_doubted
from services.validate.rule import Context, Severity, Verdict, about, evidence, failed, passed, rule
from shared.document import Project
from shared.findings import Evidence
from shared.folding import fold

# The second group needs no latin letters around it: XX is a blank to fill in, XXL is not.
RESIDUE = re.compile(
    r"[(（]?文字描述[)）]?|请(填写|输入|选择|补充)|目标内容\s*\d|[(（]示例[)）]|示例[:：]|[(（]例[:：]|此处填写|待(填|补充|完善)"
    r"|(?<![A-Za-z])[Xx]{2,}(?![A-Za-z])|[×✕]{2,}|[○〇]{2,}|某某"
)
WORDS = ("name", "description", "basis")


@rule(
    "GJ-E21",
    title="模板残留",
    title_en="Residue of the template",
    summary="填报内容中不应残留模板的提示语或占位符。",
    severity=Severity.ERROR,
    scope="project",
    clause="预算管理一体化系统录入规则；财预〔2015〕88号（规范完整性）",
    since="0.1.0",
)
def template_residue(context: Context, project: Project) -> Iterator[Verdict]:
    """Words of the empty form were left in a field.

    What it checks
        （文字描述）, 请填写, 目标内容1, 示例：, XX, ××, 某某 in goals, purpose and every cell of the indicators.

    Why it matters
        The field was not filled in, or the prompt became part of the target.

    Known traps
        Stray letters such as abwx are C12's; letters of sizes and types (XXL) are no blanks.

    Example
        Value ≥1处（文字描述）; goal “目标内容1 养护绿地30公顷”.

    Severity
        error in a value, warning elsewhere.
    """
    found = list(_findings(context, project))
    yield from found
    if not found:
        yield passed(about(project))


def residue(text: str | None) -> str | None:
    """The words of the empty form in `text`, None where there are none."""
    match = RESIDUE.search(fold(text or ""))
    return text[match.start() : match.end()] if match and text else None


def _findings(context: Context, project: Project) -> Iterator[Verdict]:
    if words := residue("\n".join(project.goals)):
        end = evidence(project, "goals")
        yield _failed(context, project, (None, "goals"), "绩效目标", words, end)
    if words := residue(project.purpose):
        yield _failed(context, project, (None, "purpose"), "资金用途", words, evidence(project, "purpose"))
    for row in rows(project):
        if words := residue(row.indicator.target):
            yield _failed(context, project, (row.number, "target"), f"{row.title}的指标值", words, row.evidence())
        for field in WORDS:
            if words := residue(getattr(row.indicator, field)):
                end = row.evidence(field=field)
                yield _failed(context, project, (row.number, field), row.title, words, end)


def _failed(  # noqa: PLR0913, PLR0917 - one argument a part of the finding
    context: Context, project: Project, where: tuple[int | None, str], title: str, words: str, end: Evidence
) -> Verdict:
    number, field = where
    verdict = failed(
        about(project, number, field),
        f"{title}中残留模板提示语“{words}”，请修改。",
        "Words of the empty form were left in the field.",
        [end],
        severity=Severity.ERROR if field == "target" else Severity.WARNING,
    )
    return unless_doubted(context, verdict)
