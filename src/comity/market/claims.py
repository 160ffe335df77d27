"""Tonnes that are claimed twice: inside a host's target, and by whoever used or retired the credit without
adjustment."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from comity.market.curves import Floats
from comity.market.network import Movement, Network


def claimed_twice(network: Network, amounts: Mapping[str, float]) -> float:
    """Additional, in-scope, unadjusted tonnes of credits used towards another Party's obligation or an offset claim.

    Units of a class are alike, so a class holds as many such tonnes per unit as came into it; moves carry them along.
    A use inside the Party that claims the tonne anyway claims nothing twice.
    """
    index = {budget.id: row for row, budget in enumerate(b for b in network.budgets if b.kind == "units")}
    came, carried = np.zeros(len(index)), np.zeros((len(index), len(index)))
    tonnes: dict[tuple[str, ...], Floats] = {}
    for movement in network.movements:
        amount = amounts[movement.id]
        for entry in movement.entries:
            row = index.get(entry.budget)
            if row is None or entry.does <= 0:
                continue
            came[row] += entry.does * amount
            if movement.kind == "credit" and movement.claimants and not movement.adjusted:
                claimed = tonnes.setdefault(movement.claimants, np.zeros(len(index)))
                claimed[row] += entry.does * amount * movement.additional
            if movement.kind == "move" and not movement.adjusted:
                carried[row, index[_taken(movement)]] += amount * entry.does / movement.credited
    ends = [m for m in network.movements if m.kind == "use" or (m.kind == "retire" and m.claim == "offset")]
    total = 0.0
    for claimants, claimed in tonnes.items():
        density = np.linalg.lstsq(np.diag(came) - carried, claimed, rcond=None)[0]
        elsewhere = (m for m in ends if not m.adjusted and not set(m.claimants) & set(claimants))
        total += sum(amounts[m.id] * density[index[_taken(m)]] for m in elsewhere)
    return float(total)


def _taken(movement: Movement) -> str:
    """The units budget that a movement takes from."""
    return next(entry.budget for entry in movement.entries if entry.budget.startswith("units:") and entry.does < 0)
