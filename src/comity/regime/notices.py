"""What changed between two worlds: every change of their files, and what it does to the layers.

Two trees are compared part by part. What stands in one world alone (a mechanism, a clause, a member) is one change, not
as many as it has lines; figures of a series are compared year by year; other lists as a whole or, if they hold tables,
place by place. Nothing that differs is passed over, and nothing else is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from comity.regime.layers import Placed, layers
from comity.results.map import BothLanguages, NoticeKind, NoticeRow
from comity.world.world import World

if TYPE_CHECKING:
    from comity.text import Text

#: Nothing stands there.
ABSENT: Any = object()
Keys = tuple[str, ...]
#: Keys whose tables are by id, so that what is in them comes and goes as one.
BY_ID = ("clauses", "accepts", "members")
WORDS = ("name", "title", "about", "note", "source", "instrument")
DATES = ("start", "end", "founded", "ended")
SETTINGS = "world"


@dataclass(frozen=True)
class Difference:
    """One change: the keys that lead to it (of a figure, its year), and what stands there in either world."""

    keys: Keys
    before: Any
    after: Any


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Every change from one tree to another, in the order of their keys."""
    return tuple(_inside(old, new, ()))


def notices(old: World, new: World, english: Text, chinese: Text) -> tuple[NoticeRow, ...]:
    """Every change from one world to another, with the layers that it moved, in words of both languages."""
    found = [_notice(old, new, one, english, chinese) for one in differences(old.folder.tree, new.folder.tree)]
    placed, now = layers(old), layers(new)
    moved = (id for id in placed if id in now and placed[id].layer != now[id].layer)
    return (*found, *(_moved(new, id, placed[id], now[id], english, chinese) for id in moved))


def kind_of(difference: Difference) -> NoticeKind:
    """What sort of change it is."""
    keys = difference.keys
    if keys[0] == SETTINGS:
        return "settings"
    if len(keys) == 2:
        return "added" if difference.before is ABSENT else "removed" if difference.after is ABSENT else "value"
    if keys[-1] == "status" and (len(keys) == 3 or keys[2] in BY_ID):
        return "status"
    if keys[2] == "members":
        return "membership"
    if any(part in WORDS for part in keys[2:]):
        return "words"
    if any(_is_year(part) for part in keys[2:]):
        return "figure"
    if keys[2] in BY_ID:
        return "clause"
    return "dates" if keys[-1] in DATES else "value"


