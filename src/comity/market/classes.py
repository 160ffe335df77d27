"""Unit classes: the coarsest split of the units in each pool that tells apart what any clause tells apart.

Units are described by what clauses may ask of them. Two units fall into one class where every clause that could take
them treats every trait of both alike; classes then spread along the moves from pool to pool.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from comity.world.clause import Clause, Pool
from comity.world.terms import Eligibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What clauses may ask of a unit."""

    unit_type: str
    standard: str = ""
    """The mechanism that issued it."""
    host: str = ""
    activity: str = ""
    vintage: int = 0
    authorised: bool = False
    purposes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitClass:
    """One class of units in one pool; `example` stands for all of them."""

    pool: str
    label: str
    example: Traits

    @property
    def budget(self) -> str:
        """Id of its units budget."""
        return f"units:{self.pool}:{self.label}"


Asked = tuple[bool, ...]


def asks(rule: Eligibility, unit: Traits) -> Asked:
    """For each trait, whether the unit has what the rule asks."""
    return (
        not rule.unit_types or unit.unit_type in rule.unit_types,
        not rule.vintages or unit.vintage in rule.vintages,
        not rule.hosts or unit.host in rule.hosts,
        not rule.standards or unit.standard in rule.standards,
        not rule.activities or unit.activity in rule.activities,
        not rule.purposes or (unit.authorised and any(purpose in rule.purposes for purpose in unit.purposes)),
    )


class Classes:
    """The unit classes of a year, by pool, and which class a unit is in."""

    def __init__(
        self, issued: Iterable[tuple[str, Traits]], clauses: Iterable[Clause], homes: Mapping[str, str]
    ) -> None:
        """`issued`: the pool and traits of all that may be issued. `homes`: the unit type of each mechanism."""
        takers = [clause for clause in clauses if clause.takes and clause.takes[0].budget == "units"]
        self._rules = _distinct(takers, clauses)
        self._found: dict[tuple[str, tuple[Asked, ...], bool], UnitClass] = {}
        self._homes = homes
        moves: dict[str, list[Clause]] = {}
        for clause in takers:
            if clause.kind == "move":
                moves.setdefault(clause.takes[0].of, []).append(clause)
        waiting = deque(issued)  # first come, first named: a pool's own units before those that move in
        while waiting:
            pool, unit = waiting.popleft()
            if self._known(pool, unit):
                continue
            for clause in moves.get(pool, ()):
                if all(asks(clause.eligible, unit)):
                    waiting.append((clause.gives[0].of, image(clause, unit)))
        self._by_pool: dict[str, list[UnitClass]] = {}
        for key in sorted(self._found, key=lambda key: (key[0], self._found[key].label)):
            self._by_pool.setdefault(key[0], []).append(self._found[key])

    def __iter__(self) -> Iterator[UnitClass]:
        return (found for classes in self._by_pool.values() for found in classes)

    def of(self, pool: str, unit: Traits) -> UnitClass:
        """The class of a unit in a pool."""
        return self._found[self._key(pool, unit)]

    def has(self, pool: str) -> bool:
        """Whether there are units in a pool at all."""
        return pool in self._by_pool

    def taken(self, pool: str, rule: Eligibility) -> list[UnitClass]:
        """The classes of a pool that a rule admits."""
        return [found for found in self._by_pool.get(pool, ()) if all(asks(rule, found.example))]

    def _key(self, pool: str, unit: Traits) -> tuple[str, tuple[Asked, ...], bool]:
        return pool, tuple(asks(rule, unit) for rule in self._rules), unit.authorised

    def _known(self, pool: str, unit: Traits) -> bool:
        key = self._key(pool, unit)
        if key in self._found:
            return True
        home = replace(unit, unit_type=self._homes.get(pool, unit.unit_type))
        if self._key(pool, home) == key:
            unit = replace(unit, unit_type=home.unit_type)
        self._found[key] = UnitClass(pool, self._label(pool, unit), unit)
        return False

    def _label(self, pool: str, unit: Traits) -> str:
        """The unit type; where another class of the pool has that already, what else is special about this one."""
        taken = {found.label for found in self._found.values() if found.pool == pool}
        traits = [unit.unit_type, "authorised" if unit.authorised else "", unit.host, unit.activity, unit.standard]
        label = unit.unit_type
        for trait in (*traits[1:], str(unit.vintage or "")):
            if label not in taken:
                break
            label = f"{label} {trait}" if trait else label
        number = 2
        while label in taken:
            label, number = f"{unit.unit_type} #{number}", number + 1
        return label


def image(clause: Clause, unit: Traits) -> Traits:
    """What a unit is after a move: the same, of another unit type where the clause gives one."""
    return replace(unit, unit_type=clause.unit_type) if clause.unit_type else unit


def backing(pool: Pool) -> Eligibility:
    """What a unit must be to back another."""
    return Eligibility.model_construct(**{**dict(Eligibility()), "unit_types": pool.unit_types})


def _distinct(takers: Iterable[Clause], clauses: Iterable[Clause]) -> list[Eligibility]:
    rules = {clause.eligible for clause in takers}
    for clause in clauses:
        rules.update(backing(pool) for _, pool in clause.backed_by)
    return sorted((rule for rule in rules if rule != Eligibility()), key=repr)
