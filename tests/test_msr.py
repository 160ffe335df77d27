"""The reserve that ships gives the figures that the Commission published: `tests/oracles/msr.toml`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

import comity
from comity.world.circulation import Path, Row, intake, replay, years
from comity.world.regimes import is_high
from comity.world.reserve import PriceRelease, StockReserve
from tests.oracle_worlds import MARKS, read
from tests.random_worlds import Tree

ORACLE = read("msr")
MILLION = 10**6


def reserve(*scenarios: str) -> StockReserve:
    world, mechanism = str(ORACLE["rules"]).split("/")
    return comity.World.load(world, *scenarios).mechanism[mechanism].stock_reserves["msr"]


def scenario(case: Tree) -> tuple[str, ...]:
    return (case["scenario"],) if "scenario" in case else ()


def test_every_figure_has_a_mark() -> None:
    kinds = ("decision", "calendar", "invalidation", "growth")
    assert {case["mark"] for kind in kinds for case in ORACLE[kind]} <= MARKS.keys()


@pytest.mark.parametrize("case", ORACLE["decision"], ids=lambda case: f"{case['year']}-{case['intake']}")
def test_intake_by_the_published_circulation(case: Tree) -> None:
    found = intake(reserve(*scenario(case)), case["year"], Fraction(case["circulation"]))
    assert found.release == 0
    if "places" in case:
        assert round(found.intake / MILLION, case["places"]) == case["intake"] / MILLION
    else:
        assert found.intake == case["intake"]


@pytest.mark.parametrize("case", ORACLE["decision"], ids=lambda case: f"{case['year']}-{case['intake']}")
def test_the_same_in_a_replay(case: Tree) -> None:
    path = Path(rows=(Row(year=case["year"], circulation=Fraction(case["circulation"])),))
    decided = replay(path, reserve(*scenario(case))).decisions
    assert [one.regime.intake for one in decided] == [
        intake(reserve(*scenario(case)), case["year"], path.rows[0].circulation or Fraction()).intake
    ]
    assert [one.months for one in decided] == [8 if case["year"] == 2017 else 12]


@pytest.mark.parametrize("case", ORACLE["calendar"], ids=lambda case: str(case["year"]))
def test_what_is_taken_in_the_rest_of_a_year(case: Tree) -> None:
    published = {one["year"]: Fraction(one["circulation"]) for one in ORACLE["decision"] if "places" not in one}
    rows = tuple(
        Row(year=year, circulation=published[year]) for year in (case["year"] - 1, case["year"], case["until"])
    )
    months = replay(Path(rows=rows), reserve()).periods
    taken = [one.intake for one in months if one.year == case["until"] and (one.month or 0) >= 9]
    assert abs(sum(one or Fraction() for one in taken) - case["intake"]) <= case["within"]


@pytest.mark.parametrize("case", ORACLE["invalidation"], ids=lambda case: str(case["year"]))
def test_invalidation(case: Tree) -> None:
    opening = Row(
        year=case["year"] - 1,
        auctioned=Fraction(case["auctioned"]),
        circulation=Fraction(10**9),
        content=Fraction(case["content"]),
    )
    found = years(replay(Path(rows=(opening, Row(year=case["year"], circulation=Fraction(10**9)))), reserve()))
    assert found[-1].cancelled == case["gone"]


@pytest.mark.parametrize("case", ORACLE["growth"], ids=lambda case: case["rule"])
def test_growth_that_just_triggers(case: Tree) -> None:
    rule = PriceRelease.model_validate(
        {"months": case["months"], "factor": case["factor"], "over": case["over"], "volume": 1, "status": "assumed"}
    )
    for nudge, high in ((Decimal("-1e-8"), False), (Decimal("1e-8"), True)):
        growth = case["r"] + nudge
        prices = {month: growth**month for month in range(case["over"] + case["months"])}
        assert is_high(rule, prices, len(prices)) is high
        assert is_high(rule, prices, len(prices) - 1) is None
    assert float(case["r"]) ** 12 == pytest.approx(float(case["yearly"]), rel=5e-5)


def test_thresholds_of_the_law() -> None:
    """12 % (or 24 %) unless that is less than 100 (200) million; from 2024 a band; never more than is held."""
    now = reserve()

    def taken(year: int, circulation: int) -> int:
        return int(intake(now, year, Fraction(circulation)).intake)

    assert [taken(2018, 833_333_333), taken(2018, 833_333_334)] == [0, 200_000_000]
    assert [taken(2024, level * MILLION) for level in (832, 833, 834, 1096)] == [0, 0, MILLION, 263 * MILLION]
    assert taken(2024, 1096 * MILLION + 1) == 263_040_000
    assert taken(2030, 1100 * MILLION) == 132 * MILLION
    low = intake(now, 2024, Fraction(399 * MILLION), content=Fraction(60 * MILLION))
    assert low.release == 60 * MILLION
    assert (low.name, low.limited) == ("releases.scarce", True)
    assert intake(now, 2024, Fraction(400 * MILLION)).release == 0
    assert intake(reserve("directive-2018"), 2024, Fraction(1_000 * MILLION)).intake == 120 * MILLION


def test_other_versions_of_the_law() -> None:
    assert not reserve("decision-2015").invalidations
    assert reserve("directive-2018").invalidations.keys() == {"above-auctions"}
    quiet = Fraction(500 * MILLION)  # nothing is taken, nothing released
    rows = [Row(year=year, circulation=quiet) for year in range(2022, 2029)]
    rows[1] = Row(year=2023, circulation=quiet, content=Fraction(700 * MILLION))
    rows[5] = Row(year=2027, circulation=quiet, content=Fraction(700 * MILLION))
    for version, held in (((), [700, 400, 400, 400, 700, 400]), (("proposal-2026",), [700, 400, 400, 400, 700, 700])):
        found = years(replay(Path(rows=tuple(rows)), reserve(*version)))
        assert [one.content for one in found] == [None, *(amount * MILLION for amount in held)]
