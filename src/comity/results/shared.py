"""What all answers have."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


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
