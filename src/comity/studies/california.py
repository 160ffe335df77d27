"""California's compliance from 2013 on, replayed through the registry: `python -m comity.studies.california FOLDER`.

FOLDER holds CARB's compliance reports (`*compliancereport*.xlsx`), its table of offset credits
(`arb_offset_issuance*.csv`) and, if at hand, covered emissions by facility (`mrr_facility_emissions*`, CSV or Parquet).
What was surrendered is booked by commands, under the clauses of the world `california-2013`; the registry refuses what
they do not allow. Then accounts are compared with the reports, entity by entity, and every irregularity is printed.
Exit: 0 if all agrees or is explained, 1 if not, 2 if a file cannot be read.

What the reports do not have, and what is done instead:

- *Transfers.* What an entity surrendered was delivered to it from one account, into which whole budgets were issued.
- *The jurisdiction of allowances.* All are California's until a budget is used up; the rest came from Québec.
- *Annual surrenders.* All is booked on 1 November after the period, with its whole obligation, which is the window of
  17 CCR section 95854; only what was later found invalid is booked earlier, since it was replaced before that day.
- *What an entity owed for facilities it acquired or gave up.* The published obligation is net of that. Where offsets
  exceed 8 % of it, the covered emissions of the entity's facilities in the period, if they are more, are entered as
  obligation already met for a year of the period, so that the clause sees the whole window; what it refuses even then
  is not booked and remains with the entity.
- *Days of Québec's use of California's credits, and Québec's obligations.* One account stands for all of its emitters,
  its caps for their obligations, and credits go to the first period that is open and has room.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from comity.errors import InputError, Problem, said
from comity.registry.invariants import violations
from comity.studies.california_books import CALIFORNIA, QUEBEC, Finding
from comity.studies.california_credits import official, read_issuances
from comity.studies.california_data import Filing, Report, of_facilities, read_facilities, read_report
from comity.studies.california_replay import Replay

ORDINALS = ("1st", "2nd", "3rd", "4th", "5th", "6th")
#: What has replaced others counts as the report counts it: in their place.
COUNTED = ("surrendered", "replacement")


@dataclass(slots=True)
class Outcome:
    """What a replay gave."""

    replay: Replay
    reconciled: dict[str, int] = field(default_factory=dict)
    """Entities whose accounts are what the report says, by period."""
    explained: dict[str, int] = field(default_factory=dict)
    """Entities where they differ by an irregularity that is printed."""
    unexplained: list[str] = field(default_factory=list)
    """Everything else."""

    @property
    def findings(self) -> list[Finding]:
        """The irregularities."""
        return self.replay.findings


def study(folder: Path, periods: tuple[str, ...] = ()) -> Outcome:
    """Read a folder, book it, and compare. Raises InputError."""
    books = sorted(folder.glob("*compliancereport*.xlsx"))
    tables = sorted(folder.glob("arb_offset_issuance*.csv"))
    wanted = {"*compliancereport*.xlsx": books, "arb_offset_issuance*.csv": tables}
    if not all(wanted.values()):
        absent = [name for name, found in wanted.items() if not found]
        raise InputError(
            [Problem(f"{folder}/{name}", 0, "", said("found-no-file"), said("expected-readable")) for name in absent]
        )
    reports = []
    for path in books:
        tell(f"reading {path.name}")
        reports.append(read_report(path))
    unknown = set(periods) - {report.period for report in reports}
    if unknown:
        known = ", ".join(report.period for report in reports)
        raise InputError(
            [Problem("", 0, "--periods", one, said("expected-option", options=known)) for one in sorted(unknown)]
        )
    reports = sorted((one for one in reports if not periods or one.period in periods), key=lambda one: one.first)
    issuances = read_issuances(tables[-1])
    facilities = read_facilities(folder)
    if facilities is None:
        tell("no covered emissions by facility, or no reader for their table: windows are the published obligations")
    return outcome(reports, Replay(reports, issuances, facilities))


def outcome(reports: list[Report], replay: Replay) -> Outcome:
    """Book and compare."""
    tell(f"booking {', '.join(report.period for report in reports)}")
    replay.run()
    found = Outcome(replay)
    for report in reports:
        for one in report.corrections:
            replay.note(report.period, one.entity, "sheet", f"{one.sheet}, row {one.row}: {one.why}")
        pairs(report, replay)
        against_the_table(report, replay)
        later_vintages(report, replay)
        compare(report, found)
    for vintage, units in sorted(replay.from_quebec.items()):
        replay.note(
            "",
            "",
            "québec",
            f"{units:,} allowances of vintage {vintage} above California's budget were surrendered: from over the link",
        )
    for id, units in replay.in_quebec.items():
        replay.note("", id, "québec", f"{units:,} credits used in Québec found no room under its limit")
    for id, units in replay.untraced.items():
        replay.note(
            "", id, "untraced", f"{units:,} invalid credits were replaced, by nobody who can be told from these reports"
        )
    found.unexplained += violations(replay.ledger.state)
    return found


def compare(report: Report, found: Outcome) -> None:
    """Every entity's account with what is published: obligation, allowances by vintage, offsets, total, status."""
    replay = found.replay
    explained = {(one.period, one.entity) for one in replay.findings if one.explains}
    found.reconciled[report.period] = found.explained[report.period] = 0
    for filing in report.filings.values():
        differences = list(differing(report, filing, replay))
        if not differences:
            found.reconciled[report.period] += 1
        elif (report.period, filing.entity) in explained:
            found.explained[report.period] += 1
        else:
            found.unexplained.append(f"{report.period} {filing.entity} {filing.name}: {'; '.join(differences)}")


