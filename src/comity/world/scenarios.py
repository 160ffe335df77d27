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
from numbers import Integral, Rational, Real
from pathlib import Path as FilePath
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError, model_validator

from comity.errors import InputError, Problem, Said, said
from comity.world.address import Path, expand, new_path, replace, without
from comity.world.problems import problems_of, shown
from comity.world.read import Folder, Mark
from comity.world.toml import DEPTH_MOST, DIGITS_MOST, Document, read_toml
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
        if self.years is not None and self.years[1] < self.years[0]:
            raise rule("forward")
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


#: A scenario's name, what it says, and the file it was read from, if any.
Named = tuple[str, Scenario, Document | None]
#: File, line and address of what names a scenario.
Place = tuple[str, int, str]


def find(folder: Folder, name: str, named_at: Place = ("", 0, "")) -> Named:
    """A scenario of a world by name, or by path where the name has a `/`. Raises InputError."""
    names = scenario_names(folder)
    if "/" not in name and name not in names:
        expected = said("expected-scenario", names=", ".join(names) or "-")
        raise InputError([Problem(*named_at, shown(name), expected)])
    file = FilePath(name) if "/" in name else folder.path / "scenarios" / f"{name}.toml"
    document = read_toml(file, name if "/" in name else f"scenarios/{name}.toml")
    if isinstance(document, Problem):
        raise InputError([document])
    try:
        return name, Scenario.model_validate(document.tree), document
    except ValidationError as error:
        problems = problems_of(Scenario, document.tree, error, lambda path: (document.file, document.line_of(path)))
        raise InputError(problems) from None


def scenario_names(folder: Folder) -> list[str]:
    """Names of a world's scenarios."""
    return sorted(file.stem for file in (folder.path / "scenarios").glob("*.toml"))


def from_mapping(changes: Mapping[str, Any]) -> Named:
    """A nameless scenario that sets each address to its value. Raises InputError."""
    listed, problems = [], []
    for address, value in changes.items():
        try:
            listed.append(Change.model_validate({"set": address, "to": _plain(value, 0)}))
        except _Misses as miss:
            problems.append(Problem("", 0, shown(address), miss.found, miss.expected))
        except ValidationError as error:
            problems += problems_of(Change, {"set": address, "to": value}, error, lambda _: ("", 0))
    if problems:
        raise InputError(problems)
    title = Names.model_validate({"en": "changes", "zh": "改动"})
    return "", Scenario.model_construct(title=title, change=tuple(listed)), None


def apply(folder: Folder, scenario: Named, within: tuple[str, ...] = ()) -> Folder:
    """The folder's tree with a scenario's changes; those it comes after first, unless already applied.

    `within` are the scenarios that come after it. Raises InputError.
    """
    name, model, document = scenario
    folder = changed(folder, base=folder.unchanged)
    for position, earlier in enumerate(model.after):
        if earlier in folder.scenarios:
            continue
        file, line = (document.file, document.line_of(("after", position))) if document else ("", 0)
        if earlier == name or earlier in within or len(within) >= DEPTH_MOST:
            raise InputError([Problem(file, line, "after", shown(earlier), said("expected-no-circle"))])
        folder = apply(folder, find(folder, earlier, (file, line, "after")), (*within, name))
    folder = _laid(folder, scenario)
    names = dict.fromkeys((*folder.scenarios, name or "changes"))
    return changed(folder, scenarios=tuple(names))


def rebase(folder: Folder, *own: Named) -> Folder:
    """The folder as if its files had said so: changed before all of its scenarios, which are then laid on again.

    What a world is measured against without a reference of its own is the folder before any scenario, so that it is
    changed too. Raises InputError.
    """
    base = folder.unchanged
    for one in own:
        base = _laid(base, one)
    again = changed(base, layers=())
    for layer in folder.layers:
        again = _laid(again, layer)
    return changed(again, scenarios=folder.scenarios, base=changed(base, layers=()) if folder.scenarios else None)


def _laid(folder: Folder, scenario: Named) -> Folder:
    """The folder with a scenario's own changes, whatever comes before it."""
    _, model, document = scenario
    problems = []
    for position, change in enumerate(model.change):
        try:
            folder = _apply(folder, scenario, position)
        except _Misses as miss:
            file, line = (document.file, document.line_of(("change", position))) if document else ("", 0)
            problems.append(Problem(file, line, change.address, miss.found, miss.expected))
    if problems:
        raise InputError(problems)
    return changed(folder, layers=(*folder.layers, scenario))


class _Misses(Exception):
    """A change meets nothing, or nothing that it could change."""

    def __init__(self, found: str | Said, expected: Said) -> None:
        self.found, self.expected = found, expected


