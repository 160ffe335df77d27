"""A sealed-bid auction of whole units at one price, cleared exactly.

**The rule.** Let D(p) be the quantity bid at p or more, and S(p) the quantity offered below p. The clearing price is
the highest price p with D(p) >= S(p), and never below the reserve price. All bids above it are filled; bids at it share
what is left, pro rata; everybody pays it. Written out:

- Where supply is one volume at a reserve price, it is the price of the bid at which the sum of bids, from the highest
  down, reaches or exceeds the volume (Regulation (EU) No 1031/2010, Article 7(2); now Regulation (EU) 2023/2830,
  Article 7): that of the lowest winning bid, as in California (17 CCR 95911) and RGGI (model rule, subpart XX-9).
- Where bids do not take up the cap, it is the reserve price; without one, 0. In the EU nothing is sold then
  (Article 7(5)); see `Terms.annulled_if_undersubscribed`.
- Where a tier begins, supply jumps. Where demand at the trigger price lies between the supply without the tier and that
  with it, it is the trigger price, and the tier is sold, or withheld, in part. So in RGGI's auction 54, of 1 December
  2021: 23,121,518 allowances, and 3,919,482 of the 11,976,778 in the cost containment reserve, at its trigger, USD 13.

**Ties.** The EU orders equal bids at random (Article 7(2)). Here they share pro rata to their quantities, by the
largest remainder and, among equal remainders, by bid id, so that whoever has the bids has the result.

**Joint auctions.** One clearing over all offers, in one currency, at the highest reserve price. Of offers at the same
price the cap is sold first, then emissions-containment tiers, containment tiers, ceilings; those of several mechanisms
pro rata to volume (equal remainders by clause; before others one without limit). Every award has the units of the
mechanisms in the proportion in which they are sold.

Nothing is rounded but units; who collects the money rounds it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from comity.registry.auction_terms import Offer, Part, Terms

Reason = Literal[
    "id-repeated",
    "quantity-not-positive",
    "quantity-not-in-lots",
    "currency-unknown",
    "price-not-a-number",
    "price-below-reserve",
    "purchase-limit-exceeded",
]
Outcome = Literal["sold", "undersubscribed", "unsold", "annulled"]

#: The order in which offers at one price are sold.
PARTS: tuple[Part, ...] = ("cap", "emissions-containment", "containment", "ceiling")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bid:
    """A quantity for which a bidder pays at most a price per unit; several bids of one are its demand schedule."""

    id: str
    bidder: str
    quantity: int
    """Units."""
    price: Fraction | Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A bid, or what of it exceeds a purchase limit, that does not take part, and why."""

    bid: Bid
    quantity: int
    reason: Reason
    """The first that applies, in the order of `Reason`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """What a bid is awarded."""

    bid: Bid
    quantity: int
    """Units; at least 1."""
    split: Mapping[str, int]
    """The same by mechanism, in the proportion of what is sold, each within one unit of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """What is sold of an offer."""

    offer: Offer
    sold: int

    @property
    def unsold(self) -> int:
        """Units for which `offer.fate` says what becomes of them; 0 of an offer without limit."""
        return 0 if self.offer.volume is None else self.offer.volume - self.sold


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The result of an auction. `sold` = sum of awards = sum of sales, and so by mechanism."""

    outcome: Outcome
    """undersubscribed: at the reserve price, and not all of the cap. unsold, annulled: nothing."""
    price: Fraction | None
    """Per unit, in `currency`; None where nothing is sold."""
    currency: str
    demand: int
    """Units bid for by all bids that take part."""
    sold: int
    awards: tuple[Award, ...]
    """Highest bid first, equal ones by id; those with at least a unit."""
    sales: tuple[Sale, ...]
    """One an offer, in the order of the terms."""
    set_aside: tuple[SetAside, ...]
    """By bid id; of an id given twice, as they came."""

    @property
    def sold_by_mechanism(self) -> dict[str, int]:
        """Units sold, by mechanism, in the order of the terms."""
        return _by_mechanism(self.sales)


class _Counted(NamedTuple):
    """A bid that takes part, with what of it does, and its price in the auction's currency."""

    bid: Bid
    quantity: int
    price: Fraction


