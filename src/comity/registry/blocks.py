"""Units: every serial number stands in one account, in one state, and nowhere else.

A *series* is what is fixed at issue; its units are numbered from 1. A *standing* is all that can change. `Holdings`
maps each serial of each series to its standing, in the largest blocks there are: neighbours with one standing are one
block. The one thing that can happen to units is a *posting*: a range turns from exactly one standing into another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, get_args

from msgspec import Struct
from sortedcontainers import SortedList

from comity.registry.ascending import Ascending

State = Literal[
    "held", "reserved", "frozen", "disputed", "immobilised",
    "surrendered", "retired", "cancelled", "replacement", "replaced", "returned", "reissued",
    "converted", "expired", "used", "departed",
]  # fmt: skip
#: Of these none leaves, except by a recorded and authorised reversal or a replacement; what departed may come back.
ENDED: frozenset[str] = frozenset(
    get_args(State)[get_args(State).index("surrendered") :]  # the states above are those of units that live
)


class Series(Struct, frozen=True, omit_defaults=True, kw_only=True, tag="series", tag_field="is"):
    """What is fixed at issue. The id is written from the other fields, so equal series have equal ids."""

    registry: str
    """Where the units were issued."""
    mechanism: str
    unit_type: str
    vintage: str = ""
    """Year of the reduction or of the cap; or first and last day."""
    period: str = ""
    """Phase, original commitment period or NDC period."""
    host: str = ""
    activity: str = ""
    """Project or programme."""
    activity_type: str = ""
    """What sort of activity, as clauses ask for it."""
    standard: str = ""
    """Method or track."""
    metric: str = ""
    """Of units that count no CO2e."""
    image_of: str = ""
    """Of units given for others across a link: the mechanism that issued those."""

    @property
    def id(self) -> str:
        """`EU/eu-ets/EUA/v2024`: one letter before each part that not every series has."""
        parts = [self.registry, self.mechanism, self.unit_type]
        for letter, value in (
            ("v", self.vintage),
            ("p", self.period),
            ("h", self.host),
            ("a", self.activity),
            ("t", self.activity_type),
            ("s", self.standard),
            ("m", self.metric),
            ("i", self.image_of),
        ):
            if value:
                parts.append(letter + value)
        return "/".join(parts)


class Standing(Struct, frozen=True, omit_defaults=True, gc=False):
    """All that can change about a unit."""

    account: str
    pool: str
    """The mechanism in whose units it now counts."""
    state: State = "held"
    by: int = 0
    """The entry that ended it or holds it; keeps one retirement apart from the next."""
    period: str = ""
    """The period to which it was carried over, if it was."""
    authorisation: str = ""
    """Under which its host lets it count elsewhere, with a corresponding adjustment."""
    first: int = 0
    """The entry of its first transfer."""
    expires: str = ""
    """Last day on which it is valid, of a temporary or long-term CER."""


class Block(Struct, frozen=True, gc=False):
    """Consecutive serial numbers of a series, both ends included."""

    series: str
    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.series}:{self.first}-{self.last}"

    @property
    def quantity(self) -> int:
        """How many units."""
        return self.last - self.first + 1


class Misposted(Exception):
    """A posting whose range does not have the standing that it says. Never a user's mistake: planners check first."""


@dataclass(slots=True)
class Line:
    """The blocks of one series."""

    blocks: dict[int, tuple[int, Standing]] = field(default_factory=dict)
    """First serial -> last serial and standing."""
    order: Ascending = field(default_factory=Ascending, compare=False)
    """The first serials."""
    near: int = field(default=0, compare=False)
    """First serial of the block that was searched for last: a posting follows the plan that looked for its block."""

    @property
    def top(self) -> int:
        """The highest serial issued; 0 if none."""
        return self.blocks[self.order.highest][0] if self.blocks else 0

    def begin(self, first: int, last: int, standing: Standing) -> None:
        """Put a block where none begins."""
        self.blocks[first] = (last, standing)
        self.order.add(first)

    def drop(self, first: int) -> None:
        """Take a block away."""
        del self.blocks[first]
        self.order.remove(first)

    def start_of(self, serial: int) -> int | None:
        """First serial of the block that contains a serial."""
        if serial in self.blocks:
            return serial
        near = self.blocks.get(self.near)
        if near is not None and self.near < serial <= near[0]:
            return self.near
        start = self.order.up_to(serial)
        if start is None or self.blocks[start][0] < serial:
            return None
        self.near = start
        return start

    def within(self, first: int, last: int) -> Iterator[tuple[int, int, Standing]]:
        """The parts of blocks that lie in a range, in order."""
        start = self.start_of(first)
        at = first if start is None else start
        if start is not None:
            end, standing = self.blocks[start]
            yield first, min(end, last), standing
            at = end + 1
        if at <= last:
            for start in self.order.between(at, last):
                end, standing = self.blocks[start]
                yield start, min(end, last), standing


