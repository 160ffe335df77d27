"""Oracles: published figures and closed forms as data, the worlds that their inputs make, and what is asked of them.

An oracle file (`tests/oracles/*.toml`) says what it is (`title`, `source`, `list`: the section of the oracle list), has
inputs or names a world that ships, and `[[case]]`s: which agreements are in force (`on`), scenarios, changes. Each case
has `[[case.expect]]` tables of figures with their mark (S seen in a source, M recalled from memory, D derived from the
inputs) and how far they are compared: `places` digits printed behind the point, `rel`, or neither: 1e-6 relative. A pair
of numbers is an interval, `per` the unit that the figures are in.

Inputs are trees as of a world, shortened: `[market.a]` is a Party A, an activity and a mechanism a, with `baseline`, and
`cap`, `required` (below the baseline) or `cut` (a share of it); "5 Mt CO2e" is a series of that figure.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from comity.world import World
from tests.golden_world import ASKED, Answer
from tests.random_worlds import YEAR, Tree, names, world_of

ORACLES = Path(__file__).parent / "oracles"
MARKS = {"S": "seen in a source", "M": "recalled from memory", "D": "derived from the inputs"}
#: Keys of a table of figures that are not figures.
ABOUT = {"mark", "from", "places", "rel", "per", "columns", "rows"}
FIGURE = re.compile(r"(-?[0-9.]+) ([A-Za-z].*)")


def files() -> list[str]:
    """Every oracle file."""
    return sorted(path.stem for path in ORACLES.glob("*.toml"))


def read(name: str) -> Tree:
    """An oracle file, with exact numbers."""
    return tomllib.loads((ORACLES / f"{name}.toml").read_text("utf-8"), parse_float=Decimal)


def cases(kind: str = "case") -> list[tuple[str, int]]:
    """Every case of a kind: its file, and its place in it."""
    return [(name, number) for name in files() for number in range(len(read(name).get(kind, ())))]


# Inputs ---------------------------------------------------------------------------------------------------------------


def world(oracle: Tree, case: Tree) -> World:
    """The world of a case. What it is measured against is the same without agreements and changes."""
    if "ships" in oracle:
        base = World.load(str(oracle["ships"]), *case.get("scenarios", ()))
    else:
        base = world_of(inputs(oracle | {key: case[key] for key in ("cut", "factor") if key in case}))
    changes = {f"agreement.{id}.status": "in-force" for id in case.get("on", ())} | case.get("changes", {})
    return base.with_(figures(changes, oracle)) if changes else base


def inputs(oracle: Tree) -> Tree:
    """The tree of an oracle's inputs."""
    kinds = ("party", "activity", "mechanism", "agreement")
    tree: Tree = {kind: figures(oracle.get(kind, {}), oracle) for kind in kinds}
    for id, market in oracle.get("market", {}).items():
        for kind, named, thing in _market(oracle, id, market):
            tree[kind][named] = thing | tree[kind].get(named, {})
    for kind in ("party", "activity", "mechanism"):
        tree[kind] = {id: {"name": names(id)} | thing for id, thing in tree[kind].items()}
    for activity in tree["activity"].values():
        if "curve" in activity:
            activity["curve"] = {"unit": _price_unit(oracle), "status": "assumed"} | activity["curve"]
    for id, agreement in tree["agreement"].items():
        tree["agreement"][id] = {"title": names(id), "status": "negotiating"} | agreement
        for route in (terms.get("moves", {}) for terms in agreement["clauses"].values()):
            if route.get("among") == ["*"]:
                route["among"] = list(oracle["market"])
    return tree | {"world": oracle.get("world", {})}


def _market(oracle: Tree, id: str, market: Tree) -> Iterator[tuple[str, str, Tree]]:
    baseline = market["baseline"]
    cut = market["required"] if "required" in market else baseline * oracle.get("cut", 0)
    curve = oracle.get("curve", {}) | market["curve"]
    yield "party", id.upper(), {}
    yield "activity", id, {
        "host": id.upper(),
        "type": "all",
        "baseline": _series(baseline, _quantity_unit(oracle)),
        "covered-by": [id],
        "curve": curve | {"factor": curve.get("factor", 1) * oracle.get("factor", 1)},
    }
    yield "mechanism", id, {
        "kind": "cap-and-trade",
        "parties": [id.upper()],
        "unit-type": f"U{id}",
        "cap": _series(market.get("cap", baseline - cut), _quantity_unit(oracle)),
    }


def figures(node: Any, oracle: Tree) -> Any:
    """The tree with every "5 Mt CO2e" a series."""
    if isinstance(node, dict):
        return {key: figures(inner, oracle) for key, inner in node.items()}
    if isinstance(node, list):
        return [figures(inner, oracle) for inner in node]
    match = FIGURE.fullmatch(node) if isinstance(node, str) else None
    return _series(Decimal(match[1]), match[2]) if match else node


def _series(value: Decimal | int, unit: str) -> Tree:
    return {"unit": unit, "values": [{"year": YEAR, "value": value, "status": "assumed"}]}


