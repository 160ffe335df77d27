"""The store, on both databases: what is acknowledged is kept, what is not is not, and copies are whole."""

from __future__ import annotations

import io
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from comity.errors import InputError
from comity.registry.commands import OpenAccount
from comity.registry.journal import Entry, seal
from comity.registry.ledger import Ledger, Outcome, Request, Taken
from comity.registry.state import Broken, State
from comity.registry.store import SqlStore, Unavailable, open_store, schema, table, upgrade
from comity.registry.store.backup import backup, export_journal, import_journal, restore
from comity.registry.store.store import CHUNK, SNAPSHOTS_MOST
from comity.registry.verify import verify
from tests.registry.conftest import live, opened_accounts, pay, rows, unprotect


@pytest.fixture
def store(database: str) -> Iterator[SqlStore]:
    with open_store(database, create="EU") as store:
        yield store


def expected(error: pytest.ExceptionInfo[InputError]) -> str:
    """The key of what was expected."""
    return error.value.problems[0].expected.key


# Entries


def test_what_is_appended_is_read_again(store: SqlStore) -> None:
    ledger = Ledger(store)
    opened_accounts(ledger)
    batch: list[Outcome] = ledger.submit([Request(pay(), f"key-{n}") for n in range(5)])
    assert [entry.seq for entry in store.read()] == list(range(1, 11))
    assert list(store.read(5)) == batch
    assert store.entry(7) == batch[1]
    assert store.entry(0) is None
    assert store.entry(11) is None
    assert store.last() == (10, ledger.state.hash)
    assert store.registry == "EU"
    store.append([])


@pytest.mark.parametrize("many", [1, 2, 600])
@pytest.mark.parametrize("text", ["a\x1eb", "\x1e", "", "\t\n\r\\N\\.", "'{},\"$1", "排放单位"])
def test_text_is_kept_as_it_is(store: SqlStore, text: str, many: int) -> None:
    """Whatever stands between the fields on the way to a database."""
    ledger = Ledger(store)
    opened_accounts(ledger)
    entries, hash = [], ledger.state.hash
    for seq in range(6, 6 + many):
        fields = (seq, ledger.state.at, "transfer", text, text, text)
        hash = seal(hash, *fields)
        entries.append(Entry(*fields, hash))
    store.append(entries)
    assert list(store.read(5)) == entries


def test_reading_goes_past_a_chunk_and_may_be_given_up(store: SqlStore) -> None:
    ledger = Ledger(store)
    opened_accounts(ledger)
    ledger.submit([Request(pay())] * (CHUNK + 10))
    assert [entry.seq for entry in store.read()] == list(range(1, CHUNK + 16))
    reading = store.read()
    next(reading)
    ledger.do(pay())  # nobody waits for the reader
    assert sum(1 for _ in reading) == CHUNK + 15


def test_a_used_number_is_taken_and_a_gap_is_broken(store: SqlStore) -> None:
    ledger = Ledger(store)
    opened_accounts(ledger)
    entries = list(store.read())
    for wrong in ([entries[-1]], entries[:1], entries):
        with pytest.raises(Taken):
            store.append(wrong)
    other = Memory("EU")
    twin = Ledger(other)
    opened_accounts(twin, units=7)
    later = twin.do(pay(account="A", quantity=2))
    with pytest.raises(Broken, match="entry 6 does not follow entry 5"):
        store.append([later])  # the right number behind the wrong entry
    ahead = twin.submit([Request(pay()), Request(pay())])
    for late in ([ahead[0]], ahead):
        with pytest.raises(Broken, match="entry 7 does not follow entry 5"):
            store.append([entry for entry in late if isinstance(entry, Entry)])
    assert list(store.read()) == entries
    ledger.do(pay())
    assert store.last() == (6, ledger.state.hash)


