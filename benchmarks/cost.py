"""What the pipeline takes beyond the pure core: CPU a document over four processes and NATS, on SQLite and PostgreSQL.

`python -m benchmarks.cost [DOCUMENTS]`. The plain loop (read, serialise, judge, serialise) is run before and after in a
process of its own; the pipeline's CPU is that of every process, PostgreSQL's included. Target: 10 ms and 5 % more.
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from statistics import mean

from benchmarks.running import Running, load, postmaster, running
from specimens.variants import KINDS
from tests import postgres

DOCUMENTS = 200
WARM = 24
IDLE_S = 5.0
TEXTS = ("ocr-markdown", "pdf-text", "word-text")

_LOOP = """
import sys, time
from benchmarks.cost import documents, plain
count = int(sys.argv[1])
plain(documents(10**6, 24))
made = documents(1, count)
started = time.process_time()
plain(made)
print(time.process_time() - started)
"""


def documents(first: int, count: int) -> list[bytes]:
    """So many documents, no two of them alike, the three text forms in turn."""
    kinds = islice(cycle(TEXTS), count)
    return [KINDS[kind](seed).content for seed, kind in enumerate(kinds, first)]


def plain(given: list[bytes]) -> None:
    """The pure core, and its results as JSON, without anything around it."""
    from services.parse.core import parse  # noqa: PLC0415 - the measured process alone needs them
    from services.validate.core import judge  # noqa: PLC0415

    for data in given:
        for document in parse(data, "document"):
            document.model_dump_json()
            judge(document).model_dump_json()


def plain_loop(count: int) -> float:
    """CPU ms a document of the plain loop."""
    command = [sys.executable, "-c", _LOOP, str(count)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own text
    return 1000 * float(told.stdout) / count


async def pipeline(
    folder: Path, count: int, database_url: str | None, others: dict[str, int]
) -> tuple[dict[str, float], float]:
    """CPU ms a document of each part of the pipeline, and CPU ms a second of all of it while it is idle.

    What it would have taken idle meanwhile is taken off, or a machine that others keep busy would count it twice.
    """
    async with running(folder, database_url=database_url, others=others) as deployment:
        await _through(deployment, documents(10**6, WARM), WARM)
        idle = await _idle(deployment)
        before, started = deployment.usage(), time.monotonic()
        await _through(deployment, documents(1, count), WARM + count)
        after, took = deployment.usage(), time.monotonic() - started
        taken = {name: 1000 * (after[name].cpu_s - before[name].cpu_s - idle[name] * took) / count for name in before}
        return taken, 1000 * sum(idle.values())


async def _idle(deployment: Running) -> dict[str, float]:
    """CPU seconds a second of each part while there is nothing to do."""
    before = deployment.usage()
    await asyncio.sleep(IDLE_S)
    return {name: (after.cpu_s - before[name].cpu_s) / IDLE_S for name, after in deployment.usage().items()}


async def _through(deployment: Running, given: list[bytes], ended: int) -> None:
    await deployment.submit(given)
    await deployment.until_ended(ended)


@contextmanager
def databases(kind: str) -> Iterator[tuple[str | None, dict[str, int]] | None]:
    """The URL of a database of that kind and the processes behind it; None where it cannot be had."""
    if kind == "sqlite":
        yield None, {}
        return
    with postgres.running() as server:
        yield None if server is None else (server.create(), {"postgresql": postmaster(server)})


def main() -> None:
    """Print the plain loop, then each database's pipeline and what it has more."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    for kind in ("sqlite", "postgresql"):
        with databases(kind) as database, tempfile.TemporaryDirectory() as folder:
            if database is None:
                print(f"{kind}: {postgres.NO_SERVER}")
                continue
            before = plain_loop(count)
            parts, idle = asyncio.run(pipeline(Path(folder), count, *database))
            core = mean([before, plain_loop(count)])
            total = sum(parts.values())
            print(f"{kind}, {count} documents ({load()})")
            print(f"  plain loop {core:.1f} ms, pipeline {total:.1f} ms CPU a document")
            print("  " + ", ".join(f"{name} {taken:.1f}" for name, taken in parts.items()))
            print(f"  idle, and not counted above: {idle:.0f} ms a second")
            print(f"  more: {total - core:.1f} ms (target: at most {10 + 0.05 * core:.1f}), ratio {total / core:.2f}")


if __name__ == "__main__":
    main()
