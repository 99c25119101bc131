"""Who writes an invented document: place, department, units, year, money unit and generation of codes."""

from dataclasses import dataclass
from random import Random

from specimens import vocabulary as words


@dataclass(frozen=True)
class Knobs:
    """What can be fixed; None is drawn from the seed. `blank_…` are probabilities a project."""

    projects: int | None = None
    year: int | None = None
    unit: str | None = None
    units: int | None = None
    generation: int | None = None
    cover: bool | None = None
    contents: bool | None = None
    overall: bool | None = None
    sub_goals: bool | None = None
    safeguards: bool | None = None
    blank_goals: float = 0.04
    blank_indicators: float = 0.04
    blank_plan: float = 0.06
    blank_purpose: float = 0.03
    blank_projects: int | None = None
    tidy: bool = False
    """Only what no reviewer objects to."""


@dataclass(frozen=True)
class Setting:
    """The department: `units` are (code, name), the first the bureau itself."""

    place: str
    department: str
    bureau: str
    field: words.Field
    units: tuple[tuple[str, str], ...]
    year: int
    unit: str
    generation: int

    @property
    def division(self) -> str:
        """The place's (invented) division code."""
        return words.PLACES[self.place]


def setting(rng: Random, knobs: Knobs) -> Setting:
    """Draw the department."""
    place = rng.choice(sorted(words.PLACES))
    field = rng.choice(words.FIELDS)
    department = str(rng.randint(301, 899))
    bureau = rng.choice((place, words.CITY + place)) + field.bureau
    owners = [bureau + rng.choice(("本级", "", "（本级）", "(本级）"))]
    owners += [place + unit for unit in rng.sample(field.units, (knobs.units or rng.choice((1, 1, 2, 3))) - 1)]
    units = tuple((f"{department}{i + 1:03d}", name) for i, name in enumerate(owners))
    generation = knobs.generation or rng.choices((1, 2, 3), (1, 1, 4))[0]
    year = knobs.year or {1: 2020, 2: 2021}.get(generation) or rng.randint(2022, 2026)
    unit = knobs.unit or ("元" if generation == 1 and rng.random() < 0.7 else "万元")
    return Setting(place, department, bureau, field, units, year, unit, generation)


def document_number(rng: Random, mark: str, year: int) -> str:
    """Such as 澜财教〔2023〕41号, in one of the brackets in use."""
    left, right = rng.choice(("〔〕", "【】", "[]", "（）"))
    return f"{words.CITY_MARK}{rng.choice(words.DOCUMENT_HEADS)}{mark}{left}{year - 1}{right}{rng.randint(2, 420)}号"
