"""The supply that is assumed in the world `2026` for mechanisms whose files have none, as a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from comity.studies.world_2026_data import BASE, CENT, FOLDER, POINTS, Sector, rows
from comity.studies.world_2026_text import HEAD, quoted
from comity.world.world import World

#: The years solved by default: those for which laws have announced caps.
YEARS = (2026, 2027, 2028, 2029, 2030)
#: The part that is handed out where a price is paid for what is missing.
SHORT = Decimal("0.9")
#: Where a form of supply stands in a mechanism's file.
FORMS = {"cap": "cap", "auction": "cap", "benchmark": "benchmarks"}


def supply(found: Iterable[Sector], world: World, folder: Path = FOLDER) -> str:
    """`scenarios/assumed-supply.toml`: caps, benchmarks and opening holdings by the rules of the inputs; the years.

    `world`: the files as they stand.
    """
    every = list(found)
    tables: dict[str, list[str]] = {}
    responses = {(row["mechanism"], row["type"]): row for row in rows("output-response", folder)}
    for rule in rows("supply", folder):
        covered = [sector for sector in every if rule["mechanism"] in sector.covered_by]
        some = [sector for sector in covered if rule["types"] in ("", sector.row["type"])]
        address = f"mechanism.{rule['mechanism']}.{FORMS[rule['form']]}"
        response = responses.get((rule["mechanism"], rule["types"]))
        table = _benchmark(some, rule, response) if rule["form"] == "benchmark" else _cap(some, rule)
        tables.setdefault(address, []).append(table)
    for row in rows("opening-holdings", folder):
        tables[f"mechanism.{row['mechanism']}.opening-holdings"] = [_bank(world, row)]
    changes = "".join(f'\n[[change]]\nadd = "{address}"\n{"".join(parts)}' for address, parts in tables.items())
    years = ", ".join(map(str, YEARS))
    return f"""{HEAD}
title = {{ en = "Supply assumed where none is known", zh = "供给未知者采用假设" }}

[about]
en = \"\"\"
The figures that a market needs and that no mechanism's file has, by the rules of inputs/supply.csv. Every other \\
scenario comes after this one. The years are those for which laws have announced caps; holders look no further.\"\"\"
zh = \"\"\"
机制文件中缺少而求解所需的数字，按inputs/supply.csv的规则补充；其他情景均以此为基础。\\
求解年份为已公布总量的年份，持有者不看得更远。\"\"\"

[[change]]
set = "world.years"
to  = [{years}]

[[change]] # not in force, and without activities there is no circulation for it to act on
remove = "mechanism.eu-ets2.stock-reserves"

{changes}
{_projects(world)}"""


def _bank(world: World, row: Mapping[str, str]) -> str:
    mechanism, years = world.mechanism[row["mechanism"]], range(int(row["first"]), int(row["last"]) + 1)
    total = Fraction(0)
    for year in years:
        issued = mechanism.cap.at(year) if mechanism.cap else None
        emitted = mechanism.covered_emissions.at(year) if mechanism.covered_emissions else None
        if issued is None or emitted is None:
            raise LookupError(f"{row['mechanism']}: no cap, or no emissions, in {year}")
        total += issued.value - emitted.value
    note = f"Caps of {years[0]} to {years[-1]} less the emissions of these years."
    value = Decimal(str(float(total))).quantize(CENT)
    return f'\n[change.to]\nunit   = "Mt CO2e"\nvalues = [\n{_value(BASE, value, note)}]\n'


def _projects(world: World) -> str:
    """What keeps standards from crediting what the systems cover, one change each."""
    every = ((id, mechanism.crediting) for id, mechanism in sorted(world.mechanism.items()))
    crediting = [id for id, rules in every if rules is not None and not rules.activities]
    changes = "".join(
        f'\n[[change]]\nset = "mechanism.{id}.crediting.activities"\nto  = ["project"]\n' for id in crediting
    )
    return f"""# What is under a system is not credited besides: standards that name no types of activity credit
# `project` alone, of which there is none here: what projects could supply at which cost is in no source that may ship.
{changes}"""


def _held(sector: Sector, year: int, rule: Mapping[str, str]) -> Decimal:
    """The share of a sector's baseline that is handed out in a year."""
    if rule["rule"] == "slack":
        return Decimal(1)
    share = (1 - sector.share) * (SHORT if rule["rule"] == "short" else 1)
    return share * (1 - Decimal(rule["tightening"])) ** (min(year, 2030) - BASE)


def _cap(covered: list[Sector], rule: Mapping[str, str]) -> str:
    flat = rule["rule"] == "flat"
    values = []
    if flat:  # benchmarks stand for it in the first year
        values.append(_value(BASE, Decimal(0), rule["note"]))
    for year in (BASE + 1, 2040) if flat else POINTS:
        then = BASE if flat else year
        total = sum((sector.baseline(then) * _held(sector, then, rule) for sector in covered), Decimal(0))
        values.append(_value(year, total.quantize(CENT), rule["note"]))
    free = 0 if rule["form"] == "auction" else 1
    return f'\n[change.to]\nunit       = "Mt CO2e"\nfree-share = {free}\nvalues     = [\n{"".join(values)}]\n'


def _benchmark(covered: list[Sector], rule: Mapping[str, str], response: Mapping[str, str] | None) -> str:
    id = rule["types"] or "all"
    years = range(BASE, 2031) if Decimal(rule["tightening"]) else (BASE,)
    values = [_value(year, _held(covered[0], year, rule).quantize(Decimal("0.0001")), rule["note"]) for year in years]
    last = _held(covered[0], 2040, rule).quantize(Decimal("0.0001"))
    values.append(_value(2040, last, rule["note"]))
    kinds = f'activities = ["{rule["types"]}"]\n' if rule["types"] else ""
    end = "end        = 2026-12-31\n" if rule["rule"] == "slack" else ""
    head = f'\n[change.to.{id}]\nunit       = "Mt CO2e"\n{kinds}{end}'
    return f"{head}values     = [\n{''.join(values)}]\n{_response(id, response)}"


def _value(year: int, value: Decimal, note: str) -> str:
    return f'  {{ year = {year}, value = {value}, status = "assumed", note = {quoted(note)} }},\n'


def _response(id: str, row: Mapping[str, str] | None) -> str:
    """How output responds: linear in the share not made, at an elasticity e: value of the output per tonne / e."""
    if row is None:
        return ""
    slope = (Decimal(row["value"]) / Decimal(row["elasticity"])).quantize(CENT)
    note = f"Output worth USD {row['value']} a tonne, elasticity {row['elasticity']}."
    return f"""
[change.to.{id}.output-response]
family = "linear"
unit   = "USD2025/t CO2e"
per    = "share"
slope  = {slope}
status = "assumed"
note   = {quoted(note)}
"""
