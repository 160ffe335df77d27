"""The world `rice50-2030`, made from its inputs: `python -m comity.studies.rice50_2030` writes it anew.

Inputs are the CSV files in the world's folder `inputs/`, each with its origin and licence at its head. From them come
`parties.toml`, `activities.toml`, `mechanisms/` and `agreements/`; the world's other files are written by hand. The
same inputs give the same bytes: figures are computed in decimals, in the order of the inputs.

    baseline 2030  =  observed emissions 2024  ×  SSP2 baseline 2030 / SSP2 baseline 2024
    cap 2030       =  baseline 2030  ×  (1 − share of the region's group)

The SSP2 baseline of 2024 is read off the line from 2020 to 2025. A region is an advanced economy if countries that are
make up more than half of its observed emissions.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from comity.world.read import SHIPPED

FOLDER = SHIPPED / "rice50-2030"
FACTOR = "0.492373"  # of RICE50+, from its coefficients to USD of 2005 per t CO2; constant until about 2045
CENT = Decimal("0.01")
#: Regions whose SSP2 path cannot be used, and why: they grow like all the others together.
BROKEN_PATHS = {"golf57": "SSP2 path not used (0.98 Gt in 2020, 4.09 in 2025, 2.72 in 2030)"}
HEAD = "# Written by `python -m comity.studies.rice50_2030` from inputs/; change those and run it again.\n"
AGREEMENTS = {
    "advanced-economies": ("Carbon market of the advanced economies", "发达经济体碳市场", ("advanced",)),
    "other-economies": ("Carbon market of the other economies", "其他经济体碳市场", ("other",)),
    "one-market": ("One carbon market", "全球统一碳市场", ("advanced", "other")),
}


@dataclass(frozen=True, slots=True)
class Region:
    """One region of RICE50+ in 2030."""

    code: str
    party: str
    kind: str
    name_en: str
    name_zh: str
    a: str
    b: str
    observed: Decimal
    """Fossil CO2 in 2024, Mt."""
    growth: Decimal
    """SSP2 baseline of 2030 over that of 2024."""
    group: str
    """`advanced` or `other`."""
    below_baseline: Decimal
    """Share by which its cap is below its baseline."""

    @property
    def baseline(self) -> Decimal:
        """Emissions without abatement in 2030, Mt."""
        return (self.observed * self.growth).quantize(CENT)

    @property
    def cap(self) -> Decimal:
        """Allowances of 2030, Mt."""
        return (self.baseline * (1 - self.below_baseline)).quantize(CENT)


def rows(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    """An input file, without the lines at its head that say where it comes from."""
    lines = (folder / "inputs" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def regions(folder: Path = FOLDER) -> list[Region]:
    """The regions, in order of code."""
    advanced = {row["iso3"] for row in rows("advanced-economies", folder)}
    region_of = {row["iso3"]: row["region"] for row in rows("countries", folder)}
    observed = dict.fromkeys(region_of.values(), Decimal(0))
    of_advanced = dict(observed)
    for row in rows("fossil-co2-2024", folder):
        tonnes, code = Decimal(row["co2_t"]) / 10**6, region_of[row["iso3"]]
        observed[code] += tonnes
        of_advanced[code] += tonnes if row["iso3"] in advanced else 0
    groups = {code: "advanced" if 2 * of_advanced[code] > observed[code] else "other" for code in observed}
    below = {row["group"]: Decimal(row["below_baseline"]) for row in rows("caps", folder)}
    coefficients = {row["region"]: row for row in rows("rice50", folder)}
    growths = _growths(coefficients, observed)
    found = []
    for row in rows("regions", folder):
        code = row["region"]
        found.append(
            Region(
                code=code,
                party=row["party"],
                kind=row["kind"],
                name_en=row["name_en"],
                name_zh=row["name_zh"],
                a=coefficients[code]["a"],
                b=coefficients[code]["b"],
                observed=observed[code],
                growth=growths[code],
                group=groups[code],
                below_baseline=below[groups[code]],
            )
        )
    return found


def _growths(rice50: dict[str, dict[str, str]], observed: dict[str, Decimal]) -> dict[str, Decimal]:
    """SSP2 growth from 2024 to 2030 by region; of those whose path is broken, that of all others together."""
    growths = {}
    for code, row in rice50.items():
        in_2020, in_2025, in_2030 = (Decimal(row[f"ssp2_{year}_gt"]) for year in (2020, 2025, 2030))
        growths[code] = in_2030 / (in_2020 + (in_2025 - in_2020) * 4 / 5)
    sound = [code for code in rice50 if code not in BROKEN_PATHS]
    before = sum((observed[code] for code in sound), Decimal(0))
    after = sum((observed[code] * growths[code] for code in sound), Decimal(0))
    return growths | dict.fromkeys(BROKEN_PATHS, after / before)


def files(found: list[Region]) -> dict[str, str]:
    """The generated files: text by path in the world's folder."""
    return {
        "parties.toml": HEAD + "".join(map(_party, found)),
        "activities.toml": HEAD + "".join(map(_activity, found)),
        **{f"mechanisms/{region.code}.toml": _mechanism(region) for region in found},
        **{
            f"agreements/{id}.toml": _agreement(en, zh, [region.code for region in found if region.group in groups])
            for id, (en, zh, groups) in AGREEMENTS.items()
        },
    }


