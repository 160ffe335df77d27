"""Answers of the sample world under three scenarios, solved once; and what is written of them, in either language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from comity import report
from comity.market import solve
from comity.report.subject import Subject
from comity.results import Run
from comity.text import LANGUAGES, Language, load
from comity.world import World
from tests.cli.terminal import SAMPLE


@dataclass(frozen=True)
class Answers:
    """Worlds under a scenario each, and what came out."""

    worlds: tuple[World, ...]
    runs: tuple[Run, ...]

    def subject(self, lang: Language = "en") -> Subject:
        """As a report is about them."""
        return Subject.of(self.worlds, self.runs, load(lang))


@pytest.fixture(scope="session")
def answers() -> Answers:
    """Linked, as the files stand, and with adjustments."""
    worlds = tuple(World.load(SAMPLE, *names) for names in (("linked",), (), ("linked", "adjusted")))
    return Answers(worlds, tuple(solve(world) for world in worlds))


@pytest.fixture(scope="session")
def unsolved() -> Answers:
    """A scenario with an obligation that nothing can cover."""
    world = World.load(SAMPLE, "impossible")
    return Answers((world,), (solve(world, (2026,)),))


@pytest.fixture(scope="session")
def run(answers: Answers) -> Run:
    """The first answer."""
    return answers.runs[0]


@pytest.fixture(scope="session")
def written(answers: Answers, tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Path]:
    """The folder of all that is written, by language."""
    folders = {}
    for lang in LANGUAGES:
        folders[lang] = tmp_path_factory.mktemp(lang) / "out"
        report.write(folders[lang], answers.worlds, answers.runs, load(lang))
    return folders
