"""From permits to decisions: which clause allows a piece of a transaction, and what that counts against.

Several clauses that could allow it are tried in address order. If none does, the refusal names the clause whose
objection stands latest in the register: the nearest miss.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any

from comity.registry.accounts import Authorisation, Tally
from comity.registry.blocks import Series, Standing
from comity.registry.journal import Put
from comity.registry.permits import Adoption, Permit, QuotaRule, exact
from comity.registry.plans.plan import Now
from comity.registry.refusals import precedence, refuse
from comity.registry.state import State

ZERO = Fraction(0)
#: What units that came over a link may no longer do once it has ended, by the clause's word for that.
NO_LONGER: dict[str, tuple[str, ...]] = {"use": ("no-use", "return"), "trade": ("return",)}
Objection = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One piece of a transaction, as a clause sees it."""

    kind: str
    takes: str = ""
    gives: str = ""
    series: Series
    standing: Standing
    units: int
    entity: str
    """The account that acts; for a quota per entity, whose it is."""
    year: int
    """The year whose quota or amount it counts against."""
    under: str = ""
    form: str = ""
    """Of a move: transfer, immobilise or reissue."""


@dataclass(slots=True)
class Admission:
    """What a transaction is allowed by, and all that its clauses count, piece after piece."""

    state: State
    now: Now
    allowing: dict[str, None] = field(default_factory=dict)
    tallies: dict[str, Fraction] = field(default_factory=dict)
    rules: Adoption | None = field(init=False)

    def __post_init__(self) -> None:
        self.rules = rules_on(self.state, self.day)

    @property
    def day(self) -> str:
        """The day of the transaction, UTC."""
        return self.now.at[:10]

    @property
    def year(self) -> int:
        """The year of the transaction, UTC."""
        return int(self.now.at[:4])

    def permit(self, asked: Asked) -> Permit:
        """The clause that allows a piece; what it counts has been counted. Raises Refusal."""
        stranded = self._stranded(asked) if asked.kind in NO_LONGER else None
        if stranded is not None:
            refuse("clause-ended", stranded.id, end=stranded.end)
        candidates = self._candidates(asked)
        nearest: tuple[str, str, dict[str, Any]] | None = None
        for permit in candidates:
            objection = next(self._objections(permit, asked), None)
            if objection is None:
                self._count(permit, asked)
                self.allowing[permit.id] = None
                return permit
            if nearest is None or precedence()[objection[0]] > precedence()[nearest[0]]:
                nearest = (objection[0], permit.id, objection[1])
        if nearest is None:
            nobody = "not-accepted-for-surrender" if asked.kind == "use" else "no-clause"
            nearest = (nobody, "", {"block": asked.series.id, "mechanism": asked.gives or asked.takes})
        return refuse(nearest[0], nearest[1], **nearest[2])

    def suits(self, asked: Asked) -> bool:
        """Whether some clause in force takes such a unit, whatever is left of its limits."""
        found = (permit for permit in self._candidates(asked) if permit.in_force(self.day))
        return self._stranded(asked) is None and any(
            next(ineligible(permit, asked, self.state), None) is None for permit in found
        )

    def first_transfer(self, authorisation: Authorisation) -> None:
        """Refuse a first transfer under a cooperative approach that is on record and not active."""
        approach = self.state.approaches.get(authorisation.approach)
        since, state = approach.on(self.day) if approach else ("", "active")
        if state != "active":
            refuse("approach-not-active", approach=authorisation.approach, state=state or "-", since=since or "-")

    def _stranded(self, asked: Asked) -> Permit | None:
        """The link that has ended, where it no longer lets units do this that came over it."""
        origin = asked.series.image_of or asked.series.mechanism
        came_by = self.rules.by_route.get(("move", origin, asked.takes), ()) if self.rules else ()
        if came_by and not any(permit.in_force(self.day) for permit in came_by):
            last = max(came_by, key=lambda permit: permit.end)
            if last.after_end in NO_LONGER[asked.kind]:
                return last
        return None

    def _candidates(self, asked: Asked) -> tuple[Permit, ...]:
        if self.rules is None:
            return ()
        kinds = ("issue", "credit") if asked.kind == "issue" else (asked.kind,)
        found = [permit for kind in kinds for permit in self.rules.by_route.get((kind, asked.takes, asked.gives), ())]
        return tuple(permit for permit in found if asked.under in ("", permit.id) and asked.form in ("", permit.form))

    def _objections(self, permit: Permit, asked: Asked) -> Iterator[Objection]:
        """Why a permit does not allow a piece, in the order of the register."""
        if permit.kind == "carry" and permit.lag < 1:
            yield "clause-borrows", {}
        if self.day < permit.start:
            yield "clause-not-started", {"start": permit.start}
        if permit.end and self.day > permit.end:
            yield "clause-ended", {"end": permit.end}
        yield from ineligible(permit, asked, self.state)
        if permit.amounts is not None:
            amount = self._amount(permit, permit.amounts, asked)
            if amount is None:
                yield "amount-unknown", {"year": asked.year}
            elif self.tally(issued_id(permit, asked)) + asked.units > amount:
                yield "amount-exceeded", {"amount": floor(amount), "year": asked.year}
        for id in permit.quotas:
            quota = self.rules.quota[id]  # type: ignore[union-attr]
            limit = self.limit_of(quota, asked)
            if limit is None:
                yield "quota-base-unknown", {"quota": id, "mechanism": quota.of, "year": asked.year}
            elif self.tally(quota_id(quota, asked)) + asked.units * exact(permit.rate) > limit:
                yield "quota-exceeded", {"quota": id, "limit": floor(limit), "year": asked.year}

    def _amount(self, permit: Permit, amounts: dict[str, str], asked: Asked) -> Fraction | None:
        """What a clause may bring in a year: the year's own, and where that is the rule what earlier ones left."""
        own = amounts.get(str(asked.year))
        if own is None or not permit.unsold_later:
            return None if own is None else exact(own)
        before = [int(year) for year in amounts if int(year) < asked.year]
        brought = sum((self.tally(issued_id(permit, asked, year)) for year in before), ZERO)
        return exact(own) + sum((exact(amounts[str(year)]) for year in before), ZERO) - brought

    def _count(self, permit: Permit, asked: Asked) -> None:
        if permit.amounts is not None:
            self.add(issued_id(permit, asked), Fraction(asked.units))
        for id in permit.quotas:
            quota = self.rules.quota[id]  # type: ignore[union-attr]
            self.add(quota_id(quota, asked), asked.units * exact(permit.rate))

    def limit_of(self, quota: QuotaRule, asked: Asked) -> Fraction | None:
        """The limit of the period that a year belongs to; None as long as a figure it rests on is not known."""
        first, last = quota.period_of(asked.year)
        years = [str(year) for year in range(first, last + 1)]
        if quota.limits:
            known = [exact(quota.limits[year]) for year in years if year in quota.limits]
            return sum(known, ZERO) if len(known) == len(years) else None
        bases = {year: self._due(quota, year, asked.entity) for year in dict.fromkeys([*years, f"{first}-{last}"])}
        shares = {year: quota.shares.get(year) for year in years} | {f"{first}-{last}": quota.shares.get(str(last))}
        terms = [(shares[year], base) for year, base in bases.items() if base is not None]
        if not terms or any(share is None for share, _ in terms):
            return None
        return sum((exact(share) * base for share, base in terms if share), ZERO)

    def _due(self, quota: QuotaRule, period: str, entity: str) -> Fraction | None:
        """The obligation of a period: the entity's, or that of all whose obligation has been entered."""
        if quota.per_entity:
            record = self.state.compliance.get(f"{quota.of}/{period}/{entity}")
            return None if record is None or record.due is None else Fraction(record.due)
        tally = self.state.tallies.get(due_id(quota.of, period))
        return None if tally is None else exact(tally.value)

    def tally(self, id: str) -> Fraction:
        """A running number, with what this transaction has added so far."""
        found = self.tallies.get(id)
        return running(self.state, id) if found is None else found

    def add(self, id: str, amount: Fraction) -> None:
        """Count."""
        self.tallies[id] = self.tally(id) + amount

    def whole(self, id: str, amount: Fraction) -> int:
        """The one rule of rounding: whole units, down; the rest is kept under `id` and comes in with the next time."""
        exactly = self.tally(id) + amount
        units = floor(exactly)
        self.tallies[id] = exactly - units
        return units

    def changes(self) -> tuple[Put, ...]:
        """All that was counted, as changes of records; a number that is 0 needs no record."""
        found = []
        for id, value in self.tallies.items():
            before, after = self.state.tallies.get(id), Tally(id, str(value)) if value else None
            if before != after:
                found.append(Put(before, after))
        return tuple(found)

    def allowed_by(self, rule: str) -> str:
        """The clauses that allowed it, or the administrative rule where none was asked."""
        return ", ".join(self.allowing) or rule


