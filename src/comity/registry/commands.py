"""What can be asked of a registry: one frozen object per kind, the same in Python, in the journal and over HTTP.

A command says what somebody wants; it is the planners (`plans/`) that decide. Units are named by blocks, or by a
quantity and what they must be; then the oldest vintage goes first, and within a series the lowest serial numbers.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from comity.registry.accounts import ApproachState, Family, Status
from comity.registry.blocks import Block
from comity.registry.command import Command as Command
from comity.registry.command import Units as Units
from comity.registry.external_commands import AdmitExternal as AdmitExternal
from comity.registry.external_commands import CompleteExternal as CompleteExternal
from comity.registry.external_commands import ConfirmExternal as ConfirmExternal
from comity.registry.external_commands import DropExternal as DropExternal
from comity.registry.external_commands import FinaliseExternal as FinaliseExternal
from comity.registry.external_commands import ProposeExternal as ProposeExternal
from comity.registry.external_commands import TerminateExternal as TerminateExternal
from comity.registry.permits import PenaltyRule, Permit, QuotaRule

Purpose = Literal["voluntary", "overall-mitigation", "excess-issuance", "reversal", "invalidation", "stability-reserve"]
PURPOSES: tuple[str, ...] = Purpose.__args__  # type: ignore[attr-defined]


# Administration


class OpenAccount(Command, frozen=True, kw_only=True, tag="open"):
    """Open an account. Refused: identifier-malformed, account-type-unknown, account-exists."""

    account: str
    type: str
    holder: str = ""
    party: str = ""


class SetStatus(Command, frozen=True, kw_only=True, tag="status"):
    """Open, block or close an account. From a blocked one units leave only to be surrendered, cancelled or replaced.

    Refused: reason-missing, account-unknown, account-closed, status-unknown, status-unchanged, account-not-empty.
    """

    account: str
    status: Status
    reason: str


class DeclareUnitType(Command, frozen=True, kw_only=True, tag="declare"):
    """Say what one unit of a type measures. Refused: identifier-malformed, family-unknown, unit-type-exists."""

    unit_type: str
    family: Family
    measure: str = "t CO2e"


class SetObligation(Command, frozen=True, kw_only=True, tag="obligation"):
    """Say how many units an account must surrender for a period; later words replace earlier ones.

    What the default of an earlier period made due again is due beside it.

    Refused: identifier-malformed, account-unknown, account-closed, quantity-not-positive (below 0).
    """

    account: str
    mechanism: str
    period: str
    quantity: int
    verifier: str = ""
    """Who verified the emissions; must be accredited."""


class Accredit(Command, frozen=True, kw_only=True, tag="accredit"):
    """Say whether a verifier may verify. Refused: identifier-malformed, reason-missing."""

    verifier: str
    accredited: bool = True
    reason: str


class Assess(Command, frozen=True, kw_only=True, tag="assess"):
    """Close an account's compliance for a period: what is missing is fined, and is due again where a rule says so.

    Refused: account-unknown, obligation-unknown, already-assessed.
    """

    account: str
    mechanism: str
    period: str
    next_period: str
    """To which a default is carried forward."""


class WriteOff(Command, frozen=True, kw_only=True, tag="write-off"):
    """Drop the fractions of units that a clause's rounding has left, once it has ended. Refused: clause-in-force."""

    clause: str


class Adopt(Command, frozen=True, kw_only=True, tag="adopt"):
    """Put a world's clauses in force from a day on. Refused: identifier-malformed, digest-differs."""

    world: str
    scenarios: tuple[str, ...] = ()
    effective: str
    """First day, UTC."""
    digest: str
    permits: tuple[Permit, ...]
    quotas: tuple[QuotaRule, ...] = ()
    penalties: tuple[PenaltyRule, ...] = ()
    balances: dict[str, str] = {}


class SetApproach(Command, frozen=True, kw_only=True, tag="approach"):
    """Put a cooperative approach on record, or in another state from a day on: units are first transferred under one
    that is on record only while it is active.

    Refused: identifier-malformed, reason-missing (of what is suspended or ended), approach-state-impossible.
    """

    approach: str
    state: ApproachState
    since: str = ""
    """First day, UTC; that of the entry if empty."""
    parties: tuple[str, ...] = ()
    """Those of before if empty."""
    reason: str = ""


