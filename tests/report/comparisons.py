"""Answers of `compare` and `link` on the sample world, solved once, and the documents that are made of them."""

from __future__ import annotations

import io
from functools import cache
from math import ceil
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from docx import Document

from comity.market.compare import compare
from comity.market.link import link
from comity.results import Border, Comparison, LinkAnswer, Range
from comity.world import World
from comity.world.linking import Link
from tests.cli.terminal import SAMPLE

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

HOSTILE = '<script>alert("x")</script> & \x01 {} \n=1+1'
PAGE_MM = 297 - 2 * 13
MM_PER_POINT = 25.4 / 72


@cache
def sample(*scenarios: str) -> World:
    """The sample world."""
    return World.load(SAMPLE, *scenarios)


@cache
def linked(*scenarios: str) -> LinkAnswer:
    """What a link of its two markets would do."""
    return link(sample(*scenarios), Link(first="alpha-ets", second="beta-ets"))


@cache
def compared() -> Comparison:
    """What its scenario `linked` changes."""
    return compare(sample(), sample("linked"))


def with_borders(answer: LinkAnswer, years: int) -> LinkAnswer:
    """The answer with charges at both borders, of one of which the tonnes are known."""
    first, second = answer.terms.mechanisms
    rows = [
        Border(
            mechanism=mechanism,
            exporter=exporter,
            year=2026 + year,
            share=0.025 + year / 10,
            charge=Range(central=123.4, low=61.7, high=246.8),
            tonnes=tonnes,
            payment=tonnes and Range(central=1234.0, low=617.0, high=2468.0),
        )
        for mechanism, exporter, tonnes in ((first, second, None), (second, first, 10.0))
        for year in range(years)
    ]
    return answer.model_copy(update={"borders": tuple(rows)})


def of_2026() -> tuple[World, LinkAnswer]:
    """The world of 2026, and the sample's answer as if it were one on two of its systems: with their names, figures and
    sources, which fill more of a page than the sample's."""
    named = {"alpha-ets": "chn-national", "beta-ets": "eu-ets", "AAA": "CHN", "BBB": "EUU", "CCC": "CHE"}
    words = with_borders(linked(), 10).model_dump_json(by_alias=True)
    for ours, theirs in named.items():
        words = words.replace(f'"{ours}"', f'"{theirs}"')
    return World.load("2026"), LinkAnswer.model_validate_json(words)


def opened(content: bytes) -> WordDocument:
    """A brief, as a word processor reads it."""
    return Document(io.BytesIO(content))


def rows_of(document: WordDocument) -> list[list[str]]:
    """The rows of all its tables, with plain spaces and minus signs."""
    return [[cell.text.replace("\u00a0", " ") for cell in row.cells] for table in document.tables for row in table.rows]


def words_of(document: WordDocument) -> str:
    """All it says, a line a paragraph or cell."""
    cells = [cell for row in rows_of(document) for cell in row]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def height_mm(document: WordDocument) -> float:
    """How high all of it is, one below the other, reckoned from the size of the letters."""
    total = sum(_paragraph_mm(paragraph, 180.0) for paragraph in document.paragraphs)
    for table in document.tables:
        for row in table.rows:
            total += 0.7 + max(_paragraph_mm(cell.paragraphs[0], cell.width.mm - 2) for cell in row.cells)
    return total


def _paragraph_mm(paragraph: Paragraph, width_mm: float) -> float:
    form, style = paragraph.paragraph_format, paragraph.style
    assert style is not None
    assert style.font.size is not None
    size = max((run.font.size.pt for run in paragraph.runs if run.font.size), default=style.font.size.pt)
    if form.line_spacing is not None and not isinstance(form.line_spacing, float):
        return float(form.line_spacing.mm)  # of exactly that height
    width_mm -= form.left_indent.mm if form.left_indent else 0
    wide = sum(east_asian_width(letter) in "WF" for letter in paragraph.text)
    ems = wide + 0.52 * (len(paragraph.text) - wide)
    lines = max(ceil(ems * size * MM_PER_POINT / width_mm), 1)
    after = style.paragraph_format.space_after if form.space_after is None else form.space_after
    around = sum(space.pt for space in (style.paragraph_format.space_before, after) if space)
    return float(lines * size * (1.45 if wide else 1.17) + around) * MM_PER_POINT
