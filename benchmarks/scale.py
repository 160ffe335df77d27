"""What the service does in a second, and what the world would ask of it.

    python benchmarks/scale.py            two minutes
    python benchmarks/scale.py --write    and put the tables into docs/scale.md and docs/scale.zh-CN.md

Every registry is a `comity serve` of its own, with tokens, audit log, idempotency keys and every check, durable.
Commands come over 64 connections from a client in another process on the same machine; external transfers go between
two services, from proposal to confirmation. Rates are medians of rounds; what they are measured on is printed. The
world's volumes are in `volumes.toml`, each figure with its source.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, select

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.registry_peers import Server
from comity.api.server import new_token
from comity.registry.blocks import Holdings, Standing
from comity.registry.commands import DeclareUnitType, Issue, OpenAccount, ProposeExternal
from comity.registry.ledger import Ledger, Request
from comity.registry.store import open_store, table
from comity.registry.verify import verify

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"
CONNECTIONS = 64
COMMANDS = 4_000
TRANSFERS = 4_000
ROUNDS = 3
ACCOUNTS = 64
UNITS = 1_000_000
HUNDRED = 100
#: Of one external transfer: proposed, finalised, confirmed; admitted, completed.
ENTRIES_BETWEEN = 5
BLOCKS = 200_000
SECONDS_A_YEAR = 365 * 86_400
PROGRAM = (sys.executable, "-c", "from comity.cli.main import main; main()")


@dataclass(frozen=True)
class Measured:
    """What one database gave."""

    database: str
    commands: float
    """A second, over HTTP."""
    transfers: float
    """External transfers a second, between two services with this database."""
    bytes_each: float
    """Of an entry on the disk, with its index."""
    verified: float
    """Entries a second."""


def make(where: str, name: str) -> None:
    """A registry with units in every account."""
    with open_store(where, create=name) as store:
        ledger = Ledger(store)
        ledger.do(DeclareUnitType(unit_type="EUA", family="allowance"))
        for number in range(ACCOUNTS):
            ledger.do(OpenAccount(account=f"a{number}", type="trading"))
            ledger.do(
                Issue(account=f"a{number}", mechanism="eu", unit_type="EUA", vintage=str(2000 + number), quantity=UNITS)
            )
        store.keep(ledger.state)


@contextlib.contextmanager
def serving(where: str, *more: str) -> Iterator[str]:
    """A service in a process of its own, while it runs; its address."""
    command = [*PROGRAM, "serve", "--registry", where, "--port", "0", "--rate", "1000000", "--json", *more]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            told, out = "", process.stdout
            while out is not None and (not told or told.count("{") != told.count("}")):
                told += out.readline()
            yield json.loads(told)["address"]
        finally:
            process.terminate()
            process.communicate()


def commands(where: str, token: str) -> float:
    """Transfers a second over HTTP: the client is a process of its own."""
    with serving(where) as address:
        client = [sys.executable, __file__, "--client", address, "--token", token]
        return float(subprocess.run(client, capture_output=True, text=True, check=True).stdout)


async def load(address: str, token: str) -> float:
    """Ask over so many connections, each waiting for its answer; commands a second."""
    parts = urlsplit(address)
    left = iter(range(COMMANDS))

    async def one(number: int) -> None:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        for n in left:
            body = json.dumps({"account": f"a{number}", "to": f"a{(number + 1) % ACCOUNTS}", "quantity": 1})
            head = f"POST /registry/commands/transfer HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
            head += f"Idempotency-Key: {os.getpid()}-{n}\r\nContent-Type: application/json\r\n"
            writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
            status = await reader.readline()
            if b" 201 " not in status:
                raise AssertionError(status)
            length = 0
            while (line := await reader.readline()) != b"\r\n":
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            await reader.readexactly(length)
        writer.close()

    start = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(CONNECTIONS)))
    return COMMANDS / (time.perf_counter() - start)


def transfers(folder: Path, giver: str, taker: str) -> float:
    """External transfers a second, from the first that is confirmed to the last."""
    secret = new_token(taker, "registry", "A", "").secret
    with serving(taker) as address:
        with open_store(giver) as store:
            ledger = Ledger(store)
            offers = [
                ProposeExternal(account=f"a{n % ACCOUNTS}", quantity=1, registry="B", to="a0") for n in range(TRANSFERS)
            ]
            ledger.submit([Request(offer) for offer in offers])
            before = ledger.state.seq
            store.keep(ledger.state)
        file = peers(folder, "A", "B", address, secret)
        with serving(giver, "--peers", file), open_store(giver) as store:
            confirmed: list[tuple[float, int]] = []
            while not confirmed or confirmed[-1][1] < TRANSFERS:
                time.sleep(0.05)
                count = confirmations(store, before)
                if count and (not confirmed or confirmed[-1][1] < count):
                    confirmed.append((time.perf_counter(), count))
    (begin, first), (end, last) = confirmed[0], confirmed[-1]
    return (last - first) / (end - begin)


def confirmations(store: Any, after: int) -> int:
    """External transfers that have come to their end, behind an entry."""
    entry = table.entry
    wanted = select(func.count()).where(entry.c.kind == "confirm-external", entry.c.seq > after)
    with store.engine.connect() as connection:
        return int(connection.execute(wanted).scalar_one())


def peers(folder: Path, own: str, other: str, address: str, secret: str) -> str:
    """The file that says where the other registry is."""
    (folder / f"{own}.token").write_text(secret)
    file = folder / f"{own}.toml"
    file.write_text(f'[registries.{other}]\nurl = "{address}"\ntoken-file = "{own}.token"\n')
    return str(file)


def measured(database: str, folder: Path, places: list[str]) -> Measured:
    """All of it on one database."""
    rates: list[float] = []
    between: list[float] = []
    giver, taker = places
    make(giver, "A")
    make(taker, "B")
    token = new_token(giver, "authority", "", "").secret
    for _ in range(ROUNDS):
        rates.append(commands(giver, token))
        between.append(transfers(folder, giver, taker))
    with open_store(giver) as store:
        start = time.perf_counter()
        report = verify(store, redecide=False)
        seconds = time.perf_counter() - start
        if not report.sound:
            raise AssertionError(report.problems)
        each = size(store) / report.entries
    return Measured(database, statistics.median(rates), statistics.median(between), each, report.entries / seconds)


def size(store: Any) -> float:
    """Bytes of the journal on the disk."""
    if store.engine.dialect.name == "sqlite":
        return float(Path(store.where).stat().st_size)
    with store.engine.connect() as connection:
        return float(connection.exec_driver_sql("SELECT pg_total_relation_size('entry')").scalar_one())


def volumes() -> dict[str, float]:
    """What the world's registries write down in a year, in entries; and what goes between them."""
    read = tomllib.loads((HERE / "volumes.toml").read_text())
    given = {f"{part}.{name}": one["value"] for part, figures in read.items() for name, one in figures.items()}
    operators = given["compliance.operator-years"] / given["compliance.years"]
    operators *= given["compliance.world-mt"] / given["compliance.eu-mt"]
    compliance = operators * given["compliance.entries"] / given["compliance.operator-years"]
    trades = operators * given["trading.per-operator-year"]
    crediting = given["crediting.rows"] / given["crediting.years"]
    between = given["between-registries.share"] * trades
    return {
        "operators": operators,
        "entries": compliance + trades + crediting + ENTRIES_BETWEEN * between,
        "between": between,
        "peak": given["peak.times"],
        "registries": given["registries.count"],
        "largest": given["registries.largest-share"],
    }


