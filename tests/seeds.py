"""Where the real documents lie when they are beside the checkout; tests that need them skip where they are not."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "shared"
SEEDS = FOLDER / "seeds"
TRUTH = FOLDER / "truth"
DOMAIN = FOLDER / "domain"

needs_seeds = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the real documents (../shared/seeds) are not beside this checkout"
)


def seed(number: str) -> Path:
    """The path of the seed whose name begins with `number`, such as "002"."""
    return next(SEEDS.glob(f"{number}_*.txt"))
