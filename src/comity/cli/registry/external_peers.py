"""`comity registry exchange` and `reconcile`: what asks other registries, over the network."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import click

from comity.cli.commands import Verb, option
from comity.cli.face import Face
from comity.cli.registry.desk import desk
from comity.cli.registry.progress import counting, working
from comity.cli.registry.where import pick, shown, where_option

if TYPE_CHECKING:
    from comity.registry.desk import Desk
    from comity.registry.exchange.courier import Courier, Step
    from comity.registry.exchange.http import HttpPeer
    from comity.registry.exchange.peer import Peer
    from comity.registry.exchange.reconcile import Report
    from comity.registry.ledger import Outcome, Request
    from comity.registry.state import State
    from comity.results import ExternalStep, RegistryReconciliation

T = TypeVar("T")
#: Between two looks at books that differ.
LOOK_SECONDS = 1.0


class Office:
    """The own registry, as a courier works for it. A service may run on it meanwhile: what it does is heard first."""

    def __init__(self, at: Desk) -> None:
        self._at = at

    def submit_many(self, requests: Sequence[Request]) -> list[Outcome]:
        """Decide requests."""
        return self._at.ledger.submit(requests) if requests else []

    def look(self, question: Callable[[State], T]) -> T:
        """What a function finds in the state as the journal has it now."""
        self._at.ledger.catch_up()
        return question(self._at.state)


def command(face: Face, verb: str) -> Verb:
    """One verb."""
    given: list[click.Parameter] = [
        option(face, "--peers", metavar="FILE", required=True, help="registry-option-peers")
    ]
    if verb == "reconcile":
        given.append(option(face, "--mend", is_flag=True, help="registry-option-mend"))
    else:
        given.append(option(face, "--all", "everything", is_flag=True, help="registry-option-all"))
    do: dict[str, Callable[..., int]] = {"exchange": exchange, "reconcile": reconcile}
    return Verb(face, verb, do[verb], [*given, where_option(face)], words=f"registry-{verb}")


def exchange(face: Face, peers: str, everything: bool, registry: str | None) -> int:
    """Ask of every transfer that is under way; 1 where somebody has to look at one."""
    from comity.registry.answers.external import numbered
    from comity.registry.exchange.courier import ODD
    from comity.results import RegistryExchange, Schema

    where, steps = pick(registry), []
    with _others(peers) as others, desk(where) as at, counting(face, "registry-exchanging") as progress:
        for step in _courier(at, others).round():
            steps.append(_row(step))
            progress(len(steps))
        name = at.registry
    steps.sort(key=lambda step: numbered(step.transfer))
    if face.json:
        schema = Schema(name="registry-exchange")
        face.answer(RegistryExchange(schema=schema, registry=name, where=shown(where), transfers=tuple(steps)))
    else:
        from comity.cli.registry.external_words import tell_steps

        tell_steps(face, steps, name, where, everything)
        if steps:
            _next(face, "reconcile", peers, registry)
    return 1 if any(step.outcome in (*ODD, "unreachable") for step in steps) else 0


def reconcile(face: Face, peers: str, mend: bool, registry: str | None) -> int:
    """Compare books, and with `mend` tell again what others have lost; 1 unless they agree."""
    where = pick(registry)
    told: list[ExternalStep] = []
    with _others(peers) as others, desk(where) as at:
        compare = partial(_compared, face, at, others)
        report = compare()
        if mend and report.differences:
            told = [_row(step) for step in _told_again(at, others, report)]
            report = compare()
        answer = _answer(report, at.registry, where, told)
    if face.json:
        face.answer(answer)
    else:
        from comity.cli.registry.external_words import tell_report

        tell_report(face, answer)
    return 0 if answer.agrees else 1


@contextmanager
def _others(file: str) -> Iterator[dict[str, HttpPeer]]:
    """The other registries, by name. Raises InputError where the file is wrong."""
    from comity.registry.exchange.peers import read_peers

    with ExitStack() as open_:
        found = read_peers(file)
        for peer in found.values():
            open_.callback(peer.close)
        yield found


def _courier(at: Desk, others: dict[str, HttpPeer]) -> Courier:
    from comity.registry.exchange.courier import Courier
    from comity.registry.journal import instant
    from comity.registry.ledger import utc_now

    return Courier(Office(at), at.entry, others, lambda: instant(utc_now()))


def _compared(face: Face, at: Desk, others: dict[str, HttpPeer]) -> Report:
    """The books of all, the own ones as they are here."""
    from comity.registry.exchange.near import Near
    from comity.registry.exchange.reconcile import reconcile as compare

    every: dict[str, Peer] = {at.registry: Near(Office(at), at.entry, at.registry)}
    every |= {name: peer for name, peer in others.items() if name not in every}
    with working(face, "registry-reconciling", count=len(every)):
        return compare(every, lambda: time.sleep(LOOK_SECONDS))


def _told_again(at: Desk, others: dict[str, HttpPeer], report: Report) -> Iterator[Step]:
    """What others have lost; a registry that does not answer is named by the comparison that follows."""
    from comity.registry.exchange.mend import mend
    from comity.registry.exchange.peer import Unreachable

    try:
        yield from mend(_courier(at, others), at.registry, at.read(), others, report.differences)
    except Unreachable:
        return


def _row(step: Step) -> ExternalStep:
    from comity.results import ExternalStep

    return ExternalStep(transfer=step.transfer, other=step.other, outcome=step.outcome, why=step.why)


def _answer(report: Report, registry: str, where: str, told: Sequence[ExternalStep]) -> RegistryReconciliation:
    from comity.results import BooksDifference, BooksFinding, ComparedBooks, RegistryReconciliation, Schema

    return RegistryReconciliation(
        schema=Schema(name="registry-reconcile"),
        registry=registry,
        where=shown(where),
        agrees=report.agrees,
        books=tuple(ComparedBooks(registry=one.registry, entry=one.entry, hash=one.hash) for one in report.books),
        silent=report.silent,
        differences=tuple(BooksDifference(**one._asdict()) for one in report.differences),
        findings=tuple(
            BooksFinding(
                kind=one.kind,
                registries=one.registries,
                series=one.block.series,
                first=one.block.first,
                last=one.block.last,
                quantity=one.block.quantity,
            )
            for one in report.findings
        ),
        told_again=tuple(told),
    )


def _next(face: Face, verb: str, peers: str, registry: str | None) -> None:
    words = ["comity", "registry", verb, "--peers", peers]
    words += ["--registry", registry] if registry is not None else []
    face.say(face.text("next", command=shlex.join(words)))
