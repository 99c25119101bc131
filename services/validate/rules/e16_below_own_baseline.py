"""GJ-E16: a target is worse than the earlier value that its own basis states."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from services.validate.indicators import PRINT_RULES, Class, Row, judge_rows, rows, subject_of
from services.validate.rule import Context, Severity, Verdict, failed, rule
from shared.amounts import digits
from shared.document import Project
from shared.folding import bare, plain
from shared.units import read_unit
from shared.values import Kind

CLASSES = (Class.QUANTITY, Class.QUALITY, Class.BENEFIT, Class.SATISFACTION)
CLAUSE = re.compile(r"[^，,。；;、]+")
YEAR = re.compile(r"(?P<year>(?:19|20)\d{2})年?|(?P<last>上年|去年|上一年|往年)")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
FILLER = re.compile(r"年|度|末|底|实际|完成|达到|达|共|为|约|是|值|全|期")  # 2023年实际完成150株


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier value stated in a basis: the year (None for 上年), the quantity in its base unit, and its words."""

    year: int | None
    quantity: Decimal
    text: str


@rule(
    "GJ-E16",
    title="目标值低于自述基期值",
    title_en="Target below its own baseline",
    summary="指标值不应低于其确定依据中自述的上年或历史值。",
    severity=Severity.WARNING,
    scope="project",
    clause="财预〔2021〕101号（目标值从严、从高确定；历史标准）",
    since="0.1.0",
    after=PRINT_RULES,
)
def below_own_baseline(context: Context, project: Project) -> Iterator[Verdict]:
    """A target is worse than the earlier value that its own basis states.

    What it checks
        Where the basis states a value of an earlier year in the unit of the target, the target (≥, = or none) lies at
        most 2 % below it. Of several, the one of the latest year counts.

    Why it matters
        Values are to be set strictly and high (101号); a target that last year already passed asks for less.

    Known traps
        The year must be earlier than the budget's. A number that belongs to other words, ranges, numbers of documents
        (号), other units and values more than twice the target are no baselines. Costs and times, where less is
        better, are not looked at, nor are targets with ≤. Planned reductions exist: the finding asks.

    Example
        ≥10万人, with the basis “2023年末服务人数10.4万人”.

    Severity
        warning.
    """

    def judged(row: Row) -> Verdict | None:
        return _judged(context, project, row)

    chosen = [row for row in rows(project) if row.kind in CLASSES and row.value.kind is Kind.NUMBER]
    chosen = [row for row in chosen if row.indicator.basis and row.value.operator in ("≥", ">", "=", None)]
    yield from judge_rows(context, project, judged, chosen)


def baselines(row: Row, before: int | None) -> list[Baseline]:
    """The values of last year or of years earlier than `before` that the basis states in the target's unit."""
    found = []
    for clause in CLAUSE.findall(plain(row.indicator.basis or "")):
        year = YEAR.search(clause)
        if year is None or (year["year"] and (before is None or int(year["year"]) >= before)):
            continue
        numbers = [n for n in NUMBER.finditer(clause, year.end()) if _same_unit(row, clause, n)]
        if len(numbers) == 1 and _speaks_of(row, clause[year.end() : numbers[0].start()]):
            _, unit = read_unit(clause[numbers[0].end() :])
            stated = int(year["year"]) if year["year"] else None
            found.append(Baseline(stated, Decimal(numbers[0][0]) * unit.magnitude, clause))
    return found


def _speaks_of(row: Row, words: str) -> bool:
    """Whether the words before the number name what the row counts, or nothing at all."""
    said = bare(FILLER.sub("", words))
    return not said or any(said[i : i + 2] in bare(row.words) for i in range(len(said) - 1))


def _same_unit(row: Row, clause: str, number: "re.Match[str]") -> bool:
    """Whether the number stands alone (no range, no larger number) in the unit of the row's value."""
    around = clause[max(number.start() - 1, 0) : number.start()] + clause[number.end() : number.end() + 1]
    _, unit = read_unit(clause[number.end() :])
    return not set(around) & set("-—–~～至到〔[（(") and unit.base == row.value.unit.base != "" and unit.known


def _judged(context: Context, project: Project, row: Row) -> Verdict | None:
    stated = baselines(row, context.document.fiscal_year)
    quantity = row.value.quantity
    if not stated or quantity is None:
        return None
    latest = max(stated, key=lambda baseline: baseline.year or 9999)
    if quantity >= latest.quantity * (1 - context.threshold("share")):
        return None
    if quantity < latest.quantity * context.threshold("least_share"):
        return None
    doubt = context.doubted(project, "basis", row.number)
    if doubt:
        return None
    unit = row.value.unit.base
    return failed(
        subject_of(project, row),
        f"{row.title}的指标值“{row.target}”低于其确定依据所述的“{latest.text}”，请说明理由或从严确定。",
        f"The target {row.target} is below the earlier value that its own basis states.",
        [row.evidence(digits(quantity), unit), row.evidence(digits(latest.quantity), unit, "basis")],
        equation=f"{digits(quantity)}{unit} < {digits(latest.quantity)}{unit}",
    )
