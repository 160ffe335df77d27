"""Switch off each check of the registry in turn, and print which test dies of it.

    .venv/bin/python -m tests.mutation            every check
    .venv/bin/python -m tests.mutation units.py   those in files whose path contains this

A check is a call of `refuse`, a `raise` of Misposted, Broken or Taken, or a `yield` of an invariant or of a clause's
objection. It is switched off in a copy of the package, so that the product has no switches. A check that no test
misses is a survivor: they are listed at the end, and the exit code is then 1.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import NamedTuple

from tests.registry import reading

ROOT = Path(__file__).resolve().parents[1]
REGISTRY = ROOT / "src" / "comity" / "registry"
WORKERS = 2
#: Modules with checks that `refuse` does not make: which tests watch over them.
CORE = ("blocks.py", "state.py", "ledger.py", "invariants.py", "plans/admission.py")
OBJECTING = ("invariants.py", "plans/admission.py")  # what they yield is an objection
RAISED = {"Misposted", "Broken", "Taken", "ValueError"}
#: In rounds: what survives one meets the next.
ROUNDS = (
    (
        "test_negatives.py",
        "test_clause_negatives.py",
        "test_probe.py",
        "test_invariants.py",
        "exchange/test_planners.py",
    ),
    ("test_links.py", "test_kyoto.py", "test_paris.py", "test_compliance.py"),
    ("test_blocks.py", "test_ledger.py", "test_corrections.py", "test_precedence.py"),
    ("exchange/test_stories.py", "exchange/test_exchange.py"),
    ("test_simulator.py",),
    ("test_thesis.py",),
)


class Switch(NamedTuple):
    """One check, and the source of its file without it."""

    file: str
    line: int
    what: str
    without: str


def switches() -> Iterator[Switch]:
    """Every check of the registry."""
    for site in reading.sites():
        source = (REGISTRY / site.file).read_text(encoding="utf-8")
        for code in site.codes:
            off = "None" if len(site.codes) == 1 else f"code == {code!r} or "
            yield Switch(site.file, site.line, code, cut(source, site.line, site.column, off, keep=len(site.codes) > 1))
    for name in CORE:
        source = (REGISTRY / name).read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Yield) and name in OBJECTING:
                yield Switch(
                    name, node.lineno, said(node), cut(source, node.lineno, node.col_offset, "(yield from ())")
                )
            if isinstance(node, ast.Raise) and node.exc is not None and names(node.exc) & RAISED:
                yield Switch(name, node.lineno, said(node), cut(source, node.lineno, node.col_offset, "pass"))


def names(node: ast.AST) -> set[str]:
    """All names within a node."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def said(node: ast.AST) -> str:
    """What a check says, in short."""
    return re.sub(r"\s+", " ", ast.unparse(node))[:70]


def cut(source: str, line: int, column: int, off: str, *, keep: bool = False) -> str:
    """The source with something else in the place of a node, or in front of it."""
    (node,) = (
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call | ast.Yield | ast.Raise) and (node.lineno, node.col_offset) == (line, column)
    )
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    lines = source.encode().split(b"\n")
    before = b"\n".join([*lines[: line - 1], lines[line - 1][:column]])
    if node.end_lineno == line:
        own = lines[line - 1][column : node.end_col_offset]
    else:
        own = b"\n".join(
            [
                lines[line - 1][column:],
                *lines[line : node.end_lineno - 1],
                lines[node.end_lineno - 1][: node.end_col_offset],
            ]
        )
    after = b"\n".join([lines[node.end_lineno - 1][node.end_col_offset :], *lines[node.end_lineno :]])
    return (before + off.encode() + (own if keep else b"") + after).decode()


def died(switch: Switch, copy: Path) -> str:
    """The test that fails without a check; empty if none does."""
    file = copy / "comity" / "registry" / switch.file
    whole = file.read_text(encoding="utf-8")
    file.write_text(switch.without, encoding="utf-8")
    try:
        for tests in ROUNDS:
            paths = [f"tests/registry/{name}" for name in tests if (ROOT / "tests" / "registry" / name).is_file()]
            failed = failing(paths, copy)
            if failed:
                return failed
        return ""
    finally:
        file.write_text(whole, encoding="utf-8")


def failing(paths: list[str], copy: Path) -> str:
    """The first test that fails with the copy of the package; empty if none does."""
    flags = ["-x", "-q", "-p", "no:cacheprovider", "--no-header", "-k", "not every_sentence"]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", *flags, *paths]
    try:
        run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        return "(does not end)"
    found = re.search(r"^(?:FAILED|ERROR) (\S+)", run.stdout, re.MULTILINE)
    if found:
        return found[1].removeprefix("tests/registry/")
    return "" if run.returncode in (0, 5) else f"(does not start: {run.stdout[-200:]})"


def copies(folder: Path) -> Queue[Path]:
    """A copy of the package for each worker."""
    queue: Queue[Path] = Queue()
    for number in range(WORKERS):
        copy = folder / str(number)
        shutil.copytree(ROOT / "src" / "comity", copy / "comity", ignore=shutil.ignore_patterns("__pycache__"))
        queue.put(copy)
    return queue


def main(arguments: list[str]) -> int:
    """Print a line for each check; 1 if any survives."""
    chosen = [switch for switch in switches() if not arguments or any(part in switch.file for part in arguments)]
    survivors = []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(WORKERS) as pool:
        free = copies(Path(folder))

        def tried(switch: Switch) -> str:
            copy = free.get()
            try:
                return died(switch, copy)
            finally:
                free.put(copy)

        assert failing([f"tests/registry/{name}" for name in ROUNDS[0]], free.queue[0]) == "", "tests fail as it is"
        for switch, test in zip(chosen, pool.map(tried, chosen), strict=True):
            say(f"{switch.file}:{switch.line}: {switch.what}: {test or 'SURVIVES'}")
            if not test:
                survivors.append(switch)
    say(f"{len(chosen)} checks switched off, {len(chosen) - len(survivors)} missed by a test, {len(survivors)} not")
    for switch in survivors:
        say(f"    {switch.file}:{switch.line}: {switch.what}")
    return 1 if survivors else 0


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
