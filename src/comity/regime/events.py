"""What happened when, and to whom: adoption, linking and leaving, read off a world alone.

An *actor* is who decides: a state or a bloc. What a province or a city starts is counted for its state, because income,
emissions and treaties are known of states; what a bloc starts is the bloc's one decision and not one of each member.

A *family* is what mechanisms of several kinds have in common:

| family | a mechanism |
|---|---|
| trading | by which a public authority makes emitters surrender units: caps, baselines, performance standards |
| tax | that charges a rate: taxes and price floors |
| crediting | by which a public authority of a jurisdiction turns reductions into units |

Standards that belong to no jurisdiction, and clubs and firms that bind themselves, are no public decision of an actor,
and count in none. Dates of which only the year is known are the first of January, so that the year alone is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Literal

from comity.world.clause import Clause
from comity.world.clauses import clauses
from comity.world.design import HOLDING
from comity.world.mechanism import Mechanism
from comity.world.party import Body
from comity.world.world import World

if TYPE_CHECKING:
    from pandas import DataFrame

Family = Literal["trading", "tax", "crediting"]
KINDS: dict[Family, frozenset[str]] = {
    "trading": frozenset(
        (
            "cap-and-trade",
            "voluntary-cap-and-trade",
            "tradable-performance-standard",
            "baseline-and-credit",
            "fixed-price-allowance",
        )
    ),
    "tax": frozenset(("carbon-tax", "carbon-tax-with-offsets", "carbon-price-floor")),
    "crediting": frozenset(("project-crediting", "jurisdictional-crediting", "sectoral-crediting")),
}
#: Kinds whose hosts learn to have reductions credited.
CREDITING = KINDS["crediting"] | {"cooperative-approach", "offsetting-obligation"}
#: What has started, whatever became of it.
STARTED = (*HOLDING, "dormant")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that one actor did, or that befell it."""

    year: int
    day: date
    event: Literal["adoption", "linking", "leaving"]
    actor: str
    """The state or bloc; of a link, that of the mechanism that takes the other's units."""
    family: str
    """Of the mechanism."""
    subject: str
    """Address in the world of what starts or ends: a mechanism or a clause."""
    mechanism: str
    """The mechanism that starts or ends, or takes the units."""
    other: str = ""
    """Of a link, the mechanism whose units it takes."""


def events(world: World) -> DataFrame:
    """All that the world dates up to its own day, in order of time: a row an actor and event, columns as of `Event`."""
    from pandas import DataFrame

    until = world.world.as_of
    found = {
        event
        for event in (*_mechanisms(world), *_links(world))
        if event.day <= until  # what is only planned has not happened
    }
    ordered = sorted(found, key=lambda event: (event.day, event.event, event.actor, event.subject))
    return DataFrame([astuple(event) for event in ordered], columns=[field.name for field in fields(Event)])


def actor_of(world: World, party: str) -> str:
    """The state or bloc that a Party is or is part of; of neither, the topmost."""
    while (known := world.party[party]).kind not in ("state", "bloc") and known.parent is not None:
        party = known.parent
    return party


def actors_of(world: World, parties: Iterable[str]) -> tuple[str, ...]:
    """The actors behind Parties, once each, in order."""
    return tuple(dict.fromkeys(actor_of(world, party) for party in parties))


def family_of(mechanism: Mechanism) -> Family | None:
    """The family of a mechanism's kind, if it has one."""
    return next((family for family, kinds in KINDS.items() if mechanism.kind in kinds), None)


def public(world: World, mechanism: Mechanism) -> bool:
    """Whether a jurisdiction decided on it: it counts against a Party's balance, or a competent authority runs it."""
    authority = world.body.get(mechanism.authority) if mechanism.authority else None
    return mechanism.balance is not None or (authority is not None and authority.kind == "competent-authority")


def systems(world: World, family: Family) -> tuple[str, ...]:
    """The mechanisms of a family that a jurisdiction decided on and that have started, in order of their ids."""
    return tuple(
        id
        for id, mechanism in sorted(world.mechanism.items())
        if family_of(mechanism) == family
        and mechanism.parties
        and mechanism.start is not None
        and mechanism.status in STARTED
        and public(world, mechanism)
    )


def joined(mechanism: Mechanism, party: str) -> date | None:
    """The first day of a mechanism for a Party that it names: later than its start, where the Party came later."""
    membership = mechanism.members.get(party)
    days = [day for day in (mechanism.start, membership.start if membership else None) if day is not None]
    return max(days, default=None)