class Authorise(Command, frozen=True, kw_only=True, tag="authorise"):
    """Authorise units of a host, or write a new version of an authorisation.

    Refused: identifier-malformed, authorisation-of-another-host.
    """

    authorisation: str
    host: str
    approach: str = ""
    purposes: tuple[str, ...] = ()
    first_transfer: Literal["authorisation", "issuance", "use", "transfer"] = "transfer"
    quantity: int | None = None
    vintages: tuple[int, int] | None = None
    entities: tuple[str, ...] = ()


# Units come and go between accounts


class Issue(Command, frozen=True, kw_only=True, tag="issue"):
    """Create units, numbered on from the last of their series unless first and last are said.

    Refused: identifier-malformed, account-unknown, account-closed, unit-type-unknown, nothing-asked,
    quantity-not-positive, range-reversed, quantity-differs, already-issued, may-not-hold.
    """

    account: str
    mechanism: str
    unit_type: str
    quantity: int | None = None
    first: int | None = None
    last: int | None = None
    vintage: str = ""
    period: str = ""
    host: str = ""
    activity: str = ""
    activity_type: str = ""
    standard: str = ""
    metric: str = ""
    expires: str = ""
    """Last day of validity of temporary and long-term CERs."""
    authorisation: str = ""
    """Under which the units are authorised from the start."""
    under: str = ""
    """The clause to issue under; the first in address order that has room if empty."""
    backing: tuple[Block, ...] = ()
    """Units of the account that end as these begin, one for one, where the clause says of which class they are."""


class Transfer(Units, frozen=True, kw_only=True, tag="transfer"):
    """Move units to another account, at once."""

    to: str


class Allocate(Units, frozen=True, kw_only=True, tag="allocate"):
    """Hand allowances free of charge to who has an obligation in a period; counted in its compliance record."""

    to: str
    period: str


class Award(Struct, frozen=True):
    """What one bidder won."""

    to: str
    quantity: int


class Auction(Units, frozen=True, kw_only=True, tag="auction"):
    """Deliver what an auction sold, in the order of the awards. `quantity` or the blocks must be the sum of the awards.

    Refused beside what refuses a transfer: price-malformed.
    """

    awards: tuple[Award, ...]
    price: str
    """Clearing price per unit, a decimal number."""
    currency: str
    bids: str = ""
    """SHA-256 of the sealed book of bids, so that it can be shown later and not changed."""


class Propose(Units, frozen=True, kw_only=True, tag="propose"):
    """Offer units to another account: they wait until it accepts or rejects, or the offer expires."""

    to: str
    expires: str = ""
    """UTC instant from which it cannot be accepted; never if empty."""


class Accept(Command, frozen=True, kw_only=True, tag="accept"):
    """Take what was proposed. Refused: the account's own, hold-unknown, not-for-this-account, proposal-expired."""

    account: str
    proposal: int
    """Number of the entry that proposed."""


class Reject(Command, frozen=True, kw_only=True, tag="reject"):
    """Decline, or withdraw, what was proposed. `account`: the addressee or the proposer."""

    account: str
    proposal: int


class Expire(Command, frozen=True, kw_only=True, tag="expire"):
    """Give back what was not accepted in time. Refused: hold-unknown, proposal-not-expired."""

    proposal: int


class Freeze(Units, frozen=True, kw_only=True, tag="freeze"):
    """Hold units where they are, by an authority's order."""

    reason: str
    authority: str


class Dispute(Units, frozen=True, kw_only=True, tag="dispute"):
    """Hold units where they are while somebody contests them."""

    reason: str


class Release(Command, frozen=True, kw_only=True, tag="release"):
    """End a freeze or dispute. Refused: reason-missing, hold-unknown."""

    hold: int
    """Number of the entry that froze or disputed."""
    reason: str


# Across links


class Move(Units, frozen=True, kw_only=True, tag="move"):
    """Let units count in another mechanism from now on, serial numbers kept, as a clause allows."""

    to: str
    into: str
    """The mechanism."""


class Convert(Units, frozen=True, kw_only=True, tag="convert"):
    """Immobilise units, and have units of the other mechanism for them at the clause's rate."""

    to: str
    into: str


class Return(Units, frozen=True, kw_only=True, tag="return"):
    """Give back what a conversion gave, and have the originals again, whole, the oldest first."""

    to: str


class Reissue(Units, frozen=True, kw_only=True, tag="reissue"):
    """Cancel units, and have units of the other mechanism issued for them at the clause's rate."""

    to: str
    into: str


