"""Sign-in by an identity provider (OpenID Connect) that whoever runs the service trusts to vouch for callers.

Its tokens are JWTs, signed with keys that it publishes; none of them is kept. A subject has an id made of the issuer
and `sub`, by which the audit log, the rates and `DELETE /tokens/ID` know it, and is the person `ISSUER#SUB`.
"""

from __future__ import annotations

import asyncio
import logging
import re
from base64 import b32encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic, time
from typing import Any, NamedTuple

from comity.api.problems import Trouble
from comity.api.roles import FOR_SOMEBODY, Role
from comity.api.settings import SignIn
from comity.registry.exchange.address import is_safe

logger = logging.getLogger(__name__)
#: What may be a token of a provider: three parts in base64url.
JWT = re.compile(r"[A-Za-z0-9_-]{1,4096}\.[A-Za-z0-9_-]{1,16384}\.[A-Za-z0-9_-]{0,4096}")
#: Signatures that only the provider can make. With a shared secret, or with none, others could too.
ALGORITHMS = {
    "RSA": ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    "EC": ("ES256", "ES384", "ES512"),
    "OKP": ("EdDSA",),
}
#: What a token may say that it is. Providers sign other things with the same keys.
TYPES = ("jwt", "at+jwt", "application/at+jwt")
NEEDED = ["iss", "aud", "exp", "sub"]
WELL_KNOWN = "/.well-known/openid-configuration"
#: By how much the clocks of the two may differ.
LEEWAY_SECONDS = 30
#: Between two questions for keys, whatever is asked of the service in between.
AGAIN_SECONDS = 60.0
#: After this long the keys are asked for again, so that one that was withdrawn is not believed.
FRESH_SECONDS = 600.0
#: So long they hold if the provider does not answer.
KEPT_SECONDS = 86_400.0
FETCH_SECONDS = 5.0
#: Characters of a name that is kept.
NAME_MOST = 200


class Vouched(NamedTuple):
    """Whom a provider vouches for, and for how many seconds more."""

    id: str
    role: Role
    holder: str
    person: str
    seconds: int


