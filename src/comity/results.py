"""The shapes of all answers: what `--json` prints, what the API returns, what frames are made of.

Units stand in `units`: prices in money per tonne, quantities and money in the world's own. None is unknown or without
meaning; it is never zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from pandas import DataFrame

Status = Literal["solved", "unmet", "no-equilibrium", "not-converged"]


class Shape(BaseModel):
    """Base of all answers."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)


class Schema(Shape):
    """Name and version of a shape; the version rises when a key changes its meaning or goes."""

    name: str
    version: int = 1


class Answer(Shape):
    """An answer says which shape it has."""

    schema_: Schema = Field(alias="schema")


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


class RefusedRow(Shape):
    """Why a registry refuses."""

    code: str
    clause: str
    message: str


class Refused(Answer):
    """What any verb of `comity registry` answers where it is refused."""

    refused: RefusedRow


class StandingRow(Shape):
    """Where units stand."""

    account: str
    pool: str
    """The mechanism in whose units they count."""
    state: str
    by: int | None
    """The entry that ended or holds them."""
    period: str


class PostingRow(Shape):
    """Consecutive units that an entry turned from one standing into another."""

    series: str
    first: int
    last: int
    quantity: int
    unit_type: str
    measure: str
    before: StandingRow | None
    after: StandingRow | None


class EntryRow(Shape):
    """An entry of a journal."""

    entry: int
    at: str
    kind: str
    key: str
    clause: str
    hash: str
    asked: dict[str, Any]
    postings: tuple[PostingRow, ...]


class RegistryAnswer(Answer):
    """An answer says which registry it is about."""

    registry: str
    where: str


class RegistryEntry(RegistryAnswer):
    """What one command did."""

    entry: EntryRow
    again: bool
    """The same request, by its key, had made this entry before; nothing was done now."""


class OutcomeRow(Shape):
    """What became of one of many commands."""

    line: int
    kind: str
    key: str
    entry: int | None
    again: bool
    refused: RefusedRow | None


class RegistryBatch(RegistryAnswer):
    """`comity registry do`, `init`: what became of many commands."""

    done: int
    again: int
    refused: int
    outcomes: tuple[OutcomeRow, ...]


class AccountRow(Shape):
    """An account."""

    account: str
    type: str
    holder: str
    party: str
    status: str


class RegistryAccounts(RegistryAnswer):
    """`comity registry accounts`."""

    accounts: tuple[AccountRow, ...]


class HoldingRow(Shape):
    """Units that stand alike in an account; with `--blocks`, one block of them."""

    account: str
    mechanism: str
    unit_type: str
    vintage: str
    state: str
    quantity: int
    measure: str
    series: str = ""
    first: int | None = None
    last: int | None = None
    pool: str = ""


class RegistryHoldings(RegistryAnswer):
    """`comity registry holdings`: who holds what."""

    at: str
    """The last day that counts; empty is now."""
    entry: int
    holdings: tuple[HoldingRow, ...]


class ComplianceRow(Shape):
    """What an account must surrender under a mechanism for a period, in units."""

    mechanism: str
    period: str
    account: str
    allocated: int
    due: int | None
    """None: nobody has said it."""
    surrendered: int
    missing: int | None


class RegistryCompliance(RegistryAnswer):
    """`comity registry compliance`."""

    compliance: tuple[ComplianceRow, ...]


class RegistryJournal(RegistryAnswer):
    """`comity registry journal`: entries in order."""

    entries: tuple[EntryRow, ...]


class JournalProblem(Shape):
    """What is wrong with an entry, in words for engineers."""

    entry: int
    code: str
    words: str


class RegistryVerified(RegistryAnswer):
    """`comity registry verify`: whether the journal holds together, and the state is what it says."""

    entries: int
    hash: str
    redecided: bool
    problems: tuple[JournalProblem, ...]
    omitted: int


class RegistryCopy(RegistryAnswer):
    """`comity registry backup`, `restore`, `export`, `import`, `upgrade`."""

    written: str
    entries: int


class AuctionBid(Shape):
    """A bid, and what became of it."""

    bid: str
    bidder: str
    quantity: int
    price: str
    awarded: int
    reason: str
    """Why it, or what exceeds a purchase limit, takes no part; empty where it does."""


class RegistryAuction(RegistryAnswer):
    """`comity registry auction`: how a book of bids cleared, and the entry that delivers."""

    outcome: str
    price: str
    currency: str
    offered: int
    demand: int
    sold: int
    digest: str
    bids: tuple[AuctionBid, ...]
    entry: EntryRow | None
    """None where nothing is sold, or nothing was to be posted."""
