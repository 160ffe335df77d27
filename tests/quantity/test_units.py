"""Units are converted exactly: short tons, carbon and CO2, price years and currencies."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.quantity import Measures, parse_price, parse_quantity
from tests.strategies import quantity_units

INDEX = {
    ("EUR", 2020): Fraction(100),
    ("EUR", 2025): Fraction(121),
    ("USD", 2005): Fraction(3),
    ("USD", 2025): Fraction(5),
}
EXCHANGE = {("USD", 2025): Fraction(9, 10), ("GBP", 2025): Fraction(7, 6)}


def measures(quantity: str = "Mt CO2e", currency: str = "EUR", year: int = 2025) -> Measures:
    return Measures(
        parse_quantity(quantity),
        currency,
        year,
        exchange=lambda code, at: EXCHANGE.get((code, at)),
        index=lambda code, at: INDEX.get((code, at)),
    )


@pytest.mark.parametrize(
    ("text", "tonnes"),
    [
        ("t", 1),
        ("Mt CO2e", 10**6),
        ("Gt CO2", 10**9),
        ("t C", Fraction(44, 12)),
        ("Gt C", Fraction(11, 3) * 10**9),
        # A short ton is 2,000 pounds of 0.45359237 kg: by law, and exactly.
        ("st CO2", Fraction(90718474, 100_000_000)),
        ("Mst CO2", Fraction(90718474, 100)),
        ("st C", Fraction(90718474, 100_000_000) * Fraction(44, 12)),
    ],
)
def test_a_quantity_unit_has_its_size_in_tonnes(text: str, tonnes: Fraction) -> None:
    assert parse_quantity(text).tonnes == tonnes


@pytest.mark.parametrize("text", ["", "t  CO2", "Mt CO2e ", "mt CO2e", "T", "Mt CH4", "Mt-CO2e", "t CO2 e", "EUR/t"])
def test_what_is_no_quantity_unit(text: str) -> None:
    with pytest.raises(ValueError, match="a mass"):
        parse_quantity(text)


@pytest.mark.parametrize(
    ("text", "currency", "year", "quantity"),
    [
        ("GBP/t", "GBP", None, "t"),
        ("USD2005/t CO2", "USD", 2005, "t CO2"),
        ("USD/t C", "USD", None, "t C"),
        ("CNY2026/Mst CO2", "CNY", 2026, "Mst CO2"),
    ],
)
def test_a_price_unit_has_three_parts(text: str, currency: str, year: int | None, quantity: str) -> None:
    unit = parse_price(text)
    assert (unit.currency, unit.year, unit.quantity.text) == (currency, year, quantity)


@pytest.mark.parametrize(
    "text", ["", "t/GBP", "GBP", "GBP/", "gbp/t", "EURO/t", "EUR20/t", "EUR 2005/t", "EUR/kg", "/t"]
)
def test_what_is_no_price_unit(text: str) -> None:
    with pytest.raises(ValueError, match="a "):
        parse_price(text)


def test_quantities_become_the_worlds() -> None:
    assert measures("Mt CO2e").convert_quantity(Fraction(3), "Gt C") == 11_000
    assert measures("Mt C").convert_quantity(Fraction(44), "Mt CO2") == 12
    assert measures("Mst CO2").convert_quantity(Fraction(90718474), "t CO2") == 100


def test_prices_in_the_worlds_money_stay() -> None:
    assert measures().convert_price(Fraction(40), "EUR2025/t", 2030) == 40
    assert measures().convert_price(Fraction(40), "EUR/t", 2025) == 40


def test_a_price_without_a_year_is_in_the_money_of_its_year() -> None:
    assert measures().convert_price(Fraction(100), "EUR/t", 2020) == 121
    assert measures().convert_price(Fraction(100), "EUR2020/t", 1999) == 121


def test_prices_are_brought_to_the_year_first_and_then_to_the_currency() -> None:
    assert measures().convert_price(Fraction(3), "USD2005/t CO2", 2030) == Fraction(3) * Fraction(5, 3) * Fraction(
        9, 10
    )
    assert measures().convert_price(Fraction(6), "GBP2025/t", 2030) == 7


def test_prices_are_per_tonne_of_the_worlds_substance() -> None:
    assert measures("Gt CO2").convert_price(Fraction(44), "EUR2025/t C", 2025) == 12
    assert measures("Mt C").convert_price(Fraction(12), "EUR2025/t CO2", 2025) == 44
    short = measures().convert_price(Fraction(90718474), "EUR2025/st CO2", 2025)
    assert short == 100_000_000


@pytest.mark.parametrize(
    ("unit", "year", "missing"),
    [
        ("JPY2025/t", 2025, ("exchange-rate", "JPY", 2025)),
        ("EUR/t", 2021, ("price-index", "EUR", 2021)),
        ("GBP2005/t", 2025, ("price-index", "GBP", 2005)),
        ("USD1990/t", 2025, ("price-index", "USD", 1990)),
    ],
)
def test_a_rate_that_is_missing_is_named(unit: str, year: int, missing: tuple[str, str, int]) -> None:
    with pytest.raises(LookupError) as caught:
        measures().convert_price(Fraction(1), unit, year)
    assert caught.value.args == missing


def test_a_missing_index_of_the_price_year_is_named() -> None:
    with pytest.raises(LookupError) as caught:
        measures(year=2026).convert_price(Fraction(1), "EUR/t", 2025)
    assert caught.value.args == ("price-index", "EUR", 2026)


def test_units_are_printed() -> None:
    assert (measures("Mt CO2e").price_text, measures("Mt CO2e").money_text) == ("EUR2025/t CO2e", "million EUR2025")
    assert (measures("kt C").price_text, measures("kt C").money_text) == ("EUR2025/t C", "thousand EUR2025")
    assert (measures("t").price_text, measures("t").money_text) == ("EUR2025/t CO2e", "EUR2025")
    assert measures("Gt CO2").money_text == "1e+09 × EUR2025"


@given(st.fractions(), quantity_units, quantity_units)
def test_there_and_back_is_where_it_was(value: Fraction, one: str, other: str) -> None:
    there = measures(one).convert_quantity(value, other)
    assert measures(other).convert_quantity(there, one) == value
