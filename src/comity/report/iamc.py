"""An answer in the format of the Integrated Assessment Modeling Consortium, as pyam writes and reads it.

A row is a model, scenario, region, variable and unit, with a column a year. Rows without any value are left out. The
names, all here (`M` a mechanism's id, `C` a unit class where the mechanism has several, `A` a money account):

| variable | region | what |
|---|---|---|
| `Price|Carbon|M[|C]` | of M | price of a unit |
| `Price|Carbon|Obligation|M` | of M | what one more tonne to be covered costs |
| `Price|Carbon|Balance|T` | the Party | what one more tonne of its target T costs |
| `Emissions|Covered|M`, `Abatement|M` | of M | of the covered activities |
| `Carbon Market|Supply|M[|C]`, `…|Bank|M[|C]`, `…|Unmet|M` | of M | units issued, kept, lacking |
| `Carbon Market|Trade|M to M` | World | units that one mechanism's users had of another |
| `Carbon Market|Cost|A`, `…|Payments|A`, `…|Gain|A` | the holder | money accounts |
| `Carbon Market|Balance|Target|T`, `…|Inventory|T`, `…|Adjustments|T`, `…|Missed|T` | the Party | by target |
| `Emissions`, `Emissions|Reference`, `Emissions|Change`, `Emissions|Claimed Twice` | World | what the air sees |

The region of a mechanism is the Party that it is in, if it is one; else the Party whose balance it is in; else `World`.
Regions are ids of Parties: ISO codes.
Units are those of the answer; quantities and money are of one year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING

from comity.report.subject import scenario_label

if TYPE_CHECKING:
    from pandas import DataFrame

    from comity.results import Run
    from comity.world import World

WORLD = "World"
INDEX = ("Model", "Scenario", "Region", "Variable", "Unit")

#: Region, variable, unit, year, value; values of one cell are added up.
Cell = tuple[str, str, str, int, float | None]


def iamc_text(worlds: Sequence[World], runs: Sequence[Run]) -> str:
    """The answers as CSV."""
    return str(iamc_frame(worlds, runs).to_csv(index=False, lineterminator="\n"))


def iamc_frame(worlds: Sequence[World], runs: Sequence[Run]) -> DataFrame:
    """The answers as one wide frame, a column a year."""
    from pandas import DataFrame

    model = f"Comity {version('comity')}"
    years = sorted({year for run in runs for year in run.years})
    rows: dict[tuple[str, ...], dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for world, run in zip(worlds, runs, strict=True):
        for region, variable, unit, year, value in _cells(world, run):
            if value is not None:
                rows[model, scenario_label(world), region, variable, unit][year] += value
    listed = [(*key, *(found.get(year) for year in years)) for key, found in rows.items()]
    return DataFrame(listed, columns=[*INDEX, *map(str, years)])


def _cells(world: World, run: Run) -> Iterator[Cell]:
    yield from _markets(world, run)
    yield from _trade(run)
    yield from _parties(run)
    quantity = f"{run.units.quantity}/yr"
    for row in run.air:
        yield WORLD, "Emissions", quantity, row.year, row.emissions
        yield WORLD, "Emissions|Reference", quantity, row.year, row.reference.emissions
        yield WORLD, "Emissions|Change", quantity, row.year, row.change
        yield WORLD, "Emissions|Claimed Twice", quantity, row.year, row.claimed_twice


def _markets(world: World, run: Run) -> Iterator[Cell]:
    classes: dict[str, set[str]] = defaultdict(set)
    for row in run.markets:
        classes[row.mechanism].add(row.unit_class)
    price, quantity = run.units.price, f"{run.units.quantity}/yr"
    for row in run.markets:
        where, id = _region(world, row.mechanism), _part(row.mechanism)
        one = id if len(classes[row.mechanism]) == 1 or not row.unit_class else f"{id}|{_part(row.unit_class)}"
        yield where, f"Price|Carbon|{one}", price, row.year, row.price
        yield where, f"Price|Carbon|Obligation|{id}", price, row.year, row.obligation_price
        yield where, f"Emissions|Covered|{id}", quantity, row.year, row.emissions
        yield where, f"Abatement|{id}", quantity, row.year, row.abatement
        yield where, f"Carbon Market|Supply|{one}", quantity, row.year, row.supply
        yield where, f"Carbon Market|Bank|{one}", run.units.quantity, row.year, row.bank
        yield where, f"Carbon Market|Unmet|{id}", quantity, row.year, row.unmet


def _trade(run: Run) -> Iterator[Cell]:
    for row in run.flows:
        if row.source and row.target and row.source != row.target:
            variable = f"Carbon Market|Trade|{_part(row.source)} to {_part(row.target)}"
            yield WORLD, variable, f"{run.units.quantity}/yr", row.year, row.units


def _parties(run: Run) -> Iterator[Cell]:
    money, quantity = f"{run.units.money}/yr", f"{run.units.quantity}/yr"
    for holder in run.holders:
        account = holder.account.capitalize()
        yield holder.holder, f"Carbon Market|Cost|{account}", money, holder.year, holder.cost
        yield holder.holder, f"Carbon Market|Payments|{account}", money, holder.year, holder.payments
        yield holder.holder, f"Carbon Market|Gain|{account}", money, holder.year, holder.gain
    for row in run.balances:
        target = _part(row.period)
        yield row.party, f"Carbon Market|Balance|Target|{target}", quantity, row.year, row.target
        yield row.party, f"Carbon Market|Balance|Inventory|{target}", quantity, row.year, row.inventory
        yield row.party, f"Carbon Market|Balance|Adjustments|{target}", quantity, row.year, row.adjustments
        yield row.party, f"Carbon Market|Balance|Missed|{target}", quantity, row.year, row.missed
        yield row.party, f"Price|Carbon|Balance|{target}", run.units.price, row.year, row.price


def _region(world: World, mechanism: str) -> str:
    found = world.mechanism.get(mechanism)
    if found is None:
        return WORLD
    return found.parties[0] if len(found.parties) == 1 else found.balance or WORLD


def _part(name: str) -> str:
    """A name as one part of a variable, where `|` would part it, and `*` match anything."""
    return name.replace("|", "/").replace("*", "x")
