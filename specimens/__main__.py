"""Writes invented documents: `python -m specimens FOLDER` the committed examples, `--count N` that many variants."""

import argparse
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from specimens import examples
from specimens.specimen import Specimen
from specimens.variants import KINDS


def variants(count: int, first: int, kinds: list[str]) -> Iterator[Specimen]:
    """`count` documents from seed `first` on, the kinds in turn."""
    for seed, kind in zip(range(first, first + count), islice(cycle(kinds), count), strict=True):
        yield KINDS[kind](seed)


def main() -> None:
    """Read the command line and write."""
    parser = argparse.ArgumentParser(prog="python -m specimens", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="where the examples go")
    parser.add_argument("--count", type=int, default=0, help="how many variants to write")
    parser.add_argument("--out", type=Path, default=Path("variants"), help="where the variants go")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--kind", action="append", choices=sorted(KINDS), help="only this kind (may be repeated)")
    call = parser.parse_args()
    if call.folder:
        for path in examples.write(call.folder, examples.EXPECTED):
            print(path)
    if call.count:
        call.out.mkdir(parents=True, exist_ok=True)
        for specimen in variants(call.count, call.seed, call.kind or sorted(KINDS)):
            (call.out / specimen.name).write_bytes(specimen.content)


if __name__ == "__main__":
    main()
