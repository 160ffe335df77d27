"""The tables of a registry, the same in both databases.

`entry` is the journal and all there is to keep. `registry` names it. `snapshot` is a cache that may always be emptied.
The tables are made by `migrations/`, which does not use this description; a test holds the two together.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Table, Text

#: The revision in `migrations/versions` that this code reads and writes.
VERSION = "0001"
#: Where alembic notes the revision of a database.
VERSION_TABLE = "registry_version"

metadata = MetaData()
_number = BigInteger().with_variant(Integer(), "sqlite")  # in SQLite only INTEGER is the row's own number
_instant = Text().with_variant(Text(collation="C"), "postgresql")  # to be compared as bytes

entry = Table(
    "entry",
    metadata,
    Column("seq", _number, primary_key=True, autoincrement=False),  # the writers' lock: who is second fails
    Column("at", _instant, nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("clause", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

registry = Table(
    "registry",
    metadata,
    Column("id", Text, primary_key=True),
    # The last entry there was when the registry was last put away: one that is gone later has been removed.
    Column("seq", _number, nullable=False),
    Column("hash", Text, nullable=False),
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("seq", _number, primary_key=True, autoincrement=False),
    Column("at", _instant, nullable=False),
    Column("hash", Text, nullable=False),  # of the entry: a snapshot of another history is not used
    Column("digest", Text, nullable=False),  # of the state and the release: one that is damaged or old is not used
    Column("state", LargeBinary, nullable=False),
)

#: The columns of an entry, in the order of `journal.Entry`.
COLUMNS = ", ".join(column.name for column in entry.columns)
