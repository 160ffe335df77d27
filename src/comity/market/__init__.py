"""What prices do: clauses as budgets and movements, arrays, a solver, and the accounts of what it finds."""

from comity.market.solve import solve

__all__ = ["solve"]
