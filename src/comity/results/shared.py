"""What all answers have."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

#: What work that takes a while counts: years, of a scenario and of its reference; variants of the cost curves; levers
#: that might turn a verdict; shocks, which are emissions higher than expected; pairs of systems.
Counted = Literal["years", "variants", "levers", "shocks", "pairs"]


class Shape(BaseModel):
    """Base of all answers."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True, defer_build=True)


class Schema(Shape):
    """Name and version of a shape; the version rises when a key changes its meaning or goes."""

    name: str
    version: int = 1


class Answer(Shape):
    """An answer says which shape it has."""

    schema_: Schema = Field(alias="schema")
