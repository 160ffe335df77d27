"""What a person waits for: `comity --help` beyond a bare interpreter, and a first answer from the `tutorial` world.

    python benchmarks/cold_start.py

Each figure is the least of several runs, since everything else on the machine can only add to it.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time

RUNS = 7
COMITY = "import sys; from comity.cli.main import main; main(sys.argv[1:])"


def cpu_seconds(*arguments: str) -> float:
    """Processor time of one run of this Python, its system time included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def wall_seconds(*arguments: str) -> float:
    """Time on the clock of one run."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    bare = min(cpu_seconds("-c", "pass") for _ in range(RUNS))
    help_ = min(cpu_seconds("-c", COMITY, "--help") for _ in range(RUNS))
    solve = min(wall_seconds("-c", COMITY, "run", "tutorial", "--json") for _ in range(RUNS))
    words = min(wall_seconds("-c", COMITY, "run", "tutorial") for _ in range(RUNS))
    sys.stdout.write(
        f"comity --help, beyond a bare interpreter   {help_ - bare:.3f} s of processor time (0.3 s allowed)\n"
        f"comity run tutorial --json                 {solve:.2f} s on the clock\n"
        f"comity run tutorial, as tables             {words:.2f} s on the clock\n"
    )


if __name__ == "__main__":
    main()
