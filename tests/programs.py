"""Programs for tests: a dense helper, a seeded generator of markets, and the hypothesis strategy built on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from comity.market.curves import Costs, Floats
from comity.market.program import Program

Vector = Sequence[float] | Floats
Matrix = Sequence[Sequence[float]] | Floats


def dense(
    does: Matrix,
    limit: Vector,
    upper: Vector,
    *,
    base: Vector | None = None,
    power: Sequence[tuple[int, float, float]] = (),
    exponential: Sequence[tuple[int, float, float]] = (),
    flat_to: Vector | None = None,
    feels: Matrix | None = None,
) -> Program:
    """A program from dense m x n matrices; `power` and `exponential` list (column, coefficient, exponent or rate)."""
    d = np.asarray(does, dtype=float)
    f = d if feels is None else np.asarray(feels, dtype=float)
    column, row = np.nonzero(((d != 0) | (f != 0)).T)
    n = d.shape[1]
    costs = Costs(
        base=np.zeros(n) if base is None else np.asarray(base, dtype=float),
        power_col=np.array([t[0] for t in power], dtype=np.int64),
        power_coefficient=np.array([t[1] for t in power], dtype=float),
        power_exponent=np.array([t[2] for t in power], dtype=float),
        exp_col=np.array([t[0] for t in exponential], dtype=np.int64),
        exp_coefficient=np.array([t[1] for t in exponential], dtype=float),
        exp_rate=np.array([t[2] for t in exponential], dtype=float),
        flat_to=np.zeros(n) if flat_to is None else np.asarray(flat_to, dtype=float),
    )
    return Program(
        start=np.concatenate([[0], np.cumsum(np.bincount(column, minlength=n))]).astype(np.int64),
        row=row.astype(np.int64),
        does=d[row, column],
        feels=f[row, column],
        limit=np.asarray(limit, dtype=float),
        upper=np.asarray(upper, dtype=float),
        costs=costs,
    )


LINEAR = ("linear", "steps")
CURVED = ("linear", "steps", "quadratic", "falling", "fourth", "root", "exponential", "mixed")


class Market:
    """Collects the columns of a random market; rows are made on demand."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.limit: list[float] = []
        self.columns: list[dict[int, tuple[float, float]]] = []
        self.base: list[float] = []
        self.upper: list[float] = []
        self.flat_to: list[float] = []
        self.power: list[tuple[int, float, float]] = []
        self.exponential: list[tuple[int, float, float]] = []

    def row(self, limit: float) -> int:
        """A new budget."""
        self.limit.append(limit)
        return len(self.limit) - 1

    def column(self, entries: dict[int, float], base: float = 0.0, upper: float = np.inf) -> int:
        """A new movement, with equal amounts."""
        self.columns.append({row: (amount, amount) for row, amount in entries.items()})
        self.base.append(base)
        self.upper.append(upper)
        self.flat_to.append(0.0)
        return len(self.columns) - 1

    def curve(
        self, kind: str, entries: dict[int, float], size: float, *, bounded: bool = False, dear: float = 1.0
    ) -> list[int]:
        """An abatement curve of `kind` up to `size`: one movement, or several for steps."""
        rng, price = self.rng, dear * float(self.rng.lognormal(3.5, 0.7))
        size_ = max(size, 1e-3)
        if kind == "steps":
            width = size / 4
            return [self.column(entries, price * k / 4, width) for k in range(1, 5)]
        j = self.column(entries, upper=size if bounded or rng.random() < 0.7 else np.inf)
        if kind in ("linear", "mixed"):
            self.power.append((j, price / size_, 1.0))
        if kind in ("quadratic", "mixed"):
            self.power.append((j, price / size_**2, 2.0))
        if kind == "falling":
            a = 3 * price / size_**2
            b = -0.3 * a * size_
            self.power += [(j, a, 2.0), (j, b, 1.0)]
            self.flat_to[j] = -3 * b / (4 * a)
        if kind == "fourth":
            self.power += [(j, 0.3 * price / size_, 1.0), (j, 20 * price / size_**4, 4.0)]
        if kind == "root":
            self.power.append((j, price / size_**0.5, 0.5))
        if kind in ("exponential", "mixed"):
            self.exponential.append((j, price / 5, float(rng.uniform(1, 5)) / size_))
        return [j]

    def program(self) -> Program:
        """The program of all that was collected."""
        does = np.zeros((len(self.limit), len(self.columns)))
        feels = np.zeros_like(does)
        for j, entries in enumerate(self.columns):
            for i, (done, felt) in entries.items():
                does[i, j], feels[i, j] = done, felt
        return dense(
            does,
            self.limit,
            self.upper,
            base=self.base,
            power=self.power,
            exponential=self.exponential,
            flat_to=self.flat_to,
            feels=feels,
        )


