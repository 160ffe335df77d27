"""Which reserve `comity replay` replays: that of a world's mechanism, or that of a file."""

from __future__ import annotations

from collections.abc import Sequence

from comity.cli.commands import refuse
from comity.cli.load import load_world
from comity.world import World
from comity.world.mechanism import Mechanism
from comity.world.model_file import as_model, read_document
from comity.world.reserve import StockReserve


def find_rules(rules: str, scenarios: Sequence[str]) -> tuple[str, StockReserve, World | None]:
    """The address of a reserve (or its file), its rules, and the world they are in. Raises InputError."""
    if rules.endswith(".toml"):
        if scenarios:
            refuse("--scenario", scenarios[0], "expected-scenario-of-world")
        return rules, _in_file(rules), None
    where, _, which = rules.rpartition("/")
    if not where or not which:
        refuse("--rules", rules, "expected-rules")
    world = load_world(where, scenarios)
    mechanism, _, id = which.partition(".")
    known = {
        (owner, name): reserve for owner, one in world.mechanism.items() for name, reserve in one.stock_reserves.items()
    }
    found = [key for key in known if key[0] == mechanism and id in ("", key[1])]
    if len(found) != 1:
        reserves = ", ".join(f"{where}/{owner}.{name}" for owner, name in known)
        refuse("--rules", rules, "expected-reserve", reserves=reserves or "-")
    owner, name = found[0]
    return f"mechanism.{owner}.stock-reserves.{name}", known[owner, name], world


def _in_file(file: str) -> StockReserve:
    """The reserve of a file that holds one, or the file of a mechanism that has one."""
    document = read_document(file)
    if "stock-reserves" not in document.tree:
        return as_model(StockReserve, document)
    mechanism = as_model(Mechanism, document)
    if len(mechanism.stock_reserves) != 1:
        refuse("--rules", file, "expected-one-reserve")
    return next(iter(mechanism.stock_reserves.values()))
