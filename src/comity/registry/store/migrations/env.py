"""What alembic runs: every step, in the transaction of the connection that it is given."""

from __future__ import annotations

from alembic import context

from comity.registry.store.table import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
context.run_migrations()
