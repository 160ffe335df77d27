"""What `comity compare` and `comity link` answer: two solutions side by side, as ranges over curves that are not known.

Units stand in `units`. Money is the sum over years, discounted to the first at `discount_rate`; tonnes are plain sums.
A range has the central value (the world's own curves) and the least and greatest over all variants that were solved.
"""

from __future__ import annotations

from typing import Literal

from comity.results.market import Run, Status, Units
from comity.results.shared import Answer, Shape

Sign = Literal["+", "-", "0", "?"]
"""Of a change under every variant: more, less, none; or it depends on the variant."""
Money = Literal["net-cost", "emitters", "treasury", "funds", "cross-border"]
Tonnes = Literal["emissions", "balance", "net-import", "air", "claimed-twice"]
Account = Money | Tonnes
"""net-cost: what a Party bears in all, its money accounts together with the sign turned. emitters, treasury, funds:
what each has more. cross-border: payments received from abroad less paid. emissions: of a Party's activities, its
balance without adjustment; balance: the same with the units that cross its border adjusted for. net-import: units a
mechanism takes from others less those it gives. air: what the atmosphere gets. claimed-twice: tonnes claimed by two
sides."""


class Range(Shape):
    """A number under the world's own curves, and the least and greatest over all variants."""

    central: float
    low: float
    high: float


class Variant(Shape):
    """Curves that the two solutions were also compared under."""

    family: str
    """The scenario that puts them there; empty for the world's own."""
    slope: float
    """What all marginal costs are multiplied by."""
    before: Status
    after: Status


class Change(Shape):
    """Something of a mechanism in a year, before and after."""

    mechanism: str
    measure: Literal["price", "emissions", "net-import"]
    """price: of a tonne of its obligation. emissions: of the activities it covers. net-import: units taken from other
    mechanisms less given."""
    year: int
    before: Range
    after: Range
    change: Range
    sign: Sign
    set_by: tuple[str, ...] = ()
    """Of a price: the addresses of what sets it afterwards, under the world's own curves."""


class Turn(Shape):
    """What would turn a verdict: the smallest single change found that gives it the other sign."""

    mechanism: str
    of: Literal["costs", "emissions"]
    """All marginal costs of the activities it covers, or their emissions without abatement."""
    times: float
    """What they would be multiplied by."""


class Verdict(Shape):
    """What changes for a holder in an account; of the air and of what is claimed twice, for nobody in particular."""

    holder: str
    account: Account
    central: float
    low: float
    high: float
    sign: Sign
    turn: Turn | None = None


class Risk(Shape):
    """How far a price rises if emissions without abatement are higher than expected by `share`."""

    shocked: str
    """Mechanism whose covered activities emit more."""
    share: float
    mechanism: str
    """Whose price."""
    year: int
    before: Range
    after: Range


class Border(Shape):
    """A charge at the border of one mechanism on what another's emitters sell there; a link exempts."""

    mechanism: str
    """Whose price is asked at its border."""
    exporter: str
    """The mechanism whose price has been paid at home."""
    year: int
    share: float
    """Of the tonnes embedded that must be paid for."""
    charge: Range
    """Per tonne embedded: that share of what the exporter's price falls short, before. Nothing if the link exempts."""
    tonnes: float | None
    """Embedded in what is sold; None where no figure is known."""
    payment: Range | None
    """What exporters, or those who import from them, stop paying; None where the tonnes are not known."""


class Comparison(Answer):
    """`comity compare`: what is different between two scenarios."""

    before: Run
    after: Run
    """Measured against `before`."""
    units: Units
    discount_rate: float
    variants: tuple[Variant, ...]
    change: tuple[Change, ...]
    verdicts: tuple[Verdict, ...]


class Terms(Shape):
    """The terms of a link that is tried."""

    mechanisms: tuple[str, str]
    rate: float
    """Units of the first that one unit of the second counts for."""
    quota: float | None
    """Share of its obligation that a mechanism may meet with the other's units."""
    one_way: bool
    """Whether only the first takes the other's units."""
    start: int
    """First year."""


class LinkAnswer(Comparison):
    """`comity link`: what a link would do to both sides."""

    terms: Terms
    risks: tuple[Risk, ...]
    borders: tuple[Border, ...]
