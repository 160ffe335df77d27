"""The clauses that a mechanism's own rules yield: issue, use, pay, credit, retire, cancel, carry, trade."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from comity.world.clause import Amount, Clause, Holder, Limit, Pool
from comity.world.mechanism import Mechanism
from comity.world.price_controls import HeldBack
from comity.world.price_rules import auctions_by_days, payment_rules, price_control_rules
from comity.world.terms import Eligibility, Quota
from comity.world.world import World

ONE = Fraction(1)


def own_rules(world: World, id: str, mechanism: Mechanism) -> Iterator[Clause]:
    """All but its acceptance of foreign units, which is written in an agreement's terms."""
    address = f"mechanism.{id}"
    units, obligation = Pool(budget="units", of=id), Pool(budget="obligation", of=id)
    treasury, users = treasury_of(world, id), users_of(world, id)
    for clause in issue_rules(address, mechanism, units, treasury, users):
        yield from auctions_by_days(clause, mechanism)
    yield from price_control_rules(address, mechanism.price_controls, units, obligation, treasury)
    yield from payment_rules(address, mechanism, obligation, users, treasury)
    if mechanism.crediting is not None and not mechanism.crediting.by_agreement:
        yield from credit_rules(world, id)
    if mechanism.unit_type is not None:
        of_units = partial(Clause, stems_from=address, takes=(units,))
        yield of_units(id=f"{address}.trade", kind="trade", gives=(units,))
        yield of_units(id=f"{address}.retire", kind="retire")
        yield of_units(id=f"{address}.use", kind="use", gives=(obligation,), owner=users)
    for name, demand in mechanism.demands.items():
        yield Clause(
            id=f"{address}.demands.{name}",
            stems_from=address,
            kind="retire",
            takes=(units,),
            demand=demand,
            owner=Holder(demand.holder, "emitters"),
        )
    for name, cancellation in mechanism.cancellations.items():
        yield Clause(
            id=f"{address}.cancellations.{name}",
            stems_from=address,
            kind="cancel",
            takes=(units,),
            fixed=Amount(((ONE, cancellation.quantity),)),
            owner=Holder(cancellation.holder, "treasury"),
        )
    for name, carry, lag in (("banking", mechanism.banking, 1), ("borrowing", mechanism.borrowing, -1)):
        if carry is not None and carry.allowed:
            most = Amount(((ONE, carry.limit),)) if carry.limit else None
            rate = 1 / (1 + Fraction(carry.interest))
            yield Clause(
                id=f"{address}.{name}",
                stems_from=address,
                kind="carry",
                takes=(units,),
                gives=(units,),
                rate=rate,
                lag=lag,
                most=most,
                owner=users,
            )


def issue_rules(address: str, mechanism: Mechanism, units: Pool, treasury: Holder, holders: Holder) -> Iterator[Clause]:
    """How its allowances are issued: free shares, auctions (with or without a reserve price), benchmarks."""
    cap, controls = mechanism.cap, mechanism.price_controls
    if cap is not None:
        allowances = partial(Clause, stems_from=address, kind="issue", gives=(units,))
        free = Fraction(cap.free_share)
        if free:
            yield allowances(id=f"{address}.cap.free-share", fixed=Amount(((free, cap),)), free=True)
        contained = tuple((-ONE, HeldBack.of(tier)) for tier in controls.emissions_containment.values())
        auctioned, reserve = Amount(((1 - free, cap), *contained)), controls.auction_reserve
        if free < 1 and reserve is None:
            yield allowances(id=f"{address}.cap", fixed=auctioned, owner=treasury)
        elif free < 1 and reserve is not None:
            yield allowances(
                id=f"{address}.cap", most=auctioned, prices=(reserve,), unsold=reserve.unsold, owner=treasury
            )
    if mechanism.opening_holdings is not None:
        yield Clause(
            id=f"{address}.opening-holdings",
            stems_from=address,
            kind="issue",
            gives=(units,),
            fixed=Amount(((ONE, mechanism.opening_holdings),)),
            opening=True,
            owner=holders,
        )
    for name, benchmark in mechanism.benchmarks.items():
        yield Clause(
            id=f"{address}.benchmarks.{name}",
            stems_from=address,
            kind="issue",
            gives=(units,),
            per_output=benchmark,
            free=True,
            eligible=Eligibility(activities=() if "*" in benchmark.activities else benchmark.activities),
            start=benchmark.start,
            end=benchmark.end,
        )


def credit_rules(world: World, id: str) -> Iterator[Clause]:
    """How it turns reductions into units, if it does."""
    address, mechanism = f"mechanism.{id}", world.mechanism[id]
    crediting = mechanism.crediting
    if crediting is None:
        return
    backed_by = tuple(
        (host, Pool(budget="units", of=backing.mechanism, unit_types=backing.unit_types))
        for host, backing in crediting.backed_by.items()
    )
    yield Clause(
        id=f"{address}.crediting",
        stems_from=address,
        kind="credit",
        takes=(Pool(budget="activity"),),
        gives=(Pool(budget="units", of=id),),
        prices=(crediting.fee,) if crediting.fee else (),
        payee=treasury_of(world, id),
        cost=crediting.cost,
        levies=tuple(crediting.levies.values()),
        adjusts=crediting.authorised,
        charges=crediting.charges,
        backed_by=backed_by,
        quotas=tuple(limit_of(f"{address}.quotas.{name}", mechanism.quotas[name], {}) for name in crediting.quotas),
        eligible=eligibility(crediting),
    )


def treasury_of(world: World, id: str) -> Holder:
    """Who gets a mechanism's revenue: a Party's treasury; of one without Parties, the mechanism itself."""
    party = world.mechanism[id].revenue_to
    return Holder(party, "treasury") if party else Holder(id, "funds")


def users_of(world: World, id: str) -> Holder:
    """In whose name a mechanism's covered emitters buy and use units."""
    party = world.mechanism[id].users
    return Holder(party, "emitters") if party else Holder(id, "funds")


def limit_of(address: str, quota: Quota, rents: dict[str, Holder], taker: str = "") -> Limit:
    """A quota as its clauses share it.

    `rents`: by the quota's word for it, who keeps the rent (else owners do). `taker`: the mechanism that takes the
    units, which has a limit of its own where the quota is one per mechanism.
    """
    own = quota.per == "mechanism"
    return Limit(
        id=f"{address}.{taker}" if own else address,
        quantity=quota.limit,
        share=quota.share_of_obligation,
        of=taker if own else quota.of or "",
        internalised=quota.internalised,
        over=quota.over or "",
        per=quota.per,
        rent=rents.get(quota.rent),
    )


def eligibility(rule: Eligibility) -> Eligibility:
    """Only the eligibility of a rule that says more."""
    return Eligibility.model_construct(**{name: getattr(rule, name) for name in Eligibility.model_fields})
