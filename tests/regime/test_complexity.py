"""Measures of complexity by year, by hand on the small regime, and what moved them."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given, settings

from comity.regime.complexity import MOVED_BY, Event, Snapshot, complexity, events, frame, moves
from comity.results.map import Metrics
from tests import strategies
from tests.random_worlds import Tree, world_of
from tests.regime.small_world import mechanism, small, tree
from tests.renaming import renamed

#: On 31 December 2011: central, carried, home, alpha, beta; of hosted nobody knows the first day.
IN_2011 = complexity(small(), [2011])[0]


def test_counts_and_densities() -> None:
    assert IN_2011.mechanisms == 5
    assert IN_2011.links == 3  # central → alpha, alpha → beta, beta → alpha
    assert IN_2011.link_density == 3 / 20
    assert IN_2011.per_party == 1  # alpha has A; beta B and C
    assert IN_2011.per_gigatonne is None


def test_overlap() -> None:
    assert (IN_2011.shared_parties, IN_2011.overlapping) == (0, 0)
    more = {"gamma": mechanism("cap-and-trade", parties=["BBB", "CCC"], start=tree()["mechanism"]["alpha"]["start"])}
    found = complexity(small(mechanism=more), [2011])[0]
    assert found.shared_parties == pytest.approx(2 / 3)  # two in common with beta, none with alpha
    assert found.overlapping == pytest.approx(1 / 3)


def test_entropies() -> None:
    of_five = -(2 / 5 * log2(2 / 5) + 3 / 5 * log2(3 / 5))
    assert IN_2011.entropy_kinds == pytest.approx(of_five)  # three crediting, two caps
    assert IN_2011.entropy_layers == pytest.approx(of_five)  # central and carried are of the complex
    assert IN_2011.entropy_covered is None


def test_structure() -> None:
    """Ties: carried and home with central, central with alpha, alpha with beta: a tree of five."""
    assert IN_2011.largest_part == 1
    assert IN_2011.centralisation == pytest.approx((0 + 2 + 2 + 1 + 2) / 12)


def test_routes() -> None:
    assert IN_2011.routes == 2.5  # alpha three, beta two


def test_credits_are_handed_in() -> None:
    issued = {("central", 2011): 30.0, ("home", 2011): 10.0, ("home", 2010): 99.0, ("nobody", 2011): 99.0}
    found = complexity(small(), [2011, 2012], issued=issued)
    assert found[0].credited_complex == 0.75
    assert found[0].credited_concentration == 0.75**2 + 0.25**2
    assert found[0].credited_private == 0
    assert found[1].credited_complex is None


def test_what_is_scheduled_comes_in() -> None:
    before, after = complexity(small(), [2027, 2028])
    assert after.mechanisms == before.mechanisms + 1


def test_an_empty_year() -> None:
    found = complexity(small(), [1990])[0]
    assert (found.mechanisms, found.links, found.routes, found.modularity) == (0, 0, None, None)


def test_the_frame_has_a_row_a_year() -> None:
    found = frame(complexity(small(), range(2009, 2013)))
    assert found["year"].tolist() == [2009, 2010, 2011, 2012]
    assert list(found.columns) == list(Metrics.model_fields)


def test_events_by_hand() -> None:
    found = set(events(small(), range(2009, 2014)))
    assert found == {
        Event(2010, "start", ("beta",)),
        Event(2011, "link", ("alpha", "beta")),
        Event(2011, "link", ("beta", "alpha")),
        Event(2011, "join", ("CCC", "beta")),
        Event(2012, "leave", ("CCC", "beta")),
        Event(2013, "unlink", ("central", "alpha")),
    }


def test_an_event_is_of_the_year_at_whose_end_it_is_seen() -> None:
    """Acceptance to 31 December 2012 still holds on that day."""
    assert not any(one.what == "unlink" for one in events(small(), [2011, 2012]))


def test_moves_name_what_can_have_moved_them() -> None:
    years = range(2009, 2014)
    found = moves(complexity(small(), years), events(small(), years), "links")
    assert [(one.year, one.before, one.after) for one in found] == [(2011, 1, 3), (2013, 3, 2)]
    assert {event.what for one in found for event in one.events} == {"link", "unlink"}


@given(strategies.regimes())
@settings(max_examples=30)
def test_no_move_without_an_event(tree: Tree) -> None:
    """What is said to move a measure is all that can: where none of it happened, the measure stands still."""
    world, years = world_of(tree), range(2000, 2006)
    found, happened = complexity(world, years, draws=1), events(world, years)
    for measure in MOVED_BY:
        for move in moves(found, happened, measure):
            assert move.events, (measure, move)


@given(strategies.regimes())
@settings(max_examples=30)
def test_names_do_not_matter(tree: Tree) -> None:
    world = world_of(tree)
    here, there = (complexity(one, [2004], draws=2)[0] for one in (world, renamed(world)))
    for name in Metrics.model_fields:
        assert getattr(here, name) == pytest.approx(getattr(there, name)), name


def test_who_was_there_always_is_in_no_year() -> None:
    assert "hosted" not in Snapshot(small(), 2011).regime.mechanisms


def test_measures_move_only_by_what_they_are_of() -> None:
    assert set(MOVED_BY) <= set(Metrics.model_fields)
