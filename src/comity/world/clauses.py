"""`clauses(world)`: the only reader of agreements' terms and of the rules that let units come, go and count.

Each rule of a mechanism and each clause of an agreement becomes one `Clause` (several for a route among many). The
market and the registry read these and nothing else, so one number edited in a file changes both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from itertools import permutations
from typing import Literal

from comity.world.agreement import Agreement
from comity.world.clause import Clause, Form, Holder, Limit, Pool
from comity.world.mechanism import Mechanism
from comity.world.own_rules import (
    ONE,
    credit_rules,
    eligibility,
    issue_rules,
    limit_of,
    own_rules,
    treasury_of,
    users_of,
)
from comity.world.terms import Quota, Route, Terms
from comity.world.world import World


def clauses(world: World, on: date | None = None) -> tuple[Clause, ...]:
    """All clauses in address order, dated; or those in force on a day.

    What is not yet in force, or never came to be, yields none until a scenario sets its status: mechanisms, agreements
    and single clauses.
    """
    if world._clauses is None:  # a world never changes, so they are worked out once
        found: list[Clause] = []
        for id, mechanism in world.mechanism.items():
            if not mechanism.yields:
                continue
            found += (_bounded(clause, mechanism.start, mechanism.end) for clause in _mechanism(world, id, mechanism))
        agreed: list[Clause] = []
        for id, agreement in world.agreement.items():
            if agreement.yields:
                agreed += _agreement(world, id, agreement)
        found = list(_without_joint(found, agreed)) + agreed
        world._clauses = tuple(sorted(found, key=lambda clause: clause.id))
    return world._clauses if on is None else tuple(clause for clause in world._clauses if clause.in_force(on))


def _mechanism(world: World, id: str, mechanism: Mechanism) -> Iterator[Clause]:
    yield from own_rules(world, id, mechanism)
    for name, terms in mechanism.accepts.items():
        yield from _terms(world, f"mechanism.{id}.accepts.{name}", f"mechanism.{id}", terms, mechanism.quotas)


# Agreements: move, use, credit, joint auctions ------------------------------------------------------------------------


def _agreement(world: World, id: str, agreement: Agreement) -> Iterator[Clause]:
    address = f"agreement.{id}"
    for name, terms in agreement.clauses.items():
        for clause in _terms(world, f"{address}.clauses.{name}", address, terms, agreement.quotas):
            yield _bounded(clause, agreement.start, agreement.end)


def _terms(world: World, id: str, stems_from: str, terms: Terms, quotas: dict[str, Quota]) -> Iterator[Clause]:
    if not terms.yields:
        return
    if terms.authorises is not None:
        yield from _authorised(world, id, stems_from, terms, quotas)
    elif terms.auctions is not None:
        if all(world.mechanism[member].yields for member in terms.auctions.among):
            yield from _joint_auction(world, id, stems_from, terms)
    else:
        yield from _links(world, id, stems_from, terms, quotas)


def _links(world: World, id: str, stems_from: str, terms: Terms, quotas: dict[str, Quota]) -> Iterator[Clause]:
    """The directed links of one clause: units of `source` come into the units, or the obligation, of `target`."""
    kind, route, form = _route(terms)
    into: Literal["obligation", "units"] = "obligation" if kind == "use" else "units"
    common = partial(
        Clause,
        stems_from=stems_from,
        kind=kind,
        form=form,
        prices=(terms.price,) if terms.price else (),
        cost=terms.cost,
        levies=tuple(terms.levies.values()),
        adjusts=terms.adjusts,
        eligible=eligibility(terms),
        after_end=terms.after_end,
    )
    for source, target, rate, suffix in _pairs(route):
        giver, taker = world.mechanism[source], world.mechanism[target]
        if not (giver.yields and taker.yields):
            continue
        clause = common(
            id=id + suffix,
            takes=(Pool(budget="units", of=source),),
            gives=(Pool(budget=into, of=target),),
            unit_type=None if form in (None, "transfer") else (route.unit_type or taker.unit_type),
            rate=rate * Fraction(terms.rate),
            payee=Holder(terms.payee, "treasury") if terms.payee else treasury_of(world, target),
            quotas=_limits(stems_from, quotas, terms, id, _rents(world, source, target), target),
            owner=users_of(world, target),
        )
        for side in (terms, giver, taker):
            clause = _bounded(clause, side.start, side.end)
        yield clause


def _route(terms: Terms) -> tuple[Literal["use", "move"], Route, Form | None]:
    actions: tuple[tuple[Literal["use", "move"], Route | None, Form | None], ...] = (
        ("use", terms.accepts, None),
        ("move", terms.moves, "transfer"),
        ("move", terms.converts, "immobilise"),
        ("move", terms.reissues, "reissue"),
    )
    return next((kind, route, form) for kind, route, form in actions if route is not None)


def _pairs(route: Route) -> Iterator[tuple[str, str, Fraction, str]]:
    if route.from_ is not None and route.into is not None:
        yield route.from_, route.into, ONE, ""
    weights = {id: Fraction(route.weights.get(id, 1)) for id in route.among}
    for source, target in permutations(route.among, 2):
        rate = weights[source] / weights[target] if route.weights else ONE
        yield source, target, rate, f".{source}.{target}"


def _authorised(world: World, id: str, stems_from: str, terms: Terms, quotas: dict[str, Quota]) -> Iterator[Clause]:
    """The standard's own crediting rule, for one host, with authorisation and adjustment."""
    authorisation = terms.authorises
    assert authorisation is not None
    standard = world.mechanism[authorisation.standard]
    if not standard.yields:
        return
    for rule in credit_rules(world, authorisation.standard):
        eligible = rule.eligible.model_copy(
            update={
                "hosts": (authorisation.host,),
                "activities": terms.activities or rule.eligible.activities,
                "vintages": terms.vintages or rule.eligible.vintages,
                "purposes": terms.purposes,
            }
        )
        clause = replace(
            rule,
            id=id,
            stems_from=stems_from,
            adjusts=True,
            charges=authorisation.charges,
            first_transfer=authorisation.first_transfer,
            levies=rule.levies + tuple(terms.levies.values()),
            cost=terms.cost or rule.cost,
            quotas=rule.quotas + _limits(stems_from, quotas, terms, id, {}),
            eligible=eligible,
        )
        yield _bounded(_bounded(clause, terms.start, terms.end), standard.start, standard.end)


