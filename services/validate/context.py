"""What a rule may look at besides its own subject: the document, lookups, thresholds, doubts, earlier findings."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias, TypeVar

from services.validate.doubts import Doubts
from services.validate.profile import Profile
from shared.document import Document, Project, ReadingWarning
from shared.findings import Subject

T = TypeVar("T")

# A finding covers a subject of its project when they agree in each of these that the finding names.
COORDINATES = ("indicator", "table", "row", "column", "section")
ByProject: TypeAlias = Mapping[int | None, Sequence[Subject]]


@dataclass(frozen=True, slots=True)
class Context:
    """One rule's view of the document being judged. `earlier` holds the subjects of the findings of each rule that it
    declared, by project, and of no other."""

    document: Document
    profile: Profile
    rule: str
    earlier: Mapping[str, ByProject] = field(default_factory=dict)
    memory: dict[Callable[..., Any], Any] = field(default_factory=dict, repr=False)

    def look_up(self, lookup: Callable[[Document], T]) -> T:
        """`lookup(document)`, computed once a document and shared by all rules: a pure function of the document."""
        if lookup not in self.memory:
            self.memory[lookup] = lookup(self.document)
        found: T = self.memory[lookup]
        return found

    def threshold(self, name: str) -> Decimal:
        """The named threshold of this rule in the profile; KeyError where the profile has none."""
        return self.profile.thresholds[self.rule][name]

    def doubt(self, subject: Subject) -> ReadingWarning | None:
        """The first warning of the reading about `subject` (a project's field, a cell, a section), if any."""
        return self.look_up(Doubts.of).about(subject)

    def doubted(self, project: Project, field: str, indicator: int | None = None) -> ReadingWarning | None:
        """The first warning about one field of a project or of its `indicator`-th row (from 1)."""
        subject: Subject = {"project": project.ordinal, "field": field}
        if indicator is not None:
            subject["indicator"] = indicator
        return self.doubt(subject)

    def found(self, rule: str, subject: Subject) -> bool:
        """Whether `rule` (declared in `after`) has a finding on the subject, or on a whole that holds it.

        A finding on a project covers each of its indicators; the field is not compared.
        """
        if rule not in self.earlier:
            raise LookupError(f"{self.rule} asks for {rule} without declaring it")
        near = self.earlier[rule].get(subject.get("project"), ())
        return any(_covers(finding, subject) for finding in near)


def by_project(subjects: Iterable[Subject]) -> ByProject:
    """The subjects by the project they are about; those about none under None."""
    found: dict[int | None, list[Subject]] = {}
    for subject in subjects:
        found.setdefault(subject.get("project"), []).append(subject)
    return found


def _covers(finding: Subject, subject: Subject) -> bool:
    return all(finding.get(name) == subject.get(name) for name in COORDINATES if name in finding)
