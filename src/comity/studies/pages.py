"""Pages whose tables a study writes and whose words a person does.

A table stands between `<!-- study: NAME -->` and `<!-- end -->`, each on a line of its own; what is between them is
written anew whenever the study runs, and the rest of the page is left as it is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

DOCS = Path(__file__).parents[3] / "docs"
_PLACE = re.compile(r"(<!-- study: (?P<name>[a-z0-9-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(page: str, tables: Mapping[str, str]) -> str:
    """The page with its tables. Raises ValueError unless every table has a place and every place a table."""
    places = [match["name"] for match in _PLACE.finditer(page)]
    if sorted(places) != sorted(tables):
        raise ValueError(f"places {sorted(places)}, tables {sorted(tables)}")
    return _PLACE.sub(lambda match: f"{match[1]}\n{tables[match['name']]}\n\n{match[3]}", page)


def table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table of Markdown."""
    head = list(columns)
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *(f"| {' | '.join(str(cell) for cell in row)} |" for row in rows)])


def publish(pages: Mapping[Path, Mapping[str, str]]) -> None:
    """Write the tables of pages anew, and print those of the first."""
    for page, tables in pages.items():
        page.write_text(filled(page.read_text(encoding="utf-8"), tables), encoding="utf-8", newline="\n")
    sys.stdout.write("\n\n".join(next(iter(pages.values())).values()) + "\n")
