"""What one registry can ask of another, and what it hears."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from comity.errors import Refusal
from comity.registry.blocks import Block
from comity.registry.commands import AdmitExternal, CompleteExternal, DropExternal
from comity.registry.external import Stage


class Unreachable(Exception):
    """The other registry does not answer, or not with a decision: whether it has heard is not known. Ask again."""


class Word(Struct, frozen=True):
    """What the transferring registry says of one of its transfers."""

    stage: Stage
    hash: str = ""
    """Of the entry that proposed it; empty where there is none."""
    transferred: tuple[bool, ...] = ()
    """Once it is finalised: of each consignment, whether its units have been first transferred."""


class Flow(Struct, frozen=True):
    """All units of a series that ever went between two registries, as the one that says so knows it."""

    registry: str
    """The other one."""
    series: str
    departed: int
    """To the other."""
    arrived: int
    """From the other."""
    unconfirmed: int
    """Of those that departed: so many of whose arrival it has not heard."""


class Books(Struct, frozen=True):
    """The totals of a registry after one entry of its journal."""

    registry: str
    entry: int
    hash: str
    flows: tuple[Flow, ...]
    present: dict[str, int]
    """Units that are here, held or ended, by series: of those that the registry issued, or that came from elsewhere."""


class Places(Struct, frozen=True):
    """Where the units of one series are, block by block, as one registry knows it."""

    registry: str
    issued: tuple[Block, ...]
    """All that it ever issued of the series, if the series is its own."""
    present: tuple[Block, ...]
    on_the_way: tuple[tuple[Block, str, int], ...]
    """What departed and of whose arrival it has not heard: to which registry, and the number of the transfer."""


Message = AdmitExternal | CompleteExternal | DropExternal


class Peer(Protocol):
    """Another registry. Every method may raise Unreachable."""

    def ask(self, messages: Sequence[Message]) -> list[int | Refusal]:
        """Have messages decided, in order: of each the number of its entry, or why it is refused."""

    def words(self, numbers: Sequence[int]) -> list[Word]:
        """What became of these transfers, which it proposed to who asks."""

    def heard(self, registry: str, numbers: Sequence[int]) -> frozenset[int]:
        """Which of these transfers of a registry to it, it has completed."""

    def books(self) -> Books:
        """Its totals."""

    def places(self, series: str) -> Places:
        """Its blocks of a series."""
