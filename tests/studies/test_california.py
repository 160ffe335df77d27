"""California's compliance, replayed: a made-up extract that always runs, and the published reports where they are."""

from __future__ import annotations

import csv
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]

import comity
from comity.errors import InputError
from comity.registry.ledger import Ledger
from comity.studies import california
from comity.studies.california import Outcome, study
from comity.studies.california_books import Finding

EXTRACT = Path(__file__).resolve().parents[1] / "data" / "california-extract"
SHEETS = {"summary": "Compliance Summary", "allowances": "Allowance Detail", "offsets": "Offset Detail"}
CLAUSE = "mechanism.usa-ca.accepts.california-offsets"


def folder(to: Path, period: str = "2013-2014", changes: dict[str, str] | None = None) -> Path:
    """The extract as CARB's files. `changes`: texts in its sheets, and what to write instead."""
    book = Workbook()
    book.remove(book.active)
    for name, title in SHEETS.items():
        text = (EXTRACT / f"{name}.csv").read_text(encoding="utf-8")
        for before, after in (changes or {}).items():
            text = text.replace(before, after)
        sheet = book.create_sheet(f"{period} {title}")
        for row in csv.reader(text.splitlines()):
            sheet.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    book.save(to / f"{period}compliancereport.xlsx")
    for path in EXTRACT.glob("*_extract.csv"):
        shutil.copy(path, to)
    return to


def of(found: Outcome, code: str) -> dict[str, Finding]:
    """The irregularities of a kind, by entity and period or by issuance."""
    return {f"{one.entity} {one.period}".strip(): one for one in found.findings if one.code == code}


# The extract ----------------------------------------------------------------------------------------------------------


def test_the_extract_gives_what_is_expected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert california.main([str(folder(tmp_path))]) == 0
    said = capsys.readouterr()
    assert said.out == (EXTRACT / "expected.txt").read_text(encoding="utf-8")
    assert said.err.splitlines() == ["reading 2013-2014compliancereport.xlsx", "booking 2013-2014"]


def test_the_limit_is_the_worlds(tmp_path: Path) -> None:
    """The same figures as another period, in which the limit is 4 %: who had 8 % is above it now."""
    years = {"2013-2014": "2021-2023", "2013 All": "2021 All", "2014 All": "2022 All", "2015 All": "2024 All"}
    found = study(folder(tmp_path, "2021-2023", years))
    above = of(found, "limit")
    assert set(above) == {f"{entity} 2021-2023" for entity in ("ZZ1001", "ZZ1002", "ZZ1003", "ZZ1010")}
    assert f"{CLAUSE} (quota-exceeded, limit 4,000)" in above["ZZ1001 2021-2023"].why
    assert "4,000 above the limit are not booked" in above["ZZ1001 2021-2023"].why


