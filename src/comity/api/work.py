"""What a job does, in a process of its own, so that it can be stopped and holds nobody up."""

from __future__ import annotations

import signal
from collections.abc import Callable
from decimal import Decimal
from multiprocessing.connection import Connection
from time import monotonic
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from comity.errors import ComityError
from comity.results.api import Progress
from comity.results.shared import Counted
from comity.text import Language, load

if TYPE_CHECKING:
    from comity.market.progress import Told

#: Between two times that a job tells how far it has come.
PAUSE_SECONDS = 0.25


class Asked(BaseModel):
    """What a job is asked: one shape for all kinds, plain enough to be sent to another process."""

    kind: str
    where: str
    """Of the world."""
    scenarios: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    years: tuple[int, ...] | None = None
    """Of a map, the one."""
    gains: bool = False
    """Of a map: with what a market says of pairs."""
    terms: dict[str, Any] = {}
    """Of a link."""
    language: Language = "en"


def work(asked: Asked, pipe: Connection) -> None:
    """Do a job: tell its stages and how far it has come, then its answer as JSON, or the problem that it met."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of the terminal: the service stops its jobs itself
    try:
        pipe.send(("reading", ""))
        task = _read(asked)
        pipe.send(("working", ""))
        pipe.send(("done", task(_telling(pipe)).model_dump_json(by_alias=True)))
    except ComityError as error:
        from comity.api.problems import explained

        pipe.send(("failed", explained(load(asked.language), error).model_dump_json()))


def _telling(pipe: Connection) -> Told:
    """Tells how far a job has come, but not too often: who looks, looks a few times a second at most."""
    last = 0.0

    def tell(what: Counted, done: int, of: int) -> None:
        nonlocal last
        now = monotonic()
        if now - last >= PAUSE_SECONDS:
            last = now
            pipe.send(("working", Progress(what=what, done=done, of=of).model_dump_json()))

    return tell


def _read(asked: Asked) -> Callable[[Told], BaseModel]:
    """Read what is asked about; what is left to do is the work. Raises InputError."""
    if asked.kind == "check":
        return lambda told: _check(asked)
    from comity.world.read import read_world

    world = read_world(asked.where, asked.scenarios or None)
    if asked.kind == "solve":
        from comity.market.solve import solve

        return lambda told: solve(world, asked.years, told=told)
    if asked.kind == "link":
        from comity.market.link import link

        terms = link_terms(asked.terms)
        return lambda told: link(world, terms, asked.years, told)
    if asked.kind == "map":
        from comity.studies.regime_map import map_subject, usual_year

        text, (year,) = load("en"), asked.years or (usual_year(world),)  # the answer has no words
        return lambda told: map_subject(world, year, text, gains=asked.gains, told=told).answer(everything=False)
    from comity.market.compare import compare

    before = read_world(asked.where, asked.against) if asked.against else world.reference()
    return lambda told: compare(before, world, asked.years, told)


def link_terms(terms: dict[str, Any]) -> Any:
    """The terms of a link: exact numbers are sent as text."""
    from comity.world.linking import Link

    numbers = {name: Decimal(terms[name]) for name in ("rate", "quota") if terms.get(name) is not None}
    return Link(**{**terms, **numbers})


def _check(asked: Asked) -> BaseModel:
    from comity.world.answers import checked
    from comity.world.examining import examine

    problems, base, _, _ = examine(asked.where)
    return checked(load(asked.language), problems, base)
