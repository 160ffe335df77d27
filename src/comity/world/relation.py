"""Relations between mechanisms that let no unit through: what came after what, what stands inside what.

They are dated facts for the map of the regime. No clause comes from them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import model_validator

from comity.world.values import Cited, Date, Id, Model, Refers, rule

RelatedId = Annotated[Id, Refers("mechanism", "party", "body")]


class Relation(Model):
    """How one mechanism bears on another, or on a Party or body, without a unit that passes."""

    from_: RelatedId
    """What bears on the other."""
    to: RelatedId
    """On what it bears."""
    kind: Literal["succession", "nested", "participation", "disclosure", "price-recognition", "indirect"]
    """succession: the other takes its place, or part of it. nested: it works inside the other, or on the same tonnes.
    participation: of a Party in a system of others. disclosure: it reports into the other. price-recognition: its price
    counts there. indirect: through a third thing, as a unit that both accept."""
    status: Literal["under-discussion", "planned", "negotiating", "pilot", "in-progress", "in-force", "done", "ended"]
    """How far it has come. done: it was a single step, as a succession."""
    start: Date | None = None
    """First day."""
    end: Date | None = None
    """Last day."""
    source: Cited = ""
    """Key of a source in sources.toml, then where in it."""
    note: str = ""
    """What a reader should know."""

    @model_validator(mode="after")
    def _forward(self) -> Relation:
        if self.start and self.end and self.end < self.start:
            raise rule("forward")
        return self
