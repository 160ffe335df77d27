"""A document for people who decide: A4, a plain typeface that has Chinese, compact tables, the same bytes every time.

The typeface is named for Latin and for Chinese letters apart, so that a word processor never picks one by itself.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from comity.report.subject import clean

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    from comity.text import Language

LATIN_FONT = "Arial"
CHINESE_FONT = "Microsoft YaHei"
TAGS = {"en": "en-GB", "zh": "zh-CN"}
AUTHOR = "Comity"
MARGIN_MM, SIDE_MM = 13, 15
WIDTH_MM = 210 - 2 * SIDE_MM
INK, SOFT, ACCENT, LINE, TINT, WARN = "1F2D3A", "56636E", "0B5A8A", "B9C4CD", "EEF3F6", "9A3412"
TEXT_POINTS, TABLE_POINTS, NOTE_POINTS, SMALL_POINTS = 9.5, 7.5, 7.5, 7
LABEL_MM, ITEM_MM = 24, 3.5
PROPERTY_LETTERS_MOST = 255  # the format allows no more
ROWS_TOGETHER_MOST = 10  # a table no longer than that stands on one page
#: The start of the time that ZIP files can tell: the date of a document stands in its properties.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: what it is, how wide; numbers stand to the right."""

    words: str
    width_mm: float
    numbers: bool = False


class Paper:
    """A document that is written from the top: a title, headings, paragraphs, tables."""

    def __init__(self, lang: Language, title: str, subject: str, day: date) -> None:
        """`day` is its date, in its properties: a document made again is the same."""
        from docx import Document

        self._document: WordDocument = Document()
        _settle(self._document)
        about = self._document.core_properties
        about.title, about.subject = on_one_line(title)[:PROPERTY_LETTERS_MOST], on_one_line(subject)
        about.author = about.last_modified_by = AUTHOR
        about.created = about.modified = datetime.combine(day, time(), UTC).replace(tzinfo=None)
        about.comments, about.keywords, about.language, about.revision = "", "", TAGS[lang], 1

    def title(self, words: str) -> None:
        """What it is called."""
        _run(self._document.add_paragraph(style="Title"), words)

    def heading(self, words: str) -> None:
        """Begin a section."""
        _run(self._document.add_paragraph(style="Heading 1"), words)

    def say(self, words: str, *, points: float = TEXT_POINTS, colour: str = INK, bold: bool = False) -> None:
        """A paragraph."""
        _run(self._document.add_paragraph(), words, points=points, colour=colour, bold=bold)

    def tell(self, what: str, words: str, *, width_mm: float = LABEL_MM, together: bool = False) -> None:
        """A paragraph beside what it is of; `together` with what follows on one page."""
        from docx.shared import Mm

        paragraph = self._document.add_paragraph()
        form = paragraph.paragraph_format
        form.left_indent, form.first_line_indent = Mm(width_mm), Mm(-width_mm)
        form.tab_stops.add_tab_stop(Mm(width_mm))
        form.keep_with_next = together
        _run(paragraph, f"{what}\t", colour=ACCENT, bold=True)
        _run(paragraph, words)

    def items(self, found: Sequence[str]) -> None:
        """A list, on one page."""
        for place, words in enumerate(found, start=1):
            self.tell("•", words, width_mm=ITEM_MM, together=place < len(found))

    def table(self, heads: Sequence[Head], rows: Sequence[Sequence[str]], *, points: float = TABLE_POINTS) -> None:
        """A table whose head stands again on the next page; no row is broken between two."""
        from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        table = self._document.add_table(rows=1 + len(rows), cols=len(heads))
        table.autofit = False
        _frame(table, [head.width_mm for head in heads])
        grid = [[head.words for head in heads], *rows]
        for number, (row, words) in enumerate(zip(table.rows, grid, strict=True)):
            _whole(row._tr, head=number == 0)
            for cell, head, given in zip(row.cells, heads, words, strict=True):
                cell.width, cell.vertical_alignment = Mm(head.width_mm), WD_CELL_VERTICAL_ALIGNMENT.CENTER
                paragraph = cell.paragraphs[0]
                if head.numbers:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                paragraph.paragraph_format.space_after = 0
                paragraph.paragraph_format.line_spacing = 1.0
                paragraph.paragraph_format.keep_with_next = len(rows) <= ROWS_TOGETHER_MOST and number < len(rows)
                _run(
                    paragraph,
                    unbroken(given) if head.numbers else given,
                    points=points,
                    bold=number == 0,
                    colour=SOFT if number == 0 else INK,
                )
        _gap(self._document.add_paragraph())

    def footer(self, words: str) -> None:
        """What stands at the foot of every page, with its number."""
        paragraph = self._document.sections[0].footer.paragraphs[0]
        _run(paragraph, f"{words} · ", colour=SOFT)
        _field(paragraph, "PAGE")
        _run(paragraph, " / ", colour=SOFT)
        _field(paragraph, "NUMPAGES")

    def content(self) -> bytes:
        """The file."""
        stream = io.BytesIO()
        self._document.save(stream)
        return _without_time(stream.getvalue())


