"""Bring your own data: what is given is what the world then has, whatever the file, and nothing else has changed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.formats.own_curves import curves
from comity.formats.own_data import own_changes, with_own
from comity.formats.own_rows import Cells, baseline_rows, baseline_years, curve_rows
from comity.formats.own_table import Faults, read_table
from comity.formats.own_template import template
from comity.market import solve
from comity.text import LANGUAGES, Language, load
from comity.world import World
from comity.world.activity import Curve, Linear, Piecewise
from comity.world.read import read_world
from tests.formats.own_files import Rows, applied, csv_file, table, wrong, xlsx_file
from tests.random_worlds import Tree, world_of
from tests.strategies import trees

POINTS: Rows = [
    ["Activity", "Abatement", "Marginal cost", "Unit", "abatement_unit"],
    ["north-industry", 20, 60, "EUR2026/t", None],
    ["north-industry", 10, 15, None, "Mt CO2e"],
    ["north-industry", 30000, 60, None, "kt CO2e"],
    ["north-industry", 40, 90, None, None],
]


TUTORIAL = World.load("tutorial")


def curve_of(world: World, id: str = "north-industry") -> Curve:
    found = world.activity[id].curve
    assert found is not None
    return found


# Round trips


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["tutorial", "rice50-2030", "2026", "ellerman-decaux-1998"])
def test_an_untouched_template_says_nothing_new(tmp_path: Path, name: str, lang: Language) -> None:
    world = World.load(name)
    file = tmp_path / "own.xlsx"
    base = read_world(name, ())
    file.write_bytes(template(base, load(lang), name, "own.xlsx"))
    assert [own_changes(base, kind, read_table(file, kind)) for kind in ("curves", "baselines")] == [None, None]
    assert with_own(world, file, file) is world


@given(trees())
@settings(max_examples=40)
def test_rows_of_a_random_world_give_it_back(tree: Tree) -> None:
    world, text = world_of(tree), load("en")
    emptied = {
        id: {
            **activity,
            "baseline": {"unit": "kt C", "values": [{"year": 2030, "value": 7, "status": "assumed"}]},
            "curve": {"family": "linear", "unit": "EUR/t", "slope": 1, "status": "assumed"},
        }
        for id, activity in tree["activity"].items()
    }
    other = world_of({**tree, "activity": emptied})
    rows = {"curves": list(curve_rows(world, text)), "baselines": list(baseline_rows(world, text))}
    again = applied(other, **{kind: table(listed) for kind, listed in rows.items()})
    marked = {"status", "source", "note"}
    for id, activity in world.activity.items():
        if activity.curve is not None:
            assert curve_of(again, id).model_dump(exclude=marked) == activity.curve.model_dump(exclude=marked)
        values = [(value.year, value.value) for value in again.activity[id].baseline.values]
        assert values == [(value.year, value.value) for value in activity.baseline.values]
        assert again.activity[id].baseline.unit == activity.baseline.unit
        assert {value.status for value in again.activity[id].baseline.values} == {"assumed"}


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 40)), min_size=1, max_size=6), st.booleans())
@settings(max_examples=40)
def test_a_curve_goes_through_its_points(steps: list[tuple[int, int]], share: bool) -> None:
    """Marginal cost at each point is that of the point, and falls nowhere."""
    abated, price, points = Decimal(0), Decimal(0), []
    for more, dearer in steps:
        abated, price = abated + Decimal(more) / 1000, price + dearer
        points.append((abated, price))
    column = "share" if share else "abatement"
    rows: list[Cells] = [
        {"activity": "north-industry", column: at, "marginal-cost": cost, "unit": "EUR2026/t"}
        for at, cost in reversed(points)
    ]
    faults = Faults(table(rows))
    (given_curve,) = curves(faults.table, TUTORIAL, faults)
    faults.check()
    found = Piecewise.model_validate(given_curve.value)
    assert found.per == ("share" if share else "quantity")
    at, ends = Decimal(0), []
    for step in found.steps:
        at += step.quantity
        ends.append((at, step.to_price))
    assert ends == points


# One meaning, whatever the file


def test_csv_and_excel_agree(tmp_path: Path) -> None:
    files = [
        csv_file(tmp_path / "a.csv", POINTS),
        csv_file(tmp_path / "b.csv", POINTS, "utf-8-sig"),
        xlsx_file(tmp_path / "c.xlsx", curves=POINTS, notes=[["nothing"]]),
        xlsx_file(tmp_path / "d.xlsx", Sheet1=POINTS),
        xlsx_file(tmp_path / "e.xlsx", 减排曲线=POINTS, 基准排放=[["x"]]),
    ]
    semicolons = tmp_path / "f.csv"
    semicolons.write_text(files[0].read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    found = [curve_of(with_own(TUTORIAL, file)).model_dump(exclude={"note"}) for file in (*files, semicolons)]
    assert all(one == found[0] for one in found)
    steps = [(step["quantity"], step["price"], step["to_price"]) for step in found[0]["steps"]]
    assert steps == [(10, 0, 15), (10, 15, 60), (10, 60, 60), (10, 60, 90)]


def test_long_and_wide_and_chinese_baselines_agree(tmp_path: Path) -> None:
    wide: Rows = [["activity", "unit", 2026, 2030.0], ["north-industry", "kt CO2e", 90000, 80000.5]]
    long: Rows = [
        ["activity", "unit", "year", "value"],
        ["north-industry", "kt CO2e", 2030, "80000.5"],
        ["north-industry", "", "2026", "9e4"],
    ]
    chinese: Rows = [["减排活动", "单位", "年份", "数值"], *long[1:]]
    years: Rows = [["减排活动", "单位", "2026年", "2030 年"], wide[1]]
    found = []
    for name, rows in {"wide": wide, "long": long, "zh": chinese, "years": years}.items():
        for file in (csv_file(tmp_path / f"{name}.csv", rows), xlsx_file(tmp_path / f"{name}.xlsx", baselines=rows)):
            baseline = with_own(TUTORIAL, baselines=file).activity["north-industry"].baseline
            found.append((baseline.unit, [(value.year, value.value) for value in baseline.values]))
    assert found == [("kt CO2e", [(2026, 90000), (2030, Decimal("80000.5"))])] * 8


def test_every_family_in_one_table(tmp_path: Path) -> None:
    heads = ["activity", "family", "unit", "per", "factor", "coefficient", "exponent", "quantity", "price", "to-price"]
    rows: Rows = [
        ["north-industry", "Power", "EUR2026/t", "share", 2, 100, 1, None, None, None],
        ["south-cement", "分段", "EUR2026/t", None, None, None, None, 3, -5, None],
        ["north-industry", None, None, None, None, 50, 4, None, None, None],
        ["south-cement", None, None, None, None, None, None, 8, 20, 60],
    ]
    world = with_own(TUTORIAL, csv_file(tmp_path / "own.csv", [heads, *rows]))
    found = curve_of(world).model_dump(include={"terms", "factor", "per", "note"})
    assert found == {
        "terms": ({"coefficient": 100, "exponent": 1}, {"coefficient": 50, "exponent": 4}),
        "factor": 2,
        "per": "share",
        "note": f"{tmp_path}/own.csv:2",
    }
    cement = curve_of(world, "south-cement")
    assert isinstance(cement, Piecewise)
    segments: list[object] = [(step.quantity, step.price, step.to_price) for step in cement.steps]
    assert segments == [(3, -5, None), (8, 20, 60)]


# What it counts as


def test_what_is_not_changed_keeps_its_source_and_what_is_names_the_row(tmp_path: Path) -> None:
    world, text = read_world("rice50-2030", ()), load("en")
    rows = [dict(cells) for cells in baseline_rows(world, text)]
    rows[0]["2030"] = Decimal(200)
    rows[0]["source"] = "rice50, table 3"
    rows[1]["2030"] = Decimal(400)
    rows[1]["source"] = "My ministry"
    again = applied(world, baselines=table(rows))
    first, second, third = (again.activity[id].baseline.values[0] for id in list(world.activity)[:3])
    assert first.value == 200
    assert (first.status, first.source, first.note) == ("assumed", "rice50, table 3", "own.csv:2")
    assert (second.status, second.source, second.note) == ("assumed", "", "own.csv:3; My ministry")
    assert third == world.activity[list(world.activity)[2]].baseline.values[0]
    assert third.status == "derived"


def test_own_data_are_under_scenarios_and_in_the_reference(tmp_path: Path) -> None:
    """A recession shrinks the user's baselines too; what answers are measured against has them."""
    rows: Rows = [["activity", "unit", 2026, 2030], ["north-industry", "Mt CO2e", 200, 200]]
    file = csv_file(tmp_path / "own.csv", rows)
    plain = with_own(World.load("tutorial", "link"), baselines=file)
    shrunk = with_own(World.load("tutorial", "recession"), baselines=file)
    before = World.load("tutorial", "recession").activity["north-industry"].baseline
    ratio = before.at(2028).value / TUTORIAL.activity["north-industry"].baseline.at(2028).value  # type: ignore[union-attr]
    assert ratio != 1
    assert shrunk.activity["north-industry"].baseline.at(2028).value == 200 * ratio  # type: ignore[union-attr]
    for world in (plain, shrunk):
        assert world.folder.unchanged.tree["activity"]["north-industry"]["baseline"]["values"][0]["value"] == 200
    assert plain.folder.scenarios == ("link",)
    assert plain.reference().activity["north-industry"].baseline.values[0].value == 200
    nothing = with_own(World.load("tutorial", "no-link"), baselines=file)
    assert solve(nothing, [2028]).scoreboard.air_change == pytest.approx(0, abs=1e-6)


