"""The study of the common core: its links are those that exist or existed, and its page has what it finds."""

from __future__ import annotations

import math

import pytest

from comity.regime.effectiveness import associated, links
from comity.studies import regime_core as study
from comity.studies.pages import filled
from comity.studies.world_2026_data import FOLDER
from comity.world.read import read_world
from comity.world.world import World


@pytest.fixture(scope="module")
def world() -> World:
    return read_world(FOLDER)


def test_links_that_ended_are_among_them(world: World) -> None:
    found = {(row["a"], row["b"]): row for row in links(world).to_dict("records")}
    ontario = found["can-on-ct", "usa-ca"]
    assert ontario["ended"]
    assert ontario["years"] < 1
    assert not found["can-qc", "usa-ca"]["ended"]  # it outlived the agreement of three
    assert found["can-qc", "usa-ca"]["years"] > 12
    assert ("che-ets", "eu-ets") in found
    assert ("jpn-saitama", "jpn-tokyo") in found


def test_a_common_core_is_a_share_and_of_itself_the_whole(world: World) -> None:
    found = study.cores(world, [("can-qc", "usa-ca"), ("can-qc", "can-qc")])
    assert 0 < found[0] < 1
    assert found[1] == 1


def test_what_is_gone_saves_nothing_that_can_be_said() -> None:
    alone = read_world(FOLDER, (study.ALONE,))
    assert math.isnan(study.saved(alone, "can-on-ct", "can-qc"))


def test_savings_of_three_links_can_show_nothing() -> None:
    found = associated([1, 2, 3], [3, 5, 9])
    assert found.least_p > 0.05


def test_figures_are_told_or_left_out() -> None:
    assert study.known(0.456, 2) == "0.46"
    assert study.known(float("nan"), 2) == "–"


@pytest.mark.slow
def test_the_pages_have_what_the_study_finds() -> None:
    for page, found in study.run().items():
        text = page.read_text(encoding="utf-8")
        assert filled(text, found) == text
