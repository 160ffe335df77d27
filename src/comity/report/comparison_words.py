"""What a comparison says, in words for every face: ranges, verdicts, the terms of a link, what would turn a verdict.

That somebody gains or loses is said only of what has one sign under every variant; of all else, that it depends.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, get_args

from comity.report.subject import BASE, Subject, chosen_scenarios, scenario_label, scenario_title
from comity.report.words import joined, unsolved_places
from comity.results import LinkAnswer, Money
from comity.text.numbers import percent

if TYPE_CHECKING:
    from comity.results import Comparison, Range, Terms, Turn, Verdict
    from comity.text import Text
    from comity.world import World
    from comity.world.mechanism import Mechanism

SIGNS = {"+": "more", "-": "less", "?": "depends", "0": "none"}
#: Accounts of a Party, or of a mechanism, in the order they are read.
ACCOUNTS = ("net-cost", "emitters", "treasury", "funds", "cross-border", "emissions", "balance", "net-import")
NOTHING = 1e-7  # of the largest in a range: less is what the solver left


def subject_of(world: World, answer: Comparison, text: Text) -> Subject:
    """What a report on a comparison is about: the two answers, called by what sets them apart."""
    runs = (answer.before, answer.after)
    if isinstance(answer, LinkAnswer):
        return Subject(world, runs, (text("report-without-link"), text("report-with-link")), text)
    return Subject(world, runs, _labels(world, answer, text), text)


def _labels(world: World, answer: Comparison, text: Text) -> tuple[str, str]:
    """What two scenarios are called: by the titles of what only one of them has, if each has something."""
    before, after = answer.before.scenario or (BASE,), chosen_scenarios(world)
    before = tuple(name for name in before if name not in answer.after.scenario) or before
    titles = [" + ".join(scenario_title(world, name, text) for name in names) for names in (before, after)]
    if titles[0] == titles[1]:
        titles = ["+".join(answer.before.scenario) or BASE, scenario_label(world)]
    return titles[0], titles[1]


def title_of(subject: Subject, answer: Comparison) -> str:
    """What a report on a comparison is called."""
    if isinstance(answer, LinkAnswer):
        first, second = (subject.name(id) for id in answer.terms.mechanisms)
        return subject.text("link-title", first=first, second=second)
    before, after = subject.labels
    return subject.text("report-compared", before=before, after=after)


def is_solved(answer: Comparison) -> bool:
    """Whether both sides are, under the world's own curves; else no number of them means anything."""
    return answer.before.status == answer.after.status == "solved"


def cautions(subject: Subject) -> list[tuple[str, list[str]]]:
    """What is not solved, and where."""
    text = subject.text
    return [
        (
            text(
                "report-caution", scenario=label, words=text(f"run-status-{run.status}", residual=f"{run.residual:.0e}")
            ),
            unsolved_places(subject, run),
        )
        for label, run in zip(subject.labels, subject.runs, strict=True)
        if run.status != "solved"
    ]


# Numbers --------------------------------------------------------------------------------------------------------------


def spanned(row: Range | Verdict, *, signed: bool = False) -> str:
    """`14.5 (7.2 … 31.5)`; one number where the range is none."""
    scale = max(abs(row.central), abs(row.low), abs(row.high))
    central, low, high = (_short(value, scale, signed=signed) for value in (row.central, row.low, row.high))
    return central if low == high == central else f"{central} ({low} … {high})"


def _short(value: float, scale: float, *, signed: bool) -> str:
    """Three figures of the largest of a range are enough where the range is wide."""
    if abs(value) <= NOTHING * scale or scale == 0:
        return "0"
    decimals = 0 if scale >= 100 else 1 if scale >= 10 else 2
    words = f"{value:{'+' if signed else ''},.{decimals}f}".replace("-", "−")
    return words if float(words.replace(",", "").replace("−", "-")) else "≈0"


# Verdicts -------------------------------------------------------------------------------------------------------------


def of_money(row: Verdict) -> bool:
    """Whether an account is one of money; else it is one of tonnes."""
    return row.account in get_args(Money)


def verdict(text: Text, row: Verdict) -> str:
    """The sign in words that fit the account: gains or loses, rises or falls, or that it depends."""
    kind = "cost" if row.account == "net-cost" else "gain" if of_money(row) else "tonnes"
    return text(f"verdict-{kind}", sign=SIGNS[row.sign])


def outcome(row: Verdict) -> str:
    """Of an account of money: `gains`, `loses` or `depends`."""
    if row.sign not in "+-":
        return "depends"
    return "gains" if (row.sign == "+") != (row.account == "net-cost") else "loses"


