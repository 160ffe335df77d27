"""The measures of complexity of `2026`, and the page that shows them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from comity.studies.pages import filled, table
from comity.studies.regime_complexity import SETS, figure, issued, run, tables
from comity.world.world import World

WORLD = World.load("2026")


def test_credits_are_of_mechanisms_of_this_world() -> None:
    credits = issued()
    assert {id for id, _ in credits} <= set(WORLD.mechanism)
    assert all(amount > 0 for amount in credits.values())


def test_credits_are_the_world_banks(shared_data: Path) -> None:
    """All of them, but for three small schemes whose figures are in another unit."""
    with (shared_data / "worldbank_cpd" / "crediting_issuance.csv").open(encoding="utf-8", newline="") as file:
        theirs = [(row["Mechanism"], float(row["credits_issued"] or 0)) for row in csv.DictReader(file)]
    left_out = ("UK Woodland Carbon Code", "Saitama Forest Absorption Certification System", "Sakhalin")
    total = sum(amount for name, amount in theirs if not name.startswith(left_out))
    assert sum(issued().values()) == pytest.approx(total, rel=1e-9)


def test_sets_are_of_this_world() -> None:
    assert {id for _, _, ids in SETS for id in ids} <= {*WORLD.mechanism, *WORLD.body}


def test_some_years_alone() -> None:
    found = tables(WORLD, issued(), range(2003, 2007))
    assert found["measures-density"].splitlines()[2].startswith("| 2003 | ")
    assert "too few years" in found["faster"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (3, "3"), (0.0, "0"), (0.05, "0.0500"), (0.256, "0.26"), (12345.6, "12346"), (-0.5, "-0.50")],
)
def test_figures(value: float | None, text: str) -> None:
    assert figure(value) == text


def test_a_place_without_a_table_is_told() -> None:
    page = "# Page\n\n<!-- study: one -->\nold\n<!-- end -->\n"
    assert filled(page, {"one": table(["a"], [[1]])}) == (
        "# Page\n\n<!-- study: one -->\n\n| a |\n|---|\n| 1 |\n\n<!-- end -->\n"
    )
    with pytest.raises(ValueError, match="two"):
        filled(page, {"one": "", "two": ""})
    with pytest.raises(ValueError, match="one"):
        filled(page, {})


@pytest.mark.slow
def test_the_pages_are_current() -> None:
    for page, found in run().items():
        text = page.read_text(encoding="utf-8")
        assert filled(text, found) == text
