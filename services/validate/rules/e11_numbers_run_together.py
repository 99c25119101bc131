"""GJ-E11, GJ-E12: two numbers run together, or a zero in front, in the print of a value."""

import re
from collections.abc import Iterator
from decimal import Decimal

from services.validate.indicators import Row, judge_rows, rows, subject_of
from services.validate.rule import Context, Severity, Verdict, failed, rule
from shared.document import Document, Project
from shared.values import Kind, Role

PERCENTAGES = range(50, 101)  # what a percentage of a target looks like
MONEY_TAILS = ("30", "90", "95", "98", "100", "108")
MONEY_HEADS = ("90", "95", "100")


@rule(
    "GJ-E11",
    title="指标值疑似重复拼接",
    title_en="Two numbers run together",
    summary="指标值疑似由两个数拼接而成，请核对打印件与系统数据。",
    severity=Severity.WARNING,
    scope="project",
    clause="预算管理一体化系统录入规则（指标值、计算符号、计量单位分别录入）",
    since="0.1.0",
    after=("GJ-E12",),
)
def numbers_run_together(context: Context, project: Project) -> Iterator[Verdict]:
    """Two numbers run together in the print of a value.

    What it checks
        A percentage above 100 whose digits are a number twice (100100 %, 9090 %) or two percentages side by side
        (10095 %, 9095 %). An amount of money whose digits are a number twice, or a usual pair (100 before 30 or
        108), where the document has at least two such percentages or leading zeros besides.

    Why it matters
        Systems keep operator, value and unit apart and older exports print two stored values side by side. The
        finding speaks of the print, not of the submitter: every other rule leaves the value alone.

    Known traps
        5050 户, 2020 年, 1010 人 and a single 3030 元 are real numbers: counts are never taken for joined, money only
        in a document with other such prints. Only a zero in front is E12's.

    Example
        ≥9595%: 95 printed twice.

    Severity
        warning: a defect of the print at most.
    """
    damaged = context.look_up(surely_damaged)

    def judged(row: Row) -> Verdict | None:
        second = second_number(row) or (second_amount(row) if damaged - {(project.ordinal, row.number)} else None)
        return _finding(project, row, second) if second else None

    chosen = [row for row in rows(project) if row.value.number is not None]
    yield from judge_rows(context, project, judged, chosen, spare=("GJ-E12",))


@rule(
    "GJ-E12",
    title="前导零",
    title_en="Leading zero",
    summary="指标值的整数前不应有多余的零。",
    severity=Severity.WARNING,
    scope="project",
    clause="预算管理一体化系统录入规则（指标值、计算符号、计量单位分别录入）",
    since="0.1.0",
)
def leading_zero(context: Context, project: Project) -> Iterator[Verdict]:
    """A zero stands in front of the integer of a value.

    What it checks
        The number of a value that has a unit does not begin with a zero, unless it is below one (0.5).

    Why it matters
        It is a second stored value (0) printed in front of the first: ≥095% is ≥95%. The finding speaks of the print.

    Known traps
        0 and 0.5 are plain numbers; dates (01月05日) and texts with codes are no single number and are not looked at.

    Example
        ≥098%.

    Severity
        warning: a defect of the print at most.
    """

    def judged(row: Row) -> Verdict | None:
        digits = leading_zeros(row)
        return _finding(project, row, digits) if digits else None

    chosen = [row for row in rows(project) if row.value.number is not None]
    yield from judge_rows(context, project, judged, chosen, spare=())


def leading_zeros(row: Row) -> str | None:
    """The digits behind the leading zeros of the row's number, None where there are none."""
    printed = row.value.printed(Role.NUMBER)
    if row.value.kind is not Kind.NUMBER or not row.value.unit.base or not re.fullmatch(r"0\d+", printed):
        return None
    return printed.lstrip("0") or None


def second_number(row: Row) -> str | None:
    """The second of two percentages run together, None where the value is none such."""
    printed = row.value.printed(Role.NUMBER)
    if row.value.kind is not Kind.NUMBER or not row.value.is_percent or not re.fullmatch(r"[1-9]\d{3,5}", printed):
        return None
    half = len(printed) // 2
    if printed[:half] == printed[half:]:
        return printed[half:]
    for cut in range(2, len(printed) - 1):
        first, second = printed[:cut], printed[cut:]
        if int(first) in PERCENTAGES and not second.startswith("0") and int(second) in PERCENTAGES:
            return second
    return None


def second_amount(row: Row) -> str | None:
    """The second of two amounts run together: a number twice, or a usual pair; None where the value is none such."""
    printed = row.value.printed(Role.NUMBER)
    if row.value.kind is not Kind.NUMBER or not row.value.is_money or not re.fullmatch(r"\d{4,6}", printed):
        return None
    half = len(printed) // 2
    if len(printed) % 2 == 0 and printed[:half] == printed[half:]:
        return printed[half:]
    return next((tail for tail in MONEY_TAILS for head in MONEY_HEADS if printed == head + tail), None)


def surely_damaged(document: Document) -> frozenset[tuple[int, int]]:
    """(project, row) of the percentages run together and the leading zeros, where there are at least two of them."""
    found = frozenset(
        (project.ordinal, row.number)
        for project in document.projects
        for row in rows(project)
        if second_number(row) or leading_zeros(row)
    )
    return found if len(found) > 1 else frozenset()


def _finding(project: Project, row: Row, digits: str) -> Verdict:
    printed = row.value.printed(Role.NUMBER)
    meant = f"{row.value.operator or ''}{digits}{row.value.unit.printed}"
    fault, fault_en = (
        ("带有前导零", "has a leading zero")
        if printed.startswith("0")
        else ("疑似由两个数拼接而成", "looks like two numbers run together")
    )
    return failed(
        subject_of(project, row),
        f"{row.title}的指标值“{row.target}”{fault}，疑为“{meant}”，请核对打印件与系统数据。",
        f"The value {row.target} {fault_en}; {meant} seems to be meant. Please check the print.",
        [row.evidence(printed, row.value.unit.base)],
        equation=f"{printed} → {Decimal(digits)}",
        suggestion=meant,
    )
