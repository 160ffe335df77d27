"""What the source of the planners says: which codes each can raise, and in which order on every path through it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import comity.registry
from comity.registry.plans import PLANNERS

REGISTRY = Path(comity.registry.__file__).parent
PLANS = REGISTRY / "plans"

Path_ = tuple[str, ...]
"""The codes that can be raised along one way through a function, in the order in which they are checked."""


class Site(NamedTuple):
    """One call of `refuse` in the source."""

    file: str
    line: int
    column: int
    codes: tuple[str, ...]
    function: str


class Function(NamedTuple):
    """A function of the planners, with the tables of its module."""

    node: ast.FunctionDef
    tables: dict[str, tuple[str, ...]]


@cache
def functions() -> dict[str, Function]:
    """All functions of the planners, by name; no two have one name that matters here."""
    found = {}
    for file in sorted(PLANS.glob("*.py")):
        module = ast.parse(file.read_text(encoding="utf-8"))
        tables = {
            target.id: tuple(str(key.value) for key in node.value.keys if isinstance(key, ast.Constant))
            for node in module.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in module.body:
            if isinstance(node, ast.FunctionDef):
                found[f"{file.stem}.{node.name}"] = Function(node, tables)
    return found


@cache
def named(name: str, module: str) -> str | None:
    """The full name of a function that a module calls: its own, or one that it imports."""
    if f"{module}.{name}" in functions():
        return f"{module}.{name}"
    source = ast.parse((PLANS / f"{module}.py").read_text(encoding="utf-8"))
    for node in source.body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("comity.registry.plans."):
            full = f"{node.module.rsplit('.', 1)[1]}.{name}"
            if full in functions() and name in {alias.name for alias in node.names}:
                return full
    return None


@cache
def paths(function: str) -> frozenset[Path_]:
    """Every way through a function."""
    done, open_ = _block(functions()[function].node.body, function, {()})
    return frozenset(done | open_)


def _block(body: Sequence[ast.stmt], function: str, begun: set[Path_]) -> tuple[set[Path_], set[Path_]]:
    """Ways that have ended in a return, and ways that go on behind a block."""
    ended: set[Path_] = set()
    for statement in body:
        if isinstance(statement, ast.If):
            tested = _after(begun, statement.test, function)
            done, on = _block(statement.body, function, tested)
            other_done, other_on = _block(statement.orelse, function, tested)
            ended |= done | other_done
            begun = on if on and not statement.orelse else on | other_on  # what goes round it checks less
        elif isinstance(statement, ast.For):
            done, on = _block(statement.body, function, _after(begun, statement.iter, function))
            ended |= done
            begun = on
        elif isinstance(statement, ast.While | ast.Try):
            done, on = _block(statement.body, function, begun)
            ended |= done
            begun = on
        else:
            begun = _after(begun, statement, function)
            if isinstance(statement, ast.Return | ast.Raise):
                return ended | begun, set()
    return ended, begun


def _after(begun: set[Path_], node: ast.AST, function: str) -> set[Path_]:
    """Ways prolonged by what calls within a node can raise."""
    for call in _calls(node):
        begun = {way + more for way in begun for more in _raised(call, function)}
    return begun


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """Calls in the order in which they happen: what a call is given comes before it. `together` raises by the
    register whatever its lookups raise, so that it is passed over.
    """
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "together":
        return
    for child in ast.iter_child_nodes(node):
        yield from _calls(child)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        yield node


def _raised(call: ast.Call, function: str) -> frozenset[Path_]:
    """The codes of one call."""
    assert isinstance(call.func, ast.Name)
    module = function.split(".")[0]
    if call.func.id == "refuse":
        return frozenset({codes(call, functions()[function])})
    target = named(call.func.id, module)
    return paths(target) if target else frozenset({()})


def codes(call: ast.Call, function: Function) -> Path_:
    """The codes that a call of `refuse` names: one, or all keys of the table that its loop goes through."""
    said = call.args[0]
    if isinstance(said, ast.Constant):
        return (str(said.value),)
    assert isinstance(said, ast.Name)
    for loop in ast.walk(function.node):
        if isinstance(loop, ast.For) and said.id in names(loop.target):
            for table in names(loop.iter) & set(function.tables):
                return function.tables[table]
    raise AssertionError(f"line {call.lineno}: a code that cannot be read from the source")


def names(node: ast.AST) -> set[str]:
    """All names within a node."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


@cache
def reachable(function: str) -> frozenset[str]:
    """All codes that a function can raise, `together` included."""
    node, module = functions()[function].node, function.split(".")[0]
    found: set[str] = set()
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            if call.func.id == "refuse":
                found.update(codes(call, functions()[function]))
            elif target := named(call.func.id, module):
                found |= reachable(target)
    return frozenset(found)


def planners() -> dict[type, str]:
    """The planner of each kind of command."""
    return {kind: f"{planner.__module__.rsplit('.', 1)[1]}.{planner.__name__}" for kind, planner in PLANNERS.items()}  # type: ignore[attr-defined]


def sites() -> list[Site]:
    """Every call of `refuse` in the registry."""
    found = []
    for file in sorted(REGISTRY.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for outer in ast.walk(tree):
            if not isinstance(outer, ast.FunctionDef):
                continue
            for node in ast.walk(outer):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "refuse":
                    name = f"{file.stem}.{outer.name}"
                    said = (
                        codes(node, functions()[name])
                        if name in functions()
                        else tuple(str(arg.value) for arg in node.args[:1] if isinstance(arg, ast.Constant))
                    )
                    place = str(file.relative_to(REGISTRY))
                    found.append(Site(place, node.lineno, node.col_offset, said, outer.name))
    return found


def objections() -> set[str]:
    """The codes that clauses object with: what `plans/admission.py` yields, with what goes into the sentence."""
    tree = ast.parse((PLANS / "admission.py").read_text(encoding="utf-8"))
    pairs = (node.value for node in ast.walk(tree) if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple))
    return {str(pair.elts[0].value) for pair in pairs if isinstance(pair.elts[0], ast.Constant)}
