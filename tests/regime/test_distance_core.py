"""What brings mechanisms closer, and what they have in common."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.regime.core import changed, closer, common_core
from comity.regime.distance import Norms, compared, norms
from comity.results.regime_pairs import RuleChange, Told
from tests.regime.small_regime import small_world
from tests.regime.test_distance import models

FULL: dict[str, Any] = {
    "gases": ["CO2"],
    "gwp": "AR5",
    "cap": "absolute",
    "banking": "none",
    "borrowing": "none",
    "penalty": ["fine"],
    "sectors": ["power"],
}


def _norms(*designs: dict[str, Any]) -> Norms:
    return norms(small_world({f"m{place}": {"design": design} for place, design in enumerate(designs)}))


def test_the_rule_that_weighs_most_comes_first() -> None:
    other = FULL | {"cap": "per-entity", "gwp": "AR4"}
    found = closer(_norms(FULL, other), "m0", ["m1"], most=1)
    assert [(change.rule, change.before, change.after) for change in found.changes] == [
        ("cap", ("absolute",), ("per-entity",))
    ]
    both = closer(_norms(FULL, other), "m0", ["m1"])
    assert [change.rule for change in both.changes] == ["cap", "gwp"]
    assert both.after == pytest.approx(0)


def test_fields_of_one_rule_change_together() -> None:
    found = closer(_norms(FULL | {"offsets": "none"}, FULL | {"offsets": "unlimited"}), "m0", ["m1"])
    assert [change.fields for change in found.changes] == [("offsets", "offset-limit")]
    assert found.after == pytest.approx(0)


def test_what_is_not_known_does_not_change() -> None:
    without = {name: value for name, value in FULL.items() if name != "cap"}
    assert closer(_norms(without, FULL), "m0", ["m1"]).changes == ()
    assert closer(_norms(FULL, without), "m0", ["m1"]).changes == ()


def test_what_it_is_does_not_change() -> None:
    world = small_world({"m0": {"design": FULL}, "m1": {"kind": "carbon-tax", "design": FULL}})
    found = closer(norms(world), "m0", ["m1"])
    assert found.before is not None
    assert found.before > 0
    assert found.changes == ()


def test_no_distance_to_anybody() -> None:
    found = closer(_norms({}, {}), "m0", ["m1"])
    assert (found.before, found.after, found.toward) == (None, None, ())


@settings(max_examples=25)
@given(st.lists(models, min_size=2, max_size=3))
def test_no_other_three_changes_bring_it_closer(found: list[dict[str, Any]]) -> None:
    """Greedy against every choice of at most three rules, each taken over from any of the others."""
    of = norms(small_world({f"m{place}": model for place, model in enumerate(found)}))
    others = list(of.mechanisms[1:])
    told = closer(of, "m0", others)
    if told.before is None:
        return
    assert told.after == pytest.approx(_mean(changed(of, "m0", told.changes), told.toward))
    every = [change for like in told.toward for change in _all(of, like)]
    best = min(
        _mean(changed(of, "m0", chosen), told.toward)
        for size in range(4)
        for chosen in combinations(every, size)
        if len({change.rule for change in chosen}) == size
    )
    assert told.after == pytest.approx(best)


def _all(of: Norms, like: str) -> list[RuleChange]:
    """Everything that m0 could take over from another."""
    rules = {field.rule for field in of.table.fields.values() if not field.fixed}
    found = []
    for rule in sorted(rules):
        fields = [
            name for name, field in of.table.fields.items() if field.rule == rule and of.value(name, "m0") is not None
        ]
        if fields and all(of.value(name, like) is not None for name in fields):
            none: tuple[Told, ...] = ()
            found.append(RuleChange(rule=rule, fields=tuple(fields), before=none, after=none, like=like, gain=0.0))
    return found


def _mean(of: Norms, toward: tuple[str, ...]) -> float:
    found = [compared(of, "m0", id).distance for id in toward]
    assert None not in found
    return sum(one for one in found if one is not None) / len(found)


def test_common_core_by_hand() -> None:
    of = _norms(FULL, FULL | {"gases": ["CO2", "CH4"], "cap": "per-entity"}, FULL | {"gwp": "AR4"})
    core = common_core(of, of.mechanisms)
    assert {one.field for one in core.agreed} == {"family", "duty", "banking", "borrowing", "penalty", "sectors"}
    assert [(one.field, one.value) for one in core.in_part] == [("gases", ("CO2",))]
    weights = of.table.weights
    agreed = sum(weights[one.field] for one in core.agreed)
    known = agreed + weights["gases"] + weights["cap"] + weights["gwp"]
    assert core.size == pytest.approx(agreed / known)
    assert core.least == pytest.approx(agreed / (1 - 3 / 24 - 1 / 12))


def test_the_core_of_one_is_all_of_it_and_of_strangers_nothing() -> None:
    assert common_core(_norms(FULL), ["m0"]).size == 1
    world = small_world(
        {"m0": {"design": FULL}, "m1": {"kind": "disclosure", "design": {"gases": ["N2O"], "gwp": "AR6"}}}
    )
    core = common_core(norms(world), ["m0", "m1"])
    assert (core.size, core.agreed, core.in_part) == (0, (), ())


@given(st.lists(models, min_size=3, max_size=4))
def test_a_core_never_grows_with_another_member(found: list[dict[str, Any]]) -> None:
    of = norms(small_world({f"m{place}": model for place, model in enumerate(found)}))
    smaller, larger = common_core(of, of.mechanisms[:2]), common_core(of, of.mechanisms)
    assert {one.field for one in larger.agreed} <= {one.field for one in smaller.agreed}
