"""A book of bids, as CSV: one bid a line.

    bid,account,quantity,price
    b1,acme,300,31.50

`account` is where the units are to go. A column `currency` is needed only where bids are in several.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from difflib import get_close_matches
from hashlib import sha256
from io import StringIO
from pathlib import Path

from comity.cli.registry.parse import Wrong, whole
from comity.cli.registry.typed import CURRENCY, PRICE
from comity.cli.registry.where import plain
from comity.errors import InputError, Problem, Said, said
from comity.registry.auction import Bid

NEEDED = ("bid", "account", "quantity", "price")
COLUMNS = (*NEEDED, "currency")
BYTES_MOST = 256 * 1024 * 1024


def read_bids(where: str, currency: str) -> tuple[tuple[Bid, ...], str]:
    """The bids of a file, in the auction's currency unless they say another, and the SHA-256 of the file.

    Raises InputError with everything that is wrong.
    """
    file, data = plain(where), _bytes(where)
    try:
        text = data.decode("utf-8-sig")
    except ValueError:
        raise InputError([Problem(file, 0, "", said("found-bad-text"), said("expected-utf8"))]) from None
    reader = csv.reader(StringIO(text), strict=True)
    try:
        lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader if any(cells)]
    except csv.Error:
        raise InputError([Problem(file, reader.line_num, "", said("found-no-csv"), said("expected-bids"))]) from None
    if not lines:
        raise InputError([Problem(file, 0, "", said("found-nothing"), said("expected-bids"))])
    heads = lines[0][1]
    problems = _wrong_heads(file, lines[0][0], heads)
    bids: list[Bid] = []
    for line, cells in lines[1:] if not problems else ():
        if len(cells) != len(heads):
            found = said("found-cells", cells=len(cells))
            problems.append(Problem(file, line, "", found, said("expected-cells", cells=len(heads))))
            continue
        row = dict(zip(heads, cells, strict=True))
        wrong = [(name, expected) for name, cell in row.items() if (expected := _wrong_cell(name, cell))]
        for name, expected in wrong:
            problems.append(Problem(file, line, name, plain(row[name]) or said("found-nothing"), expected))
        if not wrong:
            bids.append(_bid(row, currency))
    if problems:
        raise InputError(problems)
    return tuple(bids), sha256(data).hexdigest()


def _bid(row: dict[str, str], currency: str) -> Bid:
    return Bid(
        id=row["bid"],
        bidder=row["account"],
        quantity=int(row["quantity"]),
        price=Decimal(row["price"]),
        currency=row.get("currency") or currency,
    )


def _bytes(where: str) -> bytes:
    file = plain(where)
    try:
        path = Path(where)
        if path.stat().st_size <= BYTES_MOST:
            return path.read_bytes()
    except FileNotFoundError:
        raise InputError([Problem(file, 0, "", said("found-no-file"), said("expected-bids"))]) from None
    except IsADirectoryError:
        raise InputError([Problem(file, 0, "", said("found-folder"), said("expected-bids"))]) from None
    except ValueError:
        raise InputError([Problem(file, 0, "", said("found-bad-path"), said("expected-bids"))]) from None
    most = said("expected-file-size", megabytes=BYTES_MOST // 1024**2)
    raise InputError([Problem(file, 0, "", said("found-larger-file"), most)])


def _wrong_heads(file: str, line: int, heads: list[str]) -> list[Problem]:
    problems = []
    for place, head in enumerate(heads):
        if head not in COLUMNS:
            close = get_close_matches(head, COLUMNS, 1)
            hint = said("hint-did-you-mean", key=close[0]) if close else None
            expected = said("expected-columns", columns=", ".join(COLUMNS))
            problems.append(Problem(file, line, plain(head), plain(head) or said("found-nothing"), expected, hint))
        elif head in heads[:place]:
            problems.append(Problem(file, line, head, head, said("expected-column-once")))
    missing = [name for name in NEEDED if name not in heads] if not problems else []
    return problems + [Problem(file, line, name, said("found-nothing"), said("expected-column")) for name in missing]


def _wrong_cell(name: str, cell: str) -> Said | None:
    """What is expected of a cell, if it is not that."""
    if name == "quantity":
        try:
            whole(cell)
        except Wrong as wrong:
            return wrong.expected
    elif name == "price":
        return None if PRICE.fullmatch(cell) else said("expected-price")
    elif name == "currency":
        return None if not cell or CURRENCY.fullmatch(cell) else said("expected-currency")
    elif not cell or not cell.isprintable():
        return said("expected-bid-id") if name == "bid" else said("expected-account-id")
    return None
