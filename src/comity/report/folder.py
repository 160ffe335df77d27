"""Everything that answers become as files, in one folder; each file written whole or not at all."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comity.report.files import write_whole
from comity.report.subject import BASE, scenario_label

if TYPE_CHECKING:
    from comity.results import Run
    from comity.text import Text
    from comity.world import World


def write(folder: Path, worlds: Sequence[World], runs: Sequence[Run], text: Text, command: str = "") -> None:
    """Write answers of one world, made under a scenario each, into a folder, made if need be.

    The first answer is in the folder itself: `run.json`, a CSV and a Parquet file a table, `tables.xlsx`; beside them
    `iamc.csv` and `report.html` have all answers. Each further answer has its own files in a folder of its scenario's
    name inside it. Words are in the language of `text`; `command` is what the report says to type to make it again, by
    default `comity run` with the same world and scenarios. Nothing is written before everything is made. Raises
    OSError where a file cannot be written; those before it are then there, and whole.
    """
    from comity.report.iamc import iamc_text
    from comity.report.run_page import run_page

    report = run_page(worlds, runs, text, command or _command(worlds, runs))
    made: dict[Path, str | bytes] = {}
    for place, (world, run) in enumerate(zip(worlds, runs, strict=True)):
        inner = folder / scenario_label(world).replace("/", "-") if place else folder
        made |= {inner / name: content for name, content in _tables(world, run, text).items()}
        if place:
            made[inner / "iamc.csv"] = iamc_text([world], [run])
        else:
            made[folder / "iamc.csv"] = iamc_text(worlds, runs)
            made[folder / "report.html"] = report
        # Last, so that where it stands the tables beside it are those of the same answer.
        made[inner / "run.json"] = run.model_dump_json(by_alias=True, indent=2) + "\n"
    for path, content in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)


def _tables(world: World, run: Run, text: Text) -> dict[str, str | bytes]:
    from comity.report.excel import excel_bytes
    from comity.report.sheets import csv_text, parquet_bytes
    from comity.report.tables import result_tables

    made: dict[str, str | bytes] = {}
    tables = result_tables(run)
    for table in tables:
        made[f"{table.name}.csv"] = csv_text(table)
        made[f"{table.name}.parquet"] = parquet_bytes(run, table)
    made["tables.xlsx"] = excel_bytes(world, run, tables, text)
    return made


def _command(worlds: Sequence[World], runs: Sequence[Run]) -> str:
    """What a person would type for these answers."""
    first, *others = worlds
    words = ["comity", "run", first.id]
    for name in first.folder.scenarios or (BASE,):
        words += ["--scenario", name]
    if runs[0].years != first.world.years:
        words += ["--years", f"{runs[0].years[0]}:{runs[0].years[-1]}"]
    for world in others:
        words += ["--beside", scenario_label(world)]
    return shlex.join([*words, "--out", "report"])
