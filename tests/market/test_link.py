"""`link` against closed forms of two linear markets: prices, trade, gains, ranges, signs, turns, risks, the border."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import exp, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import InputError
from comity.market.kernel import chosen
from comity.market.link import SHOCK, TIMES, link
from comity.results import LinkAnswer, Range, Verdict
from comity.world.linking import Link
from tests.market.pair import BUYER_AND_SELLER, Countries, Country, Trade, country
from tests.random_worlds import YEAR, names, price, series

SLOPES = (Fraction(1), Fraction(1, 2), Fraction(2))
NEAR = 1e-7


@pytest.fixture(scope="module", autouse=True)
def kernel() -> str:
    """The one that is there: what is tested here is above it."""
    return chosen()


def close(found: float, wanted: Fraction | float, scale: float = 1.0) -> bool:
    return found == pytest.approx(float(wanted), rel=NEAR, abs=NEAR * scale)


def spans(found: Range | Verdict, amounts: Iterable[Fraction], scale: float = 1.0) -> bool:
    """Whether a range is that of the amounts, the first of which is the central one."""
    wanted = list(amounts)
    pairs = ((found.central, wanted[0]), (found.low, min(wanted)), (found.high, max(wanted)))
    return all(close(one, other, scale) for one, other in pairs)


def changed(answer: LinkAnswer, mechanism: str, measure: str) -> list[tuple[Range, Range, Range, str]]:
    return [
        (row.before, row.after, row.change, row.sign)
        for row in answer.change
        if (row.mechanism, row.measure, row.year) == (mechanism, measure, YEAR)
    ]


def verdict(answer: LinkAnswer, holder: str, account: str) -> Verdict | None:
    return next((row for row in answer.verdicts if (row.holder, row.account) == (holder, account)), None)


def said(row: Verdict | None) -> Verdict:
    assert row is not None
    return row


def sign(amount: Fraction) -> str:
    return "+" if amount > 0 else "-"


def holds(answer: LinkAnswer, at: list[tuple[Countries, Trade]]) -> None:
    """Everything that an answer says of prices, trade and gains is the closed form, at every slope."""
    first, trade = at[0]
    assert answer.before.status == answer.after.status == "solved"
    assert [one.slope for one in answer.variants] == [1.0, 0.5, 2.0]
    size = float(first.a.emissions + first.b.emissions)
    for place, (id, party) in enumerate((("a", "A"), ("b", "B"))):
        before = [(pair.a, pair.b)[place].price for pair, _ in at]
        after = [one.prices[place] for _, one in at]
        scale = float(max(before + after))
        found = changed(answer, id, "price")
        assert len(found) == 1
        assert spans(found[0][0], before, scale)
        assert spans(found[0][1], after, scale)
        moves = [one - other for one, other in zip(after, before, strict=True)]
        assert spans(found[0][2], moves, scale)
        assert found[0][3] == sign(moves[0])
        avoided = [(pair.a, pair.b)[place].required - one.avoided[place] for pair, one in at]
        assert spans(changed(answer, id, "emissions")[0][2], avoided, size)
        assert spans(said(verdict(answer, party, "emissions")), avoided, size)
        gains = [one.gains[place] for _, one in at]
        assert spans(said(verdict(answer, party, "net-cost")), [-gain for gain in gains], size * scale)
    taken = [one.avoided[0] - pair.a.required for pair, one in at]
    assert spans(said(verdict(answer, "a", "net-import")), [-amount for amount in taken], size)
    assert spans(said(verdict(answer, "b", "net-import")), [-one.units for _, one in at], size)
    assert said(verdict(answer, "a", "net-import")).sign == sign(trade.units)
    paid = [one.units * one.prices[1] for _, one in at]
    assert spans(said(verdict(answer, "A", "cross-border")), [-money for money in paid], size * 100)
    assert spans(said(verdict(answer, "B", "cross-border")), paid, size * 100)


small = st.integers(1, 60).map(Fraction)


@st.composite
def countries(draw: st.DrawFn) -> Countries:
    """Two countries whose prices differ by a tenth at least, and which trade without running out of what to emit."""
    made = []
    for _ in range(2):
        required = draw(st.integers(20, 60))
        made.append(Country(Fraction(200), Fraction(200 - required), draw(st.integers(4, 20)) / Fraction(4)))
    if abs(made[0].price - made[1].price) * 10 < made[0].price:
        made[1] = Country(Fraction(200), made[1].cap, made[1].slope * 2)
    return Countries(*made)


@settings(max_examples=6)
@given(countries())
def test_a_full_link_is_the_closed_form(pair: Countries) -> None:
    """Both gain the triangles between their own price and the common one; slopes scale prices, never quantities."""
    answer = link(pair.world(), Link(first="a", second="b"))
    at = [(one := pair.steeper(slope), one.traded()) for slope in SLOPES]
    holds(answer, at)
    trade = at[0][1]
    common = trade.prices[0]
    triangle = abs(pair.a.price - common) * abs(trade.units) / 2
    assert close(-said(verdict(answer, "A", "net-cost")).central, triangle, 1e4)
    assert verdict(answer, "", "air") is None  # both caps hold: what one emits more the other emits less


@settings(max_examples=4)
@given(countries())
def test_one_way_is_as_good_as_both_if_the_seller_is_cheaper_and_else_nothing(pair: Countries) -> None:
    answer = link(pair.world(), Link(first="a", second="b", one_way=True))
    if pair.a.price > pair.b.price:
        holds(answer, [(one := pair.steeper(slope), one.traded(one_way=True)) for slope in SLOPES])
    else:
        assert (answer.change, answer.verdicts) == ((), ())


@settings(max_examples=4)
@given(countries(), st.sampled_from(["0.5", "0.8", "1.25"]), st.booleans())
def test_at_a_rate_prices_differ_by_the_rate(pair: Countries, rate: str, one_way: bool) -> None:
    """One unit of b counts for `rate` units of a, so b's price is `rate` times a's."""
    trade = pair.traded(Fraction(rate), one_way)
    if abs(trade.units) < 1:
        return
    answer = link(pair.world(), Link(first="a", second="b", rate=Decimal(rate), one_way=one_way))
    assert answer.terms.rate == float(rate)
    holds(answer, [(one := pair.steeper(slope), one.traded(Fraction(rate), one_way)) for slope in SLOPES])


@pytest.mark.parametrize("share", ["0.05", "0.1", "0.159", "0.5"])
def test_a_quota_binds_up_to_the_free_flow(share: str) -> None:
    """A may meet a share of its obligation, which is what it then emits; freely it imports 80/7 of 500/7, 16 %."""
    pair = BUYER_AND_SELLER
    answer = link(pair.world(), Link(first="a", second="b", quota=Decimal(share)))
    assert answer.terms.quota == float(share)
    holds(answer, [(one := pair.steeper(slope), one.limited(Fraction(share))) for slope in SLOPES])


@pytest.mark.parametrize("one_way", [False, True])
def test_a_quota_is_for_each_side_alike(one_way: bool) -> None:
    """The seller as first: the buyer's quota is a share of the buyer's own obligation."""
    pair = BUYER_AND_SELLER
    answer = link(pair.world(), Link(first="b", second="a", quota=Decimal("0.1"), one_way=one_way))
    if one_way:
        assert answer.change == ()
    else:
        holds(answer, [(one := pair.steeper(slope), one.limited(Fraction("0.1"))) for slope in SLOPES])


@settings(max_examples=4)
@given(countries())
def test_accounts_add_up(pair: Countries) -> None:
    """Net costs of all sum to minus the cost saved, payments across borders to nothing, accounts to minus net cost."""
    answer = link(pair.world(), Link(first="a", second="b"))
    saved = answer.after.scoreboard.cost_saved
    scale = answer.after.scoreboard.reference_cost
    costs = [row.central for row in answer.verdicts if row.account == "net-cost"]
    assert close(sum(costs), -saved, scale)
    assert close(sum(row.central for row in answer.verdicts if row.account == "cross-border"), 0.0, scale)
    for party in ("A", "B"):
        money = [row.central for row in answer.verdicts if row.holder == party and row.account in ACCOUNTS]
        assert close(sum(money), -said(verdict(answer, party, "net-cost")).central, scale)


ACCOUNTS = ("emitters", "treasury", "funds")


# What would turn a verdict, and risk ----------------------------------------------------------------------------------


def stressed(pair: Countries, place: int, of: str, times: Decimal) -> Countries:
    """Costs or emissions of one side times a factor."""
    sides = [pair.a, pair.b]
    one, factor = sides[place], Fraction(times)
    if of == "costs":
        sides[place] = Country(one.emissions, one.cap, one.slope * factor)
    else:
        sides[place] = Country(one.emissions * factor, one.cap, one.slope)
    return Countries(*sides)


def turns(pair: Countries) -> dict[tuple[str, str], list[float]]:
    """By mechanism and lever, where a's import turns: on a line, in logarithms, between closed forms at the steps."""
    found: dict[tuple[str, str], list[float]] = {}
    for place, id in enumerate("ab"):
        for of, steps in TIMES.items():
            points = [(0.0, pair.traded().units)]
            for far, near in steps:
                points.append((log(far), stressed(pair, place, of, far).traded().units))
                if points[0][1] * points[-1][1] < 0:  # it turns on the way: there is a nearer step too
                    points.append((log(near), stressed(pair, place, of, near).traded().units))
            crossing = [
                round(exp(low + (high - low) * float(before / (before - after))), 2)
                for (low, before), (high, after) in pairwise(sorted(points))
                if before * after < 0
            ]
            found[id, of] = crossing
    return found


