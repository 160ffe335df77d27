"""Reading one TOML file: what it says, where each key stands, and every way it can be wrong."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from comity.errors import Problem, Said, said
from comity.text import LANGUAGES, load
from comity.world import toml
from comity.world.toml import DEPTH_MOST, Document, KeyPath, read_toml

EVERY_FORM = '''\
# a comment
title = "plain"
'literal key' = 1
"basic \\u00e9 key" = 2
"" = 3
dotted.key."with.dot" = 4
dotted.other = 5
numbers = [1, 2,
  # between
  [3, 4],
  5,
]
inline = { a = 1, b.c = 2, d = { e = [{ f = 6 }] } }
text = """
[not.a.table]
x = 1
"""
literal = \'\'\'
y = 2\'\'\'
day = 2030-12-31
[table]
k = true   # comment [here]
[ spaced . "out" ]
k = 0x1F
[implied.by.header]
k = 1
[implied]
k = 2
[[array]]
k = 1
values = [
  { year = 2024, value = 92.1 },
  { year = 2030, value = 49.8 },
]
[[array.nested]]
k = 1
[[array.nested]]
k = 2
[array.nested.table]
k = 3
[[array]]
[[array.nested]]
k = 4
'''

EVERY_LINE: dict[KeyPath, int] = {
    (): 1,
    ("title",): 2,
    ("literal key",): 3,
    ("basic é key",): 4,
    ("",): 5,
    ("dotted",): 6,
    ("dotted", "key"): 6,
    ("dotted", "key", "with.dot"): 6,
    ("dotted", "other"): 7,
    ("numbers",): 8,
    ("numbers", 0): 8,
    ("numbers", 1): 8,
    ("numbers", 2): 10,
    ("numbers", 2, 0): 10,
    ("numbers", 2, 1): 10,
    ("numbers", 3): 11,
    ("inline",): 13,
    ("inline", "a"): 13,
    ("inline", "b"): 13,
    ("inline", "b", "c"): 13,
    ("inline", "d"): 13,
    ("inline", "d", "e"): 13,
    ("inline", "d", "e", 0): 13,
    ("inline", "d", "e", 0, "f"): 13,
    ("text",): 14,
    ("literal",): 18,
    ("day",): 20,
    ("table",): 21,
    ("table", "k"): 22,
    ("spaced",): 23,
    ("spaced", "out"): 23,
    ("spaced", "out", "k"): 24,
    ("implied",): 27,
    ("implied", "by"): 25,
    ("implied", "by", "header"): 25,
    ("implied", "by", "header", "k"): 26,
    ("implied", "k"): 28,
    ("array",): 29,
    ("array", 0): 29,
    ("array", 0, "k"): 30,
    ("array", 0, "values"): 31,
    ("array", 0, "values", 0): 32,
    ("array", 0, "values", 0, "year"): 32,
    ("array", 0, "values", 0, "value"): 32,
    ("array", 0, "values", 1): 33,
    ("array", 0, "values", 1, "year"): 33,
    ("array", 0, "values", 1, "value"): 33,
    ("array", 0, "nested"): 35,
    ("array", 0, "nested", 0): 35,
    ("array", 0, "nested", 0, "k"): 36,
    ("array", 0, "nested", 1): 37,
    ("array", 0, "nested", 1, "k"): 38,
    ("array", 0, "nested", 1, "table"): 39,
    ("array", 0, "nested", 1, "table", "k"): 40,
    ("array", 1): 41,
    ("array", 1, "nested"): 42,
    ("array", 1, "nested", 0): 42,
    ("array", 1, "nested", 0, "k"): 43,
}


def read(folder: Path, content: str | bytes) -> Document | Problem:
    path = folder / "file.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_toml(path, "file.toml")


def document(folder: Path, content: str | bytes) -> Document:
    answer = read(folder, content)
    assert isinstance(answer, Document), answer
    return answer


def problem(folder: Path, content: str | bytes) -> Problem:
    answer = read(folder, content)
    assert isinstance(answer, Problem)
    return answer


def key_of(what: str | Said | None) -> str:
    return what.key if isinstance(what, Said) else what or ""


def all_paths(tree: dict[str, Any]) -> set[KeyPath]:
    """Every key path of a tree, by the plainest walk."""
    paths: set[KeyPath] = {()}
    pending: list[tuple[KeyPath, Any]] = [((), tree)]
    while pending:
        path, value = pending.pop()
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, inner in items:
            paths.add((*path, key))
            pending.append(((*path, key), inner))
    return paths


# Positions


def test_every_form_of_key_has_its_line(tmp_path: Path) -> None:
    read_document = document(tmp_path, EVERY_FORM)
    assert dict(read_document.lines) == EVERY_LINE
    assert set(EVERY_LINE) == all_paths(read_document.tree)
    assert len(read_document.lines) == len(EVERY_LINE)


def test_windows_line_ends_count_alike(tmp_path: Path) -> None:
    read_document = document(tmp_path, EVERY_FORM.replace("\n", "\r\n"))
    assert dict(read_document.lines) == EVERY_LINE
    assert read_document.tree == document(tmp_path, EVERY_FORM).tree


def test_line_of_falls_back_to_the_deepest_known_prefix(tmp_path: Path) -> None:
    read_document = document(tmp_path, EVERY_FORM)
    assert read_document.line_of(("array", 0, "values", 1, "source", "page")) == 33
    assert read_document.line_of(("array", 7)) == 29
    assert read_document.line_of(("nowhere",)) == 1
    assert read_document.line_of(()) == 1


def test_line_of_an_empty_file_is_1(tmp_path: Path) -> None:
    assert document(tmp_path, "").line_of(("cap",)) == 1


def test_a_document_survives_pickling(tmp_path: Path) -> None:
    read_document = document(tmp_path, EVERY_FORM)
    again = pickle.loads(pickle.dumps(read_document))
    assert again == read_document
    assert dict(again.lines) == EVERY_LINE


def test_a_clean_read_does_not_load_tree_sitter(tmp_path: Path) -> None:
    path = tmp_path / "file.toml"
    path.write_text(EVERY_FORM, encoding="utf-8")
    program = (
        "import sys; from pathlib import Path; from comity.world.toml import read_toml\n"
        f"document = read_toml(Path({str(path)!r}), 'file.toml')\n"
        "assert 'tree_sitter' not in sys.modules; document.line_of(('title',)); assert 'tree_sitter' in sys.modules"
    )
    source = str(Path(toml.__file__).parents[2])
    subprocess.run([sys.executable, "-c", program], check=True, env={**os.environ, "PYTHONPATH": source})


# Values


def test_numbers_with_a_point_are_decimals(tmp_path: Path) -> None:
    tree = document(tmp_path, "a = 0.1\nb = 1e3\nc = 7\nd = -0.0").tree
    assert tree == {"a": Decimal("0.1"), "b": Decimal("1e3"), "c": 7, "d": Decimal("-0.0")}
    assert isinstance(tree["b"], Decimal)


def test_local_times_pass_to_the_schema(tmp_path: Path) -> None:
    assert set(document(tmp_path, "a = 07:32:00\nb = 1979-05-27T07:32:00").tree) == {"a", "b"}


@pytest.mark.parametrize(
    ("content", "line", "address", "found"),
    [
        ("\na = nan", 2, "a", "nan"),
        ("a = -nan", 1, "a", "nan"),
        ("a = inf", 1, "a", "inf"),
        ("[cap]\nvalues = [\n{ year = 1 },\n{ value = -inf },\n]", 4, "cap.values[1].value", "inf"),
        ("a = [1.0, [+inf]]", 1, "a[1][0]", "inf"),
        ("[[a]]\n[[a]]\nb = nan", 3, "a[1].b", "nan"),
        ("a = 1e99999999999999999999", 1, "a", "inf"),
        ("a = 1e400", 1, "a", "found-number-out-of-range"),
        ("a = 1e-400", 1, "a", "found-number-out-of-range"),
        ("a = 0." + "3" * 500, 1, "a", "found-number-out-of-range"),
        ("\na = " + "9" * 400, 2, "a", "found-number-out-of-range"),
        ("\na = 0x" + "f" * 5000, 2, "a", "found-number-out-of-range"),
    ],
)
def test_a_number_that_is_not_finite_has_an_address(
    tmp_path: Path, content: str, line: int, address: str, found: str
) -> None:
    answer = problem(tmp_path, content)
    assert (answer.file, answer.line, answer.address, key_of(answer.found)) == ("file.toml", line, address, found)
    assert answer.expected == said("expected-finite-number", digits=300)


def test_numbers_at_the_limit_are_read(tmp_path: Path) -> None:
    content = f"a = {'9' * 300}\nb = 1e300\nc = -0.{'0' * 299}1\nd = {'1' * 299}.5\ne = 0e0"
    assert len(document(tmp_path, content).tree) == 5


# Syntax


@pytest.mark.parametrize(
    ("content", "line", "column", "found", "hint"),
    [
        ("a = 1\nb = word", 2, 5, "value", "value"),
        ("a = 1,000", 1, 6, "rest", "rest"),
        ("a = 2030-13-01", 1, 9, "rest", "rest"),
        ("a = 2030-02-30", 1, 5, "date", "date"),
        ("a = 1\n\na = 2\n", 3, 6, "key-again", "again"),
        ("a = {b = 1, b = 2}", 1, 18, "key-again", "again"),
        ("[t]\n[t]", 2, 3, "table-again", "again"),
        ("a = {b = 1}\na.c = 2\n", 2, 8, "table-again", "again"),
        ("[t\na = 1", 1, 3, "header", ""),
        ("a = [1,\n2\n", 2, 2, "bracket", ""),
        ('a = "x\nb = 1', 1, 7, "quote", "quote"),
        ('a = "x', 1, 7, "quote", "quote"),
        ("a = 'x", 1, 7, "quote", "quote"),
        ('a = """x', 1, 9, "quote", "quote"),
        ("a = '''x", 1, 9, "quote", "quote"),
        ("a = 'x\nb'", 1, 7, "quote", "quote"),
        ('a = "\\d"', 1, 8, "escape", "escape"),
        ('a = "\\ud800"', 1, 12, "escape", "escape"),
        ('a = "\\u12"', 1, 8, "escape", "escape"),
        ('a = "\x01"', 1, 6, "character", ""),
        ("a = 1 # \x01", 1, 9, "character", ""),
        ("a", 1, 2, "equals", "key"),
        ("a. = 1", 1, 4, "key", "key"),
        ("键 = 1", 1, 1, "key", "key"),
        ("a = “x”", 1, 5, "value", "value"),
        ("\ufeffa = 1", 1, 1, "key", "byte-order-mark"),
    ],
)
def test_a_syntax_error_is_a_problem(
    tmp_path: Path, content: str, line: int, column: int, found: str, hint: str
) -> None:
    answer = problem(tmp_path, content)
    assert (answer.file, answer.line, answer.address) == ("file.toml", line, "")
    assert answer.found == said(f"found-toml-{found}", column=column)
    assert answer.expected == said("expected-toml")
    assert key_of(answer.hint).removeprefix("hint-").removeprefix("toml-") == hint


