"""The two-sided account of a solution against its reference: gains beside harms."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from comity.market.answer import Solved, abated, flows
from comity.results import HolderAccount, Scoreboard
from comity.world.values import STRENGTH


def holders(solved: Solved, reference: Solved) -> list[HolderAccount]:
    """Every money account, with its gain against the reference."""
    before = {holder: account.net for holder, account in reference.accounts.items()}
    rows = []
    for holder in sorted(set(solved.accounts) | set(before), key=lambda holder: (holder.party, holder.account)):
        account = solved.accounts.get(holder)
        cost, payments = (account.cost, account.payments) if account else (0.0, 0.0)
        gain = payments - cost - before.get(holder, 0.0)
        if cost or payments or gain:
            rows.append(
                HolderAccount(
                    holder=holder.party,
                    account=holder.account,
                    year=solved.year,
                    cost=cost,
                    payments=payments,
                    gain=gain,
                )
            )
    return rows


def scoreboard(pairs: Sequence[tuple[Solved, Solved]]) -> Scoreboard:
    """Totals over years of (solution, reference); money is discounted to the first year at the world's rate."""
    rate = discount_rate(pairs[0][0])

    def money(value: Callable[[Solved], float], which: int) -> float:
        first = pairs[0][0].year
        return sum(value(pair[which]) / (1 + rate) ** (pair[which].year - first) for pair in pairs)

    def total(value: Callable[[Solved], float], which: int = 0) -> float:
        return sum(value(pair[which]) for pair in pairs)

    real_cost, reference_cost = money(_real_cost, 0), money(_real_cost, 1)
    accounts = {
        name: money(lambda s, name=name: _net(s, name), 0) - money(lambda s, name=name: _net(s, name), 1)  # type: ignore[misc]
        for name in ("emitters", "treasury", "funds")
    }
    return Scoreboard(
        discount_rate=rate,
        real_cost=real_cost,
        reference_cost=reference_cost,
        cost_saved=reference_cost - real_cost,
        saved_by_account=accounts,
        price_spread=total(_spread) / len(pairs),
        reference_price_spread=total(_spread, 1) / len(pairs),
        traded=total(_traded),
        finance_to_hosts=money(_finance, 0),
        air_change=total(lambda s: s.emissions) - total(lambda s: s.emissions, 1),
        claimed_twice=total(lambda s: s.claimed_twice),
        missed=total(lambda s: s.sum("missed")),
        unmet=total(lambda s: s.sum("unmet")),
        transaction_cost=money(_transaction_cost, 0),
        effort_avoided=sum(_effort_avoided(*pair) for pair in pairs),
    )


def discount_rate(first: Solved) -> float:
    """The real rate at which the world adds up money of several years, as of the first that is solved."""
    series = first.world.world.discount_rate
    reading = series.at(first.year) if series else None
    return float(reading.value) if reading else 0.0


def _real_cost(solved: Solved) -> float:
    return sum(account.cost for account in solved.accounts.values())


def _net(solved: Solved, account: str) -> float:
    return sum(found.net for holder, found in solved.accounts.items() if holder.account == account)


def _spread(solved: Solved) -> float:
    prices = [
        solved.worth[budget.id]
        for budget in solved.network.budgets
        if budget.kind == "obligation" and budget.of in solved.world.mechanism
    ]
    return max(prices) - min(prices) if prices else 0.0


def _traded(solved: Solved) -> float:
    return sum(flow.units for flow in flows(solved) if flow.kind in ("move", "use") and flow.source != flow.target)


def _finance(solved: Solved) -> float:
    return sum(flow.value for flow in flows(solved) if flow.kind == "credit")


def _transaction_cost(solved: Solved) -> float:
    return sum(
        movement.cost.total(solved.amounts[movement.id])
        for movement in solved.network.movements
        if movement.kind in ("move", "use", "credit")
    )


def _effort_avoided(solved: Solved, reference: Solved) -> float:
    activities = solved.world.activity
    by_host: dict[str, float] = {}
    for id, activity in activities.items():
        before = abated(reference, id) if id in reference.world.activity else 0.0
        by_host[activity.host] = by_host.get(activity.host, 0.0) + before - abated(solved, id)
    return sum(avoided for avoided in by_host.values() if avoided > 0)


def marked(solved: Sequence[Solved]) -> dict[str, float]:
    """Share of the tonnes of baselines and caps by the status of the figure that they rest on."""
    tonnes = dict.fromkeys(STRENGTH, 0.0)
    for one in solved:
        series = [activity.baseline for activity in one.world.activity.values()]
        series += [mechanism.cap for mechanism in one.world.mechanism.values() if mechanism.cap is not None]
        for figures in series:
            reading = figures.at(one.year)
            if reading is not None:
                size = one.world.measures.convert_quantity(reading.value, figures.unit)
                tonnes[reading.status] += abs(float(size))
    total = sum(tonnes.values())
    return {status: share / total for status, share in tonnes.items() if share} if total else {}
