"""The layers of the regime of `2026` as computed, beside where the literature puts each mechanism.

`python -m comity.studies.regime_layers` prints the tables of docs/regime/layers.md, and writes them there and, in
Chinese, into its twin.

The literature's assignment is an input of claims (`inputs/paper-layers.csv`): where Wang and Zhang (2021) name a
mechanism, with the page; where they do not, what a reading of their definitions gives. The rule of
`comity.regime.layers` has not seen it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from comity.regime.layers import RULES, Layer, Placed, layers
from comity.studies.pages import DOCS, publish, table
from comity.studies.regime_words import chinese, names_of
from comity.studies.world_2026_data import FOLDER, rows
from comity.world.read import read_world
from comity.world.world import World

PAGE, PAGE_ZH = (DOCS / "regime" / name for name in ("layers.md", "layers.zh-CN.md"))
LAYERS: tuple[Layer, ...] = get_args(Layer)
#: Kinds of claim: the mechanism is named in the paper, or placed by a reading of its definitions.
BASES = ("paper", "reading")


@dataclass(frozen=True)
class Claim:
    """Where the literature puts a mechanism."""

    layer: str
    page: str
    by: str


def claims(folder: Path = FOLDER) -> dict[str, Claim]:
    """The literature's assignment, by mechanism."""
    listed = rows("paper-layers", folder)
    return {row["id"]: Claim(row["layer"], row["page"], row["claimed-by"]) for row in listed}


def disagreements(found: Mapping[str, Placed], claimed: Mapping[str, Claim]) -> list[str]:
    """The mechanisms that the rule puts elsewhere."""
    return [id for id, claim in claimed.items() if found[id].layer != claim.layer]


def tables(world: World, claimed: Mapping[str, Claim]) -> dict[str, str]:
    """The tables of the page."""
    found = layers(world)
    return {
        "agreement": _agreement(found, claimed),
        "disagreements": _disagreements(found, claimed),
        "rules": _rules(found),
        "removed": _removed(world, found, claimed),
        "named": _named(world, found, claimed),
    }


def _agreement(found: Mapping[str, Placed], claimed: Mapping[str, Claim]) -> str:
    count = Counter((claim.by, claim.layer, found[id].layer) for id, claim in claimed.items())
    lines = [(by, layer, *(count[by, layer, computed] for computed in LAYERS)) for by in BASES for layer in LAYERS]
    return table(("claimed by", "claimed", *(f"computed: {layer}" for layer in LAYERS)), lines)


def _disagreements(found: Mapping[str, Placed], claimed: Mapping[str, Claim]) -> str:
    apart = disagreements(found, claimed)
    agreed = len(claimed) - len(apart)
    lines = [
        (f"`{id}`", claimed[id].layer, claimed[id].page or "–", found[id].layer, found[id].rule, _trace(found[id]))
        for id in apart
    ]
    said = f"{agreed} of {len(claimed)} agree; {len(apart)} do not."
    if not apart:
        return said
    return f"{said}\n\n{table(('mechanism', 'claimed', 'page', 'computed', 'rule', 'trace'), lines)}"


def _rules(found: Mapping[str, Placed]) -> str:
    by_rule: dict[tuple[str, str], list[str]] = {}
    for id, placed in found.items():
        by_rule.setdefault((placed.rule, placed.layer), []).append(id)
    order: list[str] = [*RULES, "rest"]
    lines = [
        (rule, layer, len(ids), _trace(found[ids[0]]) + f" (`{ids[0]}`)")
        for (rule, layer), ids in sorted(by_rule.items(), key=lambda item: order.index(item[0][0]))
    ]
    return table(("rule", "layer", "mechanisms", "what it saw, of the first"), lines)


def _removed(world: World, found: Mapping[str, Placed], claimed: Mapping[str, Claim]) -> str:
    lines = []
    for rule in RULES:
        less = layers(world, without=(rule,))
        moved = [id for id in found if less[id].layer != found[id].layer]
        agreed = len(claimed) - len(disagreements(less, claimed))
        lines.append((rule, len(moved), agreed, ", ".join(f"`{id}`" for id in moved)))
    return table(("rule left out", "move", f"still agree, of {len(claimed)}", "which"), lines)


def _named(world: World, found: Mapping[str, Placed], claimed: Mapping[str, Claim]) -> str:
    lines = [
        (f"`{id}`", world.mechanism[id].name.en, claim.page, claim.layer, found[id].layer, found[id].rule)
        for id, claim in claimed.items()
        if claim.by == "paper"
    ]
    return table(("mechanism", "name", "page", "claimed", "computed", "by rule"), lines)


def _trace(placed: Placed) -> str:
    return " → ".join(f"`{one}`" for one in placed.trace) or "nothing above it"


def run(folder: Path = FOLDER) -> dict[Path, dict[str, str]]:
    """The tables of the page in each language, by name."""
    world = read_world(folder)
    found = tables(world, claims(folder))
    names = names_of(world)
    return {PAGE: found, PAGE_ZH: {name: chinese(one, names) for name, one in found.items()}}


if __name__ == "__main__":
    publish(run())
