"""The page on norm distance is what its study prints, and the study compares what it says it does."""

from __future__ import annotations

import pytest

from comity.regime.distance import compared, norms
from comity.regime.modes import thresholds
from comity.studies import regime_distance
from comity.studies.pages import filled
from comity.studies.world_2026_data import FOLDER
from comity.world.read import read_world
from comity.world.world import World


@pytest.fixture(scope="module")
def world() -> World:
    return read_world(FOLDER)


@pytest.mark.slow
def test_the_pages_are_what_the_study_prints() -> None:
    for page, found in regime_distance.run().items():
        text = page.read_text(encoding="utf-8")
        assert filled(text, found) == text


def test_systems_of_the_club_are_of_members_abroad(world: World) -> None:
    found = regime_distance.club_systems(world)
    members = set(world.body[regime_distance.CLUB].members)
    parties = {party for id in found for party in world.mechanism[id].parties}
    assert {"KOR", "NZL", "AUS", "SGP", "VNM"} <= parties
    assert "CHN" not in parties
    assert {party for party in parties if world.party[party].kind == "state"} <= members


def test_standards_of_the_club_credit(world: World) -> None:
    of = norms(world)
    found = regime_distance.club_standards(world, of)
    assert found
    assert {of.value("family", id) for id in found} == {"credit"}
    assert not set(found) & {"ccer", "cdm"}


def test_each_mechanism_of_the_list_is_in_the_world(world: World) -> None:
    linked = {id for pair in regime_distance.LINKED for id in pair}
    assert {*regime_distance.CHINA, *regime_distance.WITH, *linked} <= set(world.mechanism)


def test_near_is_what_has_been_linked_both_ways(world: World) -> None:
    """The reason that stands beside the threshold is true of the world."""
    of = norms(world)
    sizes = [compared(of, a, b).distance or 0.0 for a, b in regime_distance.LINKED]
    near = thresholds()["near"]
    assert f"{max(sizes):.3f}" in near.reason
    assert near.value - 0.05 < max(sizes) <= near.value
