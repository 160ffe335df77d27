"""A registry of this process, as others see it."""

from __future__ import annotations

from collections.abc import Sequence

from comity.errors import Refusal
from comity.registry.exchange import side
from comity.registry.exchange.courier import Office
from comity.registry.exchange.peer import Books, Message, Places, Word
from comity.registry.ledger import Request


class Near:
    """Answers out of the books themselves; a `Peer`."""

    def __init__(self, office: Office, recall: side.Recall, asker: str) -> None:
        """`asker`: the registry that asks."""
        self._office, self._recall, self._asker = office, recall, asker

    def ask(self, messages: Sequence[Message]) -> list[int | Refusal]:
        """Have messages decided."""
        outcomes = self._office.submit_many([Request(message, side.key_of(message)) for message in messages])
        return [outcome if isinstance(outcome, Refusal) else outcome.seq for outcome in outcomes]

    def words(self, numbers: Sequence[int]) -> list[Word]:
        """What became of transfers to who asks."""
        return self._office.look(
            lambda state: [side.word(state, self._recall, number, self._asker) for number in numbers]
        )

    def heard(self, registry: str, numbers: Sequence[int]) -> frozenset[int]:
        """Which transfers have been completed."""
        return self._office.look(lambda state: side.heard(state, registry, numbers))

    def books(self) -> Books:
        """The totals."""
        return self._office.look(side.books)

    def places(self, series: str) -> Places:
        """The blocks of a series."""
        return self._office.look(lambda state: side.places(state, series))
