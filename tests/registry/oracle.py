"""A naive registry: a dictionary of serial numbers, which says of a request what must become of it.

It is the second opinion on the ledger, and so shares nothing with it but the requests and the two data files. It has
no blocks, no postings and no journal; it looks at units one by one. And it decides the other way round: every rule
says whether it objects, and of all the objections the one that stands first in the register is the answer.
`oracle_rules.py` and `oracle_ends.py` have the rules.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, NamedTuple

from comity.registry.commands import Command


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("comity.registry").joinpath(name).read_text(encoding="utf-8"))


TYPES = _data("accounts.toml")
ORDER = {row["code"]: place for place, row in enumerate(_data("refusals.toml")["refusal"])}
TEMPORARY = ("tcer", "lcer")
OVER = ("surrendered", "retired", "cancelled", "replacement", "replaced")

Serial = tuple[str, int]
"""Series and number of one unit."""


class Stand(NamedTuple):
    """Where one unit stands."""

    account: str
    pool: str
    state: str = "held"
    by: int = 0
    period: str = ""
    expires: str = ""


class Account(NamedTuple):
    """An account, as the oracle sees it."""

    type: str
    holder: str
    party: str
    status: str = "open"


class Wait(NamedTuple):
    """Units that wait, one by one."""

    kind: str
    account: str
    units: frozenset[Serial]
    to: str = ""
    expires: str = ""


@dataclass
class Tally:
    """What an account owes and gave, under a mechanism for a period."""

    due: int | None = None
    allocated: int = 0
    surrendered: int = 0


Count = tuple[str, str, int]
"""Address of a tally, which of its numbers, and how much is added."""


@dataclass
class Verdict:
    """What the rules of one kind say of a request, and what it does if none objects."""

    objections: set[str] = field(default_factory=set)
    moves: dict[Serial, Stand] = field(default_factory=dict)
    counts: list[Count] = field(default_factory=list)
    then: Callable[[], object] | None = None

    def object_if(self, holds: object, code: str) -> None:
        """A rule objects."""
        if holds:
            self.objections.add(code)

    @property
    def first(self) -> str:
        """The objection that takes precedence; empty if there is none."""
        return min(self.objections, key=ORDER.__getitem__, default="")


class Done(NamedTuple):
    """What the oracle itself did for an entry, so that it can take it back."""

    kind: str
    moves: dict[Serial, tuple[Stand | None, Stand]]
    counts: list[Count]


class Answer(NamedTuple):
    """Why a request must be refused, or the number of the entry that it made."""

    code: str
    entry: int


class Oracle:
    """Everything the registry should know, told request by request."""

    def __init__(self, registry: str) -> None:
        self.registry = registry
        self.at = ""
        self.seq = 0
        self.units: dict[Serial, Stand] = {}
        self.accounts: dict[str, Account] = {}
        self.unit_types: dict[str, tuple[str, str]] = {}
        self.series: dict[str, dict[str, str]] = {}
        self.tallies: dict[str, Tally] = {}
        self.waits: dict[int, Wait] = {}
        self.keys: dict[str, tuple[Command, int]] = {}
        self.done: dict[int, Done] = {}
        self.undone: set[int] = set()

    def decide(self, command: Command, key: str, clock: str) -> Answer:
        """What must become of a request that comes at an instant; if it is accepted, it has happened."""
        if key in self.keys:
            asked, entry = self.keys[key]
            return Answer("", entry) if asked == command else Answer("key-reused", 0)
        at = max(clock, self.at)
        verdict = self.verdict(command, at)
        if verdict.first:
            return Answer(verdict.first, 0)
        self.seq += 1
        self.at = at
        self._carry_out(str(command.__struct_config__.tag), verdict)
        if key:
            self.keys[key] = command, self.seq
        return Answer("", self.seq)

    def verdict(self, command: Command, at: str) -> Verdict:
        """All objections to a command, and what it would do."""
        from tests.registry.oracle_ends import RULES  # late: the rules need the words above

        verdict = Verdict()
        RULES[type(command)](self, command, at, verdict)
        return verdict

    def _carry_out(self, kind: str, verdict: Verdict) -> None:
        before = {unit: (self.units.get(unit), after) for unit, after in verdict.moves.items()}
        self.units.update(verdict.moves)
        for address, number, more in verdict.counts:
            tally = self.tallies.setdefault(address, Tally())
            setattr(tally, number, getattr(tally, number) + more)
        if verdict.then is not None:
            verdict.then()
        self.done[self.seq] = Done(kind, before, verdict.counts)

    def family(self, series: str) -> str:
        """The family of a series' unit type."""
        return self.unit_types[self.series[series]["unit_type"]][0]

    def may_hold(self, account: str, units: Iterable[Serial]) -> bool:
        """Whether an account's type lets it hold all these units."""
        return {self.family(series) for series, _ in units} <= set(TYPES[self.accounts[account].type]["holds"])

    def live(self, account: str) -> list[Serial]:
        """The units in an account that have not ended, the oldest vintage first."""
        found = [unit for unit, stand in self.units.items() if stand.account == account and stand.state not in OVER]
        return sorted(found, key=lambda unit: (self.series[unit[0]]["vintage"], *unit))
