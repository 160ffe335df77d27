"""What `comity registry tallies` answers, for people: a table a subject, and only those that have rows."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from comity.cli.face import Face
from comity.cli.registry.where import plain
from comity.text.numbers import NONE

if TYPE_CHECKING:
    from comity.cli.tables import Column
    from comity.results import PartyBalanceRow, PricedBy, RegistryTallies

DECIMALS = 4


def tell(face: Face, answer: RegistryTallies, everything: bool) -> None:
    """All of it."""
    under: dict[str, Any] = {"registry": plain(answer.registry), "where": answer.where, "entry": answer.entry}
    face.prose(face.text("registry-tallies-under", **under))
    parts = (
        ("quotas", _quotas(face, answer)),
        ("adjustments", _adjustments(face, answer)),
        ("balances", _balances(face, answer)),
        ("approaches", _approaches(face, answer)),
        ("authorisations", _authorisations(face, answer)),
        ("remainders", _remainders(face, answer)),
        ("others", _others(face, answer)),
    )
    for name, given in parts:
        if given[0].cells:
            face.head(face.text(f"registry-tallies-{name}"))
            _table(face, given, everything)
            if name == "balances" and answer.priced_by is not None:
                _priced(face, answer.priced_by)
    if not any(given[0].cells for _, given in parts):
        face.say()
        face.say("  " + face.text("registry-nothing"))


def number(value: str | None) -> str:
    """An exact number: whole where it is, else to four decimals."""
    if value is None:
        return NONE
    exactly = Fraction(value)
    if exactly.denominator == 1:
        return f"{int(exactly):,}"
    return f"{float(exactly):,.{DECIMALS}f}".rstrip("0").rstrip(".")


def _table(face: Face, given: Sequence[Column], everything: bool) -> None:
    from dataclasses import replace

    from comity.cli.registry.lists import ROWS_MOST, table

    total = len(given[0].cells)
    table(face, given if everything else [replace(one, cells=one.cells[:ROWS_MOST]) for one in given], total)


def _quotas(face: Face, answer: RegistryTallies) -> list[Column]:
    from comity.cli.tables import Column

    text, rows = face.text, answer.quotas
    unit = text("unit-units")
    return [
        Column(text("head-limit"), [plain(one.limit) for one in rows]),
        Column(text("head-of"), [one.of or NONE for one in rows]),
        Column(text("head-period"), [one.period for one in rows]),
        Column(text("head-used"), [number(one.used) for one in rows], unit, numbers=True),
        Column(text("head-most"), [number(one.most) for one in rows], unit, numbers=True),
        Column(text("head-left"), [number(one.left) for one in rows], unit, numbers=True),
    ]


def _adjustments(face: Face, answer: RegistryTallies) -> list[Column]:
    from comity.cli.tables import Column

    text, rows = face.text, answer.adjustments
    unit = text("unit-units")
    return [
        Column(text("head-party"), [one.party for one in rows]),
        Column(text("head-year"), [str(one.year) for one in rows]),
        Column(text("head-first-transferred"), [number(one.transferred) for one in rows], unit, numbers=True),
        Column(text("head-used"), [number(one.used) for one in rows], unit, numbers=True),
    ]


def _balances(face: Face, answer: RegistryTallies) -> list[Column]:
    """Emissions balances, with the price of one more tonne beside each."""
    from comity.cli.tables import Column, numbers, prices

    text, rows = face.text, answer.balances
    unit = text("unit-tonnes")
    return [
        Column(text("head-party"), [plain(one.party) for one in rows]),
        Column(text("head-target-of"), [_target(face, one) for one in rows]),
        Column(text("head-year"), [str(one.year) for one in rows]),
        numbers(text("head-target"), [one.target for one in rows], unit),
        numbers(text("head-emissions"), [one.emissions for one in rows], unit),
        Column(text("head-first-transferred"), [number(one.transferred) for one in rows], unit, numbers=True),
        Column(text("head-used"), [number(one.used) for one in rows], unit, numbers=True),
        numbers(text("head-emissions-balance"), [one.balance for one in rows], unit),
        prices(
            text("head-price-of-one-more"),
            [one.price for one in rows],
            answer.priced_by.price if answer.priced_by else "",
        ),
    ]


def _target(face: Face, one: PartyBalanceRow) -> str:
    return face.text("balance-enforced" if one.enforced else "balance-memo", period=plain(one.period))


def _priced(face: Face, by: PricedBy) -> None:
    """Which solution the figures are of, and whether it is one."""
    from comity.report.subject import BASE

    under: dict[str, Any] = {
        "world": plain(by.world),
        "scenario": plain("+".join(by.scenario)) or BASE,
        "years": face.text("list-separator").join(str(year) for year in by.years),
        "status": face.text(f"status-{by.status}"),
    }
    face.prose(face.text("registry-tallies-priced", **under))


def _approaches(face: Face, answer: RegistryTallies) -> list[Column]:
    from comity.cli.tables import Column

    text, rows = face.text, answer.approaches
    separator = text("list-separator")
    return [
        Column(text("head-approach"), [plain(one.approach) for one in rows]),
        Column(text("head-parties"), [separator.join(one.parties) or NONE for one in rows]),
        Column(text("head-approach-state"), [text("approach-state", state=one.state) for one in rows]),
        Column(text("head-since"), [one.since or NONE for one in rows]),
        Column(text("head-authorisations"), [plain(separator.join(one.authorisations)) or NONE for one in rows]),
    ]


def _authorisations(face: Face, answer: RegistryTallies) -> list[Column]:
    from comity.cli.tables import Column

    text, rows = face.text, answer.authorisations
    unit = text("unit-units")
    return [
        Column(text("head-authorisation"), [f"{one.authorisation} ({one.version})" for one in rows]),
        Column(text("head-host"), [one.host for one in rows]),
        Column(text("head-purposes"), [_purposes(face, one.purposes) for one in rows]),
        Column(text("head-first-transfer-is"), [text(f"first-transfer-{one.first_transfer}") for one in rows]),
        Column(text("head-years"), [f"{one.vintages[0]}–{one.vintages[1]}" if one.vintages else NONE for one in rows]),
        Column(text("head-units-issued"), [f"{one.issued:,}" for one in rows], unit, numbers=True),
        Column(text("head-left"), [NONE if one.left is None else f"{one.left:,}" for one in rows], unit, numbers=True),
    ]


def _purposes(face: Face, purposes: Sequence[str]) -> str:
    """What units are authorised for, in words where there are any."""
    text = face.text
    known = {purpose: f"authorisation-purpose-{purpose}" for purpose in purposes}
    words = [text(key) if key in text else plain(purpose) for purpose, key in known.items()]
    return text("list-separator").join(words) or NONE


def _remainders(face: Face, answer: RegistryTallies) -> list[Column]:
    from comity.cli.tables import Column

    text, rows = face.text, answer.remainders
    return [
        Column(text("head-clause"), [plain(one.clause) for one in rows]),
        Column(text("head-kind"), [text(f"remainder-{one.kind}") for one in rows]),
        Column(text("head-of"), [plain(one.of) for one in rows]),
        Column(text("head-what"), [plain(one.what) or NONE for one in rows]),
        Column(text("head-remainder"), [number(one.units) for one in rows], text("unit-units"), numbers=True),
    ]


def _others(face: Face, answer: RegistryTallies) -> list[Column]:
    from comity.cli.tables import Column

    text, rows = face.text, answer.others
    return [
        Column(text("head-kind"), [text(f"tally-{one.kind}") for one in rows]),
        Column(text("head-of"), [plain(one.of) for one in rows]),
        Column(text("head-period"), [one.period for one in rows]),
        Column(text("head-who"), [plain(one.who) or NONE for one in rows]),
        Column(text("head-quantity"), [number(one.value) for one in rows], numbers=True),
        Column(text("head-measured-in"), [one.unit or text("unit-units") for one in rows]),
    ]
