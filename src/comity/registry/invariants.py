"""What must hold of a registry at every moment, checked on the whole state. Empty means that all of it does.

The numbers are those of the nine invariants in the docs page on the ledger; those about replay and repeated requests
are about the journal and are checked in `verify.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from comity.registry.accounts import account_types
from comity.registry.blocks import ENDED, Block, Standing
from comity.registry.external import travelled
from comity.registry.state import State

Blocks = Sequence[tuple[Block, Standing]]
WAITING = {"reserved": "proposal", "frozen": "freeze", "disputed": "dispute"}


def violations(state: State) -> list[str]:
    """Every invariant that a state breaks, in words for engineers."""
    blocks = list(state.holdings.everything())
    checks = (_lines, _sums, _waiting, _abroad, _ended, _allowed, _authorised)
    found = [sentence for check in checks for sentence in check(state, blocks)]
    return [*found, *_index(state, blocks)] if state.holdings.indexed else found


def _lines(state: State, blocks: Blocks) -> Iterator[str]:
    """1, 2, 5: blocks of a series do not overlap, are ranges, and are as large as they can be."""
    for series, line in state.holdings.lines.items():
        if series not in state.series:
            yield f"{series}: units of a series that has no record"
        top, before = 0, None
        for first, (last, standing) in sorted(line.blocks.items()):
            if not top < first <= last:
                yield f"{series}:{first}-{last} overlaps, or is no range"
            if first == top + 1 and standing == before:
                yield f"{series}:{first} is not joined with its neighbour"
            top, before = last, standing
        if list(line.order.between(0, line.order.highest)) != sorted(line.blocks):
            yield f"{series}: blocks that are not found in their order"


def _sums(state: State, blocks: Blocks) -> Iterator[str]:
    """3: over all accounts and states a series has as many units as were issued."""
    for id, issued in state.issued.items():
        line = state.holdings.lines.get(id)
        there = sum(last - first + 1 for first, (last, _) in line.blocks.items()) if line else 0
        if there != issued.quantity:
            yield f"{id}: {there} units, {issued.quantity} issued"
    for id in state.series.keys() ^ state.issued.keys():
        yield f"{id}: a series without a count, or a count without a series"


def _index(state: State, blocks: Blocks) -> Iterator[str]:
    """1: what is found by account is what is found by serial number."""
    holders = {(block.series, block.first): standing.account for block, standing in blocks}
    for account in state.accounts:
        for block, _ in state.holdings.all_of(account):
            if holders.pop((block.series, block.first), None) != account:
                yield f"{block} is found in account {account} more often one way than the other"
        for series in state.holdings.series_of(account):
            for first, _, standing in state.holdings.live(account, series):
                if standing.state in ENDED:
                    yield f"{series}:{first} is found among the units that have not ended"
    for (series, first), account in holders.items():
        yield f"{series}:{first} is found in account {account} less often one way than the other"


def _waiting(state: State, blocks: Blocks) -> Iterator[str]:
    """1: units wait exactly where a proposal, freeze or dispute says so."""
    waiting: Counter[str] = Counter()
    holds = {id: (hold.kind, hold.account, hold.blocks) for id, hold in state.holds.items()}
    holds |= {id: ("proposal", one.account, one.blocks) for id, one in state.departures.items() if not one.finalised}
    for id, (kind, account, held) in holds.items():
        for block in held:
            for part, standing in state.standings(block):
                if (WAITING.get(standing.state), standing.by, standing.account) != (kind, int(id), account):
                    yield f"{part} does not wait as entry {id} says"
    for block, standing in blocks:
        if standing.state in WAITING:
            waiting[str(standing.by)] += block.quantity
    for id in waiting.keys() | holds.keys():
        said = sum(block.quantity for block in holds[id][2]) if id in holds else 0
        if waiting[id] != said:
            yield f"{waiting[id]} units wait for entry {id}, which holds {said} back"


def _abroad(state: State, blocks: Blocks) -> Iterator[str]:
    """3: of each series so many units are here as were issued here and arrived, less those that departed."""
    here: Counter[str] = Counter()
    for block, standing in blocks:
        here[block.series] += block.quantity if standing.state != "departed" else 0
    due = Counter({id: one.quantity for id, one in state.issued.items() if id.partition("/")[0] == state.registry})
    for kind, _, series, units in travelled(state.tallies):
        due[series] += units if kind == "arrived" else -units
    for id in here.keys() | due.keys():
        if here[id] != due[id]:
            yield f"{id}: {here[id]} units are here, and {due[id]} ought to be"


def _ended(state: State, blocks: Blocks) -> Iterator[str]:
    """4: what has ended says which entry ended it, and what is held says none."""
    surrendered = 0
    for block, standing in blocks:
        if (standing.state != "held") != bool(standing.by):
            yield f"{block} is {standing.state} by entry {standing.by}"
        if standing.by > state.seq:
            yield f"{block} is {standing.state} by an entry to come"
        if standing.state == "surrendered":
            surrendered += block.quantity
    recorded = sum(record.surrendered for record in state.compliance.values())
    # Less where surrendered units have been replaced since; and a clause may credit less than a unit for a unit. An
    # account may surrender for another, so that only all of them together can be compared.
    if surrendered > recorded and not state.adoptions:
        yield f"{surrendered - recorded} more units are surrendered than compliance records say"


def _allowed(state: State, blocks: Blocks) -> Iterator[str]:
    """Accounts exist, hold what their type may, and are empty once closed."""
    seen: set[tuple[str, Standing]] = set()
    for block, standing in blocks:
        if (block.series, standing) in seen:
            continue
        seen.add((block.series, standing))
        account = state.accounts.get(standing.account)
        if account is None:
            yield f"{block} is in account {standing.account}, which does not exist"
            continue
        if account.status == "closed" and standing.state not in ENDED:
            yield f"{block} is in account {account.id}, which is closed"
        series = state.series.get(block.series)
        if series is None:
            continue  # `_lines` says so
        family = state.unit_types[series.unit_type].family
        if family not in account_types()[account.type].holds:
            yield f"{block} is in account {account.id}, which may not hold {family}"


def _authorised(state: State, blocks: Blocks) -> Iterator[str]:
    """7: what is first transferred is authorised, by its host, and has been transferred by now."""
    for block, standing in blocks:
        if standing.authorisation:
            authorisation = state.authorisations.get(standing.authorisation)
            series = state.series.get(block.series)
            if authorisation is None or (series is not None and authorisation.host != series.host):
                yield f"{block} is authorised under {standing.authorisation}, which is not its host's"
        if standing.first and not (standing.authorisation and standing.first <= state.seq):
            yield f"{block} was first transferred by entry {standing.first}"
