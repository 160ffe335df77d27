"""Kill a writer, really, and look at what it leaves: `python -m tests.registry.kills --where FOLDER --kills 100`.

For every kill a child process opens the registry and works: it says on a pipe what it is about to ask, and what it was
answered. It dies at a stage of `boundaries.py`. Then the parent opens the registry: what was acknowledged is there, the
last batch is there whole or not at all, the chain of hashes holds, and sending that batch again under the same keys has
no second effect. All of it as the oracle says, which has followed from the pipe alone.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from msgspec import ValidationError

from comity.errors import Refusal
from comity.registry.commands import Command
from comity.registry.invariants import violations
from comity.registry.journal import instant, read_command, write_command
from comity.registry.ledger import Ledger, Outcome, Request
from comity.registry.state import State
from comity.registry.store import SqlStore, open_store
from tests.registry.boundaries import BOUNDARIES, Doomed, Stage
from tests.registry.oracle import Oracle
from tests.registry.pictures import known, pictured
from tests.registry.requests import Requests
from tests.registry.small import BEGIN

#: Kills of one registry, before the next begins: it is read from its start each time.
EACH = 40
STEPS_MOST = 200
"""Steps in which a child must have come to its stage."""
DEADLY = {signal.SIGKILL, signal.SIGXFSZ}


class Message(NamedTuple):
    """What a child says: a batch that it is about to send, or what became of it."""

    clock: str
    batch: list[tuple[str, str]]
    answers: list[tuple[str, int]] | None


class Target:
    """One registry and what the oracle knows of it."""

    def __init__(self, where: str, seed: str) -> None:
        self.where, self.seed = where, seed
        self.oracle = Oracle("R")
        self.now = BEGIN
        self.kills = 0
        with closing(open_store(where, create="R")):
            pass

    def clock(self) -> datetime:
        """The clock of whoever writes."""
        return self.now

    def kill(self, stage: Stage) -> bool:
        """Let a child work until it dies at a stage, and look; False if it never came there."""
        self.kills += 1
        random = Random(f"{self.seed}/{self.kills}")
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(ours)
            code = 4
            try:
                self.work(stage, random, theirs)
                code = 3
            finally:
                os._exit(code)
        os.close(theirs)
        with os.fdopen(ours, encoding="utf-8") as pipe:
            messages = [Message(*json.loads(line)) for line in pipe if line.endswith("\n")]
        _, status = os.waitpid(child, 0)
        hit = os.WIFSIGNALED(status) and os.WTERMSIG(status) in DEADLY
        assert hit or os.waitstatus_to_exitcode(status) == 3, f"{self} {stage}: the child failed"
        self.look(messages)
        return hit

    def work(self, stage: Stage, random: Random, pipe: int) -> None:
        """The child: open, ask, keep, close, and again."""
        requests = Requests(random, self.oracle, self.clock)
        times = random.randint(1, 3)
        keys = 0
        for _ in range(STEPS_MOST // 10):
            store = Doomed(open_store(self.where), stage, times, random)
            times = max(1, times - 1)
            ledger: Ledger = store.doing("open", partial(Ledger, store, self.clock))
            for _ in range(random.randint(1, 10)):
                self.now += timedelta(seconds=random.randint(-5, 90))
                batch = []
                for _ in range(random.choice((1, 1, 3, 6))):
                    keys += 1
                    batch.append(Request(sendable(requests), f"{self.kills}.{keys}"))
                tell(pipe, self.clock(), batch, None)
                outcomes = ledger.submit(batch)
                tell(pipe, self.clock(), batch, outcomes)
                for request in batch:
                    self.oracle.decide(request.command, request.key, instant(self.now))
            if random.random() < 0.5:
                store.keep(ledger.state)
            store.close()

    def look(self, messages: list[Message]) -> None:
        """What the child has left must be what it said, or that and the whole of its last batch."""
        last: Message | None = None
        for message in messages:
            self.now = max(self.now, datetime.fromisoformat(message.clock))
            if message.answers is not None:
                for (code, entry), answer in zip(message.answers, self.told(message), strict=True):
                    assert (code, entry) == answer, f"{self}: acknowledged {code or entry}, the oracle says {answer}"
            last = message if message.answers is None else None
        with closing(open_store(self.where)) as store:
            ledger = Ledger(store, self.clock)
            assert ledger.state.seq >= self.oracle.seq, f"{self}: an acknowledged entry is gone"
            if last is not None:
                if ledger.state.seq > self.oracle.seq:
                    self.told(last)
                    assert ledger.state.seq == self.oracle.seq, f"{self}: a batch is there in part"
                batch = [Request(read_command(command), key) for command, key in last.batch]
                outcomes = ledger.submit(batch)
                assert answers(outcomes) == [tuple(answer) for answer in self.told(last, again=True)], f"{self}: again"
            self.compare(store, ledger.state)

    def told(self, message: Message, *, again: bool = False) -> list[tuple[str, int]]:
        """What the oracle says to a batch."""
        clock = instant(self.now) if again else message.clock
        said = [self.oracle.decide(read_command(command), key, clock) for command, key in message.batch]
        return [(answer.code, answer.entry) for answer in said]

    def compare(self, store: SqlStore, state: State) -> None:
        """The state is sound, is that of the journal from its start, and is the oracle's."""
        fresh = State(store.registry)
        for entry in store.read():
            fresh.follow(entry)
        assert fresh.store() == state.store(), f"{self}: not what the journal says"
        assert violations(state) == [], f"{self}"
        mine = pictured(state)
        for part, value in known(self.oracle).items():
            assert mine[part] == value, f"{self}: {part} differ"

    def __str__(self) -> str:
        return f"seed {self.seed!r}, kill {self.kills}"


