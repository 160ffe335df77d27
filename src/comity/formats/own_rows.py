"""A world's curves and baselines as the rows of the tables that `--curves` and `--baselines` read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from comity.formats.own_curves import PARAMETERS
from comity.text import Text
from comity.world.activity import Activity, Curve, Piecewise, Power, Step
from comity.world.world import World

#: What stands in the cells of a row, by column; what is left out is empty.
Cells = Mapping[str, str | Decimal]


def curve_rows(world: World, text: Text) -> Iterator[Cells]:
    """A row a term or step of each activity's curve; one without anything for an activity that has none."""
    for id, activity in world.activity.items():
        about = _about(id, activity, world, text)
        if activity.curve is None:
            yield about
            continue
        shared: dict[str, str | Decimal] = {
            "family": text(f"own-family-{activity.curve.family}"),
            "unit": activity.curve.unit,
            "per": text(f"own-per-{activity.curve.per}"),
            "factor": activity.curve.factor,
            "supply": activity.curve.supply,
        }
        for place, terms in enumerate(_terms(activity.curve)):
            yield {**about, **(shared if place == 0 else {}), **terms}


def baseline_rows(world: World, text: Text) -> Iterator[Cells]:
    """A row an activity, with a column for every year that it has a figure of."""
    for id, activity in world.activity.items():
        figures = {str(value.year): value.value for value in activity.baseline.values}
        yield {**_about(id, activity, world, text), "unit": activity.baseline.unit, **figures}


def baseline_years(world: World) -> list[str]:
    """The years of the world and of its baselines."""
    years = {value.year for activity in world.activity.values() for value in activity.baseline.values}
    return [str(year) for year in sorted({*years, *world.world.years})]


def _about(id: str, activity: Activity, world: World, text: Text) -> dict[str, str | Decimal]:
    host = world.party[activity.host].name
    return {
        "activity": id,
        "name": text.name(activity.name.model_dump()),
        "host": f"{activity.host} {text.name(host.model_dump())}",
    }


def _terms(curve: Curve) -> Iterator[dict[str, Decimal]]:
    """The parameters of a curve, by column, a row each. Terms of one exponent, and flat steps of one price, are one:
    what stands twice in a table is taken for a slip."""
    if isinstance(curve, Power):
        powers: dict[Decimal, Decimal] = {}
        for term in curve.terms:
            powers[term.exponent] = powers.get(term.exponent, Decimal(0)) + term.coefficient
        for exponent, coefficient in powers.items():
            yield {"coefficient": coefficient, "exponent": exponent}
    elif isinstance(curve, Piecewise):
        yield from map(_step, _merged(curve.steps))
    else:
        yield {column: getattr(curve, column) for column in PARAMETERS[curve.family]}


def _merged(steps: tuple[Step, ...]) -> Iterator[Step]:
    held = steps[0]
    for step in steps[1:]:
        if (step.price, step.to_price) == (held.price, held.to_price) and step.to_price in (None, step.price):
            held = held.model_copy(update={"quantity": held.quantity + step.quantity})
            continue
        yield held
        held = step
    yield held


def _step(step: Step) -> dict[str, Decimal]:
    end = {} if step.to_price is None else {"to-price": step.to_price}
    return {"quantity": step.quantity, "price": step.price, **end}
