"""Tonnes that are claimed twice: inside a host's target, and by whoever used or retired the credit without
adjustment."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from comity.market.network import Movement, Network

#: Of each group of Parties that claim tonnes at home: those tonnes per unit, by units budget.
Densities = Mapping[tuple[str, ...], Mapping[str, float]]


def densities(
    network: Network, amounts: Mapping[str, float], before: Densities, brought: Mapping[str, float]
) -> Densities:
    """How many additional, in-scope, unadjusted tonnes there are in a unit of each class.

    Units of a class are alike, so a class holds as many such tonnes per unit as came into it; moves carry them along.
    `brought`: units that came from earlier years, by units budget, with the densities they had then.
    """
    index = {budget.id: row for row, budget in enumerate(b for b in network.budgets if b.kind == "units")}
    came, carried = np.zeros(len(index)), np.zeros((len(index), len(index)))
    tonnes = {claimants: np.zeros(len(index)) for claimants in before}
    for id, units in brought.items():
        came[index[id]] += units
        for claimants, found in before.items():
            tonnes[claimants][index[id]] += units * found.get(id, 0.0)
    for movement in network.movements:
        amount = amounts[movement.id]
        for entry in movement.entries:
            row = index.get(entry.budget)
            if row is None or entry.does <= 0 or movement.kind == "carry":
                continue
            came[row] += entry.does * amount
            if movement.kind == "credit" and movement.claimants and not movement.adjusted:
                claimed = tonnes.setdefault(movement.claimants, np.zeros(len(index)))
                claimed[row] += entry.does * amount * movement.additional
            if movement.kind == "move" and not movement.adjusted:
                carried[row, index[_taken(movement)]] += amount * entry.does / movement.credited
    per_unit = {
        claimants: np.linalg.lstsq(np.diag(came) - carried, claimed, rcond=None)[0]
        for claimants, claimed in tonnes.items()
        if claimed.any()
    }
    return {
        claimants: {id: float(density[row]) for id, row in index.items()} for claimants, density in per_unit.items()
    }


def claimed_twice(network: Network, amounts: Mapping[str, float], found: Densities) -> float:
    """Additional, in-scope, unadjusted tonnes of credits used towards another Party's obligation or an offset claim.

    A use inside the Party that claims the tonne anyway claims nothing twice.
    """
    ends = [m for m in network.movements if m.kind == "use" or (m.kind == "retire" and m.claim == "offset")]
    total = 0.0
    for claimants, density in found.items():
        elsewhere = (m for m in ends if not m.adjusted and not set(m.claimants) & set(claimants))
        total += sum(amounts[m.id] * density[_taken(m)] for m in elsewhere)
    return total


def _taken(movement: Movement) -> str:
    """The units budget that a movement takes from."""
    return next(entry.budget for entry in movement.entries if entry.budget.startswith("units:") and entry.does < 0)
