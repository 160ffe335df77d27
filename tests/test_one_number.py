"""One number edited in an agreement file changes what `clauses` returns and what the market does; nothing else has to.

It is the promise on which the rest is built: market and registry read the same text.
"""

from __future__ import annotations

import shutil
from dataclasses import fields
from pathlib import Path

import pytest

import comity
from comity.world import Clause, World, clauses
from tests.world.broken import BASE

# What is edited, the clause that it is of, its one field that changes, and what flows then in 2025.
EDITS = {
    "a quota": (
        "agreements/alpha-beta.toml",
        '[quotas.shared]\nlimit = { unit = "Mt CO2e", values = [{ year = 2025, value = 5,',
        '[quotas.shared]\nlimit = { unit = "Mt CO2e", values = [{ year = 2025, value = 3,',
        "agreement.alpha-beta.clauses.beta-in-alpha",
        "quotas",
        (5, 3),
    ),
    "a rate": (
        "agreements/more.toml",
        'accepts = { from = "gamma", into = "beta" }\nrate = 0.8',
        'accepts = { from = "gamma", into = "beta" }\nrate = 0.7',
        "agreement.more.clauses.credits-for-beta",
        "rate",
        None,
    ),
}


def differences(before: World, after: World) -> list[tuple[str, str]]:
    """Clause and field wherever the clauses of two worlds differ."""
    old, new = ({clause.id: clause for clause in clauses(world)} for world in (before, after))
    assert old.keys() == new.keys()
    return [
        (id, field.name)
        for id in old
        for field in fields(Clause)
        if getattr(old[id], field.name) != getattr(new[id], field.name)
    ]


def flow(world: World, clause: str, year: int) -> float:
    """Units that come by a clause in a year."""
    return sum(row.units for row in comity.solve(world, [year]).flows if row.clause == clause)


@pytest.mark.parametrize("what", EDITS)
def test_one_number_changes_one_field_of_one_clause_and_the_flow(tmp_path: Path, what: str) -> None:
    file, old, new, clause, field, known = EDITS[what]
    before = World.load(BASE)
    edited = Path(shutil.copytree(BASE, tmp_path / "base"))
    text = (edited / file).read_text("utf-8")
    assert text.count(old) == 1
    assert sum(one != other for one, other in zip(old, new, strict=True)) == 1
    (edited / file).write_text(text.replace(old, new), encoding="utf-8")
    after = World.load(edited)

    assert differences(before, after) == [(clause, field)]
    assert (before.mechanism, before.activity, before.party) == (after.mechanism, after.activity, after.party)
    flows = flow(before, clause, 2025), flow(after, clause, 2025)
    assert abs(flows[0] - flows[1]) > 0.01
    if known:
        assert flows == pytest.approx(known, abs=1e-5)


def test_the_same_number_set_by_a_scenario_does_the_same(tmp_path: Path) -> None:
    before = World.load(BASE)
    after = before.with_({"agreement.more.clauses.credits-for-beta.rate": 0.7})
    assert differences(before, after) == [("agreement.more.clauses.credits-for-beta", "rate")]
