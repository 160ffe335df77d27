"""What an entry did, for people: a sentence, then its number and rule, then its units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from comity.cli.face import Face
from comity.cli.registry.where import plain

if TYPE_CHECKING:
    from comity.cli.tables import Column
    from comity.results import EntryRow, HoldingRow, PostingRow, StandingRow

#: By kind of entry that gives units for others, the state of those that are given up.
GIVEN_UP = {"convert": "immobilised", "return": "returned", "reissue": "reissued", "convert-to-eru": "converted"}


def tell(face: Face, entry: EntryRow, where: str, *, again: bool = False) -> None:
    """An entry, as who asked for it is told."""
    face.prose(did(face, entry))
    key = "registry-entry-again" if again else "registry-entry"
    face.prose(face.text(key, entry=entry.entry, at=when(entry.at), clause=entry.clause, where=plain(where)))
    postings = own_postings(entry)
    if len(postings) == 1:
        face.prose(face.text("registry-block", block=block(postings[0])))
        if special := standing_words(face, postings):
            face.prose(special)
    elif postings:
        _blocks(face, entry.postings)


def did(face: Face, entry: EntryRow) -> str:
    """What an entry did, as a sentence."""
    asked = {name: plain(str(value)) for name, value in entry.asked.items() if isinstance(value, str | int)}
    asked.setdefault("measure", "t CO2e")
    for name in ("quantity", "assigned"):
        if name in asked:
            asked[name] = f"{int(asked[name]):,}"
    if entry.kind == "adopt":
        asked["world"] = plain("+".join((entry.asked["world"], *entry.asked.get("scenarios", ()))))
    key = f"registry-did-{entry.kind}"
    if entry.kind == "accredit" and not entry.asked.get("accredited", True):
        key = "registry-did-accredit-no-more"
    if entry.kind == "surrender" and entry.asked.get("obliged"):
        key = "registry-did-surrender-obliged"
    separator = face.text("list-separator")
    postings = own_postings(entry)
    if entry.kind in GIVEN_UP:
        up = [one for one in postings if one.after and one.after.state == GIVEN_UP[entry.kind]]
        asked["gets"] = separator.join(amounts([one for one in postings if one not in up])) or "0"
        postings = up
    return face.text(key, **{**asked, "units": separator.join(amounts(postings))})


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


def standing_words(face: Face, postings: Sequence[PostingRow]) -> str:
    """What is special about how the units stand now, where anything is."""
    found: dict[str, None] = {}
    for one in postings:
        found.update(dict.fromkeys(_special(face, one.after) if one.after else ()))
    return face.text("registry-standing", what=face.text("list-separator").join(found)) if found else ""


def _special(face: Face, after: StandingRow) -> Iterator[str]:
    text = face.text
    if after.period:
        yield text("registry-standing-period", period=after.period)
    if after.authorisation:
        yield text("registry-standing-authorisation", authorisation=after.authorisation)
    if after.first_transfer:
        yield text("registry-standing-first", entry=after.first_transfer)
    if after.expires:
        yield text("registry-standing-expires", day=after.expires)


def standing_columns(face: Face, rows: Sequence[HoldingRow | StandingRow | None]) -> list[Column]:
    """Columns of what is special about how units stand: only those in which anything stands."""
    from comity.cli.tables import Column
    from comity.text.numbers import NONE

    found = []
    for name in ("period", "authorisation", "first_transfer", "expires"):
        cells = [str(getattr(one, name, None) or "") for one in rows]
        if any(cells):
            head = face.text(f"head-standing-{name}".replace("_", "-"))
            found.append(Column(head, [cell or NONE for cell in cells]))
    return found


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
        *standing_columns(face, [one.after for one in rows]),
    ]
    face.say()
    show(face, given)
    if len(postings) > len(rows):
        face.say(click.style("  " + text("registry-more-blocks", more=len(postings) - len(rows)), dim=True))
