"""The second part of a registry's life: what was agreed, and the books of Kyoto and Paris, in a registry of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from tests.cli.registry_story import Story

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
AGREED = ("--registry", "agreed.db")
TODAY = datetime(2026, 6, 1, tzinfo=UTC)
FROM = ("--effective", "2026-01-01")
LINK = "agreement.link.clauses.b-in-a"


@contextmanager
def at(now: datetime = TODAY) -> Iterator[None]:
    """It is that moment, for a registry."""
    with patch("comity.registry.ledger.utc_now", lambda: now):
        yield


def tell_agreed(story: Story) -> None:
    """Run the verbs; the current folder is the story's own."""
    with at():
        story.step("init20", "--id", "tutorial", *AGREED)
        _kyoto(story)
        _paris(story)
        _links(story)
        _market(story)
        story.step("tallies", *AGREED)
        story.step("journal20", "--all", *AGREED)
        story.step("holdings20", *AGREED)
        story.step("holdings21", "--blocks", *AGREED)
        story.step("verify20", "--redecide", *AGREED)
        _reported(story)


FILING = """\
date = 2027-04-15
ndc-first = 2021
ndc-last = 2030
registries = { tutorial = "GHA01" }

[particulars.GH-1]
sectors = ["Energy generation"]
mitigation = "Emission reductions"
oimp = "CORSIA"
"""


def _reported(story: Story) -> None:
    (story.folder / "filing.toml").write_text(FILING, encoding="utf-8")
    for number, (party, target) in enumerate((("GHA", "ghana.xlsx"), ("CHE", "swiss.json")), start=20):
        story.step(f"aef{number}", party, "2026", target, "--with", "filing.toml", *AGREED)
        story.step(f"aef-check{number}", target, "--first")
    story.step("aef-match", "ghana.xlsx", "swiss.json")


def _kyoto(story: Story) -> None:
    def step(name: str, *arguments: str) -> None:
        story.step(name, *arguments, *AGREED)

    for number, (unit_type, family) in enumerate({"AAU": "aau", "ERU": "eru", "lCER": "lcer"}.items(), start=20):
        step(f"declare{number}", unit_type, family)
    step("open20", "russia", "party-holding", "--party", "RUS")
    step("commit", "RUS", "1000", "--period", "2008-2012", "--inventory", "150", "--years", "5", "--not-eligible")
    given = ("--host", "RUS", "--period", "2008-2012", "--to", "russia")
    step("issue20", "100", "AAU", *given, "--mechanism", "kyoto")
    step("convert-to-eru", "10", "AAU", "--from", "russia", "--project", "RU1000001", "--verified-by-committee")
    step("issue21", "10", "lCER", *given, "--mechanism", "cdm", "--expires", "2026-12-31")
    step("change-expiry", "10", "lCER", "--from", "russia", "--expires", "2026-05-31")
    step("expire-units", "10", "lCER", "--from", "russia")


def _paris(story: Story) -> None:
    def step(name: str, *arguments: str) -> None:
        story.step(name, *arguments, *AGREED)

    step("declare23", "ITMO", "itmo")
    step("open21", "ghana", "party-holding", "--party", "GHA")
    step("open22", "swiss", "party-holding", "--party", "CHE")
    step("approach", "CA0001", "active", "--party", "GHA", "--party", "CHE", "--since", "2026-01-01")
    what = ("--approach", "CA0001", "--quantity", "50", "--vintages", "2021-2030")
    use = ("--purpose", "ndc", "--purpose", "other", "--entity", "swiss", "--entity", "ghana")
    step("authorise", "GH-1", "GHA", *what, *use, "--first-transfer", "authorisation")
    step("issue22", "40", "ITMO", "--to", "ghana", "--mechanism", "coop", "--host", "GHA", "--vintage", "2026")
    step("authorise-units", "30", "ITMO", "--from", "ghana", "--authorisation", "GH-1")
    step("transfer20", "20", "ITMO", "--from", "ghana", "--to", "swiss")
    step("use-ndc", "5", "ITMO", "--from", "swiss", "--year", "2026")
    step("accredit", "DNV", "--reason", "assessed")
    step("obligation20", "ghana", "10", "--mechanism", "coop", "--period", "2025", "--verifier", "DNV")
    step("accredit2", "DNV", "--not-accredited", "--reason", "withdrawn")
    step("assess", "ghana", "--mechanism", "coop", "--period", "2025", "--next-period", "2026")


def _links(story: Story) -> None:
    def step(name: str, *arguments: str) -> None:
        story.step(name, *arguments, *AGREED)

    step("open23", "alpha", "party-holding", "--party", "A")
    step("open24", "beta", "party-holding", "--party", "B")
    step("adopt", f"{GOLDEN / 'link-convert'}/", *FROM)
    step(
        "issue23",
        "100",
        "UB",
        "--to",
        "beta",
        "--mechanism",
        "ets-b",
        "--vintage",
        "2030",
        "--under",
        "mechanism.ets-b.cap",
    )
    between = ("--from", "beta", "--to", "alpha", "--into", "ets-a")
    step("convert", "9", "UB", *between)
    step("return", "2", "UB-image", "--from", "alpha", "--to", "beta")
    step("adopt2", f"{GOLDEN / 'link-reissue'}/", *FROM)
    step("reissue", "8", "UB", *between, "--under", LINK)
    step("adopt3", "tutorial", "--scenario", "full-link", *FROM)
    step("write-off", LINK)


def _market(story: Story) -> None:
    def step(name: str, *arguments: str) -> None:
        story.step(name, *arguments, *AGREED)

    step("issue24", "9", "SUA", "--to", "SOUTH-holding", "--mechanism", "south-ets", "--vintage", "2026")
    step("move", "9", "SUA", "--from", "SOUTH-holding", "--to", "NORTH-holding", "--into", "north-ets")
    step("adopt4", "tutorial", "--scenario", "link", *FROM)
    step("adopt5", "tutorial", "--scenario", "link", *FROM)
    step("settle", "tutorial", "--scenario", "link", "--year", "2030")
    step("settle2", "tutorial", "--scenario", "link", "--year", "2030")
