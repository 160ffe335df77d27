"""What the verbs about worlds answer: `check`, `explain`, `worlds`, `new`."""

from __future__ import annotations

from comity.results.shared import Answer, Shape


class ProblemRow(Shape):
    """One thing wrong with the input."""

    file: str
    line: int
    address: str
    found: str
    expected: str
    hint: str


class Check(Answer):
    """`comity check`: what is wrong, and how many figures have which status."""

    problems: tuple[ProblemRow, ...]
    figures: dict[str, int]


class Explanation(Answer):
    """`comity explain`: a value and how it came about."""

    address: str
    value: str
    unit: str
    year: int | None
    status: str
    source: str
    steps: tuple[str, ...]


class WorldRow(Shape):
    """A world that can be named."""

    id: str
    title: str
    path: str
    scenarios: tuple[str, ...]


class Worlds(Answer):
    """`comity worlds`: those that ship."""

    worlds: tuple[WorldRow, ...]


class New(Answer):
    """`comity new`: the files written."""

    written: tuple[str, ...]
