"""Random requests: mostly such as make sense in a registry as its oracle knows it, often spoilt in one way or two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from comity.registry import commands as ask
from comity.registry.blocks import Block
from comity.registry.journal import instant
from tests.registry.choices import Choices
from tests.registry.oracle import OVER, TEMPORARY, TYPES, Oracle
from tests.registry.spoiling import ACCOUNTS_MOST, FAMILIES, MECHANISMS, PERIODS, UNITS_MOST


class Requests(Choices):
    """An endless supply for one registry."""

    def __init__(self, random: Random, oracle: Oracle, clock: Callable[[], datetime]) -> None:
        super().__init__(random, oracle, clock)
        self._makers: tuple[tuple[Callable[[], ask.Command], int], ...] = (
            (self.open, 3), (self.status, 3), (self.declare, 2), (self.obligation, 2), (self.issue, 7),
            (lambda: self.move(ask.Transfer, "transfer"), 9),
            (lambda: self.move(ask.Allocate, "allocate", period=self.pick(PERIODS)), 6),
            (self.auction, 5), (self.propose, 8), (self.accept, 5), (self.reject, 2), (self.expire, 4),
            (lambda: self.plain(ask.Freeze, reason="order", authority="court"), 3),
            (lambda: self.plain(ask.Dispute, reason="claim"), 2), (self.release, 4), (self.surrender, 6),
            (lambda: self.end(ask.Retire, "retire", beneficiary="Acme"), 4),
            (lambda: self.end(ask.Cancel, "cancel", purpose="voluntary"), 4),
            (self.replacement, 4), (lambda: self.undo(ask.Reverse, {"surrender", "retire", "cancel"}), 5),
            (lambda: self.end(ask.CarryOver, "carry-over", to_period=self.pick(PERIODS)), 4),
            (lambda: self.undo(ask.Correct, {"transfer", "allocate", "auction", "accept", "carry-over"}), 6),
        )  # fmt: skip
        self._choices = [maker for maker, _ in self._makers]
        self._weights = [weight for _, weight in self._makers]

    def next(self) -> ask.Command:
        """One request."""
        for unit in list(self.oracle.units)[len(self._serials) :]:
            self._serials.append(unit)
        if len(self.oracle.accounts) < 6:
            return self.open()
        if len(self.oracle.unit_types) < 4:
            return self.declare()
        (maker,) = self.random.choices(self._choices, self._weights if self.random.random() < 0.85 else None)
        command = maker()
        while self.random.random() < 0.22:
            command = self.spoil(command)
        return command

    # Administration

    def open(self) -> ask.Command:
        """A new account, while there are few; one that is there, later."""
        number = self.random.randint(0, min(len(self.oracle.accounts), ACCOUNTS_MOST))
        kind = "party-holding" if number % 3 == 0 else self.pick(sorted(TYPES))
        return ask.OpenAccount(account=f"a{number}", type=kind, holder=f"holder {number}")

    def status(self) -> ask.Command:
        """Mostly back to open; what is closed is empty, mostly, and there are never many."""
        accounts = self.oracle.accounts
        blocked = [name for name, account in accounts.items() if account.status == "blocked"]
        if blocked and self.random.random() < 0.7:
            return ask.SetStatus(account=self.pick(blocked), status="open", reason="order")
        empty = set(accounts) - {stand.account for stand in self.oracle.units.values() if stand.state not in OVER}
        many = sum(account.status == "closed" for account in accounts.values()) > len(accounts) // 3
        left = {
            before.account
            for done in list(self.oracle.done.values())[-40:]
            for before, _ in done.moves.values()
            if before is not None
        }
        empty = empty & left if empty & left or self.random.random() < 0.8 else empty
        if empty and not many:
            return ask.SetStatus(account=self.pick(sorted(empty)), status="closed", reason="order")
        return ask.SetStatus(
            account=self.pick(list(accounts)), status=self.pick(("blocked", "open", "closed")), reason="order"
        )

    def declare(self) -> ask.Command:
        """The unit type of one of the families."""
        family = self.pick(FAMILIES[:5] if len(self.oracle.unit_types) < 4 else FAMILIES)
        return ask.DeclareUnitType(unit_type=f"T-{family}", family=family)

    def obligation(self) -> ask.Command:
        """Some quantity."""
        account = self.pick(list(self.oracle.accounts))
        quantity = self.random.randint(0, 30)
        return ask.SetObligation(
            account=account, mechanism=self.pick(MECHANISMS), period=self.pick(PERIODS), quantity=quantity
        )

    def issue(self) -> ask.Command:
        """More units, as long as there are not too many."""
        types = list(self.oracle.unit_types)
        named: dict[str, Any] = {"quantity": self.random.randint(1, 30)}
        if self.random.random() < 0.3:
            first = self.random.randint(1, 100)
            named = {"first": first, "last": first + self.random.randint(0, 20)}
        if len(self._serials) > UNITS_MOST:
            named = {"first": 1, "last": 3}
        unit_type = self.pick(types)
        temporary = self.oracle.unit_types.get(unit_type, ("",))[0] in TEMPORARY
        return ask.Issue(
            account=self.pick(list(self.oracle.accounts)),
            mechanism=self.pick(MECHANISMS),
            unit_type=unit_type,
            expires="2090-12-31" if temporary != (self.random.random() < 0.05) else "",
            vintage=self.pick(("", "2024", "2025")),
            period=self.pick(("", "", "2025")),
            **named,
        )

    # Units

    def plain(self, kind: Callable[..., ask.Command], **more: Any) -> ask.Command:
        """Anything that is done with units by somebody else."""
        return kind(**self.what(""), **more)

    def end(self, kind: Callable[..., ask.Command], act: str, **more: Any) -> ask.Command:
        """Anything that an account does with its units."""
        return kind(**self.what(act), **more)

    def move(self, kind: Callable[..., ask.Command], act: str, **more: Any) -> ask.Command:
        """Anything that brings units to another account."""
        what = self.what(act)
        return kind(**what, to=self.other(what["account"]), **more)

    def auction(self) -> ask.Command:
        """One to three awards."""
        what = self.what("auction")
        blocks = what.get("blocks", ())
        left = sum(block.quantity for block in blocks) or self.random.randint(1, 12)
        awards: list[ask.Award] = []
        while left > 0 and len(awards) < 3:
            won = left if len(awards) == 2 else self.random.randint(1, left)
            awards.append(ask.Award(self.other(what["account"]), won))
            left -= won
        what.pop("quantity", None)
        return ask.Auction(**what, awards=tuple(awards), price=self.pick(("71.2", "0", "1e2")), currency="EUR")

    def surrender(self) -> ask.Command:
        """Against an obligation under the mechanism of the first unit."""
        what = self.what("surrender")
        blocks = what.get("blocks")
        pool = self.oracle.units[blocks[0].series, blocks[0].first].pool if blocks else self.pick(MECHANISMS)
        if not blocks and self.random.random() < 0.7:
            what["pool"] = pool
        obliged = self.pick(list(self.oracle.accounts)) if self.random.random() < 0.2 else ""
        return ask.Surrender(**what, mechanism=pool, period=self.pick(PERIODS), obliged=obliged)

    def replacement(self) -> ask.Command:
        """As many units as are to be replaced."""
        old = self.run("", self.pick((("surrendered", "retired", "cancelled"), ("held",))))
        what = self.what("replace")
        if old is None:
            return ask.Replace(**what, replaces=(Block("nowhere", 1, 1),), reason="worthless")
        account = what["account"]
        quantity = old.quantity + (self.random.random() < 0.2)
        return ask.Replace(account=account, quantity=quantity, replaces=(old,), reason="worthless")

    # What waits, and what is undone

    def propose(self) -> ask.Command:
        """With or without an end."""
        later = instant(self._clock() + timedelta(seconds=self.random.randint(-100, 1500)))
        return self.move(ask.Propose, "propose", expires=self.pick(("", later, later, later)))

    def accept(self) -> ask.Command:
        """By whom it was proposed to."""
        number = self.overdue() if self.random.random() < 0.1 else self.wait("proposal")
        if number not in self.oracle.waits and self.random.random() < 0.7:
            return self.propose()
        account = self.oracle.waits[number].to if number in self.oracle.waits else "a1"
        return ask.Accept(account=account or "a1", proposal=number)

    def reject(self) -> ask.Command:
        """By one of the two."""
        number = self.wait("proposal")
        wait = self.oracle.waits.get(number)
        if wait is None and self.random.random() < 0.7:
            return self.propose()
        return ask.Reject(account=self.pick((wait.to, wait.account)) if wait else "a1", proposal=number)

    def expire(self) -> ask.Command:
        """In time or not."""
        number = self.overdue()
        if number not in self.oracle.waits and self.random.random() < 0.7:
            return self.propose()
        return ask.Expire(proposal=number)

    def release(self) -> ask.Command:
        """A freeze or a dispute."""
        return ask.Release(hold=self.wait("freeze", "dispute"), reason="settled")

    def undo(self, kind: Callable[..., ask.Command], kinds: set[str]) -> ask.Command:
        """A recent entry of the right kind, or any."""
        done, accounts = self.oracle.done, self.oracle.accounts
        last = range(max(1, self.oracle.seq - 40), self.oracle.seq + 1)
        recent = [number for number in last if done[number].kind in kinds]
        late = [
            number
            for number in recent
            if any(before and accounts[before.account].status == "closed" for before, _ in done[number].moves.values())
        ]
        chosen = late if late and self.random.random() < 0.3 else recent
        entry = self.pick(chosen) if chosen else self.random.randint(0, self.oracle.seq + 2)
        return kind(entry=entry, reason="typing error", authority="administrator")
