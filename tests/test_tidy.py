"""The habits of the house, checked on every file of the repository. The bounds only ever tighten."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fluent.syntax import FluentParser
from fluent.syntax.ast import Attribute, Junk, Message, Term

ROOT = Path(__file__).resolve().parents[1]
FILE_LINES_MAX = 600
FILE_LINES_USUAL = 300  # nine in ten stay under
FUNCTION_LINES_MAX = 60
CLASS_METHODS_MAX = 20

# The only modules that read an agreement's clauses; all others see the budgets and movements, or the permissions.
CLAUSE_READERS = {
    "src/comity/world/agreement.py",
    "src/comity/world/checks.py",
    "src/comity/world/clauses.py",
}

# Written in halves, so that this file does not match.
UNFINISHED = re.compile(r"\b(TO" + "DO|FIX" + "ME|X" + "XX|NotImplemented" + "Error|xf" + r"ail)\b")
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(wo" + "rk|ho" + "me|ro" + "ot)/")
SCRATCH_PATH = re.compile(r"(?<![\w.~-])/(var/)?tm" + "p/")
PACKAGE_HOST = re.compile("|".join(["py" + r"pi\.org", "python" + "hosted", r"registry\.np" + "mjs"]))


@cache
def repository_files() -> tuple[str, ...]:
    """Paths from the root of all files that are, or could be, committed."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(sorted(path for path in set(listing.split("\0")) if path and (ROOT / path).is_file()))


def python_files(under: str = "") -> list[str]:
    """Paths of the Python files below a folder."""
    return [path for path in repository_files() if path.endswith(".py") and path.startswith(under)]


@cache
def tree(path: str) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), path)


def matches(pattern: re.Pattern[str], under: str = "") -> list[str]:
    """Where a pattern stands in the text files below a folder: `path:line: what`."""
    found = []
    for path in repository_files():
        try:
            text = (ROOT / path).read_text(encoding="utf-8") if path.startswith(under) else ""
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            found += [f"{path}:{number}: {match.group()}" for match in pattern.finditer(line)]
    return found


def public_definitions(path: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Public functions, classes and methods of a file; what stands inside a function is nobody's business."""
    bodies = [tree(path).body]
    while bodies:
        for node in bodies.pop():
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name[0] != "_":
                yield node
                if isinstance(node, ast.ClassDef):
                    bodies.append(node.body)


def fluent_keys(path: Path) -> tuple[set[str], list[str]]:
    """Keys of a Fluent file (messages, terms, attributes), and what could not be read."""
    resource = FluentParser().parse(path.read_text(encoding="utf-8"))
    keys, junk = set(), []
    for entry in resource.body:
        if isinstance(entry, Message | Term):
            name = f"-{entry.id.name}" if isinstance(entry, Term) else entry.id.name
            attributes: list[Attribute] = entry.attributes
            keys |= {name, *(f"{name}.{attribute.id.name}" for attribute in attributes)}
        elif isinstance(entry, Junk):
            junk.append(f"{path.name}: {entry.content}")
    return keys, junk


def test_files_are_short() -> None:
    lengths = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in python_files()}
    too_long = {path: lines for path, lines in lengths.items() if lines > FILE_LINES_MAX}
    longish = {path: lines for path, lines in lengths.items() if lines >= FILE_LINES_USUAL}
    assert not too_long
    assert 10 * len(longish) <= len(lengths), longish


def test_functions_are_short() -> None:
    too_long = [
        f"{path}:{node.lineno}: {node.name}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 >= FUNCTION_LINES_MAX
    ]
    assert not too_long


def test_classes_have_few_methods() -> None:
    too_many = [
        f"{path}:{node.lineno}: {node.name}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
        and sum(isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) for part in node.body) >= CLASS_METHODS_MAX
    ]
    assert not too_many


def test_every_package_has_an_init() -> None:
    """A folder without one would be neither packaged nor checked for layers."""
    folders = {(ROOT / path).parent for path in python_files("src/comity/")}
    assert [folder.name for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_modules_say_what_they_are() -> None:
    assert [path for path in python_files("src/comity/") if not ast.get_docstring(tree(path))] == []


def test_everything_public_is_documented() -> None:
    silent = [
        f"{path}:{node.lineno}: {node.name}"
        for path in python_files("src/comity/")
        for node in public_definitions(path)
        if not ast.get_docstring(node)
    ]
    assert not silent


def test_nothing_is_left_unfinished() -> None:
    assert matches(UNFINISHED) == []


def test_no_path_of_one_machine() -> None:
    assert matches(MACHINE_PATH) + matches(SCRATCH_PATH, "src/") == []


def test_no_address_of_a_package_index() -> None:
    assert matches(PACKAGE_HOST) == []


def test_requirements_are_locked_without_addresses() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for name, wanted in {"run": project["dependencies"], "test": project["dependencies"] + extras["test"]}.items():
        locked = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        names = {re.split(r"[^\w.-]", line)[0].replace("-", ".") for line in wanted}
        assert {n for n in names if not re.search(rf"^{n}==", locked.replace("-", "."), re.MULTILINE)} == set()
        assert "://" not in locked


def test_few_modules_read_clauses() -> None:
    """`agreement.clauses` is data; `clauses(...)`, a call, is the way for everybody else."""
    readers = {}
    for path in python_files("src/comity/"):
        called = {id(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)}
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and node.attr == "clauses" and id(node) not in called:
                readers[path] = node.lineno
    assert {path: line for path, line in readers.items() if path not in CLAUSE_READERS} == {}


def test_the_map_of_the_regime_names_nobody() -> None:
    """No string of it, whole, is the id of a mechanism or Party of the world 2026: what it says follows from rules."""
    world = ROOT / "src" / "comity" / "worlds" / "2026"
    ids = {path.stem for kind in ("mechanisms", "parties") for path in (world / kind).glob("*.toml")}
    ids |= set(tomllib.loads((world / "parties.toml").read_text(encoding="utf-8")))
    assert len(ids) > 185
    strings: list[tuple[str, str]] = []
    for path in repository_files():
        if path.startswith("src/comity/regime/") and path.endswith(".py"):
            nodes = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Constant)]
            strings += [(path, node.value) for node in nodes if isinstance(node.value, str)]
        elif path.startswith("src/comity/regime/") and path.endswith(".toml"):
            strings += [(path, text) for text in texts(tomllib.loads((ROOT / path).read_text(encoding="utf-8")))]
    assert [(path, text) for path, text in strings if text in ids] == []


def texts(value: object) -> Iterator[str]:
    """Every string in a TOML value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def test_both_languages_have_the_same_words() -> None:
    for path in repository_files():
        if path.endswith("/en.ftl"):
            english, english_junk = fluent_keys(ROOT / path)
            chinese, chinese_junk = fluent_keys((ROOT / path).with_name("zh.ftl"))
            assert english_junk + chinese_junk == []
            assert english ^ chinese == set(), path
