"""Three registries in one process, on a network that loses, repeats and reorders; any of them may die anywhere.

`Trouble` decides by a seed what goes wrong. A registry that dies loses its memory and keeps its journal; it dies before
an entry is kept, or after, so that it does not know itself. `Registries.scattered` is the oracle: it counts for every
serial number ever issued in how many places it is, from the blocks alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from comity.errors import Refusal
from comity.registry.command import Command
from comity.registry.commands import (
    DeclareUnitType,
    Issue,
    OpenAccount,
    ProposeExternal,
    Retire,
    SetStatus,
    TerminateExternal,
    Transfer,
)
from comity.registry.exchange.courier import Courier, Step
from comity.registry.exchange.near import Near
from comity.registry.exchange.peer import Peer, Unreachable
from comity.registry.invariants import violations
from comity.registry.journal import Entry, instant
from comity.registry.ledger import Ledger, Outcome, Request
from comity.registry.state import State
from tests.registry.memory import MemoryStore
from tests.registry.small import BEGIN

T = TypeVar("T")
NAMES = ("A", "B", "C")
ACCOUNTS = ("one", "two")


class Died(Exception):
    """A registry has died: nobody that was in it goes on."""


class Trouble:
    """What goes wrong, and how often."""

    def __init__(self, seed: str, often: float) -> None:
        self.random, self.often = Random(seed), often
        self.hits: dict[str, int] = {}

    def strikes(self, what: str, share: float = 1.0) -> bool:
        """Whether it does now."""
        hit = self.random.random() < self.often * share
        if hit:
            self.hits[what] = self.hits.get(what, 0) + 1
        return hit


class Fragile(MemoryStore):
    """A journal whose writer may die before or after an entry is kept."""

    def __init__(self, registry: str, trouble: Trouble) -> None:
        super().__init__(registry)
        self.trouble = trouble

    def append(self, entries: Sequence[Entry]) -> None:
        """Keep entries, or die."""
        kind = entries[0].kind
        if self.trouble.strikes(f"died before {kind}", 0.2):
            raise Died(self.registry)
        super().append(entries)
        if self.trouble.strikes(f"died after {kind}", 0.2):
            raise Died(self.registry)


class Node:
    """One registry: a journal, and while it lives its memory."""

    def __init__(self, name: str, trouble: Trouble, clock: Callable[[], datetime]) -> None:
        self.name, self.trouble, self.clock = name, trouble, clock
        self.store = Fragile(name, trouble)
        self.ledger = Ledger(self.store, clock)

    def submit(self, command: Command) -> Entry:
        """Decide one command. Raises Refusal."""
        (outcome,) = self.submit_many([Request(command)])
        if isinstance(outcome, Refusal):
            raise outcome
        return outcome

    def submit_many(self, requests: Sequence[Request]) -> list[Outcome]:
        """Decide several."""
        try:
            return self.ledger.submit(requests)
        except Died:
            self.ledger = Ledger(self.store, self.clock)  # it starts again, out of its journal
            raise

    def look(self, question: Callable[[State], T]) -> T:
        """Ask the state."""
        return question(self.ledger.state)

    @property
    def state(self) -> State:
        """The state."""
        return self.ledger.state


class Wire:
    """A registry over the network, as another sees it."""

    def __init__(self, node: Node, asker: str, trouble: Trouble, late: list[Callable[[], object]]) -> None:
        self._near = Near(node, node.store.entry, asker)
        self._trouble, self._late, self._there = trouble, late, f"{asker} to {node.name}"

    def __getattr__(self, name: str) -> Callable[..., object]:
        method = getattr(self._near, name)

        def ask(*args: object) -> object:
            message = f"{name} from {self._there}"
            if self._trouble.strikes(f"lost: {name}"):
                raise Unreachable(message)
            if self._trouble.strikes(f"late: {name}"):
                self._late.append(lambda: method(*args))
                raise Unreachable(message)
            try:
                if self._trouble.strikes(f"twice: {name}"):
                    with suppress(Refusal):
                        method(*args)
                answer = method(*args)
            except Died as died:
                raise Unreachable(message) from died
            if self._trouble.strikes(f"no answer: {name}"):
                raise Unreachable(message)
            return answer

        return ask


class Registries:
    """All three, and what people do with them."""

    def __init__(self, seed: str, often: float = 0.15) -> None:
        self.trouble = Trouble(seed, often)
        self.random = Random(f"{seed}/people")
        self.time = BEGIN
        self.late: list[Callable[[], object]] = []
        calm, self.trouble.often = self.trouble.often, 0.0
        self.nodes = {name: Node(name, self.trouble, lambda: self.time) for name in NAMES}
        for node in self.nodes.values():
            node.submit(DeclareUnitType(unit_type="EUA", family="allowance"))
            for account in ACCOUNTS:
                node.submit(OpenAccount(account=account, type="trading", party=node.name * 3))
            node.submit(Issue(account="one", mechanism=node.name.lower(), unit_type="EUA", vintage="2026", quantity=50))
        self.trouble.often = calm

    def peers(self, name: str) -> dict[str, Peer]:
        """The others, over the network."""
        return {
            other: Wire(node, name, self.trouble, self.late)  # type: ignore[misc]
            for other, node in self.nodes.items()
            if other != name
        }

    def courier(self, name: str) -> Courier:
        """Who carries for a registry."""
        node = self.nodes[name]
        return Courier(node, node.store.entry, self.peers(name), lambda: instant(self.time))

    def step(self) -> None:
        """Somebody does something, a courier goes round, or a message that was late comes after all."""
        self.time += timedelta(seconds=self.random.randint(0, 60))
        node = self.nodes[self.random.choice(NAMES)]
        with suppress(Died, Refusal):
            match self.random.randrange(12):
                case 0 | 1 | 2 | 3:
                    self.carry(node.name)
                case 4 | 5 | 6:
                    node.submit(self.proposal(node))
                case 7 if node.state.departures:
                    departure = self.random.choice(list(node.state.departures.values()))
                    node.submit(TerminateExternal(account=departure.account, transfer=int(departure.id)))
                case 8:
                    status = self.random.choice(("blocked", "open", "open"))
                    node.submit(SetStatus(account=self.random.choice(ACCOUNTS), status=status, reason="test"))  # type: ignore[arg-type]
                case 9:
                    giver, taker = self.random.sample(ACCOUNTS, 2)
                    node.submit(Transfer(account=giver, to=taker, quantity=self.random.randint(1, 9)))
                case 10:
                    account = self.random.choice(ACCOUNTS)
                    node.submit(Retire(account=account, quantity=1, beneficiary="Acme"))
                case _ if self.late:
                    self.late.pop(self.random.randrange(len(self.late)))()

    def proposal(self, node: Node) -> ProposeExternal:
        """Some units, to some account elsewhere, mostly one that exists."""
        other = self.random.choice([name for name in NAMES if name != node.name])
        expires = (
            instant(self.time + timedelta(seconds=self.random.randint(1, 600))) if self.random.random() < 0.3 else ""
        )
        return ProposeExternal(
            account=self.random.choice(ACCOUNTS),
            quantity=self.random.randint(1, 20),
            registry=other,
            to=self.random.choice((*ACCOUNTS, *ACCOUNTS, "nobody")),
            party=self.random.choice((other * 3,) * 9 + ("ZZZ",)),
            expires=expires,
        )

    def carry(self, name: str) -> list[Step]:
        """One round of a courier, which its registry may not survive."""
        return list(self.courier(name).round())

    def calm(self) -> list[Step]:
        """Nothing goes wrong any more: rounds, until nothing is under way. All that was late comes, too."""
        self.trouble.often = 0.0
        while self.late:
            with suppress(Died, Refusal):
                self.late.pop()()
        last: list[Step] = []
        for _ in range(3):
            last = [step for name in NAMES for step in self.carry(name)]
        return last

    def wrong(self, *, settled: bool) -> Iterator[str]:
        """Serial numbers that are in two places, or, once all is settled, in none; and what each registry breaks."""
        for issuer in NAMES:
            series = f"{issuer}/{issuer.lower()}/EUA/v2026"
            places = {name: set(here(node.state, series)) for name, node in self.nodes.items()}
            for serial in range(1, 51):
                found = [name for name, serials in places.items() if serial in serials]
                if len(found) > 1 or (settled and not found):
                    yield f"{series}:{serial} is in {found}"
        for node in self.nodes.values():
            yield from violations(node.state)
            if settled and (node.state.departures or node.state.arrivals):
                yield f"{node.name}: {node.state.departures} {node.state.arrivals} are under way"


def here(state: State, series: str) -> Iterator[int]:
    """The serial numbers of a series that have not departed."""
    line = state.holdings.lines.get(series)
    for first, (last, standing) in line.blocks.items() if line else ():
        if standing.state != "departed":
            yield from range(first, last + 1)
