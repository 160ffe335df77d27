"""Where a registry's journal is kept: one code for SQLite and PostgreSQL."""

from comity.registry.store.store import SqlStore, Unavailable, open_store, upgrade

__all__ = ["SqlStore", "Unavailable", "open_store", "upgrade"]
