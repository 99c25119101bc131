"""How far a submission is, derived from its documents and the counts in the messages. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

ENDS = ("stored", "failed", "duplicate")
STAGES = ("received", "parsed", "validated")


@dataclass(frozen=True, slots=True)
class Step:
    """One document of a submission: `announced` by ingest, or one of the `parts` that parse read from another."""

    document: str
    parent: str | None
    status: str
    announced: bool
    parts: int


def status_of(members: int | None, steps: Sequence[Step]) -> str:
    """The status of a submission with `members` announced documents (None: not known yet).

    It ends when all of them have ended: `stored` when one is stored, else `failed`. Until then it stands where its
    slowest document does.
    """
    leaves = [step for step in steps if not _is_container(step, steps)]
    if _complete(members, steps):
        return "stored" if any(step.status == "stored" for step in leaves) else "failed"
    open_stages = [STAGES.index(step.status) for step in leaves if step.status in STAGES]
    return STAGES[min(open_stages, default=0)]


def _complete(members: int | None, steps: Sequence[Step]) -> bool:
    announced = [step for step in steps if step.announced]
    return members is not None and len(announced) >= members and all(_ended(step, steps) for step in announced)


def _ended(step: Step, steps: Sequence[Step]) -> bool:
    if step.status in ENDS or step.parts == 1:
        return step.status in ENDS
    parts = _parts(step, steps)
    return len(parts) >= step.parts and all(part.status in ENDS for part in parts)


def _is_container(step: Step, steps: Sequence[Step]) -> bool:
    return step.parts > 1 and bool(_parts(step, steps))


def _parts(step: Step, steps: Sequence[Step]) -> list[Step]:
    return [part for part in steps if part.parent == step.document and not part.announced]