def test_every_word_is_in_both_languages() -> None:
    for _, found, hint in toml._SYNTAX:
        for lang in LANGUAGES:
            assert load(lang)(found, column=1)
            assert not hint or load(lang)(hint)


def test_a_problem_reads_well(tmp_path: Path) -> None:
    answer = problem(tmp_path, "[cap]\nvalues = [nan]")
    assert load("en").problem(answer) == (
        "file.toml:2  cap.values[0]: found nan, expected a finite number of at most 300 digits. "
        "Hint: leave the key out if nobody knows the value."
    )
    assert load("zh").problem(answer) == (
        "file.toml:2  cap.values[0]：实际：nan；应为：不超过 300 位的有限数。提示：若无人知道该值，请不写此键。"
    )


# Traps


UTF8 = said("expected-utf8")
DIGITS = said("expected-finite-number", digits=300)
LEVELS = said("expected-levels", most=100)


@pytest.mark.parametrize(
    ("content", "line", "found", "expected"),
    [
        (b"a = 1\nb = '\0'", 2, said("found-nul"), UTF8),
        ("a = 1".encode("utf-16"), 1, said("found-byte", byte="0xff"), UTF8),
        ("a = 1\n# 价格".encode("gbk"), 2, said("found-byte", byte="0xbc"), UTF8),
        (b"a = " + b"1" * 5000, 1, said("found-number-unreadable"), DIGITS),
        (b"\n\na = " + b"1_" * 5000 + b"1", 3, said("found-number-unreadable"), DIGITS),
        (b"a = " + b"[" * 100_000, 0, said("found-nesting"), LEVELS),
        (b"a = " + b"[" * 110 + b"]" * 110, 1, said("found-nesting"), LEVELS),
        (b"\na = " + b"{a=" * 101 + b"1" + b"}" * 101, 2, said("found-nesting"), LEVELS),
        (b"\n" + b"a." * 100_000 + b"a = 1", 2, said("found-nesting"), LEVELS),
        (b"\n['a'" + b'. "b"' * 200 + b"]", 2, said("found-nesting"), LEVELS),
        # No key of its own is too long, the table they make is.
        (b"\n[a" + b".a" * 60 + b"]\nb" + b".b" * 60 + b" = 1", 3, said("found-nesting"), LEVELS),
    ],
)
def test_a_trap_is_a_problem(tmp_path: Path, content: bytes, line: int, found: Said, expected: Said) -> None:
    answer = problem(tmp_path, content)
    assert (answer.file, answer.line, answer.found, answer.expected) == ("file.toml", line, found, expected)


