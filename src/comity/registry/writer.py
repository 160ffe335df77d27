"""One thread decides, any number of threads and tasks ask.

    with Writer(Ledger(store)) as writer:
        entry = writer.submit(Transfer(account="A", to="B", quantity=5), key="order-17")
        entry = await writer.ask(Transfer(account="A", to="B", quantity=5), key="order-18")  # of an event loop

What is asked while a commit runs is decided together in the next batch, with one commit for all of it. Tasks of an
event loop cost much less than threads, which have to be woken one by one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import pairwise
from queue import Empty, SimpleQueue
from threading import Lock, Thread, current_thread, main_thread
from typing import Any, TypeVar

from comity.errors import Refusal
from comity.registry.commands import Command
from comity.registry.journal import Entry, write_command
from comity.registry.ledger import Ledger, Outcome, Request
from comity.registry.state import Broken, State

T = TypeVar("T")
#: Requests in one batch, about: what was handed in together stays together.
BATCH_MOST = 1_000


class NotKept(Exception):
    """A batch failed, so that none of its requests had an effect, as far as is known: with a key, send it again."""


class Closed(Exception):
    """The writer takes nothing more: it was closed, or its journal does not hold together."""


class _Job:
    """What one caller waits for: outcomes of its requests, or the answer to its question."""

    __slots__ = ("answer", "done", "failure", "follower", "interruptible", "question", "requests")

    def __init__(self, requests: Sequence[Request], question: Callable[[State], Any] | None = None) -> None:
        self.requests, self.question = requests, question
        self.answer: Any = None
        self.failure: BaseException | None = None
        self.interruptible = current_thread() is main_thread()
        self.follower: _Job | None = None
        self.done = Lock()
        self.done.acquire()

    def wait(self) -> None:
        """Sleep until the writer is done, then wake the follower."""
        self.done.acquire()
        if self.follower is not None:
            self.follower.done.release()


class _Round:
    """What the tasks of an event loop ask in one turn of the loop: handed in together, and told together."""

    __slots__ = ("answer", "failure", "futures", "loop", "question", "requests")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop, self.question = loop, None
        self.requests: list[Request] = []
        self.futures: list[asyncio.Future[Outcome]] = []
        self.answer: list[Outcome] = []
        self.failure: BaseException | None = None

    def tell(self) -> None:
        """Let the tasks go on, except those that have been cancelled; in the loop's own thread."""
        if self.failure is not None:
            for future in self.futures:
                if not future.done():
                    future.set_exception(_once_more(self.failure))
            return
        for future, outcome in zip(self.futures, self.answer, strict=True):
            if not future.done():
                future.set_result(outcome)


