"""Tokens: `comity_<id>_<secret>`. Of the secret only an argon2id hash is kept.

Beside them there may be those of an identity provider: of these it is kept whom they are of, and since when.

To recognise a token that was recognised a moment ago, a keyed digest of it is in memory for a minute, whose key is of
this process alone; the secret is not.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from time import monotonic
from typing import Any, get_args

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from comity.api.oidc import JWT, Provider, Vouched
from comity.api.records import Records
from comity.api.roles import Caller, Role
from comity.registry.store import Unavailable

TOKEN = re.compile(r"comity_([a-z0-9]{12})_([A-Za-z0-9_-]{43})")
SECRET_BYTES = 32
#: How long a token is recognised without its hash.
REMEMBERED_SECONDS = 60.0
#: How long one that was revoked by another process may still be.
REVOKED_SECONDS = 1.0
#: Tokens that are remembered at once.
KNOWN_MOST = 10_000
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

    def __init__(
        self,
        records: Records,
        now: Callable[[], str],
        provider: Provider | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """`now`: the moment, as records have it. `provider`: who besides may vouch for callers."""
        self._records, self._now, self._provider, self._clock = records, now, provider, clock
        self._key = secrets.token_bytes(32)
        self._known: dict[bytes, tuple[Caller, float]] = {}
        self._revoked, self._looked = records.revoked(), self._clock()
        self._nobody = _hasher.hash(secrets.token_urlsafe(SECRET_BYTES))
        self._turns, self._meeting = asyncio.Semaphore(AT_ONCE), asyncio.Lock()

    async def remembered(self, token: str) -> Caller | None:
        """Who has a token that was recognised within a minute."""
        if self._clock() >= self._looked + REVOKED_SECONDS:
            await self._look()
        return self._recalled(token)

    async def recognise(self, token: str) -> Caller | None:
        """Who has a token; None if nobody. It takes as long for an id that there is as for one that there is not.

        Raises Trouble where an identity provider's does not hold, or cannot be checked.
        """
        seconds, revoked = REMEMBERED_SECONDS, self._revoked
        if match := TOKEN.fullmatch(token):
            async with self._turns:  # whoever waited for it may be known by now: one token, many connections
                caller = self._recalled(token) or await asyncio.to_thread(self._verified, match[1], match[2])
        elif self._provider is not None and JWT.fullmatch(token):
            vouched = await self._provider.vouched(token)
            seconds = min(seconds, vouched.seconds)
            async with self._meeting:
                caller = await asyncio.to_thread(self._met, vouched, self._provider.sign_in.issuer)
        else:
            return None
        if caller is not None and revoked == self._revoked:
            self._known[self._digest(token)] = (caller, self._clock() + seconds)
            if len(self._known) > KNOWN_MOST:
                del self._known[next(iter(self._known))]
        return caller

    def _recalled(self, token: str) -> Caller | None:
        caller, until = self._known.get(self._digest(token), (None, 0.0))
        return caller if self._clock() < until else None

    def forget(self, id: str) -> None:
        """Recognise a token by its hash again, or not at all."""
        self._known = {digest: known for digest, known in self._known.items() if known[0].token != id}

    async def _look(self) -> None:
        """Forget all tokens where one has been revoked since, by whichever process."""
        self._looked = self._clock()
        with suppress(Unavailable):  # then what is known is known for its minute
            revoked = await asyncio.to_thread(self._records.revoked)
            if revoked != self._revoked:
                self._revoked, self._known = revoked, {}

    def _verified(self, id: str, secret: str) -> Caller | None:
        row: dict[str, Any] | None = self._records.token(id)
        try:
            _hasher.verify(row["hash"] if row else self._nobody, secret)
        except (Argon2Error, InvalidHashError):
            return None
        if row is None or row["revoked"]:
            return None
        return Caller(row["role"], id, row["holder"], row["person"], row["made"])

    def _met(self, vouched: Vouched, issuer: str) -> Caller | None:
        id, role, holder, person, _ = vouched
        row = self._records.met(id, self._now(), role=role, holder=holder, person=person, made_by=issuer)
        return None if row["revoked"] else Caller(role, id, holder, person, row["made"])

    def _digest(self, token: str) -> bytes:
        return blake2b(token.encode(), key=self._key, digest_size=32).digest()