def plain(value: Any) -> str | None:
    """A value of a tree as text that loses nothing; None where nothing stands, or nothing is said."""
    if _unsaid(value):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {plain(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(str(plain(inner)) for inner in value) + "]"
    return str(value)


# Trees ----------------------------------------------------------------------------------------------------------------


def _inside(old: Any, new: Any, keys: Keys) -> Iterator[Difference]:
    """The changes at and below a place."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            one, other = old.get(key, ABSENT), new.get(key, ABSENT)
            if not keys and (one is ABSENT or other is ABSENT):  # a kind of which one world has none
                one, other = ({} if part is ABSENT else part for part in (one, other))
            yield from _inside(one, other, (*keys, str(key)))
        return
    if (years := _by_year(old)) is not None and (others := _by_year(new)) is not None:
        parent = keys[:-1] if keys[-1:] == ("values",) else keys
        yield from _inside(years, others, parent)
        return
    if _tables(old) and _tables(new):
        places = range(max(len(old), len(new)))
        for place in places:
            one, other = (whole[place] if place < len(whole) else ABSENT for whole in (old, new))
            yield from _inside(one, other, (*keys, str(place)))
        return
    if not _same(old, new) and not (_unsaid(old) and _unsaid(new)):
        yield Difference(keys, old, new)


def _unsaid(value: Any) -> bool:
    """Whether there is nothing, or an empty text, which says no more."""
    return value is ABSENT or (isinstance(value, str) and not value)


def _by_year(value: Any) -> dict[str, Any] | None:
    """The figures of a series by year; None if it is no such list."""
    if not isinstance(value, list) or not value:
        return None
    years = [str(one.get("year")) if isinstance(one, Mapping) else "" for one in value]
    if not all(map(_is_year, years)) or len(set(years)) < len(years):
        return None
    return dict(sorted(zip(years, value, strict=True)))


def _is_year(part: str) -> bool:
    return len(part) == 4 and part.isascii() and part.isdecimal()


def _tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _same(old: Any, new: Any) -> bool:
    """Equal, and of a sort: true is not 1."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return old.keys() == new.keys() and all(_same(old[key], new[key]) for key in old)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(_same, old, new))
    return bool(old == new) and isinstance(old, bool) == isinstance(new, bool)


# Words ----------------------------------------------------------------------------------------------------------------


def _notice(old: World, new: World, one: Difference, english: Text, chinese: Text) -> NoticeRow:
    kind, before, after = kind_of(one), plain(one.before), plain(one.after)
    said = {text.lang: _said(text, kind, one, _name(old, new, one.keys, text.lang)) for text in (english, chinese)}
    words = BothLanguages(en=said["en"], zh=said["zh"])
    return NoticeRow(kind=kind, address=".".join(one.keys), before=before, after=after, words=words)


def _moved(world: World, id: str, was: Placed, is_: Placed, english: Text, chinese: Text) -> NoticeRow:
    trace = " → ".join(is_.trace) or "–"
    said = {
        text.lang: text(
            "regime-notice-layer",
            name=_named(world, "mechanism", id, text.lang),
            before=was.layer,
            after=is_.layer,
            rule=is_.rule,
            trace=trace,
        )
        for text in (english, chinese)
    }
    words = BothLanguages(en=said["en"], zh=said["zh"])
    return NoticeRow(kind="layer", address=f"mechanism.{id}", before=was.layer, after=is_.layer, words=words)


def _said(text: Text, kind: NoticeKind, one: Difference, name: str) -> str:
    """The sentence about a change."""
    if kind == "added":
        return text("regime-notice-added", thing=one.keys[0], name=name)
    if kind == "removed":
        return text("regime-notice-removed", thing=one.keys[0], name=name)
    before, after, where = plain(one.before), plain(one.after), ".".join(one.keys[2:])
    if kind == "status":
        was, is_ = (text("regime-notice-progress", status=value or "absent") for value in (before, after))
        return text("regime-notice-status", name=name, where=where, before=was, after=is_)
    if kind == "membership" and len(one.keys) == 4:
        member = one.keys[3]
        if before is None:
            return text("regime-notice-joined", name=name, member=member)
        if after is None:
            return text("regime-notice-left", name=name, member=member)
    where = where or one.keys[-1]
    if before is None:
        return text("regime-notice-set", name=name, where=where, after=_short(one.after))
    if after is None:
        return text("regime-notice-dropped", name=name, where=where, before=_short(one.before))
    return text("regime-notice-changed", name=name, where=where, before=_short(one.before), after=_short(one.after))


#: Characters of a value that a sentence quotes; the row has all of it.
QUOTED_MOST = 120


def _short(value: Any) -> str:
    words = plain(value) or ""
    return words if len(words) <= QUOTED_MOST else f"{words[:QUOTED_MOST]}…"


def _name(old: World, new: World, keys: Keys, lang: str) -> str:
    """What a change is about, by name and id."""
    if keys[0] == SETTINGS or len(keys) < 2:
        return keys[0]
    world = new if keys[1] in cast(Mapping[str, object], getattr(new, keys[0], {})) else old
    return _named(world, keys[0], keys[1], lang)


def _named(world: World, kind: str, id: str, lang: str) -> str:
    model = getattr(world, kind, {}).get(id)
    names = getattr(model, "name", None) or getattr(model, "title", None)
    own = names if isinstance(names, str) else getattr(names, lang, None)
    return f"{own} ({id})" if own and lang == "en" else f"{own}（{id}）" if own else id
