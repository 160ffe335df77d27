"""The rules of the Kyoto Protocol's units, and the planners that only they need.

Decisions 3/CMP.1, 5/CMP.1, 9/CMP.1, 11/CMP.1 and 13/CMP.1, each with its annex. The rules hold for units of Kyoto's
families; a Party without a commitment on record has none to break.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from comity.registry.accounts import Account, Commitment, Issued
from comity.registry.blocks import ENDED, Series
from comity.registry.commands import ChangeExpiry, Commit, ConvertToEru, ExpireUnits
from comity.registry.journal import Change, Post, Put
from comity.registry.plans.admission import added, running
from comity.registry.plans.checks import Piece, acts, asked, counted, family_of, known, posts, total, well_formed
from comity.registry.plans.plan import Now, Plan, Planner
from comity.registry.refusals import refuse
from comity.registry.state import State

RESERVE = frozenset({"aau", "rmu", "eru", "cer"})
"""What counts in a commitment period reserve (decision 11/CMP.1, annex, paragraph 6)."""
TEMPORARY = frozenset({"tcer", "lcer"})
NOT_CARRIED = frozenset({"rmu", "tcer", "lcer"})
"""Decision 13/CMP.1, annex, paragraph 16; decision 5/CMP.1, annex, paragraphs 41 and 45."""
CARRIED_SHARE = {"eru": Fraction(25, 1000), "cer": Fraction(25, 1000)}
"""Of the assigned amount, at most, each (decision 13/CMP.1, annex, paragraph 15)."""
REPLACES = {
    "tcer": frozenset({"aau", "cer", "eru", "rmu", "tcer"}),
    "lcer": frozenset({"aau", "cer", "eru", "rmu", "lcer"}),
}
"""Decision 5/CMP.1, annex, paragraphs 44, 47 to 50."""


def commit(state: State, command: Commit, now: Now) -> Plan:
    """A Party's assigned amount for a period, and what its reserve is worked out from."""
    well_formed(command.party, command.period)
    if command.assigned < 0 or (command.inventory is not None and command.inventory < 0) or command.years < 1:
        refuse("quantity-not-positive", quantity=min(command.assigned, command.inventory or 0, command.years))
    after = Commitment(
        command.party, command.period, command.assigned, command.inventory, command.years, command.eligible
    )
    return Plan("kyoto.assigned-amount", (Put(state.commitments.get(after.id), after),))


def convert_to_eru(state: State, command: ConvertToEru, now: Now) -> Plan:
    """ERUs with the serial numbers of the AAUs or RMUs that they were. They belong to the period of these."""
    well_formed(command.project)
    account = acts(state, command.account, "convert-to-eru")
    pieces = asked(state, command)
    for series, first, last, _ in pieces:
        if family_of(state, series) not in ("aau", "rmu"):
            refuse("not-convertible", unit_type=state.series[series].unit_type, first=first, last=last)
    changes: list[Change] = []
    track = track_of(state, account, state.series[pieces[0][0]].period, command)
    unit_type = next((id for id, found in sorted(state.unit_types.items()) if found.family == "eru"), "")
    if not unit_type:
        refuse("not-convertible", unit_type="ERU", first=0, last=0)
    counts: dict[str, Issued] = {}
    for piece in pieces:
        series, first, last, standing = piece
        origin = state.series[series]
        eru = replace(origin, unit_type=unit_type, activity=command.project, standard=track, image_of=origin.unit_type)
        changes += counted(state, counts, eru, total([piece]))
        changes += posts([piece], state="converted", by=state.seq + 1)
        changes.append(Post(eru.id, first, last, None, standing))
    return Plan("kyoto.joint-implementation", tuple(changes))


def track_of(state: State, account: Account, period: str, command: ConvertToEru) -> str:
    """Track 1 if the host meets the eligibility requirements, else track 2, which the committee must have verified."""
    commitment = state.commitments.get(f"{account.party}/{period}")
    if commitment is None:
        refuse("commitment-unknown", party=account.party, period=period)
    if command.verified_by_committee:
        return "track-2"
    if not commitment.eligible:
        refuse("not-eligible-for-track-1", party=account.party)
    return "track-1"


def expire_units(state: State, command: ExpireUnits, now: Now) -> Plan:
    """What has not been replaced or retired by its last day is worth nothing."""
    known(state, command.account)
    pieces = asked(state, command)
    for _, first, last, standing in pieces:
        if not standing.expires or now.at[:10] <= standing.expires:
            refuse("not-expired", first=first, last=last, expires=standing.expires or "-")
    return Plan("kyoto.expiry", posts(pieces, state="expired", by=state.seq + 1))


