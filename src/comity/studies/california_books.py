"""The registry of California's programme as the study books into it: its accounts, and what every step uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from math import floor
from typing import NamedTuple

from comity.errors import Refusal
from comity.registry.accounts import Compliance, Family
from comity.registry.adopting import adoption
from comity.registry.blocks import Block
from comity.registry.commands import (
    Cancel,
    Command,
    DeclareUnitType,
    Issue,
    OpenAccount,
    Retire,
    SetObligation,
    Surrender,
    Transfer,
    Units,
)
from comity.registry.journal import Entry
from comity.registry.ledger import Ledger, Request
from comity.registry.permits import exact
from comity.registry.plans.admission import rules_on
from comity.registry.plans.checks import candidates
from comity.studies.california_credits import Issuance, credit_series, replacements
from comity.studies.california_data import Filing, Report
from comity.world import World

WORLD = "california-2013"
CALIFORNIA, QUEBEC, CREDIT = "usa-ca", "can-qc", "california-offset"
BUDGET, CREDITS, BUFFER, VOLUNTARY = "arb-allowances", "arb-credits", "forest-buffer", "voluntary-holders"
EMITTERS, QUEBEC_BUDGET = "quebec-emitters", "quebec-allowances"
ACCOUNTS = {
    BUDGET: "auction",
    CREDITS: "pending",
    BUFFER: "buffer",
    VOLUNTARY: "trading",
    EMITTERS: "operator-holding",
    QUEBEC_BUDGET: "party-holding",
}
UNIT_TYPES: dict[str, Family] = {"CCA": "allowance", "QCA": "allowance", "ARBOC": "credit"}
QUEBEC_HEAD = "for Compliance in Quebec"
BEGINNING = date(2012, 11, 1)  # the month of the first auction


class Finding(NamedTuple):
    """An irregularity of the published figures. `explains`: that the accounts differ from the report there."""

    period: str
    entity: str
    code: str
    why: str
    explains: bool = False


class Journal:
    """Keeps the entries of one replay in memory."""

    def __init__(self, registry: str) -> None:
        self.registry = registry
        self.entries: list[Entry] = []

    def append(self, entries: Sequence[Entry]) -> None:
        """Keep entries."""
        self.entries += entries

    def read(self, after: int = 0) -> Iterator[Entry]:
        """The entries behind a number."""
        return iter(self.entries[after:])

    def entry(self, seq: int) -> Entry | None:
        """One entry."""
        return self.entries[seq - 1] if 1 <= seq <= len(self.entries) else None

    def snapshot(self, before: str = "") -> bytes | None:
        """None are kept."""
        return None


class Books:
    """A ledger that has adopted the world, with the day on which it is and what was found on the way."""

    def __init__(self, issuances: dict[str, Issuance]) -> None:
        self.issuances = issuances
        self.journal = Journal("california")
        self.today = BEGINNING
        self.ledger = Ledger(self.journal, lambda: datetime.combine(self.today, time(12), UTC))
        self.findings: list[Finding] = []
        self.period_of: dict[int, str] = {}
        """The compliance period that an entry was booked for."""
        self.world = World.load(WORLD)
        self.do(*(DeclareUnitType(unit_type=id, family=family) for id, family in UNIT_TYPES.items()))
        unit_types = {mechanism.unit_type for mechanism in self.world.mechanism.values()} - set(UNIT_TYPES)
        self.do(*(DeclareUnitType(unit_type=id, family="allowance") for id in sorted(filter(None, unit_types))))
        self.do(*(OpenAccount(account=id, type=type) for id, type in ACCOUNTS.items()))
        self.do(adoption(self.world, (), BEGINNING.isoformat()))

    def do(self, *commands: Command, period: str = "") -> Refusal | None:
        """Book commands one after another, up to the first that is refused; that refusal, if any."""
        for command in commands:
            (outcome,) = self.ledger.submit([Request(command)])
            if isinstance(outcome, Refusal):
                return outcome
            self.period_of[outcome.seq] = period
        return None

    def note(self, period: str, entity: str, code: str, why: str, explains: bool = False) -> None:
        """Keep an irregularity."""
        self.findings.append(Finding(period, entity, code, why, explains))

    def amounts(self, clause: str) -> dict[str, int]:
        """What a clause may issue, by year, in units."""
        rules = rules_on(self.ledger.state, self.today.isoformat())
        assert rules is not None
        permit = next(permit for permit in rules.permits if permit.id == clause)
        return {year: floor(exact(amount)) for year, amount in (permit.amounts or {}).items()}

    def series(self, id: str) -> str:
        """The series of an issuance of offset credits."""
        return credit_series(self.journal.registry, self.issuances[id]).id

    def held(self, account: str, wanted: dict[str, int]) -> tuple[Block, ...]:
        """Free blocks of an account, so many of each series, the lowest serial numbers first."""
        blocks = []
        for series, units in wanted.items():
            for id, first, last, _ in candidates(self.ledger.state, Units(account=account, series=series)):
                if units > 0:
                    blocks.append(Block(id, first, min(last, first + units - 1)))
                    units -= blocks[-1].quantity
        return tuple(blocks)

    def credits(self, to: str, by_id: dict[str, int], period: str) -> dict[str, int]:
        """Deliver offset credits to an account; what came, by series."""
        came = {}
        for id, units in by_id.items():
            refusal = self.do(Transfer(account=CREDITS, to=to, quantity=units, series=self.series(id)))
            if refusal:
                self.note(period, to, "credits", f"{units:,} of {id} cannot be had: {refusal}")
            else:
                came[self.series(id)] = units
        return came

    def open(self, filing: Filing) -> None:
        """An account for an entity that has none."""
        if filing.entity not in self.ledger.state.accounts:
            self.do(OpenAccount(account=filing.entity, type="operator-holding", holder=filing.name))

    def record(self, report: Report, entity: str) -> Compliance:
        """The compliance record of an entity for a period."""
        return self.ledger.state.compliance[f"{CALIFORNIA}/{report.period}/{entity}"]

    def counted(self, report: Report, entity: str) -> int:
        """Offsets that count against an entity's limit of a period so far."""
        tally = self.ledger.state.tallies.get(f"quota:mechanism.{CALIFORNIA}.quotas.offsets:{report.period}:{entity}")
        return floor(exact(tally.value)) if tally else 0