def holders_of(world: World, answer: LinkAnswer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whose accounts are those of each side: the Party, if the other side is not of the same, and the mechanism."""
    from comity.market.measures import outermost

    first, second = answer.terms.mechanisms
    ours, theirs = (outermost(world, _party(world.mechanism[id])) for id in (first, second))
    return (ours, first), ((second,) if theirs == ours else (theirs, second))


def _party(mechanism: Mechanism) -> str:
    """The Party that a mechanism counts for."""
    return mechanism.balance or mechanism.treasury or next(iter(mechanism.parties), "")


def of_sides(world: World, answer: LinkAnswer) -> list[Verdict]:
    """The verdicts on the two sides of a link."""
    sides = {holder for holders in holders_of(world, answer) for holder in holders}
    return [row for row in answer.verdicts if row.holder in sides]


def concerned(world: World, answer: Comparison) -> list[str]:
    """Holders with something at stake in an account of money: of a link, both sides; of all else, the most first."""
    rows = of_sides(world, answer) if isinstance(answer, LinkAnswer) else answer.verdicts
    stakes: dict[str, float] = {}
    for row in rows:
        if of_money(row):
            stakes[row.holder] = max(stakes.get(row.holder, 0.0), abs(row.low), abs(row.high))
    if isinstance(answer, LinkAnswer):
        return [holder for holders in holders_of(world, answer) for holder in holders if holder in stakes]
    return sorted(stakes, key=lambda holder: -stakes[holder])


def repriced(answer: Comparison) -> list[str]:
    """Mechanisms whose prices change: those that are linked first, then the others, the largest change first."""
    largest: dict[str, float] = {}
    for row in answer.change:
        if row.measure == "price":
            largest[row.mechanism] = max(largest.get(row.mechanism, 0.0), abs(row.change.central))
    linked = [id for id in (answer.terms.mechanisms if isinstance(answer, LinkAnswer) else ()) if id in largest]
    return [*linked, *sorted(set(largest) - set(linked), key=lambda id: (-largest[id], id))]


# Sentences ------------------------------------------------------------------------------------------------------------

#: What some sentences are of, and the sentences.
Line = tuple[str, list[str]]


def terms_words(subject: Subject, terms: Terms) -> str:
    """The terms of a link in a sentence."""
    text = subject.text
    first, second = (subject.name(id) for id in terms.mechanisms)
    way = text("link-one-way" if terms.one_way else "link-both-ways", first=first, second=second)
    rate = text("link-rate-one") if terms.rate == 1 else text("link-rate", rate=f"{terms.rate:g}", second=second)
    quota = text("link-no-quota") if terms.quota is None else text("link-quota", share=percent(terms.quota))
    return text("link-terms", way=way, rate=rate, quota=quota, start=terms.start)


def under_words(subject: Subject, answer: Comparison) -> str:
    """Over what the ranges are, and which variants are not in them."""
    text = subject.text
    families = len({variant.family for variant in answer.variants})
    multiples = text("list-separator").join(f"{slope:g}" for slope in sorted({one.slope for one in answer.variants}))
    sentences = [text("compare-variants", families=families, slopes=multiples)]
    for variant in answer.variants:
        for status in dict.fromkeys((variant.before, variant.after)):
            if status != "solved":
                family = variant.family or text("compare-own-curves")
                about = {"family": family, "slope": f"{variant.slope:g}", "status": text(f"status-{status}")}
                sentences.append(text("compare-variant-status", **about))
    return joined(text, sentences)


def turns(subject: Subject, rows: Iterable[Verdict]) -> list[Line]:
    """What would turn verdicts: each lever with all that it turns, the smallest change first."""
    from math import log

    text = subject.text
    by_turn: dict[Turn, list[str]] = {}
    for row in rows:
        if row.turn is not None:
            by_turn.setdefault(row.turn, []).append(named(subject, row))
    found: list[Line] = []
    for turn in sorted(by_turn, key=lambda turn: abs(log(turn.times))):
        of = text(f"link-turn-{turn.of}", mechanism=subject.name(turn.mechanism))
        found.append((text("report-turn", of=of, times=f"{turn.times:g}"), by_turn[turn]))
    return found


def named(subject: Subject, row: Verdict) -> str:
    """Whose account a verdict is on."""
    holder = subject.name(row.holder) if row.holder else subject.text("compare-all")
    return subject.text("link-turn-what", holder=holder, account=subject.text(f"account-{row.account}"))


def limits(subject: Subject) -> str:
    """What an answer does not tell, in two sentences."""
    return subject.text("report-limits", as_of=subject.world.world.as_of)


def percents(share: float) -> str:
    """0.225 → 22.5%: a share that a rule names, as it names it."""
    return f"{100 * share:.6g}%"


def find(rows: Iterable[Verdict], holder: str, account: str) -> Verdict | None:
    """The verdict on a holder's account."""
    return next((row for row in rows if (row.holder, row.account) == (holder, account)), None)


def first_year(answer: LinkAnswer) -> int:
    """The first year that is solved with the link in force; the last if none is."""
    return next((year for year in answer.after.years if year >= answer.terms.start), answer.after.years[-1])
