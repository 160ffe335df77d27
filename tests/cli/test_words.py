"""Wrapping in two scripts, and numbers in columns."""

from __future__ import annotations

from fractions import Fraction
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.cli.wrap import columns_of, listed, padded, wrap
from comity.text.numbers import column, exact, one, percent

prose = st.text(st.sampled_from("ab 中文，。、（）-7"), max_size=120)


@given(prose, st.integers(10, 80))
def test_wrapping_loses_nothing_and_keeps_the_width(words: str, width: int) -> None:
    lines = wrap(words, width)
    assert "".join("".join(lines).split()) == "".join(words.split())
    longest = max((columns_of(word) for word in words.split()), default=0)
    assert all(columns_of(line) <= max(width, longest) for line in lines)


@given(prose, st.integers(10, 80))
def test_no_line_begins_with_what_closes(words: str, width: int) -> None:
    for line in wrap(words, width)[1:]:
        if line and line[0] in "，。、）":
            assert any(f"{before}{line[0]}" in words for before in " （") or words[0] == line[0]  # it was written so


def test_chinese_is_two_columns_wide() -> None:
    assert columns_of("碳市场 ETS") == 10
    assert padded("碳", 4) == "碳  "
    assert wrap("一二三四五，六", 10) == ["一二三四", "五，六"]
    assert wrap("一二三四（66%）", 10) == ["一二三四", "（66%）"]
    assert listed([("甲", "说明"), ("abc", "words")], 60) == ["  甲   说明", "  abc  words"]


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([1234.5, 0.4, None], ["1,234", "≈0", "–"]),
        ([12.345, -1.0], ["12.35", "-1.00"]),
        ([1e-12, 3.0], ["0", "3.000"]),
        ([0.0, -0.0], ["0", "0"]),
        ([inf, 1.0, nan], ["–", "1.000", "–"]),
        ([], []),
    ],
)
def test_a_column_has_one_number_of_decimals(values: list[float | None], shown: list[str]) -> None:
    assert column(values) == shown


def test_a_number_alone_has_no_idle_zeros() -> None:
    assert [one(2.0), one(20.5), one(1e6), one(3, signed=True)] == ["2", "20.5", "1,000,000", "+3"]
    assert one(1e-12, scale=1.0) == "0"
    assert column([1_000_000.0, 12.0], decimals_least=2) == ["1,000,000.00", "12.00"]


def test_percents_and_exact_figures() -> None:
    assert [percent(0.5), percent(0.0349), percent(0.0996)] == ["50%", "3.5%", "10%"]
    assert [exact(Fraction(1, 3)), exact(Fraction(5)), exact(Fraction("0.25")), exact(Fraction(1, 10**6))] == [
        "0.3333333333",
        "5",
        "0.25",
        "1e-06",
    ]
