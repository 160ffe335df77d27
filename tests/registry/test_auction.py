"""Auctions: published ones, and cases worked by hand. What holds of every auction is in `test_auction_random.py`."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import get_args

import pytest

from comity.registry.auction import Bid, Outcome, Reason, Result, clear
from comity.registry.auction_terms import Offer, Part, Terms


def offer(
    volume: int | None, price: str = "0", part: Part = "cap", *, of: str = "rggi", currency: str = "USD", name: str = ""
) -> Offer:
    clause = f"mechanism.{of}.{part}{name}"
    return Offer(clause=clause, mechanism=of, part=part, volume=volume, price=Fraction(price), currency=currency)


def terms(*offers: Offer, **exchange: str) -> Terms:
    return Terms(currency="USD", offers=offers, exchange={code: Fraction(rate) for code, rate in exchange.items()})


def bids(*given: tuple[int, str], currency: str = "USD") -> list[Bid]:
    """One bid a bidder: b1, b2, … of a quantity at a price."""
    return [
        Bid(id=f"b{number}", bidder=f"{number}", quantity=quantity, price=Decimal(price), currency=currency)
        for number, (quantity, price) in enumerate(given, 1)
    ]


def awarded(result: Result) -> dict[str, int]:
    return {award.bid.id: award.quantity for award in result.awards}


def sold(result: Result) -> list[int]:
    return [sale.sold for sale in result.sales]


def reasons(result: Result) -> dict[str, tuple[str, int]]:
    return {one.bid.id: (one.reason, one.quantity) for one in result.set_aside}


# Published ------------------------------------------------------------------------------------------------------------


def test_rggi_auction_54_sold_a_part_of_the_reserve_at_its_trigger() -> None:
    """1 December 2021: 27,041,000 sold at 13.00, 3,919,482 of them from the reserve. The bids are made up."""
    result = clear(
        terms(
            offer(23_121_518 - 11_310_000, "2.38"),
            offer(11_310_000, "6", "emissions-containment"),
            offer(11_976_778, "13", "containment"),
        ),
        bids((20_000_000, "15.25"), (7_041_000, "13.00"), (40_000_000, "12.99")),
    )
    assert result.outcome == "sold"
    assert result.price == 13
    assert result.sold == 27_041_000
    assert sold(result) == [11_811_518, 11_310_000, 3_919_482]
    assert result.sales[2].unsold == 8_057_296


def test_rggi_auction_23_sold_all_of_the_reserve_at_its_trigger() -> None:
    """5 March 2014: 18,491,350 and 5,000,000 from the reserve, all at its trigger, 4.00. The bids are made up."""
    result = clear(
        terms(offer(18_491_350, "2"), offer(5_000_000, "4", "containment")),
        bids((18_000_000, "4.50"), (9_000_000, "4.00"), (9_000_000, "3.99")),
    )
    assert result.price == 4
    assert sold(result) == [18_491_350, 5_000_000]


def test_rggi_auction_52_reached_neither_tier() -> None:
    """2 June 2021: 22,987,719 sold at 7.97; no allowances withheld (below 6), none added (from 13). Bids made up."""
    result = clear(
        terms(
            offer(22_987_719 - 11_310_000, "2.38"),
            offer(11_310_000, "6", "emissions-containment"),
            offer(11_980_000, "13", "containment"),
        ),
        bids((20_000_000, "12.51"), (5_000_000, "7.97"), (20_000_000, "2.38")),
    )
    assert (result.price, result.sold, result.sales[2].sold) == (Fraction("7.97"), 22_987_719, 0)


def test_california_and_quebec_sold_jointly_above_the_higher_reserve_price() -> None:
    """November 2014: reserve prices USD 11.34 and CAD 11.39; all 23,070,987 sold at USD 12.10. The rest is made up."""
    joint = terms(
        offer(18_000_000, "11.34", of="usa-ca"),
        offer(5_070_987, "11.39", of="can-qc", currency="CAD"),
        CAD="0.88",
    )
    result = clear(joint, bids((20_000_000, "13"), (4_000_000, "12.10"), (4_000_000, "11.34")))
    assert joint.reserve == Fraction("11.34")
    assert (result.price, result.sold) == (Fraction("12.10"), 23_070_987)
    assert result.sold_by_mechanism == {"usa-ca": 18_000_000, "can-qc": 5_070_987}


def test_joint_floor_of_2018() -> None:
    """California USD 14.53, Quebec CAD 14.35, Ontario CAD 14.68: which is the highest depends on the exchange rate."""
    for rate, reserve in (("0.79", "14.53"), ("1", "14.68")):
        members = (("usa-ca", "14.53", "USD"), ("can-qc", "14.35", "CAD"), ("can-on", "14.68", "CAD"))
        joint = terms(*(offer(1, price, of=of, currency=currency) for of, price, currency in members), CAD=rate)
        assert joint.reserve == Fraction(reserve)
        assert {joint.least(one) for one in joint.offers} == {Fraction(reserve)}


# By hand --------------------------------------------------------------------------------------------------------------


def test_the_lowest_winning_bid_sets_the_price() -> None:
    result = clear(terms(offer(100, "5")), bids((60, "20"), (40, "12"), (50, "11")))
    assert result.outcome == "sold"
    assert result.price == 12
    assert awarded(result) == {"b1": 60, "b2": 40}
    assert result.demand == 150
    assert not result.set_aside


def test_bids_at_the_price_share_pro_rata() -> None:
    result = clear(terms(offer(100, "5")), bids((40, "20"), (60, "12"), (30, "12"), (90, "11")))
    assert awarded(result) == {"b1": 40, "b2": 40, "b3": 20}


def test_the_largest_remainder_then_the_bid_id_gets_the_odd_unit() -> None:
    """10 over 7, 5, 3: 4 2/3, 3 1/3, 2. And 2 over three equal bids: the first two by id, however they come."""
    assert awarded(clear(terms(offer(10)), bids((7, "9"), (5, "9"), (3, "9")))) == {"b1": 5, "b2": 3, "b3": 2}
    assert awarded(clear(terms(offer(2)), bids((5, "9"), (5, "9"), (5, "9"))[::-1])) == {"b1": 1, "b2": 1}


def test_no_bid_reaches_the_reserve_price() -> None:
    result = clear(terms(offer(100, "5")), bids((60, "4.99")))
    assert (result.outcome, result.price, result.sold, result.awards) == ("unsold", None, 0, ())
    assert reasons(result) == {"b1": ("price-below-reserve", 60)}
    assert result.sales[0].unsold == 100
    assert clear(terms(offer(100, "5")), []).outcome == "unsold"


def test_bids_do_not_take_up_the_cap() -> None:
    """At the reserve price; in the EU, not at all."""
    result = clear(terms(offer(100, "5")), bids((60, "20"), (30, "7")))
    assert result.outcome == "undersubscribed"
    assert result.price == 5
    assert awarded(result) == {"b1": 60, "b2": 30}
    assert result.sales[0].unsold == 10
    assert clear(terms(offer(100)), bids((60, "20"))).price == 0
    result = clear(replace(terms(offer(100, "5")), annulled_if_undersubscribed=True), bids((60, "20"), (30, "7")))
    assert (result.outcome, result.price, result.awards, result.sales[0].unsold) == ("annulled", None, (), 100)
    result = clear(replace(terms(offer(90, "5")), annulled_if_undersubscribed=True), bids((60, "20"), (30, "7")))
    assert result.outcome == "sold"
    assert result.price == 7


@pytest.mark.parametrize(
    ("given", "price", "tier"),
    [
        ([(100, "9"), (50, "5")], 9, 0),  # below the trigger: not offered
        ([(120, "15")], 10, 20),  # demand at the trigger between 100 and 150: sold in part
        ([(150, "15"), (1, "10")], 15, 50),  # exhausted, and the lowest winning bid above the trigger
        ([(140, "15"), (20, "10")], 10, 50),  # exhausted by a tie at the trigger
        ([(100, "15"), (40, "12"), (20, "11")], 11, 50),
    ],
)
def test_containment_tier(given: list[tuple[int, str]], price: int, tier: int) -> None:
    result = clear(terms(offer(100, "5"), offer(50, "10", "containment")), bids(*given))
    assert result.price == price
    assert sold(result) == [100, tier]


@pytest.mark.parametrize(
    ("given", "price", "amounts"),
    [
        ([(60, "6")], 5, [60, 0, 0]),  # undersubscribed even without what is withheld
        ([(90, "6"), (10, "5")], 6, [80, 0, 0]),  # withheld in full
        ([(90, "9")], 8, [80, 10, 0]),  # withheld in part
        ([(105, "9")], 9, [80, 20, 0]),
        ([(105, "12")], 10, [80, 20, 5]),
        ([(200, "12")], 12, [80, 20, 50]),
    ],
)
def test_both_kinds_of_tier(given: list[tuple[int, str]], price: int, amounts: list[int]) -> None:
    tiers = offer(20, "8", "emissions-containment"), offer(50, "10", "containment")
    result = clear(terms(offer(80, "5"), *tiers), bids(*given))
    assert result.price == price
    assert sold(result) == amounts


def test_a_ceiling_without_limit_bounds_the_price() -> None:
    result = clear(terms(offer(100, "5"), offer(None, "30", "ceiling")), bids((500, "99"), (500, "30"), (1, "29")))
    assert result.price == 30
    assert sold(result) == [100, 900]
    assert result.sales[1].unsold == 0


def test_a_joint_auction_splits_every_award() -> None:
    """At EUR 1 = USD 2 the floor is 10; 8 and 4 units go in the proportion 2 : 1, and bids in euros count double."""
    joint = terms(offer(8, "9", of="a"), offer(4, "5", of="b", currency="EUR"), EUR="2")
    result = clear(joint, [*bids((6, "14"), (2, "9.99")), replace(bids((9, "5.5"), currency="EUR")[0], id="e")])
    assert result.price == 11
    assert result.currency == "USD"
    assert [(one.bid.id, one.quantity, one.split) for one in result.awards] == [
        ("b1", 6, {"a": 4, "b": 2}),
        ("e", 6, {"a": 4, "b": 2}),
    ]
    assert reasons(result) == {"b2": ("price-below-reserve", 2)}


def test_a_joint_auction_splits_odd_awards_exactly() -> None:
    """Three bids of one unit each, two of mechanism a: by rounding each alone, all three would be of a."""
    result = clear(terms(offer(2, of="a"), offer(1, of="b")), bids((1, "3"), (1, "2"), (1, "1")))
    assert [award.split for award in result.awards] == [{"a": 1, "b": 0}, {"a": 1, "b": 0}, {"a": 0, "b": 1}]


def test_an_undersubscribed_joint_auction_sells_in_proportion_to_volumes() -> None:
    result = clear(terms(offer(80, "5", of="a"), offer(20, "7", of="b")), bids((50, "9")))
    assert result.price == 7
    assert result.sold_by_mechanism == {"a": 40, "b": 10}
    assert [sale.unsold for sale in result.sales] == [40, 10]


def test_the_odd_unit_of_equal_offers_is_that_of_the_first_clause() -> None:
    two = offer(10, of="a"), offer(10, of="b")
    assert clear(terms(*two), bids((5, "9"))).sold_by_mechanism == {"a": 3, "b": 2}
    assert clear(terms(*two[::-1]), bids((5, "9"))).sold_by_mechanism == {"a": 3, "b": 2}


def test_a_ceiling_without_limit_is_sold_before_others_at_its_price() -> None:
    joint = terms(offer(50, "9", "ceiling", of="a"), offer(None, "9", "ceiling", of="b"))
    assert sold(clear(joint, bids((70, "9")))) == [0, 70]


def test_a_partner_s_tier_below_the_joint_floor_is_offered_after_the_caps() -> None:
    joint = terms(offer(10, "5", of="a"), offer(10, "9", of="b"), offer(10, "7", "containment", of="a"))
    assert sold(clear(joint, bids((23, "9")))) == [10, 10, 3]


def test_purchase_limit_counts_from_the_highest_bid_down() -> None:
    """A quarter of 8,000; the limit is on all bids of a bidder and leaves whole lots, also of a tier."""
    limited = replace(
        terms(offer(7_500, "5"), offer(500, "6", "emissions-containment"), offer(9_000, "50", "containment")),
        lot=1_000,
        purchase_share=Fraction(1, 4),
        purchase_shares={"utility": Fraction(7, 16)},
    )
    given = [
        Bid(id=id, bidder=bidder, quantity=1_000 * lots, price=Decimal(price), currency="USD")
        for id, bidder, lots, price in (
            ("low", "trader", 2, "7"),
            ("high", "trader", 1, "9"),
            ("all", "utility", 8, "8"),
            ("none", "trader", 1, "6"),
        )
    ]
    result = clear(limited, given)
    assert awarded(result) == {"high": 1_000, "all": 3_000, "low": 1_000}
    assert reasons(result) == {
        "all": ("purchase-limit-exceeded", 5_000),
        "low": ("purchase-limit-exceeded", 1_000),
        "none": ("purchase-limit-exceeded", 1_000),
    }


def test_bids_that_do_not_fit_are_set_aside_with_the_first_reason() -> None:
    fit = Bid(id="fit", bidder="x", quantity=500, price=Fraction(9), currency="USD")
    wrong: dict[Reason, Bid] = {
        "quantity-not-positive": replace(fit, id="q", quantity=-500, price=Decimal("NaN")),
        "quantity-not-in-lots": replace(fit, id="l", quantity=501, currency="ZAR"),
        "currency-unknown": replace(fit, id="c", currency="CAD", price=Decimal("Infinity")),
        "price-not-a-number": replace(fit, id="n", price=Decimal("Infinity")),
        "price-below-reserve": replace(fit, id="r", price=Decimal(-1)),
        "purchase-limit-exceeded": replace(fit, id="z", price=Decimal("8.5")),
    }
    twice = [replace(fit, id="t", quantity=0), replace(fit, id="t")]
    limited = replace(terms(offer(1_000, "5")), lot=500, purchase_share=Fraction(1, 2))
    result = clear(limited, [*wrong.values(), fit, *twice])
    assert awarded(result) == {"fit": 500}
    found = {bid.id: reason for reason, bid in wrong.items()} | {"t": "id-repeated"}
    assert {one.bid.id: one.reason for one in result.set_aside} == found
    assert len(result.set_aside) == len(wrong) + len(twice)
    assert set(found.values()) == set(get_args(Reason))


def test_outcomes_are_all_met() -> None:
    met = {
        clear(replace(terms(offer(5, "1")), annulled_if_undersubscribed=annulled), given).outcome
        for annulled in (False, True)
        for given in ([], bids((1, "1")), bids((9, "1")))
    }
    assert met == set(get_args(Outcome))
