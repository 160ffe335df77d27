"""A small registry that tests of the terminal may spoil."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.terminal import comity

#: The account with units.
TAKE = ("--from", "acme")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry in which acme has 1,000 units."""
    where = tmp_path_factory.mktemp("made") / "registry.db"
    for call in (
        ("init", "--world", "tutorial"),
        ("open", "acme", "operator-holding", "--party", "NORTH"),
        ("open", "b", "buffer"),
        ("issue", "1000", "NUA", "--to", "acme", "--mechanism", "north-ets", "--vintage", "2026"),
    ):
        assert comity("registry", "--registry", str(where), *call).code == 0
    return where


@pytest.fixture
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a copy of it."""
    monkeypatch.delenv("COMITY_REGISTRY", raising=False)
    monkeypatch.chdir(tmp_path)
    shutil.copy(made, tmp_path)
    return tmp_path


def last() -> int:
    """The number of the last entry."""
    found = json.loads(comity("registry", "holdings", "--json").out)
    return int(found["entry"])
