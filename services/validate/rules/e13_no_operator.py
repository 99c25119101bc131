"""GJ-E13: values of a project have no operator."""

from collections.abc import Iterator

from services.validate.indicators import PRINT_RULES, Class, Row, print_damaged, rows
from services.validate.rule import Context, Severity, Verdict, about, failed, not_applicable, passed, rule
from shared.document import Project
from shared.values import Kind

CLASSES = (Class.QUANTITY, Class.QUALITY, Class.COST)


@rule(
    "GJ-E13",
    title="缺运算符",
    title_en="No operator",
    summary="数量、质量、成本指标的定量值应当带有计算符号。",
    severity=Severity.INFO,
    scope="project",
    clause="预算管理一体化系统录入规则（计算符号）",
    since="0.1.0",
    after=PRINT_RULES,
)
def no_operator(context: Context, project: Project) -> Iterator[Verdict]:
    """Values of a project have no operator.

    What it checks
        The numbers of 数量, 质量 and 成本 rows carry ≥, ≤, = or words for them: one finding a project lists those
        that do not.

    Why it matters
        In practice 238个 means exactly 238; whether 240 meets the target is then a matter of argument.

    Known traps
        Satisfaction is E10's. Dates, formulas, words and damaged prints are not looked at. 以上 and 以内 are operators.

    Example
        养护绿地: 30公顷.

    Severity
        info, one a project.
    """
    chosen = [row for row in rows(project) if row.kind in CLASSES and row.value.kind is Kind.NUMBER]
    chosen = [
        row
        for row in chosen
        if not print_damaged(context, project, row) and not context.doubted(project, "target", row.number)
    ]
    bare = [row for row in chosen if row.value.operator is None]
    if not chosen:
        yield not_applicable(about(project), "没有定量指标", "no value is a number")
    elif not bare:
        yield passed(about(project))
    else:
        yield _finding(project, bare)


def _finding(project: Project, bare: list[Row]) -> Verdict:
    listed = "、".join(f"“{row.target}”" for row in bare)
    return failed(
        about(project),
        f"{len(bare)}个指标值缺少计算符号（≥、≤或=）：{listed}。",
        f"{len(bare)} values have no operator.",
        [row.evidence() for row in bare],
    )