def change_expiry(state: State, command: ChangeExpiry, now: Now) -> Plan:
    """Long-term CERs live on with the crediting period of their project."""
    a_day(command.expires)
    known(state, command.account)
    pieces = asked(state, command)
    for series, _, _, standing in pieces:
        if family_of(state, series) != "lcer":
            refuse("expiry-missing", unit_type=state.series[series].unit_type)
        if now.at[:10] > standing.expires:
            refuse("unit-expired", expires=standing.expires)
    return Plan("kyoto.expiry", posts(pieces, expires=command.expires))


def a_day(text: str) -> None:
    """Refuse what is no day, `2026-12-31`; no other form, so that days compare as texts do."""
    try:
        good = date.fromisoformat(text).isoformat() == text
    except ValueError:
        good = False
    if not good:
        refuse("identifier-malformed", found=text)


def assigned(state: State, series: Series, units: int) -> None:
    """Refuse AAUs above the assigned amount of their Party and period (decision 13/CMP.1, annex, paragraph 23)."""
    commitment = state.commitments.get(f"{series.host}/{series.period}")
    if commitment is None:
        refuse("commitment-unknown", party=series.host or "-", period=series.period or "-")
    before = state.issued.get(series.id)
    if (before.quantity if before else 0) + units > commitment.assigned:
        refuse("assigned-amount-exceeded", party=series.host, period=series.period, assigned=commitment.assigned)


def reserve_kept(state: State, giver: Account, taker: Account, pieces: list[Piece]) -> None:
    """Refuse a transfer abroad that leaves less than the reserve (decision 11/CMP.1, annex, paragraphs 6 to 10).

    ERUs that the supervisory committee verified are exempt (paragraph 10).
    """
    if giver.party == taker.party:
        return
    leaving: dict[str, int] = {}
    for piece in pieces:
        series = state.series[piece[0]]
        if family_of(state, piece[0]) in RESERVE and series.standard != "track-2":
            period = piece[3].period or series.period
            leaving[period] = leaving.get(period, 0) + total([piece])
    for period, units in leaving.items():
        commitment = state.commitments.get(f"{giver.party}/{period}")
        if commitment is not None and in_reserve(state, giver.party, period) - units < commitment.reserve:
            refuse("below-commitment-period-reserve", party=giver.party, period=period, reserve=commitment.reserve)


def in_reserve(state: State, party: str, period: str) -> int:
    """What a Party's accounts hold or have retired for a period."""
    return sum(
        block.quantity
        for account in state.accounts.values()
        if account.party == party
        for block, standing in state.holdings.all_of(account.id)
        if (standing.state not in ENDED or standing.state == "retired")
        and (standing.period or state.series[block.series].period) == period
        and family_of(state, block.series) in RESERVE
    )


def carried(state: State, account: Account, pieces: list[Piece], to_period: str) -> tuple[Put, ...]:
    """What is counted against the limits of carry-over. Raises Refusal where there is no carry-over, or no more."""
    units: dict[tuple[str, str], int] = {}
    for piece in pieces:
        family = family_of(state, piece[0])
        if family in NOT_CARRIED:
            refuse("not-carried-over", unit_type=state.series[piece[0]].unit_type)
        if family in CARRIED_SHARE:
            key = (family, piece[3].period or state.series[piece[0]].period)
            units[key] = units.get(key, 0) + total([piece])
    changes = []
    for (family, period), quantity in sorted(units.items()):
        commitment = state.commitments.get(f"{account.party}/{period}")
        if commitment is None:
            refuse("commitment-unknown", party=account.party or "-", period=period or "-")
        limit = commitment.assigned * CARRIED_SHARE[family]
        id = f"carried:{account.party}:{period}:{family}"
        if running(state, id) + quantity > limit:
            refuse("carry-over-limit", party=account.party, family=family, limit=limit.__floor__(), to_period=to_period)
        changes.append(added(state, id, quantity))
    return tuple(changes)


def may_replace(state: State, pieces: list[Piece], replaced: list[Piece]) -> None:
    """Refuse to replace temporary or long-term CERs by what may not take their place."""
    allowed = [REPLACES[family] for piece in replaced if (family := family_of(state, piece[0])) in REPLACES]
    for piece in pieces:
        family = family_of(state, piece[0])
        if any(family not in families for families in allowed):
            refuse("may-not-replace", unit_type=state.series[piece[0]].unit_type)


def still_valid(pieces: list[Piece], day: str) -> None:
    """Refuse what has expired."""
    for _, first, last, standing in pieces:
        if standing.expires and day > standing.expires:
            refuse("unit-expired", first=first, last=last, expires=standing.expires)


PLANNERS: dict[type, Planner[Any]] = {
    Commit: commit,
    ConvertToEru: convert_to_eru,
    ExpireUnits: expire_units,
    ChangeExpiry: change_expiry,
}
