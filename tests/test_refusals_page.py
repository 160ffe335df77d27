"""The pages on refusals and accounts are what the registers say; every refusal has a sentence, and its arguments."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from comity.errors import said
from comity.registry.accounts import account_types
from comity.registry.reference import ACTS, pages
from comity.registry.refusals import register
from comity.text import LANGUAGES, Language, load
from tests.test_text import arguments

ROOT = Path(__file__).resolve().parents[1]
PLANNERS = ROOT / "src" / "comity" / "registry"


@cache
def refused_in_source() -> dict[str, list[frozenset[str]]]:
    """By code, the names of the arguments of every `refuse(...)` in the package."""
    found: dict[str, list[frozenset[str]]] = {}
    for path in sorted(PLANNERS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "refuse" and not _handed_on(node):
                for code in _codes(node.args[0]):
                    names = frozenset(str(keyword.arg).replace("_", "-") for keyword in node.keywords)
                    found.setdefault(code, []).append(names)
            elif isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Dict):
                first, given = node.elts  # an objection of a clause, refused later
                if isinstance(first, ast.Constant) and isinstance(given, ast.Dict):
                    keys = (str(key.value) for key in given.keys if isinstance(key, ast.Constant))
                    found.setdefault(str(first.value), []).append(frozenset(key.replace("_", "-") for key in keys))
    return found


def _handed_on(call: ast.Call) -> bool:
    """Whether a refusal's arguments come from elsewhere, `**args`."""
    return any(keyword.arg is None for keyword in call.keywords)


def _codes(node: ast.expr) -> tuple[str, ...]:
    """The codes that an argument may be: one that is written out, or those of `checks.NOT_FREE`."""
    if isinstance(node, ast.Constant):
        return (str(node.value),)
    return ("unit-ended", "unit-reserved", "unit-frozen")


@pytest.mark.parametrize("page", pages())
def test_the_committed_page_is_what_the_registers_say(page: str) -> None:
    """`python -m comity.registry.reference` writes it anew."""
    assert (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8") == pages()[page]


def test_every_refusal_is_in_the_register() -> None:
    assert sorted(set(refused_in_source()) - set(register())) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_refusal_can_be_said_with_what_it_is_given(lang: Language) -> None:
    for code, calls in refused_in_source().items():
        needed = arguments(lang)[f"refusal-{code}"]
        assert [names for names in calls if not needed <= names] == [], code
    assert [code for code in register() if f"refusal-{code}" not in load(lang)] == []


def test_words_inside_a_sentence_are_in_its_language() -> None:
    refusal = said("refusal-not-for-this-account-type", account="b", type="buffer", act="surrender")
    assert load("en").say(refusal) == "Units in b cannot be surrendered from it: it is of the type buffer account."
    assert load("zh").say(refusal) == "账户 b 为缓冲账户，其单位不得清缴。"


def test_every_act_of_the_matrix_has_a_column() -> None:
    assert {act for type in account_types().values() for act in type.acts} == set(ACTS)