def differing(report: Report, filing: Filing, replay: Replay) -> Iterator[str]:
    """Where an account and a filing differ."""
    allowances: dict[str, int] = {}
    offsets: dict[str, int] = {}
    state = replay.ledger.state
    for block, standing in state.holdings.all_of(filing.entity):
        series = state.series[block.series]
        if standing.state in COUNTED and replay.period_of.get(standing.by) == report.period:
            into, key = (offsets, series.activity) if series.activity else (allowances, series.vintage)
            into[key] = into.get(key, 0) + block.quantity
    published: dict[str, int] = {}
    for id, units in filing.offsets.items():
        published[official(id, replay.issuances)] = published.get(official(id, replay.issuances), 0) + units
    record = replay.record(report, filing.entity)
    met = record.due is not None and record.surrendered >= record.due
    for what, booked, said_ in (
        ("obligation", record.due, filing.obligation),
        ("allowances by vintage", allowances, filing.allowances),
        ("offsets by issuance", offsets, published),
        ("allowances", sum(allowances.values()), filing.allowances_total),
        ("offsets", sum(offsets.values()), filing.offsets_total),
        ("total", record.surrendered, filing.total),
        ("status", "Fulfilled" if met else "Unfulfilled", filing.status.rstrip("*")),
    ):
        if booked != said_:
            yield f"{what} {booked}, published {said_}"


# Irregularities of the figures themselves -----------------------------------------------------------------------------


def pairs(report: Report, replay: Replay) -> None:
    """Entities published as fulfilled whose surrenders miss their obligations by the same number, up and down."""
    missing = {
        id: filing.obligation - filing.total
        for id, filing in report.filings.items()
        if filing.status == "Fulfilled" and filing.total != filing.obligation
    }
    for id, short in missing.items():
        other = next((one for one, over in missing.items() if short > 0 and over == -short), None)
        if other:
            why = f"{short:,} too few, yet Fulfilled; {other} gave {short:,} too many: one may have met the other's"
            replay.note(report.period, id, "pair", why, True)


def against_the_table(report: Report, replay: Replay) -> None:
    """Credits that the table says were retired for a period, where the reports say another number."""
    periods = replay.world.mechanism[CALIFORNIA].compliance_periods
    place = next((at for at, one in enumerate(periods) if (one.start, one.end) == (report.first, report.last)), None)
    if place is None:
        return
    reported: dict[str, int] = {}
    for filing in report.filings.values():
        for id, units in filing.offsets.items():
            reported[official(id, replay.issuances)] = reported.get(official(id, replay.issuances), 0) + units
    for id, one in replay.issuances.items():
        tabled = one.retired.get(f"{ORDINALS[place]} Compliance Period (CA)", 0)
        if tabled != reported.get(id, 0):
            why = f"reports say {reported.get(id, 0):,} surrendered, the table {tabled:,} retired"
            replay.note(report.period, id, "table", f"{why}. {one.comment}" if len(one.comment) > 3 else why)


