"""What the service keeps beside a registry: tokens, the audit log, and what waits for a second person."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, Text

revision = "0002"
down_revision = "0001"

_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
_INSTANT = Text().with_variant(Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables; what is there stays as it is."""
    op.create_table(
        "service_token",
        Column("id", Text, primary_key=True),
        *(Column(name, Text, nullable=False) for name in ("role", "holder", "person", "hash")),
        Column("made", _INSTANT, nullable=False),
        Column("made_by", Text, nullable=False),
        Column("revoked", _INSTANT, nullable=False),
    )
    op.create_table(
        "service_audit",
        Column("number", _NUMBER, primary_key=True, autoincrement=True),
        Column("at", _INSTANT, nullable=False),
        *(Column(name, Text, nullable=False) for name in ("token", "role", "address", "operation", "subject")),
        Column("status", Integer, nullable=False),
        Column("outcome", Text, nullable=False),
    )
    op.create_table(
        "service_waiting",
        Column("number", _NUMBER, primary_key=True, autoincrement=True),
        Column("made", _INSTANT, nullable=False),
        *(Column(name, Text, nullable=False) for name in ("token", "kind", "account", "other", "reasons")),
        Column("not_before", _INSTANT, nullable=False),
        Column("key", Text, nullable=True, unique=True),
        *(Column(name, Text, nullable=False) for name in ("asked", "status", "decided_by", "refused")),
        Column("quantity", _NUMBER, nullable=False),
        Column("entry", _NUMBER, nullable=True),
    )
