"""The engine gives back published numbers and exact closed forms: `tests/oracles/*.toml`, one test a kind.

To 1e-6 relative, or to the digits printed where a table of figures says `places`. Which figures were seen, recalled or
derived stands with them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from itertools import chain, combinations

import pytest

from comity.errors import InputError, Said
from comity.world.activity import Power
from tests import golden_world
from tests.golden_world import Answer
from tests.oracle_worlds import MARKS, agrees, ask, cases, files, flat, known, number, read, world
from tests.random_worlds import Tree


@cache
def solved(file: str, number: int) -> Answer:
    oracle = read(file)
    return Answer(world(oracle, oracle["case"][number]))


def compared(answer: Answer, groups: list[Tree]) -> Iterator[str]:
    """What the engine says otherwise."""
    for group in groups:
        for what, whom, figure in known(group):
            found = ask(answer, what, whom)
            if not agrees(found, figure, group):
                yield f"{what} {' '.join(whom)}: {figure} ({group['mark']}), found {found!r}"


@pytest.mark.parametrize("file", files())
def test_every_figure_says_where_it_is_from(file: str) -> None:
    oracle = read(file)
    assert {"title", "source", "list"} <= oracle.keys()
    tables = chain.from_iterable(case.get("expect", ()) for case in oracle["case"] + oracle.get("coalitions", []))
    held = oracle.get("golden", []) + oracle.get("refused", [])
    assert {oracle["inputs"], *(figures.get("mark") for figures in chain(tables, held))} <= MARKS.keys()


@pytest.mark.parametrize(("file", "number"), cases())
def test_markets(file: str, number: int) -> None:
    answer = solved(file, number)
    assert answer.run.status == "solved"
    assert list(compared(answer, read(file)["case"][number].get("expect", []))) == []


# Power laws: one exponent for all, in closed form ---------------------------------------------------------------------


def power_laws() -> list[tuple[str, int]]:
    """Cases with all markets linked and one exponent."""
    return [(file, n) for file, n in cases() if read(file).get("power-law") and read(file)["case"][n].get("on")]


@pytest.mark.parametrize(("file", "number"), power_laws())
def test_power_laws(file: str, number: int) -> None:
    """MAC_r = k_r q^b: p = (Q / sum k_r^(-1/b))^b, q_r = (p / k_r)^(1/b), cost p q_r / (b + 1)."""
    answer = solved(file, number)
    scale, required = {}, {}
    for id, activity in answer.world.activity.items():
        assert isinstance(activity.curve, Power)
        term = activity.curve.terms[0]
        power = float(term.exponent)
        stretch = float(activity.baseline.values[0].value) if activity.curve.per == "share" else 1.0
        scale[id] = float(term.coefficient * activity.curve.factor) / stretch**power
        required[id] = ask(answer, "required", (id,))
    price = (sum(required.values()) / sum(k ** (-1 / power) for k in scale.values())) ** power
    apart = sum(k * required[id] ** (power + 1) / (power + 1) for id, k in scale.items())
    together = price * sum(required.values()) / (power + 1)
    for id, k in scale.items():
        assert ask(answer, "price", (id,)) == pytest.approx(price, rel=1e-6)
        assert ask(answer, "abatement", (id,)) == pytest.approx((price / k) ** (1 / power), rel=1e-6)
    assert ask(answer, "total-before", ()) == pytest.approx(apart, rel=1e-6)
    assert ask(answer, "total-cost", ()) == pytest.approx(together, rel=1e-6)


@pytest.mark.parametrize("file", sorted({file for file, _ in power_laws()}))
def test_saving_share_is_free_of_scale(file: str) -> None:
    shares = [ask(solved(name, number), "saving-share", ()) for name, number in power_laws() if name == file]
    assert len(shares) > 1
    assert shares == pytest.approx([shares[0]] * len(shares), rel=1e-6)


# Coalitions -----------------------------------------------------------------------------------------------------------


class Coalitions:
    """All subsets of the members of an oracle, each linked and solved."""

    def __init__(self, oracle: Tree, case: Tree) -> None:
        self.members = tuple(case["members"])
        self.subsets = [s for size in range(len(self.members) + 1) for s in combinations(self.members, size)]
        self.flexibility = {id: number(figure) for id, figure in case["flexibility"].items()}
        linked = [subset for subset in self.subsets if len(subset) > 1]
        changes = {subset: {"on": [case["on"]], "changes": {case["among"]: list(subset)}} for subset in linked}
        self.answers = {subset: Answer(world(oracle, change)) for subset, change in changes.items()}
        self.values = {s: ask(self.answers[s], "saved", ()) if s in self.answers else 0.0 for s in self.subsets}

    def value(self, subset: str) -> float:
        """What a coalition gains."""
        return self.values[tuple(subset.split())]

    def price(self, subset: str) -> float:
        """The price of a coalition, the same for each member."""
        members = tuple(subset.split())
        prices = [ask(self.answers[members], "price", (member,)) for member in members]
        assert prices == pytest.approx([prices[0]] * len(prices), rel=1e-6)
        return prices[0]

    def share(self, pair: str) -> float:
        """What a pair's gain counts for in that of all: (psi_i + psi_j) / Psi times it."""
        weight = sum(self.flexibility[member] for member in pair.split()) / sum(self.flexibility.values())
        return weight * self.value(pair)

    def market_gives(self, subset: str) -> float:
        """What its members have of the gain of all, at the market's prices."""
        return sum(ask(self.answers[self.members], "gain", (member,)) for member in subset.split())

    def shapley(self, member: str) -> float:
        """The mean of what a member adds, over all orders of joining."""
        count = len(self.members)
        value = 0.0
        for subset in self.subsets:
            if member not in subset:
                joined = tuple(id for id in self.members if id in {*subset, member})
                weight = math.factorial(len(subset)) * math.factorial(count - len(subset) - 1) / math.factorial(count)
                value += weight * (self.values[joined] - self.values[subset])
        return value


