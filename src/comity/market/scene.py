"""What the rules of one year see: the world, its clauses in force, figures as floats, and the years beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from comity.market.classes import Classes, Traits
from comity.market.figures import Figures
from comity.market.network import Budget
from comity.world.activity import Activity
from comity.world.clause import Clause, Holder, Limit
from comity.world.clauses import clauses
from comity.world.own_rules import users_of
from comity.world.party import Target
from comity.world.values import Quantity

if TYPE_CHECKING:
    from comity.market.horizon import Horizon


@dataclass(frozen=True)
class Year(Figures):
    """A year among others. Its market is that of its last day: what is in force on 31 December holds for the year."""

    horizon: Horizon

    @property
    def later(self) -> Scene | None:
        """The next year that is solved together with this one."""
        return self.horizon.after(self.year)

    def due(self, mechanism: str) -> int | None:
        """The year in which this year's obligation under a mechanism is due, if it is another one: the last of the
        period in which the mechanism runs."""
        years = self.horizon.together(self.year, self.world.mechanism[mechanism].compliance_periods)
        last = max((year for year in years if self.horizon.scenes[year].runs(mechanism)), default=self.year)
        return None if last == self.year else last

    def settles(self, mechanism: str) -> bool:
        """Whether obligations under a mechanism are settled in this year."""
        return mechanism in self.obliged and self.due(mechanism) is None

    def over_period(self, mechanism: str, series: Quantity | None) -> float:
        """A yearly quantity summed over the compliance period that ends this year, per year of this one's length."""
        periods = self.world.mechanism[mechanism].compliance_periods if mechanism else ()
        years = self.horizon.together(self.year, periods)
        total = sum(self.horizon.length(year) * self.horizon.scenes[year].quantity(series) for year in years)
        return total / self.horizon.length(self.year)

    @property
    def day(self) -> date:
        """The day whose clauses hold."""
        return date(self.year, 12, 31)

    @cached_property
    def in_force(self) -> tuple[Clause, ...]:
        """The clauses in force."""
        return clauses(self.world, self.day)

    @cached_property
    def obliged(self) -> Mapping[str, list[str]]:
        """Mechanisms in force that cover activities, with these in order."""
        found: dict[str, list[str]] = {}
        for id, activity in self.world.activity.items():
            for mechanism in activity.covered_by:
                if self.runs(mechanism):
                    found.setdefault(mechanism, []).append(id)
        return found

    def runs(self, mechanism: str) -> bool:
        """Whether a mechanism is in force."""
        return self.world.mechanism[mechanism].in_force(self.day)

    def lineage(self, party: str) -> list[str]:
        """A Party and those it is part of, from the inside out."""
        line: list[str] = []
        while party and party not in line:
            line.append(party)
            party = self.world.party[party].parent or "" if party in self.world.party else ""
        return line

    def targets(self, party: str) -> Iterable[tuple[str, int | None, Target]]:
        """The balance budgets of a Party and those it is part of whose period has this year, with their targets.

        An enforced target of several years that are solved is a memo in each and holds over all, in the year returned.
        """
        for member in self.lineage(party):
            model = self.world.party.get(member)
            for id, target in model.targets.items() if model else ():
                if target.period.start <= self.year <= target.period.end:
                    yield f"balance:{member}:{id}", None, target
                    years = self.horizon.together(self.year, (target.period,))
                    if target.enforced and len(years) > 1:
                        yield f"balance:{member}:{id} in all", years[-1], target


@dataclass(frozen=True)
class Scene(Year):
    """A year with what may be issued, credited and limited in it."""

    def users(self, mechanism: str) -> Holder:
        """In whose name a mechanism's covered emitters act."""
        return users_of(self.world, mechanism)

    @cached_property
    def credited(self) -> Mapping[str, list[Clause]]:
        """Activities that some clause credits, with those clauses."""
        found: dict[str, list[Clause]] = {}
        for clause in self.in_force:
            if clause.kind != "credit":
                continue
            for id, activity in self.world.activity.items():
                if self._admits(clause, activity):
                    found.setdefault(id, []).append(clause)
        return found

    def _admits(self, clause: Clause, activity: Activity) -> bool:
        rule = clause.eligible
        backed = not clause.backed_by or any(host == activity.host for host, _ in clause.backed_by)
        return (
            backed
            and (not rule.hosts or any(host in rule.hosts for host in self.lineage(activity.host)))
            and (not rule.activities or "*" in rule.activities or activity.type in rule.activities)
            and (not rule.vintages or self.year in rule.vintages)
        )

    def credit_traits(self, clause: Clause, activity: Activity) -> Traits:
        """What a clause issues for an activity."""
        standard = clause.gives[0].of
        return Traits(
            unit_type=self.world.mechanism[standard].unit_type or standard,
            standard=standard,
            host=activity.host,
            activity=activity.type,
            vintage=self.year,
            authorised=clause.adjusts,
            purposes=tuple(clause.eligible.purposes),
        )

    def allowance_traits(self, mechanism: str) -> Traits:
        """What a mechanism issues as allowances."""
        model = self.world.mechanism[mechanism]
        host = model.users or ""
        return Traits(unit_type=model.unit_type or mechanism, standard=mechanism, host=host, vintage=self.year)

    @cached_property
    def classes(self) -> Classes:
        """The unit classes of the year."""
        issued = [
            (pool.of, self.allowance_traits(pool.of))
            for clause in self.in_force
            if clause.kind == "issue"
            for pool in clause.gives
            if pool.budget == "units"
        ]
        for id, rules in self.credited.items():
            activity = self.world.activity[id]
            issued += [(clause.gives[0].of, self.credit_traits(clause, activity)) for clause in rules]
        before = self.horizon.before(self.year)
        if before is not None:
            issued += [
                (found.pool, found.example)
                for clause in before.in_force
                if clause.kind == "carry" and clause.lag == 1
                for found in before.classes.taken(clause.takes[0].of, clause.eligible)
            ]
        elif self.horizon.brought:
            issued += [(pool, traits) for pool, traits, _ in self.horizon.brought]
        homes = {id: model.unit_type for id, model in self.world.mechanism.items() if model.unit_type}
        return Classes(issued, self.in_force, homes)

    @cached_property
    def quotas(self) -> Mapping[str, Limit]:
        """The quotas of the clauses in force, by id; the first to name one says who keeps its rent."""
        found: dict[str, Limit] = {}
        for clause in self.in_force:
            for limit in clause.quotas:
                found.setdefault(limit.id, limit)
        return found

    def shares(self, mechanism: str) -> Iterable[tuple[Limit, float]]:
        """The quotas that are a share of a mechanism's realised obligation."""
        for limit in self.quotas.values():
            if limit.share is not None and limit.of == mechanism:
                yield limit, self.ratio(limit.share)

    def counted(self, limit: Limit) -> int | None:
        """The year in which a quota is counted, if it is another one."""
        return self.due(limit.over) if limit.over else None

    def quota_budgets(self) -> Iterable[Budget]:
        """One budget a quota; a share of an obligation is filled by the emissions that make the obligation."""
        for id, limit in self.quotas.items():
            if self.counted(limit) is None:
                total = self.over_period(limit.over, limit.quantity)
                yield Budget(kind="quota", of=id, limit=total, account=limit.rent)