def on_one_line(words: str) -> str:
    """Words as XML can hold them, on one line."""
    return clean(words).replace("\n", " ").replace("\r", " ")


def unbroken(number: str) -> str:
    """A number with its range, which may go on a line of its own, but whole."""
    central, mark, range_ = number.partition(" (")
    return central + mark + range_.replace(" ", "\u00a0")


def _run(paragraph: Paragraph, words: str, *, points: float = 0, colour: str = "", bold: bool | None = None) -> None:
    """Words at the end of a paragraph."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(on_one_line(words))
    run.bold = bold
    if points:
        run.font.size = Pt(points)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if _CHINESE.search(words):
        # Or quotation marks and ellipses, which both scripts have, would be Latin ones.
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")


def _settle(document: WordDocument) -> None:
    """Paper, typefaces, language and styles."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt, RGBColor

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(SIDE_MM)
    page.top_margin = page.bottom_margin = Mm(MARGIN_MM)
    page.header_distance = page.footer_distance = Mm(6)
    styles = document.styles
    # The properties of all letters that no style has others for.
    _typeface(styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr")[0])
    sizes = {
        "Normal": (TEXT_POINTS, 0, 2),
        "Title": (15, 0, 2),
        "Heading 1": (10.5, 6, 2),
        "Footer": (SMALL_POINTS, 0, 0),
    }
    bold = ("Title", "Heading 1")
    for name, (points, before, after) in sizes.items():
        style = styles[name]
        assert style.type == WD_STYLE_TYPE.PARAGRAPH
        _typeface(style.element.get_or_add_rPr())
        style.font.size, style.font.bold = Pt(points), name in bold
        style.font.color.rgb = RGBColor.from_string(ACCENT if name == "Heading 1" else INK)
        form = style.paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.0
        form.keep_with_next = name in bold
        for border in style.element.xpath("./w:pPr/w:pBdr"):
            border.getparent().remove(border)
        for spacing in style.element.xpath("./w:rPr/w:spacing | ./w:rPr/w:kern"):
            spacing.getparent().remove(spacing)


def _typeface(properties: Any) -> None:
    """Name the typefaces, in place of the theme's, and the languages."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for name in ("rFonts", "lang"):
        for old in properties.findall(qn(f"w:{name}")):
            properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for kind, font in (("ascii", LATIN_FONT), ("hAnsi", LATIN_FONT), ("eastAsia", CHINESE_FONT), ("cs", LATIN_FONT)):
        fonts.set(qn(f"w:{kind}"), font)
    properties.insert(0, fonts)
    language = OxmlElement("w:lang")
    # Latin words are English in either language: where they are Chinese they are broken at any letter.
    for kind, tag in (("val", TAGS["en"]), ("eastAsia", TAGS["zh"])):
        language.set(qn(f"w:{kind}"), tag)
    properties.append(language)


def _frame(table: Table, widths_mm: Sequence[float]) -> None:
    """Lines between rows only, cells close to their words, columns of these widths."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Mm

    thin, thick = (f'w:val="single" w:sz="{size}" w:space="0" w:color="{LINE}"' for size in (2, 6))
    table._tbl.tblPr.append(
        parse_xml(f"<w:tblBorders {nsdecls('w')}><w:top {thick}/><w:bottom {thick}/><w:insideH {thin}/></w:tblBorders>")
    )
    table._tbl.tblPr.append(
        parse_xml(
            f'<w:tblCellMar {nsdecls("w")}><w:top w:w="14" w:type="dxa"/><w:left w:w="50" w:type="dxa"/>'
            '<w:bottom w:w="14" w:type="dxa"/><w:right w:w="50" w:type="dxa"/></w:tblCellMar>'
        )
    )
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)


def _whole(row: Any, *, head: bool) -> None:
    """A row that no page breaks; a head besides that every page has again, on a tint."""
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import nsdecls

    properties = row.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
        for cell in row.tc_lst:
            shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{TINT}"/>'
            cell.get_or_add_tcPr().append(parse_xml(shade))


def _gap(paragraph: Paragraph) -> None:
    """What must stand between two tables, as low as can be."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing, form.space_after = WD_LINE_SPACING.EXACTLY, Pt(3), Pt(0)


def _field(paragraph: Paragraph, code: str) -> None:
    """A number that the word processor fills in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = code
        run._r.append(element)


def _without_time(content: bytes) -> bytes:
    """The same ZIP file with no time of day in it."""
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as given, ZipFile(stream, "w", ZIP_DEFLATED) as made:
        for name in given.namelist():
            info = ZipInfo(name, ZIP_TIME)
            info.compress_type, info.create_system = ZIP_DEFLATED, 0
            made.writestr(info, given.read(name))
    return stream.getvalue()
