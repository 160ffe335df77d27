"""Small worlds for the tests of the regime: Parties, and mechanisms with the rules that a test names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from comity.world.world import World


def small_world(
    mechanisms: dict[str, dict[str, Any]],
    agreements: dict[str, dict[str, Any]] | None = None,
    parties: dict[str, dict[str, Any]] | None = None,
    **more: Any,
) -> World:
    """A world of 2026 with these mechanisms; kind, name and status of design are given where left out."""
    settings = {
        "title": {"en": "Small", "zh": "小"},
        "as-of": date(2026, 4, 1),
        "quantity": "Mt CO2e",
        "currency": "USD",
        "price-year": 2025,
        "years": [2026],
    }
    return World.model_validate(
        {
            "id": "small",
            "world": settings,
            "party": {id: {"name": named(id)} | model for id, model in (parties or {}).items()},
            "mechanism": {id: mechanism(id, **model) for id, model in mechanisms.items()},
            "agreement": {
                id: {"title": named(id), "status": "in-force"} | model for id, model in (agreements or {}).items()
            },
            **more,
        }
    )


def mechanism(id: str, **model: Any) -> dict[str, Any]:
    """A mechanism as its file would have it."""
    whole: dict[str, Any] = {"name": named(id), "kind": "cap-and-trade"} | model
    if "design" in whole:
        whole["design"] = {"status": "assumed"} | whole["design"]
    return whole


def named(id: str) -> dict[str, str]:
    """A name in both languages."""
    return {"en": id, "zh": id}


def amount(value: float, unit: str = "Mt CO2e") -> dict[str, Any]:
    """A figure of the one year that these worlds have."""
    return {"unit": unit, "values": [{"year": 2026, "value": Decimal(str(value)), "status": "assumed"}]}