# Ends


class Surrender(Units, frozen=True, kw_only=True, tag="surrender"):
    """Give up units against an obligation. What is surrendered before the obligation is known counts too.

    Of a quantity, units go first that the obligation's clauses accept, the oldest vintage of them first.
    """

    mechanism: str
    period: str
    obliged: str = ""
    """The account whose obligation it meets, as a parent's for a subsidiary's; the account's own if empty."""


class Retire(Units, frozen=True, kw_only=True, tag="retire"):
    """End units in somebody's name, so that nobody else can claim them."""

    beneficiary: str
    reason: str = ""


class Cancel(Units, frozen=True, kw_only=True, tag="cancel"):
    """End units without a claim."""

    purpose: Purpose
    reason: str = ""


class Replace(Units, frozen=True, kw_only=True, tag="replace"):
    """End units in the place of others that have proved worthless or expire: as many, unit for unit."""

    replaces: tuple[Block, ...]
    """Retired, surrendered or cancelled units, or units of the same account that are held."""
    reason: str


class Reverse(Command, frozen=True, kw_only=True, tag="reverse"):
    """Undo one surrender, retirement or cancellation, whole, on an authority's order: the only way back.

    Refused: reason-missing, authority-missing, entry-unknown, not-correctable, units-moved-on.
    """

    entry: int
    reason: str
    authority: str


# Paris


class AuthoriseUnits(Units, frozen=True, kw_only=True, tag="authorise-units"):
    """Authorise units that were issued without; they are ITMOs from now on.

    Refused: authorisation-unknown, authorisation-of-another-host, authorisation-vintage, authorisation-exceeded,
    already-authorised.
    """

    authorisation: str


class UseNdc(Units, frozen=True, kw_only=True, tag="use-ndc"):
    """Use ITMOs towards the target of the Party whose account it is; a corresponding adjustment is counted."""

    year: int
    """Of use."""


# Kyoto


class Commit(Command, frozen=True, kw_only=True, tag="commit"):
    """Enter a Party's assigned amount, inventory and eligibility for a commitment period; later words replace earlier.

    Refused: identifier-malformed, quantity-not-positive.
    """

    party: str
    period: str
    assigned: int
    inventory: int | None = None
    years: int = 5
    eligible: bool = True


class ConvertToEru(Units, frozen=True, kw_only=True, tag="convert-to-eru"):
    """Turn AAUs or RMUs of a host into ERUs of a project: serial numbers kept, nothing cancelled.

    Decision 9/CMP.1, annex, paragraph 29, and decision 13/CMP.1, annex, paragraph 29. The eligibility list decides the
    track; under track 2 the supervisory committee must have verified.
    """

    project: str
    verified_by_committee: bool = False


class ExpireUnits(Units, frozen=True, kw_only=True, tag="expire-units"):
    """End temporary or long-term CERs after their last day."""


class ChangeExpiry(Units, frozen=True, kw_only=True, tag="change-expiry"):
    """Give long-term CERs another last day, as their crediting period is renewed."""

    expires: str


# Periods and corrections


class CarryOver(Units, frozen=True, kw_only=True, tag="carry-over"):
    """Carry units to a later period."""

    to_period: str


class Correct(Command, frozen=True, kw_only=True, tag="correct"):
    """Undo one transfer, allocation, auction, acceptance or carry-over by a counter-entry, while the units still lie
    where it put them. Refused as a reversal is.
    """

    entry: int
    reason: str
    authority: str


AnyCommand = (
    OpenAccount
    | SetStatus
    | DeclareUnitType
    | SetObligation
    | Issue
    | Transfer
    | Allocate
    | Auction
    | Propose
    | Accept
    | Reject
    | Expire
    | Freeze
    | Dispute
    | Release
    | ProposeExternal
    | FinaliseExternal
    | TerminateExternal
    | ConfirmExternal
    | AdmitExternal
    | CompleteExternal
    | DropExternal
    | Adopt
    | SetApproach
    | Authorise
    | Move
    | Convert
    | Return
    | Reissue
    | Surrender
    | Retire
    | Cancel
    | Replace
    | Reverse
    | Accredit
    | Assess
    | WriteOff
    | AuthoriseUnits
    | UseNdc
    | Commit
    | ConvertToEru
    | ExpireUnits
    | ChangeExpiry
    | CarryOver
    | Correct
)
