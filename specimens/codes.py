"""Project codes of the three generations of budget systems, with a valid check character where there is one.

The divisions are invented too: GB/T 2260 assigns nothing in 1319xx, so no real county can be meant.
"""

from random import Random

from specimens.setting import Setting

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: 31 characters, no I O S V Z
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FUNDING_LEVELS = "XZSB"  # county, central, province, own land income: the middle letter of generation 1


def check_character(stem: str) -> str:
    """The 21st character of a generation 3 code from its first 20."""
    weighted = sum(pow(3, i, 31) * ALPHABET.index(c) for i, c in enumerate(stem))
    return ALPHABET[(30 - weighted) % 31]


def third_generation(rng: Random, division: str, year: int, serial: int) -> str:
    """Such as 13192124P00A1B210017K: division, year, P + 5 + digit + "1", serial, check character."""
    library = "".join(rng.choice(ALPHABET) for _ in range(5))
    stem = f"{division}{year % 100:02d}P{library}{rng.randint(0, 9)}1{serial:04d}"
    return stem + check_character(stem)


def second_generation(rng: Random, division: str, year: int) -> str:
    """The transition code of 2021: division, year, 13 letters and digits, the first no P."""
    tail = "".join(rng.choice(LETTERS) for _ in range(12))
    return f"{division}{year % 100:02d}{rng.choice(LETTERS.replace('P', ''))}{tail}"


def first_generation(rng: Random, department: str) -> str:
    """The code before 2021: department, four digits, level of funding, four letters and digits."""
    tail = "".join(rng.choice(LETTERS) for _ in range(4))
    return f"{department}-{rng.randint(1, 4)}00{rng.randint(1, 9)}-J{rng.choice(FUNDING_LEVELS)}N-{tail}"


def project_code(rng: Random, who: Setting, serial: int) -> str:
    """A code of the department's generation."""
    if who.generation == 1:
        return first_generation(rng, who.department)
    if who.generation == 2:
        return second_generation(rng, who.division, who.year)
    return third_generation(rng, who.division, who.year, serial)
