"""A second parse worker on the second core: how much more goes through, on documents whose reading is the work.

`python -m benchmarks.workers [DOCUMENTS]`. One and two workers in turn, in one run, all else the same; the documents
wait in the stream before any worker goes on. Once with validate and store paused, so that the second core is the second
worker's (target: at least 1.8), and once with all of them on the same two cores.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.running import Running, load, running
from shared.topology import PARSE
from specimens.setting import Knobs
from specimens.variants import variant
from tests.integration.waiting import until

DOCUMENTS = 120
WARM = 8


def documents(first: int, count: int) -> list[bytes]:
    """Dumps of PDF files with many projects: rebuilding their tables is dear."""
    return [variant("pdf-text", seed, Knobs(projects=12)).content for seed in range(first, first + count)]


async def seconds(folder: Path, workers: int, count: int, paused: tuple[str, ...]) -> tuple[float, float]:
    """Wall seconds in which so many workers read the documents, and the share of one core that they had each."""
    async with running(folder, workers=workers) as deployment:
        await deployment.submit(documents(10**6, WARM))
        await deployment.until_ended(WARM)
        deployment.pause("parse", *paused)
        await deployment.submit(documents(1, count))
        before, started = deployment.cpu_s("parse"), time.monotonic()
        deployment.go_on("parse")
        await until(lambda: _is_read(deployment), within_s=3600, every_s=0.02)
        wall = time.monotonic() - started
        return wall, (deployment.cpu_s("parse") - before) / wall / workers


async def _is_read(deployment: Running) -> bool:
    info = await deployment.js.consumer_info(PARSE.stream, PARSE.name)
    return not info.num_pending and not info.num_ack_pending


def main() -> None:
    """Print each way and its ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    for paused in (("validate", "store"), ()):
        print(f"{' and '.join(paused)} paused" if paused else "all of them on the same cores", flush=True)
        taken = {}
        for workers in (1, 2):
            with tempfile.TemporaryDirectory() as folder:
                taken[workers], share = asyncio.run(seconds(Path(folder), workers, count, paused))
            rate = count / taken[workers]
            print(f"{workers} parse: {rate:.1f} documents/s, {share:.2f} of a core each ({load()})", flush=True)
        print(f"ratio {taken[1] / taken[2]:.2f}", flush=True)


if __name__ == "__main__":
    main()
