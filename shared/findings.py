"""What validation says of a document: findings, confirmations, coverage, and the review that holds them.

The review is the public object of `gouji review --json` (schema gouji.review/1).
"""

from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict


class Severity(StrEnum):
    """Ordered from the mildest; `error` is provably wrong from the document alone."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error."""
        return list(Severity).index(self)


class Outcome(StrEnum):
    """What a rule said of one subject. Listed in the order in which the first decides a rule's line in coverage."""

    ERROR = "error"
    FAIL = "fail"
    PARSE_UNCERTAIN = "parse_uncertain"
    INSUFFICIENT_DATA = "insufficient_data"
    PASS = "pass"  # noqa: S105 - an outcome, no password
    NOT_APPLICABLE = "not_applicable"


# The verdict on a whole document: its gravest finding that counts, `clean`, or `unjudged` where too little was judged.
DocumentOutcome = Literal["error", "warning", "info", "clean", "unjudged"]


class Subject(TypedDict, total=False):
    """What a finding is about; only the keys of its kind are there (see the contract)."""

    project: int
    code: str | None
    indicator: int
    field: str
    projects: list[int]
    table: str
    row: int
    column: str
    section: str
    document: bool


class Base(BaseModel):
    """Base of what a review holds: immutable; unknown fields are ignored, so that a newer sender may add some."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Evidence(Base):
    """One end of a finding: as printed, as read (value in 元 or the plain number, with its unit), and where."""

    quote: str
    value: str | None = None
    unit: str | None = None
    at: Any = None


class Mark(Base):
    """A person's verdict on a finding."""

    verdict: Literal["confirmed", "false_alarm", "doubtful", "duplicate", "evidence_wrong", "waived", "added"]
    by: str
    reason: str | None = None
    until: str | None = None


class Finding(Base):
    """One finding, or one confirmation (which has severity info)."""

    rule: str
    severity: Severity
    message: str
    message_en: str
    subject: Subject
    evidence: list[Evidence] = []
    equation: str | None = None
    suggestion: str | None = None
    clause: str | None = None
    fingerprint: str = ""
    suppressed: bool = False
    watch: bool = False  # the profile has the rule on watch: reported, but not counted
    mark: Mark | None = None


class RuleOutcome(Base):
    """A rule's line in the coverage of a document."""

    outcome: Outcome
    reason: str | None = None
    reason_en: str | None = None


class Coverage(BaseModel):
    """How many rules ended how: "no findings" must never mean "did not run"."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, serialize_by_alias=True)

    rules: int
    pass_: int = Field(0, alias="pass")
    fail: int = 0
    not_applicable: int = 0
    insufficient_data: int = 0
    parse_uncertain: int = 0
    error: int = 0
    by_rule: dict[str, RuleOutcome] = {}


class Counts(Base):
    """Findings by severity, without those suppressed or on watch."""

    error: int = 0
    warning: int = 0
    info: int = 0


class Versions(Base):
    """What made the review: the same document under the same versions gives the same review."""

    gouji: str
    parser: str
    rules: str
    profile: str


class Failure(Base):
    """Why a submission or a document failed; codes are those of shared.errors."""

    code: str
    stage: str
    message: str
    message_en: str
    retryable: bool = False


class Review(BaseModel):
    """The verdict on one document with everything behind it."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, serialize_by_alias=True)

    schema_: Literal["gouji.review/1"] = Field("gouji.review/1", alias="schema")
    submission: str | None = None
    id: str | None = None
    source: str
    revision: int | None = None
    status: Literal["stored", "failed", "duplicate"] = "stored"
    failure: Failure | None = None
    outcome: DocumentOutcome | None = None
    findings: list[Finding] = []
    confirmations: list[Finding] = []
    counts: Counts = Counts()
    coverage: Coverage | None = None
    versions: Versions | None = None