def later_vintages(report: Report, replay: Replay) -> None:
    """Allowances of budgets after the period: only true-up, reserve or untimely ones may be (section 95856)."""
    later: dict[str, int] = {}
    for filing in report.filings.values():
        for vintage, units in filing.allowances.items():
            if int(vintage) > report.last:
                later[vintage] = later.get(vintage, 0) + units
    if later:
        which = ", ".join(f"{units:,} of {vintage}" for vintage, units in sorted(later.items()))
        replay.note(
            report.period,
            "",
            "vintages",
            f"of later budgets (true-up, reserve or untimely, which is not published): {which}",
        )


# What is said ---------------------------------------------------------------------------------------------------------


def tell(text: str) -> None:
    """Progress."""
    sys.stderr.write(text + "\n")


def answer(found: Outcome) -> Iterator[str]:
    """The lines of the answer."""
    replay = found.replay
    yield "period     entities  reconciled  explained      obligation      allowances        offsets           total"
    for report in replay.reports:
        filings = report.filings.values()
        sums = (
            sum(getattr(one, name) for one in filings)
            for name in ("obligation", "allowances_total", "offsets_total", "total")
        )
        counts = f"{len(filings):>8}  {found.reconciled[report.period]:>10}  {found.explained[report.period]:>9}"
        yield f"{report.period}  {counts}  " + "  ".join(f"{one:>14,}" for one in sums)
    yield ""
    yield from verified(replay)
    used = sum(one.retired.get("for Compliance in Quebec", 0) for one in replay.issuances.values())
    waiting = sum(replay.in_quebec.values())
    state = replay.ledger.state
    by_period = {one.period: one.surrendered for one in state.compliance.values() if one.mechanism == QUEBEC}
    booked = ", ".join(f"{units:,} for {period}" for period, units in by_period.items() if units)
    yield f"California's credits used in Québec: {used:,} published, {used - waiting:,} booked ({booked})"
    yield f"{len(replay.journal.entries):,} entries in the journal; {len(replay.issuances):,} issuances of credits"
    for report in replay.reports:
        for row in report.outside:
            yield f"Not of an entity, not booked: {report.period} {row}"
    yield f"\nIrregularities ({len(found.findings)}):"
    for one in sorted(found.findings, key=lambda one: (one.period or "9", one.code, one.entity)):
        yield "  " + " ".join(filter(None, (one.period, one.code, one.entity))) + f": {one.why}"
    yield (
        f"\nNot explained ({len(found.unexplained)}):" if found.unexplained else "\nEverything agrees or is explained."
    )
    yield from (f"  {line}" for line in found.unexplained)


def verified(replay: Replay) -> Iterator[str]:
    """How obligations compare with verified emissions of their facilities; a tonne a facility and year is rounding."""
    for report in replay.reports if replay.facilities else ():
        counts = [0, 0, 0, 0]
        for filing in report.filings.values():
            emitted = of_facilities(filing, report.years, replay.facilities or {})
            before = of_facilities(filing, range(report.first - 1, report.first), replay.facilities or {})
            more, rounding = filing.obligation - emitted, len(filing.facilities) * len(report.years)
            kinds = (abs(more) <= rounding, abs(more - before) <= rounding, more < 0, True)
            counts[kinds.index(True)] += 1
        same, deferred, less, greater = counts
        yield (
            f"{report.period}: {same} obligations are the verified emissions of their facilities, {deferred} those"
            f" with {report.first - 1} (deferred, section 95853(d)), {less} less (change of owner), {greater} more"
        )


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m comity.studies.california", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="FOLDER")
    parser.add_argument("--periods", default="", metavar="P,…", help="only these, as 2013-2014,2015-2017")
    asked = parser.parse_args(arguments)
    try:
        found = study(asked.folder, tuple(part for part in asked.periods.split(",") if part))
    except InputError as error:
        tell(str(error))
        return 2
    sys.stdout.write("\n".join(answer(found)) + "\n")
    return 1 if found.unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
