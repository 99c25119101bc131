"""`make bench`: every benchmark in turn, each as it is run alone (`python -m benchmarks.NAME`)."""

import subprocess
import sys

NAMES = ("core", "office", "cost", "workers", "latency", "soak")


def main() -> None:
    """Run them; the names of some of them may be given."""
    for name in sys.argv[1:] or NAMES:
        print(f"== {name}", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)  # noqa: S603 - our own modules


if __name__ == "__main__":
    main()
