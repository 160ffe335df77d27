"""CONTRIBUTING.md, followed to the letter: its files are written, its commands run, and its mistakes made.

The snippets are read out of the page, so that it cannot come to say what no longer works."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.terminal import Ran, comity

PAGE = Path(__file__).parents[1] / "CONTRIBUTING.md"
BLOCK = re.compile(r"^```(toml|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WORLD, SCENARIO = "my-world", "link-uruguay"
MECHANISM, AGREEMENT = "mechanisms/ury-ets.toml", "agreements/new-zealand-uruguay.toml"


def section() -> str:
    """What the page says of adding a mechanism."""
    return PAGE.read_text(encoding="utf-8").partition("## Add a mechanism")[2].partition("\n## ")[0]


def steps() -> Iterator[tuple[str, str]]:
    """In the order of the page: a file's path and its text, or `comity` and the arguments of a command."""
    for kind, text in BLOCK.findall(section()):
        if kind == "toml":
            yield text.partition("\n")[0].removeprefix("# "), text
        else:
            for line in text.splitlines():
                program, _, arguments = line.partition(" ")
                assert program == "comity"
                yield program, arguments


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, Ran]]]:
    """The folder in which the page was followed, and what each command said."""
    here = tmp_path_factory.mktemp("contributing")
    said: dict[str, Ran] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(here)
        patch.setattr("comity.world.examining._wanted", lambda _: [("in-force",), (SCENARIO,)])  # others ship
        for what, text in steps():
            if what == "comity":
                said[text] = comity(*shlex.split(text))
                continue
            file = here / WORLD / what
            assert not file.exists(), f"{what} is a file of the world that was copied"
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        yield here / WORLD, said


def test_the_page_has_a_file_of_each_kind_and_every_verb(followed: tuple[Path, dict[str, Ran]]) -> None:
    written = [what.partition("/")[0] for what, _ in steps() if what != "comity"]
    assert written == ["mechanisms", "activities", "agreements", "scenarios"]
    assert {command.partition(" ")[0] for command in followed[1]} == {"new", "check", "run", "explain"}


def test_every_command_of_the_page_works(followed: tuple[Path, dict[str, Ran]]) -> None:
    for command, ran in followed[1].items():
        assert (ran.code, ran.err) == (0, ""), command
    assert "found nothing wrong" in next(ran.out for command, ran in followed[1].items() if command.startswith("check"))


def test_the_new_link_has_one_price_and_a_flow(followed: tuple[Path, dict[str, Ran]]) -> None:
    """Equal within what the solver's tolerance leaves; and as far apart without it as the page says."""
    linked, apart = (
        json.loads(comity("run", f"{followed[0]}/", "--scenario", scenario, "--json").out)
        for scenario in (SCENARIO, "in-force")
    )
    assert linked["status"] == apart["status"] == "solved"
    prices = [
        {row["mechanism"]: row["price"] for row in run["markets"] if row["year"] == 2026} for run in (linked, apart)
    ]
    assert prices[0]["ury-ets"] == pytest.approx(prices[0]["nzl-ets"], rel=1e-6)
    flows = {row["clause"]: row["units"] for row in linked["flows"] if row["year"] == 2026}
    assert flows["agreement.new-zealand-uruguay.clauses.new-zealand-units-in-uruguay"] > 0.1
    told = re.search(r"some (\d+) USD in Uruguay and (\d+) in New Zealand", " ".join(section().split()))
    assert told is not None
    for id, price in zip(("ury-ets", "nzl-ets"), told.groups(), strict=True):
        assert prices[1][id] == pytest.approx(int(price), rel=0.1)  # the page rounds


def test_answers_name_what_was_added(followed: tuple[Path, dict[str, Ran]]) -> None:
    explained = [ran.out for command, ran in followed[1].items() if command.startswith("explain")]
    assert "activity.ury-industry.curve" in explained[0]
    assert MECHANISM in explained[1]
    assert AGREEMENT in explained[2]


MISTAKES = [
    (MECHANISM, 'unit-type = "UYA"', 'unit_type = "UYA"'),
    (MECHANISM, "year = 2040", "year = 2030"),
    (MECHANISM, 'value = 5.5, status = "assumed"', 'value = 5.5, status = "sourced"'),
    (MECHANISM, 'parties   = ["URY"]', 'parties   = ["Uruguay"]'),
    (AGREEMENT, 'into = "nzl-ets"', 'into = "nz-ets"'),
]


@pytest.mark.parametrize("row", range(len(MISTAKES)))
def test_mistakes_are_told_as_the_page_says(followed: tuple[Path, dict[str, Ran]], row: int) -> None:
    table = [line for line in section().splitlines() if line.startswith("| ")][1:]
    assert len(table) == len(MISTAKES)
    file, right, wrong = followed[0] / MISTAKES[row][0], *MISTAKES[row][1:]
    text = file.read_text(encoding="utf-8")
    assert right in text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("comity.world.examining._wanted", lambda _: [])  # the files alone: it is quicker
        file.write_text(text.replace(right, wrong), encoding="utf-8")
        ran = comity("check", f"{followed[0]}/")
        file.write_text(text, encoding="utf-8")
    assert ran.code == 1
    line = ran.out.splitlines()[0]
    assert line.startswith(f"{MISTAKES[row][0]}:")
    for words in re.findall(r"`([^`]+)`", table[row].split("|")[2]):
        if " " in words and "KEY" not in words:
            assert words.removesuffix("…").rstrip() in line
