"""How a system is priced, and what its files lack, rule by rule on a world of 2026 that is changed."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from comity.world import World
from comity.world.pricing import Pricing, pricings, systems
from comity.world.read import build, read_folder


@cache
def world() -> World:
    """The files as they stand, without any scenario."""
    return build(read_folder("2026"))


def test_a_charge_comes_before_all_else() -> None:
    assert pricings(world())["sgp-icc"] == Pricing("fixed", "charge", "charge")


def test_what_was_observed_speaks_for_three_years() -> None:
    """New Zealand's last price is of 2025."""
    last = max(value.year for price in world().mechanism["nzl-ets"].observed_prices.values() for value in price.values)
    day = world().world.as_of
    assert pricings(world(), day.replace(year=last + 3))["nzl-ets"].kind == "market"
    assert pricings(world(), day.replace(year=last + 4))["nzl-ets"].kind != "market"


def test_a_system_that_is_not_in_force_is_not_listed() -> None:
    assert "eu-ets2" not in systems(world())
    begun = world().with_({"mechanism.eu-ets2.status": "in-force"})
    assert "eu-ets2" in systems(begun, date(2028, 1, 1))
    assert "eu-ets2" not in systems(begun)
    assert "vcs" not in systems(world())  # a standard that credits obliges nobody


@pytest.mark.parametrize(
    ("id", "lacks"),
    [
        ("mex-ets", ("price",)),
        ("vnm-ets", ("size", "price")),
        ("mne-ets", ("size", "supply")),
        ("nzl-ets", ("supply",)),
    ],
)
def test_what_the_files_lack(id: str, lacks: tuple[str, ...]) -> None:
    assert systems(world())[id].lacks == lacks


def test_a_system_with_every_figure_lacks_an_activity() -> None:
    """The activity of the United Kingdom's power sector and the others' are all that UK ETS needs besides its file."""
    assert systems(world())["uk-ets"].lacks == ()
    without = world().model_copy(update={"activity": {}})
    assert systems(without)["uk-ets"].lacks == ("activity",)
    assert not systems(without)["uk-ets"].solved


def test_a_solved_system_lacks_at_most_supply() -> None:
    found = systems(world()).values()
    assert {lack for one in found if one.solved for lack in one.lacks} == {"supply"}
    assert all(one.lacks for one in found if not one.solved)


def test_a_scenario_that_assumes_supply_fills_the_gap() -> None:
    found = systems(World.load("2026", "in-force")).values()
    assert all(not one.lacks for one in found if one.solved)
