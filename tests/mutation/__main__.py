"""`python -m tests.mutation [--sample N] [--seed S] [--list] [WORD…]`: break the rules' code; do their examples notice?

WORDs choose modules whose names hold them. Exit 1 where less than BAR of a module's mutants is noticed (in a sample: of
all of them together). The survivors of such a module are listed, with --list those of every module.
"""

import argparse
import ast
import random
import sys
import time

from tests.mutation.check import Survivor, modules, source_of, survives
from tests.mutation.mutants import Mutant, mutants

BAR = 0.8  # some mutants change nothing: a guard beside another guard, < for <= between figures that never meet
Work = list[tuple[str, Mutant]]


def main() -> int:
    """Run the check as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--sample", type=int, help="only so many mutants of all")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--list", action="store_true", help="list every survivor")
    asked = parser.parse_args()
    names = [name for name in modules() if not asked.words or any(word in name for word in asked.words)]
    work = [(name, mutant) for name in names for mutant in mutants(source_of(name))]
    if asked.sample:
        print(f"seed {asked.seed}")
        work = random.Random(asked.seed).sample(work, min(asked.sample, len(work)))
        survivors = survivors_of(work)
        print(*survivors, f"{share(survivors, work):.1%} of {len(work)} mutants noticed", sep="\n")
        return int(share(survivors, work) < BAR)
    low = [name for name in names if report(name, [w for w in work if w[0] == name], asked.list) < BAR]
    return int(bool(low))


def report(name: str, work: Work, everything: bool) -> float:
    """Print how a module fared; the share of its mutants that was noticed."""
    survivors = survivors_of(work)
    noticed = share(survivors, work)
    print(f"{noticed:6.1%} of {len(work):3} noticed  {name.rsplit('.', 1)[1]}")
    if everything or noticed < BAR:
        print(*survivors, sep="\n")
    return noticed


def survivors_of(work: Work) -> list[Survivor]:
    """The mutants that no example notices; SystemExit where an example fails before anything is broken."""
    for name in dict.fromkeys(name for name, _ in work):
        if not survives(name, Mutant(0, "nothing", ast.parse(source_of(name)))):
            sys.exit(f"{name}: an example fails without any mutant: see the unit tests first")
    return [Survivor(name.rsplit(".", 1)[1], m.line, m.what) for name, m in work if survives(name, m)]


def share(survivors: list[Survivor], work: Work) -> float:
    """The share of mutants that was noticed."""
    return 1 - len(survivors) / len(work) if work else 1.0


if __name__ == "__main__":
    sys.exit(main())