@pytest.mark.parametrize(("file", "place"), cases("coalitions"))
def test_coalitions(file: str, place: int) -> None:
    oracle = read(file)
    case = oracle["coalitions"][place]
    found = Coalitions(oracle, case)
    for group in case["expect"]:
        for what, whom, figure in known(group):
            assert agrees(getattr(found, what.replace("-", "_"))(*whom), figure, group), (what, whom)
    total = found.values[found.members]
    for one, other in combinations(found.subsets, 2):
        if not set(one) & set(other):
            union = tuple(id for id in found.members if id in {*one, *other})
            assert found.values[union] >= found.values[one] + found.values[other] - 1e-6 * total
    for subset in found.subsets:
        assert found.market_gives(" ".join(subset)) >= found.values[subset] - 1e-6 * total
    assert found.market_gives(" ".join(found.members)) == pytest.approx(total, rel=1e-6)
    assert sum(found.share(" ".join(pair)) for pair in combinations(found.members, 2)) == pytest.approx(total, rel=1e-6)
    assert sum(map(found.shapley, found.members)) == pytest.approx(total, rel=1e-6)


# Issuance, refusals, golden worlds ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("file", "place"), cases("closes"))
def test_issuance_closes(file: str, place: int) -> None:
    """Tradable + the fund's + cancelled = issued, for any size of issue."""
    oracle = read(file)
    case = oracle["closes"][place]
    for size in case["sizes"]:
        answer = Answer(world(oracle, {"changes": {case["set"]: size}}))
        sold = sum(ask(answer, "sold", (case["mechanism"], seller)) for seller in case["sellers"])
        assert ask(answer, "issued", (case["mechanism"],)) == pytest.approx(size, rel=1e-6)
        assert sold + ask(answer, "cancelled", (case["mechanism"],)) == pytest.approx(size, rel=1e-6)


@pytest.mark.parametrize(("file", "place"), cases("refused"))
def test_is_refused(file: str, place: int) -> None:
    oracle = read(file)
    case = oracle["refused"][place]
    with pytest.raises(InputError) as error:
        world(oracle, case)
    found = [problem.found for problem in error.value.problems]
    assert [one.key for one in found if isinstance(one, Said)] == [case["found"]]


@pytest.mark.parametrize(("file", "place"), cases("golden"))
def test_a_golden_world_holds_it(file: str, place: int) -> None:
    case = read(file)["golden"][place]
    answers = [{".".join(key): value for key, value in flat(one)} for one in golden_world.cases(case["at"])]
    wanted = {key: pytest.approx(number(figure), rel=1e-6) for key, figure in case["holds"].items()}
    assert any(wanted.items() <= answer.items() for answer in answers), answers
