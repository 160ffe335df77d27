"""What is written where; whole, or not at all; and that nothing heavy is loaded for those who want no files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from comity import report
from comity.report import files
from comity.report.tables import TABLES
from comity.results import Run
from comity.text import Language, load
from tests.cli.terminal import SAMPLE
from tests.report.conftest import Answers

SHEETS = [f"{name}.{extension}" for name in TABLES for extension in ("csv", "parquet")]
ONE = sorted(["run.json", "tables.xlsx", "iamc.csv", *SHEETS])
HEAVY = ("altair", "vl_convert", "openpyxl", "pandas", "pyarrow", "jinja2")


def test_every_answer_has_all_files_and_the_first_the_report(written: dict[Language, Path], answers: Answers) -> None:
    folder = written["en"]
    inner = {"base": answers.runs[1], "linked+adjusted": answers.runs[2]}
    assert sorted(path.name for path in folder.iterdir()) == sorted([*ONE, "report.html", *inner])
    for name, run in {".": answers.runs[0], **inner}.items():
        found = folder / name
        assert Run.model_validate_json((found / "run.json").read_text(encoding="utf-8")) == run
        assert name == "." or sorted(path.name for path in found.iterdir()) == ONE


def test_tables_are_the_same_in_both_languages(written: dict[Language, Path]) -> None:
    for name in (*(f"{table}.csv" for table in TABLES), "iamc.csv", "run.json"):
        assert (written["en"] / name).read_bytes() == (written["zh"] / name).read_bytes()


def snapshot(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def failing_from(times: int, real: Callable[[int], None]) -> Callable[[int], None]:
    """A disk that is full after so many files."""
    left = times

    def sync(handle: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(28, "No space left on device")
        real(handle)

    return sync


@pytest.mark.parametrize("times", [0, 1, 5])
def test_a_full_disk_leaves_whole_files(
    answers: Answers, written: dict[Language, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    monkeypatch.setattr("os.fsync", failing_from(times, os.fsync))
    with pytest.raises(OSError, match="No space left"):
        report.write(tmp_path / "out", answers.worlds, answers.runs, load("en"))
    whole = snapshot(written["en"])
    found = snapshot(tmp_path)
    assert len(found) == times
    # A workbook says when it was made.
    assert {name: content for name, content in found.items() if content != whole[name.removeprefix("out/")]} == {}
    assert "out/run.json" not in found


def test_nothing_is_written_where_an_answer_cannot_be_told(
    answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise ValueError("no page")

    monkeypatch.setattr("comity.report.run_page.page", fail)
    with pytest.raises(ValueError, match="no page"):
        report.write(tmp_path / "out", answers.worlds, answers.runs, load("en"))
    assert not (tmp_path / "out").exists()


def test_a_file_in_the_way_of_a_folder_is_an_error_of_the_system(answers: Answers, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(OSError, match="out"):
        report.write(tmp_path / "out", answers.worlds[:1], answers.runs[:1], load("en"))
    assert snapshot(tmp_path) == {"out": b"mine"}


def test_files_can_be_read_by_whom_any_other_can(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("x", encoding="utf-8")
    files.write_whole(tmp_path / "whole", b"\x00\xff")
    files.write_whole(tmp_path / "text", "a\n时\r\n")
    assert {(tmp_path / name).stat().st_mode for name in ("whole", "text")} == {(tmp_path / "plain").stat().st_mode}
    assert (tmp_path / "text").read_bytes() == "a\n时\r\n".encode()
    assert (tmp_path / "whole").read_bytes() == b"\x00\xff"


def test_who_wants_no_files_loads_nothing_for_them() -> None:
    program = (
        "import sys; from comity.cli.main import run\n"
        f"assert run(['run', {str(SAMPLE) + '/'!r}, '--years', '2026', '--beside', 'linked']) == 0\n"
        f"assert not [name for name in {HEAVY!r} if name in sys.modules]"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
