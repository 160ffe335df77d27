"""How fast markets are solved, beside the solvers people would reach for.

    make bench                                  the bars, at 12 x 1, 35 x 15 and 70 x 30 (markets x years)
    python benchmarks/market.py --seed 2 --size 140x30 --rounds 5

All solve the same scaled instance from a seed (see instances.py) in one process and one thread, in turns, to the same
residual of 1e-6, recomputed from the data. A solver's own tolerance is the loosest that reaches it. Times are medians
with ranges; ratios are medians of the ratios round by round. Memory and cold start are those of fresh processes that
read the instance from a file. A bar that is not reached is followed by where the time goes (see reasons.py).
"""

from __future__ import annotations

import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), "1"))

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from benchmarks import peers
from benchmarks.instances import instance
from benchmarks.peers import PACKAGES, SECONDS, SOLVERS, Answer, Run, saved
from benchmarks.reasons import reasons
from comity.market.measure import measure
from comity.market.program import Program, Scale

WANTED = 1e-6
TOLERANCES = (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12)
PATIENCE = 8.0  # seconds; what takes longer is run once only
BARS = (  # size, curves, who, how many times faster than whom
    ("70x30", "linear", "comity, compiled", 7.0, "PIQP"),
    ("70x30", "linear", "comity, compiled", 15.0, "Clarabel, qdldl"),
    ("70x30", "linear", "comity, reference", 2.0, "PIQP"),
    ("70x30", "exponential", "comity, compiled", 35.0, "Clarabel, qdldl"),
)


@dataclass
class Row:
    """One solver on one instance."""

    name: str
    tolerance: float = np.nan
    residual: float = np.inf
    seconds: list[float] = field(default_factory=list)
    note: str = ""

    @property
    def median(self) -> float:
        """Median time."""
        return statistics.median(self.seconds)


def say(text: str = "") -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def off(program: Program, found: Answer) -> float:
    """The residual of an answer in the instance's units, with amounts and prices put inside their bounds."""
    x = np.clip(np.nan_to_num(found[0]), 0.0, program.upper)
    price = np.maximum(found[1], 0.0)  # nan where there is no market
    return measure(program, x, price, Scale(1.0, 1.0), np.zeros(program.columns, dtype=bool))


def timed(run: Run, tolerance: float) -> tuple[float, Answer]:
    """Seconds and answer."""
    begin = time.perf_counter()
    found = run(tolerance)
    return time.perf_counter() - begin, found


def tuned(name: str, program: Program, run: Run) -> Row:
    """The loosest tolerance that reaches the wanted residual, or the best there is."""
    row = Row(name)
    for tolerance in TOLERANCES:
        try:
            seconds, found = timed(run, tolerance)
        except Exception as problem:  # a peer that gives up has lost
            row.note = f"failed: {type(problem).__name__}"
            break
        residual = off(program, found)
        if residual < row.residual:
            row.residual, row.tolerance, row.seconds = residual, tolerance, [seconds]
        if residual <= WANTED or seconds > PATIENCE:
            break
    if row.residual > WANTED and row.seconds:
        row.note = f"> {SECONDS:.0f} s, stopped" if row.seconds[0] > 0.9 * SECONDS else "residual not reached"
    return row


def compared(program: Program, names: list[str], rounds: int) -> list[Row]:
    """All solvers on one instance, in turns."""
    runs = {name: run for name in names if (run := SOLVERS[name](program)) is not None}
    rows = [tuned(name, program, run) for name, run in runs.items()]
    for row in rows:
        if row.seconds and row.seconds[0] <= PATIENCE:
            row.seconds = []
    for _ in range(rounds):
        for row in rows:
            if not row.note.startswith("failed") and (not row.seconds or row.seconds[0] <= PATIENCE):
                row.seconds.append(timed(runs[row.name], row.tolerance)[0])
    return rows


def ratio(row: Row, to: Row) -> tuple[float, float, float]:
    """How many times longer `row` takes than `to`: median, least and most of all rounds."""
    times = row.seconds if len(row.seconds) > 1 else row.seconds * len(to.seconds)
    pairs = [a / b for a, b in zip(times, to.seconds, strict=True)]
    return statistics.median(pairs), min(pairs), max(pairs)


