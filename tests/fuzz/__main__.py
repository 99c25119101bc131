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
from pathlib import Path
from random import Random

from tests.fuzz.crafted import CRAFTED, HEAVY
from tests.fuzz.mutations import mutated
from tests.fuzz.running import LIMITS, Reader
from tests.fuzz.wholes import SPECIMENS, archives, documents, office, pictures

FAULTS = frozenset(("crashed", "internal", "stalled"))
SLOW = 12  # one input in so many is a picture or for LibreOffice: a second each, not a hundredth
LONG = 1000  # inputs, from which on the crafted files that take their time are among them
GRACE_S = 15.0  # a child is started again, and the machine has other things to do


def inputs(count: int, seed: int) -> Iterator[tuple[str, bytes, frozenset[str] | None]]:
    """Name, bytes and the codes that are right (None: any but a fault)."""
    quick = documents()
    quick += archives(quick)
    by_office = office()
    quick += [each for each in by_office if each[0] == "xls"] * SPECIMENS
    slow = [*pictures(), *(each for each in by_office if each[0] != "xls")]
    crafted = [name for name in CRAFTED if count >= LONG or name not in HEAVY]
    yield from ((name, CRAFTED[name][0](), CRAFTED[name][1]) for name in crafted)
    for number in range(count - len(crafted)):
        rng = Random(f"{seed}/{number}")
        some = slow if number % SLOW == 0 else quick
        kind, data = some[number // SLOW % len(slow)] if some is slow else rng.choice(quick)
        yield f"{kind} {seed}/{number}", mutated(data, rng), None


async def fuzz(count: int, seed: int, keep: Path) -> int:
    """Run them all with two readers. The number of faults."""
    waiting = inputs(count, seed)
    turn = asyncio.Lock()
    ends: Counter[str] = Counter()
    faults: list[str] = []
    held: set[str] = set()

    async def following() -> tuple[str, bytes, frozenset[str] | None] | None:
        async with turn:  # in a thread: the loop must be free to watch the readers
            return await asyncio.to_thread(next, waiting, None)

    async def work() -> None:
        reader = Reader()
        try:
            while (each := await following()) is not None:
                name, data, right = each
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
            held.update(reader.protections)
            await reader.stop()

    begun = time.monotonic()
    await asyncio.gather(work(), work())
    print(f"held by: {', '.join(sorted(held))}")
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
