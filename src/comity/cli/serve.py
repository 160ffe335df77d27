"""`comity serve`: the registry and the solver over HTTP, with roles."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from comity.cli.commands import Verb, argument, option, refuse, scenario_option
from comity.cli.face import Face
from comity.cli.load import DEFAULT_WORLD, load_world
from comity.cli.registry.where import opened, pick, plain, shown, told, where_option
from comity.errors import InputError, Refusal

if TYPE_CHECKING:
    from comity.world import World

HOST, PORT = "127.0.0.1", 8000
PORT_MOST = 65_535
THRESHOLD_MOST = 10**15
HOURS_MOST = 8_760
RATE_MOST = 1_000_000
ROLES = ("administrator", "authority", "account-holder", "verifier", "read-only", "registry")
FOR_SOMEBODY = ("account-holder", "verifier", "registry")


def command(face: Face) -> Verb:
    """The verb."""
    params: list[click.Parameter] = [
        argument("world", "WORLD", required=False, default=DEFAULT_WORLD),
        scenario_option(face),
        where_option(face),
        option(face, "--host", metavar="HOST", default=HOST, help="serve-option-host"),
        option(face, "--port", metavar="PORT", default=str(PORT), help="serve-option-port"),
        option(face, "--certificate", metavar="FILE", help="serve-option-certificate"),
        option(face, "--key", metavar="FILE", help="serve-option-key"),
        option(face, "--behind-proxy", is_flag=True, help="serve-option-behind-proxy"),
        option(face, "--four-eyes-above", metavar="UNITS", help="serve-option-four-eyes-above"),
        option(face, "--one-person-adopts", is_flag=True, help="serve-option-one-person-adopts"),
        option(face, "--waiting-hours", metavar="HOURS", help="serve-option-waiting-hours"),
        option(face, "--rate", metavar="N", help="serve-option-rate"),
        option(face, "--oidc", metavar="FILE", help="serve-option-oidc"),
        option(face, "--peers", metavar="FILE", help="serve-option-peers"),
        option(face, "--new-token", metavar="ROLE", help="serve-option-new-token"),
        option(face, "--holder", metavar="HOLDER", help="serve-option-holder"),
        option(face, "--person", metavar="PERSON", help="serve-option-person"),
    ]
    return Verb(face, "serve", serve, params)


def serve(
    face: Face,
    world: str,
    scenario: tuple[str, ...],
    registry: str | None,
    host: str,
    port: str,
    certificate: str | None,
    key: str | None,
    behind_proxy: bool,
    four_eyes_above: str | None,
    one_person_adopts: bool,
    waiting_hours: str | None,
    rate: str | None,
    oidc: str | None,
    peers: str | None,
    new_token: str | None,
    holder: str | None,
    person: str | None,
) -> int:
    """Answer requests until it is told to stop; or make a token, and end."""
    # The faces do not import one another: this verb only starts the other one, by its name.
    server: Any = import_module("comity.api.server")
    where = pick(registry)
    if new_token is None:
        number = _whole("--port", port, PORT_MOST)
        _careful(server, host, certificate, key, behind_proxy)
        settings = _settings(behind_proxy, four_eyes_above, one_person_adopts, waiting_hours, rate, oidc)
        others = server.read_peers(peers) if peers is not None else {}
    else:
        _role(new_token, holder)
    with told(where):
        _prepare(face, where, world, scenario)
        if new_token is not None:
            made = server.new_token(where, new_token, holder or "", person or "")
            if face.json:
                face.answer(made)
            else:
                face.say(made.secret)
            return 0
    with server.bound(host, number) as taken:
        with told(where):
            first = server.first_token(where)
        _say(face, _address(taken.getsockname(), secure=certificate is not None), where, world)
        if first is not None:
            face.talk(face.text("serve-first-token", token=first.secret))
        server.serve(where, world, taken, settings, certificate or "", key or "", others)
    if not face.json:
        face.say(face.text("serve-stopped"))
    return 0


def _careful(server: Any, host: str, certificate: str | None, key: str | None, behind_proxy: bool) -> None:
    """Raise InputError where tokens would go over a network as they are, or TLS cannot be begun."""
    if (certificate is None) != (key is None):
        refuse("--certificate --key", certificate or key or "", "expected-both")
    if certificate is not None and key is not None:
        server.check_certificate(certificate, key)
    elif not (behind_proxy or server.is_loopback(host)):
        refuse("--host", plain(host), "expected-loopback")


def _settings(
    behind_proxy: bool,
    four_eyes_above: str | None,
    one_person_adopts: bool,
    waiting_hours: str | None,
    rate: str | None,
    oidc: str | None,
) -> Any:
    chosen = import_module("comity.api.settings")
    given: dict[str, Any] = {"behind_proxy": behind_proxy, "one_person_adopts": one_person_adopts}
    if four_eyes_above is not None:
        given["four_eyes_above"] = _whole("--four-eyes-above", four_eyes_above, THRESHOLD_MOST)
    if waiting_hours is not None:
        given["waiting_seconds"] = _whole("--waiting-hours", waiting_hours, HOURS_MOST) * 3_600
    if rate is not None:
        most = max(_whole("--rate", rate, RATE_MOST), 1)
        given |= {"address_requests_per_second": most, "token_requests_per_second": most}
    if oidc is not None:
        given["sign_in"] = chosen.read_sign_in(oidc)
    return chosen.Settings(**given)


def _whole(address: str, typed: str, most: int) -> int:
    """A whole number. Raises InputError."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 16 and int(typed) <= most):
        refuse(address, plain(typed), "expected-whole-number", most=most)
    return int(typed)


