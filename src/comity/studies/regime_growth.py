"""How the regime grew, and what drives it.

`python -m comity.studies.regime_growth` prints the tables of docs/regime/growth.md, and writes them there and, in
Chinese, into its twin. What the world 2026 does not hold (income, emissions, regions and borders of states) is in its
`inputs/`. The same inputs give the same tables: every draw has a seed. It takes some minutes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

from comity.regime.covariates import setting_of, system_periods
from comity.regime.drivers import dated, dating, in_sample, predictions, scored, sets
from comity.regime.events import events
from comity.regime.exposure import DRIVERS, Setting, person_periods
from comity.regime.forecast import backtest, forecast, observed
from comity.regime.hazard import fit, life_table
from comity.regime.recovery import coverage, dated_by_chance, told_apart, truth
from comity.studies.pages import DOCS, publish, table
from comity.studies.regime_words_growth import growth_chinese
from comity.studies.world_2026_data import FOLDER
from comity.world.read import read_world
from comity.world.world import World

if TYPE_CHECKING:
    from pandas import DataFrame

PAGE, PAGE_ZH = (DOCS / "regime" / name for name in ("growth.md", "growth.zh-CN.md"))
SEED = 20260401
#: First and last year at risk: the last whole year before the world's day; the first is well before the first system.
YEARS = (1996, 2025)
UNTIL = 2035
#: Years at whose end predictions are made, and for how many years.
ORIGINS, AHEAD = range(2008, 2021), 5
#: The forecast held against what came.
ORIGIN = 2015
DRAWS, FORECAST_DRAWS = 200, 3000
#: Histories made for intervals, for telling drivers apart, and for what power seems to date.
HISTORIES, APART, REFERENCE = 200, 50, 40
#: Known coefficients of the recovery, per standard deviation, and the actor-years with events that they make.
KNOWN = {
    "bloc": -0.5,
    "size": 1.0,
    "income": 1.0,
    "neighbours": 0.4,
    "partners": 0.3,
    "credited": 0.3,
    "treaties": 0.3,
}
KNOWN_EVENTS = 100
#: Histories of one driver, told from the others.
MADE_BY: Mapping[str, Mapping[str, float]] = {
    "power": {"bloc": -0.5, "size": 1.2, "income": 1.2},
    "imitation": {"bloc": -0.3, "neighbours": 0.4, "peers": 0.6, "partners": 0.6},
    "norms": {"bloc": -0.3, "treaties": 1.2, "new-norms": 0.6},
}


def setting(world: World) -> Setting:
    """That of trading systems in the world 2026."""
    from pandas import read_csv

    states = read_csv(FOLDER / "inputs" / "states.csv", comment="#")
    places = read_csv(FOLDER / "inputs" / "places.csv", comment="#", keep_default_na=False)
    return setting_of(world, "trading", states, places, years=YEARS, until=UNTIL)


def what_happened(world: World, _: Setting) -> str:
    """Events by family and sort, and actors."""
    found = events(world)
    found = found[found["year"] <= YEARS[1]]
    rows = [
        (family, event, len(part), part["actor"].nunique(), int(part["year"].min()), int(part["year"].max()))
        for (family, event), part in found[found["family"] != ""].groupby(["family", "event"])
    ]
    return table(("family", "event", "actor-events", "actors", "first", "last"), rows)


def at_risk(_: World, of: Setting) -> str:
    """The table of person-periods in numbers."""
    every, first = person_periods(of), person_periods(of, first=True)
    life = life_table(first)
    rows = [
        (name, len(each), each["actor"].nunique(), int(each["event"].sum()), each[each.event == 1]["actor"].nunique())
        for name, each in (("any system", every), ("the first system", first))
    ]
    still = f"{100 * float(life['survival'].iloc[-1]):.1f} %"
    return table(("event", "actor-years", "actors", "with the event", "by actors"), rows) + (
        f"\n\nOf actors at risk from {YEARS[0]}, {still} had started no system of their own by the end of {YEARS[1]} "
        "(Kaplan–Meier)."
    )


def by_set(_: World, of: Setting) -> str:
    """In sample."""
    return table(
        ("drivers", "log likelihood", "AIC", "AUC", "against none: χ² (df)", "p", "p of adding it to the others"),
        [
            (
                row["set"],
                f"{row['log_likelihood']:.1f}",
                f"{row['aic']:.1f}",
                f"{row['auc']:.2f}",
                f"{row['ratio']:.1f} ({row['degrees']})",
                chance(row["p"]),
                "" if isnan(row["added_p"]) else chance(row["added_p"]),
            )
            for row in in_sample(person_periods(of), sets()).to_dict("records")
        ],
    )


def coefficients(_: World, of: Setting) -> str:
    """Hazard ratios of the full set, of any system and of the first."""
    names = sets()["all"]
    every = fit(person_periods(of), names).table().set_index("covariate").to_dict("index")
    first = fit(person_periods(of, first=True), tuple(name for name in names if name != "system")).table()
    of_first = first.set_index("covariate").to_dict("index")
    return table(
        ("covariate", "any system", "the first system"),
        [
            (name, span(every[name], "ratio"), span(of_first[name], "ratio") if name in of_first else "")
            for name in names
        ],
    )


def out_of_sample(_: World, of: Setting) -> str:
    """Rolling origins."""
    found = predictions(of, sets(), ORIGINS, ahead=AHEAD, draws=DRAWS, seed=SEED)
    return table(
        ("drivers", "log score ×1000", "less that of power", "Brier ×1000", "AUC", "expected", "observed", "slope"),
        [
            (
                row["set"],
                f"{1000 * row['log_score']:.1f}",
                f"{1000 * row['difference']:+.1f} [{1000 * row['low']:+.1f}, {1000 * row['high']:+.1f}]"
                if row["set"] != "power"
                else "",
                f"{1000 * row['brier']:.2f}",
                f"{row['auc']:.2f}",
                f"{row['expected']:.0f}",
                row["observed"],
                f"{row['slope']:.2f}",
            )
            for row in scored(found, against="power", seed=SEED).to_dict("records")
        ],
    )


def when(_: World, of: Setting) -> str:
    """How well each set dates first systems, beside how well it seems to where power made the history."""
    power = fit(person_periods(of), sets()["power"])
    known = dict(zip(power.names, map(float, power.estimate[1:]), strict=True))
    made = dated_by_chance(of, truth(of, known, power.events, SEED), sets(), REFERENCE, SEED)
    by_power = {name: part["factor"].quantile([0.05, 0.95]) for name, part in made.groupby("set")}
    return table(
        ("drivers", "factor over a year by lot", "dated better than by lot", "factor where power made the history"),
        [
            (
                row["set"],
                f"{row['factor']:.2f} [{row['low']:.2f}–{row['high']:.2f}]",
                f"{row['better']} of {row['events']}",
                "–".join(f"{bound:.2f}" for bound in by_power[row["set"]]),
            )
            for row in dated(dating(of, sets()), seed=SEED).to_dict("records")
        ],
    )


def recovered(_: World, of: Setting) -> str:
    """Intervals on histories from known coefficients."""
    found = coverage(of, truth(of, KNOWN, KNOWN_EVENTS, SEED), HISTORIES, SEED)
    return table(
        ("covariate", "true", "mean estimate", "spread of estimates", "mean standard error", "95 % intervals hold it"),
        [
            (
                row["covariate"],
                f"{row['truth']:.2f}",
                f"{row['mean']:.2f}",
                f"{row['spread']:.2f}",
                f"{row['error']:.2f}",
                f"{100 * row['held']:.1f} %",
            )
            for row in found.to_dict("records")
        ],
    )


def told(_: World, of: Setting) -> str:
    """Which set is taken for the one that made a history."""
    tried = {name: names for name, names in sets().items() if name in DRIVERS}
    rows = []
    for name, known in MADE_BY.items():
        found = told_apart(of, truth(of, known, KNOWN_EVENTS, SEED), tried, APART, SEED).set_index("set")
        rows.append((name, *(f"{found.loc[one].least:.0f}" for one in tried), APART))
    return table(("made by", *(f"taken for {name}" for name in tried), "histories"), rows)


def of_systems(world: World, _: Setting) -> str:
    """How often systems are linked and end, and what goes with it."""
    periods = system_periods(world, "trading", YEARS[1])
    rows = []
    for event, names in (("linked", ("age", "others")), ("ended", ("age", "has-link"))):
        happened = int(periods[event].sum())
        ratios = fit(periods, names, event=event).table().set_index("covariate").to_dict("index")
        rows.append(
            (
                event,
                len(periods),
                periods["system"].nunique(),
                happened,
                f"{100 * happened / len(periods):.1f} %",
                "; ".join(f"{name} {span(ratios[name], 'ratio')}" for name in names),
            )
        )
    return table(("event", "system-years", "systems", "events", "a year", "hazard ratios"), rows)


def to_2035(_: World, of: Setting) -> str:
    """The forecast."""
    shown = ("power", "all")
    found = {name: forecast(of, sets()[name], draws=FORECAST_DRAWS, seed=SEED)[0] for name in shown}
    return table(
        ("measure", "year", *(f"by {name}" for name in shown)),
        [
            (measure, year, *(band(found[name], measure, year) for name in shown))
            for measure in MEASURES
            for year in (2030, UNTIL)
        ]
        + [
            (measure, f"{YEARS[1]}, as it is", *[number(measure, now)] * len(shown))
            for measure, now in _now(of).items()
        ],
    )


def from_2015(_: World, of: Setting) -> str:
    """The forecast of ten years ago, beside what came."""
    rows: list[tuple[object, ...]] = []
    for name, names in sets().items():
        found = backtest(of, names, ORIGIN, draws=FORECAST_DRAWS, seed=SEED)
        started = found[found["measure"] == "started"]
        rows.append(
            (
                name,
                *(band(found, measure, YEARS[1]) for measure in MEASURES),
                f"{int(started['inside'].sum())} of {len(started)}",
            )
        )
    came = observed(of, ORIGIN)
    rows.append(("**what came**", *(number(measure, came[measure][YEARS[1]]) for measure in MEASURES), ""))
    return table(("drivers", *MEASURES, "years of `started` inside the band"), rows)


MEASURES = ("started", "running", "jurisdictions", "emissions-share")
#: The page's tables, by name.
TABLES: dict[str, Callable[[World, Setting], str]] = {
    "events": what_happened,
    "at-risk": at_risk,
    "in-sample": by_set,
    "coefficients": coefficients,
    "when": when,
    "out-of-sample": out_of_sample,
    "backtest": from_2015,
    "forecast": to_2035,
    "systems": of_systems,
    "recovery": recovered,
    "told-apart": told,
}


def _now(of: Setting) -> dict[str, float]:
    found = observed(of, YEARS[1] - 1)
    return {measure: found[measure][YEARS[1]] for measure in MEASURES if measure != "started"}


def band(found: DataFrame, measure: str, year: int) -> str:
    """Median and band of a measure in a year."""
    row = found[(found["measure"] == measure) & (found["year"] == year)].iloc[0]
    return f"{number(measure, row['median'])} [{number(measure, row['low'])}–{number(measure, row['high'])}]"


def number(measure: str, value: float) -> str:
    """A share in per cent, else a count."""
    return f"{100 * value:.0f} %" if measure.endswith("share") else f"{value:.0f}"


def chance(value: float) -> str:
    """A p value."""
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def span(row: Mapping[Hashable, float], name: str) -> str:
    """A figure with its interval."""
    value, low, high = (row[one] for one in (name, "low", "high"))
    return f"{value:.2f} [{low:.2f}–{high:.2f}]"


def run() -> dict[Path, dict[str, str]]:
    """The tables of the page in each language, by name."""
    world = read_world(FOLDER)
    of = setting(world)
    found = {name: make(world, of) for name, make in TABLES.items()}
    return {PAGE: found, PAGE_ZH: growth_chinese(found)}


if __name__ == "__main__":
    publish(run())
