"""Comity: linking agreements as code for carbon markets."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comity.market.compare import compare
    from comity.market.link import link
    from comity.market.solve import solve
    from comity.world.clauses import clauses
    from comity.world.linking import Link
    from comity.world.world import World

__all__ = ["Link", "World", "clauses", "compare", "link", "solve"]


_HOMES = {
    "Link": "comity.world.linking",
    "World": "comity.world.world",
    "clauses": "comity.world.clauses",
    "compare": "comity.market.compare",
    "link": "comity.market.link",
    "solve": "comity.market.solve",
}


def __getattr__(name: str) -> Any:
    """The public names, each imported when first asked for, so that `comity --help` need not load the solver."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'comity' has no attribute {name!r}")
