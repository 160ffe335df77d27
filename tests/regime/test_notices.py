"""Every change between two worlds is told, with its address, and nothing else is."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comity.regime.notices import ABSENT, Difference, differences, kind_of, notices, plain
from comity.results.map import NoticeRow
from comity.text import load
from comity.world.address import Path, get, replace, spell
from comity.world.world import World
from tests import strategies
from tests.random_worlds import Tree, series, world_of
from tests.regime.small_world import mechanism, small, tree

ENGLISH, CHINESE = load("en"), load("zh")


def told(old: World, new: World) -> tuple[NoticeRow, ...]:
    return notices(old, new, ENGLISH, CHINESE)


def only(old: World, new: World) -> NoticeRow:
    (found,) = told(old, new)
    return found


def with_change(path: Path, value: Any) -> World:
    made = tree()
    node = get(made, path[:-1])
    node[path[-1]] = value
    return world_of(made)


# One change -----------------------------------------------------------------------------------------------------------


def test_no_change_no_notice() -> None:
    assert told(small(), small()) == ()
    world = World.load("2026")
    assert told(world, world) == ()


@pytest.mark.parametrize(
    ("path", "value", "kind", "address", "before", "after"),
    [
        (
            ("mechanism", "alpha", "status"),
            "closing",
            "status",
            "mechanism.alpha.status",
            None,
            "closing",
        ),
        (
            ("mechanism", "later", "status"),
            "in-force",
            "status",
            "mechanism.later.status",
            "scheduled",
            "in-force",
        ),
        (
            ("mechanism", "later", "start"),
            date(2029, 1, 1),
            "dates",
            "mechanism.later.start",
            "2028-01-01",
            "2029-01-01",
        ),
        (
            ("mechanism", "alpha", "cap", "values", 0, "value"),
            7,
            "figure",
            "mechanism.alpha.cap.2030.value",
            "1",
            "7",
        ),
        (("mechanism", "alpha", "parties"), ["AAA", "BBB"], "value", "mechanism.alpha.parties", "[AAA]", "[AAA, BBB]"),
        (("mechanism", "alpha", "note"), "Now so.", "words", "mechanism.alpha.note", None, "Now so."),
        (("mechanism", "alpha", "name", "en"), "Alpha", "words", "mechanism.alpha.name.en", "cap-and-trade", "Alpha"),
        (
            ("agreement", "alpha-beta", "clauses", "both-ways", "start"),
            date(2012, 1, 1),
            "clause",
            "agreement.alpha-beta.clauses.both-ways.start",
            None,
            "2012-01-01",
        ),
        (
            ("agreement", "talks", "status"),
            "signed",
            "status",
            "agreement.talks.status",
            "negotiating",
            "signed",
        ),
        (
            ("body", "board", "members", "AAA"),
            {"start": date(2010, 1, 1)},
            "membership",
            "body.board.members.AAA",
            None,
            "{start = 2010-01-01}",
        ),
        (
            ("body", "board", "members", "CCC", "end"),
            date(2013, 12, 31),
            "membership",
            "body.board.members.CCC.end",
            "2011-12-31",
            "2013-12-31",
        ),
    ],
)
def test_one_change(path: Path, value: Any, kind: str, address: str, before: str | None, after: str | None) -> None:
    found = only(small(), with_change(path, value))
    assert (found.kind, found.address, found.before, found.after) == (kind, address, before, after)
    back = only(with_change(path, value), small())
    assert (back.kind, back.address, back.before, back.after) == (kind, address, after, before)


def test_a_mechanism_comes_and_goes_as_one() -> None:
    more = small(mechanism={"new": mechanism("cap-and-trade")})
    came, went = only(small(), more), only(more, small())
    assert (came.kind, came.address, went.kind) == ("added", "mechanism.new", "removed")
    assert came.words.en == "New mechanism: cap-and-trade (new)."
    assert came.words.zh == "新增机制：cap-and-trade（new）。"


def test_a_clause_comes_as_one() -> None:
    clause = {"accepts": {"from": "home", "into": "alpha"}}
    found = only(small(), with_change(("mechanism", "alpha", "accepts", "more"), clause))
    assert (found.kind, found.address, found.before) == ("clause", "mechanism.alpha.accepts.more", None)


def test_a_figure_comes_as_one() -> None:
    figures = [*series(1)["values"], {"year": 2031, "value": 2, "status": "assumed"}]
    found = only(small(), with_change(("mechanism", "alpha", "cap", "values"), figures))
    assert (found.kind, found.address) == ("figure", "mechanism.alpha.cap.2031")


def test_figures_in_another_order_are_the_same() -> None:
    figures = [{"year": year, "value": year, "status": "assumed"} for year in (2030, 2031)]
    path: Path = ("mechanism", "alpha", "cap", "values")
    assert told(with_change(path, figures), with_change(path, figures[::-1])) == ()


def test_a_layer_that_moves_is_told_with_its_rule() -> None:
    found = told(small(), with_change(("mechanism", "home", "authority"), "board"))
    assert [(one.kind, one.address, one.before, one.after) for one in found] == [
        ("value", "mechanism.home.authority", "ministry", "board"),
        ("layer", "mechanism.home", "cluster", "complex"),
    ]
    assert "of the regime complex (rule: supervision; board → meeting → convention)" in found[1].words.en
    assert "现属机制复合体（依据：国际监管；board → meeting → convention）" in found[1].words.zh


def test_another_rule_for_the_same_layer_is_no_notice() -> None:
    found = only(small(), with_change(("mechanism", "carried", "authority"), "board"))
    assert (found.kind, found.address) == ("value", "mechanism.carried.authority")


def test_figures_are_told_in_the_order_of_their_years() -> None:
    path: Path = ("mechanism", "alpha", "cap", "values")
    old, new = ([{"year": y, "value": v, "status": "assumed"} for y in (2040, 2030, 2035)] for v in (1, 2))
    years = [one.address.split(".")[3] for one in told(with_change(path, old), with_change(path, new))]
    assert years == ["2030", "2035", "2040"]


def test_a_body_can_move_the_layer_of_a_mechanism() -> None:
    found = told(small(), with_change(("body", "board", "parent"), "agency"))
    moved = {one.address: (one.before, one.after) for one in found if one.kind == "layer"}
    assert moved == {"mechanism.central": ("complex", "linkage"), "mechanism.carried": ("complex", "cluster")}


def test_statuses_and_members_in_both_languages() -> None:
    found = only(small(), with_change(("mechanism", "later", "status"), "in-force"))
    assert found.words.en == "cap-and-trade (later): status was scheduled, is now in force."
    assert found.words.zh == "cap-and-trade（later）：status 由“已定期实施”变更为“生效”。"
    joined = only(small(), with_change(("body", "board", "members", "AAA"), {}))
    assert (joined.words.en, joined.words.zh) == ("AAA joined board (board).", "AAA 加入board（board）。")
    left = only(with_change(("body", "board", "members", "AAA"), {}), small())
    assert left.words.en == "AAA left board (board)."


def test_the_settings_of_the_world() -> None:
    other = world_of(tree() | {"world": {"price-year": 2029}})
    found = only(small(), other)
    assert (found.kind, found.address) == ("settings", "world.price-year")


def test_a_long_value_is_cut_in_words_and_whole_in_data() -> None:
    found = only(small(), with_change(("mechanism", "alpha", "note"), "x" * 500))
    assert found.after == "x" * 500
    assert len(found.words.en) < 300
    assert "…" in found.words.en


def test_true_is_not_one() -> None:
    assert differences({"a": {"b": {"c": True}}}, {"a": {"b": {"c": 1}}}) != ()
    assert plain(True) == "true"


# Any change -----------------------------------------------------------------------------------------------------------


def leaves(node: Any, path: Path = ()) -> list[Path]:
    """The paths of all that is not itself a container."""
    items: Any = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    inside = [leaf for key, value in items for leaf in leaves(value, (*path, key))]
    return inside or [path]


def address(made: Tree, path: Path) -> str:
    """Of a list of plain values, the list's."""
    if isinstance(path[-1], int) and not isinstance(get(made, path), dict):
        path = path[:-1]
    return spell(made, path)


