"""`comity new`: a world of one's own, begun from a commented example."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

from comity.cli.commands import PROGRAM, Verb, argument, option, refuse
from comity.cli.face import Face, printable
from comity.cli.files import make_whole

TUTORIAL = "tutorial"


def command(face: Face) -> Verb:
    """The verb."""
    params = [
        argument("dir", "DIR"),
        option(face, "--from", "source", metavar="WORLD", default=TUTORIAL, help="new-option-from"),
    ]
    return Verb(face, "new", new, params, ("new my-world/", "new my-world/ --from rice50-2030"))


def new(face: Face, dir: str, source: str) -> int:
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
        from comity.results import New, Schema

        face.answer(New(schema=Schema(name="new"), written=tuple(written)))
        return 0
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
