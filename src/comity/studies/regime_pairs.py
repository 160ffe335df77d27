"""How every pair of the mechanisms of 2026 interacts, with what the market says of each pair of systems.

`python -m comity.studies.regime_pairs` prints the tables of docs/regime/interaction-modes.md, and writes them there
and, in Chinese, into its twin; how far it has come it tells on stderr. It solves some two thousand parts of the world:
45 seconds of one core."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from comity.regime.distance import norms
from comity.regime.interactions import BASES, Interactions, interactions, threshold_sensitivity
from comity.regime.layers import Layer, layers
from comity.regime.modes import MODES, PairFacts, thresholds
from comity.regime.network import Regime
from comity.results.regime_pairs import Mode
from comity.results.shared import Counted
from comity.studies.pages import DOCS, publish, table
from comity.studies.regime_pairs_facts import facts, market_systems
from comity.studies.regime_pairs_market import market_tables
from comity.studies.regime_words_rules import rules_chinese
from comity.studies.world_2026_data import FOLDER
from comity.world.read import read_world
from comity.world.world import World

PAGE, PAGE_ZH = (DOCS / "regime" / name for name in ("interaction-modes.md", "interaction-modes.zh-CN.md"))
LAYERS: tuple[Layer, ...] = get_args(Layer)
#: What the paper has for each layer (pp. 45–49).
CLAIMED: dict[Layer, Mode] = {
    "complex": "benign-synergy",
    "cluster": "constructive-cooperation",
    "linkage": "functional-competition",
}
OVERLAPS = ("parties", "sectors", "gases", "buyers", "activities")
CHINA = ("chn-national", "ccer")
YEARS = (2005, 2010, 2015, 2020, 2025)
TOP = 15


def tables(world: World, handed: Sequence[PairFacts]) -> dict[str, str]:
    """The tables of the page, by name."""
    regime = Regime(world, world.world.as_of)
    found = interactions(regime, facts=handed)
    systems = [id for id in market_systems(world) if id in regime.mechanisms]
    markets = interactions(regime, norms(world, regime.day, systems), handed)
    every = interactions(regime, norms(world, regime.day), handed)
    rows = list(markets.rows())
    return market_tables(world, rows, handed, CHINA[0]) | {
        "modes": _modes({"in force": found, "all that the world names": every, "systems with a market": markets}),
        "bases": _bases(found),
        "layers": _layers(world, found),
        "overlaps": _overlaps(world, found),
        "distances": _distances(found),
        "years": _years(world),
        "china-modes": _china_modes(found),
        "thresholds": _thresholds(),
        "sensitivity": _sensitivity({"in force": found, "systems with a market": markets}),
    }


def _modes(sets: dict[str, Interactions]) -> str:
    rows = [
        (name, len(of.norms.mechanisms), len(of.modes), *(of.counts()[mode] for mode in MODES))
        for name, of in sets.items()
    ]
    return table(("mechanisms", "how many", "pairs", *MODES), rows)


def _bases(found: Interactions) -> str:
    seen = Counter(zip(found.modes.tolist(), found.bases.tolist(), strict=True))
    rows = [(mode, *(seen[place, basis] for basis in range(len(BASES)))) for place, mode in enumerate(MODES)]
    return table(("mode", *BASES), rows)


def _of_layers(world: World, found: Interactions) -> Iterator[tuple[int, int, NDArray[np.bool_]]]:
    """Two layers, by their places, and which pairs are of these."""
    placed = layers(world)
    of = np.array([LAYERS.index(placed[id].layer) for id in found.norms.mechanisms])
    first, second = (of[side] for side in found.places)
    for one, other in combinations_with_replacement(range(len(LAYERS)), 2):
        yield one, other, ((first == one) & (second == other)) | ((first == other) & (second == one))


def _layers(world: World, found: Interactions) -> str:
    """Modes by the layers of both; and how often the paper's mode of a layer is that of its pairs."""
    rows = []
    for one, other, there in _of_layers(world, found):
        modes = Counter(found.modes[there].tolist())
        claimed = CLAIMED[LAYERS[one]] if one == other else None
        interacting = sum(modes.values()) - modes[MODES.index("indifference")]
        agree = modes[MODES.index(claimed)] if claimed else 0
        counts = [modes[place] for place in range(len(MODES))]
        median = _number(_median(found.numbers.distance[there]))
        share = f"{agree} of {interacting}" if claimed else "–"
        rows.append((f"{LAYERS[one]}–{LAYERS[other]}", *counts, median, claimed or "–", share))
    columns = ("layers of the two", *MODES, "median distance", "the paper", "agree, of those that interact")
    return table(columns, rows)


