"""Which of two refusals comes first: every kind of request, spoilt in all ways at once that its fields allow.

The planners must refuse with that objection of the oracle's that stands first in the register. And for any two codes
that are neighbours among those of a kind, some request must break both rules, or it is said here why none can.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise, product
from typing import Any

import pytest

from comity.errors import Refusal
from comity.registry.commands import Command, Units
from comity.registry.journal import instant
from comity.registry.ledger import Ledger
from comity.registry.plans import plan
from comity.registry.plans.plan import Now
from comity.registry.refusals import register
from tests.registry.negatives import ASKED, FAULTS, spoilt
from tests.registry.oracle import Oracle
from tests.registry.small import (
    BEGIN,
    CORRECTED_SALE,
    GOOD,
    LATER,
    OFFER_OF_BARRED,
    OFFER_TO_SHUT,
    REVERSED_RETIREMENT,
    SPENT_RETIREMENT_OF_SHUT,
    SPENT_SALE_OF_SHUT,
    WORLD,
    eua,
    number,
)  # fmt: skip
from tests.registry.test_negatives import KINDS, small

#: Beside the values in FAULTS: those that are wrong in two ways.
BOTH: dict[str, tuple[Any, ...]] = {
    "account": ("barred-fund", "shut-fund", "shut-pending"),
    "proposal": (number(OFFER_OF_BARRED), number(OFFER_TO_SHUT)),
    "entry": tuple(map(number, (REVERSED_RETIREMENT, CORRECTED_SALE, SPENT_RETIREMENT_OF_SHUT, SPENT_SALE_OF_SHUT))),
}
#: Neighbours of which a request breaks both only where they are about two accounts, or never; with the reason.
APART = {
    ("account-unknown", "account-closed"): "what does not exist has no status",
    ("account-closed", "account-blocked"): "an account has one status",
    ("status-unknown", "status-unchanged"): "no account has an unknown status",
    ("status-unchanged", "account-not-empty"): "a closed account cannot be closed, whatever is in it",
    ("nothing-asked", "quantity-not-positive"): "a quantity is said or it is not",
    ("unit-frozen", "holdings-insufficient"): "units are named or a quantity is",
    ("account-blocked", "hold-unknown"): "who proposed is known only from the proposal",
    ("hold-unknown", "not-for-this-account"): "what is not there is for nobody",
    ("hold-unknown", "proposal-not-expired"): "what is not there does not expire",
    ("entry-unknown", "not-correctable"): "what is not there has no kind",
}


@cache
def books() -> tuple[Ledger, Oracle]:
    """The small registry, and the oracle that was told the same."""
    ledger, oracle = small(), Oracle("R")
    for command in WORLD:
        assert oracle.decide(command, "", instant(BEGIN)).code == ""
    return ledger, oracle


@cache
def asks() -> list[dict[str, Any]]:
    """Units asked for: each wrong in one way, and the blocks of any two ways together."""
    blocks = [part["blocks"] for part in ASKED.values() if part.get("blocks")]
    blocks += [eua(1, 10), (*eua(71, 75), *eua(51, 60)), (*eua(41, 45), *eua(81, 84))]
    counted = [{**asked, "quantity": quantity} for asked in ASKED.values() for quantity in (7, 0)]
    pairs = [{"blocks": one + two, "quantity": None} for one, two in combinations(blocks, 2)]
    return [{}, *ASKED.values(), *counted, *pairs]


def variants(kind: type[Command]) -> Iterator[Command]:
    """The good request of a kind with all its fields spoilt, alone and together."""
    fields: dict[str, list[Any]] = {}
    for changes in FAULTS[kind].values():
        for name, value in changes.items():
            fields.setdefault(name, []).append(value)
    units = issubclass(kind, Units)
    for name in [name for name in ("blocks", "quantity") if units and name in fields]:
        del fields[name]
    for name, known in fields.items():
        known += [*BOTH.get(name, ()), getattr(GOOD[kind], name)]
        fields[name] = list(dict.fromkeys(known))
    for values in product(*fields.values()):
        changes = dict(zip(fields, values, strict=True))
        for asked in asks() if units else [{}]:
            yield spoilt(kind, {**asked, **changes})


@cache
def tried(kind: type[Command]) -> tuple[int, set[frozenset[str]]]:
    """How many requests were compared, and which two rules some request broke at once."""
    ledger, oracle = books()
    at = instant(LATER)
    before = ledger.state.store()
    pairs: set[frozenset[str]] = set()
    count = 0
    for command in variants(kind):
        verdict = oracle.verdict(command, at)
        try:
            plan(ledger.state, command, Now(at, ledger._store.entry))
            said = ""
        except Refusal as refusal:
            said = refusal.code
        assert said == verdict.first, (command, verdict.objections)
        pairs |= {frozenset(pair) for pair in combinations(sorted(verdict.objections), 2)}
        count += 1
    assert ledger.state.store() == before
    return count, pairs


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_first_in_the_register_is_given(kind: type[Command]) -> None:
    count, _ = tried(kind)
    assert count >= 4


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_neighbours_are_tried_together(kind: type[Command]) -> None:
    mine = [code for code in register() if code in FAULTS[kind]]
    missing = [pair for pair in pairwise(mine) if frozenset(pair) not in tried(kind)[1] and pair not in APART]
    assert not missing
