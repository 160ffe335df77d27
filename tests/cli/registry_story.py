"""A registry's life, told with every verb of `comity registry` once or more: what tests of the terminal run."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.cli.registry_agreed import tell_agreed
from tests.cli.terminal import Ran, comity

HOLDER = 'Ацме 碳排放 "Ltd"'
SERIES = "tutorial/north-ets/NUA/v2026"
NORTH = ("--mechanism", "north-ets")
BIDS = "bid,account,quantity,price\nb1,acme,200,31.50\nb2,NORTH-holding,200,28\nb3,acme,50,20\n"
COMMANDS = """\
{"do": "transfer", "account": "acme", "to": "fund", "quantity": 5, "unit_type": "NUA", "key": "order-1"}

{"do": "transfer", "account": "acme", "to": "fund", "quantity": 5, "unit_type": "NUA", "key": "order-1"}
"""


@dataclass
class Story:
    """What each step answered, by its name, in one language, as words or as JSON."""

    folder: Path
    options: tuple[str, ...]
    ran: dict[str, Ran] = field(default_factory=dict)

    def step(self, name: str, *arguments: str) -> Ran:
        """Run a verb in the folder; its name may have a number behind it."""
        verb = name.rstrip("0123456789")
        self.ran[name] = comity("registry", verb, *arguments, *self.options)
        return self.ran[name]

    def last(self) -> str:
        """The number of the last entry."""
        found = json.loads(comity("registry", "holdings", "--json").out)
        return str(found["entry"])


def tell(story: Story) -> None:
    """Run every verb; the current folder is the story's own."""
    (story.folder / "bids.csv").write_text(BIDS, encoding="utf-8")
    (story.folder / "do.jsonl").write_text(COMMANDS, encoding="utf-8")
    step = story.step
    step("init", "--world", "tutorial")
    step("open", "acme", "operator-holding", "--holder", HOLDER, "--party", "NORTH", "--key", "open-1")
    step("open2", "fund", "trading")
    step("declare", "VCU", "credit")
    step("issue", "1000", "NUA", "--to", "north-ets-allocation", *NORTH, "--vintage", "2026")
    step("issue2", "300", "NUA", "--to", "north-ets-auction", *NORTH, "--vintage", "2026")
    step("allocate", "600", "NUA", "--from", "north-ets-allocation", "--to", "acme", "--period", "2026")
    step("auction", "bids.csv", "300", "NUA", "--from", "north-ets-auction", "--reserve", "25", "--currency", "EUR")
    _between(story)
    _ends(story)
    step("do", "do.jsonl")
    step("accounts")
    step("holdings")
    step("holdings2", "--blocks", "--account", "acme", "--unit", "NUA", "--state", "held")
    step("compliance", "--period", "2026")
    step("journal", "--account", "acme")
    (story.folder / "peers.toml").write_text("[registries]\n", encoding="utf-8")
    step("external")
    step("exchange", "--peers", "peers.toml")
    step("reconcile", "--peers", "peers.toml")
    step("verify", "--redecide")
    step("backup", "copy.db")
    step("restore", "copy.db", "--registry", "again.db")
    step("upgrade")
    step("export", "journal.jsonl")
    step("import", "journal.jsonl", "--registry", "third.db")
    tell_agreed(story)


def _between(story: Story) -> None:
    step = story.step
    step("transfer", "100", "NUA", "--from", "acme", "--to", "NORTH-holding")
    step("correct", story.last(), "--reason", "typed wrongly", "--authority", "administrator")
    step("propose", "10", "NUA", "--from", "acme", "--to", "fund", "--expires", "9000-12-30")
    step("accept", story.last(), "--account", "fund")
    step("propose2", "--blocks", f"{SERIES}:50-59", "--from", "acme", "--to", "fund")
    step("reject", story.last(), "--account", "fund")
    soon = datetime.now(UTC) + timedelta(seconds=1)
    step("propose3", "10", "NUA", "--from", "acme", "--to", "fund", "--expires", soon.isoformat())
    proposal = story.last()
    time.sleep(max((soon - datetime.now(UTC)).total_seconds(), 0) + 0.01)
    step("expire", proposal)
    step("propose-external", "4", "NUA", "--from", "acme", "--to", "buyer", "--in", "south", "--expires", "9000-12-30")
    step("terminate-external", story.last(), "--account", "acme", "--reason", "withdrawn")
    step("freeze", "3", "NUA", "--in", "acme", "--reason", "fraud", "--authority", "court")
    step("release", story.last(), "--reason", "acquitted")
    step("dispute", "3", "NUA", "--in", "acme", "--reason", "contested")
    step("status", "fund", "blocked", "--reason", "asked for")


def _ends(story: Story) -> None:
    step = story.step
    step("obligation", "acme", "400", *NORTH, "--period", "2026")
    step("surrender", "400", "NUA", "--from", "acme", *NORTH, "--period", "2026")
    step("retire", "20", "NUA", "--from", "acme", "--beneficiary", HOLDER)
    step("reverse", story.last(), "--reason", "another's", "--authority", "administrator")
    step("cancel", "5", "NUA", "--from", "acme", "--purpose", "overall-mitigation")
    step("replace", "2", "NUA", "--from", "acme", "--replaces", f"{SERIES}:100-101", "--reason", "worthless")
    step("carry-over", "7", "NUA", "--in", "acme", "--to-period", "2027")
