"""The computed layers beside the literature's, and the page that shows them."""

from __future__ import annotations

from collections import Counter

from comity.regime.layers import RULES, layers
from comity.studies.pages import filled
from comity.studies.regime_layers import BASES, LAYERS, PAGE, Claim, claims, disagreements, run, tables
from comity.world.world import World

WORLD = World.load("2026")


def test_every_mechanism_has_a_claim() -> None:
    claimed = claims()
    assert set(claimed) == set(WORLD.mechanism)
    assert {claim.layer for claim in claimed.values()} == set(LAYERS)
    assert {claim.by for claim in claimed.values()} == set(BASES)
    assert all(bool(claim.page) == (claim.by == "paper") for claim in claimed.values())


def test_a_disagreement_is_told_with_its_trace() -> None:
    """A claim that is turned round must come out."""
    claimed = claims()
    id = next(id for id, placed in layers(WORLD).items() if placed.rule == "supervision")
    turned = claimed | {id: Claim("cluster", "46", "paper")}
    assert set(disagreements(layers(WORLD), turned)) - set(disagreements(layers(WORLD), claimed)) == {id}
    found = tables(WORLD, turned)["disagreements"]
    assert f"| `{id}` | cluster | 46 | complex | supervision | " in found
    assert " → ".join(f"`{one}`" for one in layers(WORLD)[id].trace) in found


def test_each_rule_left_out_moves_what_it_placed() -> None:
    placed = Counter(one.rule for one in layers(WORLD).values())
    lines = run()[PAGE]["removed"].splitlines()[2:]
    assert {line.split(" | ")[0][2:]: int(line.split(" | ")[1]) for line in lines} == {r: placed[r] for r in RULES}


def test_the_pages_are_current() -> None:
    for page, found in run().items():
        text = page.read_text(encoding="utf-8")
        assert filled(text, found) == text
