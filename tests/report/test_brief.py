"""The negotiator's brief: two pages, the numbers of the answer, their ranges, and sources that exist."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

import pytest

from comity import report
from comity.report.brief_sources import basis_of
from comity.report.comparison_words import of_sides, spanned, verdict
from comity.results import LinkAnswer, Verdict
from comity.text import LANGUAGES, Language, load
from comity.world import World
from tests.report.comparisons import (
    HOSTILE,
    PAGE_MM,
    height_mm,
    linked,
    of_2026,
    opened,
    rows_of,
    sample,
    with_borders,
    words_of,
)


def brief(lang: Language, answer: LinkAnswer | None = None, world: World | None = None) -> bytes:
    return report.brief(linked() if answer is None else answer, world or sample(), load(lang))


def claims(lang: Language) -> set[str]:
    """What a cell says of who gains and of who loses."""
    return {load(lang)("verdict-gain", sign=sign) for sign in ("more", "less")}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_prices_and_accounts_are_those_of_the_answer(lang: Language) -> None:
    rows, answer = rows_of(opened(brief(lang))), linked()
    for change in answer.change:
        if change.measure == "price" and change.mechanism in answer.terms.mechanisms and change.year in (2026, 2030):
            cells = [spanned(change.before), spanned(change.after), spanned(change.change, signed=True)]
            assert any(row[1:5] == [str(change.year), *cells] for row in rows)
    own = of_sides(sample(), answer)
    assert {row.holder for row in own} == {"AAA", "BBB", "alpha-ets", "beta-ets"}
    for one in own:
        pair = [spanned(one, signed=True), verdict(load(lang), one)]
        assert any(row[2:4] == pair or row[4:6] == pair for row in rows), one
    for risk in answer.risks:
        cells = [str(risk.year), spanned(risk.before, signed=True), spanned(risk.after, signed=True)]
        assert any(row[2:] == cells for row in rows)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_trade_air_and_what_would_turn_a_verdict_are_said(lang: Language) -> None:
    words, text, answer = words_of(opened(brief(lang))), load(lang), linked()
    for account in ("air", "claimed-twice"):
        row = next(row for row in answer.verdicts if row.account == account)
        assert f"{spanned(row, signed=True)} Mt CO2e" in words
    traded = next(row for row in answer.verdicts if (row.holder, row.account) == ("alpha-ets", "net-import"))
    buyer = text.name(sample().mechanism["alpha-ets"].name.model_dump())
    assert text("link-buys", buyer=buyer, amount=spanned(traded), unit="Mt CO2e") in words
    turns = [row.turn for row in answer.verdicts if row.turn and row.holder in ("AAA", "BBB")]
    assert turns
    for turn in turns:
        mechanism = text.name(sample().mechanism[turn.mechanism].name.model_dump())
        of = text(f"link-turn-{turn.of}", mechanism=mechanism)
        assert text("report-turn", of=of, times=f"{turn.times:g}") in words


def test_borders_are_told_with_money_where_the_tonnes_are_known() -> None:
    document = opened(brief("en", with_borders(linked(), 10)))
    tables = [table for table in document.tables if table.rows[0].cells[0].text.startswith("Border of")]
    assert [len(table.rows) for table in tables] == [3, 5]  # share and charge; tonnes and payment besides
    years = [[cell.text for cell in table.rows[0].cells[1:]] for table in tables]
    assert years == [["2026", "2028", "2030", "2033", "2035"]] * 2  # of ten years five, with the first and the last
    assert "1,234 (617 … 2,468)" in [cell for row in rows_of(document) for cell in row]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_fits_on_two_pages(lang: Language) -> None:
    world, answer = of_2026()
    document = opened(brief(lang, answer, world))
    page = document.sections[0]
    assert page.page_width is not None
    assert page.page_height is not None
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert PAGE_MM < height_mm(document) < 1.9 * PAGE_MM
    heads = [table.rows[0]._tr.trPr for table in document.tables]
    assert all(head is not None and head.xpath("./w:tblHeader") and head.xpath("./w:cantSplit") for head in heads)
    assert sum(len(table.rows) for table in document.tables) < 60


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_typeface_has_chinese_letters(lang: Language) -> None:
    document = opened(brief(lang))
    for style in ("Normal", "Title", "Heading 1"):
        fonts = document.styles[style].element.rPr.rFonts
        found = {kind: fonts.get(f"{{{fonts.nsmap['w']}}}{kind}") for kind in ("ascii", "eastAsia", "asciiTheme")}
        assert found == {"ascii": "Arial", "eastAsia": "Microsoft YaHei", "asciiTheme": None}
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            hint = run._r.xpath("./w:rPr/w:rFonts/@w:hint")
            assert hint == (["eastAsia"] if re.search("[\u4e00-\u9fff]", run.text) else [])


def test_the_sources_it_lists_exist_and_are_those_of_the_two_systems() -> None:
    world, answer = of_2026()
    basis = basis_of(world, answer.terms.mechanisms)
    rows = rows_of(opened(brief("en", answer, world)))
    start = next(place for place, row in enumerate(rows) if row[0] == load("en")("brief-source"))
    shown = [(*row[:4], int(row[4])) for row in rows[start + 1 :]]
    expected = [
        (source.title, source.publisher, str(source.year or "–"), source.licence, count)
        for key, source, count in basis.sources
        if source is world.source[key]
    ]
    assert len(shown) > 15
    assert shown == expected
    # Whoever edits a figure of either system, or of what it covers, is cited; who describes other things is not.
    assert {"rice50", "decision-2015-1814", "icap-chn"} <= {key for key, _, _ in basis.sources}
    assert "reut-chn" not in {key for key, _, _ in basis.sources}
    assert basis.statuses["assumed"] > 0
    assert sum(basis.statuses.values()) > 50


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_more_sources_than_there_is_room_for_it_says_how_many(
    lang: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = len(basis_of(sample(), linked().terms.mechanisms).sources)
    monkeypatch.setattr("comity.report.brief_page.SOURCES_MOST", 1)
    words = words_of(opened(brief(lang)))
    assert sources > 1
    assert load(lang)("brief-sources-more", count=sources - 1) in words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_gains_and_losses_are_only_said_where_all_variants_agree(lang: Language) -> None:
    text, answer = load(lang), linked()
    undecided = answer.model_copy(
        update={"verdicts": tuple(row.model_copy(update={"sign": "?", "turn": None}) for row in answer.verdicts)}
    )
    sentences = [text(key, accounts="").strip() for key in ("report-gains", "report-loses")]
    decided, words = words_of(opened(brief(lang))), words_of(opened(brief(lang, undecided)))
    assert claims(lang) <= set(decided.splitlines())
    assert all(sentence in decided for sentence in sentences)
    assert not claims(lang) & set(words.splitlines())
    assert not any(sentence in words for sentence in sentences)
    for row in answer.verdicts:  # the sign that is said is that of the range
        assert (row.sign == "?") == (not row.low > 0 and not row.high < 0), row


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_solved_has_no_answer(lang: Language) -> None:
    answer = linked("impossible")
    document, text = opened(brief(lang, answer, sample("impossible"))), load(lang)
    words = words_of(document)
    assert answer.before.status == "unmet"
    assert text("report-not-compared") in words
    assert text("status-unmet") in words
    assert text("brief-answer") not in words
    assert "1,000,000" not in words
    assert not claims(lang) & set(words.splitlines())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_names_are_only_words(lang: Language) -> None:
    names = {f"mechanism.{id}.name.{one}": HOSTILE * 40 for id in ("alpha-ets", "beta-ets") for one in ("en", "zh")}
    content = brief(lang, with_borders(linked(), 3), sample().with_(names))
    document = opened(content)
    assert height_mm(document) < 2 * PAGE_MM
    assert '<script>alert("x")</script> & \ufffd {} =1+1' in words_of(document)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert b"<script" not in file.read("word/document.xml")


def test_the_same_answer_gives_the_same_bytes() -> None:
    answer = linked()
    content = brief("zh", answer)
    again = brief("zh", LinkAnswer.model_validate_json(answer.model_dump_json(by_alias=True)))
    assert content == again
    about = opened(content).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("Comity", "Comity", "")
    assert about.created is not None
    assert about.created == about.modified
    assert about.created.replace(tzinfo=None) == datetime.combine(sample().world.as_of, datetime.min.time())
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_two_mechanisms_of_one_party_have_one_account_each() -> None:
    answer = linked()
    world = sample().with_({"mechanism.beta-ets.balance": "AAA"})
    rows = rows_of(opened(brief("en", answer, world)))
    cost = next(row for row in rows if row[0] == "net cost")
    net: Verdict = next(row for row in answer.verdicts if (row.holder, row.account) == ("AAA", "net-cost"))
    assert cost[2] == spanned(net, signed=True)
    assert cost[4] == "0"


def test_nothing_in_it_is_an_address_to_fetch() -> None:
    with zipfile.ZipFile(io.BytesIO(brief("en"))) as file:
        for name in file.namelist():
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in file.read(name)
