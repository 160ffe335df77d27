"""Agreements: the instruments that make links and set their conditions."""

from __future__ import annotations

from pydantic import model_validator

from comity.world.terms import Quota, Terms
from comity.world.values import EFFECTIVE, Cited, Date, Id, Model, Names, Stage, rule


class Agreement(Model):
    """An instrument with its clauses; each clause has an id of its own."""

    title: Names
    """In both languages."""
    status: Stage
    """Only in-force, suspended and ended agreements yield clauses, bounded by their dates."""
    start: Date | None = None
    """First day of all clauses that name none."""
    end: Date | None = None
    """Last day of all clauses that name none."""
    quotas: dict[Id, Quota] = {}
    """Limits that several clauses share."""
    clauses: dict[Id, Terms] = {}
    """What it allows."""
    source: Cited = ""
    """Key of a source in sources.toml, then where in it."""
    note: str = ""
    """What a reader should know."""

    @model_validator(mode="after")
    def _forward(self) -> Agreement:
        if self.start and self.end and self.end < self.start:
            raise rule("forward")
        return self

    @property
    def yields(self) -> bool:
        """Whether its status lets it yield clauses."""
        return self.status in EFFECTIVE