def test_what_is_surrendered_must_add_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An allowance more in the summary than in the detail is in no account: not explained."""
    assert california.main([str(folder(tmp_path, changes={"92000,8000,100000": "92001,8000,100001"}))]) == 1
    (line,) = capsys.readouterr().out.split("Not explained (1):\n")[1].splitlines()
    assert line.strip() == (
        "2013-2014 ZZ1001 Example Cement: allowances 92000, published 92001; total 100000, published 100001"
    )


def test_who_is_short_and_published_as_fulfilled_is_not_explained(tmp_path: Path) -> None:
    found = study(
        folder(tmp_path, changes={"2000,2300,0,2300": "2000,2000,0,2000", "Dairy,2300,0,0,2300": "Dairy,2000,0,0,2000"})
    )
    assert found.unexplained == ["2013-2014 ZZ1007 Example Food: status Unfulfilled, published Fulfilled"]


def test_without_emissions_the_window_is_what_was_published(tmp_path: Path) -> None:
    (folder(tmp_path) / "mrr_facility_emissions_extract.csv").unlink()
    found = study(tmp_path)
    assert of(found, "window") == {}
    assert set(of(found, "limit")) == {"ZZ1002 2013-2014", "ZZ1003 2013-2014"}


def test_credits_that_were_never_issued(tmp_path: Path) -> None:
    found = study(folder(tmp_path, changes={"3000,CALS9002-A": "3000,CALS9009-A", "2012,5000": "2012,50000"}))
    whys = [one.why for one in found.findings if one.code == "credits"]
    assert whys[0].startswith("3,000 of CALS9009-A: CARB's table has no such issuance")
    assert whys[1].startswith("50,000 of CAFR9001-A cannot be had: holdings-insufficient")
    assert [line.split(":")[0] for line in found.unexplained] == ["2013-2014 ZZ1001 Example Cement"]


def test_the_journal_holds_together(tmp_path: Path) -> None:
    replay = study(folder(tmp_path)).replay
    assert Ledger(replay.journal).state.store() == replay.ledger.state.store()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"9100,0,0,9100": "9100,some,0,9100"},
            "compliancereport.xlsx:4  2013-2014 Allowance Detail, 2014 Allowances Surrendered: found some,",
        ),
        ({"9100,0,0,9100": "-9100,0,0,9100"}, "Detail, 2013 Allowances Surrendered: found -9100,"),
        ({"Quantity": "Amount"}, "2013-2014 Offset Detail, Quantity: found nothing, expected a column for it"),
        ({"Entity ID,": "Entity,"}, "2013-2014 Compliance Summary, Entity ID: found nothing, expected a column"),
        ({"CAFR9001-A": "FR9001"}, "xlsx:3  2013-2014 Offset Detail, ARB Project ID #: found FR9001,"),
        (
            {"ZZ1002,Example Glass,2012": "ZZ2002,Example Glass,2012"},
            "xlsx:5  2013-2014 Offset Detail, Entity ID: found ZZ2002",
        ),
        (
            {"ZZ1002,Example Glass,900002": "ZZ1001,Example Glass,900002"},
            "Summary, Entity ID: found ZZ1001, expected each id once",
        ),
    ],
)
def test_wrong_cells_are_named(tmp_path: Path, changes: dict[str, str], message: str) -> None:
    with pytest.raises(InputError) as caught:
        study(folder(tmp_path, changes=changes))
    assert message in str(caught.value)


def test_wrong_files_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert california.main([str(tmp_path)]) == 2
    assert "compliancereport*.xlsx  found no such file" in capsys.readouterr().err
    folder(tmp_path)
    assert california.main([str(tmp_path), "--periods", "2015-2017"]) == 2
    assert "--periods: found 2015-2017, expected one of 2013-2014" in capsys.readouterr().err
    table = tmp_path / "arb_offset_issuance_extract.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("2014-03-04", "2014-13-04"), encoding="utf-8")
    assert california.main([str(tmp_path)]) == 2
    assert "arb_offset_issuance_extract.csv:3  CALS9002-A" in capsys.readouterr().err
    (tmp_path / "2013-2014compliancereport.xlsx").write_bytes(b"no workbook")
    assert california.main([str(tmp_path)]) == 2
    assert "2013-2014compliancereport.xlsx  found a file that cannot be read (BadZipFile)" in capsys.readouterr().err


# What was published ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(shared_data: Path) -> Outcome:
    """The three reports of 2013 to 2020."""
    return study(shared_data / "california")


def test_875_accounts_are_what_was_published(published: Outcome) -> None:
    facilities = published.replay.facilities is not None
    assert published.unexplained == []
    assert published.reconciled == {
        "2013-2014": 262,
        "2015-2017": 304 if facilities else 300,
        "2018-2020": 307 if facilities else 298,
    }
    assert sum(published.reconciled.values()) + sum(published.explained.values()) == 875


def test_totals_are_those_of_the_reports(published: Outcome) -> None:
    filings = {report.period: report.filings.values() for report in published.replay.reports}
    sums = {
        period: (
            sum(one.obligation for one in found),
            sum(one.total for one in found),
            sum(one.offsets_total for one in found),
        )
        for period, found in filings.items()
    }
    assert sums == {
        "2013-2014": (291_211_108, 291_181_202, 12_773_097),
        "2015-2017": (985_209_120, 981_442_093, 62_717_868),
        "2018-2020": (909_653_595, 909_653_595, 63_355_073),
    }
    assert (
        sum(one.retired.get("for Compliance in Quebec", 0) for one in published.replay.issuances.values()) == 18_945_136
    )
    assert published.replay.in_quebec == {}


def test_caps_are_the_facts(shared_data: Path) -> None:
    with (shared_data.parent / "facts" / "caps.csv").open(encoding="utf-8", newline="") as stream:
        facts = {(row["mechanism"], int(row["year"])): row["value"] for row in csv.DictReader(stream)}
    world = comity.World.load("california-2013")
    mine = {
        (id, one.year): str(one.value)
        for id, mechanism in world.mechanism.items()
        for one in (mechanism.cap.values if mechanism.cap else ())
    }
    assert mine == {key: facts[key] for key in mine}
    assert len(mine) == 30


def test_most_obligations_are_verified_emissions(published: Outcome) -> None:
    found = [line.split(" obligations")[0] for line in california.verified(published.replay)]
    facilities = published.replay.facilities is not None
    assert found == (["2013-2014: 246", "2015-2017: 269", "2018-2020: 271"] if facilities else [])


def test_defaults_and_untimely_surrenders(published: Outcome) -> None:
    assert set(of(published, "default")) == {"CA1677 2013-2014", "CA1017 2015-2017"}
    assert "3,767,027 of 4,884,965 not in time" in of(published, "default")["CA1017 2015-2017"].why
    assert "4 × 448,939 = 1,795,756" in of(published, "untimely")["CA2078 2013-2014"].why
    record = published.replay.ledger.state.compliance["usa-ca/2013-2014-untimely/CA1677"]
    assert (record.due, record.surrendered) == (4 * (42_723 - 12_817), 0)


def test_fourteen_above_eight_percent(published: Outcome) -> None:
    """With the emissions of their facilities thirteen are within the window; one is above it all the same."""
    within, above = of(published, "window"), of(published, "limit")
    assert len(within) + len(above) == 14
    assert all(f"{CLAUSE} (quota-exceeded" in one.why for one in [*within.values(), *above.values()])
    assert "6,028 above the limit are not booked" in above["CA1095 2015-2017"].why
    if published.replay.facilities is not None:
        assert set(above) == {"CA1095 2015-2017"}
        assert "320,304 more" in within["CA2358 2015-2017"].why
        assert "what CA1252 owed for the same facilities" in within["CA2358 2015-2017"].why
        assert "annual obligations alone" in within["CA1888 2018-2020"].why
    else:
        assert find_spec("pyarrow") is None


def test_invalid_credits_are_replaced(published: Outcome) -> None:
    assert set(of(published, "replaced")) == {"CA1807 2015-2017", "CA2106 2018-2020"}
    replay = published.replay
    states: dict[str, int] = {}
    for block, standing in replay.ledger.state.holdings.everything():
        if block.series == replay.series("CALS5123-D"):
            states[standing.state] = states.get(standing.state, 0) + block.quantity
    assert states == {"surrendered": 10_106, "replaced": 4_010, "cancelled": 886}


def test_what_the_figures_say_twice(published: Outcome) -> None:
    assert "6,139 too few" in of(published, "pair")["CA1850 2013-2014"].why
    assert set(of(published, "sheet")) == {"CA1085 2015-2017", "CA1304 2018-2020"}
    assert set(of(published, "mistyped")) == {"CA1264 2018-2020"}
    tables = of(published, "table")
    assert {"CAFR0042-A", "CAFR0042-B", "CAFR0042-C", "CAFR5253-C"} <= set(tables)
    assert "359,228 allowances of vintage 2013" in of(published, "québec")[""].why
