"""`comity registry aef`, `aef-check`, `aef-match`: a Party's submission in the agreed electronic format, version 2."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli.commands import Verb, argument, option, refuse
from comity.cli.face import Face
from comity.cli.registry.copies import path
from comity.cli.registry.where import opened, pick, plain, shown, where_option
from comity.errors import InputError, Problem, said

if TYPE_CHECKING:
    from comity.formats.aef_checks import Finding
    from comity.formats.aef_tables import Report
    from comity.results import AefFinding, AefMatch, AefSubmission, RegistryAef

YEARS = range(2021, 10_000)  # the agreement's first implementation periods begin then


def command(face: Face, verb: str) -> Verb:
    """One verb."""
    everything = option(face, "--all", "everything", is_flag=True, help="registry-option-all")
    given: dict[str, list[click.Parameter]] = {
        "aef": [
            argument("party", "PARTY"),
            argument("year", "YEAR"),
            argument("target", "TARGET"),
            option(face, "--with", "filing", metavar="FILE", help="registry-option-aef-with"),
            where_option(face),
        ],
        "aef-check": [
            argument("file", "FILE"),
            option(face, "--earlier", metavar="FILE", multiple=True, help="registry-option-aef-earlier"),
            option(face, "--first", is_flag=True, help="registry-option-aef-first"),
            everything,
        ],
        "aef-match": [argument("file", "FILE"), argument("other", "OTHER"), everything],
    }
    do: dict[str, Callable[..., int]] = {"aef": write, "aef-check": check, "aef-match": match}
    return Verb(face, verb, do[verb], given[verb], words=f"registry-{verb}")


def write(face: Face, party: str, year: str, target: str, filing: str | None, registry: str | None) -> int:
    """Write a Party's submission out of a registry: whole, or not at all."""
    from comity.formats.aef_filing import read_filing
    from comity.formats.aef_from_registry import file

    if not (year.isascii() and year.isdigit() and int(year) in YEARS):
        refuse("YEAR", plain(year) or '""', "expected-aef-reported-year", first=YEARS.start)
    if filing is None:
        refuse("--with", "", "expected-aef-filing")
    wanted = read_filing(str(path(filing)), party, int(year))
    where = pick(registry)
    with opened(where) as store:
        filed = file(store, wanted)
        name = store.registry
    _write_whole(filed.report, path(target))
    from comity.formats.aef_tables import aef
    from comity.results import RegistryAef, Schema

    answer = RegistryAef(
        schema=Schema(name="registry-aef"),
        registry=name,
        where=shown(where),
        party=party,
        year=wanted.year,
        version=wanted.version,
        written=plain(target),
        rows={table: len(filed.report.table(table)) for table in aef().tables},
        left_out=filed.left_out,
    )
    if face.json:
        face.answer(answer)
    else:
        _tell_written(face, answer)
    return 0


def _write_whole(report: Report, target: Path) -> None:
    """Write a file or a folder of files beside its place, then move it there. Raises InputError, OSError."""
    from comity.formats.aef import write

    if target.exists():
        raise InputError([Problem(plain(str(target)), 0, "", said("found-existing-file"), said("expected-free-path"))])
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as beside:
        write(report, Path(beside) / target.name)
        (Path(beside) / target.name).rename(target)


def check(face: Face, file: str, earlier: Sequence[str], first: bool, everything: bool) -> int:
    """Say what is wrong with a submission; 1 if anything is."""
    from comity.formats.aef import read
    from comity.formats.aef_checks import check as findings_of
    from comity.results import AefCheck, Schema

    if earlier and first:
        refuse("--first", plain(earlier[0]), "expected-aef-no-earlier")
    report = read(path(file))
    before = {name: read(path(name)) for name in earlier}
    known = tuple(before.values()) if before or first else None
    answer = AefCheck(
        schema=Schema(name="aef-check"),
        submission=_submission(file, report),
        earlier=None if known is None else tuple(_submission(name, one) for name, one in before.items()),
        findings=tuple(_row(face, one) for one in findings_of(report, known)),
    )
    if face.json:
        face.answer(answer)
    else:
        _tell_read(face, answer.submission)
        _tell_findings(face, answer.findings, everything, "registry-aef-checked")
    return 1 if answer.findings else 0


