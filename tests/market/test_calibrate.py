"""Costs fitted to a price: exactly where the answer is known, and not at all where the price does not say."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from comity.market.calibrate import LEAST, MOST, Target, apply, fit, fit_all, groups, read, restricted, scaled
from comity.world.read import read_world
from comity.world.world import World

WORLD = """
title    = { en = "t", zh = "t" }
as-of    = 2026-01-01
quantity = "t CO2"
currency = "USD"
price-year = 2025
years    = [2026, 2027]
discount-rate = { unit = "a year", values = [
  { year = 2026, value = 0.1, status = "assumed" },
  { year = 2027, value = 0.1, status = "assumed" },
] }
"""
PARTY = '[AAA]\nname = { en = "A", zh = "A" }\n[BBB]\nname = { en = "B", zh = "B" }\n'
MECHANISM = """
name = {{ en = "m", zh = "m" }}
kind = "cap-and-trade"
parties = ["{party}"]
balance = "{party}"
start = 2020-01-01
unit-type = "{id}-unit"
{more}
[cap]
unit = "t CO2"
values = [{{ year = 2026, value = {cap}, status = "assumed" }}, {{ year = 2027, value = {cap}, status = "assumed" }}]
"""
ACTIVITY = """
[{id}]
name = {{ en = "a", zh = "a" }}
host = "{party}"
type = "all"
covered-by = [{covers}]
baseline = {{ unit = "t CO2", values = [
  {{ year = 2026, value = 100, status = "assumed" }},
  {{ year = 2027, value = 100, status = "assumed" }},
] }}
curve = {{ family = "linear", unit = "USD/t CO2", slope = {slope}, status = "assumed" }}
"""
LINK = """
title  = { en = "l", zh = "l" }
status = "in-force"
start  = 2020-01-01
[clauses.trade.moves]
among = ["m", "n"]
"""
PRICE = """unit = "USD2025/t CO2"
values = [
  {{ year = 2026, value = {price}, status = "assumed" }},
  {{ year = 2027, value = {price}, status = "assumed" }},
]
"""
YEARS = (2026, 2027)


def world(path: Path, *, cap: str = "90", more: str = "", link: bool = False, both: bool = False) -> World:
    """Mechanism m over activity a (slope 2), and n over b (slope 4); `both`: b is under m too."""
    folder = path / "w"
    (folder / "mechanisms").mkdir(parents=True)
    (folder / "agreements").mkdir()
    (folder / "world.toml").write_text(WORLD, encoding="utf-8")
    (folder / "parties.toml").write_text(PARTY, encoding="utf-8")
    m = MECHANISM.format(party="AAA", id="m", cap=cap, more=more)
    (folder / "mechanisms" / "m.toml").write_text(m, encoding="utf-8")
    n = MECHANISM.format(party="BBB", id="n", cap="80", more="")
    (folder / "mechanisms" / "n.toml").write_text(n, encoding="utf-8")
    covers = '"n", "m"' if both else '"n"'
    activities = ACTIVITY.format(id="a", party="AAA", covers='"m"', slope=2)
    activities += ACTIVITY.format(id="b", party="BBB", covers=covers, slope=4)
    (folder / "activities.toml").write_text(activities, encoding="utf-8")
    if link:
        (folder / "agreements" / "l.toml").write_text(LINK, encoding="utf-8")
    return read_world(folder)


def test_without_rules_of_price_the_scale_is_the_ratio_of_prices(tmp_path: Path) -> None:
    """10 t to abate at slope 2: 20 a tonne; 30 was seen, hence 1.5, and still 10 % of the baseline."""
    found = fit(world(tmp_path), Target(("m",), 30.0), YEARS)
    assert found.uncalibrated.price == pytest.approx(20)
    assert found.scale == Decimal("1.5")
    assert found.reason == "fitted"
    assert found.calibrated.price == pytest.approx(30)
    assert found.calibrated.share == pytest.approx(0.1)
    assert found.calibrated.emissions == pytest.approx(90)
    assert found.calibrated.set_by == ("activity.a.curve",)


def test_banking_and_opening_holdings_are_in_the_price(tmp_path: Path) -> None:
    """10 t in accounts leave 10 t to abate in two years, at prices that rise by a tenth: p (1 + 1.1) / 2 = 10."""
    holdings = '{ unit = "t CO2", values = [{ year = 2026, value = 10, status = "assumed" }] }'
    banked = world(tmp_path, more=f"banking = {{ allowed = true }}\nopening-holdings = {holdings}")
    found = fit(banked, Target(("m",), 2 * 20 / 2.1), YEARS)
    assert found.uncalibrated.price == pytest.approx(20 / 2.1)
    assert found.scale == Decimal("2")


def test_a_price_at_a_floor_does_not_say_what_abatement_costs(tmp_path: Path) -> None:
    floored = world(tmp_path, more="[price-controls.auction-reserve]\n" + PRICE.format(price=40))
    near = fit(floored, Target(("m",), 40.5), YEARS)
    assert (near.reason, near.scale) == ("at-a-control", Decimal(1))
    under = fit(floored, Target(("m",), 12.0), YEARS)  # no auction clears there
    assert (under.reason, under.scale) == ("at-a-control", Decimal(1))
    above = fit(floored, Target(("m",), 60.0), YEARS)
    assert (above.reason, above.scale) == ("fitted", Decimal(3))


def test_a_price_above_a_ceiling_is_out_of_reach(tmp_path: Path) -> None:
    ceiled = world(tmp_path, more="[price-controls.ceiling.price]\n" + PRICE.format(price=25))
    found = fit(ceiled, Target(("m",), 50.0), YEARS)
    assert found.reason == "above-reach"
    assert not found.identified
    assert found.scale == 1


def test_slack_allowances_say_so(tmp_path: Path) -> None:
    found = fit(world(tmp_path, cap="120"), Target(("m",), 5.0), YEARS)
    assert (found.reason, found.scale, found.calibrated.price) == ("slack", Decimal(1), 0.0)


def test_linked_markets_are_fitted_as_one(tmp_path: Path) -> None:
    """Linked, 30 t to abate at slopes 2 and 4: the price is 30 / (1/2 + 1/4) = 40; 20 was seen, hence 0.5."""
    linked = world(tmp_path, link=True)
    assert groups(linked, ["m", "n"]) == [("m", "n")]
    found = fit(linked, Target(("m", "n"), 20.0), YEARS)
    assert found.uncalibrated.price == pytest.approx(40)
    assert found.scale == Decimal("0.5")
    fitted = apply(linked, [found])
    assert read(fitted, Target(("n", "m"), 20.0), YEARS).price == pytest.approx(20)


def test_without_a_link_markets_are_apart(tmp_path: Path) -> None:
    apart = world(tmp_path)
    assert groups(apart, ["n", "m"]) == [("n",), ("m",)]
    assert set(restricted(apart, ["m"]).activity) == {"a"}
    first, second = fit_all(apart, [Target(("m",), 10.0), Target(("n",), 40.0)], YEARS)
    assert (first.scale, second.scale) == (Decimal("0.5"), Decimal("0.5"))


def test_an_activity_under_two_systems_is_fitted_once_and_beside_the_other(tmp_path: Path) -> None:
    """m caps both activities at 150 of 200 t, n caps b at 80 of 100.

    b abates 20 t for n's cap, hence a 30 for m's: at slope 2 that is 60, m's price. n's price is what b's cost, 80, has
    over it: 20. To see 90 and 30, a costs 1.5 times as much, and b (90 + 30) / 80 = 1.5 times.
    """
    under = world(tmp_path, cap="150", both=True)
    targets = [Target(("m",), 90.0, ("a",)), Target(("n",), 30.0, ("b",))]
    first, second = fit_all(under, targets, YEARS)
    assert (first.scale, second.scale) == (Decimal("1.5"), Decimal("1.5"))
    assert read(apply(under, [first, second]), targets[1], YEARS).price == pytest.approx(30, rel=1e-3)


def test_scaling_leaves_the_rest_alone(tmp_path: Path) -> None:
    plain = world(tmp_path)
    doubled = scaled(plain, {"a"}, 2.0)
    assert doubled.activity["a"].curve is not None
    assert doubled.activity["a"].curve.factor == 2
    assert doubled.activity["b"] is plain.activity["b"]
    assert plain.activity["a"].curve is not None
    assert plain.activity["a"].curve.factor == 1
    assert LEAST < 1 < MOST
