"""The map of a world's regime in a year, as every face answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comity.market.progress import Told
    from comity.report.regime_subject import MapSubject
    from comity.text import Text
    from comity.world.world import World

#: Years that can be mapped.
FIRST_YEAR, LAST_YEAR = 1990, 2035


def usual_year(world: World) -> int:
    """The year that is mapped where none is asked for: that of the world."""
    return min(max(world.world.as_of.year, FIRST_YEAR), LAST_YEAR)


def map_subject(world: World, year: int, text: Text, *, gains: bool = False, told: Told | None = None) -> MapSubject:
    """What a map of a year is about; with `gains`, also what a market says of each pair of systems that exist then.

    `told` hears how many of these pairs are solved.
    """
    from comity.report.regime_subject import MapSubject

    subject = MapSubject(world, year, text)
    if not gains:
        return subject
    from comity.market.progress import nobody
    from comity.studies.regime_pairs_facts import facts, market_systems

    there = [id for id in market_systems(world) if id in subject.regime.mechanisms]
    return MapSubject(world, year, text, tuple(facts(world, there, told or nobody)))
