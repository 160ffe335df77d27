"""What the market says of the pairs of systems, as the tables of docs/regime/interaction-modes.md that tell of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from comity.market.measures import outermost
from comity.regime.modes import MODES, PairFacts, thresholds
from comity.results import Money
from comity.results.regime_pairs import PairRow
from comity.studies.pages import table
from comity.world.world import World

#: What a link may do to the two sides.
OUTCOMES = ("both gain", "one gains, the other loses nothing", "one loses", "nobody gains")
#: Shares that are no larger are what a solver leaves.
NOTHING = 1e-6
TOP = 15


def market_tables(world: World, rows: Sequence[PairRow], handed: Sequence[PairFacts], home: str) -> dict[str, str]:
    """The tables, by name; of the pairs of one system, `home`, all are shown."""
    told = {(one.a, one.b): one for one in handed} | {(one.b, one.a): one for one in handed}
    known = [row for row in rows if row.gain is not None]
    best = sorted(known, key=lambda row: (-(row.gain or 0.0), row.a, row.b))
    return {
        "gains": _gains(handed),
        "losers": _losers(world, handed),
        "accounts": _accounts(world, handed),
        "axes": _axes(known),
        "air": _air(known, told),
        "best": _pairs(best[:TOP], told),
        "china": _pairs([row for row in best if home in (row.a, row.b)], told),
        "substitution": _substitution(handed),
        "turns": _turns(rows),
    }


def _losers(world: World, handed: Iterable[PairFacts]) -> str:
    """Which systems lose by links, and in how many of these it is the treasury that has less."""
    least = thresholds()["loss"].value
    loses, treasury, tried = Counter[str](), Counter[str](), Counter[str]()
    for one in handed:
        for id, gain in zip((one.a, one.b), one.gains[0] if one.gains else (), strict=False):
            tried[id] += 1
            if gain < -least:
                party = outermost(world, world.mechanism[id].users or id)
                less = {
                    verdict.holder for verdict in one.accounts if verdict.account == "treasury" and verdict.central < 0
                }
                loses[id] += 1
                treasury[id] += party in less
    rows = [(f"`{id}`", tried[id], count, treasury[id]) for id, count in loses.most_common()]
    rows.append(("**all**", sum(tried.values()), sum(loses.values()), sum(treasury.values())))
    return table(("system", "links tried", "it loses", "its treasury has less"), rows)


def _gains(handed: Iterable[PairFacts]) -> str:
    """Who gains by links, and under how many it is so whatever the curves."""
    known = [[_outcome(pair) for pair in one.gains] for one in handed if one.gains]
    rows: list[tuple[object, ...]] = [
        (
            outcome,
            sum(told[0] == outcome for told in known),
            sum(set(told) == {outcome} for told in known),
        )
        for outcome in OUTCOMES
    ]
    rows.append(("pairs tried", len(known), sum(len(set(told)) == 1 for told in known)))
    return table(("by a link", "under the world's own curves", "under all curves"), rows)


def _outcome(gains: tuple[float, float]) -> str:
    """Which of `OUTCOMES` two gains are."""
    least = {name: thresholds()[name].value for name in ("gain", "loss")}
    if min(gains) < -least["loss"]:
        return OUTCOMES[2]
    if max(gains) < least["gain"]:
        return OUTCOMES[3]
    return OUTCOMES[0] if min(gains) >= least["gain"] else OUTCOMES[1]


def _accounts(world: World, handed: Iterable[PairFacts]) -> str:
    """By account, how many of the two sides of all pairs have more, less, or it depends."""
    signs: Counter[tuple[str, str]] = Counter()
    sides = 0
    for one in handed:
        parties = {outermost(world, world.mechanism[id].users or id) for id in (one.a, one.b)}
        if one.gains is None:
            continue
        sides += len(parties)
        signs.update((verdict.account, verdict.sign) for verdict in one.accounts if verdict.holder in parties)
    rows = []
    for account in get_args(Money):
        counts = [signs[account, sign] for sign in "+-?"]
        rows.append((account, *counts, sides - sum(counts)))
    return table(("account", "more", "less", "depends on the curves", "the same"), rows)


def _axes(rows: Iterable[PairRow]) -> str:
    """Whether systems that are farther apart have less to gain."""
    from scipy.stats import kendalltau

    known = [(row.norm_distance, row.gain) for row in rows if row.norm_distance is not None and row.gain is not None]
    told = kendalltau([distance for distance, _ in known], [gain for _, gain in known])
    cells = (len(known), f"{told.statistic:.2f}", f"{told.pvalue:.3f}")
    return table(("pairs with both", "Kendall's tau of distance and the smaller gain", "p"), [cells])


def _air(rows: Iterable[PairRow], told: Mapping[tuple[str, str], PairFacts]) -> str:
    """What the atmosphere has of links, by the mode of the two."""
    limit = thresholds()["air"].value
    seen: Counter[tuple[str, str]] = Counter()
    for row in rows:
        air = told[row.a, row.b].air
        if air:
            seen[row.mode, "more" if air[0] > limit else "less" if air[0] < -limit else "same"] += 1
    return table(
        ("mode", "more", "the same", "less"),
        [(mode, *(seen[mode, name] for name in ("more", "same", "less"))) for mode in MODES],
    )


def _pairs(rows: Iterable[PairRow], told: Mapping[tuple[str, str], PairFacts]) -> str:
    lines = []
    for row in rows:
        fact = told[row.a, row.b]
        gains = zip(*(fact.gains or ()), strict=True)
        sides = dict(zip((fact.a, fact.b), gains, strict=False))
        lines.append(
            (
                f"`{row.a}`",
                f"`{row.b}`",
                _number(row.norm_distance),
                _span(sides.get(row.a)),
                _span(sides.get(row.b)),
                _span(fact.air),
                row.mode,
                {True: "yes", False: "no", None: "–"}[row.holds],
            )
        )
    columns = ("a", "b", "distance", "gain of a, %", "gain of b, %", "air, %", "mode", "holds")
    return table(columns, lines)


def _substitution(handed: Iterable[PairFacts]) -> str:
    rows = [
        (f"`{one.a}`", f"`{one.b}`", f"{found[0]:.2f}", f"{min(found):.2f} to {max(found):.2f}")
        for one in handed
        if (found := one.substitution) and max(abs(share) for share in found) > NOTHING
    ]
    return table(("a", "b", "falls by, % per 1 % more units", "range"), rows)


def _turns(rows: Iterable[PairRow]) -> str:
    """How many modes of pairs of systems turn on each threshold, and how many within a half of where it stands."""
    limit = {name: one.value for name, one in thresholds().items()}
    turns = [turn for row in rows for turn in row.turns]
    near = [turn for turn in turns if abs(turn.to - limit[turn.threshold]) <= limit[turn.threshold] / 2]
    found, close = (Counter(turn.threshold for turn in some) for some in (turns, near))
    return table(
        ("threshold", "pairs that would turn on it", "of these, if it moved by a half"),
        [(name, found[name], close[name]) for name in limit],
    )


def _span(found: tuple[float, ...] | None) -> str:
    """A share in per cent, with its least and greatest."""
    if not found:
        return "–"
    central, low, high = (_cent(value) for value in (found[0], min(found), max(found)))
    return central if low == high else f"{central} ({low} to {high})"


def _cent(share: float) -> str:
    """Per cent, to two places; what is smaller is nothing."""
    return f"{100 * share:.2f}".replace("-0.00", "0.00")


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
