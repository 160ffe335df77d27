"""Every price control that we know of can be written as a rule, without code.

The rows of a table (a mechanism, a year, a type, a price) become TOML by the table `RULES`; the world that is read has
a clause with that price in that year. What two other columns say in words is written by hand in
`data/price-rules.toml`: by which fields, or why it cannot be.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from comity.market.figures import Figures
from comity.world import Clause, World, clauses, read_world

DATA = Path(__file__).parent / "data"
#: All at par, and worth the same in all years.
CURRENCIES = "AUD CAD CHF CNY COP DKK EUR GBP INR JPY KRW KZT MXN NOK NZD RUB SEK SGD TWD USD ZAR"


class Rule(NamedTuple):
    """How a type of row is written: the TOML of the rule, its clause and that one's kind."""

    toml: str
    clause: str
    kind: str


#: By type; PRICE stands for the series, DAYS for the days on which it holds, ANY for a volume that the row leaves open.
RULES = {
    "ceiling": Rule("[m.price-controls.ceiling]\nDAYS\nprice = PRICE", "price-controls.ceiling", "issue"),
    "emissions-containment-trigger": Rule(
        "[m.price-controls.emissions-containment.one]\nDAYS\nprice = PRICE\nvolume = ANY",
        "price-controls.emissions-containment.one",
        "issue",
    ),
    "fixed": Rule("[m.charge]\nDAYS\nrate = PRICE", "charge", "pay"),
    "fixed-price-option": Rule(
        "[m.price-controls.ceiling]\nDAYS\nprice = PRICE\ncompliance-only = true", "price-controls.ceiling", "issue"
    ),
    "floor": Rule("[m.price-controls.auction-reserve]\nDAYS\nSERIES", "cap", "issue"),
    "tax-rate": Rule("[m.charge]\nDAYS\nrate = PRICE", "charge", "pay"),
} | {
    type: Rule(
        f"[m.price-controls.containment.{type}]\nDAYS\nprice = PRICE\nvolume = ANY",
        f"price-controls.containment.{type}",
        "issue",
    )
    for type in ("release-trigger", "reserve-tier-1", "reserve-tier-2")
}
RULES |= {
    type: Rule(f'[m.penalties.{type}]\nDAYS\nkind = "pay-in-lieu"\nprice = PRICE\n{most}', f"penalties.{type}", "pay")
    for type, most in {"remedial-tier-1": "most = ANY", "remedial-tier-2": ""}.items()
}
#: Floors of those that buy at it, and do not auction.
BUYS = Rule("[m.price-controls.floor]\nDAYS\nprice = PRICE", "price-controls.floor", "cancel")
BUYERS = ("and-voluntary", "jpn-gx-ets")
PER = {"tCO2e": ("t CO2e", Fraction(1)), "short ton CO2": ("st CO2", Fraction(90718474, 100_000_000))}

Row = dict[str, str]


def rule_of(row: Row) -> Rule:
    """How a row is written."""
    return BUYS if row["type"] == "floor" and row["mechanism"] in BUYERS else RULES[row["type"]]


def money(row: Row) -> str:
    """The currency of a row, with its year where the note names one."""
    named = re.match(r"(\d{4}) prices", row["note"])
    return row["currency"] + (named[1] if named else "")


def series(unit: str, figures: dict[int, Any]) -> str:
    """The keys of a series."""
    values = ", ".join(f'{{ year = {y}, value = {v}, status = "assumed" }}' for y, v in sorted(figures.items()))
    return f'unit = "{unit}"\nvalues = [{values}]'


def inline(unit: str, figures: dict[int, Any]) -> str:
    """A series as one value."""
    return "{ " + series(unit, figures).replace("\n", ", ") + " }"


def world_with(folder: Path, rules: str, currency: str, years: Iterable[int]) -> World:
    """A world of one Party, one activity, the mechanism m that the rules are of, and another trading system, n."""
    listed = sorted(set(years))

    def each(unit: str, value: int) -> str:
        return inline(unit, dict.fromkeys(listed, value))

    par = inline("par", {1990: 1, 2060: 1})
    rates = "\n".join(f"{one} = {par}" for one in CURRENCIES.split())
    curve = '{ family = "linear", unit = "EUR1990/t", slope = 2, status = "assumed" }'
    system = 'kind = "cap-and-trade"\nparties = ["A"]\ncap = ' + each("Mt CO2e", 90)
    texts = {
        "world": f"""
            title = {{ en = "m", zh = "m" }}
            as-of = 2026-01-01
            quantity = "Mt CO2e"
            currency = "{currency}"
            price-year = {listed[0]}
            years = {listed}
            [price-indices]\n{rates}
            [exchange-rates]\n{rates}
        """,
        "parties": """A.name = { en = "A", zh = "A" }""",
        "activities": f"""[a]
            name = {{ en = "a", zh = "a" }}
            host = "A"
            type = "all"
            covered-by = ["m", "n"]
            baseline = {each("Mt CO2e", 100)}
            output = {each("goods", 100)}
            curve = {curve}
        """,
        "mechanisms": f"""
            [n]\nname = {{ en = "n", zh = "n" }}\nunit-type = "N"\n{system}
            [m]\nname = {{ en = "m", zh = "m" }}\nunit-type = "M"\n{system}\n{rules}
        """,
    }
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return read_world(folder)


