"""Scenarios: what each verb does, in which order, over which files; the base stays as it was."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from comity.errors import InputError, Problem, said
from comity.world import World, clauses, read_world
from comity.world.read import read_folder
from comity.world.values import Quantity
from tests.world.broken import BASE

TITLE = 'title = { en = "X", zh = "某" }\n'
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes scenarios, given as name = text, beside those of a copy of the base world."""
    world = Path(shutil.copytree(BASE, tmp_path / "base"))

    def put(**texts: str) -> Path:
        for name, text in texts.items():
            (world / "scenarios" / f"{name}.toml").write_text(TITLE + text, encoding="utf-8")
        return world

    return put


@pytest.fixture(scope="module")
def base() -> World:
    """The base world; nothing can change it."""
    return read_world(BASE)


def cap(world: World, id: str = "alpha") -> dict[int, Decimal]:
    """The figures of a cap."""
    model = world.mechanism[id].cap
    assert model is not None
    return {figure.year: figure.value for figure in model.values}


def problems(make: Callable[[], object]) -> list[Problem]:
    """What is wrong."""
    with pytest.raises(InputError) as caught:
        make()
    return list(caught.value.problems)


# The verbs


def test_set_replaces_the_whole_value(base: World) -> None:
    changed = base.with_({"mechanism.alpha.cap": {"unit": "kt CO2e", "values": [figure(2025, 7), figure(2030, 7)]}})
    model = changed.mechanism["alpha"].cap
    assert model is not None
    assert (model.unit, model.free_share) == ("kt CO2e", Decimal(0))
    assert cap(changed) == {2025: 7, 2030: 7}


def figure(year: int, value: object) -> dict[str, Any]:
    return {"year": year, "value": value, "status": "assumed"}


def test_set_a_number_at_a_year_makes_an_assumption_that_names_its_scenario(write: Write) -> None:
    world = read_world(write(mine='[[change]]\nset = "mechanism.alpha.cap.2030"\nto = 70.5\n'), ["mine"])
    model = world.mechanism["alpha"].cap
    assert model is not None
    made = model.values[1]
    assert (made.year, made.value, made.status, made.note, made.source) == (
        2030,
        Decimal("70.5"),
        "assumed",
        "mine",
        "",
    )


def test_set_adds_a_year_that_is_not_there(base: World) -> None:
    assert cap(base.with_({"mechanism.alpha.cap.2028": 70})) == {2025: 85, 2030: 75, 2028: 70}


def test_set_a_whole_figure_at_a_year(base: World) -> None:
    sourced = {"year": 2030, "value": 1, "status": "sourced", "source": "book, p. 1"}
    model = base.with_({"mechanism.alpha.cap.2030": sourced}).mechanism["alpha"].cap
    assert model is not None
    assert model.values[1].source == "book, p. 1"


def test_set_puts_a_key_that_its_table_may_have(base: World) -> None:
    assert base.with_({"mechanism.beta.note": "new"}).mechanism["beta"].note == "new"


def test_scale_multiplies_a_series_exactly_and_marks_it(write: Write) -> None:
    world = read_world(write(mine='[[change]]\nscale = "mechanism.alpha.cap"\nby = 1.1\n'), ["mine"])
    assert cap(world) == {2025: Decimal("93.5"), 2030: Decimal("82.5")}
    model = world.mechanism["alpha"].cap
    assert model is not None
    assert {value.status for value in model.values} == {"assumed"}


def test_scale_multiplies_one_figure_or_one_number(write: Write) -> None:
    text = """
[[change]]
scale = "mechanism.alpha.cap.2025"
by = 2

[[change]]
scale = "mechanism.alpha.cap.free-share"
by = 0.5

[[change]]
scale = "activity.b-power.curve.terms.1.coefficient"
by = 3
"""
    world = read_world(write(mine=text), ["mine"])
    model = world.mechanism["alpha"].cap
    assert model is not None
    assert cap(world) == {2025: 170, 2030: 75}
    assert model.free_share == Decimal("0.15")
    curve = world.activity["b-power"].curve
    assert curve is not None
    assert curve.family == "power"
    assert [term.coefficient for term in curve.terms] == [60, 900]


