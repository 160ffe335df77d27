"""Writes what the broken cases are expected to say: `expected.txt` of each folder, and all of `fields.toml`, where for
every rule of a model stands one line of the base world that breaks it.

Run by hand, `python -m tests.world.write_expected`, when a model or a message changes; then read the difference, for
this writes what the code says today. Only the lines in `fields.toml` are worked out here, from the text alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import tree_sitter
import tree_sitter_toml
from pydantic import BaseModel
from tree_sitter import Node

from comity.world.read import PLACES, read_folder
from comity.world.scenarios import find
from comity.world.world import World
from tests.world import rules
from tests.world.broken import BASE, BROKEN, FIELDS, Edit, complaint, complaint_of, names

Path = tuple[str | int, ...]

#: For each rule of a type, where in the base world a value breaks it, and that value (of a key, the key).
TYPES = {
    "Decimal": ("activity.a-power.curve.slope", '"2"'),
    "Decimal ge=0": ("activity.a-power.curve.slope", "-2"),
    "Decimal gt=0": ("activity.a-industry.curve.a", "0"),
    "Decimal share": ("mechanism.alpha.cap.free-share", "1.3"),
    "bool": ("mechanism.alpha.banking.allowed", '"yes"'),
    "date": ("mechanism.alpha.start", '"soon"'),
    "dict": ("mechanism.beta.penalties", "[]"),
    "int": ("source.book.year", "2024.5"),
    "int ge=0": ("mechanism.eta.stock-reserves.stability.price-releases.spike.wait", "-1"),
    "int ge=1": ("mechanism.eta.stock-reserves.stability.price-releases.spike.spread", "0"),
    "int ge=1900": ("source.book.year", "1789"),
    "int le=12": ("mechanism.eta.stock-reserves.stability.application.month", "13"),
    "int le=2200": ("source.book.year", "20240"),
    "key str min_length=1": ("world.exchange-rates.USD", '""'),
    "key str pattern=^[A-Za-z0-9][A-Za-z0-9-]*$": ("mechanism.beta.penalties.fine", '"a fine"'),
    "model": ("mechanism.beta.cap", "100"),
    "str": ("source.book.publisher", "7"),
    "str min_length=1": ("source.book.title", '""'),
    "str pattern=^[A-Z]{3}$": ("world.currency", '"euro"'),
    "str pattern=^[A-Za-z0-9][A-Za-z0-9-]*$": ("mechanism.alpha.balance", '"A A"'),
    "str price": ("activity.a-power.curve.unit", '"Mt CO2e"'),
    "str quantity": ("mechanism.alpha.cap.unit", '"EUR2025/t"'),
    "tuple": ("mechanism.alpha.parties", '"AAA"'),
    "tuple min_length=1": ("world.years", "[]"),
    "tuple min_length=2": ("agreement.more.clauses.auction.auctions.among", '["alpha"]'),
    "tuple of 2": ("change.0.years", "2026"),
}

#: Keys whose value is a list of a few words.
LISTS = ("purposes", "sectors", "gases", "allocation", "price-controls", "penalty")


class Table(NamedTuple):
    """A table of a file that became a model: the file, its path in the file, the model."""

    file: str
    path: Path
    model: type[BaseModel]


def tables() -> Iterator[Table]:
    """Every table of the base world that becomes a model."""
    folder = read_folder(BASE)
    world = World.load(BASE)
    yield from _tables("world.toml", (), world.world)
    for kind in PLACES:
        for id, model in getattr(world, kind).items():
            own = folder.origins.get((kind, id))
            document = own or folder.origins[kind,]
            yield from _tables(document.file, () if own else (id,), model)
    for name in ("recession", "stricter", "no-links"):
        yield from _tables(f"scenarios/{name}.toml", (), find(folder, name)[1])


def _tables(file: str, path: Path, value: Any) -> Iterator[Table]:
    if isinstance(value, BaseModel):
        yield Table(file, path, type(value))
        for key, info in type(value).model_fields.items():
            yield from _tables(file, (*path, str(info.alias)), getattr(value, key))
    elif isinstance(value, dict | tuple):
        parts: Any = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in parts:
            yield from _tables(file, (*path, key), part)


class Text:
    """A file of the base world, with the nodes of its tables, keys and values by path."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.text = (BASE / file).read_bytes()
        self.nodes: dict[Path, Node] = {}
        counts: dict[str, int] = {}
        parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
        for node in parser.parse(self.text).root_node.named_children:
            path: Path = ()
            if node.type in ("table", "table_array_element"):
                name = _text(node.named_children[0])
                path = tuple(name.split("."))
                if node.type == "table_array_element":
                    path = (*path, counts.setdefault(name, 0))
                    counts[name] += 1
                self.nodes[path] = node
            for pair in node.named_children if path else [node]:
                if pair.type == "pair":
                    self._pair(pair, path)

    def _pair(self, node: Node, base: Path) -> None:
        path = (*base, _text(node.named_children[0]).strip('"'))
        self.nodes[path] = node
        self._value(node.named_children[1], path)

    def _value(self, node: Node, path: Path) -> None:
        if node.type == "inline_table":
            for pair in node.named_children:
                self._pair(pair, path)
        elif node.type == "array":
            for position, element in enumerate(node.named_children):
                self.nodes[*path, position] = element
                self._value(element, (*path, position))

    def replaced(self, start: int, end: int, new: str) -> Edit | None:
        """The edit of these bytes, if they stand on one line."""
        before, after = self.text[:start], self.text[end:]
        if b"\n" in self.text[start:end]:
            return None
        head, tail = before.rpartition(b"\n")[2].decode(), after.partition(b"\n")[0].decode()
        line = before.count(b"\n") + 1
        return Edit(self.file, line, head + self.text[start:end].decode() + tail, head + new + tail)

    def with_key(self, path: Path, key: str) -> tuple[Edit | None, int]:
        """A table with one more key, and the line where that stands."""
        node = self.nodes.get(path)
        if node is None:
            first = self.text.partition(b"\n")[0].decode()
            return (None, 0) if path else (Edit(self.file, 1, first, f"{key} = 1\n{first}"), 1)
        if node.type in ("table", "table_array_element"):
            header = self.text[node.start_byte :].partition(b"\n")[0]
            edit = self.replaced(node.start_byte, node.start_byte + len(header), f"{header.decode()}\n{key} = 1")
            return edit, node.start_point.row + 2
        value = node.named_children[1] if node.type == "pair" else node
        return self.replaced(value.start_byte, value.start_byte + 1, f"{{ {key} = 1,"), value.start_point.row + 1

    def without(self, path: Path) -> tuple[Edit | None, int]:
        """A table without one of its keys, and the line where the table stands."""
        node, table = self.nodes.get(path), self.nodes.get(path[:-1])
        if node is None or node.type != "pair":
            return None, 0
        line = table.start_point.row + 1 if table is not None else 1
        edit = self.replaced(node.start_byte, node.end_byte, "")
        if edit is not None and edit.new:
            new = re.sub(r"\{ *, *", "{ ", re.sub(r", *\}", " }", re.sub(r", *, ", ", ", edit.new)))
            edit = edit._replace(new=new)
        return edit, line

    def with_value(self, path: Path, value: str) -> tuple[Edit | None, int]:
        """A key with another value, and its line."""
        node = self.nodes.get(path)
        if node is None:
            return None, 0
        at = node.named_children[1] if node.type == "pair" else node
        return self.replaced(at.start_byte, at.end_byte, value), at.start_point.row + 1

    def with_name(self, path: Path, name: str) -> tuple[Edit | None, int]:
        """A key with another name, and its line."""
        at = self.nodes[path].named_children[0]
        return self.replaced(at.start_byte, at.end_byte, name), at.start_point.row + 1


