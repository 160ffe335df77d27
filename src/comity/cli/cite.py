"""Sources and statuses, in words."""

from __future__ import annotations

from collections.abc import Iterable

from comity.cli.face import Face
from comity.world import World


def cite(face: Face, world: World, cited: str) -> str:
    """`inventory, table 3` → the source's title, the place in it, publisher, year and licence; "" for nothing."""
    key, _, where = (part.strip() for part in cited.partition(","))
    source = world.source.get(key)
    if source is None:
        return cited
    by = ", ".join(part for part in (source.publisher, str(source.year or ""), source.address) if part)
    words = face.text("source-title", title=source.title)
    if where:
        words = face.text("source-where", source=words, where=where)
    if by:
        words = face.text("source-by", source=words, by=by)
    return face.text("source-licence", source=words, licence=source.licence)


def cite_all(face: Face, world: World, cited: Iterable[str]) -> str:
    """Several sources, each once."""
    return face.text("source-separator").join(cite(face, world, one) for one in dict.fromkeys(cited) if one)
