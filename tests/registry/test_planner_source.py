"""What the planners' source tells: that every refusal in it is tried, and that the register's order is kept."""

from __future__ import annotations

import re

import pytest

from comity.registry.commands import Command
from comity.registry.refusals import register
from tests.registry import reading
from tests.registry.clause_negatives import CLAUSES, MORE
from tests.registry.test_negatives import CASES, KINDS

#: What a planner's source could raise and no request can bring about, with the reason.
OUT_OF_REACH = {
    ("Surrender", "account-blocked"): "a blocked account may surrender",
    ("Cancel", "account-blocked"): "a blocked account may cancel",
    ("Replace", "account-blocked"): "a blocked account may replace",
    ("Cancel", "not-for-this-account-type"): "every type of account may cancel",
    ("Accept", "not-issued"): "units that wait were issued",
    ("Reject", "not-issued"): "units that wait were issued",
    ("Expire", "not-issued"): "units that wait were issued",
    ("Release", "not-issued"): "units that wait were issued",
    ("Accept", "unit-expired"): "needs a clock that moves: test_kyoto has it",
    ("Issue", "already-authorised"): "what is only now issued is not authorised yet",
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_code_that_a_planner_can_raise_has_a_case_of_its_kind(kind: type[Command]) -> None:
    raised = reading.reachable(reading.planners()[kind])
    beyond = {code for name, code in OUT_OF_REACH if name == kind.__name__}
    tried = {code for other, code, _ in CASES if other is kind}
    agreed = {code for code, case in (*CLAUSES.items(), *MORE) if type(case.refused) is kind}
    assert tried <= raised - beyond <= tried | agreed
    assert beyond <= raised, "said to be out of reach, and not even in the source"


#: Pairs on one path that no state makes hold together, the later in the register first, with the reason.
NEVER_TOGETHER = {
    ("hold-unknown", "account-blocked"): "who proposed is known only from the proposal",
    ("hold-unknown", "not-issued"): "units that wait are known only from what waits",
    ("hold-unknown", "below-commitment-period-reserve"): "units that wait are known only from what waits",
    ("hold-unknown", "unit-expired"): "units that wait are known only from what waits",
    ("hold-unknown", "entity-not-authorised"): "units that wait are known only from what waits",
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_planners_check_in_the_order_of_the_register(kind: type[Command]) -> None:
    place = {code: n for n, code in enumerate(register())}
    for path in reading.paths(reading.planners()[kind]):
        for n, code in enumerate(path):
            wrong = [
                later
                for later in path[n + 1 :]
                if place[later] < place[code]
                and later not in path[:n]  # checked before, and now once more
                and (code, later) not in NEVER_TOGETHER
                and (kind.__name__, later) not in OUT_OF_REACH
            ]
            assert not wrong, f"{code} is checked before {wrong}"


def test_commands_name_codes_that_exist() -> None:
    named = {
        (kind.__name__, code)
        for kind in KINDS
        for said in re.findall(r"Refused.*", kind.__doc__ or "", re.DOTALL)
        for code in re.findall(r"[a-z]+(?:-[a-z]+)+", said)
    }
    assert len(named) > 20
    assert {(kind, code) for kind, code in named if code not in register()} == set()


def test_every_place_that_refuses_is_known() -> None:
    sites = reading.sites()
    assert len(sites) >= 50
    assert {code for site in sites for code in site.codes} | reading.objections() == set(register())
