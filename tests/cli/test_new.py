"""`comity new`: a world that checks and solves, or nothing at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.terminal import SAMPLE, comity


def test_a_new_world_checks_and_solves(tmp_path: Path) -> None:
    folder = f"{tmp_path}/deep/mine/"
    ran = comity("new", folder)
    assert ran.code == 0
    assert f"  comity check {folder}" in ran.out
    assert comity("check", folder).code == 0
    assert comity("run", folder).code == 0


def test_what_is_written_is_what_was_copied(tmp_path: Path) -> None:
    ran = comity("new", str(tmp_path / "mine"), "--from", f"{SAMPLE}/", "--json")
    written = json.loads(ran.out)["written"]
    copied = {Path(path).relative_to(tmp_path / "mine").as_posix() for path in written}
    assert copied == {path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*.toml")}
    assert all(
        Path(path).read_bytes() == (SAMPLE / Path(path).relative_to(tmp_path / "mine")).read_bytes() for path in written
    )
    assert (tmp_path / "mine").stat().st_mode & 0o700 == 0o700


def test_an_empty_folder_may_be_there_already(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert comity("new", str(tmp_path / "mine")).code == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_there_is_never_overwritten(tmp_path: Path, lang: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "note").write_text("mine", encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for there in ("mine", "mine/", "file"):
        ran = comity("new", f"{tmp_path}/{there}", "--lang", lang)
        assert (ran.code, ran.out) == (2, "")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["note"]


def test_a_failure_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copytree", fail)
    ran = comity("new", str(tmp_path / "mine"))
    assert ran.code == 2
    assert "No space left on device" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_world_is_not_copied_into_itself(world: Path) -> None:
    ran = comity("new", str(world / "inner"), "--from", f"{world}/")
    assert ran.code == 2
    assert not (world / "inner").exists()
