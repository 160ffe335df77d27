"""Clauses in words: what they allow, of what, at which rate and price, under which conditions."""

from __future__ import annotations

from collections.abc import Iterator

from comity.cli.asked import Asked, answer, place
from comity.cli.cite import cite
from comity.cli.clause_words import clause_words
from comity.results import Explanation
from comity.world import Clause, World, clauses
from comity.world.address import expand

MADE_MOST = 8  # clauses named
SAID_MOST = 2  # clauses of one address told in full: those of a route among many are alike


def ids(world: World) -> list[str]:
    """The ids of all clauses."""
    return [clause.id for clause in clauses(world)]


def clauses_at(world: World, address: str) -> tuple[World, tuple[Clause, ...]]:
    """The clauses of an address (several, of a route among many), and the world that yields them.

    Of an agreement that yields none for its status, those that it would yield if it were in force.
    """
    parts = address.split(".")
    if parts[0] == "agreement" and len(parts) == 4 and parts[1] in world.agreement:
        if not world.agreement[parts[1]].yields:
            world = world.with_({f"agreement.{parts[1]}.status": "in-force"})
        return world, tuple(c for c in clauses(world) if c.id == address or c.id.startswith(f"{address}."))
    exactly = tuple(clause for clause in clauses(world) if clause.id == address)
    if exactly or parts[0] != "mechanism":
        return world, exactly
    return world, tuple(c for c in clauses(world) if c.id.startswith(f"{address}.") and parts[2:3] == ["accepts"])


def explain_clauses(asked: Asked, yielding: World, address: str, found: tuple[Clause, ...]) -> Explanation:
    """A clause of an agreement or mechanism, in words."""
    text, world = asked.text, asked.world
    folder, parts = world.folder, address.split(".")
    steps = []
    # A clause among several stands where the clause that they share does.
    paths = expand(folder.tree, address) or expand(folder.tree, ".".join(parts[:4]))
    if paths:
        steps.append(text("clause-stands", place=place(folder.place(paths[0]))))
    source = ""
    if parts[0] == "agreement":
        agreement = world.agreement[parts[1]]
        key = "clause-yields" if agreement.yields else "clause-yields-not"
        status = text(f"agreement-{agreement.status}")
        steps.append(text(key, agreement=text.name(agreement.title.model_dump()), status=status))
        source = cite(asked.face, world, agreement.source)
    for clause in found[:SAID_MOST]:
        if len(found) > 1:
            steps.append(text("clause-named", id=clause.id))
        steps += clause_words(asked, yielding, clause)
    if len(found) > SAID_MOST:
        steps.append(text("clause-more", count=len(found) - SAID_MOST))
    return answer(address, text(f"clause-{found[0].kind}"), steps, source=source)


def made_from(asked: Asked, address: str) -> Iterator[str]:
    """Which clauses are made from what stands at an address."""
    found = [clause.id for clause in clauses(asked.world) if _is_made_from(clause, address)]
    parts = address.split(".")
    if found:
        key = "explain-made" if len(found) <= MADE_MOST else "explain-made-more"
        yield asked.text(key, count=len(found), clauses=", ".join(found[:MADE_MOST]))
    elif parts[0] == "agreement" and parts[1] in asked.world.agreement:
        agreement = asked.world.agreement[parts[1]]
        if not agreement.yields:
            yield asked.text("explain-made-none", status=asked.text(f"agreement-{agreement.status}"))


def _is_made_from(clause: Clause, address: str) -> bool:
    if any(_within(address, limit.id) for limit in clause.quotas):
        return True
    parts = address.split(".")
    # What an agreement says outside its clauses and quotas, as its status, is for all of its clauses.
    whole = parts[0] == "agreement" and len(parts) > 2 and parts[2] not in ("clauses", "quotas")
    return _within(address, clause.id) or _within(clause.id, f"agreement.{parts[1]}" if whole else address)


def _within(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith(f"{outer}.")
