"""The report: one file that loads nothing, whole and sound in both languages, and with the answer's numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]

from comity.report.page import Caution, Cell, Command, Head, Paragraph, Section, Table, Terms, followed, page
from comity.report.rows import scoreboard
from comity.report.run_page import run_page
from comity.report.subject import Subject
from comity.text import LANGUAGES, Language, load
from comity.world import World
from tests.report.conftest import Answers

BYTES_MOST = 2_500_000
HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}"
VOID = {"meta", "br", "link", "img", "hr", "input"}


class Balance(HTMLParser):
    """Every element that is opened is closed, innermost first."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> Language:
    """Either language."""
    found: Language = request.param
    return found


@pytest.fixture
def source(written: dict[Language, Path], lang: Language) -> str:
    """The report's file."""
    content = (written[lang] / "report.html").read_bytes()
    assert len(content) < BYTES_MOST
    return content.decode("utf-8")


@pytest.fixture
def tree(source: str) -> html.HtmlElement:
    """The report, parsed."""
    return html.document_fromstring(source)


def table_after(tree: html.HtmlElement, section: str, which: int = 0) -> Iterator[list[str]]:
    """The rows of a table in a section."""
    for row in tree.get_element_by_id(section).findall(".//table")[which].iterfind("tbody/tr"):
        yield [" ".join(cell.text_content().split()) for cell in row]


def test_it_is_sound_html_in_its_language(source: str, tree: html.HtmlElement, lang: Language) -> None:
    parser = Balance()
    parser.feed(source)
    assert (parser.open, parser.wrong) == ([], [])
    assert tree.get("lang") == {"en": "en", "zh": "zh-Hans"}[lang]
    assert source.startswith("<!DOCTYPE html>")
    assert [id for id, times in Counter(tree.xpath("//@id")).items() if times > 1] == []


def test_nothing_is_loaded_from_anywhere(source: str, tree: html.HtmlElement) -> None:
    assert tree.xpath("//@src | //*[local-name() = 'image' or local-name() = 'use']/@*[contains(name(), 'href')]") == []
    assert tree.xpath("//link | //script | //iframe | //object | //embed | //base") == []
    assert re.findall(r"@import|url\((?!#)", source) == []
    addresses = re.findall(r"https?://[^\s\"'<]+", source)
    namespaces = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert set(addresses) <= namespaces | set(tree.xpath("//a/@href"))
    assert "default-src 'none'" in source


