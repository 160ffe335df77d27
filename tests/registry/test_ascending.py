"""Numbers in order beside a set that is sorted whenever somebody asks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.registry.ascending import Ascending


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 45), st.integers(0, 45)), max_size=80))
def test_what_ascends_is_what_sorting_gives(steps: list[tuple[int, int, int]]) -> None:
    """Each step puts a number in, or takes it out, and asks for neighbours; on pages so short that many are cut."""
    ascending, there = Ascending(), set[int]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("comity.registry.ascending.PAGE_MOST", 3)
        for number, low, high in steps:
            (ascending.remove if number in there else ascending.add)(number)
            there ^= {number}
            assert list(ascending.between(low, high)) == [one for one in sorted(there) if low <= one <= high]
            assert ascending.up_to(high) == max((one for one in there if one <= high), default=None)
            assert ascending.highest == max(there, default=0)