def test_add_and_remove(write: Write) -> None:
    text = """
[[change]]
add = "mechanism.beta.banking"
to = { allowed = true }

[[change]]
remove = "mechanism.alpha.cap.2025"

[[change]]
add = "mechanism.alpha.cap.2020"
to = 90
"""
    world = read_world(write(mine=text), ["mine"])
    assert world.mechanism["beta"].banking is not None
    assert cap(world) == {2030: 75, 2020: 90}


def test_remove_in_a_series_takes_the_right_figures(write: Write) -> None:
    earlier = '[[change]]\nset = "mechanism.alpha.cap.2020"\nto = 1\n\n'
    world = write(
        all=earlier + '[[change]]\nremove = "mechanism.alpha.cap.values.*"\n',
        one=earlier + '[[change]]\nremove = "mechanism.alpha.cap.values.0"\n',
    )
    assert [problem.expected.key for problem in problems(lambda: read_world(world, ["all"]))] == ["rule-too-short"]
    assert cap(read_world(world, ["one"])) == {2030: 75, 2020: 1}


def test_shock_changes_its_years_and_leaves_the_others(write: Write, base: World) -> None:
    text = '[[change]]\nshock = "mechanism.alpha.cap"\nby = 0.9\nyears = [2026, 2027]\n'
    shocked = read_world(write(mine=text), ["mine"]).mechanism["alpha"].cap
    before = base.mechanism["alpha"].cap
    assert shocked is not None
    assert before is not None
    for year in range(2025, 2031):
        was, now = before.at(year), shocked.at(year)
        assert was is not None
        assert now is not None
        assert now.value == was.value * (Fraction(9, 10) if year in (2026, 2027) else 1)
    assert [(value.year, value.status) for value in shocked.values] == [
        (2025, "sourced"),
        (2026, "assumed"),
        (2027, "assumed"),
        (2028, "assumed"),
        (2030, "sourced"),
    ]


def test_shock_at_an_end_does_not_reach_beyond(write: Write) -> None:
    text = '[[change]]\nshock = "mechanism.alpha.cap"\nby = 2\nyears = [2030, 2050]\n'
    model = read_world(write(mine=text), ["mine"]).mechanism["alpha"].cap
    assert model is not None
    assert cap(read_world(write(mine=text), ["mine"])) == {2025: 85, 2029: 77, 2030: 150}
    assert model.at(2031) is None


# Order and layers


def test_changes_apply_in_the_order_written(write: Write) -> None:
    set_it = '[[change]]\nset = "mechanism.alpha.cap.2030"\nto = 50\n'
    scale = '[[change]]\nscale = "mechanism.alpha.cap"\nby = 2\n'
    world = write(first=set_it + scale, last=scale + set_it)
    assert cap(read_world(world, ["first"]))[2030] == 100
    assert cap(read_world(world, ["last"]))[2030] == 50


def test_scenarios_are_layers_in_the_order_named(write: Write) -> None:
    world = write(
        fifty='[[change]]\nset = "mechanism.alpha.cap.2030"\nto = 50\n',
        double='[[change]]\nscale = "mechanism.alpha.cap"\nby = 2\n',
    )
    assert cap(read_world(world, ["fifty", "double"]))[2030] == 100
    assert cap(read_world(world, ["double", "fifty"]))[2030] == 50
    assert read_world(world, ["double", "fifty"]).folder.scenarios == ("double", "fifty")
    assert cap(World.load(world, "double").with_("fifty", {"mechanism.beta.cap.2030": 1}))[2030] == 50
    assert read_world(world, ["double", "double"]).folder.scenarios == ("double",)
    assert cap(read_world(world, ["double", "double"]))[2025] == 340


