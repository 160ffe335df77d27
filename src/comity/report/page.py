"""The shell of a report: one HTML file that holds all it shows and loads nothing, for a screen, for paper, read aloud.

A report is a title and sections; a section is a heading and parts. What a part says is text: whatever it holds is
escaped. Only the charts of a `Figure`, which vl-convert drew, go in as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from comity.report.chart_style import Drawn
    from comity.text import Text

HERE = Path(__file__).parent
LANGUAGE_TAGS = {"en": "en", "zh": "zh-Hans"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: of the text, the first one (`lead`), or a small one (`note`)."""

    words: str
    style: Literal["text", "lead", "note"] = "text"
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Caution:
    """What a reader must know before using what follows, and where it is so."""

    words: str
    places: Sequence[str] = ()
    kind: Literal["caution"] = "caution"


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms, each with one or more paragraphs on it."""

    pairs: Sequence[tuple[str, Sequence[str]]]
    kind: Literal["terms"] = "terms"


@dataclass(frozen=True, slots=True)
class Command:
    """What to type."""

    words: str
    kind: Literal["command"] = "command"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is more than words: with an address to follow, a place to come to, or as part of the row above."""

    words: str
    link: str = ""
    anchor: str = ""
    part: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: what it is, in which unit; numbers stand to the right."""

    words: str
    unit: str = ""
    numbers: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. The first cell of a row is its head. `groups`: heads above the heads, each over so many columns."""

    caption: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[str | Cell]]
    groups: Sequence[tuple[str, int]] = ()
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with what it shows in words, and how it is read."""

    chart: Drawn
    caption: str
    kind: Literal["figure"] = "figure"

    def svg(self, prefix: str) -> str:
        """The chart, drawn; `prefix` begins its ids."""
        from comity.report.chart_style import svg

        return svg(self.chart, prefix)


Part = Paragraph | Caution | Terms | Command | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A section: where it can be linked to, its heading, its parts."""

    anchor: str
    heading: str
    parts: Sequence[Part]


def page(text: Text, title: str, subtitle: str, sections: Sequence[Section]) -> str:
    """The HTML of a report in the language of `text`. Sections without parts are left out."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["followed"] = followed
    return environment.get_template("page.html").render(
        language=LANGUAGE_TAGS[text.lang],
        title=title,
        subtitle=subtitle,
        sections=[section for section in sections if section.parts],
        styles=(HERE / "page.css").read_text(encoding="utf-8"),
        contents=text("report-contents"),
        made_with=text("report-made-with"),
    )


def followed(address: str) -> str:
    """Where an address leads: a web address, or a DOI; empty for all else, which is never made a link."""
    if address.startswith(("https://", "http://", "#")):
        return address
    return f"https://doi.org/{address.removeprefix('doi:')}" if address.startswith("doi:") else ""
