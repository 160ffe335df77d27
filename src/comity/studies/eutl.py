"""The EU ETS in our ledger: `python -m comity.studies.eutl [DATA] [--registry WHERE]`, a minute for all 18 years.

DATA is a folder with `compliance.parquet`, one row an operator and year from the EU Transaction Log, or a CSV file with
the same columns. Year by year every allocation, verified emission and surrender goes through `Ledger.submit` into a new
registry, then its totals by country and year are held against the file's, to the unit.

The data have no transfers, auctions or prices. What they leave open is decided so:

- An operator who surrendered more than it had been given got the rest somewhere. It is issued to an auction account and
  transferred from there in the year of the surrender; how much is counted.
- Units of 2005-2007 were worth nothing later, so those years are a mechanism of their own; all others bank.
- `UnitsSurrendered` less `SurrenderedAllowances` are credits (CER, ERU) and units of linked systems. The ledger accepts
  what counts among the mechanism's own units, and these had not been converted: they are counted and not loaded.
- "Excluded", "Not Reported" and empty cells of verified emissions are no obligation of 0 but none said. Empty cells of
  allocation and surrender are nothing allocated, nothing surrendered.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from comity.errors import Refusal
from comity.registry.commands import (
    Allocate,
    Command,
    DeclareUnitType,
    Issue,
    OpenAccount,
    SetObligation,
    Surrender,
    Transfer,
)
from comity.registry.ledger import Ledger, Request
from comity.registry.state import State
from comity.registry.store import SqlStore, open_store
from comity.registry.verify import Report, verify

DATA = Path("../shared/data/eutl")
BATCH = 2_000
UNIT = "EUA"
EARLY, LATER = "eu-ets-2005-2007", "eu-ets"
COLUMNS = {
    "id": "str",
    "year": "int64",
    "ETSPhase": "str",
    "FreeAllocations": "Int64",
    "AllowanceInAllocation": "Int64",
    "VerifiedEmissions": "Int64",
    "VerifiedEmissions_status": "str",
    "SurrenderedAllowances": "Int64",
    "UnitsSurrendered": "Int64",
}
Place = tuple[str, int]  # country, year


class Row(NamedTuple):
    """One operator in one year, in units. None where the file says nothing."""

    id: str
    year: int
    phase: str
    free: int | None
    allocated: int | None
    verified: int | None
    status: str | None
    """What stands there in place of emissions."""
    surrendered: int | None
    used: int | None
    """Units of all kinds."""

    @property
    def mechanism(self) -> str:
        """Whose units it can surrender."""
        return EARLY if self.year <= 2007 else LATER


class Totals(NamedTuple):
    """Of one country and year; how many operators have an obligation, and sums in units."""

    allocated: int = 0
    verified: int = 0
    surrendered: int = 0
    obligations: int = 0

    def plus(self, other: Totals) -> Totals:
        """Both together."""
        return Totals(*(one + two for one, two in zip(self, other, strict=True)))


@dataclass
class Found:
    """What the data leave open or have against the rules: operator-years, and units, by what is the matter."""

    cases: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    delivered: Counter[int] = field(default_factory=Counter)
    foreign: Counter[int] = field(default_factory=Counter)

    def note(self, what: str, units: int = 0) -> None:
        """One more operator-year."""
        self.cases[what] += 1
        self.units[what] += units


# The file -----------------------------------------------------------------------------------------------------------


def read(data: Path) -> pd.DataFrame:
    """The columns that are used."""
    if data.suffix == ".csv":
        return pd.read_csv(
            data, usecols=list(COLUMNS), dtype=COLUMNS, comment="#", keep_default_na=False, na_values=[""]
        )
    return pd.read_parquet(data / "compliance.parquet", columns=list(COLUMNS))


def rows(table: pd.DataFrame, year: int) -> list[Row]:
    """Those of one year."""
    columns = [table.loc[table["year"] == year, name].astype(object) for name in COLUMNS]
    plain = (column.where(column.notna(), None) for column in columns)
    return [Row(*row) for row in zip(*plain, strict=True)]


def of_file(table: pd.DataFrame) -> dict[Place, Totals]:
    """The file's totals."""
    keys = [table["id"].str.slice(0, 2), table["year"]]
    sums = table.groupby(keys)[["AllowanceInAllocation", "VerifiedEmissions", "SurrenderedAllowances"]].sum()
    sums["obligations"] = table["VerifiedEmissions"].notna().groupby(keys).sum()
    return {(str(row[0][0]), int(row[0][1])): Totals(*map(int, row[1:])) for row in sums.itertuples()}


# The registry -------------------------------------------------------------------------------------------------------


