"""Answers of jobs that serve all who ask the same of the same files: begun once, and kept for a while."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b
from importlib.metadata import version

from msgspec.json import decode

from comity.api.jobs import OVER, Job, Jobs
from comity.api.work import Asked
from comity.world.read import locate

#: Answers that are in memory, and how large they are together; the last is, however large it is.
KEPT_MOST, KEPT_BYTES_MOST = 64, 64_000_000
#: Of a job that met a problem which does not lie in what was asked: it may do better next time.
FAILED = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """What came out of a job: JSON of its answer, or of the problem with what was asked, in a language."""

    said: bytes
    done: bool
    language: str


class Answers:
    """What jobs have answered. To be used by one event loop."""

    def __init__(self, jobs: Jobs, bytes_most: int = KEPT_BYTES_MOST) -> None:
        self._jobs, self._bytes_most = jobs, bytes_most
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._going: dict[str, tuple[Job, asyncio.Task[None]]] = {}

    async def ask(self, asked: Asked) -> tuple[str, Kept | Job]:
        """The answer, if it is known; else the job that will know it, begun now if nobody has asked. With its ETag.

        Raises Trouble where too many jobs wait.
        """
        tag = await asyncio.to_thread(tag_of, asked)
        if tag in self._going and self._going[tag][0].stage in OVER:
            await asyncio.wait([self._going[tag][1]])  # it is being kept
        kept = self._kept.get(tag)
        if kept is not None and (kept.done or kept.language == asked.language):
            self._kept.move_to_end(tag)
            return tag, kept
        if tag not in self._going:
            job = self._jobs.start(asked, "")
            self._going[tag] = (job, asyncio.create_task(self._keep(tag, job)))
        return tag, self._going[tag][0]

    async def close(self) -> None:
        """Let go, once the jobs are stopped."""
        await asyncio.gather(*(task for _, task in self._going.values()))

    async def _keep(self, tag: str, job: Job) -> None:
        """Keep what comes out of a job, unless the files have changed under it."""
        try:
            await job.over.wait()
            lasting = job.stage == "done" or (job.stage == "failed" and decode(job.said)["status"] < FAILED)
            if lasting and await asyncio.to_thread(tag_of, job.asked) == tag:
                self._kept[tag] = Kept(job.said.encode(), job.stage == "done", job.asked.language)
                self._kept.move_to_end(tag)
                self._bound()
        finally:
            del self._going[tag]

    def _bound(self) -> None:
        size = sum(len(one.said) for one in self._kept.values())
        while len(self._kept) > 1 and (len(self._kept) > KEPT_MOST or size > self._bytes_most):
            _, gone = self._kept.popitem(last=False)
            size -= len(gone.said)


def tag_of(asked: Asked) -> str:
    """The ETag of the answer: of all that it depends on, the world's files and this release among it.

    Raises InputError where there is no such world.
    """
    found = blake2b(f"{version('comity')} {asked.model_dump_json(exclude={'language'})}".encode(), digest_size=16)
    folder = locate(asked.where)
    for file in sorted([*folder.glob("*.toml"), *folder.glob("*/*.toml")]):
        found.update(str(file.relative_to(folder)).encode("utf-8", "surrogateescape") + b"\0")
        try:
            content = file.read_bytes()
        except OSError:  # the job says what is the matter
            content = b""
        found.update(blake2b(content).digest())
    return f'"{found.hexdigest()}"'
