"""Checks of the agreed electronic format that look at one row, or at a row and the authorization or entity it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from comity.formats.aef_tables import Action, Authorization, Like, Table, TableName, aef

if TYPE_CHECKING:
    from comity.formats.aef_checks import Checking, Finding

ENDS = ("Use", "Cancellation", "Voluntary Cancellation")
ANYWHERE = "Not yet defined"
ABROAD = "First transfer to another Party"
OMGE = "Mandatory cancellation to deliver OMGE"
DEFINED = {"Authorisation": "Authorization", "Issuance": "Issuance", "Use or Cancellation": "Use or cancellation"}
"""The subtype of a first transfer, by the authorization's definition of it."""


def filled(checking: Checking) -> Iterator[Finding]:
    """Conditional columns: filled where they must be, absent where they do not apply; the platform's are its own."""
    for name, table in aef().tables.items():
        for row, record in enumerate(checking.report.table(name), start=2):
            cells = {}
            for field in table.fields:
                value = getattr(record, field.attribute)
                cells[field.name] = aef().absent if value is None or value == () else value
            yield from _filled(checking, name, table, row, cells)


def _filled(checking: Checking, name: TableName, table: Table, row: int, cells: dict[str, str]) -> Iterator[Finding]:
    there = {column for column, cell in cells.items() if cell != aef().absent}
    for field in table.fields:
        if field.platform and field.name in there:
            yield checking.found("platform-filled", name, row, column=field.name)
        if not field.conditional:
            continue
        if field.name in there and not alike((*field.needed, *field.allowed), cells):
            yield checking.found("conditional-surplus", name, row, column=field.name)
        if field.name not in there and alike(field.needed, cells):
            yield checking.found("conditional-missing", name, row, column=field.name)
    for rule in table.one_of:
        if alike(rule.rows, cells):
            number, columns = len(there & set(rule.fields)), ", ".join(rule.fields)
            if number == 0:
                yield checking.found("conditional-missing", name, row, column=columns)
            elif number > rule.most:
                yield checking.found("conditional-surplus", name, row, column=columns)


def alike(likes: tuple[Like, ...], cells: dict[str, Any]) -> bool:
    """Whether a row is like one of these."""
    return any(all(cells[column] in values for column, values in like.items()) for like in likes)


def submission(checking: Checking) -> Iterator[Finding]:
    """The year is over when it is reported, is reported once under each version, and stays as it was reported."""
    one = checking.report.submission
    if one.date <= checking.year_end:
        yield checking.found("year-open", "submission", 2, year=one.year)
    if one.ndc_last < one.ndc_first:
        yield checking.found("ndc-period-reversed", "submission", 2, first=one.ndc_first, last=one.ndc_last)
    for other in checking.earlier or ():
        if (other.submission.party, other.submission.year) != (one.party, one.year):
            continue
        if other.submission.version == one.version:
            yield checking.found("submission-repeated", "submission", 2, year=one.year, version=one.version)
        elif set(other.holdings) != set(checking.report.holdings):
            yield checking.found("snapshot-changed", "submission", 2, version=other.submission.version)


def authorizations(checking: Checking) -> Iterator[Finding]:
    """Versions follow one another, timeframes are spans, and the entities named are listed."""
    listed = {entity.id for entity in checking.report.entities}
    seen: dict[str, dict[int, date]] = {}
    for row, one in enumerate(checking.report.authorizations, start=2):
        versions = seen.setdefault(one.id, {})
        if one.version in versions:
            yield checking.found("authorization-version-repeated", "authorizations", row, version=one.version)
        versions[one.version] = one.date
        if one.timeframe and one.timeframe[1] < one.timeframe[0]:
            first, last = one.timeframe
            yield checking.found("timeframe-reversed", "authorizations", row, first=first, last=last)
        for entity in one.entities:
            if entity not in listed:
                yield checking.found("authorized-entity-unlisted", "authorizations", row, entity=entity)
    for row, one in enumerate(checking.report.authorizations, start=2):
        lower = [version for version in seen[one.id] if version < one.version]
        if lower and one.date < seen[one.id][max(lower)]:
            yield checking.found("authorization-version-order", "authorizations", row, version=one.version)


def actions(checking: Checking) -> Iterator[Finding]:
    """An action's own columns fit one another and the submission."""
    head, listed = checking.report.submission, {entity.id for entity in checking.report.entities}
    for row, one in enumerate(checking.report.actions, start=2):
        if one.subtype not in (None, ANYWHERE, *aef().subtypes[one.action]):
            yield checking.found("subtype-misfit", "actions", row, subtype=one.subtype, action=one.action)
        if one.at.year != head.year:
            yield checking.found("action-outside-year", "actions", row, at=one.at.isoformat(), year=head.year)
        if one.user_entity is not None and one.user_entity not in listed:
            yield checking.found("entity-unknown", "actions", row, entity=one.user_entity)
        if one.ndc_year is None:
            continue
        if not head.ndc_first <= one.ndc_year <= head.ndc_last:
            yield checking.found(
                "use-year-outside-ndc", "actions", row, year=one.ndc_year, first=head.ndc_first, last=head.ndc_last
            )
        if not head.ndc_first <= one.vintage <= head.ndc_last:
            yield checking.found(
                "vintage-outside-ndc", "actions", row, vintage=one.vintage, first=head.ndc_first, last=head.ndc_last
            )