def memory() -> float:
    """Bytes in memory of a block of serial numbers that stands by itself."""
    tracemalloc.start()
    holdings = Holdings()
    for n in range(BLOCKS):  # every second unit, so that no two are joined
        holdings.post("R/eu/EUA/v2026", 2 * n + 1, 2 * n + 1, None, Standing(f"a{n % ACCOUNTS}", "eu"))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return taken / BLOCKS


def rows(found: Measured, times: float) -> Iterator[tuple[str, str]]:
    """What so many times the world is, and what it asks of this machine."""
    world = volumes()
    entries, between = world["entries"] * times, world["between"] * times
    peak, largest = entries * world["peak"] / SECONDS_A_YEAR, world["largest"]
    yield "operators", f"{world['operators'] * times:,.0f}"
    yield "entries a year", f"{entries:,.0f}"
    yield "external transfers a year", f"{between:,.0f}"
    yield "entries a second, mean", f"{entries / SECONDS_A_YEAR:,.2f}"
    yield "entries a second, peak, all registries", f"{peak:,.1f}"
    yield "entries a second, peak, the largest", f"{peak * largest:,.1f}"
    yield f"of what one service on {found.database} does", f"{peak * largest / found.commands:.1%}"
    yield "external transfers a second, peak, the largest", f"{between * world['peak'] / SECONDS_A_YEAR * largest:,.2f}"
    yield "of what two services do", f"{between * world['peak'] / SECONDS_A_YEAR * largest / found.transfers:.1%}"
    yield "GB a year on the disk, the largest", f"{entries * largest * found.bytes_each / 1e9:,.1f}"
    yield "minutes to verify a year, the largest", f"{entries * largest / found.verified / 60:,.1f}"


