"""Another registry over HTTP, as `comity serve` answers."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from typing import Any, TypeVar

import httpx
import msgspec

from comity.errors import Refusal
from comity.registry.exchange.peer import Books, Message, Places, Unreachable, Word
from comity.registry.refusals import register

T = TypeVar("T")
#: For an answer; a registry that decides a batch of a thousand takes less than a tenth of it.
TIMEOUT_SECONDS = 10.0


class _Decided(msgspec.Struct):
    entry: int | None = None
    refused: str = ""
    clause: str = ""


class _Answers(msgspec.Struct):
    answers: list[_Decided]


class _Words(msgspec.Struct):
    words: list[Word]


class _Heard(msgspec.Struct):
    heard: frozenset[int]


class _Problem(msgspec.Struct):
    code: str = ""


class HttpPeer:
    """A `Peer`; any number of threads may ask it."""

    def __init__(self, url: str, token: str, ca_file: str | None = None) -> None:
        """`token`: one that the other registry gave this one. Raises OSError where there are no such certificates."""
        context = ssl.create_default_context()
        if ca_file is not None:
            context.load_verify_locations(ca_file)
        headers = {"Authorization": f"Bearer {token}"}
        self._client = httpx.Client(base_url=url, headers=headers, verify=context, timeout=TIMEOUT_SECONDS)

    def ask(self, messages: Sequence[Message]) -> list[int | Refusal]:
        """Have messages decided."""
        said = {"messages": [msgspec.to_builtins(message) for message in messages]}
        answers = self._ask(_Answers, "POST", "messages", json=said).answers
        if len(answers) != len(messages):
            raise Unreachable("not as many answers as messages")
        return [_outcome(one) for one in answers]

    def words(self, numbers: Sequence[int]) -> list[Word]:
        """What became of transfers that it proposed to this registry."""
        words = self._ask(_Words, "GET", "words", params=_numbers(numbers)).words
        if len(words) != len(numbers):
            raise Unreachable("not as many words as transfers")
        return words

    def heard(self, registry: str, numbers: Sequence[int]) -> frozenset[int]:
        """Which transfers of a registry it has completed."""
        return self._ask(_Heard, "GET", "heard", params=[("registry", registry), *_numbers(numbers)]).heard

    def books(self) -> Books:
        """Its totals."""
        return self._ask(Books, "GET", "books")

    def places(self, series: str) -> Places:
        """Its blocks of a series."""
        return self._ask(Places, "GET", "places", params=[("series", series)])

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _ask(self, kind: type[T], method: str, what: str, **how: Any) -> T:
        """One question. Raises Unreachable where there is no answer to it."""
        try:
            response = self._client.request(method, f"/registry/external/{what}", **how)
            if response.is_success:
                return msgspec.json.decode(response.content, type=kind)
            problem = msgspec.json.decode(response.content, type=_Problem)
        except (httpx.HTTPError, msgspec.DecodeError, msgspec.ValidationError) as error:
            raise Unreachable(type(error).__name__) from error
        raise Unreachable(f"{response.status_code} {problem.code}".strip())


def _numbers(numbers: Sequence[int]) -> list[tuple[str, str]]:
    return [("transfer", str(number)) for number in numbers]


def _outcome(answer: _Decided) -> int | Refusal:
    """Raises Unreachable for a refusal that this registry does not know."""
    if answer.entry is not None:
        return answer.entry
    if answer.refused not in register():
        raise Unreachable(f"refused: {answer.refused}")
    return Refusal(answer.refused, answer.clause)
