"""The sweeps of the checks against a plain dictionary that looks at every unit."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.formats.aef_blocks import at_use, comes, goes, in_time
from comity.formats.aef_checks import check
from comity.formats.aef_rows import ABROAD, ENDS
from comity.formats.aef_spans import Spans
from comity.formats.aef_tables import Action, Holding, Report
from tests.formats.aef_reports import BILATERAL, BUYER, HOST, action, block, submission


class Oracle:
    """What each serial number is, one at a time."""

    def __init__(self, one: Report) -> None:
        self.one, self.party = one, one.submission.party
        self.held: dict[int, bool] = {}
        self.ended: set[int] = set()
        self.transferred: set[int] = set()
        self.at_use: set[int] = set()
        self.found: Counter[tuple[str, int]] = Counter()

    def run(self) -> Counter[tuple[str, int]]:
        """Units by code and row."""
        for row, one in in_time(self.one.actions):
            for serial in range(one.first, one.last + 1):
                self.step(row, one, serial)
        closing: set[int] = set()
        for row, holding in enumerate(self.one.holdings, start=2):
            for serial in range(holding.first, holding.last + 1):
                self.found["holdings-overlap", row] += serial in closing
                self.found["held-and-ended", row] += serial in self.ended
                self.found["holding-unexplained", row] += not self.held.get(serial)
                closing.add(serial)
        self.found["holding-missing", 0] += sum(held and serial not in closing for serial, held in self.held.items())
        return +self.found

    def step(self, row: int, action: Action, serial: int) -> None:
        """One unit of one action."""
        ends = action.action in ENDS
        self.found["ended-twice" if ends else "moved-after-end", row] += serial in self.ended
        first = action.action == "First transfer"
        self.found["first-transfer-repeated", row] += first and serial in self.transferred
        if first:
            self.transferred.add(serial)
            (self.at_use.add if at_use(action) else self.at_use.discard)(serial)
        elif action.first_party == self.party and (action.action in ("Transfer", "Use")):
            self.found["first-transfer-missing", row] += serial not in self.transferred
        if comes(action, self.party):
            self.found["already-held", row] += action.action == "Acquisition" and bool(self.held.get(serial))
            self.held[serial] = True
        elif goes(action, self.party):
            own = action.first_party == self.party and (first or (ends and serial in self.at_use))
            self.found["not-held", row] += not own and not self.held.get(serial)
            self.held[serial] = False
        if ends:
            self.ended.add(serial)


KINDS = ("Authorization", "First transfer", "Transfer", "Acquisition", "Use", "Cancellation")
ranges = st.tuples(st.integers(1, 12), st.integers(0, 5)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@st.composite
def wild_reports(draw: st.DrawFn) -> Report:
    """Submissions in which anything happens to a dozen units."""
    actions = []
    for _ in range(draw(st.integers(0, 8))):
        kind, (first, last), month = draw(st.sampled_from(KINDS)), draw(ranges), draw(st.integers(1, 4))
        acquiring = BUYER if kind == "Transfer" or (kind == "First transfer" and draw(st.booleans())) else None
        subtype = draw(st.sampled_from(("Issuance", "Use or cancellation"))) if kind == "First transfer" else None
        subtype = ABROAD if kind == "First transfer" and acquiring else subtype
        host = draw(st.sampled_from((HOST, BUYER)))
        actions.append(action(kind, month, first, last, acquiring=acquiring, subtype=subtype, first_party=host))
    holdings = tuple(Holding(**block(first, last)) for first, last in draw(st.lists(ranges, max_size=3)))
    return Report(submission(HOST), (BILATERAL,), tuple(actions), holdings)


@settings(max_examples=300, deadline=None)
@given(wild_reports())
def test_the_sweeps_find_what_looking_at_every_unit_finds(one: Report) -> None:
    codes = {"ended-twice", "moved-after-end", "first-transfer-repeated", "first-transfer-missing", "already-held",
             "not-held", "holdings-overlap", "held-and-ended", "holding-unexplained", "holding-missing"}  # fmt: skip
    swept: Counter[tuple[str, int]] = Counter()
    for finding in check(one, ()):
        if finding.code in codes:
            swept[finding.code, 0 if finding.code == "holding-missing" else finding.row] += finding.units
    assert swept == Oracle(one).run()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(ranges, st.one_of(st.none(), st.integers(0, 3))), max_size=20))
def test_spans_are_a_dictionary_of_ranges(steps: list[tuple[tuple[int, int], int | None]]) -> None:
    spans: Spans[int] = Spans()
    plain: dict[int, int] = {}
    for (first, last), value in steps:
        for serial in range(first, last + 1):
            plain.pop(serial, None)
        if value is None:
            spans.clear(first, last)
        else:
            spans.assign(first, last, value)
            plain |= dict.fromkeys(range(first, last + 1), value)
        assert {at: known for low, high, known in spans.everything() for at in range(low, high + 1)} == plain
        inside = {at: known for low, high, known in spans.within(first, last) for at in range(low, high + 1)}
        outside = {at for low, high in spans.gaps(first, last) for at in range(low, high + 1)}
        assert inside == {at: plain[at] for at in range(first, last + 1) if at in plain}
        assert outside == {at for at in range(first, last + 1) if at not in plain}
