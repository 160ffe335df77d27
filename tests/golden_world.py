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


#: What `expected.toml` may ask, by its key.
ASKED: dict[str, Callable[..., Any]] = {}


def asked(function: Callable[..., Any]) -> Callable[..., Any]:
    """Registers a function under its name with hyphens."""
    ASKED[function.__name__.replace("_", "-")] = function
    return function


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
                yield key, value, ASKED[key](self)
                continue
            ask = ASKED[key]
            for one, inner in value.items():
                for two, wanted in inner.items() if isinstance(inner, dict) else ((None, inner),):
                    name = f"{key}.{one}" + (f".{two}" if two else "")
                    yield name, wanted, ask(self, one, two) if two else ask(self, one)


@asked
def status(answer: Answer) -> str:
    return answer.run.status


@asked
def air(answer: Answer) -> float:
    return answer.run.air[0].change


@asked
def emissions(answer: Answer) -> float:
    return answer.run.air[0].emissions


@asked
def claimed_twice(answer: Answer) -> float:
    return answer.run.air[0].claimed_twice


@asked
def saved(answer: Answer) -> float:
    return answer.run.scoreboard.cost_saved


@asked
def transaction_cost(answer: Answer) -> float:
    return answer.run.scoreboard.transaction_cost


@asked
def price(answer: Answer, mechanism: str) -> float | None:
    prices = [row.price for row in answer.run.markets if row.mechanism == mechanism]
    return max((price for price in prices if price is not None), default=None)


@asked
def obligation(answer: Answer, mechanism: str) -> float | None:
    return next(row.obligation_price for row in answer.run.markets if row.mechanism == mechanism)


@asked
def set_by(answer: Answer, mechanism: str) -> list[str]:
    return list(next(row.price_set_by for row in answer.run.markets if row.mechanism == mechanism))


@asked
def unmet(answer: Answer, mechanism: str) -> float | None:
    return next(row.unmet for row in answer.run.markets if row.mechanism == mechanism)


@asked
def classes(answer: Answer, mechanism: str) -> int:
    return sum(row.mechanism == mechanism for row in answer.run.markets)


@asked
def supply(answer: Answer, mechanism: str) -> float:
    return sum(row.supply for row in answer.run.markets if row.mechanism == mechanism)


@asked
def abatement(answer: Answer, activity: str) -> float:
    return abated(answer.solved, activity)


@asked
def units(answer: Answer, kind: str, clause: str) -> float:
    return sum(row.units for row in answer.run.flows if row.kind == kind and _is(row.clause, clause, row.target))


@asked
def credited(answer: Answer, kind: str, clause: str) -> float:
    flows = answer.run.flows
    return sum(row.credited for row in flows if row.kind == kind and _is(row.clause, clause, row.target))


def _is(clause: str, asked: str, target: str) -> bool:
    """A clause by its address with hyphens, by its last part, or by the mechanism it gives units of."""
    return asked in (clause.replace(".", "-"), clause.rpartition(".")[2], target)


@asked
def tranche(answer: Answer, activity: str, tranche: str) -> float:
    return sum(row.units for row in answer.run.flows if (row.activity, row.tranche) == (activity, tranche))


@asked
def retired(answer: Answer, claim: str) -> float:
    return answer.solved.sum("retire", claim=claim)


@asked
def net_import(answer: Answer, mechanism: str) -> float:
    moves = [row for row in answer.run.flows if row.kind == "move"]
    came = sum(row.credited for row in moves if row.target == mechanism)
    return came - sum(row.units for row in moves if row.source == mechanism)


@asked
def net(answer: Answer, holder: str, account: str) -> float:
    rows = [row for row in answer.run.holders if (row.holder, row.account) == (holder, account)]
    return sum(row.payments - row.cost for row in rows)


@asked
def gain(answer: Answer, holder: str) -> float:
    return sum(row.gain or 0.0 for row in answer.run.holders if row.holder == holder)


@asked
def adjustments(answer: Answer, party: str) -> float:
    return _balance(answer, party, "adjustments")


@asked
def target(answer: Answer, party: str) -> float:
    return _balance(answer, party, "target")


@asked
def missed(answer: Answer, party: str) -> float:
    return _balance(answer, party, "missed")


@asked
def balance_price(answer: Answer, party: str) -> float:
    return _balance(answer, party, "price")


def _balance(answer: Answer, party: str, column: str) -> float:
    return float(next(getattr(row, column) for row in answer.run.balances if row.party == party))
