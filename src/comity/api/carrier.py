"""Carries on with the transfers to and from other registries, in a thread: one that hangs holds up nobody else's."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from threading import Event, Thread

from comity.api.metrics import Metrics
from comity.registry.exchange.courier import ODD, Step
from comity.registry.writer import Closed

logger = logging.getLogger(__name__)
#: Between two rounds, unless somebody proposes a transfer meanwhile.
ROUND_SECONDS = 2.0


class Carrier:
    """Goes round until it is closed."""

    def __init__(self, name: str, round: Callable[[], Iterable[Step]], metrics: Metrics, closing: Event) -> None:
        """`round`: asks of all that is under way with whom this one carries for. `closing`: set when it is to end."""
        self._round, self._metrics, self._closing = round, metrics, closing
        self._told: dict[str, Step] = {}
        self._woken = Event()
        self._thread = Thread(target=self._run, name=f"registry-carrier-{name}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Begin a round soon."""
        self._woken.set()

    def join(self) -> None:
        """Wait for what is being asked, once it is closing."""
        self._woken.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                self._tell({step.transfer: step for step in self._round()})
            except Closed:
                return
            except Exception as error:  # whatever it is: what is under way must go on when it is over
                logger.error("exchange", exc_info=error)
            self._woken.wait(ROUND_SECONDS)
            self._woken.clear()

    def _tell(self, steps: dict[str, Step]) -> None:
        """Say what has changed since the last round."""
        if self._closing.is_set():
            return
        for transfer, step in steps.items():
            if self._told.get(transfer) != step:
                tell(step)
        self._told = steps
        for outcome, count in Counter(step.outcome for step in steps.values()).items():
            self._metrics.transfers.labels(outcome).inc(count)


def tell(step: Step) -> None:
    """Write a step into the log."""
    told = {"transfer": step.transfer, "other": step.other, "outcome": step.outcome, "why": step.why}
    logger.log(logging.WARNING if step.outcome in ODD else logging.INFO, "external transfer", extra={"told": told})
