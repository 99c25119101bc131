"""Project codes: generations, the check character, and the repair of one slip of the eye."""

import json

import pytest

from shared.project_code import ALPHABET, ProjectCode, check_character, checks, read_code, repairs
from tests.seeds import TRUTH, needs_seeds

WHOLE = "13199924P00511110001J"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("511-1002-JXN-4TK7", ProjectCode("511-1002-JXN-4TK7", 1)),
        ("13199921GQ7YZGPOPRXS0", ProjectCode("13199921GQ7YZGPOPRXS0", 2)),
        (WHOLE, ProjectCode(WHOLE, 3)),
        ("13199924P0051111000 1J", ProjectCode(WHOLE, 3)),  # broken over two lines
        ("１３１９９９２４P00511110001J", ProjectCode(WHOLE, 3)),
        (
            "13199924P00511110001K",
            ProjectCode("13199924P00511110001K", 3),
        ),  # wrong check character, no slip explains it
        ("13199924POO511110001J", ProjectCode("13199924POO511110001J", 3)),  # two slips: not repaired
        ("511-1002-JXN-4TK", None),
        ("13199924P0051111000J", None),
        ("项目编码", None),
        ("", None),
        (None, None),
    ],
)
def test_code_is_read_by_generation(printed: str | None, expected: ProjectCode | None) -> None:
    assert read_code(printed) == expected


@pytest.mark.parametrize(
    "damaged",
    ["13199924PO0511110001J", "I3199924P00511110001J", "13199924P0051111000IJ", "13199924P00S11110001J"],
)
def test_one_look_alike_is_repaired(damaged: str) -> None:
    assert read_code(damaged) == ProjectCode(WHOLE, 3, repaired=True)


def test_transition_code_is_never_checked_or_repaired() -> None:
    assert repairs("13199921GQ7YZGPOPRXS0") == []


def test_every_single_error_and_swap_breaks_the_check() -> None:
    for i, character in enumerate(WHOLE[:20]):
        for other in ALPHABET:
            assert checks(WHOLE[:i] + other + WHOLE[i + 1 :]) == (other == character)
    for i in range(19):
        swapped = WHOLE[:i] + WHOLE[i + 1] + WHOLE[i] + WHOLE[i + 2 :]
        assert checks(swapped) == (WHOLE[i] == WHOLE[i + 1])


def test_parts_of_a_code() -> None:
    code = ProjectCode(WHOLE, 3)
    assert (code.division, code.year, code.department) == ("131999", 2024, None)
    old = ProjectCode("511-1002-JXN-4TK7", 1)
    assert (old.division, old.year, old.department) == (None, None, "511")


def test_check_character_of_a_character_outside_the_alphabet() -> None:
    with pytest.raises(ValueError, match="substring"):
        check_character("13199924PO0511110001")


@needs_seeds
@pytest.mark.parametrize(("number", "generation"), [("000", 3), ("002", 3), ("004", 1)])
def test_codes_of_real_documents(number: str, generation: int) -> None:
    truth = json.loads(next(TRUTH.glob(f"{number}_*.json")).read_text("utf-8"))
    for project in truth["projects"]:
        code = read_code(project["code"])
        assert code
        assert code.generation == generation
        assert not code.repaired
        assert generation != 3 or checks(code.text)