class Loading:
    """Puts one year after another into a registry. Raises Refusal if the ledger does not take what the data say."""

    def __init__(self, store: SqlStore) -> None:
        self.ledger = Ledger(store)
        self._held: Counter[tuple[str, str]] = Counter()  # operator, mechanism -> units that it can surrender
        self._known: set[str] = set()
        self.found = Found()
        self._submit(
            [
                ("unit-type", DeclareUnitType(unit_type=UNIT, family="allowance")),
                ("allocation", OpenAccount(account="allocation", type="allocation", party="EU")),
                ("auction", OpenAccount(account="auction", type="auction", party="EU")),
            ]
        )

    def year(self, listed: list[Row]) -> None:
        """One year: new accounts, the units that will be needed, then each operator's own."""
        if not listed:
            return
        missing = {row.id: self._missing(row) for row in listed}
        new = [row.id for row in listed if row.id not in self._known]
        self._known.update(new)
        self._submit((id, OpenAccount(account=id, type="operator-holding", party=id[:2])) for id in new)
        first, given = listed[0], sum(row.allocated or 0 for row in listed)
        self._submit(self._issue(first, "allocation", given))
        self._submit(self._issue(first, "auction", sum(missing.values())))
        self._submit(request for row in listed for request in self._operator(row, missing[row.id]))

    def _missing(self, row: Row) -> int:
        """How many units an operator has to get elsewhere."""
        return max((row.surrendered or 0) - (row.allocated or 0) - self._held[row.id, row.mechanism], 0)

    def _issue(self, row: Row, account: str, quantity: int) -> Iterator[tuple[str, Command]]:
        if quantity:
            issue = Issue(
                account=account,
                mechanism=row.mechanism,
                unit_type=UNIT,
                quantity=quantity,
                vintage=str(row.year),
                period=row.phase,
            )
            yield f"{account}/{row.year}", issue

    def _operator(self, row: Row, missing: int) -> Iterator[tuple[str, Command]]:
        """What one operator got, owed and surrendered."""
        at, year = f"{row.id}/{row.year}", str(row.year)
        self._look(row, missing)
        if row.allocated:
            quantity = row.allocated
            yield f"{at}/allocate", Allocate(account="allocation", to=row.id, quantity=quantity, period=year)
        if missing:
            yield f"{at}/deliver", Transfer(account="auction", to=row.id, quantity=missing, vintage=year)
        if row.verified is not None:
            owed = SetObligation(account=row.id, mechanism=row.mechanism, period=year, quantity=row.verified)
            yield f"{at}/obligation", owed
        if row.surrendered:
            units = Surrender(
                account=row.id,
                mechanism=row.mechanism,
                period=year,
                quantity=row.surrendered,
                pool=row.mechanism,
            )
            yield f"{at}/surrender", units
        self._held[row.id, row.mechanism] += (row.allocated or 0) + missing - (row.surrendered or 0)

    def _look(self, row: Row, missing: int) -> None:
        """Count what is out of the ordinary."""
        foreign = (row.used or 0) - (row.surrendered or 0)
        if missing:
            self.found.delivered[row.year] += missing
            self.found.note("surrendered beyond what was allocated: delivered from the auction account", missing)
        if foreign:
            self.found.foreign[row.year] += foreign
            self.found.note("surrendered in units of other systems: not loaded", foreign)
        if (row.allocated or 0) != (row.free or 0):
            extra = (row.allocated or 0) - (row.free or 0)
            self.found.note("AllowanceInAllocation above FreeAllocations: loaded as allocated", extra)
        if row.verified is None:
            self.found.note(f"verified emissions {row.status or 'empty'}: no obligation", row.surrendered or 0)
        elif (row.used or 0) < row.verified:
            self.found.note("surrendered less than verified, all kinds of units", row.verified - (row.used or 0))
        elif (row.used or 0) > row.verified:
            self.found.note("surrendered more than verified, all kinds of units", (row.used or 0) - row.verified)

    def _submit(self, commands: Iterable[tuple[str, Command]]) -> None:
        requests = (Request(command, key) for key, command in commands)
        while batch := list(islice(requests, BATCH)):
            for outcome in self.ledger.submit(batch):
                if isinstance(outcome, Refusal):
                    raise outcome


def of_registry(state: State) -> dict[Place, Totals]:
    """The registry's totals, from its compliance records."""
    sums: dict[Place, Totals] = {}
    for record in state.compliance.values():
        place = (state.accounts[record.account].party, int(record.period))
        one = Totals(record.allocated, record.due or 0, record.surrendered, int(record.due is not None))
        sums[place] = sums.get(place, Totals()).plus(one)
    return sums


