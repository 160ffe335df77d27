"""What the oracle knows of each kind of request: every rule on its own, none before another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import isfinite
from string import ascii_letters, digits
from typing import Any

from comity.registry import commands as ask
from tests.registry.oracle import OVER, TEMPORARY, TYPES, Account, Oracle, Serial, Stand, Tally, Verdict

Rule = Callable[[Oracle, Any, str, Verdict], None]
FAMILIES = {family for row in TYPES.values() for family in row["holds"]}
LAST_SERIAL = 9007199254740991
"""The highest whole number that a double holds together with all below it."""


def malformed(*words: str) -> bool:
    """Whether one of these cannot be an identifier."""
    alphabet = ascii_letters + digits
    return any(not 0 < len(w) < 65 or w[0] not in alphabet or w.strip(alphabet + "._+-") for w in words)


def odd_instant(text: str) -> bool:
    """Whether this is no instant of the common calendar as the journal writes it."""
    shape = "".join("9" if letter in digits else letter for letter in text)
    if shape != "9999-99-99T99:99:99.999999Z":
        return True
    parts = text[:19].replace("T", "-").replace(":", "-").split("-")
    year, month, day, hour, minute, second = map(int, parts)
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (0, 31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    good_day = year > 0 and 0 < month < 13 and 0 < day <= days[month]
    return not (good_day and hour < 24 and minute < 60 and second < 60)


def acting(o: Oracle, name: str, act: str, v: Verdict) -> None:
    """An account that gives or ends units must exist, be open and be of a type that may."""
    v.object_if(name not in o.accounts, "account-unknown")
    if name in o.accounts:
        account = o.accounts[name]
        v.object_if(account.status == "closed", "account-closed")
        v.object_if(account.status == "blocked" and act not in ("surrender", "cancel", "replace"), "account-blocked")
        v.object_if(act not in TYPES[account.type]["acts"], "not-for-this-account-type")


def giving(o: Oracle, name: str, to: Iterable[str], act: str, v: Verdict) -> None:
    """Who gets units must exist, be another, and not be closed."""
    acting(o, name, act, v)
    for other in to:
        v.object_if(other not in o.accounts, "acquiring-account-unknown")
        v.object_if(other == name, "same-account")
        v.object_if(other in o.accounts and o.accounts[other].status == "closed", "acquiring-account-closed")


def shapes(o: Oracle, blocks: Iterable[Any], v: Verdict) -> list[Serial]:
    """The issued units that blocks name, one by one; objects to what are no ranges, or name a unit twice or none."""
    seen: list[Serial] = []
    for block in blocks:
        v.object_if(block.first < 1 or block.last < block.first, "range-reversed")
        for serial in range(max(block.first, 1), block.last + 1):
            if (block.series, serial) not in o.units:
                v.object_if(True, "not-issued")
                break
            seen.append((block.series, serial))
    v.object_if(len(seen) > len(set(seen)) or twice(blocks), "blocks-overlap")
    return seen


def twice(blocks: Iterable[Any]) -> bool:
    """Whether a unit, issued or not, is named by two blocks."""
    real = [block for block in blocks if 1 <= block.first <= block.last]
    return any(
        one.series == two.series and max(one.first, two.first) <= min(one.last, two.last)
        for place, one in enumerate(real)
        for two in real[:place]
    )


def fits(o: Oracle, c: ask.Units, unit: Serial) -> bool:
    """Whether a unit is what a request says of it."""
    return (
        c.pool in ("", o.units[unit].pool)
        and c.series in ("", unit[0])
        and c.unit_type in ("", o.series[unit[0]]["unit_type"])
        and c.vintage in ("", o.series[unit[0]]["vintage"])
    )


def taking(o: Oracle, c: ask.Units, v: Verdict, best: str = "") -> list[Serial]:
    """The units that a request names or describes; objects where its account does not have them free.

    Of a quantity those go first that count in the pool `best`.
    """
    v.object_if(not c.blocks and c.quantity is None, "nothing-asked")
    v.object_if(c.quantity is not None and c.quantity < 1, "quantity-not-positive")
    if c.blocks:
        width = sum(block.last - block.first + 1 for block in c.blocks)
        v.object_if(c.quantity not in (None, width), "quantity-differs")
        units = shapes(o, c.blocks, v)
        for unit in units:
            stand = o.units[unit]
            v.object_if(not fits(o, c, unit), "not-as-described")
            v.object_if(stand.account != c.account, "not-held")
            v.object_if(stand.state in OVER, "unit-ended")
            v.object_if(stand.state == "reserved", "unit-reserved")
            v.object_if(stand.state in ("frozen", "disputed"), "unit-frozen")
        return units
    fitting = [unit for unit in o.live(c.account) if o.units[unit].state == "held" and fits(o, c, unit)]
    if best:
        fitting.sort(key=lambda unit: o.units[unit].pool != best)
    wanted = max(c.quantity or 0, 0)
    v.object_if(wanted > len(fitting), "holdings-insufficient")
    return fitting[:wanted]


def receiving(o: Oracle, to: str, units: list[Serial], v: Verdict) -> None:
    """An account's type must let it hold what it gets."""
    v.object_if(to in o.accounts and not o.may_hold(to, units), "may-not-hold")


