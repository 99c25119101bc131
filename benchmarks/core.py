"""The pure core on its own: CPU time of reading and of judging a document, the five real documents and generated ones.

`python -m benchmarks.core`: the median of several rounds, in one process, imports and warming up left out.
"""

import time
from collections.abc import Callable, Iterator
from statistics import median

from benchmarks.running import load
from services.parse.core import parse
from services.validate.core import judge
from shared.document import Document
from specimens.variants import KINDS
from tests.seeds import SEEDS

ROUNDS = 5
OF_EACH_KIND = 3


def subjects() -> Iterator[tuple[str, list[bytes]]]:
    """What is measured: a name, and the documents that it stands for."""
    for path in sorted(SEEDS.glob("*.txt")) if SEEDS.is_dir() else []:
        yield f"real {path.name[:3]}", [path.read_bytes()]
    for kind, make in sorted(KINDS.items()):
        yield kind, [make(number).content for number in range(1, OF_EACH_KIND + 1)]


def cpu_ms(work: Callable[[], object]) -> float:
    """Median CPU time of `work` in milliseconds."""
    taken = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return 1000 * median(taken)


def measure(documents: list[bytes]) -> tuple[float, float, list[Document]]:
    """Milliseconds of reading and of judging one of them, and what was read."""
    read = [document for data in documents for document in parse(data, "document")]
    reading = cpu_ms(lambda: [parse(data, "document") for data in documents])
    judging = cpu_ms(lambda: [judge(document) for document in read])
    return reading / len(documents), judging / len(documents), read


def main() -> None:
    """Print one line for each."""
    print(f"CPU ms a document, median of {ROUNDS} ({load()})")
    print(f"{'document':28} {'KB':>7} {'projects':>8} {'indicators':>10} {'read':>8} {'judge':>8} {'ms/KB':>7}")
    for name, documents in subjects():
        reading, judging, read = measure(documents)
        size = sum(map(len, documents)) / len(documents) / 1024
        projects = sum(len(each.projects) for each in read) / len(documents)
        indicators = sum(len(project.indicators) for each in read for project in each.projects) / len(documents)
        per_kb = (reading + judging) / size
        print(f"{name:28} {size:7.1f} {projects:8.1f} {indicators:10.1f} {reading:8.1f} {judging:8.1f} {per_kb:7.2f}")


if __name__ == "__main__":
    main()