class CreditBooks(Books):
    """What happens to offset credits beside the compliance of California's entities."""

    def __init__(self, issuances: dict[str, Issuance], reports: list[Report]) -> None:
        super().__init__(issuances)
        self.reports = reports
        self.in_quebec = {id: one.retired[QUEBEC_HEAD] for id, one in issuances.items() if QUEBEC_HEAD in one.retired}
        """Credits that are still to be used in Québec, by issuance."""
        self.replacements, self.untraced = replacements(issuances, reports)

    def issue_credits(self, one: Issuance) -> None:
        """An issuance; the buffer's part comes into the buffer."""
        series = credit_series(self.journal.registry, one)
        for account, units in ((CREDITS, one.issued - one.buffer), (BUFFER, one.buffer)):
            if units:
                self.do(
                    Issue(
                        account=account,
                        mechanism=CREDIT,
                        unit_type="ARBOC",
                        quantity=units,
                        vintage=series.vintage,
                        activity=series.activity,
                        activity_type=series.activity_type,
                    )
                )

    def invalidate(self, id: str, units: int) -> None:
        """What is found invalid and was not surrendered is cancelled, as far as it is still there."""
        replaced = sum(one.units for one in self.replacements if one.invalid == id) + self.untraced.get(id, 0)
        rest = units - replaced
        free = sum(block.quantity for block in self.held(CREDITS, {self.series(id): rest}))
        if free:
            series, why = self.series(id), "found invalid"
            self.do(Cancel(account=CREDITS, quantity=free, series=series, purpose="invalidation", reason=why))
        if rest:
            why = f"{units:,} of {self.issuances[id].issued:,} found invalid in {self.today:%B %Y}"
            why += f": {replaced:,} surrendered and replaced, {free:,} cancelled"
            self.note("", id, "invalid", why)

    def settle_quebec(self, first: int, last: int) -> None:
        """California's credits in Québec: as many as its limit lets in for a period; the others wait for the next."""
        caps = self.amounts(f"mechanism.{QUEBEC}.cap")
        period, owed = f"{first}-{last}", sum(caps.get(str(year), 0) for year in range(first, last + 1))
        self.do(SetObligation(account=EMITTERS, mechanism=QUEBEC, period=period, quantity=owed))
        for id, units in sorted(self.in_quebec.items(), key=lambda pair: self.issuances[pair[0]].on):
            if self.issuances[id].on > self.today:
                continue
            series = self.series(id)
            held = self.held(EMITTERS, {series: units})  # those that found no room in an earlier period
            held = held or self.held(EMITTERS, self.credits(EMITTERS, {id: units}, period))
            surrender = Surrender(account=EMITTERS, mechanism=QUEBEC, period=period, blocks=held)
            if held and self.do(surrender) is None:
                del self.in_quebec[id]

    def end_the_rest(self) -> None:
        """What the table of credits says was retired otherwise, on no day that it says."""
        for one in self.issuances.values():
            retired, series = one.retired, self.series(one.id)
            voluntary = retired.get("Voluntarily", 0)
            ends = [
                (BUFFER, retired.get("Buffer Pool Retired", 0), "buffer for a reversal"),
                (CREDITS, retired.get("for Intentional Reversal", 0), "intentional reversal"),
            ]
            for account, units, why in ends:
                if units:
                    cancel = Cancel(account=account, quantity=units, series=series, purpose="reversal", reason=why)
                    self.tabled(one.id, why, units, cancel)
            if voluntary:
                give = Transfer(account=CREDITS, to=VOLUNTARY, quantity=voluntary, series=series)
                retire = Retire(account=VOLUNTARY, quantity=voluntary, series=series, beneficiary="not published")
                self.tabled(one.id, "voluntarily", voluntary, give, retire)

    def tabled(self, id: str, why: str, units: int, *commands: Cancel | Transfer | Retire) -> None:
        """Book it; a refusal is an irregularity of the table."""
        refusal = self.do(*commands)
        if refusal:
            one = self.issuances[id]
            left = int(dict(refusal.said.args).get("available", "0"))
            of = f"{one.issued:,} issued, of which {one.buffer:,} into the buffer"
            self.note("", id, "table", f"{units:,} retired ({why}) where {left:,} are left of {of}: {refusal}")
