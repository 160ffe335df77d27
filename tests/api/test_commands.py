"""Commands over HTTP: what the ledger says, as problem details; keys, conditions, own accounts, second persons."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from comity.registry.accounts import Accreditation
from comity.results import RegistryEntry
from comity.results.api import ProblemDetails, Waiting
from tests.api.conftest import GENEROUS, Client, Place, serving

pytestmark = pytest.mark.anyio
FIVE = {"account": "acme", "to": "acme-2", "quantity": 5, "unit_type": "EUA"}


async def test_a_command_makes_an_entry_that_has_an_address(client: Client) -> None:
    done = await client.do("transfer", **FIVE)
    entry = RegistryEntry.model_validate_json(done.content).entry
    assert (done.status_code, entry.kind, entry.postings[0].quantity) == (201, "transfer", 5)
    read = await client.get(done.headers["location"])
    assert read.json()["entry"] == done.json()["entry"]
    assert read.headers["etag"] == done.headers["etag"]


@pytest.mark.parametrize(("language", "words"), [("en-GB,zh;q=0.5", "acme"), ("fr, zh-CN;q=0.9, en;q=0.1", "账户")])
async def test_a_refusal_is_a_problem_with_code_clause_and_a_sentence(
    client: Client, language: str, words: str
) -> None:
    done = await client.do("transfer", **{**FIVE, "quantity": 2_000_000}, headers={"Accept-Language": language})
    problem = ProblemDetails.model_validate_json(done.content)
    assert done.headers["content-type"] == "application/problem+json"
    assert (done.status_code, problem.code, problem.clause) == (409, "holdings-insufficient", "registry.blocks")
    assert words in problem.detail
    assert done.headers["content-language"] == ("zh" if words == "账户" else "en")


async def test_a_malformed_body_is_told_place_by_place(client: Client) -> None:
    done = await client.do("transfer", account="acme", quantity=1.5, unit_typ="EUA", to="a\0b")
    problem = ProblemDetails.model_validate_json(done.content)
    assert (done.status_code, problem.code) == (422, "malformed")
    assert [one.address for one in problem.problems] == ["body.quantity", "body.to", "body.unit_typ"]
    for content in (b"{", b"\xff", b"[]", b'"\\ud800"', b'{"account": "\\ud800"}', b"[" * 100_000):
        done = await client.ask("POST", "/registry/commands/transfer", content=content)
        assert (done.status_code, done.json()["code"]) == (422, "malformed"), content[:9]


async def test_a_key_has_its_effect_once_and_belongs_to_one_request(client: Client) -> None:
    key = {"Idempotency-Key": "order-17"}
    first = await client.do("transfer", **FIVE, headers=key)
    again = await client.do("transfer", **FIVE, headers=key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json()["again"], again.json()["again"]) == (False, True)
    assert first.json()["entry"] == again.json()["entry"]
    other = await client.do("transfer", **{**FIVE, "quantity": 6}, headers=key)
    assert (other.status_code, other.json()["code"]) == (409, "key-reused")
    for own in ("opening/open/acme-3", "waiting/1"):  # else somebody could take it before the service does
        taken = await client.do("transfer", **FIVE, headers={"Idempotency-Key": own})
        assert (taken.status_code, taken.json()["code"]) == (422, "malformed")


async def test_what_has_been_read_is_not_sent_again_and_can_be_a_condition(client: Client) -> None:
    read = await client.get("/registry/holdings")
    tag = read.headers["etag"]
    for path in ("/registry/holdings", "/registry", "/registry/accounts", "/registry/tallies", "/registry/journal"):
        same = await client.get(path, headers={"If-None-Match": tag})
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    done = await client.do("transfer", **FIVE, headers={"If-Match": tag})
    assert done.status_code == 201
    late = await client.do("transfer", **FIVE, headers={"If-Match": tag})
    assert (late.status_code, late.json()["code"]) == (412, "changed-meanwhile")
    changed = await client.get("/registry/holdings", headers={"If-None-Match": tag})
    assert (changed.status_code, changed.headers["etag"]) == (200, done.headers["etag"])


async def test_a_list_is_walked_page_by_page_to_its_end(client: Client) -> None:
    for _ in range(7):
        await client.do("transfer", **FIVE)
    for path, key in (
        ("/registry/journal", "entries"),
        ("/registry/accounts", "accounts"),
        ("/worlds/tutorial/figures", "figures"),
    ):
        whole = (await client.get(path, params={"limit": 1000})).json()[key]
        rows, link = [], f"{path}?limit=3"
        while link:
            page = await client.get(link)
            rows += page.json()[key]
            link = page.headers.get("link", "").partition(">")[0].removeprefix("<")
            assert len(page.json()[key]) <= 3
        assert rows == whole
        assert len(whole) >= 3
    for cursor in ("!", "AAAA", "W10=", "WyJhIiwiYiJd", "WzEuNV0=", "bnVsbA=="):
        wrong = await client.get("/registry/journal", params={"cursor": cursor})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "malformed")


async def test_an_account_holder_sees_and_moves_only_its_own(client: Client) -> None:
    mine = await client.do("transfer", "account-holder", **FIVE)
    theirs = await client.do("transfer", "account-holder", **{**FIVE, "account": "other"})
    nobodys = await client.do("transfer", "account-holder", **{**FIVE, "account": "nowhere"})
    assert mine.status_code == 201
    assert {(one.status_code, one.json()["code"]) for one in (theirs, nobodys)} == {(403, "not-own")}
    held = (await client.get("/registry/holdings", "account-holder")).json()["holdings"]
    assert {row["account"] for row in held} == {"acme", "acme-2"}
    assert (await client.get("/registry/holdings?account=other", "account-holder")).json()["holdings"] == []
    entries = (await client.get("/registry/journal", "account-holder")).json()["entries"]
    assert {row["asked"].get("account") for row in entries} == {"acme", "acme-2"}
    others = [row["entry"] for row in (await client.get("/registry/journal")).json()["entries"]]
    hidden = next(number for number in others if number not in {row["entry"] for row in entries})
    assert (await client.get(f"/registry/journal/{hidden}", "account-holder")).status_code == 404
    token = client.place.token("account-holder", "")
    assert (await client.get("/registry/holdings", token=token)).json()["holdings"] == []


async def test_a_verifier_enters_what_it_has_verified_itself(client: Client) -> None:
    given = {"account": "acme", "mechanism": "eu-ets", "period": "2026", "quantity": 7}
    await client.do("accredit", "administrator", verifier="DNV", reason="assessed")
    assert isinstance(client.service.state.accreditations["DNV"], Accreditation)
    assert (await client.do("obligation", "verifier", **given, verifier="DNV")).status_code == 201
    for other in ("", "TUV"):
        assert (await client.do("obligation", "verifier", **given, verifier=other)).json()["code"] == "not-own"


async def test_above_the_threshold_a_second_person_accepts(client: Client) -> None:
    key = {"Idempotency-Key": "large"}
    large = {**FIVE, "quantity": 200_000}
    asked = await client.do("transfer", **large, headers=key)
    waits = Waiting.model_validate_json(asked.content).waiting
    assert (asked.status_code, waits.reasons, waits.status) == (202, ("threshold",), "open")
    again = await client.do("transfer", **large, headers=key)
    assert (again.status_code, again.json()["waiting"]["waiting"]) == (202, waits.waiting)
    other = await client.do("transfer", **FIVE, headers=key)
    assert (other.status_code, other.json()["code"]) == (409, "key-waiting")
    accept = f"/registry/waiting/{waits.waiting}/accept"
    assert (await client.ask("POST", accept)).json()["code"] == "own-request"
    assert (await client.ask("POST", accept, "administrator")).json()["code"] == "forbidden"
    second = client.place.token("authority")
    done = await client.ask("POST", accept, token=second)
    assert (done.status_code, done.json()["entry"]["asked"]["quantity"]) == (201, 200_000)
    twice = await client.ask("POST", accept, token=second)
    assert (twice.status_code, twice.json()["code"]) == (409, "decided-already")
    repeated = await client.do("transfer", **large, headers=key)
    assert (repeated.status_code, repeated.json()["entry"]) == (200, done.json()["entry"])
    assert (await client.get(f"/registry/waiting/{waits.waiting}")).json()["waiting"]["status"] == "done"


async def test_two_tokens_of_one_person_are_one_pair_of_eyes(client: Client) -> None:
    tokens = [client.place.token("authority", person="Ada") for _ in range(2)]
    asked = await client.do("transfer", **{**FIVE, "quantity": 200_000}, token=tokens[0])
    done = await client.ask("POST", f"{asked.headers['location']}/accept", token=tokens[1])
    assert (done.status_code, done.json()["code"]) == (403, "own-request")


async def test_what_waits_can_be_rejected_and_what_is_refused_never_waits(client: Client) -> None:
    asked = await client.do("transfer", **{**FIVE, "quantity": 200_000})
    assert (await client.ask("POST", f"{asked.headers['location']}/reject")).json()["waiting"]["status"] == "rejected"
    late = await client.ask("POST", f"{asked.headers['location']}/accept", token=client.place.token("authority"))
    assert late.json()["code"] == "decided-already"
    refused = await client.do("transfer", **{**FIVE, "quantity": 200_000_000})
    assert (refused.status_code, refused.json()["code"]) == (409, "holdings-insufficient")
    listed = (await client.get("/registry/waiting")).json()["waiting"]
    assert [row["status"] for row in listed] == ["rejected"]


async def test_a_large_entry_is_not_undone_by_one_person(client: Client) -> None:
    asked = await client.do("retire", account="acme", quantity=200_000, unit_type="EUA", beneficiary="Acme")
    done = await client.ask("POST", f"{asked.headers['location']}/accept", token=client.place.token("authority"))
    undo = {"entry": done.json()["entry"]["entry"], "reason": "typed wrongly", "authority": "court"}
    assert (await client.do("reverse", **undo)).status_code == 202


async def test_a_new_counterparty_waits_for_time_and_a_second_person(place: Place) -> None:
    now = datetime.now(UTC)
    settings = replace(GENEROUS, waiting_seconds=3_600)
    second, young = place.token("account-holder", "Acme"), place.token("account-holder", "Acme", made=later(now, 60))
    given = {**FIVE, "to": "other"}
    async with serving(place, settings, lambda: now) as client:
        asked = await client.do("transfer", "account-holder", **given)
        assert asked.json()["waiting"]["reasons"] == ["new-counterparty"]
        accept = f"{asked.headers['location']}/accept"
        early = await client.ask("POST", accept, token=second)
        assert (early.status_code, early.json()["code"]) == (409, "too-early")
        now += timedelta(seconds=3_601)
        assert (await client.ask("POST", accept, token=young)).json()["code"] == "too-early"
        assert (await client.ask("POST", accept, token=second)).status_code == 201
        known = await client.do("transfer", "account-holder", **given)
        assert known.status_code == 201
        others = client.place.token("account-holder", "Other")
        back = {"account": "other", "to": "acme", "quantity": 1, "unit_type": "EUA"}
        assert (await client.do("transfer", token=others, **back)).status_code == 202


def later(moment: datetime, seconds: float) -> str:
    return (moment + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


async def test_holdings_of_a_past_day_are_those_of_then(place: Place) -> None:
    now = datetime.now(UTC)
    async with serving(place, GENEROUS, lambda: now) as client:
        today = now.date().isoformat()
        now += timedelta(days=2)
        await client.do("retire", account="acme", quantity=10, unit_type="EUA", beneficiary="Acme")
        then = (await client.get("/registry/holdings", params={"at": today, "account": "acme"})).json()
        assert [row["quantity"] for row in then["holdings"]] == [1_000_000]
        current = (await client.get("/registry/holdings", params={"account": "acme", "state": "retired"})).json()
        assert [row["quantity"] for row in current["holdings"]] == [10]
        shown = (await client.get("/registry/retirements", "public")).json()["retirements"]
        assert [(row["beneficiary"], row["quantity"]) for row in shown] == [("Acme", 10)]


async def test_a_world_is_adopted_with_a_link_and_its_quota_refuses(client: Client) -> None:
    link = {"first": "north-ets", "second": "south-ets", "rate": 0.5, "quota": 0.1}
    body = {"world": "tutorial", "scenarios": ["no-link"], "effective": "2026-01-01", "link": link}
    adopted = await client.ask("POST", "/registry/adopt", json=body)
    assert (adopted.status_code, adopted.json()["entry"]["kind"]) == (201, "adopt")
    south = {"mechanism": "south-ets", "unit_type": "SUA", "vintage": "2026"}
    assert (await client.do("issue", account="SOUTH-holding", quantity=1_000, **south)).status_code == 201
    due = {"account": "NORTH-holding", "mechanism": "north-ets", "period": "2026", "quantity": 1_000}
    assert (await client.do("obligation", **due)).status_code == 201
    convert = {"account": "SOUTH-holding", "to": "NORTH-holding", "into": "north-ets", "unit_type": "SUA"}
    done = await client.do("convert", **convert, quantity=100)
    assert (done.status_code, done.json()["entry"]["postings"][-1]["quantity"]) == (201, 50)
    refused = await client.do("convert", **convert, quantity=400)
    assert (refused.status_code, refused.json()["code"]) == (409, "quota-exceeded")
    assert refused.json()["clause"].startswith("agreement.north-ets-with-south-ets.clauses.units")
    adjusted = (await client.get("/registry/tallies")).json()["adjustments"]
    assert {(row["party"], row["transferred"], row["used"]) for row in adjusted} == {
        ("SOUTH", "100", "0"),
        ("NORTH", "0", "50"),
    }


async def test_other_rules_than_the_first_need_a_second_person(place: Place) -> None:
    body = {"world": "tutorial", "scenarios": ["no-link"], "effective": "2026-01-01"}
    other = {**body, "scenarios": ["link"]}
    async with serving(place) as client:
        assert (await client.ask("POST", "/registry/adopt", json=body)).status_code == 201
        asked = await client.ask("POST", "/registry/adopt", json=other)
        assert (asked.status_code, asked.json()["waiting"]["reasons"]) == (202, ["adoption"])
        assert len(client.service.state.adoptions) == 1
        accept = f"{asked.headers['location']}/accept"
        assert (await client.ask("POST", accept)).json()["code"] == "own-request"
        done = await client.ask("POST", accept, token=place.token("authority"))
        assert (done.status_code, done.json()["entry"]["kind"]) == (201, "adopt")
        assert len(client.service.state.adoptions) == 2
    async with serving(place, replace(GENEROUS, one_person_adopts=True)) as client:
        assert (await client.ask("POST", "/registry/adopt", json=body)).status_code == 201
