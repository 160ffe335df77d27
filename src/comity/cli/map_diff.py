"""`comity map --diff OLD NEW`: what changed from one world to another, and what that does to the layers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, get_args

from comity.cli.face import Face
from comity.cli.load import load_world
from comity.cli.map_words import say_styled
from comity.cli.working import working
from comity.results.map import MapDiff, NoticeKind
from comity.results.shared import Schema
from comity.text import load

if TYPE_CHECKING:
    from comity.world import World

NOTICES_MOST = 25


def tell_changes(face: Face, worlds: tuple[str, str], scenario: tuple[str, ...], *, everything: bool) -> int:
    """Compare two worlds, the second under the scenarios named; 0 whether or not anything changed."""
    from comity.regime.notices import notices

    old, new = load_world(worlds[0], ()), load_world(worlds[1], scenario)
    with working(face, face.text("map-comparing")):
        rows = notices(old, new, load("en"), load("zh"))
    answer = MapDiff(schema=Schema(name="map-diff"), old=_label(old), new=_label(new), notices=rows)
    if face.json:
        face.answer(answer)
    else:
        _tell(face, answer, everything)
    return 0


def _label(world: World) -> str:
    """The world, with the scenarios that it is under."""
    return "+".join((world.id, *world.folder.scenarios))


def _tell(face: Face, answer: MapDiff, everything: bool) -> None:
    text, rows = face.text, answer.notices
    say_styled(face, text("map-diff-title", old=answer.old, new=answer.new), bold=True)
    if not rows:
        face.prose(text("map-diff-none"))
        return
    counted = Counter(row.kind for row in rows)
    face.prose(text("map-diff-count", count=len(rows)))
    face.pairs([(text(f"map-notice-{kind}"), str(counted[kind])) for kind in get_args(NoticeKind) if counted[kind]])
    shown = rows if everything else rows[:NOTICES_MOST]
    face.head(text("map-diff-what"))
    for row in shown:
        face.prose(getattr(row.words, text.lang), "  ", "    ")
    if len(shown) < len(rows):
        say_styled(face, text("map-diff-more", more=len(rows) - len(shown)), "  ", dim=True)
