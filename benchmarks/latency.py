"""From drop to verdict: one small document at a time on an idle deployment; p50, p99, and where the time goes.

`python -m benchmarks.latency [DOCUMENTS]`. Uploads over HTTP first, then files dropped into the inbox: a file there is
taken once it has not changed for GOUJI_INBOX_STABLE_S (2 s); the folder is looked at every GOUJI_INBOX_POLL_S (0.5 s).
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from nats.aio.msg import Msg

from benchmarks.running import Running, load, quantile, running
from shared.topology import PARSED, RECEIVED, ROOT, VALIDATED, VERDICTS
from specimens.setting import Knobs
from specimens.variants import variant

DOCUMENTS = 200
DROPPED = 20
WARM = 10
STAGES = {"ingest": RECEIVED, "parse": PARSED, "validate": VALIDATED, "store": VERDICTS}


def small(seed: int) -> bytes:
    """A document of one project."""
    return variant("ocr-markdown", seed, Knobs(projects=1)).content


class Desk:
    """Hears every event of the pipeline, and notes when."""

    def __init__(self) -> None:
        self._heard: dict[str, float] = {}
        self._verdict = asyncio.Event()

    async def hear(self, deployment: Running) -> None:
        """Plain subscriptions: they take nothing away from anybody."""
        await deployment.connection.subscribe(f"{ROOT}.>", cb=self._note)

    async def verdict(self, started: float) -> dict[str, float]:
        """Milliseconds that each stage took until its event was here, the total included, once the verdict is."""
        await asyncio.wait_for(self._verdict.wait(), 60)
        times = [started, *(self._heard[name] for name in STAGES)]
        taken = {name: 1000 * (times[n + 1] - times[n]) for n, name in enumerate(STAGES)}
        self._heard.clear()
        self._verdict.clear()
        return taken | {"total": 1000 * (times[-1] - started)}

    async def _note(self, message: Msg) -> None:
        for name, subject in STAGES.items():
            if message.subject.startswith(subject):
                self._heard[name] = time.perf_counter()
        if "verdict" in message.subject:
            self._verdict.set()


async def uploaded(deployment: Running, desk: Desk, seeds: range) -> list[dict[str, float]]:
    """What each upload took from its beginning."""
    taken = []
    for seed in seeds:
        await asyncio.sleep(0.05)  # idle again
        data, started = small(seed), time.perf_counter()
        await deployment.submit([data], f"uploaded-{seed}")
        taken.append(await desk.verdict(started))
    return taken


async def dropped(deployment: Running, desk: Desk, seeds: range) -> list[dict[str, float]]:
    """What each file took from its drop into the inbox."""
    taken, inbox = [], deployment.folder / "inbox"
    for seed in seeds:
        half = inbox / f".{seed}"
        half.write_bytes(small(seed))
        started = time.perf_counter()
        half.rename(inbox / f"{seed}.txt")
        taken.append(await desk.verdict(started))
    return taken


def tell(how: str, taken: list[dict[str, float]]) -> None:
    """One line: quantiles of the total, medians of the stages."""
    totals = [each["total"] for each in taken]
    parts = ", ".join(f"{name} {median(each[name] for each in taken):.1f}" for name in STAGES)
    print(f"{how}: p50 {quantile(totals, 0.5):.0f} ms, p99 {quantile(totals, 0.99):.0f} ms of {len(taken)} ({load()})")
    print(f"  medians until the event of {parts}", flush=True)


async def measure(folder: Path, count: int) -> None:
    """Print what was measured."""
    async with running(folder, inbox=True) as deployment:
        desk = Desk()
        await desk.hear(deployment)
        await uploaded(deployment, desk, range(10**5, 10**5 + WARM))
        tell("upload", await uploaded(deployment, desk, range(count)))
        tell("inbox", await dropped(deployment, desk, range(10**4, 10**4 + min(count, DROPPED))))


def main() -> None:
    """Measure in a folder of its own."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), count))


if __name__ == "__main__":
    main()
