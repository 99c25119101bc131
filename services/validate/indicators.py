"""Rows of the indicator table as rules see them: numbered, with their class and their value read.

`judge_rows` is the loop that the rules about single rows share: what another rule already said of a cell is not said
again, and a doubt about our reading of it is never reported as a fault.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from services.validate.context import Context
from services.validate.verdict import Verdict, about, not_applicable, passed, uncertain
from shared.document import Indicator, Project
from shared.findings import Evidence, Outcome, Subject
from shared.folding import plain
from shared.values import Value, read

# The rules that speak of a damaged print: where one has a finding, the printed value is no ground for another.
PRINT_RULES = ("GJ-E11", "GJ-E12")


class Class(StrEnum):
    """What a row measures, by its second level, else by its first."""

    QUANTITY = "数量"
    QUALITY = "质量"
    TIMELINESS = "时效"
    COST = "成本"
    BENEFIT = "效益"
    SATISFACTION = "满意度"
    UNKNOWN = ""


# Words of a level -> class; the first that the level holds decides.
_CLASS_WORDS: tuple[tuple[str, Class], ...] = (
    ("满意", Class.SATISFACTION),
    ("数量", Class.QUANTITY),
    ("质量", Class.QUALITY),
    ("时效", Class.TIMELINESS),
    ("成本", Class.COST),
    ("效益", Class.BENEFIT),
    ("效果", Class.BENEFIT),
    ("影响", Class.BENEFIT),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the project (from 1), the row as printed, its class and its value as read."""

    number: int
    indicator: Indicator
    kind: Class
    value: Value

    @property
    def name(self) -> str:
        """The level-3 name in compatibility form, "" where blank."""
        return plain(self.indicator.name or "")

    @property
    def description(self) -> str:
        """The description in compatibility form, "" where blank."""
        return plain(self.indicator.description or "")

    @property
    def words(self) -> str:
        """Name and description."""
        return f"{self.name}。{self.description}"

    @property
    def target(self) -> str:
        """The value as printed, "" where blank."""
        return self.indicator.target or ""

    @property
    def title(self) -> str:
        """What a message calls the row: its class and its name."""
        name = f"“{self.indicator.name}”" if self.indicator.name else f"（第{self.number}条）"
        return f"{self.kind or '绩效'}指标{name}"

    def evidence(self, value: object = None, unit: str | None = None, field: str = "target") -> Evidence:
        """The printed cell of the row, as one end of a finding."""
        return Evidence(
            quote=getattr(self.indicator, field) or "",
            value=None if value is None else str(value),
            unit=unit,
            at=self.indicator.at.get(field),
        )


def rows(project: Project) -> list[Row]:
    """The rows of the project's indicator table; read once for the rules that ask in turn."""
    known = _RECENT.get(id(project.indicators))
    if known is not None and known[0] is project.indicators:
        return known[1]
    if len(_RECENT) >= _KEPT:
        _RECENT.clear()
    found = [
        Row(number, indicator, class_of(indicator), read(indicator.target))
        for number, indicator in enumerate(project.indicators, 1)
    ]
    _RECENT[id(project.indicators)] = (project.indicators, found)
    return found


# Rows by the identity of their printed list, which is kept with them so that the identity stays its own.
_RECENT: dict[int, tuple[list[Indicator], list[Row]]] = {}
_KEPT = 256  # projects


def class_of(indicator: Indicator) -> Class:
    """What the row measures."""
    return _class(indicator.level2 or "", indicator.level1 or "")


@lru_cache(maxsize=1024)
def _class(*levels: str) -> Class:
    """The class that the levels name, the first before the second."""
    return next((kind for level in map(plain, levels) for word, kind in _CLASS_WORDS if word in level), Class.UNKNOWN)


def subject_of(project: Project, row: Row, field: str = "target") -> Subject:
    """The subject of one cell of a row."""
    return about(project, row.number, field)


def print_damaged(context: Context, project: Project, row: Row) -> bool:
    """Whether E11 or E12 (declared in `after`) took the row's value for a damaged print."""
    return any(context.found(rule, about(project, row.number)) for rule in PRINT_RULES)


def judge_rows(
    context: Context,
    project: Project,
    judge: Callable[[Row], Verdict | None],
    chosen: Sequence[Row],
    *,
    spare: tuple[str, ...] = PRINT_RULES,
) -> Iterator[Verdict]:
    """The verdict of `judge` on each of the `chosen` rows; None is a pass.

    Rows that a rule of `spare` (declared in `after`) has a finding on are not applicable; a finding on a cell that was
    read with doubt becomes parse_uncertain; a project without such rows is not applicable.
    """
    if not chosen:
        yield not_applicable(about(project), "没有可检查的指标", "there is no indicator to check")
    for row in chosen:
        subject = subject_of(project, row)
        said = next((rule for rule in spare if context.found(rule, about(project, row.number))), None)
        if said is not None:
            yield not_applicable(subject, f"该指标值已由{said}提示", f"{said} already speaks of this value")
        else:
            yield unless_doubted(context, judge(row) or passed(subject))


def unless_doubted(context: Context, verdict: Verdict) -> Verdict:
    """The verdict, or parse_uncertain where it is a finding on something that was read with doubt."""
    if verdict.outcome is not Outcome.FAIL:
        return verdict
    doubt = context.doubt(verdict.subject)
    return uncertain(verdict.subject, doubt.message, doubt.message_en) if doubt else verdict
