"""The map as a page: one file that loads nothing, whole in both languages, with the numbers of the answer."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest
from lxml import html  # type: ignore[import-untyped]

from comity.report.regime_page import map_page
from comity.report.regime_subject import MapSubject
from comity.text import LANGUAGES, Language, load
from comity.world import World
from tests.cli.terminal import SAMPLE
from tests.report.regime_world import subject

YEAR = 2012
COMMAND = "comity map 2026 --year 2012 --export map.html"
FIGURES = 5


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> Language:
    """Either language."""
    found: Language = request.param
    return found


@cache
def source(lang: Language) -> str:
    """The page of a year."""
    return map_page(subject(YEAR, lang), COMMAND)


def parsed(lang: Language) -> html.HtmlElement:
    """The page, parsed."""
    return html.document_fromstring(source(lang))


def test_nothing_is_loaded_from_anywhere(lang: Language) -> None:
    tree = parsed(lang)
    assert tree.xpath("//@src | //*[local-name() = 'image' or local-name() = 'use']/@*[contains(name(), 'href')]") == []
    assert tree.xpath("//link | //script | //iframe | //object | //embed | //base") == []
    assert re.findall(r"@import|url\((?!#)", source(lang)) == []
    namespaces = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert set(re.findall(r"https?://[^\s\"'<]+", source(lang))) <= namespaces


def test_it_is_in_its_language_with_every_figure(lang: Language) -> None:
    tree = parsed(lang)
    assert tree.get("lang") == {"en": "en", "zh": "zh-Hans"}[lang]
    assert [id for id, times in Counter(tree.xpath("//@id")).items() if times > 1] == []
    figures = tree.findall(".//figure")
    assert len(figures) == FIGURES
    for figure in figures:
        assert figure.find("figcaption").text_content().strip()
        (image,) = figure.xpath(".//*[local-name() = 'svg']")
        assert len(image.get("aria-label")) > 20
    assert not re.search(r"\{ ?\$|(map|report-regime|mode|layer|kind|family)-[a-z]+-?[a-z]* =", tree.text_content())
    assert tree.xpath("string(//section[@id = 'again']//pre)") == COMMAND


def test_numbers_are_those_of_the_answer(lang: Language) -> None:
    of, tree = subject(YEAR, lang), parsed(lang)
    answer = of.answer(everything=True)
    said = tree.get_element_by_id("summary").text_content()
    assert str(len(answer.mechanisms)) in said
    for mode, count in Counter(pair.mode for pair in answer.pairs).items():
        assert of.text(f"mode-{mode}") in said
        assert str(count) in said
    mechanisms = tree.xpath("//section[@id = 'mechanisms']//tbody/tr")
    assert len(mechanisms) == len(answer.mechanisms)
    names = {row[0].text_content() for row in mechanisms}
    assert names == {of.text.name(of.world.mechanism[one.id].name.model_dump()) for one in answer.mechanisms}
    cells = {row[0].text_content(): row[1].text_content() for row in tree.xpath("//section[@id = 'complexity']//tr")}
    assert cells[of.text("map-measure-mechanisms")] == str(answer.metrics.mechanisms)
    assert cells[of.text("map-measure-links")] == str(answer.metrics.links)


def test_every_link_is_told(lang: Language) -> None:
    of = subject(YEAR, lang)
    rows = parsed(lang).xpath("(//section[@id = 'network']//table)[1]/tbody/tr")
    told = {(cell, row[0].text_content()) for row in rows for cell in re.split(r"; |；", row[1].text_content())}
    assert told == {(of.name(link.takes[0].of), of.name(link.gives[0].of)) for link in of.regime.links}


def test_the_same_regime_is_the_same_page() -> None:
    again = MapSubject(subject(YEAR).world, YEAR, load("en"))
    assert map_page(again, COMMAND) == source("en")


def test_a_world_of_three_has_a_page_too(lang: Language) -> None:
    tree = html.document_fromstring(map_page(MapSubject(World.load(SAMPLE), 2026, load(lang)), "x", everything=True))
    assert len(tree.xpath("//section[@id = 'mechanisms']//tbody/tr")) == 3
