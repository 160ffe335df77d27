"""What the solver tries, in order: what is quick, the loop of symmetric solves, the kernel that chooses its pivots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from comity.market import core, solver
from comity.market.core import Answer
from comity.market.kernel import chosen
from comity.market.link import link
from comity.market.measure import SOLVED
from comity.market.program import Program, Solution
from comity.market.solve import solved, status
from comity.market.solver import solve
from comity.world import World
from comity.world.linking import Link
from comity.world.read import locate
from tests.programs import random_market
from tests.random_worlds import YEAR, Seeded, random_tree, world_of

SCENARIOS = sorted(path.stem for path in (locate("2026") / "scenarios").glob("*.toml"))


@pytest.fixture(scope="module", autouse=True)
def kernel() -> str:
    """The one that is there: these tests say themselves which they mean."""
    return chosen()


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each way was tried, and whether it succeeded."""
    counts: Counter[str] = Counter()
    climbed: Callable[..., Answer] = solver._climbed
    outer: Callable[..., tuple[Answer, int]] = solver.outer  # type: ignore[attr-defined]

    def climbing(program: Program, *given: Any, patient: bool, **named: Any) -> Answer:
        found = climbed(program, *given, patient=patient, **named)
        counts[f"{'patient' if patient else 'quick'} {found.off <= SOLVED}"] += 1
        return found

    def looping(*given: Any) -> tuple[Answer, int]:
        counts["loop"] += 1
        return outer(*given)

    monkeypatch.setattr(solver, "_climbed", climbing)
    monkeypatch.setattr(solver, "outer", looping)
    return counts


def failing_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is quick finds nothing where amounts done and felt differ."""
    climbed: Callable[..., Answer] = solver._climbed

    def climbing(program: Program, *given: Any, patient: bool, **named: Any) -> Answer:
        if not patient and not program.symmetric():
            return failed(program)
        return climbed(program, *given, patient=patient, **named)

    monkeypatch.setattr(solver, "_climbed", climbing)


def unequal(seed: int) -> Program:
    """A random market with a quota that nobody internalises, and nothing that is not unique."""
    return random_market(seed, markets=3, nonsymmetric=True, ties=False)


def close(one: Solution, other: Solution) -> None:
    """The same amounts; prices inside an interval of equally good ones may differ."""
    assert one.status == other.status == "solved"
    np.testing.assert_allclose(one.x, other.x, rtol=1e-5, atol=1e-5 * one.scale.quantity)


def test_what_is_quick_is_enough_for_random_markets(tried: Counter[str]) -> None:
    for seed in range(200):
        assert solve(unequal(seed)).status == "solved"
    assert set(tried) == {"quick True"}


#: Markets where amounts done and felt differ.
SEEDS = [seed for seed in range(20) if not np.array_equal(unequal(seed).does, unequal(seed).feels)][:6]


def failed(program: Program) -> Answer:
    """An answer that is none."""
    return Answer(np.zeros(program.columns), np.zeros(program.rows), np.inf, 0, "failed")


@pytest.mark.parametrize("seed", SEEDS)
def test_the_loop_finds_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    program = unequal(seed)
    quick = solve(program)
    failing_quickly(monkeypatch)
    found = solve(program)
    assert found.method == "outer loop"
    close(found, quick)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_kernel_that_chooses_its_pivots_comes_last_and_finds_the_same(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the compiled kernel and the loop made to fail."""
    program = unequal(seed)
    quick = solve(program)
    answered = core._answered

    def by(program: Program, *given: Any) -> Answer:
        if given[-1] != "reference":
            return failed(program)
        return answered(program, *given)

    monkeypatch.setattr(core, "chosen", lambda: "compiled")
    monkeypatch.setattr(core, "_answered", by)
    loops: list[int] = []

    def looping(program: Program, *_: Any) -> tuple[Answer, int]:
        loops.append(1)
        return failed(program), 1

    monkeypatch.setattr(solver, "outer", looping)
    found = solve(program)
    assert loops == [1]
    assert "reference" in found.method
    close(found, quick)


