"""What the verbs of `comity registry` about the agreed electronic format answer: `aef`, `aef-check`, `aef-match`."""

from __future__ import annotations

from comity.results.registry import RegistryAnswer
from comity.results.shared import Answer, Shape


class RegistryAef(RegistryAnswer):
    """`comity registry aef`: the submission of a Party, written out of a registry."""

    party: str
    year: int
    version: str
    written: str
    rows: dict[str, int]
    """By table, how many it has."""
    left_out: tuple[int, ...]
    """Entries of the year about ITMOs for which the format has no action."""


class AefFinding(Shape):
    """One thing that is wrong with a submission, or with two beside one another."""

    code: str
    severity: str
    """`error`, `warning`, or `undetermined`: what cannot be known from what is there."""
    party: str
    """Whose submission it is in."""
    table: str
    row: int
    """As in the sheet, whose heads are row 1; 0 if it is about no row."""
    units: int
    """ITMOs that it is about; 0 if it is about none in particular."""
    message: str


class AefSubmission(Shape):
    """A submission that was read."""

    file: str
    party: str
    year: int
    version: str


class AefCheck(Answer):
    """`comity registry aef-check`: a submission as it stands, and against the Party's earlier ones."""

    submission: AefSubmission
    earlier: tuple[AefSubmission, ...] | None
    """None: not known."""
    findings: tuple[AefFinding, ...]


class AefPair(Shape):
    """ITMOs that left in a row of one submission and arrived in a row of the other."""

    registry: str
    first: int
    last: int
    units: int
    giver: str
    giver_row: int
    taker: str
    taker_row: int


class AefMatch(Answer):
    """`comity registry aef-match`: two Parties' submissions beside one another."""

    submissions: tuple[AefSubmission, AefSubmission]
    pairs: tuple[AefPair, ...]
    findings: tuple[AefFinding, ...]
