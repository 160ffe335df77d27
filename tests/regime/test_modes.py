"""Interaction modes: worlds that have one of each, the rule against a plain reading of it, and what turns a mode."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.regime.fields import table
from comity.regime.interactions import Interactions, interactions, threshold_sensitivity, with_limits
from comity.regime.modes import MODES, NUMBERS, Numbers, PairFacts, decided, thresholds
from comity.regime.network import Regime
from comity.results.regime_pairs import Mode
from comity.text import load
from tests.regime.small_regime import named, small_world

PARTIES: dict[str, dict[str, Any]] = {"A": {}, "B": {}}
DESIGN = {"gases": ["CO2"], "cap": "absolute", "gwp": "AR5", "banking": "none", "sectors": ["power"]}
FAR = DESIGN | {"cap": "per-entity", "gwp": "SAR", "banking": "unlimited", "gases": ["CH4"]}
LIMITS = {name: one.value for name, one in thresholds().items()}


def _limit(party: str, design: dict[str, Any] = DESIGN, **more: Any) -> dict[str, Any]:
    return {"parties": [party], "unit-type": party, "design": design, **more}


def _standard(design: dict[str, Any] = DESIGN) -> dict[str, Any]:
    return {"kind": "project-crediting", "unit-type": "C", "crediting": {"activities": ["project"]}, "design": design}


def _of(mechanisms: dict[str, Any], *facts: PairFacts, agreements: Any = None, **more: Any) -> Interactions:
    world = small_world(mechanisms, agreements, PARTIES, **more)
    return interactions(Regime(world, world.world.as_of), facts=facts)


def _mode(first: float, second: float, near: bool = True, **more: Any) -> Mode:
    facts = PairFacts(a="x", b="y", gains=((first, second),), **more)
    return _of({"x": _limit("A"), "y": _limit("B", DESIGN if near else FAR)}, facts).between("x", "y").mode


BOTH_WAYS = {"link": {"clauses": {"units": {"moves": {"among": ["x", "y"]}}}}}
ONE_WAY = {"link": {"clauses": {"units": {"accepts": {"from": "x", "into": "y"}}}}}


def test_near_systems_that_recognise_each_other_are_in_synergy() -> None:
    found = _of({"x": _limit("A"), "y": _limit("B")}, agreements=BOTH_WAYS).between("y", "x")
    assert (found.mode, found.basis, found.links, found.holds) == ("benign-synergy", "agreements", 2, None)
    assert [step.test for step in found.trace] == ["links", "kin", "near", "air"]


def test_far_ones_cooperate() -> None:
    found = _of({"x": _limit("A"), "y": _limit("B", FAR)}, agreements=BOTH_WAYS).between("x", "y")
    assert (found.mode, found.basis) == ("constructive-cooperation", "agreements")
    turn = next(turn for turn in found.turns if turn.threshold == "near")
    assert turn.mode == "benign-synergy"
    assert turn.to == pytest.approx(found.norm_distance)


def test_units_that_pass_one_way_are_cooperation_however_near() -> None:
    found = _of({"x": _limit("A"), "y": _limit("B")}, agreements=ONE_WAY).between("x", "y")
    assert (found.mode, found.links) == ("constructive-cooperation", 1)
    assert "near" not in {turn.threshold for turn in found.turns}


def test_those_that_carry_out_one_instrument_are_taken_to_gain() -> None:
    body = {"treaty": {"name": named("treaty"), "kind": "treaty"}}
    found = _of({"x": _limit("A", elaborates="treaty"), "y": _limit("B", elaborates="treaty")}, body=body).between(
        "x", "y"
    )
    assert (found.mode, found.kin) == ("benign-synergy", True)


def test_standards_after_the_same_activities_compete() -> None:
    found = _of({"x": _standard(), "y": _standard(FAR)}).between("x", "y")
    assert (found.mode, found.basis) == ("functional-competition", "overlap")
    assert found.overlap.activities == 1


def test_those_who_share_nothing_are_indifferent() -> None:
    found = _of({"x": _limit("A"), "y": _limit("B")}).between("x", "y")
    assert (found.mode, found.basis) == ("indifference", "nothing")


def test_what_a_market_says_goes_before_what_was_agreed() -> None:
    loses = PairFacts(a="x", b="y", gains=((0.2, -0.2),))
    found = _of({"x": _limit("A"), "y": _limit("B")}, loses, agreements=BOTH_WAYS).between("x", "y")
    assert found.gain == -0.2
    assert found.mode == "functional-competition"  # the one obligation that each has takes the units of both


@pytest.mark.parametrize(
    ("gains", "more", "mode"),
    [
        ((0.01, 0.02), {}, "benign-synergy"),
        ((0.01, 0.02), {"near": False}, "constructive-cooperation"),
        ((0.0, 0.02), {}, "constructive-cooperation"),
        ((-0.0005, 0.02), {}, "constructive-cooperation"),
        ((-0.002, 0.02), {}, "indifference"),
        ((0.0005, 0.0005), {}, "indifference"),
        ((0.01, 0.02), {"air": (0.01,)}, "constructive-cooperation"),
        ((0.01, 0.02), {"air": (-0.01,)}, "benign-synergy"),
        ((-0.01, 0.02), {"buyers": 0.5}, "functional-competition"),
        ((-0.01, 0.02), {"buyers": 0.4}, "indifference"),
        ((-0.01, 0.02), {"activities": 1.0, "substitution": (0.0,)}, "indifference"),
        ((-0.01, 0.02), {"activities": 1.0, "substitution": (0.1,)}, "functional-competition"),
    ],
)
def test_the_rule(gains: tuple[float, float], more: dict[str, Any], mode: Mode) -> None:
    assert _mode(*gains, **more) == mode
    assert _mode(gains[1], gains[0], **more) == mode


def test_a_mode_that_does_not_hold_under_every_variant_says_so() -> None:
    wide = PairFacts(a="x", b="y", gains=((0.01, 0.01), (-0.01, 0.01), (0.02, 0.02)))
    narrow = PairFacts(a="y", b="x", gains=((0.01, 0.01), (0.005, 0.02)))
    mechanisms = {"x": _limit("A"), "y": _limit("B")}
    assert _of(mechanisms, wide).between("x", "y").holds is False
    assert _of(mechanisms, narrow).between("x", "y").holds is True


def test_every_pair_once_and_the_same_three_ways() -> None:
    found = _of({"x": _limit("A"), "y": _limit("B"), "z": _standard(), "w": _standard()}, agreements=BOTH_WAYS)
    rows = list(found.rows())
    assert len(rows) == 6
    assert [found.between(row.b, row.a) for row in rows] == rows
    frame = found.frame()
    assert list(frame["mode"]) == [row.mode for row in rows]
    assert sum(found.counts().values()) == 6


def test_names_and_order_do_not_matter() -> None:
    mechanisms = {"x": _limit("A"), "y": _limit("B", FAR), "z": _standard()}
    before = _of(mechanisms)
    after = _of({f"n{id}": mechanisms[id] for id in reversed(mechanisms)})
    for row in before.rows():
        assert after.between(f"n{row.a}", f"n{row.b}").mode == row.mode


# The rule, and what turns it ------------------------------------------------------------------------------------------

unknown = st.just(float("nan"))
gains = st.floats(-0.01, 0.01)
shares = st.one_of(unknown, st.floats(0, 1))
pairs = st.tuples(
    shares,
    st.one_of(unknown, st.tuples(gains, gains)),
    st.one_of(unknown, gains),
    shares,
    st.one_of(unknown, gains),
    st.integers(0, 2),
    st.booleans(),
)


def _numbers(found: list[Any]) -> Numbers:
    columns = []
    for distance, gained, *others in found:
        both = gained if isinstance(gained, tuple) else (gained, gained)
        columns.append((distance, min(both), max(both), *others))
    *amounts, links, kin = zip(*columns, strict=True)
    return Numbers(*(np.array(one) for one in amounts), np.array(links), np.array(kin))  # type: ignore[call-arg]


def _plainly(found: Any) -> Mode:
    """The rule, as its docstring says it."""
    distance, gained, air, rivalry, substitution, links, kin = found
    if isinstance(gained, tuple):
        somebody, nobody_loses = max(gained) >= LIMITS["gain"], min(gained) >= -LIMITS["loss"]
        everybody = min(gained) >= LIMITS["gain"]
    else:
        somebody, nobody_loses, everybody = links > 0 or kin, True, links == 2 or kin
    if somebody and nobody_loses:
        near, intact = distance <= LIMITS["near"], not air > LIMITS["air"]
        return "benign-synergy" if everybody and near and intact else "constructive-cooperation"
    if rivalry >= LIMITS["rivalry"] and not substitution < LIMITS["substitution"]:
        return "functional-competition"
    return "indifference"


@given(st.lists(pairs, min_size=1, max_size=20))
def test_all_at_once_is_one_by_one(found: list[Any]) -> None:
    modes = decided(_numbers(found), LIMITS)
    assert [MODES[mode] for mode in modes] == [_plainly(one) for one in found]


def _mixed() -> Interactions:
    body = {"treaty": {"name": named("treaty"), "kind": "treaty"}}
    facts = (
        PairFacts(a="x", b="y", gains=((0.01, 0.004),), air=(0.0002,)),
        PairFacts(a="v", b="x", gains=((-0.0004, 0.004),), substitution=(0.1,)),
        PairFacts(a="v", b="y", gains=((-0.004, 0.004),), buyers=0.75, substitution=(0.1,)),
    )
    mechanisms = {
        "x": _limit("A"),
        "y": _limit("B"),
        "v": _limit("B", FAR),
        "z": _standard(),
        "w": _standard(FAR),
        "k": {"kind": "project-crediting", "elaborates": "treaty", "design": DESIGN},
        "l": {"kind": "project-crediting", "elaborates": "treaty", "design": FAR},
    }
    return _of(mechanisms, *facts, body=body)


def test_turns_turn() -> None:
    """Each threshold that is said to turn a mode does, put just on either side of where it is said to."""
    found = _mixed()
    told = 0
    for row in found.rows():
        for turn in row.turns:
            told += 1
            moved = {
                with_limits(found, {turn.threshold: turn.to + step}).between(row.a, row.b).mode
                for step in (-1e-6, 1e-6)
            }
            assert turn.mode in moved
            assert row.mode in moved
    assert told > 5


def test_what_does_not_turn_holds_at_any_threshold() -> None:
    found = _mixed()
    for name in found.limits:
        still = [place for place, row in enumerate(found.rows()) if name not in {turn.threshold for turn in row.turns}]
        for value in (0.0, 0.01, 0.3, 2.0):
            moved = with_limits(found, {name: value}).modes
            assert [moved[place] for place in still] == [found.modes[place] for place in still]


def test_sensitivity_tells_what_turns() -> None:
    found = _mixed()
    told = threshold_sensitivity(found, factors=(1.0, 0.5))
    assert len(told) == 2 * len(found.limits) + 2
    for one in told:
        assert sum(one.counts.values()) == len(found.modes)
        if one.value is not None and one.value == found.limits[one.threshold]:
            assert one.kept == 1
            assert one.counts == found.counts()
    without = {one.threshold: one for one in told if one.value is None}
    assert without["kin"].counts["benign-synergy"] == found.counts()["benign-synergy"]
    assert without["kin"].counts["constructive-cooperation"] == found.counts()["constructive-cooperation"] - 1
    assert without["market"].kept < 1


def test_thresholds_have_reasons_and_a_number_each() -> None:
    assert {name for name, *_ in NUMBERS} == set(thresholds())
    assert all(one.reason and one.year for one in thresholds().values())


def test_what_is_told_of_a_pair_has_words() -> None:
    tests = {step.test for row in _mixed().rows() for step in row.trace}
    keys = {f"regime-mode-test-{test}" for test in tests}
    keys |= {f"regime-distance-field-{field}" for field in table().fields}
    keys |= {f"regime-distance-group-{group}" for group in table().groups}
    for text in (load("en"), load("zh")):
        assert all(text(key) for key in keys)