def random_market(
    seed: int, *, markets: int = 4, kinds: tuple[str, ...] = CURVED, nonsymmetric: bool = False, ties: bool = True
) -> Program:
    """A random set of linked markets: units and obligation rows, curves, links with rates, quotas, credits, floors.

    Caps are mostly binding, some slack, some impossible (then the unmet movement at 300 to 1e6 closes the budget); some
    baselines are 0 and some credit pools are dead. `ties` allows free links, whose amounts are not unique.
    """
    rng = np.random.default_rng(seed)
    at = Market(rng)
    worth = rng.lognormal(0, 0.5, markets) if rng.random() < 0.6 else np.ones(markets)
    scarce = rng.random() < 0.2  # nowhere enough abatement, and no other supply
    units, duties, sizes, abating = [], [], [], []
    for _ in range(markets):
        size = 0.0 if rng.random() < 0.1 else float(rng.lognormal(4.5, 1.2))
        share = float(rng.choice([rng.uniform(0.5, 0.98), 1.3, 0.02, 1.0], p=[0.75, 0.1, 0.1, 0.05]))
        share = float(rng.uniform(0.2, 0.6)) if scarce else share
        units.append(at.row(size * share))
        duties.append(at.row(-size) if rng.random() < 0.5 else units[-1])
        if duties[-1] == units[-1]:
            at.limit[units[-1]] -= size
        else:
            at.column({units[-1]: -1.0, duties[-1]: 1.0})
        sizes.append(size)
        reach = 0.3 if scarce else float(rng.choice([1.0, 0.3], p=[0.7, 0.3]))
        abating.append(at.curve(str(rng.choice(kinds)), {duties[-1]: 1.0}, size * reach, bounded=scarce))
        at.column({duties[-1]: 1.0}, float(rng.choice([300.0, 1e5, 1e6])))
        if rng.random() < 0.3 and not scarce:  # issued at a floor or a ceiling
            at.column({units[-1]: 1.0}, float(rng.choice([10.0, 40.0, 120.0])), float(rng.choice([0.1 * size, np.inf])))
        if rng.random() < 0.15:  # a buyer that takes units away
            at.column({units[-1]: -1.0}, -float(rng.uniform(5, 60)), 0.1 * size)
    _links(at, units, worth, ties)
    _quotas(at, duties, sizes, abating, kinds, nonsymmetric)
    return at.program()


def _links(at: Market, units: list[int], worth: Floats, ties: bool) -> None:
    """Links between the units of markets; going round a cycle never gains."""
    rng = at.rng
    for i in range(len(units)):
        for k in range(len(units)):
            if i == k or rng.random() < 0.4:
                continue
            discount = float(rng.choice([1.0, 0.8])) if ties else float(rng.uniform(0.7, 0.99))
            fee = 0.0 if ties and rng.random() < 0.5 else float(rng.uniform(0.1, 5))
            upper = float(rng.choice([np.inf, rng.uniform(0, 30), 0.0], p=[0.7, 0.2, 0.1]))
            at.column({units[i]: -1.0, units[k]: float(worth[i] / worth[k]) * discount}, fee, upper)


def _quotas(
    at: Market,
    duties: list[int],
    sizes: list[float],
    abating: list[list[int]],
    kinds: tuple[str, ...],
    nonsymmetric: bool,
) -> None:
    """Credit activities, used under a quota: a number, or a share of realised emissions (felt by abaters or not)."""
    rng = at.rng
    for duty, size, abaters in zip(duties, sizes, abating, strict=True):
        if rng.random() < 0.4:
            continue
        credits = at.row(0.0)
        if rng.random() < 0.8:  # otherwise the pool is dead
            reach = max(size, 10.0) * float(rng.uniform(0.05, 0.5))
            at.curve(str(rng.choice(kinds)), {credits: 1.0}, reach, dear=float(rng.choice([0.1, 1.0])))
        share = float(rng.uniform(0.02, 0.6))
        quota = at.row(share * size)
        at.column({credits: -1.0, duty: float(rng.choice([1.0, 0.9])), quota: -1.0}, float(rng.choice([0.0, 1.0])))
        if rng.random() < 0.7:  # a share of what is emitted, so abating takes some of it away
            for j in abaters:
                at.upper[j] = min(at.upper[j], size)
                at.columns[j][quota] = (-share, 0.0 if nonsymmetric else -share)


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Any random market of one to six markets, all kinds of curves, equal or unequal amounts, with or without ties."""
    kinds = tuple(draw(st.lists(st.sampled_from(CURVED), min_size=1, max_size=4, unique=True)))
    return random_market(
        draw(st.integers(0, 2**32 - 1)),
        markets=draw(st.integers(1, 6)),
        kinds=kinds,
        nonsymmetric=draw(st.booleans()),
        ties=draw(st.booleans()),
    )
