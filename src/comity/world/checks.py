"""What must hold between the parts of a world, beyond each model's own rules.

Each check is one named function that yields problems as (path, found, expected). `check` runs them in order: the later
ones may rely on what the earlier ones found, so they run only where the earlier ones found nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from math import inf
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from comity.errors import Said, said
from comity.quantity import parse_price
from comity.world.activity import Curve, TransactionCost
from comity.world.address import Path
from comity.world.clauses import clauses
from comity.world.price_controls import Spell
from comity.world.values import Price, Quantity, Ratio, Refers, keys_cited
from comity.world.walk import models
from comity.world.world import World

Found = tuple[Path, str | Said, Said]
OF_YEARS_PAST = ("opening-holdings", "past-circulation", "covered-emissions")  # by their nature

#: Models whose numbers, other than series, are in a unit of price.
PRICED = (TransactionCost, *get_args(get_args(Curve)[0]))


def check(world: World) -> list[Found]:
    """All problems of the first group of checks that finds any."""
    for group in GROUPS:
        found = dict.fromkeys(problem for holds in group for problem in holds(world))
        if found:
            return list(found)
    return []


def references_exist(world: World) -> Iterator[Found]:
    """Every id names something that is there; every citation names a source."""
    ids: dict[str, Any] = {kind: getattr(world, kind) for kind in ("party", "body", "activity", "mechanism", "source")}
    for path, model in models(world):
        for key, (name, refers) in _references(type(model)).items():
            kinds = refers.kinds
            pools = [ids[kind] if kind != "quota" else _quotas(world, path) for kind in kinds]
            for place, text in _named(getattr(model, name)):
                for id in keys_cited(text) if kinds == ("source",) else (text,):
                    if id not in refers.besides and not any(id in pool for pool in pools):
                        yield (*path, key, *place), id, said(f"rule-{kinds[0]}-exists")


def names_what_it_is_for(world: World) -> Iterator[Found]:
    """A mechanism's own acceptance is an `accepts` clause into itself."""
    for id, mechanism in world.mechanism.items():
        for name, terms in mechanism.accepts.items():
            if terms.accepts is None or terms.accepts.into != id:
                expected = said("rule-accepts-into-itself", mechanism=id)
                yield ("mechanism", id, "accepts", name), said("found-other-action"), expected


def rates_are_positive(world: World) -> Iterator[Found]:
    """Exchange rates and price indices are above 0, and nobody discounts by all there is: we divide by them."""
    settings = world.world
    groups = {"exchange-rates": settings.exchange_rates, "price-indices": settings.price_indices}
    series: list[tuple[Path, Ratio, int]] = []
    for key, group in groups.items():
        series += [((key, currency), one, 0) for currency, one in group.items()]
    if settings.discount_rate is not None:
        series.append((("discount-rate",), settings.discount_rate, -1))
    for path, one, above in series:
        for position, figure in enumerate(one.values):
            if figure.value <= above:
                place = ("world", *path, "values", position, "value")
                yield place, str(figure.value), said("rule-greater-than", gt=above)


def issues_units(world: World) -> Iterator[Found]:
    """A mechanism whose units go, or come, over a link has a unit type; one that gives credits has a crediting rule."""
    for clause in clauses(world):
        path = _clause_path(clause.id)
        for pool in (*clause.takes, *clause.gives):
            if pool.budget == "units" and world.mechanism[pool.of].unit_type is None:
                yield path, pool.of, said("rule-has-unit-type")
    for id, agreement in world.agreement.items():
        for name, terms in agreement.clauses.items():
            if terms.authorises is not None and world.mechanism[terms.authorises.standard].crediting is None:
                path = ("agreement", id, "clauses", name, "authorises", "standard")
                yield path, terms.authorises.standard, said("rule-has-crediting")
            for member in terms.auctions.among if terms.auctions else ():
                if world.mechanism[member].cap is None:
                    path = ("agreement", id, "clauses", name, "auctions", "among")
                    yield path, member, said("rule-has-cap")


def figures_convert(world: World) -> Iterator[Found]:
    """Prices in other currencies or years have the exchange rate and the price index that they need."""
    for path, model in models(world):
        if isinstance(model, Price):
            for position, value in enumerate(model.values):
                missing = _missing_rate(world, model.unit, value.year)
                if missing:
                    yield (*path, "values", position), model.unit, missing
            for year in world.world.years:
                if model.goes_on and not model.indexed and year > max(value.year for value in model.values):
                    missing = _missing_rate(world, model.unit, year)
                    if missing:
                        yield (*path, "escalation"), model.unit, missing
                        break
        elif isinstance(model, PRICED):
            years = world.world.years if isinstance(model, TransactionCost) else (world.world.price_year,)
            for year in years:
                missing = _missing_rate(world, model.unit, parse_price(model.unit).year or year)
                if missing:
                    yield (*path, "unit"), model.unit, missing
                    break


def _missing_rate(world: World, unit: str, year: int) -> Said | None:
    try:
        world.measures.convert_price(Fraction(1), unit, year)
    except LookupError as error:
        return said(f"rule-{error.args[0]}", currency=error.args[1], year=error.args[2], into=world.world.currency)
    return None


