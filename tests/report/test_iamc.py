"""The IAMC table: pyam opens it, and finds the values of the answers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from comity.report.iamc import iamc_frame
from comity.text import Language
from tests.report.conftest import Answers

#: Another process, because pyam warns of what is none of our doing. Its database, which no table needs, is replaced: it
#: does not import beside every SQLAlchemy that we run with.
READ = """
import json, sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from unittest.mock import MagicMock

class NoDatabase(MetaPathFinder, Loader):
    def find_spec(self, name, path, target=None):
        return ModuleSpec(name, self, is_package=True) if name.split(".")[0] == "ixmp4" else None
    def create_module(self, spec):
        module = ModuleType(spec.name)
        module.__getattr__ = lambda name: MagicMock()
        return module
    def exec_module(self, module):
        pass

sys.meta_path.insert(0, NoDatabase())
import pyam
data = pyam.IamDataFrame(sys.argv[1]).data
print(json.dumps(data.to_dict("records")))
"""


@pytest.fixture(scope="module")
def seen(written: dict[Language, Path]) -> list[dict[str, object]]:
    """The table as pyam reads it."""
    command = [sys.executable, "-W", "ignore", "-c", READ, str(written["en"] / "iamc.csv")]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    found: list[dict[str, object]] = json.loads(ran.stdout.splitlines()[-1])
    return found


def value(seen: list[dict[str, object]], scenario: str, region: str, variable: str, year: int) -> object:
    """The one value there is."""
    (row,) = [
        row
        for row in seen
        if (row["scenario"], row["region"], row["variable"], row["year"]) == (scenario, region, variable, year)
    ]
    return row["value"]


def test_pyam_finds_the_values_of_every_scenario(answers: Answers, seen: list[dict[str, object]]) -> None:
    for label, run in zip(("linked", "base", "linked+adjusted"), answers.runs, strict=True):
        for row in run.air:
            assert value(seen, label, "World", "Emissions", row.year) == pytest.approx(row.emissions)
        for market in run.markets:
            if market.mechanism == "alpha-ets" and market.price is not None:
                variable = f"Price|Carbon|{market.mechanism}"
                assert value(seen, label, "AAA", variable, market.year) == pytest.approx(market.price)
        for holder in run.holders:
            variable = f"Carbon Market|Cost|{holder.account.capitalize()}"
            assert value(seen, label, holder.holder, variable, holder.year) == pytest.approx(holder.cost)
        for balance in run.balances:
            variable = f"Carbon Market|Balance|Inventory|{balance.period}"
            assert value(seen, label, balance.party, variable, balance.year) == pytest.approx(balance.inventory)


def test_trade_is_summed_over_clauses(answers: Answers, seen: list[dict[str, object]]) -> None:
    sums: dict[tuple[str, str, int], float] = {}
    for row in answers.runs[0].flows:
        if row.source and row.target and row.source != row.target:
            key = (row.source, row.target, row.year)
            sums[key] = sums.get(key, 0.0) + row.units
    assert sums
    for (source, target, year), units in sums.items():
        variable = f"Carbon Market|Trade|{source} to {target}"
        assert value(seen, "linked", "World", variable, year) == pytest.approx(units)


def test_every_row_says_its_unit_and_model(seen: list[dict[str, object]]) -> None:
    assert all(str(row["model"]).startswith("Comity ") for row in seen)
    units = {str(row["variable"]).split("|")[0]: row["unit"] for row in seen}
    assert units["Price"] == "EUR2026/t CO2e"
    assert units["Emissions"] == "Mt CO2e/yr"


def test_what_is_unknown_is_left_out(answers: Answers) -> None:
    frame = iamc_frame(answers.worlds, answers.runs)
    assert frame.iloc[:, 5:].notna().any(axis=1).all()
    assert not frame.duplicated(["Scenario", "Region", "Variable"]).any()


def test_a_unit_class_cannot_part_a_variable(answers: Answers) -> None:
    run = answers.runs[0]
    odd = tuple(
        row.model_copy(update={"unit_class": "A|B*"}) if place == 0 else row for place, row in enumerate(run.markets)
    )
    variables = set(iamc_frame(answers.worlds[:1], [run.model_copy(update={"markets": odd})])["Variable"])
    assert f"Price|Carbon|{run.markets[0].mechanism}|A/Bx" in variables
