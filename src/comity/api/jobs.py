"""Jobs: work in processes of their own, so many at once, in the order in which they were asked for."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Literal, get_args

from comity.api.problems import Trouble, explained
from comity.api.settings import Settings
from comity.api.work import Asked, work
from comity.registry.journal import instant
from comity.results import Schema
from comity.results.api import JobAnswer, ProblemDetails, Progress
from comity.text import load

logger = logging.getLogger(__name__)
Stage = Literal["waiting", "starting", "reading", "working", "done", "failed", "cancelled"]
STAGES: tuple[Stage, ...] = get_args(Stage)
OVER: frozenset[Stage] = frozenset(("done", "failed", "cancelled"))
#: Jobs that are over and can still be asked about; their answers are in memory.
KEPT_MOST = 50
#: A process that was told to stop and has not after this long is killed.
STOP_SECONDS = 2.0


@dataclass
class Job:
    """One job, and who asked for it."""

    id: str
    owner: str
    """Token of who asked for it; empty where whoever may read may have it."""
    asked: Asked
    made: str
    stage: Stage = "waiting"
    progress: Progress | None = None
    ended: str = ""
    said: str = ""
    """JSON of its answer, or of its problem."""
    process: SpawnProcess | None = None
    stopping: bool = False
    over: asyncio.Event = field(default_factory=asyncio.Event)


class Jobs:
    """All jobs of a service. To be used by one event loop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self._turns = asyncio.Semaphore(settings.jobs_at_once_most)
        self._context = multiprocessing.get_context("spawn")

    def start(self, asked: Asked, owner: str) -> Job:
        """Begin a job, now or when its turn comes. Raises Trouble where too many wait."""
        going = sum(job.stage not in OVER for job in self._jobs.values())
        if going >= self._settings.jobs_at_once_most + self._settings.jobs_waiting_most:
            raise Trouble("too-many-jobs")
        job = Job(secrets.token_hex(8), owner, asked, instant(datetime.now(UTC)))
        self._jobs[job.id] = job
        for id in [id for id, one in self._jobs.items() if one.stage in OVER][:-KEPT_MOST]:
            del self._jobs[id]
        task = asyncio.create_task(self._run(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return job

    def find(self, id: str) -> Job | None:
        """A job."""
        return self._jobs.get(id)

    async def stop(self, job: Job) -> None:
        """Stop a job: on return its process is gone. One that is over stays as it is."""
        job.stopping = True
        if job.stage == "waiting":
            _end(job, "cancelled")
        elif job.stage not in OVER:
            await asyncio.to_thread(_halt, job)
            await job.over.wait()

    def counts(self) -> dict[Stage, int]:
        """How many jobs are in each stage."""
        stages = [job.stage for job in self._jobs.values()]
        return {stage: stages.count(stage) for stage in STAGES}

    async def close(self) -> None:
        """Stop all."""
        await asyncio.gather(*(self.stop(job) for job in list(self._jobs.values())))
        await asyncio.gather(*self._tasks)

    async def _run(self, job: Job) -> None:
        try:
            async with self._turns:
                if not job.stopping:
                    await self._look_after(job)
        except OSError as error:  # no process could be started
            logger.error("job", exc_info=error)
            _fail(job)
        finally:
            job.over.set()

    async def _look_after(self, job: Job) -> None:
        """Start a job's process, and hear what it says until it is over."""
        job.stage = "starting"
        ours, theirs = self._context.Pipe(duplex=False)
        job.process = self._context.Process(target=work, args=(job.asked, theirs), daemon=True)
        try:
            await asyncio.to_thread(job.process.start)
        finally:
            theirs.close()
        loop = asyncio.get_running_loop()
        limit = loop.call_later(self._settings.job_seconds_most, job.process.terminate)
        while job.stage not in OVER:
            told = await asyncio.to_thread(_hear, ours)
            if job.stopping:
                _end(job, "cancelled")
            elif told is None:
                _fail(job)
            else:
                _tell(job, *told)
        limit.cancel()
        ours.close()
        await asyncio.to_thread(_halt, job)


def _hear(pipe: Connection) -> tuple[Stage, str] | None:
    """The next word of a job; None if it has died."""
    try:
        told: tuple[Stage, str] = pipe.recv()
    except (EOFError, OSError):
        return None
    return told


def _tell(job: Job, stage: Stage, said: str) -> None:
    if stage in OVER:
        job.said = said
        _end(job, stage)
    else:
        job.stage, job.progress = stage, Progress.model_validate_json(said) if said else None


def _end(job: Job, stage: Stage) -> None:
    job.stage, job.ended, job.progress = stage, instant(datetime.now(UTC)), None
    if stage == "cancelled":
        job.said = ""


def _fail(job: Job) -> None:
    """End a job whose process has died, or was never there."""
    job.said = explained(load(job.asked.language), Trouble("job-died")).model_dump_json()
    _end(job, "failed")


def _halt(job: Job) -> None:
    """End a job's process, whatever it does."""
    process = job.process
    if process is None or process.pid is None:
        return
    process.terminate()
    process.join(STOP_SECONDS)
    if process.is_alive():
        process.kill()
        process.join()


def shape(job: Job) -> JobAnswer:
    """What a job says of itself, without its answer."""
    failed = ProblemDetails.model_validate_json(job.said) if job.stage == "failed" and job.said else None
    return JobAnswer(
        schema=Schema(name="job"),
        job=job.id,
        kind=job.asked.kind,
        stage=job.stage,
        made=job.made,
        ended=job.ended,
        progress=job.progress,
        problem=failed,
        answer=None,
    )
