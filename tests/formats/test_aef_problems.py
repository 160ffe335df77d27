"""What is wrong with a file of the agreed electronic format is said, with its file, row, table and column."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from comity.errors import InputError, Problem
from comity.formats import aef_files
from comity.formats.aef import read, report_of, sheets_of, write
from comity.formats.aef_cells import Misread, read_cell, write_cell
from comity.formats.aef_tables import Report, aef
from tests.formats.aef_reports import HOST, report

FORMS = ("", ".zip", ".xlsx", ".json")


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


damages = st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=4)


@settings(max_examples=150, deadline=None)
@given(form=st.sampled_from(FORMS), damage=damages, kept=st.integers(0, 3000))
def test_a_damaged_file_is_read_or_is_an_input_error(
    form: str, damage: list[tuple[int, int]], kept: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("aef") / f"report{form}"
    write(report(), path)
    file = path / "Actions.csv" if path.is_dir() else path
    content = bytearray(file.read_bytes())
    for place, byte in damage:
        content[place % len(content)] = byte
    file.write_bytes(content[: max(kept, 1)] if kept < 1000 else content)
    with suppress(InputError):
        read(path)
