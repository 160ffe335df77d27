"""The examples of change notices, and the page that shows them."""

from __future__ import annotations

from comity.regime.layers import layer
from comity.studies.pages import filled
from comity.studies.regime_notices import MADE_UP, WORLD, run, told
from comity.world.world import World


def test_what_is_announced_is_told_and_nothing_else() -> None:
    """Both worlds have no other scenario between them than the one that is announced."""
    told_of = {row.address for row in told()["announced"]}
    assert told_of
    assert all(address.startswith("agreement.") for address in told_of)


def test_a_layer_that_is_told_to_move_moves() -> None:
    old = World.load(WORLD)
    moved = [row for row in told()["made-up"] if row.kind == "layer"]
    assert len(moved) == 1
    id = moved[0].address.removeprefix("mechanism.")
    assert (moved[0].before, moved[0].after) == (layer(old, id).layer, layer(old.with_(MADE_UP), id).layer)
    assert moved[0].before != moved[0].after


def test_the_pages_are_current() -> None:
    for page, found in run().items():
        text = page.read_text(encoding="utf-8")
        assert filled(text, found) == text
