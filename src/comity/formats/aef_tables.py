"""The five tables of the agreed electronic format, version 2, as records, and what `aef.toml` says of their fields.

Decision 4/CMA.6, annex II. A record holds values, not cells: None, or an empty tuple, is what the format writes `NA`.
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal

from msgspec import Struct, convert

Kind = Literal[
    "text", "texts", "integer", "number", "year", "years", "date", "instant",
    "party", "parties", "registry", "approach", "version", "authorization", "choice", "choices",
]  # fmt: skip
TableName = Literal["submission", "authorizations", "actions", "holdings", "entities"]
#: An error, something to look at, or what cannot be known from what is there.
Severity = Literal["error", "warning", "undetermined"]
#: Fields and the values that they have in the rows that are meant.
Like = dict[str, tuple[str, ...]]


class Field(Struct, frozen=True, rename={"attribute": "as"}):
    """A column."""

    name: str
    attribute: str
    type: Kind
    values: str = ""
    """Of a choice: the list of its values."""
    required: bool = False
    platform: bool = False
    needed: tuple[Like, ...] = ()
    allowed: tuple[Like, ...] = ()

    @property
    def conditional(self) -> bool:
        """Whether it must be absent in some rows."""
        return bool(self.needed or self.allowed)


class OneOf(Struct, frozen=True):
    """Fields of which at least one, and at most so many, are filled in rows like these."""

    fields: tuple[str, ...]
    most: int
    rows: tuple[Like, ...]


class Table(Struct, frozen=True, rename={"one_of": "one-of"}):
    """A table: its columns in order."""

    sheet: str
    fields: tuple[Field, ...]
    one_of: tuple[OneOf, ...] = ()


class Format(Struct, frozen=True, rename="kebab"):
    """All that `aef.toml` says."""

    absent: str
    vintage_first: int
    separator: str
    values: dict[str, tuple[str, ...]]
    subtypes: dict[str, tuple[str, ...]]
    checks: dict[str, Severity]
    matches: dict[str, Severity]
    tables: dict[TableName, Table]


@cache
def aef() -> Format:
    """The format."""
    text = files("comity.formats").joinpath("aef.toml").read_text(encoding="utf-8")
    return convert(tomllib.loads(text), Format)


class Submission(Struct, frozen=True, kw_only=True):
    """Table 1: who reports what year, and for which NDC period."""

    party: str
    version: str
    year: int
    date: date
    review_status: str | None = None
    consistency: str | None = None
    ndc_first: int
    ndc_last: int
    review_report: str | None = None


class Authorization(Struct, frozen=True, kw_only=True):
    """Table 2: one version of one authorization."""

    id: str
    date: date
    approach: str
    version: int
    quantity: int | None = None
    """ITMOs at most."""
    metric: str
    gwp: str | None = None
    non_ghg_metric: str | None = None
    sectors: tuple[str, ...]
    activities: tuple[str, ...] = ()
    purpose: str
    parties: tuple[str, ...] = ()
    """That may acquire or use; any if empty."""
    entities: tuple[str, ...] = ()
    """That may use or cancel; any if empty."""
    oimp: str | None = None
    timeframe: tuple[int, int] | None = None
    terms: str | None = None
    documentation: str | None = None
    first_transfer: str | None = None
    information: str | None = None


class Held(Struct, frozen=True, kw_only=True):
    """What is said of a block of ITMOs wherever it stands: the columns that Actions and Holdings share."""

    approach: str
    authorization: str
    first_party: str
    registry: str
    first: int
    last: int
    unit_registry: str | None = None
    unit_first: str | None = None
    unit_last: str | None = None
    metric: str
    gwp: str | None = None
    non_ghg_metric: str | None = None
    quantity: Decimal
    """In t CO2e."""
    quantity_non_ghg: Decimal | None = None
    """In units of the other metric."""
    mitigation: str
    vintage: int


class Holding(Held, frozen=True, kw_only=True):
    """Table 4: a block held at the end of 31 December."""


class Action(Held, frozen=True, kw_only=True):
    """Table 3: what was done with a block."""

    at: datetime
    action: str
    subtype: str | None = None
    transferring: str | None = None
    acquiring: str | None = None
    oimp: str | None = None
    user_party: str | None = None
    user_entity: str | None = None
    ndc_year: int | None = None
    consistency: str | None = None
    information: str | None = None


class Entity(Struct, frozen=True, kw_only=True):
    """Table 5: an entity that was authorized."""

    date: date
    name: str
    country: str
    id: str
    approach: str
    conditions: str | None = None
    change_conditions: str | None = None
    information: str | None = None


Record = Submission | Authorization | Action | Holding | Entity
RECORDS: dict[TableName, type[Record]] = {
    "submission": Submission,
    "authorizations": Authorization,
    "actions": Action,
    "holdings": Holding,
    "entities": Entity,
}


class Report(Struct, frozen=True):
    """One submission of one Party: the five tables."""

    submission: Submission
    authorizations: tuple[Authorization, ...] = ()
    actions: tuple[Action, ...] = ()
    holdings: tuple[Holding, ...] = ()
    entities: tuple[Entity, ...] = ()

    def table(self, name: TableName) -> tuple[Record, ...]:
        """The records of a table."""
        return (self.submission,) if name == "submission" else getattr(self, name)
