"""`comity explain`: where a value comes from, or what a clause says, or what sets a price; step by step."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from comity.cli.commands import Verb, argument, option, refuse, scenario_option
from comity.cli.face import Face
from comity.cli.load import layered, load_world
from comity.cli.own import own_options, with_own

if TYPE_CHECKING:
    from comity.cli.asked import Asked
    from comity.results import Explanation

PRICE = re.compile(r"mechanism\.(?P<mechanism>[^.*?]+)\.price(?:\.(?P<year>\d{4}))?", re.ASCII)


def command(face: Face) -> Verb:
    """The verb."""
    params = [
        argument("world", "WORLD"),
        argument("address", "ADDRESS"),
        scenario_option(face),
        option(face, "--year", metavar="Y", help="explain-option-year"),
        *own_options(face),
    ]
    examples = (
        "explain tutorial mechanism.north-ets.cap.2028",
        "explain tutorial agreement.north-south.clauses.south-units-in-north",
        "explain tutorial mechanism.north-ets.price.2030 --scenario link",
    )
    return Verb(face, "explain", explain, params, examples)


def explain(
    face: Face,
    world: str,
    address: str,
    scenario: tuple[str, ...],
    year: str | None,
    curves: str | None,
    baselines: str | None,
) -> int:
    """Explain what stands at an address."""
    if year is not None and not re.fullmatch(r"\d{4}", year, re.ASCII):
        refuse("--year", year, "expected-one-year")
    from comity.cli.asked import Asked

    read = with_own(load_world(world, scenario), curves, baselines)
    names = tuple(layered(world, scenario)) if scenario else read.world.scenarios
    found = explanation(Asked(face, read, names, int(year) if year else None), address)
    if face.json:
        face.answer(found)
    else:
        _tell(face, found)
    return 0


def explanation(asked: Asked, address: str) -> Explanation:
    """The explanation of an address. Raises InputError where it names nothing."""
    # Late, all of them: whoever asks for help need not wait for them, nor for the solver who asks for a figure.
    from comity.cli.addresses import find, unknown
    from comity.cli.explain_clause import clauses_at, explain_clauses, ids
    from comity.cli.explain_value import explain_value, is_table

    world, price = asked.world, PRICE.fullmatch(address)
    if price and price["mechanism"] in world.mechanism:
        from comity.cli.explain_price import explain_price

        in_year = replace(asked, year=int(price["year"])) if price["year"] else asked
        return explain_price(in_year, price["mechanism"])
    target = find(world, address)
    if target is None or is_table(target.model):
        yielding, found = clauses_at(world, address)
        if found:
            return explain_clauses(asked, yielding, address, found)
    if target is None:
        raise unknown(world, address, ids(world))
    return explain_value(asked, target)


def _tell(face: Face, found: Explanation) -> None:
    text = face.text
    face.say(click.style(found.address, bold=True))
    face.prose(f"{found.value} {found.unit}".strip())
    lines = []
    if found.year is not None:
        lines.append((text("head-year"), str(found.year)))
    if found.status:
        words = text(
            "explain-status", status=text(f"status-{found.status}"), means=text(f"status-{found.status}-means")
        )
        lines.append((text("head-status"), words))
    if found.source:
        lines.append((text("head-source"), found.source))
    if lines:
        face.say()
        face.pairs(lines)
    if found.steps:
        face.head(text("explain-steps"))
        for number, step in enumerate(found.steps, start=1):
            first = f"  {number}. "
            face.prose(step, first, " " * len(first))