def _overlaps(world: World, found: Interactions) -> str:
    """The overlap matrices of subject, jurisdiction and members, and of buyers and activities, by layers."""
    rows = []
    for one, other, there in _of_layers(world, found):
        cells: list[object] = [f"{LAYERS[one]}–{LAYERS[other]}", int(there.sum())]
        for name in OVERLAPS:
            shares = getattr(found.overlaps, name)[found.places][there]
            known = shares[~np.isnan(shares)]
            cells.append(f"{known.mean():.2f} ({_percent((known > 0).mean())})" if known.size else "–")
        rows.append(cells)
    return table(("layers of the two", "pairs", *OVERLAPS), rows)


def _distances(found: Interactions) -> str:
    """Where the modes lie on the axis of norm distance."""
    rows = []
    for place, mode in enumerate(MODES):
        sizes = found.numbers.distance[found.modes == place]
        known = sizes[~np.isnan(sizes)]
        spread = [_number(float(one)) for one in np.quantile(known, (0.1, 0.25, 0.5, 0.75, 0.9))] if known.size else []
        rows.append((mode, len(sizes), len(known), *spread))
    return table(("mode", "pairs", "with a distance", "10 %", "25 %", "median", "75 %", "90 %"), rows)


def _years(world: World) -> str:
    """Modes at the end of years, by agreements and overlap alone, under the rules of today."""
    rows = []
    for year in YEARS:
        of = interactions(Regime.of_year(world, year))
        counts = of.counts()
        median = [_number(_median(of.numbers.distance[of.modes == place])) for place in range(3)]
        compete = _percent(counts[MODES[2]] / sum(counts.values()))
        rows.append((year, len(of.norms.mechanisms), *(counts[mode] for mode in MODES), compete, *median))
    columns = ("year", "how many", *MODES, "compete, %", *(f"median distance, {mode}" for mode in MODES[:3]))
    return table(columns, rows)


def _china_modes(found: Interactions) -> str:
    rows = []
    for id in CHINA:
        mine = [row for row in found.rows() if id in (row.a, row.b)]
        for mode in MODES[:3]:
            others = sorted(row.b if row.a == id else row.a for row in mine if row.mode == mode)
            shown = ", ".join(f"`{other}`" for other in others[:TOP]) + (" …" if len(others) > TOP else "")
            rows.append((f"`{id}`", mode, len(others), shown or "–"))
    return table(("mechanism", "mode", "pairs", "with"), rows)


def _thresholds() -> str:
    rows = [(name, f"{one.value:g}", one.year, " ".join(one.reason.split())) for name, one in thresholds().items()]
    return table(("threshold", "value", "year", "reason"), rows)


def _sensitivity(sets: dict[str, Interactions]) -> str:
    rows = []
    for told in zip(*(threshold_sensitivity(of) for of in sets.values()), strict=True):
        one = told[0]
        cells: list[object] = [one.threshold, "left out" if one.value is None else f"{one.value:g}"]
        for shift in told:
            cells += [*(shift.counts[mode] for mode in MODES[:3]), _percent(shift.kept)]
        rows.append(cells)
    short = ("synergy", "cooperation", "competition", "kept, %")
    return table(("threshold", "at", *(f"{name}: {column}" for name in sets for column in short)), rows)


def _median(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float | None:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if known.size else None


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def run(folder: Path = FOLDER) -> dict[Path, dict[str, str]]:
    """The tables of the page in each language, by name."""
    world = read_world(folder)
    found = tables(world, facts(world, told=_tell))
    return {PAGE: found, PAGE_ZH: rules_chinese(found)}


def _tell(what: Counted, done: int, of: int) -> None:
    """One line that is written over, where somebody watches."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{done} / {of} {what}")
        sys.stderr.flush()


if __name__ == "__main__":
    publish(run())
