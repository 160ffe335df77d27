"""A link tried out: a world with one more agreement, by which two mechanisms recognise each other's units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from comity.errors import InputError, Problem, said
from comity.world.clauses import clauses
from comity.world.world import World


@dataclass(frozen=True, kw_only=True)
class Link:
    """The terms of a link between two mechanisms, the first of which takes the second's units (and the other way round,
    if it is not one-way).

    rate: units of the first that one unit of the second counts for, and the inverse on the way back. quota: the share
    of its obligation that a mechanism may meet with the other's units. start: the first year; the world's own if None.
    """

    first: str
    second: str
    rate: Decimal = Decimal(1)
    quota: Decimal | None = None
    one_way: bool = False
    start: int | None = None

    @property
    def agreement(self) -> str:
        """The id of the agreement that it becomes."""
        return f"{self.first}-with-{self.second}"


def linked(world: World, link: Link) -> World:
    """The world with the link in force. Both sides adjust their Parties' balances for what crosses.

    Raises InputError: a mechanism that is unknown, has no market in the world's years, or is linked with the other
    already.
    """
    for place, id in enumerate((link.first, link.second)):
        _has_market(world, id, ("A", "B")[place])
    if link.first == link.second:
        raise InputError([Problem("", 0, "B", link.second, said("expected-another-mechanism"))])
    _not_linked(world, link)
    return world.with_({f"agreement.{link.agreement}": _agreement(world, link)})


def _agreement(world: World, link: Link) -> dict[str, Any]:
    """The agreement as its file would have it."""
    names = (world.mechanism[link.first].name, world.mechanism[link.second].name)
    start = link.start if link.start is not None else world.world.years[0]
    clause: dict[str, Any] = {_action(link): _route(world, link), "adjusts": True}
    if link.one_way and link.rate != 1:
        clause["rate"] = link.rate
    agreement: dict[str, Any] = {
        "title": {"en": f"{names[0].en} – {names[1].en}", "zh": f"{names[0].zh}—{names[1].zh}"},
        "status": "in-force",
        "start": date(start, 1, 1),
        "clauses": {"units": clause},
    }
    if link.quota is not None:
        years = {world.world.years[0], world.world.years[-1]}
        share = [{"year": year, "value": link.quota, "status": "assumed"} for year in sorted(years)]
        quota = {"share-of-obligation": {"unit": "of the obligation", "values": share}, "per": "mechanism"}
        agreement["quotas"] = {"share": quota}
        clause["quotas"] = ["share"]
    return agreement


def _action(link: Link) -> str:
    """At a rate a unit does not stay what it is: it rests while its image lives."""
    return "moves" if link.rate == 1 else "converts"


def _route(world: World, link: Link) -> dict[str, Any]:
    if link.one_way:
        route: dict[str, Any] = {"from": link.second, "into": link.first}
        if link.rate != 1:
            route["unit-type"] = world.mechanism[link.first].unit_type
        return route
    among: dict[str, Any] = {"among": [link.first, link.second]}
    if link.rate != 1:
        among["weights"] = {link.first: Decimal(1), link.second: link.rate}
    return among


def _has_market(world: World, id: str, address: str) -> None:
    """Raise InputError unless a mechanism issues units and covers activities in one of the world's years."""
    if id not in world.mechanism:
        known = [one for one in world.mechanism if _priced(world, one)]
        close = get_close_matches(id, known, 1)
        hint = said("hint-did-you-mean", key=close[0]) if close else None
        raise InputError([Problem("", 0, address, id or '""', said("expected-priced-mechanism"), hint)])
    if not _priced(world, id):
        raise InputError([Problem("", 0, address, said("found-no-market", id=id), said("expected-priced-mechanism"))])


def _priced(world: World, id: str) -> bool:
    mechanism = world.mechanism[id]
    runs = any(mechanism.in_force(date(year, 12, 31)) for year in world.world.years)
    covers = any(id in activity.covered_by for activity in world.activity.values())
    return mechanism.unit_type is not None and runs and covers


def _not_linked(world: World, link: Link) -> None:
    """Raise InputError where a clause lets units of one into the other already, on any day from the start on."""
    years = [year for year in world.world.years if year >= (link.start or 0)]
    for clause in clauses(world):
        if clause.kind not in ("move", "use") or not clause.takes or not clause.gives:
            continue
        ends = {clause.takes[0].of, clause.gives[0].of}
        if ends == {link.first, link.second} and any(clause.in_force(date(year, 12, 31)) for year in years):
            found = said("found-linked", clause=clause.id)
            raise InputError([Problem("", 0, "A B", found, said("expected-not-linked"))])
