"""What the verbs of `comity registry` about agreements answer: `adopt`, `settle`, `tallies`.

Exact numbers are text, as `fractions.Fraction` reads it: `3`, `1/3`.
"""

from __future__ import annotations

from comity.results.market import Status
from comity.results.registry import RefusedRow, RegistryAnswer
from comity.results.shared import Shape


class RegistryAdoption(RegistryAnswer):
    """`comity registry adopt`: which clauses are in force from a day on, and what is new about them."""

    world: str
    scenarios: tuple[str, ...]
    effective: str
    """First day, UTC."""
    digest: str
    """SHA-256 of the clauses, resolved in full."""
    entry: int
    """The entry that adopted them."""
    again: bool
    """The same clauses were in force on that day already; nothing was done now."""
    declared: int
    """Unit types."""
    opened: int
    """Accounts."""
    kinds: dict[str, int]
    """How many clauses of each kind."""
    quotas: int
    came: tuple[str, ...]
    """Clauses that were not in force on that day before."""
    went: tuple[str, ...]
    changed: tuple[str, ...]
    """Those that say something else than before under the same address."""


class SettledFlow(Shape):
    """A flow that the market found, and what was booked of it."""

    clause: str
    kind: str
    giver: str
    """Mechanism; empty where units are issued."""
    taker: str
    activity: str
    host: str
    tranche: str
    solved: float
    """In units."""
    booked: int
    """Units, now and before."""
    remainder: float
    """What is not booked, in units."""
    entries: tuple[int, ...]
    """Numbers of the entries that book it."""
    short: bool
    """Fewer units were there than the flow takes."""
    refused: RefusedRow | None


class RegistrySettlement(RegistryAnswer):
    """`comity registry settle`: a solved year as transactions under the clauses that its flows name."""

    world: str
    scenarios: tuple[str, ...]
    year: int
    digest: str
    """Of the clauses in force."""
    status: Status
    """Of the solution: solved, or unmet, which leaves flows that nothing could cover."""
    flows: tuple[SettledFlow, ...]
    passed_over: int
    """Flows that are settled in money or straight into an obligation."""
    booked: int
    """Units of all flows."""
    entries: int
    """Made now."""
    before: int
    """Made by settling this year before."""
    refused: int
    short: int


class QuotaRow(Shape):
    """How much of a limit is used."""

    limit: str
    """Address of the quota, or of the clause that brings so many units at most."""
    kind: str
    """`quota`, or `amount` of a clause."""
    of: str
    """Account of a quota per entity, mechanism of an amount; else empty."""
    period: str
    used: str
    most: str | None
    """None as long as a figure that it rests on is not known, or no rule in force names it."""
    left: str | None


class RemainderRow(Shape):
    """Fractions of units that rounding has left."""

    kind: str
    """`remainder` of a conversion, `returning`, `levy`, `credited`."""
    clause: str
    of: str
    """Account, or recipient of the levy."""
    what: str
    """Series, or purpose of the levy."""
    units: str


class AdjustmentRow(Shape):
    """What a Party must adjust for in a year."""

    party: str
    year: int
    transferred: str
    """Units first transferred, by vintage year: added to its emissions."""
    used: str
    """Units used, by year of use: subtracted."""


class PricedBy(Shape):
    """The solution that prices and emissions are of."""

    world: str
    scenario: tuple[str, ...]
    years: tuple[int, ...]
    status: Status
    price: str
    """Unit of its prices."""


class PartyBalanceRow(Shape):
    """A Party's emissions balance against one of its targets, in t CO2e: as solved, with what the registry counted."""

    party: str
    year: int
    period: str
    """Id of the target and its years."""
    enforced: bool
    target: float
    emissions: float
    """Of the run."""
    transferred: str
    """First transferred: added. Units, as the registry counts them."""
    used: str
    """Subtracted."""
    balance: float
    price: float | None
    """What one more tonne on the balance costs, as selling one does; None where the target is a memo."""


class ApproachRow(Shape):
    """A cooperative approach, and what is authorised under it."""

    approach: str
    parties: tuple[str, ...]
    state: str
    """`proposed`, `active`, `suspended` or `ended`; empty: an authorisation names it, and it is not on record."""
    since: str
    """First day of that state."""
    states: tuple[tuple[str, str], ...]
    """All of them, with their first days; also those to come."""
    authorisations: tuple[str, ...]


class AuthorisationRow(Shape):
    """What a host lets count elsewhere."""

    authorisation: str
    version: int
    host: str
    approach: str
    purposes: tuple[str, ...]
    first_transfer: str
    """What counts as first transfer."""
    quantity: int | None
    """Units at most; None is without limit."""
    issued: int
    left: int | None
    vintages: tuple[int, int] | None
    entities: tuple[str, ...]


class TallyRow(Shape):
    """Any other running number."""

    kind: str
    """`due`: obligations entered; `fine`: in money; `carried`: carried over under the Kyoto Protocol."""
    of: str
    """Mechanism, Party or rule."""
    period: str
    who: str
    """Account or family of units; empty where it is all."""
    value: str
    unit: str
    """Currency of a fine; empty for units."""


class RegistryTallies(RegistryAnswer):
    """`comity registry tallies`: the running numbers of a registry."""

    entry: int
    quotas: tuple[QuotaRow, ...]
    remainders: tuple[RemainderRow, ...]
    adjustments: tuple[AdjustmentRow, ...]
    priced_by: PricedBy | None = None
    """With `--run`: which solution the balances are of."""
    balances: tuple[PartyBalanceRow, ...] = ()
    """With `--run`."""
    approaches: tuple[ApproachRow, ...]
    authorisations: tuple[AuthorisationRow, ...]
    others: tuple[TallyRow, ...]
