"""Norm distance: exact on worlds small enough to do by hand, and what must hold of any."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.regime.distance import Norms, compared, distances, nearest, norms, pairs
from comity.regime.fields import READERS, Value, table
from comity.regime.weighting import sensitivity
from comity.world.design import Kind
from comity.world.world import World
from tests.regime.small_regime import amount, small_world

#: What is known of a pair by its kind alone: a group of six.
KIND = Fraction(1, 6)


def _distance(a: dict[str, Any], b: dict[str, Any]) -> float | None:
    return compared(norms(small_world({"a": a, "b": b})), "a", "b").distance


def test_by_hand() -> None:
    """Two of three steps apart in the cap, half of the gases; all else is the same or unknown."""
    a = {"design": {"cap": "absolute", "gases": ["CO2"]}}
    b = {"design": {"cap": "intensity", "gases": ["CO2", "CH4"]}}
    cap, gases = Fraction(1, 18), Fraction(1, 24)
    expected = (cap * Fraction(2, 3) + gases * Fraction(1, 2)) / (KIND + cap + gases)
    assert _distance(a, b) == pytest.approx(float(expected))


def test_what_is_known_is_told_and_bounds_the_rest() -> None:
    a = {"design": {"cap": "absolute", "gases": ["CO2"]}}
    b = {"design": {"cap": "intensity", "gases": ["CO2", "CH4"]}}
    found = compared(norms(small_world({"a": a, "b": b})), "a", "b")
    applies = 1 - Fraction(3, 24) - Fraction(1, 12)  # adjustment, cancelled and hosts; proceeds
    known, different = KIND + Fraction(1, 18) + Fraction(1, 24), Fraction(1, 27) + Fraction(1, 48)
    assert found.known == pytest.approx(float(known / applies))
    assert found.rests_on == pytest.approx(float(known))
    assert found.least == pytest.approx(float(different / applies))
    assert found.greatest == pytest.approx(float((different + applies - known) / applies))


def test_too_little_known_is_no_distance() -> None:
    """Of two limits, that they are limits is less than a third of what there is to say."""
    found = compared(norms(small_world({"a": {}, "b": {}})), "a", "b")
    assert found.distance is None
    assert found.known == pytest.approx(float(KIND / (1 - Fraction(1, 12) - Fraction(1, 8))))
    assert nearest(norms(small_world({"a": {}, "b": {}})), "a") == []


@pytest.mark.parametrize(
    ("field", "a", "b", "expected"),
    [
        ("gwp", {"gwp": "SAR"}, {"gwp": "AR6"}, 1.0),
        ("gwp", {"gwp": "AR4"}, {"gwp": "AR5"}, 1 / 3),
        ("banking", {"banking": "none"}, {"banking": "limited"}, 0.5),
        ("sectors", {"sectors": ["power", "industry"]}, {"sectors": ["power", "waste"]}, 2 / 3),
        ("sectors", {"sectors": ["all"]}, {"sectors": ["power"]}, 10 / 11),
        ("coverage", {"coverage": "0.25"}, {"coverage": "0.75"}, 0.5),
        ("offset-limit", {"offset-limit": "0.05", "offsets": "limited"}, {"offsets": "none"}, 0.05),
        ("offset-limit", {"offsets": "unlimited"}, {"offsets": "none"}, 1.0),
        ("penalty", {"penalty": ["fine"]}, {"penalty": ["fine", "make-good"]}, 0.5),
        ("price-controls", {"price-controls": ["none"]}, {"price-controls": ["floor"]}, 1.0),
        ("allocation", {"allocation": ["auction"]}, {"allocation": ["auction", "crediting"]}, 0.0),
        ("allocation", {"allocation": ["auction"]}, {"allocation": ["crediting"]}, None),
        ("cap", {"cap": "none"}, {"cap": "absolute"}, None),
        ("gases", {}, {"gases": ["CO2"]}, None),
    ],
)
def test_scales(field: str, a: dict[str, Any], b: dict[str, Any], expected: float | None) -> None:
    found = compared(norms(small_world({"a": {"design": _exact(a)}, "b": {"design": _exact(b)}})), "a", "b")
    difference = next(row.difference for row in found.fields if row.field == field)
    assert difference == (None if expected is None else pytest.approx(expected))


def _exact(design: dict[str, Any]) -> dict[str, Any]:
    return {key: Decimal(value) if key in ("coverage", "offset-limit") else value for key, value in design.items()}


def _fields(world: World, id: str) -> dict[str, Value | None]:
    of = norms(world)
    return {name: of.value(name, id) for name in of.table.fields}


def test_rules_say_what_design_leaves_out() -> None:
    rules: dict[str, Any] = {
        "unit-type": "A",
        "cap": {**amount(10), "free-share": 1},
        "banking": {"allowed": True},
        "borrowing": {"allowed": False},
        "penalties": {"late": {"kind": "make-good", "price": amount(100, "USD/t")}},
    }
    found = _fields(small_world({"a": rules}), "a")
    assert found["cap"] == "absolute"
    assert found["banking"] == "unlimited"
    assert found["borrowing"] == "none"
    assert found["penalty"] == frozenset({"fine", "make-good"})
    assert found["allocation"] == frozenset({"free"})
    assert found["offsets"] is None


def test_levies_of_a_standard() -> None:
    levies = {
        "fund": {"share": Decimal("0.05"), "to": "AF"},
        "air": {"share": Decimal("0.02"), "to": "cancellation", "purpose": "omge"},
    }
    standard = {"kind": "project-crediting", "unit-type": "C", "crediting": {"levies": levies, "hosts": ["P"]}}
    found = _fields(small_world({"a": standard}), "a")
    assert (found["proceeds"], found["cancelled"]) == (0.05, 0.02)
    assert (found["hosts"], found["adjustment"]) == ("named", "not-always")
    assert found["penalty"] is None


def test_how_fast_a_cap_falls_is_read_off_figures_that_are_not_assumed() -> None:
    def figure(year: int, value: str, status: str) -> dict[str, Any]:
        return {"year": year, "value": Decimal(value), "status": status, "source": "law"}

    figures = [figure(2026, "100", "sourced"), figure(2030, "80", "derived"), figure(2040, "0", "assumed")]
    model = {"unit-type": "A", "cap": {"unit": "Mt CO2e", "values": figures}}
    assert _fields(small_world({"a": model}), "a")["cap-fall"] == pytest.approx(0.05)


def test_every_kind_has_a_family_and_every_field_a_reader() -> None:
    assert set(table().kinds) == set(Kind.__args__)  # type: ignore[attr-defined]
    assert set(table().fields) == {*READERS, "family", "duty", "cap-fall"}
    assert {field.group for field in table().fields.values()} == set(table().groups)
    families = {family for family, _ in table().kinds.values()}
    assert all(set(field.of) <= families for field in table().fields.values())
    assert sum(table().weights.values()) == pytest.approx(1)


# What must hold of any ------------------------------------------------------------------------------------------------

SETS = {
    "gases": ["CO2", "CH4", "N2O", "SF6"],
    "penalty": ["none", "fine", "make-good"],
    "sectors": ["all", "power", "industry", "waste"],
    "allocation": ["auction", "benchmark", "historic"],
    "price-controls": ["floor", "ceiling", "containment"],
}
WORDS = {
    "gwp": ["SAR", "AR4", "AR5", "AR6"],
    "cap": ["per-entity", "intensity", "flexible", "absolute"],
    "banking": ["none", "limited", "unlimited"],
    "borrowing": ["none", "limited", "unlimited"],
    "offsets": ["none", "limited", "unlimited"],
}
designs = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.sampled_from(words) for name, words in WORDS.items()},
        **{name: st.lists(st.sampled_from(words), min_size=1, unique=True) for name, words in SETS.items()},
        "coverage": st.decimals("0", "1", places=2),
    },
)
kinds = st.sampled_from(["cap-and-trade", "project-crediting", "carbon-tax", "disclosure"])
models = st.fixed_dictionaries({"kind": kinds, "design": designs})
worlds = st.lists(models, min_size=2, max_size=5)


def _norms(found: list[dict[str, Any]]) -> Norms:
    return norms(small_world({f"m{place}": model for place, model in enumerate(found)}))


@given(worlds)
def test_between_0_and_1_symmetric_and_nothing_from_itself(found: list[dict[str, Any]]) -> None:
    distance, *_ = _norms(found).distances
    there = ~np.isnan(distance)
    assert (distance[there] >= 0).all()
    assert (distance[there] <= 1).all()
    assert np.array_equal(distance, distance.T, equal_nan=True)
    diagonal = np.diag(distance)
    assert (diagonal[~np.isnan(diagonal)] == 0).all()


@given(worlds)
def test_bounds_hold_the_distance(found: list[dict[str, Any]]) -> None:
    told = compared(_norms(found), "m0", "m1")
    assert 0 <= told.least <= told.greatest <= 1
    if told.distance is not None:
        assert told.least - 1e-9 <= told.distance <= told.greatest + 1e-9


@given(worlds, st.randoms())
def test_names_order_and_company_do_not_matter(found: list[dict[str, Any]], random: Any) -> None:
    """A distance is of two mechanisms alone: not of their ids, of the order of the files, or of any third."""
    before = compared(_norms(found), "m0", "m1")
    renamed = [("z", found[0]), ("a", found[1])]
    random.shuffle(renamed)
    after = compared(norms(small_world(dict(renamed))), "z", "a")
    assert after.distance == before.distance
    assert [row.difference for row in after.fields] == [row.difference for row in before.fields]


@given(designs, st.sampled_from(sorted(WORDS)))
def test_one_more_field_that_differs_is_farther(design: dict[str, Any], field: str) -> None:
    first, last = WORDS[field][0], WORDS[field][-1]
    same, apart = ({"design": design | {field: word}} for word in (first, last))
    of = norms(small_world({"a": same, "b": apart, "c": same}))
    near, far = compared(of, "a", "c"), compared(of, "a", "b")
    if near.distance is not None:
        assert near.distance == 0
        assert far.distance is not None
        assert far.distance > 0


@given(worlds)
def test_the_frame_has_every_pair_once(found: list[dict[str, Any]]) -> None:
    of = _norms(found)
    frame = pairs(of)
    assert len(frame) == len(found) * (len(found) - 1) // 2
    for a, b, distance, known in frame.to_numpy().tolist():
        told = compared(of, a, b)
        assert known == pytest.approx(told.known)
        assert np.isnan(distance) if told.distance is None else distance == told.distance


# Weights --------------------------------------------------------------------------------------------------------------


def _three() -> Norms:
    """b is nearer to a in its gases, c in its cap."""
    base = {"gases": ["CO2"], "cap": "absolute", "banking": "none"}
    return norms(
        small_world(
            {
                "a": {"design": base},
                "b": {"design": base | {"cap": "intensity"}},
                "c": {"design": base | {"gases": ["CO2", "CH4"]}},
            }
        )
    )


def test_weights_that_ship_change_nothing() -> None:
    of = _three()
    same = distances(of, of.table.weighted({name: group.weight for name, group in of.table.groups.items()}))
    assert np.allclose(same.distance, of.distances.distance)


def test_sensitivity_finds_what_turns_on_weights() -> None:
    of = _three()
    found = {one.weighting: one for one in sensitivity(of, draws=20)}
    assert len(found) == 2 * len(of.table.groups) + 2
    assert found["flexibility×2"].tau == pytest.approx(1)  # a field in which nobody differs cannot change the order
    assert found["flexibility×2"].nearest_kept == 1
    assert found["drawn-least"].tau < 1  # stringency or coverage may weigh more
    assert found["drawn-least"].tau <= found["drawn"].tau <= 1


def test_draws_are_the_same_each_time() -> None:
    assert sensitivity(_three(), draws=5) == sensitivity(_three(), draws=5)
    assert sensitivity(_three(), draws=5) != sensitivity(_three(), draws=5, seed=2)