#: What is offered, each with its least price in the auction's currency.
_Supply = list[tuple[Fraction, Offer]]


def clear(terms: Terms, bids: Iterable[Bid]) -> Result:
    """The result of an auction; does not depend on the order of the bids. Bids that do not fit are set aside."""
    counted, aside = _admitted(terms, bids)
    supply = [(terms.least(offer), offer) for offer in terms.offers]
    price = _clearing_price(supply, counted)
    demand = sum(one.quantity for one in counted)
    undersubscribed = demand < sum(offer.volume or 0 for offer in terms.offers if offer.part == "cap")
    annulled = undersubscribed and terms.annulled_if_undersubscribed
    filled = [] if annulled else _filled(supply, counted, price)
    sold = sum(quantity for _, quantity in filled)
    sales = _sales(supply, price, sold)
    splits = _splits([quantity for _, quantity in filled], _by_mechanism(sales))
    outcome: Outcome = "annulled" if annulled else "unsold" if not sold else "sold"
    return Result(
        outcome="undersubscribed" if outcome == "sold" and undersubscribed else outcome,
        price=price if sold else None,
        currency=terms.currency,
        demand=demand,
        sold=sold,
        awards=tuple(
            Award(bid=one.bid, quantity=quantity, split=split)
            for (one, quantity), split in zip(filled, splits, strict=False)
            if quantity
        ),
        sales=sales,
        set_aside=tuple(sorted(aside, key=lambda one: one.bid.id)),
    )


