"""`comity registry adopt`: a world's clauses, in force from a day on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from comity.cli.commands import Verb, argument, option, scenario_option
from comity.cli.face import Face
from comity.cli.registry.desk import desk
from comity.cli.registry.lists import ROWS_MOST, day
from comity.cli.registry.where import pick, plain, shown, where_option

if TYPE_CHECKING:
    from comity.registry.commands import Adopt
    from comity.registry.desk import Desk
    from comity.registry.permits import Adoption
    from comity.results import RegistryAdoption
    from comity.world import World

#: Kinds of clauses in the order in which they are told.
KINDS = ("issue", "credit", "trade", "move", "use", "retire", "carry", "cancel", "penalty")


def command(face: Face, verb: str) -> Verb:
    """The verb."""
    given: list[click.Parameter] = [
        argument("world", "WORLD"),
        scenario_option(face),
        option(face, "--effective", metavar="DAY", help="registry-option-effective"),
        option(face, "--all", "everything", is_flag=True, help="registry-option-all"),
        where_option(face),
    ]
    return Verb(face, verb, adopt, given, words="registry-adopt")


def adopt(
    face: Face, world: str, scenario: tuple[str, ...], effective: str | None, everything: bool, registry: str | None
) -> int:
    """Declare what is missing, adopt, and say what is new."""
    from comity.cli.load import load_world
    from comity.registry.adopting import adoption, same
    from comity.registry.plans.admission import rules_on

    first = day(effective, "--effective").isoformat() if effective is not None else ""
    loaded = load_world(world, scenario)
    where = pick(registry)
    with desk(where) as at:
        # a year that has been settled may lie ahead of the calendar
        first = first or max(datetime.now(UTC).date().isoformat(), at.state.at[:10])
        command = adoption(loaded, tuple(loaded.folder.scenarios), first)
        before = rules_on(at.state, command.effective)
        declared, opened = declare(at, loaded)
        again = before is not None and same(before, command)
        entry = int(before.id) if before is not None and again else at.ledger.do(command).seq
        answer = _answer(command, before, at.registry, shown(where))
    answer = answer.model_copy(update={"entry": entry, "again": again, "declared": declared, "opened": opened})
    if face.json:
        face.answer(answer)
    else:
        _tell(face, answer, before, everything)
    return 0


def declare(at: Desk, world: World) -> tuple[int, int]:
    """Declare the unit types and open the accounts that a world needs and that are not there; how many of each."""
    from comity.errors import Refusal
    from comity.registry.commands import DeclareUnitType, OpenAccount
    from comity.registry.opening import missing

    wanted = missing(at.state, world)
    for outcome in at.ledger.submit(wanted) if wanted else ():
        if isinstance(outcome, Refusal):
            raise outcome
    made = Counter(type(request.command) for request in wanted)
    return made[DeclareUnitType], made[OpenAccount]


def contents(rules: Adoption | Adopt | None) -> dict[str, bytes]:
    """What every clause says, its limits included, by address."""
    from msgspec.json import encode

    if rules is None:
        return {}
    quotas = {quota.id: quota for quota in rules.quotas}
    found: dict[str, bytes] = {}
    for permit in rules.permits:  # of a joint auction there is one for each mechanism
        found[permit.id] = found.get(permit.id, b"") + encode((permit, [quotas[id] for id in permit.quotas]))
    return found | {penalty.id: encode(penalty) for penalty in rules.penalties}


def _answer(command: Adopt, before: Adoption | None, registry: str, where: str) -> RegistryAdoption:
    from comity.results import RegistryAdoption, Schema

    kinds = {permit.id: permit.kind for permit in command.permits} | {one.id: "penalty" for one in command.penalties}
    counts = Counter(kinds.values())
    old, new = contents(before), contents(command)
    return RegistryAdoption(
        schema=Schema(name="registry-adoption"),
        registry=registry,
        where=where,
        world=command.world,
        scenarios=command.scenarios,
        effective=command.effective,
        digest=command.digest,
        entry=0,
        again=False,
        declared=0,
        opened=0,
        kinds={kind: counts[kind] for kind in KINDS if counts[kind]},
        quotas=len(command.quotas),
        came=tuple(sorted(new.keys() - old.keys())),
        went=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(sorted(id for id in new.keys() & old.keys() if new[id] != old[id])),
    )


def _tell(face: Face, answer: RegistryAdoption, before: Adoption | None, everything: bool) -> None:
    text = face.text
    if answer.declared or answer.opened:
        face.prose(text("registry-opened", types=answer.declared, accounts=answer.opened))
    under: dict[str, Any] = {"entry": answer.entry, "where": answer.where, "effective": answer.effective}
    world = "+".join((answer.world, *answer.scenarios))
    key = "registry-adopted-before" if answer.again else "registry-adopted"
    face.prose(text(key, world=plain(world), count=sum(answer.kinds.values()), quotas=answer.quotas, **under))
    kinds = [
        text("registry-adopted-kind", kind=text(f"clause-kind-{kind}"), count=count)
        for kind, count in answer.kinds.items()
    ]
    face.prose(text("registry-adopted-kinds", kinds=text("list-separator").join(kinds)))
    face.prose(text("registry-adopted-digest", digest=answer.digest))
    if answer.again:
        return
    if before is None:
        face.prose(text("registry-adopted-first"))
        return
    if not (answer.came or answer.went or answer.changed):
        face.prose(text("registry-adopted-nothing-new", entry=int(before.id)))
        return
    face.prose(text("registry-adopted-against", entry=int(before.id)))
    for name, ids in (("came", answer.came), ("went", answer.went), ("changed", answer.changed)):
        _list(face, text(f"registry-adopted-{name}"), ids, everything)


def _list(face: Face, head: str, ids: Sequence[str], everything: bool) -> None:
    if not ids:
        return
    face.head(head)
    for id in ids if everything else ids[:ROWS_MOST]:
        face.say(f"  {plain(id)}")
    if len(ids) > ROWS_MOST and not everything:
        face.say(click.style("  " + face.text("registry-more", more=len(ids) - ROWS_MOST), dim=True))
