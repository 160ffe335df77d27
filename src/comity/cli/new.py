"""`comity new`: a world of one's own, begun from a commented example; or a workbook for one's own data."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

from comity.cli.commands import PROGRAM, Verb, argument, option, refuse
from comity.cli.face import Face, printable
from comity.errors import InputError, Problem, said
from comity.report.files import make_whole, write_whole

TUTORIAL = "tutorial"


def command(face: Face) -> Verb:
    """The verb."""
    params = [
        argument("dir", "DIR", required=False),
        option(face, "--excel", metavar="FILE", help="new-option-excel"),
        option(face, "--from", "source", metavar="WORLD", default=TUTORIAL, help="new-option-from"),
    ]
    examples = ("new my-world/", "new my-world/ --from rice50-2030", "new --excel my-data.xlsx --from 2026")
    return Verb(face, "new", new, params, examples)


def new(face: Face, dir: str | None, excel: str | None, source: str) -> int:
    """A folder with a world, or a workbook with its data: exactly one of the two."""
    if dir is None and excel is None:
        refuse("", "", "expected-dir-or-excel")
    if dir is not None and excel is not None:
        refuse("", f"{dir} --excel {excel}", "expected-dir-or-excel")
    if excel is not None:
        return _workbook(face, excel, source)
    return _world(face, str(dir), source)


def _world(face: Face, dir: str, source: str) -> int:
    """Copy a world's files into a folder that is not there yet, or empty."""
    from comity.world.read import read_folder

    example = read_folder(source).path  # an example that cannot be read is no example
    folder = Path(dir)
    if folder.is_dir():
        if any(folder.iterdir()):
            refuse("", dir, "expected-empty-folder")
    elif folder.exists() or not dir:
        refuse("", dir, "expected-empty-folder")
    if folder.resolve().is_relative_to(example.resolve()):
        refuse("", dir, "expected-folder-elsewhere", source=source)
    make_whole(folder.resolve(), lambda into: _copy(example, into))
    written = sorted(printable(str(path)) for path in folder.rglob("*") if path.is_file())
    if face.json:
        return _answer(face, written)
    face.say(face.text("new-written", files=len(written), dir=dir))
    for path in written:
        face.say(f"  {path}")
    face.say()
    face.say(face.text("new-next"))
    as_path = shlex.quote(dir if dir.endswith("/") else f"{dir}/")
    for verb in ("check", "run"):
        face.say(f"  {PROGRAM} {verb} {as_path}")
    return 0


def _copy(example: Path, into: Path) -> None:
    """Everything but what Python or an editor left behind."""
    ignore = shutil.ignore_patterns("__pycache__", "*.py", "*.pyc", ".*", "*~")
    shutil.copytree(example, into, ignore=ignore, dirs_exist_ok=True)


def _workbook(face: Face, excel: str, source: str) -> int:
    """Write the curves and baselines of a world, as its files stand, into a workbook that is not there yet."""
    from comity.formats.own_template import template
    from comity.world.read import read_world

    path = Path(excel)
    if path.suffix.lower() != ".xlsx" or not path.stem.strip("."):
        refuse("--excel", excel, "expected-xlsx-name")
    if path.is_symlink() or path.exists():
        raise InputError([Problem(excel, 0, "--excel", said("found-existing-file"), said("expected-free-path"))])
    if not path.parent.is_dir():
        refuse("--excel", str(path.parent), "expected-folder-there")
    world = read_world(source, ())
    if not world.activity:
        raise InputError([Problem("", 0, "--from", said("found-no-activities"), said("expected-activities"))])
    write_whole(path, template(world, face.text, source, excel))
    if face.json:
        return _answer(face, [printable(excel)])
    face.say(face.text("new-excel-written", activities=len(world.activity), file=excel))
    face.say()
    face.say(face.text("new-excel-next"))
    own = shlex.join(["--curves", excel, "--baselines", excel])
    face.say(f"  {PROGRAM} run {shlex.quote(source)} {own}")
    return 0


def _answer(face: Face, written: list[str]) -> int:
    from comity.results import New, Schema

    face.answer(New(schema=Schema(name="new"), written=tuple(written)))
    return 0
