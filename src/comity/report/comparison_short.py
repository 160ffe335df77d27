"""The answer of a comparison in five lines: what a minister is told first, in every face."""

from __future__ import annotations

from comity.report.comparison_words import (
    Line,
    concerned,
    find,
    first_year,
    named,
    of_money,
    of_sides,
    outcome,
    spanned,
)
from comity.report.subject import Subject
from comity.results import Comparison, LinkAnswer, Verdict
from comity.text.numbers import one

HOLDERS_MOST = 6  # of those who gain or lose, or of what is uncertain, in a sentence


def answer_in_short(subject: Subject, answer: Comparison) -> list[Line]:
    """The answer in five lines: prices and trade of a link (else the cost saved), gains, the air, what is uncertain."""
    if isinstance(answer, LinkAnswer):
        lines = [_prices(subject, answer), _trade(subject, answer)]
    else:
        lines = [_saved(subject, answer)]
    return [*lines, _gains(subject, answer), _air(subject, answer), _uncertain(subject, answer)]


def _saved(subject: Subject, answer: Comparison) -> Line:
    amount = one(answer.after.scoreboard.cost_saved, signed=True).replace("-", "−")
    return subject.text("report-cost-saved"), [subject.text("compare-saved", amount=amount, unit=subject.units.money)]


def _prices(subject: Subject, answer: LinkAnswer) -> Line:
    text, year = subject.text, first_year(answer)
    found = []
    for mechanism in answer.terms.mechanisms:
        for row in answer.change:
            if (row.measure, row.mechanism, row.year) == ("price", mechanism, year):
                before, after = spanned(row.before), spanned(row.after)
                words = text("link-price", year=year, before=before, after=after, unit=subject.units.price)
                found.append(text("report-of", what=subject.name(mechanism), words=words))
    return text("report-prices"), found or [text("compare-unchanged")]


def _trade(subject: Subject, answer: LinkAnswer) -> Line:
    text, (first, second) = subject.text, answer.terms.mechanisms
    for buyer in (first, second):
        row = find(answer.verdicts, buyer, "net-import")
        if row is not None and (row.sign == "+" or (row.sign == "?" and buyer == first)):
            key = "link-buys" if row.sign == "+" else "link-trade-depends"
            words = text(key, buyer=subject.name(buyer), amount=spanned(row), unit=subject.units.quantity)
            return text("link-trade"), [words]
    return text("link-trade"), [text("report-sum-trade-none")]


def _gains(subject: Subject, answer: Comparison) -> Line:
    """Of each side, or of those with most at stake: net cost with its number, and every other account by its sign."""
    found = [_gains_of(subject, holder, answer) for holder in concerned(subject.world, answer)[:HOLDERS_MOST]]
    return subject.text("report-by-account"), found or [subject.text("compare-unchanged")]


def _gains_of(subject: Subject, holder: str, answer: Comparison) -> str:
    text, rows = subject.text, [row for row in answer.verdicts if row.holder == holder and of_money(row)]
    parts = []
    for kind in ("gains", "loses", "depends"):
        accounts = [_account(subject, row) for row in rows if outcome(row) == kind]
        if accounts:
            parts.append(text(f"report-{kind}", accounts=text("list-separator").join(accounts)))
    return text("report-sentence-of", holder=subject.name(holder), words=text("report-semicolon").join(parts))


def _account(subject: Subject, row: Verdict) -> str:
    words = subject.text(f"account-{row.account}")
    if row.account != "net-cost":
        return words
    return subject.text("report-by", what=words, amount=spanned(row, signed=True), unit=subject.units.money)


def _air(subject: Subject, answer: Comparison) -> Line:
    text, found = subject.text, []
    for account in ("air", "claimed-twice"):
        row = find(answer.verdicts, "", account)
        words = text("compare-unchanged")
        if row is not None:
            amount = f"{spanned(row, signed=True)} {subject.units.quantity}"
            words = text("report-depends-on-costs", amount=amount) if row.sign == "?" else amount
        found.append(words if account == "air" else text("report-of", what=text(f"account-{account}"), words=words))
    return text("report-air"), [text("report-semicolon").join(found)]


def _uncertain(subject: Subject, answer: Comparison) -> Line:
    """How many verdicts depend on the curves, and which."""
    text = subject.text
    rows = of_sides(subject.world, answer) if isinstance(answer, LinkAnswer) else list(answer.verdicts)
    variants = sum(one.before == one.after == "solved" for one in answer.variants)
    open_ones = [row for row in rows if row.sign == "?"]
    if not rows:
        return text("report-uncertain"), [text("compare-unchanged")]
    if not open_ones:
        return text("report-uncertain"), [text("report-uncertain-none", count=len(rows), variants=variants)]
    which = [named(subject, row) for row in open_ones[:HOLDERS_MOST]]
    if len(open_ones) > HOLDERS_MOST:
        which.append(text("report-and-more", count=len(open_ones) - HOLDERS_MOST))
    about = {"count": len(open_ones), "all": len(rows), "variants": variants}
    words = text("report-uncertain-some", which=text("report-semicolon").join(which), **about)
    return text("report-uncertain"), [words]
