"""Blocks beside a dictionary: whatever is posted and taken back, every unit stands where it should, in whole blocks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from comity.registry.accounts import Account, UnitType
from comity.registry.blocks import Block, Holdings, Misposted, Series, Standing
from comity.registry.commands import SetObligation
from comity.registry.journal import Entry, Post, Put, seal, turned, write_body
from comity.registry.state import Broken, State
from tests.registry.test_negatives import small

LINES = ("R/eu/EUA/v2024", "R/eu/EUA/v2025")
STANDINGS = (
    None,
    Standing("a", "eu"),
    Standing("b", "eu"),
    Standing("a", "eu", "frozen", 7),
    Standing("a", "eu", "retired", 8),
    Standing("a", "eu", "retired", 9),
)
Units = dict[tuple[str, int], Standing]

posts = st.lists(
    st.tuples(
        st.sampled_from(LINES),
        st.integers(1, 24),
        st.integers(0, 9),
        st.sampled_from(STANDINGS),
        st.sampled_from(STANDINGS),
    ),
    max_size=40,
)


def naive(units: Units, series: str, first: int, last: int, before: Standing | None, after: Standing | None) -> bool:
    """Turn units one by one; False, and nothing, where one does not stand as is said."""
    keys = [(series, serial) for serial in range(first, last + 1)]
    if any(units.get(key) != before for key in keys):
        return False
    for key in keys:
        if after is None:
            del units[key]
        else:
            units[key] = after
    return True


def blocks_of(units: Units) -> Iterator[tuple[Block, Standing]]:
    """The largest blocks there are, built from single units."""
    ordered = sorted(units.items(), key=lambda item: item[0])
    runs = groupby(enumerate(ordered), key=lambda pair: (pair[1][0][0], pair[1][0][1] - pair[0], pair[1][1]))
    for (series, _, standing), run in runs:
        serials = [key[1] for _, (key, _) in run]
        yield Block(series, serials[0], serials[-1]), standing


def agree(holdings: Holdings, units: Units) -> None:
    """The same blocks by series, and by account, and wherever one looks."""
    expected = list(blocks_of(units))
    assert list(holdings.everything()) == expected
    for account in ("a", "b"):
        mine = [pair for pair in expected if pair[1].account == account]
        assert sorted(holdings.all_of(account), key=str) == sorted(mine, key=str)
        live = [pair for pair in mine if pair[1].state != "retired"]
        assert sorted(holdings.series_of(account)) == sorted({block.series for block, _ in live})
        for series in LINES:
            found = [(Block(series, first, last), standing) for first, last, standing in holdings.live(account, series)]
            assert found == [pair for pair in live if pair[0].series == series]
    for series in LINES:
        line = holdings.lines.get(series)
        for serial in range(36):
            inside = [
                block.first for block, _ in expected if block.series == series and block.first <= serial <= block.last
            ]
            assert (line.start_of(serial) if line else None) == (inside[0] if inside else None)
        assert (line.top if line else 0) == max((serial for name, serial in units if name == series), default=0)


@given(posts)
def test_postings_are_those_of_single_units(posts: list[tuple[Any, ...]]) -> None:
    holdings, units = Holdings(), dict[tuple[str, int], Standing]()
    for series, first, more, before, after in posts:
        here = units.get((series, first)) if more % 2 else before  # often right, so that something happens
        if here is None and after is None:
            continue
        if naive(units, series, first, first + more, here, after):
            holdings.post(series, first, first + more, here, after)
        else:
            with pytest.raises(Misposted):
                holdings.post(series, first, first + more, here, after)
        agree(holdings, units)


@given(posts)
def test_turned_round_a_posting_undoes_itself(posts: list[tuple[Any, ...]]) -> None:
    state = State("R")
    texts, done = [state.store()], []
    units: Units = {}
    for series, first, more, before, after in posts:
        here = units.get((series, first)) if more % 2 else before
        if (here or after) and naive(units, series, first, first + more, here, after):
            done.append(Post(series, first, first + more, here, after))
            state.apply(done[-1])
            texts.append(state.store())
    assert State.restore(texts[-1]).store() == texts[-1]
    while done:
        assert state.store() == texts.pop()
        state.apply(turned(done.pop()))
    assert state.store() == texts.pop()


@pytest.mark.parametrize(("first", "last"), [(0, 3), (4, 3), (-2, -1)])
def test_what_is_no_range_cannot_be_posted(first: int, last: int) -> None:
    holdings = Holdings()
    holdings.post(LINES[0], 1, 10, None, STANDINGS[1])
    for before in STANDINGS[:2]:
        with pytest.raises(Misposted):
            holdings.post(LINES[0], first, last, before, STANDINGS[2])
    assert list(holdings.everything()) == [(Block(LINES[0], 1, 10), STANDINGS[1])]


def test_a_record_turns_only_from_what_it_is() -> None:
    state = State("R")
    one, other = Account("a", "trading"), Account("a", "buffer")
    state.apply(Put(None, one))
    for change in (Put(None, other), Put(other, one), Put(None, None), Put(None, one)):
        with pytest.raises(Misposted):
            state.apply(change)
    state.apply(Put(one, other))
    state.apply(Put(None, UnitType("a", "credit")))
    state.apply(turned(Put(None, other)))
    assert [record.id for record in state.records()] == ["a"]


def test_of_changes_that_do_not_all_fit_none_remains() -> None:
    state = small().state
    before = state.store()
    entry = small().do(SetObligation(account="bob", mechanism="eu", period="2025", quantity=1), key="k")
    fits = Put(None, Account("new", "trading"))
    misfit = Post(LINES[0], 900, 901, Standing("a", "eu"), None)
    with pytest.raises(Misposted):
        state.advance(entry, (fits, misfit))
    assert state.store() == before


def test_a_state_comes_back_as_it_was_written() -> None:
    state = small().state
    again = State.restore(state.store())
    assert again.store() == state.store()
    assert list(again.holdings.everything()) == list(state.holdings.everything())
    assert (again.seq, again.at, again.hash, again.keys) == (state.seq, state.at, state.hash, state.keys)


def test_series_that_differ_have_ids_that_differ() -> None:
    parts = ("vintage", "period", "host", "activity", "standard", "metric")
    ids = {Series(registry="R", mechanism="m", unit_type="t").id}
    for part in parts:
        for value in ("x", "v", "px"):
            ids.add(Series(registry="R", mechanism="m", unit_type="t", **{part: value}).id)
    assert len(ids) == 1 + 3 * len(parts)
    assert Series(registry="EU", mechanism="eu-ets", unit_type="EUA", vintage="2024").id == "EU/eu-ets/EUA/v2024"


def test_what_does_not_follow_is_not_folded() -> None:
    """Each thing that could be wrong with an entry that is read."""
    ledger = small()
    entries = list(ledger._store.read())
    state = State("R")
    state.follow(entries[0])
    good = entries[1]
    changed = {
        "seq": 3,
        "at": "2020-01-01T00:00:00.000000Z",
        "kind": "issue",
        "key": "x",
        "clause": "y",
        "body": entries[2].body,
        "hash": "0" * 64,
    }
    before = state.store()
    for name, value in changed.items():
        with pytest.raises(Broken):
            state.follow(replace(good, **{name: value}))
        assert state.store() == before
    with pytest.raises(Broken):
        state.follow(entries[0])
    with pytest.raises(Broken):
        State("other").follow(entries[0])
    state.follow(good)


def test_an_entry_that_cannot_be_is_not_folded_even_if_its_hash_is_right() -> None:
    """Whoever forges an entry can seal it too; what it says must still be possible."""
    state = small().state
    before = state.store()
    asked = SetObligation(account="bob", mechanism="eu", period="2025", quantity=1)
    misfit = Post(LINES[1], 900, 901, Standing("bob", "eu"), Standing("eve", "eu"))
    for body in (
        write_body(asked, (misfit,)),
        write_body(asked, (Put(None, state.accounts["bob"]),)),
        "{}",
        "nonsense",
    ):
        seq = state.seq + 1
        sealed = seal(state.hash, seq, state.at, "obligation", "", "rule", body)
        with pytest.raises(Broken):
            state.follow(Entry(seq, state.at, "obligation", "", "rule", body, sealed))
        assert state.store() == before
