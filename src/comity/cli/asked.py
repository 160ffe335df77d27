"""What `comity explain` was asked, for all who help to answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from comity.cli.face import Face
from comity.report.subject import Namer
from comity.results import Explanation, Schema
from comity.text import Text
from comity.world import World


@dataclass(frozen=True)
class Asked:
    """A world under scenarios, named in the order that they are applied in; and perhaps a year."""

    face: Face
    world: World
    scenarios: tuple[str, ...]
    year: int | None

    @property
    def text(self) -> Text:
        """The words."""
        return self.face.text

    @cached_property
    def names(self) -> Namer:
        """The names of what the world has."""
        return Namer(self.world, self.face.text)

    @property
    def some_year(self) -> int:
        """The year asked about, else the first that can be solved."""
        return self.year or self.world.world.years[0]


def place(where: tuple[str, int]) -> str:
    """`file:line`."""
    file, line = where
    return f"{file}:{line}" if line else file or "-"


def answer(
    address: str,
    value: str,
    steps: list[str],
    *,
    unit: str = "",
    year: int | None = None,
    status: str = "",
    source: str = "",
) -> Explanation:
    """An explanation; what is left out has no meaning for this address."""
    return Explanation(
        schema=Schema(name="explain"),
        address=address,
        value=value,
        unit=unit,
        year=year,
        status=status,
        source=source,
        steps=tuple(steps),
    )
