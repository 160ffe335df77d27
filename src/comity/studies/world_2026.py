"""The activities and the calibration of the world `2026`: `python -m comity.studies.world_2026` writes them anew.

Inputs are the CSV files in the world's folder `inputs/` and the figures of its mechanisms. From them come

    activities.toml                   baselines and cost curves (`world_2026_data` says by which rules)
    scenarios/assumed-supply.toml     caps, benchmarks and opening holdings where no file has them
    scenarios/cubic-curves.toml       the other family of curves
    calibration.csv                   what was fitted, per market and family

and nothing else is written. The same inputs give the same bytes: parameters are rounded to four significant digits.

A market is fitted to the price last observed, which is taken to hold in the first year solved, by one parameter: the
factor on the marginal cost of all activities that its price reaches (`comity.market.calibrate`). An abatement outside
of 4 to 21 % of the baseline is marked: evaluations after the fact find such reductions under 21 carbon prices (source
doebbeling-2024)."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from comity.market.calibrate import Fit, Target, fit_all, groups
from comity.market.calibrate import covered as reached
from comity.studies.world_2026_data import BASE, FOLDER, Sector, facts, latest, rows, sectors
from comity.studies.world_2026_supply import YEARS, supply
from comity.studies.world_2026_text import FAMILIES, HEAD, activities, family_scenario
from comity.text import load
from comity.world.pricing import pricings, systems
from comity.world.read import read_world
from comity.world.world import World

#: Reductions that evaluations find under carbon prices, after the fact; share of emissions (source doebbeling-2024).
BAND = (0.04, 0.21)
COLUMNS = (
    "family,market,observed_usd,uncalibrated_usd,factor,reason,calibrated_usd,abated_share,emissions_mt,"
    "price_set_by,outside_band,why"
)


def targets(world: World, known: World) -> list[Target]:
    """The markets to fit, largest first: systems with a market or administered price, activities and a price observed.

    `world`: with activities. `known`: the files as they stand.
    """
    covered = {id for activity in world.activity.values() for id in activity.covered_by}
    kinds = {id: found.kind for id, found in pricings(known).items()}
    priced = [id for id, kind in kinds.items() if kind in ("market", "administered") and id in covered]
    sizes = {id: _size(world, id) for id in priced}
    found = []
    taken: set[str] = set()
    for members in reversed(groups(world, sorted(priced, key=lambda id: (-sizes[id], id)))):
        seen = latest(known, known.mechanism[members[0]])
        theirs = sorted(reached(world, members) - taken)  # what two markets reach is fitted with the smaller
        if seen is not None:
            taken.update(theirs)
            found.append(Target(members, seen[1], tuple(theirs)))
    return found[::-1]


def _size(world: World, id: str) -> float:
    baselines = (one.baseline.at(BASE) for one in world.activity.values() if id in one.covered_by)
    return sum(float(reading.value) for reading in baselines if reading is not None)


def calibrated(folder: Path, found: Sequence[Sector], family: str, known: World) -> list[Fit]:
    """The markets fitted with the curves of a family, in a copy of the folder that has no factors yet."""
    with tempfile.TemporaryDirectory() as parent:
        copy = Path(parent) / folder.name
        shutil.copytree(folder, copy)
        (copy / "activities.toml").write_text(activities(found, {}, outputs(found, folder), family), encoding="utf-8")
        (copy / "scenarios" / "assumed-supply.toml").write_text(supply(found, known, folder), encoding="utf-8")
        (copy / "scenarios" / "cubic-curves.toml").write_text(family_scenario(found, {}), encoding="utf-8")
        world = read_world(copy, ("assumed-supply",))
    return fit_all(world, targets(world, known), YEARS)


def outputs(found: Iterable[Sector], folder: Path = FOLDER) -> set[str]:
    """The activities whose output a benchmark asks for."""
    by_output = {row["mechanism"] for row in rows("supply", folder) if row["form"] == "benchmark"}
    return {sector.id for sector in found if by_output & set(sector.covered_by)}


def factors(fits: Iterable[Fit]) -> dict[str, str]:
    """The factor of each activity whose costs were fitted."""
    return {activity: format(one.scale, "f") for one in fits for activity in one.target.activities}


def why(one: Fit, found: Iterable[Sector], known: World, folder: Path = FOLDER) -> str:
    """What a reader of a fit should know."""
    rules = {row["mechanism"]: row for row in rows("supply", folder)}
    banked = {row["mechanism"] for row in rows("opening-holdings", folder)}
    banked |= {id for id in one.target.members if known.mechanism[id].opening_holdings is not None}
    said = []
    if one.reason == "slack":
        said.append("allowances exceed emissions in all years solved: the price does not say what abatement costs")
    if one.reason in ("at-a-control", "below-reach", "above-reach"):
        said.append("a rule of price sets it: the price does not say what abatement costs")
    fixed = [id for id in one.target.members if id in rules and rules[id]["rule"] == "held"]
    if len(fixed) == len(one.target.members):
        falls = any(float(rules[id]["tightening"]) for id in fixed)
        said.append("supply is assumed from the price" + ("" if falls else ": the factor tests nothing"))
    elif any(id in rules for id in one.target.members):
        said.append("supply is assumed in part")
    short = _short(one, found, known)
    if short is not None:
        side = "below" if short > 0 else "above"
        said.append(
            f"caps of {YEARS[0]} to {YEARS[-1]} are {abs(100 * short):.0f} % {side} emissions without abatement"
        )
        if short > 0 and not banked & set(one.target.members):
            said.append("no opening holdings are known: all that is missing is abated")
    if one.identified and not BAND[0] <= one.calibrated.share <= BAND[1]:
        more = one.calibrated.share > BAND[1]
        said.append("more is abated than evaluations find" if more else "less is abated than evaluations can find")
    return "; ".join(said)


def _short(one: Fit, found: Iterable[Sector], known: World) -> float | None:
    """By what share the caps that the files have of a market's largest member are below its baselines; None if none."""
    id = one.target.members[0]
    cap = known.mechanism[id].cap
    readings = [cap.at(year) for year in YEARS] if cap is not None else []
    if cap is None or any(reading is None for reading in readings):
        return None
    total = sum((reading.value for reading in readings if reading is not None), Fraction(0))
    issued = known.measures.convert_quantity(total, cap.unit)
    baselines = sum(sector.baseline(year) for sector in found if id in sector.covered_by for year in YEARS)
    return 1 - float(issued) / float(baselines)


