"""What `comity replay` answers."""

from __future__ import annotations

from comity.results.shared import Answer, Shape

#: An amount of allowances: whole wherever the rules round; None is unknown.
Allowances = int | float | None


class ReplayUnits(Shape):
    """The units of a replay."""

    quantity: str
    """What one allowance stands for, as `t CO2e`."""
    price: str
    """Of the prices in the table; empty where it has none."""


class ReplayPeriod(Shape):
    """What became of the allowances in a year or month. Stocks are those at its end."""

    year: int
    month: int | None
    issued: Allowances
    """What came into circulation, or would have without the reserve: auctions, free, other."""
    auctioned: Allowances
    """After intake and release."""
    emissions: Allowances
    intake: Allowances
    """Taken out of the auctions."""
    release: Allowances
    """Added to the auctions."""
    added: Allowances
    """Came into the reserve from elsewhere."""
    cancelled: Allowances
    """Ceased to be valid, or was taken out of the auctions to be cancelled."""
    content: Allowances
    """Of the reserve."""
    content_unexplained: Allowances
    """Published content less that by flows."""
    circulation: Allowances
    unexplained: Allowances
    """Published circulation less that by flows."""


class ReplayDecision(Shape):
    """What the circulation at the end of a year decides, over the months of an application."""

    year: int
    """Whose circulation decides."""
    circulation: Allowances
    begin: str
    """First day on which it is carried out."""
    months: int
    intake: Allowances
    release: Allowances
    slope: float
    """What one allowance more in circulation adds to intake less release."""
    regime: str
    """The rules that hold, by address below the reserve; `nothing` where none does."""


class ReplayDifference(Shape):
    """A published figure that the rules do not give, to the digits it is written with."""

    year: int
    month: int | None
    what: str
    published: Allowances
    replayed: Allowances


class ReplayRule(Shape):
    """A rule of the reserve, and how far its figures can be trusted."""

    address: str
    start: str
    end: str
    status: str
    source: str


class Replay(Answer):
    """`comity replay`: a path of circulation under a reserve's declared rules."""

    table: str
    rules_of: str
    """Address of the reserve, or the file of its rules."""
    units: ReplayUnits
    periods: tuple[ReplayPeriod, ...]
    decisions: tuple[ReplayDecision, ...]
    differences: tuple[ReplayDifference, ...]
    compared: int
    """How many published figures were compared."""
    rules: tuple[ReplayRule, ...]
    not_evaluated: tuple[str, ...]
    """Rules by price that were in force when the prices they look at were not known."""
