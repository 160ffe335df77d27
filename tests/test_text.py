"""The words: both languages say the same things, with the same arguments, and every one of them can be said."""

from __future__ import annotations

import ast as python_ast
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.serializer import FluentSerializer
from fluent.syntax.visitor import Visitor

from comity import text as text_module
from comity.errors import InputError, Problem, said
from comity.text import LANGUAGES, Language, Text, load, pick_language

FOLDER = Path(text_module.__file__).parent


class References(Visitor):
    """What one entry refers to: arguments, and other entries."""

    def __init__(self) -> None:
        self.arguments: set[str] = set()
        self.entries: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.arguments.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:
        self.entries.add(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:
        self.entries.add("-" + node.id.name)


def entry_key(entry: ast.Message | ast.Term) -> str:
    return ("-" if isinstance(entry, ast.Term) else "") + entry.id.name


@cache
def parsed(lang: Language) -> tuple[ast.Message | ast.Term, ...]:
    """All entries of a language, as Fluent's own parser reads the whole file."""
    resource = FluentParser().parse((FOLDER / f"{lang}.ftl").read_text(encoding="utf-8"))
    junk = [entry.content for entry in resource.body if isinstance(entry, ast.Junk)]
    assert not junk
    return tuple(entry for entry in resource.body if isinstance(entry, ast.Message | ast.Term))


def keys(lang: Language) -> list[str]:
    return [entry.id.name for entry in parsed(lang) if isinstance(entry, ast.Message)]


@cache
def arguments(lang: Language) -> dict[str, frozenset[str]]:
    """The arguments each message needs, its own and those of the messages it refers to."""
    direct: dict[str, References] = {}
    for entry in parsed(lang):
        direct[entry_key(entry)] = references = References()
        references.visit(entry)

    def needed(key: str) -> frozenset[str]:
        inner = [needed(entry) for entry in direct[key].entries if not entry.startswith("-")]
        return frozenset(direct[key].arguments).union(*inner)

    return {key: needed(key) for key in keys(lang)}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Text:
    """A language of a few messages that show what Fluent can do."""
    source = """\
# -comment = no entry
-term = Comity
plain = Plain words
says = { $what }
nested = { says } by { -term }
plural = { $count ->
    [one] one file
   *[other] { $count } files
}
choice = { $kind ->
    [tax] a tax of { $unit-rate }
 *[other] no tax
}
many-lines =
    first
    second

  third
# a comment

last= end
number = { NUMBER($what) }
dangling = { nothing-here }
"""
    (tmp_path / "en.ftl").write_text(source, encoding="utf-8")
    monkeypatch.setattr(text_module, "__file__", str(tmp_path / "__init__.py"))
    return Text("en")


# The two files


def test_both_languages_have_the_same_keys() -> None:
    assert set(keys("en")) == set(keys("zh"))


def test_both_languages_take_the_same_arguments() -> None:
    assert arguments("en") == arguments("zh")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_key_is_written_twice(lang: Language) -> None:
    counts = Counter(entry_key(entry) for entry in parsed(lang))
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_entries_have_words_and_no_attributes(lang: Language) -> None:
    assert [entry.id.name for entry in parsed(lang) if entry.value is None or entry.attributes] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_message_renders(lang: Language) -> None:
    text = Text(lang)
    for key in keys(lang):
        assert key in text
        for value in ("a word", 1, 2, 2030):
            words = text(key, **dict.fromkeys(arguments(lang)[key], value))
            assert words.strip()
            assert not set(words) & set("{}\u2068\u2069")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_entries_one_by_one_are_the_entries_of_the_whole_file(lang: Language) -> None:
    serializer = FluentSerializer()
    one_by_one = {}
    for key, source in Text(lang)._entries.items():
        body = [entry for entry in FluentParser().parse(source).body if not isinstance(entry, ast.BaseComment)]
        assert len(body) == 1
        one_by_one[key] = serializer.serialize_entry(body[0])
    for entry in parsed(lang):
        entry.comment = None
    assert one_by_one == {entry_key(entry): serializer.serialize_entry(entry) for entry in parsed(lang)}


def test_chinese_is_written_in_chinese() -> None:
    text = load("zh")
    plain = [text(key) for key, needed in arguments("zh").items() if not needed]
    sentences = [words for words in plain if " " in words]  # one word alone may be a name, as TOML is
    assert [words for words in sentences if not any("\u4e00" <= letter <= "\u9fff" for letter in words)] == []


# Messages


def test_references_plurals_and_choices(small: Text) -> None:
    assert small("plain") == "Plain words"
    assert small("nested", what="said") == "said by Comity"
    assert small("plural", count=1) == "one file"
    assert small("plural", count=2030) == "2030 files"
    assert small("choice", kind="tax", unit_rate="5.00") == "a tax of 5.00"
    assert small("choice", kind="cap") == "no tax"
    assert small("many-lines") == "  first\n  second\n\nthird"
    assert small("last") == "end"


def test_a_missing_key_raises(small: Text) -> None:
    for key in ("absent", "-term", "-comment", "one"):
        assert key not in small
        with pytest.raises(KeyError, match="no message"):
            small(key)


def test_a_missing_argument_raises(small: Text) -> None:
    for key in ("says", "nested", "plural"):
        with pytest.raises(KeyError, match=r"what|count"):
            small(key)


def test_a_missing_reference_raises(small: Text) -> None:
    with pytest.raises(KeyError, match="nothing-here"):
        small("dangling")


def test_what_fluent_cannot_format_raises(small: Text) -> None:
    with pytest.raises(ValueError, match="fluent_number"):
        small("number", what="a word")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (2030, "2030"),
        (-1234567, "-1234567"),
        (10**30 + 1, "1" + "0" * 29 + "1"),
        (Decimal("1234567.8900"), "1234567.8900"),
        (Decimal("1e-9"), "0.000000001"),
        (Decimal("1E+6"), "1000000"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (1234567.0, "1234567.0"),
        (1 / 3, "0.3333333333333333"),
        ("1,234.5 Mt", "1,234.5 Mt"),
        ("{ $x } \u4e2d", "{ $x } \u4e2d"),
        ("", ""),
        (date(2030, 12, 31), "2030-12-31"),
        (datetime(2030, 12, 31, 1, 2, 3, tzinfo=UTC), "2030-12-31T01:02:03+00:00"),
        ("x" * 5000, "x" * 2000 + "…"),
    ],
)
def test_arguments_are_written_plainly(small: Text, value: text_module.Argument, words: str) -> None:
    assert small("says", what=value) == words


