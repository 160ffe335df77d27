"""The tables of a registry, the same in both databases.

`entry` is the journal and all there is to keep. `registry` names it. `snapshot` is a cache that may always be emptied.
The tables of the service stand beside it: no entry rests on them.
The tables are made by `migrations/`, which does not use this description; a test holds the two together.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Table, Text

#: The revision in `migrations/versions` that this code reads and writes.
VERSION = "0002"
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

token = Table(
    "service_token",
    metadata,
    Column("id", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("holder", Text, nullable=False),  # of the accounts for whom it acts
    Column("person", Text, nullable=False),
    Column("hash", Text, nullable=False),  # argon2id, of the secret, which is kept nowhere
    Column("made", _instant, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("revoked", _instant, nullable=False),  # empty while it holds
)

audit = Table(
    "service_audit",
    metadata,
    Column("number", _number, primary_key=True, autoincrement=True),
    Column("at", _instant, nullable=False),
    Column("token", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("operation", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
)

waiting = Table(
    "service_waiting",
    metadata,
    Column("number", _number, primary_key=True, autoincrement=True),
    Column("made", _instant, nullable=False),
    Column("token", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("other", Text, nullable=False),  # the counterparty, if any
    Column("reasons", Text, nullable=False),
    Column("not_before", _instant, nullable=False),
    Column("key", Text, nullable=True, unique=True),  # idempotency key of the request
    Column("asked", Text, nullable=False),  # the command, as the journal would have it
    Column("status", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("refused", Text, nullable=False),
    Column("quantity", _number, nullable=False),
    Column("entry", _number, nullable=True),
)

#: The columns of an entry, in the order of `journal.Entry`.
COLUMNS = ", ".join(column.name for column in entry.columns)
