"""Whatever is typed behind `comity registry`, nothing is answered with a traceback, nor is a journal left broken."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.cli.registry import MODULES
from comity.cli.registry.fields import COMMANDS
from tests.cli.registry_story import BIDS, SERIES
from tests.cli.registry_story import COMMANDS as LINES
from tests.cli.terminal import comity

#: A verb that reads what is piped in would wait for it.
VERBS = [verb for verb in MODULES if verb not in ("do", "import")]
WORDS = [
    *("--from", "--to", "--in", "--account", "--blocks", "--reason", "--authority", "--mechanism", "--period", "--key"),
    *("--beneficiary", "--purpose", "--vintage", "--at", "--since", "--all", "--json", "--registry", "--expires"),
    *("--reserve", "--currency", "--rules", "--day", "--lot", "--limit", "--annul", "--dry-run", "--world", "--id"),
    *("--scenario", "--effective", "--year", "--into", "--under", "--vintages", "--host", "--not-accredited", "link"),
    *("acme", "NORTH-holding", "NUA", "north-ets", "2026", "2026-12-31", "voluntary", "EUR", "tutorial/north-ets"),
    *("0", "1", "5", "9", "100", "9007199254740992", "1.5", "-1", f"{SERIES}:1-9", f"{SERIES}:9-1", "s:1", "bids.csv"),
    *("trading", "closed", "blocked", "open", "registry.db", "tutorial", "", ".", "--", "--help", "-x", "\0", "碳"),
]
junk = st.text(st.characters(exclude_characters="/"), max_size=8)


@pytest.fixture(scope="module", autouse=True)
def _in_a_registry(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("robust")
    (folder / "bids.csv").write_text(BIDS, encoding="utf-8")
    (folder / "do.jsonl").write_text(LINES, encoding="utf-8")
    patch = pytest.MonkeyPatch()
    patch.chdir(folder)
    patch.delenv("COMITY_REGISTRY", raising=False)
    assert comity("registry", "init", "--world", "tutorial").code == 0
    assert comity("registry", "open", "acme", "operator-holding").code == 0
    call = ("issue", "9999", "NUA", "--to", "acme", "--mechanism", "north-ets", "--vintage", "2026")
    assert comity("registry", *call).code == 0


@given(st.sampled_from(VERBS), st.lists(st.sampled_from(WORDS) | junk, max_size=10))
@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_junk_arguments_are_refused_or_input_errors(verb: str, arguments: list[str]) -> None:
    ran = comity("registry", verb, *arguments)
    assert ran.code in (0, 1, 2)
    assert "Traceback" not in ran.err
    if ran.code == 2 and verb != "verify":
        assert ran.out == ""
        assert ran.err


def test_after_all_that_the_journal_holds() -> None:
    assert comity("registry", "verify", "--redecide").code == 0
    assert len(COMMANDS) == 40
