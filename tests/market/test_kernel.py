"""The two kernels against each other, and what happens where there is only one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.instances import instance
from comity.errors import InputError
from comity.market import kernel as kernels
from comity.market.program import Program, Solution
from comity.market.solver import least_norm, solve
from comity.market.sparse import Sparse
from tests.market.conftest import COMPILED
from tests.market.test_solver_random import pinned
from tests.programs import CURVED, random_market

ROOT = Path(__file__).resolve().parents[2]
AGREE = 1e-8


def by(kernel: str, program: Program) -> Solution:
    """The solution by a kernel, with its second pass."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMITY_KERNEL", kernel)
        return least_norm(program, solve(program))


def both(program: Program) -> tuple[Solution, Solution]:
    """The solutions by both kernels, which must agree wherever the answer is unique."""
    first, second = by("reference", program), by("compiled" if COMPILED else "reference", program)
    assert first.status == second.status == "solved"
    unique = pinned(program, first) & pinned(program, second)
    money = np.maximum(np.abs(first.price), first.scale.price)
    assert np.all(np.abs(first.price - second.price)[unique] <= AGREE * money[unique])
    return first, second


@pytest.mark.parametrize("block", range(5))
def test_kernels_agree(block: int, kernel: str) -> None:
    """Random markets of all kinds, equal and unequal amounts: statuses, and prices wherever they are unique."""
    if kernel == "compiled":  # once is enough
        return
    for seed in range(60 * block, 60 * block + 60):
        program = random_market(
            seed, markets=1 + seed % 7, kinds=CURVED, nonsymmetric=seed % 3 == 0, ties=bool(seed % 2)
        )
        both(program)


@pytest.mark.parametrize("exponential", [False, True])
def test_kernels_agree_over_years(exponential: bool, kernel: str) -> None:
    """Markets over years, large enough for an order of elimination to matter; their fees make every amount unique."""
    if kernel == "compiled":
        return
    for markets, years in ((5, 3), (12, 10), (20, 12)):
        program = instance(markets, years, 7, exponential=exponential)
        first, second = both(program)
        np.testing.assert_allclose(first.price, second.price, rtol=AGREE, atol=AGREE * first.scale.price)
        np.testing.assert_allclose(first.x, second.x, rtol=AGREE, atol=AGREE * first.scale.quantity)


def test_rows_in_any_order(kernel: str) -> None:
    """The order of rows, which says nothing of markets and years, changes nothing."""
    program = instance(20, 12, 3)
    mixed = np.random.default_rng(0).permutation(program.rows)
    first, second = solve(program), solve(program.take(np.arange(program.columns), mixed))
    assert kernel in first.method
    np.testing.assert_allclose(second.price, first.price[mixed], rtol=AGREE, atol=AGREE * first.scale.price)


@pytest.mark.parametrize("mixed", [False, True])
@pytest.mark.parametrize("unequal", [False, True])
def test_band(mixed: bool, unequal: bool, kernel: str) -> None:
    """The reference's band solves what the whole matrix does, on all rows and on some, however they are listed."""
    if kernel == "compiled":
        return
    rng = np.random.default_rng(0)
    program = instance(8, 9, 2)
    if mixed:
        program = program.take(np.arange(program.columns), rng.permutation(program.rows))
    if unequal:
        program = replace(program, feels=program.does * rng.uniform(0.8, 1.2, len(program.does)))
    theta, diagonal = rng.lognormal(0, 2, program.columns), rng.uniform(0.1, 1, program.rows)
    does, feels = (np.zeros((program.rows, program.columns)) for _ in range(2))
    does[program.row, program.column()], feels[program.row, program.column()] = program.does, program.feels
    matrix = does * theta @ feels.T + np.diag(diagonal)
    right = rng.standard_normal(program.rows)
    banded = Sparse(program)
    for chosen in (None, np.flatnonzero(rng.random(program.rows) < 0.7)):
        some = np.arange(program.rows) if chosen is None else chosen
        assert banded.factor(theta, diagonal, chosen)
        expected = np.zeros(program.rows)
        expected[some] = np.linalg.solve(matrix[np.ix_(some, some)], right[some])
        np.testing.assert_allclose(banded.solve(right), expected, rtol=1e-9, atol=1e-12)
    assert not banded.factor(theta, np.full(program.rows, np.nan))


