"""The hypothesis strategies of all tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from hypothesis import strategies as st

from comity.quantity.units import MASSES, SUBSTANCES
from comity.world.path import Path, Row
from comity.world.reserve import StockReserve
from tests.random_regimes import random_regime
from tests.random_worlds import EVERYTHING, Recipe, Tree, random_tree

T = TypeVar("T")


class Drawn:
    """The choices of a random world, drawn by hypothesis, which then makes a failing world smaller."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def real(self, low: float, high: float) -> Decimal:
        """A number with three digits behind the point."""
        return Decimal(self._draw(st.integers(round(low * 1000), round(high * 1000)))) / 1000

    def flag(self, chance: float) -> bool:
        """True with about that chance."""
        return self._draw(st.integers(0, 99)) >= 100 - round(100 * chance)

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return self._draw(st.sampled_from(options))


@st.composite
def trees(draw: st.DrawFn, recipe: Recipe = EVERYTHING) -> Tree:
    """Trees of random worlds of a recipe."""
    return random_tree(Drawn(draw), recipe)


@st.composite
def regimes(draw: st.DrawFn) -> Tree:
    """Trees of random regimes."""
    return random_regime(Drawn(draw))


# Files of worlds, right and wrong -------------------------------------------------------------------------------------

#: Numbers at which something happens.
NUMBERS = (0, 1, -1, 2025, 2030, 2**63, 10**18, 10**299, Decimal("0.5"), Decimal("-1e300"), Decimal("1e-300"))

scalars: st.SearchStrategy[Any] = st.one_of(
    st.booleans(),
    st.sampled_from(NUMBERS),
    st.integers(-(10**20), 10**20),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9),
    st.text(max_size=12),
    st.sampled_from(("", "*", "alpha", "AAA", "assumed", "EUR2025/t", "Mt CO2e", "a.b", "[key]", "values")),
    st.dates(),
    st.datetimes(),
    st.times(),
)
names: st.SearchStrategy[str] = st.one_of(
    st.sampled_from(("values", "year", "family", "linear", "id", "0", "2030", "[key]", "", "a.b")), st.text(max_size=6)
)
toml_values: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=3)),
    max_leaves=8,
)