@pytest.mark.parametrize("value", [True, None, [1], b"x"])
def test_other_kinds_of_argument_are_refused(small: Text, value: object) -> None:
    with pytest.raises(TypeError, match="a message takes no"):
        small("says", what=value)  # type: ignore[arg-type]


# What is said before the language is known


def test_a_problem_is_one_line_in_either_language() -> None:
    whole = Problem("a/b.toml", 9, "cap.unit", "x", said("expected-levels", most=100), said("hint-nesting"))
    assert load("en").problem(whole) == (
        "a/b.toml:9  cap.unit: found x, expected at most 100 levels. Hint: move the inner tables out."
    )
    assert load("zh").problem(whole) == "a/b.toml:9  cap.unit：实际：x；应为：不超过 100 层。提示：请将内层的表移出。"
    bare = Problem("", 0, "", said("found-folder"), said("expected-toml"))
    assert load("en").problem(bare) == "found a folder, expected TOML."
    assert load("en").problem(replace(bare, file="a.toml")) == "a.toml  found a folder, expected TOML."


def test_quoted_input_is_not_looked_up() -> None:
    assert load("zh").say("run-help") == "run-help"


@dataclass(frozen=True)
class Spoken:
    """One place in the package that names a message."""

    place: str
    how: str
    """`said`, `rule` or `text`."""
    key: str
    names: frozenset[str] | None
    """The arguments given; None if they cannot be read off."""


@cache
def spoken_in_source() -> tuple[Spoken, ...]:
    """Every `said("key", …)`, `rule("name", …)` and `text("key", …)` of the package whose key is written out."""
    return tuple(spoken for path in sorted(FOLDER.parent.rglob("*.py")) for spoken in _spoken_in(path))


