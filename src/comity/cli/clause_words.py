"""One clause as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from comity.cli.asked import Asked
from comity.cli.curve_words import formula
from comity.text.numbers import exact, percent
from comity.world import Clause, World
from comity.world.clause import Amount, Holder, Limit, Pool
from comity.world.mechanism import Benchmark
from comity.world.price_controls import Multiple
from comity.world.values import Price


def clause_words(asked: Asked, world: World, clause: Clause) -> list[str]:
    """What a clause says, a sentence a condition; figures are those of the year asked about."""
    return [
        *_action(asked, clause),
        *_amounts(asked, world, clause),
        *_payments(asked, world, clause),
        *(_quota(asked, limit) for limit in clause.quotas),
        *_levies(asked, clause),
        *_eligible(asked, clause),
        _dates(asked, clause),
    ]


def _action(asked: Asked, clause: Clause) -> Iterator[str]:
    text = asked.text
    takes = _pools(asked, () if _is_worth(clause) else clause.takes) or text("pool-nothing")
    if _is_worth(clause) and not clause.prices:
        takes = text("pool-worth", of=asked.names(clause.takes[0].of))
    gives = _pools(asked, clause.gives) or text("pool-nothing")
    yield text("clause-takes-gives", takes=takes, gives=gives)
    if clause.form:
        yield text(f"clause-form-{clause.form}")
    if clause.unit_type:
        yield text("clause-unit-type", unit_type=clause.unit_type)
    if clause.rate != 1 and not _is_worth(clause):
        yield text("clause-rate", rate=exact(clause.rate))
    if clause.ratio != 1:
        yield text("clause-ratio", ratio=exact(clause.ratio))
    if clause.free:
        yield text("clause-free")
    if clause.adjusts:
        yield text("clause-adjusts-credit" if clause.kind == "credit" else "clause-adjusts-both")
    if clause.charges:
        yield text("clause-charges")
    if clause.owner:
        key = "clause-owner-issue" if clause.kind == "issue" else "clause-owner"
        yield text(key, holder=_holder(asked, clause.owner))


def _is_worth(clause: Clause) -> bool:
    """Whether it takes what units are worth, and no units: a charge less their price, a fine that is a multiple of
    it."""
    return clause.kind in ("pay", "carry") and bool(clause.takes) and clause.gives[0].budget == "obligation"


def _pools(asked: Asked, pools: tuple[Pool, ...]) -> str:
    text, words = asked.text, []
    for pool in pools:
        if pool.budget == "activity":
            words.append(text("pool-activity"))
        elif pool.unit_types:
            words.append(text("pool-units-typed", of=asked.names(pool.of), types=", ".join(pool.unit_types)))
        else:
            words.append(text(f"pool-{pool.budget}", of=asked.names(pool.of)))
    return text("list-separator").join(words)


def _holder(asked: Asked, holder: Holder) -> str:
    return asked.text("holder", party=asked.names(holder.party), account=asked.text(f"account-{holder.account}"))


def _amounts(asked: Asked, world: World, clause: Clause) -> Iterator[str]:
    """What must and may be, in the year asked about."""
    text, year, unit = asked.text, asked.some_year, world.world.quantity

    def amount(of: Amount) -> str:
        found = of.at(year, world.measures)
        return text("explain-unknown") if found is None else f"{exact(found)} {unit}"

    if clause.fixed is not None:
        yield text("clause-fixed", year=year, amount=amount(clause.fixed))
    if clause.most is not None:
        yield text("clause-most", year=year, amount=amount(clause.most))
    for pool, part in zip(clause.gives, clause.parts, strict=False):
        yield text("clause-part", mechanism=asked.names(pool.of), year=year, amount=amount(part))
    if clause.per_output is not None:
        reading = clause.per_output.at(year)
        rate = exact(reading.value) if reading else text("explain-unknown")
        yield text("clause-per-output", year=year, amount=f"{rate} {clause.per_output.unit}")
        yield from _output(asked, world, clause.per_output)
    if clause.kind == "issue" and clause.most is not None:
        yield text(f"clause-unsold-{clause.unsold}")
    demand = clause.demand
    if demand is not None:
        if demand.quantity is not None:
            yield text(
                "clause-demand-fixed", amount=_price(asked, demand.quantity), claim=text(f"claim-{demand.claim}")
            )
        elif demand.price is not None and demand.most is not None:
            first, most = _price(asked, demand.price), _price(asked, demand.most)
            yield text("clause-demand-curve", price=first, most=most, claim=text(f"claim-{demand.claim}"))


def _output(asked: Asked, world: World, benchmark: object) -> Iterator[str]:
    """How output responds to what it is given, if it does."""
    curve = benchmark.output_response if isinstance(benchmark, Benchmark) else None
    if curve is not None:
        q = asked.text(f"output-q-{curve.per}", unit=world.world.quantity)
        yield asked.text("clause-output-response", formula=formula(asked.face, curve), unit=curve.unit, q=q)


def _price(asked: Asked, series: object) -> str:
    """A series at the year asked about, with its unit."""
    reading = series.at(asked.some_year)  # type: ignore[attr-defined]
    return f"{exact(reading.value)} {series.unit}" if reading else asked.text("explain-unknown")  # type: ignore[attr-defined]


def _payments(asked: Asked, world: World, clause: Clause) -> Iterator[str]:
    text, year = asked.text, asked.some_year
    multiple = _multiple(world, clause)
    for price in clause.prices:
        # A reserve price is asked by the owner of itself; a fee or fine is paid to somebody; a floor is what is paid.
        if clause.kind == "cancel":
            yield text("clause-buys", year=year, price=_price(asked, price))
        elif clause.payee is not None and clause.payee != clause.owner:
            yield text("clause-pays", year=year, price=_price(asked, price), payee=_holder(asked, clause.payee))
        else:
            yield text("clause-price", year=year, price=_price(asked, price))
    if multiple is not None and clause.prices:
        yield text("clause-times", times=exact(Fraction(multiple.times)), of=text(f"priced-{multiple.of}"))
    if _is_worth(clause):
        units = asked.names(clause.takes[0].of)
        if clause.prices:
            yield text("clause-less", of=units, year=year)
        elif clause.payee is not None:
            payee, times = _holder(asked, clause.payee), exact(1 / clause.rate)
            yield text("clause-times-unit-price", payee=payee, times=times, of=units, year=year)
    if isinstance(clause.next_price, Price):
        yield text("clause-next-price", price=_price(asked, clause.next_price))
    if clause.cost is not None:
        yield text("clause-cost", cost=exact(Fraction(clause.cost.total)), unit=clause.cost.unit)


def _multiple(world: World, clause: Clause) -> Multiple | None:
    """The multiple that a penalty is, if it is one."""
    parts = clause.id.split(".")
    if parts[0] != "mechanism" or parts[2] != "penalties":
        return None
    return world.mechanism[parts[1]].penalties[parts[3]].multiple


def _quota(asked: Asked, limit: Limit) -> str:
    text = asked.text
    if limit.share is not None:
        reading = limit.share.at(asked.some_year)
        share = percent(float(reading.value)) if reading else text("explain-unknown")
        how_much = text("quota-share", share=share, of=asked.names(limit.of), year=asked.some_year)
    else:
        how_much = text("quota-quantity", amount=_price(asked, limit.quantity), year=asked.some_year)
    words = text("clause-quota", id=limit.id, limit=how_much)
    return words if limit.per == "all" else text(f"quota-per-{limit.per}", quota=words)


def _levies(asked: Asked, clause: Clause) -> Iterator[str]:
    text = asked.text
    for levy in clause.levies:
        to = text(f"levy-to-{levy.to}") if levy.to in ("cancellation", "nobody") else asked.names(levy.to)
        yield text("clause-levy", share=percent(float(levy.share)), to=to, purpose=text(f"purpose-{levy.purpose}"))
    for host, pool in clause.backed_by:
        yield text("clause-backed-by", host=asked.names(host), of=_pools(asked, (pool,)))


def _eligible(asked: Asked, clause: Clause) -> Iterator[str]:
    """Which units or activities it is for, where that is not all."""
    for asks in ("unit_types", "vintages", "hosts", "standards", "activities", "purposes", "entities"):
        wanted = getattr(clause.eligible, asks)
        if wanted:
            shown = ", ".join(asked.names(one) if asks in ("hosts", "standards") else str(one) for one in wanted)
            yield asked.text(f"eligible-{asks.replace('_', '-')}", wanted=shown)


def _dates(asked: Asked, clause: Clause) -> str:
    text = asked.text
    if clause.start and clause.end:
        words = text("clause-from-to", start=clause.start, end=clause.end)
    elif clause.start:
        words = text("clause-from", start=clause.start)
    elif clause.end:
        words = text("clause-to", end=clause.end)
    else:
        words = text("clause-always")
    after = clause.kind == "move" and clause.end is not None
    return text("clause-after", dates=words, fate=text(f"after-{clause.after_end}")) if after else words
