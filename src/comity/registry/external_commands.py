"""What can be asked of a registry about transfers to and from others; `external.py` tells how the steps follow."""

from __future__ import annotations

from comity.registry.accounts import Authorisation, UnitType
from comity.registry.command import Command, Units
from comity.registry.external import Consignment


class ProposeExternal(Units, frozen=True, kw_only=True, tag="propose-external"):
    """Offer units to an account of another registry: they wait until that has admitted or refused them.

    Refused beside what refuses a transfer: same-registry, too-many-blocks, expiry-past.
    """

    registry: str
    to: str
    party: str = ""
    """The Party under whose authority that account is; the other registry checks it."""
    holder: str = ""
    """Whose account it is, where an authorisation names who may have the units; the other registry checks it."""
    expires: str = ""
    """UTC instant from which it is not finalised any more; never if empty."""


class FinaliseExternal(Command, frozen=True, kw_only=True, tag="finalise-external"):
    """Let units go that the other registry has admitted: from now on they have departed.

    Refused beside what refuses a transfer: external-unknown, external-finalised, proposal-expired.
    """

    transfer: int
    """Number of the entry that proposed."""
    entry: int
    """Number of the entry that admitted, in the other registry."""


class TerminateExternal(Command, frozen=True, kw_only=True, tag="terminate-external"):
    """Give back what the other registry refused, what was not admitted in time, or what is withdrawn.

    Refused: account-unknown, external-unknown, not-for-this-account, external-finalised.
    """

    account: str
    """The one that proposed."""
    transfer: int
    reason: str = ""
    """The code with which the other registry refused, or why it is withdrawn."""


class ConfirmExternal(Command, frozen=True, kw_only=True, tag="confirm-external"):
    """Note that units which departed have come to where they went.

    Refused: external-unknown, external-not-finalised.
    """

    transfer: int
    entry: int
    """Number of the entry that completed, in the other registry."""


class AdmitExternal(Command, frozen=True, kw_only=True, tag="admit-external"):
    """Promise another registry to take the units that it proposes, come what may.

    Refused: identifier-malformed, acquiring-account-unknown, same-registry, not-the-addressee,
    acquiring-account-closed,
    acquiring-account-differs, unit-type-unknown, unit-type-differs, nothing-asked, range-reversed, serial-too-high,
    blocks-overlap, not-issued, units-present, may-not-hold, unit-expired, authorisation-unknown,
    authorisation-of-another-host, entity-not-authorised, external-known.
    """

    registry: str
    number: int
    """Of the entry that proposed it there."""
    hash: str
    """Of that entry."""
    addressee: str
    """The registry that is asked."""
    account: str
    party: str = ""
    holder: str = ""
    units: tuple[Consignment, ...]
    unit_types: tuple[UnitType, ...]
    """What the units measure."""
    authorisations: tuple[Authorisation, ...] = ()
    """Under which they are authorised."""


class CompleteExternal(Command, frozen=True, kw_only=True, tag="complete-external"):
    """Enter the units that another registry has let go. Refused: external-unknown, external-differs."""

    registry: str
    number: int
    hash: str
    transferred: tuple[bool, ...]
    """Of each consignment, whether its units have been first transferred, so that their host has adjusted for them."""


class DropExternal(Command, frozen=True, kw_only=True, tag="drop-external"):
    """Forget a promise, since the other registry has terminated. Refused: external-unknown, external-differs."""

    registry: str
    number: int
    hash: str


#: What registries ask of one another, and what a courier asks who has heard another registry: nobody else does.
BETWEEN_REGISTRIES: tuple[type[Command], ...] = (
    FinaliseExternal,
    ConfirmExternal,
    AdmitExternal,
    CompleteExternal,
    DropExternal,
)
