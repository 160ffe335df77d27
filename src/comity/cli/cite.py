"""Sources and statuses, in words."""

from __future__ import annotations

from comity.cli.face import Face
from comity.world import World


def cite(face: Face, world: World, *cited: str) -> str:
    """Citations in words, each source once; "" for none. One string may cite several, with semicolons between."""
    several = (one.strip() for text in cited for one in text.split(";"))
    return face.text("source-separator").join(_cite(face, world, one) for one in dict.fromkeys(several) if one)


def _cite(face: Face, world: World, cited: str) -> str:
    """`inventory, table 3` → the source's title, the place in it, publisher, year and licence."""
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
