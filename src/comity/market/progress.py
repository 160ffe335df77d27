"""How far work that takes a while has come, for whoever wants to hear."""

from __future__ import annotations

from collections.abc import Callable

from comity.results.shared import Counted

#: Hears of what, how many are done, and of how many.
Told = Callable[[Counted, int, int], object]
#: Hears that so many more are done.
More = Callable[[int], object]


def nobody(what: Counted, done: int, of: int) -> None:
    """Hears nothing."""


def uncounted(done: int) -> None:
    """Counts nothing."""


def counting(told: Told, what: Counted, of: int) -> More:
    """Tell that none of so many is done yet; then hear of each that is, and tell how many are."""
    done = 0

    def more(number: int) -> None:
        nonlocal done
        done += number
        told(what, done, of)

    told(what, done, of)
    return more
