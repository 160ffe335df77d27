"""What a registry for a world begins with: its types of units, and the accounts that its rules and Parties need.

    requests = opening(world)
    ledger.submit(requests)  # as often as one likes: every request has a key

Types of units come first, by id: those that mechanisms issue, and those that clauses give for others. Then come the
accounts of mechanisms, by id; those of state Parties, by id; and those that levies are paid into, by id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from comity.errors import InputError, Problem, Said, said
from comity.registry.accounts import IDENTIFIER, Family, account_types
from comity.registry.commands import DeclareUnitType, OpenAccount
from comity.registry.ledger import Request
from comity.registry.state import State
from comity.world import World
from comity.world.clauses import clauses
from comity.world.mechanism import Mechanism

#: Units that the law names: whichever mechanism issues them.
NAMED: dict[str, Family] = {
    "AAU": "aau",
    "RMU": "rmu",
    "ERU": "eru",
    "CER": "cer",
    "tCER": "tcer",
    "lCER": "lcer",
    "A6.4ER": "a64er",
    "MCU": "mcu",
    "ITMO": "itmo",
}
CREDITING = frozenset(
    {
        "project-crediting",
        "jurisdictional-crediting",
        "sectoral-crediting",
        "results-based-payment",
        "baseline-and-credit",
        "voluntary-market",
    }
)
COMMON_MEASURE = "t CO2e"
#: Types of account for what a levy gives, of which the first that may hold it: a fund's, another's, and nobody's.
FUNDS = ("adaptation-fund", "trading")
RECIPIENTS = ("trading",)
RESTING = ("buffer", "reserve", "trading")
#: How the account of each type is called, behind the id of its mechanism or Party.
ENDINGS = {"allocation": "allocation", "auction": "auction", "pending": "pending", "party-holding": "holding"}


def opening(world: World) -> tuple[Request, ...]:
    """The requests, in order.

    Raises InputError with every unit type or account that cannot be, and where two mechanisms issue one unit type that
    measures, or is, something different.
    """
    problems: list[Problem] = []
    commands: list[DeclareUnitType | OpenAccount] = [*_unit_types(world, problems), *_accounts(world, problems)]
    if problems:
        raise InputError(problems)
    return tuple(Request(command, key(command)) for command in commands)


def missing(state: State, world: World) -> list[Request]:
    """The requests whose unit type is not declared yet, or account not open. Raises InputError as `opening` does."""
    return [
        request
        for request in opening(world)
        if (isinstance(request.command, DeclareUnitType) and request.command.unit_type not in state.unit_types)
        or (isinstance(request.command, OpenAccount) and request.command.account not in state.accounts)
    ]


def key(command: DeclareUnitType | OpenAccount) -> str:
    """The idempotency key under which a registry is opened with this."""
    of = command.unit_type if isinstance(command, DeclareUnitType) else command.account
    return f"opening/{command.__struct_config__.tag}/{of}"


def unit_id(unit_type: str) -> str:
    """A unit type of a world as serial numbers have it: `Québec offset credit` is `Quebec-offset-credit`.

    Whoever compares the unit types of clauses with those of a registry has to compare them so.
    """
    plain = normalize("NFKD", unit_type).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._+]+", "-", plain).strip("-")


def family(mechanism: Mechanism) -> Family:
    """The family of a mechanism's unit: by name where the law names it, else by the kind of mechanism."""
    named = NAMED.get(mechanism.unit_type or "")
    if named is not None:
        return named
    if mechanism.kind == "cooperative-approach":
        return "itmo"
    return "credit" if mechanism.kind in CREDITING else "allowance"


def measure(mechanism: Mechanism) -> str:
    """What one unit counts: one ton, metric or short, of the substance that the cap is written in."""
    if mechanism.cap is None:
        return COMMON_MEASURE
    mass, _, substance = mechanism.cap.unit.partition(" ")
    return f"{'st' if mass.endswith('st') else 't'} {substance or 'CO2e'}"


