"""What `comity registry auction` answers: as words and a table, or as one object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from comity.cli.face import Face
from comity.cli.registry.typed import price_text
from comity.cli.registry.where import shown
from comity.cli.registry.words import tell
from comity.results import AuctionBid, RegistryAuction, Schema

if TYPE_CHECKING:
    from comity.registry.auction import Bid, Result
    from comity.results import EntryRow


def say(
    face: Face,
    registry: str,
    where: str,
    offered: int,
    result: Result,
    bids: Sequence[Bid],
    digest: str,
    entry: EntryRow | None,
    *,
    again: bool,
) -> None:
    """All of it."""
    price = price_text(result.price) if result.price is not None else ""
    rows = tuple(_rows(result, bids))
    if face.json:
        face.answer(
            RegistryAuction(
                schema=Schema(name="registry-auction"),
                registry=registry,
                where=shown(where),
                outcome=result.outcome,
                price=price,
                currency=result.currency,
                offered=offered,
                demand=result.demand,
                sold=result.sold,
                digest=digest,
                bids=rows,
                entry=entry,
            )
        )
        return
    text = face.text
    counts = {"offered": f"{offered:,}", "demand": f"{result.demand:,}", "sold": f"{result.sold:,}"}
    key = f"registry-auction-{result.outcome}"
    face.prose(text(key, price=price, currency=result.currency, **counts))
    if entry is not None:
        tell(face, entry, shown(where), again=again)
    elif result.sold:
        face.prose(text("registry-not-posted"))
    _table(face, rows, result.currency)


def _rows(result: Result, bids: Sequence[Bid]) -> list[AuctionBid]:
    """Every bid, in the order of the book."""
    awarded = {award.bid.id: award.quantity for award in result.awards}
    reasons = {aside.bid.id: aside.reason for aside in result.set_aside}
    repeated = {id for id, times in Counter(bid.id for bid in bids).items() if times > 1}
    return [
        AuctionBid(
            bid=bid.id,
            bidder=bid.bidder,
            quantity=bid.quantity,
            price=f"{bid.price} {bid.currency}",
            awarded=0 if bid.id in repeated else awarded.get(bid.id, 0),
            reason=reasons.get(bid.id, ""),
        )
        for bid in bids
    ]


def _table(face: Face, rows: Sequence[AuctionBid], currency: str) -> None:
    from comity.cli.registry.lists import ROWS_MOST, table
    from comity.cli.tables import Column

    text, part = face.text, rows[:ROWS_MOST]
    unit = text("unit-units")
    table(
        face,
        [
            Column(text("head-bid"), [one.bid for one in part]),
            Column(text("head-account"), [one.bidder for one in part]),
            Column(text("head-bid-quantity"), [f"{one.quantity:,}" for one in part], unit, numbers=True),
            Column(text("head-bid-price"), [one.price for one in part], numbers=True),
            Column(text("head-awarded"), [f"{one.awarded:,}" for one in part], unit, numbers=True),
            Column(text("head-remark"), [text(f"bid-{one.reason}") if one.reason else "" for one in part]),
        ],
        len(rows),
    )
