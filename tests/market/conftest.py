"""Every test of the market runs on the reference and, where it was built, on the compiled kernel."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec

import pytest

COMPILED = find_spec("comity.market._kernel") is not None
REQUIRED = os.environ.get("COMITY_REQUIRE_KERNEL") == "1"


@pytest.fixture(scope="module", autouse=True, params=["reference", *(["compiled"] if COMPILED or REQUIRED else [])])
def kernel(request: pytest.FixtureRequest) -> Iterator[str]:
    """The kernel that solves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMITY_KERNEL", request.param)
        yield request.param
