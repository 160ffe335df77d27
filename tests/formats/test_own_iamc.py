"""Curves and baselines out of IAMC tables, as pyam writes them and as people do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from comity.formats.own_data import with_own
from comity.world import World
from comity.world.activity import Piecewise
from tests.formats.own_files import Rows, csv_file, wrong, xlsx_file

TUTORIAL = World.load("tutorial")
HEADS = ["Model", "Scenario", "Region", "Variable", "Unit", 2020, 2026, 2030]
PRICE, CO2, KYOTO = "Price|Carbon", "Emissions|CO2", "Emissions|Kyoto Gases"
ROWS: Rows = [
    ["M", "base", "north-industry", CO2, "Mt CO2/yr", 95, 100, 110],
    ["M", "p30", "north-industry", CO2, "Mt CO2/yr", 95, 90, 100],
    ["M", "p60", "north-industry", CO2, "Mt CO2/yr", 95, 75, 80],
    ["M", "base", "World", PRICE, "EUR_2026/t CO2", 0, 0, None],
    ["M", "p30", "World", PRICE, "EUR_2026/t CO2", 0, 30, None],
    ["M", "p60", "World", PRICE, "EUR_2026/t CO2", 0, 60, None],
    ["M", "base", "north-industry", "Population", "million", 1, 1, 1],
    ["M", "base", "World", CO2, "Mt CO2/yr", 1, 1, 1],
]
#: The same as a table of points, and as one of baselines.
POINTS: Rows = [
    ["activity", "share", "marginal cost", "unit"],
    ["north-industry", 0.1, 30, "EUR2026/t CO2"],
    ["north-industry", 0.25, 60, "EUR2026/t CO2"],
]
BASELINES: Rows = [["activity", "unit", 2026, 2030], ["north-industry", "Mt CO2", 100, 110]]

#: pyam needs ixmp4 to be there, and nothing of it to write a table.
WRITE = """
import sys, warnings
from unittest.mock import MagicMock
warnings.simplefilter("ignore")
names = ["", ".core", ".core.region", ".core.unit", ".data", ".data.abstract", ".cli", ".cli.platforms", ".conf"]
for name in (*names, ".conf.auth"):
    sys.modules["ixmp4" + name] = MagicMock()
