"""Books that are compared over HTTP: what one has lost it is told again, and what does not fit is found and told."""

from __future__ import annotations

import signal
import socket
from pathlib import Path
from threading import Event, Thread
from typing import Any, NoReturn

import pytest

from comity.registry.exchange.http import HttpPeer
from comity.registry.exchange.peer import Unreachable
from comity.registry.exchange.reconcile import reconcile
from tests.api.server import started
from tests.api.sites import ISSUED, MESSAGES, Sites, forged, series, until
from tests.api.test_exchange import number

#: FastAPI silences it while it makes its routes, which several services in threads do at the same time.
pytestmark = pytest.mark.filterwarnings("ignore::pydantic.warnings.UnsupportedFieldAttributeWarning")


def again(sites: Sites, name: str) -> dict[str, Any]:
    """Start a service once more, which compares books at once: its report."""
    sites[name].end()
    sites[name].begin(len(sites.told))
    return sites.report(name)


def test_books_that_agree_and_a_registry_that_is_silent_are_told_once(sites: Sites) -> None:
    eu = sites["EU"]
    for name in ("CH", "UK"):
        sites[name].begin()
    told = again(sites, "EU")
    assert (told["level"], told["agrees"], told["silent"]) == ("INFO", True, ())
    eu.send(7, "UK")
    until(lambda: eu.kinds() == ["propose", "finalise", "confirm"], eu.kinds)
    sites["CH"].end()
    told = again(sites, "EU")
    assert (told["level"], told["agrees"], told["silent"]) == ("WARNING", False, ("CH",))
    assert (told["differences"], told["findings"]) == ([], [])
    assert eu.metric("reconciliation_silent") == 1
    assert eu.metric("reconciliation_differences") == eu.metric("reconciliation_misplaced_units") == 0
    assert sites.report("EU") == told, "and nothing more where nothing happens"


def test_what_the_other_registry_lost_it_is_told_again(running: Sites) -> None:
    eu, uk = running["EU"], running["UK"]
    uk.end()
    before = uk.where.read_bytes()
    uk.begin()
    eu.send(7, "UK")
    until(lambda: eu.kinds() == ["propose", "finalise", "confirm"], eu.kinds)
    for site in (eu, uk):
        site.end()
    uk.where.write_bytes(before)
    uk.begin()
    assert uk.units("one", "EU") == 0
    assert again(running, "EU")["agrees"]
    assert (uk.kinds(), uk.units("one", "EU")) == (["admit", "complete"], 7)
    assert eu.kinds() == ["propose", "finalise", "confirm"]
    running.sound()


def test_a_giver_that_was_put_back_has_units_that_are_elsewhere_too(running: Sites) -> None:
    eu, uk = running["EU"], running["UK"]
    eu.end()
    before = eu.where.read_bytes()
    eu.begin()
    eu.send(7, "UK")
    until(lambda: eu.kinds() == ["propose", "finalise", "confirm"], eu.kinds)
    eu.end()
    eu.where.write_bytes(before)
    told = again(running, "EU")
    assert (told["level"], told["agrees"]) == ("WARNING", False)
    assert told["differences"] == [
        {"giver": "EU", "taker": "UK", "series": series("EU"), "departed": 0, "arrived": 7, "unconfirmed": 0}
    ]
    assert told["findings"] == [f"twice {series('EU')}:1-7 EU, UK"]
    assert eu.metric("reconciliation_misplaced_units") == 7
    assert eu.metric("reconciliation_differences") == 1
    assert uk.units("one", "EU") == 7, "what arrived without having departed is for people to decide"


def test_with_a_registrys_token_alone_a_thief_makes_no_unit_appear(running: Sites) -> None:
    eu, uk = running["EU"], running["UK"]
    transfer = number(uk.send(7, "EU", to="nobody"))  # there is one of this number, and it was terminated
    until(lambda: uk.kinds() == ["propose", "terminate"], uk.kinds)
    for forgery in (forged("UK", 77), forged("UK", 77, of="EU", first=ISSUED), forged("UK", transfer)):
        answer = eu.ask("POST", MESSAGES, "UK", json={"messages": forgery[:2]}).json()
        assert answer["answers"][1]["refused"] == "external-differs", "UK is asked, and knows nothing of it"
    assert (eu.units("one", "UK"), eu.units("two", "UK"), eu.units("two", "EU")) == (0, 0, 0)
    uk.end()
    answer = eu.ask("POST", MESSAGES, "UK", json={"messages": forged("UK", 78)[1:2]})
    assert (answer.status_code, answer.json()["code"]) == (503, "registry-silent")


def test_where_a_registrys_address_is_not_known_its_token_is_believed(running: Sites) -> None:
    eu = running["EU"]
    eu.end()
    del eu.peers["UK"]
    eu.begin()
    answer = eu.ask("POST", MESSAGES, "UK", json={"messages": forged("UK", 77, last=1_500)[:2]})
    assert [one["refused"] for one in answer.json()["answers"]] == ["", ""]
    assert eu.units("two", "UK") == 1_500, "not stopped, however many: whoever has the token speaks for the registry"


