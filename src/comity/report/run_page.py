"""The report on solved scenarios: summary, scoreboard, prices, gains, trade, targets, and what it all rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from comity.report import charts, price_charts
from comity.report.page import Caution, Cell, Command, Figure, Head, Paragraph, Part, Section, Table, Terms, page
from comity.report.rows import by_size, holder_sums, is_reference, price_of, prices_of, scoreboard
from comity.report.sources import cited
from comity.report.subject import Subject, scenario_about, scenario_label
from comity.report.words import joined, set_by, summary, unsolved_places
from comity.text.numbers import PRICE_DECIMALS, column, percent
from comity.world.values import STRENGTH

if TYPE_CHECKING:
    from comity.report.chart_style import Drawn
    from comity.results import Balance, Run
    from comity.text import Text
    from comity.world import World

COLUMNS_MOST = 9  # of prices; of more, the first and the last year of each scenario
RESIDUAL_MOST = "1e-06"


def run_page(worlds: Sequence[World], runs: Sequence[Run], text: Text, command: str) -> str:
    """The HTML of the report; `command` is what makes it again."""
    subject = Subject.of(worlds, runs, text)
    settings = subject.world.world
    subtitle = text("report-subtitle", years=subject.span, as_of=settings.as_of, reference=subject.reference)
    return page(text, text.name(settings.title.model_dump()), subtitle, list(_sections(subject, worlds, command)))


def _sections(subject: Subject, worlds: Sequence[World], command: str) -> Iterator[Section]:
    def section(name: str, parts: Iterable[Part]) -> Section:
        return Section(name, subject.text(f"report-{name}"), list(parts))

    yield section("summary", _summary(subject, worlds))
    yield section("scoreboard", _scoreboard(subject))
    yield section("prices", _prices(subject))
    yield section("accounts", _accounts(subject))
    yield section("trade", _trade(subject))
    yield section("balances", _balances(subject))
    yield section("setters", _setters(subject))
    yield section("basis", basis_parts(subject))
    yield section("sources", sources_parts(subject, worlds))
    yield section("again", _again(subject, worlds, command))


def _figure(draw: Callable[[Subject], Drawn | None], subject: Subject, caption: str) -> list[Part]:
    """A chart of the scenarios that are solved, if there is something to show."""
    drawn = subject.solved
    chart = draw(drawn) if drawn.runs else None
    return [] if chart is None else [Figure(chart, caption)]


def _summary(subject: Subject, worlds: Sequence[World]) -> Iterator[Part]:
    text = subject.text
    for label, run in zip(subject.labels, subject.runs, strict=True):
        if run.status != "solved":
            words = text(f"run-status-{run.status}", residual=f"{run.residual:.0e}")
            caution = text("report-caution", scenario=label, words=words)
            yield Caution(caution, unsolved_places(subject, run))
    if len(subject.runs) == 1:
        about = scenario_about(subject.world, text)
        opening = [text("report-sum-one", scenario=subject.labels[0])]
        yield Paragraph(joined(text, [*opening, about] if about else opening))
        if subject.runs[0].status == "solved":
            yield Paragraph(summary(subject, subject.runs[0]), "lead")
        return
    count = len(subject.runs)
    yield Paragraph(text("report-sum-several", count=count, years=subject.span, reference=subject.reference), "lead")
    pairs = []
    for label, world, run in zip(subject.labels, worlds, subject.runs, strict=True):
        said = summary(subject, run) if run.status == "solved" else text("report-sum-unsolved")
        about = scenario_about(world, text)
        pairs.append((label, [about, said] if about else [said]))
    yield Terms(pairs)


def _scoreboard(subject: Subject) -> Iterator[Part]:
    text, run = subject.text, subject.runs[0]
    heads = [Head(text("report-item")), Head(text("head-measured-in"))]
    heads += [Head(label, numbers=True) for label in subject.labels]
    rows: list[list[str | Cell]] = [
        [Cell(row.words, part=row.part), row.unit, *row.cells] for row in scoreboard(text, subject.runs)
    ]
    yield Table(text("report-scoreboard-caption", reference=subject.reference), heads, rows)
    if run.scoreboard.discount_rate and len(run.years) > 1:
        rate = percent(run.scoreboard.discount_rate)
        yield Paragraph(text("run-discounted", rate=rate, year=run.years[0]), "note")
    says = text("report-chart-emissions-says", reference=subject.reference)
    yield from _figure(charts.emissions_against_reference, subject, says)


def _prices(subject: Subject) -> Iterator[Part]:
    text, unit = subject.text, subject.units.price
    last = subject.years[-1]
    how = "report-chart-prices-how" if len(subject.solved.runs) > 1 else "report-chart-prices-how-one"
    yield from _figure(price_charts.prices_by_system, subject, text(how, year=last))
    yield from _figure(price_charts.prices_over_years, subject, text("report-chart-years-how"))
    names, keys = price_charts.system_names(subject), by_size(subject.runs)
    years = subject.years
    if len(years) * len(subject.runs) > COLUMNS_MOST:
        years = tuple(dict.fromkeys((years[0], last)))
    found = [prices_of(run) for run in subject.runs]
    # All prices with the same decimals, so that a row can be compared.
    cells = column(
        [of.get((*key, year)) for key in keys for of in found for year in years], decimals_least=PRICE_DECIMALS
    )
    width = len(found) * len(years)
    rows = [(names[key], *cells[place * width : (place + 1) * width]) for place, key in enumerate(keys)]
    if not rows:
        return
    heads = [Head(text("head-mechanism")), *(Head(str(year), numbers=True) for _ in found for year in years)]
    groups = [("", 1), *((label, len(years)) for label in subject.labels)]
    yield Table(text("report-prices-caption", unit=unit), heads, rows, groups if len(found) > 1 else ())


def _accounts(subject: Subject) -> Iterator[Part]:
    text, money = subject.text, subject.units.money
    yield from _figure(charts.gains_by_account, subject, text("report-chart-gains-how"))
    sums = [holder_sums(run) for run in subject.runs]
    holders = list(dict.fromkeys(holder for of in sums for holder in of))
    if not holders:
        return
    # The scenario that is told apart from the reference decides the order, where there is one.
    leading = next((of for of, run in zip(sums, subject.runs, strict=True) if not is_reference(run)), sums[0])
    holders.sort(key=lambda holder: -leading.get(holder, (0.0, 0.0, 0.0))[2])
    scale = max(abs(amount) for of in sums for amounts in of.values() for amount in amounts)
    heads, groups, columns = [Head(text("head-holder"))], [("", 1)], []
    for label, of, run in zip(subject.labels, sums, subject.runs, strict=True):
        kinds = [("head-cost", False), ("head-payments", True), ("head-gain", True)]
        if is_reference(run):
            kinds.pop()
        groups.append((label, len(kinds)))
        for place, (key, signed) in enumerate(kinds):
            values = [of[holder][place] if holder in of else None for holder in holders]
            heads.append(Head(text(key), numbers=True))
            columns.append(column(values, scale=scale, signed=signed))
    names = subject.names(holders)
    rows = [(names[holder], *cells) for holder, *cells in zip(holders, *columns, strict=True)]
    caption = text("report-accounts-caption", unit=money, reference=subject.reference)
    yield Table(caption, heads, rows, groups if len(sums) > 1 else ())
    yield Paragraph(text("report-accounts-note"), "note")


def _trade(subject: Subject) -> Iterator[Part]:
    text = subject.text
    yield from _figure(charts.flows_between_systems, subject, text("report-chart-flows-how"))
    found = [charts.traded(run) for run in subject.runs]
    largest: dict[tuple[str, str], float] = {}
    for of in found:
        for pair, units in of.items():
            largest[pair] = max(largest.get(pair, 0.0), units)
    pairs = sorted(largest, key=lambda pair: -largest[pair])
    if not pairs:
        return
    heads = [Head(text("head-from")), Head(text("head-into"))]
    heads += [Head(label, numbers=True) for label in subject.labels]
    scale = max(largest.values())
    cells = column([of.get(pair, 0.0) for pair in pairs for of in found], scale=scale)
    names = subject.names(mechanism for pair in pairs for mechanism in pair)
    rows = [
        (names[source], names[target], *cells[place * len(found) : (place + 1) * len(found)])
        for place, (source, target) in enumerate(pairs)
    ]
    yield Table(text("report-trade-caption", unit=subject.units.quantity, years=subject.span), heads, rows)


def _balances(subject: Subject) -> Iterator[Part]:
    """Targets and how they are kept: a table a scenario, since each has its own columns."""
    text, units = subject.text, subject.units
    several = len(subject.years) > 1
    for label, run in zip(subject.labels, subject.runs, strict=True):
        rows = sorted(run.balances, key=lambda row: (subject.name(row.party), row.period, row.year))
        if not rows:
            continue
        heads = [Head(text("head-party")), Head(text("head-target-of"))]
        heads += [Head(text("head-year"))] if several else []
        kinds = ("target", "inventory", "adjustments", "missed")
        heads += [Head(text(f"head-{kind}"), units.quantity, numbers=True) for kind in kinds]
        heads.append(Head(text("head-price"), units.price, numbers=True))
        columns = [column([getattr(row, kind) for row in rows], signed=kind == "adjustments") for kind in kinds]
        columns.append(column([row.price for row in rows], decimals_least=PRICE_DECIMALS))
        made = [
            (subject.name(row.party), _target(text, row), *([str(row.year)] if several else []), *cells)
            for row, *cells in zip(rows, *columns, strict=True)
        ]
        yield Table(text("report-balances-caption", scenario=label), heads, made)


def _target(text: Text, row: Balance) -> str:
    return text("balance-enforced" if row.enforced else "balance-memo", period=row.period)


def _setters(subject: Subject) -> Iterator[Part]:
    """What sets each price of the first scenario that is solved, in the last year."""
    subject = subject.solved
    if not subject.runs:
        return
    text, run, year = subject.text, subject.runs[0], subject.years[-1]
    names = price_charts.system_names(subject)
    rows = {(row.mechanism, row.unit_class): row for row in run.markets if row.year == year}
    keys = [key for key in by_size([run]) if key in rows and price_of(rows[key]) is not None]
    if not keys:
        return
    prices = column([price_of(rows[key]) for key in keys], decimals_least=PRICE_DECIMALS)
    heads = [
        Head(text("head-mechanism")),
        Head(text("head-price"), subject.units.price, numbers=True),
        Head(text("head-set-by")),
    ]
    made = [
        (names[key], price, set_by(subject, rows[key].price_set_by, price_of(rows[key])))
        for key, price in zip(keys, prices, strict=True)
    ]
    yield Paragraph(text("report-setters-note"))
    yield Table(text("report-setters-caption", scenario=subject.labels[0], year=year), heads, made)


def basis_parts(subject: Subject) -> Iterator[Part]:
    """How well founded the figures are, and how exactly the answers hold."""
    text, runs = subject.text, subject.runs
    yield Paragraph(text("report-basis-words", as_of=subject.world.world.as_of))
    yield from _figure(charts.standing_of_figures, subject, text("report-chart-figures-says"))
    statuses = [status for status in STRENGTH if any(run.marked.get(status) for run in runs)]
    if statuses:
        heads = [Head(text("head-status")), Head(text("report-meaning"))]
        heads += [Head(label, numbers=True) for label in subject.labels]
        rows = [
            (
                text(f"status-{status}"),
                text(f"status-{status}-means"),
                *(percent(run.marked.get(status, 0.0)) for run in runs),
            )
            for status in statuses
        ]
        yield Table(text("report-basis-caption"), heads, rows)
    largest = max(run.residual for run in runs)
    yield Paragraph(text("report-basis-residual", residual=f"{largest:.0e}", most=RESIDUAL_MOST))


def sources_parts(subject: Subject, worlds: Sequence[World]) -> Iterator[Part]:
    """Every source that the worlds cite."""
    text, found = subject.text, cited(worlds)
    if not found:
        return
    classes = [one for one in ("A", "B", "C", "fact") if any(one == source.licence_class for source in found.values())]
    yield Paragraph(joined(text, (text(f"report-licence-{one.lower()}") for one in classes)))
    keys = ("key", "title", "publisher", "year", "licence")
    heads = [Head(text(f"report-source-{key}"), numbers=key == "year") for key in keys]
    rows = [
        (
            Cell(key, anchor=f"source-{key}"),
            Cell(source.title, link=source.address),
            source.publisher,
            str(source.year or ""),
            source.licence,
        )
        for key, source in found.items()
    ]
    yield Table(text("report-sources-caption", count=len(rows)), heads, rows)


def _again(subject: Subject, worlds: Sequence[World], command: str) -> Iterator[Part]:
    text = subject.text
    yield Paragraph(text("report-again-words"))
    yield Command(command)
    heads = [Head(text("report-scenario")), Head(text("report-scenario-id"))]
    rows = [(label, scenario_label(world)) for label, world in zip(subject.labels, worlds, strict=True)]
    yield Table(text("report-again-caption"), heads, rows)
