"""What planners are given and what they give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from msgspec import Struct

from comity.registry.journal import Change, Entry
from comity.registry.state import State

C = TypeVar("C", contravariant=True)


class Now(Struct, frozen=True):
    """What a planner is told beside the state."""

    at: str
    """The instant that the entry will carry."""
    recall: Callable[[int], Entry | None]
    """An entry of the journal so far, by its number."""


class Plan(Struct, frozen=True, gc=False):
    """What an entry will change, and the clause or rule that allows it."""

    clause: str
    changes: tuple[Change, ...]


class Planner(Protocol[C]):
    """A pure function of state and command. Raises Refusal with the first code that holds."""

    def __call__(self, state: State, command: C, now: Now, /) -> Plan:
        """Plan it."""
