"""The running numbers of a registry: limits, fractions left over, what Parties adjust for."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from comity.registry.blocks import Series, Standing
from comity.registry.permits import Adoption, QuotaRule
from comity.registry.plans.admission import Admission, Asked, rules_on
from comity.registry.plans.plan import Now
from comity.registry.state import State
from comity.results import (
    AdjustmentRow,
    ApproachRow,
    AuthorisationRow,
    QuotaRow,
    RegistryTallies,
    RemainderRow,
    Schema,
    TallyRow,
)

REMAINDERS = ("remainder", "returning", "levy", "credited")


class Number(NamedTuple):
    """A running number: what it counts, and the parts of its id."""

    kind: str
    of: str
    rest: tuple[str, ...]
    value: Fraction


def tallies_of(state: State, where: str) -> RegistryTallies:
    """All of them; limits as the rules of the registry's last day have them."""
    rules = rules_on(state, state.at[:10])
    numbers = list(_numbers(state))
    return RegistryTallies(
        schema=Schema(name="registry-tallies"),
        registry=state.registry,
        where=where,
        entry=state.seq,
        quotas=tuple(_limits(state, rules, numbers)),
        remainders=tuple(_remainders(numbers)),
        adjustments=tuple(_adjustments(numbers)),
        approaches=tuple(_approaches(state)),
        authorisations=tuple(_authorisations(state)),
        others=tuple(_others(numbers)),
    )


def _numbers(state: State) -> Iterator[Number]:
    for id, tally in sorted(state.tallies.items()):
        kind, of, *rest = id.split(":")
        yield Number(kind, of, tuple(rest), Fraction(tally.value))


def _limits(state: State, rules: Adoption | None, numbers: list[Number]) -> Iterator[QuotaRow]:
    """Quotas, then amounts that clauses bring at most."""
    for one in numbers:
        if one.kind == "quota":
            period, of = one.rest[0], ":".join(one.rest[1:])
            rule = rules.quota.get(one.of) if rules else None
            most = _quota_limit(state, rule, int(period[:4]), of) if rule else None
        elif one.kind == "issued":
            of, period = one.rest
            most = _amount(rules, one.of, of, period)
        else:
            continue
        yield QuotaRow(
            limit=one.of,
            kind="quota" if one.kind == "quota" else "amount",
            of=of,
            period=period,
            used=str(one.value),
            most=None if most is None else str(most),
            left=None if most is None else str(most - one.value),
        )


def _quota_limit(state: State, quota: QuotaRule, year: int, entity: str) -> Fraction | None:
    """The limit of the period that a year belongs to, as the registry decides by it."""
    nothing = {"series": Series(registry="", mechanism="", unit_type=""), "standing": Standing(entity, "")}
    asked = Asked(kind="use", units=0, entity=entity, year=year, **nothing)  # type: ignore[arg-type]
    return Admission(state, Now(state.at, lambda seq: None)).limit_of(quota, asked)


def _amount(rules: Adoption | None, clause: str, mechanism: str, year: str) -> Fraction | None:
    """How many units a clause brings to a mechanism in a year at most."""
    for permit in rules.by_id.get(clause, ()) if rules else ():
        if mechanism in permit.gives and permit.amounts and year in permit.amounts:
            return Fraction(permit.amounts[year])
    return None


def _remainders(numbers: list[Number]) -> Iterator[RemainderRow]:
    for one in numbers:
        if one.kind in REMAINDERS:
            yield RemainderRow(
                kind=one.kind, clause=one.of, of=one.rest[0], what=":".join(one.rest[1:]), units=str(one.value)
            )


def _adjustments(numbers: list[Number]) -> Iterator[AdjustmentRow]:
    """By Party and year, both sides on one row."""
    found: dict[tuple[str, int], dict[str, Fraction]] = {}
    for one in numbers:
        if one.kind in ("transferred", "used"):
            found.setdefault((one.of, int(one.rest[0])), {})[one.kind] = one.value
    for (party, year), sides in sorted(found.items()):
        transferred, used = sides.get("transferred", 0), sides.get("used", 0)
        yield AdjustmentRow(party=party, year=year, transferred=str(transferred), used=str(used))


def _approaches(state: State) -> Iterator[ApproachRow]:
    """Those on record, and those that an authorisation names."""
    under: dict[str, list[str]] = {id: [] for id in state.approaches}
    for id, one in sorted(state.authorisations.items()):
        if one.approach:
            under.setdefault(one.approach, []).append(id)
    for id, authorisations in sorted(under.items()):
        found = state.approaches.get(id)
        since, now = found.on(state.at[:10]) if found else ("", "")
        yield ApproachRow(
            approach=id,
            parties=found.parties if found else (),
            state=now,
            since=since,
            states=found.states if found else (),
            authorisations=tuple(authorisations),
        )


def _authorisations(state: State) -> Iterator[AuthorisationRow]:
    for id, one in sorted(state.authorisations.items()):
        yield AuthorisationRow(
            authorisation=id,
            version=one.version,
            host=one.host,
            approach=one.approach,
            purposes=one.purposes,
            first_transfer=one.first_transfer,
            quantity=one.quantity,
            issued=one.issued,
            left=None if one.quantity is None else one.quantity - one.issued,
            vintages=one.vintages,
            entities=one.entities,
        )


def _others(numbers: list[Number]) -> Iterator[TallyRow]:
    """Obligations entered, fines, and what was carried over."""
    for one in numbers:
        if one.kind in ("due", "fine", "carried"):
            who = one.rest[1] if len(one.rest) > 1 else ""
            unit = one.rest[2] if one.kind == "fine" else ""
            yield TallyRow(kind=one.kind, of=one.of, period=one.rest[0], who=who, value=str(one.value), unit=unit)
