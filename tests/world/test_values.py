"""Series: read off the line between two figures, unknown outside, as weak as the weaker of the two."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.world.values import STRENGTH, Price, Quantity, Ratio, Status, Value, kebab
from tests.strategies import figures


def series(*figures: tuple[int, object] | tuple[int, object, str], unit: str = "Mt CO2e") -> Quantity:
    values = [
        {"year": year, "value": value, "status": status[0] if status else "assumed", "source": f"s{year}"}
        for year, value, *status in figures
    ]
    return Quantity.model_validate({"unit": unit, "values": values})


def test_a_figure_of_the_year_is_itself() -> None:
    reading = series((2025, Decimal("92.1"), "sourced"), (2030, 50)).at(2025)
    assert reading is not None
    assert (reading.value, reading.status, reading.sources, reading.years) == (
        Fraction(921, 10),
        "sourced",
        ("s2025",),
        (2025,),
    )


def test_between_two_figures_the_line_is_read_exactly() -> None:
    reading = series((2025, 1), (2028, 2)).at(2026)
    assert reading is not None
    assert reading.value == Fraction(4, 3)
    assert (reading.sources, reading.years) == (("s2025", "s2028"), (2025, 2028))


def test_only_the_nearest_figures_count() -> None:
    reading = series((2040, 100), (2020, 100), (2030, 0), (2025, 10)).at(2027)
    assert reading is not None
    assert (reading.value, reading.years) == (Fraction(6), (2025, 2030))


@pytest.mark.parametrize("year", [1900, 2024, 2031, 2200])
def test_outside_its_figures_a_series_is_unknown_and_not_zero(year: int) -> None:
    assert series((2025, 0), (2030, 0)).at(year) is None


def test_one_figure_is_known_in_its_year_alone() -> None:
    lone = series((2025, 0))
    reading = lone.at(2025)
    assert reading is not None
    assert reading.value == 0
    assert lone.at(2024) is None
    assert lone.at(2026) is None


def test_a_source_of_both_figures_is_named_once() -> None:
    values = [{"year": year, "value": 1, "status": "sourced", "source": "book"} for year in (2025, 2030)]
    reading = Ratio.model_validate({"unit": "a share", "values": values}).at(2027)
    assert reading is not None
    assert reading.sources == ("book",)


@pytest.mark.parametrize(("stronger", "weaker"), list(combinations_with_replacement(STRENGTH, 2)))
def test_between_two_figures_the_weaker_status_holds(stronger: Status, weaker: Status) -> None:
    for first, second in ((stronger, weaker), (weaker, stronger)):
        reading = series((2025, 1, first), (2030, 2, second)).at(2027)
        assert reading is not None
        assert reading.status == weaker


def test_every_status_has_its_strength() -> None:
    assert set(STRENGTH) == set(get_args(Status))


@given(figures, st.integers(1890, 2210))
def test_a_reading_lies_between_the_figures_beside_it(drawn: list[tuple[int, Decimal]], year: int) -> None:
    reading = series(*drawn).at(year)
    years = [one for one, _ in drawn]
    assert (reading is not None) == (min(years) <= year <= max(years))
    if reading is not None:
        beside = [value for one, value in drawn if one in reading.years]
        assert min(beside) <= reading.value <= max(beside)
        assert reading.years[0] <= year <= reading.years[-1]


def test_numbers_are_read_exactly_and_stay_frozen() -> None:
    value = Value.model_validate({"year": 2025, "value": Decimal("0.1"), "status": "assumed"})
    assert value.value == Decimal("0.1")
    with pytest.raises(ValueError, match="frozen"):
        value.year = 2026  # type: ignore[misc]
    price: Any = {"unit": "EUR/t", "values": [{"year": 2025, "value": 1, "status": "assumed"}]}
    assert Price.model_validate(price) == Price.model_validate(price)


def test_names_of_attributes_are_keys_of_files() -> None:
    assert [kebab(name) for name in ("unit_type", "from_", "kind")] == ["unit-type", "from", "kind"]
