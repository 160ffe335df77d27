"""Books the compliance of California's entities, and the life of offset credits, in the order of days.

What the published figures do not say, and what is done instead, stands in `california.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from comity.errors import Refusal
from comity.registry.blocks import Block
from comity.registry.commands import Issue, Move, Replace, SetObligation, Surrender, Transfer
from comity.studies.california_books import BUDGET, CALIFORNIA, QUEBEC, QUEBEC_BUDGET, CreditBooks
from comity.studies.california_credits import (
    Issuance,
    Replacement,
    invalidations,
    official,
)
from comity.studies.california_data import Facilities, Filing, Report, of_facilities

ANNUAL = 0.3  # share of a year's emissions that is due a year later, before the period ends (section 95855)
AHEAD = 3  # years before its own in which a budget's allowances can be had: advance auctions
Step = tuple[date, int, Callable[[], None]]


class Replay(CreditBooks):
    """Reports and credits, booked."""

    def __init__(self, reports: list[Report], issuances: dict[str, Issuance], facilities: Facilities | None) -> None:
        super().__init__(issuances, reports)
        self.facilities = facilities
        self.from_quebec: dict[str, int] = {}
        """Allowances that came over the link, by vintage."""
        self._budgets: set[int] = set()

    def run(self) -> None:
        """Everything, in the order of days; on one day, credits come before they are used."""
        steps: list[Step] = [(one.on, 0, partial(self.issue_credits, one)) for one in self.issuances.values()]
        for one in self.replacements:
            steps.append((one.surrendered, 1, partial(self.surrender_invalid, one)))
            steps.append((one.on, 5, partial(self.replace, one)))
        for id, on, units in invalidations(self.issuances):
            steps.append((on, 4, partial(self.invalidate, id, units)))
        steps += [
            (date(period.end + 1, 11, 1), 3, partial(self.settle_quebec, period.start, period.end))
            for period in self.world.mechanism[QUEBEC].compliance_periods
        ]
        for report in self.reports:
            steps.append((report.deadline, 2, partial(self.settle, report)))
            steps.append((max(report.late or report.deadline, report.deadline), 3, partial(self.settle_late, report)))
        for on, _, step in sorted(steps, key=lambda one: one[:2]):
            self.today = on
            step()
        self.end_the_rest()

    # Compliance -------------------------------------------------------------------------------------------------------

    def settle(self, report: Report) -> None:
        """A period's day of surrender."""
        budgets = self.amounts(f"mechanism.{CALIFORNIA}.cap")
        for year in range(2013, report.last + 1 + AHEAD):
            if year not in self._budgets and str(year) in budgets:
                units = budgets[str(year)]
                self.do(Issue(account=BUDGET, mechanism=CALIFORNIA, unit_type="CCA", quantity=units, vintage=str(year)))
                self._budgets.add(year)
        for filing in report.filings.values():
            self.owe(report, filing)
            timely = {v: units for v, units in filing.allowances.items() if not is_late(report, filing, v)}
            self.allowances(report, filing, timely)
            self.offsets(report, filing)

    def owe(self, report: Report, filing: Filing) -> None:
        """An account, and the obligation of the whole period in it."""
        self.open(filing)
        account, owed = filing.entity, filing.obligation
        self.do(SetObligation(account=account, mechanism=CALIFORNIA, period=report.period, quantity=owed))

    def allowances(self, report: Report, filing: Filing, by_vintage: dict[str, int]) -> None:
        """Deliver allowances, and surrender them."""
        entity, came = filing.entity, 0
        for vintage, units in by_vintage.items():
            deliver = Transfer(account=BUDGET, to=entity, quantity=units, vintage=vintage, pool=CALIFORNIA)
            refusal = self.do(deliver)
            if refusal and refusal.code == "holdings-insufficient":
                self.fetch(vintage, units - int(dict(refusal.said.args)["available"]))
                refusal = self.do(deliver)
            if refusal:
                self.note(report.period, entity, "vintage", f"{units:,} of vintage {vintage} cannot be had: {refusal}")
            else:
                came += units
        if came:
            period = report.period
            self.do(
                Surrender(account=entity, mechanism=CALIFORNIA, period=period, quantity=came, pool=CALIFORNIA),
                period=period,
            )

    def fetch(self, vintage: str, units: int) -> None:
        """Allowances come from Québec over the link, where California's budget of a vintage is used up."""
        issue = Issue(account=QUEBEC_BUDGET, mechanism=QUEBEC, unit_type="QCA", quantity=units, vintage=vintage)
        move = Move(account=QUEBEC_BUDGET, to=BUDGET, into=CALIFORNIA, quantity=units, vintage=vintage)
        if self.do(issue, move) is None:
            self.from_quebec[vintage] = self.from_quebec.get(vintage, 0) + units

    def offsets(self, report: Report, filing: Filing) -> None:
        """Deliver offsets, but those that only replaced invalid ones; surrender them as far as the clause allows."""
        entity, period = filing.entity, report.period
        wanted: dict[str, int] = {}
        for reported, units in filing.offsets.items():
            id = official(reported, self.issuances)
            if id not in self.issuances:
                self.note(period, entity, "credits", f"{units:,} of {reported}: CARB's table has no such issuance")
                continue
            if id != reported:
                self.note(period, entity, "mistyped", f"{units:,} of {reported}, which is {id}")
            wanted[id] = wanted.get(id, 0) + units
        for one in self.replacements:
            if (one.entity, one.period) == (entity, period):
                wanted = {id: units - one.by.get(id, 0) for id, units in wanted.items()}
        came = self.credits(entity, {id: units for id, units in wanted.items() if units}, period)
        blocks = self.held(entity, came)
        if blocks:
            refusal = self.surrender(report, entity, blocks)
            if refusal is not None:
                self.above(report, filing, blocks, refusal)

    def surrender(self, report: Report, entity: str, blocks: tuple[Block, ...]) -> Refusal | None:
        """Offsets against the obligation of a period."""
        command = Surrender(account=entity, mechanism=CALIFORNIA, period=report.period, blocks=blocks)
        return self.do(command, period=report.period)

    def above(self, report: Report, filing: Filing, blocks: tuple[Block, ...], refusal: Refusal) -> None:
        """Offsets that the clause refuses: once more with the whole window as base, and then up to the limit."""
        entity, owed, offsets = filing.entity, filing.obligation, sum(filing.offsets.values())
        what = f"{offsets:,} offsets on a published obligation of {owed:,}, {offsets / owed if owed else 0:.4%}"
        what += f"; refused by {refusal.clause} ({refusal.code}, limit {limit_of(refusal):,})"
        window = of_facilities(filing, report.years, self.facilities or {})
        if refusal.code == "quota-exceeded" and window > owed:
            year, rest = str(report.first), window - owed
            self.do(SetObligation(account=entity, mechanism=CALIFORNIA, period=year, quantity=rest))
            refused = self.surrender(report, entity, blocks)
            what += f"; with {rest:,} more that its facilities emitted in the period they are {offsets / window:.4%}"
            what += self.elsewhere(report, filing, rest)
            if refused is None:
                self.note(report.period, entity, "window", f"{what}: admitted")
                return
            refusal = refused
        kept = cut(blocks, limit_of(refusal) - self.counted(report, entity))
        if kept:
            self.surrender(report, entity, kept)
        left = sum(block.quantity for block in blocks) - sum(block.quantity for block in kept)
        why = f"{what}; {left:,} above the limit are not booked and stay with the entity"
        self.note(report.period, entity, "limit", why, True)

    def elsewhere(self, report: Report, filing: Filing, rest: int) -> str:
        """Where emissions went that are not in the obligation published: a new or former owner, or annual parts."""
        mine, known = set(filing.facilities), self.facilities or {}
        others = [one for one in report.filings.values() if one is not filing and mine & set(one.facilities)]
        if others and sum(one.obligation for one in others) == rest:
            return f" (what {' and '.join(one.entity for one in others)} owed for the same facilities)"
        for last in range(report.first, report.last):
            emitted = of_facilities(filing, range(report.first, last + 1), known)
            if abs(filing.obligation - emitted * ANNUAL) <= 2:
                return f" (the published figure is {ANNUAL:.0%} of {report.first} to {last}: annual obligations alone)"
        return ""

    def settle_late(self, report: Report) -> None:
        """What was not surrendered in time: four for each missing one are due, and what came late is booked."""
        ratio = int(self.world.mechanism[CALIFORNIA].penalties["untimely"].ratio)
        for filing in report.filings.values():
            record, entity = self.record(report, filing.entity), filing.entity
            missing = (record.due or 0) - record.surrendered
            if filing.status == "Fulfilled" or missing <= 0:
                continue
            due, period = ratio * missing, f"{report.period}-untimely"
            self.do(SetObligation(account=entity, mechanism=CALIFORNIA, period=period, quantity=due))
            late = {v: units for v, units in filing.allowances.items() if is_late(report, filing, v)}
            self.allowances(report, filing, late)
            after = self.record(report, entity)
            why = (
                f"{missing:,} of {record.due:,} not in time; due as untimely surrender {ratio} × {missing:,} = {due:,}"
            )
            if after.surrendered >= (after.due or 0):
                why += f"; {missing:,} met the obligation, {due - missing:,} go to auction and are not in the report"
                self.note(report.period, entity, "untimely", why)
            else:
                self.note(report.period, entity, "default", f"{why}, carried forward; published as {filing.status}")

    # Replacement ------------------------------------------------------------------------------------------------------

    def surrender_invalid(self, one: Replacement) -> None:
        """Credits that will be found invalid, surrendered in good faith."""
        report = next(report for report in self.reports if report.period == one.period)
        self.owe(report, report.filings[one.entity])
        came = self.credits(one.entity, {one.invalid: one.units}, one.period)
        self.surrender(report, one.entity, self.held(one.entity, came))

    def replace(self, one: Replacement) -> None:
        """As many valid ones in their place."""
        came = self.credits(one.entity, one.by, one.period)
        invalid, wanted = [], one.units
        for block, standing in self.ledger.state.holdings.all_of(one.entity):
            if block.series == self.series(one.invalid) and standing.state == "surrendered" and wanted:
                invalid.append(Block(block.series, block.first, min(block.last, block.first + wanted - 1)))
                wanted -= invalid[-1].quantity
        blocks = self.held(one.entity, came)
        why = f"{one.invalid} invalid (17 CCR section 95985)"
        refusal = self.do(
            Replace(account=one.entity, blocks=blocks, replaces=tuple(invalid), reason=why), period=one.period
        )
        by = " and ".join(f"{units:,} of {id}" for id, units in one.by.items())
        did = f"refused: {refusal}" if refusal else f"replaced by {by} in {one.on:%B %Y}"
        why = f"{one.units:,} of {one.invalid}, found invalid after surrender: {did}"
        self.note(one.period, one.entity, "replaced", why)


def is_late(report: Report, filing: Filing, vintage: str) -> bool:
    """Whether allowances came late: a report marks an untimely obligation with `*`, and they are of later budgets."""
    return filing.status.endswith("*") and int(vintage) > report.last


def limit_of(refusal: Refusal) -> int:
    """The limit that a refusal names; 0 if it names none."""
    return int(dict(refusal.said.args).get("limit", "0"))


def cut(blocks: tuple[Block, ...], units: int) -> tuple[Block, ...]:
    """The first so many units of blocks."""
    kept = []
    for block in blocks:
        if units > 0:
            kept.append(Block(block.series, block.first, min(block.last, block.first + units - 1)))
            units -= kept[-1].quantity
    return tuple(kept)
