"""From the clauses of a world to what the registry adopts: the only place where the registry reads a world."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from comity.quantity import Measures, parse_quantity
from comity.registry.commands import Adopt
from comity.registry.opening import unit_id
from comity.registry.permits import Adoption, PenaltyRule, Permit, QuotaRule, Share, digest
from comity.world.clause import Amount, Clause, Limit, Pool
from comity.world.clauses import clauses
from comity.world.values import Price, Ratio
from comity.world.world import World


def adoption(world: World, scenarios: tuple[str, ...], effective: str) -> Adopt:
    """The command that adopts a world's clauses from a day on, quantities in units of one tonne."""
    years = range(min(world.world.years), max(world.world.years) + 1)
    resolve = Resolver(world.measures, years)
    found = [clause for clause in clauses(world) if in_units(clause)]
    permits = tuple(permit for clause in found for permit in resolve.permits(clause))
    limits = {limit.id: limit for clause in found for limit in clause.quotas}
    quotas = tuple(resolve.quota(world, limits[id]) for id in sorted(limits))
    penalties = tuple(resolve.penalty(clause) for clause in clauses(world) if ".penalties." in clause.id)
    balances = {id: mechanism.balance for id, mechanism in world.mechanism.items() if mechanism.balance}
    return Adopt(
        world=world.id,
        scenarios=scenarios,
        effective=effective,
        digest=digest(permits, quotas, penalties),
        permits=permits,
        quotas=quotas,
        penalties=penalties,
        balances=dict(sorted(balances.items())),
    )


def same(rules: Adoption, command: Adopt) -> bool:
    """Whether what is in force is what would be adopted."""
    return (rules.world, rules.scenarios, rules.digest, rules.balances) == (
        command.world,
        command.scenarios,
        command.digest,
        command.balances,
    )


def in_units(clause: Clause) -> bool:
    """Whether a clause allows a transaction in units: not what is paid in money or sold into an obligation at once."""
    paid = clause.kind == "pay" or (clause.kind == "carry" and clause.gives[0].budget != "units")
    return not (paid or (clause.kind == "issue" and clause.gives[0].budget != "units"))


class Resolver:
    """Reads series in the years of a world, as exact numbers of units."""

    def __init__(self, measures: Measures, years: range) -> None:
        self._measures = measures
        self._years = years
        self._tonnes = parse_quantity(measures.quantity.text).tonnes

    def permits(self, clause: Clause) -> Iterator[Permit]:
        """One clause: a permit, or of a joint auction one for each mechanism."""
        amount = clause.most or clause.fixed
        if clause.kind != "issue":
            yield self._permit(clause, None, clause.gives)
        elif clause.parts:
            for pool, part in zip(clause.gives, clause.parts, strict=True):
                yield self._permit(clause, part, (pool,))
        else:
            yield self._permit(clause, amount, clause.gives)

    def _permit(self, clause: Clause, amount: Amount | None, gives: tuple[Pool, ...]) -> Permit:
        eligible = clause.eligible
        return Permit(
            id=clause.id,
            kind=clause.kind,  # type: ignore[arg-type]  # `in_units` has left out the others
            takes=clause.takes[0].of if clause.takes and clause.takes[0].budget == "units" else "",
            gives=tuple(pool.of for pool in gives),
            form=clause.form or "",
            unit_type=unit_id(clause.unit_type or ""),
            rate=str(clause.rate),
            lag=clause.lag,
            amounts=self._amounts(amount) if amount else None,
            unsold_later=clause.kind == "issue" and bool(clause.prices) and clause.unsold == "later-auctions",
            levies=tuple(
                Share(str(Fraction(levy.share)), levy.to, levy.purpose, levy.exempt) for levy in clause.levies
            ),
            adjusts=clause.adjusts,
            backed_by={host: (pool.of, _unit_ids(pool.unit_types)) for host, pool in clause.backed_by},
            quotas=tuple(limit.id for limit in clause.quotas),
            unit_types=_unit_ids(eligible.unit_types),
            vintages=eligible.vintages,
            hosts=eligible.hosts,
            standards=eligible.standards,
            # a benchmark says whose output it is for; the allowances themselves are of no activity
            activities=() if clause.kind == "issue" else eligible.activities,
            purposes=eligible.purposes,
            entities=eligible.entities,
            start=clause.start.isoformat() if clause.start else "",
            end=clause.end.isoformat() if clause.end else "",
            after_end=clause.after_end,
        )

    def quota(self, world: World, limit: Limit) -> QuotaRule:
        """One quota."""
        quantity = Amount(((Fraction(1), limit.quantity),)) if limit.quantity else None
        periods = world.mechanism[limit.over].compliance_periods if limit.over else ()
        return QuotaRule(
            id=limit.id,
            limits=self._amounts(quantity) if quantity else {},
            shares=dict(self._readings(limit.share)) if limit.share else {},
            of=limit.of,
            per_entity=limit.per == "entity",
            periods=tuple((period.start, period.end) for period in periods),
        )

    def penalty(self, clause: Clause) -> PenaltyRule:
        """One penalty: its fine in its own currency, per unit; units due again where it makes good."""
        price = next(iter(clause.prices), None) if not clause.takes else None
        return PenaltyRule(
            id=clause.id,
            mechanism=clause.gives[0].of,
            ratio=str(clause.ratio) if clause.kind == "carry" else "0",
            fines=dict(self._readings(price)) if price else {},
            currency=price.unit if price else "",
            start=clause.start.isoformat() if clause.start else "",
            end=clause.end.isoformat() if clause.end else "",
        )

    def _amounts(self, amount: Amount) -> dict[str, str]:
        found = ((year, amount.at(year, self._measures)) for year in self._years)
        return {str(year): str(value * self._tonnes) for year, value in found if value is not None}

    def _readings(self, series: Ratio | Price) -> Iterator[tuple[str, str]]:
        for year in self._years:
            reading = series.at(year)
            if reading is not None:
                yield str(year), str(reading.value)


def _unit_ids(unit_types: Iterable[str]) -> tuple[str, ...]:
    """Types of units as serial numbers have them."""
    return tuple(unit_id(unit_type) for unit_type in unit_types)
