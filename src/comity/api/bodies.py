"""Bodies of commands: made from the fields of the registry's commands, so that there is one list of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import NODEFAULT, Struct, convert
from msgspec.structs import FieldInfo, fields
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints, create_model

from comity.registry.commands import Adopt, AnyCommand, Command
from comity.registry.external_commands import BETWEEN_REGISTRIES
from comity.registry.plans.issues import SERIAL_MOST

#: What nobody asks for here: adoption has a body of its own, as a world is named and not spelt out; other registries
#: send messages; and it is the registry's courier alone, who has heard them, that finalises and confirms.
ELSEWHERE: tuple[type[Command], ...] = (Adopt, *BETWEEN_REGISTRIES)
#: The commands by the word that asks for them.
COMMANDS: Mapping[str, type[Command]] = {
    str(kind.__struct_config__.tag): kind
    for kind in get_args(AnyCommand)
    if issubclass(kind, Command) and kind not in ELSEWHERE
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


@cache
def body_of(kind: type[Struct]) -> type[Body]:
    """The body that asks for a command, or is a part of one; of a part that has a tag, the tag may be said, too."""
    given: dict[str, Any] = {field.name: _field(field) for field in fields(kind)}
    config = kind.__struct_config__
    if config.tag is not None and not issubclass(kind, Command):
        given[str(config.tag_field)] = (Literal[config.tag], config.tag)
    return create_model(f"{kind.__name__}Body", __base__=Body, __doc__=_about(kind), **given)


@cache
def messages_of(*kinds: type[Command]) -> type[Body]:
    """The body that asks for several commands of these kinds, in order: each says in `do` which it is."""
    made = [_message(kind) for kind in kinds]
    one: Any = Annotated[Union[tuple(made)], Field(discriminator="do")]  # noqa: UP007
    given: dict[str, Any] = {"messages": (Annotated[tuple[one, ...], Field(max_length=MANY_MOST)], ...)}
    return create_model("Messages", __base__=Body, __doc__="What another registry has to say.", **given)


def _message(kind: type[Command]) -> type[Body]:
    given: dict[str, Any] = {"do": (Literal[kind.__struct_config__.tag], ...)}
    return create_model(f"{kind.__name__}Message", __base__=body_of(kind), __doc__=_about(kind), **given)


def command_of(kind: type[Command], body: Body) -> Command:
    """The command that a body asks for."""
    tree = {"do": kind.__struct_config__.tag, **body.model_dump(exclude_unset=True)}
    made: Command = convert(tree, kind)
    return made


def _about(kind: type[Struct]) -> str:
    return (kind.__doc__ or "").partition("\n\n")[0]


def _field(field: FieldInfo) -> tuple[Any, Any]:
    default = ... if field.default is NODEFAULT else field.default
    return _type(field), default


def _type(field: FieldInfo) -> Any:
    if get_origin(field.type) is tuple:
        return Annotated[tuple[_simple(get_args(field.type)[0]), ...], Field(max_length=MANY_MOST)]  # type: ignore[misc]
    if tuple[int, int] in get_args(field.type):
        return tuple[Year, Year] | None
    if get_origin(field.type) is not Literal and int in get_args(field.type):
        return Whole | None
    return _simple(field.type)


def _simple(type: Any) -> Any:
    if type is bool:
        return StrictBool
    if type is int:
        return Whole
    if get_origin(type) is Literal:
        return type
    return body_of(type) if issubclass(type, Struct) else Words