def _mechanisms(world: World) -> Iterator[Event]:
    """Adoption and the end of mechanisms. An actor of several parts adopts with the first, and ends with the whole."""
    for family in KINDS:
        for id in systems(world, family):
            mechanism = world.mechanism[id]
            for actor in actors_of(world, mechanism.parties):
                own = [party for party in mechanism.parties if actor_of(world, party) == actor]
                starts = [day for party in own if (day := joined(mechanism, party)) is not None]
                if starts:
                    first = min(starts)
                    yield Event(first.year, first, "adoption", actor, family, f"mechanism.{id}", id)
                if mechanism.end is not None:
                    yield Event(mechanism.end.year, mechanism.end, "leaving", actor, family, f"mechanism.{id}", id)


def _links(world: World) -> Iterator[Event]:
    """Starts and ends of clauses by which a mechanism takes another's units, into its own or for its obligation."""
    for clause in clauses(world):
        for taker, giver in ends_of(clause):
            mechanism = world.mechanism[taker]
            family = family_of(mechanism) or ""
            for actor in actors_of(world, mechanism.parties):
                if clause.start is not None:
                    yield Event(clause.start.year, clause.start, "linking", actor, family, clause.id, taker, giver)
                if clause.end is not None:
                    yield Event(clause.end.year, clause.end, "leaving", actor, family, clause.id, taker, giver)


def ends_of(clause: Clause) -> Iterator[tuple[str, str]]:
    """Of a clause that is a link, the mechanism that takes units and the one whose they are."""
    if clause.kind in ("move", "use"):
        for giver in clause.takes:
            for taker in clause.gives:
                if giver.of and taker.of and giver.of != taker.of:
                    yield taker.of, giver.of


def credited_since(world: World) -> dict[str, date]:
    """By actor, the first day of its experience of crediting: a crediting mechanism of its own, or reductions on its
    soil that another's programme or an agreement credits."""
    found: dict[str, date] = {}
    agreed = {f"agreement.{id}" for id in world.agreement}

    def seen(party: str, day: date | None) -> None:
        actor = actor_of(world, party)
        if day is not None and day <= world.world.as_of and (actor not in found or day < found[actor]):
            found[actor] = day

    for mechanism in world.mechanism.values():
        if mechanism.kind in CREDITING and mechanism.status in STARTED:
            own = mechanism.parties if mechanism.kind in KINDS["crediting"] and public(world, mechanism) else ()
            for party in (*own, *(one for one in mechanism.members if one in world.party)):
                seen(party, joined(mechanism, party))
    for clause in clauses(world):
        if clause.kind == "credit" and clause.stems_from in agreed:
            for host in clause.eligible.hosts:
                seen(host, clause.start)
    return found


def norm_bodies(world: World) -> tuple[str, ...]:
    """Treaties of whose tree some mechanism is part (its authority, or what it elaborates), and the bodies beneath
    them: what gave the regime its norms. Which these are, the world says."""
    rules = {
        id for one in world.mechanism.values() for id in (one.authority, one.elaborates) if id is not None
    } & world.body.keys()
    roots = {chain[-1] for id in rules if world.body[(chain := chain_of(world, id))[-1]].kind == "treaty"}
    return tuple(id for id in world.body if chain_of(world, id)[-1] in roots)


def chain_of(world: World, body: str) -> tuple[str, ...]:
    """A body and those above it, the nearest first."""
    chain = [body]
    while (parent := world.body[chain[-1]].parent) is not None and parent not in chain:
        chain.append(parent)
    return tuple(chain)


def member_years(world: World, body: Body, years: Sequence[int]) -> dict[str, list[bool]]:
    """By actor, whether it was a member of a body at the end of each year.

    A day that nobody knows is the founding of the body, if that is a treaty; elsewhere such a member is left out: to
    take it for a founder would let the past know who came later.
    """
    found: dict[str, list[bool]] = {}
    for id, membership in body.members.items():
        if id not in world.party:
            continue
        stays = [membership, *membership.earlier]
        held = found.setdefault(actor_of(world, id), [False] * len(years))
        for place, year in enumerate(years):
            day = date(year, 12, 31)
            for stay in stays:
                start = stay.start or (body.founded if body.kind == "treaty" else None)
                if start is not None and start <= day and (stay.end is None or day <= stay.end):
                    held[place] = True
    return found
