"""The shipped world of 2026, read once, as maps of the regime are about it."""

from __future__ import annotations

from functools import cache

from comity.report.regime_subject import MapSubject
from comity.text import Language, load
from comity.world import World


@cache
def world() -> World:
    """Under the scenarios that hold unless others are named."""
    return World.load("2026")


@cache
def subject(year: int, lang: Language = "en") -> MapSubject:
    """A year of it."""
    return MapSubject(world(), year, load(lang))
