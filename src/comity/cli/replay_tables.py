"""What `comity replay` says to people: the path, what it decides, what was published otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from comity.cli.face import Face
from comity.cli.tables import Column, numbers, show

if TYPE_CHECKING:
    from comity.results import Replay, ReplayPeriod

#: Columns of the first table that are left out where there is nothing in them.
OPTIONAL = ("added", "cancelled")


def tell(face: Face, replay: Replay, name: str) -> None:
    """All of it, as words and tables."""
    text = face.text
    face.say(click.style(text("replay-under", reserve=name, rules=replay.rules_of, table=replay.table), bold=True))
    _periods(face, replay)
    _decisions(face, replay)
    _differences(face, replay)
    if replay.not_evaluated:
        face.say()
        face.prose(text("replay-blind", rules=text("list-separator").join(replay.not_evaluated)))
    weak = [rule for rule in replay.rules if rule.status != "sourced"]
    if weak:
        face.head(text("replay-weak"))
        for rule in weak:
            face.say("  " + text("replay-weak-rule", rule=rule.address, status=text(f"status-{rule.status}")))


def when(year: int, month: int | None) -> str:
    """A year, or a month of it."""
    return f"{year}" if month is None else f"{year}-{month:02d}"


def _periods(face: Face, replay: Replay) -> None:
    text, rows, unit = face.text, replay.periods, replay.units.quantity
    face.head(text("replay-periods"))
    given = [Column(text("head-period"), [when(row.year, row.month) for row in rows])]
    given += [
        numbers(text(f"head-{name}"), [getattr(row, name) for row in rows], unit)
        for name in ("issued", "emissions", "intake", "release", "added", "cancelled", "content", "circulation")
        if name not in OPTIONAL or _any(rows, name)
    ]
    if _any(rows, "unexplained"):
        given.append(numbers(text("head-unexplained"), [row.unexplained for row in rows], unit, signed=True))
    show(face, given)


def _any(rows: Sequence[ReplayPeriod], name: str) -> bool:
    return any(getattr(row, name) for row in rows)


def _decisions(face: Face, replay: Replay) -> None:
    text, rows, unit = face.text, replay.decisions, replay.units.quantity
    if not rows:
        return
    face.head(text("replay-decisions"))
    spans = [text("replay-months", begin=row.begin, months=row.months) for row in rows]
    regimes = [text("replay-nothing") if row.regime == "nothing" else row.regime for row in rows]
    given = [
        Column(text("head-year"), [str(row.year) for row in rows]),
        numbers(text("head-circulation"), [row.circulation for row in rows], unit),
        numbers(text("head-intake"), [row.intake for row in rows], unit),
        numbers(text("head-release"), [row.release for row in rows], unit),
        Column(text("head-carried-out"), spans),
        Column(text("head-regime"), regimes),
    ]
    show(face, given)


def _differences(face: Face, replay: Replay) -> None:
    text, rows, unit = face.text, replay.differences, replay.units.quantity
    if not replay.compared:
        return
    if not rows:
        face.say()
        face.say(text("replay-agree", count=replay.compared))
        return
    face.head(text("replay-differences"))
    given = [
        Column(text("head-period"), [when(row.year, row.month) for row in rows]),
        Column(text("head-figure"), [text(f"figure-{row.what}") for row in rows]),
        numbers(text("head-published"), [row.published for row in rows], unit),
        numbers(text("head-replayed"), [row.replayed for row in rows], unit),
    ]
    show(face, given)
