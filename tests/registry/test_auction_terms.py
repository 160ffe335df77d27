"""The terms of an auction come from the same fields as the market reads, in whole units and exact prices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from comity.market.figures import Figures
from comity.quantity import Measures, parse_quantity
from comity.registry.auction import Bid, clear
from comity.registry.auction_terms import BadTerms, Offer, Terms, terms_of
from comity.world import World
from comity.world.mechanism import Mechanism
from comity.world.own_rules import own_rules

INDEX = {("USD", 2025): Fraction(100), ("USD", 2026): Fraction(104)}
MEASURES = Measures(
    parse_quantity("Mt CO2e"), "EUR", 2025, exchange=lambda code, at: None, index=lambda code, at: INDEX.get((code, at))
)
LAST_DAY = date(2026, 12, 31)


def series(unit: str, *values: str, **more: Any) -> dict[str, Any]:
    """Figures of 2026 and the years after it."""
    figures = [{"year": year, "value": Decimal(value), "status": "assumed"} for year, value in enumerate(values, 2026)]
    return {"unit": unit, "values": figures, **more}


def tier(price: str, volume: str, unit: str = "t CO2e", **more: Any) -> dict[str, Any]:
    per = unit.removeprefix("M")
    return {"price": series(f"USD/{per}", price), "volume": series(unit, volume), **more}


def mechanism(cap: dict[str, Any] | None = None, **controls: Any) -> Mechanism:
    """A mechanism with a cap, of 100 tonnes if none is given, and price controls."""
    return Mechanism.model_validate(
        {
            "name": {"en": "One", "zh": "一"},
            "kind": "cap-and-trade",
            "unit-type": "A",
            "start": date(2026, 1, 1),
            "cap": cap or series("t CO2e", "100", "100"),
            "price-controls": {key.replace("_", "-"): value for key, value in controls.items()},
        }
    )


def of(*mechanisms: Mechanism, **more: Any) -> Terms:
    """The terms of an auction of mechanisms a, b, … on the last day of 2026."""
    named = dict(zip("abc", mechanisms, strict=False))
    given: dict[str, Any] = {"day": LAST_DAY, "measures": MEASURES, "currency": "USD"} | more
    return terms_of(named, **given)


def volumes(terms: Terms) -> dict[str, int | None]:
    return {offer.clause.removeprefix("mechanism."): offer.volume for offer in terms.offers}


def prices(terms: Terms) -> dict[str, Fraction]:
    return {offer.clause.removeprefix("mechanism."): offer.price for offer in terms.offers}


# As the market --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", range(2026, 2031))
def test_offers_are_what_the_market_reads(year: int) -> None:
    """Clause by clause the same price and volume, of all that is issued at a price in the year."""
    world = World.load("tutorial")
    days = {"start": date(2026, 6, 1), "end": date(2029, 6, 1)}
    euros, tonnes = "EUR2026/t", "Mt CO2e"
    both = ("60", "60", "65", "65", "70")
    controls = {
        "auction-reserve": series(euros, "25", "26", "27", **days),
        "emissions-containment": {"e": {"price": series(euros, *both), "volume": series(tonnes, *["3.5"] * 5), **days}},
        "containment": {
            "c": {"price": series(euros, "80", "90"), "volume": series(tonnes, *["4"] * 5)},
            "d": {"price": series(euros, *both), "volume": series(tonnes, *["1.25"] * 5), "unsold": "reserve"},
        },
        "ceiling": {"price": series(euros, *["100"] * 5)},
    }
    given = world.mechanism["north-ets"].model_copy(
        update={"price_controls": mechanism(**controls).price_controls}, deep=True
    )
    day = date(year, 12, 31)
    terms = terms_of({"north-ets": given}, day, measures=world.measures, currency="EUR", price_year=2026)
    figures = Figures(world, year)
    expected = {}
    for clause in own_rules(world, "north-ets", given):
        auctioned = clause.kind == "issue" and not clause.free and clause.in_force(day)
        if auctioned and (clause.id.endswith(".cap") or figures.begun(clause)):
            expected[clause.id] = (figures.asked(clause), figures.amount(clause.fixed or clause.most), clause.unsold)
    assert {
        offer.clause: (float(offer.price), None if offer.volume is None else offer.volume / 1_000_000, offer.fate)
        for offer in terms.offers
    } == expected


def test_outside_its_days_a_reserve_price_does_not_hold() -> None:
    """Nor before its first figure; nor is a tier offered, or withheld, then."""
    late = {"start": date(2026, 7, 1)}
    given = mechanism(
        auction_reserve=series("USD/t", "5") | late,
        emissions_containment={"e": tier("8", "20") | late},
        containment={"c": tier("10", "50") | late},
    )
    assert prices(of(given)) == {
        "a.cap": 5,
        "a.price-controls.emissions-containment.e": 8,
        "a.price-controls.containment.c": 10,
    }
    assert volumes(of(given, day=date(2026, 6, 30))) == {"a.cap": 100}
    assert prices(of(given, day=date(2026, 6, 30))) == {"a.cap": 0}
    assert prices(of(given, day=date(2027, 7, 1))) == {"a.cap": 0}


def test_free_shares_are_not_auctioned_nor_units_for_compliance_only() -> None:
    given = mechanism(
        series("t CO2e", "100", **{"free-share": Decimal("0.4")}),
        ceiling={"price": series("USD/t", "99"), "compliance-only": True},
    )
    assert volumes(of(given)) == {"a.cap": 60}
    with pytest.raises(BadTerms, match="offers: none"):
        of(mechanism(series("t CO2e", "100", **{"free-share": 1})))


# Units and money ------------------------------------------------------------------------------------------------------


def test_units_of_short_tons() -> None:
    """RGGI: prices per short ton stay what they are, prices per tonne become less, and volumes short tons."""
    given = mechanism(
        series("Mst CO2", "10.0000005"),
        auction_reserve=series("USD/t CO2", "10"),
        containment={"c": tier("13", "1", "Mst CO2")},
    )
    terms = of(given, unit="st CO2")
    assert list(volumes(terms).values()) == [10_000_000, 1_000_000]
    assert list(prices(terms).values()) == [Fraction("9.0718474"), 13]
    assert volumes(of(given))["a.cap"] == 9_071_847


def test_prices_become_money_of_the_year_or_of_another() -> None:
    given = mechanism(auction_reserve=series("USD2025/t", "25"))
    assert prices(of(given)) == {"a.cap": 26}
    assert prices(of(given, price_year=2025)) == {"a.cap": 25}
    with pytest.raises(LookupError, match="price-index"):
        of(given, price_year=2024)


def test_indexed_prices_go_on() -> None:
    rising = replace(MEASURES, index=lambda code, at: Fraction(at - 1926))
    given = mechanism(auction_reserve=series("USD/t", "20", escalation=Decimal("0.05"), indexed=True))
    assert prices(of(given, day=date(2027, 3, 1), measures=rising)) == {"a.cap": 21 * Fraction(101, 100)}


def test_a_joint_auction_of_two_currencies() -> None:
    """At CAD 1 = USD 0.8 the floors are USD 10 and 10.40; the higher holds for both."""
    one = mechanism(auction_reserve=series("USD/t", "10"))
    other = mechanism(series("t CO2e", "25"), auction_reserve=series("CAD/t", "13"))
    terms = of(one, other, exchange={"CAD": Fraction(4, 5)})
    assert terms.reserve == Fraction("10.4")
    result = clear(terms, [Bid(id="1", bidder="x", quantity=10, price=Decimal(14), currency="CAD")])
    assert result.price == Fraction("10.4")
    assert result.awards[0].split == {"a": 8, "b": 2}
    with pytest.raises(BadTerms, match=r"mechanism\.b\.cap: CAD"):
        of(one, other)


# A year's auctions ----------------------------------------------------------------------------------------------------


def test_the_auctions_of_a_year_add_up_to_its_cap() -> None:
    given = mechanism(series("t CO2e", "101.9"))
    ends = [Fraction(number, 4) for number in range(5)]
    parts = [volumes(of(given, of_year=(start, end)))["a.cap"] for start, end in pairwise(ends)]
    assert parts == [25, 25, 26, 25]


def test_tiers_are_a_year_s_and_offer_what_earlier_auctions_left() -> None:
    given = mechanism(
        auction_reserve=series("USD/t", "5", unsold="later-auctions"),
        emissions_containment={"e": tier("8", "20")},
        containment={"c": tier("10", "50", unsold="later-auctions")},
    )
    second = (Fraction(1, 4), Fraction(1, 2))
    assert list(volumes(of(given, of_year=second)).values()) == [5, 20, 50]
    first = clear(
        of(given, of_year=(Fraction(0), Fraction(1, 4))),
        [Bid(id="1", bidder="x", quantity=12, price=Decimal(9), currency="USD")],
    )
    assert [(sale.sold, sale.unsold, sale.offer.fate) for sale in first.sales] == [
        (5, 0, "later-auctions"),
        (7, 13, "cancelled"),
        (0, 50, "later-auctions"),
    ]
    extra = {
        "mechanism.a.cap": 3,
        "mechanism.a.price-controls.emissions-containment.e": -13,
        "mechanism.a.price-controls.containment.c": -60,
    }
    assert list(volumes(of(given, of_year=second, extra=extra)).values()) == [21, 7, 0]


def test_what_is_withheld_is_at_most_the_auction_s_part_of_the_cap() -> None:
    """Of two tiers the dearer first: between the triggers of 8 and 9 it alone is withheld."""
    given = mechanism(emissions_containment={"low": tier("8", "20"), "high": tier("9", "20")})
    terms = of(given, of_year=(Fraction(0), Fraction(3, 10)))
    at = "a.price-controls.emissions-containment"
    assert volumes(terms) == {"a.cap": 0, f"{at}.high": 20, f"{at}.low": 10}


# Terms that cannot be -------------------------------------------------------------------------------------------------

ONE = Offer(clause="a", mechanism="m", volume=1, price=Fraction(1), currency="EUR")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"offers": ()}, "offers: none"),
        ({"offers": (ONE, ONE)}, "offers: a, a"),
        ({"exchange": {}}, "a: EUR"),
        ({"exchange": {"EUR": Fraction(0)}}, r"exchange\.EUR: 0"),
        ({"exchange": {"EUR": Fraction(1), "USD": Fraction(1)}}, r"exchange\.USD: 1"),
        ({"lot": 0}, "lot: 0"),
        ({"purchase_share": Fraction(-1)}, "purchase share: -1"),
        ({"purchase_shares": {"x": Fraction(3, 2)}}, "purchase share: 3/2"),
    ],
)
def test_terms_that_contradict_themselves(change: dict[str, Any], message: str) -> None:
    terms = Terms(currency="USD", offers=(ONE,), exchange={"EUR": Fraction(1)})
    with pytest.raises(BadTerms, match=f"^{message}, expected"):
        replace(terms, **change)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"volume": -1}, "a: volume -1"),
        ({"volume": None}, "a: no volume"),
        ({"price": Fraction(-1)}, "a: price -1"),
    ],
)
def test_offers_that_cannot_be(change: dict[str, Any], message: str) -> None:
    with pytest.raises(BadTerms, match=f"^{message}, expected"):
        replace(ONE, **change)


def test_a_mechanism_that_does_not_run_or_is_not_known() -> None:
    with pytest.raises(BadTerms, match=r"^mechanism\.a: 2025-12-31, expected a day on which it runs"):
        of(mechanism(), day=date(2025, 12, 31))
    with pytest.raises(BadTerms, match=r"^mechanism\.a\.cap: no quantity for 2028, expected one"):
        of(mechanism(), day=date(2028, 1, 1))
    with pytest.raises(BadTerms, match=r"^of_year: 1/2 to 1/4, expected"):
        of(mechanism(), of_year=(Fraction(1, 2), Fraction(1, 4)))
