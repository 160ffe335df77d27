"""How each system in force is priced, and what those lack that the solver puts no price on: for `comity check`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import get_args

from comity.cli.face import Face
from comity.cli.tables import Column, show
from comity.text import Text
from comity.world import World
from comity.world.pricing import PriceClass, System, systems


def tell(face: Face, world: World) -> None:
    """Counts first; then those the solver prices, and those it does not, each with the reasons."""
    text, found = face.text, systems(world)
    face.head(text("pricing-systems", count=len(found)))
    if not found:
        return
    solved = {id: one for id, one in found.items() if one.solved}
    others = {id: one for id, one in found.items() if not one.solved}
    classes = Counter(one.pricing.kind for one in found.values())
    counted = [(classes[kind], text(f"pricing-class-{kind}")) for kind in get_args(PriceClass) if classes[kind]]
    without = sum("supply" in one.lacks for one in solved.values())
    _counts(face, counted)
    face.say()
    _counts(
        face,
        [
            (len(solved), text("pricing-solved")),
            *([(without, text("pricing-supply-assumed"))] if without else []),
            (len(others), text("pricing-not-solved")),
        ],
    )
    for kind in get_args(PriceClass):
        if kind != "unknown":  # of what is solved, and of which nothing has been observed, the counts say all
            _table(face, "solved", kind, solved)
    for kind in get_args(PriceClass):
        _table(face, "not-solved", kind, others)


def _counts(face: Face, counted: Iterable[tuple[int, str]]) -> None:
    for count, words in counted:
        face.say(f"  {count:>4}  {words}")


def _table(face: Face, which: str, kind: str, among: dict[str, System]) -> None:
    """The systems of one class, with the reasons."""
    text, several = face.text, sorted((id, one) for id, one in among.items() if one.pricing.kind == kind)
    if not several:
        return
    price = text(f"pricing-class-{kind}")
    face.head(text(f"pricing-list-{which}", price=price, count=len(several)))
    show(
        face,
        [
            Column(text("head-mechanism"), [id for id, _ in several]),
            Column(text(f"pricing-head-{which}"), [_lacking(text, one) for _, one in several]),
            Column(text("pricing-why"), [one.pricing.words(text) for _, one in several]),
        ],
    )


def _lacking(text: Text, one: System) -> str:
    if one.solved:  # nothing but supply can be lacking
        return text("pricing-assumed" if one.lacks else "pricing-known")
    return text("pricing-join").join(text(f"pricing-lacks-{lack}") for lack in one.lacks)
