"""What the verbs of `comity registry` answer."""

from __future__ import annotations

from typing import Any

from comity.results.shared import Answer, Shape


class RefusedRow(Shape):
    """Why a registry refuses."""

    code: str
    clause: str
    message: str


class Refused(Answer):
    """What any verb of `comity registry` answers where it is refused."""

    refused: RefusedRow


class StandingRow(Shape):
    """Where units stand."""

    account: str
    pool: str
    """The mechanism in whose units they count."""
    state: str
    by: int | None
    """The entry that ended or holds them."""
    period: str
    """To which they were carried over; empty if they were not."""
    authorisation: str = ""
    """Under which their host lets them count elsewhere; empty if it does not."""
    first_transfer: int | None = None
    """The entry of their first transfer."""
    expires: str = ""
    """Last day of validity of temporary and long-term CERs."""


class PostingRow(Shape):
    """Consecutive units that an entry turned from one standing into another."""

    series: str
    first: int
    last: int
    quantity: int
    unit_type: str
    measure: str
    before: StandingRow | None
    after: StandingRow | None


class EntryRow(Shape):
    """An entry of a journal."""

    entry: int
    at: str
    kind: str
    key: str
    clause: str
    hash: str
    asked: dict[str, Any]
    postings: tuple[PostingRow, ...]


class RegistryAnswer(Answer):
    """An answer says which registry it is about."""

    registry: str
    where: str


class RegistryEntry(RegistryAnswer):
    """What one command did."""

    entry: EntryRow
    again: bool
    """The same request, by its key, had made this entry before; nothing was done now."""


class OutcomeRow(Shape):
    """What became of one of many commands."""

    line: int
    kind: str
    key: str
    entry: int | None
    again: bool
    refused: RefusedRow | None


class RegistryBatch(RegistryAnswer):
    """`comity registry do`, `init`: what became of many commands."""

    done: int
    again: int
    refused: int
    outcomes: tuple[OutcomeRow, ...]


class AccountRow(Shape):
    """An account."""

    account: str
    type: str
    holder: str
    party: str
    status: str


class RegistryAccounts(RegistryAnswer):
    """`comity registry accounts`."""

    accounts: tuple[AccountRow, ...]


class HoldingRow(Shape):
    """Units that stand alike in an account; with `--blocks`, one block of them."""

    account: str
    mechanism: str
    unit_type: str
    vintage: str
    state: str
    quantity: int
    measure: str
    series: str = ""
    first: int | None = None
    last: int | None = None
    pool: str = ""
    period: str = ""
    """To which they were carried over."""
    authorisation: str = ""
    first_transfer: int | None = None
    """The entry of their first transfer; only with `--blocks`."""
    expires: str = ""
    """Last day of validity."""


class RegistryHoldings(RegistryAnswer):
    """`comity registry holdings`: who holds what."""

    at: str
    """The last day that counts; empty is now."""
    entry: int
    holdings: tuple[HoldingRow, ...]


class ComplianceRow(Shape):
    """What an account must surrender under a mechanism for a period, in units."""

    mechanism: str
    period: str
    account: str
    allocated: int
    due: int | None
    """None: nobody has said it."""
    carried_forward: int
    """Of what is due: what the default of an earlier period made due again."""
    surrendered: int
    missing: int | None


class RegistryCompliance(RegistryAnswer):
    """`comity registry compliance`."""

    compliance: tuple[ComplianceRow, ...]


class RegistryJournal(RegistryAnswer):
    """`comity registry journal`: entries in order."""

    entries: tuple[EntryRow, ...]


class JournalProblem(Shape):
    """What is wrong with an entry, in words for engineers."""

    entry: int
    code: str
    words: str


class RegistryVerified(RegistryAnswer):
    """`comity registry verify`: whether the journal holds together, and the state is what it says."""

    entries: int
    hash: str
    redecided: bool
    problems: tuple[JournalProblem, ...]
    omitted: int


class RegistryCopy(RegistryAnswer):
    """`comity registry backup`, `restore`, `export`, `import`, `upgrade`."""

    written: str
    entries: int


class AuctionBid(Shape):
    """A bid, and what became of it."""

    bid: str
    bidder: str
    quantity: int
    price: str
    awarded: int
    reason: str
    """Why it, or what exceeds a purchase limit, takes no part; empty where it does."""


class RegistryAuction(RegistryAnswer):
    """`comity registry auction`: how a book of bids cleared, and the entry that delivers."""

    outcome: str
    price: str
    currency: str
    offered: int
    demand: int
    sold: int
    digest: str
    bids: tuple[AuctionBid, ...]
    entry: EntryRow | None
    """None where nothing is sold, or nothing was to be posted."""
