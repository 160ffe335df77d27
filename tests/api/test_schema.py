"""Whatever the description allows, and much that it does not: no answer is a failure, and all are as described."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings, strategies
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from comity.api.app import create_app, description
from comity.api.roles import Role, may
from tests.api.conftest import GENEROUS, Place, made_at
from tests.api.server import listening

FEW, MANY = 1, 12
CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
SERIES = "EU/eu-ets/EUA/v2026"
KNOWN: dict[str, tuple[Any, ...]] = {
    "account": ("acme", "other"),
    "to": ("acme-2", "other"),
    "quantity": (1, 7, 200_000, None),
    "unit_type": ("EUA", ""),
    "series": (SERIES, ""),
    "vintage": ("2026", ""),
    "blocks": ([], [{"series": SERIES, "first": 1, "last": 2}], [{"series": SERIES, "first": 9, "last": 3}]),
    "mechanism": ("eu-ets",),
    "into": ("uk-ets",),
    "period": ("2026",),
    "obliged": ("", "other"),
    "type": ("operator-holding", "party-holding"),
    "entry": (1, 6, 7, 8),
    "proposal": (7, 8, 9),
    "hold": (7, 8, 9),
    "under": ("",),
    "pool": ("", "eu-ets"),
    "world": ("tutorial",),
    "scenarios": ((), ("link",)),
    "expires": ("", "2030-01-01", "2030-01-01T00:00:00.000000Z"),
    "beneficiary": ("Acme",),
    "reason": ("asked for",),
    "authority": ("court",),
}
ROLES: tuple[Role, ...] = ("administrator", "authority", "account-holder", "verifier", "registry")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Place, str]]:
    """A registry, and the address of its service."""
    place = made_at(str(tmp_path_factory.mktemp("schema") / "registry.db"))
    with listening(create_app(place.where, "", replace(GENEROUS, jobs_at_once_most=1, jobs_waiting_most=2))) as url:
        yield place, url


def examine(served: tuple[Place, str], examples: int) -> int:
    """Send so many requests to each operation, right and wrong ones; how many were sent."""
    place, url = served
    schema = schemathesis.openapi.from_dict(description())
    schema.config.update(base_url=url)
    sent = 0
    for result in schema.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]
        allowed = [role for role in ROLES if may(role, operation.definition.raw["operationId"])]
        headers = cycle([{"Authorization": f"Bearer {place.tokens[role]}"} for role in allowed])
        for mode in GenerationMode:
            sent += send(operation.as_strategy(generation_mode=mode), headers, examples)
    return sent


def send(cases: strategies.SearchStrategy[Any], headers: Iterator[dict[str, str]], examples: int) -> int:
    """Send requests to one operation; how many were sent."""
    sent = 0

    @given(case=cases, data=strategies.data())
    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def one(case: Any, data: strategies.DataObject) -> None:
        nonlocal sent
        sent += 1
        known(case.body, data)
        if data.draw(strategies.booleans()):
            case.headers.pop("If-Match", None)
        case.call_and_validate(headers=next(headers), checks=CHECKS, timeout=30)

    with suppress(Unsatisfiable):  # nothing can be wrong about a request without parts
        one()
    return sent


def known(body: Any, data: strategies.DataObject) -> None:
    """Put what there is in the place of what nobody has heard of, in half of the fields that have a chance."""
    for name, values in KNOWN.items():
        if isinstance(body, dict) and name in body and data.draw(strategies.booleans()):
            body[name] = data.draw(strategies.sampled_from(values))


def test_nothing_that_is_sent_makes_it_fail(served: tuple[Place, str]) -> None:
    assert examine(served, FEW) >= len(description()["paths"])


@pytest.mark.slow
def test_nothing_of_much_that_is_sent_makes_it_fail(served: tuple[Place, str]) -> None:
    assert examine(served, MANY) > 700
