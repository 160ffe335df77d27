"""Does the effect of a link turn on the common core of rules, or on size?

`python -m comity.studies.regime_core` prints the tables of docs/regime/common-core.md, and writes them there and, in
Chinese, into its twin. Links that exist or existed come from the world 2026; what they save is solved, from the world
without links, by the market; the common core is that of the two sides' rule fields. What links that nobody made would
save is kept apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy

from comity.errors import InputError
from comity.market.link import link
from comity.regime.core import common_core
from comity.regime.distance import norms
from comity.regime.effectiveness import Association, associated_pairs, links
from comity.regime.effectiveness import table as tested
from comity.regime.events import systems
from comity.studies.pages import DOCS, publish, table
from comity.studies.regime_words_rules import rules_chinese
from comity.studies.world_2026_data import FOLDER
from comity.world.linking import Link
from comity.world.read import read_world
from comity.world.world import World

if TYPE_CHECKING:
    from pandas import DataFrame

PAGE, PAGE_ZH = (DOCS / "regime" / name for name in ("common-core.md", "common-core.zh-CN.md"))
#: The scenario in which each system stands alone.
ALONE = "no-links"
#: In these tables, a word means something else than among modes.
OWN = {"holds": "存续"}
#: Systems whose pairs are tried out: the largest of which the market and the common core can say something.
TRIED = 6
MEASURES = {"common core": "core", "size of both": "size_mt", "size of the smaller": "smaller_mt"}
OUTCOMES = {
    "persistence (years)": "years",
    "volatility of prices": "volatility",
    "saved (million USD)": "saved",
    "saved per tonne of the smaller (USD)": "saved_per_t",
}


def existing(world: World, alone: World) -> DataFrame:
    """Links that exist or existed, with the common core of their sides and what the market says they save."""
    found = links(world)
    pairs = list(zip(found["a"], found["b"], strict=True))
    found["core"] = cores(world, pairs)
    found["saved"] = [saved(alone, *pair) for pair in pairs]
    found["saved_per_t"] = found["saved"] / found["smaller_mt"]
    return found


def cores(world: World, pairs: Sequence[tuple[str, str]]) -> list[float]:
    """The common core of each pair, a share of the rules known of both; NaN where too little is known."""
    of = norms(world, mechanisms=sorted({id for pair in pairs for id in pair}))
    sizes = [common_core(of, pair).size for pair in pairs]
    return [numpy.nan if size is None else size for size in sizes]


def saved(alone: World, first: str, second: str) -> float:
    """What a link both ways saves in real cost over the years solved, all Parties together, in millions, discounted to
    the first; NaN where one of them has no market any more or there is no answer."""
    try:
        answer = link(alone, Link(first=first, second=second))
    except InputError:
        return numpy.nan
    if (answer.variants[0].before, answer.variants[0].after) != ("solved", "solved"):
        return numpy.nan
    return -sum(verdict.central for verdict in answer.verdicts if verdict.account == "net-cost")


def largest(world: World, alone: World) -> Iterator[str]:
    """The largest systems in force that the market solves and whose price is not set by law."""
    day = date(alone.world.years[0], 12, 31)
    sized = [
        (float(world.measures.convert_quantity(reading.value, series.unit)), id)
        for id in systems(world, "trading")
        if (series := world.mechanism[id].covered_emissions) is not None
        and (reading := series.at(max(value.year for value in series.values))) is not None
        and world.mechanism[id].in_force(day)
        and world.mechanism[id].kind != "fixed-price-allowance"
    ]
    for _, id in sorted(sized, reverse=True):
        if any(id in activity.covered_by for activity in alone.activity.values()) and world.mechanism[id].unit_type:
            yield id


def made_up(world: World, alone: World) -> tuple[tuple[str, ...], DataFrame]:
    """Links between all pairs of the largest systems, as if they were made."""
    from pandas import DataFrame

    chosen = tuple(id for id, _ in zip(largest(world, alone), range(TRIED), strict=False))
    pairs = list(combinations(chosen, 2))
    rows = [
        (*pair, core, saved(alone, *pair), min(_size(world, id) for id in pair))
        for pair, core in zip(pairs, cores(world, pairs), strict=True)
    ]
    return chosen, DataFrame(rows, columns=["a", "b", "core", "saved", "smaller_mt"])


def _size(world: World, id: str) -> float:
    series = world.mechanism[id].covered_emissions
    reading = series.at(max(value.year for value in series.values)) if series else None
    return float(world.measures.convert_quantity(reading.value, series.unit)) if series and reading else numpy.nan


def tables(world: World, alone: World) -> dict[str, str]:
    """The tables of the page, by name."""
    found = existing(world, alone)
    chosen, tried = made_up(world, alone)
    return {
        "links": _links(found),
        "tests": _tests(found),
        "made-up": _made_up(tried),
        "made-up-tests": _made_up_tests(chosen, tried),
    }


def _links(found: DataFrame) -> str:
    return table(
        ("link", "from", "to", "years", "both ways", "common core", "size, Mt", "smaller, Mt", "volatility", "saved"),
        [
            (
                f"`{row['a']}` – `{row['b']}`",
                row["start"],
                row["end"] if row["ended"] else "holds",
                f"{row['years']:.1f}" + ("" if row["ended"] else "+"),
                "yes" if row["both_ways"] else "no",
                *(known(row[name], digits) for name, digits in SHOWN.items()),
            )
            for row in found.to_dict("records")
        ],
    )


STRENGTH = {"tau": 2, "p": 3, "least_p": 3}
SHOWN = {"core": 2, "size_mt": 0, "smaller_mt": 0, "volatility": 2, "saved": 0}


def _tests(found: DataFrame) -> str:
    return table(
        ("effect", "against", "n", "pairs of links compared", "rank correlation", "exact p", "least p that n allows"),
        [
            (
                row["outcome"],
                row["measure"],
                row["links"],
                row["comparable"],
                *(known(row[name], digits) for name, digits in STRENGTH.items()),
            )
            for row in tested(found, MEASURES, OUTCOMES).to_dict("records")
        ],
    )


def _made_up(tried: DataFrame) -> str:
    return table(
        ("link", "common core", "smaller, Mt", "saved, million USD", "saved per tonne of the smaller, USD"),
        [
            (
                f"`{row['a']}` – `{row['b']}`",
                known(row["core"], 2),
                known(row["smaller_mt"], 0),
                known(row["saved"], 0),
                known(row["saved"] / row["smaller_mt"], 2),
            )
            for row in tried.to_dict("records")
        ],
    )


def _made_up_tests(chosen: Sequence[str], tried: DataFrame) -> str:
    places = {id: number for number, id in enumerate(chosen)}
    whole = tried.dropna(subset=["core", "saved"])
    if len(whole) < len(tried):  # a pair without a figure would have to be left out of every permutation
        return "Of some pairs nothing is known; no test."
    square = {name: numpy.zeros((len(chosen), len(chosen))) for name in ("core", "smaller_mt", "saved", "saved_per_t")}
    for row in tried.assign(saved_per_t=tried["saved"] / tried["smaller_mt"]).to_dict("records"):
        here, there = places[row["a"]], places[row["b"]]
        for name, values in square.items():
            values[here, there] = values[there, here] = row[name]
    rows = []
    for outcome, column in (("saved", "saved"), ("saved per tonne of the smaller", "saved_per_t")):
        for measure, name in (("common core", "core"), ("size of the smaller", "smaller_mt")):
            one = associated_pairs(square[name], square[column])
            rows.append((outcome, measure, f"{one.links} of {len(chosen)} systems", *strength(one)))
    return table(("effect", "against", "pairs", "rank correlation", "exact p", "least p"), rows)


def strength(one: Association) -> tuple[str, str, str]:
    """Rank correlation, p and the least p there can be."""
    first, second, third = (known(getattr(one, name), digits) for name, digits in STRENGTH.items())
    return first, second, third


def known(value: float, digits: int) -> str:
    """A figure; a dash where there is none."""
    return "–" if value is None or numpy.isnan(value) else f"{value:.{digits}f}"


def run() -> dict[Path, dict[str, str]]:
    """The tables of the page in each language, by name."""
    found = tables(read_world(FOLDER), read_world(FOLDER, (ALONE,)))
    return {PAGE: found, PAGE_ZH: rules_chinese(found, OWN)}


if __name__ == "__main__":
    publish(run())
