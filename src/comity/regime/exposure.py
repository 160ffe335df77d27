"""Who was at risk of what, year by year, and what was known of them by the end of the year before.

A row of the table is an actor and a year in which it could start a system of a family. Every covariate is of the end of
the year before, so that nothing explains itself, and nothing that a forecaster could not have known is among them.

**Left truncation.** The world knows systems from before the first year of the table; they count as experience, and a
state enters when its figures begin (founded later, or not reported). **Right censoring.** Actors that have not adopted
by the last whole year before the world's day stay in the table to that year, and are not taken for refusals. Starting
is a repeated event: a state that has a system may start another, and what it has is a covariate. `first=True` keeps
the rows up to the first one alone.

| set | covariate | what it is |
|---|---|---|
| power | size | logarithm of emissions, Mt |
| | income | logarithm of output per head over the median of the year |
| imitation | neighbours | share of those across a land border (of the subregion, without one) that have a system |
| | peers | share of the quarter of states with like income that have one |
| | partners | share of fellow members of bodies that have one, a body of n weighing 1/(n - 1) |
| path | system | whether it has had a system of its own before |
| | credited | logarithm of 1 + years since reductions of its own were first credited |
| norms | treaties | treaties of the regime that it is party to |
| | new-norms | treaties and their bodies founded in the three years before |
| calendar | elapsed | years since the first |
| in every set | bloc | whether its bloc has one: its members share that decision |
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pandas import DataFrame

Array = NDArray[numpy.float64]
#: What every set has.
CONTROL = ("bloc",)
#: The drivers that are held against each other.
DRIVERS: dict[str, tuple[str, ...]] = {
    "power": ("size", "income"),
    "imitation": ("neighbours", "peers", "partners"),
    "path": ("system", "credited"),
    "norms": ("treaties", "new-norms"),
}


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Actors and years, and all that histories are made in. Arrays are [year, actor]; nets [year, actor, actor]."""

    actors: tuple[str, ...]
    years: tuple[int, ...]
    """Years at risk, without a gap; those after `last` are to be forecast."""
    last: int
    """The last year that is known whole."""
    known: NDArray[numpy.bool_]
    """Whether the figures that an actor is at risk with are known."""
    starts: NDArray[numpy.int64]
    """Systems started; 0 after the last year."""
    ends: NDArray[numpy.int64]
    """Systems ended."""
    running: NDArray[numpy.int64]
    """[actor]: systems of the years before the first that still ran."""
    had: NDArray[numpy.bool_]
    """[actor]: whether it had had any before the first year."""
    fixed: Mapping[str, Array]
    """Covariates that do not turn on the family's own history."""
    nets: Mapping[str, Array]
    """Weights of the others for the covariates that do; rows add up to 1, or to 0 where there are none."""
    bloc: NDArray[numpy.int64]
    """[actor]: place of the bloc it is part of, or -1."""
    emissions_mt: Array
    """Of the year before."""

    def place(self, year: int) -> int:
        """Place of a year. Raises ValueError."""
        return self.years.index(year)

    def until(self, year: int, horizon: int | None = None) -> Setting:
        """As it was seen at the end of a year: later histories unknown, later figures those of that year. Up to the
        last year there is, or another."""
        span = tuple(range(self.years[0], (horizon or self.years[-1]) + 1))
        row = min(self.place(year) + 1, len(self.years) - 1)  # what the year after is asked with is known at its start
        after = len(span) - row - 1

        def hold(array: Array) -> Array:
            return numpy.concatenate([array[: row + 1], numpy.repeat(array[row : row + 1], after, 0)])

        def known(array: NDArray[numpy.int64]) -> NDArray[numpy.int64]:
            past = array[: self.place(year) + 1]
            return numpy.concatenate([past, numpy.zeros((len(span) - len(past), len(self.actors)), numpy.int64)])

        # What only tells the time goes on: years pass, and so does the time since credits were first had.
        since = numpy.expm1(self.fixed["credited"][row]) + numpy.arange(1, after + 1)[:, None]
        later = numpy.where(self.fixed["credited"][row] > 0, numpy.log1p(since), 0.0)
        moving = {
            "elapsed": numpy.repeat(numpy.arange(float(len(span)))[:, None], len(self.actors), 1),
            "credited": numpy.concatenate([self.fixed["credited"][: row + 1], later]),
        }
        return replace(
            self,
            years=span,
            last=year,
            known=hold(self.known.astype(float)).astype(bool),
            starts=known(self.starts),
            ends=known(self.ends),
            fixed={name: moving[name] if name in moving else hold(array) for name, array in self.fixed.items()},
            nets={name: hold(array) for name, array in self.nets.items()},
            emissions_mt=hold(self.emissions_mt),
        )

    def through(self, year: int) -> Setting:
        """Without the years after one."""
        rows = self.place(year) + 1
        return replace(
            self,
            years=self.years[:rows],
            last=min(self.last, year),
            known=self.known[:rows],
            starts=self.starts[:rows],
            ends=self.ends[:rows],
            fixed={name: array[:rows] for name, array in self.fixed.items()},
            nets={name: array[:rows] for name, array in self.nets.items()},
            emissions_mt=self.emissions_mt[:rows],
        )

    def design(self, names: Sequence[str], row: int, has: Array, had: Array) -> Array:
        """Covariates of a year, [..., actor, covariate], of histories in which actors `has` a system at the end of the
        year before, or `had` one at any time; both [..., actor] of 0 and 1."""
        columns = []
        for name in names:
            if name in self.nets:
                columns.append(self._with_bloc(has) @ self.nets[name][row].T)
            elif name == "system":
                columns.append(had)
            elif name == "bloc":
                columns.append(self._of_bloc(has))
            else:
                columns.append(numpy.broadcast_to(self.fixed[name][row], has.shape))
        return numpy.stack(columns, axis=-1) if columns else numpy.empty((*has.shape, 0))

    def _with_bloc(self, own: Array) -> Array:
        """What an actor has by itself or by its bloc."""
        return numpy.maximum(own, self._of_bloc(own))

    def _of_bloc(self, own: Array) -> Array:
        """What an actor's bloc has; 0 for those in none."""
        return numpy.where(self.bloc >= 0, own[..., self.bloc], 0.0)

    def history(self) -> tuple[Array, Array]:
        """At the end of the year before each: whether each actor has a system, and whether it has had one."""
        started = numpy.cumsum(self.starts, axis=0) - self.starts
        ended = numpy.cumsum(self.ends, axis=0) - self.ends
        has = (self.running + started - ended > 0).astype(float)
        had = (self.had | (started > 0)).astype(float)
        return has, had


def person_periods(setting: Setting, *, first: bool = False) -> DataFrame:
    """A row an actor and year at risk up to the last known year: `event` 0 or 1, `starts`, and every covariate."""
    from pandas import DataFrame, concat

    names = tuple(setting.fixed) + tuple(setting.nets) + ("system", "bloc")
    has, had = setting.history()
    tables = []
    for row, year in enumerate(setting.years):
        if year > setting.last:
            break
        here = setting.known[row] & ~((had[row] > 0) & first)
        values = setting.design(names, row, has[row], had[row])[here]
        table = DataFrame(values, columns=list(names))
        table.insert(0, "actor", numpy.array(setting.actors)[here])
        table.insert(1, "year", year)
        table.insert(2, "starts", setting.starts[row][here])
        table.insert(3, "event", (setting.starts[row][here] > 0).astype(int))
        tables.append(table)
    return concat(tables, ignore_index=True)
