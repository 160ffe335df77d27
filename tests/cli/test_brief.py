"""`comity link --brief` and `--out`, `comity compare --out`, as they are typed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from docx import Document

from comity.text import LANGUAGES, Language, load
from tests.cli.terminal import comity

LINK = ("alpha-ets", "beta-ets")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_brief_is_written_in_the_language_of_the_face(where: str, tmp_path: Path, lang: Language) -> None:
    file = tmp_path / "brief.docx"
    ran = comity("link", where, *LINK, "--brief", str(file), "--lang", lang)
    assert ran.code == 0
    assert load(lang)("link-brief-written", file=str(file)).split()[0] in ran.out
    words = [paragraph.text for paragraph in Document(str(file)).paragraphs]
    assert load(lang)("brief-answer") in words
    title = {"en": "Alphaland Emissions Trading Scheme linked with", "zh": "甲国碳排放交易体系与"}[lang]
    assert words[0].startswith(title)
    assert words[0] in " ".join(ran.out.split())


def test_the_same_command_writes_the_same_file(where: str, tmp_path: Path) -> None:
    for name in ("a.docx", "b.DOCX"):
        assert comity("link", where, *LINK, "--years", "2026", "--brief", str(tmp_path / name)).code == 0
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.DOCX").read_bytes()


@pytest.mark.parametrize("name", ["brief.pdf", "brief", ".docx", "nowhere/brief.docx", "folder.docx", ""])
def test_another_kind_of_file_is_refused_before_anything_is_solved(where: str, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.docx").mkdir()
    file = f"{tmp_path}/{name}" if name else ""
    ran = comity("link", where, *LINK, "--brief", file)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("--brief: found ")
    assert load("en")("expected-brief-file") in ran.err
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


def test_a_full_disk_leaves_the_old_brief(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "brief.docx"
    file.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr(os, "fsync", full)
    ran = comity("link", where, *LINK, "--years", "2026", "--brief", str(file))
    assert ran.code == 2
    assert "No space left" in ran.err
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["brief.docx"]


@pytest.mark.parametrize(
    ("verb", "asked"), [("link", LINK), ("compare", ("--scenario", "linked"))], ids=["link", "compare"]
)
def test_files_hold_what_json_says(where: str, tmp_path: Path, verb: str, asked: tuple[str, ...]) -> None:
    folder = tmp_path / "out" / "inner"
    ran = comity(verb, where, *asked, "--years", "2026", "--out", str(folder), "--json")
    assert ran.code == 0
    assert json.loads((folder / f"{verb}.json").read_text(encoding="utf-8")) == json.loads(ran.out)
    assert {"report.html", "tables.xlsx", "verdicts-money.csv"} <= {path.name for path in folder.iterdir()}
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert f"comity {verb} {where}" in page
    assert "--years 2026:2026" in page


@pytest.mark.parametrize("verb", ["link", "compare"])
def test_a_file_in_the_way_is_refused(where: str, tmp_path: Path, verb: str) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    asked = LINK if verb == "link" else ("--scenario", "linked")
    ran = comity(verb, where, *asked, "--out", str(tmp_path / "out"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("--out: ")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_solved_is_written_and_said(where: str, tmp_path: Path, lang: Language) -> None:
    file = tmp_path / "brief.docx"
    ran = comity("link", where, *LINK, "--scenario", "impossible", "--brief", str(file), "--lang", lang)
    assert ran.code == 1
    words = [paragraph.text for paragraph in Document(str(file)).paragraphs]
    assert load(lang)("report-not-compared") in words
    assert load(lang)("brief-answer") not in words
