"""What is left to chance in these tests, from one printed seed; and how much of everything there is.

GOUJI_FAULTS=short makes the tests of `.ci/run`: fewer documents, shorter outages. GOUJI_FAULTS_SEED repeats a run,
GOUJI_FAULTS_DOCUMENTS sets how many documents there are.
"""

import os
import random
from functools import cache

from specimens.setting import Knobs
from specimens.variants import RENDERERS, variant

SHORT = os.environ.get("GOUJI_FAULTS") == "short"
DOCUMENTS = int(os.environ.get("GOUJI_FAULTS_DOCUMENTS", "60" if SHORT else "500"))
FEW = min(DOCUMENTS, 60)  # where what is tested does not grow with the number of documents
NATS_AWAY_S = 8.0 if SHORT else 120.0
DATABASE_AWAY_S = 6.0 if SHORT else 60.0

Files = dict[str, bytes]


@cache
def seed() -> int:
    """The seed of this run of the tests."""
    return int(os.environ.get("GOUJI_FAULTS_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)


def chance(purpose: str) -> random.Random:
    """A generator of its own for each purpose; prints the seed where a failure shows it."""
    print(f"GOUJI_FAULTS_SEED={seed()}")
    return random.Random(f"{seed()} {purpose}")


@cache
def documents(count: int = DOCUMENTS) -> Files:
    """So many different small documents by their names, the same ones throughout a run."""
    draw, forms = chance("documents"), sorted(RENDERERS)
    numbers = draw.sample(range(10**6), count)
    return {
        f"{number:06}.txt": variant(draw.choice(forms), number, Knobs(projects=draw.randint(1, 4))).content
        for number in numbers
    }
