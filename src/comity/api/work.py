"""What a job does, in a process of its own, so that it can be stopped and holds nobody up."""

from __future__ import annotations

import signal
from collections.abc import Callable
from decimal import Decimal
from multiprocessing.connection import Connection
from typing import Any

from pydantic import BaseModel

from comity.errors import ComityError
from comity.text import load


class Asked(BaseModel):
    """What a job is asked: one shape for all kinds, plain enough to be sent to another process."""

    kind: str
    where: str
    """Of the world."""
    scenarios: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    years: tuple[int, ...] | None = None
    terms: dict[str, Any] = {}
    """Of a link."""
    language: str = "en"


def work(asked: Asked, pipe: Connection) -> None:
    """Do a job: tell its stages, then its answer as JSON, or the problem that it met."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of the terminal: the service stops its jobs itself
    try:
        pipe.send(("reading", ""))
        task = _read(asked)
        pipe.send(("working", ""))
        pipe.send(("done", task().model_dump_json(by_alias=True)))
    except ComityError as error:
        from comity.api.problems import explained

        pipe.send(("failed", explained(load("zh" if asked.language == "zh" else "en"), error).model_dump_json()))


def _read(asked: Asked) -> Callable[[], BaseModel]:
    """Read what is asked about; what is left to do is the work. Raises InputError."""
    if asked.kind == "check":
        return lambda: _check(asked)
    from comity.world.read import read_world

    world = read_world(asked.where, asked.scenarios or None)
    if asked.kind == "solve":
        from comity.market.solve import solve

        return lambda: solve(world, asked.years)
    if asked.kind == "link":
        from comity.market.link import link

        terms = link_terms(asked.terms)
        return lambda: link(world, terms, asked.years)
    from comity.market.compare import compare

    before = read_world(asked.where, asked.against) if asked.against else world.reference()
    return lambda: compare(before, world, asked.years)


def link_terms(terms: dict[str, Any]) -> Any:
    """The terms of a link: exact numbers are sent as text."""
    from comity.world.linking import Link

    numbers = {name: Decimal(terms[name]) for name in ("rate", "quota") if terms.get(name) is not None}
    return Link(**{**terms, **numbers})


def _check(asked: Asked) -> BaseModel:
    from comity.world.answers import checked
    from comity.world.examining import examine

    problems, base, _, _ = examine(asked.where)
    return checked(load("zh" if asked.language == "zh" else "en"), problems, base)
