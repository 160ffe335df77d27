"""The counts of initiatives, and the page that shows them."""

from __future__ import annotations

import csv
from pathlib import Path

from comity.studies.pages import filled
from comity.studies.regime_counts import CLAIMED, EDITION, PAGE, in_2020, listed, run, systems
from comity.world.world import World

WORLD = World.load("2026")


def test_the_list_of_the_world_bank_names_our_mechanisms() -> None:
    bank = listed()
    assert {id for one in bank for id in one.mechanisms} <= set(WORLD.mechanism)
    assert all(one.first is None or one.last is None or one.first <= one.last for one in bank)


def test_all_that_the_edition_has_in_force_is_here() -> None:
    ours = {one.id for one in systems(WORLD, EDITION)}
    assert [one.name for one in listed() if one.status == "implemented" and not ours & set(one.mechanisms)] == []


def test_standing_in_2020() -> None:
    for one in in_2020(WORLD):
        start = WORLD.mechanism[one.id].start
        assert start is not None
        assert (start.year <= CLAIMED) == (one.standing == "in-force")


def test_every_system_of_2020_is_in_the_list_behind_the_number() -> None:
    found = run()[PAGE]["systems-2020"]
    assert all(f"(`{one.id}`)" in found for one in in_2020(WORLD))
    assert found.startswith(f"{len(in_2020(WORLD))} trading systems")


def test_the_pages_are_current() -> None:
    for page, found in run().items():
        text = page.read_text(encoding="utf-8")
        assert filled(text, found) == text


def test_the_list_is_the_world_banks(shared_data: Path) -> None:
    """Names and statuses of all its trading systems, and years within those that its sheets have."""
    folder = shared_data / "worldbank_cpd"
    with (folder / "instruments.csv").open(encoding="utf-8", newline="") as file:
        theirs = {row["Instrument name"]: row for row in csv.DictReader(file) if row["Type"] == "ETS"}
    bank = {one.name: one for one in listed()}
    assert set(bank) == set(theirs)
    assert all(one.status == theirs[name]["Status"].lower().replace(" ", "-") for name, one in bank.items())
    years: dict[str, set[int]] = {}
    with (folder / "prices_april1_usd.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if float(row["price_usd_tco2e"] or 0) > 0:
                years.setdefault(row["Name of the initiative"], set()).add(int(row["year"]))
    with (folder / "coverage_share_global.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if float(row["share_global_ghg"] or 0) > 0:
                years.setdefault(row["Name of the initiative"], set()).add(int(row["year"]))
    for name, one in bank.items():
        if name in years:
            assert (one.first, one.last) == (min(years[name]), max(years[name])), name
