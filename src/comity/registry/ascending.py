"""Numbers in ascending order, where what is asked is the next lower one.

That is how the block of a serial number is found. Every transfer looks up one number and adds two; a `SortedList`,
which keeps count of places besides, takes half as long again for that.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator

#: Numbers on one page of `Ascending`.
PAGE_MOST = 1_000


class Ascending:
    """Positive numbers, in pages."""

    __slots__ = ("_heads", "_pages")

    def __init__(self) -> None:
        self._heads = [0]  # what stands on a page is not below its head
        self._pages: list[list[int]] = [[]]  # only the first may be empty

    @property
    def highest(self) -> int:
        """The last of them; 0 if there is none."""
        page = self._pages[-1]
        return page[-1] if page else 0

    def add(self, number: int) -> None:
        """Put in a number that is not there."""
        at = bisect_right(self._heads, number) - 1
        page = self._pages[at]
        insort(page, number)
        if len(page) > PAGE_MOST:
            half = PAGE_MOST // 2
            self._heads.insert(at + 1, page[half])
            self._pages.insert(at + 1, page[half:])
            del page[half:]

    def remove(self, number: int) -> None:
        """Take out a number that is there."""
        at = bisect_right(self._heads, number) - 1
        page = self._pages[at]
        del page[bisect_left(page, number)]
        if at and not page:
            del self._heads[at], self._pages[at]

    def up_to(self, number: int) -> int | None:
        """The highest that is no higher than a number."""
        at = bisect_right(self._heads, number) - 1
        page = self._pages[at]
        place = bisect_right(page, number)
        if not place and at:
            page = self._pages[at - 1]
            place = len(page)
        return page[place - 1] if place else None

    def between(self, low: int, high: int) -> Iterator[int]:
        """Those in a range, both ends included."""
        for at in range(bisect_right(self._heads, low) - 1, len(self._pages)):
            page = self._pages[at]
            for number in page[bisect_left(page, low) :]:
                if number > high:
                    return
                yield number