def tables(all_found: list[Measured]) -> str:
    """The tables of the page."""
    lines = ["| | " + " | ".join(one.database for one in all_found) + " |", "|---|" + "---:|" * len(all_found)]
    for label, show in (
        (f"commands a second over HTTP, {CONNECTIONS} connections", lambda one: f"{one.commands:,.0f}"),
        ("external transfers a second, proposed to confirmed", lambda one: f"{one.transfers:,.0f}"),
        ("bytes of an entry on the disk", lambda one: f"{one.bytes_each:,.0f}"),
        ("entries verified a second", lambda one: f"{one.verified:,.0f}"),
    ):
        lines.append(f"| {label} | " + " | ".join(show(one) for one in all_found) + " |")
    each = f"{memory():,.0f}"
    lines.append(f"| bytes in memory of a block of serial numbers | {' | '.join(each for _ in all_found)} |")
    slower = min(all_found, key=lambda one: one.commands)
    lines += ["", f"| | the world | {HUNDRED} times that |", "|---|---:|---:|"]
    for (label, one), (_, many) in zip(rows(slower, 1), rows(slower, HUNDRED), strict=True):
        lines.append(f"| {label} | {one} | {many} |")
    return "\n".join(lines)


def machine() -> str:
    """On what it was measured."""
    return f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"


#: The words of the tables in Chinese, the longer ones first where one begins another.
CHINESE = {
    "processors": "个处理器核心",
    "medians of": "中位数，轮数",
    " rounds; load of the machine": "；机器负载",
    f"commands a second over HTTP, {CONNECTIONS} connections": f"每秒经 HTTP 受理的命令，{CONNECTIONS} 个连接",
    "external transfers a second, proposed to confirmed": "每秒办结的对外转移，自提议至确认到账",
    "bytes of an entry on the disk": "每笔记录占用的磁盘字节",
    "entries verified a second": "每秒校验的记录",
    "bytes in memory of a block of serial numbers": "每个号段占用的内存字节",
    "the world": "全球",
    f"{HUNDRED} times that": f"其 {HUNDRED} 倍",
    "operators": "经营者",
    "entries a year": "每年记录",
    "external transfers a year": "每年对外转移",
    "entries a second, mean": "每秒记录，平均",
    "entries a second, peak, all registries": "每秒记录，峰值，全部登记系统",
    "entries a second, peak, the largest": "每秒记录，峰值，最大的登记系统",
    "of what one service on": "占单个服务能力的比重，",
    " does": "",
    "external transfers a second, peak, the largest": "每秒对外转移，峰值，最大的登记系统",
    "of what two services do": "占两个服务之间能力的比重",
    "GB a year on the disk, the largest": "每年占用磁盘（GB），最大的登记系统",
    "minutes to verify a year, the largest": "校验一年记录所需分钟，最大的登记系统",
}


def in_chinese(text: str) -> str:
    """The tables with their words in Chinese."""
    for words in sorted(CHINESE, key=len, reverse=True):
        text = text.replace(words, CHINESE[words])
    return text


def write(text: str) -> None:
    """Put the tables between their marks in both pages."""
    for page, told in ((DOCS / "scale.md", text), (DOCS / "scale.zh-CN.md", in_chinese(text))):
        before, _, rest = page.read_text(encoding="utf-8").partition("<!-- tables -->\n")
        _, _, after = rest.partition("<!-- end -->")
        page.write_text(f"{before}<!-- tables -->\n{told}\n<!-- end -->{after}", encoding="utf-8")


def main() -> None:
    """Measure, work the numbers, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--client", help=argparse.SUPPRESS)
    parser.add_argument("--token", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.client:
        sys.stdout.write(str(asyncio.run(load(asked.client, asked.token))))
        return
    found = []
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        found.append(measured("SQLite", folder, [str(folder / "a.db"), str(folder / "b.db")]))
        server = Server(folder / "server")
        stack.callback(server.stop)
        found.append(measured("PostgreSQL", folder, [server.database("a"), server.database("b")]))
    load_average = os.getloadavg()[0]
    text = f"{machine()}; medians of {ROUNDS} rounds; load of the machine {load_average:.1f}.\n\n{tables(found)}"
    sys.stdout.write(text + "\n")
    if asked.write:
        write(text)


if __name__ == "__main__":
    main()
