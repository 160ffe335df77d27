"""What has been observed of a mechanism's market, to fit and to check a model with. No clause comes from it."""

from __future__ import annotations

from typing import Literal

from comity.world.values import Price, Reading


class ObservedPrice(Price):
    """Prices as observed, one a year. A year without one is unknown: nothing is read off a line between two others."""

    basis: Literal["auction", "spot", "fixed-price", "statutory"]
    """auction: mean of the year's auctions. spot: in the market, a mean of days or one day. fixed-price: at which
    allowances were sold. statutory: a charge that the law names, whatever units cost."""

    @property
    def of_a_market(self) -> bool:
        """Whether buyers and sellers made it."""
        return self.basis in ("auction", "spot")

    def at(self, year: int) -> Reading | None:
        """What was observed in a year."""
        return super().at(year) if any(value.year == year for value in self.values) else None
