"""Everything that a comparison becomes as files, in one folder; each file written whole or not at all."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comity.report.files import write_whole
from comity.report.subject import BASE
from comity.results import LinkAnswer

if TYPE_CHECKING:
    from comity.results import Comparison
    from comity.text import Text
    from comity.world import World


def write_comparison(
    folder: Path, world: World, answer: Comparison, text: Text, where: str = "", own: Sequence[str] = ()
) -> None:
    """Write an answer of `compare` or of `link` into a folder, made if need be.

    `world` is the one that was asked about: of a comparison the one measured, of a link the one without it. Files are
    `compare.json` or `link.json`, a CSV and a Parquet file a table, `tables.xlsx`, and `report.html`. The report says
    what to type to make it again, with the world as in `where` (by default its name) and the options `own` (as
    `--curves FILE`). Words are in the language of `text`. Nothing is written before everything is made. Raises OSError
    where a file cannot be written; those before it are then there, and whole.
    """
    from comity.report.comparison_excel import comparison_excel
    from comity.report.comparison_page import comparison_page
    from comity.report.comparison_tables import comparison_tables
    from comity.report.sheets import csv_text, parquet_bytes

    tables = comparison_tables(answer)
    made: dict[str, str | bytes] = {}
    for table in tables:
        made[f"{table.name}.csv"] = csv_text(table)
        made[f"{table.name}.parquet"] = parquet_bytes(answer.after, table)
    made["tables.xlsx"] = comparison_excel(world, answer, tables, text)
    made["report.html"] = comparison_page(world, answer, text, _command(world, answer, where or world.id, own))
    # Last, so that where it stands the tables beside it are those of the same answer.
    made[f"{answer.schema_.name}.json"] = answer.model_dump_json(by_alias=True, indent=2) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        write_whole(folder / name, content)


def _command(world: World, answer: Comparison, where: str, own: Sequence[str]) -> str:
    """What a person would type for this answer."""
    words = ["comity", answer.schema_.name, where]
    if isinstance(answer, LinkAnswer):
        terms = answer.terms
        words += terms.mechanisms
        words += ["--rate", f"{terms.rate:g}"] if terms.rate != 1 else []
        words += ["--quota", f"{terms.quota:g}"] if terms.quota is not None else []
        words += ["--one-way"] if terms.one_way else []
        words += ["--from", str(terms.start)] if terms.start != answer.after.years[0] else []
    layers = [("--scenario", world.folder.scenarios)]
    if not isinstance(answer, LinkAnswer):
        layers.append(("--against", answer.before.scenario or (BASE,)))
    words += [word for option, names in layers for name in names for word in (option, name)]
    if answer.after.years != world.world.years:
        words += ["--years", f"{answer.after.years[0]}:{answer.after.years[-1]}"]
    return shlex.join([*words, *own, "--out", "report"])