# Administration -------------------------------------------------------------------------------------------------------


def opens(o: Oracle, c: ask.OpenAccount, at: str, v: Verdict) -> None:
    v.object_if(malformed(c.account), "identifier-malformed")
    v.object_if(c.type not in TYPES, "account-type-unknown")
    v.object_if(c.account in o.accounts, "account-exists")
    v.then = lambda: o.accounts.update({c.account: Account(c.type, c.holder, c.party)})


def status(o: Oracle, c: ask.SetStatus, at: str, v: Verdict) -> None:
    v.object_if(not c.reason.strip(), "reason-missing")
    v.object_if(c.account not in o.accounts, "account-unknown")
    v.object_if(c.status not in ("open", "blocked", "closed"), "status-unknown")
    if c.account in o.accounts:
        now = o.accounts[c.account].status
        v.object_if(now == "closed", "account-closed")
        v.object_if(now == c.status, "status-unchanged")
        v.object_if(c.status == "closed" and o.live(c.account), "account-not-empty")
        v.then = lambda: o.accounts.update({c.account: o.accounts[c.account]._replace(status=c.status)})


def declares(o: Oracle, c: ask.DeclareUnitType, at: str, v: Verdict) -> None:
    v.object_if(malformed(c.unit_type), "identifier-malformed")
    v.object_if(c.family not in FAMILIES, "family-unknown")
    v.object_if(c.unit_type in o.unit_types, "unit-type-exists")
    v.then = lambda: o.unit_types.update({c.unit_type: (c.family, c.measure)})


def owes(o: Oracle, c: ask.SetObligation, at: str, v: Verdict) -> None:
    v.object_if(malformed(c.mechanism, c.period), "identifier-malformed")
    v.object_if(c.account not in o.accounts, "account-unknown")
    v.object_if(c.account in o.accounts and o.accounts[c.account].status == "closed", "account-closed")
    v.object_if(c.quantity < 0, "quantity-not-positive")
    address = f"{c.mechanism}/{c.period}/{c.account}"
    v.then = lambda: setattr(o.tallies.setdefault(address, Tally()), "due", c.quantity)


# Units come and go ----------------------------------------------------------------------------------------------------


def issues(o: Oracle, c: ask.Issue, at: str, v: Verdict) -> None:
    marks = {"v": c.vintage, "p": c.period, "h": c.host, "a": c.activity, "s": c.standard, "m": c.metric}
    v.object_if(malformed(c.mechanism, c.unit_type, *(mark for mark in marks.values() if mark)), "identifier-malformed")
    v.object_if(c.expires and odd_instant(f"{c.expires}T00:00:00.000000Z"), "identifier-malformed")
    v.object_if(c.account not in o.accounts, "account-unknown")
    v.object_if(c.account in o.accounts and o.accounts[c.account].status == "closed", "account-closed")
    v.object_if(c.unit_type not in o.unit_types, "unit-type-unknown")
    if c.account in o.accounts and c.unit_type in o.unit_types:
        holds = TYPES[o.accounts[c.account].type]["holds"]
        v.object_if(o.unit_types[c.unit_type][0] not in holds, "may-not-hold")
    series = "/".join([o.registry, c.mechanism, c.unit_type, *(mark + value for mark, value in marks.items() if value)])
    v.object_if(c.quantity is None and (c.first is None or c.last is None), "nothing-asked")
    v.object_if(c.quantity is not None and c.quantity < 1, "quantity-not-positive")
    if c.unit_type in o.unit_types:
        family = o.unit_types[c.unit_type][0]
        v.object_if(family == "aau", "commitment-unknown")  # nobody here has an assigned amount
        v.object_if((family in TEMPORARY) == (not c.expires), "expiry-missing")
        v.object_if(family == "a64er", "authorisation-missing")  # nor does anybody authorise
    span = numbers(o, c, series)
    if span is None:
        return
    first, last = span
    v.object_if(first < 1 or first > last, "range-reversed")
    v.object_if(last > LAST_SERIAL, "serial-too-high")
    v.object_if(c.quantity not in (None, last - first + 1), "quantity-differs")
    v.object_if(any(s == series and first <= n <= last for s, n in o.units), "already-issued")
    if not v.objections:
        stand = Stand(c.account, c.mechanism, expires=c.expires)
        v.moves = {(series, serial): stand for serial in range(first, last + 1)}
        facts = {"unit_type": c.unit_type, "vintage": c.vintage, "period": c.period}
        v.then = lambda: o.series.setdefault(series, facts)


