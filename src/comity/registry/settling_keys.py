"""The keys under which a settlement asks: they say which flow a request books, which piece of it, and how many units.

What is booked already can so be read off the keys that a registry has used.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from msgspec.json import encode

from comity.results import Flow

#: The flow, the piece of it, which of how many requests for the piece, and its units.
KEY = re.compile(r"settle/\d+/(?P<flow>[0-9a-f]{32})/(?P<piece>\d+)/(?P<part>\d+)\.(?P<parts>\d+)/(?P<units>\d+)")


@dataclass(slots=True)
class Before:
    """What is booked of a flow already."""

    units: int = 0
    entries: list[int] = field(default_factory=list)
    whole: int = 0
    """Pieces of which every request was accepted."""
    begun: int = 0
    """Pieces, counting those that were interrupted."""


class Keys:
    """The keys of one year of one solution."""

    def __init__(self, digest: str, scenarios: Iterable[str], year: int, flows: Iterable[Flow]) -> None:
        self._year, self._digest = year, digest
        self._flows: dict[int, str] = {}
        self._done: dict[str, Before] = {}
        seen: Counter[bytes] = Counter()
        under = (digest, tuple(scenarios), year)
        for flow in flows:
            text = encode(
                (*under, flow.clause, flow.kind, flow.source, flow.target, flow.activity, flow.host, flow.tranche)
            )
            seen[text] += 1  # two flows may differ in nothing but their units
            self._flows[id(flow)] = sha256(text + encode(seen[text])).hexdigest()[:32]

    def of(self, flow: Flow, piece: int, part: int, parts: int, units: int) -> str:
        """The key of one request."""
        return f"settle/{self._year}/{self._flows[id(flow)]}/{piece}/{part}.{parts}/{units}"

    def due(self, mechanism: str, quantity: int) -> str:
        """The key of an obligation."""
        return f"settle/{self._year}/{self._digest[:32]}/due/{mechanism}/{quantity}"

    def read(self, used: Mapping[str, int]) -> None:
        """Look through the keys of a registry, by the entries that they made."""
        pieces: dict[tuple[str, int, int, int], list[int]] = {}
        for key, seq in used.items():
            match = KEY.fullmatch(key) if key.startswith(f"settle/{self._year}/") else None
            if match:
                place = (match["flow"], int(match["piece"]), int(match["parts"]), int(match["units"]))
                pieces.setdefault(place, []).append(seq)
        self._done = {}
        for (flow, piece, parts, units), seqs in pieces.items():
            before = self._done.setdefault(flow, Before())
            before.begun = max(before.begun, piece + 1)
            if len(seqs) == parts:
                before.units += units
                before.entries += sorted(seqs)
                before.whole += 1

    def before(self, flow: Flow) -> Before:
        """What was booked of a flow when the keys were read."""
        return self._done.get(self._flows[id(flow)], Before())