def table(rows: list[Row]) -> None:
    """Print times and ratios to the first row."""
    say(f"  {'':24} {'ms':>9} {'(range)':>19} {'ratio':>7} {'(range)':>15} {'residual':>9} {'tolerance':>9}")
    for row in rows:
        if not row.seconds:
            say(f"  {row.name:24} {row.note}")
            continue
        times = [1e3 * one for one in row.seconds]
        middle, low, high = ratio(row, rows[0])
        say(
            f"  {row.name:24} {statistics.median(times):9.2f} {f'({min(times):.2f}-{max(times):.2f})':>19}"
            f" {middle:7.2f} {f'({low:.1f}-{high:.1f})':>15} {row.residual:9.1e} {row.tolerance:9.0e}  {row.note}"
        )


def fresh(names: list[str], program: Program) -> None:
    """Peak memory and time to the first answer of fresh processes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "instance.npz"
        saved(program, path)
        for name in names:
            if SOLVERS[name](program) is None:
                continue
            begin = time.perf_counter()
            found = subprocess.run(
                [sys.executable, peers.__file__, name, str(path)], capture_output=True, text=True, check=False
            )
            took = time.perf_counter() - begin
            said = found.stdout.split()
            say(f"  {name:24} {took:6.2f} s  " + (f"{float(said[-1]):6.0f} MB" if said else "failed"))


def bars(found: dict[tuple[str, str], tuple[Program, list[Row]]]) -> None:
    """Print which bars are reached, and what stands in the way of those that are not."""
    say("\nBars")
    for size, curves, who, wanted, than in BARS:
        program, listed = found.get((size, curves), (None, []))
        rows = {row.name: row for row in listed}
        if who not in rows or than not in rows or not rows[who].seconds or not rows[than].seconds:
            continue
        middle, low, high = ratio(rows[than], rows[who])
        verdict = "reached" if middle >= wanted else "NOT reached"
        line = f"  {size} {curves}: {who} >= {wanted:g} x {than}: {middle:.1f} ({low:.1f}-{high:.1f}) {verdict}"
        say(line + (f"; {rows[than].note}" if rows[than].note else ""))
        if program is not None and middle < wanted:
            for reason in reasons(program, (who, rows[who].tolerance), (than, rows[than].tolerance), wanted):
                say(f"      {reason}")


def main() -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", action="append", help="markets x years, as 70x30; may be repeated")
    parser.add_argument("--seed", type=int, action="append", help="may be repeated")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--curves", choices=("linear", "exponential"), action="append")
    parser.add_argument("--solver", action="append", choices=tuple(SOLVERS), help="only these; may be repeated")
    asked = parser.parse_args()
    versions = []
    for name, package in PACKAGES.items():
        try:
            versions.append(f"{name} {version(package)}")
        except PackageNotFoundError:
            sys.exit(f"{name} is missing: pip install -r requirements/bench.txt, or make bench")
    say(", ".join(versions) + f", Python {sys.version.split()[0]}; one thread")
    names = asked.solver or list(SOLVERS)
    found: dict[tuple[str, str], tuple[Program, list[Row]]] = {}
    for size in asked.size or ("12x1", "35x15", "70x30"):
        markets, years = (int(part) for part in size.split("x"))
        for seed in asked.seed or (1,):
            for curves in asked.curves or ("linear", "exponential"):
                program = instance(markets, years, seed, exponential=curves == "exponential")
                say(f"\n{size}, {curves} curves, seed {seed}: {program.rows} rows, {program.columns} columns")
                rows = compared(program, names, asked.rounds)
                table(rows)
                found.setdefault((size, curves), (program, rows))
        say(f"\n{size} in a fresh process: seconds to the answer, peak memory")
        fresh(names, instance(markets, years, (asked.seed or (1,))[0]))
    bars(found)


if __name__ == "__main__":
    main()
