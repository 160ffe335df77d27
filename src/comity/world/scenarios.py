"""Scenarios: named, layered changes to a world. The base is never touched; nothing merges silently.

A scenario is a title and a list of changes, applied in the order written:

    set = ADDRESS, to = VALUE        replaces the whole value at the address (a year's figure becomes an assumption)
    scale = ADDRESS, by = NUMBER     multiplies a number, or every figure of a series
    add = ADDRESS, to = VALUE        puts something where nothing is yet
    remove = ADDRESS                 takes away what is there
    shock = ADDRESS, by = NUMBER, years = [FIRST, LAST]     multiplies a series in those years only

Addresses may have `*`. A change that meets nothing is a problem, not a silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace as changed
from decimal import Decimal
from fractions import Fraction
from pathlib import Path as FilePath
from typing import Annotated, Any

from pydantic import Field, ValidationError, model_validator

from comity.errors import InputError, Problem, said
from comity.world.address import Path, expand, new_path, replace, without
from comity.world.read import Folder, problem_of
from comity.world.toml import Document, read_toml
from comity.world.values import Model, Names, Number, Quantity, Words, Year, rule

VERBS = ("set", "scale", "add", "remove", "shock")


class Change(Model):
    """One change: exactly one verb with an address, and what it needs."""

    set_: Words | None = None
    """Address whose value is replaced by `to`."""
    scale: Words | None = None
    """Address whose number, or series, is multiplied by `by`."""
    add: Words | None = None
    """Address where nothing is yet, and `to` is put."""
    remove: Words | None = None
    """Address that is taken away."""
    shock: Words | None = None
    """Address of a series that is multiplied by `by` in `years`."""
    to: Any = None
    """The value, for set and add."""
    by: Number | None = None
    """The factor, for scale and shock."""
    years: Annotated[tuple[Year, Year] | None, Field()] = None
    """First and last year, for shock."""

    @model_validator(mode="after")
    def _one_verb(self) -> Change:
        verbs = [verb for verb in VERBS if getattr(self, "set_" if verb == "set" else verb) is not None]
        if len(verbs) != 1:
            raise rule("one-verb", verbs=", ".join(VERBS))
        has = {name for name in ("to", "by", "years") if getattr(self, name) is not None}
        needs = {"set": {"to"}, "scale": {"by"}, "add": {"to"}, "remove": set(), "shock": {"by", "years"}}[verbs[0]]
        if has != needs:
            raise rule("verb-needs", verb=verbs[0], needs=", ".join(sorted(needs)) or "-")
        return self

    @property
    def verb(self) -> str:
        """Which of the five."""
        return next(verb for verb in VERBS if getattr(self, "set_" if verb == "set" else verb) is not None)

    @property
    def address(self) -> str:
        """Its address, perhaps with wildcards."""
        return str(self.set_ or self.scale or self.add or self.remove or self.shock)


class Scenario(Model):
    """Named changes."""

    title: Names
    """In both languages."""
    about: Names | None = None
    """What it is for."""
    after: tuple[Words, ...] = ()
    """Scenarios that are applied before it."""
    change: tuple[Change, ...] = ()
    """The changes, in order."""


def find(folder: Folder, name: str) -> tuple[str, Scenario, Document | None]:
    """A scenario of a world by name, or by path where the name has a `/`. Raises InputError."""
    file = folder.path / "scenarios" / f"{name}.toml"
    if "/" in name:
        file = FilePath(name)
    elif not file.is_file():
        names = ", ".join(scenario_names(folder)) or "-"
        raise InputError([Problem("", 0, "", name, said("expected-scenario", names=names))])
    document = read_toml(file, name if "/" in name else f"scenarios/{name}.toml")
    if isinstance(document, Problem):
        raise InputError([document])
    try:
        return name, Scenario.model_validate(document.tree), document
    except ValidationError as error:
        shown = Folder(folder.id, folder.path, document.tree, {(): document})
        raise InputError([problem_of(shown, detail) for detail in error.errors(include_url=False)]) from None


def scenario_names(folder: Folder) -> list[str]:
    """Names of a world's scenarios."""
    return sorted(file.stem for file in (folder.path / "scenarios").glob("*.toml"))


