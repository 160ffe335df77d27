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


class PricingRow(Shape):
    """How the price of one system in force comes about."""

    mechanism: str
    pricing: str
    """`market`, `fixed`, `administered`, `no-trading`, or `unknown` in a world that holds no observed prices."""
    reason: str
    solved: bool
    """Whether activities are covered by it, so that `comity run` puts a price on it."""
    missing: tuple[str, ...]
    """Of `size`, `price`, `supply`, `activity`: what its files lack. Not empty where it is not solved; where it is, at
    most `supply`, which a scenario has to assume."""


class Check(Answer):
    """`comity check`: what is wrong, how many figures have which status, and how the systems in force are priced."""

    problems: tuple[ProblemRow, ...]
    figures: dict[str, int]
    pricing: tuple[PricingRow, ...]


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