class Stranger(Trouble):
    """A subject that the provider vouches for, and that is not let in."""

    def __init__(self, code: str, subject: str, claim: str = "") -> None:
        self.subject = subject
        super().__init__(code, subject=subject, claim=claim)


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the provider, and what signatures it may make."""

    key: Any
    algorithms: tuple[str, ...]


class Provider:
    """Checks the tokens of one issuer. To be used by one event loop."""

    def __init__(self, sign_in: SignIn, clock: Callable[[], float] = monotonic) -> None:
        self.sign_in, self._clock = sign_in, clock
        self._keys: Mapping[str, Key] = {}
        self._asked = self._answered = float("-inf")
        self._asking = asyncio.Lock()

    async def vouched(self, token: str) -> Vouched:
        """Whom a token is of.

        Raises Trouble where it does not hold or cannot be checked, Stranger where it holds and gives nobody a role.
        """
        import jwt

        try:
            header = jwt.get_unverified_header(token)
            if str(header.get("typ", "jwt")).lower() not in TYPES:
                raise jwt.InvalidTokenError
            key = await self._key(str(header.get("kid", "")))
            claims = jwt.decode(
                token,
                key.key,
                key.algorithms,
                {"require": NEEDED, "enforce_minimum_key_length": True},
                audience=self.sign_in.audience,
                issuer=self.sign_in.issuer,
                leeway=LEEWAY_SECONDS,
            )
        except jwt.PyJWTError as error:  # its words may be out of the token
            logger.info("sign-in refused", extra={"told": {"why": type(error).__name__}})
            raise Trouble("oidc-refused") from None
        return self._subject(claims)

    async def _key(self, id: str) -> Key:
        """A key that holds. Raises InvalidKeyError where the provider has none of that id, Trouble if nobody knows."""
        import jwt

        async with self._asking:
            since = self._clock() - self._asked
            stale = self._clock() - self._answered >= FRESH_SECONDS
            if since >= AGAIN_SECONDS and (stale or id not in self._keys):
                await self._ask()
                since = 0.0
            if self._clock() - self._answered < KEPT_SECONDS and id in self._keys:
                return self._keys[id]
        if self._answered < self._asked:
            raise Trouble("oidc-unavailable", headers={"Retry-After": str(int(AGAIN_SECONDS - since) + 1)})
        raise jwt.InvalidKeyError

    async def _ask(self) -> None:
        """Ask for the keys; if there is no answer, those there are stay."""
        import jwt

        self._asked = self._clock()
        try:
            self._keys = await asyncio.to_thread(_published, self.sign_in)
        except (jwt.PyJWTError, OSError, ValueError) as error:
            logger.warning("identity provider", extra={"told": {"why": str(error)}})
        else:
            self._answered = self._asked

    def _subject(self, claims: Mapping[str, Any]) -> Vouched:
        """Whom claims that are true are about. Raises Stranger."""
        sign_in, sub = self.sign_in, str(claims["sub"])
        digest = sha256(f"{sign_in.issuer}#{sub}".encode("utf-8", "surrogatepass")).digest()
        id = f"oidc-{b32encode(digest).decode()[:20].lower()}"
        given = {sign_in.roles[value] for value in texts_at(claims, sign_in.role_claim) if value in sign_in.roles}
        if len(given) != 1:
            raise Stranger("oidc-several-roles" if given else "oidc-no-role", id)
        (role,) = given
        holder = _name_at(claims, sign_in.holder_claim or "", id) if role in FOR_SOMEBODY else ""
        person = f"{sign_in.issuer}#{_name_at(claims, sign_in.person_claim, id)}"
        left = int(claims["exp"]) + LEEWAY_SECONDS - int(time())
        return Vouched(id, role, holder, person, left)


def texts_at(claims: Any, path: str) -> list[str]:
    """The text, or the list of texts, at a dotted path; names may have dots in them, and the longest is tried first."""
    if not isinstance(claims, dict):
        return []
    parts = path.split(".")
    for end in range(len(parts), 0, -1):
        name, rest = ".".join(parts[:end]), ".".join(parts[end:])
        if name in claims:
            found = texts_at(claims[name], rest) if rest else claims[name]
            listed = found if isinstance(found, list) else [found]
            return [one for one in listed if isinstance(one, str)]
    return []


def _name_at(claims: Mapping[str, Any], path: str, subject: str) -> str:
    """The one name at a path. Raises Stranger."""
    found = texts_at(claims, path)
    if len(found) != 1 or not 0 < len(found[0]) <= NAME_MOST or not found[0].isprintable():
        raise Stranger("oidc-no-claim", subject, path)
    return found[0]


def _published(sign_in: SignIn) -> Mapping[str, Key]:
    """The keys that an issuer publishes, by id. Raises PyJWTError, OSError, ValueError where there are none."""
    import jwt

    address = sign_in.keys
    if address is None:
        described = _fetched(sign_in.issuer.removesuffix("/") + WELL_KNOWN)
        address = str(described.get("jwks_uri"))
        if described.get("issuer") != sign_in.issuer or not is_safe(address):
            raise jwt.PyJWKClientError("what is found there is not this issuer's")
    listed = _fetched(address).get("keys")
    keys = dict(key for one in (listed if isinstance(listed, list) else ()) if (key := _usable(one)) is not None)
    if not keys:
        raise jwt.PyJWKSetError("there is no key that can be used")
    return keys


def _fetched(address: str) -> dict[str, Any]:
    """The JSON object at an address, to which nobody is sent on from there."""
    import jwt

    found: dict[str, Any] = jwt.PyJWKClient(address, cache_jwk_set=False, timeout=FETCH_SECONDS).fetch_data()
    return found


def _usable(one: Any) -> tuple[str, Key] | None:
    """A published key and its id; None if it is none for signatures."""
    import jwt

    if not isinstance(one, dict) or one.get("use") not in ("sig", None) or not isinstance(one.get("kid"), str):
        return None
    known = ALGORITHMS.get(str(one.get("kty")), ())
    algorithms = tuple(name for name in known if one.get("alg") in (None, name))
    try:
        return (one["kid"], Key(jwt.PyJWK(one).key, algorithms)) if algorithms else None
    except jwt.PyJWTError:
        return None
