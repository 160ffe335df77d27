"""Every refusal of what was agreed."""

from __future__ import annotations

import pytest

from comity.registry.refusals import register
from tests.registry.agreed import refused
from tests.registry.clause_negatives import CLAUSES, MORE, Case, registry_of


@pytest.mark.parametrize(("code", "case"), [*CLAUSES.items(), *MORE])
def test_refused(code: str, case: Case) -> None:
    assert refused(registry_of(case), case.refused) == (code, case.clause or register()[code].rule)