def _apply(folder: Folder, scenario: Named, position: int) -> Folder:
    name, model, document = scenario
    change = model.change[position]
    paths = expand(folder.tree, change.address)
    if change.verb == "add" and paths:
        raise _Misses(said("found-something-there"), said("expected-free-address"))
    if change.verb in ("add", "set"):
        paths = paths or new_path(folder.tree, change.address)
    if not paths:
        raise _Misses(said("found-nothing-there"), said("expected-address"))
    if max(map(len, paths)) > DEPTH_MOST:
        raise _Misses(said("found-nesting"), said("expected-levels", most=DEPTH_MOST))
    tree = folder.tree
    for path in reversed(paths) if change.verb == "remove" else paths:
        tree = _changed(tree, path, change, name)
    # What stands behind something removed from a list moves up: all of the list counts as changed.
    removed = change.verb == "remove"
    marked = [path[:-1] if removed and isinstance(path[-1], int) else path for path in paths]
    marks = tuple(Mark(path, document, position) for path in marked)
    return changed(folder, tree=tree, changes=folder.changes + marks)


def _changed(tree: Any, path: Path, change: Change, name: str) -> Any:
    if change.verb == "remove":
        return without(tree, path)
    if change.verb in ("set", "add"):
        return replace(tree, path, lambda _: _figure(path, change, name))
    assert change.by is not None
    by = change.by
    if change.verb == "scale":
        return replace(tree, path, lambda node: _scaled(node, by))
    return replace(tree, path, lambda node: _shocked(node, by, *(change.years or ())))


def _figure(path: Path, change: Change, name: str) -> Any:
    """A bare number set at a year of a series becomes that year's figure, an assumption that names its scenario."""
    year = change.address.rpartition(".")[2]
    in_series = path[-2:-1] == ("values",) and isinstance(path[-1], int)
    if in_series and len(year) == 4 and _is_number(change.to):
        return {"year": int(year), "value": change.to, "status": "assumed", "note": name}
    return change.to


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _scaled(node: Any, by: Decimal) -> Any:
    if _is_number(node):
        return _in_range(_decimal(Fraction(node) * Fraction(by)))
    if isinstance(node, dict) and isinstance(node.get("values"), list):
        return {**node, "values": [_scaled(value, by) for value in node["values"]]}
    if isinstance(node, dict) and _is_number(node.get("value")):
        return {**node, "value": _scaled(node["value"], by), "status": "assumed"}
    raise _Misses(said("found-no-number"), said("expected-number-or-series"))


def _shocked(node: Any, by: Decimal, first: int, last: int) -> Any:
    """The series with the years shocked; the years beside them are written out, so that they stay what they were."""
    if not (isinstance(node, dict) and isinstance(node.get("values"), list)):
        raise _Misses(said("found-no-series"), said("expected-series"))
    try:
        series = Quantity.model_validate({"unit": "t", "values": node["values"]})
    except ValidationError:
        return node  # the schema says what is wrong with it
    figures = {value["year"]: value for value in node["values"]}
    readings = {year: reading for year in range(first - 1, last + 2) if (reading := series.at(year)) is not None}
    if not any(first <= year <= last for year in readings):
        raise _Misses(said("found-nothing"), said("rule-figure-for-year", year=first))
    for year, reading in readings.items():
        shocked = first <= year <= last
        if shocked or year not in figures:
            value = _in_range(_decimal(reading.value * Fraction(by) if shocked else reading.value))
            figures[year] = {"year": year, "value": value, "status": "assumed"}
    return {**node, "values": [figures[year] for year in sorted(figures)]}


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _plain(value: Any, depth: int) -> Any:
    """What Python callers write, as it would have been read from TOML: numbers with a point as decimals."""
    if depth > DEPTH_MOST:
        raise _Misses(said("found-nesting"), said("expected-levels", most=DEPTH_MOST))
    if isinstance(value, BaseModel):
        value = value.model_dump(by_alias=True, exclude_unset=True)
    if isinstance(value, Mapping):
        return {str(key): _plain(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner, depth + 1) for inner in value]
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        return value
    if isinstance(value, Integral):
        _in_range(Decimal(int(value)))
        return int(value)
    if isinstance(value, Rational):
        return _in_range(_decimal(Fraction(int(value.numerator), int(value.denominator))))
    return _in_range(value if isinstance(value, Decimal) else Decimal(repr(float(value))))


def _in_range(value: Decimal) -> Decimal:
    """A number that could stand in a file."""
    if not value.is_finite() or abs(value.adjusted()) > DIGITS_MOST:
        raise _Misses(said("found-number-out-of-range"), said("expected-finite-number", digits=DIGITS_MOST))
    return value