def _nodes(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all that is in a tree."""
    items: Any = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from _nodes(value, (*path, key))


def _at(tree: Any, path: tuple[Any, ...]) -> Any:
    for part in path:
        tree = tree[part]
    return tree


@st.composite
def mutated(draw: st.DrawFn, tree: dict[str, Any], others: Sequence[Any] = ()) -> dict[str, Any]:
    """A tree with one to three nodes replaced, deleted, renamed or doubled; what replaces them may be from `others`."""
    made = deepcopy(tree)
    for _ in range(draw(st.integers(1, 3))):
        paths = list(_nodes(made))
        if not paths:
            break
        path = draw(st.sampled_from(paths))
        parent, key = _at(made, path[:-1]), path[-1]
        how = draw(st.sampled_from(("value", "other", "delete", "rename", "double")))
        if how == "value":
            parent[key] = draw(toml_values)
        elif how == "other" and others:
            parent[key] = deepcopy(draw(st.sampled_from(others)))
        elif how == "delete":
            del parent[key]
        elif isinstance(parent, list):
            parent.append(deepcopy(parent[key]))
        else:
            parent[draw(names)] = parent.pop(key) if how == "rename" else deepcopy(parent[key])
    return made


def parts(trees: Sequence[Any]) -> list[Any]:
    """All that is in some trees, to be put elsewhere."""
    return [_at(tree, path) for tree in trees for path in _nodes(tree)]


addresses: st.SearchStrategy[str] = st.one_of(
    st.sampled_from(
        (
            "mechanism.alpha.cap",
            "mechanism.alpha.cap.2030",
            "mechanism.alpha.cap.2027.value",
            "mechanism.*.cap.values.*",
            "activity.*.curve",
            "activity.b-power.curve.terms.0",
            "agreement.alpha-beta.clauses.beta-in-alpha.rate",
            "world.years",
            "*",
            "*.*",
            "*.*.*.*",
        )
    ),
    st.lists(st.one_of(st.sampled_from(("mechanism", "alpha", "world", "*", "?", "²", "cap", "2030")), names)).map(
        ".".join
    ),
)
#: What a program may pass as a value, sensible or not.
python_values: st.SearchStrategy[Any] = st.one_of(
    toml_values,
    st.floats(),
    st.fractions(),
    st.none(),
    st.sampled_from((10**5000, Decimal("NaN"), Decimal("1e999999"), {2030: 5}, {1, 2}, object, b"bytes", 1j)),
    st.decimals(),
)
#: Bytes, half of them in the characters that mean something in TOML.
any_bytes = st.one_of(st.binary(max_size=60), st.text("[]{}=.,\"'#\n 01a-_", max_size=60).map(str.encode))

_any_change: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "set": addresses,
        "scale": addresses,
        "add": addresses,
        "remove": addresses,
        "shock": addresses,
        "to": toml_values,
        "by": st.one_of(toml_values, st.just(Decimal("0.9"))),
        "years": st.one_of(toml_values, st.just([2026, 2027])),
    },
)
_sensible_change: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.fixed_dictionaries({"set": addresses, "to": toml_values}),
    st.fixed_dictionaries({"add": addresses, "to": toml_values}),
    st.fixed_dictionaries({"scale": addresses, "by": st.decimals(-2, 2, places=2)}),
    st.fixed_dictionaries({"remove": addresses}),
    st.fixed_dictionaries({"shock": addresses, "by": st.decimals(0, 2, places=2), "years": st.just([2026, 2040])}),
)
#: The changes of a scenario, sensible or not.
scenario_changes = st.lists(st.one_of(_sensible_change, _any_change), min_size=1, max_size=3)
#: Units of quantity.
quantity_units = st.tuples(st.sampled_from(sorted(MASSES)), st.sampled_from(sorted(SUBSTANCES))).map(" ".join)
#: Figures of a series, one a year.
figures = st.lists(
    st.tuples(st.integers(1900, 2200), st.decimals(-(10**6), 10**6, places=2)), min_size=1, unique_by=lambda one: one[0]
)


# Reserves and the paths they are replayed over ------------------------------------------------------------------------

PATH_BEGINS = 2020
_amount = st.integers(0, 2000).map(lambda tenths: Decimal(tenths) / 2)
_shares = st.integers(0, 100).map(lambda percents: Decimal(percents) / 100)


@st.composite
def reserves(draw: st.DrawFn) -> StockReserve:
    """Stock reserves whose rules begin with what the circulation of the first year of a path decides."""
    application = {
        "month": draw(st.integers(1, 12)),
        "lag": draw(st.integers(1, 2)),
        "months": draw(st.integers(1, 30)),
    }
    rule = {
        "start": date(PATH_BEGINS + application["lag"], application["month"], 1),
        "status": "assumed",
    }
    shares = st.fixed_dictionaries({"share": _shares}, optional={"beyond": _amount, "least": _amount})
    takes = shares | st.fixed_dictionaries({"volume": _amount})
    thresholds: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries({}) | st.fixed_dictionaries(
        {"above": _amount}
    )
    thresholds |= st.fixed_dictionaries({"at-least": _amount})
    intakes = draw(st.lists(st.tuples(takes, thresholds, st.booleans()), max_size=3))
    gives = st.fixed_dictionaries({"volume": _amount}) | st.fixed_dictionaries({"times": _shares})
    releases = draw(st.lists(st.tuples(gives, _amount), max_size=2))
    levels = st.one_of(_amount.map(lambda level: {"above": level}), st.just({"above-auctions": True}))
    gone = draw(st.lists(levels, max_size=2))
    days = st.dates(date(PATH_BEGINS + 1, 1, 1), date(PATH_BEGINS + 4, 12, 31))
    added = draw(st.lists(st.tuples(days, _amount), max_size=2))
    tree = {
        "name": {"en": "Reserve", "zh": "储备"},
        "unit": "Mt CO2e",
        "rounding": draw(st.sampled_from(("nearest", "down", "none"))),
        "smoothing": draw(st.just(Decimal(0)) | _amount),
        "application": application,
        "intakes": {f"i{n}": rule | one | at | {"cancels": gone} for n, (one, at, gone) in enumerate(intakes)},
        "releases": {f"r{n}": rule | one | {"below": below} for n, (one, below) in enumerate(releases)},
        "invalidations": {f"v{n}": rule | one | {"start": draw(days)} for n, one in enumerate(gone)},
        "additions": {
            f"a{n}": {"on": on, "volume": volume, "status": "assumed"} for n, (on, volume) in enumerate(added)
        },
    }
    return StockReserve.model_validate(tree)


@st.composite
def paths(draw: st.DrawFn) -> Path:
    """Paths of some years, in allowances, with all flows known."""
    flow = st.integers(0, 2 * 10**9).map(Fraction)
    rows = [Row(year=PATH_BEGINS, auctioned=draw(flow), circulation=draw(flow), content=draw(flow))]
    for place in range(draw(st.integers(1, 5))):
        auctions, free, other, emissions = draw(st.tuples(flow, flow, st.integers(-(10**8), 10**8).map(Fraction), flow))
        rows.append(Row(year=PATH_BEGINS + 1 + place, auctions=auctions, free=free, other=other, emissions=emissions))
    return Path(rows=tuple(rows))
