"""The figures of a world: all that has a status, with where it stands and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from comity.text import Text
from comity.world.activity import Exponential, Linear, Piecewise, Power, Quadratic, TransactionCost
from comity.world.address import Path
from comity.world.reserve import Addition, Dated, Intake, Invalidation, PriceRelease, Release
from comity.world.values import Value
from comity.world.world import World

CURVES = (Linear, Quadratic, Power, Exponential, Piecewise)
CurveModel = Linear | Quadratic | Power | Exponential | Piecewise
#: The rules of a reserve, each of whose figures share one status, by the word for them in `text/`.
RULES: dict[type[Dated], str] = {
    Intake: "intake",
    Release: "release",
    PriceRelease: "price-release",
    Addition: "addition",
    Invalidation: "invalidation",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A yearly figure, a cost curve, a transaction cost or a rule of a reserve."""

    path: Path
    address: str
    model: Value | CurveModel | TransactionCost | Dated
    unit: str

    @property
    def status(self) -> str:
        """How far it can be trusted."""
        return self.model.status

    @property
    def note(self) -> str:
        """What a reader should know."""
        return getattr(self.model, "note", "")

    def words(self, text: Text) -> str:
        """What it says, with its unit."""
        if isinstance(self.model, Value):
            return f"{self.model.value:f} {self.unit}"
        if isinstance(self.model, TransactionCost):
            return f"{self.model.total:f} {self.unit}"
        if isinstance(self.model, Dated):
            return text(f"reserve-rule-{RULES[type(self.model)]}")
        return text("curve-of-family", family=text(f"curve-{self.model.family}"), unit=self.unit)


def walk(world: World) -> Iterator[Figure]:
    """Every figure, in the order of the files."""
    yield from _inside(world, (), (), "")


def _inside(value: Any, path: Path, address: tuple[str, ...], unit: str) -> Iterator[Figure]:
    if isinstance(value, BaseModel):
        unit = getattr(value, "unit", unit)
        if isinstance(value, (Value, *CURVES, TransactionCost, Dated)):
            yield Figure(path, ".".join(address), value, unit)
            if not isinstance(value, Dated):  # a price in a rule has a status of its own
                return
        for name, info in type(value).model_fields.items():
            key = info.alias or name
            yield from _inside(getattr(value, name), (*path, key), (*address, key), unit)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _inside(inner, (*path, key), (*address, str(key)), unit)
    elif isinstance(value, tuple):
        for position, inner in enumerate(value):
            # A year's figure is addressed by its year, and `values` is not said.
            parts = (*address[:-1], str(inner.year)) if isinstance(inner, Value) else (*address, str(position))
            yield from _inside(inner, (*path, position), parts, unit)


def place(world: World, path: Path) -> str:
    """`file:line` of a path."""
    file, line = world.folder.place(path)
    return f"{file}:{line}" if line else file
