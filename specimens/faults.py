"""Known faults planted into a sound document: which rule must fire, and on what; the sound twin must stay silent."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar

from shared.document import Document, Indicator, Part, Plan, Project
from specimens.codes import ALPHABET, check_character
from specimens.content import Content, generate
from specimens.setting import Knobs

SOUND = Knobs(
    overall=True,
    sub_goals=True,
    safeguards=True,
    projects=4,
    generation=3,
    cover=True,
    unit="万元",
    tidy=True,
    blank_goals=0,
    blank_indicators=0,
    blank_plan=0,
)
"""Documents of these knobs give no finding."""

LIKE = dict(zip("0O1I8B5S2Z6G", "O0I1B8S5Z2G6", strict=True))

TARGET = 2  # the project that the faults are planted into unless said otherwise

Change = Callable[[Project], Project]
Plant = Callable[[Document, int], Document]
"""Plants a fault into the project of an ordinal (or into the document, which ignores the ordinal)."""
P = TypeVar("P", bound=Part)


@dataclass(frozen=True)
class Fault:
    """One known fault: the rule that must fire, how it is planted, and whether its subject is one project."""

    rule: str
    name: str
    plant: Plant
    in_project: bool = True

    def subject(self, ordinal: int = TARGET) -> dict[str, Any]:
        """What the finding's subject must hold when planted into this project."""
        return {"project": ordinal} if self.in_project else {}

    def __str__(self) -> str:
        return f"{self.rule} {self.name}"


def sound(seed: int, knobs: Knobs = SOUND) -> Content:
    """Document number `seed` without any fault."""
    return generate(seed, knobs)


def planted(fault: Fault, content: Content, ordinal: int = TARGET) -> Content:
    """The document with the fault."""
    return replace(content, truth=fault.plant(content.truth, ordinal))


def changed(part: P, **fields: Any) -> P:
    """A copy of a part of a document with other fields."""
    return part.model_copy(update=fields)


def in_project(change: Change) -> Plant:
    """Plants by changing one project."""

    def plant(document: Document, ordinal: int) -> Document:
        return changed(document, projects=[change(p) if p.ordinal == ordinal else p for p in document.projects])

    return plant


def with_fields(**fields: Any) -> Plant:
    """Plants by setting fields of the project."""
    return in_project(lambda project: changed(project, **fields))


def row_of(project: Project, level2: str) -> int:
    """The index of the first row of a class."""
    return next(i for i, row in enumerate(project.indicators) if row.level2 == level2)


def with_row(level2: str, **fields: Any) -> Plant:
    """Plants by setting fields of the project's first indicator of a class."""

    def change(project: Project) -> Project:
        at = row_of(project, level2)
        rows = list(project.indicators)
        rows[at] = changed(rows[at], **fields)
        return changed(project, indicators=rows)

    return in_project(change)


def costing(factor: Decimal) -> Plant:
    """Plants a total cost that is a multiple of the budget."""

    def change(project: Project) -> Project:
        total = (Decimal(project.budget or "0") * factor).quantize(Decimal("0.01"))
        at = row_of(project, "成本指标")
        rows = list(project.indicators)
        rows[at] = changed(rows[at], target=f"≤{total.normalize():f}万元")
        return changed(project, indicators=rows)

    return in_project(change)


def mistyped(project: Project) -> Project:
    """A code with one character mistyped: the check character no longer agrees, and no likeness explains it."""
    code = project.code or ""
    wrong = (code[:10] + typed + code[11:] for typed in ALPHABET if typed != code[10])
    return changed(project, code=next(code for code in wrong if not repairable(code)))


def repairable(code: str) -> bool:
    """Whether exchanging one character for one that looks like it gives a valid code."""
    alike = [(i, LIKE[c]) for i, c in enumerate(code) if c in LIKE]
    codes = [code[:i] + c + code[i + 1 :] for i, c in alike]
    return any(set(c) <= set(ALPHABET) and check_character(c[:20]) == c[20] for c in codes)


def short_code(project: Project) -> Project:
    """A code with two characters missing."""
    return changed(project, code=(project.code or "")[:-2])


