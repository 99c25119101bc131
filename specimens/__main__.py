"""Writes invented documents: `python -m specimens FOLDER` the committed examples, `--count N` that many variants."""

import argparse
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from specimens import examples
from specimens.specimen import Specimen
from specimens.variants import RENDERERS, variant


def variants(count: int, first: int, forms: list[str]) -> Iterator[Specimen]:
    """`count` documents from seed `first` on, the forms in turn."""
    for seed, form in zip(range(first, first + count), islice(cycle(forms), count), strict=True):
        yield variant(form, seed)


def main() -> None:
    """Read the command line and write."""
    parser = argparse.ArgumentParser(prog="python -m specimens", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="where the examples go")
    parser.add_argument("--count", type=int, default=0, help="how many variants to write")
    parser.add_argument("--out", type=Path, default=Path("variants"), help="where the variants go")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--form", action="append", choices=sorted(RENDERERS), help="only this form (may be repeated)")
    call = parser.parse_args()
    if call.folder:
        for path in examples.write(call.folder):
            print(path)
    if call.count:
        call.out.mkdir(parents=True, exist_ok=True)
        for specimen in variants(call.count, call.seed, call.form or sorted(RENDERERS)):
            (call.out / specimen.name).write_bytes(specimen.content)


if __name__ == "__main__":
    main()
