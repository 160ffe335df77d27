"""How far China's carbon markets are from those that they may work with, and which few rules would bring them closer.

`python -m comity.studies.regime_distance` prints the tables of docs/regime/norm-distance.md, and writes them there and,
in Chinese, into its twin.

The list of mechanisms is an input of this study: the national system and the CCER against the mechanism of Article 6.4,
CORSIA, the EU ETS, and every system in force of a member of RCEP."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from comity.market.measures import outermost
from comity.regime.core import closer, common_core
from comity.regime.distance import Norms, compared, nearest, norms
from comity.regime.fields import table as fields_table
from comity.regime.weighting import DRAWS, sensitivity
from comity.results.regime_pairs import NormDistance, RuleChange, Told
from comity.studies.pages import DOCS, publish, table
from comity.studies.regime_words_rules import rules_chinese
from comity.studies.world_2026_data import FOLDER
from comity.world.pricing import pricings
from comity.world.read import read_world
from comity.world.world import World

PAGE, PAGE_ZH = (DOCS / "regime" / name for name in ("norm-distance.md", "norm-distance.zh-CN.md"))
#: Whose rules are compared, and with what besides the systems of RCEP.
CHINA = ("chn-national", "ccer")
WITH = ("paris-6-4", "corsia", "eu-ets")
HOME, CLUB = "CHN", "rcep"
#: Systems whose units pass both ways.
LINKED = (("usa-ca", "can-qc"), ("eu-ets", "che-ets"), ("jpn-tokyo", "jpn-saitama"))
MOST = 3


def club_systems(world: World) -> list[str]:
    """The systems in force of members of the club, without those at home; by Party, then id."""
    members = set(world.body[CLUB].members) - {HOME}
    return [id for id in pricings(world) if _of(world, id) & members]


def club_standards(world: World, of: Norms) -> list[str]:
    """The standards in force that credit in a member of the club by name, without those at home."""
    members = set(world.body[CLUB].members) - {HOME}
    return [
        id
        for id, model in world.mechanism.items()
        if of.value("family", id) == "credit" and model.in_force(world.world.as_of) and _of(world, id) & members
    ]


def _of(world: World, id: str) -> set[str]:
    """The outermost Parties of a mechanism."""
    return {outermost(world, party) for party in world.mechanism[id].parties}


def tables(world: World) -> dict[str, str]:
    """The tables of the page, by name."""
    of = norms(world)
    systems, standards = club_systems(world), club_standards(world, of)
    return {
        "fields": _fields(of),
        "china-national": _against(of, CHINA[0], (*WITH, *systems)),
        "ccer": _against(of, CHINA[1], (*WITH, *systems)),
        "ccer-standards": _against(of, CHINA[1], standards),
        "differ": _differ(of, [(id, other) for id in CHINA for other in WITH]),
        "closer": _closer(of, systems),
        "nearest": _nearest(_in_force(world), (*CHINA, *WITH)),
        "core": _core(of, world, systems, standards),
        "weights": _weights(world, of),
    }


def _in_force(world: World) -> Norms:
    """The norms of what is in force."""
    return norms(world, mechanisms=[id for id, one in world.mechanism.items() if one.in_force(world.world.as_of)])


def _fields(of: Norms) -> str:
    rows = []
    for place, (name, field) in enumerate(of.table.fields.items()):
        known = sum(value is not None for value in of.values[name])
        rows.append(
            (
                field.group,
                f"`{name}`",
                field.scale,
                _percent(of.table.weights[name]),
                int(of.applies[place].sum()),
                known,
            )
        )
    return table(("group", "field", "scale", "weight, %", "applies to", "known of"), rows)


def _against(of: Norms, id: str, others: Iterable[str]) -> str:
    rows = []
    for other in others:
        found = compared(of, id, other)
        told = closer(of, id, [other], MOST)
        rows.append(
            (
                f"`{other}`",
                _number(found.distance),
                f"{found.least:.2f}–{found.greatest:.2f}",
                _percent(found.known),
                "; ".join(_change(change) for change in told.changes) or "–",
                _number(told.after),
            )
        )
    rows.sort(key=lambda row: (row[1] == "–", row[1], row[0]))
    columns = ("with", "distance", "if all were known", "known, %", f"closest by {MOST} changes", "then")
    return table(columns, rows)


def _differ(of: Norms, pairs: Iterable[tuple[str, str]]) -> str:
    rows = []
    for a, b in pairs:
        found = compared(of, a, b)
        differs = [row for row in found.fields if row.difference]
        same = [f"`{row.field}`" for row in found.fields if row.difference == 0]
        cells = [f"`{row.field}` {_told(row.a)} / {_told(row.b)}" for row in differs]
        rows.append((f"`{a}`", f"`{b}`", "; ".join(cells) or "–", ", ".join(same) or "–", _unknown(found)))
    return table(("of", "and", "differ", "agree", "not known of both"), rows)


def _unknown(found: NormDistance) -> str:
    unknown = [f"`{row.field}`" for row in found.fields if row.difference is None and (row.a, row.b) != (None, None)]
    return ", ".join(unknown) or "–"


def _closer(of: Norms, systems: Sequence[str]) -> str:
    """What brings the national system closest to each of several sets at once, change by change."""
    sets = {"the EU ETS": ("eu-ets",), "all systems of RCEP": systems, "both": ("eu-ets", *systems)}
    rows = []
    for name, toward in sets.items():
        for most in range(1, MOST + 1):
            told = closer(of, CHINA[0], toward, most)
            if len(told.changes) == most:
                last = told.changes[-1]
                rows.append((name, most, _change(last), f"`{last.like}`", _number(told.before), _number(told.after)))
    return table(("toward", "change", "change field of `chn-national` to", "as", "before", "after"), rows)


def _nearest(of: Norms, ids: Iterable[str]) -> str:
    rows = [(f"`{id}`", ", ".join(f"`{other}` {size:.3f}" for other, size in nearest(of, id))) for id in ids]
    return table(("mechanism", "nearest five"), rows)


def _core(of: Norms, world: World, systems: Sequence[str], standards: Sequence[str]) -> str:
    market = [id for id, one in pricings(world).items() if one.kind == "market"]
    pilots = [id for id in pricings(world) if _of(world, id) == {HOME} and id != CHINA[0]]
    sets: dict[str, Sequence[str]] = {
        **{f"`{a}` and `{b}`": (a, b) for a, b in LINKED},
        "the pilots of China": pilots,
        "the national system and its pilots": (CHINA[0], *pilots),
        "the national system and the EU ETS": (CHINA[0], "eu-ets"),
        "the national system and all systems of RCEP": (CHINA[0], *systems),
        "the CCER and the standards of RCEP": (CHINA[1], *standards),
        "the CCER and Article 6.4": (CHINA[1], "paris-6-4"),
        "all systems with a market price": market,
    }
    rows = []
    for name, ids in sets.items():
        core = common_core(of, ids)
        agreed = "; ".join(f"`{one.field}` {_told(one.value)}" for one in core.agreed)
        part = "; ".join(f"`{one.field}` {_told(one.value)}" for one in core.in_part)
        rows.append((name, len(ids), _number(core.size), _number(core.least), agreed or "–", part or "–"))
    columns = ("set", "members", "size", "at least", "all agree on", "all have, besides more")
    return table(columns, rows)


def _weights(world: World, of: Norms) -> str:
    """All mechanisms, and the systems in force alone."""
    alone = norms(world, mechanisms=pricings(world))
    rows = []
    for every, some in zip(sensitivity(of), sensitivity(alone), strict=True):
        name = every.weighting.replace("drawn-least", f"the worst of {DRAWS} draws")
        name = name.replace("drawn", f"mean of {DRAWS} draws")
        rows.append(
            (name, _number(every.tau), _percent(every.nearest_kept), _number(some.tau), _percent(some.nearest_kept))
        )
    columns = ("weights", "tau, all", "nearest kept, %, all", "tau, systems in force", "nearest kept, %, these")
    return table(columns, rows)


def _change(change: RuleChange) -> str:
    pairs = zip(change.fields, change.before, change.after, strict=True)
    return ", ".join(f"`{field}` {_told(before)} → {_told(after)}" for field, before, after in pairs if before != after)


def _told(value: Told) -> str:
    if isinstance(value, tuple):
        order = next((field.order for field in fields_table().fields.values() if set(field.order) == set(value)), ())
        return "all" if order and len(value) > MOST else " + ".join(value)
    if isinstance(value, float):
        return f"{100 * value:g} %"
    return "?" if value is None else value


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def run(folder: Path = FOLDER) -> dict[Path, dict[str, str]]:
    """The tables of the page in each language, by name."""
    found = tables(read_world(folder))
    return {PAGE: found, PAGE_ZH: rules_chinese(found)}


if __name__ == "__main__":
    publish(run())