def figures_reach_the_years(world: World) -> Iterator[Found]:
    """Series have a figure for every year that can be solved and in which what they belong to is in force.

    A baseline, a cap and a target must have begun by then, and a rule that says its first day, by that. Other rules may
    begin later, but must not stop being known.
    """
    days: dict[Path, Spell] = {}
    for path, model in models(world):
        if isinstance(model, Spell):
            days[path] = model
        if not isinstance(model, Price | Quantity | Ratio) or path[0] in ("world", "source"):
            continue
        if path[-1] in OF_YEARS_PAST or "observed-prices" in path:
            continue
        figures = [value.year for value in model.values]
        holds = next((days[path[:end]] for end in range(len(path), 0, -1) if path[:end] in days), Spell())
        begun = path[-1] in ("baseline", "cap") or "targets" in path or holds.start is not None
        last = inf if isinstance(model, Price) and model.goes_on else max(figures)
        for year in world.world.years:
            if not (_in_force(world, path, year) and holds.in_force(date(year, 12, 31))):
                continue
            if year > last or (begun and year < min(figures)):
                yield (
                    path,
                    said("found-years", first=min(figures), last=max(figures)),
                    said("rule-figure-for-year", year=year),
                )
                break


def _in_force(world: World, path: Path, year: int) -> bool:
    """Whether the mechanism, agreement or target that a path is in holds in a year."""
    kind, id = str(path[0]), str(path[1])
    if kind == "party" and len(path) > 3 and path[2] == "targets":
        period = world.party[id].targets[str(path[3])].period
        return period.start <= year <= period.end
    if kind == "mechanism":
        start, end = world.mechanism[id].start, world.mechanism[id].end
        if not world.mechanism[id].yields:
            return False
    elif kind == "agreement":
        start, end = world.agreement[id].start, world.agreement[id].end
        if not world.agreement[id].yields:
            return False
    else:
        return True
    day = date(year, 12, 31)
    return (start or day) <= day <= (end or day)


def rates_make_no_gain(world: World) -> Iterator[Found]:
    """The product of rates round any cycle is at most 1, on every day that clauses change.

    Else units could be exchanged round the cycle without end (Floyd–Warshall over the best products).
    """
    moves = [clause for clause in clauses(world) if clause.kind == "move"]
    if all(clause.rate == 1 for clause in moves):
        return
    days = {day for clause in moves for day in (clause.start, clause.end) if day} or {
        date(world.world.years[0], 12, 31)
    }
    for day in sorted(days):
        best: dict[tuple[str, str], tuple[Fraction, str]] = {}
        for clause in moves:
            edge = (clause.takes[0].of, clause.gives[0].of)
            if clause.in_force(day) and clause.rate > best.get(edge, NOTHING)[0]:
                best[edge] = clause.rate, clause.id
        cycle = _gaining_cycle(best)
        if cycle:
            mechanism, clause_id = cycle
            yield _clause_path(clause_id), said("found-gain", mechanism=mechanism), said("rule-no-gain")
            return


def _gaining_cycle(rates: Mapping[tuple[str, str], tuple[Fraction, str]]) -> tuple[str, str] | None:
    """A mechanism whose units become more by going round, and the clause that they leave it by."""
    nodes = sorted({node for edge in rates for node in edge})
    best = dict(rates)
    for middle in nodes:
        for source in nodes:
            first, clause = best.get((source, middle), NOTHING)
            if not first:
                continue
            for target in nodes:
                product = first * best.get((middle, target), NOTHING)[0]
                if product > best.get((source, target), NOTHING)[0]:
                    best[source, target] = product, clause
        for node in nodes:
            rate, clause = best.get((node, node), NOTHING)
            if rate > 1:
                return node, clause
    return None


#: The rate, and the clause, where no path goes.
NOTHING = (Fraction(0), "")
GROUPS: tuple[tuple[Callable[[World], Iterator[Found]], ...], ...] = (
    (references_exist, names_what_it_is_for, rates_are_positive),
    (issues_units, figures_convert, figures_reach_the_years),
    (rates_make_no_gain,),
)


# What a model refers to -----------------------------------------------------------------------------------------------


@cache
def _references(model: type[BaseModel]) -> dict[str, tuple[str, Refers]]:
    """By TOML key: the attributes of a model that hold ids (or lists or mappings by id), and what those refer to."""
    found = {}
    for name, info in model.model_fields.items():
        refers = next((mark for mark in info.metadata if isinstance(mark, Refers)), None) or _marked(info.annotation)
        if refers is not None:
            found[info.alias or name] = (name, refers)
    return found


def _marked(annotation: Any) -> Refers | None:
    if get_origin(annotation) is dict:
        return _marked(get_args(annotation)[0])
    for part in (*get_args(annotation), *getattr(annotation, "__metadata__", ())):
        found = part if isinstance(part, Refers) else _marked(part)
        if found is not None:
            return found
    return None


def _named(value: Any) -> Iterator[tuple[Path, str]]:
    """The ids in an attribute, each with its place in it."""
    if isinstance(value, str):
        yield (), value
    elif isinstance(value, tuple):
        yield from (((position,), id) for position, id in enumerate(value))
    elif isinstance(value, dict):
        yield from (((key,), key) for key in value)


def _quotas(world: World, path: Path) -> Mapping[str, Any]:
    """The quotas of the file that a path is in."""
    kind, id = str(path[0]), str(path[1])
    return (world.mechanism[id] if kind == "mechanism" else world.agreement[id]).quotas


def _clause_path(id: str) -> Path:
    """The path in the files of a clause; of one among several, that of what they share."""
    parts = id.split(".")
    return tuple(parts[:4] if parts[0] == "agreement" else parts)
