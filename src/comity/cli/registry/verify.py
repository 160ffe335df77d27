"""`comity registry verify`: does the journal hold together, and is the state what it says?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.cli.commands import Verb, option
from comity.cli.face import Face
from comity.cli.registry.progress import counting
from comity.cli.registry.where import opened, pick, plain, shown, where_option

if TYPE_CHECKING:
    from comity.registry.verify import Report


def command(face: Face, verb: str) -> Verb:
    """The verb."""
    given: list[click.Parameter] = [
        option(face, "--redecide", is_flag=True, help="registry-option-redecide"),
        where_option(face),
    ]
    return Verb(face, verb, verify, given, words="registry-verify")


def verify(face: Face, redecide: bool, registry: str | None) -> int:
    """Read the journal from its first entry to its last; 1 where something is wrong."""
    from comity.registry.verify import verify as check

    where = pick(registry)
    with opened(where) as store, counting(face, "registry-verifying") as progress:
        report = check(store, redecide, progress)
        name = store.registry
    if face.json:
        _answer(face, report, name, where)
    else:
        _tell(face, report, name, where)
    return 0 if report.sound else 1


def _answer(face: Face, report: Report, registry: str, where: str) -> None:
    from comity.results import JournalProblem, RegistryVerified, Schema

    face.answer(
        RegistryVerified(
            schema=Schema(name="registry-verify"),
            registry=registry,
            where=shown(where),
            entries=report.entries,
            hash=report.hash,
            redecided=report.redecided,
            problems=tuple(
                JournalProblem(entry=one.seq, code=one.code, words=plain(one.words)) for one in report.problems
            ),
            omitted=report.omitted,
        )
    )


def _tell(face: Face, report: Report, registry: str, where: str) -> None:
    text = face.text
    count = len(report.problems) + report.omitted
    under: dict[str, Any] = {"registry": plain(registry), "where": shown(where), "entries": report.entries}
    if count:
        face.prose(text("registry-verified-wrong", count=count, **under))
        face.say()
        for one in report.problems:
            words = text(
                "registry-wrong", entry=one.seq, code=text(f"journal-problem-{one.code}"), why=plain(one.words)
            )
            face.prose(words, "  ", "    ")
        if report.omitted:
            face.say("  " + text("registry-more-problems", more=report.omitted))
        return
    face.prose(text("registry-verified-redecided" if report.redecided else "registry-verified", **under))
    face.prose(text("registry-last-hash", hash=report.hash))
