"""What the market says of pairs, against closed forms and against `comity link`; the page against its study."""

from __future__ import annotations

from fractions import Fraction

import pytest

from comity.market.link import link
from comity.regime.modes import PairFacts
from comity.results import Verdict
from comity.studies import regime_pairs
from comity.studies.pages import filled
from comity.studies.regime_pairs_facts import facts, market_systems
from comity.studies.world_2026_data import FOLDER
from comity.world.linking import Link
from comity.world.read import read_world
from comity.world.world import World
from tests.market.pair import BUYER_AND_SELLER, Countries, country

Heard = tuple[str, int, int]
PAIRS = (BUYER_AND_SELLER, Countries(country(50, 45, 4), country(300, 150, 1)))


def _one(world: World) -> PairFacts:
    return facts(world, ["a", "b"])[0]


def _close(found: float, wanted: Fraction, scale: Fraction) -> bool:
    return found == pytest.approx(float(wanted), rel=1e-6, abs=1e-6 * float(scale))


@pytest.mark.parametrize("countries", PAIRS)
def test_gains_of_two_linear_markets(countries: Countries) -> None:
    """Saved cost less payments, over what the smaller emits at the higher price; steeper curves change no share."""
    found = _one(countries.world())
    gains, a, b = countries.traded().gains, countries.a, countries.b
    worth = min(a.cap, b.cap) * max(a.price, b.price)
    assert found.gains is not None
    for pair in found.gains:
        for side in (0, 1):
            assert _close(pair[side], gains[side] / worth, sum(gains) / worth)
    assert found.air is not None
    assert max(abs(share) for share in found.air) < 1e-6  # both caps bind, before and after
    assert found.substitution == (0.0,)


@pytest.mark.parametrize("countries", PAIRS)
def test_the_accounts_are_those_of_the_link(countries: Countries) -> None:
    world = countries.world()
    told = {(one.holder, one.account): one for one in link(world, Link(first="a", second="b")).verdicts}
    found = {(one.holder, one.account): one for one in _one(world).accounts}
    assert set(found) == set(told)
    for name, verdict in found.items():
        assert _same(verdict, told[name])


def _same(one: Verdict, other: Verdict) -> bool:
    scale = max(abs(other.low), abs(other.high))
    pairs = ((one.central, other.central), (one.low, other.low), (one.high, other.high))
    return one.sign == other.sign and all(a == pytest.approx(b, abs=1e-6 * scale) for a, b in pairs)


@pytest.fixture(scope="module")
def world() -> World:
    return read_world(FOLDER)


@pytest.fixture(scope="module")
def heard() -> list[Heard]:
    return []


@pytest.fixture(scope="module")
def joined(world: World, heard: list[Heard]) -> dict[tuple[str, str], PairFacts]:
    """Two pairs that are joined already, and the four across."""
    found = facts(world, ["che-ets", "eu-ets", "rggi", "usa-ma"], lambda *told: heard.append(told))
    return {(one.a, one.b): one for one in found}


def test_systems_joined_already_are_not_tried(joined: dict[tuple[str, str], PairFacts]) -> None:
    untried = {pair for pair, found in joined.items() if found.gains is None}
    assert untried == {("che-ets", "eu-ets"), ("rggi", "usa-ma")}


def test_units_that_pass_are_substitutes(joined: dict[tuple[str, str], PairFacts]) -> None:
    found = joined["che-ets", "eu-ets"].substitution
    assert found is not None
    assert min(found) > 0


def test_obligations_on_the_same_tonnes_make_units_complements(joined: dict[tuple[str, str], PairFacts]) -> None:
    found = joined["rggi", "usa-ma"].substitution
    assert found is not None
    assert found[0] < 0


def test_progress_is_told(joined: dict[tuple[str, str], PairFacts], heard: list[Heard]) -> None:
    assert heard == [("pairs", done, len(joined)) for done in range(7)]


def test_systems_with_a_market_issue_units_and_cover_activities(world: World) -> None:
    covering = {id for activity in world.activity.values() for id in activity.covered_by}
    found = market_systems(world)
    assert set(found) <= covering
    assert {"chn-national", "eu-ets", "kor-ets"} <= set(found)
    assert "nld-co2-floor" not in found


@pytest.mark.slow
def test_the_pages_are_what_the_study_prints() -> None:
    for page, found in regime_pairs.run().items():
        text = page.read_text(encoding="utf-8")
        assert filled(text, found) == text