def sendable(requests: Requests) -> Command:
    """A request that can be read again, as all can that come from outside."""
    while True:
        try:
            return read_command(write_command(requests.next()))
        except ValidationError:
            continue


def answers(outcomes: Sequence[Outcome]) -> list[tuple[str, int]]:
    """Outcomes, as the oracle words them."""
    return [(one.code, 0) if isinstance(one, Refusal) else ("", one.seq) for one in outcomes]


def tell(pipe: int, clock: datetime, batch: list[Request], outcomes: Sequence[Outcome] | None) -> None:
    """One line on the pipe, which the parent has even if this process is killed at once."""
    said = [(write_command(request.command), request.key) for request in batch]
    line = json.dumps((instant(clock), said, None if outcomes is None else answers(outcomes))) + "\n"
    text = line.encode()
    while text:
        text = text[os.write(pipe, text) :]


def places(where: str) -> Iterator[str]:
    """Where registries are made: files in a folder, or the one place that a URL says."""
    if "://" in where:
        while True:
            yield where
    number = 0
    while True:
        number += 1
        yield str(Path(where) / f"registry-{number}.db")


def run(where: str, kills: int, seed: str) -> Counter[Stage]:
    """So many kills, over all stages in turn."""
    stages = BOUNDARIES["postgresql" if "://" in where else "sqlite"]
    hits: Counter[Stage] = Counter()
    targets = places(where)
    target = Target(next(targets), f"{seed}/0")
    number = 0
    while sum(hits.values()) < kills:
        if target.kills >= EACH and "://" not in where:
            target = Target(next(targets), f"{seed}/{number}")
        hits[stages[number % len(stages)]] += target.kill(stages[number % len(stages)])
        number += 1
        assert number < 2 * kills + 50, f"children that reach no stage: {hits}"
    return hits


def main() -> None:
    """Run, and print the hits of every stage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--where", required=True)
    parser.add_argument("--kills", type=int, required=True)
    parser.add_argument("--seed", default="2026")
    asked: Any = parser.parse_args()
    hits = run(asked.where, asked.kills, asked.seed)
    json.dump([[*stage, times] for stage, times in hits.items()], sys.stdout)


if __name__ == "__main__":
    main()