class Writer:
    """Owns a ledger, which nobody else may use until the writer is closed."""

    def __init__(self, ledger: Ledger, most: int = BATCH_MOST) -> None:
        self._ledger, self._most = ledger, most
        self._jobs: SimpleQueue[_Job | _Round | None] = SimpleQueue()  # None is the last word
        self._rounds: dict[asyncio.AbstractEventLoop, _Round] = {}  # by loop: what it has not handed in yet
        self._gate = Lock()  # nothing is queued behind the last word
        self._closed = False
        self._broken: Broken | None = None
        self._thread = Thread(target=self._work, name="registry-writer", daemon=True)
        self._thread.start()

    def submit(self, command: Command, key: str = "") -> Entry:
        """Decide one command, and wait until it is durable. Raises Refusal, and else as `submit_many` does."""
        (outcome,) = self.submit_many([Request(command, key)])
        if isinstance(outcome, Refusal):
            raise outcome
        return outcome

    async def ask(self, command: Command, key: str = "") -> Entry:
        """As `submit`, for a task of an event loop. One that is cancelled meanwhile may have been heard."""
        request = Request(command, key)
        _storable(request)
        loop = asyncio.get_running_loop()
        round = self._rounds.get(loop)
        if round is None:
            round = self._rounds[loop] = _Round(loop)
            loop.call_soon(self._hand_in, loop)
        future: asyncio.Future[Outcome] = loop.create_future()
        round.requests.append(request)
        round.futures.append(future)
        outcome = await future
        if isinstance(outcome, Refusal):
            raise outcome
        return outcome

    def submit_many(self, requests: Sequence[Request]) -> list[Outcome]:
        """Decide requests in order and in one commit; one that is refused leaves the others be.

        Raises NotKept or Closed; ValueError for text that no database keeps, which would fail the whole batch.
        """
        for request in requests:
            _storable(request)
        outcomes: list[Outcome] = self._ask(_Job(requests)) if requests else []
        return outcomes

    def look(self, question: Callable[[State], T]) -> T:
        """What a quick function, which changes nothing, finds in the state between two batches.

        Raises what the function raises, or Closed.
        """
        answer: T = self._ask(_Job((), question))
        return answer

    def close(self) -> None:
        """Decide all that has been handed in, then end."""
        self._last_word()
        self._thread.join()

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _last_word(self) -> None:
        with self._gate:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)

    def _put(self, job: _Job | _Round) -> None:
        with self._gate:
            if self._closed:
                raise Closed("the writer is closed") from self._broken
            self._jobs.put(job)

    def _hand_in(self, loop: asyncio.AbstractEventLoop) -> None:
        """Queue what the tasks of a loop have asked in this turn; in the loop's own thread."""
        round = self._rounds.pop(loop)
        try:
            self._put(round)
        except Closed as closed:
            round.failure = closed
            round.tell()

    def _ask(self, job: _Job) -> Any:
        self._put(job)
        job.wait()
        if job.failure is not None:
            raise job.failure
        return job.answer

    def _work(self) -> None:
        """The writer's thread: one batch after another until the last word."""
        going = True
        while going:
            jobs, asked = [self._jobs.get()], 0
            while jobs[-1] is not None and (asked := asked + len(jobs[-1].requests)) < self._most:
                try:
                    jobs.append(self._jobs.get_nowait())
                except Empty:
                    break
            going = jobs[-1] is not None
            self._batch([job for job in jobs if job is not None])

    def _batch(self, jobs: list[_Job | _Round]) -> None:
        """Decide what was asked together, and tell everybody."""
        try:
            if self._broken is not None:
                raise self._broken
            outcomes = iter(self._ledger.submit([request for job in jobs for request in job.requests]))
            for job in jobs:
                job.answer = [next(outcomes) for _ in job.requests]
        except BaseException as error:  # whatever it is, those who wait must hear of it, each by one of its own
            if isinstance(error, Broken):  # nothing can follow
                self._broken = error
                self._last_word()
            for job in jobs:
                job.failure = (Closed if self._broken else NotKept)(str(error))
                job.failure.__cause__ = error
        for job in jobs:
            if job.question is not None:
                try:
                    job.answer, job.failure = job.question(self._ledger.state), None
                except BaseException as error:  # the caller's own mistake
                    job.failure = error
        _wake([job for job in jobs if isinstance(job, _Job)])
        _tell([job for job in jobs if isinstance(job, _Round)])


def _storable(request: Request) -> None:
    """Raise ValueError for text that no database keeps, which would fail the whole batch."""
    write_command(request.command)
    if b"\0" in request.key.encode():
        raise ValueError("a key with a NUL character")


def _once_more(failure: BaseException) -> BaseException:
    """The same failure anew: each task raises one of its own."""
    own = type(failure)(*failure.args)
    own.__cause__ = failure.__cause__
    return own


def _tell(rounds: list[_Round]) -> None:
    """Let tasks go on: each loop is woken once for all of its own."""
    loops: dict[asyncio.AbstractEventLoop, list[_Round]] = {}
    for round in rounds:
        loops.setdefault(round.loop, []).append(round)
    for loop, own in loops.items():
        with suppress(RuntimeError):  # a loop that has been closed, and nobody waits
            loop.call_soon_threadsafe(_tell_all, own)


def _tell_all(rounds: list[_Round]) -> None:
    for round in rounds:
        round.tell()


def _wake(jobs: list[_Job]) -> None:
    """Let everybody go on: each wakes the next, since many who wake at once are in each other's way."""
    chain = [job for job in jobs if not job.interruptible]
    for job, follower in pairwise(chain):
        job.follower = follower
    for job in jobs:
        if job.interruptible or job is chain[0]:
            job.done.release()