def test_a_band_is_as_wide_as_there_are_markets(kernel: str) -> None:
    """What is local to a year, here all but the 12 balances of 28 budgets a year, does not widen the band."""
    if kernel == "reference":
        assert Sparse(instance(12, 10, 1)).width == 12


def test_the_answer_says_which(kernel: str) -> None:
    assert f"({kernel})" in solve(random_market(3)).method


def test_a_kernel_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "_native", lambda: None)
    monkeypatch.delenv("COMITY_KERNEL")
    monkeypatch.delenv("COMITY_REQUIRE_KERNEL", raising=False)
    assert kernels.chosen() == "reference"
    monkeypatch.setenv("COMITY_REQUIRE_KERNEL", "1")
    with pytest.raises(InputError):
        kernels.chosen()
    monkeypatch.delenv("COMITY_REQUIRE_KERNEL")
    for name in ("compiled", "fortran"):
        monkeypatch.setenv("COMITY_KERNEL", name)
        with pytest.raises(InputError, match="COMITY_KERNEL"):
            kernels.chosen()


def arrays() -> list[Any]:
    """What the compiled kernel is created from: two columns in one budget."""
    none, no_index = np.zeros(0), np.zeros(0, dtype=np.int64)
    return [
        np.array([0, 1, 2]), np.array([0, 0]), np.ones(2), np.ones(2), -np.ones(1), np.full(2, np.inf), np.ones(2),
        np.zeros(2), no_index, none, none, no_index, none, none, np.zeros(1, dtype=bool), 1e-3, 1e-3, 3.0,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (0, np.array([0, 2, 1])),
        (0, np.array([0, -1, 2])),
        (0, np.array([0, 1, 1])),
        (0, np.array([1, 1, 2])),
        (1, np.array([0, 1])),
        (1, np.array([0, -1])),
        (1, np.array([0, 2**40])),
        (2, np.ones(3)),
        (4, np.zeros(0)),
        (5, np.ones(1)),
        (8, np.array([2])),
        (14, np.zeros(2, dtype=bool)),
    ],
)
def test_the_compiled_kernel_checks_what_it_is_given(place: int, wrong: Any) -> None:
    native = kernels._native()
    if native is None:  # nothing to check
        return
    good = native.create(*arrays())
    with pytest.raises(ValueError, match="program"):
        native.run(good, np.zeros(9), 1e-6, 0)
    with pytest.raises(ValueError, match="program"):
        native.create(*arrays()[:place], wrong, *arrays()[place + 1 :])


def test_installing_without_a_compiler(tmp_path: Path, kernel: str) -> None:
    """Everything but the kernel is there, and it solves."""
    if kernel == "compiled":  # once is enough
        return
    source, target = tmp_path / "source", tmp_path / "target"
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE", "NOTICE"):
        source.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("*.so", "*.egg-info", "__pycache__"))
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COMITY_")}
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command = [*pip, "--no-build-isolation", "--target", str(target), str(source)]
    subprocess.run(command, env={**environment, "CC": "/nonexistent"}, check=True, capture_output=True)
    assert not list(target.rglob("_kernel*.so"))
    code = "import comity.market.kernel as k; print(k.__file__, k.chosen())"
    python = [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {[str(target), *sys.path]!r}; {code}"]
    found = subprocess.run(python, env=environment, check=True, capture_output=True, text=True, cwd=tmp_path)
    assert found.stdout.split() == [str(target / "comity" / "market" / "kernel.py"), "reference"]
