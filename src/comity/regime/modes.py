"""How each pair of mechanisms interacts, on two axes: how far apart their norms are, and what cooperating would bring.

The modes are those of Wang and Zhang (2021, pp. 45–49), and a rule reads them off numbers; the first that fits decides:

1. *Benign synergy* (良性协同): both gain, the atmosphere gets no more, and the norms are near.
2. *Constructive cooperation* (建设性合作): one gains, and the other loses nothing.
3. *Functional competition* (功能性竞争): without that, both are after the same buyers or the same activities, and where
   prices are known, more units of one lower the price of the other.
4. *Indifference* (互不相干): none of these.

What a link would bring is computed by a market and handed in (`PairFacts`). Where it is not known, what has been agreed
stands for it: Parties that recognise each other's units, or that made one instrument of both, are taken to gain; where
units pass one way alone, one side is. Every row says on which of these it rests, and which thresholds it turns on.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple, get_args

import numpy as np
from msgspec import Struct, convert
from numpy.typing import NDArray

from comity.regime.distance import Matrix
from comity.results.comparison import Verdict
from comity.results.regime_pairs import Mode

MODES: tuple[Mode, ...] = get_args(Mode)
Codes = NDArray[np.int_]


class Threshold(Struct, frozen=True, forbid_unknown_fields=True):
    """A number, why it is that, and the year of what it rests on."""

    value: float
    year: int
    reason: str


@cache
def thresholds() -> dict[str, Threshold]:
    """The thresholds that ship, by name."""
    text = files("comity.regime").joinpath("modes.toml").read_text(encoding="utf-8")
    return convert(tomllib.loads(text), dict[str, Threshold])


@dataclass(frozen=True, kw_only=True)
class PairFacts:
    """What a market says of two mechanisms. What is not known is None.

    Numbers stand for each variant of what the market does not know, the world's own first.
    gains: of a and of b by a link, as shares of what the emissions of the smaller are worth at the higher of the two
    prices. air: what the atmosphere gets besides, as a share of what both emit. substitution: by how many per cent the
    price of one falls if the other has one per cent more units. buyers, activities: shares in which both are after the
    same, in place of what memberships say. accounts: who gains and loses what, by account, for a reader.
    """

    a: str
    b: str
    gains: tuple[tuple[float, float], ...] | None = None
    air: tuple[float, ...] | None = None
    substitution: tuple[float, ...] | None = None
    buyers: float | None = None
    activities: float | None = None
    accounts: tuple[Verdict, ...] = ()


class Numbers(NamedTuple):
    """What the rule reads, by pair; not a number where not known. `worse` gains the less of the two sides."""

    distance: Matrix
    worse: Matrix
    better: Matrix
    air: Matrix
    rivalry: Matrix
    substitution: Matrix
    links: Codes
    kin: NDArray[np.bool_]


#: By threshold: the number that is held against it, with its sign, and whether it must be at most (or at least) that.
NUMBERS: tuple[tuple[str, str, int, bool], ...] = (
    ("near", "distance", 1, True),
    ("gain", "worse", 1, False),
    ("gain", "better", 1, False),
    ("loss", "worse", -1, True),
    ("air", "air", 1, True),
    ("rivalry", "rivalry", 1, False),
    ("substitution", "substitution", 1, False),
)


def decided(numbers: Numbers, limits: Mapping[str, float | Matrix]) -> Codes:
    """The rule, for all pairs at once: the place of the mode in `MODES`."""
    market = ~np.isnan(numbers.worse)
    agreed = (numbers.links > 0) | numbers.kin
    gains = passed(numbers.better, limits["gain"], False) & passed(-numbers.worse, limits["loss"], True)
    intact = np.isnan(numbers.air) | passed(numbers.air, limits["air"], True)
    cooperates = np.where(market, gains, agreed)
    both = np.where(market, passed(numbers.worse, limits["gain"], False), (numbers.links > 1) | numbers.kin)
    near = passed(numbers.distance, limits["near"], True)
    rival = passed(numbers.rivalry, limits["rivalry"], False)
    pulls = np.isnan(numbers.substitution) | passed(numbers.substitution, limits["substitution"], False)
    return np.select([cooperates & both & near & intact, cooperates, rival & pulls], [0, 1, 2], 3)


def passed(value: Matrix, limit: float | Matrix, most: bool) -> NDArray[np.bool_]:
    """Whether numbers are at most, or at least, a limit; what is not known is neither."""
    return np.asarray(value <= limit if most else value >= limit, dtype=np.bool_)
