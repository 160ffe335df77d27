"""Every pair of mechanisms with its numbers, its mode, the tests behind it, and the thresholds on which it turns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, get_args

import numpy as np

from comity.regime.distance import Matrix, Norms, norms, number
from comity.regime.modes import MODES, NUMBERS, Codes, Numbers, PairFacts, decided, passed, thresholds
from comity.regime.network import Regime
from comity.regime.overlap import Overlaps, overlaps
from comity.results.regime_pairs import Basis, Mode, ModeTurn, PairRow, Step, ThresholdShift

if TYPE_CHECKING:
    from pandas import DataFrame

BASES: tuple[Basis, ...] = get_args(Basis)
#: By how much a threshold is put beyond a number.
BEYOND = 1e-9
#: What thresholds are multiplied by, to see how many modes turn.
FACTORS = (0.5, 0.75, 1.25, 1.5)


@dataclass(frozen=True)
class Interactions:
    """Every pair of some mechanisms once, in the order of their places: the numbers, and what the rule makes of it."""

    norms: Norms
    overlaps: Overlaps
    numbers: Numbers
    variants: tuple[Numbers, ...]
    """The same under each variant of what the market does not know."""
    limits: Mapping[str, float]

    @cached_property
    def places(self) -> tuple[Codes, Codes]:
        """The two mechanisms of each pair."""
        first, second = np.triu_indices(len(self.norms.mechanisms), 1)
        return first, second

    @cached_property
    def modes(self) -> Codes:
        """By pair, which of `MODES`."""
        return decided(self.numbers, self.limits)

    @cached_property
    def bases(self) -> Codes:
        """By pair, which of `BASES`."""
        numbers, modes = self.numbers, self.modes
        agreed = (numbers.links > 0) | numbers.kin
        cooperates = modes <= MODES.index("constructive-cooperation")
        found = np.where(modes == MODES.index("functional-competition"), BASES.index("overlap"), BASES.index("nothing"))
        found = np.where(cooperates & agreed, BASES.index("agreements"), found)
        return np.where(cooperates & ~np.isnan(numbers.worse), BASES.index("market"), found)

    def counts(self) -> dict[Mode, int]:
        """How many pairs are of each mode."""
        return counted(self.modes)

    def rows(self) -> Iterator[PairRow]:
        """Every pair in full."""
        return (self.row(place) for place in range(len(self.modes)))

    def between(self, a: str, b: str) -> PairRow:
        """Two mechanisms, in either order."""
        one, other = sorted((self.norms.places[a], self.norms.places[b]))
        size = len(self.norms.mechanisms)
        return self.row(one * size - one * (one + 1) // 2 + other - one - 1)

    def row(self, place: int) -> PairRow:
        """One pair in full."""
        a, b = (int(side[place]) for side in self.places)
        numbers = self.numbers
        return PairRow(
            a=self.norms.mechanisms[a],
            b=self.norms.mechanisms[b],
            norm_distance=number(float(numbers.distance[place])),
            known=float(self._known[a, b]),
            gain=number(float(numbers.worse[place])),
            overlap=self.overlaps.between(a, b),
            links=int(numbers.links[place]),
            kin=bool(numbers.kin[place]),
            mode=MODES[self.modes[place]],
            basis=BASES[self.bases[place]],
            holds=self._holds(place),
            trace=tuple(self._steps(place)),
            turns=tuple(self._turns_of(place).values()),
        )

    def frame(self) -> DataFrame:
        """Every pair in short: a, b, norm_distance, gain, rivalry, links, kin, mode, basis; missing where not known."""
        from pandas import DataFrame

        ids = np.array(self.norms.mechanisms, dtype=object)
        first, second = self.places
        numbers = self.numbers
        return DataFrame(
            {
                "a": ids[first],
                "b": ids[second],
                "norm_distance": numbers.distance,
                "gain": numbers.worse,
                "rivalry": numbers.rivalry,
                "links": numbers.links,
                "kin": numbers.kin,
                "mode": np.array(MODES, dtype=object)[self.modes],
                "basis": np.array(BASES, dtype=object)[self.bases],
            }
        )

    @cached_property
    def _known(self) -> Matrix:
        return self.norms.distances.share_known

    @cached_property
    def _varied(self) -> list[Codes]:
        return [decided(numbers, self.limits) for numbers in self.variants]

    def _holds(self, place: int) -> bool | None:
        if np.isnan(self.numbers.worse[place]):
            return None
        return all(modes[place] == self.modes[place] for modes in self._varied)

    @cached_property
    def _turns(self) -> list[tuple[str, Matrix, Codes]]:
        """By threshold and number: where the threshold would give the other answer, and the modes if it stood there."""
        found = []
        for name, of, sign, most in NUMBERS:
            value = sign * getattr(self.numbers, of)
            to = np.where(passed(value, self.limits[name], most), value + (-BEYOND if most else BEYOND), value)
            sensible = ~np.isnan(to) & (to >= 0)
            there: dict[str, float | Matrix] = {**self.limits, name: np.where(sensible, to, self.limits[name])}
            found.append((name, value, decided(self.numbers, there)))
        return found

    def _turns_of(self, place: int) -> dict[str, ModeTurn]:
        """By threshold, the smallest move that turns the mode of one pair."""
        found: dict[str, ModeTurn] = {}
        for name, to, modes in self._turns:
            turn = ModeTurn(threshold=name, to=float(to[place]), mode=MODES[modes[place]])
            move = abs(turn.to - self.limits[name])
            if turn.mode != MODES[self.modes[place]] and (
                name not in found or move < abs(found[name].to - self.limits[name])
            ):
                found[name] = turn
        return found

    def _steps(self, place: int) -> Iterator[Step]:
        """The tests of one pair."""
        numbers, mode = self.numbers, MODES[self.modes[place]]
        market = not np.isnan(numbers.worse[place])
        if market:
            yield self._step(place, "loss", "worse", -1, True, "loss")
            yield self._step(place, "gain", "better", 1, False, "one-gains")
        else:
            for test, value in (("links", numbers.links[place]), ("kin", numbers.kin[place])):
                yield Step(test=test, value=float(value), threshold=1, passed=value >= 1, margin=float(value) - 1)
        if mode in ("benign-synergy", "constructive-cooperation"):
            if market:
                yield self._step(place, "gain", "worse", 1, False, "both-gain")
            yield self._step(place, "near", "distance", 1, True, "near")
            yield self._step(place, "air", "air", 1, True, "air")
        else:
            yield self._step(place, "rivalry", "rivalry", 1, False, "rivalry")
            yield self._step(place, "substitution", "substitution", 1, False, "substitution")

    def _step(self, place: int, name: str, of: str, sign: int, most: bool, test: str) -> Step:
        value, limit = sign * float(getattr(self.numbers, of)[place]), self.limits[name]
        margin = (limit - value) if most else (value - limit)
        there = not np.isnan(value)
        lenient = of in ("air", "substitution")  # what no market has told does not stand in the way
        return Step(
            test=test,
            value=value if there else None,
            threshold=limit,
            passed=margin >= 0 if there else lenient,
            margin=margin if there else None,
        )


def interactions(
    regime: Regime,
    of: Norms | None = None,
    facts: Iterable[PairFacts] = (),
    limits: Mapping[str, float] | None = None,
) -> Interactions:
    """How the mechanisms of a regime interact (or those of `of`), with what a market says of some pairs of them; of
    others it may say what it will."""
    known = of or norms(regime.world, regime.day, regime.mechanisms)
    shared = overlaps(regime, known)
    there = known.places
    handed = {(there[one.a], there[one.b]): one for one in facts if one.a in there and one.b in there}
    most = max((len(one.gains or one.substitution or ()) for one in handed.values()), default=1)
    every = tuple(_numbers(known, shared, handed, variant) for variant in range(max(most, 1)))
    values = {name: one.value for name, one in thresholds().items()}
    return Interactions(known, shared, every[0], every, values | dict(limits or {}))


def threshold_sensitivity(of: Interactions, factors: Iterable[float] = FACTORS) -> list[ThresholdShift]:
    """Modes as each threshold is moved, and as if kinship, or the market's numbers, were not known."""
    found = []
    for name, value in of.limits.items():
        for factor in factors:
            moved = with_limits(of, {name: value * factor}).modes
            found.append(_shift(name, value * factor, moved, of.modes))
    nothing = np.full(of.modes.shape, np.nan)
    without = {
        "kin": of.numbers._replace(kin=np.zeros_like(of.numbers.kin)),
        "market": of.numbers._replace(worse=nothing, better=nothing, air=nothing, substitution=nothing),
    }
    for name, numbers in without.items():
        found.append(_shift(name, None, decided(numbers, of.limits), of.modes))
    return found


