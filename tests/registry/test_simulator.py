"""The simulator beside the oracle: a short run always, a million requests when asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from comity.registry.store import open_store
from tests.registry.simulator import Life, gaps, run, table

SEED = "2026"
OPERATIONS, LIFE = 8_000, 500
#: For `make test-all`: so many requests, shared out among so many processes.
MANY, PROCESSES = 1_000_000, 2
ROOT = Path(__file__).resolve().parents[2]


def test_a_short_run(capsys: pytest.CaptureFixture[str]) -> None:
    """All kinds are accepted, all codes given, and what the ledger holds is what the oracle holds after every step."""
    counts = run(SEED, OPERATIONS, life=LIFE)
    with capsys.disabled():
        sys.stderr.write(f"\nseed {SEED}: {table(counts)}\n")
    assert gaps(counts) == []
    assert {event for kind, event in counts if kind == "event"} == {
        "failed", "kept", "overtaken", "registries", "reopened", "unheard",
    }  # fmt: skip


def test_a_seed_repeats_itself() -> None:
    assert run("again", 600) == run("again", 600)


def test_a_short_run_on_a_database(database: str) -> None:
    """The same with the store of the product, and its snapshots."""
    counts: Counter[tuple[str, str]] = Counter()
    with open_store(database, create="R") as store:
        life = Life(SEED, counts, store=store)
        while life.operations < 400:
            life.step()
        life.finish()
    assert counts["event", "kept"]
    assert counts["event", "overtaken"]


@pytest.mark.slow
def test_a_million_requests(capsys: pytest.CaptureFixture[str]) -> None:
    """In processes of their own, each with its seed."""
    command = [sys.executable, "-m", "tests.registry.simulate", "--operations", str(MANY // PROCESSES), "--seed"]
    running = [
        subprocess.Popen([*command, f"{SEED}-{n}"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for n in range(PROCESSES)
    ]
    counts: Counter[tuple[str, str]] = Counter()
    for process in running:
        out, _ = process.communicate()
        assert process.returncode == 0
        for kind, code, times in json.loads(out):
            counts[kind, code] += times
    with capsys.disabled():
        sys.stderr.write(f"\nseeds {SEED}-0 to {SEED}-{PROCESSES - 1}: {table(counts)}\n")
    assert gaps(counts) == []
    assert sum(times for (kind, _), times in counts.items() if kind != "event") >= MANY