def running(state: State, id: str) -> Fraction:
    """A running number; what has no record is 0."""
    record = state.tallies.get(id)
    return exact(record.value) if record else ZERO


def added(state: State, id: str, amount: Fraction | int) -> Put:
    """A running number with so much more, outside an admission; one that comes to 0 keeps its record: 0 is known."""
    return Put(state.tallies.get(id), Tally(id, str(running(state, id) + amount)))


def of_piece(
    admission: Admission,
    kind: str,
    piece: tuple[str, int, int, Standing],
    *,
    gives: str,
    entity: str,
    year: int = 0,
    under: str = "",
    form: str = "",
) -> Asked:
    """What is asked of a clause for a piece of what an account has; the year is the transaction's if none is given."""
    series, first, last, standing = piece
    return Asked(
        kind=kind,
        takes=standing.pool,
        gives=gives,
        series=admission.state.series[series],
        standing=standing,
        units=last - first + 1,
        entity=entity,
        year=year or admission.year,
        under=under,
        form=form,
    )


def rules_on(state: State, day: str) -> Adoption | None:
    """The clauses in force on a day: the last adoption that is effective by then; None if there is none."""
    best: Adoption | None = None
    for adoption in state.adoptions.values():  # in the order of adoption
        if adoption.effective <= day and (best is None or adoption.effective >= best.effective):
            best = adoption
    return best


