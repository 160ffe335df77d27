"""The world of 2026: our tables are in it once, nothing of an unfree source; what is not in force yields nothing."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from comity.text import load
from comity.world import World, clauses
from comity.world.checks import check
from comity.world.pricing import OBLIGING, PriceClass, pricing, pricings
from comity.world.values import Model, Value

DATA = Path(__file__).parents[1] / "data"
AS_OF = date(2026, 4, 1)
#: By kind of link: the kinds of things that may stand for it.
STANDS_IN = {
    "full": {"agreement", "relation"},
    "one-way": {"agreement"},
    "bilateral-6.2": {"agreement"},
    "credit-eligibility": {"mechanism"},
    "internal-conversion": {"mechanism"},
    "succession": {"relation"},
    "nested": {"relation"},
    "disclosure": {"relation"},
    "price-recognition": {"relation"},
    "indirect": {"relation"},
}
#: The fifteen largest trading systems that cover tonnes today.
LARGEST = (
    *("chn-national", "eu-ets", "kor-ets", "usa-ca", "deu-nehs", "uk-ets", "kaz-ets", "mex-ets", "idn-ets"),
    *("aus-safeguard", "rggi", "usa-wa", "can-qc", "nzl-ets", "can-ab-tier"),
)
#: What is scheduled or proposed, with rules and figures of its own.
NOT_YET = ("eu-ets2", "tur-ets", "imo-nzf", "uk-cbam", "rus-sakhalin")
#: Data sets and factsheets whose figures must not ship, by words in titles and publishers.
UNFREE = ("world carbon pricing database", "allowance price explorer", "voluntary registry offsets database")


@cache
def world() -> World:
    return World.load("2026")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table in the tests' data."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def thing(address: str) -> Model:
    """The acceptance, clause or relation at an address."""
    kind, id, *rest = address.split(".", 3)
    whole = getattr(world(), kind)[id]
    if kind == "relation":
        return whole  # type: ignore[no-any-return]
    group, name = rest
    return getattr(whole, group)[name]  # type: ignore[no-any-return]


def values(model: object, path: str = "") -> list[tuple[str, Value]]:
    """Every figure inside a model, with where it stands."""
    if isinstance(model, Value):
        return [(path, model)]
    parts: list[tuple[object, object]]
    if isinstance(model, Model):
        parts = [(info.alias or name, getattr(model, name)) for name, info in type(model).model_fields.items()]
    elif isinstance(model, dict):
        parts = list(model.items())
    elif isinstance(model, tuple):
        parts = list(enumerate(model))
    else:
        return []
    return [found for key, part in parts for found in values(part, f"{path}.{key}")]


def test_nothing_is_wrong_with_it() -> None:
    assert check(world()) == []


def test_every_mechanism_is_there_once() -> None:
    wanted = {row["id"]: row["kind"] for row in rows("mechanisms-2026.csv")}
    assert len(wanted) == 185
    assert {id: mechanism.kind for id, mechanism in world().mechanism.items()} == wanted


def test_every_link_is_there_once() -> None:
    wanted = rows("links-2026.csv")
    assert len({row["id"] for row in wanted}) == len({row["address"] for row in wanted}) == len(wanted) == 284
    for row in wanted:
        assert row["address"].split(".")[0] in STANDS_IN[row["kind"]], row
        assert thing(row["address"]), row


def test_nothing_else_is_there() -> None:
    written = {row["address"] for row in rows("links-2026.csv")}
    own = {
        *(f"mechanism.{id}.accepts.{name}" for id, one in world().mechanism.items() for name in one.accepts),
        *(f"relation.{id}" for id in world().relation),
    }
    assert own == {address for address in written if not address.startswith("agreement.")}
    assert {address.split(".")[1] for address in written if address.startswith("agreement.")} == set(world().agreement)


def test_the_tables_are_those_we_share(shared_data: Path) -> None:
    facts = shared_data.parent / "facts"
    for name, columns in (("mechanisms", ("id", "kind")), ("links", ("id", "kind"))):
        with (facts / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            shared = [tuple(row[column] for column in columns) for row in csv.DictReader(file)]
        assert [tuple(row[column] for column in columns) for row in rows(f"{name}-2026.csv")] == shared


def test_every_source_may_be_redistributed() -> None:
    for key, source in world().source.items():
        assert source.licence_class in ("A", "fact"), key
        words = f"{source.title} {source.publisher} {source.address}".lower()
        assert not any(name in words for name in UNFREE), key


def test_observed_prices_are_of_class_a() -> None:
    for id, mechanism in world().mechanism.items():
        for path, value in values(mechanism.observed_prices):
            for key in value.source.split(";"):
                assert world().source[key.split(",")[0].strip()].licence_class == "A", f"{id}{path}"


def test_what_is_only_recalled_is_unverified() -> None:
    for path, value in values(world()):
        cited = {key.split(",")[0].strip() for key in value.source.split(";")}
        if cited == {"recalled"}:
            assert value.status in ("unverified", "derived"), path


def test_no_source_is_idle() -> None:
    """Most sources are cited; some of the tables that we started from stand for the record."""
    text = "\n".join(
        path.read_text("utf-8") for path in world().folder.path.rglob("*.toml") if path.name != "sources.toml"
    )
    idle = [key for key in world().source if f'"{key}' not in text and f"; {key}" not in text]
    assert len(idle) < len(world().source) / 5, idle


def test_what_is_not_in_force_yields_nothing() -> None:
    still = {id for id, mechanism in world().mechanism.items() if not mechanism.yields}
    assert {"eu-ets2", "tur-ets", "imo-nzf", "mys-ets", "aus-ipcos", "usa-tci-p", "panda-standard"} <= still
    for clause in clauses(world()):
        assert clause.stems_from.removeprefix("mechanism.") not in still, clause.id
        assert not {pool.of for pool in (*clause.takes, *clause.gives)} & still, clause.id


def test_a_scenario_sets_it_in_force() -> None:
    changed = world().with_({"mechanism.eu-ets2.status": "in-force"})
    found = {clause.id for clause in clauses(changed, date(2028, 12, 31))}
    assert {"mechanism.eu-ets2.use", "mechanism.eu-ets2.price-controls.containment.release"} <= found
    everything = world().with_({f"mechanism.{id}.status": "in-force" for id in NOT_YET})
    assert check(everything) == []
    linked = world().with_({"agreement.eu-uk.status": "in-force"})
    assert "agreement.eu-uk.clauses.uk-units-in-eu" in {clause.id for clause in clauses(linked, AS_OF)}


def test_links_in_force() -> None:
    moves = {clause.id for clause in clauses(world(), AS_OF) if clause.kind == "move"}
    assert moves == {
        f"agreement.{id}"
        for id in (
            "california-quebec.clauses.california-in-quebec",
            "california-quebec.clauses.quebec-in-california",
            "eu-switzerland.clauses.eu-units-in-switzerland",
            "eu-switzerland.clauses.swiss-units-in-eu",
            "tokyo-saitama.clauses.saitama-in-tokyo",
            "tokyo-saitama.clauses.tokyo-in-saitama",
        )
    }


def test_ontario_came_and_went() -> None:
    def moves(on: date) -> int:
        return sum("ontario" in clause.id for clause in clauses(world(), on) if clause.kind == "move")

    assert [moves(date(year, 7, 1)) for year in (2017, 2018, 2019)] == [0, 4, 0]


def test_hosts_authorise_and_adjust() -> None:
    found = [clause for clause in clauses(world(), AS_OF) if clause.id.endswith(".authorisation")]
    assert len(found) == sum(
        row["kind"] == "bilateral-6.2" and world().agreement[row["address"].split(".")[1]].yields
        for row in rows("links-2026.csv")
    )
    assert all(clause.kind == "credit" and clause.adjusts and len(clause.eligible.hosts) == 1 for clause in found)
    assert not any(clause.id == "mechanism.jcm.crediting" for clause in clauses(world()))


@pytest.mark.parametrize(
    ("id", "kind"),
    [
        ("eu-ets", "market"),
        ("chn-national", "market"),
        ("usa-ca", "market"),
        ("can-fed-obps", "fixed"),
        ("sgp-icc", "fixed"),
        ("jpn-gx-ets", "administered"),
        ("deu-nehs", "administered"),
        ("mex-ets", "no-trading"),
    ],
)
def test_how_prices_come_about(id: str, kind: PriceClass) -> None:
    found = pricing(world().mechanism[id], AS_OF)
    assert found is not None
    assert found.kind == kind


def test_every_system_in_force_is_classed() -> None:
    found = pricings(world())
    assert set(found) == {
        id
        for id, mechanism in world().mechanism.items()
        if mechanism.kind in OBLIGING and mechanism.in_force(world().world.as_of)
    }
    assert set(Counter(one.kind for one in found.values())) == set(get_args(PriceClass)) - {"unknown"}
    english, chinese = load("en"), load("zh")
    for one in found.values():
        assert one.words(english) != one.words(chinese)
        assert english(f"pricing-class-{one.kind}") != chinese(f"pricing-class-{one.kind}")


def test_observed_prices_are_not_read_between_years() -> None:
    price = world().mechanism["jpn-tokyo"].observed_prices["april"]
    years = [value.year for value in price.values]
    missing = next(year for year in range(min(years), max(years) + 2) if year not in years)
    assert price.at(missing) is None
    assert price.at(years[0]) is not None


def test_calibration_finds_sizes_and_prices() -> None:
    """The largest have a size; those with a market a price of 2025."""
    for id in LARGEST:
        mechanism = world().mechanism[id]
        assert mechanism.covered_emissions is not None, id
        found = pricing(mechanism, AS_OF)
        if found is not None and found.kind == "market":
            assert any(price.at(2025) for price in mechanism.observed_prices.values()), id
