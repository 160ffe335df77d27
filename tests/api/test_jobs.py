"""Jobs: their answers are those of the library, and they can really be stopped."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from comity.market.solve import solve
from comity.results import Check, Comparison, LinkAnswer, Run
from comity.results.api import JobAnswer
from comity.world.world import World
from tests.api.conftest import GENEROUS, Client, Place, serving
from tests.cli.terminal import SAMPLE

pytestmark = pytest.mark.anyio
SECONDS_MOST = 60
YEARS = {"world": "tutorial", "years": [2030]}


async def until(client: Client, job: httpx.Response, right: Callable[[JobAnswer], bool]) -> JobAnswer:
    """The job, once it is so."""
    for _ in range(SECONDS_MOST * 20):
        found = await client.get(job.headers["location"])
        answer = JobAnswer.model_validate_json(found.content)
        if right(answer):
            return answer
        await asyncio.sleep(0.05)
    raise AssertionError(answer.stage)


def over(answer: JobAnswer) -> bool:
    return bool(answer.ended)


async def test_jobs_answer_what_the_library_answers(client: Client) -> None:
    link = {"first": "north-ets", "second": "south-ets", "rate": 0.5, "one_way": True}
    asked = [
        await client.ask("POST", "/solve", json={**YEARS, "scenarios": ["link"]}),
        await client.ask("POST", "/link", json={**YEARS, "scenarios": ["no-link"], "link": link}),
        await client.ask("POST", "/compare", json={**YEARS, "scenarios": ["link"], "against": ["no-link"]}),
        await client.ask("POST", "/check", json={"world": "tutorial"}),
        await client.ask(
            "POST", "/solve", json={"world": "tutorial", "years": [2031]}, headers={"Accept-Language": "zh"}
        ),
    ]
    assert {job.status_code for job in asked} == {202}
    solved, linked, compared, checked, wrong = [await until(client, job, over) for job in asked]
    assert isinstance(solved.answer, Run)
    assert solved.answer == solve(World.load("tutorial", "link"), [2030])
    assert isinstance(linked.answer, LinkAnswer)
    assert linked.answer.terms.rate == 0.5
    assert isinstance(compared.answer, Comparison)
    assert isinstance(checked.answer, Check)
    assert checked.answer.problems == ()
    assert (wrong.stage, wrong.answer) == ("failed", None)
    assert wrong.problem is not None
    assert (wrong.problem.code, wrong.problem.title) == ("malformed", "格式有误")


async def test_a_job_that_is_stopped_has_no_process_any_more(client: Client) -> None:
    job = await client.ask(
        "POST", "/link", json={"world": "2026", "link": {"first": "chn-national", "second": "eu-ets"}}
    )
    await until(client, job, lambda answer: answer.stage == "working")
    found = client.service.jobs.find(job.json()["job"])
    assert found is not None
    assert found.process is not None
    number = found.process.pid or 0
    os.kill(number, 0)
    stopped = await client.ask("DELETE", job.headers["location"])
    assert (stopped.status_code, stopped.json()["stage"]) == (200, "cancelled")
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    again = await client.ask("DELETE", job.headers["location"])
    assert again.json() == stopped.json()


async def test_so_many_jobs_at_once_and_no_more_waiting_than_that(place: Place) -> None:
    async with serving(place, replace(GENEROUS, jobs_at_once_most=1, jobs_waiting_most=1)) as client:
        jobs = [await client.ask("POST", "/check", json={"world": "2026"}) for _ in range(3)]
        assert [job.status_code for job in jobs] == [202, 202, 429]
        assert jobs[2].json()["code"] == "too-many-jobs"
        waiting = await client.ask("DELETE", jobs[1].headers["location"])
        assert waiting.json()["stage"] == "cancelled"
        await client.ask("DELETE", jobs[0].headers["location"])
        after = await client.ask("POST", "/check", json={"world": "tutorial"})
        assert (await until(client, after, over)).stage == "done"


async def test_a_job_that_takes_too_long_or_dies_says_so(place: Place) -> None:
    async with serving(place, replace(GENEROUS, job_seconds_most=0.3)) as client:
        job = await client.ask("POST", "/check", json={"world": "2026"})
        answer = await until(client, job, over)
    assert answer.problem is not None
    assert (answer.stage, answer.problem.code) == ("failed", "job-died")


async def test_a_world_of_ones_own_is_served_by_the_name_of_its_folder(place: Place) -> None:
    async with serving(place, GENEROUS, world=f"{SAMPLE}/") as client:
        assert "sample" in {row["id"] for row in (await client.get("/worlds", "public")).json()["worlds"]}
        assert "alpha-ets" in (await client.get("/worlds/sample", "public")).json()["mechanisms"]
        job = await client.ask("POST", "/check", json={"world": "sample"})
        assert (await until(client, job, over)).stage == "done"


async def test_a_job_is_its_owners_and_a_world_is_one_that_is_known(client: Client) -> None:
    job = await client.ask("POST", "/check", json={"world": "tutorial"})
    for method in ("GET", "DELETE"):
        assert (await client.ask(method, job.headers["location"], "read-only")).status_code == 404
    assert (await client.get(job.headers["location"], "administrator")).status_code == 200
    for scenario in ("../link", "/etc/passwd", "./scenarios/link.toml", ""):
        body = {"world": "tutorial", "scenarios": [scenario]}
        assert (await client.ask("POST", "/solve", json=body)).status_code == 422
        assert (await client.get("/worlds/tutorial", params={"scenario": scenario})).status_code == 422
    assert (await client.get("/worlds/tutorial?scenario=link")).json()["world"] == "tutorial"
    assert (await client.get("/worlds/tutorial?scenario=link", "public")).status_code == 401
    for world in ("../tutorial/", "/etc/", "tutorial/", "", "nowhere"):
        refused = await client.ask("POST", "/solve", json={"world": world})
        assert (refused.status_code, refused.json()["code"]) == (422, "malformed")
