"""The report on a comparison, or on a link that was tried: the answer in short, prices, gains, trade, risk, border."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from comity.report import charts, comparison_charts
from comity.report.comparison_short import answer_in_short
from comity.report.comparison_words import (
    cautions,
    concerned,
    is_solved,
    limits,
    of_money,
    of_sides,
    percents,
    repriced,
    spanned,
    subject_of,
    terms_words,
    title_of,
    turns,
    under_words,
    verdict,
)
from comity.report.page import Caution, Cell, Command, Figure, Head, Paragraph, Part, Section, Table, Terms, page
from comity.report.rows import scoreboard
from comity.report.run_page import basis_parts, sources_parts
from comity.report.subject import Subject, scenario_titles
from comity.report.words import set_by
from comity.results import LinkAnswer
from comity.text.numbers import column

if TYPE_CHECKING:
    from comity.report.chart_style import Drawn
    from comity.results import Comparison, Verdict
    from comity.text import Text
    from comity.world import World

SYSTEMS_MOST = 40


def comparison_page(world: World, answer: Comparison, text: Text, command: str) -> str:
    """The HTML of the report; `command` is what makes it again."""
    subject = subject_of(world, answer, text)
    scenario = " + ".join(scenario_titles([world], text)) if isinstance(answer, LinkAnswer) else ""
    under = scenario or text("report-compared-with", reference=subject.labels[0])
    name, as_of = text.name(world.world.title.model_dump()), world.world.as_of
    subtitle = text("report-compared-subtitle", world=name, years=subject.span, as_of=as_of, under=under)
    return page(text, title_of(subject, answer), subtitle, list(_sections(subject, answer, command)))


def _sections(subject: Subject, answer: Comparison, command: str) -> Iterator[Section]:
    def section(name: str, parts: Iterable[Part]) -> Section:
        return Section(name, subject.text(f"report-{name}"), list(parts))

    yield section("summary", _summary(subject, answer))
    if is_solved(answer):
        yield section("prices", _prices(subject, answer))
        yield section("accounts", _accounts(subject, answer))
        yield section("trade", _trade(subject, answer))
        if isinstance(answer, LinkAnswer):
            yield section("turns", _turns(subject, answer))
            yield section("risks", _risks(subject, answer))
            yield section("borders", _borders(subject, answer))
    yield section("scoreboard", _scoreboard(subject))
    yield section("basis", _standing(subject, answer))
    yield section("sources", sources_parts(subject, [subject.world]))
    yield section(
        "again",
        [Paragraph(subject.text("report-compared-again", file=f"{answer.schema_.name}.json")), Command(command)],
    )


def _figure(chart: Drawn | None, caption: str) -> list[Part]:
    return [] if chart is None else [Figure(chart, caption)]


def _summary(subject: Subject, answer: Comparison) -> Iterator[Part]:
    for words, places in cautions(subject):
        yield Caution(words, places)
    if isinstance(answer, LinkAnswer):
        yield Paragraph(terms_words(subject, answer.terms), "lead")
    if is_solved(answer):
        yield Terms(answer_in_short(subject, answer))
        yield Paragraph(under_words(subject, answer), "note")
    else:
        yield Paragraph(subject.text("report-not-compared"))


def _prices(subject: Subject, answer: Comparison) -> Iterator[Part]:
    text, unit = subject.text, subject.units.price
    yield from _figure(comparison_charts.prices_before_after(subject, answer), text("report-chart-change-how"))
    ends, kept = (subject.years[0], subject.years[-1]), repriced(answer)[:SYSTEMS_MOST]
    rows = [row for row in answer.change if row.measure == "price" and row.year in ends and row.mechanism in kept]
    rows.sort(key=lambda row: (kept.index(row.mechanism), row.year))
    if not rows:
        yield Paragraph(text("report-prices-unchanged"))
        return
    heads = [Head(text("head-mechanism")), Head(text("head-year"))]
    heads += [Head(text(f"head-{name}"), unit, numbers=True) for name in ("before", "after", "change")]
    heads += [Head(text("head-set-by"))]
    names = subject.names(row.mechanism for row in rows)
    made = [
        (
            names[row.mechanism],
            str(row.year),
            spanned(row.before),
            spanned(row.after),
            spanned(row.change, signed=True),
            set_by(subject, row.set_by, row.after.central),
        )
        for row in rows
    ]
    yield Table(text("report-change-caption"), heads, made)


def _accounts(subject: Subject, answer: Comparison) -> Iterator[Part]:
    text = subject.text
    yield from _figure(comparison_charts.verdicts_by_account(subject, answer), text("report-chart-verdicts-how"))
    own = of_sides(subject.world, answer) if isinstance(answer, LinkAnswer) else []
    rest = [row for row in answer.verdicts if row not in own]
    if own:
        yield _verdicts(subject, text("link-verdicts"), own)
    if rest:
        order = [] if own else concerned(subject.world, answer)
        rest.sort(key=lambda row: (not row.holder, order.index(row.holder) if row.holder in order else len(order)))
        yield _verdicts(subject, text("link-verdicts-others" if own else "compare-verdicts"), rest)
    yield Paragraph(text("compare-verdicts-how", rate=f"{100 * answer.discount_rate:g}"), "note")


def _verdicts(subject: Subject, caption: str, rows: Sequence[Verdict]) -> Table:
    text, units = subject.text, subject.units
    heads = [Head(text("head-holder")), Head(text("head-of-account")), Head(text("head-change"), numbers=True)]
    heads += [Head(text("head-measured-in")), Head(text("head-verdict"))]
    names = subject.names(row.holder for row in rows if row.holder)
    made = [
        (
            names.get(row.holder, text("compare-all")),
            text(f"account-{row.account}"),
            spanned(row, signed=True),
            units.money if of_money(row) else units.quantity,
            verdict(text, row),
        )
        for row in rows
    ]
    return Table(caption, heads, made)


def _trade(subject: Subject, answer: Comparison) -> Iterator[Part]:
    text = subject.text
    yield from _figure(comparison_charts.tonnes_by_holder(subject, answer), text("report-chart-tonnes-how"))
    yield from _figure(charts.flows_between_systems(subject), text("report-chart-flows-how"))


def _turns(subject: Subject, answer: LinkAnswer) -> Iterator[Part]:
    text, found = subject.text, turns(subject, of_sides(subject.world, answer))
    yield Terms(found) if found else Paragraph(text("link-turns-none"))


def _risks(subject: Subject, answer: LinkAnswer) -> Iterator[Part]:
    text, unit, rows = subject.text, subject.units.price, answer.risks
    if not rows:
        return
    heads = [Head(text(f"head-{name}")) for name in ("shocked", "price-of", "year")]
    heads += [Head(text(f"head-{name}"), unit, numbers=True) for name in ("before", "after")]
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
    yield Table(text("link-risks", share=percents(rows[0].share)), heads, made)


def _borders(subject: Subject, answer: LinkAnswer) -> Iterator[Part]:
    text, units, rows = subject.text, subject.units, answer.borders
    if not rows:
        return
    known = any(row.tonnes is not None for row in rows)
    heads = [Head(text(f"head-{name}")) for name in ("border", "exporter", "year")]
    heads += [Head(text("head-share-charged"), numbers=True), Head(text("head-charge"), units.price, numbers=True)]
    heads += [Head(text("head-embedded"), units.quantity, numbers=True)] if known else []
    heads += [Head(text("head-stops-paying"), units.money, numbers=True)] if known else []
    tonnes = column([row.tonnes for row in rows])
    made = []
    for row, amount in zip(rows, tonnes, strict=True):
        cells = [subject.name(row.mechanism), subject.name(row.exporter), str(row.year)]
        cells += [percents(row.share), spanned(row.charge)]
        made.append([*cells, *([amount, spanned(row.payment) if row.payment else "–"] if known else [])])
    yield Table(text("link-borders"), heads, made)
    if any(row.tonnes is None for row in rows):
        yield Paragraph(text("link-borders-unknown"), "note")


def _scoreboard(subject: Subject) -> Iterator[Part]:
    text = subject.text
    heads = [Head(text("report-item")), Head(text("head-measured-in"))]
    heads += [Head(label, numbers=True) for label in subject.labels]
    rows: list[list[str | Cell]] = [
        [Cell(row.words, part=row.part), row.unit, *row.cells] for row in scoreboard(text, subject.runs)
    ]
    yield Table(text("report-compared-scoreboard"), heads, rows)


def _standing(subject: Subject, answer: Comparison) -> Iterator[Part]:
    yield Paragraph(limits(subject))
    yield from basis_parts(subject)
