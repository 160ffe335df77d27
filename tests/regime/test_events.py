"""Events of a history of which everything is known, and who was at risk of them."""

from __future__ import annotations

from datetime import date

import numpy
import pytest
from pandas import DataFrame

from comity.regime.covariates import setting_of, system_periods
from comity.regime.events import actor_of, credited_since, events, member_years, norm_bodies, systems
from comity.regime.exposure import DRIVERS, Setting, person_periods
from comity.world.world import World
from tests.regime.small_history import history, places, states

UNTIL = 2015


@pytest.fixture(scope="module")
def world() -> World:
    return history()


@pytest.fixture(scope="module")
def of(world: World) -> Setting:
    return setting_of(world, "trading", states(), places(), years=(1998, 2010), until=UNTIL)


@pytest.fixture(scope="module")
def table(of: Setting) -> DataFrame:
    return person_periods(of)


def row(table: DataFrame, actor: str, year: int) -> dict[str, float]:
    found = table[(table["actor"] == actor) & (table["year"] == year)].to_dict("records")
    assert len(found) == 1
    return {str(name): value for name, value in found[0].items()}


def test_what_happened(world: World) -> None:
    found = events(world)
    adopted = found[(found["event"] == "adoption") & (found["family"] == "trading")]
    assert list(zip(adopted["year"], adopted["actor"], adopted["mechanism"], strict=True)) == [
        (2000, "AAA", "first"),
        (2003, "BBB", "province"),
        (2005, "UNI", "common"),
        (2007, "AAA", "common"),  # it joined later
        (2008, "BBB", "gone"),
    ]
    ended = found[found["event"] == "leaving"]
    assert [(one["day"], one["subject"], one["other"]) for one in ended.to_dict("records")] == [
        (date(2009, 6, 30), "agreement.link.clauses.there", "first"),
        (date(2009, 12, 31), "mechanism.gone", ""),
    ]
    linked = found[found["event"] == "linking"].to_dict("records")
    assert [(one["year"], one["actor"], one["mechanism"], one["other"]) for one in linked] == [
        (2008, "BBB", "gone", "first")
    ]


def test_families_count_what_jurisdictions_decide(world: World) -> None:
    assert systems(world, "trading") == ("common", "first", "gone", "later", "province")  # no club, nothing proposed
    assert systems(world, "tax") == ("levy",)
    assert systems(world, "crediting") == ("credits",)  # the standard is nobody's


def test_a_part_is_counted_for_its_state_and_a_state_for_itself(world: World) -> None:
    assert [actor_of(world, party) for party in ("BBB-1", "BBB", "UNI", "CCC")] == ["BBB", "BBB", "UNI", "CCC"]


def test_experience_of_crediting_starts_with_the_first(world: World) -> None:
    assert credited_since(world) == {"BBB": date(2002, 1, 1), "CCC": date(2004, 1, 1)}


def test_an_agreement_that_credits_a_host_is_experience() -> None:
    agreed = {
        "hosted": {
            "start": date(2015, 3, 1),
            "clauses": {"reductions": {"authorises": {"host": "AAA", "standard": "standard"}}},
        }
    }
    assert credited_since(history(agreements=agreed))["AAA"] == date(2015, 3, 1)


def test_norms_come_from_treaties_that_mechanisms_are_under(world: World) -> None:
    assert norm_bodies(world) == ("treaty", "office")  # the pact has nothing under it


def test_members_whose_day_nobody_knows_count_in_treaties_alone(world: World) -> None:
    years = (1997, 1998, 2002, 2003)
    assert member_years(world, world.body["treaty"], years) == {"AAA": [False, True, True, True]}
    assert member_years(world, world.body["circle"], years) == {
        "AAA": [False, False, True, True],
        "BBB": [False, False, True, False],
        "CCC": [False] * 4,
    }


def test_actors_enter_when_their_figures_do_and_stay_to_the_end(table: DataFrame) -> None:
    years = table.groupby("actor")["year"].agg(["min", "max"])
    assert {actor: (span["min"], span["max"]) for actor, span in years.to_dict("index").items()} == {
        "AAA": (1998, 2010),
        "BBB": (2001, 2010),
        "UNI": (2001, 2010),  # the sum of its members: of B alone
        "CCC": (1998, 2010),
    }
    assert table["event"].sum() == 5
    assert row(table, "CCC", 2010)["event"] == 0