def test_a_writer_whose_database_was_put_back_stops(database: str) -> None:
    with open_store(database, create="EU") as store:
        ledger = Ledger(store)
        opened_accounts(ledger)
        ledger.do(pay())
        unprotect(store)
        rows(store, "DELETE FROM entry WHERE seq = 6")
        before = ledger.state.store()
        with pytest.raises(Broken, match="entry 7 does not follow entry 5"):
            ledger.do(pay())
        assert ledger.state.store() == before


class Memory:
    """A store in memory, for what a database is not needed for."""

    def __init__(self, registry: str) -> None:
        self.registry = registry
        self.entries: list[Entry] = []

    def append(self, entries: Sequence[Entry]) -> None:
        self.entries += entries

    def read(self, after: int = 0) -> Iterator[Entry]:
        yield from self.entries[after:]

    def entry(self, seq: int) -> Entry | None:
        return self.entries[seq - 1] if 0 < seq <= len(self.entries) else None

    def snapshot(self, before: str = "") -> bytes | None:
        return None


def test_two_writers_on_one_registry_see_the_same(database: str, store: SqlStore) -> None:
    one = Ledger(store)
    opened_accounts(one)
    with open_store(database) as second:
        two = Ledger(second)
        for n in range(10):
            one.do(pay(), f"one-{n}")
            two.submit([Request(pay(), f"two-{n}-{m}") for m in range(n % 3 + 1)])
        assert two.do(pay(), "one-9").seq < two.state.seq  # what the other one did under this key
        one.catch_up()
        assert one.state.store() == two.state.store()
        assert one.state.seq == second.last()[0] == 5 + 10 + 19
        assert live(one.state, "B") == 29
    assert verify(store, redecide=True).sound


