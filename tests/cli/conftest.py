"""A world of one's own for every test that may change it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.terminal import SAMPLE


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A copy of the sample world."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "sample"))


@pytest.fixture
def where(world: Path) -> str:
    """Its path as it is typed."""
    return f"{world}/"
