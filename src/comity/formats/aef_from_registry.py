"""The five tables of a Party and year out of a registry's journal.

    filed = file(store, Filing(party="GHA", year=2027, …))

A unit is an ITMO from the entry that authorises it. What the ledger does to it becomes actions of the Party whose
account it leaves, ends in or comes to, and of the host that first transfers it; what lies in the Party's accounts at
the end of 31 December becomes its holdings. An entry that was reversed or corrected by then, and the one that undid
it, give none. What the ledger does not know (sectors, the type of mitigation, …) the filing says.

Within a registry's identifier FirstID and LastID must be unique, but our serial numbers begin at 1 in every series. So
the number of the series, in the order in which series began, stands before them: unit 17 of the third is 3000000000017.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from comity.errors import InputError, Problem, said
from comity.formats.aef_actions import Done, actions_of
from comity.formats.aef_tables import Action, Authorization, Entity, Holding, Report, Submission
from comity.registry.accounts import Account, Authorisation
from comity.registry.blocks import Block, Series
from comity.registry.commands import Correct, Reverse
from comity.registry.journal import Body, Entry, Post, Put, read_body
from comity.registry.ledger import Store
from comity.registry.plans.admission import vintage_of
from comity.registry.state import State
from comity.registry.views import end_of

SERIES_STRIDE = 10**12
"""What a series' number is multiplied by: serial numbers are below it."""
LIVE = frozenset({"held", "reserved", "frozen", "disputed"})
NO_ACTION = frozenset({"immobilised", "returned", "reissued", "replacement", "replaced", "converted", "expired"})
"""What can become of a unit and has no word in the format."""
PURPOSES = {
    frozenset({"ndc"}): "NDC",
    frozenset({"international-mitigation"}): "IMP",
    frozenset({"other"}): "OP",
    frozenset({"international-mitigation", "other"}): "OIMP",
    frozenset({"ndc", "international-mitigation"}): "NDC and IMP",
    frozenset({"ndc", "other"}): "NDC and OP",
    frozenset({"ndc", "international-mitigation", "other"}): "NDC and OIMP",
}
DEFINITIONS = {"authorisation": "Authorisation", "issuance": "Issuance", "use": "Use or Cancellation"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What an authorisation says that the ledger does not keep."""

    sectors: tuple[str, ...]
    mitigation: str
    activities: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    oimp: str | None = None
    gwp: str | None = None
    terms: str | None = None
    approach: str = ""
    """Where the ledger has none."""
    first_transfer: str | None = None
    """Of units for other purposes, where the ledger has them first transferred at their first transfer abroad."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """Whose submission is wanted, and what the ledger does not know of it."""

    party: str
    year: int
    date: date
    version: str = "1.0"
    ndc_first: int
    ndc_last: int
    registries: Mapping[str, str]
    """By the registry that issued: its PartyITMORegistryID."""
    particulars: Mapping[str, Particulars]
    """By authorisation."""
    tonnes: Mapping[str, Decimal] = field(default_factory=dict)
    """By metric other than t CO2e: tonnes that one unit stands for."""
    countries: Mapping[str, str] = field(default_factory=dict)
    """By entity: where it is incorporated, if not in the Party of its account."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A submission, and the entries of its year about ITMOs for which the format has no action."""

    report: Report
    left_out: tuple[int, ...]


def file(store: Store, filing: Filing) -> Filed:
    """The submission. Raises InputError for what the filing should say and does not; Broken for a journal that is."""
    entries = [(entry, read_body(entry.body)) for entry in _until(store, end_of(date(filing.year, 12, 31)))]
    undone: set[int] = set()
    for entry, body in entries:
        if isinstance(body.asked, Reverse | Correct):
            undone |= {entry.seq, body.asked.entry}
    walk = Walk(filing, State(store.registry))
    for entry, body in entries:
        walk.step(entry, body, entry.seq in undone)
    holdings = tuple(walk.holdings())
    named = {one.authorization for one in (*walk.actions, *holdings)}
    authorizations = tuple(walk.authorizations(named))
    entities = tuple(walk.entities(authorizations))
    if walk.problems:
        raise InputError(dict.fromkeys(walk.problems))
    head = Submission(
        party=filing.party,
        version=filing.version,
        year=filing.year,
        date=filing.date,
        ndc_first=filing.ndc_first,
        ndc_last=filing.ndc_last,
    )
    report = Report(head, authorizations, tuple(walk.actions), holdings, entities)
    return Filed(report, tuple(walk.left_out))


def _until(store: Store, end: str) -> Iterator[Entry]:
    for entry in store.read():
        if entry.at >= end:
            return
        yield entry


@dataclass(slots=True)
class Walk:
    """Folds a journal and writes down what a Party reports."""

    filing: Filing
    state: State
    actions: list[Action] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    """By series, its number."""
    versions: list[tuple[date, Authorisation]] = field(default_factory=list)

    def step(self, entry: Entry, body: Body, undone: bool) -> None:
        """One entry."""
        self.state.follow(entry)
        for change in body.changes:
            if isinstance(change, Put) and isinstance(change.after, Series):
                self.numbers.setdefault(change.after.id, len(self.numbers) + 1)
            elif isinstance(change, Put) and isinstance(change.after, Authorisation) and entry.kind == "authorise":
                self.versions.append((date.fromisoformat(entry.at[:10]), change.after))
            elif isinstance(change, Post) and entry.at[:4] == f"{self.filing.year:04}" and not undone:
                self._post(entry, body, change)

    def _post(self, entry: Entry, body: Body, post: Post) -> None:
        after, series = post.after, self.state.series[post.series]
        if after is None or not after.authorisation:
            return
        if series.image_of or after.state in NO_ACTION:
            if entry.seq not in self.left_out:
                self.left_out.append(entry.seq)
            return
        done = Done(self.state, entry, body.asked, post, after)
        block = self.block(Block(post.series, post.first, post.last), after.authorisation)
        for columns in actions_of(done, self.filing.party) if block else ():
            self.actions.append(Action(at=datetime.fromisoformat(entry.at), **block, **columns))

    def block(self, block: Block, authorisation: str) -> dict[str, Any]:
        """The columns of a block; empty where the filing leaves something out."""
        series, record = self.state.series[block.series], self.state.authorisations[authorisation]
        particulars = self._said("particulars", authorisation, self.filing.particulars)
        registry = self._said("registries", series.registry, self.filing.registries)
        tonnes = self._said("tonnes", series.metric, self.filing.tonnes) if series.metric else Decimal(1)
        if block.last >= SERIES_STRIDE:
            self.problems.append(Problem("", 0, block.series, str(block.last), said("expected-aef-serial")))
        if particulars is None or registry is None or tonnes is None:
            return {}
        before = self.numbers[block.series] * SERIES_STRIDE
        return {
            "approach": self._approach(record, particulars),
            "authorization": authorisation,
            "first_party": record.host,
            "registry": registry,
            "first": before + block.first,
            "last": before + block.last,
            "metric": "non-GHG" if series.metric else "GHG",
            "gwp": None if series.metric else particulars.gwp,
            "non_ghg_metric": series.metric or None,
            "quantity": block.quantity * tonnes,
            "quantity_non_ghg": Decimal(block.quantity) if series.metric else None,
            "mitigation": particulars.mitigation,
            "vintage": vintage_of(series),
        }

    def _said(self, what: str, key: str, where: Mapping[str, Any]) -> Any:
        found = where.get(key)
        if found is None:
            address = f"{what}.{key}"
            self.problems.append(Problem("", 0, address, said("found-nothing"), said("expected-aef-particulars")))
        return found

    def _approach(self, record: Authorisation, particulars: Particulars) -> str:
        found = record.approach or particulars.approach
        if not found:
            address = f"particulars.{record.id}.approach"
            self.problems.append(Problem("", 0, address, said("found-nothing"), said("expected-aef-approach")))
        return found

    def holdings(self) -> Iterator[Holding]:
        """What lies in the Party's accounts when the year ends."""
        for block, standing in self.state.holdings.everything():
            account, series = self.state.accounts[standing.account], self.state.series[block.series]
            itmo = standing.authorisation and standing.state in LIVE and not series.image_of
            if itmo and account.party == self.filing.party:
                columns = self.block(block, standing.authorisation)
                if columns:
                    yield Holding(**columns)

    def authorizations(self, named: set[str]) -> Iterator[Authorization]:
        """The Party's own, every version of them, and those of others that its rows name."""
        for day, one in self.versions:
            if one.host != self.filing.party and one.id not in named:
                continue
            particulars = self._said("particulars", one.id, self.filing.particulars)
            metrics = self._metrics(one.id)
            purpose = self._said("purposes", one.id, {one.id: PURPOSES.get(frozenset(one.purposes))})
            if particulars is None or purpose is None:
                continue
            yield Authorization(
                id=one.id,
                date=day,
                approach=self._approach(one, particulars),
                version=one.version,
                quantity=one.quantity,
                metric="non-GHG" if metrics else "GHG",
                gwp=None if metrics else particulars.gwp,
                non_ghg_metric=metrics[0] if metrics else None,
                sectors=particulars.sectors,
                activities=particulars.activities,
                purpose=purpose,
                parties=particulars.parties,
                entities=one.entities,
                oimp=particulars.oimp if set(one.purposes) - {"ndc"} else None,
                timeframe=one.vintages,
                terms=particulars.terms,
                first_transfer=_definition(one, particulars),
            )

    def _metrics(self, authorisation: str) -> list[str]:
        """The metrics, other than t CO2e, of the units under an authorisation."""
        found = {
            self.state.series[block.series].metric
            for block, standing in self.state.holdings.everything()
            if standing.authorisation == authorisation
        }
        return sorted(found - {""})

    def entities(self, authorizations: tuple[Authorization, ...]) -> Iterator[Entity]:
        """The entities that those authorizations name, once each for an approach."""
        seen = set()
        for one in authorizations:
            for id in one.entities:
                account = self.state.accounts.get(id) or self._held_by(id)
                country = self.filing.countries.get(id) or (account.party if account else "")
                if not country:
                    self._said("countries", id, {})
                if (id, one.approach) not in seen:
                    seen.add((id, one.approach))
                    name = (account.holder if account else "") or id
                    yield Entity(date=one.date, name=name, country=country, id=id, approach=one.approach)

    def _held_by(self, holder: str) -> Account | None:
        """An account of a holder, since an authorisation may name holders, too."""
        return next((one for _, one in sorted(self.state.accounts.items()) if one.holder == holder), None)


def _definition(one: Authorisation, particulars: Particulars) -> str | None:
    """FirstTransferDefnForOIMP: of what is authorised for other purposes; a transfer abroad is no value of it."""
    if not set(one.purposes) - {"ndc"}:
        return None
    return DEFINITIONS.get(one.first_transfer, particulars.first_transfer)