def test_writers_in_threads_lose_nothing(database: str, store: SqlStore) -> None:
    opened_accounts(Ledger(store))

    def work(name: str) -> None:
        with open_store(database) as own:
            ledger = Ledger(own)
            for n in range(25):
                ledger.do(pay(), f"{name}-{n}")

    threads = [Thread(target=work, args=(name,)) for name in "xyz"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    state = Ledger(store).state
    assert live(state, "B") == 75
    assert len(state.keys) == 75


def test_a_failing_append_leaves_the_state_as_it_was(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(store)
    opened_accounts(ledger)
    before = ledger.state.store()
    requests = [Request(pay(quantity), f"k{quantity}") for quantity in range(1, 6)]
    with monkeypatch.context() as patch:
        patch.setattr(type(store._driver), "_FEW", 0, raising=False)  # so that PostgreSQL copies, too
        patch.setattr(type(store._driver), "insert", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            ledger.submit(requests)
    assert ledger.state.store() == before
    assert store.last()[0] == 5
    ledger.submit(requests)
    assert live(ledger.state, "B") == 15


def test_a_commit_whose_answer_is_lost(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(store)
    opened_accounts(ledger)
    append = store.append

    def lost(entries: Sequence[Entry]) -> None:
        append(entries)
        raise Unavailable("the line is dead")

    with monkeypatch.context() as patch:
        patch.setattr(store, "append", lost)
        with pytest.raises(Unavailable):
            ledger.do(pay(3), "order")
    assert live(ledger.state, "B") == 0  # nobody knows; who asks again finds out
    assert ledger.do(pay(), "next").seq == 7
    assert ledger.do(pay(3), "order").seq == 6
    assert live(ledger.state, "B") == 4


def test_a_lost_connection_is_told_and_made_anew(store: SqlStore) -> None:
    ledger = Ledger(store)
    opened_accounts(ledger)
    before = ledger.state.store()
    store._own().close()
    with pytest.raises(Unavailable):
        ledger.do(pay())
    assert ledger.state.store() == before
    ledger.do(pay())
    assert live(ledger.state, "B") == 1


CHILD = """
import sys
from comity.registry.ledger import Ledger, Request
from comity.registry.store import open_store
from tests.registry.conftest import pay
ledger = Ledger(open_store(sys.argv[1]))
n = 0
while True:
    size = n % 4 + 1
    ledger.submit([Request(pay(), f"{n + m}") for m in range(size)])
    n += size
    print(n, flush=True)
"""


def test_what_was_acknowledged_survives_a_kill(database: str, store: SqlStore) -> None:
    opened_accounts(Ledger(store))
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, database], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert child.stdout is not None
    with child.stdout as said:
        for _ in range(60):
            assert select.select([said], [], [], 20)[0]
            acknowledged = int(said.readline())
        child.send_signal(signal.SIGKILL)
        acknowledged = max([acknowledged, *map(int, said.read().split())])
    assert child.wait() == -signal.SIGKILL
    state = Ledger(store).state
    assert {str(n) for n in range(acknowledged)} <= state.keys.keys()
    assert live(state, "B") == len(state.keys) in range(acknowledged, acknowledged + 5)
    assert verify(store).sound


# Opening


def test_opening_says_what_is_wrong(database: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        open_store(database)
    assert expected(error) == "expected-registry"
    assert not Path(database).exists()
    with open_store(database, create="EU"):
        pass
    with pytest.raises(InputError) as error:
        open_store(database, create="EU")
    assert expected(error) == "expected-no-registry"
    with open_store(database) as store:
        assert store.registry == "EU"
        rows(store, f"UPDATE {table.VERSION_TABLE} SET version_num = '9999'")
    for attempt in (open_store, upgrade):
        with pytest.raises(InputError) as error:
            attempt(database)
        assert expected(error) == "expected-registry-version"
        assert error.value.problems[0].found == "9999"


@pytest.mark.parametrize(
    "where", ["mysql://u@h/d", "sqlite://", "sqlite:///:memory:", "://", "nonsense://x", "postgresql://h:port/"]
)
def test_what_is_no_address_of_ours(where: str) -> None:
    with pytest.raises(InputError) as error:
        open_store(where, create="EU")
    assert expected(error) == "expected-registry-url"


def test_passwords_are_not_told() -> None:
    with pytest.raises(InputError) as error:
        open_store("postgresql://me:secret@127.0.0.1:1/none")
    assert expected(error) == "expected-registry"
    assert "secret" not in repr(error.value.problems)


def test_what_is_no_registry_stays_as_it_is(tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("Dear registrar, this is a letter and no database at all." * 50)
    before = other.read_bytes()
    for create in (None, "EU"):
        with pytest.raises(InputError):
            open_store(other, create=create)
    assert other.read_bytes() == before
    with pytest.raises(InputError):
        open_store(tmp_path / "no" / "such" / "folder.db", create="EU")
    with pytest.raises(InputError):
        open_store(tmp_path)


def test_of_two_who_make_a_registry_the_second_spoils_nothing(database: str) -> None:
    results: list[SqlStore | InputError] = []
    barrier = Barrier(2)

    def make() -> None:
        barrier.wait(20)
        try:
            results.append(open_store(database, create="EU"))
        except InputError as error:
            results.append(error)

    threads = [Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    (made,) = [result for result in results if isinstance(result, SqlStore)]
    Ledger(made).do(OpenAccount(account="A", type="trading"))
    made.close()
    with open_store(database) as store:
        assert store.last()[0] == 1


def test_settings_say_how_durable_it_is(store: SqlStore) -> None:
    found = store.settings()
    if "SQLite" in found["database"]:
        assert (found["journal_mode"], found["synchronous"]) == ("wal", "full")
    else:
        assert (found["fsync"], found["synchronous_commit"]) == ("on", "on")


def test_the_cold_start_needs_no_alembic(database: str, store: SqlStore) -> None:
    code = (
        "import sys; from comity.registry.store import open_store;"
        "open_store(sys.argv[1]).close(); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, database], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# Snapshots


def test_a_snapshot_is_used_and_may_be_thrown_away(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(store)
    store.keep(ledger.state)
    assert store.snapshot() is None
    opened_accounts(ledger)
    store.keep(ledger.state)
    between = ledger.state.store()
    entry = ledger.do(pay(), "after")
    assert store.snapshot() == between
    assert store.snapshot(ledger.state.at) == between or entry.at == State.restore(between).at
    assert store.snapshot("2000") is None
    with monkeypatch.context() as patch:
        patch.setattr(store, "read", lambda after=0: iter([entry] if after == 5 else pytest.fail("from the start")))
        assert Ledger(store).state.store() == ledger.state.store()
    store.discard()
    assert Ledger(store).state.store() == ledger.state.store()


def test_a_bad_snapshot_is_passed_over(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(store)
    opened_accounts(ledger)
    store.keep(ledger.state)
    good = ledger.state.store()
    ledger.do(pay())
    store.keep(ledger.state)
    store.keep(ledger.state)
    rows(store, "UPDATE snapshot SET state = :state WHERE seq = 6", state=b"{}")
    assert store.snapshot() == good
    assert Ledger(store).state.store() == ledger.state.store()
    assert [found.code for found in verify(store).problems] == ["snapshot"]
    with monkeypatch.context() as patch:
        patch.setattr("comity.registry.store.store._release", lambda: b"another")
        assert store.snapshot() is None
    rows(store, "UPDATE snapshot SET hash = 'another' WHERE seq = 5")
    assert store.snapshot() is None


def test_old_snapshots_go(store: SqlStore) -> None:
    ledger = Ledger(store)
    opened_accounts(ledger)
    for _ in range(SNAPSHOTS_MOST + 3):
        ledger.do(pay())
        store.keep(ledger.state)
    assert [seq for seq, _, _ in store.snapshots()] == list(range(9, 9 + SNAPSHOTS_MOST))
    stranger = Ledger(Memory("EU"))
    opened_accounts(stranger)
    with pytest.raises(Broken):
        store.keep(stranger.state)


# Copies


def test_a_backup_of_a_registry_in_use(database: str, store: SqlStore, tmp_path: Path) -> None:
    ledger = Ledger(store)
    opened_accounts(ledger)
    ledger.submit([Request(pay())] * 500)
    stop, started = Event(), Event()

    def work() -> None:
        while not stop.is_set():
            ledger.submit([Request(pay())] * 20)
            started.set()

    writer = Thread(target=work)
    writer.start()
    started.wait(10)
    copies = [tmp_path / f"copy-{n}" for n in range(3)]
    for path in copies:
        backup(store, path)
    stop.set()
    writer.join()
    for n, path in enumerate(copies):
        restore(path, tmp_path / f"restored-{n}.db")
        with open_store(tmp_path / f"restored-{n}.db") as restored:
            seq, hash = restored.last()
            entry = store.entry(seq)
            assert entry is not None
            assert entry.hash == hash
            assert 525 <= seq <= ledger.state.seq
            assert verify(restored, redecide=True).sound
            Ledger(restored).do(pay())
    with pytest.raises(InputError) as error:
        backup(store, copies[0])
    assert expected(error) == "expected-free-path"
    backup(store, copies[0], replace=True)
    with pytest.raises(InputError):
        backup(store, tmp_path / "nowhere" / "copy")
    with pytest.raises(InputError) as error:
        restore(copies[1], tmp_path / "restored-0.db")
    assert expected(error) == "expected-no-registry"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.postgres
def test_a_journal_goes_round_the_databases(postgres_url: str, tmp_path: Path) -> None:
    with open_store(tmp_path / "one.db", create="EU") as store:
        ledger = Ledger(store)
        opened_accounts(ledger)
        ledger.submit([Request(pay(n), f"Schlüssel 钥匙 {n}") for n in range(1, 40)])
        exported = io.BytesIO()
        assert export_journal(store, exported) == 44
    for where in (postgres_url, tmp_path / "two.db"):
        assert import_journal(io.BytesIO(exported.getvalue()), where) == 44
        with open_store(where) as store:
            assert store.witness() == store.last() == (44, ledger.state.hash)
            assert Ledger(store).state.store() == ledger.state.store()
            again = io.BytesIO()
            export_journal(store, again)
            assert again.getvalue() == exported.getvalue()


def test_an_empty_journal_travels_too(store: SqlStore, tmp_path: Path) -> None:
    exported = io.BytesIO()
    assert export_journal(store, exported) == 0
    exported.seek(0)
    assert import_journal(exported, tmp_path / "empty.db") == 0
    with open_store(tmp_path / "empty.db") as copy:
        assert copy.last() == (0, "")
        assert verify(copy).sound


def spoil(lines: list[bytes]) -> dict[str, list[bytes]]:
    """Journals as text that are not what they say."""
    return {
        "cut off": lines[:-1],
        "cut inside a line": [*lines[:-1], lines[-1][:-20]],
        "changed": [*lines[:2], lines[2].replace(b"party-holding", b"trading"), *lines[3:]],
        "left out": [*lines[:3], *lines[4:]],
        "swapped": [*lines[:3], lines[4], lines[3], *lines[5:]],
        "another registry": [lines[0].replace(b'"EU"', b'"CH"'), *lines[1:]],
        "another format": [lines[0].replace(b"comity-journal", b"beancount"), *lines[1:]],
        "no header": lines[1:],
        "no text": [b"\xff\xfe\n", *lines[1:]],
        "nothing": [],
    }


@pytest.mark.parametrize("case", spoil([b""] * 9))
def test_a_spoilt_journal_leaves_nothing_behind(case: str, database: str, tmp_path: Path) -> None:
    with open_store(tmp_path / "source.db", create="EU") as store:
        opened_accounts(Ledger(store))
        exported = io.BytesIO()
        export_journal(store, exported)
    good = exported.getvalue().splitlines(keepends=True)
    with pytest.raises(InputError) as error:
        import_journal(io.BytesIO(b"".join(spoil(good)[case])), database)
    assert expected(error) == "expected-journal"
    assert not Path(database).exists()
    import_journal(io.BytesIO(b"".join(good)), database)
    with open_store(database) as store:
        assert verify(store).sound


# Versions


def test_migrations_make_the_tables_that_are_described(store: SqlStore) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": table.VERSION_TABLE})
        assert compare_metadata(context, table.metadata) == []


NEXT = """
from alembic import op
from sqlalchemy import Column, Text
revision, down_revision = "0003", "0002"
def upgrade() -> None:
    op.add_column("registry", Column("motto", Text, server_default="all for one"))
"""


def test_an_older_registry_is_brought_up_to_date(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(database, create="EU") as store:
        ledger = Ledger(store)
        opened_accounts(ledger)
    upgrade(database)  # nothing to do
    versions = tmp_path / "versions"
    versions.mkdir()
    for past in ("v0001.py", "v0002.py"):
        (versions / past).write_bytes((schema.VERSIONS / past).read_bytes())
    (versions / "v0003.py").write_text(NEXT)
    monkeypatch.setattr(schema, "VERSIONS", versions)
    monkeypatch.setattr(table, "VERSION", "0003")
    with pytest.raises(InputError) as error:
        open_store(database)
    assert expected(error) == "expected-registry-version"
    assert error.value.problems[0].found == "0002"
    upgrade(database)
    with open_store(database) as store:
        assert rows(store, "SELECT motto FROM registry") == [("all for one",)]
        assert Ledger(store).state.store() == ledger.state.store()
    (tmp_path / "empty.db").touch()
    with pytest.raises(InputError) as error:
        upgrade(tmp_path / "empty.db")
    assert expected(error) == "expected-registry"


def test_entries_cannot_be_changed_by_a_slip(store: SqlStore) -> None:
    opened_accounts(Ledger(store))
    for slip in ("UPDATE entry SET key = 'x'", "DELETE FROM entry WHERE seq = 5"):
        with pytest.raises(Exception, match="stay as they are"):
            rows(store, slip)
    assert verify(store).sound
