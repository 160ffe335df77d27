"""The three layers are computed, from fields that do not state them."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from comity.regime import layers as module
from comity.regime.layers import RULES, Placed, layer, layers
from comity.world.mechanism import Mechanism
from comity.world.world import World
from tests import strategies
from tests.random_worlds import Tree, world_of
from tests.regime.small_world import mechanism, small, tree
from tests.renaming import new_name, renamed

WORLD = small()


@pytest.mark.parametrize(
    ("id", "placed"),
    [
        ("central", Placed("complex", "supervision", ("board", "meeting", "convention"))),
        ("carried", Placed("complex", "derivation", ("central",))),
        ("hosted", Placed("complex", "derivation", ("meeting", "convention"))),
        ("home", Placed("cluster", "rest", ("ministry",))),
        ("alpha", Placed("cluster", "rest", ("ministry",))),
        ("beta", Placed("cluster", "rest", ())),
        ("border", Placed("linkage", "object", ("border-adjustment",))),
        ("sky", Placed("linkage", "transport", ("agency",))),
        ("sea", Placed("linkage", "transport", ("shipping",))),
        ("later", Placed("cluster", "rest", ())),
    ],
)
def test_layers_with_their_trace(id: str, placed: Placed) -> None:
    assert layer(WORLD, id) == placed


def test_supervision_comes_before_what_it_is_about() -> None:
    """A treaty's own shipping scheme is of the complex."""
    ships = {"sectors": ["shipping"], "status": "assumed"}
    world = small(mechanism={"ships": mechanism("disclosure", authority="board", design=ships)})
    assert layer(world, "ships").layer == "complex"


def test_one_sector_more_and_it_is_no_transport() -> None:
    more = {"sectors": ["shipping", "power"], "status": "assumed"}
    assert layer(small(mechanism={"sea": mechanism("cap-and-trade", design=more)}), "sea").layer == "cluster"


def test_derivation_through_several_steps_and_round_a_circle() -> None:
    steps = {"one": mechanism("carbon-tax", elaborates="two"), "two": mechanism("carbon-tax", elaborates="central")}
    assert layer(small(mechanism=steps), "one") == Placed("complex", "derivation", ("two", "central"))
    many = {f"step{n}": mechanism("carbon-tax", elaborates=f"step{n + 1}") for n in range(8)}
    many["step8"] = mechanism("carbon-tax", elaborates="convention")
    assert layer(small(mechanism=many), "step0").layer == "complex"
    circle = {"one": mechanism("carbon-tax", elaborates="two"), "two": mechanism("carbon-tax", elaborates="one")}
    assert layer(small(mechanism=circle), "one").layer == "cluster"


def test_a_body_that_is_under_no_treaty_is_not_derived_from() -> None:
    assert layer(small(mechanism={"one": mechanism("carbon-tax", elaborates="ministry")}), "one").layer == "cluster"


def test_without_a_rule_what_it_placed_moves() -> None:
    full = layers(WORLD)
    for rule in RULES:
        moved = {id for id, placed in layers(WORLD, without=(rule,)).items() if placed.layer != full[id].layer}
        assert moved == {id for id, placed in full.items() if placed.rule == rule}
    assert {placed.layer for placed in layers(WORLD, without=tuple(RULES)).values()} == {"cluster"}


def test_a_note_that_says_another_layer_changes_nothing() -> None:
    claims = tree()
    for kind in ("mechanism", "body", "party", "agreement"):
        for model in claims[kind].values():
            model["note"] = "Of the regime complex; layer = complex; regime linkage; cluster."
    for model in claims["mechanism"].values():
        model["name"] = {"en": "Regime complex", "zh": "机制复合体"}
    assert layers(world_of(claims)) == layers(WORLD)


def test_the_rule_reads_no_field_that_states_a_layer() -> None:
    """It reads these attributes of models, and the worlds have no field for a layer at all."""
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    read = {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)}
    assert read == {"mechanism", "body", "kind", "design", "sectors", "elaborates"} | {"items", "append"}
    assert set(Mechanism.model_fields) & {"layer", "layers", "regime", "regime_role"} == set()


@pytest.mark.parametrize("field", ["name", "note", "parties", "members", "start", "end", "status", "source", "cap"])
def test_fields_that_have_no_say(field: str) -> None:
    """Blanked in every mechanism of 2026, they change no layer."""
    world = World.load("2026")
    blank: dict[str, Any] = {"name": {"en": "-", "zh": "-"}, "note": "complex"}
    models = {
        id: model.model_copy(update={field: blank.get(field, Mechanism.model_fields[field].default)})
        for id, model in world.mechanism.items()
    }
    assert layers(world.model_copy(update={"mechanism": models})) == layers(world)


@given(strategies.regimes())
def test_names_do_not_matter(tree: Tree) -> None:
    world = world_of(tree)
    same_but_for_names(world)


def test_names_do_not_matter_in_2026() -> None:
    same_but_for_names(World.load("2026"))


def same_but_for_names(world: World) -> None:
    other = layers(renamed(world))
    for id, placed in layers(world).items():
        there = other[new_name(id)]
        assert (there.layer, there.rule) == (placed.layer, placed.rule)
        if placed.rule in ("supervision", "derivation", "rest"):
            assert there.trace == tuple(new_name(one) for one in placed.trace)


@given(strategies.regimes())
def test_each_layer_is_what_its_trace_shows(tree: Tree) -> None:
    world = world_of(tree)
    for id, placed in layers(world).items():
        if placed.rule == "supervision":
            assert world.body[placed.trace[-1]].kind == "treaty"
            assert world.mechanism[id].authority == placed.trace[0]
        elif placed.rule == "derivation":
            assert world.mechanism[id].elaborates == placed.trace[0]
        assert (placed.layer == "complex") == (placed.rule in ("supervision", "derivation"))
        assert (placed.layer == "linkage") == (placed.rule in ("object", "transport"))
