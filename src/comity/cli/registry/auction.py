"""`comity registry auction`: clears a sealed book of bids, and delivers what is sold."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from comity.cli.commands import Verb, argument, option
from comity.cli.face import Face
from comity.cli.registry.act import checked, key_option
from comity.cli.registry.desk import desk
from comity.cli.registry.fields import check, params, values_of
from comity.cli.registry.lists import day as day_of
from comity.cli.registry.parse import whole
from comity.cli.registry.typed import currency_of, number, price_text
from comity.cli.registry.where import pick, where_option
from comity.errors import InputError, Problem, said
from comity.registry.blocks import Block
from comity.registry.commands import Auction, Award

if TYPE_CHECKING:
    from comity.registry.auction import Result
    from comity.registry.auction_terms import Terms

#: Fields of the command that the result of the auction fills in.
RESULT = ("awards", "price", "currency", "bids")


def command(face: Face, verb: str) -> Verb:
    """The verb."""
    given: list[click.Parameter] = [
        argument("book", "BIDS"),
        *params(face, Auction, RESULT),
        option(face, "--reserve", metavar="PRICE", help="registry-option-reserve"),
        option(face, "--currency", metavar="CUR", help="registry-option-currency"),
        option(face, "--rules", metavar="WORLD/MECHANISM", help="registry-option-rules"),
        option(face, "--day", metavar="DAY", help="registry-option-day"),
        option(face, "--lot", metavar="N", help="registry-option-lot"),
        option(face, "--limit", metavar="SHARE", help="registry-option-limit"),
        option(face, "--annul", is_flag=True, help="registry-option-annul"),
        option(face, "--dry-run", "dry", is_flag=True, help="registry-option-dry-run"),
        key_option(face),
        where_option(face),
    ]
    return Verb(face, verb, auction, given, words="registry-auction")


def auction(face: Face, book: str, key: str | None, dry: bool, registry: str | None, **given: Any) -> int:
    """Clear the book, deliver, and say what came of it. Raises Refusal where what is sold cannot be delivered."""
    from comity.cli.registry import auction_words
    from comity.cli.registry.bids import read_bids
    from comity.registry.answers.entries import entry_row
    from comity.registry.auction import clear

    words = {name: given.pop(name) for name in ("reserve", "currency", "rules", "day", "lot", "limit", "annul")}
    values = values_of(Auction, given, click.get_current_context().command_path)
    offered = values.get("quantity") or sum(one.quantity for one in values.get("blocks", ()))
    terms = _terms(offered, **words)
    bids, digest = read_bids(book, terms.currency)
    result = clear(terms, bids)
    key, where, row, again = checked(key), pick(registry), None, False
    with desk(where) as at:
        if result.sold and not dry:
            asked = _command(values, result, digest)
            entry = at.ledger.do(asked, key)
            row, again = entry_row(at.state, entry), entry.seq not in at.made
        name = at.registry
    auction_words.say(face, name, where, offered, result, bids, digest, row, again=again)
    return 0


def _terms(
    offered: int,
    reserve: str | None,
    currency: str | None,
    rules: str | None,
    day: str | None,
    lot: str | None,
    limit: str | None,
    annul: bool,
) -> Terms:
    """The terms: as typed, or with the price controls of a mechanism. Raises InputError."""
    from dataclasses import replace

    from comity.registry.auction_terms import BadTerms, Offer, Terms

    if rules is not None and reserve is not None:
        raise InputError([Problem("", 0, "--reserve", reserve, said("expected-rules-or-reserve"))])
    lots = number("--lot", lot, whole) if lot is not None else 1
    share = Fraction(number("--limit", limit, Decimal)) if limit is not None else None
    try:
        if rules is not None:
            on = day_of(day, "--day") if day is not None else datetime.now(UTC).date()
            terms = _by_rules(rules, on, offered, currency_of(currency) if currency else "")
        else:
            if currency is None or day is not None:
                address, found = ("--day", day) if day is not None else ("--currency", "")
                expected = said("expected-rules-for-day") if day is not None else said("expected-currency")
                raise InputError([Problem("", 0, address, found or said("found-nothing"), expected)])
            least = Fraction(number("--reserve", reserve, Decimal)) if reserve is not None else Fraction(0)
            offer = Offer(
                clause="registry.auctions", mechanism="", volume=offered, price=least, currency=currency_of(currency)
            )
            terms = Terms(currency=offer.currency, offers=(offer,))
        return replace(terms, lot=lots, purchase_share=share, annulled_if_undersubscribed=annul)
    except BadTerms as error:
        raise InputError([Problem("", 0, "", said("found-terms", why=str(error)), said("expected-terms"))]) from None


def _by_rules(rules: str, on: Any, offered: int, currency: str) -> Terms:
    """The price controls of `WORLD/MECHANISM` on a day, for so many units on offer. Raises InputError, BadTerms."""
    from comity.cli.load import load_world
    from comity.quantity import parse_price
    from comity.registry.auction_terms import terms_of

    where, _, id = rules.rpartition("/")
    if not where or not id:
        raise InputError([Problem("", 0, "--rules", rules or said("found-nothing"), said("expected-mechanism-of"))])
    world = load_world(where, ())
    mechanism = world.mechanism.get(id)
    if mechanism is None:
        known = ", ".join(sorted(world.mechanism))
        raise InputError([Problem("", 0, "--rules", id, said("expected-one-of", choices=known))])
    reserve = mechanism.price_controls.auction_reserve
    money = currency or (parse_price(reserve.unit).currency if reserve is not None else world.world.currency)
    try:
        year = terms_of({id: mechanism}, on, measures=world.measures, currency=money)
        cap = sum(offer.volume or 0 for offer in year.offers if offer.part in ("cap", "emissions-containment"))
        extra = {f"mechanism.{id}.cap": offered - cap}
        return terms_of({id: mechanism}, on, measures=world.measures, currency=money, extra=extra)
    except LookupError as error:
        _, known, of = error.args
        raise InputError(
            [Problem("", 0, "--rules", said("found-nothing"), said("rule-price-index", currency=known, year=of))]
        ) from None


def _command(values: dict[str, Any], result: Result, digest: str) -> Auction:
    """What delivers the result."""
    asked = {**values, "quantity": result.sold, "blocks": cut(values.get("blocks", ()), result.sold)}
    price = price_text(result.price or Fraction(0))
    awards = tuple(Award(award.bid.bidder, award.quantity) for award in result.awards)
    made = Auction(**asked, awards=awards, price=price, currency=result.currency, bids=digest)
    check(made)
    return made


def cut(blocks: tuple[Block, ...], quantity: int) -> tuple[Block, ...]:
    """The first so many units of blocks."""
    kept = []
    for one in blocks:
        if quantity > 0:
            kept.append(Block(one.series, one.first, min(one.last, one.first + quantity - 1)))
            quantity -= kept[-1].quantity
    return tuple(kept)