def _text(node: Node) -> str:
    return (node.text or b"").decode()


def edit_for(rule: rules.Rule, texts: dict[str, Text], found: list[Table]) -> tuple[Edit, int]:
    """A line of the base world that breaks a rule, and the line where the problem must be placed."""
    what, of = rule
    if what == "type":
        address, value = TYPES[of]
        text, path = _at(address, texts)
        made = [text.with_name(path, value) if of.startswith("key") else text.with_value(path, value)]
    else:
        model, _, key = of.partition(".")
        suited = [(texts[one.file], one.path) for one in found if one.model.__name__ == model]
        if what == "unknown":
            made = [text.with_key(path, "unheard-of") for text, path in suited]
        elif what == "missing":
            made = [text.without((*path, key)) for text, path in suited]
        else:
            many = '["neither"]' if key in LISTS else '"neither"'
            made = [text.with_value((*path, key), many) for text, path in suited]
            made = [one for one in made if one[0]] or [_added(text, path, key, many) for text, path in suited]
    edit, line = next(((edit, line) for edit, line in made if edit is not None), (None, 0))
    assert edit is not None, f"nothing in the base world can break {rule}"
    return edit, line


def _added(text: Text, path: Path, key: str, value: str) -> tuple[Edit | None, int]:
    edit, line = text.with_key(path, key)
    return edit and edit._replace(new=edit.new.replace(f"{key} = 1", f"{key} = {value}")), line


def _at(address: str, texts: dict[str, Text]) -> tuple[Text, Path]:
    kind, *rest = address.split(".")
    if kind in ("world", "change"):
        path = tuple(
            int(part) if part.isdigit() else part for part in (address.split(".") if kind == "change" else rest)
        )
        return texts["world.toml" if kind == "world" else "scenarios/recession.toml"], path
    own = texts.get(f"{PLACES[kind]}/{rest[0]}.toml")
    return (own, tuple(rest[1:])) if own else (texts[f"{PLACES[kind]}.toml"], tuple(rest))


def main() -> None:
    """Write them."""
    for name in names():
        (BROKEN / name / "expected.txt").write_text(f"{complaint(name)}\n", encoding="utf-8")
    found = list(tables())
    files = sorted(path.relative_to(BASE).as_posix() for path in BASE.rglob("*.toml"))
    texts = {file: Text(file) for file in files}
    lines = [
        "# One line of the base world a rule of the models, and what is said of it. See tests/world/write_expected.py."
    ]
    for rule in sorted(rules.model_rules() | rules.type_rules()):
        edit, line = edit_for(rule, texts, found)
        message = str(complaint_of(edit))
        assert message.startswith(f"{edit.file}:{line}  "), f"{rule}: expected {edit.file}:{line}, {message}"
        lines += [
            "",
            "[[case]]",
            f"rule = {_toml(' '.join(rule))}",
            f"file = {_toml(edit.file)}",
            f"line = {edit.line}",
        ]
        lines += [f"old = {_toml(edit.old)}", f"new = {_toml(edit.new)}", f"expected = {_toml(message)}"]
    FIELDS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    main()
