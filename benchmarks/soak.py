"""A long run: is every process's memory flat, the last tenth as fast as the first, and how much does the database grow?

`python -m benchmarks.soak [DOCUMENTS]`: 1,000 unless told otherwise, 10,000 for a figure worth keeping. The three text
forms in turn, each document another one, on SQLite. The first tenth is warming up in what memory is compared with.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.cost import documents
from benchmarks.running import MB, Running, load, running

DOCUMENTS = 1_000
TENTHS = 10


async def measure(folder: Path, count: int) -> None:
    """Print a line each tenth, then what it comes to."""
    async with running(folder) as deployment:
        rates, memories, sizes = [], [], []
        for number in range(TENTHS):
            given = documents(number * count // TENTHS, count // TENTHS)
            cpu, started = deployment.cpu_s(), time.monotonic()
            await deployment.submit(given)
            ended = await deployment.until_ended((number + 1) * (count // TENTHS))
            cpu_ms = 1000 * (deployment.cpu_s() - cpu) / len(given)
            rates.append((len(given) / (ended - started), cpu_ms))
            memories.append({name: each.resident / MB for name, each in deployment.usage().items()})
            sizes.append(_kept(deployment))
            told = ", ".join(f"{name} {taken:.0f}" for name, taken in memories[-1].items())
            print(
                f"{(number + 1) * len(given):6} documents: {rates[-1][0]:5.1f}/s, {cpu_ms:5.1f} ms CPU each ({load()})"
            )
            print(f"       MB: {told}", flush=True)
        _tell(rates, memories, sizes, count // TENTHS * (TENTHS - 1))


def _tell(
    rates: list[tuple[float, float]],
    memories: list[dict[str, float]],
    sizes: list[tuple[int, int]],
    documents_since: int,
) -> None:
    print(f"last tenth against first: {rates[-1][0] / rates[0][0]:.2f} of the speed, ", end="")
    print(f"{rates[-1][1] / rates[0][1]:.2f} of the CPU a document")
    grown = {name: memories[-1][name] - memories[0][name] for name in memories[0]}
    print("memory since the first tenth: " + ", ".join(f"{name} {more:+.0f} MB" for name, more in grown.items()))
    database, streams = ((sizes[-1][n] - sizes[0][n]) / documents_since / 1024 for n in (0, 1))
    print(f"growth a document: database {database:.1f} KB, NATS {streams:.1f} KB")


def _kept(deployment: Running) -> tuple[int, int]:
    """Bytes of the database, and of the streams and objects on disk."""
    database = sum(path.stat().st_size for path in deployment.folder.glob("gouji.db*"))
    streams = sum(path.stat().st_size for path in (deployment.folder / "nats").rglob("*") if path.is_file())
    return database, streams


def main() -> None:
    """Measure in a folder of its own."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), count))


if __name__ == "__main__":
    main()
