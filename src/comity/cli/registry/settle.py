"""`comity registry settle`: what the market found for a year, booked under the clauses that its flows name."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

import click

from comity.cli.commands import PROGRAM, Verb, argument, option, refuse, scenario_option
from comity.cli.face import Face
from comity.cli.registry.desk import desk
from comity.cli.registry.progress import counting, working
from comity.cli.registry.where import pick, plain, shown, where_option
from comity.errors import InputError, Problem, said

if TYPE_CHECKING:
    from comity.registry.desk import Desk
    from comity.registry.permits import Adoption
    from comity.registry.settling import Booked
    from comity.registry.state import State
    from comity.results import RegistrySettlement, Run, SettledFlow
    from comity.world import World

YEAR = re.compile(r"[0-9]{4}", re.ASCII)
#: Solutions whose flows may be booked; of an unmet one all but what nothing could cover.
BOOKABLE = ("solved", "unmet")


def command(face: Face, verb: str) -> Verb:
    """The verb."""
    given: list[click.Parameter] = [
        argument("world", "WORLD"),
        scenario_option(face),
        option(face, "--year", metavar="YEAR", help="registry-option-settle-year"),
        option(face, "--all", "everything", is_flag=True, help="registry-option-all"),
        where_option(face),
    ]
    return Verb(face, verb, settle, given, words="registry-settle")


def settle(
    face: Face, world: str, scenario: tuple[str, ...], year: str | None, everything: bool, registry: str | None
) -> int:
    """Solve, book, and say what became of every flow; 1 where any was refused or found too few units."""
    from comity.cli.load import load_world
    from comity.report.subject import scenario_label

    loaded = load_world(world, scenario)
    booked_for = _year(loaded, year)
    where = pick(registry)
    with desk(where, lambda: datetime(booked_for, 12, 31, 23, tzinfo=UTC)) as at:
        in_time(at.state, booked_for)
        rules = adopted(at.state, loaded, booked_for, _adopting(world, scenario, booked_for))
        with working(face, "run-working", scenario=scenario_label(loaded)):
            run = _solved(loaded)
        if run.status not in BOOKABLE:
            face.talk(face.text("registry-settle-unsolved", status=face.text(f"status-{run.status}")))
            return 1
        answer = _booked(face, at, loaded, run, booked_for, rules, shown(where))
    if face.json:
        face.answer(answer)
    else:
        _tell(face, answer, everything)
    for one in answer.flows:
        if one.refused is not None:
            why = face.text("refused", message=one.refused.message, code=one.refused.code, clause=one.refused.clause)
            face.talk(face.text("registry-settle-refused", flow=_named(face, one), why=why))
        elif one.short:
            face.talk(face.text("registry-settle-short", flow=_named(face, one), remainder=amount(one.remainder)))
    return 1 if answer.refused or answer.short or answer.status != "solved" else 0


def _year(world: World, typed: str | None) -> int:
    """The year to settle. Raises InputError."""
    years = world.world.years
    if typed is None or not YEAR.fullmatch(typed) or int(typed) not in years:
        refuse("--year", plain(typed or ""), "expected-year", years=", ".join(map(str, years)))
    return int(typed)


def _adopting(world: str, scenario: Sequence[str], year: int) -> str:
    """The command that adopts what is to be settled."""
    named = [word for name in scenario for word in ("--scenario", name)]
    return shlex.join([PROGRAM, "registry", "adopt", world, *named, "--effective", f"{year}-01-01"])


def in_time(state: State, year: int) -> None:
    """Raise InputError where the journal is beyond the year: an entry never goes back in time."""
    if state.at[:4] > str(year):
        found = said("found-later-entry", entry=state.seq, day=state.at[:10])
        raise InputError([Problem("", 0, "--year", found, said("expected-no-later-entry", year=year))])


def adopted(state: State, world: World, year: int, adopting: str) -> Adoption:
    """The clauses in force at the end of the year, once they are known to be the world's. Raises InputError."""
    from comity.registry.adopting import adoption
    from comity.registry.plans.admission import rules_on

    rules = rules_on(state, f"{year}-12-31")
    wanted = adoption(world, tuple(world.folder.scenarios), f"{year}-01-01")
    if rules is not None and (rules.digest, rules.balances) == (wanted.digest, wanted.balances):
        return rules
    expected = said("expected-adopted", world="+".join((world.id, *world.folder.scenarios)), year=year)
    if rules is None:
        found = said("found-no-adoption", year=year)
    else:
        name = plain("+".join((rules.world, *rules.scenarios)))
        found = said("found-other-adoption", world=name, entry=rules.id)
    raise InputError([Problem("", 0, "WORLD", found, expected, said("hint-adopt", command=plain(adopting)))])


