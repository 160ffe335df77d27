"""The rule fields of a mechanism that two mechanisms are compared in, each read off its rules.

`distance.toml` says which fields there are, in which groups, on which scales and with which weights; here stands what a
field is of a mechanism. `design` is read first; where it does not say, the rule itself. What neither says is unknown,
and so is what does not apply, as a penalty of a standard that credits.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

from msgspec import Struct, convert

from comity.world.design import Design
from comity.world.mechanism import Carry, Mechanism
from comity.world.world import World

Scale = Literal["nominal", "ordinal", "set", "numeric"]
#: A word, several words, or a number. None: unknown, or does not apply.
Value = str | frozenset[str] | float


class Group(Struct, frozen=True, forbid_unknown_fields=True):
    """Fields that speak of one thing. `why`: why they are compared, for a reader."""

    weight: float
    why: str


class Field(Struct, frozen=True, forbid_unknown_fields=True):
    """How a field is compared."""

    group: str
    rule: str
    """Fields of one rule change together."""
    scale: Scale
    weight: float = 1.0
    """Within its group."""
    order: tuple[str, ...] = ()
    """From least to most, if ordinal; all there can be, of a set with a word for the whole."""
    whole: str = ""
    """The word that stands for all."""
    of: tuple[str, ...] = ()
    """The families to which it applies; all if none are named."""
    fixed: bool = False
    """Whether it is what a mechanism is, or follows from its other rules, and no rule that it could change."""
    range: tuple[float, float] = (0.0, 1.0)
    """Of a number; what is outside counts as the nearest end."""


class Table(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", dict=True):
    """What is compared, and how: `distance.toml`."""

    known_least: float
    """Share of the weight of what applies to both that must be known of both."""
    groups: dict[str, Group]
    fields: dict[str, Field]
    kinds: dict[str, tuple[str, str]]
    """By kind of mechanism: its family, and whether taking part is a duty or a choice."""

    @cached_property
    def weights(self) -> dict[str, float]:
        """The weight of each field; all together are 1."""
        return self.weighted({name: group.weight for name, group in self.groups.items()})

    def weighted(self, groups: Mapping[str, float]) -> dict[str, float]:
        """The weight of each field under other weights of the groups."""
        inside = {name: sum(one.weight for one in self.fields.values() if one.group == name) for name in self.groups}
        total = sum(groups[name] for name in self.groups)
        return {name: groups[one.group] / total * one.weight / inside[one.group] for name, one in self.fields.items()}


@cache
def table() -> Table:
    """The table that ships."""
    text = files("comity.regime").joinpath("distance.toml").read_text(encoding="utf-8")
    return convert(tomllib.loads(text), Table)


def read_fields(world: World, mechanism: str, on: date, rules: Table) -> dict[str, Value | None]:
    """The fields of a mechanism on a day, in the order of the table."""
    model = world.mechanism[mechanism]
    found: dict[str, Value | None] = dict(zip(("family", "duty"), rules.kinds[model.kind], strict=True))
    found |= {name: read(model, model.design) for name, read in READERS.items()}
    found["cap-fall"] = _cap_fall(model, on.year)
    return {name: _whole(field, found[name]) for name, field in rules.fields.items()}


def _whole(field: Field, value: Value | None) -> Value | None:
    """A set in which the word for all stands is all."""
    return frozenset(field.order) if isinstance(value, frozenset) and field.whole in value else value


def _cap(model: Mechanism, design: Design | None) -> str | None:
    """What sort of cap. That there is none says nothing that the family does not."""
    if design is not None and design.cap is not None:
        return None if design.cap == "none" else design.cap
    if model.cap is not None:
        return "absolute"
    return "intensity" if model.benchmarks else None


def _cap_fall(model: Mechanism, year: int) -> float | None:
    """What the cap loses a year, from this one to the last whose figure is not assumed, as a share of this year's."""
    if model.cap is None:
        return None
    now = model.cap.at(year)
    later = [one for one in model.cap.values if one.status != "assumed" and one.year > year]
    if now is None or now.status == "assumed" or now.value <= 0 or not later:
        return None
    last = max(later, key=lambda one: one.year)
    return float((1 - Fraction(last.value) / now.value) / (last.year - year))


