"""The journal, the registry's name, and the cache of snapshots."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Text

revision = "0001"
down_revision = None

_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
_INSTANT = Text().with_variant(Text(collation="C"), "postgresql")

# The journal only grows. Who can change tables can take these away, and then the chain of hashes tells; they are
# there for the slip of a hand.
_SQLITE = """
CREATE TRIGGER entry_no_{verb} BEFORE {verb} ON entry
BEGIN SELECT RAISE(ABORT, 'entries of the journal stay as they are'); END
"""
_POSTGRES = (
    """
    CREATE FUNCTION entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'entries of the journal stay as they are'; END $$
    """,
    "CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON entry EXECUTE FUNCTION entry_stays()",
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "entry",
        Column("seq", _NUMBER, primary_key=True, autoincrement=False),
        Column("at", _INSTANT, nullable=False),
        *(Column(name, Text, nullable=False) for name in ("kind", "key", "clause", "body", "hash")),
    )
    op.create_table(
        "registry",
        Column("id", Text, primary_key=True),
        Column("seq", _NUMBER, nullable=False),
        Column("hash", Text, nullable=False),
    )
    op.create_table(
        "snapshot",
        Column("seq", _NUMBER, primary_key=True, autoincrement=False),
        Column("at", _INSTANT, nullable=False),
        Column("hash", Text, nullable=False),
        Column("digest", Text, nullable=False),
        Column("state", LargeBinary, nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(_SQLITE.format(verb=verb))
    else:
        for statement in _POSTGRES:
            op.execute(statement)
