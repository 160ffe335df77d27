"""Ranges of serial numbers that carry a value: the interval sweeps of the checks are made of these."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from sortedcontainers import SortedDict

V = TypeVar("V")


class Spans(Generic[V]):
    """A map from integers to values, kept as ranges that do not overlap.

    `assign` takes away the ranges it covers, so that n assignments and the readings before them cost n log n in all.
    """

    __slots__ = ("_ends",)

    def __init__(self) -> None:
        self._ends: SortedDict[int, tuple[int, V]] = SortedDict()
        """First number of a range -> its last, and its value."""

    def within(self, first: int, last: int) -> Iterator[tuple[int, int, V]]:
        """The parts of a range that have a value, in order."""
        if first > last:
            return
        place = max(self._ends.bisect_right(first) - 1, 0)
        for start in self._ends.islice(place):
            end, value = self._ends[start]
            if start > last:
                return
            if end >= first:
                yield max(start, first), min(end, last), value

    def gaps(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The parts of a range that have none."""
        at = first
        for start, end, _ in self.within(first, last):
            if at < start:
                yield at, start - 1
            at = end + 1
        if at <= last:
            yield at, last

    def clear(self, first: int, last: int) -> None:
        """Take the value off a range."""
        for start, end, value in list(self.within(first, last)):
            whole = self._ends.bisect_right(start) - 1
            key = self._ends.keys()[whole]
            final = self._ends[key][0]
            del self._ends[key]
            if key < start:
                self._ends[key] = (start - 1, value)
            if end < final:
                self._ends[end + 1] = (final, value)

    def assign(self, first: int, last: int, value: V) -> None:
        """Give a range one value, whatever it had."""
        if first <= last:
            self.clear(first, last)
            self._ends[first] = (last, value)

    def everything(self) -> Iterator[tuple[int, int, V]]:
        """All ranges, in order."""
        for start, (end, value) in self._ends.items():
            yield start, end, value
