"""What holds of every auction: of random terms, with tiers, ceilings, several mechanisms and currencies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from comity.registry.auction import PARTS, Award, Bid, Result, clear
from comity.registry.auction_terms import Offer, Terms

RATES = {"USD": Fraction(1), "EUR": Fraction(2), "CAD": Fraction(1, 2)}
PRICE_MOST = 12  # in any currency, so that 24 is the most in dollars
WITHOUT_LIMIT = 10**6  # more than all bids together

prices = st.integers(0, PRICE_MOST).map(Fraction)
currencies = st.sampled_from(sorted(RATES))


@st.composite
def offers(draw: st.DrawFn) -> tuple[Offer, ...]:
    """Offers of one to three mechanisms; some have a cap, tiers, a ceiling, also several."""
    found = []
    for of in "abc"[: draw(st.integers(1, 3))]:
        for number, part in enumerate(draw(st.lists(st.sampled_from(("cap", *PARTS)), min_size=1, max_size=4))):
            volume = st.integers(0, 20)
            found.append(
                Offer(
                    clause=f"{of}.{number}",
                    mechanism=of,
                    part=part,
                    volume=draw(volume | st.none() if part == "ceiling" else volume),
                    price=draw(prices),
                    currency=draw(currencies),
                )
            )
    return tuple(found)


@st.composite
def auctions(draw: st.DrawFn, limits: bool = True) -> Terms:
    """Terms in dollars, perhaps with a purchase limit."""
    return Terms(
        currency="USD",
        offers=draw(offers()),
        exchange={currency: rate for currency, rate in RATES.items() if currency != "USD"},
        lot=draw(st.integers(1, 3)),
        purchase_share=draw(st.none() | st.fractions(0, 1, max_denominator=4)) if limits else None,
    )


@st.composite
def schedules(draw: st.DrawFn) -> list[Bid]:
    """Bids of up to four bidders; not all of them fit."""
    return [
        Bid(
            id=f"b{number}",
            bidder=draw(st.sampled_from("wxyz")),
            quantity=draw(st.integers(0, 12)),
            price=draw(prices),
            currency=draw(currencies),
        )
        for number in range(draw(st.integers(0, 8)))
    ]


def awarded(result: Result) -> Counter[str]:
    return Counter({award.bid.id: award.quantity for award in result.awards})


def counted(bids: Sequence[Bid], result: Result) -> list[tuple[Fraction, int, str]]:
    """Price in dollars, quantity and id of the bids that take part."""
    aside = Counter({one.bid.id: one.quantity for one in result.set_aside})
    rest = ((Fraction(bid.price) * RATES[bid.currency], bid.quantity - aside[bid.id], bid.id) for bid in bids)
    return [one for one in rest if one[1] > 0]


def quantity_at(terms: Terms, demand: list[tuple[Fraction, int, str]], price: Fraction) -> int | None:
    """The most that can change hands at a price; None where what must be sold or bought at it cannot be.

    Who offers below the price wants to sell, and who bids above it to buy; who stands at it does not mind.
    """
    supply = [(terms.least(one), WITHOUT_LIMIT if one.volume is None else one.volume) for one in terms.offers]
    must_sell = sum(volume for least, volume in supply if least < price)
    may_sell = sum(volume for least, volume in supply if least <= price)
    must_buy = sum(quantity for bid, quantity, _ in demand if bid > price)
    may_buy = sum(quantity for bid, quantity, _ in demand if bid >= price)
    return min(may_sell, may_buy) if max(must_sell, must_buy) <= min(may_sell, may_buy) else None


@given(auctions(), schedules())
def test_it_is_the_highest_price_that_clears(terms: Terms, bids: list[Bid]) -> None:
    """Against trying all prices of offers and bids, which are halves of a dollar, all between them, and some above."""
    result = clear(terms, bids)
    demand = counted(bids, result)
    tried = [(quantity_at(terms, demand, Fraction(n, 4)), Fraction(n, 4)) for n in range(4 * (2 * PRICE_MOST + 1))]
    sold, price = [(sold, price) for sold, price in tried if sold is not None and price >= terms.reserve][-1]
    assert result.sold == sold
    assert result.price == (price if sold else None)


@given(auctions(), schedules())
def test_whole_units_add_up(terms: Terms, bids: list[Bid]) -> None:
    result = clear(terms, bids)
    assert result.sold == sum(award.quantity for award in result.awards) == sum(sale.sold for sale in result.sales)
    assert_split(result)
    quantities = {bid.id: bid.quantity for bid in bids}
    for award in result.awards:
        assert 1 <= award.quantity <= quantities[award.bid.id]
    for sale in result.sales:
        assert sale.sold >= 0
        assert sale.unsold >= 0
        assert sale.offer.volume is None or sale.sold + sale.unsold == sale.offer.volume


@given(auctions(), schedules())
def test_cheaper_offers_are_sold_first(terms: Terms, bids: list[Bid]) -> None:
    result = clear(terms, bids)
    if result.price is None:
        return
    rank = {sale.offer.clause: (terms.least(sale.offer), PARTS.index(sale.offer.part)) for sale in result.sales}
    for one in result.sales:
        assert not one.sold or rank[one.offer.clause][0] <= result.price
        for other in result.sales:
            if rank[one.offer.clause] < rank[other.offer.clause] and other.sold:
                assert one.unsold == 0
                assert one.offer.volume is not None


@given(auctions(), schedules())
def test_bids_above_the_price_are_filled_and_those_at_it_share(terms: Terms, bids: list[Bid]) -> None:
    result = clear(terms, bids)
    demand, got = counted(bids, result), awarded(result)
    assert {one.bid.id for one in result.set_aside} | {id for *_, id in demand} == {bid.id for bid in bids}
    if result.price is None:
        assert not got
        return
    assert result.price >= terms.reserve
    at = [(quantity, got[id]) for price, quantity, id in demand if price == result.price]
    bid_for, shared = sum(quantity for quantity, _ in at), sum(units for _, units in at)
    assert all(abs(units - Fraction(shared * quantity, bid_for)) < 1 for quantity, units in at)
    for price, quantity, id in demand:
        if price != result.price:
            assert got[id] == (quantity if price > result.price else 0)


@given(auctions(), schedules())
def test_nobody_buys_more_than_its_limit(terms: Terms, bids: list[Bid]) -> None:
    result = clear(terms, bids)
    bought: Counter[str] = Counter()
    for award in result.awards:
        bought[award.bid.bidder] += award.quantity
    for bidder, units in bought.items():
        limit = terms.limit(bidder)
        assert limit is None or units <= limit


@given(auctions(), schedules(), st.integers())
def test_the_order_of_bids_and_offers_does_not_matter(terms: Terms, bids: list[Bid], seed: int) -> None:
    result = clear(terms, bids)
    assert clear(terms, Random(seed).sample(bids, len(bids))) == result
    turned = clear(replace(terms, offers=terms.offers[::-1]), bids)
    assert replace(turned, sales=result.sales) == result
    assert turned.sales[::-1] == result.sales


@given(auctions(limits=False), schedules(), prices)
def test_a_higher_reserve_price_never_lowers_the_price(terms: Terms, bids: list[Bid], reserve: Fraction) -> None:
    before = clear(terms, bids)
    floor = Offer(clause="floor", mechanism="a", volume=0, price=reserve, currency="USD")
    after = clear(replace(terms, offers=(*terms.offers, floor)), bids)
    assert after.sold <= before.sold
    if after.price is not None:
        assert before.price is not None
        assert after.price == max(before.price, reserve)


@given(auctions(), schedules())
def test_it_is_annulled_just_where_the_cap_is_not_taken_up(terms: Terms, bids: list[Bid]) -> None:
    plain = clear(terms, bids)
    annulled = clear(replace(terms, annulled_if_undersubscribed=True), bids)
    if plain.demand < sum(one.volume or 0 for one in terms.offers if one.part == "cap"):
        assert plain.outcome in ("undersubscribed", "unsold")
        assert annulled.outcome == "annulled"
        assert (annulled.sold, annulled.price, annulled.awards) == (0, None, ())
    else:
        assert annulled == plain
        assert plain.outcome == ("sold" if plain.sold else "unsold")


@given(auctions(limits=False), schedules(), st.integers(2, 1000))
def test_more_units_at_the_same_price(terms: Terms, bids: list[Bid], times: int) -> None:
    """So many times the units everywhere: as many times sold; awards differ by less than what was one unit."""
    result = clear(terms, bids)
    more = clear(
        replace(
            terms,
            offers=tuple(replace(one, volume=one.volume and one.volume * times) for one in terms.offers),
            lot=terms.lot * times,
        ),
        [replace(bid, quantity=bid.quantity * times) for bid in bids],
    )
    assert more.price == result.price
    assert more.sold == result.sold * times
    assert all(abs(awarded(more)[id] - units * times) < times for id, units in awarded(result).items())


@given(auctions(), schedules(), st.fractions(Fraction(1, 100), 100))
def test_other_money_and_the_same_awards(terms: Terms, bids: list[Bid], times: Fraction) -> None:
    result = clear(terms, bids)
    dearer = clear(
        replace(terms, offers=tuple(replace(one, price=one.price * times) for one in terms.offers)),
        [replace(bid, price=Fraction(bid.price) * times) for bid in bids],
    )
    assert dearer.price == (None if result.price is None else result.price * times)
    assert [(one.bid.id, one.quantity, one.split) for one in dearer.awards] == [
        (one.bid.id, one.quantity, one.split) for one in result.awards
    ]


@given(st.lists(st.integers(1, 40), max_size=30), st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_many_small_awards_of_many_mechanisms_add_up(quantities: list[int], volumes: list[int]) -> None:
    joint = Terms(
        currency="USD",
        offers=tuple(
            Offer(clause=f"m{number}", mechanism=f"m{number}", volume=volume, currency="USD")
            for number, volume in enumerate(volumes)
        ),
    )
    bids = [
        Bid(id=f"{number}", bidder="w", quantity=quantity, price=Fraction(number % 3), currency="USD")
        for number, quantity in enumerate(quantities)
    ]
    assert_split(clear(joint, bids))


def assert_split(result: Result) -> None:
    """Every award has each mechanism's units within one of their proportion, and they add up both ways."""
    totals = dict.fromkeys(result.sold_by_mechanism, 0)
    for award in result.awards:
        assert sum(award.split.values()) == award.quantity
        for id, units in award.split.items():
            totals[id] += units
            assert units >= 0
            assert abs(units - proportion(award, id, result)) <= 1
    assert totals == result.sold_by_mechanism


def proportion(award: Award, id: str, result: Result) -> Fraction:
    return Fraction(award.quantity * result.sold_by_mechanism[id], result.sold)
