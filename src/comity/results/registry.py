"""What the verbs of `comity registry` answer."""

from __future__ import annotations

from typing import Any, Literal

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


class ExternalRow(Shape):
    """Units of one type of an external transfer that is under way."""

    transfer: str
    """`A/17`: the transferring registry, and the number of the entry that proposed it."""
    way: Literal["to", "from"]
    """Whether they leave this registry, or come to it."""
    other: str
    """The other registry."""
    account: str
    """The account here."""
    other_account: str
    """The account there; empty if nobody has said it."""
    quantity: int
    unit_type: str
    measure: str
    stage: Literal["proposed", "finalised", "admitted"]
    """Finalised: departed, and the other registry has not confirmed it."""
    expires: str
    """The instant from which it is not finalised any more; never if empty."""


class RegistryExternal(RegistryAnswer):
    """`comity registry external`: the external transfers that are under way."""

    entry: int
    transfers: tuple[ExternalRow, ...]


class ExternalStep(Shape):
    """What a round came to with one external transfer."""

    transfer: str
    other: str
    outcome: str
    why: str
    """The code of a refusal, or what the network says."""


class RegistryExchange(RegistryAnswer):
    """`comity registry exchange`: one round over the external transfers that are under way."""

    transfers: tuple[ExternalStep, ...]


class ComparedBooks(Shape):
    """The books of one registry, as they were compared."""

    registry: str
    entry: int
    hash: str


class BooksDifference(Shape):
    """What the totals of two registries do not agree on, in units of a series."""

    giver: str
    taker: str
    series: str
    departed: int
    """As the giver has it."""
    arrived: int
    """As the taker has it."""
    unconfirmed: int
    """What the giver knows to be on the way."""


class BooksFinding(Shape):
    """Units that are in two places, or in none."""

    kind: Literal["twice", "nowhere"]
    registries: tuple[str, ...]
    """Where they are; of what is nowhere, who issued it. `A > B` is the way from one to the other."""
    series: str
    first: int
    last: int
    quantity: int


class RegistryReconciliation(RegistryAnswer):
    """`comity registry reconcile`: how the books of registries compare."""

    agrees: bool
    """Whether all were asked, and every unit is in exactly one place."""
    books: tuple[ComparedBooks, ...]
    silent: tuple[str, ...]
    """Registries that could not be asked."""
    differences: tuple[BooksDifference, ...]
    findings: tuple[BooksFinding, ...]
    told_again: tuple[ExternalStep, ...]
    """With `--mend`: transfers that another registry had lost. What is said above is of after it."""
