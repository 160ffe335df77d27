"""What brings mechanisms closer, and what they have in common already.

Rules change one at a time, and a rule may have several fields: credits cannot be barred and limited at once. What a
mechanism is (a limit, a standard that credits) is no rule that it could change. A change is only told where the field
is known of both sides: what nobody knows cannot be said to move. Since a distance is a mean over what is known, and
taking over a known value leaves what is known as it is, changes of different rules add up. So the best few are the few
best, and taking the best again and again finds them: greedy is exact here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from comity.regime.distance import ROUNDING, Norms, number, told
from comity.results.regime_pairs import Closer, CommonCore, CoreField, RuleChange


def closer(of: Norms, mechanism: str, toward: Sequence[str], most: int = 3) -> Closer:
    """The at most so many rules of a mechanism whose change, each to what another of `toward` has, brings its mean
    distance to these furthest down. Those to which it has no distance are left out."""
    row = of.distances.distance[of.places[mechanism]]
    there = [id for id in dict.fromkeys(toward) if id != mechanism and not np.isnan(row[of.places[id]])]
    if not there:
        return Closer(mechanism=mechanism, toward=(), before=None, after=None, changes=())
    before = float(np.mean([row[of.places[id]] for id in there]))
    best = [change for rule in _rules(of) if (change := _best(of, mechanism, there, rule)) is not None]
    chosen = sorted(best, key=lambda change: (-round(change.gain, 9), change.rule))[:most]
    after = max(before - sum(change.gain for change in chosen), 0.0)
    return Closer(mechanism=mechanism, toward=tuple(there), before=before, after=after, changes=tuple(chosen))


def changed(of: Norms, mechanism: str, changes: Iterable[RuleChange]) -> Norms:
    """The norms with these changes made."""
    place = of.places[mechanism]
    values = dict(of.values)
    for change in changes:
        for field in change.fields:
            row = list(values[field])
            row[place] = of.value(field, change.like)
            values[field] = tuple(row)
    return Norms(of.mechanisms, of.table, values)


def common_core(of: Norms, mechanisms: Iterable[str]) -> CommonCore:
    """The fields on which all agree exactly, and how much of the weight they are (机制要素的最大公约数)."""
    ids = tuple(mechanisms)
    agreed: list[CoreField] = []
    in_part: list[CoreField] = []
    applies = known = 0.0
    places = [of.places[id] for id in ids]
    for (name, field), there in zip(of.table.fields.items(), of.applies, strict=True):
        weight = of.table.weights[name]
        applies += weight if there[places].all() else 0.0
        values = [of.value(name, id) for id in ids]
        if not values or any(value is None for value in values):
            continue
        known += weight
        sets = [value for value in values if isinstance(value, frozenset)]
        shared = frozenset.intersection(*sets) if sets else frozenset[str]()
        if len(set(values)) == 1:
            agreed.append(CoreField(field=name, group=field.group, weight=weight, value=told(values[0])))
        elif shared:
            in_part.append(CoreField(field=name, group=field.group, weight=weight, value=told(shared)))
    core = sum(one.weight for one in agreed)
    enough = ids and known >= of.table.known_least * applies - ROUNDING
    return CommonCore(
        mechanisms=ids,
        size=min(core / known, 1.0) if enough else None,
        known=min(known / applies, 1.0),
        least=min(core / applies, 1.0),
        agreed=tuple(agreed),
        in_part=tuple(in_part),
    )


def _rules(of: Norms) -> dict[str, list[str]]:
    """The fields of each rule that can be changed."""
    found: dict[str, list[str]] = {}
    for name, field in of.table.fields.items():
        if not field.fixed:
            found.setdefault(field.rule, []).append(name)
    return found


def _best(of: Norms, mechanism: str, toward: Sequence[str], rule: str) -> RuleChange | None:
    """The member of `toward` whose rule brings the mechanism closest to all of them; None where none does."""
    gains = {like: _gain(of, mechanism, toward, rule, like) for like in toward}
    like = min(toward, key=lambda one: (-round(gains[one] or 0.0, 9), one))
    gain = gains[like]
    if gain is None or gain <= ROUNDING:
        return None
    fields = tuple(name for name in _rules(of)[rule] if of.value(name, mechanism) is not None)
    return RuleChange(
        rule=rule,
        fields=fields,
        before=tuple(told(of.value(name, mechanism)) for name in fields),
        after=tuple(told(of.value(name, like)) for name in fields),
        like=like,
        gain=gain,
    )


def _gain(of: Norms, mechanism: str, toward: Sequence[str], rule: str, like: str) -> float | None:
    """What the mean distance to `toward` loses if the mechanism takes over the rule of `like`; None where a field of
    the rule that the mechanism has is not known of `like`, or none is."""
    names = list(of.table.fields)
    here, there = of.places[mechanism], of.places[like]
    total, seen = 0.0, False
    for name in _rules(of)[rule]:
        if of.value(name, mechanism) is None:
            continue
        if of.value(name, like) is None:
            return None
        seen = True
        differences = of.differences[names.index(name)]
        for id in toward:
            place = of.places[id]
            lost = number(differences[here, place] - differences[there, place])
            known = float(of.distances.known[here, place])
            total += 0.0 if lost is None else of.table.weights[name] * lost / known / len(toward)
    return total if seen else None
