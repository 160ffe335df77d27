"""Bounds on what one address or token may ask of the service in a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

#: Whom it remembers; who has not asked for long is forgotten first, and begins anew.
KNOWN_MOST = 10_000


class Rate:
    """A bucket of drops for each asker: a request takes some, and they come back so many a second."""

    def __init__(self, per_second: float, burst_seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._per_second, self._most, self._clock = per_second, max(per_second * burst_seconds, 1.0), clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, who: str, drops: float = 1.0) -> float:
        """Take drops; seconds to wait where there are too few, and then none is taken."""
        now = self._clock()
        left, then = self._buckets.pop(who, (self._most, now))
        left = min(self._most, left + (now - then) * self._per_second)
        wait = 0.0 if left >= drops else (drops - left) / self._per_second
        self._buckets[who] = (left if wait else left - drops, now)
        if len(self._buckets) > KNOWN_MOST:
            self._buckets.popitem(last=False)
        return wait
