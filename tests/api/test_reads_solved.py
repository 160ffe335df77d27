"""The regime and the markets of a world, read: known at once, or worked out by one job for all who ask."""

from __future__ import annotations

import asyncio
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from comity.api.jobs import Jobs
from comity.api.kept import Answers, Kept, tag_of
from comity.api.roles import Role
from comity.api.work import Asked
from comity.market.solve import solve
from comity.results import Map, Run
from comity.results.api import JobAnswer, WorldMarkets
from comity.world.world import World
from tests.api.conftest import GENEROUS, Client, Place, serving
from tests.api.test_jobs import over, until
from tests.cli.terminal import SAMPLE, comity

pytestmark = pytest.mark.anyio


async def known(client: Client, path: str, **how: Any) -> Any:
    """What is read, once the job that works it out is over."""
    began = await client.get(path, **how)
    assert began.status_code == 202, began.text
    assert began.headers["retry-after"] == "1"
    await until(client, began, over)
    return await client.get(path, **how)


async def test_a_map_is_that_of_the_terminal(client: Client) -> None:
    body = {"world": "2026", "year": 2008, "gains": True, "scenarios": ["announced"]}
    mapped = await until(client, await client.ask("POST", "/map", json=body), over)
    ran = comity("map", "2026", "--year", "2008", "--gains", "--scenario", "announced", "--json")
    assert isinstance(mapped.answer, Map)
    assert mapped.answer == Map.model_validate_json(ran.out)
    assert any(pair.gain is not None for pair in mapped.answer.pairs)
    for year in (1989, 2036, "2030", True):
        assert (await client.ask("POST", "/map", json={**body, "year": year})).status_code == 422


async def test_the_regime_is_read_as_the_terminal_maps_it(client: Client) -> None:
    for query, arguments in (("", ()), ("?year=2012", ("--year", "2012"))):
        found = await known(client, f"/worlds/tutorial/regime{query}")
        ran = comity("map", "tutorial", "--json", *arguments)
        assert (found.status_code, found.json()) == (200, Map.model_validate_json(ran.out).model_dump(mode="json"))


async def test_what_is_known_is_given_at_once_with_a_tag(client: Client) -> None:
    path = "/worlds/tutorial/markets?scenario=link"
    first = await known(client, path)
    run = solve(World.load("tutorial", "link"))
    answer = WorldMarkets.model_validate_json(first.content)
    assert (answer.markets, answer.units, answer.status) == (run.markets, run.units, run.status)
    assert answer.scenario == ("link",)
    assert (await client.get(path)).headers["etag"] == first.headers["etag"]
    same = await client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    year = await client.get(f"{path}&year=2030")
    assert WorldMarkets.model_validate_json(year.content).markets == tuple(
        row for row in run.markets if row.year == 2030
    )
    wrong = await client.get(f"{path}&year=2029", headers={"Accept-Language": "zh"})
    assert (wrong.status_code, wrong.json()["problems"][0]["address"]) == (422, "query.year")
    assert (await client.get("/worlds/nowhere/markets")).status_code == 404
    assert (await client.get(path, "public")).status_code == 401


async def test_markets_are_walked_page_by_page(client: Client) -> None:
    whole = (await known(client, "/worlds/tutorial/markets")).json()["markets"]
    rows, link = [], "/worlds/tutorial/markets?limit=3"
    while link:
        page = await client.get(link)
        assert len(page.json()["markets"]) <= 3
        rows += page.json()["markets"]
        link = page.headers.get("link", "").partition(">")[0].removeprefix("<")
    assert rows == whole
    assert len(whole) > 3


async def test_all_who_ask_wait_for_one_job_that_any_of_them_may_look_at(client: Client) -> None:
    roles: tuple[Role, ...] = ("authority", "read-only", "verifier", "account-holder")
    asked = await asyncio.gather(*(client.get("/worlds/2026/markets", role) for role in roles))
    assert {answer.status_code for answer in asked} == {202}
    (location,) = {answer.headers["location"] for answer in asked}
    for role in roles:
        assert (await client.get(location, role)).status_code == 200
        refused = await client.ask("DELETE", location, role)
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert (await client.ask("DELETE", location, "administrator")).json()["stage"] == "cancelled"
    again = await client.get("/worlds/2026/markets")
    assert again.status_code == 202
    assert again.headers["location"] != location


