"""A writer is killed at every stage, on both databases: a few times always, a thousand when asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.registry.boundaries import BOUNDARIES, Stage

ROOT = Path(__file__).resolve().parents[2]
SEED = "2026"
#: For `make test-all`.
MANY = {"sqlite": 880, "postgresql": 120}


def started(where: str, kills: int, seed: str = SEED) -> subprocess.Popen[str]:
    """The killing, in a process that has nothing else in it: it forks."""
    command = [sys.executable, "-m", "tests.registry.kills", "--where", where, "--kills", str(kills), "--seed", seed]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def hits(process: subprocess.Popen[str]) -> Counter[Stage]:
    """How often each stage was hit."""
    out, _ = process.communicate()
    assert process.returncode == 0, process.args
    return Counter({(doing, what): times for doing, what, times in json.loads(out)})


def told(database: str, found: Counter[Stage], capsys: pytest.CaptureFixture[str]) -> None:
    """Print the hits; a stage without any is a failure."""
    lines = [f"    {found[stage]:4}  {stage[0]}: {stage[1]}" for stage in BOUNDARIES[database]]
    with capsys.disabled():
        sys.stderr.write("\n".join(["", f"seed {SEED}: {found.total()} kills on {database}", *lines, ""]))
    assert [stage for stage in BOUNDARIES[database] if not found[stage]] == []


def test_killed_on_sqlite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told("sqlite", hits(started(str(tmp_path), len(BOUNDARIES["sqlite"]))), capsys)


@pytest.mark.postgres
def test_killed_on_postgresql(postgres_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    told("postgresql", hits(started(postgres_url, len(BOUNDARIES["postgresql"]))), capsys)


@pytest.mark.slow
def test_many_killed_on_sqlite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two at a time."""
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    both = [started(str(folder), MANY["sqlite"] // 2, f"{SEED}-{folder.name}") for folder in folders]
    told("sqlite", hits(both[0]) + hits(both[1]), capsys)


@pytest.mark.slow
@pytest.mark.postgres
def test_many_killed_on_postgresql(postgres_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    told("postgresql", hits(started(postgres_url, MANY["postgresql"])), capsys)