def rules_of(rows: list[Row]) -> str:
    """All rows of one mechanism as TOML: rows of a type are one rule, from its first year to its last."""
    by_type: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_type[row["type"]].append(row)
    years = [int(row["year"]) for row in rows]
    found = []
    for same in by_type.values():
        unit = f"{money(same[0])}/{PER[same[0]['per']][0]}"
        figures: dict[int, Any] = {int(row["year"]): row["value"] for row in same}
        days = f"start = {min(figures)}-01-01\nend = {max(figures)}-12-31"
        text = rule_of(same[0]).toml.replace("DAYS", days).replace("PRICE", inline(unit, figures))
        any_volume = inline("Mt CO2e", {min(years): 1, max(years): 1})
        found.append(text.replace("SERIES", series(unit, figures)).replace("ANY", any_volume))
    return "\n".join(found)


def clause_of(world: World, row: Row) -> Clause:
    """The one clause in force at the end of a row's year that its rule has become."""
    address = f"mechanism.m.{rule_of(row).clause}"
    (found,) = (one for one in clauses(world, date(int(row["year"]), 12, 31)) if one.id == address)
    return found


def check(rows: list[Row], folder: Path) -> None:
    """Each row is a clause with its price in its year, and not in force in the years after its last."""
    by_mechanism: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_mechanism[row["mechanism"]].append(row)
    for mechanism, own in by_mechanism.items():
        years = (int(row["year"]) for row in own)
        world = world_with(folder / mechanism, rules_of(own), own[0]["currency"], years)
        for row in own:
            clause, year = clause_of(world, row), int(row["year"])
            assert clause.kind == rule_of(row).kind, row
            (price,) = clause.prices
            reading = price.at(year)
            assert reading is not None
            assert reading.value == Fraction(row["value"]), row
            assert Figures(world, year).asked(clause) == pytest.approx(float(reading.value / PER[row["per"]][1])), row


def rows_in(path: Path) -> list[Row]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_row_of_each_type_is_a_rule(tmp_path: Path) -> None:
    rows = rows_in(DATA / "price-controls.csv")
    assert {row["type"] for row in rows} == set(RULES)
    check(rows, tmp_path)


def test_every_row_is_a_rule(tmp_path: Path, shared_data: Path) -> None:
    check(rows_in(shared_data.parent / "facts" / "price-controls.csv"), tmp_path)


# What is said in words ------------------------------------------------------------------------------------------------

WORDS = tomllib.loads((DATA / "price-rules.toml").read_text("utf-8"))["rule"]


def figures_in(text: str) -> str:
    """`<28 GBP/t>` is a series with 28 in 2026, and `<28 GBP/t, indexed = true>` one with more keys."""
    made = r'{ unit = "\2", values = [{ year = 2026, value = \1, status = "assumed" }]\3 }'
    return re.sub(r"<([\d.]+) ([^,>]+)((?:, [^>]+)?)>", made, text)


@pytest.mark.parametrize("entry", WORDS, ids=lambda entry: entry["cells"][0])
def test_what_is_said_in_words_is_written(entry: dict[str, Any], tmp_path: Path) -> None:
    """Its fields are read, and become the clauses it names; or it says why it cannot be written."""
    assert ("written" in entry) != ("why-not" in entry)
    if "written" not in entry:
        return
    years = entry.get("years", [2026])
    world = world_with(tmp_path / "with", figures_in(entry["written"]), "EUR", years)
    before = clauses(world_with(tmp_path / "without", "", "EUR", years))
    found = {one.id: one for one in clauses(world, date(years[-1], 12, 31)) if one not in before}
    assert found.keys() == {f"mechanism.m.{name}" for name in entry["clauses"]}
    for name, price in entry.get("prices", {}).items():
        assert Figures(world, years[-1]).asked(found[f"mechanism.m.{name}"]) == pytest.approx(price)


def test_every_cell_is_answered(shared_data: Path) -> None:
    """Each filled cell of the two columns stands in the table once or more, and nothing else does."""
    rows = rows_in(shared_data.parent / "facts" / "mechanisms.csv")
    filled = {f"{row['id']} {name}" for row in rows for name in ("price_controls", "penalty") if row[name].strip()}
    assert {cell for entry in WORDS for cell in entry["cells"]} == filled