def numbers(o: Oracle, c: ask.Issue, series: str) -> tuple[int, int] | None:
    """First and last serial number of an issue, so far as it says them."""
    if c.first is not None and c.last is not None:
        return c.first, c.last
    if c.quantity is None:
        return None
    if c.first is not None:
        return c.first, c.first + c.quantity - 1
    if c.last is not None:
        return c.last - c.quantity + 1, c.last
    top = max((serial for name, serial in o.units if name == series), default=0)
    return top + 1, top + c.quantity


def transfers(o: Oracle, c: ask.Transfer, at: str, v: Verdict) -> None:
    giving(o, c.account, [c.to], "transfer", v)
    units = taking(o, c, v)
    receiving(o, c.to, units, v)
    v.moves = {unit: o.units[unit]._replace(account=c.to) for unit in units}


def allocates(o: Oracle, c: ask.Allocate, at: str, v: Verdict) -> None:
    v.object_if(malformed(c.period), "identifier-malformed")
    giving(o, c.account, [c.to], "allocate", v)
    units = taking(o, c, v)
    receiving(o, c.to, units, v)
    v.moves = {unit: o.units[unit]._replace(account=c.to) for unit in units}
    v.counts = [(f"{o.units[unit].pool}/{c.period}/{c.to}", "allocated", 1) for unit in units]


def auctions(o: Oracle, c: ask.Auction, at: str, v: Verdict) -> None:
    v.object_if(bad_price(c.price), "price-malformed")
    giving(o, c.account, [award.to for award in c.awards], "auction", v)
    v.object_if(not c.awards, "nothing-asked")
    v.object_if(any(award.quantity < 1 for award in c.awards), "quantity-not-positive")
    sold = sum(award.quantity for award in c.awards)
    if c.awards:
        v.object_if(c.quantity not in (None, sold), "quantity-differs")
    v.object_if(c.quantity is not None and c.quantity < 1, "quantity-not-positive")
    whole = ask.Transfer(
        account=c.account, blocks=c.blocks, quantity=sold, unit_type=c.unit_type, series=c.series, vintage=c.vintage,
        pool=c.pool, to="",
    )  # fmt: skip
    if c.awards:
        units = taking(o, whole, v)
        for award in c.awards:
            receiving(o, award.to, units, v)
        takers = [award.to for award in c.awards for _ in range(award.quantity)]
        v.moves = {unit: o.units[unit]._replace(account=to) for unit, to in zip(units, takers, strict=False)}


def bad_price(text: str) -> bool:
    """Whether this is not the decimal number of a price."""
    try:
        return not (isfinite(float(text)) and float(text) >= 0)
    except ValueError:
        return True


def carries(o: Oracle, c: ask.CarryOver, at: str, v: Verdict) -> None:
    v.object_if(malformed(c.to_period), "identifier-malformed")
    acting(o, c.account, "carry-over", v)
    units = taking(o, c, v)
    for unit in units:
        facts, family = o.series[unit[0]], o.family(unit[0])
        v.object_if(family in ("rmu", *TEMPORARY), "not-carried-over")
        v.object_if(family in ("eru", "cer"), "commitment-unknown")
        v.object_if(c.to_period <= (o.units[unit].period or facts["period"] or facts["vintage"]), "period-not-later")
    v.moves = {unit: o.units[unit]._replace(period=c.to_period) for unit in units}