def _solved(world: World) -> Run:
    from comity.market import solve

    return solve(world)


def _booked(face: Face, at: Desk, world: World, run: Run, year: int, rules: Adoption, where: str) -> RegistrySettlement:
    from comity.registry.settling import Settlement
    from comity.results import RegistrySettlement, Schema

    settlement = Settlement(at.ledger, world, run.flows, year)
    booked: list[Booked] = []
    with counting(face, "registry-settling") as progress:
        for one in settlement.settle():
            booked.append(one)
            progress(len(booked))
    entries = {entry for one in booked for entry in one.entries}
    return RegistrySettlement(
        schema=Schema(name="registry-settlement"),
        registry=at.registry,
        where=where,
        world=world.id,
        scenarios=tuple(world.folder.scenarios),
        year=year,
        digest=rules.digest,
        status=run.status,
        flows=tuple(_row(face, one) for one in booked),
        passed_over=settlement.passed_over,
        booked=sum(one.booked for one in booked),
        entries=len(at.made),
        before=len(entries - at.made),
        refused=sum(1 for one in booked if one.refusal is not None),
        short=sum(1 for one in booked if one.short),
    )


def _row(face: Face, one: Booked) -> SettledFlow:
    from comity.results import RefusedRow, SettledFlow

    refused = None
    if one.refusal is not None:
        message = plain(face.text.say(one.refusal.said))
        refused = RefusedRow(code=one.refusal.code, clause=one.refusal.clause, message=message)
    flow = one.flow
    return SettledFlow(
        clause=flow.clause,
        kind=flow.kind,
        giver=flow.source,
        taker=flow.target,
        activity=flow.activity,
        host=flow.host,
        tranche=flow.tranche,
        solved=float(one.exactly),
        booked=one.booked,
        remainder=float(one.remainder),
        entries=one.entries,
        short=one.short,
        refused=refused,
    )


def amount(units: float) -> str:
    """Units and hundredths; a whole number without."""
    words = f"{units:,.2f}"
    return words.removesuffix(".00")


def _named(face: Face, one: SettledFlow) -> str:
    """A flow in few words."""
    places = "/".join(dict.fromkeys(filter(None, (one.giver, one.taker, one.activity, one.host, one.tranche))))
    return f"{one.clause} ({places})"


def _tell(face: Face, answer: RegistrySettlement, everything: bool) -> None:
    from comity.cli.registry.lists import ROWS_MOST, table
    from comity.cli.tables import Column

    text = face.text
    world = plain("+".join((answer.world, *answer.scenarios)))
    face.prose(
        text(
            "registry-settled",
            world=world,
            year=answer.year,
            where=answer.where,
            count=len(answer.flows),
            booked=f"{answer.booked:,}",
            remainder=amount(float(sum(Fraction(one.remainder) for one in answer.flows))),
        )
    )
    if answer.status == "unmet":
        face.prose(text("registry-settled-unmet"))
    face.prose(text("registry-settled-entries", entries=answer.entries, before=answer.before))
    if answer.passed_over:
        face.prose(text("registry-settled-passed-over", count=answer.passed_over))
    rows = answer.flows if everything else answer.flows[:ROWS_MOST]
    table(
        face,
        [
            Column(text("head-clause"), [plain(one.clause) for one in rows]),
            Column(text("head-kind"), [text(f"clause-kind-{one.kind}") for one in rows]),
            Column(text("head-from"), [one.giver or "–" for one in rows]),
            Column(text("head-into"), [one.taker or "–" for one in rows]),
            Column(text("head-solved"), [amount(one.solved) for one in rows], text("unit-tonnes"), numbers=True),
            Column(text("head-booked"), [f"{one.booked:,}" for one in rows], text("unit-units"), numbers=True),
            Column(text("head-remainder"), [f"{one.remainder:,.2f}" for one in rows], text("unit-units"), numbers=True),
            Column(text("head-entries"), [spans(one.entries) for one in rows]),
        ],
        len(answer.flows),
    )


def spans(entries: Sequence[int]) -> str:
    """`3, 5–9`: numbers in order, consecutive ones together."""
    found: list[list[int]] = []
    for entry in sorted(entries):
        if found and entry == found[-1][1] + 1:
            found[-1][1] = entry
        else:
            found.append([entry, entry])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in found) or "–"
