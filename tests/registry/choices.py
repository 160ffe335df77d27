"""Random choices that make sense in a registry as its oracle knows it, and ways to spoil them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

from msgspec.structs import fields, replace

from comity.registry import commands as ask
from comity.registry.blocks import Block
from tests.registry.oracle import TYPES, Oracle, Serial
from tests.registry.spoiling import WRONG


class Choices:
    """What requests are made of."""

    def __init__(self, random: Random, oracle: Oracle, clock: Callable[[], datetime]) -> None:
        self.random, self.oracle, self._clock = random, oracle, clock
        self._serials: list[Serial] = []

    def pick(self, options: Any) -> Any:
        """One of some things."""
        return self.random.choice(options)

    def spoil(self, command: ask.Command) -> ask.Command:
        """The request with one field changed for the worse, or not."""
        if isinstance(command, ask.Units) and self.random.random() < 0.5:
            return replace(command, **self.odd_blocks(command))
        name = self.pick([field.name for field in fields(command) if field.name in WRONG])
        value = self.pick(WRONG[name])
        if value is None and isinstance(command, ask.SetObligation):
            value = -1
        return replace(command, **{name: value})

    def odd_blocks(self, command: ask.Units) -> dict[str, Any]:
        """Blocks with something wrong."""
        if not self._serials:
            return {"blocks": (Block("nowhere", 1, 2),)}
        series, serial = self.pick(self._serials)
        odd = self.pick(
            (
                Block(series, serial + 1, serial),
                Block(series, serial, serial + self.random.randint(0, 9)),
                Block(series, 10**6, 10**6 + 1),
                Block(series, 0, serial),
                *command.blocks,
            )
        )
        return {"blocks": (*command.blocks, odd) if self.random.random() < 0.6 else (odd,)}

    def run(self, act: str, states: tuple[str, ...] = ("held",), account: str = "") -> Block | None:
        """Some consecutive units of one standing, in an account that may do something with them."""
        units, accounts = self.oracle.units, self.oracle.accounts
        for _ in range(12 if self._serials else 0):
            series, serial = self.pick(self._serials)
            stand = units[series, serial]
            holder = accounts[stand.account]
            may = holder.status == "open" and (not act or act in TYPES[holder.type]["acts"])
            if stand.state in states and may and account in ("", stand.account):
                last = serial
                while last - serial < 9 and units.get((series, last + 1)) == stand and self.random.random() < 0.8:
                    last += 1
                return Block(series, serial, last)
        return None

    def what(self, act: str) -> dict[str, Any]:
        """An account and units of it."""
        block = self.run(act)
        if block is None:
            return {"account": self.pick(list(self.oracle.accounts)), "quantity": 1}
        account = self.oracle.units[block.series, block.first].account
        if self.random.random() < 0.6:
            more = self.run(act, account=account) if self.random.random() < 0.4 else None
            apart = more is not None and (
                more.series != block.series or more.first > block.last or more.last < block.first
            )
            return {"account": account, "blocks": (block, more) if apart else (block,)}
        facts = self.oracle.series[block.series]
        narrow = self.pick(
            ({}, {"unit_type": facts["unit_type"]}, {"vintage": facts["vintage"]}, {"series": block.series})
        )
        return {"account": account, "quantity": self.random.randint(1, 12), **narrow}

    def other(self, account: str) -> str:
        """Another account; mostly one that may hold everything."""
        others = [name for name in self.oracle.accounts if name != account]
        accounts = [(name, self.oracle.accounts[name]) for name in others]
        wide = [name for name, a in accounts if a.type in ("party-holding", "trading") and a.status != "closed"]
        return str(self.pick(wide if wide and self.random.random() < 0.8 else others))

    def overdue(self) -> int:
        """An offer whose time is up, or any."""
        late = [number for number, wait in self.oracle.waits.items() if wait.expires and wait.expires <= self.oracle.at]
        return int(self.pick(late)) if late else self.wait("proposal")

    def wait(self, *kinds: str) -> int:
        """The number of an entry that holds units back."""
        waits = [number for number, wait in self.oracle.waits.items() if wait.kind in kinds]
        return int(self.pick(waits)) if waits else self.random.randint(0, self.oracle.seq + 2)