def ineligible(permit: Permit, asked: Asked, state: State) -> Iterator[Objection]:
    """What a unit lacks that a permit asks for."""
    series, standing = asked.series, asked.standing
    if permit.unit_types and series.unit_type not in permit.unit_types:
        yield "unit-type-not-eligible", {"found": series.unit_type, "eligible": ", ".join(permit.unit_types)}
    standard = series.image_of or series.mechanism
    if permit.standards and standard not in permit.standards:
        yield "standard-not-eligible", {"found": standard, "eligible": ", ".join(permit.standards)}
    for hosts in (permit.hosts, tuple(permit.backed_by)):  # where units are backed, somebody must give them up
        if hosts and series.host not in hosts:
            yield "host-not-eligible", {"found": series.host or "-", "eligible": ", ".join(hosts)}
    if permit.activities and series.activity_type not in permit.activities:
        yield "activity-not-eligible", {"found": series.activity_type or "-", "eligible": ", ".join(permit.activities)}
    if permit.vintages and vintage_of(series) not in permit.vintages:
        eligible = ", ".join(str(year) for year in permit.vintages)
        yield "vintage-not-eligible", {"found": series.vintage or "-", "eligible": eligible}
    if permit.entities and asked.entity not in permit.entities:
        yield "entity-not-eligible", {"found": asked.entity, "eligible": ", ".join(permit.entities)}
    if permit.kind == "credit" and permit.adjusts and not standing.authorisation:
        yield "authorisation-missing", {}
    if permit.purposes:
        authorisation = state.authorisations.get(standing.authorisation)
        if authorisation is None:
            yield "authorisation-missing", {}
        elif not set(permit.purposes) & set(authorisation.purposes):
            found = ", ".join(authorisation.purposes) or "-"
            yield "purpose-not-eligible", {"found": found, "eligible": ", ".join(permit.purposes)}


def vintage_of(series: Series, otherwise: int = 0) -> int:
    """The year of a vintage: its last, if it says first and last day."""
    return int(series.vintage[-10:][:4]) if series.vintage[:4].isdigit() else otherwise


def issued_id(permit: Permit, asked: Asked, year: int = 0) -> str:
    """Under which id the units are counted that a clause has brought in a year: the one asked for, or another."""
    return f"issued:{permit.id}:{asked.gives}:{year or asked.year}"


def quota_id(quota: QuotaRule, asked: Asked) -> str:
    """Under which id a quota's use is counted."""
    first, last = quota.period_of(asked.year)
    period = str(first) if first == last else f"{first}-{last}"
    return f"quota:{quota.id}:{period}" + (f":{asked.entity}" if quota.per_entity else "")


def due_id(mechanism: str, period: str) -> str:
    """Under which id the obligations entered for a mechanism and period are summed."""
    return f"due:{mechanism}:{period}"
