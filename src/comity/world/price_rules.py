"""The clauses that a mechanism's price controls, penalties and charge yield: issue, cancel, pay, make good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from functools import partial

from comity.world.clause import Amount, Clause, Holder, Pool
from comity.world.mechanism import Mechanism
from comity.world.price_controls import Ceiling, Floor, Penalty, PriceControls, ReservePrice, Tier

DAY = timedelta(days=1)


def auctions_by_days(clause: Clause, mechanism: Mechanism) -> Iterator[Clause]:
    """An issue; where it is an auction with a reserve price, without that on the days before and after it."""
    reserve = clause.prices[0] if clause.prices else None
    if not isinstance(reserve, ReservePrice):
        yield clause
        return
    yield replace(clause, start=reserve.start, end=reserve.end)
    unreserved = replace(clause, fixed=clause.most, most=None, prices=())
    if reserve.start and not (mechanism.start and reserve.start <= mechanism.start):
        yield replace(unreserved, end=reserve.start - DAY)
    if reserve.end and not (mechanism.end and mechanism.end <= reserve.end):
        yield replace(unreserved, start=reserve.end + DAY)


def price_control_rules(
    address: str, controls: PriceControls, units: Pool, obligation: Pool, treasury: Holder
) -> Iterator[Clause]:
    """Tiers and ceiling sell; a floor buys, and cancels."""
    at = f"{address}.price-controls"
    for group, tiers in (
        ("emissions-containment", controls.emissions_containment),
        ("containment", controls.containment),
    ):
        for name, tier in tiers.items():
            clause = _traded(address, f"{at}.{group}.{name}", tier, treasury)
            yield replace(clause, kind="issue", gives=(units,), unsold=tier.unsold)
    floor, ceiling = controls.floor, controls.ceiling
    if floor is not None:
        yield replace(_traded(address, f"{at}.floor", floor, treasury), kind="cancel", takes=(units,))
    if ceiling is not None:
        sold = obligation if ceiling.compliance_only else units
        yield replace(_traded(address, f"{at}.ceiling", ceiling, treasury), kind="issue", gives=(sold,))


def _traded(address: str, id: str, rule: Tier | Floor | Ceiling, treasury: Holder) -> Clause:
    """What all of these say: a price, perhaps a volume, days."""
    return Clause(
        id=id,
        stems_from=address,
        kind="trade",
        prices=(rule.price,),
        most=Amount(((Fraction(1), rule.volume),)) if rule.volume else None,
        owner=treasury,
        start=rule.start,
        end=rule.end,
    )


def payment_rules(
    address: str, mechanism: Mechanism, obligation: Pool, users: Holder, treasury: Holder
) -> Iterator[Clause]:
    """Charge and penalties: money into the obligation.

    One that takes units takes what they are worth. With a price of its own, that is taken off the price, down to
    nothing; else it is the price: `rate` missing units are settled by the worth of one.
    """
    into_obligation = partial(Clause, stems_from=address, gives=(obligation,), owner=users, payee=treasury)
    charge = mechanism.charge
    if charge is not None:
        yield into_obligation(
            id=f"{address}.charge",
            kind="pay",
            takes=(Pool(budget="units", of=charge.less),) if charge.less else (),
            prices=(charge.rate,),
            start=charge.start,
            end=charge.end,
        )
    for name, penalty in mechanism.penalties.items():
        clause = into_obligation(
            id=f"{address}.penalties.{name}",
            kind="pay" if penalty.kind == "pay-in-lieu" else "carry",
            ratio=Fraction(penalty.ratio),
            lag=-1 if penalty.kind == "make-good" else 0,
            next_price=penalty.next_price,
            most=Amount(((Fraction(1), penalty.most),)) if penalty.most else None,
            start=penalty.start,
            end=penalty.end,
        )
        yield _fined(clause, penalty, mechanism, Pool(budget="units", of=obligation.of))


def _fined(clause: Clause, penalty: Penalty, mechanism: Mechanism, units: Pool) -> Clause:
    """The clause with its fine: a price, so many times one, what units are worth, or none."""
    multiple = penalty.multiple
    if multiple is None:
        return replace(clause, prices=(penalty.price,) if penalty.price else ())
    price = mechanism.priced[multiple.of]
    if price is None:
        return replace(clause, takes=(units,), rate=1 / Fraction(multiple.times))
    return replace(clause, prices=(price.times(multiple.times),))