def short_of_funds(project: Project) -> Project:
    """Fiscal funds below the budget with no other funds."""
    half = (Decimal(project.budget or "0") / 2).quantize(Decimal("0.01"))
    return changed(project, fiscal_funds=f"{half:.2f}", other_funds=None)


def rotated(project: Project) -> Project:
    """Values of the four output classes moved on by one: a count where a rate belongs, and so on."""
    values = {"数量指标": "≥90%", "质量指标": "≥320人", "时效指标": "≥25万元", "成本指标": "≥150人"}
    rows: list[Indicator] = []
    for row in project.indicators:
        value = values.pop(row.level2 or "", None)
        rows.append(changed(row, target=value) if value else row)
    return changed(project, indicators=rows)


def echoed(project: Project) -> Project:
    """A benefit whose value only says its name again."""
    at = next(i for i, row in enumerate(project.indicators) if row.level1 == "效益指标")
    rows = list(project.indicators)
    rows[at] = changed(rows[at], target=rows[at].name)
    return changed(project, indicators=rows)


def unit_cost(project: Project) -> Project:
    """A unit cost and a quantity whose product is 1.45 times the budget."""
    people = 1000
    each = (Decimal(project.budget or "0") * 10_000 * Decimal("1.45") / people).normalize()
    rows = list(project.indicators)
    rows[row_of(project, "数量指标")] = Indicator(
        level1="产出指标",
        level2="数量指标",
        name="受益人数",
        description="享受服务的总人数",
        target=f"{people}人",
        basis="合同约定",
    )
    rows[row_of(project, "成本指标")] = Indicator(
        level1="产出指标",
        level2="成本指标",
        name="人均服务费标准",
        description="每人每年服务费用",
        target=f"{each:f}元/人",
        basis="合同约定",
    )
    return changed(
        project,
        name="延时服务购买经费",
        title="延时服务购买经费",
        purpose="按人数向承接机构支付全年延时服务费用。",
        indicators=rows,
    )


def in_amounts(document: Document, _: int) -> Document:
    """Every plan as cumulative amounts under the header for percentages."""

    def amounts(project: Project) -> Project:
        whole = Decimal(project.budget or "0")
        cents = [(whole * share / 100).quantize(Decimal("0.01")) for share in (25, 50, 75)]
        return changed(project, plan=Plan(mar=f"{cents[0]}", jun=f"{cents[1]}", oct=f"{cents[2]}", dec=project.budget))

    return changed(document, projects=[amounts(project) for project in document.projects])


FAULTS = (
    Fault("GJ-A02", "no overall target", lambda d, _: changed(d, overall_goal=None, sub_goals=[]), in_project=False),
    Fault("GJ-B05", "blank plan", with_fields(plan=Plan())),
    Fault("GJ-B07", "blank goals", with_fields(goals=[])),
    Fault("GJ-B08", "blank indicators", with_fields(indicators=[])),
    Fault("GJ-C01", "code too short", in_project(short_code)),
    Fault("GJ-C02", "code mistyped", in_project(mistyped)),
    Fault("GJ-C12", "Latin rubbish in a name", with_row("质量指标", name="设施完好程度qwzx")),
    Fault("GJ-D01", "funds do not make the budget", in_project(short_of_funds)),
    Fault("GJ-D06", "plan ends at 90 %", with_fields(plan=Plan(mar="20%", jun="40%", oct="70%", dec="90%"))),
    Fault("GJ-D07", "cost 39 times the budget", costing(Decimal(39))),
    Fault("GJ-D07", "cost a tenth of the budget", costing(Decimal("0.1"))),
    Fault("GJ-D09", "unit cost by quantity 45 % over", in_project(unit_cost)),
    Fault("GJ-E03", "classes rotated", in_project(rotated)),
    Fault("GJ-E08", "value repeats the name", in_project(echoed)),
    Fault("GJ-E09", "value is a unit only", with_row("数量指标", target="人次")),
    Fault("GJ-E10", "satisfaction over 100 %", with_row("服务对象满意度指标", target="≥120%")),
    Fault("GJ-E11", "value printed twice", with_row("质量指标", target="100100%")),
    Fault("GJ-E12", "leading zero", with_row("质量指标", target="≥087%")),
    Fault("GJ-D04", "plans as amounts", in_amounts, in_project=False),
)
