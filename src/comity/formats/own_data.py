"""Bring your own data: a user's curves and baselines, put into a world as if its files had said so.

What a user gives replaces the whole curve or baseline of an activity, and is an assumption that names the user's file
and row. Figures that are the world's own to the last digit stay what they are, with their source. The changes come
before every scenario, so that scenarios change the user's figures as they change the world's, and what an answer is
measured against has them too.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from comity.errors import InputError, Problem
from comity.formats.own_baselines import baselines
from comity.formats.own_cells import Given
from comity.formats.own_curves import curves
from comity.formats.own_iamc import iamc_baselines, iamc_curves, is_iamc
from comity.formats.own_table import Faults, Table, read_table
from comity.world.activity import Activity, Curve
from comity.world.read import build
from comity.world.scenarios import Change, Named, Scenario, from_mapping
from comity.world.toml import Document
from comity.world.values import Names
from comity.world.world import World

Reader = Callable[[Table, World, Faults], list[Given]]
KINDS: dict[str, tuple[Reader, Reader]] = {
    "curves": (curves, iamc_curves),
    "baselines": (baselines, iamc_baselines),
}
#: Of the figures and curves that stay what they are, what may differ from what a user gives.
REMARKS = ("status", "source", "note")
_CURVE: TypeAdapter[Curve] = TypeAdapter(Curve)


def with_own(world: World, curves: str | Path | None = None, baselines: str | Path | None = None) -> World:
    """The world with the curves and baselines of these files (`.csv` or `.xlsx`). Raises InputError with all that is
    wrong with either; nothing is half applied."""
    files = {"curves": curves, "baselines": baselines}
    base = world if world.folder.base is None else build(world.folder.unchanged)
    given: list[Named] = []
    problems: list[Problem] = []
    for kind, file in files.items():
        if file is None:
            continue
        try:
            changes = own_changes(base, kind, read_table(Path(file), kind))
            given += [changes] if changes else []
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(dict.fromkeys(problems))
    if curves is not None and given:  # another family would put its own curves in their place
        given.append(from_mapping({"world.curve-families": []}))
    return world.rebased(*given) if given else world


def own_changes(base: World, kind: str, table: Table) -> Named | None:
    """The changes that a table of `curves` or `baselines` makes to a world without scenarios; None if it says nothing
    new. Raises InputError with all that is wrong with it."""
    faults = Faults(table)
    plain, iamc = KINDS[kind]
    given = (iamc if is_iamc(table) else plain)(table, base, faults)
    faults.check()
    changes: list[Change] = []
    lines: dict[tuple[str | int, ...], int] = {}
    for one in given:
        value = _kept(base.activity[one.activity], one)
        if value is None:
            continue
        place: tuple[str | int, ...] = ("change", len(changes))
        lines |= {(*place, "to", *path): line for path, line in one.lines.items()}
        lines[place] = one.lines[()]
        changes.append(Change.model_validate({"set": f"activity.{one.activity}.{one.key}", "to": value}))
    if not changes:
        return None
    scenario = Scenario(title=Names(en=table.file, zh=table.file), change=tuple(changes))
    return table.file, scenario, Document(table.file, {}, lines)


def _kept(activity: Activity, given: Given) -> dict[str, Any] | None:
    """What is given, with the world's own figures where they are the same; None if all of them are."""
    return _kept_baseline(activity, given) if given.key == "baseline" else _kept_curve(activity, given)


def _kept_curve(activity: Activity, given: Given) -> dict[str, Any] | None:
    own = activity.curve
    if own is None:
        return given.value
    try:
        new = _CURVE.validate_python(given.value)
    except ValidationError:
        return given.value  # the schema says what is wrong with it
    same = new.model_dump(exclude={*REMARKS}) == own.model_dump(exclude={*REMARKS})
    return None if same and (not new.source or new.source == own.source) else given.value


def _kept_baseline(activity: Activity, given: Given) -> dict[str, Any] | None:
    own = activity.baseline
    if own.unit != given.value["unit"]:
        return given.value
    present = {figure.year: figure for figure in own.values}
    values, new = [], 0
    for figure in given.value["values"]:
        old = present.get(figure["year"])
        if old and old.value == figure["value"] and figure.get("source", old.source) == old.source:
            values.append(old.model_dump(by_alias=True, exclude_unset=True))
        else:
            values.append(figure)
            new += 1
    return {**given.value, "values": values} if new or len(values) != len(present) else None
