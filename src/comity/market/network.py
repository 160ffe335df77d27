"""A year's market as budgets and movements: the only form that rules take before they become arrays.

A budget is a quantity that must balance; a movement takes from some budgets and gives to others. Each entry of a
movement in a budget has two amounts: what it does to the budget and what its owner feels. There are three books (units,
balances, air) and local budgets (activities, quotas). `arrays` puts the constraining ones into the solver's standard
form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Literal

import numpy as np

from comity.market.cost import FREE, Cost
from comity.market.curves import Costs, Floats, Ints
from comity.market.program import Program
from comity.world.clause import Clause, Holder
from comity.world.price_controls import Fate

Book = Literal["units", "balances", "air", "local"]
BudgetKind = Literal["units", "obligation", "balance", "air", "activity", "quota"]
MovementKind = Literal[
    "emit",
    "require",
    "mitigate",
    "abate",
    "issue",
    "credit",
    "move",
    "use",
    "retire",
    "pay",
    "carry",
    "reserve",
    "cancel",
    "unmet",
    "missed",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """A row. What is in it, before any movement, is `limit`; what is left must not be negative if it constrains.

    `of` is the mechanism, Party, activity or quota; `label` tells apart several of one (the unit class, the target).
    `account` gets what the limit is worth and what owners do not feel; None where owners keep that among themselves.
    """

    kind: BudgetKind
    of: str
    label: str = ""
    limit: float = 0.0
    constrains: bool = True
    account: Holder | None = None

    @property
    def id(self) -> str:
        """Unique in its network."""
        id = f"{self.kind}:{self.of}" if self.of else self.kind
        return f"{id}:{self.label}" if self.label else id

    @property
    def book(self) -> Book:
        """Which book it is in."""
        books: Mapping[str, Book] = {"units": "units", "obligation": "units", "balance": "balances", "air": "air"}
        return books.get(self.kind, "local")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one unit of a movement does to a budget, what its owner feels of that, and who has the difference.

    `felt_by` is who is paid or charged in place of the owner; `rest_to` who has what is not felt, in place of the
    budget's account. `adjusts`: on a balance, whether it is a corresponding adjustment rather than inventory.
    `year`: the year of the budget, where it is not the movement's own.
    """

    budget: str
    does: float
    feels: float
    felt_by: Holder | None = None
    rest_to: Holder | None = None
    adjusts: bool = False
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A column. `units` of it are counted as its clause takes them (as it gives them, where it takes none)."""

    id: str
    kind: MovementKind
    clause: str
    owner: Holder
    entries: tuple[Entry, ...]
    cost: Cost = FREE
    """Real resources."""
    price: float = 0.0
    """Asked, per unit: a transfer to `payee`."""
    payee: Holder | None = None
    """Who is paid; None where the owner asks it of itself (a reserve price)."""
    most: float = inf
    fixed: float | None = None
    source: str = ""
    """Mechanism it takes units from."""
    target: str = ""
    """Mechanism it gives units, or fills an obligation, of."""
    unit_class: str = ""
    activity: str = ""
    host: str = ""
    tranche: Literal["", "additional", "anyway", "fixed-share"] = ""
    credited: float = 1.0
    """Credited units per unit."""
    adjusted: bool = False
    """Whether a corresponding adjustment is booked for it."""
    claimants: tuple[str, ...] = ()
    """Of a credit, the Parties inside whose targets its tonnes are; of a use, the Party whose target it counts
    towards."""
    additional: float = 0.0
    """Additional tonnes per unit (of credits)."""
    claim: Literal["", "offset", "contribution"] = ""
    rate: float | None = None
    """Real rate at which the owner discounts what it gets in other years; the common one if None."""

    @property
    def banks(self) -> bool:
        """Whether it takes units of a year to give them in a later one."""
        return self.kind == "carry" and any(entry.year is not None and entry.does > 0 for entry in self.entries)


@dataclass(frozen=True, kw_only=True)
class Network:
    """The budgets and movements of one year, each in a stable order, and the clauses that they come from."""

    year: int
    length: int = 1
    """Years that this one stands for."""
    budgets: tuple[Budget, ...]
    movements: tuple[Movement, ...]
    terms: tuple[Clause, ...] = ()

    @property
    def free(self) -> tuple[Movement, ...]:
        """The movements whose amount is an outcome."""
        return tuple(movement for movement in self.movements if movement.fixed is None)

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The budgets that something could take from, but to keep or cancel: of the others nobody prices what is in
        them."""
        takers = (movement for movement in self.movements if movement.kind not in ("carry", "cancel"))
        return frozenset(entry.budget for movement in takers for entry in movement.entries if entry.does < 0)

    @cached_property
    def offered_again(self) -> Mapping[str, Fate]:
        """By clause, where what it leaves unsold is offered again; of the others, it is cancelled."""
        return {clause.id: clause.unsold for clause in self.terms if clause.unsold != "cancelled"}


