"""Bodies of commands: made from the fields of the registry's commands, so that there is one list of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from msgspec import NODEFAULT, convert
from msgspec.structs import FieldInfo, fields
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints, create_model

from comity.registry.blocks import Block
from comity.registry.commands import Adopt, AnyCommand, Award, Command
from comity.registry.plans.issues import SERIAL_MOST

#: The commands by the word that asks for them. Adoption has a body of its own: a world is named, not spelt out.
COMMANDS: Mapping[str, type[Command]] = {
    str(kind.__struct_config__.tag): kind
    for kind in get_args(AnyCommand)
    if issubclass(kind, Command) and kind is not Adopt
}
MANY_MOST = 1_000
#: Text that any database keeps and any terminal shows.
Words = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]
#: Of a scenario that a world has: never a path, as the terminal takes one.
ScenarioName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
Whole = Annotated[StrictInt, Field(ge=-SERIAL_MOST, le=SERIAL_MOST)]
Year = Annotated[StrictInt, Field(ge=1000, le=9999)]


class Body(BaseModel):
    """Base of all bodies."""

    model_config = ConfigDict(extra="forbid")


class BlockBody(Body):
    """Consecutive serial numbers of a series, both ends included."""

    series: Words
    first: Whole
    last: Whole


class AwardBody(Body):
    """What one bidder won."""

    to: Words
    quantity: Whole


@cache
def body_of(kind: type[Command]) -> type[Body]:
    """The body that asks for a command."""
    given: dict[str, Any] = {field.name: _field(field) for field in fields(kind)}
    return create_model(f"{kind.__name__}Body", __base__=Body, __doc__=_about(kind), **given)


def command_of(kind: type[Command], body: Body) -> Command:
    """The command that a body asks for."""
    tree = {"do": kind.__struct_config__.tag, **body.model_dump(exclude_unset=True)}
    made: Command = convert(tree, kind)
    return made


def _about(kind: type[Command]) -> str:
    return (kind.__doc__ or "").partition("\n\n")[0]


def _field(field: FieldInfo) -> tuple[Any, Any]:
    default = ... if field.default is NODEFAULT else field.default
    return _type(field), default


def _type(field: FieldInfo) -> Any:
    if field.type == tuple[Block, ...]:
        return Annotated[tuple[BlockBody, ...], Field(max_length=MANY_MOST)]
    if field.type == tuple[Award, ...]:
        return Annotated[tuple[AwardBody, ...], Field(max_length=MANY_MOST)]
    if field.type == tuple[str, ...]:
        return Annotated[tuple[Words, ...], Field(max_length=MANY_MOST)]
    if field.type is bool:
        return StrictBool
    if get_origin(field.type) is Literal:
        return field.type
    if tuple[int, int] in get_args(field.type):
        return tuple[Year, Year] | None
    if field.type is int or int in get_args(field.type):
        return Whole if field.type is int else Whole | None
    return Words
