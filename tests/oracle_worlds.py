"""Oracles: published figures and closed forms as data, the worlds that their inputs make, and what is asked of them.

An oracle file (`tests/oracles/*.toml`) says what it is (`title`, `source`, `list`: the section of the oracle list), has
inputs or names a world that ships, and `[[case]]`s: which agreements are in force (`on`), scenarios, changes. Each case
has `[[case.expect]]` tables of figures with their mark (S seen in a source, M recalled from memory, D derived from the
inputs) and how far they are compared: `places` digits printed behind the point, `rel`, or neither: 1e-6 relative. A
pair of numbers is an interval, `per` the unit that the figures are in.

Inputs, all with the mark `inputs`, are trees as of a world, shortened: `[market.a]` is a Party A, an activity and a
mechanism a, with `baseline`, `cap` or `required` (below the baseline; else the file's or case's `cut`, a share of it)
and `curve`, added to what `[curve]` says for all; "5 Mt CO2e" is a series of that figure.
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
    """The world of a case. What it is measured against is the same without its agreements and changes."""
    if "ships" in oracle:
        base = World.load(str(oracle["ships"]), *case.get("scenarios", ()))
    else:
        base = world_of(tree(oracle | {"cut": case.get("cut", oracle.get("cut", 0))}))
    changes = {f"agreement.{id}.status": "in-force" for id in case.get("on", ())} | case.get("changes", {})
    return base.with_(series(changes)) if changes else base


def tree(oracle: Tree) -> Tree:
    """The tree of an oracle's inputs."""
    made: Tree = {kind: series(oracle.get(kind, {})) for kind in ("party", "activity", "mechanism", "agreement")}
    settings = {"quantity": "Mt CO2e", "currency": "EUR"} | oracle.get("world", {})
    for id, market in oracle.get("market", {}).items():
        for kind, named, thing in _market(oracle, str(settings["quantity"]), id, market):
            made[kind][named] = thing | made[kind].get(named, {})
    for kind in ("party", "activity", "mechanism"):
        made[kind] = {id: {"name": names(id)} | thing for id, thing in made[kind].items()}
    price = f"{settings['currency']}/t {str(settings['quantity']).partition(' ')[2]}"
    for activity in made["activity"].values():
        if "curve" in activity:
            activity["curve"] = {"unit": price, "status": "assumed"} | activity["curve"]
    for id, agreement in made["agreement"].items():
        made["agreement"][id] = {"title": names(id), "status": "negotiating"} | agreement
        for route in (terms["moves"] for terms in agreement["clauses"].values() if "moves" in terms):
            if route.get("among") == ["*"]:
                route["among"] = list(oracle["market"])
    return made | {"world": settings}


def _market(oracle: Tree, unit: str, id: str, market: Tree) -> Iterator[tuple[str, str, Tree]]:
    baseline = market["baseline"]
    required = market.get("required", baseline * oracle["cut"])
    covered = {"host": id.upper(), "type": "all", "covered-by": [id], "baseline": _series(baseline, unit)}
    yield "party", id.upper(), {}
    yield "activity", id, covered | ({"curve": oracle.get("curve", {}) | market["curve"]} if "curve" in market else {})
    cap = _series(market.get("cap", baseline - required), unit)
    yield "mechanism", id, {"kind": "cap-and-trade", "parties": [id.upper()], "unit-type": f"U{id}", "cap": cap}


def series(node: Any) -> Any:
    """A tree, with every "5 Mt CO2e" a series."""
    if isinstance(node, dict):
        return {key: series(inner) for key, inner in node.items()}
    match = FIGURE.fullmatch(node) if isinstance(node, str) else None
    return _series(Decimal(match[1]), match[2]) if match else node


def _series(value: Decimal | int, unit: str) -> Tree:
    return {"unit": unit, "values": [{"year": YEAR, "value": value, "status": "assumed"}]}


# Figures --------------------------------------------------------------------------------------------------------------


def known(group: Tree) -> Iterator[tuple[str, tuple[str, ...], Any]]:
    """The figures of a table: what is asked, of whom, what is known."""
    for whom, row in group.get("rows", {}).items():
        for what, value in zip(group["columns"], row, strict=True):
            yield what, (whom,), value
    for what, value in group.items():
        if what not in ABOUT:
            yield from ((what, whom, figure) for whom, figure in flat(value))