def test_links_inside_lead_somewhere(tree: html.HtmlElement) -> None:
    inside = [href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")]
    assert len(inside) > 5
    assert [id for id in inside if not tree.xpath("//*[@id = $id]", id=id)] == []
    clips = [id for one in tree.xpath("//@clip-path") for id in re.findall(r"#([^)]+)", one)]
    assert [id for id in clips if not tree.xpath("//*[@id = $id]", id=id)] == []


def test_tables_and_charts_can_be_read_aloud(tree: html.HtmlElement) -> None:
    tables, charts = tree.findall(".//table"), tree.findall(".//figure")
    assert len(charts) == 6
    for table in tables:
        assert table.find("caption").text_content().strip()
        assert {th.get("scope") for th in table.iter("th")} <= {"row", "col", "colgroup"}
        heads = sum(int(cell.get("colspan", 1)) for cell in table.xpath("thead/tr[last()]/*"))
        assert {len(row) for row in table.xpath("tbody/tr")} == {heads}
        for groups in table.xpath("thead/tr[position() < last()]"):
            assert sum(int(cell.get("colspan", 1)) for cell in groups) == heads
    for figure in charts:
        assert figure.find("figcaption").text_content().strip()
        (image,) = figure.xpath(".//*[local-name() = 'svg']")
        assert image.get("role") == "img"
        assert len(image.get("aria-label")) > 20


def test_the_scoreboard_is_that_of_the_terminal(answers: Answers, tree: html.HtmlElement, lang: Language) -> None:
    wanted = [[row.words, row.unit, *row.cells] for row in scoreboard(load(lang), answers.runs)]
    found = [[cell.replace("−", "-") for cell in row] for row in table_after(tree, "scoreboard")]
    assert found == wanted


def test_prices_are_those_of_the_answers(answers: Answers, tree: html.HtmlElement, lang: Language) -> None:
    subject = answers.subject(lang)
    row = next(row for row in table_after(tree, "prices") if row[0] == subject.name("alpha-ets"))
    found = [m.price for run in answers.runs for m in run.markets if m.mechanism == "alpha-ets"]
    assert [float(cell) for cell in row[1:]] == pytest.approx(found, abs=0.005)


def test_summary_and_basis_say_their_numbers(answers: Answers, tree: html.HtmlElement, lang: Language) -> None:
    said = tree.get_element_by_id("summary").text_content()
    board = answers.runs[0].scoreboard
    assert f"{board.real_cost:,.0f}" in said
    assert f"{board.claimed_twice:.3f}" in said
    assert f"{board.cost_saved / board.reference_cost:.0%}" in said
    for label in answers.subject(lang).labels:
        assert label in said
    basis = tree.get_element_by_id("basis").text_content()
    assert all(f"{share:.0%}" in basis for share in answers.runs[0].marked.values())


def test_every_source_that_is_cited_is_listed(answers: Answers, tree: html.HtmlElement) -> None:
    rows = list(table_after(tree, "sources"))
    assert [row[0] for row in rows] == list(answers.worlds[0].source)
    assert tree.xpath("//section[@id = 'sources']//a/@href") == ["https://doi.org/10.0000/example"]


def test_targets_and_what_sets_prices_are_there(answers: Answers, tree: html.HtmlElement, lang: Language) -> None:
    name = answers.subject(lang).name
    rows = list(table_after(tree, "balances"))
    assert {row[0] for row in rows} == {name(row.party) for row in answers.runs[0].balances}
    setters = {row[0]: row[2] for row in table_after(tree, "setters")}
    assert name("alpha-power") in setters[name("alpha-ets")]


def test_it_says_what_to_type(answers: Answers, tree: html.HtmlElement) -> None:
    command = "comity run sample --scenario linked --beside base --beside linked+adjusted --out report"
    assert tree.xpath("string(//section[@id = 'again']//pre)") == command
    text = load("en")
    typed = run_page(answers.worlds[:1], answers.runs[:1], text, "comity run 'my world/'")
    assert html.document_fromstring(typed).xpath("string(//pre)") == "comity run 'my world/'"


def test_the_same_answer_is_the_same_page(answers: Answers, source: str, lang: Language) -> None:
    command = "comity run sample --scenario linked --beside base --beside linked+adjusted --out report"
    assert run_page(answers.worlds, answers.runs, load(lang), command) == source


def test_what_is_not_solved_is_said_first_and_drawn_nowhere(unsolved: Answers, lang: Language) -> None:
    text = load(lang)
    tree = html.document_fromstring(run_page(unsolved.worlds, unsolved.runs, text, ""))
    caution = tree.xpath("//section[@id = 'summary']/div[@class = 'caution']")[0].text_content()
    assert text("run-status-unmet", residual="") in caution
    assert unsolved.subject(lang).name("beta-ets") in caution
    assert tree.findall(".//figure") == []


def hostile_world(world: World) -> World:
    """A world whose names would be markup, were they not escaped."""
    names = world.world.title.model_copy(update={"en": HOSTILE, "zh": HOSTILE})
    mechanism = {id: one.model_copy(update={"name": names}) for id, one in world.mechanism.items()}
    source = {
        key: one.model_copy(update={"title": HOSTILE, "address": "javascript:alert(1)"})
        for key, one in world.source.items()
    }
    settings = world.world.model_copy(update={"title": names})
    made = world.model_copy(update={"mechanism": mechanism, "source": source, "world": settings})
    made._folder = world.folder
    return made


def test_hostile_names_are_only_words(answers: Answers, lang: Language) -> None:
    world = hostile_world(answers.worlds[0])
    source = run_page((world, *answers.worlds[1:]), answers.runs, load(lang), HOSTILE)
    tree = html.document_fromstring(source)
    assert tree.xpath("//script | //@onload | //@onclick") == []
    assert [href for href in tree.xpath("//a/@href") if not href.startswith("#")] == []
    assert tree.xpath("string(//h1)") == HOSTILE
    assert tree.xpath("string(//pre)") == HOSTILE


def test_any_sections_make_a_page(lang: Language) -> None:
    sections = [
        Section("a", "First", [Paragraph("p & q", "lead"), Caution("c", ["here"]), Terms([("t", ["d1", "d2"])])]),
        Section("b", "Second", [Command("x"), Table("cap", [Head("h"), Head("n", "u", numbers=True)], [["r", "-1"]])]),
        Section("c", "Third", [Table("cap", [Head("h")], [[Cell("r", link="https://example.org/", anchor="r")]])]),
        Section("d", "Left out", []),
    ]
    tree = html.document_fromstring(page(load(lang), "T", "S", sections))
    assert [section.get("id") for section in tree.iter("section")] == ["a", "b", "c"]
    assert [a.get("href") for a in tree.iter("a")] == ["#a", "#b", "#c", "https://example.org/"]
    assert tree.xpath("string(//section[@id = 'b']//tbody//td)") == "−1"
    assert tree.xpath("string(//section[@id = 'a']//p)") == "p & q"


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("doi:10.1/x", "https://doi.org/10.1/x"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("10.1/x", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_are_followed(address: str, leads: str) -> None:
    assert followed(address) == leads


def test_scenarios_are_called_by_their_titles(answers: Answers) -> None:
    assert answers.subject().labels[:2] == ("The link enters into force", "Files as they stand")
    twice = Subject.of(answers.worlds[:1] * 2, answers.runs[:1] * 2, load("en"))
    assert twice.labels == ("linked (1)", "linked (2)")
