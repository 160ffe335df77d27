"""Values of the files: a year of a series, a cost curve, a single figure or word, a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from comity.cli.addresses import SERIES, Target
from comity.cli.asked import Asked, answer, place
from comity.cli.cite import cite
from comity.cli.curve_words import formula
from comity.cli.explain_clause import made_from
from comity.cli.trail import standing, touches
from comity.errors import Said
from comity.quantity import parse_price, parse_quantity
from comity.results import Explanation
from comity.text.numbers import exact
from comity.world.activity import TransactionCost
from comity.world.address import expand
from comity.world.figures import CURVES
from comity.world.values import STRENGTH, Price, Reading

#: Coefficients of curves, by the power of abatement that they stand with.
POWERS = {"intercept": 0, "price": 0, "to-price": 0, "slope": 1, "b": 1, "a": 2}


def is_table(model: Any) -> bool:
    """Whether it is neither a value nor a curve, but holds others."""
    return isinstance(model, BaseModel | dict) and not isinstance(model, (*SERIES, *CURVES, TransactionCost))


def explain_value(asked: Asked, target: Target) -> Explanation:
    """What stands at an address, and how it came about."""
    if isinstance(target.model, SERIES):
        return _series(asked, target, target.year or asked.some_year)
    if isinstance(target.model, CURVES):
        return _curve(asked, target)
    return _other(asked, target)


def _series(asked: Asked, target: Target, year: int) -> Explanation:
    series, text = target.model, asked.text
    reading: Reading | None = series.at(year)
    address = f"{target.address}.{year}"
    steps = list(came_about(asked, target.address, year, address))
    if reading is None:
        years = sorted(value.year for value in series.values)
        steps.append(text("explain-outside", year=year, first=years[0], last=years[-1]))
        return answer(address, text("explain-unknown"), steps, year=year)
    if len(reading.years) == 2:
        before, after = (_figure(asked, target, one) for one in reading.years)
        steps.append(text("explain-between", year=year, before=before, after=after, value=exact(reading.value)))
    notes = (value.note for value in series.values if value.year in reading.years and value.note)
    steps += [text("explain-note", note=note) for note in notes]
    money_year = series.money_year(year) if isinstance(series, Price) else year
    steps += converted(asked, reading.value, series.unit, money_year)
    steps += made_from(asked, target.address)
    return answer(
        address,
        exact(reading.value),
        steps,
        unit=series.unit,
        year=year,
        status=reading.status,
        source=cite(asked.face, asked.world, *reading.sources),
    )


def _figure(asked: Asked, target: Target, year: int) -> str:
    """A figure of a series with its place."""
    folder = asked.world.folder
    value = next(value for value in target.model.values if value.year == year)
    paths = expand(folder.tree, f"{target.address}.{year}")
    where = place(folder.place(paths[0])) if paths else "-"
    return asked.text("explain-figure", year=year, value=exact(Fraction(value.value)), place=where)


def _curve(asked: Asked, target: Target) -> Explanation:
    curve, text, settings = target.model, asked.text, asked.world.world
    steps = list(came_about(asked, target.address, None, target.address))
    key = "curve-q-share" if curve.per == "share" else "curve-q-quantity"
    steps.append(text(key, unit=settings.quantity))
    if curve.factor != 1:
        steps.append(text("curve-factor", factor=exact(Fraction(curve.factor))))
    if curve.supply != 1:
        steps.append(text("curve-supply", supply=exact(Fraction(curve.supply))))
    if curve.note:
        steps.append(text("explain-note", note=curve.note))
    steps += converted(asked, Fraction(1), curve.unit, settings.price_year)
    steps += made_from(asked, target.address)
    return answer(
        target.address,
        text("curve-formula", formula=formula(asked.face, curve)),
        steps,
        unit=curve.unit,
        status=curve.status,
        source=cite(asked.face, asked.world, curve.source),
    )


def _other(asked: Asked, target: Target) -> Explanation:
    """A single figure or word, or a table: with the unit, status and source of what it stands in."""
    text, model = asked.text, target.model
    steps = list(came_about(asked, target.address, None, target.address))
    unit = priced = ""
    if isinstance(model, TransactionCost):
        value, unit, priced = exact(Fraction(model.total)), model.unit, model.unit
    elif isinstance(model, BaseModel | dict):
        below = _below(model)
        value = _title(asked, model) or text("explain-table", count=len(below))
        steps.append(text("explain-below", keys=", ".join(below) or "-"))
    else:
        value = _word(asked, model)
        unit, priced = _unit(asked, target)
    if priced:
        steps += converted(asked, Fraction(1), priced, asked.world.world.price_year)
    steps += made_from(asked, target.address)
    near = (model, *target.around[:1])
    status = next((one for around in near if (one := getattr(around, "status", "")) in STRENGTH), "")
    source = next((one for around in near if isinstance(one := getattr(around, "source", ""), str) and one), "")
    cited = cite(asked.face, asked.world, source)
    return answer(target.address, value, steps, unit=unit, status=status, source=cited)


def came_about(asked: Asked, address: str, year: int | None, shown: str) -> Iterator[str]:
    """Where the files have it, and what each scenario made of it."""
    text, base = asked.text, asked.world.folder.unchanged
    paths = expand(base.tree, shown) or expand(base.tree, address)
    if paths:
        where, what = place(base.place(paths[0])), standing(base, address, year)
        value = text.say(what)
        if isinstance(what, Said) and what.key == "explain-table":
            yield text("explain-stands-in", place=where)
        elif year is not None and not expand(base.tree, shown):
            yield text("explain-series-stands", place=where, value=value, year=year)
        else:
            yield text("explain-stands", place=where, value=value)
    elif not expand(asked.world.folder.tree, address):
        yield text("explain-default")
    for touch in touches(base, asked.scenarios):
        before, after = (text.say(standing(folder, address, year)) for folder in (touch.before, touch.after))
        if before != after:
            where = place((touch.file, touch.line))
            yield text(f"explain-{touch.verb}", scenario=touch.scenario, place=where, before=before, after=after)


def converted(asked: Asked, value: Fraction, unit: str, year: int) -> Iterator[str]:
    """The same in the world's own unit, where that is another one; with the rates that this takes."""
    measures, text = asked.world.measures, asked.text
    if unit in (measures.quantity.text, measures.price_text):
        return
    given = f"{exact(value)} {unit}"
    if _is_quantity(unit):
        amount = measures.convert_quantity(value, unit)
        if amount != value:
            yield text("explain-converted", given=given, made=f"{exact(amount)} {measures.quantity.text}")
        return
    try:
        price = parse_price(unit)
        amount = measures.convert_price(value, unit, year)
    except (ValueError, LookupError):
        return
    if amount == value:  # another way to write the same
        return
    yield text("explain-converted", given=given, made=f"{exact(amount)} {measures.price_text}")
    money_year = price.year or year
    if money_year != measures.price_year:
        then, now = (measures.index(price.currency, one) for one in (money_year, measures.price_year))
        if then and now:
            yield text(
                "explain-price-index",
                currency=price.currency,
                year=money_year,
                into=measures.price_year,
                ratio=exact(now / then),
            )
    if price.currency != measures.currency and (rate := measures.exchange(price.currency, measures.price_year)):
        pair: dict[str, str | int] = {
            "currency": price.currency,
            "into": measures.currency,
            "year": measures.price_year,
        }
        yield text("explain-exchange-rate", rate=exact(rate), **pair)


