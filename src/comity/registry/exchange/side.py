"""A registry's own side of the exchange: the messages that it sends, and what it answers, read off its books."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from comity.registry.blocks import Block
from comity.registry.commands import AdmitExternal, CompleteExternal, DropExternal, ProposeExternal
from comity.registry.exchange.peer import Books, Flow, Message, Places, Word
from comity.registry.external import Arrival, Consignment, Departure, travelled
from comity.registry.journal import Entry, Post, Put, read_body
from comity.registry.state import State

#: An entry of the journal by its number.
Recall = Callable[[int], Entry | None]


class Sent(NamedTuple):
    """A proposal as its entry has it."""

    departure: Departure
    posts: tuple[Post, ...]
    hash: str

    @property
    def number(self) -> int:
        """Of the entry."""
        return int(self.departure.id)


def key_of(message: Message) -> str:
    """The idempotency key under which a message of another registry is decided, however often it comes."""
    return _key(type(message), message.registry, message.number)


def _key(kind: type[Message], registry: str, number: int) -> str:
    step = str(kind.__struct_config__.tag).partition("-")[0]
    return f"external/{registry}/{number}/{step}"


def finalise_key(number: int) -> str:
    """That under which an own transfer is finalised: what was finalised can be told by it for ever."""
    return f"external/{number}/finalise"


def sent(recall: Recall, number: int) -> Sent | None:
    """A proposal of this registry; None where an entry is something else."""
    entry = recall(number)
    body = read_body(entry.body) if entry is not None else None
    if entry is None or body is None or not isinstance(body.asked, ProposeExternal):
        return None
    posts = tuple(change for change in body.changes if isinstance(change, Post))
    puts = (change.after for change in body.changes if isinstance(change, Put))
    departure = next(record for record in puts if isinstance(record, Departure))
    return Sent(departure, posts, entry.hash)


def admission(state: State, proposal: Sent) -> AdmitExternal:
    """The message that asks the other registry to admit."""
    departure = proposal.departure
    units = tuple(_consignment(state, post) for post in proposal.posts)
    types = dict.fromkeys(unit.series.unit_type for unit in units)
    return AdmitExternal(
        registry=state.registry,
        number=proposal.number,
        hash=proposal.hash,
        addressee=departure.registry,
        account=departure.to,
        party=departure.party,
        holder=departure.holder,
        units=units,
        unit_types=tuple(state.unit_types[id] for id in types),
        authorisations=departure.authorisations,
    )


def _consignment(state: State, post: Post) -> Consignment:
    standing = post.after
    if standing is None:
        raise AssertionError("a proposal takes no unit away")
    return Consignment(
        state.series[post.series],
        post.first,
        post.last,
        standing.pool,
        standing.period,
        standing.authorisation,
        standing.expires,
    )


def completion(registry: str, proposal: Sent, finalised: Entry) -> CompleteExternal:
    """The message that units have departed. `finalised`: the entry that let them go."""
    transferred = _transferred(finalised)
    return CompleteExternal(registry=registry, number=proposal.number, hash=proposal.hash, transferred=transferred)


def dropping(registry: str, proposal: Sent) -> DropExternal:
    """The message that they will not."""
    return DropExternal(registry=registry, number=proposal.number, hash=proposal.hash)


def told_by(arrival: Arrival, word: Word) -> Message | None:
    """What the word of the transferring registry says to do about a promise; None if nothing, or not of this one."""
    if word.hash != arrival.hash or word.stage not in ("finalised", "terminated"):
        return None
    registry, number = arrival.registry, arrival.number
    if word.stage == "terminated":
        return DropExternal(registry=registry, number=number, hash=arrival.hash)
    return CompleteExternal(registry=registry, number=number, hash=arrival.hash, transferred=word.transferred)


def _transferred(finalised: Entry) -> tuple[bool, ...]:
    posts = (change for change in read_body(finalised.body).changes if isinstance(change, Post))
    return tuple(bool(post.after and post.after.first) for post in posts)


def stands_by(word: Word, message: CompleteExternal | DropExternal) -> bool:
    """Whether the word of the transferring registry says what a message in its name does.

    To drop, it is enough that it knows of no such transfer.
    """
    if isinstance(message, DropExternal):
        return word.hash != message.hash or word.stage == "terminated"
    told = ("finalised", message.hash, message.transferred)
    return (word.stage, word.hash, word.transferred) == told


def word(state: State, recall: Recall, number: int, asker: str) -> Word:
    """What a registry hears that asks what became of a transfer to it."""
    proposal = sent(recall, number) if 0 < number <= state.seq else None
    if proposal is None or proposal.departure.registry != asker:
        return Word("unknown")
    finalised = state.keys.get(finalise_key(number))
    entry = recall(finalised) if finalised is not None else None
    if entry is not None:
        return Word("finalised", proposal.hash, _transferred(entry))
    return Word("proposed" if str(number) in state.departures else "terminated", proposal.hash)


def heard(state: State, registry: str, numbers: Iterable[int]) -> frozenset[int]:
    """Which of another registry's transfers, of these, have been completed here."""
    return frozenset(number for number in numbers if _key(CompleteExternal, registry, number) in state.keys)


def books(state: State) -> Books:
    """The totals."""
    sums: dict[tuple[str, str], dict[str, int]] = {}
    for kind, registry, series, units in travelled(state.tallies):
        sums.setdefault((registry, series), {})[kind] = units
    unconfirmed: Counter[tuple[str, str]] = Counter()
    for departure in _on_the_way(state):
        for block in departure.blocks:
            unconfirmed[departure.registry, block.series] += block.quantity
    flows = tuple(
        Flow(*way, found.get("departed", 0), found.get("arrived", 0), unconfirmed[way])
        for way, found in sorted(sums.items())
    )
    gone = dict.fromkeys(series for _, series in sorted(sums))
    return Books(
        state.registry,
        state.seq,
        state.hash,
        flows,
        {series: sum(block.quantity for block in _present(state, series)) for series in gone},
    )


def places(state: State, series: str) -> Places:
    """Where the units of a series are."""
    on_the_way = tuple(
        (block, departure.registry, int(departure.id))
        for departure in _on_the_way(state)
        for block in departure.blocks
        if block.series == series
    )
    own = series in state.series and state.series[series].registry == state.registry
    return Places(
        state.registry, tuple(joined(_all(state, series))) if own else (), tuple(_present(state, series)), on_the_way
    )


def _on_the_way(state: State) -> list[Departure]:
    return [departure for departure in state.departures.values() if departure.finalised]


def _all(state: State, series: str) -> list[Block]:
    line = state.holdings.lines.get(series)
    return [Block(series, first, last) for first, (last, _) in sorted(line.blocks.items())] if line else []


def _present(state: State, series: str) -> list[Block]:
    line = state.holdings.lines.get(series)
    found = sorted(line.blocks.items()) if line else []
    return joined(Block(series, first, last) for first, (last, standing) in found if standing.state != "departed")


def joined(blocks: Iterable[Block]) -> list[Block]:
    """Neighbouring blocks of one series in one, in order."""
    found: list[Block] = []
    for block in blocks:
        if found and found[-1].last + 1 == block.first:
            found[-1] = Block(block.series, found[-1].first, block.last)
        else:
            found.append(block)
    return found