def test_a_verdict_turns_where_trade_does() -> None:
    """Trade turns where both prices are the same: at costs of the buyer times 72/120 = 0.6, or of emissions of the
    buyer at (60 + 24) / 100. Interpolation between steps is off by 6 % of the factor at most."""
    pair = BUYER_AND_SELLER
    answer = link(pair.world(), Link(first="a", second="b"))
    turn = said(verdict(answer, "a", "net-import")).turn
    wanted = turns(pair)
    best = min((abs(log(times)), id, of, times) for (id, of), several in wanted.items() for times in several)
    assert turn is not None
    assert (turn.mechanism, turn.of, turn.times) == best[1:]
    exact = {
        ("a", "costs"): pair.b.price / pair.a.price,
        ("b", "costs"): pair.a.price / pair.b.price,
        ("a", "emissions"): (pair.a.cap + pair.b.price / pair.a.slope) / pair.a.emissions,
        ("b", "emissions"): (pair.b.cap + pair.a.price / pair.b.slope) / pair.b.emissions,
    }
    for lever, several in wanted.items():
        for times in several:
            assert times == pytest.approx(float(exact[lever]), rel=0.06)
    assert said(verdict(answer, "A", "net-cost")).turn is None  # both always gain


def test_nothing_turns_what_no_step_turns() -> None:
    far = Countries(country(100, 60, 100), country(200, 190, 1))
    answer = link(far.world(), Link(first="a", second="b"))
    assert all(row.turn is None for row in answer.verdicts if row.account == "net-import")