def flat(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The leaves of tables in tables."""
    if isinstance(node, dict):
        for key, inner in node.items():
            yield from flat(inner, (*path, key))
    else:
        yield path, node


def number(figure: Any) -> float:
    """A figure; a text is one too, as "100/3"."""
    return float(Fraction(figure))


def agrees(found: float, figure: Any, group: Tree) -> bool:
    """Whether what was found is what is known, as far as it was printed; what should be 0 is under 1e-6."""
    found /= number(group.get("per", 1))
    if isinstance(figure, list):
        low, high = map(number, figure)
        return low - 1e-6 * abs(low) <= found <= high + 1e-6 * abs(high)
    wanted = number(figure)
    if "places" in group:
        return abs(found - wanted) <= 0.5000001 * float(10.0 ** -group["places"])
    return abs(found - wanted) <= number(group.get("rel", "1/1000000")) * (abs(wanted) or 1.0)


def ask(answer: Answer, what: str, whom: tuple[str, ...]) -> float:
    """What the engine says."""
    return float((QUESTIONS.get(what) or ASKED[what])(answer, *whom))


def _accounts(answer: Answer, id: str) -> tuple[float, float, float]:
    """Real cost, payments and gain of a Party: all its money accounts together."""
    rows = [row for row in answer.run.holders if row.holder == id.upper()]
    return sum(row.cost for row in rows), sum(row.payments for row in rows), sum(row.gain or 0.0 for row in rows)


def _cost_together(answer: Answer, agreement: str) -> float:
    routes = [terms.moves for terms in answer.world.agreement[agreement].clauses.values() if terms.moves]
    return sum(_accounts(answer, member)[0] for member in {id for route in routes for id in route.among})


def _required(answer: Answer, *ids: str) -> float:
    """How far caps are below baselines, of all or one; negative for surplus."""
    return sum(_baseline(answer, id) - _cap(answer, id) for id in ids or answer.world.mechanism)


def _baseline(answer: Answer, id: str) -> float:
    return float(answer.world.activity[id].baseline.values[0].value)


def _cap(answer: Answer, id: str) -> float:
    cap = answer.world.mechanism[id].cap
    assert cap is not None
    return float(cap.values[0].value)


def _imported(answer: Answer, id: str) -> float:
    return float(ASKED["net-import"](answer, id))


def _emissions(answer: Answer, id: str) -> float:
    return _baseline(answer, id) - float(ASKED["abatement"](answer, id))


def _intensity(answer: Answer, id: str) -> float:
    output = answer.world.activity[id].output
    assert output is not None
    return _emissions(answer, id) / float(output.values[0].value)


def _sold(answer: Answer, mechanism: str, id: str) -> float:
    """Units, from what a Party was paid."""
    return _accounts(answer, id)[1] / float(ASKED["price"](answer, mechanism))


def _issued(answer: Answer, mechanism: str) -> float:
    """Credits issued, before deductions."""
    return sum(row.units for row in answer.run.flows if row.kind == "credit" and row.target == mechanism)


def _marginal(answer: Answer, id: str) -> float:
    """Marginal cost of the last step done, on a curve of flat steps per share."""
    done, cost = 0.0, 0.0
    for step in getattr(answer.world.activity[id].curve, "steps", ()):
        if float(ASKED["abatement"](answer, id)) / _baseline(answer, id) > done + 1e-6:
            cost = float(step.price)
        done += float(step.quantity)
    return cost


def _rent(answer: Answer, clause: str) -> float:
    """Units that a clause lets in, times what they are worth more there."""
    flow = next(row for row in answer.run.flows if row.clause.rpartition(".")[2] == clause)
    there, here = float(ASKED["obligation"](answer, flow.target)), float(ASKED["price"](answer, flow.source))
    return flow.units * (there - here)


QUESTIONS: dict[str, Callable[..., float]] = {
    "coefficient": lambda answer, name, id: float(getattr(answer.world.activity[id].curve, name)),
    "required": _required,
    "demanded": lambda answer: sum(max(_required(answer, id), 0.0) for id in answer.world.mechanism),
    "free": lambda answer: sum(max(-_required(answer, id), 0.0) for id in answer.world.mechanism),
    "cost": lambda answer, id: _accounts(answer, id)[0],
    "net-cost": lambda answer, id: _accounts(answer, id)[0] - _accounts(answer, id)[1],
    "gain": lambda answer, id: _accounts(answer, id)[2],
    "cost-together": _cost_together,
    "total-cost": lambda answer: answer.run.scoreboard.real_cost,
    "total-before": lambda answer: answer.run.scoreboard.reference_cost,
    "saving-share": lambda answer: answer.run.scoreboard.cost_saved / answer.run.scoreboard.reference_cost,
    "import": _imported,
    "volume": lambda answer: answer.run.scoreboard.traded,
    "emissions": _emissions,
    "extra-abatement": lambda answer: -answer.run.air[0].change,
    "intensity": _intensity,
    "sold": _sold,
    "bought": lambda answer, mechanism, id: -_sold(answer, mechanism, id),
    "issued": _issued,
    "cancelled": lambda answer, mechanism: _issued(answer, mechanism) - ASKED["supply"](answer, mechanism),
    "marginal": _marginal,
    "rent": _rent,
}
