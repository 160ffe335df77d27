"""The years that are solved together: how long each stands for, what is due when, what is brought from before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from comity.market.classes import Traits
from comity.market.scene import Scene
from comity.world.party import Period
from comity.world.world import World


@dataclass(frozen=True)
class Horizon:
    """Years of a world, in order. `opens` where opening holdings count: these are the first years solved.

    `brought`: units held from the years before, as pool, traits and quantity.
    """

    world: World
    years: tuple[int, ...]
    opens: bool = True
    brought: tuple[tuple[str, Traits, float], ...] = ()

    @cached_property
    def scenes(self) -> dict[int, Scene]:
        """The scene of each year."""
        return {year: Scene(self.world, year, self) for year in self.years}

    def length(self, year: int) -> int:
        """Years that a year stands for: until the next one solved; the last, as many as the one before it."""
        all_years = self.world.world.years
        place = all_years.index(year)
        if len(all_years) == 1:
            return 1
        return all_years[place + 1] - year if place + 1 < len(all_years) else year - all_years[place - 1]

    def after(self, year: int) -> Scene | None:
        """The next year's scene, if there is one."""
        place = self.years.index(year) + 1
        return self.scenes[self.years[place]] if place < len(self.years) else None

    def before(self, year: int) -> Scene | None:
        """The last year's scene, if there is one."""
        place = self.years.index(year) - 1
        return self.scenes[self.years[place]] if place >= 0 else None

    def together(self, year: int, periods: Iterable[Period]) -> tuple[int, ...]:
        """The years solved that share a year's period; itself where it is in none."""
        for period in periods:
            if period.start <= year <= period.end:
                return tuple(one for one in self.years if period.start <= one <= period.end)
        return (year,)