def test_without_a_named_reference_own_data_are_the_base(tmp_path: Path) -> None:
    file = csv_file(tmp_path / "own.csv", [["activity", "unit", 2030], ["arg", "Mt CO2", 500]])
    world = World.load("rice50-2030").with_({"world.reference": ""})
    own = with_own(world, baselines=file)
    assert own.folder.scenarios == world.folder.scenarios
    assert own.reference().folder.scenarios == ()
    assert own.reference().activity["arg"].baseline.values[0].value == 500
    assert own.world.reference == ""  # what was changed from Python is laid on again


def test_changed_figures_change_the_answer(tmp_path: Path) -> None:
    rows: Rows = [["activity", "family", "unit", "slope"], ["north-industry", "linear", "EUR2026/t", 6]]
    own = with_own(TUTORIAL, csv_file(tmp_path / "own.csv", rows))
    assert isinstance(curve_of(own), Linear)
    price = {row.mechanism: row.price for row in solve(own, [2026]).markets}
    before = {row.mechanism: row.price for row in solve(TUTORIAL, [2026]).markets}
    assert price["north-ets"] == pytest.approx(2 * (before["north-ets"] or 0))
    assert price["south-ets"] == pytest.approx(before["south-ets"])


def test_years_are_those_of_the_world_and_of_its_baselines() -> None:
    assert baseline_years(TUTORIAL) == ["2026", "2028", "2030"]


def test_what_the_checks_find_is_placed_in_the_users_file(tmp_path: Path) -> None:
    short = csv_file(tmp_path / "b.csv", [["activity", "unit", 2026], [], ["north-industry", "Mt CO2e", 100]])
    dear: Rows = [["activity", "family", "unit", "slope"], ["north-industry", "linear", "USD2005/t", 1]]
    dollars = csv_file(tmp_path / "c.csv", dear)
    found = [(one.file, one.line, one.expected.key) for one in wrong(TUTORIAL, baselines=short)]
    assert found == [(str(short), 3, "rule-figure-for-year")]
    (problem,) = wrong(TUTORIAL, curves=dollars)
    assert (problem.file, problem.line, problem.expected.key) == (str(dollars), 2, "rule-price-index")


def test_scenarios_that_make_curves_dearer_make_own_curves_dearer(tmp_path: Path) -> None:
    rows: Rows = [["activity", "family", "unit", "slope"], ["eu-sectors", "linear", "EUR/t", 1]]
    own = with_own(World.load("2026", "slopes-double"), csv_file(tmp_path / "own.csv", rows))
    assert curve_of(own, "eu-sectors").factor == 2
    assert curve_of(own.reference(), "eu-sectors").family == "linear"
