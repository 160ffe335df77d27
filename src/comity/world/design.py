"""What sort of mechanism it is, how far it has come, and how it is built, in words that can be compared.

`Design` says of a mechanism's rules what kind they are, also of those that no figure is known of. The market and the
registry do not read it: they read the rules themselves. What is left out is unknown.
"""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from comity.world.values import Cited, Model, Share, Status, rule

Kind = Literal[
    "cap-and-trade",
    "voluntary-cap-and-trade",
    "government-trading",
    "tradable-performance-standard",
    "baseline-and-credit",
    "fixed-price-allowance",
    "project-crediting",
    "jurisdictional-crediting",
    "sectoral-crediting",
    "results-based-payment",
    "cooperative-approach",
    "non-market-approach",
    "offsetting-obligation",
    "carbon-tax",
    "carbon-tax-with-offsets",
    "carbon-price-floor",
    "border-adjustment",
    "internal-price",
    "disclosure",
    "fuel-intensity-standard",
    "voluntary-market",
]
Progress = Literal[
    "under-consideration",
    "under-development",
    "proposed",
    "scheduled",
    "pilot",
    "in-force",
    "closing",
    "dormant",
    "ended",
    "abolished",
    "abandoned",
]
#: What has rules that hold, or held, between its first and last day.
HOLDING: tuple[Progress, ...] = ("pilot", "in-force", "closing", "ended", "abolished")
Sector = Literal[
    "all",
    "power",
    "industry",
    "extraction",
    "buildings",
    "transport",
    "aviation",
    "shipping",
    "waste",
    "agriculture",
    "forestry",
    "services",
]
Gas = Literal["CO2", "CH4", "N2O", "HFC", "PFC", "SF6", "NF3"]


class Design(Model):
    """How a mechanism is built, for comparison with others. What is left out is unknown."""

    sectors: tuple[Sector, ...] = ()
    """Whose emissions it covers."""
    gases: tuple[Gas, ...] = ()
    """Which gases."""
    gwp: Literal["SAR", "AR4", "AR5", "AR6"] | None = None
    """The IPCC report whose warming potentials it counts with; the latest, where it has changed."""
    cap: Literal["absolute", "flexible", "intensity", "per-entity", "none"] | None = None
    """per-entity: a sum of baselines of its entities. flexible: more is sold where more is asked for."""
    coverage: Share | None = None
    """Share of its jurisdiction's greenhouse gas emissions."""
    allocation: tuple[Literal["auction", "fixed-price", "benchmark", "historic", "free", "crediting"], ...] = ()
    """How its units come to their first holders. free: in a way that is not known."""
    banking: Literal["none", "limited", "unlimited"] | None = None
    """Whether units of a year may be used in later ones."""
    borrowing: Literal["none", "limited", "unlimited"] | None = None
    """Whether units of later years may be used."""
    offsets: Literal["none", "limited", "unlimited"] | None = None
    """Whether credits count."""
    offset_limit: Share | None = None
    """The most of an obligation that they may be."""
    price_controls: tuple[
        Literal[
            "none",
            "auction-reserve",
            "floor",
            "ceiling",
            "containment",
            "emissions-containment",
            "stock-reserve",
            "price-release",
            "discretion",
            "fixed-price",
        ],
        ...,
    ] = ()
    """What ties its supply to the price or to a stock."""
    penalty: tuple[Literal["none", "fine", "price-multiple", "make-good", "other"], ...] = ()
    """What a missing unit costs."""
    status: Status
    """How far all of this can be trusted."""
    source: Cited = ""
    """Key of a source in sources.toml, then where in it. Needed unless the status is assumed."""

    @model_validator(mode="after")
    def _has_source(self) -> Design:
        if self.status != "assumed" and not self.source:
            raise rule("source")
        return self
