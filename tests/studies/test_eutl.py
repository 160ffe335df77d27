"""The EU ETS goes through the ledger and comes out to the unit: an extract with every irregularity, then all of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from comity.errors import Refusal
from comity.registry.ledger import Ledger
from comity.registry.store import open_store
from comity.studies import eutl
from comity.studies.eutl import Totals, by, differences, of_file, of_registry, read, standings, study, words

EXTRACT = Path(__file__).parents[1] / "data" / "eutl-extract.csv"
#: By hand: allocated, verified, surrendered, obligations.
EXPECTED = {
    ("AA", 2005): Totals(100, 90 + 30, 90 + 30, 2),
    ("AA", 2006): Totals(40, 0, 0, 0),
    ("AA", 2008): Totals(50, 60, 40, 1),
    ("AA", 2009): Totals(50, 70, 60, 1),
    ("AA", 2010): Totals(50, 55, 0, 1),
    ("BB", 2013): Totals(25 + 100, 120, 5 + 110, 1),
    ("BB", 2014): Totals(0, 0 + 120, 0 + 130, 2),
}
#: By hand: operator-years and units.
CASES = {
    "AllowanceInAllocation above FreeAllocations: loaded as allocated": (1, 15),
    "surrendered beyond what was allocated: delivered from the auction account": (3, 30 + 10 + 130),
    "surrendered in units of other systems: not loaded": (3, 20 + 10 + 55),
    "surrendered less than verified, all kinds of units": (1, 10),
    "surrendered more than verified, all kinds of units": (1, 10),
    "verified emissions Excluded: no obligation": (1, 5),
    "verified emissions Not Reported: no obligation": (1, 0),
    "verified emissions empty: no obligation": (1, 0),
}
MEMORY_MB = 1_000


def test_the_extract_comes_out_to_the_unit(tmp_path: Path) -> None:
    result, report = study(EXTRACT, tmp_path / "eutl.db")
    assert result.totals == EXPECTED
    assert result.differences == []
    assert report.sound
    assert {what: (result.found.cases[what], result.found.units[what]) for what in result.found.cases} == CASES
    assert result.found.delivered == {2005: 30, 2013: 10, 2014: 130}
    assert result.found.foreign == {2008: 20, 2009: 10, 2010: 55}


def test_units_of_the_first_period_are_stuck_and_all_others_bank(tmp_path: Path) -> None:
    """In 2009 AA-1 surrenders the 10 units left over from 2008; the 10 left over from 2005 are of no use."""
    result, _ = study(EXTRACT, tmp_path / "eutl.db")
    assert result.stuck == 10 + 40
    with open_store(tmp_path / "eutl.db") as store:
        state = Ledger(store).state
    held = {}
    for block, stands in state.holdings.everything():
        if stands.state == "held":
            held[block.series, stands.account] = block.quantity
    assert held == {
        ("EU/eu-ets-2005-2007/EUA/v2005/p2005-2007", "AA-1"): 10,
        ("EU/eu-ets-2005-2007/EUA/v2006/p2005-2007", "AA-2"): 40,
        ("EU/eu-ets/EUA/v2010/p2008-2012", "AA-1"): 50,
        ("EU/eu-ets/EUA/v2013/p2013-2020", "BB-1"): 20,
    }


def test_what_is_not_said_is_not_zero(tmp_path: Path) -> None:
    study(EXTRACT, tmp_path / "eutl.db")
    with open_store(tmp_path / "eutl.db") as store:
        compliance = Ledger(store).state.compliance
    assert compliance["eu-ets/2013/BB-1"].due is None
    assert compliance["eu-ets/2014/BB-1"].due == 0
    assert "eu-ets/2015/BB-1" not in compliance


def test_a_difference_of_one_unit_is_told(tmp_path: Path) -> None:
    result, report = study(EXTRACT, tmp_path / "eutl.db")
    with open_store(tmp_path / "eutl.db") as store:
        state = Ledger(store).state
    file = of_file(read(EXTRACT)) | {("BB", 2014): Totals(1, 120, 131, 2)}
    found = differences(file, of_registry(state), standings(state))
    assert found == [
        "BB 2014 allocated: 1 in the file, 0 in the registry",
        "BB 2014 surrendered: 131 in the file, 130 in the registry",
        "BB: 246 surrendered in the file, blocks of 245",
    ]
    listed = list(words(eutl.Result(result.totals, result.found, result.stuck, found), report))
    assert listed[-4:] == ["7 pairs of country and year, 4 totals each: 3 differences", *(f"  {one}" for one in found)]


def test_a_row_that_comes_twice_is_refused(tmp_path: Path) -> None:
    lines = EXTRACT.read_text(encoding="utf-8").splitlines()
    again = lines[2].replace(",100,100,", ",100,101,")
    (tmp_path / "twice.csv").write_text("\n".join([*lines, again]), encoding="utf-8")
    with pytest.raises(Refusal, match="key-reused"):
        study(tmp_path / "twice.csv", tmp_path / "eutl.db")


@pytest.mark.slow
def test_all_of_the_data_come_out_to_the_unit(shared_data: Path, tmp_path: Path) -> None:
    """229,566 operator-years, in a process of their own whose memory is bounded."""
    command = [
        sys.executable,
        "-m",
        "comity.studies.eutl",
        str(shared_data / "eutl"),
        "--registry",
        str(tmp_path / "db"),
    ]
    with (tmp_path / "out").open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    said = (tmp_path / "out").read_text(encoding="utf-8")
    assert process.returncode == 0, said
    assert "550 pairs of country and year, 4 totals each: 0 differences" in said
    assert usage.ru_maxrss < MEMORY_MB * 1024
    with open_store(tmp_path / "db") as store:
        totals = of_registry(Ledger(store).state)
    table = pd.read_parquet(shared_data / "eutl" / "compliance.parquet")
    columns = ["AllowanceInAllocation", "VerifiedEmissions", "SurrenderedAllowances"]
    for year, sums in table.groupby("year")[columns].sum().iterrows():
        assert by(totals, 1)[int(str(year))][:3] == tuple(sums)
    assert by(totals, 1)[2005].verified == 2_014_076_770  # 2,014 Mt, as published
    assert by(totals, 1)[2022].verified == 1_360_356_640