# The two against each other -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """A loaded registry beside its file."""

    totals: dict[Place, Totals]
    """The registry's."""
    found: Found
    stuck: int
    """Units of 2005-2007 that were left over, of no use later."""
    differences: list[str]


def study(data: Path, where: str | Path, tell: Callable[[str], None] = lambda words: None) -> tuple[Result, Report]:
    """Load the data into a new registry, compare, and verify the journal. `tell` is told what is being done."""
    with open_store(where, create="EU") as store:
        result = loaded(read(data), store, tell)
        tell("verifying the journal")
        return result, verify(store)


def loaded(table: pd.DataFrame, store: SqlStore, tell: Callable[[str], None]) -> Result:
    """Load a file into a registry year by year, and compare."""
    begin, loading = time.perf_counter(), Loading(store)
    for year in sorted(table["year"].unique()):
        loading.year(rows(table, int(year)))
        tell(f"{year}: {loading.ledger.state.seq:,} entries, {time.perf_counter() - begin:.0f} s")
    state = loading.ledger.state
    totals, units = of_registry(state), standings(state)
    stuck = sum(count for (_, pool, kind), count in units.items() if pool == EARLY and kind == "held")
    return Result(totals, loading.found, stuck, differences(of_file(table), totals, units))


def standings(state: State) -> Counter[tuple[str, str, str]]:
    """Units by country, pool and state, from the blocks themselves."""
    sums: Counter[tuple[str, str, str]] = Counter()
    for block, stands in state.holdings.everything():
        sums[state.accounts[stands.account].party, stands.pool, stands.state] += block.quantity
    return sums


def differences(
    file: dict[Place, Totals], registry: dict[Place, Totals], units: Counter[tuple[str, str, str]]
) -> list[str]:
    """Every total that is not the same in both, and surrenders that blocks do not bear out."""
    found, none = [], Totals()
    for country, year in sorted(file.keys() | registry.keys()):
        pairs = zip(file.get((country, year), none), registry.get((country, year), none), strict=True)
        for name, (one, two) in zip(Totals._fields, pairs, strict=True):
            if one != two:
                found.append(f"{country} {year} {name}: {one:,} in the file, {two:,} in the registry")
    for place, total in by(file, 0).items():
        there = sum(units[str(place), pool, "surrendered"] for pool in (EARLY, LATER))
        if there != total.surrendered:
            found.append(f"{place}: {total.surrendered:,} surrendered in the file, blocks of {there:,}")
    return found


def by(totals: dict[Place, Totals], part: int) -> dict[str | int, Totals]:
    """Totals by country (0) or year (1) alone."""
    sums: dict[str | int, Totals] = {}
    for place, one in sorted(totals.items(), key=lambda item: item[0][part]):
        sums[place[part]] = sums.get(place[part], Totals()).plus(one)
    return sums


def words(result: Result, report: Report) -> Iterator[str]:
    """The result as lines."""
    found = result.found
    for part, name in ((1, "year"), (0, "country")):
        head = f"{name:8} {'obligations':>11} {'allocated':>16} {'verified':>16} {'surrendered':>16}"
        yield head + (f" {'delivered':>16} {'not loaded':>16}" if part else "")
        for key, one in by(result.totals, part).items():
            line = f"{key:<8} {one.obligations:11,} {one.allocated:16,} {one.verified:16,} {one.surrendered:16,}"
            yield line + (f" {found.delivered[key]:16,} {found.foreign[key]:16,}" if isinstance(key, int) else "")
        yield ""
    for what in sorted(found.cases):
        yield f"{found.cases[what]:8,} operator-years, {found.units[what]:15,} units: {what}"
    yield f"{result.stuck:40,} units: left over from 2005-2007, of no use later"
    yield f"Journal of {report.entries:,} entries: {'sound' if report.sound else 'NOT sound'}"
    yield from (f"  {problem.seq} {problem.code}: {problem.words}" for problem in report.problems)
    count = len(result.differences)
    yield f"{len(result.totals)} pairs of country and year, {len(Totals._fields)} totals each: {count} differences"
    yield from (f"  {line}" for line in result.differences)


def tell(words: str) -> None:
    """Progress, to whoever watches."""
    sys.stderr.write(words + "\n")


def main() -> None:
    """Load, compare and print; exit code 1 where anything differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=DATA, metavar="DATA")
    parser.add_argument(
        "--registry", metavar="WHERE", help="path or URL of the registry to make; without, it is temporary"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result, report = study(asked.data, asked.registry or Path(folder) / "eutl.db", tell)
    sys.stdout.writelines(line + "\n" for line in words(result, report))
    sys.exit(1 if result.differences or not report.sound else 0)


if __name__ == "__main__":
    main()
