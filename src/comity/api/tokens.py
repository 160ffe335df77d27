"""Tokens: `comity_<id>_<secret>`. Of the secret only an argon2id hash is kept.

To recognise a token that was recognised a moment ago, a keyed digest of it is in memory for a minute, whose key is of
this process alone; the secret is not.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Callable
from hashlib import blake2b
from hmac import compare_digest
from time import monotonic
from typing import Any, get_args

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from comity.api.records import Records
from comity.api.roles import Caller, Role

TOKEN = re.compile(r"comity_([a-z0-9]{12})_([A-Za-z0-9_-]{43})")
SECRET_BYTES = 32
#: How long a token that was revoked elsewhere may still be recognised.
REMEMBERED_SECONDS = 60.0
#: Hashes that are computed at once: each takes 19 MiB.
AT_ONCE = 2
ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
# The secret has 256 random bits, so that the hash need only be slow enough to make a stolen table useless.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def make(records: Records, role: Role, holder: str, person: str, made: str, made_by: str) -> tuple[str, str]:
    """A new token: its id, and all of it, which is known to nobody else."""
    if role not in get_args(Role) or role == "public":
        raise ValueError(role)
    id = "".join(secrets.choice(ALPHABET) for _ in range(12))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    records.add_token(
        id=id,
        role=role,
        holder=holder,
        person=person or id,
        hash=_hasher.hash(secret),
        made=made,
        made_by=made_by,
        revoked="",
    )
    return id, f"comity_{id}_{secret}"


class Doorkeeper:
    """Recognises tokens."""

    def __init__(self, records: Records, clock: Callable[[], float] = monotonic) -> None:
        self._records, self._clock = records, clock
        self._key = secrets.token_bytes(32)
        self._known: dict[str, tuple[bytes, Caller, float]] = {}
        self._nobody = _hasher.hash(secrets.token_urlsafe(SECRET_BYTES))
        self._turns = asyncio.Semaphore(AT_ONCE)

    def remembered(self, token: str) -> Caller | None:
        """Who has a token that was recognised within a minute."""
        match = TOKEN.fullmatch(token)
        if match is None or (found := self._known.get(match[1])) is None:
            return None
        digest, caller, until = found
        return caller if compare_digest(digest, self._digest(token)) and self._clock() < until else None

    async def recognise(self, token: str) -> Caller | None:
        """Who has a token; None if nobody. It takes as long for an id that there is as for one that there is not."""
        match = TOKEN.fullmatch(token)
        if match is None:
            return None
        async with self._turns:
            caller = await asyncio.to_thread(self._verified, match[1], match[2])
        if caller is not None:
            self._known[match[1]] = (self._digest(token), caller, self._clock() + REMEMBERED_SECONDS)
        return caller

    def forget(self, id: str) -> None:
        """Recognise a token by its hash again, or not at all."""
        self._known.pop(id, None)

    def _verified(self, id: str, secret: str) -> Caller | None:
        row: dict[str, Any] | None = self._records.token(id)
        try:
            _hasher.verify(row["hash"] if row else self._nobody, secret)
        except (Argon2Error, InvalidHashError):
            return None
        if row is None or row["revoked"]:
            return None
        return Caller(row["role"], id, row["holder"], row["person"], row["made"])

    def _digest(self, token: str) -> bytes:
        return blake2b(token.encode(), key=self._key, digest_size=32).digest()