def _unit_types(world: World, problems: list[Problem]) -> Iterator[DeclareUnitType]:
    """One declaration a unit type: by the first mechanism that issues it, else by the first clause that gives it."""
    first: dict[str, tuple[str, DeclareUnitType]] = {}
    for id, mechanism in sorted(world.mechanism.items()):
        if mechanism.unit_type is None:
            continue
        unit_type = unit_id(mechanism.unit_type)
        made = DeclareUnitType(unit_type=unit_type, family=family(mechanism), measure=measure(mechanism))
        other, before = first.setdefault(unit_type, (id, made))
        if not IDENTIFIER.fullmatch(unit_type):
            problems.append(_problem(world, id, mechanism.unit_type, said("expected-identifier"), "unit-type"))
        elif before != made:
            expected = said(
                "expected-same-unit", unit_type=unit_type, other=other, family=before.family, measure=before.measure
            )
            problems.append(_problem(world, id, f"{made.family}, {made.measure}", expected, "unit-type"))
    for clause in clauses(world):
        if clause.unit_type is not None:
            unit_type, target = unit_id(clause.unit_type), world.mechanism[clause.gives[0].of]
            if not IDENTIFIER.fullmatch(unit_type):
                place = world.folder.place(tuple(clause.id.split(".")))
                problems.append(Problem(*place, clause.id, clause.unit_type, said("expected-identifier")))
            made = DeclareUnitType(unit_type=unit_type, family=family(target), measure=measure(target))
            first.setdefault(unit_type, (clause.id, made))
    for _, (_, made) in sorted(first.items()):
        yield made


def _accounts(world: World, problems: list[Problem]) -> Iterator[OpenAccount]:
    """The standard accounts; of a mechanism only those that may hold its unit."""
    for id, mechanism in sorted(world.mechanism.items()):
        for type in _types(mechanism):
            if mechanism.unit_type is not None and family(mechanism) in account_types()[type].holds:
                party = mechanism.revenue_to or ""
                account = f"{id}-{ENDINGS[type]}"
                if not IDENTIFIER.fullmatch(account):
                    problems.append(_problem(world, id, account, said("expected-identifier")))
                yield OpenAccount(account=account, type=type, holder=mechanism.authority or "", party=party)
    for id, party_of in sorted(world.party.items()):
        if party_of.kind == "state":
            account = f"{id}-{ENDINGS['party-holding']}"
            if not IDENTIFIER.fullmatch(account):
                place = world.folder.place(("party", id))
                problems.append(Problem(*place, f"party.{id}", account, said("expected-identifier")))
            yield OpenAccount(account=account, type="party-holding", party=id)
    yield from _levied(world, problems)


def _levied(world: World, problems: list[Problem]) -> Iterator[OpenAccount]:
    """The accounts of funds and Parties that a levy gives a share to, and those in which a share rests."""
    found: dict[str, OpenAccount] = {}
    for clause in clauses(world):
        for levy in clause.levies:
            if levy.to == "cancellation":
                continue
            of = world.mechanism[clause.gives[0].of]
            rests = levy.to == "nobody"
            account = f"{clause.gives[0].of}-buffer" if rests else levy.to
            types = RESTING if rests else FUNDS if levy.purpose == "adaptation" else RECIPIENTS
            party = levy.to if levy.to in world.party else ""
            if party and world.party[party].kind == "state":
                types = ("party-holding",)
            if not IDENTIFIER.fullmatch(account):
                place = world.folder.place(tuple(clause.id.split(".")))
                problems.append(Problem(*place, clause.id, account, said("expected-identifier")))
            type = next(type for type in types if family(of) in account_types()[type].holds)
            found.setdefault(account, OpenAccount(account=account, type=type, party=party))
    for _, opened in sorted(found.items()):
        yield opened


def _types(mechanism: Mechanism) -> Iterator[str]:
    """The types of account that a mechanism needs by its rules."""
    if mechanism.cap is not None:
        yield "allocation"
        yield "auction"
    elif mechanism.benchmarks:
        yield "allocation"
    if mechanism.crediting is not None:
        yield "pending"


def _problem(world: World, id: str, found: str, expected: Said, *below: str) -> Problem:
    path = ("mechanism", id, *below)
    return Problem(*world.folder.place(path), ".".join(path), found, expected)
