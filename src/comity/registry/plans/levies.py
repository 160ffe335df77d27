"""Shares of what is issued or moved that go elsewhere: to a fund, to a pool that rests, or to nobody at all."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from comity.registry.blocks import Standing
from comity.registry.permits import Permit, Share, exact
from comity.registry.plans.admission import Admission
from comity.registry.refusals import refuse


def shared_out(
    admission: Admission, permit: Permit, first: int, last: int, standing: Standing, host: str = ""
) -> Iterator[tuple[int, int, Standing]]:
    """A range in parts: what each levy takes, lowest serial numbers first, then what is left.

    Levies are whole units, rounded down; the rest is kept by clause and recipient until the next time. `host`: of an
    issuance, since some hosts' activities pay no levy.
    """
    start, units = first, last - first + 1
    for levy in permit.levies:
        if host and host in levy.exempt:
            continue
        taken = admission.whole(f"levy:{permit.id}:{levy.to}:{levy.purpose}", units * exact(levy.share))
        taken = min(taken, last - start + 1)
        if taken:
            yield start, start + taken - 1, _levied(admission, permit, levy, standing)
            start += taken
    if start <= last:
        yield start, last, standing


def _levied(admission: Admission, permit: Permit, levy: Share, standing: Standing) -> Standing:
    """Where a levied unit stands."""
    if levy.to == "cancellation":
        return replace(standing, state="cancelled", by=admission.state.seq + 1)
    account = f"{permit.gives[0]}-buffer" if levy.to == "nobody" else levy.to
    if account not in admission.state.accounts:
        refuse("levy-account-missing", permit.id, account=account)
    return replace(standing, account=account)