def from_mapping(changes: Mapping[str, Any]) -> tuple[str, Scenario, None]:
    """A nameless scenario that sets each address to its value."""
    listed = [{"set": address, "to": _plain(value)} for address, value in changes.items()]
    title = {"en": "changes", "zh": "改动"}
    return "", Scenario.model_validate({"title": title, "change": listed}), None


def apply(folder: Folder, scenario: tuple[str, Scenario, Document | None]) -> Folder:
    """The folder's tree with a scenario's changes, those it comes after first. Raises InputError."""
    name, model, document = scenario
    for earlier in model.after:
        folder = apply(folder, find(folder, earlier))
    problems = []
    for position, change in enumerate(model.change):
        try:
            folder = _apply(folder, name, change)
        except _Misses as miss:
            line = document.line_of(("change", position)) if document else 0
            file = document.file if document else ""
            problems.append(Problem(file, line, change.address, said(miss.found), said(miss.expected)))
    if problems:
        raise InputError(problems)
    return folder


class _Misses(Exception):
    def __init__(self, found: str, expected: str) -> None:
        self.found, self.expected = found, expected


def _apply(folder: Folder, name: str, change: Change) -> Folder:
    paths = expand(folder.tree, change.address)
    if change.verb == "add":
        if paths:
            raise _Misses("found-something-there", "expected-free-address")
        paths = new_path(folder.tree, change.address)
    elif not paths and change.verb == "set":
        paths = new_path(folder.tree, change.address)
    if not paths:
        raise _Misses("found-nothing-there", "expected-address")
    tree = folder.tree
    for path in reversed(paths) if change.verb == "remove" else paths:
        tree = _changed(tree, path, change, name)
    marks = tuple((name, path) for path in paths)
    return changed(folder, tree=tree, changes=folder.changes + marks, base=folder.unchanged)


def _changed(tree: Any, path: Path, change: Change, name: str) -> Any:
    if change.verb == "remove":
        return without(tree, path)
    if change.verb in ("set", "add"):
        return replace(tree, path, lambda old: _figure(path, change, old, name))
    assert change.by is not None
    if change.verb == "scale":
        return replace(tree, path, lambda node: _scaled(node, change.by or Decimal(0)))
    return replace(tree, path, lambda node: _shocked(node, change))


def _figure(path: Path, change: Change, old: Any, name: str) -> Any:
    """A bare number set at a year of a series becomes that year's figure, an assumption that names its scenario."""
    in_series = len(path) > 1 and path[-2] == "values" and isinstance(path[-1], int)
    if in_series and isinstance(change.to, int | Decimal):
        year = old["year"] if isinstance(old, dict) else int(change.address.rpartition(".")[2])
        return {"year": year, "value": change.to, "status": "assumed", "note": name}
    return change.to


def _scaled(node: Any, by: Decimal) -> Any:
    if isinstance(node, int | Decimal) and not isinstance(node, bool):
        return node * by
    if isinstance(node, dict) and isinstance(node.get("values"), list):
        return {**node, "values": [_scaled(value, by) for value in node["values"]]}
    if isinstance(node, dict) and isinstance(node.get("value"), int | Decimal):
        return {**node, "value": node["value"] * by, "status": "assumed"}
    raise _Misses("found-no-number", "expected-number-or-series")


def _shocked(node: Any, change: Change) -> Any:
    if not (isinstance(node, dict) and isinstance(node.get("values"), list)):
        raise _Misses("found-no-series", "expected-series")
    assert change.by is not None
    assert change.years is not None
    first, last = change.years
    try:
        series = Quantity.model_validate({"unit": "t", "values": node["values"]})
    except ValidationError:
        raise _Misses("found-no-series", "expected-series") from None
    figures = {value["year"]: value for value in node["values"]}
    for year in range(first - 1, last + 2):
        reading = series.at(year)
        if reading is None:
            continue
        value = _decimal(reading.value * Fraction(change.by) if first <= year <= last else reading.value)
        if first <= year <= last or year not in figures:
            figures[year] = {"year": year, "value": value, "status": "assumed"}
    return {**node, "values": [figures[year] for year in sorted(figures)]}


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _plain(value: Any) -> Any:
    """What Python callers write, as it would have been read from TOML (floats as decimals)."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
