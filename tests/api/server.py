"""A real server on a free loopback port: in a thread of the process that tests it, or in a process of its own."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

import uvicorn
from fastapi import FastAPI

SECONDS_MOST = 60
PROGRAM = (sys.executable, "-c", "from comity.cli.main import main; main()")


@contextmanager
def listening(app: FastAPI, taken: socket.socket | None = None) -> Iterator[str]:
    """Its address, while it runs. `taken`: a socket that takes connections, if others are to know it before."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, args=([taken],) if taken is not None else ())
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        port = (taken or server.servers[0].sockets[0]).getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@dataclass(frozen=True)
class Started:
    """A server in a process of its own."""

    address: str
    process: subprocess.Popen[str]
    log: IO[str]

    def stop(self, how: signal.Signals) -> str:
        """End it; what it said on stderr."""
        self.process.send_signal(how)
        self.process.wait(timeout=SECONDS_MOST)
        self.log.seek(0)
        said = self.log.read()
        assert self.process.returncode == 0, said
        return said


@contextmanager
def started(*arguments: str) -> Iterator[Started]:
    """`comity serve` with these arguments."""
    command = [*PROGRAM, "serve", *arguments, "--port", "0", "--json", "--lang", "en"]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            assert process.stdout is not None
            told = ""
            while not told.endswith("}\n") or told.count("{") != told.count("}"):
                line = process.stdout.readline()
                assert line, log.seek(0) or log.read()
                told += line
            yield Started(json.loads(told)["address"], process, log)
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate()
