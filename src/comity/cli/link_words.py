"""What a link would do, as people read it: both sides in sentences, then prices, accounts, risk and the border."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from comity.cli.compare_words import chosen, how, label, prices, ranges, verdicts
from comity.cli.face import Face
from comity.cli.load import units_of
from comity.cli.tables import Column, cut, numbers, show
from comity.report.comparison_words import of_sides, spanned, subject_of, terms_words, turns, under_words
from comity.report.subject import Namer

if TYPE_CHECKING:
    from comity.report.subject import Subject
    from comity.results import LinkAnswer, Verdict
    from comity.world import World


def tell(face: Face, world: World, answer: LinkAnswer, *, everything: bool) -> None:
    """All that `comity link` prints."""
    text, names = face.text, Namer(world, face.text)
    sides = [names(id) for id in answer.terms.mechanisms]
    face.say(click.style(text("link-title", first=sides[0], second=sides[1]), bold=True))
    subject = subject_of(world, answer, text)
    face.prose(terms_words(subject, answer.terms))
    under = label(answer.before.scenario)
    years = ", ".join(map(str, answer.after.years))
    face.prose(text("link-under", world=world.id, scenario=under, years=years))
    face.prose(under_words(subject, answer))
    face.say()
    face.pairs(_headlines(face, answer, names))
    prices(face, answer, names, everything=everything)
    own = of_sides(world, answer)
    others = [row for row in answer.verdicts if row not in own]
    verdicts(face, answer, names, own, text("link-verdicts"))
    rest = others if everything else chosen(others, everything)
    verdicts(face, answer, names, rest, text("link-verdicts-others"))
    cut(face, len(rest), len(others))
    how(face, answer)
    _turns(face, subject, own)
    _risks(face, answer, names, everything=everything)
    _borders(face, answer, names)


def _headlines(face: Face, answer: LinkAnswer, names: Namer) -> list[tuple[str, str]]:
    """Both prices of the first year, who sells how much to whom, and the air."""
    text, units = face.text, units_of(face, answer.after)
    found = []
    for mechanism in answer.terms.mechanisms:
        prices = (one for one in answer.change if (one.measure, one.mechanism) == ("price", mechanism))
        row = next((one for one in prices if one.year >= answer.terms.start), None)
        if row is not None:
            words = text(
                "link-price", year=row.year, before=spanned(row.before), after=spanned(row.after), unit=units.price
            )
            found.append((names(mechanism), words))
    first, second = answer.terms.mechanisms
    for buyer in (first, second):
        traded = next((one for one in answer.verdicts if (one.holder, one.account) == (buyer, "net-import")), None)
        if traded is None or traded.sign == "-" or (traded.sign == "?" and buyer == second):
            continue
        key = "link-buys" if traded.sign == "+" else "link-trade-depends"
        words = text(key, buyer=names(buyer), amount=spanned(traded), unit=units.quantity)
        found.append((text("link-trade"), words))
    for account in ("air", "claimed-twice"):
        row_ = next((one for one in answer.verdicts if one.account == account), None)
        words = text("compare-unchanged") if row_ is None else f"{spanned(row_, signed=True)} {units.quantity}"
        found.append((text(f"account-{account}"), words))
    return found


def _turns(face: Face, subject: Subject, own: Sequence[Verdict]) -> None:
    """What would turn the verdicts on both sides: one line for each lever, with all that it turns."""
    text = face.text
    face.head(text("link-turns"))
    lines = turns(subject, own)
    if not lines:
        face.prose(text("link-turns-none"), "  ")
    for lever, turned in lines:
        what = text("link-turn-separator").join(turned)
        face.prose(text("link-turn", lever=lever, what=what), "  ", "    ")


def _risks(face: Face, answer: LinkAnswer, names: Namer, *, everything: bool) -> None:
    """How far prices rise with emissions higher than expected, before and after."""
    text, units = face.text, units_of(face, answer.after)
    rows = [row for row in answer.risks if everything or row.year == answer.risks[0].year]
    if not rows:
        return
    face.head(text("link-risks", share=f"{100 * rows[0].share:g}%"))
    show(
        face,
        [
            Column(text("head-shocked"), [names(row.shocked) for row in rows]),
            Column(text("head-price-of"), [names(row.mechanism) for row in rows]),
            Column(text("head-year"), [str(row.year) for row in rows]),
            ranges(text("head-before"), [row.before for row in rows], units.price, signed=True),
            ranges(text("head-after"), [row.after for row in rows], units.price, signed=True),
        ],
    )


def _borders(face: Face, answer: LinkAnswer, names: Namer) -> None:
    """What exporters stop paying at the border if the link exempts them."""
    text, units = face.text, units_of(face, answer.after)
    if not answer.borders:
        return
    face.head(text("link-borders"))
    rows = answer.borders
    given = [
        Column(text("head-border"), [names(row.mechanism) for row in rows]),
        Column(text("head-exporter"), [names(row.exporter) for row in rows]),
        Column(text("head-year"), [str(row.year) for row in rows]),
        Column(text("head-share-charged"), [f"{100 * row.share:g}%" for row in rows], numbers=True),
        ranges(text("head-charge"), [row.charge for row in rows], units.price),
        numbers(text("head-embedded"), [row.tonnes for row in rows], units.quantity),
    ]
    paid = [row.payment for row in rows if row.payment is not None]
    if len(paid) == len(rows):
        given.append(ranges(text("head-stops-paying"), paid, units.money))
    show(face, given)
    if len(paid) < len(rows):
        face.prose(text("link-borders-unknown"), "  ")