def _unit(asked: Asked, target: Target) -> tuple[str, str]:
    """The unit of a single figure, and the unit of price in it: of a cost, or a coefficient of a curve; most have none.

    A slope is a price per quantity, unless the curve is of the share that is abated.
    """
    around, key = target.around[0], str(target.path[-1])
    if isinstance(around, TransactionCost) and isinstance(target.model, Decimal):
        return around.unit, around.unit
    curve = next((one for one in target.around if isinstance(one, CURVES)), None)
    if curve is None or key not in POWERS:
        return "", ""
    if curve.per == "share" or POWERS[key] == 0:
        return curve.unit, curve.unit
    square = "²" if POWERS[key] == 2 else ""
    return f"({curve.unit})/({asked.world.world.quantity}){square}", curve.unit


def _is_quantity(unit: str) -> bool:
    try:
        parse_quantity(unit)
    except ValueError:
        return False
    return True


def _title(asked: Asked, model: Any) -> str:
    names = getattr(model, "name", None) or getattr(model, "title", None)
    if isinstance(names, BaseModel):
        return asked.text.name(names.model_dump())
    return names if isinstance(names, str) else ""


def _below(model: Any) -> list[str]:
    """The keys of a table that hold something."""
    if isinstance(model, dict):
        return [str(key) for key in model]
    fields = type(model).model_fields.items()
    return [info.alias or name for name, info in fields if getattr(model, name) not in (None, "", (), {})]


def _word(asked: Asked, value: Any) -> str:
    if isinstance(value, bool):
        return asked.text("explain-yes" if value else "explain-no")
    if isinstance(value, Decimal):
        return exact(Fraction(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(_word(asked, one) for one in value) or asked.text("explain-nothing")
    return str(value) or asked.text("explain-nothing")
