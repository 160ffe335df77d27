"""Each rule that lives in one year, as a tiny world: the budgets and movements it becomes, and its known answer.

After a change that is meant, `COMITY_GOLDEN=write pytest tests/test_golden.py` writes the networks anew; the difference
is then read, line by line, before it is committed. Answers are never written by the program.
"""

from __future__ import annotations

import os

import pytest

from comity.market.build import build
from comity.market.network import describe
from comity.world import read_world
from tests.golden_world import GOLDEN, Answer, cases, load, names


@pytest.mark.parametrize("name", names())
def test_becomes_these_budgets_and_movements(name: str) -> None:
    world = read_world(GOLDEN / name, cases(name)[0].get("scenarios", ()))
    text = describe(build(world, world.world.years[0]))
    file = GOLDEN / name / "network.txt"
    if os.environ.get("COMITY_GOLDEN") == "write":
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")


@pytest.mark.parametrize(("name", "number"), [(name, i) for name in names() for i in range(len(cases(name)))])
def test_has_this_answer(name: str, number: int) -> None:
    case = cases(name)[number]
    answer = Answer(load(name, case))
    if "status" not in case:
        assert answer.run.status == "solved"
    for what, wanted, found in answer.expected(case):
        if isinstance(wanted, int | float):
            assert found == pytest.approx(wanted, rel=1e-6, abs=1e-6), what
        else:
            assert found == wanted, what


@pytest.mark.parametrize(("name", "number"), [(name, i) for name in names() for i in range(len(cases(name)))])
def test_money_goes_nowhere(name: str, number: int) -> None:
    answer = Answer(load(name, cases(name)[number]))
    total = sum(row.payments for row in answer.run.holders)
    size = sum(abs(row.payments) for row in answer.run.holders) + 1
    assert total == pytest.approx(0, abs=1e-8 * size)
