"""Golden worlds: a folder with a tiny world, the network it becomes as text, and what is known of its answer."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from comity.market.answer import Solved, abated
from comity.market.solve import solve, solve_year
from comity.results import Run
from comity.world import World, read_world

GOLDEN = Path(__file__).parent / "golden"


def names() -> list[str]:
    """Every golden world."""
    return sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a golden world, in order."""
    found: list[dict[str, Any]] = tomllib.loads((GOLDEN / name / "expected.toml").read_text("utf-8"))["case"]
    return found


def load(name: str, case: dict[str, Any]) -> World:
    """A golden world with the scenarios and changes of a case."""
    world = read_world(GOLDEN / name, case.get("scenarios", ()))
    return world.with_(case["changes"]) if "changes" in case else world


class Answer:
    """A solved golden world, asked by the dotted names of `expected.toml`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.run: Run = solve(world)
        self.solved: Solved = solve_year(world, world.world.years[0])

    def expected(self, case: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
        """Each thing that is known: its name, what it should be, what it is."""
        for key, value in case.items():
            if key in ("scenarios", "changes"):
                continue
            if not isinstance(value, dict):
                yield key, value, getattr(self, key.replace("-", "_"))()
                continue
            ask: Callable[..., Any] = getattr(self, key.replace("-", "_"))
            for one, inner in value.items():
                for two, wanted in inner.items() if isinstance(inner, dict) else ((None, inner),):
                    name = f"{key}.{one}" + (f".{two}" if two else "")
                    yield name, wanted, ask(one, two) if two else ask(one)

    def status(self) -> str:
        return self.run.status

    def air(self) -> float:
        return self.run.air[0].change

    def emissions(self) -> float:
        return self.run.air[0].emissions

    def claimed_twice(self) -> float:
        return self.run.air[0].claimed_twice

    def saved(self) -> float:
        return self.run.scoreboard.cost_saved

    def transaction_cost(self) -> float:
        return self.run.scoreboard.transaction_cost

    def price(self, mechanism: str) -> float | None:
        prices = [row.price for row in self.run.markets if row.mechanism == mechanism]
        return max((price for price in prices if price is not None), default=None)

    def obligation(self, mechanism: str) -> float | None:
        return next(row.obligation_price for row in self.run.markets if row.mechanism == mechanism)

    def set_by(self, mechanism: str) -> list[str]:
        return list(next(row.price_set_by for row in self.run.markets if row.mechanism == mechanism))

    def unmet(self, mechanism: str) -> float | None:
        return next(row.unmet for row in self.run.markets if row.mechanism == mechanism)

    def classes(self, mechanism: str) -> int:
        return sum(row.mechanism == mechanism for row in self.run.markets)

    def supply(self, mechanism: str) -> float:
        return sum(row.supply for row in self.run.markets if row.mechanism == mechanism)

    def abatement(self, activity: str) -> float:
        return abated(self.solved, activity)

    def units(self, kind: str, clause: str) -> float:
        return sum(row.units for row in self.run.flows if row.kind == kind and self._is(row.clause, clause, row.target))

    def credited(self, kind: str, clause: str) -> float:
        flows = self.run.flows
        return sum(row.credited for row in flows if row.kind == kind and self._is(row.clause, clause, row.target))

    @staticmethod
    def _is(clause: str, asked: str, target: str) -> bool:
        """A clause by its address with hyphens, by its last part, or by the mechanism it gives units of."""
        return asked in (clause.replace(".", "-"), clause.rpartition(".")[2], target)

    def tranche(self, activity: str, tranche: str) -> float:
        return sum(row.units for row in self.run.flows if (row.activity, row.tranche) == (activity, tranche))

    def retired(self, claim: str) -> float:
        return self.solved.sum("retire", claim=claim)

    def net_import(self, mechanism: str) -> float:
        moves = [row for row in self.run.flows if row.kind == "move"]
        came = sum(row.credited for row in moves if row.target == mechanism)
        return came - sum(row.units for row in moves if row.source == mechanism)

    def net(self, holder: str, account: str) -> float:
        rows = [row for row in self.run.holders if (row.holder, row.account) == (holder, account)]
        return sum(row.payments - row.cost for row in rows)

    def gain(self, holder: str) -> float:
        return sum(row.gain or 0.0 for row in self.run.holders if row.holder == holder)

    def adjustments(self, party: str) -> float:
        return self._balance(party, "adjustments")

    def target(self, party: str) -> float:
        return self._balance(party, "target")

    def missed(self, party: str) -> float:
        return self._balance(party, "missed")

    def balance_price(self, party: str) -> float:
        return self._balance(party, "price")

    def _balance(self, party: str, column: str) -> float:
        return float(next(getattr(row, column) for row in self.run.balances if row.party == party))
