"""A registry with external transfers in every stage, on both sides, and a good request of each of the seven kinds.

`FAULTS` says, by kind and code, which fields of the good request to change so that it must be refused with that code.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from comity.registry.accounts import Authorisation, UnitType
from comity.registry.blocks import Block, Series
from comity.registry.command import Command
from comity.registry.commands import (
    AdmitExternal,
    Authorise,
    Cancel,
    Commit,
    CompleteExternal,
    ConfirmExternal,
    DeclareUnitType,
    DropExternal,
    FinaliseExternal,
    Freeze,
    Issue,
    OpenAccount,
    Propose,
    ProposeExternal,
    Retire,
    SetStatus,
    TerminateExternal,
)
from comity.registry.external import CONSIGNMENTS_MOST, Consignment
from comity.registry.ledger import Ledger
from comity.registry.refusals import register
from tests.registry.agreed import Clock
from tests.registry.memory import MemoryStore
from tests.registry.small import BEGIN, LATER, MARCH, SEPTEMBER

Changes = dict[str, Any]
EUA, OLD = "R/eu/EUA/v2026", "R/eu/EUA/v2025"
ITMO, AAU, TCER = "R/eu/EUA/v2026/hRUS", "R/kyoto/AAU/pcp1/hRUS", "R/kyoto/tCER/pcp1/hRUS"
EUAS = UnitType("EUA", "allowance")


def eua(first: int, last: int) -> tuple[Block, ...]:
    """Allowances of this registry."""
    return (Block(EUA, first, last),)


def offer(account: str, *blocks: Block, **more: Any) -> ProposeExternal:
    """Units to the one account elsewhere that matters."""
    return ProposeExternal(account=account, blocks=blocks, registry="S", to="taker", party="JPN", **more)


def from_s(first: int, last: int, **more: Any) -> Consignment:
    """Allowances of the other registry, unless more is said."""
    fields = {"registry": "S", "mechanism": "eu", "unit_type": "EUA", "vintage": "2026", **more}
    told = {name: fields.pop(name) for name in ("pool", "authorisation", "expires") if name in fields}
    return Consignment(Series(**fields), first, last, **{"pool": "eu", **told})


def promise(number: int, *units: Consignment, **more: Any) -> AdmitExternal:
    """What the other registry asks for."""
    given = {"addressee": "R", "account": "one", "party": "RUS", "unit_types": (EUAS,), **more}
    return AdmitExternal(registry="S", number=number, hash=f"h{number}", units=units, **given)


NAMED = Authorise(authorisation="X", host="RUS", purposes=("ndc",), entities=("one", "taker"))
OPEN, STALE = offer("one", *eua(61, 65)), offer("one", *eua(66, 70), expires=MARCH)
OF_BARRED, LEFT, GONE = offer("barred", *eua(101, 105)), offer("one", *eua(71, 75)), offer("one", *eua(76, 80))
TEMPORARY, FROM_RESERVE = offer("one", Block(TCER, 1, 5)), offer("one", Block(AAU, 1, 10))
UNNAMED, LEFT_OF_BARRED = offer("one", Block(ITMO, 1, 5)), offer("barred", *eua(106, 108))

WORLD: tuple[Command, ...] = (
    DeclareUnitType(unit_type="EUA", family="allowance"),
    DeclareUnitType(unit_type="AAU", family="aau"),
    DeclareUnitType(unit_type="tCER", family="tcer"),
    *(OpenAccount(account=id, type="party-holding", party="RUS") for id in ("one", "two", "barred", "shut")),
    OpenAccount(account="owned", type="trading", party="RUS", holder="Acme"),
    OpenAccount(account="fund", type="buffer", party="RUS"),
    Issue(account="one", mechanism="eu", unit_type="EUA", vintage="2026", quantity=100),
    Issue(account="barred", mechanism="eu", unit_type="EUA", vintage="2026", quantity=10),
    Issue(account="one", mechanism="eu", unit_type="EUA", vintage="2025", quantity=2 * CONSIGNMENTS_MOST),
    Commit(party="RUS", period="cp1", assigned=100),
    Issue(account="one", mechanism="kyoto", unit_type="AAU", period="cp1", host="RUS", quantity=100),
    Issue(
        account="one", mechanism="kyoto", unit_type="tCER", period="cp1", host="RUS", quantity=10, expires="2026-03-31"
    ),
    NAMED,
    Issue(account="one", mechanism="eu", unit_type="EUA", vintage="2026", host="RUS", quantity=10, authorisation="X"),
    Retire(account="one", blocks=eua(41, 45), beneficiary="Acme"),
    Freeze(account="one", blocks=eua(46, 50), reason="court order", authority="court"),
    Propose(account="one", to="two", blocks=eua(51, 55)),
    *(OPEN, STALE, OF_BARRED, LEFT, GONE, TEMPORARY, FROM_RESERVE, UNNAMED, LEFT_OF_BARRED),
)


def number(command: Command) -> int:
    """The entry that a command of the world made."""
    return WORLD.index(command) + 1


WORLD += (
    *(FinaliseExternal(transfer=number(one), entry=1) for one in (LEFT, GONE, LEFT_OF_BARRED)),
    ConfirmExternal(transfer=number(GONE), entry=2),
    Cancel(account="one", blocks=(Block(AAU, 11, 16),), purpose="voluntary"),
    replace(NAMED, entities=("klik",)),
    promise(7, from_s(1, 10)),
    promise(8, from_s(11, 20)),
    CompleteExternal(registry="S", number=8, hash="h8", transferred=(False,)),
    SetStatus(account="barred", status="blocked", reason="sanctions"),
    SetStatus(account="shut", status="closed", reason="wound up"),
)
GOOD: dict[type[Command], Command] = {
    type(command): command
    for command in (
        offer("one", *eua(1, 10), quantity=10, expires=SEPTEMBER),
        FinaliseExternal(transfer=number(OPEN), entry=3),
        TerminateExternal(account="one", transfer=number(OPEN), reason="withdrawn"),
        ConfirmExternal(transfer=number(LEFT), entry=4),
        promise(9, from_s(21, 30)),
        CompleteExternal(registry="S", number=7, hash="h7", transferred=(False,)),
        DropExternal(registry="S", number=7, hash="h7"),
    )
}
STRANGE = Authorisation("Z", 1, "CHE", entities=("klik",))
FAULTS: dict[type[Command], dict[str, Changes]] = {
    ProposeExternal: {
        "identifier-malformed": {"to": "a/b"},
        "account-unknown": {"account": "nobody"},
        "same-registry": {"registry": "R"},
        "account-closed": {"account": "shut"},
        "account-blocked": {"account": "barred"},
        "not-for-this-account-type": {"account": "fund"},
        "nothing-asked": {"blocks": (), "quantity": None},
        "quantity-not-positive": {"quantity": 0},
        "range-reversed": {"blocks": eua(10, 1), "quantity": None},
        "quantity-differs": {"quantity": 999},
        "blocks-overlap": {"blocks": eua(1, 5) + eua(5, 9)},
        "not-issued": {"blocks": eua(221, 230)},
        "not-as-described": {"unit_type": "VER"},
        "not-held": {"blocks": eua(109, 110), "quantity": 2},
        "unit-ended": {"blocks": eua(71, 75), "quantity": 5},
        "unit-reserved": {"blocks": eua(61, 65), "quantity": 5},
        "unit-frozen": {"blocks": eua(46, 50), "quantity": 5},
        "holdings-insufficient": {"blocks": (), "quantity": 10_000},
        "too-many-blocks": {
            "blocks": tuple(Block(OLD, n, n) for n in range(1, CONSIGNMENTS_MOST + 2)),
            "quantity": None,
        },
        "below-commitment-period-reserve": {"blocks": (Block(AAU, 17, 21),), "quantity": 5},
        "unit-expired": {"blocks": (Block(TCER, 6, 10),), "quantity": 5},
        "entity-not-authorised": {"blocks": (Block(ITMO, 6, 10),), "quantity": 5},
        "expiry-past": {"expires": MARCH},
    },
    FinaliseExternal: {
        "account-blocked": {"transfer": number(OF_BARRED)},
        "below-commitment-period-reserve": {"transfer": number(FROM_RESERVE)},
        "unit-expired": {"transfer": number(TEMPORARY)},
        "entity-not-authorised": {"transfer": number(UNNAMED)},
        "proposal-expired": {"transfer": number(STALE)},
        "external-unknown": {"transfer": number(GONE)},
        "external-finalised": {"transfer": number(LEFT)},
    },
    TerminateExternal: {
        "account-unknown": {"account": "nobody"},
        "not-for-this-account": {"account": "two"},
        "external-unknown": {"transfer": number(GONE)},
        "external-finalised": {"transfer": number(LEFT)},
    },
    ConfirmExternal: {
        "external-unknown": {"transfer": number(GONE)},
        "external-not-finalised": {"transfer": number(OPEN)},
    },
    AdmitExternal: {
        "identifier-malformed": {"registry": "S/T"},
        "acquiring-account-unknown": {"account": "nobody"},
        "same-registry": {"registry": "R"},
        "not-the-addressee": {"addressee": "T"},
        "acquiring-account-closed": {"account": "shut"},
        "acquiring-account-differs": {"party": "JPN"},
        "unit-type-unknown": {"units": (from_s(1, 9, unit_type="UKA"),)},
        "unit-type-differs": {"unit_types": (UnitType("EUA", "allowance", "kg"),)},
        "nothing-asked": {"units": ()},
        "range-reversed": {"units": (from_s(40, 31),)},
        "serial-too-high": {"units": (from_s(41, 2**53),)},
        "blocks-overlap": {"units": (from_s(51, 55), from_s(55, 60))},
        "not-issued": {"units": (from_s(221, 230, registry="R"),)},
        "units-present": {"units": (from_s(1, 5),)},
        "may-not-hold": {"account": "fund"},
        "unit-expired": {"units": (from_s(61, 65, expires="2026-03-31"),)},
        "authorisation-unknown": {"units": (from_s(71, 75, authorisation="Y"),)},
        "authorisation-of-another-host": {"units": (from_s(66, 70, authorisation="X"),)},
        "entity-not-authorised": {
            "units": (from_s(1, 5, host="CHE", authorisation="Z"),),
            "authorisations": (STRANGE,),
        },
        "external-known": {"number": 7},
    },
    CompleteExternal: {
        "external-unknown": {"number": 8, "hash": "h8"},
        "external-differs": {"hash": "h8"},
    },
    DropExternal: {
        "external-unknown": {"registry": "T"},
        "external-differs": {"hash": "h8"},
    },
}
#: Other ways to break a rule: kind, code and changes.
MORE: tuple[tuple[type[Command], str, Changes], ...] = (
    (ProposeExternal, "identifier-malformed", {"registry": ""}),
    (ProposeExternal, "identifier-malformed", {"expires": "2026-09-01"}),
    (ProposeExternal, "expiry-past", {"expires": "2026-06-01T00:00:00.000000Z"}),
    (ProposeExternal, "unit-ended", {"blocks": eua(76, 80), "quantity": 5}),
    (FinaliseExternal, "external-unknown", {"transfer": 0}),
    (TerminateExternal, "external-unknown", {"transfer": 999}),
    (ConfirmExternal, "external-unknown", {"transfer": 1}),
    (AdmitExternal, "identifier-malformed", {"units": (from_s(21, 30, pool=""),)}),
    (AdmitExternal, "identifier-malformed", {"units": (from_s(21, 30, vintage="20/26"),)}),
    (AdmitExternal, "identifier-malformed", {"units": (from_s(21, 30, authorisation="X/Y"),)}),
    (AdmitExternal, "acquiring-account-differs", {"holder": "Acme"}),
    (AdmitExternal, "unit-type-differs", {"unit_types": ()}),
    (AdmitExternal, "unit-type-differs", {"unit_types": (UnitType("EUA", "credit"),)}),
    (AdmitExternal, "range-reversed", {"units": (from_s(0, 9),)}),
    (AdmitExternal, "units-present", {"units": (from_s(10, 10),)}),  # promised
    (AdmitExternal, "units-present", {"units": (from_s(20, 25),)}),  # the first of them is here
    (AdmitExternal, "units-present", {"units": (from_s(1, 5, registry="R"),)}),  # it never left
    (AdmitExternal, "units-present", {"units": (from_s(75, 81, registry="R"),)}),  # the last of them never left
    (AdmitExternal, "not-issued", {"units": (from_s(71, 200, registry="R"),)}),
    (CompleteExternal, "external-unknown", {"registry": "T"}),
    (CompleteExternal, "external-differs", {"transferred": ()}),
    (CompleteExternal, "external-differs", {"transferred": (False, False)}),
    (DropExternal, "external-unknown", {"number": 8, "hash": "h8"}),
)
CASES = [
    (kind, code, replace(GOOD[kind], **changes)) for kind, faults in FAULTS.items() for code, changes in faults.items()
]
CASES += [(kind, code, replace(GOOD[kind], **changes)) for kind, code, changes in MORE]
#: The codes that only external transfers have.
OWN = frozenset(code for _, code, _ in CASES if register()[code].rule == "registry.external-transfers")


def ledger_of_all() -> Ledger:
    """The registry, some months after it was set up."""
    clock = Clock(BEGIN)
    ledger = Ledger(MemoryStore("R"), clock)
    for command in WORLD:
        ledger.do(command)
    clock.now = LATER
    return ledger
