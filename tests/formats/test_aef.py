"""The agreed electronic format: what is written is read back, in all three forms; what is wrong is said where."""

from __future__ import annotations

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

from comity.formats.aef import read, sheets_of, write
from comity.formats.aef_tables import RECORDS, Field, Report, TableName, aef
from tests.formats.aef_reports import report

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
