"""`comity replay`: a reserve's declared rules over somebody's published path, with no market to solve."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from comity.cli.commands import Verb, argument, option, refuse
from comity.cli.face import Face, printable

if TYPE_CHECKING:
    from comity.results import Replay, ReplayDifference, ReplayPeriod
    from comity.world.circulation import Period, Replayed
    from comity.world.path_table import Published
    from comity.world.reserve import StockReserve


def command(face: Face) -> Verb:
    """The verb."""
    params = [
        argument("table", "TABLE"),
        option(face, "--rules", metavar="RULES", help="replay-option-rules"),
        option(face, "--scenario", "-s", metavar="S", multiple=True, help="replay-option-scenario"),
        option(face, "--monthly", is_flag=True, help="replay-option-monthly"),
    ]
    return Verb(face, "replay", replay, params)


def replay(face: Face, table: str, rules: str | None, scenario: tuple[str, ...], monthly: bool) -> int:
    """Replay a table; 1 where published figures are not what the rules give."""
    if not rules:
        refuse("--rules", "", "expected-rules")
    from comity.cli.replay_rules import find_rules
    from comity.world.circulation import replay as run
    from comity.world.path_table import read_path

    address, reserve, _ = find_rules(rules, scenario)
    path, published = read_path(FilePath(table), reserve)
    found = answer(table, address, reserve, run(path, reserve), published, path.price_unit, monthly)
    if face.json:
        face.answer(found)
    else:
        from comity.cli.replay_tables import tell

        tell(face, found, face.text.name(reserve.name.model_dump()))
    return 1 if found.differences else 0


def answer(
    table: str,
    address: str,
    reserve: StockReserve,
    replayed: Replayed,
    published: tuple[Published, ...],
    price_unit: str,
    monthly: bool,
) -> Replay:
    """The answer: by years, or by months where asked for."""
    from comity.results import Replay, ReplayDecision, ReplayRule, ReplayUnits, Schema
    from comity.world.circulation import years

    return Replay(
        schema=Schema(name="replay"),
        table=printable(table),
        rules_of=printable(address),
        units=ReplayUnits(quantity=reserve.allowance, price=price_unit),
        periods=tuple(map(_period, replayed.periods if monthly else years(replayed))),
        decisions=tuple(
            ReplayDecision(
                year=one.year,
                circulation=_number(one.circulation),
                begin=one.begin.isoformat(),
                months=one.months,
                intake=_number(one.regime.intake),
                release=_number(one.regime.release),
                slope=float(one.regime.slope),
                regime=one.regime.name,
            )
            for one in replayed.decisions
        ),
        differences=tuple(_differences(replayed, published)),
        compared=len(published),
        rules=tuple(
            ReplayRule(
                address=name,
                start=rule.start.isoformat() if rule.start else "",
                end=rule.end.isoformat() if rule.end else "",
                status=rule.status,
                source=rule.source,
            )
            for name, rule in reserve.rules()
        ),
        not_evaluated=replayed.not_evaluated,
    )


def _period(period: Period) -> ReplayPeriod:
    from comity.results import ReplayPeriod

    amounts = {
        name: _number(getattr(period, name)) for name in ReplayPeriod.model_fields if name not in ("year", "month")
    }
    return ReplayPeriod(year=period.year, month=period.month, **amounts)


def _differences(replayed: Replayed, published: tuple[Published, ...]) -> Iterator[ReplayDifference]:
    """The published figures that the rules do not give, to the digits they are written with."""
    from comity.results import ReplayDifference

    for one in published:
        found = _by_rules(replayed, one)
        if found is None or abs(found - one.value) > one.precision / 2:
            yield ReplayDifference(
                year=one.year, month=one.month, what=one.what, published=_number(one.value), replayed=_number(found)
            )


def _by_rules(replayed: Replayed, one: Published) -> Fraction | None:
    """What the rules give for a published figure; None if nobody knows."""
    from comity.world.circulation import years

    periods = {(period.year, period.month): period for period in (*replayed.periods, *years(replayed))}
    period = periods.get((one.year, one.month))
    if one.what == "cancelled" or period is None:
        return period.cancelled if period else None
    if period.circulation is None:
        return None
    decided = (decision.regime for decision in replayed.decisions if decision.year == one.year)
    return sum((getattr(regime, one.what) for regime in decided), Fraction(0))


def _number(amount: Fraction | None) -> int | float | None:
    if amount is None:
        return None
    return amount.numerator if amount.denominator == 1 else float(amount)
