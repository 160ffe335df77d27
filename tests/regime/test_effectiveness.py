"""Few links, counted out: against hand and against scipy; and the links of a small history."""

from __future__ import annotations

from datetime import date

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame
from scipy.stats import kendalltau

from comity.regime.effectiveness import associated, associated_pairs, links, table
from tests.regime.small_history import by, history


def test_three_links_in_order_prove_nothing() -> None:
    found = associated([1, 2, 3], [10, 20, 30])
    assert (found.links, found.comparable, found.tau) == (3, 3, 1)
    assert found.p == pytest.approx(2 / 6)  # the order itself, and its reverse
    assert found.least_p == found.p


@settings(deadline=None, max_examples=30)
@given(st.integers(3, 6).flatmap(lambda n: st.tuples(st.permutations(range(n)), st.permutations(range(n)))))
def test_without_censoring_it_is_kendalls_and_its_exact_chance(both: tuple[list[int], list[int]]) -> None:
    ours, theirs = associated(*both), kendalltau(*both, method="exact")
    assert ours.tau == pytest.approx(theirs.statistic)
    assert ours.p == pytest.approx(theirs.pvalue)


def test_what_still_holds_is_compared_where_it_is_known_to_be_longer() -> None:
    going_on = [False, False, True, True]
    found = associated([1, 2, 3, 4], [2, 5, 3, 9], going_on=going_on)
    # known: 2 < 5, 2 < 3+, 2 < 9+, 5 < 9+; not known: 5 and 3+, 3+ and 9+
    assert found.comparable == 4
    assert found.tau == 1
    # 3 of the 24 ways put all four in order, 3 in the opposite one
    assert found.p == pytest.approx(6 / 24)


def test_what_is_not_known_of_a_link_leaves_it_out() -> None:
    nan = float("nan")
    assert associated([1, nan, 3, 4], [1, 2, nan, 4]).links == 2
    assert numpy.isnan(associated([1, nan], [nan, 2]).tau)
    assert associated([1, 1, 1], [1, 2, 3]).tau == 0
    assert associated([1, 1, 1], [1, 2, 3]).p == 1


def test_more_links_than_can_be_counted_out_are_refused() -> None:
    with pytest.raises(ValueError, match="12 links"):
        associated(range(12), range(12))
    with pytest.raises(ValueError, match="9 systems"):
        associated_pairs(numpy.zeros((9, 9)), numpy.zeros((9, 9)))


def test_where_nothing_is_related_few_are_significant() -> None:
    generator = numpy.random.default_rng(1)
    found = [associated(*generator.normal(size=(2, 6))).p for _ in range(300)]
    assert numpy.mean(numpy.array(found) <= 0.05) <= 0.075


def test_pairs_of_systems_are_permuted_by_system() -> None:
    generator = numpy.random.default_rng(2)
    square = generator.normal(size=(5, 5))
    square = square + square.T
    found = associated_pairs(square, square)
    assert (found.links, found.tau) == (10, 1)
    assert found.p == pytest.approx(1 / 120)  # no other order of the systems is the same
    order = [3, 1, 4, 0, 2]
    moved = associated_pairs(square[numpy.ix_(order, order)], square)
    assert moved.least_p == pytest.approx(1 / 120)
    assert abs(moved.tau) < 1


def test_links_of_a_small_history() -> None:
    found = links(history())
    assert len(found) == 1
    one = found.to_dict("records")[0]
    assert (one["a"], one["b"], one["start"], one["end"]) == ("first", "gone", date(2008, 7, 1), date(2009, 6, 30))
    assert one["ended"]
    assert not one["both_ways"]
    assert one["years"] == pytest.approx(364 / 365.25)
    assert numpy.isnan(one["size_mt"])
    assert numpy.isnan(one["volatility"])


def test_a_link_that_holds_lasts_up_to_the_worlds_day() -> None:
    size = {"unit": "Mt CO2e", "values": [{"year": 2008, "value": 7, "status": "assumed"}]}
    prices = [{"year": 2010 + number, "value": value, "status": "assumed"} for number, value in enumerate((10, 20, 10))]
    both = {
        "parties": ["CCC"],
        "balance": "CCC",
        "start": date(2006, 1, 1),
        "covered-emissions": size,
    }
    made = history(
        mechanisms={
            "one": both
            | {
                "unit-type": "X",
                "observed-prices": {"seen": {"basis": "auction", "unit": "USD2025/t", "values": prices}},
            },
            "two": both | {"unit-type": "Y"},
        },
        agreements={
            "link": {
                "start": date(2009, 4, 1),
                "clauses": {
                    "there": {"moves": {"from": "one", "into": "two"}},
                    "back": {"moves": {"from": "two", "into": "one"}, "start": date(2010, 4, 1)},
                },
            }
        },
    )
    found = links(made)
    one = found.to_dict("records")[0]
    assert (one["a"], one["b"], one["start"], one["end"]) == ("one", "two", date(2009, 4, 1), None)
    assert one["both_ways"]
    assert not one["ended"]
    assert one["years"] == pytest.approx(17, abs=0.01)
    assert (one["size_mt"], one["smaller_mt"]) == (14, 7)
    assert one["volatility"] == pytest.approx(numpy.log(2) * 2**0.5)


def test_years_are_censored_where_a_link_holds_and_nothing_else_is() -> None:
    found = DataFrame(
        {
            "core": [0.1, 0.2, 0.3],
            "years": [5.0, 2.0, 3.0],
            "gain": [5.0, 2.0, 3.0],
            "ended": [True, False, False],
        }
    )
    told = by(table(found, {"core": "core"}, {"lasted": "years", "gained": "gain"}), "outcome")
    assert told["lasted"]["comparable"] == 0  # nobody knows which will have lasted longer
    assert told["gained"]["comparable"] == 3