def blocks(checking: Checking) -> Iterator[Finding]:
    """A block is a range, its quantity is its width, and its mitigation lies between 2021 and its action."""
    for table, row, one in checking.blocks():
        if one.last < one.first:
            yield checking.found("range-reversed", table, row, first=one.first, last=one.last)
        width = one.last - one.first + 1
        counted = one.quantity if one.metric == "GHG" else one.quantity_non_ghg
        if counted is not None and one.first <= one.last and counted != width:
            yield checking.found("quantity-differs", table, row, width, quantity=format(counted, "f"), width=width)
        underlying = (one.unit_registry, one.unit_first, one.unit_last)
        if any(underlying) and not all(underlying):
            yield checking.found("underlying-incomplete", table, row)
        if one.vintage < aef().vintage_first:
            yield checking.found("vintage-too-early", table, row, vintage=one.vintage, first=aef().vintage_first)
        year = one.at.year if isinstance(one, Action) else checking.report.submission.year
        if one.vintage > year:
            yield checking.found("vintage-too-late", table, row, vintage=one.vintage, year=year)


def authorized(checking: Checking) -> Iterator[Finding]:
    """What a row names is authorized, by the version in force on its day, in every respect."""
    for table, row, one in checking.blocks():
        versions = checking.versions.get(one.authorization)
        if not versions:
            yield checking.found("authorization-unknown", table, row, authorization=one.authorization)
            continue
        day = one.at.date() if isinstance(one, Action) else checking.year_end
        version = checking.in_force(one.authorization, day)
        if version is None:
            yield checking.found(
                "authorization-not-in-force", table, row, authorization=one.authorization, day=day.isoformat()
            )
            version = versions[0]
        if one.approach != version.approach:
            yield checking.found("approach-differs", table, row, approach=one.approach, authorized=version.approach)
        if (one.metric, one.non_ghg_metric) != (version.metric, version.non_ghg_metric):
            found, asked = one.non_ghg_metric or one.metric, version.non_ghg_metric or version.metric
            yield checking.found("metric-differs", table, row, metric=found, authorized=asked)
        if version.timeframe and not version.timeframe[0] <= one.vintage <= version.timeframe[1]:
            first, last = version.timeframe
            yield checking.found("vintage-outside-timeframe", table, row, vintage=one.vintage, first=first, last=last)
        if isinstance(one, Action):
            yield from _allowed(checking, row, one, version)


def _allowed(checking: Checking, row: int, one: Action, version: Authorization) -> Iterator[Finding]:
    """What an authorization allows of an action."""
    if version.timeframe and not version.timeframe[0] <= one.at.year <= version.timeframe[1]:
        first, last = version.timeframe
        yield checking.found("action-outside-timeframe", "actions", row, year=one.at.year, first=first, last=last)
    for party in dict.fromkeys((one.acquiring, one.user_party)):
        if party and version.parties and party not in (*version.parties, one.first_party):
            yield checking.found("party-not-authorized", "actions", row, party=party)
    if one.user_entity and version.entities and one.user_entity not in version.entities:
        yield checking.found("entity-not-authorized", "actions", row, entity=one.user_entity)
    purposes = version.purpose.split(" and ")
    towards_ndc, elsewhere = one.ndc_year is not None, one.oimp is not None
    if (towards_ndc and "NDC" not in purposes) or (elsewhere and purposes == ["NDC"]):
        asked = "NDC" if towards_ndc else one.oimp
        yield checking.found("purpose-not-authorized", "actions", row, purpose=asked, authorized=version.purpose)
    defined = first_transfers(version)
    if one.action == "First transfer" and one.subtype not in (None, ANYWHERE, *defined):
        authorized = ", ".join(defined)
        yield checking.found("first-transfer-misdefined", "actions", row, subtype=one.subtype, authorized=authorized)


def first_transfers(version: Authorization) -> list[str]:
    """The subtypes that a first transfer can have under an authorization (decision 2/CMA.3, annex, paragraph 2)."""
    found = [OMGE]  # under 6.4 at issuance, whatever the definition (3/CMA.3, annex)
    found += [ABROAD] if version.purpose.startswith("NDC") else []
    if version.first_transfer is not None:
        found.append(DEFINED[version.first_transfer])
        if version.first_transfer == "Use or Cancellation":
            found += [subtype for subtype in aef().subtypes["First transfer"] if "cancellation" in subtype.lower()]
    return list(dict.fromkeys(found))


CHECKS: tuple[Callable[[Checking], Iterator[Finding]], ...] = (
    filled, submission, authorizations, actions, blocks, authorized,
)  # fmt: skip
