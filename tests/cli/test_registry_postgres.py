"""The same life of a registry, kept in a real PostgreSQL."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.registry_story import Story, tell
from tests.cli.terminal import comity


@pytest.mark.postgres
def test_every_verb_works_on_a_server_too(postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_REGISTRY", postgres_url)
    monkeypatch.chdir(tmp_path)
    story = Story(tmp_path, ("--json",))
    tell(story)
    for name, ran in story.ran.items():
        assert (ran.code, ran.err) == (0, ""), name
    hashes = {
        json.loads(comity("registry", "verify", "--json", "--registry", where).out)["hash"]
        for where in (postgres_url, "again.db", "third.db")
    }
    assert len(hashes) == 1


def test_a_password_is_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for where in ("postgresql://me:s3cret@127.0.0.1:1/none", "postgres+nothing://me:s3cret@host/none", "://me:s3cret@"):
        for call in (("accounts",), ("init", "--id", "EU"), ("verify", "--json")):
            ran = comity("registry", *call, "--registry", where)
            assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
            assert "s3cret" not in ran.err
