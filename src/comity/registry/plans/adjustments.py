"""What Parties must adjust for: units first transferred, by vintage year, and units used, by year of use.

Decision 2/CMA.3, annex, paragraphs 2 and 8. Between two systems whose agreement adjusts, both sides count on the move.
"""

from __future__ import annotations

from fractions import Fraction

from comity.registry.blocks import Series
from comity.registry.permits import Permit
from comity.registry.plans.admission import Admission, vintage_of
from comity.registry.plans.checks import Piece, total


def transferred_id(party: str, year: int, metric: str = "") -> str:
    """Under which id a Party's first transfers of a vintage year are counted; of another metric than CO2e apart."""
    return f"transferred:{party}{f'/{metric}' if metric else ''}:{year}"


def used_id(party: str, year: int, metric: str = "") -> str:
    """Under which id what a Party used in a year is counted; of another metric than CO2e apart."""
    return f"used:{party}{f'/{metric}' if metric else ''}:{year}"


def first_transfer(
    admission: Admission, piece: Piece, event: str, series: Series | None = None, at_once: bool = False
) -> int:
    """The entry of a piece's first transfer: this one, if it is authorised and its authorisation counts from `event`.

    A unit is first transferred once. `series`: of a piece that is only now issued. `at_once`: whatever the definition.
    """
    standing = piece[3]
    authorisation = admission.state.authorisations.get(standing.authorisation)
    if authorisation is None or standing.first or not (at_once or authorisation.first_transfer == event):
        return standing.first
    admission.first_transfer(authorisation)
    series = series or admission.state.series[piece[0]]
    year = vintage_of(series, admission.year)
    admission.add(transferred_id(authorisation.host, year, series.metric), Fraction(total([piece])))
    return admission.state.seq + 1


def moved(admission: Admission, permit: Permit, piece: Piece) -> None:
    """Count a move between two systems whose agreement adjusts. An ITMO is counted as its authorisation says, once."""
    if not permit.adjusts or admission.rules is None or piece[3].authorisation:
        return
    balances, units = admission.rules.balances, Fraction(total([piece]))
    year = vintage_of(admission.state.series[piece[0]], admission.year)
    giver, taker = balances.get(permit.takes), balances.get(permit.gives[0])
    if giver:
        admission.add(transferred_id(giver, year), units)
    if taker:
        admission.add(used_id(taker, admission.year), units * Fraction(permit.rate))


def used(admission: Admission, permit: Permit, piece: Piece, mechanism: str, year: int) -> None:
    """Count a use towards the target of the Party whose balance a mechanism counts against."""
    if not (permit.adjusts or piece[3].authorisation) or admission.rules is None:
        return
    balances, units = admission.rules.balances, Fraction(total([piece]))
    party, giver = balances.get(mechanism), balances.get(piece[3].pool)
    if party:
        admission.add(used_id(party, year, admission.state.series[piece[0]].metric), units)
    if permit.adjusts and not piece[3].authorisation and giver:
        admission.add(transferred_id(giver, vintage_of(admission.state.series[piece[0]], year)), units)
