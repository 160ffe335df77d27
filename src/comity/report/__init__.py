"""Answers as files: tables (CSV, Parquet, Excel, IAMC), charts, and a page for people, in either language.

    comity.report.write(folder, [world], [comity.solve(world)], comity.text.load("zh"))
    comity.report.write_comparison(folder, world, answer, comity.text.load("zh"))  # of `compare` or of `link`
    comity.report.brief(answer, world, comity.text.load("zh"))  # of `link`: two pages, as DOCX

`tables` turns an answer into frames that every writer of tables uses; `charts` and `price_charts` turn it into Altair
charts; `page` is the shell of any report, `run_page` the report on solved scenarios; `folder` writes them all. What
begins with `comparison` does the same for two solutions side by side; `brief_page` is the negotiator's brief on a link.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comity.report.brief_page import brief
    from comity.report.comparison import write_comparison
    from comity.report.folder import write

__all__ = ["brief", "write", "write_comparison"]

_HOMES = {
    "brief": "comity.report.brief_page",
    "write": "comity.report.folder",
    "write_comparison": "comity.report.comparison",
}


def __getattr__(name: str) -> Any:
    """Each when it is first asked for: the terminal takes words from here, and need not load what draws charts."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'comity.report' has no attribute {name!r}")