def test_nesting_up_to_the_limit_is_read(tmp_path: Path) -> None:
    levels = DEPTH_MOST - 1
    read_document = document(tmp_path, b"a = " + b"[" * levels + b"\n1" + b"]" * levels)
    assert read_document.line_of(("a", *[0] * levels)) == 2
    assert document(tmp_path, b"a." * levels + b"a = 1").line_of(("a",) * DEPTH_MOST) == 1


def test_sentences_are_no_dotted_keys(tmp_path: Path) -> None:
    assert document(tmp_path, f"a = '''{'One fact. Two facts. ' * 200}'''\n# {'1.2.3.4. ' * 20}").line_of(("a",)) == 1


def test_reading_takes_linear_time_over_what_looks_like_keys(tmp_path: Path) -> None:
    for filler in ("a" * 400_000, " " * 400_000, "a. " * 90 + "b " * 400_000, "\\" * 400_000, "a.b " * 100_000):
        assert document(tmp_path, f"a = '{filler}'").tree == {"a": filler}


def test_a_larger_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toml, "FILE_BYTES_MOST", 1024**2)
    assert document(tmp_path, b"#" * 1024**2)
    answer = problem(tmp_path, b"#" * (1024**2 + 1))
    assert (answer.found, answer.expected) == (said("found-larger-file"), said("expected-file-size", megabytes=1))