import pandas, pyam
table = pyam.IamDataFrame(pandas.read_csv(sys.argv[1]))
table.to_csv(sys.argv[2])
table.to_excel(sys.argv[3])
"""


def meaning(world: World) -> tuple[object, object]:
    """The curve and baseline of north-industry but for where they are from."""
    activity = world.activity["north-industry"]
    assert activity.curve is not None
    values = [(value.year, value.value, value.status) for value in activity.baseline.values]
    return activity.curve.model_dump(exclude={"note"}), (activity.baseline.unit, values)


def test_what_pyam_writes_means_what_the_plain_tables_mean(tmp_path: Path) -> None:
    raw, written, book = (tmp_path / name for name in ("raw.csv", "pyam.csv", "pyam.xlsx"))
    csv_file(raw, [HEADS, *ROWS])
    subprocess.run([sys.executable, "-c", WRITE, str(raw), str(written), str(book)], check=True, capture_output=True)
    long = [[*row[:5], year, value] for row in ROWS for year, value in zip(HEADS[5:], row[5:], strict=True)]
    melted = csv_file(
        tmp_path / "long.csv", [["model", "SCENARIO", "region", "variable", "unit", "year", "value"], *long]
    )
    plain = with_own(
        TUTORIAL, csv_file(tmp_path / "points.csv", POINTS), csv_file(tmp_path / "baselines.csv", BASELINES)
    )
    for file in (raw, written, book, melted):
        own = with_own(TUTORIAL, file, file)
        assert meaning(own) == meaning(plain)
        assert own.activity["north-industry"].curve.note.startswith(str(file))  # type: ignore[union-attr]


def test_a_region_may_be_the_host_of_one_activity(tmp_path: Path) -> None:
    named = [[cell if cell != "north-industry" else "NORTH" for cell in row] for row in ROWS]
    own = with_own(TUTORIAL, csv_file(tmp_path / "own.csv", [HEADS, *named]))
    assert isinstance(own.activity["north-industry"].curve, Piecewise)
    south: Rows = [["M", "base", region, CO2, "Mt CO2", 1, 2, 3] for region in ("SOUTH", "south-power")]
    (problem,) = wrong(TUTORIAL, baselines=csv_file(tmp_path / "own.csv", [HEADS, south[0]]))
    assert (problem.line, problem.address, problem.expected.key) == (2, "Region", "expected-own-activities")
    assert dict(problem.expected.args) == {"activities": "south-power, south-cement"}
    own = with_own(TUTORIAL, baselines=csv_file(tmp_path / "own.csv", [HEADS, *south]))
    assert {own.activity[id].baseline.values[-1].value for id in ("south-power", "south-cement")} == {3}


@pytest.mark.parametrize(
    ("unit", "ours"),
    [
        ("Mt CO2/yr", "Mt CO2"),
        ("Mt CO2-equiv/yr", "Mt CO2e"),
        ("MtCO2eq/yr", "Mt CO2e"),
        ("kt CO2e / year", "kt CO2e"),
        ("Gt C/yr", "Gt C"),
    ],
)
def test_units_as_they_are_spelled_elsewhere(unit: str, ours: str, tmp_path: Path) -> None:
    rows: Rows = [["M", "base", "NORTH", "emissions|co2", unit, 1, 2, 3]]
    own = with_own(TUTORIAL, baselines=csv_file(tmp_path / "own.csv", [HEADS, *rows]))
    assert own.activity["north-industry"].baseline.unit == ours


def test_all_gases_are_preferred_in_a_world_of_all_gases(tmp_path: Path) -> None:
    rows: Rows = [["M", "base", "NORTH", name, "Mt CO2e", 1, value, value] for name, value in ((CO2, 2), (KYOTO, 3))]
    own = with_own(TUTORIAL, baselines=csv_file(tmp_path / "own.csv", [HEADS, *rows]))
    assert [value.value for value in own.activity["north-industry"].baseline.values] == [3, 3]


def changed(*changes: tuple[int, int, object]) -> list[list[object]]:
    """The table with other cells: row, from 0; column; cell."""
    rows = [list(row) for row in ROWS]
    for line, column, cell in changes:
        rows[line][column] = cell
    return rows


#: What is wrong with a table, and what is said of it: line, column, the key of what was expected.
CASES: dict[str, tuple[str, list[list[object]], list[tuple[int, str, str]]]] = {
    "region": ("baselines", changed((0, 2, "Atlantis")), [(2, "Region", "expected-own-region")]),
    "unit": ("baselines", changed((0, 4, "EJ/yr")), [(2, "Unit", "rule-quantity-unit")]),
    "number": ("baselines", changed((0, 6, "n/a")), [(2, "2026", "expected-plain-number")]),
    "negative": ("baselines", changed((0, 6, -1)), [(2, "2026", "rule-greater-than-equal")]),
    "baseline missing": (
        "baselines",
        [["M", "p30", "SOUTH", CO2, "Mt CO2/yr", 1, 1, 1], *map(list, ROWS)],
        [(2, "Region", "expected-own-activities")],
    ),
    "no baseline": (
        "baselines",
        [["M", "p30", "south-power", CO2, "Mt CO2/yr", 1, 1, 1], *map(list, ROWS)],
        [(2, "Variable", "expected-own-base-figure")],
    ),
    "twice": ("baselines", [*map(list, ROWS), list(ROWS[0])], [(10, "Variable", "expected-own-once")]),
    "no emissions": ("baselines", [list(ROWS[3])], [(1, "Variable", "expected-own-emissions")]),
    "model": ("baselines", changed((1, 0, "N")), [(3, "Model", "expected-own-one-model")]),
    "two without a price": ("baselines", changed((4, 6, 0)), [(3, "Scenario", "expected-own-base-scenario")]),
    "all with a price": ("curves", changed((3, 6, 5)), [(2, "Scenario", "expected-own-base-scenario")]),
    "no price": ("curves", [list(row) for row in ROWS[:3]], [(1, "Variable", "expected-own-price")]),
    "price missing": ("curves", changed((5, 2, "south-power")), [(4, "Variable", "expected-own-price-of")]),
    "price unit": ("curves", changed((5, 4, "USD_2010/t CO2")), [(7, "Unit", "expected-own-same")]),
    "price years": ("curves", changed((4, 7, 40)), [(5, "year", "expected-own-one-price-year")]),
    "price falls": ("curves", changed((4, 6, 70)), [(7, "Variable", "expected-own-rising")]),
    "leakage": ("curves", changed((1, 6, 101)), [(3, "Scenario", "expected-own-abated")]),
    "no base": ("curves", changed((0, 6, 0)), [(2, "Variable", "expected-own-base-figure")]),
}


@pytest.mark.parametrize("case", CASES)
def test_mistakes(case: str, tmp_path: Path) -> None:
    which, rows, expected = CASES[case]
    problems = wrong(TUTORIAL, **{which: csv_file(tmp_path / "own.csv", [HEADS, *rows])})
    found = [(one.line, one.address, one.expected.key) for one in problems]
    assert found[: len(expected)] == expected
    problems = wrong(TUTORIAL, **{which: xlsx_file(tmp_path / "own.xlsx", data=[HEADS, *rows], meta=[["x"]])})
    assert [(one.line, one.address, one.expected.key) for one in problems] == [
        (line, f"data.{column}", key) for line, column, key in found
    ]


def test_missing_columns(tmp_path: Path) -> None:
    rows: Rows = [["model", "scenario", "place", "variable", 2026], ["M", "s", "NORTH", CO2, 1]]
    problems = wrong(TUTORIAL, baselines=csv_file(tmp_path / "own.csv", rows))
    assert [(one.address, one.expected.key) for one in problems] == [
        ("region", "expected-column"),
        ("unit", "expected-column"),
    ]


def test_a_world_of_one_year_reads_prices_off_the_line(tmp_path: Path) -> None:
    world = World.load("rice50-2030")
    rows: Rows = [
        ["model", "scenario", "region", "variable", "unit", 2025, 2035],
        ["M", "base", "ARG", CO2, "Mt CO2/yr", 200, 200],
        ["M", "tax", "ARG", CO2, "Mt CO2/yr", 180, 160],
        ["M", "tax", "ARG", PRICE, "US$2005/t CO2", 20, 40],
    ]
    file = csv_file(tmp_path / "own.csv", rows)
    own = with_own(world, file, file)
    curve = own.activity["arg"].curve
    assert isinstance(curve, Piecewise)
    steps: list[object] = [(step.quantity * 20, step.price, step.to_price) for step in curve.steps]
    assert steps == [(3, 0, 30)]
    assert curve.note.endswith("(2030)")
    reading = own.activity["arg"].baseline.at(2030)
    assert reading is not None
    assert reading.value == 200
