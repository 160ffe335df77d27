"""Couriers on a bad network, and the comparison of books: each unit is in one place at most, and in the end in one."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.registry.blocks import Block
from comity.registry.commands import FinaliseExternal, ProposeExternal, SetStatus, TerminateExternal
from comity.registry.exchange import side
from comity.registry.exchange.near import Near
from comity.registry.exchange.peer import Books, Flow, Peer, Places, Unreachable
from comity.registry.exchange.reconcile import Difference, Finding, Report, differences, misplaced, reconcile
from comity.registry.external import Stage
from comity.registry.journal import Entry, instant
from comity.registry.ledger import Ledger, Request
from tests.registry.exchange.network import NAMES, Node, Registries, here

SEEDS, STEPS = 60, 90
#: For `make test-all`.
MANY, LONG = 3_000, 160
#: What must have gone wrong at least once, whatever the seeds.
STRIKES = {f"{how}: {what}" for how in ("lost", "late", "twice", "no answer") for what in ("ask", "words")} | {
    f"died {when} {step}-external"
    for when in ("before", "after")
    for step in ("propose", "admit", "finalise", "terminate", "complete", "confirm", "drop")
}
SERIES = {name: f"{name}/{name.lower()}/EUA/v2026" for name in NAMES}


def life(seed: str, steps: int) -> Registries:
    """Three registries after so many steps and a quiet end. Fails where a unit is in two places, or at last in none."""
    registries = Registries(seed)
    for step in range(steps):
        registries.step()
        assert list(registries.wrong(settled=False)) == [], f"seed {seed}, step {step}"
    last = registries.calm()
    assert list(registries.wrong(settled=True)) == [], f"seed {seed}: {last}"
    report = compare(registries)
    assert report.agrees, f"seed {seed}: {report}"
    return registries


def lives(seeds: range, steps: int) -> Counter[str]:
    """What struck, and what was done, over all seeds."""
    found: Counter[str] = Counter()
    for seed in seeds:
        registries = life(str(seed), steps)
        found.update(registries.trouble.hits)
        for node in registries.nodes.values():
            found.update(entry.kind for entry in node.store.entries)
    return found


def test_couriers_on_a_bad_network() -> None:
    found = lives(range(SEEDS), STEPS)
    assert {"lost: ask", "late: ask", "twice: ask", "no answer: ask", "lost: words", "late: words"} <= found.keys()
    assert min(found[f"{kind}-external"] for kind in ("propose", "finalise", "terminate", "complete", "drop")) > 0


@pytest.mark.slow
def test_couriers_on_a_bad_network_for_long(capsys: pytest.CaptureFixture[str]) -> None:
    found = lives(range(SEEDS, SEEDS + MANY), LONG)
    with capsys.disabled():
        sys.stderr.write(f"\nseeds {SEEDS} to {SEEDS + MANY - 1}: {dict(found.most_common())}\n")
    assert found.keys() >= STRIKES


# Steps one by one -----------------------------------------------------------------------------------------------------


@pytest.fixture
def calm() -> Registries:
    """Three registries on a good network; each issued 50 units to `one`."""
    return Registries("calm", often=0.0)


def near(registries: Registries) -> dict[str, Peer]:
    """All of them, as one that may ask everything."""
    return {name: Near(node, node.store.entry, "A") for name, node in registries.nodes.items()}


def compare(registries: Registries) -> Report:
    """Their books, looked at as often as it takes."""
    return reconcile(near(registries), lambda: None)


def propose(
    registries: Registries,
    giver: str,
    taker: str,
    quantity: int = 10,
    series: str = "",
    to: str = "one",
    expires: str = "",
) -> int:
    """Units to an account of another registry; the number of the proposal."""
    units = ProposeExternal(
        account="one",
        quantity=quantity,
        series=series or SERIES[giver],
        registry=taker,
        to=to,
        party=taker * 3,
        expires=expires,
    )
    return registries.nodes[giver].submit(units).seq


def send(registries: Registries, giver: str, taker: str, quantity: int = 10, series: str = "") -> int:
    """The same, carried through."""
    number = propose(registries, giver, taker, quantity, series)
    assert [step.outcome for step in registries.carry(giver)] == ["completed"]
    assert list(registries.wrong(settled=True)) == []
    return number


def put_back(node: Node, entries: int) -> None:
    """A registry is put back to an older journal."""
    del node.store.entries[entries:]
    node.ledger = Ledger(node.store, node.clock)


def told(registries: Registries, number: int, asker: str = "B") -> tuple[Stage, bool]:
    """What A says of a transfer, and whether it names the entry that proposed it."""
    node = registries.nodes["A"]
    word = side.word(node.state, node.store.entry, number, asker)
    entry = node.store.entry(number)
    return word.stage, entry is not None and word.hash == entry.hash


def test_what_a_registry_says_of_its_transfer(calm: Registries) -> None:
    number = propose(calm, "A", "B")
    assert told(calm, number) == ("proposed", True)
    assert told(calm, number, "C") == ("unknown", False)
    assert told(calm, number - 1) == told(calm, 0) == told(calm, 999) == ("unknown", False)
    calm.carry("A")
    assert str(number) not in calm.nodes["A"].state.departures  # confirmed
    assert told(calm, number) == ("finalised", True)
    refused = propose(calm, "A", "B", to="nobody")
    assert [step.why for step in calm.carry("A")] == ["acquiring-account-unknown"]
    assert told(calm, refused) == ("terminated", True)


def admitted(registries: Registries, number: int) -> int:
    """A transfer of A is admitted by B, and nobody carries on; the number of the entry there."""
    a, b = registries.nodes["A"], registries.nodes["B"]
    proposal = side.sent(a.store.entry, number)
    assert proposal is not None
    (entry,) = Near(b, b.store.entry, "A").ask([side.admission(a.state, proposal)])
    assert isinstance(entry, int)
    return entry


def left(registries: Registries, number: int) -> None:
    """A transfer of A is admitted and finalised, and nobody carries on."""
    finalise = FinaliseExternal(transfer=number, entry=admitted(registries, number))
    (outcome,) = registries.nodes["A"].submit_many([Request(finalise, side.finalise_key(number))])
    assert isinstance(outcome, Entry)


def test_what_departed_is_confirmed_only_when_it_is_there(calm: Registries) -> None:
    number = propose(calm, "A", "B")
    left(calm, number)
    courier = calm.courier("A")
    courier._peers = {"B": Deaf()}  # type: ignore[dict-item]
    assert [step.outcome for step in courier.round()] == ["unreachable"]
    assert calm.nodes["A"].state.departures[str(number)].finalised
    assert set(here(calm.nodes["A"].state, SERIES["A"])) | set(here(calm.nodes["B"].state, SERIES["A"])) == {
        *range(11, 51)
    }
    assert [step.outcome for step in calm.carry("B")] == ["completed"]  # it asks
    assert [step.outcome for step in calm.carry("A")] == ["completed"]
    assert list(calm.wrong(settled=True)) == []


def test_what_was_admitted_is_dropped_when_it_is_terminated(calm: Registries) -> None:
    number = propose(calm, "A", "B")
    admitted(calm, number)
    assert [step.outcome for step in calm.carry("B")] == ["waiting"]
    calm.nodes["A"].submit(TerminateExternal(account="one", transfer=number))
    assert [step.outcome for step in calm.carry("B")] == ["dropped"]
    assert list(calm.wrong(settled=True)) == []


def test_a_proposal_without_a_peer_waits_until_it_expires(calm: Registries) -> None:
    propose(calm, "A", "Nowhere", expires=instant(calm.time + timedelta(days=1)))
    assert [step.outcome for step in calm.carry("A")] == ["no-peer"]
    calm.time += timedelta(days=1)
    assert [(step.outcome, step.why) for step in calm.carry("A")] == [("terminated", "proposal-expired")]
    assert list(calm.wrong(settled=True)) == []


# Books ----------------------------------------------------------------------------------------------------------------


class Deaf:
    """A registry that cannot be asked."""

    def __getattr__(self, name: str) -> Callable[..., object]:
        def ask(*_: object) -> object:
            raise Unreachable(name)

        return ask


def test_books_agree_along_a_chain_and_back(calm: Registries) -> None:
    assert compare(calm).agrees
    for giver, taker in pairwise("ABCABCBA"):
        send(calm, giver, taker, 10, SERIES["A"])
        assert compare(calm).agrees
    assert set(here(calm.nodes["A"].state, SERIES["A"])) == {*range(1, 51)}


def test_what_is_on_the_way_is_no_finding(calm: Registries) -> None:
    left(calm, propose(calm, "A", "B"))
    assert compare(calm).agrees
    calm.carry("B")
    assert compare(calm).agrees  # it is there, and not confirmed
    calm.carry("A")
    assert compare(calm).agrees


def test_units_twice_where_who_gave_was_put_back(calm: Registries) -> None:
    number = send(calm, "A", "B")
    put_back(calm.nodes["A"], number)
    block = Block(SERIES["A"], 1, 10)
    report = compare(calm)
    assert report.differences == (Difference("A", "B", SERIES["A"], 0, 10, 0),)
    assert report.findings == (Finding("twice", ("A", "B"), block),)
    assert not report.agrees
    # the proposal is still there, and what the other registry did under its keys too
    assert [step.outcome for step in calm.carry("A")] == ["completed"]
    assert compare(calm).agrees
    put_back(calm.nodes["A"], number - 1)
    assert compare(calm).findings == (Finding("twice", ("A", "B"), block),)
    # another proposal under the number of the old one is not taken for it
    propose(calm, "A", "B", 3)
    assert [(step.outcome, step.why) for step in calm.carry("A")] == [("terminated", "key-reused")]
    assert compare(calm).findings == (Finding("twice", ("A", "B"), block),)


def test_units_nowhere_where_who_got_them_was_put_back(calm: Registries) -> None:
    before = len(calm.nodes["B"].store.entries)
    numbers = [send(calm, "A", "B"), send(calm, "A", "B", 5)]
    put_back(calm.nodes["B"], before)
    report = compare(calm)
    assert report.differences == (Difference("A", "B", SERIES["A"], 15, 0, 0),)
    assert report.findings == (Finding("nowhere", ("A",), Block(SERIES["A"], 1, 15)),)
    assert [step.outcome for step in calm.courier("A").send_again("B", numbers)] == ["completed", "completed"]
    assert compare(calm).agrees
    assert list(calm.wrong(settled=True)) == []
    # told once more though nothing was lost, nothing happens
    entries = [len(node.store.entries) for node in calm.nodes.values()]
    assert [step.outcome for step in calm.courier("A").send_again("B", numbers)] == ["completed", "completed"]
    assert [len(node.store.entries) for node in calm.nodes.values()] == entries


def test_who_was_put_back_to_its_promise_asks_for_itself(calm: Registries) -> None:
    before = len(calm.nodes["B"].store.entries)
    send(calm, "A", "B")
    put_back(calm.nodes["B"], before + 1)
    assert compare(calm).findings == (Finding("nowhere", ("A",), Block(SERIES["A"], 1, 10)),)
    assert [step.outcome for step in calm.carry("B")] == ["completed"]
    assert compare(calm).agrees


def test_what_is_not_taken_any_more_stays_on_the_way_and_is_not_confirmed(calm: Registries) -> None:
    b = calm.nodes["B"]
    before = len(b.store.entries)
    number = propose(calm, "A", "B", to="two")
    left(calm, number)
    put_back(b, before)  # and the account is closed before it hears of the units again
    b.submit(SetStatus(account="two", status="closed", reason="wound up"))
    assert [(step.outcome, step.why) for step in calm.carry("A")] == [("stuck", "acquiring-account-closed")]
    assert calm.nodes["A"].state.departures[str(number)].finalised
    assert compare(calm).agrees


def test_a_promise_to_a_journal_that_went_another_way_is_kept_and_told(calm: Registries) -> None:
    number = propose(calm, "A", "B")
    admitted(calm, number)
    put_back(calm.nodes["A"], number - 1)
    propose(calm, "A", "B", 4)
    assert [step.outcome for step in calm.carry("B")] == ["unknown-to-sender"]
    assert len(calm.nodes["B"].state.arrivals) == 1


def test_a_registry_that_cannot_be_asked_may_have_what_seems_to_be_nowhere(calm: Registries) -> None:
    send(calm, "A", "B", 10)
    send(calm, "A", "C", 10)
    peers = near(calm)
    peers["C"] = Deaf()  # type: ignore[assignment]
    report = reconcile(peers, lambda: None)
    assert (report.silent, report.differences, report.findings) == (("C",), (), ())
    assert not report.agrees
    before = len(calm.nodes["B"].store.entries)
    put_back(calm.nodes["B"], before - 2)  # nowhere, for all that can be asked
    report = reconcile(peers, lambda: None)
    assert report.differences == (Difference("A", "B", SERIES["A"], 10, 0, 0),)
    assert report.findings == ()


def test_registries_that_go_on_while_they_are_asked_are_looked_at_again(calm: Registries) -> None:
    before = len(calm.nodes["B"].store.entries)
    number = send(calm, "A", "B")
    put_back(calm.nodes["B"], before)
    pauses: list[int] = []

    def mend() -> None:
        pauses.append(len(pauses))
        if len(pauses) == 2:
            list(calm.courier("A").send_again("B", [number]))

    assert reconcile(near(calm), mend).agrees
    assert pauses == [0, 1]


NUMBERS = range(1, 13)
blocks_of = st.sets(st.sampled_from(NUMBERS)).map(
    lambda serials: tuple(side.joined(Block("s", serial, serial) for serial in sorted(serials)))
)
ways = st.lists(
    st.tuples(
        st.tuples(st.sampled_from(NUMBERS), st.integers(0, 4)).map(lambda way: Block("s", way[0], way[0] + way[1])),
        st.sampled_from(NAMES),
        st.integers(1, 3),
    ),
    max_size=3,
).map(tuple)


def serials(findings: Iterable[Finding], kind: str) -> set[int]:
    """The serial numbers of the findings of one kind."""
    return {serial for one in findings if one.kind == kind for serial in numbers_of(one.block)}


def numbers_of(*blocks: Block) -> set[int]:
    """Serial numbers one by one."""
    return {serial for block in blocks for serial in range(block.first, block.last + 1)}


@given(
    blocks_of,
    st.lists(blocks_of, min_size=3, max_size=3),
    st.lists(ways, min_size=3, max_size=3),
    st.dictionaries(
        st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), st.frozensets(st.integers(1, 3)), max_size=4
    ),
)
@settings(max_examples=200)
def test_misplaced_is_what_counting_serial_numbers_finds(
    issued: tuple[Block, ...],
    present: list[tuple[Block, ...]],
    going: list[tuple[tuple[Block, str, int], ...]],
    heard: dict[tuple[str, str], frozenset[int]],
) -> None:
    places = [
        Places(name, issued if name == "A" else (), there, way)
        for name, there, way in zip(NAMES, present, going, strict=True)
    ]
    at: dict[str, list[set[int]]] = {one.registry: [numbers_of(*one.present)] for one in places}
    for one in places:
        for block, to, number in one.on_the_way:
            if number not in heard.get((one.registry, to), ()):
                at.setdefault(f"{one.registry} > {to}", []).append(numbers_of(block))
    counts = Counter(serial for sets in at.values() for found in sets for serial in found)
    found = list(misplaced(places, heard))
    assert serials(found, "twice") == {serial for serial, times in counts.items() if times > 1}
    assert serials(found, "nowhere") == numbers_of(*issued) - counts.keys()
    for finding in found:
        assert finding.block.series == "s"
        if finding.kind == "twice":
            for where in finding.registries:
                assert numbers_of(finding.block) <= set().union(*at[where])
        else:
            assert finding.registries == ("A",)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(NAMES), st.sampled_from((*NAMES, "D")), st.sampled_from(("s", "t"))).filter(
            lambda way: way[0] != way[1]
        ),
        st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)),
    )
)
@settings(max_examples=200)
def test_differences_are_totals_that_no_transfer_on_the_way_explains(
    said: dict[tuple[str, str, str], tuple[int, int, int]],
) -> None:
    books = [
        Books(
            name, 1, "", tuple(Flow(to, series, *n) for (who, to, series), n in sorted(said.items()) if who == name), {}
        )
        for name in NAMES
    ]
    expected = set()
    for giver, taker, series in product(NAMES, NAMES, ("s", "t")):
        departed, _, unconfirmed = said.get((giver, taker, series), (0, 0, 0))
        _, arrived, _ = said.get((taker, giver, series), (0, 0, 0))
        explained = arrived in range(departed - unconfirmed, departed + 1)
        if giver != taker and not explained:
            expected.add(Difference(giver, taker, series, departed, arrived, unconfirmed))
    found = list(differences(books))
    assert set(found) == expected
    assert len(found) == len(expected)