@given(st.data(), strategies.regimes() | strategies.trees())
def test_any_one_change_is_told_with_its_address(data: st.DataObject, made: Tree) -> None:
    path = data.draw(st.sampled_from([leaf for leaf in leaves(made) if len(leaf) > 2 and leaf[-1] != "year"]))
    changed = replace(made, path, lambda _: "something else")
    found = differences(made, changed)
    assert [".".join(one.keys) for one in found] == [address(made, path)]
    assert kind_of(found[0])


WORLD = World.load("2026").folder.tree
LEAVES = [leaf for leaf in leaves(WORLD) if len(leaf) > 2 and leaf[-1] != "year"]


@given(st.sampled_from(LEAVES))
def test_any_one_change_of_2026_is_told(path: Path) -> None:
    found = differences(WORLD, replace(WORLD, path, lambda _: "something else"))
    assert [".".join(one.keys) for one in found] == [address(WORLD, path)]


@given(st.data(), strategies.regimes() | strategies.trees())
@settings(max_examples=40)
def test_the_differences_make_the_one_into_the_other(data: st.DataObject, made: Tree) -> None:
    kind = data.draw(st.sampled_from([kind for kind, things in made.items() if things]))
    other = made | {kind: data.draw(strategies.mutated(made[kind]))}
    assume(not ambiguous(other))
    found = differences(made, other)
    if made == other:
        assert found == ()
    assert differences(patched(made, found), other) == ()
    back = differences(other, made)
    assert {(one.keys, plain(one.before), plain(one.after)) for one in found} == {
        (one.keys, plain(one.after), plain(one.before)) for one in back
    }


