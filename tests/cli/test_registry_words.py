"""Every word of a registry that is a matter of data has its message, in both languages."""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

import pytest

from comity.cli.face import Face
from comity.cli.registry import MODULES
from comity.cli.registry.batch import request
from comity.cli.registry.fields import COMMANDS
from comity.cli.registry.progress import counting
from comity.cli.registry.typed import price_text
from comity.cli.registry.where import plain, shown
from comity.cli.registry.words import did
from comity.errors import InputError
from comity.formats.aef_tables import Severity, TableName
from comity.registry.accounts import FAMILIES, STATUSES, ApproachState, account_types
from comity.registry.answers.entries import entry_row
from comity.registry.auction import Outcome, Reason
from comity.registry.blocks import State
from comity.registry.commands import PURPOSES, AnyCommand
from comity.registry.verify import CODES
from comity.text import LANGUAGES, Language, load
from tests.registry.exchange.worlds import GOOD, ledger_of_all

#: What stands in a journal: also what only registries ask of one another.
KINDS = tuple(str(kind.__struct_config__.tag) for kind in get_args(AnyCommand))
WORDS = {
    "account-type-": tuple(account_types()),
    "account-status-": STATUSES,
    "unit-state-": get_args(State),
    "unit-family-": FAMILIES,
    "cancel-purpose-": PURPOSES,
    "entry-kind-": KINDS,
    "registry-did-": KINDS,
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


def test_what_registries_ask_of_one_another_is_not_typed() -> None:
    between = set(KINDS) - set(COMMANDS)
    assert between == {f"{step}-external" for step in ("finalise", "confirm", "admit", "complete", "drop")}
    for kind in between:
        with pytest.raises(InputError) as caught:
            request(f'{{"do": "{kind}"}}')
        assert caught.value.problems[0].found == kind


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_step_between_registries_is_told(lang: Language) -> None:
    told = {}
    for good in GOOD.values():  # each would end what another is about, so that every one has a registry of its own
        ledger = ledger_of_all()
        entry = ledger.do(good)
        told[entry.kind] = did(Face(load(lang)), entry_row(ledger.state, entry))
    assert len(told) == len(set(told.values())) == 7
    assert "10 EUA" in told["propose-external"]
    assert "5 EUA" in told["finalise-external"]
    assert "10 EUA" in told["complete-external"]
    assert "9" in told["admit-external"]


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