def _names(en: str, zh: str) -> str:
    return f"{{ en = {json.dumps(en, ensure_ascii=False)}, zh = {json.dumps(zh, ensure_ascii=False)} }}"


def _party(region: Region) -> str:
    return f"""
[{region.party}]
name = {_names(region.name_en, region.name_zh)}
kind = "{region.kind}"
"""


def _activity(region: Region) -> str:
    status, how = "derived", "SSP2 growth from 2024 to 2030 (source rice50)"
    if region.code in BROKEN_PATHS:
        status, how = "assumed", f"the growth of all other regions; {BROKEN_PATHS[region.code]}"
    note = f"{region.observed.quantize(CENT)} Mt in 2024 × {region.growth.quantize(Decimal('0.0001'))}, {how}"
    name = _names(f"{region.name_en}: CO2 from energy and industry", f"{region.name_zh}：能源和工业二氧化碳")
    return f"""
[{region.code}]
name       = {name}
host       = "{region.party}"
type       = "energy-and-industry"
covered-by = ["{region.code}"]

[{region.code}.baseline]
unit   = "Mt CO2"
values = [{{ year = 2030, value = {region.baseline}, status = "{status}", source = "gcb-2025", note = "{note}" }}]

[{region.code}.curve]
family = "power"
unit   = "USD2005/t CO2"
per    = "share"
factor = {FACTOR}
terms  = [{{ coefficient = {region.a}, exponent = 1 }}, {{ coefficient = {region.b}, exponent = 4 }}]
status = "sourced"
source = "rice50, coefficients a and b of 2030, region {region.code}"
"""


def _mechanism(region: Region) -> str:
    note = f"{100 * region.below_baseline:.0f} % below baseline: {region.group} economies in inputs/caps.csv"
    return f"""{HEAD}
name      = {_names(f"{region.name_en} carbon market", f"{region.name_zh}碳市场")}
kind      = "cap-and-trade"
parties   = ["{region.party}"]
balance   = "{region.party}"
treasury  = "{region.party}"
unit-type = "{region.party}-A"

[cap]
unit   = "Mt CO2"
values = [{{ year = 2030, value = {region.cap}, status = "assumed", note = "{note}" }}]
"""


def _agreement(en: str, zh: str, members: list[str]) -> str:
    lines = [", ".join(f'"{member}"' for member in members[at : at + 10]) for at in range(0, len(members), 10)]
    among = "".join(f"  {line},\n" for line in lines)
    return f"""{HEAD}
title  = {_names(en, zh)}
status = "negotiating" # a scenario puts it in force

[clauses.trade.moves]
among = [
{among}]
"""


def main(folder: Path = FOLDER) -> None:
    """Write the generated files."""
    for path, text in files(regions(folder)).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
