"""How a value came to be what it is: where the files have it, and each scenario's change to it, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from comity.errors import Said, said
from comity.text.numbers import exact
from comity.world.address import expand, get
from comity.world.read import Folder
from comity.world.scenarios import apply, find
from comity.world.values import Ratio


@dataclass(frozen=True, slots=True)
class Touch:
    """One change of a scenario, and the files before and after it."""

    scenario: str
    file: str
    line: int
    verb: str
    before: Folder
    after: Folder


def touches(folder: Folder, scenarios: Sequence[str]) -> Iterator[Touch]:
    """Every change of the scenarios, in the order that they are applied in: those a scenario comes after first."""
    for name in scenarios:
        for touch in _layer(folder, name):
            yield touch
            folder = touch.after


def _layer(folder: Folder, name: str) -> Iterator[Touch]:
    _, scenario, document = find(folder, name)
    for touch in touches(folder, [earlier for earlier in scenario.after if earlier not in folder.scenarios]):
        yield touch
        folder = touch.after
    for position, change in enumerate(scenario.change):
        alone = scenario.model_copy(update={"after": (), "change": (change,)})
        after = apply(folder, (name, alone, document))
        file = document.file if document else ""
        line = document.line_of(("change", position)) if document else 0
        yield Touch(name, file, line, change.verb, folder, after)
        folder = after


def standing(folder: Folder, address: str, year: int | None) -> str | Said:
    """What the files have at an address, in a year if it is a series: as one word, to be told from another."""
    paths = expand(folder.tree, address)
    if not paths:
        return said("explain-nothing")
    node = get(folder.tree, paths[0])
    if isinstance(node, dict) and isinstance(node.get("values"), list):
        return _reading(node, year)
    if isinstance(node, dict | list):
        return said("explain-table", count=len(node))
    return _plain(node)


def _reading(node: dict[str, Any], year: int | None) -> str | Said:
    """A series of the files at a year. Its figures are those of any ratio; which unit they have does not matter."""
    try:
        reading = Ratio.model_validate({"unit": "-", "values": node["values"]}).at(year) if year is not None else None
    except ValidationError:
        return said("explain-nothing")
    return exact(reading.value) if reading else said("explain-nothing")


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
