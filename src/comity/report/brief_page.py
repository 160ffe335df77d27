"""The negotiator's brief on a link: two pages to be handed over, with the range and the source of what they say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from comity.report.brief_document import NOTE_POINTS, SMALL_POINTS, SOFT, WARN, WIDTH_MM, Head, Paper
from comity.report.brief_sources import basis_of
from comity.report.comparison_short import answer_in_short
from comity.report.comparison_words import (
    ACCOUNTS,
    cautions,
    find,
    first_year,
    holders_of,
    is_solved,
    limits,
    of_money,
    of_sides,
    percents,
    spanned,
    subject_of,
    terms_words,
    title_of,
    turns,
    under_words,
    verdict,
)
from comity.report.subject import Subject, scenario_titles
from comity.report.words import joined, set_by
from comity.text.numbers import column, percent
from comity.world.values import STRENGTH

if TYPE_CHECKING:
    from comity.results import Border, LinkAnswer
    from comity.text import Text
    from comity.world import World

SOURCES_MOST = 24
TURNS_MOST = 5
YEARS_MOST = 5
OTHERS_MOST = 4
NAME_LETTERS_MOST = 48
VERDICT_MM = {"en": 15.5, "zh": 20.5}  # on one line; what is left of 60 is a number's


class Brief(Subject):
    """What a brief is about, with names that do not fill a page."""

    def name(self, id: str) -> str:
        """The name of a thing, cut where it is long."""
        name = " ".join(super().name(id).split())
        return name if len(name) <= NAME_LETTERS_MOST else f"{name[: NAME_LETTERS_MOST - 1].rstrip()}…"


def brief(answer: LinkAnswer, world: World, text: Text) -> bytes:
    """The brief as a DOCX file, in the language of `text`. The same answer gives the same bytes.

    `world` is the one that was asked about, without the link. Everything it says of a number it says as a range, and of
    a sign only where all variants agree.
    """
    plain = subject_of(world, answer, text)
    subject = Brief(plain.world, plain.runs, plain.labels, plain.text)
    settings = world.world
    paper = Paper(text.lang, title_of(subject, answer), text("brief-kind"), settings.as_of)
    paper.title(title_of(subject, answer))
    scenario = scenario_titles([world], text)[0]
    about = {"world": text.name(settings.title.model_dump()), "scenario": scenario, "years": subject.span}
    paper.say(text("brief-about", as_of=settings.as_of, **about), points=NOTE_POINTS + 0.5, colour=SOFT)
    paper.say(text("brief-terms", terms=terms_words(subject, answer.terms)))
    if is_solved(answer):
        _answer(paper, subject, answer)
    else:
        _cautions(paper, subject)
    _basis(paper, subject, answer)
    paper.heading(text("report-limits-head"))
    paper.say(limits(subject))
    paper.footer(text("brief-footer", world=world.id, as_of=settings.as_of))
    return paper.content()


def _answer(paper: Paper, subject: Subject, answer: LinkAnswer) -> None:
    """What the link would do: in five lines, then in tables."""
    paper.heading(subject.text("brief-answer"))
    for what, sentences in answer_in_short(subject, answer):
        for place, words in enumerate(sentences):
            paper.tell("" if place else what, words)
    _accounts(paper, subject, answer)
    _prices(paper, subject, answer)
    _risks(paper, subject, answer)
    _borders(paper, subject, answer)
    _turns(paper, subject, answer)


def _cautions(paper: Paper, subject: Subject) -> None:
    """In place of an answer, what is not solved and where."""
    for words, places in cautions(subject):
        paper.say(words, colour=WARN, bold=True)
        paper.items(places)
    paper.say(subject.text("report-not-compared"))


def _accounts(paper: Paper, subject: Subject, answer: LinkAnswer) -> None:
    """Both sides by account, beside each other; below, others who have something at stake."""
    text, units = subject.text, subject.units
    sides, verdict_mm = holders_of(subject.world, answer), VERDICT_MM[text.lang]
    paper.heading(text("link-verdicts"))
    heads = [Head(text("head-of-account"), 38), Head(text("head-measured-in"), 22)]
    for holders in sides:
        heads += [Head(subject.name(holders[0]), 60 - verdict_mm, numbers=True), Head(text("head-verdict"), verdict_mm)]
    rows = []
    for account in ACCOUNTS:
        found = [
            next((row for one in holders if (row := find(answer.verdicts, one, account))), None) for holders in sides
        ]
        if not any(found):
            continue
        unit = units.money if any(row is not None and of_money(row) for row in found) else units.quantity
        cells = [text(f"account-{account}"), unit]
        for row in found:
            cells += (
                ["0", text("compare-unchanged")] if row is None else [spanned(row, signed=True), verdict(text, row)]
            )
        rows.append(cells)
    if rows:
        paper.table(heads, rows)
    notes = [text("compare-verdicts-how", rate=f"{100 * answer.discount_rate:g}"), _others(subject, answer)]
    paper.say(joined(text, filter(None, notes)), points=NOTE_POINTS, colour=SOFT)


def _others(subject: Subject, answer: LinkAnswer) -> str:
    """What the link does to the net cost of those who are no side of it, the most first."""
    text, own = subject.text, of_sides(subject.world, answer)
    rows = [row for row in answer.verdicts if row not in own and row.account == "net-cost"]
    rows = sorted(rows, key=lambda row: -abs(row.central))[:OTHERS_MOST]
    if not rows:
        return ""
    found = [
        text(
            "brief-other",
            holder=subject.name(row.holder),
            amount=spanned(row, signed=True),
            unit=subject.units.money,
            verdict=verdict(text, row),
        )
        for row in rows
    ]
    return text("brief-others", which=text("report-semicolon").join(found))


def _prices(paper: Paper, subject: Subject, answer: LinkAnswer) -> None:
    """Prices of the first and the last year, and what sets them afterwards."""
    text, unit = subject.text, subject.units.price
    years = dict.fromkeys((first_year(answer), answer.after.years[-1]))
    rows = {(row.mechanism, row.year): row for row in answer.change if row.measure == "price"}
    found = [row for id in answer.terms.mechanisms for year in years if (row := rows.get((id, year)))]
    paper.heading(text("brief-prices", unit=unit))
    if not found:
        paper.say(text("report-prices-unchanged"))
        return
    heads = [Head(text("head-mechanism"), 38), Head(text("head-year"), 10)]
    heads += [
        Head(text(f"head-{name}"), width, numbers=True)
        for name, width in (("before", 25), ("after", 25), ("change", 31))
    ]
    heads += [Head(text("head-set-by"), WIDTH_MM - sum(head.width_mm for head in heads))]
    made = [
        (
            subject.name(row.mechanism),
            str(row.year),
            spanned(row.before),
            spanned(row.after),
            spanned(row.change, signed=True),
            set_by(subject, row.set_by, row.after.central),
        )
        for row in found
    ]
    paper.table(heads, made)


def _risks(paper: Paper, subject: Subject, answer: LinkAnswer) -> None:
    """How far prices rise with emissions higher than expected, in the first and the last year."""
    text, rows = subject.text, answer.risks
    if not rows:
        return
    paper.heading(text("brief-risks", share=percents(rows[0].share), unit=subject.units.price))
    heads = [Head(text("head-shocked"), 48), Head(text("head-price-of"), 48), Head(text("head-year"), 12)]
    heads += [Head(text(f"head-{name}"), 36, numbers=True) for name in ("before", "after")]
    made = [
        (
            subject.name(row.shocked),
            subject.name(row.mechanism),
            str(row.year),
            spanned(row.before, signed=True),
            spanned(row.after, signed=True),
        )
        for row in rows
    ]
    paper.table(heads, made)


def _borders(paper: Paper, subject: Subject, answer: LinkAnswer) -> None:
    """What exporters stop paying, a table for each border, the years beside one another."""
    text = subject.text
    paper.heading(text("brief-borders"))
    pairs = list(dict.fromkeys((row.mechanism, row.exporter) for row in answer.borders))
    if not pairs:
        paper.say(text("brief-borders-none"))
    for pair in pairs:
        _border(paper, subject, [row for row in answer.borders if (row.mechanism, row.exporter) == pair])


def _border(paper: Paper, subject: Subject, rows: Sequence[Border]) -> None:
    text, units = subject.text, subject.units
    rows = _spread(rows)
    border, exporter = (subject.name(id) for id in (rows[0].mechanism, rows[0].exporter))
    width = (WIDTH_MM - 56) / YEARS_MOST
    heads = [Head(text("brief-border", border=border, exporter=exporter), WIDTH_MM - width * len(rows))]
    heads += [Head(str(row.year), width, numbers=True) for row in rows]
    made = [
        [text("head-share-charged"), *(percents(row.share) for row in rows)],
        [text("brief-in-unit", what=text("head-charge"), unit=units.price), *(spanned(row.charge) for row in rows)],
    ]
    if any(row.tonnes is not None for row in rows):
        tonnes, paid = column([row.tonnes for row in rows]), [row.payment for row in rows]
        embedded = text("brief-in-unit", what=text("head-embedded"), unit=units.quantity)
        stops = text("brief-in-unit", what=text("head-stops-paying"), unit=units.money)
        made += [[embedded, *tonnes], [stops, *("–" if one is None else spanned(one) for one in paid)]]
    paper.table(heads, made)
    if any(row.tonnes is None for row in rows):
        paper.say(text("link-borders-unknown"), points=NOTE_POINTS, colour=SOFT)


def _spread(rows: Sequence[Border]) -> list[Border]:
    """Of more years than there is room for, some that lie evenly between the first and the last, which stay."""
    if len(rows) <= YEARS_MOST:
        return list(rows)
    return [rows[round(place * (len(rows) - 1) / (YEARS_MOST - 1))] for place in range(YEARS_MOST)]


def _turns(paper: Paper, subject: Subject, answer: LinkAnswer) -> None:
    """The smallest changes found that give a verdict the other sign."""
    text, found = subject.text, turns(subject, of_sides(subject.world, answer))
    paper.heading(text("link-turns"))
    if not found:
        paper.say(text("link-turns-none"))
    items = [text("report-of", what=lever, words=text("link-turn-separator").join(what)) for lever, what in found]
    if len(items) > TURNS_MOST:
        items[TURNS_MOST:] = [text("report-and-more", count=len(found) - TURNS_MOST)]
    paper.items(items)


def _basis(paper: Paper, subject: Subject, answer: LinkAnswer) -> None:
    """The standing of the figures, over what the ranges are, and the sources of the two systems' figures."""
    text, basis = subject.text, basis_of(subject.world, answer.terms.mechanisms)
    paper.heading(text("report-basis"))
    shares = [
        text("report-of", what=text(f"status-{status}"), words=percent(share))
        for status in STRENGTH
        if (share := answer.after.marked.get(status))
    ]
    counts = [
        text("report-of", what=text(f"status-{status}"), words=str(basis.statuses[status]))
        for status in STRENGTH
        if status in basis.statuses
    ]
    sentences = [text("brief-standing", shares=text("report-semicolon").join(shares))]
    sentences += [text("brief-figures", counts=text("report-semicolon").join(counts))] if counts else []
    paper.say(joined(text, [*sentences, under_words(subject, answer)]))
    rows = [
        (source.title, source.publisher, str(source.year or "–"), source.licence, str(count))
        for _, source, count in basis.sources[:SOURCES_MOST]
    ]
    if not rows:
        return
    heads = [
        Head(text("brief-source"), 92),
        Head(text("report-source-publisher"), 46),
        Head(text("report-source-year"), 10),
    ]
    heads += [Head(text("report-source-licence"), 18), Head(text("brief-count"), 14, numbers=True)]
    paper.table(heads, rows, points=SMALL_POINTS)
    more = len(basis.sources) - SOURCES_MOST
    notes = [text("brief-sources-more", count=more)] if more > 0 else []
    notes += [text("report-licence-fact")] if any(source.licence == "fact" for _, source, _ in basis.sources) else []
    if notes:
        paper.say(joined(text, notes), points=NOTE_POINTS, colour=SOFT)
