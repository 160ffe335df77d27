"""`comity registry aef`, `aef-check`, `aef-match`: submissions written, checked and matched at the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from comity.formats.aef import read, write
from comity.formats.aef_from_registry import Filing, Particulars, file
from comity.registry.store import open_store
from comity.text import LANGUAGES
from tests.cli.registry_agreed import FILING, at
from tests.cli.terminal import Ran, comity
from tests.formats.aef_cases import hold
from tests.formats.aef_reports import beside, block, report

WITH = ("--with", "filing.toml")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A registry in which a host has sold and a buyer used, and the file of what it does not know."""
    monkeypatch.delenv("COMITY_REGISTRY", raising=False)
    monkeypatch.chdir(tmp_path)
    Path("filing.toml").write_text(FILING, encoding="utf-8")
    with at(datetime(2026, 6, 1, tzinfo=UTC)):
        for line in (
            "init --id tutorial",
            "declare ITMO itmo",
            "open ghana party-holding --party GHA",
            "open swiss party-holding --party CHE --holder KliK",
            "authorise GH-1 GHA --approach CA0001 --purpose ndc --entity KliK",
            "issue 100 ITMO --to ghana --mechanism coop --host GHA --vintage 2026 --authorisation GH-1",
            "transfer 60 ITMO --from ghana --to swiss",
            "use-ndc 20 ITMO --from swiss --year 2026",
        ):
            assert done(*line.split()).code == 0, line
        yield


def done(*arguments: str) -> Ran:
    return comity("registry", *arguments)


def answer(*arguments: str, code: int = 0) -> dict[str, Any]:
    ran = done(*arguments, "--json")
    assert (ran.code, ran.err) == (code, "")
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_a_submission_is_what_the_registry_files() -> None:
    found = answer("aef", "GHA", "2026", "ghana.json", *WITH)
    assert found["rows"] == {"submission": 1, "authorizations": 1, "actions": 2, "holdings": 1, "entities": 1}
    assert (found["party"], found["year"], found["left_out"]) == ("GHA", 2026, [])
    written = read(Path("ghana.json"))
    filing = Filing(
        party="GHA",
        year=2026,
        date=written.submission.date,
        ndc_first=2021,
        ndc_last=2030,
        registries={"tutorial": "GHA01"},
        particulars={
            "GH-1": Particulars(sectors=("Energy generation",), mitigation="Emission reductions", oimp="CORSIA")
        },
    )
    with open_store("registry.db") as store:
        assert file(store, filing).report == written
    assert [(one.name, one.id, one.country) for one in written.entities] == [("KliK", "KliK", "CHE")]


def test_every_form_holds_the_same() -> None:
    for target in ("one.xlsx", "one.json", "one.zip", "one"):
        assert done("aef", "CHE", "2026", target, *WITH).code == 0
        assert read(Path(target)) == read(Path("one.json" if target != "one.xlsx" else "one.xlsx"))
    assert read(Path("one.xlsx")) == read(Path("one"))
    assert read(Path("one")).actions[-1].user_entity == "KliK"
    assert not [path.name for path in Path.cwd().iterdir() if path.name.startswith(".")]  # nothing half written


def test_nothing_that_stands_is_written_over() -> None:
    Path("ghana.json").write_text("mine", encoding="utf-8")
    ran = done("aef", "GHA", "2026", "ghana.json", *WITH)
    assert (ran.code, ran.out, Path("ghana.json").read_text(encoding="utf-8")) == (2, "", "mine")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("GHA", "2026", "x.pdf", *WITH), "x.pdf"),
        (("GHA", "26", "x.json", *WITH), "YEAR"),
        (("GHA", "2026", "x.json"), "--with"),
        (("GHA", "2026", "x.json", "--with", "nowhere.toml"), "nowhere.toml"),
        (("GHA", "2026", "x.json", "--with", "less.toml"), "less.toml:1  ndc-last"),
        (("GHA", "2026", "x.json", "--with", "none.toml"), "particulars.GH-1"),
        (("Ghana", "2026", "x.json", *WITH), "ParticipatingParty"),
    ],
)
def test_what_is_missing_is_named(arguments: tuple[str, ...], named: str) -> None:
    Path("less.toml").write_text(FILING.replace("ndc-last = 2030\n", ""), encoding="utf-8")
    Path("none.toml").write_text(FILING.split("[")[0] + "\n", encoding="utf-8")
    ran = done("aef", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert named in ran.err
    assert not Path("x.json").exists()


def test_two_submissions_of_one_registry_agree() -> None:
    done("aef", "GHA", "2026", "ghana.xlsx", *WITH)
    done("aef", "CHE", "2026", "swiss", *WITH)
    for target in ("ghana.xlsx", "swiss"):
        assert answer("aef-check", target, "--first")["findings"] == []
    found = answer("aef-match", "swiss", "ghana.xlsx")
    assert [(one["party"], one["file"]) for one in found["submissions"]] == [("CHE", "swiss"), ("GHA", "ghana.xlsx")]
    assert [(one["giver"], one["taker"], one["units"]) for one in found["pairs"]] == [("GHA", "CHE", 60)]
    assert found["findings"] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_findings_are_said_and_are_no_success(lang: str) -> None:
    write(hold(report(), block(1, 10)), Path("bad.json"))  # first transferred long ago, and held all the same
    found = answer("aef-check", "bad.json", "--first", code=1)
    assert found["earlier"] == []
    assert found["findings"]
    ran = done("aef-check", "bad.json", "--first", "--lang", lang)
    assert (ran.code, ran.err) == (1, "")
    for finding in found["findings"]:
        assert f"[{finding['code']}]" in ran.out
        assert finding["table"] in ran.out
    unknown = answer("aef-check", "bad.json", code=1)
    assert unknown["earlier"] is None
    assert "opening-unknown" in {one["code"] for one in unknown["findings"]}


def test_earlier_submissions_are_looked_at() -> None:
    write(report(), Path("one.json"))
    write(report(), Path("two.json"))
    found = answer("aef-check", "two.json", "--earlier", "one.json", code=1)
    assert [one["version"] for one in found["earlier"]] == ["1.0"]
    assert "submission-repeated" in {one["code"] for one in found["findings"]}
    assert done("aef-check", "two.json", "--earlier", "one.json", "--first").code == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_disagreements_are_printed(lang: str) -> None:
    write(report(), Path("host.json"))
    write(beside(), Path("buyer.json"))
    assert answer("aef-match", "host.json", "buyer.json")["findings"] == []
    cut = beside()
    write(type(cut)(cut.submission, cut.authorizations, (), (), cut.entities), Path("silent.json"))
    found = answer("aef-match", "host.json", "silent.json", code=1)
    assert {one["code"] for one in found["findings"]} == {"transfer-unmatched"}
    ran = done("aef-match", "host.json", "silent.json", "--lang", lang)
    assert (ran.code, ran.err) == (1, "")
    assert "transfer-unmatched" in ran.out


def test_what_is_no_submission_is_no_input() -> None:
    for arguments in (("aef-check", "filing.toml"), ("aef-check", "nowhere.json"), ("aef-match", "filing.toml", ".")):
        ran = done(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err
