"""The market beside the books: what a solved world says of Parties' balances, and what one more tonne would cost them.

The registry counts what a Party must adjust for; `comity run` finds its emissions and the price of its target. They
meet here, in the file that `comity run --out` or `--json` writes, since the registry itself knows no market.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from comity.cli.registry.where import plain
from comity.errors import InputError, Problem, said
from comity.quantity import parse_quantity

if TYPE_CHECKING:
    from comity.results import AdjustmentRow, PartyBalanceRow, PricedBy, Run


def read_run(where: str) -> Run:
    """The answer of `comity run` in a file. Raises InputError, OSError."""
    from pydantic import ValidationError

    from comity.results import Run

    text = Path(where).read_bytes()
    try:
        run = Run.model_validate_json(text)
        good = run.schema_.name == "run"
    except ValidationError:
        good = False
    if not good:
        raise InputError([Problem(plain(where), 0, "--run", plain(Path(where).name), said("expected-run-file"))])
    return run


def priced_by(run: Run) -> PricedBy:
    """Which solution the figures are of."""
    from comity.results import PricedBy

    return PricedBy(world=run.world, scenario=run.scenario, years=run.years, status=run.status, price=run.units.price)


def party_balances(run: Run, adjustments: Sequence[AdjustmentRow]) -> Iterator[PartyBalanceRow]:
    """A row for each target and year of the run: emissions as solved, and the adjustments that the registry counts."""
    from comity.results import PartyBalanceRow

    tonnes = float(parse_quantity(run.units.quantity).tonnes)
    counted = {(one.party, one.year): one for one in adjustments}
    for row in run.balances:
        one = counted.get((row.party, row.year))
        transferred, used = (one.transferred, one.used) if one else ("0", "0")
        emissions = row.inventory * tonnes
        yield PartyBalanceRow(
            party=row.party,
            year=row.year,
            period=row.period,
            enforced=row.enforced,
            target=row.target * tonnes,
            emissions=emissions,
            transferred=transferred,
            used=used,
            balance=emissions + float(Fraction(transferred) - Fraction(used)),
            price=row.price,
        )
