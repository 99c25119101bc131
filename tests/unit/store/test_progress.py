"""The status of a submission follows from its documents."""

import pytest

from services.store.progress import Step, status_of


def step(document: str, status: str, parent: str | None = None, *, announced: bool = True, parts: int = 1) -> Step:
    return Step(document, parent, status, announced, parts)


def part(document: str, status: str, parent: str) -> Step:
    return step(document, status, parent, announced=False)


@pytest.mark.parametrize(
    ("members", "steps", "expected"),
    [
        pytest.param(1, [step("a", "received")], "received", id="received"),
        pytest.param(1, [step("a", "parsed")], "parsed", id="parsed"),
        pytest.param(1, [step("a", "stored")], "stored", id="stored"),
        pytest.param(1, [step("a", "failed")], "failed", id="failed"),
        pytest.param(None, [step("a", "stored", announced=False)], "received", id="ended-before-it-was-announced"),
        pytest.param(None, [], "received", id="nothing-known"),
        pytest.param(2, [step("a", "stored", "z")], "received", id="a-member-is-not-here-yet"),
        pytest.param(2, [step("a", "stored", "z"), step("b", "parsed", "z")], "parsed", id="one-member-is-open"),
        pytest.param(2, [step("a", "stored", "z"), step("b", "failed", "z")], "stored", id="stored-when-one-is"),
        pytest.param(2, [step("a", "failed", "z"), step("b", "failed", "z")], "failed", id="failed-when-none-is"),
        pytest.param(1, [step("a", "received", parts=2), part("b", "stored", "a")], "received", id="a-part-is-missing"),
        pytest.param(
            1,
            [step("a", "received", parts=2), part("b", "stored", "a"), part("c", "parsed", "a")],
            "parsed",
            id="part-open",
        ),
        pytest.param(
            1,
            [step("a", "received", parts=2), part("b", "stored", "a"), part("c", "failed", "a")],
            "stored",
            id="parts-end",
        ),
        pytest.param(1, [step("a", "failed", parts=2), part("b", "stored", "a")], "stored", id="rest-of-parts-failed"),
    ],
)
def test_status_follows_from_the_documents(members: int | None, steps: list[Step], expected: str) -> None:
    assert status_of(members, steps) == expected