def test_with_a_registrys_token_a_thief_has_no_unit_that_is_here_and_none_that_was_never_issued_here(
    running: Sites,
) -> None:
    eu = running["EU"]
    for first, refused in ((1, "units-present"), (ISSUED + 1, "not-issued")):
        said = forged("UK", 77, first, first + 4, of="EU")
        answer = eu.ask("POST", MESSAGES, "UK", json={"messages": said[:2]}).json()
        assert [one["refused"] for one in answer["answers"]] == [refused, "external-differs"]
    for path in ("holdings", "journal", "compliance", "tallies", "waiting"):
        assert eu.ask("GET", f"/registry/{path}", "UK").status_code == 403
    assert eu.send(1, "UK", role="UK").status_code == 403
    assert eu.do("transfer", "UK", account="one", to="two", quantity=1).status_code == 403
    assert eu.ask("GET", "/tokens", "UK").status_code == 403


def test_a_promise_that_a_thief_had_made_is_told_and_dropped_with_a_new_token(running: Sites) -> None:
    eu = running["EU"]
    admit, _, drop = forged("UK", 77)
    eu.ask("POST", MESSAGES, "UK", json={"messages": [admit]})
    until(lambda: bool(running.steps("unknown-to-sender")))
    assert running.steps("unknown-to-sender") == [("UK/77", "UK", "")]
    asked = next(row for row in eu.entries() if row["kind"] == "admit-external")["asked"]
    assert {"do": "drop-external", **{key: asked[key] for key in ("registry", "number", "hash")}} == drop
    made = eu.ask("POST", "/tokens", "administrator", json={"role": "registry", "holder": "UK"})
    assert made.status_code == 422, "an administrator moves no unit: who can write the database makes it"
    answer = eu.ask("POST", MESSAGES, token=eu.token("registry", "UK"), json={"messages": [drop]})
    assert answer.json()["answers"][0]["refused"] == ""
    assert eu.kinds() == ["admit", "drop"]


def test_who_answers_under_another_name_is_not_believed(running: Sites) -> None:
    ch = running["CH"]
    with_wrong_name = {"UK": HttpPeer(ch.url, ch.tokens["EU"])}
    report = reconcile(with_wrong_name, lambda: None)
    assert (report.silent, report.books, report.agrees) == (("UK",), (), False)
    with_wrong_name["UK"].close()


class Slow:
    """A registry that answers nothing until it is let go; a `Peer`."""

    def __init__(self) -> None:
        self.asked, self.go, self.questions = Event(), Event(), 0
        self.ask = self.words = self.heard = self.books = self.places = self._wait

    def _wait(self, *_: object) -> NoReturn:
        self.questions += 1
        self.asked.set()
        self.go.wait()
        raise Unreachable("slow")


class Broken(Slow):
    """One that makes something happen that nobody foresaw, until it is another; a `Peer`."""

    def _wait(self, *_: object) -> NoReturn:
        raise ZeroDivisionError


def test_a_service_that_closes_asks_nothing_more(sites: Sites) -> None:
    eu, slow = sites["EU"], Slow()
    eu.peers = {"UK": slow, "CH": slow}
    eu.begin()
    eu.send(7, "UK")
    eu.send(7, "CH")
    until(slow.asked.is_set)
    exchange = eu.inside.exchange
    closer = Thread(target=exchange.close)
    closer.start()
    until(exchange._closing.is_set)
    slow.go.set()
    closer.join()
    assert slow.questions <= 3, "one of each that asks: for UK, for CH, and to compare books"
    assert sites.told == []


@pytest.mark.slow
def test_it_stops_while_another_registry_takes_connections_and_never_answers(sites: Sites, tmp_path: Path) -> None:
    eu = sites["EU"]
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        (tmp_path / "uk.token").write_text("a-token")
        peers = tmp_path / "peers.toml"
        lines = [
            f'[registries.{name}]\nurl = "http://127.0.0.1:{deaf.getsockname()[1]}"\ntoken-file = "uk.token"\n'
            for name in ("UK", "CH")
        ]
        peers.write_text("\n".join(lines))
        with started("tutorial", "--registry", str(eu.where), "--peers", str(peers)) as server:
            asking, _ = deaf.accept()
            with asking:
                server.stop(signal.SIGTERM)


def test_a_courier_goes_on_after_what_nobody_foresaw(sites: Sites) -> None:
    eu, uk = sites["EU"], sites["UK"]
    uk.begin()
    broken = Broken()
    real, eu.peers["UK"] = eu.peers["UK"], broken
    eu.begin()
    eu.send(7, "UK")
    until(lambda: any(row["level"] == "ERROR" for row in sites.told))
    for name in ("ask", "words", "heard", "books", "places"):
        setattr(broken, name, getattr(real, name))
    until(lambda: uk.units("one", "EU") == 7)
