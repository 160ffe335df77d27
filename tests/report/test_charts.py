"""Charts: they show the answer's values, are drawn without a network, and left out where there is nothing to show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree  # type: ignore[import-untyped]

from comity.report import charts, price_charts
from comity.report.chart_style import Drawn, svg
from comity.report.rows import price_of
from comity.report.subject import Subject
from comity.text import LANGUAGES, Language
from tests.report.conftest import Answers

DRAW: dict[str, Callable[[Subject], Drawn | None]] = {
    "prices": price_charts.prices_by_system,
    "years": price_charts.prices_over_years,
    "gains": charts.gains_by_account,
    "flows": charts.flows_between_systems,
    "emissions": charts.emissions_against_reference,
    "figures": charts.standing_of_figures,
}


def drawn(name: str, subject: Subject) -> Drawn:
    """A chart that there must be."""
    chart = DRAW[name](subject)
    assert chart is not None
    return chart


def rows(chart: Drawn) -> list[dict[str, Any]]:
    """The data of a chart."""
    spec = chart.to_dict()
    found: list[dict[str, Any]] = spec["datasets"][spec["data"]["name"]]
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", DRAW)
def test_a_chart_is_drawn_with_marks_titles_and_words_for_the_blind(
    answers: Answers, name: str, lang: Language
) -> None:
    subject = answers.subject(lang)
    chart = drawn(name, subject)
    spec = chart.to_dict()
    assert rows(chart)
    image = etree.fromstring(svg(chart, "first-"))
    shown = "".join(image.itertext())
    assert spec["title"]["text"] in shown
    assert spec["title"]["subtitle"] in shown
    assert image.xpath("string(@aria-label)") == spec["description"]
    assert image.xpath("count(//*[local-name() = 'path' or local-name() = 'text'])") > 10
    ids = image.xpath("//@id")
    assert all(id.startswith("first-") for id in ids)
    assert not image.xpath("//*[local-name() = 'image' or local-name() = 'script' or local-name() = 'foreignObject']")


@pytest.mark.parametrize("name", DRAW)
def test_the_languages_share_nothing_but_numbers(answers: Answers, name: str) -> None:
    english, chinese = (drawn(name, answers.subject(lang)).to_dict() for lang in LANGUAGES)
    assert english["title"]["text"] != chinese["title"]["text"]
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in str(english))
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese["description"])


def test_prices_are_those_of_the_last_year(answers: Answers) -> None:
    subject = answers.subject()
    shown = {(row["scenario"], row["system"]): row["price"] for row in rows(drawn("prices", subject))}
    for label, run in zip(subject.labels, answers.runs, strict=True):
        for market in run.markets:
            if market.year == 2030 and market.mechanism == "alpha-ets":
                assert shown[label, "Alphaland Emissions Trading Scheme"] == price_of(market)
    assert len(shown) == sum(price_of(m) is not None and m.year == 2030 for run in answers.runs for m in run.markets)


def test_prices_that_are_the_same_are_one_grey_dot(answers: Answers) -> None:
    by_system: dict[str, list[dict[str, Any]]] = {}
    for row in rows(drawn("prices", answers.subject())):
        by_system.setdefault(row["system"], []).append(row)
    for found in by_system.values():
        span = max(row["price"] for row in found) - min(row["price"] for row in found)
        assert {row["alike"] for row in found} == {span <= price_charts.ALIKE * 93.7}


def test_gains_add_up_to_what_the_scoreboard_says_is_saved(answers: Answers) -> None:
    subject = answers.subject()
    shown = rows(drawn("gains", subject))
    assert {row["scenario"] for row in shown} == {subject.labels[0], subject.labels[2]}  # not the reference
    for label, run in zip(subject.labels, answers.runs, strict=True):
        if label != subject.labels[1]:
            total = sum(row["gain"] for row in shown if row["scenario"] == label)
            assert total == pytest.approx(run.scoreboard.cost_saved, rel=0.01)
            assert sum(charts.gains(run).values()) == pytest.approx(run.scoreboard.cost_saved)


def test_emissions_change_by_what_the_air_sees(answers: Answers) -> None:
    subject = answers.subject()
    shown = {(row["scenario"], row["year"]): row["change"] for row in rows(drawn("emissions", subject))}
    assert shown == {
        (label, row.year): row.change
        for label, run in zip(subject.labels, answers.runs, strict=True)
        if label != subject.labels[1]
        for row in run.air
    }


def test_shares_of_figures_are_whole(answers: Answers) -> None:
    shares: dict[str, float] = {}
    for row in rows(drawn("figures", answers.subject())):
        shares[row["scenario"]] = shares.get(row["scenario"], 0.0) + row["share"]
    assert list(shares.values()) == pytest.approx([1.0] * 3)


def test_nothing_to_show_is_no_chart(answers: Answers) -> None:
    run = answers.runs[1]
    nothing = run.model_copy(update={"markets": (), "flows": (), "holders": (), "air": run.air, "marked": {}})
    subject = Subject(answers.worlds[1], (nothing,), ("x",), answers.subject().text)
    assert [name for name, draw in DRAW.items() if draw(subject) is not None] == []


def test_one_year_has_no_chart_over_years(answers: Answers) -> None:
    run = answers.runs[0].model_copy(update={"years": (2030,)})
    subject = Subject(answers.worlds[0], (run,), ("x",), answers.subject().text)
    assert price_charts.prices_over_years(subject) is None
    assert price_charts.prices_by_system(subject) is not None


def test_two_of_one_name_stay_apart(answers: Answers) -> None:
    world = answers.worlds[0]
    beta = world.mechanism["beta-ets"]
    alike = world.mechanism | {"beta-ets": beta.model_copy(update={"name": world.mechanism["alpha-ets"].name})}
    subject = Subject(world.model_copy(update={"mechanism": alike}), answers.runs[:1], ("x",), answers.subject().text)
    names = price_charts.system_names(subject)
    assert len(set(names.values())) == len(names)
    assert subject.names(["alpha-ets", "AAA"])["alpha-ets"] == "Alphaland Emissions Trading Scheme"
    assert subject.names(["alpha-ets", "beta-ets"])["beta-ets"] == "Alphaland Emissions Trading Scheme (beta-ets)"


def test_what_is_not_solved_is_in_no_chart(answers: Answers, unsolved: Answers) -> None:
    both = Answers(answers.worlds[:1] + unsolved.worlds, answers.runs[:1] + unsolved.runs)
    assert both.subject().solved.labels == answers.subject().labels[:1]
