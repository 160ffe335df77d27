"""A small regime with a history of which everything is known: three states, a bloc of two of them, and a province."""

from __future__ import annotations

from datetime import date
from typing import Any

from pandas import DataFrame

from comity.world.world import World
from tests.regime.small_regime import named, small_world

MECHANISMS: dict[str, dict[str, Any]] = {
    "first": {"parties": ["AAA"], "balance": "AAA", "start": date(2000, 6, 1), "unit-type": "A"},
    "province": {"parties": ["BBB-1"], "balance": "BBB", "start": date(2003, 1, 1), "unit-type": "B"},
    "common": {
        "parties": ["UNI", "AAA"],
        "balance": "UNI",
        "start": date(2005, 1, 1),
        "members": {"AAA": {"start": date(2007, 1, 1)}},
        "unit-type": "U",
    },
    "gone": {
        "parties": ["BBB"],
        "balance": "BBB",
        "start": date(2008, 1, 1),
        "end": date(2009, 12, 31),
        "status": "ended",
        "unit-type": "G",
    },
    "planned": {"parties": ["CCC"], "balance": "CCC", "start": date(2020, 1, 1), "status": "proposed"},
    "later": {"parties": ["CCC"], "balance": "CCC", "start": date(2026, 12, 1), "unit-type": "L"},
    "club": {"parties": ["CCC"], "start": date(2001, 1, 1), "unit-type": "K"},
    "credits": {
        "kind": "project-crediting",
        "parties": ["BBB"],
        "authority": "ministry",
        "start": date(2002, 1, 1),
        "unit-type": "CR",
    },
    "standard": {
        "kind": "project-crediting",
        "authority": "office",
        "start": date(1999, 1, 1),
        "unit-type": "ST",
        "crediting": {},
        "members": {"CCC": {"start": date(2004, 1, 1)}},
    },
    "levy": {"kind": "carbon-tax", "parties": ["AAA"], "balance": "AAA", "start": date(2010, 1, 1)},
}
AGREEMENTS: dict[str, dict[str, Any]] = {
    "link": {
        "status": "ended",
        "start": date(2008, 7, 1),
        "end": date(2009, 6, 30),
        "clauses": {"there": {"moves": {"from": "first", "into": "gone"}}},
    }
}
PARTIES: dict[str, dict[str, Any]] = {
    "UNI": {"kind": "bloc"},
    "AAA": {},
    "BBB": {"parent": "UNI"},
    "BBB-1": {"kind": "subnational", "parent": "BBB"},
    "CCC": {},
}
BODIES: dict[str, dict[str, Any]] = {
    "treaty": {"name": named("t"), "kind": "treaty", "founded": date(1998, 1, 1), "members": {"AAA": {}}},
    "office": {"name": named("o"), "kind": "supervisory-body", "parent": "treaty", "founded": date(2001, 1, 1)},
    "pact": {"name": named("p"), "kind": "treaty", "founded": date(1997, 1, 1), "members": {"CCC": {}}},
    "ministry": {"name": named("m"), "kind": "competent-authority"},
    "circle": {
        "name": named("c"),
        "kind": "coalition",
        "founded": date(2000, 1, 1),
        "members": {
            "AAA": {"start": date(2001, 1, 1)},
            "BBB-1": {"start": date(2002, 1, 1), "end": date(2003, 6, 30)},
            "CCC": {},
        },
    },
}


def history(**more: dict[str, Any]) -> World:
    """The world; `mechanisms={…}` and `agreements={…}` add to it."""
    mechanisms, agreements = MECHANISMS | more.get("mechanisms", {}), AGREEMENTS | more.get("agreements", {})
    return small_world(mechanisms, agreements, PARTIES, body=BODIES)


def states() -> DataFrame:
    """Figures of the three: A is rich, C large and poor; nobody knows B before 2000, nor anything after 2010."""
    rows = [
        (party, year, co2, gdp, people)
        for party, co2, gdp, people in (
            ("AAA", 10.0, 400.0, 10.0),
            ("BBB", 20.0, 200.0, 10.0),
            ("CCC", 80.0, 100.0, 50.0),
        )
        for year in range(1996, 2011)
        if party != "BBB" or year >= 2000
    ]
    return DataFrame(rows, columns=["party", "year", "co2_mt", "gdp_usd_bn", "population_m"])


def places() -> DataFrame:
    """A borders on B; C is an island of the subregion of A."""
    rows = [("AAA", "East", "Near", "BBB"), ("BBB", "East", "Far", "AAA"), ("CCC", "East", "Near", "")]
    return DataFrame(rows, columns=["party", "region", "subregion", "borders"])


def by(found: DataFrame, column: str = "set") -> dict[Any, dict[Any, Any]]:
    """Rows by what they are of."""
    return found.set_index(column).to_dict("index")
