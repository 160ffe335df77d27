"""The agreed electronic format: what is written is read back, in all three forms; what is wrong is said where."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields
from msgspec.structs import replace as changed

from comity.errors import InputError, Problem
from comity.formats import aef_files
from comity.formats.aef import read, report_of, sheets_of, write
from comity.formats.aef_cells import Misread, read_cell, write_cell
from comity.formats.aef_tables import RECORDS, Field, Report, TableName, aef
from tests.formats.aef_reports import HOST, report

FORMS = ("", ".zip", ".xlsx", ".json")

# The tables


def test_the_tables_have_the_columns_of_the_decision() -> None:
    assert [len(table.fields) for table in aef().tables.values()] == [9, 19, 27, 16, 8]
    assert len(aef().values["activity"]) == 27
    assert "C02 usage" in aef().values["activity"]


@pytest.mark.parametrize("name", RECORDS)
def test_records_have_a_value_for_every_column(name: TableName) -> None:
    columns = aef().tables[name].fields
    assert {field.attribute for field in columns} == {field.name for field in fields(RECORDS[name])}
    assert len({field.name for field in columns}) == len(columns)


@pytest.mark.parametrize("name", RECORDS)
def test_conditions_name_columns_of_the_table_and_values_of_the_lists(name: TableName) -> None:
    table = aef().tables[name]
    columns = {field.name: field for field in table.fields}
    likes = [like for field in table.fields for like in (*field.needed, *field.allowed)]
    likes += [like for rule in table.one_of for like in rule.rows]
    for like in likes:
        for column, values in like.items():
            assert set(values) <= {*aef().values[columns[column].values], "NA"}
    assert all(set(rule.fields) <= set(columns) for rule in table.one_of)
    assert set(aef().subtypes) == set(aef().values["action"])
    assert {one for several in aef().subtypes.values() for one in several} < set(aef().values["subtype"])


# There and back

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=12)
plain = texts.map(str.strip).filter(lambda text: text not in ("", "NA"))
parties = st.sampled_from(("GHA", "CHE", "EUE", "PER"))


def one_value(field: Field) -> st.SearchStrategy[Any]:
    """Values of a column."""
    whole = st.one_of(st.integers(0, 3000), st.integers(0, 10**99))
    match field.type:
        case "text":
            return plain
        case "texts":
            items = plain.filter(lambda text: ";" not in text)
            return st.lists(items, min_size=1, max_size=3).map(tuple)
        case "choice":
            return st.sampled_from(aef().values[field.values])
        case "choices":
            return st.lists(st.sampled_from(aef().values[field.values]), min_size=1, max_size=3).map(tuple)
        case "integer":
            return whole
        case "number":
            fine = st.decimals(0, 10**12, allow_nan=False, places=6)
            return st.one_of(whole.map(Decimal), fine, st.just(Decimal("0.1")), st.just(Decimal("1E+20")))
        case "year":
            return st.integers(1, 9999)
        case "years":
            return st.tuples(st.integers(1, 9999), st.integers(1, 9999))
        case "date":
            return st.dates()
        case "instant":
            return st.datetimes(timezones=st.just(UTC))
        case "party":
            return parties
        case "parties":
            return st.lists(parties, min_size=1, max_size=3).map(tuple)
        case "registry":
            return st.builds("{}{:02}".format, parties, st.integers(0, 99))
        case "approach":
            return st.integers(0, 9999).map("CA{:04}".format)
        case "version":
            return st.builds("{}.{}".format, st.integers(1, 99), st.integers(0, 99))
        case "authorization":
            return st.from_regex(r"[A-Z][A-Za-z0-9 -]{0,8}[A-Z]", fullmatch=True).filter(lambda text: text != "NA")


def records(name: TableName) -> st.SearchStrategy[Any]:
    """Records of a table, without regard to what they say about one another."""
    values: dict[str, st.SearchStrategy[Any]] = {}
    for field in aef().tables[name].fields:
        absent: Any = () if field.type in ("texts", "parties", "choices") else None
        value = one_value(field)
        values[field.attribute] = value if field.required else st.one_of(st.just(absent), value)
    return st.builds(RECORDS[name], **values)


def several(name: TableName) -> st.SearchStrategy[Any]:
    """A few records of a table."""
    return st.lists(records(name), max_size=3).map(tuple)


reports = st.builds(Report, records("submission"), *(several(name) for name in list(RECORDS)[1:]))


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=30, deadline=None)
@given(one=reports)
def test_every_form_gives_back_what_it_was_given(
    form: str, one: Report, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("aef") / f"report{form}"
    write(one, path)
    assert read(path) == one


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "text",
    ["=1+1", "'a'", '"b"', "a,b\u2028c", "_x0041_", "<&>", "\U0001f33f", "加纳", "1e5", "007", "TRUE", "@x", "#N/A"],
)
def test_odd_texts_stay_as_they_are(form: str, text: str, tmp_path: Path) -> None:
    good = report()
    one = Report(good.submission, good.authorizations, (changed(good.actions[0], information=text),))
    write(one, tmp_path / f"report{form}")
    assert read(tmp_path / f"report{form}") == one


def test_a_spreadsheet_opens_in_pandas(tmp_path: Path) -> None:
    write(report(), tmp_path / "a.xlsx")
    frames = pd.read_excel(tmp_path / "a.xlsx", sheet_name=None, keep_default_na=False)
    assert list(frames) == [table.sheet for table in aef().tables.values()]
    for table in aef().tables.values():
        assert list(frames[table.sheet].columns) == [field.name for field in table.fields]
    assert frames["Actions"]["FirstID"].tolist() == [action.first for action in report().actions]
    assert frames["Actions"]["GWPValues"].tolist()[0] == "NA"


def test_a_formula_is_never_written(tmp_path: Path) -> None:
    good = report()
    write(Report(good.submission, (changed(good.authorizations[0], terms="=1+1"),)), tmp_path / "a.xlsx")
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["Authorizations"]
    assert [cell.data_type for cell in page[2] if cell.value == "=1+1"] == ["s"]


def test_absent_is_na_and_the_platforms_columns_stay_empty() -> None:
    (submission, authorizations, *_) = sheets_of(report())
    assert submission.rows[0][1][4:6] == ["", ""]
    cells = dict(zip(authorizations.heads, authorizations.rows[0][1], strict=True))
    assert (cells["AuthorizationT&Cs"], cells["AuthorizationDocumentation"]) == ("NA", "")


def test_a_spreadsheet_may_hold_dates_as_dates(tmp_path: Path) -> None:
    write(report(), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book["Submission"]["D2"] = datetime(2026, 4, 15)
    book["Actions"]["A2"] = datetime(2025, 3, 1, 12, 0, 0)
    book.save(tmp_path / "a.xlsx")
    back = read(tmp_path / "a.xlsx")
    assert back.submission.date == date(2026, 4, 15)
    assert back.actions[0].at == datetime(2025, 3, 1, 12, tzinfo=UTC)


# What is wrong


def problems(spoil: Callable[[dict[str, Any]], None], tmp_path: Path) -> list[Problem]:
    """What reading a submission says after it was spoilt."""
    write(report(), tmp_path / "a.json")
    tables = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    spoil(tables)
    (tmp_path / "b.json").write_text(json.dumps(tables), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(tmp_path / "b.json")
    return list(caught.value.problems)


WRONG_CELLS = [
    ("Submission", "ParticipatingParty", "GH", "expected-aef-party"),
    ("Submission", "SubmissionVersion", "0.1", "expected-aef-version"),
    ("Submission", "ReportedYear", "25", "expected-aef-year"),
    ("Submission", "DateOfSubmission", "2026-04-15", "expected-aef-date"),
    ("Submission", "DateOfSubmission", "31/02/2026", "expected-aef-date"),
    ("Submission", "ParticipatingParty", "NA", "expected-aef-required"),
    ("Authorizations", "AuthorizationID", "A_1", "expected-aef-authorization"),
    ("Authorizations", "CooperativeApproachID", "CA12", "expected-aef-approach"),
    ("Authorizations", "AuthorizedQuantity", "1,000", "expected-aef-integer"),
    ("Authorizations", "Sectors", "Agriculture; Fishing", "expected-aef-choice"),
    ("Authorizations", "AuthorizedPartyIDs", "CHE, PER", "expected-aef-parties"),
    ("Authorizations", "AuthorizedEntityIDs", "a;;b", "expected-aef-texts"),
    ("Authorizations", "AuthorizedTimeframe", "2021-2030", "expected-aef-years"),
    ("Authorizations", "AuthorizationT&Cs", "a\tb", "expected-aef-text"),
    ("Actions", "ActionDateTime", "2025-03-01T12:00:00+01:00", "expected-aef-instant"),
    ("Actions", "ActionType", "Sale", "expected-aef-choice"),
    ("Actions", "FirstID", "-1", "expected-aef-integer"),
    ("Actions", "FirstID", "1" * 101, "expected-aef-integer"),
    ("Actions", "QuantityCO2", "1e3", "expected-aef-number"),
    ("Actions", "PartyITMORegistryID", "GHA1", "expected-aef-registry"),
]


@pytest.mark.parametrize(("sheet", "column", "cell", "expected"), WRONG_CELLS)
def test_a_wrong_cell_is_said_where_it_stands(
    sheet: str, column: str, cell: str, expected: str, tmp_path: Path
) -> None:
    def spoil(tables: dict[str, Any]) -> None:
        tables[sheet][0][column] = cell

    (found,) = problems(spoil, tmp_path)
    assert (found.file, found.line, found.address) == ("b.json", 2, f"{sheet}[0].{column}")
    assert found.expected.key == expected


@pytest.mark.parametrize("form", ["", ".zip", ".xlsx"])
def test_a_wrong_cell_has_file_row_table_and_column(form: str, tmp_path: Path) -> None:
    sheets = sheets_of(report())
    sheets[2].rows[1][1][7] = "x"
    path = tmp_path / f"a{form}"
    aef_files.write(sheets, path)
    with pytest.raises(InputError) as caught:
        read(path)
    (found,) = caught.value.problems
    assert (found.line, found.address, found.found) == (3, "Actions.FirstID", "x")
    assert found.file == {"": "Actions.csv", ".zip": "a.zip/Actions.csv", ".xlsx": "a.xlsx"}[form]


def test_unknown_missing_and_repeated_columns_are_told() -> None:
    for spoil, expected in (
        (lambda heads: [*heads[:-1], "Colour"], ["expected-aef-column", "expected-aef-column-there"]),
        (lambda heads: heads[:-1], ["expected-aef-column-there"]),
        (lambda heads: [*heads, heads[0]], ["expected-column-once"]),
    ):
        sheets = sheets_of(report())
        sheets[3] = replace(sheets[3], heads=spoil(sheets[3].heads), rows=[])
        with pytest.raises(InputError) as caught:
            report_of(sheets)
        assert [problem.expected.key for problem in caught.value.problems] == expected


def test_unknown_and_missing_tables_are_told() -> None:
    sheets = sheets_of(report())
    with pytest.raises(InputError) as caught:
        report_of([*sheets[:4], replace(sheets[4], name="Entities")])
    assert [problem.expected.key for problem in caught.value.problems] == ["expected-aef-sheet", "expected-aef-table"]
    with pytest.raises(InputError) as caught:
        report_of([])
    assert {problem.expected.key for problem in caught.value.problems} == {"expected-aef-table"}


def test_a_submission_is_one_row_and_rows_are_not_too_long() -> None:
    sheets = sheets_of(report())
    sheets[0].rows.append(sheets[0].rows[0])
    with pytest.raises(InputError) as caught:
        report_of(sheets)
    assert [problem.expected.key for problem in caught.value.problems] == ["expected-aef-one-row"]
    sheets = sheets_of(report())
    sheets[1].rows[0][1].append("more")
    with pytest.raises(InputError) as caught:
        report_of(sheets)
    assert [problem.expected.key for problem in caught.value.problems] == ["expected-cells"]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.json", b"[1]", "expected-aef-json"),
        ("a.json", b'{"Actions": [{"FirstID": true}]}', "expected-aef-json"),
        ("a.json", b'{"Actions": [{"FirstID": 1, "FirstID": 2}]}', "expected-aef-json"),
        ("a.json", b'{"Actions": [' + b"[" * 100_000, "expected-aef-json"),
        ("a.json", b"\xff", "expected-aef-json"),
        ("a.xlsx", b"PK", "expected-aef-file"),
        ("a.xlsx", b"", "expected-aef-file"),
        ("a.zip", b"PK", "expected-aef-file"),
        ("a.pdf", b"", "expected-aef-file"),
        ("folder/Actions.csv", b"\xff", "expected-aef-csv"),
        ("folder/Actions.csv", b'"open', "expected-aef-csv"),
    ],
)
def test_a_file_that_is_none_is_an_input_error(name: str, content: bytes, expected: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(tmp_path / "folder" if name.startswith("folder") else tmp_path / name)
    assert caught.value.problems[0].expected.key == expected


def test_a_path_that_cannot_be_read_or_written_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read(tmp_path / "none.json")
    with pytest.raises(InputError):
        write(report(), tmp_path / "none" / "a.json")
    with pytest.raises(InputError):
        write(report(), tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("terms", "NA"),
        ("terms", ""),
        ("terms", " x"),
        ("terms", "a\nb"),
        ("terms", "\ud800"),
        ("terms", "\ufffe"),
        ("quantity", -1),
        ("quantity", True),
        ("quantity", 1.5),
        ("entities", ("a;b",)),
        ("entities", ("NA",)),
        ("sectors", ()),
        ("date", datetime(2025, 1, 1, tzinfo=UTC)),
        ("timeframe", (2021,)),
        ("approach", None),
    ],
)
def test_what_the_format_cannot_hold_is_not_written(attribute: str, value: Any) -> None:
    good = report()
    spoilt = changed(good.authorizations[0], **{attribute: value})
    with pytest.raises(InputError) as caught:
        sheets_of(Report(good.submission, (spoilt,)))
    (problem,) = caught.value.problems
    field = next(field for field in aef().tables["authorizations"].fields if field.attribute == attribute)
    assert problem.address == f"Authorizations.{field.name}"


def test_an_instant_needs_a_time_zone() -> None:
    (field,) = (field for field in aef().tables["actions"].fields if field.attribute == "at")
    with pytest.raises(Misread):
        write_cell(field, datetime(2025, 1, 1))
    assert read_cell(field, "2025-01-01T00:00:00.250Z") == datetime(2025, 1, 1, microsecond=250_000, tzinfo=UTC)
    assert report().submission.party == HOST
