"""Carries external transfers through: whatever is under way is asked of the other registry, again and again, until it
has come to an end. All that it needs to know is in the journals, so that it may be killed at any moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Literal, Protocol, TypeVar

from msgspec import Struct

from comity.errors import Refusal
from comity.registry.commands import ConfirmExternal, FinaliseExternal, TerminateExternal
from comity.registry.exchange import side
from comity.registry.exchange.peer import Peer, Unreachable
from comity.registry.external import CONSIGNMENTS_MOST, Arrival, Departure
from comity.registry.journal import Entry
from comity.registry.ledger import Outcome, Request
from comity.registry.state import State

S = TypeVar("S")
T = TypeVar("T")
#: How a transfer stands after a round, or what holds it up.
Standing = Literal[
    "completed", "terminated", "dropped", "waiting", "unreachable", "no-peer", "unknown-to-sender", "stuck"
]
#: What does not come to an end by itself, once the other registry answers.
ODD: tuple[Standing, ...] = ("no-peer", "unknown-to-sender", "stuck")
#: Transfers that are asked about together.
TRANSFERS_MOST = 250


class Step(Struct, frozen=True, omit_defaults=True):
    """What a round came to with one transfer."""

    transfer: str
    """`A/17`: the transferring registry, and the number of the entry that proposed it."""
    other: str
    """The other registry."""
    outcome: Standing
    why: str = ""
    """The code of a refusal, or what the network says."""


class Office(Protocol):
    """The registry that a courier works for, as its `Writer` is."""

    def submit_many(self, requests: Sequence[Request]) -> list[Outcome]:
        """Decide requests in order, each by itself."""

    def look(self, question: Callable[[State], T]) -> T:
        """What a quick function finds in the state."""


class Courier:
    """Works for one registry."""

    def __init__(self, office: Office, recall: side.Recall, peers: Mapping[str, Peer], now: Callable[[], str]) -> None:
        """`recall`: entries of its journal. `peers`: the others, by name. `now`: as the journal writes an instant."""
        self._office, self._recall, self._peers, self._now = office, recall, peers, now
        self._registry = office.look(lambda state: state.registry)

    def round(self) -> Iterator[Step]:
        """Every transfer that is under way, once, on whichever side this registry is."""
        for registry in self.others():
            yield from self.round_with(registry)

    def others(self) -> list[str]:
        """The registries with which something is under way."""

        def found(state: State) -> set[str]:
            there = {one.registry for one in state.departures.values()}
            return there | {one.registry for one in state.arrivals.values()}

        return sorted(self._office.look(found))

    def round_with(self, registry: str) -> Iterator[Step]:
        """Every transfer that is under way with one registry, once."""
        departures, arrivals = self._office.look(
            lambda state: (
                [one for one in state.departures.values() if one.registry == registry],
                [one for one in state.arrivals.values() if one.registry == registry],
            )
        )
        for part in _parts(departures, lambda one: len(one.blocks)):
            yield from self._send(registry, part)
        for awaited in _parts(arrivals, lambda one: 1):
            yield from self._inquire(registry, awaited)

    def send_again(self, registry: str, numbers: Sequence[int]) -> Iterator[Step]:
        """Tell once more of transfers that were finalised, to a registry that has lost them."""
        departures = [self._proposal(number).departure for number in numbers]
        for part in _parts(departures, lambda one: len(one.blocks)):
            yield from self._send(registry, part)

    def _send(self, registry: str, departures: Sequence[Departure]) -> list[Step]:
        """Bring transfers to another registry as far as they go."""
        proposals = [self._proposal(int(departure.id)) for departure in departures]
        done: dict[int, Step] = {}
        try:
            gone = self._finalised(proposals)
            self._decide(registry, [one for one in proposals if one.number not in gone], done)
            self._deliver(registry, [one for one in proposals if one.number not in done], done)
        except Unreachable as error:
            for one in proposals:
                done.setdefault(one.number, self._step(one, self._why_silent(registry), str(error)))
        return list(done.values())

    def _decide(self, registry: str, proposals: Sequence[side.Sent], done: dict[int, Step]) -> None:
        """Finalise what the other registry admits, and terminate the rest. Raises Unreachable."""
        now = self._now()
        late = {one.number for one in proposals if one.departure.expires and one.departure.expires <= now}
        refused = [(one, "proposal-expired") for one in proposals if one.number in late]
        self._terminate(registry, refused, done)
        asked = [one for one in proposals if one.number not in late]
        if not asked:
            return
        answers = self._peer(registry).ask(
            self._office.look(lambda state: [side.admission(state, one) for one in asked])
        )
        admitted = [(one, entry) for one, entry in zip(asked, answers, strict=True) if isinstance(entry, int)]
        refused = [(one, no.code) for one, no in zip(asked, answers, strict=True) if isinstance(no, Refusal)]
        outcomes = self._office.submit_many(
            [
                Request(FinaliseExternal(transfer=one.number, entry=entry), side.finalise_key(one.number))
                for one, entry in admitted
            ]
        )
        refused += [(one, no.code) for (one, _), no in zip(admitted, outcomes, strict=True) if isinstance(no, Refusal)]
        self._terminate(registry, refused, done)

    def _terminate(self, registry: str, refused: Sequence[tuple[side.Sent, str]], done: dict[int, Step]) -> None:
        """Give units back, unless they have departed after all; and let the other registry drop what it promised.

        If that is not heard, it will ask.
        """
        self._office.submit_many(
            [
                Request(TerminateExternal(account=one.departure.account, transfer=one.number, reason=why))
                for one, why in refused
            ]
        )  # somebody may have been faster
        gone = self._finalised([one for one, _ in refused])
        ended = [(one, why) for one, why in refused if one.number not in gone]
        done.update((one.number, self._step(one, "terminated", why)) for one, why in ended)
        if ended:
            with suppress(Unreachable):
                self._peer(registry).ask([side.dropping(self._registry, one) for one, _ in ended])

    def _deliver(self, registry: str, proposals: Sequence[side.Sent], done: dict[int, Step]) -> None:
        """Tell the other registry what has departed, and note what it has. Raises Unreachable."""
        if not proposals:
            return
        peer = self._peer(registry)
        gone = self._finalised(proposals)
        messages = [side.completion(self._registry, one, self._entry(gone[one.number])) for one in proposals]
        answers = peer.ask(messages)
        lost = [n for n, no in enumerate(answers) if isinstance(no, Refusal) and no.code == "external-unknown"]
        if lost:  # the other registry was put back since it admitted them
            again = self._office.look(lambda state: [side.admission(state, proposals[n]) for n in lost])
            told = peer.ask([message for n, admit in zip(lost, again, strict=True) for message in (admit, messages[n])])
            for place, n in enumerate(lost):
                admitted, completed = told[2 * place : 2 * place + 2]
                answers[n] = admitted if isinstance(admitted, Refusal) else completed
        self._office.submit_many(
            [
                Request(ConfirmExternal(transfer=one.number, entry=entry))
                for one, entry in zip(proposals, answers, strict=True)
                if isinstance(entry, int)
            ]
        )
        for one, entry in zip(proposals, answers, strict=True):
            why = entry.code if isinstance(entry, Refusal) else ""
            done[one.number] = self._step(one, "stuck" if why else "completed", why)

    def _inquire(self, registry: str, arrivals: Sequence[Arrival]) -> Iterator[Step]:
        """Hear from another registry what became of transfers that were admitted here."""
        try:
            words = self._peer(registry).words([one.number for one in arrivals])
        except Unreachable as error:
            yield from (Step(one.id, registry, self._why_silent(registry), str(error)) for one in arrivals)
            return
        heard = list(zip(arrivals, words, strict=True))
        told = [(one, message) for one, word in heard if (message := side.told_by(one, word)) is not None]
        outcomes = self._office.submit_many([Request(message, side.key_of(message)) for _, message in told])
        decided = {one.id: outcome for (one, _), outcome in zip(told, outcomes, strict=True)}
        for one, word in heard:
            outcome = decided.get(one.id)
            if word.hash != one.hash:
                yield Step(one.id, registry, "unknown-to-sender")
            elif outcome is None:
                yield Step(one.id, registry, "waiting")
            elif isinstance(outcome, Refusal) and outcome.code != "external-unknown":  # else it came meanwhile
                yield Step(one.id, registry, "stuck", outcome.code)
            else:
                yield Step(one.id, registry, "completed" if word.stage == "finalised" else "dropped")

    def _proposal(self, number: int) -> side.Sent:
        found = side.sent(self._recall, number)
        if found is None:
            raise AssertionError(f"entry {number} proposes no external transfer")
        return found

    def _finalised(self, proposals: Sequence[side.Sent]) -> dict[int, int]:
        """The numbers of the entries that finalised transfers, of those that are."""
        keys = {one.number: side.finalise_key(one.number) for one in proposals}
        return self._office.look(
            lambda state: {number: state.keys[key] for number, key in keys.items() if key in state.keys}
        )

    def _entry(self, number: int) -> Entry:
        found = self._recall(number)
        if found is None:
            raise AssertionError(f"there is no entry {number}")
        return found

    def _peer(self, registry: str) -> Peer:
        """Another registry. Raises Unreachable where nobody knows it."""
        if registry not in self._peers:
            raise Unreachable
        return self._peers[registry]

    def _why_silent(self, registry: str) -> Standing:
        return "unreachable" if registry in self._peers else "no-peer"

    def _step(self, proposal: side.Sent, outcome: Standing, why: str = "") -> Step:
        return Step(f"{self._registry}/{proposal.number}", proposal.departure.registry, outcome, why)


def _parts(transfers: Sequence[S], size: Callable[[S], int]) -> Iterator[list[S]]:
    """So many of them together as one message may carry."""
    part: list[S] = []
    carried = 0
    for one in transfers:
        if part and (len(part) == TRANSFERS_MOST or carried + size(one) > CONSIGNMENTS_MOST):
            yield part
            part, carried = [], 0
        part.append(one)
        carried += size(one)
    if part:
        yield part
