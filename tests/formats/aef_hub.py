"""A registry with a host, a buyer and an airline, whose submissions the tests look at."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from comity.formats.aef_from_registry import Filed, Filing, Particulars, file
from comity.registry.commands import (
    Adopt,
    Authorise,
    Command,
    DeclareUnitType,
    Issue,
    OpenAccount,
    Transfer,
)
from comity.registry.ledger import Ledger
from comity.registry.permits import Permit, Share, digest
from tests.registry.memory import MemoryStore

PERMITS = (
    Permit(id="agreement.x.clauses.use", kind="use", takes="hub", gives=("che-ets",), purposes=("ndc",)),
    Permit(
        id="mechanism.corsia.accepts.hub",
        kind="use",
        takes="hub",
        gives=("corsia",),
        purposes=("international-mitigation",),
    ),
    Permit(id="mechanism.hub.issue", kind="issue", gives=("hub",)),
    Permit(id="mechanism.hub.retire", kind="retire", takes="hub"),
    Permit(id="mechanism.hub.trade", kind="trade", takes="hub", gives=("hub",)),
    Permit(
        id="mechanism.paris-6-4.crediting",
        kind="credit",
        gives=("paris-6-4",),
        levies=(Share("1/20", "adaptation-fund"), Share("1/50", "cancellation", "omge")),
    ),
    Permit(id="mechanism.paris-6-4.trade", kind="trade", takes="paris-6-4", gives=("paris-6-4",)),
)
SOLAR = Particulars(sectors=("Energy generation",), mitigation="Emission reductions", approach="CA0007", oimp="CORSIA")
PARTICULARS = dict.fromkeys(("N-1", "O-1", "B-1", "M-1"), SOLAR)


class Clock:
    """A clock that goes on by a minute at every look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


class Registry:
    """A ledger with a host, a buyer, an airline and the Adaptation Fund."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.store = MemoryStore("hub")
        self.ledger = Ledger(self.store, self.clock)
        self.do(
            DeclareUnitType(unit_type="MO", family="itmo"),
            DeclareUnitType(unit_type="A6.4ER", family="a64er"),
            DeclareUnitType(unit_type="GWH", family="itmo", measure="MWh"),
            *(OpenAccount(account=id, type="party-holding", party=id.upper()) for id in ("gha", "che")),
            OpenAccount(account="airline", type="operator-holding", holder="An airline", party="CHE"),
            OpenAccount(account="adaptation-fund", type="adaptation-fund"),
            Adopt(world="w", effective="2026-01-01", digest=digest(PERMITS, (), ()), permits=PERMITS,
                  balances={"che-ets": "CHE"}),
        )  # fmt: skip
        for id, purposes, definition in (
            ("N-1", ("ndc",), "transfer"),
            ("O-1", ("international-mitigation",), "use"),
            ("B-1", ("ndc", "other"), "issuance"),
            ("M-1", ("ndc",), "transfer"),
        ):
            self.do(
                Authorise(authorisation=id, host="GHA", approach="CA0001", purposes=purposes,
                          first_transfer=definition, entities=("airline",) if id == "O-1" else ())  # type: ignore[arg-type]
            )  # fmt: skip

    def do(self, *commands: Command) -> int:
        """Carry out commands; the number of the last entry."""
        return [self.ledger.do(command).seq for command in commands][-1]

    def issue(self, quantity: int, authorisation: str = "N-1", vintage: str = "2025", **more: Any) -> int:
        """New units for the host."""
        kind: dict[str, Any] = {"mechanism": "hub", "unit_type": "MO", "activity": authorisation.lower(), **more}
        return self.do(
            Issue(account="gha", host="GHA", vintage=vintage, quantity=quantity, authorisation=authorisation, **kind)
        )

    def in_year(self, year: int) -> None:
        """From now on it is that year."""
        self.clock.now = datetime(year, 2, 1, tzinfo=UTC)

    def filed(self, party: str, year: int = 2026, **more: Any) -> Filed:
        """A Party's submission."""
        day = date(year + 1, 4, 15)
        filing: dict[str, Any] = {"registries": {"hub": "GHA01"}, "particulars": PARTICULARS, **more}
        return file(self.store, Filing(party=party, year=year, date=day, ndc_first=2021, ndc_last=2030, **filing))


def take(account: str, to: str, quantity: int, **more: str) -> Transfer:
    return Transfer(account=account, to=to, quantity=quantity, **more)  # type: ignore[arg-type]
