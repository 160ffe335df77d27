"""A world: parties, mechanisms, agreements and their data, as of a date."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, PrivateAttr, model_validator

from comity.quantity import Measures, parse_quantity
from comity.world.activity import Activity
from comity.world.agreement import Agreement
from comity.world.conduct import Dominance
from comity.world.mechanism import Mechanism
from comity.world.party import Body, Party
from comity.world.relation import Relation
from comity.world.values import Date, Id, Model, Names, NonNegative, Positive, QuantityText, Ratio, Words, Year, rule

if TYPE_CHECKING:
    from comity.world.clause import Clause
    from comity.world.read import Folder
    from comity.world.scenarios import Named


class Source(Model):
    """Where figures come from, and under which licence."""

    title: Words
    """As published."""
    publisher: str = ""
    """Who published it."""
    address: str = ""
    """DOI or address."""
    year: Year | None = None
    """Of publication."""
    licence: Words
    """For example `CC-BY-4.0`, `BSD-3-Clause`, or `fact` for single figures quoted with their source."""
    licence_class: Literal["A", "B", "C", "fact"]
    """A: may be redistributed with attribution. B: share-alike or non-commercial. C: terms not verified."""
    note: str = ""
    """What a user of it should know."""


class Settings(Model):
    """What the whole world is solved in: `world.toml`."""

    title: Names
    """In both languages."""
    about: Names | None = None
    """One paragraph, in both languages."""
    as_of: Date
    """The date of what it says."""
    quantity: QuantityText
    """Unit of quantities, as `Mt CO2e`."""
    currency: Annotated[Words, Field(pattern=r"^[A-Z]{3}$")]
    """ISO 4217 code of the money it solves in."""
    price_year: Year
    """Year of that money."""
    years: Annotated[tuple[Year, ...], Field(min_length=1)]
    """Years that can be solved."""
    scenarios: tuple[Words, ...] = ()
    """Scenarios that hold unless others are named."""
    reference: str = ""
    """The scenario that results are compared with; empty is the world as its files stand."""
    curve_families: tuple[Words, ...] = ()
    """Scenarios that put another family of cost curves in place of the world's own; comparisons are made under each."""
    unmet_price: Positive = Field(default=1_000_000, validate_default=True)
    """Price of the numerical movement that keeps every budget feasible, far above any real price."""
    discount_rate: Annotated[Ratio, Field()] | None = None
    """Real rate at which money of several years is added up, and at which holders of units discount unless their
    mechanism has a rate of its own."""
    foresight: NonNegative | None = None
    """Years that holders of units look ahead, each year's outcome being carried on; to the end if left out, 0 is not
    at all."""
    dominance: Dominance | None = None
    """Who has market power, if anybody."""
    exchange_rates: dict[Words, Ratio] = {}
    """Units of this world's currency per unit of another, by year."""
    price_indices: dict[Words, Ratio] = {}
    """Price level of a currency, by year."""

    @model_validator(mode="after")
    def _years_once(self) -> Settings:
        if list(self.years) != sorted(set(self.years)):
            raise rule("years-in-order")
        return self


class World(Model):
    """Everything that exists, immutable. Made by `read_world`; scenarios make new ones."""

    id: Words
    """Name of its folder."""
    world: Settings
    """What it is solved in."""
    source: dict[Id, Source] = {}
    """Sources, by key."""
    party: dict[Id, Party] = {}
    """Parties, by id."""
    body: dict[Id, Body] = {}
    """Authorities and other bodies, by id."""
    activity: dict[Id, Activity] = {}
    """Activities, by id."""
    mechanism: dict[Id, Mechanism] = {}
    """Mechanisms, by id."""
    agreement: dict[Id, Agreement] = {}
    """Agreements, by id."""
    relation: dict[Id, Relation] = {}
    """Relations without a clause, by id."""

    _folder: Folder = PrivateAttr()
    _clauses: tuple[Clause, ...] | None = PrivateAttr(None)

    @classmethod
    def load(cls, where: str | FilePath, *scenarios: str) -> World:
        """A world by name or path, with the scenarios named (those of its `world.toml` if none). Raises InputError."""
        from comity.world.read import read_world

        return read_world(where, scenarios or None)

    def with_(self, *changes: str | Mapping[str, Any]) -> World:
        """This world with more changes, in order: names of scenarios, or addresses with the values they are set to."""
        from comity.world.read import build
        from comity.world.scenarios import apply, find, from_mapping

        folder = self._folder
        for change in changes:
            folder = apply(folder, find(folder, change) if isinstance(change, str) else from_mapping(change))
        return build(folder)

    def rebased(self, *own: Named) -> World:
        """This world as if its files had said so: changes before its scenarios, which hold for its reference too."""
        from comity.world.read import build
        from comity.world.scenarios import rebase

        return build(rebase(self._folder, *own))

    def reference(self) -> World:
        """What answers are measured against: this world under the scenario that `world.toml` names for it, on top of
        its own; else the files without any scenario."""
        from comity.world.read import build

        return self.with_(self.world.reference) if self.world.reference else build(self._folder.unchanged)

    @property
    def folder(self) -> Folder:
        """The files it was made from, for problems and explanations."""
        return self._folder

    @cached_property
    def measures(self) -> Measures:
        """The units it is solved in, and how others become these."""
        return Measures(
            quantity=parse_quantity(self.world.quantity),
            currency=self.world.currency,
            price_year=self.world.price_year,
            exchange=_Rates(self.world.exchange_rates),
            index=_Rates(self.world.price_indices),
        )


class _Rates:
    """Rates by currency and year."""

    def __init__(self, series: Mapping[str, Ratio]) -> None:
        self._series = series

    def __call__(self, currency: str, year: int) -> Fraction | None:
        found = self._series.get(currency)
        reading = found.at(year) if found else None
        return reading.value if reading else None
