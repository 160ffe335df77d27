"""Three registries in three processes, on a network that loses, repeats and reorders, killed at every phase."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.api.exchange_node import PHASES
from tests.api.exchanges import run

SEED = "2026"
#: For `make test-all`.
MANY = 150


def told(hits: Counter[str], kinds: Counter[str], seed: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Print the hits and what the journals have; a phase without a hit is a failure."""
    lines = [f"    {hits[phase]:4}  {phase}" for phase in PHASES]
    entries = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()) if kind.endswith("-external"))
    with capsys.disabled():
        sys.stderr.write("\n".join(["", f"seed {seed}: {hits.total()} kills; {entries}", *lines, ""]))
    assert [phase for phase in PHASES if not hits[phase]] == []


@pytest.mark.postgres
def test_every_tonne_is_in_one_place(tmp_path: Path, postgres_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    told(*run(tmp_path, postgres_url, len(PHASES), SEED), SEED, capsys)


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize("seed", ["2027", "2028"])
def test_many_times(tmp_path: Path, postgres_url: str, seed: str, capsys: pytest.CaptureFixture[str]) -> None:
    told(*run(tmp_path, postgres_url, MANY, seed), seed, capsys)
