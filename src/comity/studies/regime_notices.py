"""What changed between two worlds, on small examples.

`python -m comity.studies.regime_notices` prints the tables of docs/regime/notices.md, and writes them there and, in
Chinese, into its twin. The first example is the world `2026` under what has been announced, as `comity map --diff 2026
2026 --scenario announced` tells it. The second is made up, to show what a change of supervision does to a layer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from comity.regime.notices import notices
from comity.results.map import NoticeRow
from comity.studies.pages import DOCS, publish, table
from comity.text import Text, load
from comity.world.world import World

PAGE, PAGE_ZH = (DOCS / "regime" / name for name in ("notices.md", "notices.zh-CN.md"))
WORLD = "2026"
#: The scenario of the first example, which stands in the place of those that the world names itself.
ANNOUNCED = "announced"
#: The second: a funding programme of a bank comes under a treaty. Made up.
MADE_UP = {"mechanism.isfl.authority": "unfccc"}
HEADS = {
    "en": ("kind", "address", "before", "after", "in words"),
    "zh": ("类型", "地址", "原为", "现为", "表述"),
}


def told() -> dict[str, tuple[NoticeRow, ...]]:
    """The notices of each example."""
    english, chinese, old = load("en"), load("zh"), World.load(WORLD)
    return {
        "announced": notices(old, World.load(WORLD, ANNOUNCED), english, chinese),
        "made-up": notices(old, old.with_(MADE_UP), english, chinese),
    }


def shown(rows: Iterable[NoticeRow], text: Text) -> str:
    """Notices as a table in one language; what is within a sentence keeps to its cell."""
    lines = [
        (
            text(f"map-notice-{row.kind}"),
            f"`{row.address}`",
            row.before or "–",
            row.after or "–",
            getattr(row.words, text.lang).replace("|", "\\|"),
        )
        for row in rows
    ]
    return table(HEADS[text.lang], lines)


def run() -> dict[Path, dict[str, str]]:
    """The tables of the page in each language, by name."""
    found = told()
    return {
        page: {name: shown(rows, load(lang)) for name, rows in found.items()}
        for page, lang in ((PAGE, "en"), (PAGE_ZH, "zh"))
    }


if __name__ == "__main__":
    publish(run())
