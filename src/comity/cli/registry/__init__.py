"""`comity registry`: the ledger at the terminal; one verb for each thing that can be asked of it.

Verbs that do one command are made from its fields (`fields.py`); the others have a module or a function of their own.
"""

from __future__ import annotations

from importlib import import_module

import click

from comity.cli.commands import Group, option
from comity.cli.face import Face

#: By verb, the module that makes it: its `command(face, verb)`. In the order of the help.
MODULES = {
    "init": "start",
    "open": "act",
    "issue": "act",
    "allocate": "act",
    "auction": "auction",
    "transfer": "act",
    "propose": "act",
    "accept": "act",
    "reject": "act",
    "expire": "act",
    "propose-external": "act",
    "terminate-external": "act",
    "obligation": "act",
    "surrender": "act",
    "retire": "act",
    "cancel": "act",
    "replace": "act",
    "carry-over": "act",
    "freeze": "act",
    "dispute": "act",
    "release": "act",
    "reverse": "act",
    "correct": "act",
    "status": "act",
    "declare": "act",
    "adopt": "adopt",
    "settle": "settle",
    "write-off": "act",
    "move": "act",
    "convert": "act",
    "return": "act",
    "reissue": "act",
    "accredit": "act",
    "assess": "act",
    "approach": "act",
    "authorise": "act",
    "authorise-units": "act",
    "use-ndc": "act",
    "commit": "act",
    "convert-to-eru": "act",
    "change-expiry": "act",
    "expire-units": "act",
    "do": "batch",
    "accounts": "lists",
    "holdings": "holdings",
    "compliance": "lists",
    "tallies": "tallies",
    "external": "external",
    "exchange": "external_peers",
    "reconcile": "external_peers",
    "aef": "aef",
    "aef-check": "aef",
    "aef-match": "aef",
    "journal": "journal",
    "verify": "verify",
    "backup": "copies",
    "restore": "copies",
    "export": "copies",
    "import": "copies",
    "upgrade": "copies",
}


def command(face: Face) -> Group:
    """The group of verbs."""
    where = option(face, "--registry", metavar="WHERE", help="registry-option-registry")
    return Group(face, "registry", tuple(MODULES), _load, [where], "registry-")


def _load(face: Face, verb: str) -> click.Command:
    made: click.Command = import_module(f"comity.cli.registry.{MODULES[verb]}").command(face, verb)
    return made