def _spoken_in(path: Path) -> Iterator[Spoken]:
    for node in python_ast.walk(python_ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, python_ast.Call) or not node.args:
            continue
        how = node.func.attr if isinstance(node.func, python_ast.Attribute) else getattr(node.func, "id", "")
        if how not in ("said", "rule", "text") or not isinstance(node.args[0], python_ast.Constant):
            continue
        names = [keyword.arg for keyword in node.keywords]
        known = None if None in names else frozenset(str(name).replace("_", "-") for name in names)
        yield Spoken(f"{path.name}:{node.lineno}", how, str(node.args[0].value), known)


def test_whatever_the_code_says_is_a_message_with_those_arguments() -> None:
    assert {spoken.how for spoken in spoken_in_source()} == {"said", "rule", "text"}
    wrong = [
        f"{spoken.place} {spoken.key}"
        for spoken in spoken_in_source()
        if spoken.how != "rule"
        and (spoken.key not in arguments("en") or spoken.names not in (None, arguments("en")[spoken.key]))
    ]
    assert wrong == []


def test_every_rule_of_validation_can_be_told() -> None:
    """`rule("name", …)` is told as `rule-name`, which may leave out what the rule could say, and not ask for more."""
    wrong = [
        f"{spoken.place} rule-{spoken.key}"
        for spoken in spoken_in_source()
        if spoken.how == "rule"
        and not arguments("en").get(f"rule-{spoken.key}", frozenset("?")) <= (spoken.names or frozenset())
    ]
    assert wrong == []


def test_every_family_of_messages_has_members() -> None:
    """A key that the code puts together, as `f"status-{status}"`, begins like some that there are."""
    beginnings = {
        (path.name, str(node.values[0].value))
        for path in sorted((FOLDER.parent / "cli").glob("*.py"))
        for call in python_ast.walk(python_ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, python_ast.Call) and call.args and isinstance(node := call.args[0], python_ast.JoinedStr)
        if "text" in python_ast.dump(call.func) and isinstance(node.values[0], python_ast.Constant)
    }
    assert beginnings
    assert [found for found in beginnings if not any(key.startswith(found[1]) for key in keys("en"))] == []


# Names


def test_a_name_falls_back_to_the_other_language() -> None:
    names = {"en": "UK ETS", "zh": "英国碳市场"}
    assert (load("en").name(names), load("zh").name(names)) == ("UK ETS", "英国碳市场")
    assert load("zh").name({"en": "UK ETS", "zh": ""}) == "UK ETS"
    assert load("en").name({"zh": "英国碳市场"}) == "英国碳市场"
    with pytest.raises(KeyError):
        load("en").name({"fr": "SEQE"})


# Which language


@pytest.mark.parametrize(
    ("option", "environ", "lang"),
    [
        (None, {}, "en"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LANG": "zh"}, "zh"),
        (None, {"LANG": "C.UTF-8"}, "en"),
        (None, {"LANG": "de_DE", "LC_ALL": "zh_TW"}, "zh"),
        (None, {"LANG": "zh_CN", "LC_ALL": "en_GB"}, "en"),
        (None, {"LANG": "zh_CN", "LC_ALL": ""}, "zh"),
        (None, {"LANG": "en_GB", "LC_MESSAGES": "zh_CN"}, "zh"),
        ("en", {"LANG": "zh_CN"}, "en"),
        ("zh", {}, "zh"),
    ],
)
def test_the_option_decides_then_the_environment(option: str | None, environ: dict[str, str], lang: str) -> None:
    assert pick_language(option, environ) == lang


@pytest.mark.parametrize("option", ["fr", "", "ZH", "zh_CN"])
def test_a_wrong_option_is_an_input_error(option: str) -> None:
    with pytest.raises(InputError, match=rf"--lang: found '{option}', expected en or zh\."):
        pick_language(option, {})


# Cost


def test_fluent_is_not_loaded_before_the_first_message() -> None:
    program = (
        "import sys; from comity.text import load, pick_language; text = load(pick_language(None, {}))\n"
        "text.name({'en': 'x'}); assert 'fluent' not in sys.modules; assert 'babel' not in sys.modules\n"
        "text('run-help'); assert 'fluent.runtime' in sys.modules"
    )
    environ = {**os.environ, "PYTHONPATH": str(FOLDER.parents[1])}
    subprocess.run([sys.executable, "-c", program], check=True, env=environ)
