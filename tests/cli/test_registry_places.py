"""Places that hold no registry, or one that was tampered with; words that are no text; several processes at once."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from comity import results
from comity.text import LANGUAGES
from tests.cli.registry_small import TAKE
from tests.cli.registry_small import here as here
from tests.cli.registry_small import made as made
from tests.cli.terminal import comity


def test_what_is_no_registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMITY_REGISTRY", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.db").write_text("not a database, and long enough to be read as a header " * 4, encoding="utf-8")
    with sqlite3.connect(tmp_path / "else.db") as other:
        other.execute("CREATE TABLE t (x)")
    other.close()
    for where in ("nowhere.db", "text.db", "else.db", ".", "", "mysql://u:secret@host/x", "no/such/folder/r.db"):
        for verb in ("accounts", "verify"):
            ran = comity("registry", verb, "--registry", where)
            assert (ran.code, ran.out) == (2, ""), where
            assert len(ran.err.splitlines()) == 1
            assert "secret" not in ran.err
    for where in ("else.db", ".", "text.db"):
        ran = comity("registry", "init", "--id", "EU", "--registry", where)
        assert (ran.code, ran.out) == (2, ""), where
    assert sorted(path.name for path in tmp_path.iterdir()) == ["else.db", "text.db"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_journal_that_was_changed_is_found_out(here: Path, lang: str) -> None:
    with sqlite3.connect(here / "registry.db") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE entry SET body = replace(body, '1000', '9000') WHERE seq = 11")
        database.execute("DELETE FROM snapshot")
    database.close()
    ran = comity("registry", "verify", "--lang", lang)
    assert (ran.code, ran.err) == (1, "")
    assert ("Entry 11: the seal is broken" if lang == "en" else "第 11 笔：哈希链断裂") in ran.out
    found = results.RegistryVerified.model_validate_json(comity("registry", "verify", "--json").out)
    assert found.problems[0].code == "chain"
    ran = comity("registry", "holdings", "--lang", lang)
    assert (ran.code, ran.out) == (2, "")
    assert "comity registry verify" in ran.err


def test_an_argument_that_is_no_text_is_an_input_error(here: Path) -> None:
    program = "from comity.cli.main import main; main()"
    holder = os.fsdecode(b"\xff\xfe")
    command = [sys.executable, "-c", program, "registry", "open", "x", "trading", "--holder", holder]
    done = subprocess.run(command, capture_output=True, check=False, cwd=here)
    assert (done.returncode, b"Traceback" in done.stderr) == (2, False)


def test_nothing_that_is_typed_reaches_the_terminal_as_a_command(here: Path) -> None:
    assert comity("registry", "open", "e", "trading", "--holder", "\x1b[31mred\x07").code == 0
    for verb in ("accounts", "journal"):
        assert "\x1b[31mred" not in comity("registry", verb).out


def test_two_processes_at_once_both_succeed_or_are_refused(here: Path) -> None:
    program = "from comity.cli.main import main; main()"
    base = [sys.executable, "-c", program, "registry", "retire", "300", "NUA", *TAKE, "--beneficiary"]
    running = [
        subprocess.Popen([*base, f"buyer {number}"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=here)
        for number in range(5)
    ]
    ended = [(process.communicate(timeout=120), process.returncode) for process in running]
    assert sorted(code for _, code in ended) == [0, 0, 0, 1, 1]
    for (_, err), code in ended:
        assert b"holdings-insufficient" in err if code else err == b""
    verified = results.RegistryVerified.model_validate_json(comity("registry", "verify", "--json", "--redecide").out)
    assert (verified.entries, verified.problems) == (14, ())


def test_several_processes_may_make_one_registry(tmp_path: Path) -> None:
    program = "from comity.cli.main import main; main()"
    call = [sys.executable, "-c", program, "registry", "init", "--world", "tutorial", "--json"]
    running = [
        subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=without_variable())
        for _ in range(3)
    ]
    answers = [process.communicate(timeout=120) for process in running]
    assert [err for _, err in answers] == [b""] * 3
    found = [results.RegistryBatch.model_validate_json(out) for out, _ in answers]
    assert sorted((one.done, one.again, one.refused) for one in found) == [(0, 8, 0), (0, 8, 0), (8, 0, 0)]


def without_variable() -> dict[str, str]:
    """The environment, of which no registry is chosen."""
    return {name: value for name, value in os.environ.items() if name != "COMITY_REGISTRY"}