async def test_files_that_have_changed_are_solved_anew(place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    shutil.copytree(SAMPLE, folder)
    async with serving(place, GENEROUS, world=f"{folder}/") as client:
        before = await known(client, "/worlds/own/markets")
        file = folder / "world.toml"
        text = file.read_text(encoding="utf-8")
        file.write_text(f"{text}\n# read again\n", encoding="utf-8")
        after = await known(client, "/worlds/own/markets", headers={"If-None-Match": before.headers["etag"]})
        assert after.status_code == 200
        assert after.headers["etag"] != before.headers["etag"]
        assert after.json() == before.json()
        file.write_text(text, encoding="utf-8")
        assert (await client.get("/worlds/own/markets")).headers["etag"] == before.headers["etag"]


async def test_an_answer_from_files_that_changed_meanwhile_is_not_kept(place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    shutil.copytree(SAMPLE, folder)
    async with serving(place, GENEROUS, world=f"{folder}/") as client:
        began = await client.get("/worlds/own/markets")
        file, text = folder / "world.toml", (folder / "world.toml").read_bytes()
        file.write_bytes(text + b"\n# another\n")
        await until(client, began, over)
        file.write_bytes(text)
        assert (await client.get("/worlds/own/markets")).status_code == 202


async def test_what_cannot_be_worked_out_is_told_in_the_language_of_who_asks(client: Client) -> None:
    path = "/worlds/tutorial/markets?scenario=nothing"
    for language, words in (("en", "Malformed"), ("zh", "格式有误")):
        failed = await known(client, path, headers={"Accept-Language": language})
        assert (failed.status_code, failed.json()["code"], failed.json()["title"]) == (422, "malformed", words)
        assert failed.headers["content-type"] == "application/problem+json"
        assert failed.headers["content-language"] == language


async def test_a_job_that_died_is_tried_again(place: Place) -> None:
    async with serving(place, replace(GENEROUS, job_seconds_most=0.3)) as client:
        began = await client.get("/worlds/2026/markets")
        answer = await until(client, began, over)
        assert answer.problem is not None
        assert answer.problem.code == "job-died"
        again = await client.get("/worlds/2026/markets")
        assert again.status_code == 202
        assert again.headers["location"] != began.headers["location"]


async def test_no_more_is_kept_than_that_but_always_the_last() -> None:
    jobs = Jobs(GENEROUS)
    answers = Answers(jobs, bytes_most=1)
    asked = [Asked(kind="solve", where="tutorial", scenarios=(name,)) for name in ("link", "no-link")]
    for one in asked:
        tag, job = await answers.ask(one)
        assert not isinstance(job, Kept)
        await job.over.wait()
        while not isinstance(job, Kept):
            await asyncio.sleep(0.01)
            found, job = await answers.ask(one)
            assert found == tag == tag_of(one)
        assert Run.model_validate_json(job.said).scenario == one.scenarios
    assert not isinstance((await answers.ask(asked[0]))[1], Kept)
    await jobs.close()
    await answers.close()


async def test_a_job_tells_how_far_it_has_come_and_can_be_stopped_then(client: Client) -> None:
    link = {"first": "chn-national", "second": "eu-ets"}
    job = await client.ask("POST", "/link", json={"world": "2026", "link": link})
    assert job.json()["progress"] is None

    def beyond(answer: JobAnswer) -> bool:
        assert not over(answer)
        if answer.progress is not None:
            seen.append((answer.progress.what, answer.progress.done))
            assert answer.progress.done <= answer.progress.of
        return len(set(seen)) >= 3

    seen: list[tuple[str, int]] = []
    await until(client, job, beyond)
    order = [("variants", "levers", "shocks").index(what) for what, _ in seen]
    assert seen == [one for _, one in sorted(zip(order, seen, strict=True), key=lambda one: (one[0], one[1][1]))]
    found = client.service.jobs.find(job.json()["job"])
    number = found.process.pid
    stopped = (await client.ask("DELETE", job.headers["location"])).json()
    assert (stopped["stage"], stopped["progress"]) == ("cancelled", None)
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


async def test_what_a_job_counts_is_what_there_is(client: Client) -> None:
    body = {"world": "2026", "scenarios": ["announced"], "against": ["in-force"]}
    counted = {}

    def watched(answer: JobAnswer) -> bool:
        if answer.progress is not None:
            counted[answer.progress.what] = answer.progress.of
        return over(answer)

    job = await client.ask("POST", "/compare", json=body)
    compared = await until(client, job, watched)
    assert compared.answer is not None
    assert counted == {"variants": 6}
