"""What two solutions side by side say: in sentences first, then in tables; every number with its range."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from comity.cli.face import Face
from comity.cli.load import units_of
from comity.cli.tables import ROWS_MOST, Column, cut, show
from comity.report.comparison_words import of_money, spanned, subject_of, under_words, verdict
from comity.report.subject import BASE, Namer
from comity.text.numbers import one

if TYPE_CHECKING:
    from comity.results import Change, Comparison, Range, Verdict
    from comity.world import World


def tell(face: Face, world: World, answer: Comparison, *, everything: bool) -> None:
    """All that `comity compare` prints."""
    text, names = face.text, Namer(world, face.text)
    face.say(click.style(text.name(world.world.title.model_dump()), bold=True))
    after, before = (label(run.scenario) for run in (answer.after, answer.before))
    years = ", ".join(map(str, answer.after.years))
    face.prose(text("compare-under", world=world.id, after=after, before=before, years=years))
    face.prose(under_words(subject_of(world, answer, text), answer))
    face.say()
    face.pairs(headlines(face, answer))
    prices(face, answer, names, everything=everything)
    rows = chosen(answer.verdicts, everything)
    verdicts(face, answer, names, rows, text("compare-verdicts"))
    cut(face, len(rows), len(answer.verdicts))
    how(face, answer)


def label(scenarios: Sequence[str]) -> str:
    """Scenarios as one word."""
    return "+".join(scenarios) or BASE


def headlines(face: Face, answer: Comparison) -> list[tuple[str, str]]:
    """The air, what is claimed twice, the cost of both together, each as a change."""
    text, units = face.text, units_of(face, answer.after)
    found = []
    for account, unit in (("air", units.quantity), ("claimed-twice", units.quantity)):
        row = next((one for one in answer.verdicts if one.account == account), None)
        words = text("compare-unchanged") if row is None else f"{spanned(row, signed=True)} {unit}"
        found.append((text(f"account-{account}"), words))
    saved = answer.after.scoreboard.cost_saved
    words = text("compare-saved", amount=one(saved, signed=True), unit=units.money)
    return [*found, (text("score-cost-saved"), words)]


def prices(face: Face, answer: Comparison, names: Namer, *, everything: bool) -> None:
    """Prices before and after; of the first and the last year unless all are asked for."""
    text, units = face.text, units_of(face, answer.after)
    of_years = [row for row in answer.change if row.measure == "price" and shown_year(row.year, answer, everything)]
    rows = sorted(of_years, key=lambda row: (-_largest(of_years, row.mechanism), row.mechanism, row.year))
    most = len(rows) if everything else 2 * ROWS_MOST
    if not rows:
        return
    face.head(text("compare-prices"))
    kept = rows[:most]
    show(
        face,
        [
            Column(text("head-mechanism"), [names(row.mechanism) for row in kept]),
            Column(text("head-year"), [str(row.year) for row in kept]),
            ranges(text("head-before"), [row.before for row in kept], units.price),
            ranges(text("head-after"), [row.after for row in kept], units.price),
            ranges(text("head-change"), [row.change for row in kept], units.price, signed=True),
            Column(text("head-set-by"), [_setters(face, row) for row in kept]),
        ],
    )
    cut(face, len(kept), len(rows))


def verdicts(face: Face, answer: Comparison, names: Namer, rows: Sequence[Verdict], head: str) -> None:
    """Who gains and who loses, by account."""
    text, units = face.text, units_of(face, answer.after)
    if not rows:
        return
    face.head(head)
    show(
        face,
        [
            Column(text("head-holder"), [names(row.holder) if row.holder else text("compare-all") for row in rows]),
            Column(text("head-of-account"), [text(f"account-{row.account}") for row in rows]),
            ranges(text("head-change"), rows, "", signed=True),
            Column(text("head-measured-in"), [units.money if of_money(row) else units.quantity for row in rows]),
            Column(text("head-verdict"), [verdict(text, row) for row in rows]),
        ],
    )


def how(face: Face, answer: Comparison) -> None:
    """How to read the accounts."""
    face.say()
    face.prose(face.text("compare-verdicts-how", rate=f"{100 * answer.discount_rate:g}"))


def chosen(rows: Sequence[Verdict], everything: bool) -> list[Verdict]:
    """All, or the net cost of those with most at stake and what is for nobody in particular."""
    if everything:
        return list(rows)
    parties = [row for row in rows if row.account == "net-cost"]
    staked = sorted(parties, key=lambda row: -abs(row.central))[:ROWS_MOST]
    return [*sorted(staked, key=lambda row: row.central), *(row for row in rows if not row.holder)]


def ranges(head: str, given: Iterable[Range | Verdict], unit: str, *, signed: bool = False) -> Column:
    """A column of numbers with their ranges."""
    return Column(head, [spanned(row, signed=signed) for row in given], unit, numbers=True)


def shown_year(year: int, answer: Comparison, everything: bool) -> bool:
    """Whether a year is one of those that are printed."""
    years = answer.after.years
    return everything or year in (years[0], years[-1])


def _largest(rows: Sequence[Change], mechanism: str) -> float:
    return max((abs(row.change.central) for row in rows if row.mechanism == mechanism), default=0.0)


def _setters(face: Face, row: Change) -> str:
    from comity.cli.run_tables import setters_of

    return setters_of(face, row.set_by, row.after.central)
