"""The seven planners of external transfers: every refusal, which of two comes first, and that none leaves a trace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

import pytest
from msgspec.structs import replace

from comity.errors import Refusal
from comity.registry.commands import (
    AdmitExternal,
    Command,
    CompleteExternal,
    DropExternal,
    FinaliseExternal,
    ProposeExternal,
    SetStatus,
    TerminateExternal,
)
from comity.registry.invariants import violations
from comity.registry.ledger import Ledger
from comity.registry.refusals import precedence, register
from comity.registry.state import State
from tests.registry import reading
from tests.registry.agreed import Clock, refused
from tests.registry.exchange.worlds import (
    CASES,
    FAULTS,
    GOOD,
    LEFT_OF_BARRED,
    OF_BARRED,
    WORLD,
    from_s,
    ledger_of_all,
    number,
)
from tests.registry.memory import MemoryStore
from tests.registry.small import BEGIN

KINDS = list(GOOD)
Changes = dict[str, Any]
#: What a planner's source could raise and no request can bring about, with the reason.
OUT_OF_REACH = {
    ("FinaliseExternal", "not-issued"): "units that wait were issued",
    ("TerminateExternal", "not-issued"): "units that wait were issued",
    ("FinaliseExternal", "not-for-this-account-type"): "who proposed was of a type that may, and types do not change",
    ("AdmitExternal", "quantity-not-positive"): "another registry names blocks alone",
    ("AdmitExternal", "quantity-differs"): "another registry names blocks alone",
}
#: Two rules that no request of the table breaks at once, with the reason.
APART = {
    ("not-for-this-account", "external-unknown"): "what is not there is for nobody",
    ("unit-type-differs", "nothing-asked"): "no units are of no type",
}


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    """One for all refusals: none may leave a trace."""
    return ledger_of_all()


def test_the_registry_is_sound_after_every_entry() -> None:
    ledger = Ledger(MemoryStore("R"), Clock(BEGIN))
    for command in WORLD:
        ledger.do(command)
        assert violations(ledger.state) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_good_requests_are_accepted_and_repeated_under_their_key(kind: type[Command]) -> None:
    ledger = ledger_of_all()
    entry = ledger.do(GOOD[kind], "one")
    assert (entry.seq, entry.clause) == (len(WORLD) + 1, "registry.external-transfers")
    assert violations(ledger.state) == []
    before = ledger.state.store()
    assert ledger.do(GOOD[kind], "one") == entry
    assert ledger.state.store() == before
    assert State.restore(before).store() == before


@pytest.mark.parametrize(
    ("kind", "code", "command"), CASES, ids=[f"{kind.__name__}-{code}-{n}" for n, (kind, code, _) in enumerate(CASES)]
)
def test_refused(ledger: Ledger, kind: type[Command], code: str, command: Command) -> None:
    assert refused(ledger, command) == (code, register()[code].rule)
    with pytest.raises(Refusal):
        ledger.do(command, "one")
    assert "one" not in ledger.state.keys


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_code_that_a_planner_can_raise_has_a_case(kind: type[Command]) -> None:
    raised = reading.reachable(reading.planners()[kind])
    beyond = {code for name, code in OUT_OF_REACH if name == kind.__name__}
    assert beyond <= raised, "said to be out of reach, and not even in the source"
    assert {code for other, code, _ in CASES if other is kind} == raised - beyond


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_commands_name_every_code_that_only_they_have(kind: type[Command]) -> None:
    said = (kind.__doc__ or "").partition("Refused")[2]
    own = {code for code in FAULTS[kind] if register()[code].rule == "registry.external-transfers"}
    assert [code for code in sorted(own) if code not in said] == []


def both(one: Changes, two: Changes) -> Iterator[Changes]:
    """What is wrong in two ways at once: other fields, or the units of both in either order."""
    shared = one.keys() & two.keys()
    if not shared:
        yield one | two
    for name in ("blocks", "units"):
        if shared <= {name, "quantity"} and name in shared and one[name] and two[name]:
            for first, last in ((one, two), (two, one)):
                without = {"quantity": None} if name == "blocks" else {}
                yield {**one, **two, **without, name: first[name] + last[name]}


def breaks(code: str, changes: Changes) -> bool:
    """Whether a rule about the numbers asked for is still broken in a request that is wrong in another way too."""
    if code == "quantity-differs":
        return changes.get("quantity") == 999 and changes.get("blocks") != ()
    if code == "not-as-described":
        return bool(changes["blocks"]) if "blocks" in changes else True
    if code == "quantity-not-positive":
        return changes.get("quantity") == 0
    return not (code in ("holdings-insufficient", "nothing-asked") and changes.get("quantity", 1) in (0, 999))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_first_in_the_register_is_given(ledger: Ledger, kind: type[Command]) -> None:
    tried = 0
    for (one, first), (two, second) in combinations(FAULTS[kind].items(), 2):
        for changes in both(first, second):
            if not (breaks(one, changes) and breaks(two, changes)) or (one, two) in APART:
                continue
            expected = min(one, two, key=lambda code: precedence()[code])
            assert refused(ledger, replace(GOOD[kind], **changes))[0] == expected, (one, two, changes)
            tried += 1
    assert tried >= {ProposeExternal: 90, AdmitExternal: 90, TerminateExternal: 2, CompleteExternal: 0}.get(kind, 0)


def test_an_order_that_the_table_cannot_spoil(ledger: Ledger) -> None:
    """Of one proposal two things at once are true only by what happened to it."""
    barred = FinaliseExternal(transfer=number(LEFT_OF_BARRED), entry=1)
    assert refused(ledger, barred)[0] == "account-blocked"  # and finalised
    stranger = TerminateExternal(account="two", transfer=number(LEFT_OF_BARRED))
    assert refused(ledger, stranger)[0] == "not-for-this-account"  # and finalised
    assert ledger.state.departures[str(number(OF_BARRED))].finalised == 0
    late = CompleteExternal(registry="S", number=8, hash="another", transferred=())
    assert refused(ledger, late)[0] == "external-unknown"  # and differs


def test_an_account_that_was_promised_is_not_closed_until_the_promise_has_ended() -> None:
    ledger = ledger_of_all()
    ledger.do(replace(GOOD[AdmitExternal], account="two"))
    close = SetStatus(account="two", status="closed", reason="wound up")
    assert refused(ledger, close)[0] == "account-not-empty"
    ledger.do(DropExternal(registry="S", number=9, hash="h9"))
    assert ledger.do(close).kind == "status"


def test_what_nobody_authorised_is_not_first_transferred_whatever_the_other_registry_says() -> None:
    ledger = ledger_of_all()
    ledger.do(replace(GOOD[CompleteExternal], transferred=(True,)))
    ((_, standing),) = ledger.state.standings(from_s(1, 10).block)
    assert (standing.account, standing.first, standing.pool) == ("one", 0, "eu")
    assert violations(ledger.state) == []


def test_a_blocked_account_terminates_and_is_not_let_finalise() -> None:
    ledger = ledger_of_all()
    transfer = number(OF_BARRED)
    assert refused(ledger, FinaliseExternal(transfer=transfer, entry=1))[0] == "account-blocked"
    ledger.do(TerminateExternal(account="barred", transfer=transfer, reason="account-blocked"))
    assert str(transfer) not in ledger.state.departures
    assert refused(ledger, FinaliseExternal(transfer=transfer, entry=1))[0] == "external-unknown"
    assert violations(ledger.state) == []


def test_a_proposal_ends_at_its_instant_and_not_before() -> None:
    clock = Clock(datetime(2026, 1, 1, tzinfo=UTC))
    ledger = Ledger(MemoryStore("R"), clock)
    for command in WORLD:
        ledger.do(command)
    asked = ledger.do(replace(GOOD[ProposeExternal], expires="2026-01-01T00:00:02.000000Z"))
    clock.now = datetime(2026, 1, 1, 0, 0, 1, 999999, tzinfo=UTC)
    finalise = FinaliseExternal(transfer=asked.seq, entry=1)
    assert violations(ledger.state) == []
    clock.now = datetime(2026, 1, 1, 0, 0, 2, tzinfo=UTC)
    assert refused(ledger, finalise)[0] == "proposal-expired"
    clock.now = datetime(2026, 1, 1, 0, 0, 1, tzinfo=UTC)
    assert ledger.do(finalise).kind == "finalise-external"
