"""The document as it was read: what `gouji parse` prints and every service passes on (schema gouji.document/1).

A text value is what the document says with white space and markup residue removed, nothing corrected;
blank or absent is None. `at` beside the fields says where each value stands (see shared.places).
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.findings import Subject
from shared.places import At, Place

UNKNOWN = "unknown"  # the template of a form that no template knows

Kind = Literal["target-text", "disclosure", "other"]
Quarter = Literal["mar", "jun", "oct", "dec"]
QUARTERS: tuple[Quarter, ...] = ("mar", "jun", "oct", "dec")


class Part(BaseModel):
    """Base of all parts of a document: immutable; unknown fields are ignored, so that a newer sender may add some."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Department(Part):
    """部门: the budget department on the cover or in the unit lines; None where not printed."""

    code: str | None = None
    name: str | None = None


class SubGoal(Part):
    """分项绩效目标: one sub-goal of the department with the texts of its indicators."""

    title: str | None = None
    goal: str | None = None
    indicators: list[str] = []
    at: At = {}


class Plan(Part):
    """资金支出计划: the values printed for the ends of March, June, October and December."""

    mar: str | None = None
    jun: str | None = None
    oct: str | None = None
    dec: str | None = None

    def values(self) -> list[str | None]:
        """The four values in calendar order."""
        return [self.mar, self.jun, self.oct, self.dec]


class Indicator(Part):
    """绩效指标: one row of the indicator table, levels carried down from merged cells."""

    level1: str | None = None
    level2: str | None = None
    name: str | None = None
    description: str | None = None
    target: str | None = None
    basis: str | None = None
    at: At = {}


class Project(Part):
    """项目绩效目标表: one project with its money, plan, goals and indicators."""

    ordinal: int
    title: str | None = None
    unit_code: str | None = None
    unit_name: str | None = None
    currency_unit: str | None = None
    code: str | None = None
    name: str | None = None
    budget: str | None = None
    fiscal_funds: str | None = None
    other_funds: str | None = None
    purpose: str | None = None
    plan: Plan = Plan()
    goals: list[str] = []
    indicators: list[Indicator] = []
    at: At = {}


class BudgetTable(Part):
    """预算表: one budget table; header paths joined by "/", repeated headers and 栏次 rows dropped."""

    kind: str | None = None
    department_code: str | None = None
    year: int | None = None
    currency_unit: str | None = None
    columns: list[str] = []
    rows: list[list[str | None]] = []
    note: str | None = None
    at: At = {}


class NarrativeFigure(Part):
    """说明数字: one amount stated in the narrative, with the sentence it stands in."""

    label: str
    amount: str
    unit: str
    text: str
    at: At = {}


class Section(Part):
    """章节: one heading of the body (no table of contents), as printed with its number, and how much stands under it.

    `characters` counts text and table cells, without white space, up to the next heading of the same or a higher
    level, sub-sections included; 0 is a heading with nothing under it. `opening` is the first twenty of them.
    """

    title: str
    level: int = 1
    characters: int = 0
    opening: str | None = None
    at: At = {}


class ReadingWarning(Part):
    """What could not be read surely; codes are registered in shared.warnings and listed in docs/warnings.md.

    `subject` names what the doubt is about in the words of a finding's subject, for instance
    {"project": 3, "field": "plan.dec"}: rules answer parse_uncertain there instead of accusing.
    """

    code: str
    message: str
    message_en: str
    text: str | None = None
    subject: Subject | None = None
    at: Place | list[Place] | None = None


class Document(Part):
    """One document as read from a file."""

    schema_: Literal["gouji.document/1"] = Field("gouji.document/1", alias="schema")
    id: str
    parent: str | None = None
    source: str
    media_type: str
    pages: int | None = None
    form: str
    template: str = UNKNOWN
    kind: Kind = "other"
    division: str = "000000"
    title: str | None = None
    fiscal_year: int | None = None
    department: Department = Department()
    inferred: list[str] = []
    overall_goal: str | None = None
    sub_goals: list[SubGoal] = []
    safeguards: list[str] = []
    projects: list[Project] = []
    budget_tables: list[BudgetTable] = []
    narrative_figures: list[NarrativeFigure] = []
    contents: list[str] = []  # 目录: the entries of the table of contents, numbers kept, page numbers dropped
    sections: list[Section] = []
    warnings: list[ReadingWarning] = []
    at: At = {}

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, serialize_by_alias=True)
