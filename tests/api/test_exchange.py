"""Transfers between registries over HTTP: they go through by themselves, whatever happens, or end and say why."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from comity.registry.exchange import side
from comity.registry.exchange.http import HttpPeer
from comity.registry.journal import instant
from comity.registry.ledger import utc_now
from tests.api.conftest import GENEROUS
from tests.api.sites import ISSUED, MESSAGES, Sites, forged, series, until

#: FastAPI silences it while it makes its routes, which several services in threads do at the same time.
pytestmark = pytest.mark.filterwarnings("ignore::pydantic.warnings.UnsupportedFieldAttributeWarning")


def number(answer: Any) -> int:
    """Of the entry that a command made."""
    assert answer.status_code == 201, answer.text
    found: int = answer.json()["entry"]["entry"]
    return found


def test_a_transfer_goes_through_by_itself(running: Sites) -> None:
    eu, uk = running["EU"], running["UK"]
    transfer = number(eu.send(7, "UK", "two"))
    until(lambda: eu.kinds() == ["propose", "finalise", "confirm"], eu.kinds)
    assert uk.kinds() == ["admit", "complete"]
    assert (eu.units("one", "EU"), uk.units("two", "EU")) == (ISSUED - 7, 7)
    until(lambda: (f"EU/{transfer}", "UK", "") in running.steps("completed"))
    home = number(uk.do("propose-external", account="two", quantity=3, registry="EU", to="one"))
    until(lambda: uk.kinds()[2:] == ["propose", "finalise", "confirm"], uk.kinds)
    assert eu.entries()[-1]["asked"]["number"] == home
    assert (eu.units("one", "EU"), uk.units("two", "EU")) == (ISSUED - 4, 4)
    running.sound()


def test_what_the_acquiring_registry_refuses_is_terminated_with_its_code(running: Sites) -> None:
    eu, uk = running["EU"], running["UK"]
    eu.send(7, "UK", "nobody")
    until(lambda: eu.kinds() == ["propose", "terminate"], eu.kinds)
    assert eu.entries()[-1]["asked"]["reason"] == "acquiring-account-unknown"
    assert (uk.kinds(), eu.units("one", "EU")) == ([], ISSUED)
    running.sound()


def test_what_is_withdrawn_or_expires_while_nobody_answers_never_departs(sites: Sites) -> None:
    now: list[datetime] = [utc_now()]
    eu, uk = sites["EU"], sites["UK"]
    eu.clock = lambda: now[0]
    eu.begin()
    withdrawn = number(eu.send(7, "UK"))
    until(lambda: bool(sites.steps("unreachable")))
    assert eu.do("terminate-external", account="one", transfer=withdrawn, reason="an error").status_code == 201
    expiring = number(eu.send(8, "UK", expires=instant(now[0] + timedelta(hours=1))))
    now[0] += timedelta(hours=2)
    until(lambda: eu.kinds() == ["propose", "terminate"] * 2, eu.kinds)
    assert [row["asked"].get("reason") for row in eu.entries()][1::2] == ["an error", "proposal-expired"]
    assert sites.steps("terminated")[-1] == (f"EU/{expiring}", "UK", "proposal-expired")
    uk.begin()
    number(eu.send(1, "UK"))
    until(lambda: eu.kinds()[4:] == ["propose", "finalise", "confirm"], eu.kinds)
    assert uk.units("one", "EU") == 1
    sites.sound()


def test_a_registry_that_was_down_hears_of_it_when_it_is_up_again(sites: Sites) -> None:
    eu, uk = sites["EU"], sites["UK"]
    eu.begin()
    transfer = number(eu.send(7, "UK"))
    until(lambda: sites.steps("unreachable") == [(f"EU/{transfer}", "UK", "ConnectError")], sites.told)
    until(lambda: eu.metric("external_under_way") == 1)
    uk.begin()
    until(lambda: uk.units("one", "EU") == 7)
    until(lambda: eu.metric("external_under_way") == 0)
    assert len(sites.steps("unreachable")) == 1, "told once, and not in every round"
    assert eu.metric('external_transfers_total{outcome="unreachable"}') >= 1
    assert eu.metric('external_transfers_total{outcome="completed"}') == 1
    sites.sound()


def test_a_token_that_was_revoked_is_told_and_a_new_one_goes_on(running: Sites) -> None:
    eu, uk = running["EU"], running["UK"]
    id = uk.tokens["EU"].split("_")[1]
    assert uk.ask("DELETE", f"/tokens/{id}", "administrator").status_code == 204
    transfer = number(eu.send(7, "UK"))
    until(lambda: bool(running.steps("unreachable")))
    assert running.steps("unreachable") == [(f"EU/{transfer}", "UK", "401 unauthenticated")]
    eu.end()
    running.knows("EU", "UK", uk.token("registry", "EU"))
    eu.begin()
    until(lambda: uk.units("one", "EU") == 7)
    running.sound()


def test_a_registry_says_what_is_its_own_and_nobody_says_it_for_it(running: Sites) -> None:
    eu = running["EU"]
    messages = forged("UK", 77)
    for role in ("authority", "administrator", "account-holder", "read-only"):
        answer = eu.ask("POST", MESSAGES, role, json={"messages": messages})
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), role
    for said in (messages, [forged("CH", 78)[0], *messages]):
        answer = eu.ask("POST", MESSAGES, "CH", json={"messages": said})
        assert (answer.status_code, answer.json()["code"]) == (403, "not-own")
    for name in ("admit", "complete", "drop"):
        assert eu.do(f"{name}-external", "UK", **messages[0]).status_code == 404
    taken = eu.send(7, "UK", headers={"Idempotency-Key": "external/1/finalise"})
    assert (taken.status_code, taken.json()["code"]) == (422, "malformed")
    assert eu.kinds() == []


def test_nobody_asks_to_finalise_or_confirm(running: Sites) -> None:
    eu = running["EU"]
    for name in ("finalise-external", "confirm-external"):
        for role in ("authority", "administrator", "UK"):
            assert eu.do(name, role, transfer=1, entry=1).status_code == 404
        said = {"messages": [{"do": name, "transfer": 1, "entry": 1}]}
        assert eu.ask("POST", MESSAGES, "UK", json=said).status_code == 422


def test_what_is_said_again_has_its_effect_once_and_what_is_refused_leaves_the_rest_be(running: Sites) -> None:
    eu = running["EU"]
    admit, complete, drop = forged("UK", 77, first=1)
    wrong = {**forged("UK", 78, first=9)[0], "account": "nobody"}
    answers = [eu.ask("POST", MESSAGES, "UK", json={"messages": [admit, wrong, complete, drop]}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    first, again = (answer.json()["answers"] for answer in answers)
    assert first == again
    assert [one["refused"] for one in first] == ["", "acquiring-account-unknown", "external-differs", ""]
    assert eu.kinds() == ["admit", "drop"]


def test_what_is_told_is_what_the_books_say(running: Sites) -> None:
    eu, uk, ch = running["EU"], running["UK"], running["CH"]
    transfer = number(eu.send(7, "UK"))
    until(lambda: eu.kinds() == ["propose", "finalise", "confirm"], eu.kinds)
    ch.end()
    third = number(eu.send(5, "CH"))
    asked = [transfer, third, 1, 10**15]
    with closing(HttpPeer(eu.url, eu.tokens["UK"])) as peer:
        state, recall = eu.inside.state, eu.inside.store.entry
        assert peer.words(asked) == [side.word(state, recall, one, "UK") for one in asked]
        assert [word.stage for word in peer.words(asked)] == ["finalised", "unknown", "unknown", "unknown"]
        assert peer.books() == side.books(state)
        for of in (series("EU"), series("UK"), "nothing"):
            assert peer.places(of) == side.places(state, of)
    with closing(HttpPeer(uk.url, uk.tokens["EU"])) as peer:
        assert peer.heard("EU", asked) == side.heard(uk.inside.state, "EU", asked) == {transfer}
    for path in ("words?transfer=1", "heard?registry=UK&transfer=1"):
        assert eu.ask("GET", f"/registry/external/{path}").status_code == 403
    assert eu.ask("GET", "/registry/external/books").status_code == 200


def test_an_account_elsewhere_waits_for_a_second_person_until_it_is_known(running: Sites) -> None:
    eu, ch = running["EU"], running["CH"]
    asked = eu.send(7, "UK", "two", "account-holder")
    waits = asked.json()["waiting"]
    assert (asked.status_code, waits["reasons"], waits["to"]) == (202, ["new-counterparty"], "UK/two")
    second = eu.token("authority")
    eu.inside.settings = replace(eu.inside.settings, waiting_seconds=0)
    done = eu.ask("POST", f"{asked.headers['location']}/accept", token=second)
    assert (done.status_code, done.json()["code"]) == (409, "too-early")
    later = eu.inside.now(90_000)
    with patch.object(eu.inside, "now", lambda seconds=0: later):
        assert eu.ask("POST", f"{asked.headers['location']}/accept", token=second).status_code == 201
    until(lambda: running["UK"].units("two", "EU") == 7)
    assert eu.send(8, "UK", "two", "account-holder").status_code == 201
    assert eu.send(9, "CH", "two", "account-holder").status_code == 202
    assert eu.send(9, "UK", "one", "account-holder").status_code == 202
    until(lambda: running["UK"].units("two", "EU") == 15)
    assert ch.kinds() == []


def test_above_the_threshold_an_external_transfer_waits_for_a_second_person(sites: Sites) -> None:
    eu = sites["EU"]
    eu.settings = replace(GENEROUS, four_eyes_above=100)
    eu.begin()
    asked = eu.send(101, "UK")
    assert (asked.status_code, asked.json()["waiting"]["reasons"]) == (202, ["threshold"])
    assert eu.send(100, "UK").status_code == 201
    assert eu.ask("POST", f"{asked.headers['location']}/accept", token=eu.token("authority")).status_code == 201
    assert eu.kinds() == ["propose", "propose"]