def ambiguous(node: Any) -> bool:
    """Whether a key could be taken for a year, or a table for a series: no world has such."""
    if isinstance(node, dict):
        odd = any(key.isdecimal() or (key == "values" and not isinstance(value, list)) for key, value in node.items())
        return odd or any(map(ambiguous, node.values()))
    return isinstance(node, list) and any(map(ambiguous, node))


def patched(made: Tree, found: tuple[Difference, ...]) -> Tree:
    """The tree with the changes made."""
    copy = deepcopy(made)
    for one in sorted(found, key=lambda one: one.keys, reverse=True):  # of a list, what is last goes first
        node: Any = copy
        for key in one.keys[:-1]:
            node = step(node, key)
        put(node, one.keys[-1], deepcopy(one.after) if one.after is not ABSENT else ABSENT)
    return copy


def step(node: Any, key: str) -> Any:
    if isinstance(node, dict) and key in node:
        return node[key]
    figures = node["values"] if isinstance(node, dict) else node
    years = [one for one in figures if isinstance(one, dict) and str(one.get("year")) == key]
    return years[0] if years else figures[int(key)]


def put(node: Any, key: str, value: Any) -> None:
    figures = node.get("values") if isinstance(node, dict) else None
    if isinstance(node, list):
        place = int(key)
        if value is ABSENT:
            del node[place]
        elif place < len(node):
            node[place] = value
        else:
            node.insert(place, value)
    elif key not in node and isinstance(figures, list) and key.isdecimal():
        kept = [one for one in figures if str(one.get("year")) != key]
        node["values"] = kept if value is ABSENT else [*kept, value]
    elif value is ABSENT:
        del node[key]
    else:
        node[key] = value


@given(strategies.regimes(), strategies.regimes())
def test_worlds_that_share_little(one: Tree, other: Tree) -> None:
    """Every mechanism that only one has is told once, and every sentence is there in both languages."""
    old, new = world_of(one), world_of(other)
    found = told(old, new)
    for kind, have, lack in (("added", new, old), ("removed", old, new)):
        ids = {row.address for row in found if row.kind == kind and row.address.startswith("mechanism.")}
        assert ids == {f"mechanism.{id}" for id in set(have.mechanism) - set(lack.mechanism)}
    assert all(row.words.en and row.words.zh for row in found)
    assert len({(row.kind, row.address) for row in found}) == len(found)


def test_names_of_the_thing_are_in_the_words() -> None:
    made = tree()
    made["mechanism"]["alpha"]["name"] = {"en": "Alpha scheme", "zh": "甲体系"}
    old = world_of(made)
    other = deepcopy(made)
    other["mechanism"]["alpha"]["start"] = date(2006, 1, 1)
    found = only(old, world_of(other))
    assert found.words.en.startswith("Alpha scheme (alpha): start was 2005-01-01")
    assert found.words.zh.startswith("甲体系（alpha）：start 由 2005-01-01")
