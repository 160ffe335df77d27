"""A sign on a terminal that long work goes on; files and programs see nothing of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from comity.cli.face import Face
from comity.text import Argument

#: Work that is done sooner needs no sign.
PATIENCE_SECONDS = 0.5
#: Between two signs.
PAUSE_SECONDS = 0.1


@contextmanager
def counting(face: Face, key: str) -> Iterator[Callable[[int], None]]:
    """A function to be told how many have been done; `key` is the message that says so."""
    if face.json or not sys.stderr.isatty():
        yield lambda done: None
        return
    start = last = time.monotonic()

    def tell(done: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - start >= PATIENCE_SECONDS and now - last >= PAUSE_SECONDS:
            last = now
            sys.stderr.write(f"\r\x1b[K{face.text(key, count=f'{done:,}')}")
            sys.stderr.flush()

    try:
        yield tell
    finally:
        if last > start:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


@contextmanager
def working(face: Face, key: str, **about: Argument) -> Iterator[None]:
    """What is going on, on a terminal, until it is done."""
    if face.json or not sys.stderr.isatty():
        yield
        return
    sys.stderr.write(face.text(key, **about))
    sys.stderr.flush()
    try:
        yield
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
