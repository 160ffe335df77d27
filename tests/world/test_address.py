"""Addresses: what they name in a tree, how paths are spelled, and that trees are never changed in place."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from comity.world.address import Path, expand, get, new_path, replace, spell, without

TREE: dict[str, Any] = {
    "mechanism": {
        "a-one": {"cap": {"unit": "t", "values": [{"year": 2025, "value": 1}, {"year": 2030, "value": 2}]}},
        "a-two": {"cap": {"unit": "t", "values": [{"year": 2030, "value": 3}]}, "parties": ["X", "Y"]},
        "b": {"name": "[b]", "2030": {"value": 9}},
    },
    "party": {},
}


@pytest.mark.parametrize(
    ("address", "paths"),
    [
        ("mechanism", [("mechanism",)]),
        ("mechanism.b.name", [("mechanism", "b", "name")]),
        ("mechanism.a-one.cap.2030", [("mechanism", "a-one", "cap", "values", 1)]),
        ("mechanism.a-one.cap.2030.value", [("mechanism", "a-one", "cap", "values", 1, "value")]),
        ("mechanism.a-one.cap.2027", []),
        ("mechanism.b.2030", [("mechanism", "b", "2030")]),
        ("mechanism.a-two.parties.1", [("mechanism", "a-two", "parties", 1)]),
        ("mechanism.a-two.parties.2", []),
        ("mechanism.a-two.parties.01", []),
        ("mechanism.*.parties.*", [("mechanism", "a-two", "parties", 0), ("mechanism", "a-two", "parties", 1)]),
        (
            "mechanism.a-*.cap.2030",
            [("mechanism", "a-one", "cap", "values", 1), ("mechanism", "a-two", "cap", "values", 0)],
        ),
        ("mechanism.?", [("mechanism", "b")]),
        ("mechanism.[ab]*", []),
        ("mechanism.*.nothing", []),
        ("party.*", []),
        ("", []),
        ("mechanism.", []),
        (".mechanism", []),
        ("mechanism..b", []),
        ("mechanism.b.name.0", []),
        ("mechanism.a-one.cap.²⁰³⁰", []),
        ("mechanism.a-one.cap.٢٠٣٠", []),
        ("mechanism.a-one.cap.02030", []),
    ],
)
def test_what_an_address_names(address: str, paths: list[Path]) -> None:
    assert expand(TREE, address) == paths


@pytest.mark.parametrize(
    ("address", "paths"),
    [
        ("mechanism.c", [("mechanism", "c")]),
        ("mechanism.a-one.cap.2027", [("mechanism", "a-one", "cap", "values", 2)]),
        (
            "mechanism.*.cap.2040",
            [("mechanism", "a-one", "cap", "values", 2), ("mechanism", "a-two", "cap", "values", 1)],
        ),
        (
            "mechanism.*.note",
            [("mechanism", "a-one", "note"), ("mechanism", "a-two", "note"), ("mechanism", "b", "note")],
        ),
        ("mechanism.b.2040", [("mechanism", "b", "2040")]),
        ("mechanism.c.note", []),
        ("mechanism.b.name.x", []),
        ("mechanism.a-two.parties.2", []),
        ("mechanism.a-one.*", []),
        ("mechanism.a-one.n?te", []),
        ("country", []),
        ("mechanism.", []),
        ("", []),
    ],
)
def test_where_something_new_can_stand(address: str, paths: list[Path]) -> None:
    assert new_path(TREE, address) == paths


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (("mechanism", "a-one", "cap"), "mechanism.a-one.cap"),
        (("mechanism", "a-one", "cap", "values", 1), "mechanism.a-one.cap.2030"),
        (("mechanism", "a-one", "cap", "values", 1, "value"), "mechanism.a-one.cap.2030.value"),
        (("mechanism", "a-one", "cap", "values"), "mechanism.a-one.cap.values"),
        (("mechanism", "a-one", "cap", "values", 7), "mechanism.a-one.cap.values.7"),
        (("mechanism", "a-two", "parties", 1), "mechanism.a-two.parties.1"),
        (("values", 0), "values.0"),
        ((), ""),
    ],
)
def test_how_a_path_is_spelled(path: Path, address: str) -> None:
    assert spell(TREE, path) == address


@pytest.mark.parametrize("year", [True, "2030", 2030.5, 10**300, -2030, 7, None])
def test_a_figure_without_a_year_keeps_its_position(year: Any) -> None:
    tree = {"cap": {"values": [{"year": year}]}}
    assert spell(tree, ("cap", "values", 0)) == "cap.values.0"
    assert expand(tree, "cap.values.0") == [("cap", "values", 0)]
    assert expand(tree, f"cap.{year}") == []


def test_a_change_copies_what_it_touches_and_leaves_the_rest() -> None:
    before = deepcopy(TREE)
    made = replace(TREE, ("mechanism", "a-one", "cap", "values", 1, "value"), lambda old: old + 1)
    assert get(made, ("mechanism", "a-one", "cap", "values", 1, "value")) == 3
    assert before == TREE
    assert made["mechanism"]["a-two"] is TREE["mechanism"]["a-two"]
    assert made["mechanism"]["a-one"] is not TREE["mechanism"]["a-one"]


def test_what_was_not_there_is_none_to_the_change() -> None:
    assert replace(TREE, ("mechanism", "c"), lambda old: (old, "new"))["mechanism"]["c"] == (None, "new")
    grown = replace(TREE, ("mechanism", "a-one", "cap", "values", 2), lambda old: (old, "new"))
    assert grown["mechanism"]["a-one"]["cap"]["values"][2] == (None, "new")
    assert replace(TREE, (), lambda old: old) is TREE


def test_what_is_taken_away_is_gone_from_the_copy_alone() -> None:
    before = deepcopy(TREE)
    assert "b" not in without(TREE, ("mechanism", "b"))["mechanism"]
    assert without(TREE, ("mechanism", "a-two", "parties", 0))["mechanism"]["a-two"]["parties"] == ["Y"]
    assert before == TREE
