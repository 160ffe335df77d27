"""What an auction offers and under which terms, read from the same price controls as the market reads.

An auction is a list of *offers*: so many whole units of a mechanism, for sale at or above a price. The cap is offered
at the reserve price; an emissions-containment tier is the part of the cap that is withheld below its trigger price; a
containment tier and a ceiling stand above the cap. So supply is one step function of the price, and a joint auction is
nothing but the offers of several mechanisms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from math import floor
from typing import Literal

from comity.quantity import Measures, parse_price, parse_quantity
from comity.world.mechanism import Mechanism
from comity.world.price_controls import Ceiling, Fate, Tier
from comity.world.values import Price, Quantity

Part = Literal["cap", "emissions-containment", "containment", "ceiling"]

ZERO, ONE = Fraction(0), Fraction(1)


class BadTerms(ValueError):
    """Terms that no auction can have. Never a bidder's mistake: bids that do not fit are set aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Units of one mechanism that are for sale at or above a price."""

    clause: str
    """Address of the rule under which they are issued, as the market names it."""
    mechanism: str
    part: Part = "cap"
    volume: int | None
    """Units; None is without limit."""
    price: Fraction = ZERO
    """The least price per unit, in `currency`: reserve price, trigger price or ceiling."""
    currency: str
    fate: Fate = "cancelled"
    """What becomes of what is not sold."""

    def __post_init__(self) -> None:
        if self.volume is not None and self.volume < 0:
            raise BadTerms(f"{self.clause}: volume {self.volume}, expected at least 0")
        if self.volume is None and self.part != "ceiling":
            raise BadTerms(f"{self.clause}: no volume, expected one; only a ceiling is without limit")
        if self.price < 0:
            raise BadTerms(f"{self.clause}: price {self.price}, expected at least 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of one auction. Raises BadTerms where they contradict themselves."""

    currency: str
    """In which it is cleared."""
    offers: tuple[Offer, ...]
    exchange: Mapping[str, Fraction] = field(default_factory=dict)
    """By other currency, how much of that one a unit of it is: the rates stated for the auction."""
    lot: int = 1
    """Bids are for multiples of so many units: 1,000 in California, 17 CCR 95911(a)(3), and in RGGI, 500 in the EU."""
    purchase_share: Fraction | None = None
    """The share of `initial` that a bidder may buy at most, with all its bids; without limit if None."""
    purchase_shares: Mapping[str, Fraction] = field(default_factory=dict)
    """The same for single bidders, as California has it by kind of entity."""
    annulled_if_undersubscribed: bool = False
    """Whether nothing is sold where bids do not take up the cap, as in the EU (Article 7(5), see `auction`)."""

    def __post_init__(self) -> None:
        clauses = [offer.clause for offer in self.offers]
        if len(set(clauses)) < len(clauses) or not clauses:
            raise BadTerms(f"offers: {', '.join(clauses) or 'none'}, expected at least one, and each clause once")
        for currency, rate in self.exchange.items():
            if rate <= 0 or currency == self.currency:
                raise BadTerms(f"exchange.{currency}: {rate}, expected a positive rate of another currency")
        for offer in self.offers:
            if self.money(offer.price, offer.currency) is None:
                raise BadTerms(f"{offer.clause}: {offer.currency}, expected a currency with a rate in `exchange`")
        if self.lot < 1:
            raise BadTerms(f"lot: {self.lot}, expected at least 1")
        for share in (self.purchase_share, *self.purchase_shares.values()):
            if share is not None and not 0 <= share <= 1:
                raise BadTerms(f"purchase share: {share}, expected one from 0 to 1")

    def money(self, amount: Fraction, currency: str) -> Fraction | None:
        """An amount in the auction's currency, exactly; None where no rate is stated."""
        rate = ONE if currency == self.currency else self.exchange.get(currency)
        return None if rate is None else amount * rate

    @property
    def reserve(self) -> Fraction:
        """The price below which nothing is sold: the highest of the mechanisms' reserve prices; 0 if none has one."""
        return max((self._own(offer) for offer in self.offers if offer.part == "cap"), default=ZERO)

    def least(self, offer: Offer) -> Fraction:
        """The least price of an offer in the auction's currency; the reserve price of a partner may raise it."""
        return max(self._own(offer), self.reserve)

    def _own(self, offer: Offer) -> Fraction:
        return offer.price * (ONE if offer.currency == self.currency else self.exchange[offer.currency])

    @property
    def initial(self) -> int:
        """The initial offering: all units of the caps, those of emissions-containment tiers included."""
        return sum(offer.volume or 0 for offer in self.offers if offer.part in ("cap", "emissions-containment"))

    def limit(self, bidder: str) -> int | None:
        """The most units that a bidder may buy, rounded down; None is without limit."""
        share = self.purchase_shares.get(bidder, self.purchase_share)
        return None if share is None else floor(share * self.initial)


def terms_of(
    mechanisms: Mapping[str, Mechanism],
    day: date,
    *,
    measures: Measures,
    currency: str,
    unit: str = "t CO2e",
    price_year: int | None = None,
    of_year: tuple[Fraction, Fraction] = (ZERO, ONE),
    extra: Mapping[str, int] | None = None,
    exchange: Mapping[str, Fraction] | None = None,
) -> Terms:
    """The terms of an auction on a day, of one mechanism or jointly of several, by id, from their own price controls.

    Rules are read as the market reads them: one that is not in force on the day, or whose price has no figure for its
    year, offers nothing (a reserve price: the cap is sold without one); free shares are not auctioned. A ceiling whose
    units are for compliance only is left out, since these do not circulate. Lots, purchase limits and annulment are no
    fields of a mechanism: add them with `dataclasses.replace`.

    A unit measures `unit` (RGGI: `st CO2`). Prices become money of `price_year` (the year of the day if None), in their
    own currency, by the price indices of `measures`; `exchange` is that of `Terms`.

    Volumes in a mechanism are those of a year. One auction offers the part of the year's cap between the two shares of
    `of_year`: (1/4, 1/2) is the second of four, and all parts add up to the year's whole units, rounded down once.
    Tiers and ceilings are not divided: as in RGGI, an auction has what earlier ones of the year left of them. `extra`
    says, by clause, how many units to add (left unsold earlier) or, below 0, to take away (sold earlier; withheld
    earlier, of an emissions-containment tier).

    Raises BadTerms where a mechanism does not run on the day, a quantity is missing or nothing is offered; LookupError
    ("price-index", currency, year) where a price index is missing.
    """
    reader = _Reader(
        measures=replace(measures, quantity=parse_quantity(unit), price_year=price_year or day.year),
        day=day,
        currency=currency,
        of_year=of_year,
        extra=extra or {},
    )
    offers = [offer for id, mechanism in mechanisms.items() for offer in _offers(reader, id, mechanism)]
    return Terms(currency=currency, offers=tuple(offers), exchange=exchange or {})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """How figures are read: on which day, in which units, for which part of the year."""

    measures: Measures
    """With the unit of account as quantity, so that quantities become units, not yet whole ones."""
    day: date
    currency: str
    of_year: tuple[Fraction, Fraction]
    extra: Mapping[str, int]

    def __post_init__(self) -> None:
        start, end = self.of_year
        if not 0 <= start <= end <= 1:
            raise BadTerms(f"of_year: {start} to {end}, expected two shares of a year in order")

    def units(self, series: Quantity, clause: str) -> Fraction:
        """A yearly quantity. Absent is not zero."""
        reading = series.at(self.day.year)
        if reading is None:
            raise BadTerms(f"{clause}: no quantity for {self.day.year}, expected one")
        return self.measures.convert_quantity(reading.value, series.unit)

    def price(self, series: Price | None) -> tuple[Fraction, str] | None:
        """A price per unit, and its currency; None where it is not known."""
        reading = series.at(self.day.year) if series is not None else None
        if series is None or reading is None:
            return None
        own = replace(self.measures, currency=parse_price(series.unit).currency)
        per_tonne = own.convert_price(reading.value, series.unit, series.money_year(self.day.year))
        return per_tonne * own.quantity.tonnes / own.tonne, own.currency

    def with_extra(self, clause: str, volume: int) -> int:
        """A volume with what earlier auctions left or took; never below 0."""
        return max(volume + self.extra.get(clause, 0), 0)


def _offers(reader: _Reader, id: str, mechanism: Mechanism) -> Iterator[Offer]:
    """The offers of one mechanism: the cap at its reserve price, what is withheld of it, tiers, ceiling."""
    address, controls = f"mechanism.{id}", mechanism.price_controls
    if not (mechanism.start or reader.day) <= reader.day <= (mechanism.end or reader.day):
        raise BadTerms(f"{address}: {reader.day}, expected a day on which it runs")
    cap = _cap(reader, f"{address}.cap", mechanism)
    at = f"{address}.price-controls"
    tiers = [
        offer
        for name, tier in controls.emissions_containment.items()
        if (offer := _above(reader, id, f"{at}.emissions-containment.{name}", "emissions-containment", tier))
    ]
    withheld = []
    # What an auction can withhold is at most its part of the cap; of several tiers, the dearest first.
    for tier in sorted(tiers, key=lambda tier: (-tier.price, tier.clause)):
        withheld.append(replace(tier, volume=min(tier.volume or 0, cap)))
        cap -= withheld[-1].volume or 0
    if mechanism.cap is not None and mechanism.cap.free_share < 1:
        reserve = controls.auction_reserve
        begun = reserve is not None and reserve.in_force(reader.day)
        price, currency = (reader.price(reserve) if begun else None) or (ZERO, reader.currency)
        fate = reserve.unsold if reserve is not None else "cancelled"
        yield Offer(clause=f"{address}.cap", mechanism=id, volume=cap, price=price, currency=currency, fate=fate)
    yield from withheld
    above: list[tuple[str, Part, Tier | Ceiling]] = [
        (f"{at}.containment.{name}", "containment", tier) for name, tier in controls.containment.items()
    ]
    if controls.ceiling is not None and not controls.ceiling.compliance_only:
        above.append((f"{at}.ceiling", "ceiling", controls.ceiling))
    for clause, part, rule in above:
        if offer := _above(reader, id, clause, part, rule):
            yield offer


def _cap(reader: _Reader, clause: str, mechanism: Mechanism) -> int:
    """The auction's part of the year's cap, free shares apart, in whole units."""
    if mechanism.cap is None:
        return 0
    year = reader.units(mechanism.cap, clause) * (1 - Fraction(mechanism.cap.free_share))
    start, end = (floor(year * share) for share in reader.of_year)
    return reader.with_extra(clause, end - start)


def _above(reader: _Reader, id: str, clause: str, part: Part, rule: Tier | Ceiling) -> Offer | None:
    """The offer of a tier or a ceiling; None where it is not in force or its price is not known."""
    known = reader.price(rule.price) if rule.in_force(reader.day) else None
    if known is None:
        return None
    price, currency = known
    volume = None if rule.volume is None else reader.with_extra(clause, floor(reader.units(rule.volume, clause)))
    fate: Fate = rule.unsold if isinstance(rule, Tier) else "cancelled"
    return Offer(clause=clause, mechanism=id, part=part, volume=volume, price=price, currency=currency, fate=fate)
