"""Every invariant notices what breaks it: a sound state is spoilt in one place, behind the back of all checks."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

import comity.registry.invariants
from comity.registry.accounts import Compliance, Hold, Tally
from comity.registry.blocks import Block, Standing
from comity.registry.commands import Surrender
from comity.registry.external import Departure, arrived_id, departed_id
from comity.registry.invariants import violations
from comity.registry.state import State
from tests.registry.small import DISPUTE, EUA, FREEZE, OLD, TCER, VER, eua, number
from tests.registry.test_negatives import small

Damage = Callable[[State], None]


def stored(series: str, first: int, last: int | None = None, **changes: object) -> Damage:
    """Change what is stored for a block, in the line alone or with the index by account."""

    def damage(state: State) -> None:
        blocks = state.holdings.lines[series].blocks
        end, standing = blocks[first]
        blocks[first] = (last or end, replace(standing, **changes))

    return damage


def posted(series: str, first: int, last: int, **changes: object) -> Damage:
    """Post what no planner would."""

    def damage(state: State) -> None:
        ((_, standing),) = state.standings(Block(series, first, last))
        state.holdings.post(series, first, last, standing, replace(standing, **changes))

    return damage


def transferred_already(state: State) -> None:
    ((_, standing),) = state.standings(Block(OLD, 1, 2))
    state.holdings.post(OLD, 1, 2, standing, replace(standing, first=3))


def without_record(state: State) -> None:
    del state.series[OLD]


def without_count(state: State) -> None:
    del state.issued[OLD]


def overlapping(state: State) -> None:
    line = state.holdings.lines[OLD]
    line.blocks[5] = (5, line.blocks[1][1])


def unjoined(state: State) -> None:
    line = state.holdings.lines[OLD]
    _, standing = line.blocks[1]
    line.blocks[1], line.blocks[11] = (10, standing), (20, standing)


def lost_place(state: State) -> None:
    state.holdings.lines[OLD].order.remove(1)


def spare_place(state: State) -> None:
    state.holdings.lines[OLD].order.add(7)


def lost_unit(state: State) -> None:
    ((_, standing),) = state.standings(Block(OLD, 20, 20))
    state.holdings.post(OLD, 20, 20, standing, None)


def forgotten(state: State) -> None:
    del state.holdings._live["state"][OLD]


def held_twice(state: State) -> None:
    hold = state.holds[str(number(FREEZE))]
    state.holds[hold.id] = replace(hold, blocks=hold.blocks * 2)


def hold_of_free_units(state: State) -> None:
    state.holds["3"] = Hold("3", "freeze", "state", eua(1, 5))


def hold_of_nothing(state: State) -> None:
    state.holds["3"] = Hold("3", "freeze", "state", eua(900, 905))


def wrong_kind(state: State) -> None:
    hold = state.holds[str(number(DISPUTE))]
    state.holds[hold.id] = replace(hold, kind="freeze")


def wrong_account(state: State) -> None:
    hold = state.holds[str(number(DISPUTE))]
    state.holds[hold.id] = replace(hold, account="bob")


def hold_gone(state: State) -> None:
    del state.holds[str(number(FREEZE))]


def tally_gone(state: State) -> None:
    for record in list(state.compliance.values()):
        state.compliance[record.id] = Compliance(record.mechanism, record.period, record.account)


def departed_in_part(state: State) -> None:
    state.tallies[departed_id("S", OLD)] = Tally(departed_id("S", OLD), "5")


def arrived_unseen(state: State) -> None:
    state.tallies[arrived_id("S", OLD)] = Tally(arrived_id("S", OLD), "5")


def departure_of_free_units(state: State) -> None:
    state.departures["3"] = Departure("3", "state", eua(1, 5), "S", "taker")


def account_gone(state: State) -> None:
    del state.accounts["eve"]


def account_closed(state: State) -> None:
    state.accounts["eve"] = replace(state.accounts["eve"], status="closed")


#: What is spoilt, and what the invariants say of it.
CASES: tuple[tuple[Damage, str], ...] = (
    (without_record, "has no record"),
    (overlapping, "overlaps, or is no range"),
    (stored(OLD, 1, -1), "overlaps, or is no range"),
    (unjoined, "is not joined with its neighbour"),
    (lost_place, "not found in their order"),
    (spare_place, "not found in their order"),
    (lost_unit, "19 units, 20 issued"),
    (without_count, "a series without a count"),
    (without_record, "a count without a series"),
    (stored(OLD, 1, account="bob"), "one way than the other"),
    (stored(OLD, 1, state="retired", by=3), "among the units that have not ended"),
    (forgotten, "one way than the other"),
    (posted(OLD, 1, 2, authorisation="nobody's"), "which is not its host's"),
    (transferred_already, "was first transferred by entry 3"),
    (posted(EUA, 71, 72, state="held", by=0), "does not wait as entry"),
    (posted(EUA, 71, 72, by=3), "does not wait as entry"),
    (posted(EUA, 71, 72, account="bob"), "does not wait as entry"),
    (wrong_kind, "does not wait as entry"),
    (wrong_account, "does not wait as entry"),
    (hold_of_free_units, "does not wait as entry"),
    (held_twice, "which holds 10 back"),
    (hold_of_nothing, "0 units wait for entry 3"),
    (hold_gone, "which holds 0 back"),
    (posted(EUA, 1, 2, state="frozen", by=number(FREEZE)), "7 units wait"),
    (posted(OLD, 1, 2, state="retired"), "is retired by entry 0"),
    (posted(OLD, 1, 2, by=3), "is held by entry 3"),
    (posted(OLD, 1, 2, state="cancelled", by=10_000), "by an entry to come"),
    (tally_gone, "more units are surrendered"),
    (posted(OLD, 1, 2, state="departed", by=3), f"{OLD}: 18 units are here, and 20 ought to be"),
    (departed_in_part, f"{OLD}: 20 units are here, and 15 ought to be"),
    (arrived_unseen, f"{OLD}: 20 units are here, and 25 ought to be"),
    (departure_of_free_units, "does not wait as entry 3"),
    (account_gone, "which does not exist"),
    (account_closed, "which is closed"),
    (posted(TCER, 1, 2, account="bob"), "which may not hold tcer"),
    (posted(VER, 1, 2, account="nobody"), "which does not exist"),
)


def surrendered() -> State:
    """A sound state, with some units surrendered."""
    ledger = small()
    ledger.do(Surrender(account="state", blocks=eua(11, 20), mechanism="eu", period="2025"))
    return ledger.state


@pytest.fixture
def state() -> State:
    """One to spoil."""
    return surrendered()


def test_the_small_registry_is_sound(state: State) -> None:
    assert violations(state) == []


@pytest.mark.parametrize(
    ("damage", "words"), CASES, ids=[f"{n}-{words.replace(' ', '-')}" for n, (_, words) in enumerate(CASES)]
)
def test_noticed(state: State, damage: Damage, words: str) -> None:
    damage(state)
    assert words in "\n".join(violations(state))


def test_every_sentence_of_the_invariants_is_said() -> None:
    said = set()
    for damage, _ in CASES:
        state = surrendered()
        damage(state)
        said |= set(violations(state))
    source = Path(comity.registry.invariants.__file__).read_text(encoding="utf-8")
    sentences = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Yield)]
    assert len(sentences) > 15
    for sentence in sentences:
        assert isinstance(sentence, ast.JoinedStr)
        parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".*" for part in sentence.values]
        assert any(re.fullmatch("".join(parts), one) for one in said), ast.unparse(sentence)


def test_a_standing_says_nothing_more_than_the_invariants_look_at() -> None:
    assert Standing.__struct_fields__ == (
        "account", "pool", "state", "by", "period", "authorisation", "first", "expires",
    )  # fmt: skip