def arrays(*networks: Network, rate: float = 0.0) -> tuple[Program, list[Budget], list[Movement]]:
    """The standard form of the networks of one or several years, with its rows and columns in order.

    Fixed movements enter the budgets' limits. Budgets that do not constrain (memos, the air) have no row. Costs of a
    year are times its `weight`, and so are the program's prices. What a movement does to a budget of another year is
    per year of that one's length.
    """
    place = _Place(networks, rate)
    limit = np.array([budget.limit for budget in place.rows], dtype=np.float64)
    start, entries, columns, weights = [0], [], [], []
    for network in networks:
        for movement in network.movements:
            merged = place.merged(network, movement)
            if movement.fixed is not None:
                for row, (does, _) in merged.items():
                    limit[row] += does * movement.fixed
                continue
            columns.append(movement)
            weights.append(weight(network, networks[0], rate))
            entries += [(row, *merged[row]) for row in sorted(merged)]
            start.append(len(entries))
    program = Program(
        start=np.array(start, dtype=np.int64),
        row=_ints(entries, 0),
        does=_floats(entries, 1),
        feels=_floats(entries, 2),
        limit=limit,
        upper=np.array([movement.most for movement in columns], dtype=np.float64),
        costs=costs(columns, weights),
    )
    return program, place.rows, columns


def weight(network: Network, first: Network, rate: float) -> float:
    """What a year's costs weigh: its length, discounted to the first year."""
    return float(network.length * (1 + rate) ** (first.year - network.year))


class _Place:
    """Where the constraining budgets of several years stand among the rows."""

    def __init__(self, networks: tuple[Network, ...], rate: float) -> None:
        self._rate = rate
        self._length = {network.year: network.length for network in networks}
        self.rows: list[Budget] = []
        self._index: dict[tuple[int, str], int] = {}
        for network in networks:
            for budget in network.budgets:
                if budget.constrains:
                    self._index[network.year, budget.id] = len(self.rows)
                    self.rows.append(budget)

    def merged(self, network: Network, movement: Movement) -> dict[int, tuple[float, float]]:
        """A movement's entries by row (does, feels), summed where it has several in one budget."""
        found: dict[int, tuple[float, float]] = {}
        for entry in movement.entries:
            year = network.year if entry.year is None else entry.year
            row = self._index.get((year, entry.budget))
            if row is None:
                continue
            size, patience = 1.0, 1.0
            if year != network.year:
                size = network.length / self._length[year]
            if movement.rate is not None:
                patience = ((1 + self._rate) / (1 + movement.rate)) ** (year - network.year)
            does, feels = found.get(row, (0.0, 0.0))
            found[row] = (does + entry.does * size, feels + entry.feels * size * patience)
        return found


def costs(movements: Iterable[Movement], weights: Iterable[float] | None = None) -> Costs:
    """The marginal cost curves of movements, asked prices included, as arrays; each times its weight."""
    listed = list(movements)
    weighs = [1.0] * len(listed) if weights is None else list(weights)
    columns = list(enumerate(zip(listed, weighs, strict=True)))
    power = [(j, c * w, e) for j, (movement, w) in columns for c, e in movement.cost.powers]
    exponential = [(j, k * w, r) for j, (movement, w) in columns for k, r in movement.cost.exponentials]
    return Costs(
        base=np.array([(movement.cost.base + movement.price) * w for _, (movement, w) in columns], dtype=np.float64),
        power_col=_ints(power, 0),
        power_coefficient=_floats(power, 1),
        power_exponent=_floats(power, 2),
        exp_col=_ints(exponential, 0),
        exp_coefficient=_floats(exponential, 1),
        exp_rate=_floats(exponential, 2),
        flat_to=np.array([movement.cost.flat_to for movement in listed], dtype=np.float64),
    )


def _ints(terms: list[tuple[int, float, float]], place: int) -> Ints:
    return np.array([term[place] for term in terms], dtype=np.int64)


def _floats(terms: list[tuple[int, float, float]], place: int) -> Floats:
    return np.array([term[place] for term in terms], dtype=np.float64)


def describe(network: Network) -> str:
    """A network as text, one line a budget or movement: what golden worlds compare."""
    lines = [f"year {network.year}", "", "budgets"]
    for budget in network.budgets:
        memo = "" if budget.constrains else "  memo"
        limit = f"  holds {budget.limit:g}" if budget.limit else ""
        account = f"  for {_who(budget.account)}" if budget.account else ""
        lines.append(f"  {budget.id}{limit}{memo}{account}")
    lines += ["", "movements"]
    for movement in network.movements:
        lines.append(f"  {movement.id}  [{movement.kind}]  of {_who(movement.owner)}")
        if movement.fixed is not None:
            lines.append(f"      must be {movement.fixed:g}")
        elif movement.most < inf:
            lines.append(f"      at most {movement.most:g}")
        if movement.price:
            lines.append(f"      asks {movement.price:g}" + (f" for {_who(movement.payee)}" if movement.payee else ""))
        if movement.cost != FREE:
            lines.append(f"      costs {movement.cost}")
        lines += [f"      {_entry(entry)}" for entry in movement.entries]
    return "\n".join(lines) + "\n"


def _entry(entry: Entry) -> str:
    text = f"{entry.does:+g} {entry.budget}"
    if entry.feels != entry.does:
        text += f"  felt as {entry.feels:+g}"
    if entry.felt_by:
        text += f"  by {_who(entry.felt_by)}"
    if entry.year is not None:
        text += f"  in {entry.year}"
    if entry.adjusts:
        text += "  adjustment"
    return text + (f"  the rest {_who(entry.rest_to)}'s" if entry.rest_to else "")


def _who(holder: Holder | None) -> str:
    return f"{holder.party}/{holder.account}" if holder else "owners"
