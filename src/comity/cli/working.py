"""A sign on the terminal that something is going on; nothing to files and programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from comity.cli.face import Face

#: Work that is done sooner needs no sign that it is under way.
PATIENCE_SECONDS = 0.5


@contextmanager
def working(face: Face, words: str) -> Iterator[None]:
    """Show the words while the work lasts, if somebody is there to read them."""
    if face.json or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    status = Console(stderr=True).status(words)
    timer = Timer(PATIENCE_SECONDS, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        status.stop()
