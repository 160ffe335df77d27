"""Markets of any size from a seed: linked systems over years with banking, borrowing, credits, quotas and collars.

Rows, year by year: M balances (cap less emissions), M/6 credit suppliers, and a pool and a quota for each of the 4M/7
markets that admit credits; 4,860 rows at 70 markets and 30 years. Columns: abatement up to emissions, links with rates
and fees (two a market), banking, borrowing (every fourth market, at 8 %), credit supply at rising cost, its way to the
pools, its use, floor purchases and ceiling sales (every seventh market, half of them limited), and the penalty of 300
in every market. Emissions wander by 5 % a year, slopes are lognormal; costs are discounted at 4 %. Amounts are in units
of 100 Mt and prices in units of 50, for every solver alike.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from comity.market.curves import Costs, Floats, Ints
from comity.market.program import Program

QUANTITY, PRICE = 100.0, 50.0
PENALTY = 300.0


class Columns:
    """Collects the movements of a program, many of a kind at a time."""

    def __init__(self) -> None:
        self.count = 0
        self.column: list[Ints] = []
        self.row: list[Ints] = []
        self.amount: list[Floats] = []
        self.base: list[Floats] = []
        self.upper: list[Floats] = []
        self.curve: list[tuple[Ints, Floats, Floats]] = []

    def add(
        self, entries: Sequence[tuple[Ints, float | Floats]], base: float | Floats = 0.0, upper: float | Floats = np.inf
    ) -> Ints:
        """One movement for each place in the rows of `entries`; returns their columns."""
        many = len(entries[0][0])
        columns = self.count + np.arange(many)
        for row, amount in entries:
            self.column.append(columns)
            self.row.append(row)
            self.amount.append(np.broadcast_to(amount, many))
        self.base.append(np.broadcast_to(base, many))
        self.upper.append(np.broadcast_to(upper, many))
        self.count += many
        return columns

    def program(self, limit: Floats, exponential: bool) -> Program:
        """The program of all that was collected, with linear or exponential curves of the same price at full use."""
        column, row, amount = (np.concatenate(part) for part in (self.column, self.row, self.amount))
        order = np.lexsort((row, column))
        start = np.concatenate([[0], np.cumsum(np.bincount(column, minlength=self.count))])
        which, top, size = (np.concatenate([part[k] for part in self.curve]) for k in range(3))
        base = np.concatenate(self.base)
        if exponential:
            bend = 3.0
            costs = Costs(base=base, exp_col=which, exp_coefficient=top / np.expm1(bend), exp_rate=bend / size)
        else:
            costs = Costs(base=base, power_col=which, power_coefficient=top / size, power_exponent=np.ones(len(which)))
        amounts: Floats = amount[order].astype(np.float64)
        whole = Program(
            start=start.astype(np.int64), row=row[order].astype(np.int64), does=amounts, feels=amounts,
            limit=limit, upper=np.concatenate(self.upper), costs=costs,
        )  # fmt: skip
        return whole.rescaled(QUANTITY, PRICE)


def instance(markets: int, years: int, seed: int, *, exponential: bool = False) -> Program:
    """The scaled program of a random world; equal amounts throughout, so that it is a convex optimum."""
    rng = np.random.default_rng([seed, markets, years])
    users, suppliers = round(4 * markets / 7), -(-markets // 6)
    each = markets + suppliers + 2 * users
    limit = np.zeros(each * years)
    at = Columns()
    size = rng.lognormal(4.6, 0.8, markets)
    slope = rng.lognormal(0, 0.4, markets)
    shock = np.zeros(markets)
    pairs = _pairs(rng, markets)
    rate, fee = rng.uniform(0.6, 1.0, len(pairs)), rng.uniform(0.2, 4.0, len(pairs))
    room = rng.uniform(0.05, 0.4, len(pairs)) * size[pairs[:, 0]]
    routes = np.array([(s, u) for u in range(users) for s in rng.permutation(suppliers)[: 4 + u % 2]])
    carriage, used = rng.uniform(0.1, 1.0, len(routes)), rng.uniform(0.1, 1.0, users)
    share, cheap = rng.uniform(0.05, 0.2, users), rng.uniform(0.3, 0.8, suppliers)
    for year in range(years):
        now = 0.96**year
        shock = 0.8 * shock + 0.05 * (rng.standard_normal(markets) + 0.5 * rng.standard_normal())
        emitted = size * np.exp(shock) * 1.01**year
        first = each * year
        balance = first + np.arange(markets)
        supplier = first + markets + np.arange(suppliers)
        pool = supplier[-1] + 1 + np.arange(users)
        quota = pool + users
        cut = np.clip(0.15 + 0.5 * year / max(years, 12) + rng.uniform(-0.05, 0.1, markets), 0, 0.9)
        limit[balance] = -emitted * cut
        limit[quota] = share * emitted[:users]
        abate = at.add([(balance, 1.0)], upper=emitted)
        at.curve.append((abate, now * 150.0 * slope, emitted))
        at.add([(balance, 1.0)], now * PENALTY)
        at.add([(balance[pairs[:, 0]], -1.0), (balance[pairs[:, 1]], rate)], now * fee, room)
        if year + 1 < years:
            at.add([(balance, -1.0), (balance + each, 1.0)], 0.02 * now)
            some = balance[::4][: max(1, markets * 2 // 7)]
            at.add([(some, 1.0), (some + each, -1.08)], 0.1 * now, 0.1 * emitted[::4][: len(some)])
        most = emitted.sum() * 0.15 / suppliers * rng.uniform(0.5, 1.5, suppliers)
        issue = at.add([(supplier, 1.0)], upper=most)
        at.curve.append((issue, now * 60.0 * cheap, most))
        at.add([(supplier[routes[:, 0]], -1.0), (pool[routes[:, 1]], 1.0)], now * carriage)
        at.add([(pool, -1.0), (balance[:users], 1.0), (quota, -1.0)], now * used)
        collared = balance[::7]
        half = np.where(np.arange(len(collared)) % 2 > 0, 0.05 * emitted[::7], np.inf)
        at.add([(collared, -1.0)], -now * 12.0, 0.05 * emitted[::7])
        at.add([(collared, 1.0)], now * 90.0, half)
    return at.program(limit, exponential)


def _pairs(rng: np.random.Generator, markets: int) -> Ints:
    """About two directed links a market, no pair twice."""
    wanted = min(round(15 * markets / 7), markets * (markets - 1))
    places = rng.permutation(markets * (markets - 1))[:wanted]
    source, other = places // (markets - 1), places % (markets - 1)
    return np.stack([source, other + (other >= source)], axis=1)
