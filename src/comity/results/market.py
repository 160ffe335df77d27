"""What `comity run` answers: a solved world.

Units stand in `units`: prices in money per tonne, quantities and money in the world's own. None is unknown or without
meaning; it is never zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from comity.results.shared import Answer, Shape

if TYPE_CHECKING:
    from pandas import DataFrame

Status = Literal["solved", "unmet", "no-equilibrium", "not-converged"]


class Units(Shape):
    """The units of an answer."""

    price: str
    """For example `USD2005/t CO2`."""
    quantity: str
    """For example `Mt CO2`."""
    money: str
    """For example `million USD2005`."""


class Market(Shape):
    """One unit class of one mechanism in a year; what belongs to the mechanism stands with its own unit only."""

    mechanism: str
    unit_class: str
    year: int
    price: float | None
    """Of a unit; None where there is no market for it."""
    obligation_price: float | None
    """What one more tonne to be covered costs."""
    emissions: float | None
    """Of the covered activities."""
    abatement: float | None
    """Of the covered activities."""
    supply: float
    """Units issued."""
    bank: float | None
    """Units kept for later years; None in a one-year market."""
    unmet: float | None
    """What only the numerical unmet movement could cover."""
    price_set_by: tuple[str, ...]
    """Addresses of what sets the price; empty where supply exceeds demand at price 0."""


class Flow(Shape):
    """Units that came, went or counted, by clause."""

    clause: str
    kind: str
    source: str = Field(alias="from")
    """Mechanism."""
    target: str = Field(alias="to")
    """Mechanism."""
    activity: str
    host: str
    tranche: str
    year: int
    units: float
    credited: float
    """Units times rate."""
    value: float
    """At the price of what is taken (of what is given, where nothing is)."""


class HolderAccount(Shape):
    """A money account of a holder."""

    holder: str
    account: str
    year: int
    cost: float
    """Real cost borne."""
    payments: float
    """Received less paid."""
    gain: float | None
    """Payments less cost, against the reference."""


class Balance(Shape):
    """A Party's inventory and adjustments against its target."""

    party: str
    period: str
    """Id of the target and its years."""
    year: int
    target: float
    inventory: float
    adjustments: float
    """Corresponding adjustments: + for units that left, − for units used."""
    enforced: bool
    missed: float
    """Tonnes above target; of an enforced one, those of the missed movement."""
    price: float | None
    """What one more tonne costs; None for a memo."""


class Reference(Shape):
    """The scenario that an answer is compared with."""

    scenario: str
    emissions: float


class Air(Shape):
    """What the atmosphere sees."""

    year: int
    emissions: float
    reference: Reference
    change: float
    claimed_twice: float
    """Additional tonnes inside a host's target that were used or claimed elsewhere without adjustment."""


class Scoreboard(Shape):
    """The two-sided account against the reference: gains beside harms. Money is the discounted sum over years."""

    discount_rate: float
    real_cost: float
    reference_cost: float
    cost_saved: float
    saved_by_account: dict[str, float]
    """Gains of emitters and consumers, treasuries, intermediaries and funds; they sum to the cost saved."""
    price_spread: float
    """Highest less lowest price of an obligation, mean over years."""
    reference_price_spread: float
    traded: float
    """Units moved between mechanisms or used from another."""
    finance_to_hosts: float
    """Value of the credits issued, to the hosts' activities."""
    air_change: float
    claimed_twice: float
    missed: float
    """By enforced balances."""
    unmet: float
    transaction_cost: float
    effort_avoided: float
    """Abatement less than in the reference, summed over the Parties where it is less."""


class Sensitivity(Shape):
    """What one more of something adds to the price of a mechanism's obligation."""

    mechanism: str
    year: int
    to: str
    """Address: of a cap or baseline (per unit of quantity), or of a curve (per unit of price)."""
    change: float


class ReserveDecision(Shape):
    """What the circulation of a year decides under a stock-triggered reserve, for a year that is solved."""

    mechanism: str
    reserve: str
    decided: int
    """The year whose circulation decides."""
    year: int
    circulation: float
    taken: float
    """From the year's auctions; negative is added to them."""
    regime: str


class Cycle(Shape):
    """A decision of a stock-triggered reserve that does not settle."""

    mechanism: str
    reserve: str
    decided: int
    regimes: tuple[str, ...]
    low: float
    high: float
    """The circulations between which it goes."""
    smoothing: float
    """Width of a ramp, in place of the step, that would span them."""


class Run(Answer):
    """`comity run`: a solved world."""

    world: str
    scenario: tuple[str, ...]
    years: tuple[int, ...]
    units: Units
    status: Status
    residual: float
    markets: tuple[Market, ...]
    flows: tuple[Flow, ...]
    holders: tuple[HolderAccount, ...]
    balances: tuple[Balance, ...]
    air: tuple[Air, ...]
    reserves: tuple[ReserveDecision, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    scoreboard: Scoreboard
    marked: dict[str, float]
    """Share of the tonnes of baselines and caps by the status of the figure."""
    typical: dict[str, float]
    """Typical quantity and price that the residual is relative to."""

    def frame(self, table: Literal["markets", "flows", "holders", "balances", "air"]) -> DataFrame:
        """A table as a tidy DataFrame, one row an item, columns as in the JSON."""
        from pandas import DataFrame

        rows = [row.model_dump() for row in getattr(self, table)]
        models: dict[str, type[Shape]] = {
            "markets": Market,
            "flows": Flow,
            "holders": HolderAccount,
            "balances": Balance,
            "air": Air,
        }
        columns = [info.alias or name for name, info in models[table].model_fields.items()]
        return DataFrame(rows, columns=columns)
