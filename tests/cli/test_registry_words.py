"""Every word of a registry that is a matter of data has its message, in both languages."""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

import pytest

from comity.cli.face import Face
from comity.cli.registry import MODULES
from comity.cli.registry.fields import COMMANDS
from comity.cli.registry.progress import counting
from comity.cli.registry.typed import price_text
from comity.cli.registry.where import plain, shown
from comity.formats.aef_tables import Severity, TableName
from comity.registry.accounts import FAMILIES, STATUSES, ApproachState, account_types
from comity.registry.auction import Outcome, Reason
from comity.registry.blocks import State
from comity.registry.commands import PURPOSES
from comity.registry.verify import CODES
from comity.text import LANGUAGES, Language, load

WORDS = {
    "account-type-": tuple(account_types()),
    "account-status-": STATUSES,
    "unit-state-": get_args(State),
    "unit-family-": FAMILIES,
    "cancel-purpose-": PURPOSES,
    "entry-kind-": tuple(COMMANDS),
    "registry-did-": tuple(COMMANDS),
    "journal-problem-": CODES,
    "bid-": get_args(Reason),
    "registry-auction-": get_args(Outcome),
    "approach-state-": get_args(ApproachState),
    "severity-": get_args(Severity),
    "aef-table-": get_args(TableName),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("beginning", WORDS)
def test_every_word_is_there(beginning: str, lang: Language) -> None:
    text = load(lang)
    assert [word for word in WORDS[beginning] if f"{beginning}{word}" not in text] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("key", "name", "beginning"),
    [
        ("account-type", "type", "account-type-"),
        ("account-status", "status", "account-status-"),
        ("unit-state", "state", "unit-state-"),
        ("unit-family", "family", "unit-family-"),
        ("cancel-purpose", "purpose", "cancel-purpose-"),
        ("entry-kind", "kind", "entry-kind-"),
        ("approach-state", "state", "approach-state-"),
    ],
)
def test_what_a_sentence_chooses_is_what_a_table_shows(lang: Language, key: str, name: str, beginning: str) -> None:
    text = load(lang)
    for word in WORDS[beginning]:
        assert text(key, **{name: word}) == text(f"{beginning}{word}")


def test_every_act_can_be_said() -> None:
    acts = {act for type in account_types().values() for act in type.acts}
    for lang in LANGUAGES:
        assert [act for act in acts if load(lang)("account-act", act=act) == act] == []


def test_every_command_has_its_verb() -> None:
    assert set(COMMANDS) <= set(MODULES)


@pytest.mark.parametrize(
    ("price", "words"),
    [("0", "0"), ("28", "28"), ("63/2", "31.5"), ("1/8", "0.125"), ("100", "100"), ("1/3", "0.333333333333")],
)
def test_a_price_is_exact_where_a_decimal_number_can_be(price: str, words: str) -> None:
    assert price_text(Fraction(price)) == words


def test_what_is_shown_is_harmless() -> None:
    assert plain("a\x1b[31m\n碳") == "a\\x1b[31m\\n碳"
    assert shown("postgresql://me:se:cr@t@host/db") == "postgresql://me:***@host/db"
    assert shown("postgresql://host/db?user=me&password=se@cret&x=1") == "postgresql://host/db?user=me&password=***&x=1"
    assert shown("registry.db") == "registry.db"


class Terminal:
    """A stream that a person watches."""

    def __init__(self) -> None:
        self.words = ""

    def isatty(self) -> bool:
        return True

    def write(self, words: str) -> None:
        self.words += words

    def flush(self) -> None:
        pass


def test_long_work_shows_a_sign_on_a_terminal_and_clears_it(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr("comity.cli.registry.progress.PATIENCE_SECONDS", 0)
    monkeypatch.setattr("comity.cli.registry.progress.PAUSE_SECONDS", 0)
    with counting(Face(load("zh")), "registry-verifying") as tell:
        tell(20_000)
    assert "已核验 20,000 笔记录" in stream.words
    assert stream.words.endswith("\r\x1b[K")
    stream.words = ""
    with counting(Face(load("en"), json=True), "registry-verifying") as tell:
        tell(20_000)
    assert stream.words == ""
