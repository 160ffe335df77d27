"""The figures of the map: whole in both languages, and with the numbers that they are drawn from."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Any

import numpy as np
import pytest

from comity.regime.distance import norms
from comity.regime.modes import PairFacts
from comity.regime.network import Regime
from comity.report.regime_matrix_chart import by_likeness, matrix
from comity.report.regime_modes_chart import by_distance, plane
from comity.report.regime_network_chart import network
from comity.report.regime_subject import MapSubject
from comity.report.regime_timeline_chart import timeline, treaties
from comity.text import LANGUAGES, Language, load
from tests.report.regime_world import subject, world

YEAR = 2012
CJK = re.compile(r"[\u4e00-\u9fff]")


def rows_of(chart: Any) -> list[dict[str, Any]]:
    """All rows that a chart holds."""
    assert chart is not None
    spec = chart.to_dict()
    return [row for rows in spec.get("datasets", {}).values() for row in rows]


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> Language:
    """Either language."""
    found: Language = request.param
    return found


def test_every_figure_says_what_it_is_in_its_language(lang: Language) -> None:
    of = subject(YEAR, lang)
    frame = of.interactions.frame()
    drawn = [
        timeline(world(), 1990, 2035, "layer", of.text),
        timeline(world(), 1990, 2035, "family", of.text),
        network(of.regime, of.text),
        matrix(world(), YEAR, norms(world(), of.regime.day, of.main), of.text),
        by_distance(YEAR, list(zip(frame["mode"], frame["norm_distance"], strict=True)), of.text),
        plane(world(), YEAR, priced(lang).priced, of.text),
    ]
    for chart in drawn:
        assert chart is not None
        spec = chart.to_dict()
        for words in (spec["title"]["text"], spec["title"]["subtitle"], spec["description"]):
            assert bool(CJK.search(words)) == (lang == "zh"), words
            assert "{" not in words


def test_the_timeline_counts_what_exists() -> None:
    text, there = load("en"), Regime.of_year(world(), YEAR, expected=True, dated=True)
    for by in ("layer", "family"):
        chart = timeline(world(), 1990, 2035, by, text)
        rows = [row for row in rows_of(chart) if "what" in row]
        counted: Counter[int] = Counter()
        for row in rows:
            counted[row["year"]] += row["count"]
        assert counted[YEAR] == len(there.mechanisms)
        assert {row["year"] for row in rows if row["later"]} == set(range(2027, 2036))
    layers = [row for row in rows_of(timeline(world(), 1990, 2035, "layer", text)) if "what" in row]
    own = {row["what"]: row["count"] for row in layers if row["year"] == YEAR}
    placed = Counter(subject(YEAR).placed[id].layer for id in there.mechanisms)
    assert own == {text(f"layer-{layer}"): count for layer, count in placed.items()}


def test_treaties_are_those_of_the_regime() -> None:
    found = treaties(world(), 1990, 2035)
    assert found == sorted(found)
    assert {id for _, id in found} == {"unfccc", "kyoto-protocol", "paris-agreement"}
    assert treaties(world(), 2006, 2010) == []


def test_the_network_has_every_tie_once() -> None:
    regime, text = subject(YEAR).regime, load("en")
    chart = network(regime, text)
    rows = rows_of(chart)
    pairs = {frozenset((clause.takes[0].of, clause.gives[0].of)) for clause in regime.links}
    lines = [row for row in rows if "type" in row]
    assert sum(row["type"] != text("report-regime-tie-binds") for row in lines) == len(pairs)
    arrows = [row for row in rows if "angle" in row]
    assert len(arrows) == len({(clause.takes[0].of, clause.gives[0].of) for clause in regime.links})
    again = network(Regime.of_year(world(), YEAR, expected=True), text)
    assert again is not None
    assert chart is not None
    assert again.to_dict() == chart.to_dict()


def test_where_nothing_is_there_is_no_figure() -> None:
    text = load("en")
    assert timeline(world(), 1950, 1960, "layer", text) is None
    assert network(Regime.of_year(world(), 1991, dated=True), text) is None
    assert matrix(world(), YEAR, norms(world(), mechanisms=["eu-ets"]), text) is None
    assert by_distance(YEAR, [("indifference", math.nan)], text) is None
    assert plane(world(), YEAR, subject(YEAR).priced, text) is None


def test_the_matrix_holds_the_distances() -> None:
    of = subject(YEAR)
    found = norms(world(), of.regime.day, of.main)
    chart = matrix(world(), YEAR, found, of.text)
    assert chart is not None
    rows = [row for row in rows_of(chart) if "column" in row]
    size = len(found.mechanisms)
    assert len(rows) == size * (size - 1)
    shown = sorted(row["distance"] for row in rows if row["distance"] is not None)
    distance = found.distances.distance[~np.eye(size, dtype=bool)]
    assert shown == pytest.approx(sorted(distance[~np.isnan(distance)]), abs=1e-4)
    cells = {(row["row"], row["column"]): row["distance"] for row in rows}
    numbers = {name: int(name.rsplit("  ", 1)[1]) for name, _ in cells}
    names = {number: name for name, number in numbers.items()}
    assert all(cells[names[column], numbers[name]] == value for (name, column), value in cells.items())


def test_those_alike_stand_side_by_side() -> None:
    places = np.array([0.0, 10.0, 1.0, 11.0, 0.5])
    order = by_likeness(np.abs(places[:, None] - places[None, :]) / 11)
    assert [int(place) for place in order] in ([0, 4, 2, 1, 3], [3, 1, 2, 4, 0])
    unknown = np.full((3, 3), np.nan)
    assert sorted(by_likeness(unknown)) == [0, 1, 2]
    assert by_likeness(np.zeros((2, 2))) == [0, 1]


def priced(lang: Language = "en") -> MapSubject:
    """A subject of which a market says what three links would bring."""
    a, b, c = "eu-ets", "che-ets", "nzl-ets"
    facts = tuple(
        PairFacts(a=one, b=other, gains=((lesser, 0.05),), air=(0.0,))
        for one, other, lesser in ((a, b, 0.02), (a, c, -0.02), (b, c, 0.0005))
    )
    return MapSubject(world(), YEAR, load(lang), facts)


def test_the_plane_places_pairs_by_gain_and_distance() -> None:
    of = priced()
    chart = plane(world(), YEAR, of.priced, of.text)
    points = [row for row in rows_of(chart) if "mode" in row]
    assert len(points) == len(of.priced) == 3
    by_gain = sorted(of.priced, key=lambda pair: pair.gain or 0.0)
    by_height = sorted(points, key=lambda row: row["height"])
    assert [row["distance"] for row in by_height] == pytest.approx([pair.norm_distance for pair in by_gain])
    assert [row["mode"] for row in by_height] == [of.text(f"mode-{pair.mode}") for pair in by_gain]
    assert by_height[0]["height"] < -1 < by_height[1]["height"] < 1 < by_height[2]["height"]


def test_strips_count_every_pair_whose_distance_is_known() -> None:
    of = subject(YEAR)
    frame = of.interactions.frame()
    chart = by_distance(YEAR, list(zip(frame["mode"], frame["norm_distance"], strict=True)), of.text)
    counted: Counter[str] = Counter()
    for row in rows_of(chart):
        counted[row["mode"].split(":")[0]] += row["count"]
    known = frame.dropna(subset=["norm_distance"])
    assert counted == Counter(of.text(f"mode-{mode}") for mode in known["mode"])
