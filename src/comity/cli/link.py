"""`comity link`: what a link between two mechanisms would do to both sides."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from comity.cli.commands import PROGRAM, Verb, argument, option, refuse, scenario_option
from comity.cli.compare import solved, tell_written, write
from comity.cli.face import Face, printable
from comity.cli.load import load_world, pick_years
from comity.cli.own import own_options, own_words, tell_own, with_own
from comity.cli.run import out_folder
from comity.cli.working import working

if TYPE_CHECKING:
    from comity.results import LinkAnswer
    from comity.world import World
    from comity.world.linking import Link


def command(face: Face) -> Verb:
    """The verb."""
    params = [
        argument("world", "WORLD"),
        argument("first", "A"),
        argument("second", "B"),
        option(face, "--rate", metavar="R", help="link-option-rate"),
        option(face, "--quota", metavar="Q", help="link-option-quota"),
        option(face, "--one-way", is_flag=True, help="link-option-one-way"),
        option(face, "--from", "start", metavar="Y", help="link-option-from"),
        scenario_option(face),
        option(face, "--years", metavar="A:B", help="run-option-years"),
        *own_options(face),
        option(face, "--brief", metavar="FILE", help="link-option-brief"),
        option(face, "--out", metavar="DIR", help="report-option-out"),
        option(face, "--all", "everything", is_flag=True, help="run-option-all"),
    ]
    examples = (
        "link 2026 chn-national eu-ets",
        "link 2026 eu-ets uk-ets --from 2028 --brief eu-uk.docx",
        "link 2026 eu-ets chn-national --rate 0.2 --quota 10% --one-way",
    )
    return Verb(face, "link", link, params, examples)


def link(
    face: Face,
    world: str,
    first: str,
    second: str,
    rate: str | None,
    quota: str | None,
    one_way: bool,
    start: str | None,
    scenario: tuple[str, ...],
    years: str | None,
    curves: str | None,
    baselines: str | None,
    brief: str | None,
    out: str | None,
    everything: bool,
) -> int:
    """Try the link under every variant, and say what it does; 0 only if all are solved."""
    from comity.market.link import link as try_link
    from comity.world.linking import Link

    loaded = with_own(load_world(world, scenario), curves, baselines)
    chosen = pick_years(loaded, years)
    terms = Link(
        first=first,
        second=second,
        rate=_rate(rate),
        quota=_quota(quota),
        one_way=one_way,
        start=_start(start, loaded.world.years),
    )
    file, folder = _brief_file(brief), out_folder(out)
    with working(face, face.text("link-working", first=first, second=second)):
        answer = try_link(loaded, terms, chosen)
    if file is not None:
        _write_brief(face, file, loaded, answer)
    if folder is not None:
        write(face, folder, loaded, answer, world, own_words(curves, baselines))
    if face.json:
        face.answer(answer)
    else:
        from comity.cli import link_words

        link_words.tell(face, loaded, answer, everything=everything)
        tell_own(face, curves, baselines)
        if file is not None:
            face.say()
            face.prose(face.text("link-brief-written", file=printable(str(file))))
        if folder is not None:
            tell_written(face, folder, answer)
        layers = [word for name in scenario for word in ("--scenario", name)]
        own = own_words(curves, baselines)
        face.say()
        face.say(face.text("next", command=_next(world, terms, [*layers, *own])))
    return 0 if solved(answer) else 1


def _brief_file(brief: str | None) -> Path | None:
    """The file for `--brief`, found wanting before anything is solved."""
    if brief is None:
        return None
    file = Path(brief)
    if file.suffix.lower() != ".docx" or file.is_dir() or not file.parent.is_dir():
        refuse("--brief", printable(brief), "expected-brief-file")
    return file


def _write_brief(face: Face, file: Path, world: World, answer: LinkAnswer) -> None:
    from comity import report
    from comity.report.files import write_whole

    with working(face, face.text("report-writing", folder=printable(str(file)))):
        write_whole(file, report.brief(answer, world, face.text))


def _rate(words: str | None) -> Decimal:
    return Decimal(1) if words is None else _number("--rate", words, words, "expected-rate")


def _quota(words: str | None) -> Decimal | None:
    """`0.1` or `10%`."""
    if words is None:
        return None
    percent = words.removesuffix("%")
    share = _number("--quota", words, percent, "expected-quota-share") / (100 if percent != words else 1)
    if share > 1:
        refuse("--quota", words, "expected-quota-share")
    return share


def _number(name: str, found: str, words: str, key: str) -> Decimal:
    """A positive number. Raises InputError."""
    try:
        number = Decimal(words)
    except InvalidOperation:
        refuse(name, found, key)
    if not (number.is_finite() and Decimal("1e-6") <= number <= Decimal("1e6")):
        refuse(name, found, key)
    return number


def _start(words: str | None, years: tuple[int, ...]) -> int | None:
    if words is None:
        return None
    if not (words.isascii() and words.isdigit() and years[0] <= int(words) <= years[-1]):
        refuse("--from", words, "expected-year", years=", ".join(map(str, years)))
    return int(words)


def _next(world: str, terms: Link, rest: Sequence[str]) -> str:
    """The same without the quota, or with a first one: what is worth trying after a link without limits."""
    words = [PROGRAM, "link", world, terms.first, terms.second]
    words += ["--rate", f"{terms.rate:f}"] if terms.rate != 1 else []
    words += ["--one-way"] if terms.one_way else []
    words += ["--from", str(terms.start)] if terms.start is not None else []
    words += ["--quota", "10%"] if terms.quota is None else []
    return shlex.join([*words, *rest])
