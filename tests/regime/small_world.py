"""A small regime made by hand, of which every node, edge and layer is known."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

from comity.world.world import World
from tests.random_worlds import Tree, names, series, world_of


def tree() -> Tree:
    """The tree of the small regime."""
    return deepcopy(TREE)


def small(**changes: Tree) -> World:
    """The small regime; `mechanism={…}` and the like add to it, or put something in the place of what is there."""
    made = tree()
    for kind, more in changes.items():
        made[kind] |= more
    return world_of(made)


def mechanism(kind: str, **more: object) -> Tree:
    """A mechanism of a kind that issues units of a small cap."""
    key = {name.replace("_", "-"): value for name, value in more.items()}
    return {"name": names(kind), "kind": kind, "unit-type": "U", "cap": series(1)} | key


TREE: Tree = {
    "party": {
        "AAA": {"name": names("A")},
        "BBB": {"name": names("B")},
        "CCC": {"name": names("C")},
        "AAA-1": {"name": names("A, north"), "kind": "subnational", "parent": "AAA"},
    },
    "body": {
        "convention": {"name": names("treaty"), "kind": "treaty", "founded": date(1994, 3, 21)},
        "meeting": {"name": names("meeting"), "kind": "treaty-body", "parent": "convention"},
        "board": {
            "name": names("board"),
            "kind": "supervisory-body",
            "parent": "meeting",
            "founded": date(2001, 1, 1),
            "members": {"BBB": {}, "CCC": {"start": date(2008, 1, 1), "end": date(2011, 12, 31), "role": "chair"}},
        },
        "agency": {"name": names("agency"), "kind": "un-agency"},
        "ministry": {"name": names("ministry"), "kind": "competent-authority"},
        "whoever": {"name": names("whoever hosts"), "kind": "role"},
    },
    "mechanism": {
        "central": mechanism("project-crediting", authority="board", start=date(2005, 1, 1), unit_type="CR"),
        "carried": mechanism("project-crediting", elaborates="central", start=date(2006, 1, 1)),
        "hosted": mechanism("project-crediting", authority="whoever", elaborates="meeting", end=date(2012, 12, 31)),
        "home": mechanism("project-crediting", authority="ministry", elaborates="central", start=date(2009, 1, 1)),
        "alpha": mechanism(
            "cap-and-trade",
            authority="ministry",
            parties=["AAA"],
            start=date(2005, 1, 1),
            accepts={
                "credits": {
                    "accepts": {"from": "central", "into": "alpha"},
                    "start": date(2006, 1, 1),
                    "end": date(2012, 12, 31),
                }
            },
        ),
        "beta": mechanism(
            "cap-and-trade",
            parties=["BBB"],
            start=date(2010, 1, 1),
            members={
                "CCC": {"start": date(2015, 1, 1), "earlier": [{"start": date(2011, 1, 1), "end": date(2012, 6, 30)}]}
            },
        ),
        "border": mechanism("border-adjustment", authority="ministry", parties=["AAA"], start=date(2023, 1, 1)),
        "sky": mechanism("offsetting-obligation", authority="agency", start=date(2021, 1, 1)),
        "sea": mechanism(
            "tradable-performance-standard",
            authority="ministry",
            parties=["AAA", "BBB"],
            start=date(2025, 1, 1),
            design={"sectors": ["shipping"], "status": "assumed"},
        ),
        "later": mechanism("cap-and-trade", status="scheduled", parties=["CCC"], start=date(2028, 1, 1)),
        "never": mechanism("cap-and-trade", status="abandoned", parties=["CCC"], start=date(2000, 1, 1)),
    },
    "agreement": {
        "alpha-beta": {
            "title": names("link"),
            "status": "in-force",
            "start": date(2011, 1, 1),
            "end": date(2020, 12, 31),
            "clauses": {"both-ways": {"moves": {"among": ["alpha", "beta"]}}},
        },
        "talks": {
            "title": names("talks"),
            "status": "negotiating",
            "clauses": {"one-way": {"moves": {"from": "beta", "into": "central"}}},
        },
    },
    "relation": {
        "hosted--central": {
            "from": "hosted",
            "to": "central",
            "kind": "succession",
            "status": "done",
            "start": date(2009, 1, 1),
        },
        "planned": {"from": "beta", "to": "alpha", "kind": "nested", "status": "planned"},
    },
}