def test_covariates_are_those_of_the_year_before(table: DataFrame) -> None:
    assert row(table, "AAA", 2000)["system"] == 0
    assert row(table, "AAA", 2001)["system"] == 1
    assert row(table, "BBB", 2001)["neighbours"] == 1  # A, over the border
    assert row(table, "CCC", 2000)["neighbours"] == 0
    assert row(table, "CCC", 2001)["neighbours"] == 1  # A, of its subregion
    assert row(table, "BBB", 2005)["bloc"] == 0
    assert row(table, "BBB", 2006)["bloc"] == 1
    assert row(table, "BBB", 2002)["credited"] == 0
    assert row(table, "BBB", 2004)["credited"] == pytest.approx(numpy.log(3))
    assert row(table, "AAA", 2000)["new-norms"] == 1  # the treaty of 1998
    assert row(table, "AAA", 2002)["new-norms"] == 1  # the office of 2001
    assert row(table, "AAA", 1998)["treaties"] == 0
    assert row(table, "AAA", 1999)["treaties"] == 1
    assert row(table, "AAA", 2003)["partners"] == 0  # its fellow member in 2002 is B, which had none
    assert row(table, "BBB", 2003)["partners"] == 1  # A had
    assert row(table, "BBB", 2004)["partners"] == 0  # out since June
    assert row(table, "CCC", 2004)["size"] == pytest.approx(numpy.log(80))
    assert row(table, "AAA", 2005)["income"] == pytest.approx(numpy.log(40 / 20))  # the median of 2, 20, 20, 40


def test_only_the_first_system_where_asked(of: Setting) -> None:
    first = person_periods(of, first=True)
    assert dict(first[first["event"] == 1].groupby("actor")["year"].max()) == {"AAA": 2000, "BBB": 2003, "UNI": 2005}
    assert first[first["actor"] == "AAA"]["year"].max() == 2000


def test_what_was_before_the_first_year_is_experience_not_an_event(world: World) -> None:
    later = setting_of(world, "trading", states(), places(), years=(2004, 2010), until=UNTIL)
    table = person_periods(later)
    assert table["event"].sum() == 3
    assert row(table, "AAA", 2004)["system"] == 1
    assert "AAA" not in set(person_periods(later, first=True)["actor"])


def test_the_past_knows_nothing_of_what_came(of: Setting) -> None:
    past = of.until(2004)
    assert past.starts.sum() == 2
    assert past.last == 2004
    for name in (name for names in DRIVERS.values() for name in names if name in of.fixed):
        now, then = of.fixed[name], past.fixed[name]
        here = past.place(2005)
        assert (now[: here + 1] == then[: here + 1]).all()  # known at the end of 2004
        if name != "credited":
            assert (then[here:] == then[here]).all()
    place = of.actors.index("CCC")  # first credited in 2004
    assert past.fixed["credited"][past.place(2010), place] == pytest.approx(numpy.log(7))
    assert (past.fixed["elapsed"][-1] == UNTIL - 1998).all()


def test_figures_that_stop_are_carried_on(of: Setting) -> None:
    assert of.years[-1] == UNTIL
    assert of.known[of.place(UNTIL)].all()
    assert of.starts[of.place(2011) :].sum() == 0


def test_a_system_is_at_risk_of_a_link_and_of_its_end_while_it_runs(world: World) -> None:
    found = system_periods(world, "trading", 2010)
    spans = found.groupby("system")["year"].agg(["min", "max"])
    assert (spans.loc["first", "min"], spans.loc["first", "max"]) == (2000, 2010)
    assert (spans.loc["gone", "min"], spans.loc["gone", "max"]) == (2008, 2009)
    assert list(found[found["linked"] == 1]["system"]) == ["first", "gone"]  # a link is of both its sides
    assert list(found[found["ended"] == 1]["system"]) == ["gone"]
    gone = found[found["system"] == "gone"].set_index("year")
    assert list(gone["has-link"]) == [0, 1]
    assert list(gone["age"]) == [0, 1]
    assert list(gone["others"]) == [3, 3]  # first, province, common; itself is none of the others
