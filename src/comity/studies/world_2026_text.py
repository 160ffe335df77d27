"""The activities of the world `2026` and the other family of their curves, as TOML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from comity.studies.world_2026_data import BASE, CENT, POINTS, Region, Sector

HEAD = "# Written by `python -m comity.studies.world_2026` from inputs/; change those and run it again.\n"
#: Families of curves; the first is that of the files.
FAMILIES = ("rice50", "cubic")


def activities(found: Iterable[Sector], factors: Mapping[str, str], with_output: set[str], family: str) -> str:
    """`activities.toml`: `factors` by activity multiply the curves; those `with_output` have their output written."""
    return HEAD + "".join(_activity(one, factors.get(one.id, "1"), one.id in with_output, family) for one in found)


def family_scenario(found: Iterable[Sector], factors: Mapping[str, str]) -> str:
    """`scenarios/cubic-curves.toml`: the other family, fitted to the same prices."""
    tables = (
        f'\n[[change]]\nset = "activity.{one.id}.curve"\n\n[change.to]\n'
        + curve("cubic", one.region, factors.get(one.id, "1"))
        for one in found
    )
    return f"""{HEAD}
title = {{ en = "Cubic cost curves", zh = "三次成本曲线" }}
after = ["assumed-supply"]

[about]
en = \"\"\"
Marginal cost as the cube of the share abated, the form of IMAGE and MIMOSA, nearest to the curves of RICE50+ up to \\
one half; fitted to the same prices. Baselines and supply are those of the other family.\"\"\"
zh = \"\"\"
边际成本为减排比例的三次方（IMAGE与MIMOSA的形式），在减排一半以内最接近RICE50+曲线，并按相同价格校准。\"\"\"
{"".join(tables)}"""


def _activity(sector: Sector, factor: str, with_output: bool, family: str) -> str:
    row = sector.row
    names = (f"{key} = {quoted(row[f'name_{key}'].replace(';', ','))}" for key in ("en", "zh"))
    covered = ", ".join(f'"{id}"' for id in sector.covered_by)
    points = [(year, sector.baseline(year)) for year in POINTS]
    growth = f"growth of SSP2 in {_regions(sector.region)}"
    note = (
        f"{sector.observed.quantize(CENT)} Mt in {sector.year} / (1 − {sector.share}) × {growth}. {row['note']}".strip()
    )
    source = f"{sector.source}; rice50" if sector.source not in ("", "recalled") else "rice50"
    values = [
        f'  {{ year = {year}, value = {value}, status = "{_weaker(sector.status)}", source = {quoted(source)}'
        + (f", note = {quoted(note)} }},\n" if year == BASE else " },\n")
        for year, value in points
    ]
    output = [f'  {{ year = {year}, value = {value}, status = "assumed" }},\n' for year, value in points]
    return f"""
[{sector.id}]
name       = {{ {", ".join(names)} }}
host       = "{row["host"]}"
type       = "{row["type"]}"
covered-by = [{covered}]

[{sector.id}.baseline]
unit   = "Mt CO2e"
values = [
{"".join(values)}]
{_output(sector, output) if with_output else ""}
[{sector.id}.curve]
{curve(family, sector.region, factor)}"""


def _output(sector: Sector, lines: list[str]) -> str:
    return f"""
[{sector.id}.output] # in tonnes that go with it without abatement
unit   = "Mt CO2e without abatement"
values = [
{"".join(lines)}]
"""


def curve(family: str, region: Region, factor: str) -> str:
    """A curve as the lines of its table."""
    if family == "rice50":
        both = ((region.a, 1), (region.b, 4))
        terms = ", ".join(f"{{ coefficient = {_round(size)}, exponent = {power} }}" for size, power in both)
        how = "coefficients a and b of 2030"
        note = "As RICE50+ has it"
    else:
        terms = f"{{ coefficient = {_round(region.cubic)}, exponent = 3 }}"
        how = "cubic fitted to coefficients a and b of 2030"
        note = "Of the form of IMAGE and MIMOSA, nearest to RICE50+ up to one half"
    status = "derived" if factor == "1" else "calibrated"
    note += ", per unit of factor; the factor " + (
        "is that of RICE50+." if factor == "1" else "fits the price observed."
    )
    return f"""family = "power"
unit   = "USD2005/t CO2"
per    = "share"
factor = {factor}
terms  = [{terms}]
status = "{status}"
source = "rice50, {how}, {_regions(region)}"
note   = {quoted(note)}
"""


def _weaker(status: str) -> str:
    """A baseline is at best derived from what was observed."""
    return "derived" if status == "sourced" else status


def _regions(region: Region) -> str:
    return f"region {region.names[0]}" if len(region.names) == 1 else f"{len(region.names)} regions"


def _round(value: float) -> str:
    return f"{value:.6g}"


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)
