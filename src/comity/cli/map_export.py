"""`comity map --export FILE`: what is written, by the ending of its name; whole, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from comity.cli.commands import refuse
from comity.cli.face import printable

if TYPE_CHECKING:
    from comity.report.regime_subject import MapSubject

#: Several tables cannot be one CSV file: whoever asks for .csv gets them in an archive, named so.
TABLES, ARCHIVE = ".csv", ".zip"
ENDINGS = (".graphml", ".gexf", TABLES, ARCHIVE, ".html")


def export_file(name: str | None) -> Path | None:
    """The file for `--export`, found wanting before anything is computed. Raises InputError."""
    if name is None:
        return None
    file = Path(name)
    ending = file.suffix.lower()
    if ending == TABLES:
        file = file.with_name(f"{file.name}{ARCHIVE}")
    if ending not in ENDINGS or file.is_dir() or not file.parent.is_dir():
        refuse("--export", printable(name), "expected-map-file")
    return file


def write(file: Path, subject: MapSubject, command: str, *, everything: bool) -> None:
    """Make all of it, then put it in its place. `command` is what makes it again."""
    from comity.report.files import write_whole

    write_whole(file, _content(file.suffix.lower(), subject, command, everything))


def _content(ending: str, subject: MapSubject, command: str, everything: bool) -> str | bytes:
    if ending == ".html":
        from comity.report.regime_page import map_page

        return map_page(subject, command, everything=everything)
    from comity.report.regime_tables import archive, gexf, graphml

    if ending == ARCHIVE:
        return archive(subject.regime, subject.pairs(everything))
    return graphml(subject.regime) if ending == ".graphml" else gexf(subject.regime)