#: Account -> series -> first serials of its blocks, in no order until somebody asks for them in order.
Firsts = dict[str, dict[str, "set[int] | SortedList[int]"]]


class Holdings:
    """Every unit's standing. `post` alone changes it."""

    __slots__ = ("_ended", "_known", "_live", "indexed", "lines")

    def __init__(self, indexed: bool = True) -> None:
        """`indexed`: whether blocks can be found by account; folding is quicker without."""
        self.indexed = indexed
        self.lines: dict[str, Line] = {}
        self._known: dict[Standing, Standing] = {}  # one object per standing
        self._live: Firsts = {}
        self._ended: Firsts = {}

    def post(self, series: str, first: int, last: int, before: Standing | None, after: Standing | None) -> None:
        """Turn a range from one standing into another; None is "not issued". Raises Misposted, and changes nothing."""
        if not 0 < first <= last:
            raise Misposted(f"{series}:{first}-{last} is no range")
        line = self.lines.get(series) or Line()
        if before is None:
            if next(line.within(first, last), None) is not None:
                raise Misposted(f"{series}:{first}-{last} is not unissued")
            self.lines[series] = line
        else:
            self._take(line, series, first, last, before)
        if after is not None:
            self._put(line, series, first, last, self._known.setdefault(after, after))
        else:
            if first in line.blocks:
                line.drop(first)
            if not line.blocks:
                del self.lines[series]

    def _take(self, line: Line, series: str, first: int, last: int, before: Standing) -> None:
        """Cut a range out of the block it lies in. Where that begins with it, `blocks` keeps the place for `_put`."""
        blocks = line.blocks
        start = line.start_of(first)
        if start is None or blocks[start][0] < last or blocks[start][1] != before:
            raise Misposted(f"{series}:{first}-{last} does not stand as {before}")
        end, standing = blocks[start]
        if start < first:
            blocks[start] = (first - 1, standing)
        else:
            self._forget(standing, series, start)
        if end > last:
            line.begin(last + 1, end, standing)
            self._note(standing, series, last + 1)

    def _put(self, line: Line, series: str, first: int, last: int, after: Standing) -> None:
        """Put a block where nothing is, joined with neighbours of its standing."""
        blocks = line.blocks
        left, right = line.start_of(first - 1), blocks.get(last + 1)
        if right is not None and right[1] == after:
            line.drop(last + 1)
            self._forget(after, series, last + 1)
            last = right[0]
        if left is not None and blocks[left][1] == after:
            if first in blocks:
                line.drop(first)
            blocks[left] = (last, after)
        else:
            self._note(after, series, first)
            if first in blocks:
                blocks[first] = (last, after)
            else:
                line.begin(first, last, after)

    def _note(self, standing: Standing, series: str, first: int) -> None:
        if not self.indexed:
            return
        index = self._ended if standing.state in ENDED else self._live
        lines = index.get(standing.account)
        if lines is None:
            lines = index[standing.account] = {}
        line = lines.get(series)
        if line is None:
            lines[series] = {first}
        else:
            line.add(first)

    def _forget(self, standing: Standing, series: str, first: int) -> None:
        if not self.indexed:
            return
        index = self._ended if standing.state in ENDED else self._live
        lines = index[standing.account]
        line = lines[series]
        line.remove(first)
        if not line:
            del lines[series]
            if not lines:
                del index[standing.account]

    def series_of(self, account: str) -> list[str]:
        """The series of which an account has units that have not ended."""
        return list(self._live.get(account, ()))

    def live(self, account: str, series: str) -> Iterator[tuple[int, int, Standing]]:
        """First and last serial and standing of an account's blocks that have not ended, in serial order."""
        return self._blocks(self._live, account, series)

    def all_of(self, account: str) -> Iterator[tuple[Block, Standing]]:
        """All blocks of an account, the ended ones last."""
        for index in (self._live, self._ended):
            for series in sorted(index.get(account, ())):
                for first, last, standing in self._blocks(index, account, series):
                    yield Block(series, first, last), standing

    def everything(self) -> Iterator[tuple[Block, Standing]]:
        """All blocks of all accounts, by series and serial."""
        for series in sorted(self.lines):
            blocks = self.lines[series].blocks
            for first in sorted(blocks):
                last, standing = blocks[first]
                yield Block(series, first, last), standing

    def _blocks(self, index: Firsts, account: str, series: str) -> Iterator[tuple[int, int, Standing]]:
        firsts = index.get(account, {}).get(series)
        if firsts is not None:
            if isinstance(firsts, set):
                firsts = index[account][series] = SortedList(firsts)  # who asks once will ask again
            blocks = self.lines[series].blocks
            for first in firsts:
                last, standing = blocks[first]
                yield first, last, standing