def _penalty(model: Mechanism, design: Design | None) -> frozenset[str] | None:
    if design is not None and design.penalty:
        return frozenset(design.penalty)
    found = set()
    for one in model.penalties.values():
        found |= {"make-good"} if one.kind == "make-good" else set()
        found |= {"fine"} if one.price is not None else set()
        found |= {"price-multiple"} if one.multiple is not None else set()
    return frozenset(found) or None


def _offsets(model: Mechanism, design: Design | None) -> str | None:
    if design is not None and design.offsets is not None:
        return design.offsets
    if not model.accepts:
        return None
    limits = any(terms.quotas or terms.quota for terms in model.accepts.values())
    return "limited" if limits else "unlimited"


def _offset_limit(model: Mechanism, design: Design | None) -> float | None:
    if design is not None and design.offset_limit is not None:
        return float(design.offset_limit)
    return {"none": 0.0, "unlimited": 1.0}.get(_offsets(model, design) or "")


def _adjustment(model: Mechanism, _: Design | None) -> str | None:
    if model.crediting is None:
        return None
    return "always" if model.crediting.by_agreement or model.crediting.authorised else "not-always"


def _cancelled(model: Mechanism, _: Design | None) -> float | None:
    if model.crediting is None:
        return None
    return float(sum(levy.share for levy in model.crediting.levies.values() if levy.to == "cancellation"))


def _proceeds(model: Mechanism, _: Design | None) -> float | None:
    if model.crediting is None:
        return None
    return float(sum(levy.share for levy in model.crediting.levies.values() if levy.purpose == "adaptation"))


def _hosts(model: Mechanism, _: Design | None) -> str | None:
    if model.crediting is None:
        return None
    if model.crediting.hosts:
        return "named"
    return "agreed" if model.crediting.by_agreement else "any"


def _carried(said: str | None, rule: Carry | None) -> str | None:
    """Banking or borrowing, as design says it or as the rule has it."""
    if said is not None or rule is None:
        return said
    return "none" if not rule.allowed else "limited" if rule.limit is not None else "unlimited"


def _price_controls(model: Mechanism, design: Design | None) -> frozenset[str] | None:
    if design is not None and design.price_controls:
        return frozenset(design.price_controls)
    rules = model.price_controls
    there = {
        "auction-reserve": rules.auction_reserve is not None,
        "floor": rules.floor is not None,
        "ceiling": rules.ceiling is not None,
        "containment": bool(rules.containment),
        "emissions-containment": bool(rules.emissions_containment),
        "stock-reserve": bool(model.stock_reserves),
        "fixed-price": model.charge is not None,
    }
    return frozenset(name for name, is_there in there.items() if is_there) or None


def _allocation(model: Mechanism, design: Design | None) -> frozenset[str] | None:
    """Who gets allowances first. That credits are credited says nothing that the family does not."""
    if design is not None and design.allocation:
        return frozenset(design.allocation) - {"crediting"} or None
    found = {"benchmark"} if model.benchmarks else set()
    if model.cap is not None:
        found |= {"auction"} if model.cap.free_share < 1 else set()
        found |= {"free"} if model.cap.free_share > 0 else set()
    return frozenset(found) or None


#: What a field is of a mechanism; those that the kind or a year decides stand in `read_fields`.
READERS: Mapping[str, Callable[[Mechanism, Design | None], Value | None]] = {
    "cap": _cap,
    "penalty": _penalty,
    "offsets": _offsets,
    "offset-limit": _offset_limit,
    "gwp": lambda _, design: design.gwp if design else None,
    "adjustment": _adjustment,
    "cancelled": _cancelled,
    "banking": lambda model, design: _carried(design.banking if design else None, model.banking),
    "borrowing": lambda model, design: _carried(design.borrowing if design else None, model.borrowing),
    "price-controls": _price_controls,
    "allocation": _allocation,
    "proceeds": _proceeds,
    "sectors": lambda _, design: frozenset(design.sectors) or None if design else None,
    "gases": lambda _, design: frozenset(design.gases) or None if design else None,
    "coverage": lambda _, design: float(design.coverage) if design and design.coverage is not None else None,
    "hosts": _hosts,
}
