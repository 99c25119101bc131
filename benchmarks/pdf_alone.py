"""One PDF in a process of its own, as in the child of parse: `python -m benchmarks.pdf_alone read|parse FILE`.

Prints the CPU seconds and the peak of resident memory in MB: of reading into blocks, or of all up to the JSON.
"""

import sys
import time
from pathlib import Path

from services.parse.core import read
from services.parse.task import documents


def main() -> None:
    """Do it once."""
    step, data = sys.argv[1], Path(sys.argv[2]).read_bytes()
    begun = time.process_time()
    if step == "read":
        kept = read(data)  # noqa: F841 - it is in memory when the peak is taken
    else:
        for record in documents(data, {"source": "long.pdf"}):
            del record
    print(f"{time.process_time() - begun:.2f} {peak_mb():.0f}")


def peak_mb() -> float:
    """The most memory that this program has held; getrusage would tell that of the one that started it, if larger."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise OSError("no VmHWM: this needs Linux")


if __name__ == "__main__":
    main()