def _joint_auction(world: World, id: str, stems_from: str, terms: Terms) -> Iterator[Clause]:
    """One auction of what its members would auction alone; none where they hand out everything free."""
    assert terms.auctions is not None
    members = terms.auctions.among
    alone = [clause for member in members for clause in _own_auction(world, member)]
    if not alone:
        return
    parts = tuple(amount for clause in alone if (amount := clause.fixed or clause.most) is not None)
    yield Clause(
        id=id,
        stems_from=stems_from,
        kind="issue",
        gives=tuple(clause.gives[0] for clause in alone),
        parts=parts,
        prices=tuple(price for clause in alone for price in clause.prices),
        owner=None,
        start=terms.start,
        end=terms.end,
    )


def _own_auction(world: World, id: str) -> Iterator[Clause]:
    mechanism = world.mechanism[id]
    issues = issue_rules(
        f"mechanism.{id}", mechanism, Pool(budget="units", of=id), treasury_of(world, id), users_of(world, id)
    )
    return (clause for clause in issues if clause.id == f"mechanism.{id}.cap")


def _without_joint(own: Iterable[Clause], agreed: Iterable[Clause]) -> Iterator[Clause]:
    """A mechanism's own auction rests on the days that a joint one takes its place."""
    joint = {f"mechanism.{pool.of}.cap": clause for clause in agreed if clause.parts for pool in clause.gives}
    for clause in own:
        instead = joint.get(clause.id)
        if instead is None:
            yield clause
            continue
        if instead.start is not None:
            yield _bounded(clause, None, instead.start - timedelta(days=1))
        if instead.end is not None:
            yield _bounded(clause, instead.end + timedelta(days=1), None)


# What both need -------------------------------------------------------------------------------------------------------


def _rents(world: World, source: str, target: str) -> dict[str, Holder]:
    """Who keeps the rent of a quota on a link, by the quota's word for it; absent, the movement's owner does."""
    return {"source": users_of(world, source), "treasury": treasury_of(world, target)}


def _limits(
    stems_from: str, shared: dict[str, Quota], terms: Terms, id: str, rents: dict[str, Holder], taker: str = ""
) -> tuple[Limit, ...]:
    """The quotas a clause counts against: those of its file that it names, and its own."""
    named = [(f"{stems_from}.quotas.{name}", shared[name]) for name in terms.quotas]
    own = [(f"{id}.quota", terms.quota)] if terms.quota else []
    return tuple(limit_of(address, quota, rents, taker) for address, quota in named + own)


def _bounded(clause: Clause, start: date | None, end: date | None) -> Clause:
    """The clause, in force no earlier than `start` and no later than `end`."""
    if start is None and end is None:
        return clause
    first = max((day for day in (clause.start, start) if day), default=None)
    last = min((day for day in (clause.end, end) if day), default=None)
    return clause if (first, last) == (clause.start, clause.end) else replace(clause, start=first, end=last)
