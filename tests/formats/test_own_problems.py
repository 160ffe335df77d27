"""A user's own data that are wrong: every mistake is told at once, at its line and column, in both languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook  # type: ignore[import-untyped]

from comity.errors import InputError
from comity.formats.own_data import own_changes, with_own
from comity.formats.own_table import CELLS_MOST, COLUMNS, FILE_BYTES_MOST, as_table
from comity.text import LANGUAGES, load
from comity.world import World
from tests.formats.own_files import Rows, csv_file, wrong, xlsx_file

TUTORIAL = World.load("tutorial")
TERMS: list[str] = [
    *("activity", "family", "unit", "per", "factor", "slope", "intercept", "a", "b"),
    *("coefficient", "exponent", "rate", "quantity", "price", "to-price"),
]


def terms(**cells: object) -> list[object]:
    """A row of a table of curves."""
    given = {name.replace("_", "-"): cell for name, cell in cells.items()}
    return [given.get(column) for column in TERMS]


#: Rows of a table of curves, and what is wrong: line, column, the key of what was expected, the hint.
CURVES: dict[str, tuple[Rows, list[tuple[int, str, str, str]]]] = {
    "unknown activity": (
        [
            terms(activity="north-industri", family="linear", unit="EUR/t", slope=1),
            terms(activity="Cement works of Southland", family="linear", unit="EUR/t", slope=1),
            terms(family="linear", unit="EUR/t", slope=1),
        ],
        [
            (2, "activity", "rule-activity-exists", "north-industry"),
            (3, "activity", "rule-activity-exists", "south-cement"),
            (4, "activity", "rule-activity-exists", ""),
        ],
    ),
    "family": (
        [
            terms(activity="north-industry", family="lineal", unit="EUR/t", slope=1),
            terms(activity="south-power", unit="EUR/t", slope=1),
        ],
        [(2, "family", "rule-literal-error", "linear"), (3, "family", "rule-literal-error", "")],
    ),
    "unit": (
        [
            terms(activity="north-industry", family="linear", unit="US$2020/tCO2", slope=1),
            terms(activity="south-power", family="linear", unit="dollars", slope=1),
            terms(activity="south-cement", family="linear", slope=1),
        ],
        [
            (2, "unit", "rule-price-unit", "USD2020/t CO2"),
            (3, "unit", "rule-price-unit", ""),
            (4, "unit", "rule-price-unit", ""),
        ],
    ),
    "numbers": (
        [
            terms(activity="north-industry", family="linear", unit="EUR/t", slope="1,000", intercept="nan", factor="x"),
            terms(activity="south-power", family="quadratic", unit="EUR/t", a=True),
            terms(activity="south-cement", family="exponential", unit="EUR/t", coefficient=-1, rate=0),
        ],
        [
            (2, "factor", "expected-plain-number", ""),
            (2, "intercept", "expected-plain-number", ""),
            (2, "slope", "expected-plain-number", ""),
            (3, "a", "expected-plain-number", ""),
            (3, "b", "expected-own-parameter", ""),
            (4, "coefficient", "rule-greater-than", ""),
            (4, "rate", "rule-greater-than", ""),
        ],
    ),
    "another family's columns": (
        [terms(activity="north-industry", family="linear", unit="EUR/t", slope=1, rate=2)],
        [(2, "rate", "expected-own-empty", "")],
    ),
    "steps": (
        [
            terms(activity="south-cement", family="piecewise", unit="EUR/t", quantity=3, price=60, to_price=20),
            terms(activity="south-cement", quantity=0, price=10),
            terms(activity="south-cement", quantity=5, price=30),
            terms(activity="south-cement", quantity=5, price=30, unit="USD/t"),
        ],
        [
            (2, "to-price", "expected-own-rising", ""),
            (3, "price", "expected-own-rising", ""),
            (3, "quantity", "rule-greater-than", ""),
            (5, "activity", "expected-own-once", ""),
            (5, "unit", "expected-own-same", ""),
        ],
    ),
    "twice": (
        [
            terms(activity="north-industry", family="linear", unit="EUR/t", slope=1),
            terms(activity="north-industry", family="linear", unit="EUR/t", slope=2),
        ],
        [(3, "activity", "expected-own-one-row", "")],
    ),
}
BASELINES: dict[str, tuple[Rows, list[tuple[int, str, str, str]]]] = {
    "wide": (
        [
            ["activity", "unit", 2026, 2028, 2030, 2050],
            ["north-industry", "Mt CO2e", -1, "nan", "many", 3],
            ["north industry", "MtCO2e", 1, 2, 3, None],
            ["south-power", "MtCO2e", 1, 2, 3, None],
            ["south-power", "Mt CO2e", 1, 2, 3, None],
            ["south-cement", None, 1, 2, 3, None],
        ],
        [
            (2, "2026", "rule-greater-than-equal", ""),
            (2, "2028", "expected-plain-number", ""),
            (2, "2030", "expected-plain-number", ""),
            (2, "2050", "expected-own-year", ""),
            (3, "activity", "rule-activity-exists", "north-industry"),
            (4, "unit", "rule-quantity-unit", "Mt CO2e"),
            (5, "activity", "expected-own-once", ""),
            (6, "unit", "rule-quantity-unit", ""),
        ],
    ),
    "long": (
        [
            ["activity", "year", "value", "unit"],
            ["north-industry", 2026, 100, "Mt CO2e"],
            ["north-industry", 2026, 100, "kt CO2e"],
            ["north-industry", "soon", None, None],
            ["north-industry", 2206, 100, None],
        ],
        [
            (3, "unit", "expected-own-same", ""),
            (3, "year", "expected-own-once", ""),
            (4, "value", "rule-number", ""),
            (4, "year", "expected-one-year", ""),
            (5, "year", "expected-own-year", ""),
        ],
    ),
    "columns": ([["activity", "units", 2026], ["north-industry", "Mt", 1]], [(1, "unit", "expected-column", "units")]),
    "no years": (
        [["activity", "unit", "emissions"], ["north-industry", "Mt", 1]],
        [(1, "value", "expected-column", ""), (1, "year", "expected-own-years", "")],
    ),
    "curves": (
        [["activity", "family", "unit"], ["north-industry", "linear", "EUR/t"]],
        [(1, "value", "expected-column", "--curves"), (1, "year", "expected-own-years", "--curves")],
    ),
    "strange": (
        [["activity", "unit", "souce", 2026], ["north-industry", "Mt", "x", 1]],
        [(1, "souce", "expected-columns", "source")],
    ),
    "head again": (
        [["activity", "Unit", "unit "], ["north-industry", "Mt", "Mt"]],
        [(1, "unit", "expected-column-once", "")],
    ),
    "no head": ([["activity", "unit", "2026"], ["south-power", "Mt", 3, 4]], [(2, "", "expected-own-head", "")]),
    "heads alone": ([[], ["activity", "unit", "2026"]], [(2, "", "expected-own-table", "")]),
    "nothing": ([[]], [(0, "", "expected-own-table", "")]),
}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("case", CURVES)
def test_every_mistake_in_curves_is_told_at_its_cell(case: str, kind: str, tmp_path: Path) -> None:
    rows, expected = CURVES[case]
    _told(tmp_path, "curves", [TERMS, *rows], expected, kind)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("case", BASELINES)
def test_every_mistake_in_baselines_is_told_at_its_cell(case: str, kind: str, tmp_path: Path) -> None:
    _told(tmp_path, "baselines", *BASELINES[case], kind)


def _told(tmp_path: Path, which: str, rows: Rows, expected: list[tuple[int, str, str, str]], kind: str) -> None:
    if kind == "csv":
        file, sheet = csv_file(tmp_path / "own.csv", rows), ""
    else:
        file, sheet = xlsx_file(tmp_path / "own.xlsx", **{which: rows}), which
    problems = wrong(TUTORIAL, **{which: file})
    assert {problem.file for problem in problems} == {str(file)}
    found = [
        (
            one.line,
            one.address.removeprefix(sheet).removeprefix("."),
            one.expected.key,
            dict(one.hint.args) if one.hint else {},
        )
        for one in problems
    ]
    assert sorted((line, column, key, next(iter(hint.values()), "")) for line, column, key, hint in found) == sorted(
        expected
    )
    for lang in LANGUAGES:
        lines = [load(lang).problem(problem) for problem in problems]
        assert all("\n" not in line and "{" not in line for line in lines)


def test_both_files_are_told_of_at_once_and_nothing_is_half_applied(tmp_path: Path) -> None:
    good = csv_file(tmp_path / "good.csv", [["activity", "unit", 2026, 2030], ["north-industry", "Mt", 1, 1]])
    bad = csv_file(tmp_path / "bad.csv", [["activity", "unit", 2026, 2030], ["nobody", "Mt", 1, 1]])
    curves = csv_file(
        tmp_path / "curves.csv", [TERMS, terms(activity="nobody", family="linear", slope=1, unit="EUR/t")]
    )
    assert {problem.file for problem in wrong(TUTORIAL, baselines=bad, curves=curves)} == {str(bad), str(curves)}
    assert {problem.file for problem in wrong(TUTORIAL, baselines=good, curves=curves)} == {str(curves)}
    assert TUTORIAL.activity["north-industry"].baseline.values[0].value == 100


def test_points_must_rise_and_stand_once(tmp_path: Path) -> None:
    rows: Rows = [
        ["activity", "abatement", "marginal-cost", "unit"],
        ["north-industry", 10, 30, "EUR/t"],
        ["north-industry", 20, 20, "USD/t"],
        ["north-industry", 10, 30, "EUR/t"],
        ["south-power", -1, None, "EUR/t"],
        ["south-cement", 0, 5, "EUR/t"],
    ]
    first = wrong(TUTORIAL, curves=csv_file(tmp_path / "own.csv", rows))
    assert [(one.line, one.address, one.expected.key) for one in first] == [
        (3, "unit", "expected-own-same"),
        (5, "marginal-cost", "rule-number"),
        (5, "abatement", "rule-greater-than-equal"),
        (6, "abatement", "expected-own-points"),
    ]
    alike = [[cell if cell != "USD/t" else "EUR/t" for cell in row] for row in rows[:4]]
    then = wrong(TUTORIAL, curves=csv_file(tmp_path / "own.csv", alike))
    assert [(one.line, one.address, one.expected.key) for one in then] == [
        (3, "marginal-cost", "expected-own-rising"),
        (4, "activity", "expected-own-once"),
    ]


# Files


def test_files_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    cases = {
        "nothing-there.csv": "found-no-file",
        "folder.csv": "found-folder",
        "nul\0.csv": "found-bad-path",
    }
    for name, found in cases.items():
        (problem,) = wrong(TUTORIAL, curves=tmp_path / name)
        assert not isinstance(problem.found, str)
        assert (problem.found.key, problem.expected.key) == (found, "expected-own-file")
    (problem,) = wrong(TUTORIAL, curves=Path("/dev/null"))
    assert problem.expected.key == "expected-own-file"
    for name in ("table.xls", "table.txt", "table.pdf", "table"):
        (tmp_path / name).write_text("activity", encoding="utf-8")
        (problem,) = wrong(TUTORIAL, curves=tmp_path / name)
        assert problem.expected.key == "expected-own-file"
        assert (problem.hint is None) == (name in ("table.pdf", "table"))


@pytest.mark.parametrize(
    ("name", "content", "line", "expected"),
    [
        ("empty.csv", b"", 0, "expected-own-table"),
        ("blank.csv", b"\n , \n\n", 0, "expected-own-table"),
        ("gbk.csv", "activity,unit\n北境,x\n".encode("gbk"), 2, "expected-utf8"),
        ("utf16.csv", "activity,unit\n".encode("utf-16"), 1, "expected-utf8"),
        ("quote.csv", b'activity,unit\nx,"y\n', 2, "expected-own-csv"),
        ("empty.xlsx", b"", 0, "expected-own-xlsx"),
        ("corrupt.xlsx", b"PK\x03\x04nothing of the kind", 0, "expected-own-xlsx"),
        ("text.xlsx", b"activity,unit\n", 0, "expected-own-xlsx"),
        ("password.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504, 0, "expected-own-xlsx"),
        ("large.csv", b"a" * (FILE_BYTES_MOST + 1), 0, "expected-file-size"),
    ],
)
def test_files_that_cannot_be_read(name: str, content: bytes, line: int, expected: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    (problem,) = wrong(TUTORIAL, baselines=tmp_path / name)
    assert (problem.file, problem.line, problem.expected.key) == (str(tmp_path / name), line, expected)
    assert (problem.hint is not None) == (name in ("gbk.csv", "utf16.csv", "password.xlsx"))


def test_workbooks_without_the_sheet_or_with_too_much_of_it(tmp_path: Path) -> None:
    (problem,) = wrong(TUTORIAL, curves=xlsx_file(tmp_path / "two.xlsx", one=[["x"]], two=[["x"]]))
    assert (problem.expected.key, dict(problem.expected.args)) == ("expected-own-sheet", {"sheet": "curves"})
    book = Workbook()
    book.active.cell(1, 1, "activity")
    book.active.cell(CELLS_MOST // 10, 16, "far away")
    book.save(tmp_path / "large.xlsx")
    (problem,) = wrong(TUTORIAL, curves=tmp_path / "large.xlsx")
    assert problem.expected.key == "expected-own-cells"


def test_formulas_that_nobody_computed_are_no_numbers(tmp_path: Path) -> None:
    rows: Rows = [["activity", "unit", 2026, 2030], ["north-industry", "Mt CO2e", "=50+50", 100]]
    (problem,) = wrong(TUTORIAL, baselines=xlsx_file(tmp_path / "own.xlsx", baselines=rows))
    assert (problem.line, problem.address, problem.found) == (2, "baselines.2026", "=50+50")
    assert problem.hint is not None
    assert problem.hint.key == "hint-own-formula"


def test_a_row_that_says_nothing_changes_nothing(tmp_path: Path) -> None:
    rows: Rows = [["activity", "unit", 2026, 2030], ["north-industry", "Mt CO2e", None, None], [None, None, None, None]]
    assert with_own(TUTORIAL, baselines=csv_file(tmp_path / "own.csv", rows)) is TUTORIAL


def test_a_table_may_begin_below_the_top(tmp_path: Path) -> None:
    rows: Rows = [[], [], ["activity", "unit", 2026, 2030], [], ["north-industry", "Mt CO2e", "x", 100]]
    for file in (csv_file(tmp_path / "own.csv", rows), xlsx_file(tmp_path / "own.xlsx", data=rows)):
        (problem,) = wrong(TUTORIAL, baselines=file)
        assert problem.line == 5


JUNK = st.sampled_from(
    [
        *(
            None,
            "",
            "nan",
            "-inf",
            "1e999",
            "1e-300",
            "1,5",
            "９",
            "=A1",
            "a\nb",
            "\x00",
            "x" * 5000,
            "EUR2026/t",
            "Mt CO2",
        ),
        *(
            -1,
            0,
            1,
            7,
            2026,
            2030,
            1700,
            2206,
            1e308,
            5e-324,
            10**30,
            True,
            date(2030, 1, 1),
            "share",
            "power",
            "piecewise",
        ),
        *(
            "north-industry",
            "NORTH",
            "World",
            "M",
            "base",
            "p30",
            "Price|Carbon",
            "Emissions|CO2",
            "Emissions|CO2|Energy",
        ),
    ]
)
HEADS = st.sampled_from([*COLUMNS, "2026", "2030", "1700", "junk", "Price", None])


@given(st.data())
@settings(max_examples=200)
def test_junk_is_told_of_and_never_a_crash(data: st.DataObject) -> None:
    """Whatever stands in the cells of a table, there are problems, or a world."""
    kind = data.draw(st.sampled_from(["curves", "baselines"]))
    sorts: list[list[str]] = [TERMS, ["activity", "unit", "2026", "2030"], ["activity", "unit", "year", "value"]]
    sorts += [
        ["activity", "share", "marginal-cost", "unit"],
        ["model", "scenario", "region", "variable", "unit", "2026"],
    ]
    heads = data.draw(st.one_of(st.sampled_from(sorts), st.lists(HEADS, min_size=1, max_size=6)))
    rows = data.draw(st.lists(st.lists(JUNK, min_size=len(heads), max_size=len(heads)), min_size=1, max_size=4))
    try:
        table = as_table("own.csv", "", list(enumerate([heads, *rows], start=1)))
        changes = own_changes(TUTORIAL, kind, table)
        assert changes is None or TUTORIAL.rebased(changes) is not TUTORIAL
    except InputError as error:
        for problem in error.problems:
            assert problem.file == "own.csv"
            assert all("\n" not in load(lang).problem(problem) for lang in LANGUAGES)
