"""`comity map`: what it prints, what it writes, what it refuses."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.cli.wrap import columns_of
from comity.results.map import Map, MapDiff
from comity.text import LANGUAGES, Language, load
from comity.world import World
from tests.cli.terminal import SAMPLE, Ran, comity

WHERE = f"{SAMPLE}/"
YEAR = ("map", "2026", "--year", "2012")


@cache
def told(lang: Language) -> Ran:
    """What is printed of a year."""
    return comity(*YEAR, "--lang", lang)


@cache
def answer() -> Map:
    """The same as JSON, with every pair."""
    return Map.model_validate_json(comity(*YEAR, "--json", "--all").out)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_speaks_either_language(lang: Language) -> None:
    ran, text = told(lang), load(lang)
    assert (ran.code, ran.err) == (0, "")
    assert not re.search(r"\{ ?\$|\b(map|mode|layer|kind|family|basis|head)-[a-z]+-?[a-z]*\b(?=\s|$)", ran.out)
    for key in ("map-modes", "map-mechanisms", "map-pairs", "map-happened"):
        assert text(key) in ran.out
    title = text.name(World.load("2026").world.title.model_dump())
    assert ran.out.startswith(text("map-title", year=2012, world=title))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_numbers_printed_are_those_of_the_answer(lang: Language) -> None:
    out, text, found = told(lang).out, load(lang), answer()
    layers = Counter(one.layer for one in found.mechanisms)
    words = {name: layers[name] for name in ("complex", "cluster", "linkage")}
    assert text("map-layers", year=2012, count=len(found.mechanisms), **words) in " ".join(out.split("\n"))
    for mode, count in Counter(pair.mode for pair in found.pairs).items():
        assert re.search(rf"{text(f'mode-{mode}')} +{text('map-pairs-count', count=count)}\n", out)
    for name in ("mechanisms", "links", "conflicts"):
        value = getattr(found.metrics, name)
        assert re.search(rf"{re.escape(text(f'map-measure-{name}'))} +{value} ", out)


def test_json_is_one_object_of_its_shape() -> None:
    ran = comity(*YEAR, "--json")
    assert ran.err == ""
    found, all_of_it = Map.model_validate_json(ran.out), answer()
    assert found.schema_.name == "map"
    assert (found.world, found.year) == ("2026", 2012)
    assert {pair.mode for pair in found.pairs} == {pair.mode for pair in all_of_it.pairs} - {"indifference"}
    assert found.pairs == tuple(pair for pair in all_of_it.pairs if pair.mode != "indifference")
    count = len(all_of_it.mechanisms)
    assert len(all_of_it.pairs) == count * (count - 1) // 2
    assert all(one.trace for one in found.mechanisms if one.rule in ("supervision", "derivation", "object"))
    assert found.mechanisms == all_of_it.mechanisms


def test_a_year_without_links_and_a_world_without_much() -> None:
    early = comity("map", "2026", "--year", "1990", "--lang", "en")
    assert early.code == 0
    assert "2 mechanisms at the end of 1990" in early.out
    small = comity("map", WHERE, "--lang", "en")
    assert small.code == 0
    assert "3 mechanisms at the end of 2026" in small.out
    assert "1 pair\n" in small.out


def test_all_shows_every_row() -> None:
    names = World.load("2026").mechanism
    shown = comity(*YEAR, "--all", "--lang", "zh").out
    assert all(re.sub("（.*?）", "", names[one.id].name.zh or "") in shown for one in answer().mechanisms)
    assert load("zh")("map-more", more=1)[:4] not in shown


@settings(max_examples=4, deadline=None)
@given(columns=st.integers(60, 110), lang=st.sampled_from(LANGUAGES))
def test_it_fits_any_terminal(columns: int, lang: Language) -> None:
    ran = comity("map", WHERE, "--lang", lang, columns=columns)
    assert ran.code == 0
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in ran.out.splitlines()]
    own = [line for line in lines if WHERE not in line]  # what is to be typed is never broken
    assert max(map(columns_of, own)) <= columns


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("--year", "1989"), "1989"),
        (("--year", "2036"), "2036"),
        (("--year", "soon"), "soon"),
        (("--export", "map.pdf"), "map.pdf"),
        (("--export", "nowhere/map.html"), "nowhere/map.html"),
        (("--scenario", "nope"), "nope"),
        (("--diff", "2026", "2026", "--year", "2020"), "2026 2026"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(arguments: tuple[str, ...], found: str) -> None:
    where = () if "--diff" in arguments else (WHERE,)
    ran = comity("map", *where, *arguments, "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert f"found {found}, expected" in ran.err
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err


def test_worlds_that_are_not_there_are_refused() -> None:
    for arguments in (("map", "nowhere"), ("map", "--diff", "2026", "nowhere")):
        ran = comity(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "nowhere" in ran.err


@pytest.mark.parametrize("ending", ["graphml", "gexf", "csv", "zip", "html"])
def test_files_are_written_by_their_ending(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"map.{ending}"
    ran = comity("map", WHERE, "--export", str(file), "--lang", "zh")
    assert ran.code == 0
    written = file.with_name("map.csv.zip") if ending == "csv" else file
    assert [path.name for path in tmp_path.iterdir()] == [written.name]
    assert load("zh")("map-written", file=str(written)) in ran.out.replace("\n", "")
    content = written.read_bytes()
    if ending in ("csv", "zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert len(archive.namelist()) == 4
    elif ending == "html":
        assert b'<html lang="zh-Hans">' in content
        assert f"comity map {WHERE} --export {file}".encode() in content
    else:
        read: Any = nx.read_graphml if ending == "graphml" else nx.read_gexf
        assert "mechanism:alpha-ets" in read(io.BytesIO(content))


def test_a_file_that_is_there_stays_whole_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "map.graphml"
    file.write_text("before", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr("os.fsync", fail)
    ran = comity("map", WHERE, "--export", str(file))
    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    assert file.read_text(encoding="utf-8") == "before"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_changed_is_told_change_by_change(lang: Language) -> None:
    ran = comity("map", "--diff", WHERE, WHERE, "--scenario", "linked", "--lang", lang)
    found = MapDiff.model_validate_json(comity("map", "--diff", WHERE, WHERE, "--scenario", "linked", "--json").out)
    assert ran.code == 0
    assert (found.old, found.new) == ("sample", "sample+linked")
    assert load(lang)("map-diff-count", count=len(found.notices)) in ran.out
    for notice in found.notices:
        assert "".join(getattr(notice.words, lang).split()) in "".join(ran.out.split())


def test_nothing_changed_between_a_world_and_itself() -> None:
    same = comity("map", "--diff", WHERE, WHERE, "--json")
    assert json.loads(same.out)["notices"] == []
    assert load("en")("map-diff-none") in comity("map", "--diff", WHERE, WHERE, "--lang", "en").out


@pytest.mark.slow
def test_gains_are_solved_where_they_are_asked_for() -> None:
    ran = comity("map", "2026", "--year", "2008", "--gains", "--json")
    priced = [pair for pair in Map.model_validate_json(ran.out).pairs if pair.gain is not None]
    assert ("che-ets", "nzl-ets") in {(pair.a, pair.b) for pair in priced}
    assert all(pair.basis == "market" for pair in priced if pair.mode in ("benign-synergy", "constructive-cooperation"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_says_whether_gains_are_known(lang: Language) -> None:
    text = load(lang)
    for options, key in (((), "map-gains-unknown"), (("--gains",), "map-gains-none")):
        ran = comity("map", WHERE, *options, "--lang", lang)
        assert "".join(text(key).split()) in "".join(ran.out.split())