def test_what_is_no_file_is_a_problem(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    cases = {
        tmp_path / "missing.toml": "found-no-file",
        tmp_path: "found-folder",
        pipe: "found-not-a-file",
        Path("nul\0.toml"): "found-bad-path",
        tmp_path / ("x" * 5000): "found-unreadable",
    }
    for path, found in cases.items():
        answer = read_toml(path, "agreements/x.toml")
        assert isinstance(answer, Problem)
        assert (answer.file, answer.line, key_of(answer.found)) == ("agreements/x.toml", 0, found)
        assert answer.expected == said("expected-toml-file")


def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "file.toml"
    path.touch()
    monkeypatch.setattr(Path, "open", refuse)  # the tests may run as root, who may read everything
    answer = read_toml(path, "file.toml")
    assert isinstance(answer, Problem)
    assert answer.found == said("found-unreadable", reason="Permission denied")


# Anything at all

TOKENS = ["[[", "]]", '"""', "'''", "a", "b", "a.b", "nan", "1", "1.5", "2030-01-01", "true", "é", "\\u0041"]
LINES = ["a = 1\n", "[a]\n", "[[b]]\n", "[b.c]\n", "x = {a = 1, b.c = 2}\n", "y = [1, {z = 2}]\n", "\r\n"]
PIECES = st.sampled_from([*"\n\n\n\n=.,[]{}\"'# \t\\", *TOKENS, *LINES])


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A valid file after a few cuts, repeats and insertions."""
    content = EVERY_FORM
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 40)))
        content = content[:start] + draw(st.sampled_from(["", content[start:end] * 2]) | PIECES) + content[end:]
    return content.encode()


FILES = st.binary(max_size=200) | st.lists(PIECES, max_size=40).map(lambda parts: "".join(parts).encode()) | mutated()


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FILES)
@example(b"a = {b = 1,}\n")
@example(b"a=1\n[b]#\n[[c]]#\nd=[#\n1#\n,#\n]")
def test_no_file_raises_and_tomllib_decides(tmp_path: Path, content: bytes) -> None:
    answer = read(tmp_path, content)
    try:
        tree = tomllib.loads(content.decode(), parse_float=Decimal)
    except ValueError:
        assert isinstance(answer, Problem)
        assert answer.line <= content.count(b"\n") + 1
        assert all(load(lang).problem(answer) for lang in LANGUAGES)
        return
    if isinstance(answer, Problem):
        assert answer.found == "nan"
        assert "nan" in repr(tree).lower()
        return
    assert answer.tree == tree
    assert set(answer.lines) == all_paths(tree)
    assert all(1 <= line <= content.count(b"\n") + 1 for line in answer.lines.values())