def _role(role: str, holder: str | None) -> None:
    """Raise InputError for a role that there is not, or one that acts for somebody who is not named."""
    if role not in ROLES:
        refuse("--new-token", plain(role), "expected-one-of", choices=", ".join(ROLES))
    if role in FOR_SOMEBODY and not holder:
        refuse("--holder", "", "expected-holder")


def _prepare(face: Face, where: str, world: str, scenario: tuple[str, ...]) -> None:
    """Where there is no registry, make one for the world, its clauses in force from today on."""
    loaded = load_world(world, scenario)
    try:
        with opened(where, create=loaded.id):
            pass
    except InputError as error:
        if error.problems[0].expected.key != "expected-no-registry":
            raise
    clauses = _adopt(where, loaded)
    if clauses and not face.json:
        face.talk(face.text("serve-made", registry=plain(loaded.id), where=shown(where), clauses=clauses))


def _adopt(where: str, world: World) -> int:
    """Open a new registry with what a world needs, and put its clauses in force, at once or not at all; how many.

    What has been used already is served as it is.
    """
    from datetime import UTC, datetime

    from comity.cli.registry.desk import desk
    from comity.registry.adopting import adoption
    from comity.registry.ledger import Request
    from comity.registry.opening import opening

    today = datetime.now(UTC).date().isoformat()
    adopted = adoption(world, tuple(world.folder.scenarios), today)
    with desk(where) as at:
        if at.state.seq:
            return 0
        for outcome in at.ledger.submit([*opening(world), Request(adopted)]):
            if isinstance(outcome, Refusal):
                raise outcome
    return len(adopted.permits)


def _address(name: tuple[Any, ...], *, secure: bool) -> str:
    """Where a socket listens, as one would type it."""
    host = f"[{name[0]}]" if ":" in str(name[0]) else str(name[0])
    return f"{'https' if secure else 'http'}://{host}:{name[1]}"


def _say(face: Face, address: str, where: str, world: str) -> None:
    if face.json:
        from comity.results import Schema
        from comity.results.api import Serving

        face.answer(Serving(schema=Schema(name="serve"), address=address, where=shown(where), world=plain(world)))
    else:
        face.prose(face.text("serve-listening", address=address, where=shown(where), world=plain(world)))
    sys.stdout.flush()
