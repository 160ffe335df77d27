"""What a report is about: solved scenarios of one world, and how its things are called in the reader's language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comity.results import Run, Units
    from comity.text import Text
    from comity.world import World
    from comity.world.scenarios import Scenario

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: The files as they stand, without a scenario.
BASE = "base"


@dataclass(frozen=True)
class Subject:
    """Answers of one world under one or more scenarios, in order, told in one language.

    `labels` names them for people, a word or a title each; they tell the scenarios apart.
    """

    world: World
    runs: tuple[Run, ...]
    labels: tuple[str, ...]
    text: Text

    @classmethod
    def of(cls, worlds: Sequence[World], runs: Iterable[Run], text: Text) -> Subject:
        """With the titles of the scenarios as labels."""
        return cls(worlds[0], tuple(runs), scenario_titles(worlds, text), text)

    @cached_property
    def units(self) -> Units:
        """The units of the answers as people read them."""
        return spoken_units(self.runs[0], self.text)

    @property
    def years(self) -> tuple[int, ...]:
        """The years that were solved."""
        return self.runs[0].years

    @property
    def span(self) -> str:
        """The years, in words."""
        first, last = self.years[0], self.years[-1]
        if first == last:
            return self.text("report-in-year", year=first)
        return self.text("report-in-years", first=first, last=last)

    @cached_property
    def reference(self) -> str:
        """What the answers are compared with, by its title."""
        name = self.runs[0].air[0].reference.scenario if self.runs[0].air else self.world.world.reference
        return " + ".join(scenario_title(self.world, one, self.text) for one in name.split("+"))

    @property
    def solved(self) -> Subject:
        """The same of the scenarios that are solved alone: prices of the others mean nothing, and would hide these."""
        kept = [pair for pair in zip(self.runs, self.labels, strict=True) if pair[0].status == "solved"]
        return Subject(self.world, tuple(run for run, _ in kept), tuple(label for _, label in kept), self.text)

    def name(self, id: str) -> str:
        """The name of a mechanism, Party, body or activity; its id where it has none."""
        return clean(Namer(self.world, self.text)(id))

    def names(self, ids: Iterable[str]) -> dict[str, str]:
        """The names of several, with the id where two have one name."""
        found = {id: self.name(id) for id in ids}
        twice = {name for name, times in Counter(found.values()).items() if times > 1}
        return {id: f"{name} ({id})" if name in twice else name for id, name in found.items()}


def clean(words: str) -> str:
    """Words without the characters that XML cannot hold, on which the drawing of charts would end the whole program."""
    return _ILLEGAL.sub("\ufffd", words)


class Namer:
    """Names, in one language, of what a world has."""

    def __init__(self, world: World, text: Text) -> None:
        self._world, self._text = world, text

    def __call__(self, id: str) -> str:
        """The name of a mechanism, Party, body or activity; its id where it has none."""
        world = self._world
        for kind in (world.mechanism, world.party, world.body, world.activity):
            if id in kind:
                return self._text.name(kind[id].name.model_dump())
        return id


def scenario_label(world: World) -> str:
    """The scenarios of a world as one word, as they are typed."""
    return "+".join(world.folder.scenarios) or BASE


def scenario_titles(worlds: Sequence[World], text: Text) -> tuple[str, ...]:
    """What people call each world's scenarios: by title; if two have one, as they are typed, or numbered."""
    titles = [" + ".join(scenario_title(world, name, text) for name in chosen_scenarios(world)) for world in worlds]
    labels = [
        title if titles.count(title) == 1 else scenario_label(world)
        for world, title in zip(worlds, titles, strict=True)
    ]
    return tuple(
        label if labels.count(label) == 1 else f"{label} ({labels[: place + 1].count(label)})"
        for place, label in enumerate(labels)
    )


def chosen_scenarios(world: World) -> tuple[str, ...]:
    """The scenarios of a world without those that are there only because another comes after them."""
    names = world.folder.scenarios
    found = [_scenario(world, name) for name in names]
    implied = {before for one in found if one is not None for before in one.after}
    return tuple(name for name in names if name not in implied) or names or (BASE,)


def scenario_about(world: World, text: Text) -> str:
    """What the last of a world's scenarios is for; empty where it does not say."""
    one = _scenario(world, chosen_scenarios(world)[-1])
    return " ".join(text.name(one.about.model_dump()).split()) if one is not None and one.about else ""


def spoken_units(run: Run, text: Text) -> Units:
    """The units of an answer as people read them: `million` is a word, `Mt CO2e` is not."""
    money = run.units.money
    for word in ("million", "thousand"):
        if money.startswith(f"{word} "):
            money = text(f"unit-{word}", currency=money.removeprefix(f"{word} "))
    return run.units.model_copy(update={"money": money})


def scenario_title(world: World, name: str, text: Text) -> str:
    """What people call a scenario of a world; its name where the world does not say."""
    one = _scenario(world, name)
    if one is not None:
        return clean(text.name(one.title.model_dump()))
    return text("report-scenario-base") if name == BASE else name


def _scenario(world: World, name: str) -> Scenario | None:
    """A scenario of a world by name; None for the files as they stand, and for changes without a name."""
    from comity.errors import InputError
    from comity.world.scenarios import find

    try:
        return find(world.folder, name)[1]
    except InputError:
        return None