def _admitted(terms: Terms, bids: Iterable[Bid]) -> tuple[list[_Counted], list[SetAside]]:
    """The bids that take part, highest first and equal ones by id; and those that do not.

    A purchase limit is used up from the highest bid down; of the bid that reaches it, whole lots take part.
    """
    given = list(bids)
    uses = Counter(bid.id for bid in given)
    fit: list[_Counted] = []
    aside: list[SetAside] = []
    for bid in given:
        finite = not isinstance(bid.price, Decimal) or bid.price.is_finite()
        price = terms.money(Fraction(bid.price), bid.currency) if finite else None
        reason = "id-repeated" if uses[bid.id] > 1 else _reason(terms, bid, price)
        if reason is None and price is not None:
            fit.append(_Counted(bid, bid.quantity, price))
        elif reason is not None:
            aside.append(SetAside(bid=bid, quantity=bid.quantity, reason=reason))
    counted = []
    bought: Counter[str] = Counter()
    for one in sorted(fit, key=lambda one: (-one.price, one.bid.id)):
        bidder, kept = one.bid.bidder, one.quantity
        limit = terms.limit(bidder)
        if limit is not None:
            kept = min(kept, (limit - bought[bidder]) // terms.lot * terms.lot)
        bought[bidder] += kept
        if kept:
            counted.append(one._replace(quantity=kept))
        if kept < one.quantity:
            aside.append(SetAside(bid=one.bid, quantity=one.quantity - kept, reason="purchase-limit-exceeded"))
    return counted, aside


def _reason(terms: Terms, bid: Bid, price: Fraction | None) -> Reason | None:
    """The first reason for which a bid by itself does not take part; `price` in the auction's currency, if known."""
    if bid.quantity <= 0:
        return "quantity-not-positive"
    if bid.quantity % terms.lot:
        return "quantity-not-in-lots"
    if terms.money(Fraction(0), bid.currency) is None:
        return "currency-unknown"
    if price is None:
        return "price-not-a-number"
    return "price-below-reserve" if price < terms.reserve else None


def _clearing_price(supply: _Supply, counted: Sequence[_Counted]) -> Fraction:
    """The highest price at which demand takes up what is offered below it: that of a bid, or the least of an offer."""
    lowest = min(least for least, _ in supply)  # below it nothing is offered, so that any demand takes that up
    demand, place = 0, 0
    for price in sorted({one.price for one in counted} | {least for least, _ in supply}, reverse=True):
        while place < len(counted) and counted[place].price >= price:
            demand += counted[place].quantity
            place += 1
        offered = _total(offer for least, offer in supply if least < price)
        if offered is not None and demand >= offered:
            return price
    return lowest


def _total(offers: Iterable[Offer]) -> int | None:
    """The sum of volumes; None is without limit."""
    volumes = [offer.volume for offer in offers]
    return None if None in volumes else sum(volume or 0 for volume in volumes)


def _filled(supply: _Supply, counted: Sequence[_Counted], price: Fraction) -> list[tuple[_Counted, int]]:
    """What each bid at or above the price is awarded, highest bid first."""
    above = [one for one in counted if one.price > price]
    at = [one for one in counted if one.price == price]
    filled = sum(one.quantity for one in above)
    demand = filled + sum(one.quantity for one in at)
    offered = _total(offer for least, offer in supply if least <= price)
    sold = demand if offered is None else min(demand, offered)
    shares = _pro_rata(sold - filled, [one.quantity for one in at])
    return [(one, one.quantity) for one in above] + list(zip(at, shares, strict=True))


def _sales(supply: _Supply, price: Fraction, sold: int) -> tuple[Sale, ...]:
    """What is sold of each offer: the cheapest first, at one price part by part, and of one part pro rata."""
    groups: dict[tuple[Fraction, int], list[Offer]] = {}
    for least, offer in sorted(supply, key=lambda one: one[1].clause):
        if least <= price:
            groups.setdefault((least, PARTS.index(offer.part)), []).append(offer)
    amounts = {offer.clause: 0 for _, offer in supply}
    for _, group in sorted(groups.items()):
        total = _total(group)
        taken = sold if total is None else min(sold, total)
        weights = [int(offer.volume is None) if total is None else offer.volume or 0 for offer in group]
        amounts |= zip((offer.clause for offer in group), _pro_rata(taken, weights), strict=True)
        sold -= taken
    return tuple(Sale(offer=offer, sold=amounts[offer.clause]) for _, offer in supply)


def _pro_rata(total: int, weights: Sequence[int]) -> list[int]:
    """A total in proportion to weights, in whole units, by the largest remainder; equal ones in the order given.

    No share is more than one unit from the proportion, nor above its weight where the total is at most their sum.
    """
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    shares = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    for place in sorted(range(len(weights)), key=lambda place: -remainders[place])[: total - sum(shares)]:
        shares[place] += 1
    return shares


def _splits(quantities: Sequence[int], sold: Mapping[str, int]) -> list[dict[str, int]]:
    """Each quantity by mechanism, in the proportion of what is sold, so that sums are exact both ways.

    Each starts with its proportion rounded down. Units then missing go, award by award, to the mechanisms that miss
    most, and among these by the largest remainder: a table of zeros and ones with given sums, which exists because the
    remainders are one in fractions, is always completed in this way (Gale 1957, Ryser 1957).
    """
    total = sum(sold.values())
    splits = [{id: quantity * units // total for id, units in sold.items()} for quantity in quantities if total]
    missing = {id: units - sum(split[id] for split in splits) for id, units in sold.items()}
    for quantity, split in zip(quantities, splits, strict=False):
        order = sorted(missing, key=lambda id: (-missing[id], -(quantity * sold[id] % total), id))
        for id in order[: quantity - sum(split.values())]:
            split[id] += 1
            missing[id] -= 1
    return splits


def _by_mechanism(sales: Iterable[Sale]) -> dict[str, int]:
    sold: dict[str, int] = {}
    for sale in sales:
        sold[sale.offer.mechanism] = sold.get(sale.offer.mechanism, 0) + sale.sold
    return sold