def match(face: Face, file: str, other: str, everything: bool) -> int:
    """Lay two Parties' submissions beside one another, row by row; 1 if they disagree."""
    from comity.formats.aef import read
    from comity.formats.aef_match import match as matched
    from comity.results import AefMatch, AefPair, Schema

    one, two = read(path(file)), read(path(other))
    found = matched(one, two)
    pairs = tuple(
        AefPair(
            registry=pair.registry,
            first=pair.first,
            last=pair.last,
            units=pair.units,
            giver=pair.giver,
            giver_row=pair.giver_row,
            taker=pair.taker,
            taker_row=pair.taker_row,
        )
        for pair in found.pairs
    )
    answer = AefMatch(
        schema=Schema(name="aef-match"),
        submissions=(_submission(file, one), _submission(other, two)),
        pairs=pairs,
        findings=tuple(_row(face, finding) for finding in found.findings),
    )
    if face.json:
        face.answer(answer)
    else:
        for submission in answer.submissions:
            _tell_read(face, submission)
        _tell_pairs(face, answer, everything)
        _tell_findings(face, answer.findings, everything, "registry-aef-matched")
    return 1 if answer.findings else 0


def _submission(file: str, report: Report) -> AefSubmission:
    from comity.results import AefSubmission

    head = report.submission
    return AefSubmission(file=plain(file), party=head.party, year=head.year, version=head.version)


def _row(face: Face, one: Finding) -> AefFinding:
    from comity.results import AefFinding

    return AefFinding(
        code=one.code,
        severity=one.severity,
        party=one.party,
        table=one.table,
        row=one.row,
        units=one.units,
        message=plain(face.text.say(one.why)),
    )


def _tell_written(face: Face, answer: RegistryAef) -> None:
    text = face.text
    rows = [text("registry-aef-rows", table=text(f"aef-table-{table}"), rows=n) for table, n in answer.rows.items()]
    about = text(
        "registry-aef-written",
        written=answer.written,
        party=plain(answer.party),
        year=str(answer.year),
        version=answer.version,
        where=answer.where,
    )
    face.prose(about)
    face.prose(text("list-separator").join(rows))
    if answer.left_out:
        from comity.cli.registry.settle import spans

        face.prose(text("registry-aef-left-out", entries=spans(answer.left_out)))


def _tell_read(face: Face, one: AefSubmission) -> None:
    face.prose(face.text("registry-aef-read", file=one.file, party=one.party, year=str(one.year), version=one.version))


def _tell_pairs(face: Face, answer: AefMatch, everything: bool) -> None:
    from comity.cli.registry.lists import ROWS_MOST, table
    from comity.cli.tables import Column

    text, rows = face.text, answer.pairs if everything else answer.pairs[:ROWS_MOST]
    face.prose(text("registry-aef-pairs", count=len(answer.pairs), units=f"{sum(one.units for one in answer.pairs):,}"))
    if rows:
        table(
            face,
            [
                Column(text("head-aef-registry"), [one.registry for one in rows]),
                Column(text("head-aef-first"), [str(one.first) for one in rows], numbers=True),
                Column(text("head-aef-last"), [str(one.last) for one in rows], numbers=True),
                Column(text("head-quantity"), [f"{one.units:,}" for one in rows], text("unit-units"), numbers=True),
                Column(text("head-from"), [one.giver for one in rows]),
                Column(text("head-row"), [str(one.giver_row) for one in rows], numbers=True),
                Column(text("head-into"), [one.taker for one in rows]),
                Column(text("head-row"), [str(one.taker_row) for one in rows], numbers=True),
            ],
            len(answer.pairs),
        )


def _tell_findings(face: Face, findings: Sequence[AefFinding], everything: bool, key: str) -> None:
    from comity.cli.registry.lists import ROWS_MOST, table
    from comity.cli.tables import Column

    text, rows = face.text, findings if everything else findings[:ROWS_MOST]
    face.prose(text(key, count=len(findings)))
    if rows:
        table(
            face,
            [
                Column(text("head-party"), [one.party for one in rows]),
                Column(text("head-aef-table"), [one.table for one in rows]),
                Column(text("head-row"), [str(one.row) if one.row else "–" for one in rows], numbers=True),
                Column(text("head-severity"), [text(f"severity-{one.severity}") for one in rows]),
                Column(text("head-what"), [f"{one.message} [{one.code}]" for one in rows]),
            ],
            len(findings),
        )