@pytest.mark.parametrize("seed", SEEDS)
def test_rungs_lead_where_the_direct_way_fails(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With every attempt from nothing at the full price of last resorts made to fail."""
    program = unequal(seed)
    quick = solve(program)
    answer: Callable[..., Answer] = core.answer
    starts: list[tuple[float, bool]] = []

    def answering(program: Program, equal: Any, tolerance: float, start: Any, *rest: Any) -> Answer:
        top = float(np.max(program.costs.base, initial=0.0))
        starts.append((top, start is not None))
        if start is None and top > solver.RUNGS[1]:
            return failed(program)
        return answer(program, equal, tolerance, start, *rest)

    monkeypatch.setattr(solver, "answer", answering)
    found = solve(program)
    (top, _), *rungs, last = starts
    assert [rung for rung, _ in rungs] == [rung for rung in solver.RUNGS if rung < top]
    assert last == (top, True)
    close(found, quick)


def test_a_start_is_tried_first_and_finds_the_same() -> None:
    spent = 0
    for seed in range(30):
        program = unequal(seed)
        cold = solve(program)
        warm = solve(program, start=cold)
        spent += warm.iterations > 0
        close(warm, cold)
    assert spent <= 3  # whose answer can still be made a little more exact


# Where a rung starts --------------------------------------------------------------------------------------------------


def at(value: float, off: float) -> Answer:
    return Answer(np.array([value]), np.array([2 * value]), off, 1, "")


GOOD, BAD = 1e-12, 1.0


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ([], None),
        ([(10.0, at(1, BAD))], None),
        ([(10.0, at(1, GOOD))], (1, 2)),
        ([(10.0, at(1, GOOD)), (20.0, at(7, BAD))], (1, 2)),
        ([(10.0, at(7, BAD)), (20.0, at(2, GOOD))], (2, 4)),
        ([(10.0, at(1, GOOD)), (20.0, at(2, GOOD))], (2, 20)),
        ([(10.0, at(1, GOOD)), (20.0, at(2, GOOD)), (50.0, at(9, BAD))], (2, 20)),
        ([(10.0, at(1, BAD)), (20.0, at(2, BAD))], (2, 20)),
        ([(10.0, at(5, GOOD)), (20.0, at(1, GOOD))], (1, 0)),
    ],
)
def test_a_rung_starts_from_the_last_that_was_solved(
    known: list[tuple[float, Answer]], wanted: tuple[float, float] | None
) -> None:
    """At 100, on the line through two rungs; prices never below 0."""
    found = solver._foreseen(known, 100.0)
    assert (found is None) == (wanted is None)
    if found is not None and wanted is not None:
        assert (found[0][0], found[1][0]) == pytest.approx(wanted)


# Worlds ---------------------------------------------------------------------------------------------------------------


def test_random_worlds_need_neither_the_loop_nor_patience(tried: Counter[str]) -> None:
    for seed in range(60):
        solved(world_of(random_tree(Seeded(seed))), (YEAR,))
    assert set(tried) == {"quick True"}


@pytest.mark.parametrize(
    "scenario", [pytest.param(name, marks=() if name == "in-force" else pytest.mark.slow) for name in SCENARIOS]
)
def test_the_world_of_2026_needs_no_patience(scenario: str, tried: Counter[str]) -> None:
    world = World.load("2026", scenario)
    assert status(solved(world, world.world.years)) == "solved"
    assert set(tried) == {"quick True"}


@pytest.mark.slow
def test_a_link_that_is_stressed_needs_the_loop_and_no_patience(tried: Counter[str]) -> None:
    """Of China and the EU, whose reserve makes what is done and what is felt differ."""
    answer = link(World.load("2026"), Link(first="chn-national", second="eu-ets"))
    assert {(one.before, one.after) for one in answer.variants} == {("solved", "solved")}
    assert tried["loop"] == tried["quick False"] > 0
    assert tried["patient True"] == tried["patient False"] == 0
    assert tried["quick True"] > 10 * tried["loop"]