def test_risk_is_shared_by_a_link() -> None:
    """Emissions 5 % higher raise a price by that times the slope alone; together, by what both slopes leave of it."""
    pair = BUYER_AND_SELLER
    answer = link(pair.world(), Link(first="a", second="b"))
    assert [(row.shocked, row.mechanism) for row in answer.risks] == [("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]
    for row in answer.risks:
        place = "ab".index(row.shocked)
        hit = stressed(pair, place, "emissions", SHOCK)
        calm_price, hit_price = (getattr(one, row.mechanism).price for one in (pair, hit))
        assert close(row.before.central, hit_price - calm_price)
        assert close(row.after.central, hit.traded().prices[0] - pair.traded().prices[0])
        assert row.share == pytest.approx(0.05)


# Border adjustments ---------------------------------------------------------------------------------------------------


def bordered(**about: object) -> dict[str, object]:
    return {"border-adjustments": {"b": {"exporter": "b", "payer": "B", **about}}}


def test_a_link_exempts_from_the_border() -> None:
    """10 Mt embedded, of which a quarter must be paid for, at what b's price falls short of a's."""
    pair = BUYER_AND_SELLER
    share = series(Decimal("0.25"), "of what is embedded")
    world = pair.world(mechanism={"a": bordered(tonnes=series(10), share=share)})
    answer = link(world, Link(first="a", second="b"))
    gaps = [one.a.price - one.b.price for one in map(pair.steeper, SLOPES)]
    row = answer.borders[0]
    assert (row.mechanism, row.exporter, row.year, row.share, row.tonnes) == ("a", "b", YEAR, 0.25, 10.0)
    assert spans(row.charge, [gap / 4 for gap in gaps])
    assert row.payment is not None
    assert spans(row.payment, [gap * 10 / 4 for gap in gaps])
    bare = link(pair.world(), Link(first="a", second="b"))
    for party, way in (("A", -1), ("B", 1)):
        with_it, without = (said(verdict(one, party, "cross-border")).central for one in (answer, bare))
        assert close(with_it - without, way * gaps[0] * 10 / 4, 100)
    assert close(answer.after.scoreboard.cost_saved, bare.after.scoreboard.cost_saved, 100)


def test_where_the_tonnes_are_not_known_the_border_is_told_per_tonne() -> None:
    pair = BUYER_AND_SELLER
    world = pair.world(mechanism={"a": bordered(share=series(Decimal("0.25"), "of what is embedded"))})
    answer = link(world, Link(first="a", second="b"))
    row = answer.borders[0]
    assert (row.tonnes, row.payment) == (None, None)
    assert close(row.charge.central, (pair.a.price - pair.b.price) / 4)
    bare = link(pair.world(), Link(first="a", second="b"))
    assert answer.verdicts == bare.verdicts


def test_no_border_of_others_or_of_years_without_a_share() -> None:
    pair = BUYER_AND_SELLER
    c = {"name": names("c"), "kind": "cap-and-trade", "parties": ["A"], "unit-type": "Uc", "cap": series(1)}
    world = pair.world(mechanism={"a": {"border-adjustments": {"c": {"exporter": "c", "payer": "A"}}}, "c": c})
    assert link(world, Link(first="a", second="b")).borders == ()


# What is wrong --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terms", "address", "key"),
    [
        (Link(first="aa", second="b"), "A", "expected-priced-mechanism"),
        (Link(first="a", second="b-"), "B", "expected-priced-mechanism"),
        (Link(first="a", second=""), "B", "expected-priced-mechanism"),
        (Link(first="a", second="a"), "B", "expected-another-mechanism"),
        (Link(first="a", second="later"), "B", "expected-priced-mechanism"),
        (Link(first="bare", second="a"), "A", "expected-priced-mechanism"),
    ],
)
def test_what_cannot_be_linked_is_refused(terms: Link, address: str, key: str) -> None:
    later = {"name": names("later"), "kind": "cap-and-trade", "parties": ["A"], "unit-type": "Ul", "cap": series(1)}
    world = BUYER_AND_SELLER.world(
        mechanism={"later": later | {"start": date(2031, 1, 1)}, "bare": later | {"unit-type": "Ux"}}
    )
    with pytest.raises(InputError) as caught:
        link(world, terms)
    (problem,) = caught.value.problems
    assert (problem.address, problem.expected.key) == (address, key)
    if terms.first == "aa" or terms.second == "b-":
        assert problem.hint is not None


def test_what_is_linked_already_is_refused() -> None:
    agreement = {"title": names("x"), "status": "in-force", "clauses": {"u": {"moves": {"from": "b", "into": "a"}}}}
    world = BUYER_AND_SELLER.world(agreement={"there": agreement})
    for first, second in (("a", "b"), ("b", "a")):
        with pytest.raises(InputError) as caught:
            link(world, Link(first=first, second=second))
        (problem,) = caught.value.problems
        assert problem.expected.key == "expected-not-linked"
        assert "agreement.there.clauses.u" in str(caught.value)


def test_a_year_that_the_world_does_not_have_is_refused() -> None:
    with pytest.raises(InputError):
        link(BUYER_AND_SELLER.world(), Link(first="a", second="b"), [1999])


# Not solved -----------------------------------------------------------------------------------------------------------


def test_where_nothing_is_solved_the_answer_says_so() -> None:
    """A cap that nothing can meet: every variant is unmet, before and after, and no range or border fails for it."""
    steep = {
        "curve": {"family": "piecewise", "unit": "EUR/t", "steps": [{"quantity": 1, "price": 5}], "status": "assumed"}
    }
    world = BUYER_AND_SELLER.world(
        activity={"a-sectors": steep, "b-sectors": steep}, mechanism={"a": bordered(tonnes=series(10))}
    )
    answer = link(world, Link(first="a", second="b"))
    assert {(one.before, one.after) for one in answer.variants} == {("unmet", "unmet")}
    assert answer.risks == ()
    assert [row.turn for row in answer.verdicts if row.turn is not None] == []


def test_a_price_that_controls_cut_is_still_within_its_range() -> None:
    """A ceiling at 100 in a: halved costs are below it, the world's own and doubled ones are at it."""
    ceiling = {"price-controls": {"ceiling": {"price": price(100)}}}
    answer = link(BUYER_AND_SELLER.world(mechanism={"a": ceiling}), Link(first="a", second="b"))
    ((before, _, _, _),) = changed(answer, "a", "price")
    assert (before.central, before.low, before.high) == pytest.approx((100, 60, 100))
    assert said(verdict(answer, "", "air")).sign in "-?"
