"""What things of the map are called in a picture or a table, and the colours of layers, families and modes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from comity.results.regime_pairs import Mode
    from comity.text import Text
    from comity.world.world import World

#: From the treaties outwards; those of Okabe and Ito, with a shape each.
LAYER_COLOURS: dict[str, str] = {"complex": "#0072B2", "cluster": "#E69F00", "linkage": "#009E73"}
#: In the order of the families.
FAMILY_COLOURS: dict[str, str] = {
    "trading-system": "#0B4F7D",
    "voluntary-system": "#7FB3D9",
    "performance-standard": "#2E86C1",
    "government-trading": "#000000",
    "carbon-tax": "#D55E00",
    "offsetting-obligation": "#F0A35E",
    "crediting": "#009E73",
    "cooperation": "#CC79A7",
    "other-issue": "#A3A3A3",
}
LAYER_SHAPES = {"complex": "diamond", "cluster": "circle", "linkage": "square"}
# A run without spaces and wide characters, or one wide character, with the spaces and closing marks after it.
_PIECE = re.compile(r"(?:[^\s\u2e80-\uffef]+|[\u2e80-\uffef])[》）」、，]*\s*")
MODE_COLOURS: dict[Mode, str] = {
    "benign-synergy": "#009E73",
    "constructive-cooperation": "#0072B2",
    "functional-competition": "#D55E00",
    "indifference": "#9AA7B2",
}
MODE_SHAPES: dict[Mode, str] = {
    "benign-synergy": "circle",
    "constructive-cooperation": "square",
    "functional-competition": "triangle-up",
    "indifference": "diamond",
}
_ASIDE = re.compile(r"\s*[（(][^()（）]*[)）]")


def name_of(world: World, text: Text, id: str) -> str:
    """The name of a mechanism, Party or body, without what it adds in brackets; its id where it has none."""
    for kind in (world.mechanism, world.party, world.body):
        if id in kind:
            whole = text.name(kind[id].name.model_dump())
            return _ASIDE.sub("", whole) or whole
    return id


def pair_name(world: World, text: Text, a: str, b: str) -> str:
    """Both names."""
    return text("map-pair", a=name_of(world, text, a), b=name_of(world, text, b))


def lines_of(name: str, letters: int, lines_most: int) -> tuple[str, ...]:
    """A name in as few lines of so many Latin letters, or half as many Chinese ones, as it takes, and these as even as
    they can be; cut where it needs more than `lines_most`."""
    wanted = len(_broken(name, letters))
    if wanted > lines_most:
        *whole, last = _broken(name, letters)[:lines_most]
        return (*whole, f"{last}…")
    least = -(-_letters(name) // wanted)
    return next(
        tuple(lines) for width in range(least, max(letters, least) + 1) if len(lines := _broken(name, width)) <= wanted
    )


def _broken(name: str, letters: int) -> list[str]:
    """Lines of at most so many letters, where no word is longer: Chinese may be broken between any two characters."""
    lines = [""]
    for piece in _PIECE.findall(name):
        if lines[-1] and _letters((lines[-1] + piece).rstrip()) > letters:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _letters(words: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in words)