def _quantity_unit(oracle: Tree) -> str:
    return str(oracle.get("world", {}).get("quantity", "Mt CO2e"))


def _price_unit(oracle: Tree) -> str:
    settings = oracle.get("world", {})
    return f"{settings.get('currency', 'EUR')}/{_quantity_unit(oracle).replace('Mt', 't')}"


# Figures --------------------------------------------------------------------------------------------------------------


def wanted(group: Tree) -> Iterator[tuple[str, tuple[str, ...], Any]]:
    """The figures of a table: what is asked, of whom, what is known."""
    for whom, row in group.get("rows", {}).items():
        for what, value in zip(group["columns"], row, strict=True):
            yield what, (whom,), value
    for what, value in group.items():
        if what in ABOUT:
            continue
        if isinstance(value, dict):
            for whom, inner in value.items():
                yield what, (whom,), inner
        else:
            yield what, (), value


def exact(value: Any) -> Fraction:
    """A number; a text is one too, as in "100/3"."""
    return Fraction(value)


def agrees(found: float, value: Any, group: Tree) -> bool:
    """Whether what was found is what is known, as far as that was printed."""
    found /= float(group.get("per", 1))
    if isinstance(value, list):
        low, high = sorted(float(exact(end)) for end in value)
        slack = 1e-6 * max(abs(low), abs(high))
        return low - slack <= found <= high + slack
    known = float(exact(value))
    if "places" in group:
        return abs(found - known) <= 0.5000001 * 10.0 ** -group["places"]
    return abs(found - known) <= float(group.get("rel", 1e-6)) * (abs(known) or 1.0)


def ask(answer: Answer, what: str, whom: tuple[str, ...]) -> float:
    """What the engine says."""
    question = QUESTIONS.get(what) or ASKED[what]
    return float(question(answer, *whom))


def _accounts(answer: Answer, party: str) -> tuple[float, float, float]:
    rows = [row for row in answer.run.holders if row.holder == party.upper()]
    return sum(row.cost for row in rows), sum(row.payments for row in rows), sum(row.gain or 0.0 for row in rows)


def _imported(answer: Answer, id: str) -> float:
    return float(ASKED["net-import"](answer, id))


def _volume(answer: Answer) -> float:
    """What changes hands in the end, however often on its way."""
    return sum(max(_imported(answer, id), 0.0) for id in answer.world.mechanism)


def _cost_together(answer: Answer, agreement: str) -> float:
    members = {member for terms in answer.world.agreement[agreement].clauses.values() for member in _members(terms)}
    return sum(_accounts(answer, member)[0] for member in members)


def _members(terms: Any) -> tuple[str, ...]:
    return tuple(terms.moves.among) if terms.moves else ()


def _intensity(answer: Answer, id: str) -> float:
    activity = answer.world.activity[id]
    assert activity.output is not None
    emissions = float(activity.baseline.values[0].value) - float(ASKED["abatement"](answer, id))
    return emissions / float(activity.output.values[0].value)


def _bought(answer: Answer, mechanism: str, party: str) -> float:
    return -_accounts(answer, party)[1] / float(ASKED["price"](answer, mechanism))


def _marginal(answer: Answer, activity: str) -> float:
    """Marginal cost of the last tonne abated on a curve of flat steps per share."""
    model = answer.world.activity[activity]
    left = float(ASKED["abatement"](answer, activity)) / float(model.baseline.values[0].value)
    cost = 0.0
    for step in getattr(model.curve, "steps", ()):
        if left > 1e-6:
            cost = float(step.price)
        left -= float(step.quantity)
    return cost


def _rent(answer: Answer, clause: str) -> float:
    """Units that a clause lets in, times what they are worth more there."""
    flow = next(row for row in answer.run.flows if row.clause.rpartition(".")[2] == clause)
    here, there = (row.obligation_price for row in answer.run.markets if row.mechanism in (flow.target, flow.source))
    source_price = float(ASKED["price"](answer, flow.source))
    target = next(row for row in answer.run.markets if row.mechanism == flow.target)
    del here, there
    return flow.units * (float(target.obligation_price or 0.0) - source_price)


QUESTIONS: dict[str, Callable[..., Any]] = {
    "cost": lambda answer, id: _accounts(answer, id)[0],
    "net-cost": lambda answer, id: _accounts(answer, id)[0] - _accounts(answer, id)[1],
    "gain": lambda answer, id: _accounts(answer, id)[2],
    "cost-before": lambda answer, id: sum(_accounts(answer, id)[i] * sign for i, sign in ((0, 1), (1, -1), (2, 1))),
    "total-cost": lambda answer: answer.run.scoreboard.real_cost,
    "total-before": lambda answer: answer.run.scoreboard.reference_cost,
    "saving-share": lambda answer: answer.run.scoreboard.cost_saved / answer.run.scoreboard.reference_cost,
    "cost-together": _cost_together,
    "import": _imported,
    "volume": _volume,
    "intensity": _intensity,
    "marginal": _marginal,
    "rent": _rent,
}
