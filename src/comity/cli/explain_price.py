"""Prices, which stand in no file: solve, and say what sets them."""

from __future__ import annotations

from fractions import Fraction

from comity.cli.addresses import find
from comity.cli.asked import Asked, answer
from comity.cli.cite import cite
from comity.cli.curve_words import formula
from comity.market import solve
from comity.report.rows import price_of
from comity.results import Explanation, Market, Run
from comity.text.numbers import exact, one
from comity.world import Clause, clauses
from comity.world.figures import CURVES
from comity.world.values import STRENGTH

SETTERS_MOST = 12


def explain_price(asked: Asked, mechanism: str) -> Explanation:
    """The price of a mechanism's units in a year, and the curves and rules that set it."""
    text, year = asked.text, asked.some_year
    run = solve(asked.world, [year])
    rows = [row for row in run.markets if row.mechanism == mechanism]
    address = f"mechanism.{mechanism}.price.{year}"
    scenario = "+".join(asked.scenarios) or "base"
    steps = [text("price-solved", year=year, scenario=scenario, status=text(f"status-{run.status}"))]
    if not rows:
        steps.append(text("price-no-market"))
        return answer(address, text("explain-unknown"), steps, year=year)
    steps += _rows(asked, run, rows)
    by_clause = {clause.id: clause for clause in clauses(asked.world)}
    setters = list(dict.fromkeys(address for row in rows for address in row.price_set_by))
    steps.append(text("price-set-by", count=len(setters)) if setters else text("price-set-by-nothing"))
    told = [_setter(asked, setter, by_clause.get(setter)) for setter in setters]
    steps += [words for words, _ in told[:SETTERS_MOST]]
    if len(told) > SETTERS_MOST:
        steps.append(text("price-more", count=len(told) - SETTERS_MOST))
    statuses = [status for _, status in told if status in STRENGTH] + list(run.marked)  # a price rests on caps, too
    weakest = max(statuses, key=lambda status: STRENGTH.index(status), default="")
    price = price_of(rows[0])
    value = text("explain-unknown") if price is None else one(price)
    return answer(address, value, steps, unit="" if price is None else run.units.price, year=year, status=weakest)


def _rows(asked: Asked, run: Run, rows: list[Market]) -> list[str]:
    """Each unit class by itself, where there are several; what is issued, emitted and abated."""
    text, units, steps = asked.text, run.units, []
    for row in rows:
        if len(rows) > 1:
            price = one(price_of(row))
            steps.append(text("price-of-class", unit_class=row.unit_class, price=price, unit=units.price))
    first = rows[0]
    supply = one(sum(row.supply for row in rows))
    steps.append(text("price-supply", supply=supply, unit=units.quantity))
    if first.emissions is not None and first.abatement is not None:
        covered = {"emissions": one(first.emissions), "abatement": one(first.abatement)}
        steps.append(text("price-covered", unit=units.quantity, **covered))
    return steps


def _setter(asked: Asked, address: str, clause: Clause | None) -> tuple[str, str]:
    """What sets a price, with the figure that counts; and the status of that."""
    text, world, target = asked.text, asked.world, find(asked.world, address)
    if target is not None and isinstance(target.model, CURVES):
        curve = target.model
        words = text(
            "price-curve",
            address=address,
            name=asked.names(address.split(".")[1]),
            formula=formula(asked.face, curve),
            unit=curve.unit,
            status=text(f"status-{curve.status}"),
        )
        cited = cite(asked.face, world, curve.source)
        return (text("price-curve-source", curve=words, source=cited) if cited else words), curve.status
    for price in clause.prices if clause else ():
        reading = price.at(asked.some_year)
        if reading is not None:
            figure = f"{exact(reading.value)} {price.unit}"
            status = text(f"status-{reading.status}")
            return text("price-rule-at", address=address, figure=figure, status=status), reading.status
    if clause is not None and clause.cost is not None:
        figure = f"{exact(Fraction(clause.cost.total))} {clause.cost.unit}"
        status = text(f"status-{clause.cost.status}")
        return text("price-rule-cost", address=address, figure=figure, status=status), clause.cost.status
    return text("price-rule", address=address), ""
