"""`python -m tests.fuzz --inputs 2000 --seed 1`: crafted and mutated files of every format through the sandbox.

A reader must end in a document or in one of the failures of the contract; `crashed` and `internal` are faults of ours,
and so is a document that takes longer than its limits. Every fault is kept in `--keep` to be looked at.
"""

import argparse
import asyncio
import hashlib
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from random import Random

from specimens.variants import KINDS
from tests.fuzz.crafted import CRAFTED, zipped
from tests.fuzz.mutations import mutated
from tests.fuzz.running import LIMITS, Reader

FAULTS = frozenset(("crashed", "internal", "stalled"))
SPECIMENS = 12  # of each kind, as seeds
GRACE_S = 15.0  # a child is started again, and the machine has other things to do


def inputs(count: int, seed: int) -> Iterator[tuple[str, bytes, frozenset[str] | None]]:
    """Name, bytes and the codes that are right (None: any but a fault)."""
    whole = [(kind, KINDS[kind](number).content) for kind in KINDS for number in range(SPECIMENS)]
    whole += [(f"archive of {kind}", zipped({"a": data, "b/c": data})) for kind, data in whole[:: SPECIMENS // 2]]
    crafted = [(name, make(), codes) for name, (make, codes) in CRAFTED.items()]
    yield from crafted
    for number in range(count - len(CRAFTED)):
        rng = Random(f"{seed}/{number}")
        kind, data = whole[number % len(whole)] if rng.random() < 0.5 else rng.choice(whole)
        yield f"{kind} {seed}/{number}", mutated(data, rng), None


async def fuzz(count: int, seed: int, keep: Path) -> int:
    """Run them all with two readers. The number of faults."""
    waiting = inputs(count, seed)
    waiting = chain([next(waiting)], waiting)  # makes the specimens now: later the loop must be free to watch
    ends: Counter[str] = Counter()
    faults: list[str] = []

    async def work() -> None:
        reader = Reader()
        try:
            for name, data, right in waiting:
                begun = time.monotonic()
                for code, said in await reader.ends(data):
                    ends[code] += 1
                    took = time.monotonic() - begun
                    wrong = code in FAULTS if right is None else code not in right
                    if wrong or took > LIMITS.wall_s + GRACE_S:
                        file = keep / f"{hashlib.sha256(data).hexdigest()[:12]}"
                        file.write_bytes(data)
                        faults.append(f"{name}: {code} ({said}) after {took:.1f} s, kept as {file}")
                        print(faults[-1], flush=True)
        finally:
            await reader.stop()

    begun = time.monotonic()
    await asyncio.gather(work(), work())
    print(f"{count} inputs in {time.monotonic() - begun:.0f} s: {dict(ends.most_common())}; {len(faults)} faults")
    return len(faults)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(".fuzz"))
    told = parser.parse_args()
    told.keep.mkdir(exist_ok=True)
    sys.exit(1 if asyncio.run(fuzz(told.inputs, told.seed, told.keep)) else 0)


if __name__ == "__main__":
    main()
