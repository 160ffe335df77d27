"""A comparison as a workbook: notes on what it says, a sheet a table, the sources it rests on."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from comity.report.comparison_short import answer_in_short
from comity.report.comparison_words import (
    cautions,
    is_solved,
    limits,
    subject_of,
    terms_words,
    title_of,
    under_words,
)
from comity.report.excel import data_sheet, line, meanings, sources_sheet, standing
from comity.report.subject import Subject
from comity.results import LinkAnswer

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

    from comity.report.tables import ResultTable
    from comity.results import Comparison
    from comity.text import Text
    from comity.world import World


#: The three columns of a range.
RANGE = ("central", "low", "high")


def comparison_excel(world: World, answer: Comparison, tables: Sequence[ResultTable], text: Text) -> bytes:
    """The workbook. Words are in the language of `text`; names of sheets and columns are those of the JSON."""
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook()
    book.remove(book.active)
    _notes(book.create_sheet("notes"), subject_of(world, answer, text), answer, tables)
    for table in tables:
        data_sheet(book.create_sheet(table.name), table)
    sources_sheet(book.create_sheet("sources"), world, text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _notes(sheet: Worksheet, subject: Subject, answer: Comparison, tables: Sequence[ResultTable]) -> None:
    """The answer in short; what was asked; the standing of the figures; what each column means."""
    text = subject.text
    line(sheet, [title_of(subject, answer)], head=True)
    for words, places in cautions(subject):
        line(sheet, [words, *places])
    for what, sentences in answer_in_short(subject, answer) if is_solved(answer) else ():
        for place, words in enumerate(sentences):
            line(sheet, ["" if place else what, words])
    line(sheet, [])
    line(sheet, [text("report-notes")], head=True)
    for what, value in _about(subject, answer):
        line(sheet, [what, value])
    standing(sheet, answer.after, text)
    meanings(sheet, tables, text, lambda _, column: meaning(text, column.key))


def meaning(text: Text, key: str) -> str:
    """What a column holds: of one of the three of a range, that of the range, and which of its ends it is."""
    name, _, end = key.partition(".")
    if key in RANGE:
        return text(f"report-range-{key}")
    if end in RANGE:
        return text("report-of", what=meaning(text, name), words=text(f"report-range-{end}"))
    return text(f"report-compared-column-{key.replace('.', '-').replace('_', '-')}")


def _about(subject: Subject, answer: Comparison) -> Iterator[tuple[str, Any]]:
    text, settings = subject.text, subject.world.world
    yield text("report-world"), text.name(settings.title.model_dump())
    yield text("report-world-id"), answer.after.world
    if isinstance(answer, LinkAnswer):
        yield text("report-terms"), terms_words(subject, answer.terms)
    yield text("head-before"), subject.labels[0]
    yield text("head-after"), subject.labels[1]
    yield text("report-as-of"), settings.as_of.isoformat()
    yield text("report-years"), ", ".join(map(str, answer.after.years))
    yield text("report-status"), text(f"status-{answer.after.status}")
    yield text("report-residual"), max(answer.before.residual, answer.after.residual)
    yield text("report-discount-rate"), answer.discount_rate
    yield text("report-unit-price"), answer.units.price
    yield text("report-unit-quantity"), answer.units.quantity
    yield text("report-unit-money"), answer.units.money
    yield text("report-ranges"), under_words(subject, answer)
    yield text("report-limits-head"), limits(subject)