def test_what_a_scenario_comes_after_is_applied_once_before_it(write: Write) -> None:
    double = '[[change]]\nscale = "mechanism.alpha.cap"\nby = 2\n'
    world = write(
        root=double,
        left='after = ["root"]\n',
        right='after = ["root"]\n',
        top='after = ["left", "right"]\n' + double,
    )
    read = read_world(world, ["top"])
    assert read.folder.scenarios == ("root", "left", "right", "top")
    assert cap(read)[2025] == 340
    assert cap(read_world(world, ["root", "top"]))[2025] == 340


def test_a_world_names_its_own_scenarios_unless_others_are_named(write: Write) -> None:
    world = write(double='[[change]]\nscale = "mechanism.alpha.cap"\nby = 2\n')
    settings = (world / "world.toml").read_text("utf-8")
    (world / "world.toml").write_text(settings.replace("\nreference", '\nscenarios = ["double"]\nreference'), "utf-8")
    assert cap(World.load(world))[2025] == 170
    assert cap(World.load(world, "no-links"))[2025] == 85
    assert cap(read_world(world, []))[2025] == 85


def test_a_scenario_may_be_a_path(write: Write, tmp_path: Path) -> None:
    world = write()
    (tmp_path / "own.toml").write_text(TITLE + '[[change]]\nset = "mechanism.alpha.cap.2030"\nto = 1\n', "utf-8")
    assert cap(read_world(world, [str(tmp_path / "own.toml")]))[2030] == 1
    (tmp_path / "own.toml").write_text(TITLE + '[[change]]\nset = "mechanism.alpha.kind"\nto = 1\n', "utf-8")
    (problem,) = problems(lambda: read_world(world, [str(tmp_path / "own.toml")]))
    assert (problem.file, problem.line) == (str(tmp_path / "own.toml"), 4)


def test_wildcards_reach_all_that_match(write: Write, base: World) -> None:
    world = read_world(write(mine='[[change]]\nset = "agreement.*.status"\nto = "suspended"\n'), ["mine"])
    assert {agreement.status for agreement in world.agreement.values()} == {"suspended"}
    assert not [clause for clause in clauses(base.with_("no-links")) if clause.stems_from.startswith("agreement.")]


def test_the_base_is_never_touched(write: Write) -> None:
    folder = read_folder(write())
    before = deepcopy(folder.tree)
    world = read_world(folder.path)
    changed = world.with_("recession", {"mechanism.beta.cap.2030": 3, "party.AAA.kind": "bloc"})
    assert world.folder.tree == before == changed.folder.unchanged.tree
    assert cap(world, "beta")[2030] == 105
    assert changed.folder.scenarios == ("stricter", "recession", "changes")
    assert changed.reference().folder.scenarios == ("stricter", "recession", "changes", "no-links")


def test_a_changed_world_survives_pickling(base: World) -> None:
    changed = base.with_("recession")
    again = pickle.loads(pickle.dumps(changed))
    assert again == changed
    assert again.folder.place(("mechanism", "beta", "demands")) == ("scenarios/recession.toml", 15)


# Changes by a program


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (70, 70),
        (70.5, Decimal("70.5")),
        (0.1, Decimal("0.1")),
        (Decimal("1.10"), Decimal("1.1")),
        (Fraction(1, 8), Decimal("0.125")),
        (np.float64(0.3), Decimal("0.3")),
        (np.float32(0.5), Decimal("0.5")),
        (np.int64(7), 7),
    ],
)
def test_numbers_of_every_sort_are_numbers(base: World, value: object, read: Decimal) -> None:
    assert cap(base.with_({"mechanism.alpha.cap.2030": value}))[2030] == read


def test_a_model_may_be_a_value(base: World) -> None:
    changed = base.with_({"mechanism.alpha.cap": base.mechanism["beta"].cap})
    assert changed.mechanism["alpha"].cap == base.mechanism["beta"].cap
    target = Quantity.model_validate({"unit": "Mt CO2e", "values": [figure(2025, 1), figure(2030, 1)]})
    assert base.with_({"party.AAA.other-emissions": target}).party["AAA"].other_emissions == target