def table(fits: Sequence[tuple[str, Fit]], found: Sequence[Sector], known: World, folder: Path = FOLDER) -> str:
    """`calibration.csv`."""
    lines = [HEAD.rstrip("\n"), COLUMNS]
    for family, one in fits:
        outside = not BAND[0] <= one.calibrated.share <= BAND[1]
        lines.append(
            ",".join(
                (
                    family,
                    "+".join(one.target.members),
                    f"{one.target.price:.2f}",
                    f"{one.uncalibrated.price:.2f}",
                    format(one.scale, "f"),
                    one.reason,
                    f"{one.calibrated.price:.2f}",
                    f"{one.calibrated.share:.3f}",
                    f"{one.calibrated.emissions:.1f}",
                    " ".join(one.calibrated.set_by[:3]),
                    "yes" if outside else "no",
                    why(one, found, known, folder),
                )
            )
        )
    return "\n".join(lines) + "\n"


def files(folder: Path = FOLDER) -> dict[str, str]:
    """The generated files: text by path in the world's folder."""
    known = facts(folder)
    found = sectors(folder, known)
    fits = {family: calibrated(folder, found, family, known) for family in FAMILIES}
    first, other = FAMILIES
    return {
        "activities.toml": activities(found, factors(fits[first]), outputs(found, folder), first),
        "scenarios/assumed-supply.toml": supply(found, known, folder),
        "scenarios/cubic-curves.toml": family_scenario(found, factors(fits[other])),
        "calibration.csv": table(
            [(family, one) for family, several in fits.items() for one in several], found, known, folder
        ),
    }


def missing(world: World) -> list[tuple[str, str, str]]:
    """The systems in force that no activity of the world makes a price for: mechanism, class, what its file lacks."""
    text = load("en")
    return [
        (id, one.pricing.kind, ", ".join(text(f"pricing-lacks-{lack}") for lack in one.lacks))
        for id, one in systems(world).items()
        if not one.solved
    ]


def main(folder: Path = FOLDER) -> None:
    """Write the generated files, and print what was fitted and what is not priced."""
    for path, text in files(folder).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
    for line in (folder / "calibration.csv").read_text(encoding="utf-8").splitlines()[1:]:
        cells = (cell[:28].ljust(width) for cell, width in zip(line.split(","), WIDTHS, strict=False))
        sys.stdout.write("  ".join(cells).rstrip() + "\n")
    world = read_world(folder, ("assumed-supply",))
    for id, kind, lacks in missing(world):
        sys.stdout.write(f"not priced: {id} ({kind}): {lacks}\n")


WIDTHS = (6, 24, 12, 16, 8, 12, 14, 12, 12, 28, 12, 0)


if __name__ == "__main__":
    main()
