"""Nine wrong inputs, of which a meta-registry in use takes eight: here every one is refused, with a code that says why.

The inputs are those of the validation probe of CAD Trust v1.7.24, in its words. One of its rows, a split, needs no
request of its own here: blocks are split by moving a part of them, so that two children with one range, or with counts
that do not sum, are two deliveries out of one block.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from comity.errors import Refusal
from comity.registry.blocks import Block
from comity.registry.commands import (
    Auction,
    Award,
    Command,
    DeclareUnitType,
    Issue,
    OpenAccount,
    Replace,
    Retire,
    Transfer,
)
from comity.registry.invariants import violations
from comity.registry.ledger import Ledger
from tests.registry.memory import MemoryStore

SERIES = "R/vcs/VCU/v2020"


class Probe(NamedTuple):
    """One input, what the meta-registry did with it, what it is here, and the code with which it is refused."""

    input: str
    theirs: str
    asked: Command
    code: str


#: The registry before every probe: units 1 to 1000 and 2001 to 2010, of which 1 to 10 are retired.
BEFORE: tuple[Command, ...] = (
    DeclareUnitType(unit_type="VCU", family="credit"),
    OpenAccount(account="dev", type="party-holding"),
    OpenAccount(account="buyer", type="trading"),
    Issue(first=1, last=1000, account="dev", mechanism="vcs", unit_type="VCU", vintage="2020"),
    Issue(first=2001, last=2010, account="dev", mechanism="vcs", unit_type="VCU", vintage="2020"),
    Retire(account="dev", blocks=(Block(SERIES, 1, 10),), beneficiary="Acme"),
)


def issue(first: int | None = None, last: int | None = None, quantity: int | None = None) -> Issue:
    """An issue into the same series."""
    return Issue(
        account="dev", mechanism="vcs", unit_type="VCU", vintage="2020", first=first, last=last, quantity=quantity
    )


PROBES = (
    Probe("the same block registered twice", "accepted", issue(1, 1000), "already-issued"),
    Probe("overlapping block 500-1499 over existing", "accepted", issue(500, 1499), "already-issued"),
    Probe("unitCount 999 on a range ten wide", "accepted", issue(3001, 3010, 999), "quantity-differs"),
    Probe("reversed range 3010-3001", "accepted", issue(3010, 3001), "range-reversed"),
    Probe("negative count -10", "accepted", issue(quantity=-10), "quantity-not-positive"),
    Probe(
        "status Retired with no reason",
        "accepted",
        Retire(account="dev", blocks=(Block(SERIES, 2001, 2010),), beneficiary=""),
        "beneficiary-missing",
    ),
    Probe(
        "split into two children with identical ranges",
        "accepted",
        Auction(
            account="dev", blocks=(Block(SERIES, 11, 60),) * 2, awards=(Award("buyer", 50),) * 2, price="1",
            currency="EUR",
        ),
        "blocks-overlap",
    ),
    Probe(
        "Retired turned back to Held",
        "accepted",
        Transfer(account="dev", to="buyer", blocks=(Block(SERIES, 1, 10),)),
        "unit-ended",
    ),
    Probe(
        "split whose counts do not sum",
        "rejected",
        Auction(
            account="dev", blocks=(Block(SERIES, 11, 110),), awards=(Award("buyer", 60), Award("buyer", 60)), price="1",
            currency="EUR",
        ),
        "quantity-differs",
    ),
)  # fmt: skip


@pytest.fixture
def ledger() -> Ledger:
    """A registry of voluntary credits."""
    ledger = Ledger(MemoryStore("R"))
    for command in BEFORE:
        ledger.do(command)
    return ledger


def test_the_table_has_nine_rows_of_which_eight_were_taken() -> None:
    assert [probe.theirs for probe in PROBES].count("accepted") == 8
    assert len({probe.input for probe in PROBES}) == 9


@pytest.mark.parametrize("probe", PROBES, ids=[probe.input.replace(" ", "-") for probe in PROBES])
def test_refused(ledger: Ledger, probe: Probe) -> None:
    before = ledger.state.store()
    with pytest.raises(Refusal) as refused:
        ledger.do(probe.asked)
    assert refused.value.code == probe.code
    assert ledger.state.store() == before
    assert violations(ledger.state) == []


def test_there_is_no_word_that_turns_retired_into_held(ledger: Ledger) -> None:
    """No command sets a state; of those that take units, none takes ended ones but to end others in their place."""
    ended = (Block(SERIES, 1, 10),)
    for command in (
        Transfer(account="dev", to="buyer", blocks=ended),
        Retire(account="dev", blocks=ended, beneficiary="Other"),
    ):
        with pytest.raises(Refusal, match="unit-ended"):
            ledger.do(command)
    ledger.do(Replace(account="dev", blocks=(Block(SERIES, 11, 20),), replaces=ended, reason="worthless"))
    with pytest.raises(Refusal, match="unit-ended"):
        ledger.do(Transfer(account="dev", to="buyer", blocks=ended))


def test_a_split_may_be_of_any_size_and_loses_nothing(ledger: Ledger) -> None:
    ledger.do(Transfer(account="dev", to="buyer", blocks=(Block(SERIES, 101, 110), Block(SERIES, 300, 300))))
    assert violations(ledger.state) == []
    assert sum(block.quantity for block, _ in ledger.state.holdings.everything()) == 1010
