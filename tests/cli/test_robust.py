"""Nothing that a person types, and nothing that a terminal does, is answered with a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.cli import main
from tests.cli.terminal import SAMPLE, comity

PATHS = SAMPLE.with_name("paths")
WORDS = [
    *("replay", "--rules", "--monthly", "eu-reserve/eu-ets", "eu-reserve/", str(PATHS / "flows.csv")),
    *("run", "check", "explain", "new", "worlds", "--help", "--version", "--json", "--lang", "--lang=zh", "en", "--"),
    *("--scenario", "-s", "--years", "--beside", "--out", "--all", "--figures", "--year", "--from", "-", "-x", ""),
    *(f"{SAMPLE}/", "tutorial", "2026", "2026:2028", ":", "linked", "base", "base+linked", "own", "own/"),
    *("mechanism.alpha-ets.cap", "mechanism.*.cap", "mechanism.alpha-ets.price", "world", ".", "..", "a.b.c.d.e", "*"),
    *("agreement.alpha-beta.clauses.beta-units-in-alpha", "source.inventory", "party.AAA.targets.ndc.level.2027"),
]
junk = st.text(st.characters(exclude_characters="/\0"), max_size=12)


@given(st.lists(st.sampled_from(WORDS) | junk, max_size=6))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_junk_arguments_are_input_errors(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("junk"))
    ran = comity(*arguments)
    assert ran.code in (0, 1, 2)
    assert "Traceback" not in ran.err
    if ran.code == 2 and "check" not in arguments:
        assert ran.out == ""
        assert ran.err


@pytest.mark.parametrize(
    ("raised", "code"),
    [(KeyboardInterrupt, main.INTERRUPTED), (BrokenPipeError, main.BROKEN_PIPE)],
)
def test_an_interruption_is_quiet(monkeypatch: pytest.MonkeyPatch, raised: type[BaseException], code: int) -> None:
    def interrupted(*_: object) -> int:
        raise raised

    monkeypatch.setattr("comity.world.answers.world_rows", interrupted)
    ran = comity("worlds")
    assert (ran.code, ran.out, ran.err) == (code, "", "")


def test_a_reader_who_leaves_is_no_error() -> None:
    program = "from comity.cli.main import main; main(['run', 'tutorial'])"
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([sys.executable, "-c", program], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (main.BROKEN_PIPE, b"")


def test_bytes_that_are_no_utf_8_make_no_traceback(tmp_path: Path) -> None:
    program = "from comity.cli.main import main; main()"
    for verb in ("run", "check", "new"):
        argument = os.fsdecode(b"\xff\xfe/")
        command = [sys.executable, "-c", program, verb, argument, "--json"]
        done = subprocess.run(command, capture_output=True, check=False, cwd=tmp_path)
        assert b"Traceback" not in done.stderr
        assert done.returncode == (0 if verb == "new" else 2)


@pytest.mark.parametrize("encoding", ["ascii", "gb18030", "latin-1"])
def test_a_stream_without_unicode_loses_no_answer(encoding: str) -> None:
    program = "from comity.cli.main import main; main(['run', 'tutorial', '--lang', 'zh', '--years', '2030'])"
    environ = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=environ)
    assert b"NUA" in done.stdout


def test_a_file_that_may_not_be_read_is_an_input_error(
    world: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(world / "world.toml"))

    monkeypatch.setattr("comity.world.read._documents", denied)
    ran = comity("run", where)
    assert ran.code == 2
    assert "found a file that cannot be read (Permission denied)" in ran.err
