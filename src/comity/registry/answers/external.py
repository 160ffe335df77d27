"""External transfers that are under way, as rows in a stable order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from comity.registry.external import Arrival, Departure
from comity.registry.state import State
from comity.results import ExternalRow


def external_rows(state: State) -> tuple[ExternalRow, ...]:
    """A row a transfer and unit type, in the order of `external_key`."""
    going = [row for one in state.departures.values() for row in _going(state, one)]
    coming = [row for one in state.arrivals.values() for row in _coming(state, one)]
    return tuple(sorted((*going, *coming), key=external_key))


def external_key(row: ExternalRow) -> tuple[str, int, str]:
    """What tells a row apart: by the registry that transfers, the number of the transfer, and the unit type."""
    return *numbered(row.transfer), row.unit_type


def numbered(transfer: str) -> tuple[str, int]:
    """The registry that transfers, and the number of the transfer: as they are sorted."""
    registry, _, number = transfer.rpartition("/")
    return registry, int(number)


def _going(state: State, departure: Departure) -> Iterable[ExternalRow]:
    units = ((state.series[block.series].unit_type, block.quantity) for block in departure.blocks)
    for unit_type, quantity in _sums(units).items():
        yield ExternalRow(
            transfer=f"{state.registry}/{departure.id}",
            way="to",
            other=departure.registry,
            account=departure.account,
            other_account=departure.to,
            quantity=quantity,
            unit_type=unit_type,
            measure=state.unit_types[unit_type].measure,
            stage="finalised" if departure.finalised else "proposed",
            expires=departure.expires,
        )


def _coming(state: State, arrival: Arrival) -> Iterable[ExternalRow]:
    units = ((unit.series.unit_type, unit.block.quantity) for unit in arrival.units)
    for unit_type, quantity in _sums(units).items():
        yield ExternalRow(
            transfer=arrival.id,
            way="from",
            other=arrival.registry,
            account=arrival.account,
            other_account="",
            quantity=quantity,
            unit_type=unit_type,
            measure=state.unit_types[unit_type].measure,
            stage="admitted",
            expires="",
        )


def _sums(units: Iterable[tuple[str, int]]) -> Counter[str]:
    """How many units of each type."""
    sums: Counter[str] = Counter()
    for unit_type, quantity in units:
        sums[unit_type] += quantity
    return sums
