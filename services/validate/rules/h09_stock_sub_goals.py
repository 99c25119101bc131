"""GJ-H09: several sub-goals of the department are the same sentence."""

from collections import Counter
from collections.abc import Iterator

from services.validate.rule import (
    DOCUMENT,
    Context,
    Severity,
    Verdict,
    failed,
    not_applicable,
    of_section,
    passed,
    rule,
)
from shared.findings import Evidence
from shared.folding import bare


@rule(
    "GJ-H09",
    title="整体目标套话",
    title_en="Stock sentences as sub-goals",
    summary="各分项绩效目标应分别写明，不应使用同一句话。",
    severity=Severity.INFO,
    scope="document",
    clause="实务",
    since="0.1.0",
)
def stock_sub_goals(context: Context) -> Iterator[Verdict]:
    """Several sub-goals of the department are the same sentence.

    What it checks
        A goal that at least `least` sub-goals have word for word.

    Why it matters
        A sentence that fits every sub-goal is a target of none.

    Known traps
        The safeguards follow a template of the province and are not compared.

    Example
        “资金合理使用，保障业务正常开展。” under nine of twelve sub-goals.

    Severity
        info.
    """
    goals = [(part, bare(part.goal or "")) for part in context.document.sub_goals]
    counted = Counter(goal for _, goal in goals if goal)
    if not counted:
        yield not_applicable(DOCUMENT, "没有分项绩效目标", "there are no sub-goals")
        return
    stock = [goal for goal, times in counted.items() if times >= context.threshold("least")]
    if not stock:
        yield passed(DOCUMENT)
    for goal in stock:
        same = [part for part, own in goals if own == goal]
        said = same[0].goal or ""
        yield failed(
            of_section(said),
            f"{len(same)}项分项绩效目标都写作“{said}”，建议分别写明。",
            f"{len(same)} sub-goals say “{said}”: say what each is for.",
            [Evidence(quote=f"{part.title or ''}：{part.goal or ''}", at=part.at.get("goal")) for part in same],
        )
