"""What holds for every verb: both languages, JSON, exit codes, help."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from comity import results
from comity.cli.commands import VERBS
from comity.text import LANGUAGES, Text
from tests.cli.terminal import SAMPLE, comity

WHERE = f"{SAMPLE}/"
PATHS = SAMPLE.with_name("paths")
NDC = "agreement.alpha-gamma.clauses.authorised"
CALLS = {
    "run": ("run", WHERE, "--scenario", "linked"),
    "run beside": ("run", WHERE, "--years", "2026", "--beside", "linked", "--beside", "impossible"),
    "run unmet": ("run", WHERE, "--scenario", "impossible", "--years", "2026"),
    "run all": ("run", "tutorial", "--all", "--scenario", "recession"),
    "compare": ("compare", WHERE, "--scenario", "linked"),
    "link": ("link", WHERE, "alpha-ets", "beta-ets", "--years", "2030"),
    "map": ("map", WHERE),
    "map diff": ("map", "--diff", WHERE, WHERE, "--scenario", "linked"),
    "check": ("check", WHERE, "--figures"),
    "explain figure": ("explain", WHERE, "mechanism.alpha-ets.cap.2030", "--scenario", "dear"),
    "explain series": ("explain", WHERE, "activity.alpha-power.baseline", "--year", "2028"),
    "explain curve": ("explain", WHERE, "activity.beta-power.curve"),
    "explain clause": ("explain", WHERE, NDC),
    "explain price": ("explain", WHERE, "mechanism.beta-ets.price.2028"),
    "new": ("new", "own"),
    "worlds": ("worlds",),
    "replay": ("replay", str(PATHS / "official.csv"), "--rules", "eu-reserve/eu-ets"),
    "replay flows": ("replay", str(PATHS / "flows.csv"), "--rules", str(PATHS / "reserve.toml"), "--monthly"),
}
SHAPES: dict[str, type[BaseModel]] = {
    "run": results.Run,
    "compare": results.Comparison,
    "link": results.LinkAnswer,
    "map": results.Map,
    "map-diff": results.MapDiff,
    "check": results.Check,
    "explain": results.Explanation,
    "new": results.New,
    "worlds": results.Worlds,
    "replay": results.Replay,
}


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@cache
def message_keys() -> frozenset[str]:
    """The keys of all messages that nobody could take for a word or an id."""
    return frozenset(key for key in Text("en")._entries if key.count("-") >= 1)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("call", CALLS)
def test_no_key_is_left_untranslated(call: str, lang: str) -> None:
    ran = comity(*CALLS[call], "--lang", lang)
    assert ran.err == ""
    assert ran.code == (1 if call in ("run beside", "run unmet") else 0)
    words = set(re.findall(r"[a-z]+(?:-[a-z0-9]+)+", ran.out))
    ids = set(re.findall(r"[a-z0-9-]+", " ".join(str(path) for path in SAMPLE.rglob("*"))))
    assert words & message_keys() <= ids
    assert not set(ran.out) & set("{}\u2068\u2069")


@pytest.mark.parametrize("call", CALLS)
def test_chinese_has_no_english_headings(call: str) -> None:
    ran = comity(*CALLS[call], "--lang", "zh")
    lines = ran.out.splitlines()
    headings = [line for line in lines if re.fullmatch(r"[^ ].*", line) and "comity" not in line]
    # Over the rule of a table: its heads, and the units under them.
    headings += [lines[place - 2] for place, line in enumerate(lines) if line.strip().startswith("──")]
    allowed = re.compile(
        r"[A-Z]{3}\d{4}/t CO2e?|Mt CO2e?|[\w./-]*"
        r"(sample|own|tutorial|ellerman|rice|eu-reserve|eu-switzerland|california|paths)[\w./-]*"
        r"|base|linked|impossible|recession|full-link|no-link|link|adjusted"
        r"|mechanism\S*|activity\S*|agreement\S*|\S+\.toml\S*"
        r"|1e-06|EUR2026|Ellerman|Decaux|q|EUR/t|USD/t"
    )
    english = [line for line in headings if re.search(r"[A-Za-z]{3,}", allowed.sub("", line))]
    assert english == []


@pytest.mark.parametrize("call", [call for call in CALLS if call not in ("run beside", "check")])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_json_is_exactly_one_object_of_the_shape(call: str, lang: str) -> None:
    verb, *rest = CALLS[call]
    ran = comity("--json", verb, *rest, "--lang", lang)
    assert ran.err == ""
    found: Any = json.loads(ran.out)
    shape = "map-diff" if call == "map diff" else verb
    assert found["schema"] == {"name": shape, "version": 1}
    assert SHAPES[shape].model_validate_json(ran.out).model_dump(mode="json", by_alias=True) == found


def test_check_in_json_says_what_is_wrong_on_stdout(world: Path, where: str) -> None:
    (world / "agreements" / "alpha-beta.toml").write_text("title = 3\n", encoding="utf-8")
    ran = comity("check", where, "--json", "--lang", "zh")
    found = results.Check.model_validate_json(ran.out)
    assert (ran.code, ran.err) == (1, "")
    assert {problem.file for problem in found.problems} >= {"agreements/alpha-beta.toml"}
    ran = comity("check", "nowhere/", "--json")
    assert (ran.code, ran.err) == (2, "")
    assert results.Check.model_validate_json(ran.out).figures == {}


def test_json_loads_neither_pandas_nor_rich() -> None:
    program = (
        "import sys\n"
        "from comity.cli.main import run\n"
        f"for call in {[list(CALLS[call]) for call in ('run', 'explain price', 'worlds')]!r}:\n"
        "    assert run([*call, '--json']) == 0\n"
        "sys.exit(str({'pandas', 'rich'} & set(sys.modules)) if {'pandas', 'rich'} & set(sys.modules) else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_help_loads_nothing_heavy() -> None:
    heavy = {"numpy", "pandas", "pydantic", "rich", "scipy"}
    program = (
        "import sys\n"
        "from comity.cli.main import run\n"
        f"assert [run([*call, '--help']) for call in {[[], *([verb] for verb in VERBS)]!r}] == [0] * {len(VERBS) + 1}\n"
        f"assert not {heavy!r} & set(sys.modules), {heavy!r} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], stdout=subprocess.DEVNULL, check=True)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("verb", ["", *VERBS])
def test_every_verb_has_help(verb: str, lang: str) -> None:
    ran = comity(*([verb] if verb else []), "--help", "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert "--lang en|zh" in ran.out
    assert ("Usage: " if lang == "en" else "用法：") in ran.out
    if lang == "zh":
        assert not re.search(r"Usage|Options|Commands|Show this", ran.out)


def test_comity_alone_is_comity_help() -> None:
    assert comity().out == comity("--help").out
    assert comity("--json").code == 2


@pytest.mark.parametrize("verb", VERBS)
def test_the_examples_of_the_help_run(verb: str) -> None:
    lines = comity(verb, "--help").out.splitlines()
    examples = [shlex.split(line)[1:] for line in lines if line.startswith("  comity ")]
    for example in examples:
        ran = comity(*example)
        assert (ran.code, ran.err) in ((0, ""), (2, ran.err)) if verb == "new" else (ran.code, ran.err) == (0, "")


def test_what_is_suggested_next_runs() -> None:
    for call in ("run", "run beside", "run unmet", "worlds"):
        last = comity(*CALLS[call]).out.splitlines()[-1]
        assert last.startswith("Try next: comity ")
        ran = comity(*shlex.split(last.removeprefix("Try next: comity ")))
        assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["rnu"],
            f"found rnu, expected one of the verbs {', '.join(VERBS)}. Hint: perhaps it is run.",
        ),
        (["run", "--frob"], "found --frob, expected one of --scenario, --years,"),
        (["run", "a", "b", "c"], "found b c, expected nothing more. Hint: see comity run --help."),
        (["explain", "tutorial"], "ADDRESS: found nothing, expected a value for it."),
        (["run", "--years"], "--years: found nothing, expected a value after it."),
        (["run", "--all=1"], "--all: found a value, expected the option alone."),
        (["--lang"], "--lang: found nothing, expected en or zh."),
        (["--lang", "fr", "run"], "--lang: found 'fr', expected en or zh."),
        (["run", "tutorial", "--years", "x"], "--years: found x, expected a year or a span of years"),
        (["run", "tutorial", "--years", "2031:2040"], "expected a year that this world can be solved for (2026, 2028,"),
        (["run", "nope"], "found nope, expected the name of a world that ships ("),
        (["run", "nope/"], "world.toml  found no such file, expected a folder that holds a world"),
        (["run", "tutorial", "-s", "nope"], "found nope, expected a scenario of this world ("),
        (["run", "tutorial", "--beside", "link", "--json"], "--beside: found --json, expected --beside without --json"),
        (["check", "tutorial", "--figures", "--json"], "--figures: found --json, expected --figures without --json"),
        (
            ["explain", "tutorial", "world.years", "--year", "soon"],
            "--year: found soon, expected a year of four digits",
        ),
        (["check", "nope"], "found nope, expected the name of a world that ships ("),
        (["run", f"{'x' * 300}/"], "expected a"),
    ],
)
def test_a_mistake_is_one_line_and_exit_2(arguments: list[str], words: str) -> None:
    ran = comity(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert len(ran.err.splitlines()) == 1
    if "--lang" not in arguments:
        chinese = comity("--lang", "zh", *arguments)
        assert (chinese.code, chinese.out) == (2, "")
        assert re.search("应为：", chinese.err)


def test_the_language_is_that_of_the_environment_unless_asked_for() -> None:
    assert "用法" in comity("--help", LANG="zh_CN.UTF-8").out
    assert "Usage" in comity("--help", "--lang", "en", LANG="zh_CN.UTF-8").out
    assert "Usage" in comity("--help", "--lang=en", LANG="zh_CN.UTF-8").out


def test_version() -> None:
    assert re.fullmatch(r"comity \d+\.\d+\.\d+\n", comity("--version").out)
