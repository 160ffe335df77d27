"""Random regimes: bodies above bodies, mechanisms of all kinds, memberships with dates, links, relations.

Every id is a word that stands nowhere else, so that it can be renamed throughout a tree.
"""

from __future__ import annotations

from datetime import date
from typing import get_args

from comity.world.design import Kind, Progress, Sector
from comity.world.relation import Relation
from tests.random_worlds import Choices, Tree, names, series

BODY_KINDS = ("treaty", "treaty-body", "supervisory-body", "un-agency", "competent-authority", "role", "company")
YEARS = tuple(range(1994, 2032))
RELATIONS: tuple[str, ...] = get_args(Relation.model_fields["kind"].annotation)


def random_regime(choose: Choices) -> Tree:
    """The tree of a random regime."""
    tree: Tree = {"party": {}, "body": {}, "mechanism": {}, "agreement": {}, "relation": {}}
    parties = [f"P{number}" for number in range(choose.pick((2, 3, 5)))]
    for number, id in enumerate(parties):
        within = {"parent": choose.pick(parties[:number]), "kind": "subnational"} if number and choose.flag(0.3) else {}
        tree["party"][id] = {"name": names(id)} | within
    bodies = [f"b{number}" for number in range(choose.pick((1, 3, 6)))]
    for number, id in enumerate(bodies):
        within = {"parent": choose.pick(bodies[:number])} if number and choose.flag(0.6) else {}
        tree["body"][id] = (
            {"name": names(id), "kind": choose.pick(BODY_KINDS)} | within | _spell(choose, "founded", "ended")
        )
        tree["body"][id]["members"] = _members(choose, parties)
    mechanisms = [f"m{number}" for number in range(choose.pick((2, 4, 8)))]
    for number, id in enumerate(mechanisms):
        tree["mechanism"][id] = _mechanism(choose, id, parties, bodies, mechanisms[:number])
    if choose.flag(0.8):
        source, into = mechanisms[:2]
        clauses = {"x0": {"moves": {"from": source, "into": into}} | _spell(choose)}
        clauses["x1"] = {"accepts": {"from": into, "into": source}} | _spell(choose)
        tree["agreement"]["g0"] = {"title": names("g0"), "status": "in-force", "clauses": clauses}
    for number in range(choose.pick((0, 1, 3))):
        ends = {"from": choose.pick(mechanisms), "to": choose.pick((*mechanisms, *parties, *bodies))}
        status = choose.pick(("done", "in-force", "planned"))
        kind = choose.pick(RELATIONS)
        tree["relation"][f"r{number}"] = ends | {"kind": kind, "status": status} | _spell(choose)
    return tree


def _mechanism(choose: Choices, id: str, parties: list[str], bodies: list[str], earlier: list[str]) -> Tree:
    mechanism: Tree = {
        "name": names(id),
        "kind": choose.pick(get_args(Kind)),
        "status": choose.pick((*["in-force"] * 4, *get_args(Progress))),
        "parties": sorted({choose.pick(parties) for _ in range(choose.pick((0, 1, 2)))}),
        "unit-type": f"U-{id}",
        "cap": series(1),
        "members": _members(choose, parties),
    }
    if choose.flag(0.6):
        mechanism["authority"] = choose.pick(bodies)
    if choose.flag(0.3):
        mechanism["elaborates"] = choose.pick((*bodies, *earlier))
    if choose.flag(0.6):
        sectors = sorted({choose.pick(get_args(Sector)) for _ in range(choose.pick((1, 2)))})
        mechanism["design"] = {"sectors": sectors, "status": "assumed"}
    return mechanism | _spell(choose)


def _members(choose: Choices, parties: list[str]) -> Tree:
    return {id: _spell(choose) for id in parties if choose.flag(0.4)}


def _spell(choose: Choices, first: str = "start", last: str = "end") -> Tree:
    """A first and a last day, or either, or neither."""
    begins, length = choose.pick(YEARS), choose.pick((0, 3, 12))
    spell: Tree = {first: date(begins, 1, 1)} if choose.flag(0.7) else {}
    return spell | ({last: date(begins + length, 12, 31)} if choose.flag(0.3) else {})