def test_values_may_be_tuples_and_floats_inside_tables(base: World) -> None:
    values = ({"year": 2025, "value": 1.5, "status": "assumed"}, {"year": 2030, "value": 2.5, "status": "assumed"})
    changed = base.with_({"mechanism.alpha.cap": {"unit": "Mt CO2e", "values": values}})
    assert cap(changed) == {2025: Decimal("1.5"), 2030: Decimal("2.5")}


@pytest.mark.parametrize(
    ("change", "address", "found", "expected"),
    [
        ({"mechanism.alpha.cap.2030": True}, "mechanism.alpha.cap.values.1", "true", "rule-model-type"),
        ({"mechanism.alpha.cap.2030": None}, "", '{ set = "mechanism.alpha.cap.2030", to = None }', "rule-verb-needs"),
        ({"": 1}, "set", '""', "rule-string-too-short"),
        ({7: 1}, "set", "7", "rule-string-type"),
        ({"mechanism.omega.cap": 1}, "mechanism.omega.cap", said("found-nothing-there"), "expected-address"),
        ({"mechanism.alpha.kind": {1: 2}}, "mechanism.alpha.kind", "{ 1 = 2 }", "rule-literal-error"),
        ({"mechanism.alpha.kind": object}, "mechanism.alpha.kind", "<class 'object'>", "rule-literal-error"),
        ({"mechanism.alpha.capp": 1}, "mechanism.alpha.capp", said("found-key", key="capp"), "rule-extra-forbidden"),
        ({"party.A A": {}}, "party.A A", "A A", "rule-string-pattern-mismatch"),
        (
            {"mechanism.alpha.cap.2030": float("inf")},
            "mechanism.alpha.cap.2030",
            said("found-number-out-of-range"),
            "expected-finite-number",
        ),
        (
            {"mechanism.alpha.cap.2030": 10**400},
            "mechanism.alpha.cap.2030",
            said("found-number-out-of-range"),
            "expected-finite-number",
        ),
    ],
)
def test_a_change_that_is_wrong_has_an_address_and_no_file(
    base: World, change: dict[str, Any], address: str, found: object, expected: str
) -> None:
    problem = problems(lambda: base.with_(change))[0]
    assert (problem.file, problem.line, problem.address) == ("", 0, address)
    assert (problem.found, problem.expected.key) == (found, expected)


def test_all_changes_that_meet_nothing_are_named_at_once(base: World) -> None:
    found = problems(lambda: base.with_({"mechanism.omega.cap": 1, "mechanism.alpha.cap.2030": 1, "a.b": 2}))
    assert [problem.address for problem in found] == ["mechanism.omega.cap", "a.b"]


# Places


def test_what_a_scenario_changed_is_placed_in_the_scenario(write: Write) -> None:
    text = """
[[change]]
set = "mechanism.alpha.cap.2030"
to = 3

[[change]]
set = "agreement.more.clauses.delta-in-beta"

[change.to]
moves = { from = "delta", into = "beta" }
price = { unit = "EUR2025/t", values = [
  { year = 2025, value = 1, status = "assumed" },
  { year = 2030, value = 2, status = "guessed" },
] }
"""
    world = write(mine=text)
    (problem,) = problems(lambda: read_world(world, ["mine"]))
    assert problem.address == "agreement.more.clauses.delta-in-beta.price.2030.status"
    assert (problem.file, problem.line) == ("scenarios/mine.toml", 14)
    folder = read_world(write(mine=text.replace("guessed", "assumed")), ["mine"]).folder
    assert folder.place(("mechanism", "alpha", "cap", "values", 1, "value")) == ("scenarios/mine.toml", 5)
    assert folder.place(("mechanism", "alpha", "cap", "values", 0)) == ("mechanisms/alpha.toml", 19)
    assert folder.unchanged.place(("mechanism", "alpha", "cap", "values", 1)) == ("mechanisms/alpha.toml", 20)
    assert folder.place(("party", "AAA", "targets", "ndc", "period", "end")) == ("parties.toml", 8)
    assert folder.place(("activity", "c-forest", "curve", "steps", 1, "price")) == ("activities/c-forest.toml", 20)
    assert folder.place(("mechanism", "omega")) == ("", 0)
