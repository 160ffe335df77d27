"""Comity: linking agreements as code for carbon markets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comity.market import solve
    from comity.world import World, clauses

__all__ = ["World", "clauses", "solve"]


def __getattr__(name: str) -> Any:
    """The public names, each imported when first asked for, so that `comity --help` need not load the solver."""
    if name == "solve":
        from comity.market import solve

        return solve
    if name in ("World", "clauses"):
        import comity.world

        return getattr(comity.world, name)
    raise AttributeError(f"module 'comity' has no attribute {name!r}")
