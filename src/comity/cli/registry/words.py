"""What an entry did, for people: a sentence, then its number and rule, then its units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from comity.cli.face import Face
from comity.cli.registry.where import plain

if TYPE_CHECKING:
    from comity.results import EntryRow, PostingRow


def tell(face: Face, entry: EntryRow, where: str, *, again: bool = False) -> None:
    """An entry, as who asked for it is told."""
    face.prose(did(face, entry))
    key = "registry-entry-again" if again else "registry-entry"
    face.prose(face.text(key, entry=entry.entry, at=when(entry.at), clause=entry.clause, where=plain(where)))
    postings = own_postings(entry)
    if len(postings) == 1:
        face.prose(face.text("registry-block", block=block(postings[0])))
    elif postings:
        _blocks(face, entry.postings)


def did(face: Face, entry: EntryRow) -> str:
    """What an entry did, as a sentence."""
    asked = {name: plain(value) if isinstance(value, str) else str(value) for name, value in entry.asked.items()}
    asked.setdefault("measure", "t CO2e")
    if entry.kind == "obligation":
        asked["quantity"] = f"{int(entry.asked['quantity']):,}"
    units = face.text("list-separator").join(amounts(own_postings(entry)))
    return face.text(f"registry-did-{entry.kind}", **{**asked, "units": units})


def amounts(postings: Sequence[PostingRow]) -> list[str]:
    """How many units of each type."""
    sums: dict[str, int] = {}
    for one in postings:
        sums[one.unit_type] = sums.get(one.unit_type, 0) + one.quantity
    return [f"{quantity:,} {unit_type}" for unit_type, quantity in sums.items()]


def own_postings(entry: EntryRow) -> Sequence[PostingRow]:
    """The units that were asked for: of a replacement, not those that it replaces."""
    if entry.kind != "replace":
        return entry.postings
    return [one for one in entry.postings if one.after and one.after.state == "replacement"]


def block(one: PostingRow) -> str:
    """Units by their serial numbers."""
    return f"{one.series}:{one.first}-{one.last}"


def when(at: str) -> str:
    """An instant, to the second."""
    return f"{at[:10]} {at[11:19]} UTC" if at else ""


def _blocks(face: Face, postings: Sequence[PostingRow]) -> None:
    """The units as a table: where they stood and where they stand now."""
    from comity.cli.tables import ROWS_MOST, Column, show

    text, rows = face.text, postings[:ROWS_MOST]
    measures = {one.measure for one in postings}
    given = [
        Column(text("head-block"), [block(one) for one in rows]),
        Column(text("head-quantity"), [f"{one.quantity:,}" for one in rows], "/".join(sorted(measures)), numbers=True),
        Column(text("head-account"), [one.after.account if one.after else "" for one in rows]),
        Column(text("head-state"), [text(f"unit-state-{one.after.state}") if one.after else "" for one in rows]),
    ]
    face.say()
    show(face, given)
    if len(postings) > len(rows):
        face.say(click.style("  " + text("registry-more-blocks", more=len(postings) - len(rows)), dim=True))
