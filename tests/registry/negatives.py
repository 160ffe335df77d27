"""Every way to spoil a good request: the refusals, as data.

`FAULTS` says, by kind and code, which fields of the good request of that kind to change so that it must be refused with
that code. Requests differ from the good one in nothing else.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from comity.registry.blocks import Block
from comity.registry.commands import (
    Accept,
    Allocate,
    Auction,
    Award,
    Cancel,
    CarryOver,
    Command,
    Correct,
    DeclareUnitType,
    Dispute,
    Expire,
    Freeze,
    Issue,
    OpenAccount,
    Propose,
    Reject,
    Release,
    Replace,
    Retire,
    Reverse,
    SetObligation,
    SetStatus,
    Surrender,
    Transfer,
)  # fmt: skip
from tests.registry.small import (
    DISPUTE,
    EUA,
    FREEZE,
    GOOD,
    MARCH,
    OFFER,
    OFFER_OF_BARRED,
    OLD,
    RETIREMENT,
    RETIREMENT_OF_SHUT,
    REVERSED_RETIREMENT,
    SALE,
    SALE_OF_SHUT,
    SPENT_RETIREMENT,
    SPENT_SALE,
    STALE_OFFER,
    TCER,
    VER,
    eua,
    number,
)  # fmt: skip

Changes = dict[str, Any]
#: What can be wrong with the units that are asked for.
ASKED: dict[str, Changes] = {
    "nothing-asked": {"blocks": (), "quantity": None},
    "quantity-not-positive": {"quantity": 0},
    "range-reversed": {"blocks": eua(10, 1), "quantity": None},
    "quantity-differs": {"quantity": 999},  # on a range ten wide
    "blocks-overlap": {"blocks": eua(1, 5) + eua(5, 9)},
    "not-issued": {"blocks": eua(221, 230)},
    "not-as-described": {"unit_type": "VER"},
    "not-held": {"blocks": eua(81, 90)},
    "unit-ended": {"blocks": eua(41, 45), "quantity": 5},
    "unit-reserved": {"blocks": eua(51, 60)},
    "unit-frozen": {"blocks": eua(71, 80)},
    "holdings-insufficient": {"blocks": (), "quantity": 10_000},
}
#: What can be wrong with the account that acts, for all that a blocked account may not do.
ACTS: dict[str, Changes] = {
    "account-unknown": {"account": "nobody"},
    "account-closed": {"account": "shut"},
    "account-blocked": {"account": "barred"},
    "not-for-this-account-type": {"account": "fund"},
}
TO: dict[str, Changes] = {
    "acquiring-account-unknown": {"to": "nobody"},
    "same-account": {"to": "state"},
    "acquiring-account-closed": {"to": "shut"},
    "may-not-hold": {"blocks": (Block(TCER, 1, 10),)},
}
ENDS: dict[str, Changes] = {key: ACTS[key] for key in ("account-unknown", "account-closed")}
UNDOES: dict[str, Changes] = {
    "reason-missing": {"reason": " "},
    "authority-missing": {"authority": ""},
    "entry-unknown": {"entry": 999},
    "not-correctable": {"entry": number(OFFER)},
}


def awarded(*awards: tuple[str, int]) -> Changes:
    """Other awards."""
    return {"awards": tuple(Award(to, quantity) for to, quantity in awards)}


FAULTS: dict[type[Command], dict[str, Changes]] = {
    OpenAccount: {
        "identifier-malformed": {"account": "a/b"},
        "account-type-unknown": {"type": "piggy-bank"},
        "account-exists": {"account": "bob"},
    },
    SetStatus: {
        "reason-missing": {"reason": ""},
        "account-unknown": {"account": "nobody"},
        "account-closed": {"account": "shut"},
        "status-unknown": {"status": "asleep"},
        "status-unchanged": {"status": "open"},
        "account-not-empty": {"status": "closed"},
    },
    DeclareUnitType: {
        "identifier-malformed": {"unit_type": "U K A"},
        "family-unknown": {"family": "coupon"},
        "unit-type-exists": {"unit_type": "EUA"},
    },
    SetObligation: {
        "identifier-malformed": {"period": ""},
        "account-unknown": {"account": "nobody"},
        "account-closed": {"account": "shut"},
        "quantity-not-positive": {"quantity": -1},
    },
    Issue: {
        "identifier-malformed": {"activity": "p/1"},
        "account-unknown": {"account": "nobody"},
        "account-closed": {"account": "shut"},
        "unit-type-unknown": {"unit_type": "XYZ"},
        "nothing-asked": {"quantity": None, "first": None},
        "quantity-not-positive": {"quantity": -10},
        "range-reversed": {"first": 3010, "last": 3001},
        "serial-too-high": {"first": 2**53 - 5, "last": 2**53 + 4},
        "quantity-differs": {"quantity": 999},
        "already-issued": {"first": 200, "last": 209},
        "may-not-hold": {"account": "fund"},
    },
    Transfer: {**ASKED, **ACTS, **TO},
    Allocate: {"identifier-malformed": {"period": "a b"}, **ASKED, **ACTS, **TO},
    Auction: {
        "price-malformed": {"price": "about 70"},
        **ASKED,
        "nothing-asked": awarded(),
        "quantity-not-positive": awarded(("bob", 10), ("eve", 0)),
        "blocks-overlap": {"blocks": eua(1, 5) + eua(5, 9)},
        "unit-ended": {"blocks": eua(41, 45), "quantity": None, **awarded(("bob", 5))},
        "holdings-insufficient": {"blocks": (), "quantity": None, **awarded(("bob", 10_000))},
        **ACTS,
        "acquiring-account-unknown": awarded(("bob", 6), ("nobody", 4)),
        "same-account": awarded(("bob", 6), ("state", 4)),
        "acquiring-account-closed": awarded(("bob", 6), ("shut", 4)),
        "may-not-hold": {"blocks": (Block(TCER, 1, 10),)},
    },
    Propose: {
        "identifier-malformed": {"expires": "tomorrow"},
        **ASKED,
        **ACTS,
        **TO,
        "expiry-past": {"expires": MARCH},
    },
    Accept: {
        "account-unknown": {"account": "nobody"},
        "account-closed": {"account": "shut"},
        "account-blocked": {"proposal": number(OFFER_OF_BARRED)},
        "hold-unknown": {"proposal": number(FREEZE)},
        "not-for-this-account": {"account": "eve"},
        "proposal-expired": {"proposal": number(STALE_OFFER)},
    },
    Reject: {
        "account-unknown": {"account": "nobody"},
        "hold-unknown": {"proposal": 999},
        "not-for-this-account": {"account": "eve"},
    },
    Expire: {
        "hold-unknown": {"proposal": number(DISPUTE)},
        "proposal-not-expired": {"proposal": number(OFFER)},
    },
    Freeze: {
        "reason-missing": {"reason": ""},
        "authority-missing": {"authority": " "},
        "account-unknown": {"account": "nobody"},
        **ASKED,
    },
    Dispute: {"reason-missing": {"reason": ""}, "account-unknown": {"account": "nobody"}, **ASKED},
    Release: {"reason-missing": {"reason": ""}, "hold-unknown": {"hold": number(OFFER)}},
    Surrender: {
        "identifier-malformed": {"mechanism": "e/u"},
        **ASKED,
        **ENDS,
        "not-for-this-account-type": {"account": "eve"},
        "not-accepted-for-surrender": {"blocks": (Block(VER, 1, 10),)},
    },
    Retire: {"beneficiary-missing": {"beneficiary": ""}, **ASKED, **ACTS},
    Cancel: {"purpose-unknown": {"purpose": "spring-cleaning"}, **ASKED, **ENDS},
    Replace: {
        "reason-missing": {"reason": ""},
        **ASKED,
        **ENDS,
        "not-for-this-account-type": {"account": "pending"},
        "not-replaceable": {"replaces": eua(46, 47) + eua(41, 45) + (Block(VER, 1, 3),)},
        "nothing-replaced": {"replaces": ()},
        "replacement-differs": {"replaces": eua(41, 45)},
    },
    Reverse: {
        **UNDOES,
        "units-moved-on": {"entry": number(SPENT_RETIREMENT)},
        "account-since-closed": {"entry": number(RETIREMENT_OF_SHUT)},
    },
    CarryOver: {
        "identifier-malformed": {"to_period": "20/26"},
        **ASKED,
        **ACTS,
        "period-not-later": {"to_period": "2025"},
    },
    Correct: {
        **UNDOES,
        "units-moved-on": {"entry": number(SPENT_SALE)},
        "account-since-closed": {"entry": number(SALE_OF_SHUT)},
    },
}


def spoilt(kind: type[Command], changes: Changes) -> Command:
    """The good request of a kind with some fields changed."""
    return replace(GOOD[kind], **changes)


#: Other ways to break a rule, which a check could miss while it catches the first way: kind, code and changes.
MORE: tuple[tuple[type[Command], str, Changes], ...] = (
    (OpenAccount, "identifier-malformed", {"account": ""}),
    (OpenAccount, "identifier-malformed", {"account": "x" * 65}),
    (OpenAccount, "identifier-malformed", {"account": "-x"}),
    (OpenAccount, "identifier-malformed", {"account": "Zürich"}),
    (SetStatus, "account-not-empty", {"account": "barred", "status": "closed"}),
    (Issue, "nothing-asked", {"quantity": None, "first": None, "last": None}),
    (Issue, "nothing-asked", {"quantity": None, "last": None}),
    (Issue, "range-reversed", {"first": 0, "last": 9}),
    (Issue, "range-reversed", {"first": None, "last": 5}),
    (Issue, "serial-too-high", {"first": None, "last": None, "quantity": 2**53}),
    (Issue, "already-issued", {"first": 195, "last": 204}),
    (Issue, "already-issued", {"first": 1, "last": 400, "quantity": 400}),
    (Issue, "may-not-hold", {"account": "bob", "unit_type": "TCER", "mechanism": "cdm"}),
    (Transfer, "range-reversed", {"blocks": (Block(EUA, 0, 9),)}),
    (Transfer, "not-issued", {"blocks": (Block("R/eu/NONE", 1, 10),)}),
    (Transfer, "not-issued", {"blocks": eua(216, 235), "quantity": 20}),
    (Transfer, "not-issued", {"blocks": eua(236, 245)}),
    (Transfer, "not-held", {"account": "eve"}),
    (Transfer, "unit-ended", {"blocks": eua(40, 49)}),
    (Transfer, "unit-frozen", {"blocks": eua(71, 75), "quantity": 5}),
    (Transfer, "unit-frozen", {"blocks": eua(76, 80), "quantity": 5}),
    (Transfer, "not-as-described", {"vintage": "2024"}),
    (Transfer, "not-as-described", {"series": VER}),
    (Transfer, "not-as-described", {"pool": "uk"}),
    (Transfer, "not-as-described", {"blocks": (Block(EUA, 1, 5), Block(OLD, 1, 5)), "vintage": "2025"}),
    (Transfer, "holdings-insufficient", {"blocks": (), "quantity": 10, "vintage": "2023"}),
    (Transfer, "holdings-insufficient", {"blocks": (), "quantity": 10, "unit_type": "UKA"}),
    (Transfer, "holdings-insufficient", {"blocks": (), "quantity": 10, "series": "R/eu/NONE"}),
    (Transfer, "holdings-insufficient", {"blocks": (), "quantity": 10, "pool": "uk"}),
    (Auction, "price-malformed", {"price": "-1"}),
    (Auction, "price-malformed", {"price": "NaN"}),
    (Auction, "price-malformed", {"price": "Infinity"}),
    (Auction, "quantity-not-positive", {"quantity": -1}),
    (Auction, "quantity-differs", {"blocks": (), "quantity": 11}),
    (Auction, "quantity-differs", {"blocks": eua(1, 11), "quantity": None}),
    (Propose, "identifier-malformed", {"expires": "2026-02-30T00:00:00.000000Z"}),
    (Propose, "identifier-malformed", {"expires": "2026-09-01T00:00:00Z"}),
    (Propose, "expiry-past", {"expires": "2026-06-01T00:00:00.000000Z"}),
    (Accept, "hold-unknown", {"proposal": 999}),
    (Surrender, "account-unknown", {"obliged": "nobody"}),
    (Surrender, "not-accepted-for-surrender", {"blocks": (), "quantity": 10, "unit_type": "VER"}),
    (Replace, "range-reversed", {"replaces": eua(45, 41)}),
    (Replace, "blocks-overlap", {"replaces": eua(41, 45) + eua(41, 45)}),
    (Replace, "not-issued", {"replaces": eua(221, 230)}),
    (Replace, "not-replaceable", {"replaces": eua(51, 60)}),  # proposed to somebody
    (Replace, "not-replaceable", {"replaces": eua(81, 90)}),  # another's, and held
    (Replace, "not-replaceable", {"replaces": eua(10, 19)}),  # itself
    (Reverse, "entry-unknown", {"entry": 0}),
    (Reverse, "entry-unknown", {"entry": -1}),
    (Reverse, "entry-unknown", {"entry": 2**70}),
    (Reverse, "not-correctable", {"entry": number(SALE)}),
    (Reverse, "not-correctable", {"entry": number(REVERSED_RETIREMENT)}),
    (Correct, "not-correctable", {"entry": number(RETIREMENT)}),
    (CarryOver, "period-not-later", {"to_period": "2024"}),
)
