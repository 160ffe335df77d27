"""Parties, their targets, and the bodies they belong to."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from comity.world.values import (
    BodyId,
    Cited,
    Date,
    Flag,
    Id,
    MemberId,
    Model,
    Names,
    PartyId,
    Quantity,
    Ratio,
    Shares,
    Words,
    Year,
    rule,
)


class Period(Model):
    """The years a target is for, both included."""

    start: Year
    """First year."""
    end: Year
    """Last year."""

    @model_validator(mode="after")
    def _forward(self) -> Period:
        if self.end < self.start:
            raise rule("forward")
        return self


class Target(Model):
    """What a Party has promised for a period: the other side of its balance."""

    type: Literal["absolute", "intensity", "below-baseline"]
    """absolute: `level` tonnes. intensity: `intensity` × `output`. below-baseline: `share` under the inventory of the
    activities in scope without abatement."""
    period: Period
    """The years the target is for."""
    level: Quantity | None = None
    """Tonnes a year, of an absolute target."""
    intensity: Quantity | None = None
    """Tonnes per unit of output, of an intensity target."""
    output: Ratio | None = None
    """Output, of an intensity target."""
    share: Shares | None = None
    """Share below baseline, of a target below baseline."""
    scope: tuple[Words, ...] = ("*",)
    """Types of activity that the target covers; `*` is all of them."""
    enforced: Flag = False
    """Whether the balance is a constraint. Otherwise it is a memo."""

    @model_validator(mode="after")
    def _has_its_figures(self) -> Target:
        needs = {"absolute": {"level"}, "intensity": {"intensity", "output"}, "below-baseline": {"share"}}[self.type]
        has = {name for name in ("level", "intensity", "output", "share") if getattr(self, name) is not None}
        if has != needs:
            raise rule("target-figures", type=self.type, needs=", ".join(sorted(needs)))
        return self

    def covers(self, activity_type: str) -> bool:
        """Whether an activity of this type is inside the target's scope."""
        return "*" in self.scope or activity_type in self.scope


class Party(Model):
    """Who has emissions or obligations: a state (ISO alpha-3), a subnational jurisdiction, a sector, a company."""

    name: Names
    """In both languages."""
    kind: Literal["state", "subnational", "region", "bloc", "sector", "company"] = "state"
    """What sort of actor it is."""
    parent: PartyId | None = None
    """The Party it is part of."""
    targets: dict[Id, Target] = {}
    """Its targets, by id."""
    other_emissions: Quantity | None = None
    """Inventory that no activity of this world has."""
    note: str = ""
    """What a reader should know."""


class Stay(Model):
    """The days of a membership."""

    start: Date | None = None
    """First day."""
    end: Date | None = None
    """Last day."""

    @model_validator(mode="after")
    def _forward(self) -> Stay:
        if self.start and self.end and self.end < self.start:
            raise rule("forward")
        return self


class Membership(Stay):
    """One Party or mechanism in a body or mechanism, with dates."""

    earlier: tuple[Stay, ...] = ()
    """Times before, if it left and came back."""
    role: Words = "member"
    """As what."""
    source: Cited = ""
    """Key of a source in sources.toml, then where in it."""
    note: str = ""
    """What a reader should know."""


class Body(Model):
    """An authority, treaty, fund, standard-setter, exchange or other organisation."""

    name: Names
    """In both languages."""
    kind: Words
    """What sort of body, for example `competent-authority`."""
    parent: BodyId | None = None
    """The body that supervises it."""
    founded: Date | None = None
    """First day."""
    ended: Date | None = None
    """Last day."""
    members: dict[MemberId, Membership] = {}
    """Members, by Party or mechanism id."""
    source: Cited = ""
    """Key of a source in sources.toml, then where in it."""
    note: str = ""
    """What a reader should know."""
