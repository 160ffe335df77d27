"""Whatever a registry lets through, the submissions that are made of it are consistent."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import Refusal
from comity.formats.aef_checks import check
from comity.formats.aef_match import match
from comity.registry.commands import (
    Cancel,
    Command,
    Retire,
    Surrender,
    UseNdc,
)
from tests.formats.aef_hub import Registry, take

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ("issue", "issue-6.4", "sell", "back", "onward", "use", "surrender", "corsia", "retire", "cancel")
        ),
        st.sampled_from(("N-1", "O-1", "B-1")),
        st.integers(1, 40),
        st.booleans(),
    ),
    max_size=14,
)


def asked(step: str, authorisation: str, units: int, year: int) -> Command:
    """One of the things that can be asked of the registry; it may refuse."""
    match step:
        case "sell":
            return take("gha", "airline" if authorisation == "O-1" else "che", units)
        case "back":
            return take("che", "gha", units)
        case "onward":
            return take("airline", "che", units)
        case "use":
            return UseNdc(account="che", quantity=units, year=year)
        case "surrender":
            return Surrender(account="che", mechanism="che-ets", period=str(year), quantity=units)
        case "corsia":
            return Surrender(account="airline", mechanism="corsia", period="2024-2026", quantity=units)
        case "retire":
            return Retire(account="che", quantity=units, beneficiary="Acme")
        case _:
            return Cancel(account="gha", series="hub/hub/MO/v2025/hGHA/an-1", quantity=units, purpose="voluntary")


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_whatever_the_registry_lets_through_it_reports_consistently(steps: list[tuple[str, str, int, bool]]) -> None:
    hub, year = Registry(), 2026
    for step, authorisation, units, next_year in steps:
        if next_year and year == 2026:
            year = 2027
            hub.in_year(year)
        if step == "issue":
            hub.issue(units, authorisation)
        elif step == "issue-6.4":
            hub.issue(units * 10, "M-1", mechanism="paris-6-4", unit_type="A6.4ER")
        else:
            try:
                hub.do(asked(step, authorisation, units, year))
            except Refusal:
                continue
    reports = [hub.filed(party, 2026).report for party in ("GHA", "CHE")]
    assert match(*reports).findings == ()
    wrong = {finding.code for report in reports for finding in check(report, ())}
    later = [hub.filed(party, 2027).report for party in ("GHA", "CHE")]
    wrong |= {finding.code for one, before in zip(later, reports, strict=True) for finding in check(one, (before,))}
    assert wrong == set()
