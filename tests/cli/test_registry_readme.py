"""The registry's lines in both READMEs: they run one after another, and answer what stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.registry_agreed import at
from tests.cli.terminal import comity

ROOT = Path(__file__).resolve().parents[2]
INSTANT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC")


def session(readme: str) -> list[tuple[list[str], str]]:
    """The calls of the console block, each with what it answers."""
    (block,) = re.findall(r"```console\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL)
    parts = re.split(r"^\$ comity (.*)\n", block, flags=re.MULTILINE)[1:]
    return [(shlex.split(call), answer) for call, answer in zip(parts[::2], parts[1::2], strict=True)]


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_lines_of_the_readme_answer_what_stands_there(
    readme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COMITY_REGISTRY", raising=False)
    monkeypatch.chdir(tmp_path)
    calls = session(readme)
    assert len(calls) == 9
    for call, answer in calls:
        with at():
            ran = comity(*call)
        refused = call == calls[-1][0]
        assert (ran.code, bool(ran.err)) == ((1, True) if refused else (0, False))
        assert INSTANT.sub("", ran.out + ran.err).rstrip() == INSTANT.sub("", answer).rstrip()
