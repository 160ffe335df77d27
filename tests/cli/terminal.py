"""Running `comity` as a person or a program would, inside the process that tests it."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from comity.cli.main import run

SAMPLE = Path(__file__).with_name("sample")


@dataclass(frozen=True)
class Ran:
    """What came of it."""

    code: int
    out: str
    err: str


def comity(*arguments: str, columns: int | None = None, **environ: str) -> Ran:
    """`comity ARGUMENTS`, piped, or in a terminal of so many columns."""
    setting = {"LANG": "C.UTF-8", "LC_ALL": "", "COLUMNS": "" if columns is None else str(columns), **environ}
    with _streams(setting) as (out, err):
        code = run(arguments)
    return Ran(code, _words(out), _words(err))


@contextmanager
def _streams(environ: Mapping[str, str]) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    out, err = io.BytesIO(), io.BytesIO()
    with (
        patch.dict(os.environ, environ),
        patch.object(sys, "stdout", io.TextIOWrapper(out, "utf-8", write_through=True)),
        patch.object(sys, "stderr", io.TextIOWrapper(err, "utf-8", write_through=True)),
    ):
        yield out, err
        sys.stdout.detach()  # type: ignore[union-attr]
        sys.stderr.detach()  # type: ignore[union-attr]


def _words(stream: io.BytesIO) -> str:
    return stream.getvalue().decode("utf-8")