def with_limits(of: Interactions, limits: Mapping[str, float]) -> Interactions:
    """The same pairs under other thresholds."""
    return replace(of, limits={**of.limits, **limits})


def counted(modes: Codes) -> dict[Mode, int]:
    """How many are of each mode."""
    return {mode: int(np.count_nonzero(modes == code)) for code, mode in enumerate(MODES)}


def _shift(name: str, value: float | None, moved: Codes, before: Codes) -> ThresholdShift:
    indifferent = MODES.index("indifference")
    told = (moved != indifferent) | (before != indifferent)
    kept = float(np.mean(moved[told] == before[told])) if told.any() else 1.0
    return ThresholdShift(threshold=name, value=value, counts=counted(moved), kept=kept)


def _numbers(of: Norms, shared: Overlaps, handed: Mapping[tuple[int, int], PairFacts], variant: int) -> Numbers:
    """What the rule reads, under one variant of the facts; of facts that have fewer, the last."""
    size = len(of.mechanisms)
    told = {name: np.full((size, size), np.nan) for name in ("worse", "better", "air", "substitution")}
    buyers, activities = shared.buyers.copy(), shared.activities.copy()
    for (a, b), fact in handed.items():
        if fact.gains:
            gains = fact.gains[min(variant, len(fact.gains) - 1)]
            told["worse"][a, b], told["better"][a, b] = min(gains), max(gains)
        for name, found in (("air", fact.air), ("substitution", fact.substitution)):
            if found:
                told[name][a, b] = found[min(variant, len(found) - 1)]
        for matrix, share in ((buyers, fact.buyers), (activities, fact.activities)):
            if share is not None:
                matrix[a, b] = matrix[b, a] = share
    upper = np.triu_indices(size, 1)
    once = {name: np.where(np.isnan(matrix), matrix.T, matrix)[upper] for name, matrix in told.items()}
    return Numbers(
        distance=of.distances.distance[upper],
        rivalry=np.fmax(buyers, activities)[upper],
        links=shared.links[upper],
        kin=shared.kin[upper],
        **once,
    )
