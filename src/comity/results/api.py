"""What only the service answers: problems, summaries that anybody may read, what waits for a second person, jobs."""

from __future__ import annotations

from typing import Any, Literal

from comity.results.comparison import Comparison, LinkAnswer
from comity.results.map import Map
from comity.results.market import Market, Run, Status, Units
from comity.results.registry import EntryRow, RegistryAnswer
from comity.results.shared import Answer, Counted, Shape
from comity.results.worlds import Check, ProblemRow


class ProblemDetails(Shape):
    """Why a request was not answered as asked (RFC 9457, `application/problem+json`)."""

    type: str
    """Where the code is explained; `about:blank` where nothing is."""
    title: str
    status: int
    detail: str
    """The sentence, in the language of Accept-Language."""
    code: str
    """Of the register of refusals, or of the service's own."""
    clause: str
    """Address of the clause or rule that stands against it."""
    problems: tuple[ProblemRow, ...] = ()
    """What is wrong with the input, one by one."""


class ClauseRow(Shape):
    """What an agreement or a mechanism's own rules allow."""

    clause: str
    stems_from: str
    kind: str
    takes: tuple[str, ...]
    """`mechanism:budget`."""
    gives: tuple[str, ...]
    form: str
    rate: str
    """Credited per unit, an exact fraction."""
    adjusts: bool
    quotas: tuple[str, ...]
    start: str
    end: str
    after_end: str


class WorldClauses(Answer):
    """The clauses of a world under some scenarios."""

    world: str
    scenario: tuple[str, ...]
    clauses: tuple[ClauseRow, ...]


class FigureRow(Shape):
    """A figure of a world, with where it stands and how far it can be trusted."""

    address: str
    value: str
    status: str
    note: str
    file: str
    line: int


class WorldFigures(Answer):
    """The figures of a world under some scenarios."""

    world: str
    scenario: tuple[str, ...]
    figures: tuple[FigureRow, ...]


class WorldMarkets(Answer):
    """The markets of a world under some scenarios, solved in all of its years."""

    world: str
    scenario: tuple[str, ...]
    units: Units
    status: Status
    residual: float
    markets: tuple[Market, ...]


class WorldSummary(Answer):
    """What a world is."""

    world: str
    title: str
    about: str
    as_of: str
    years: tuple[int, ...]
    scenarios: tuple[str, ...]
    """All that it has."""
    mechanisms: tuple[str, ...]
    agreements: tuple[str, ...]


class TotalRow(Shape):
    """How many units stand in a state, over all accounts."""

    mechanism: str
    unit_type: str
    state: str
    quantity: int
    measure: str


class RegistrySummary(RegistryAnswer):
    """A registry as anybody may see it."""

    entry: int
    at: str
    """Instant of the last entry; empty if there is none."""
    hash: str
    """Of the last entry: who writes it down can tell later whether the journal was changed."""
    accounts: int
    totals: tuple[TotalRow, ...]


class SerialBlock(Shape):
    """Consecutive serial numbers of a series, both ends included."""

    series: str
    first: int
    last: int


class RetirementRow(Shape):
    """Units that nobody can claim any more but in whose name they were ended."""

    entry: int
    at: str
    unit_type: str
    quantity: int
    measure: str
    beneficiary: str
    reason: str
    undone: bool
    """It was reversed later, on an authority's order."""
    blocks: tuple[SerialBlock, ...]


class RegistryRetirements(RegistryAnswer):
    """Retirements, in order."""

    retirements: tuple[RetirementRow, ...]


class RegistryEntryAnswer(RegistryAnswer):
    """One entry of the journal."""

    entry: EntryRow


class WaitingRow(Shape):
    """A command that waits for a second person."""

    waiting: int
    made: str
    by: str
    """Id of the token that asked."""
    kind: str
    account: str
    to: str
    quantity: int
    reasons: tuple[Literal["threshold", "new-counterparty", "adoption"], ...]
    not_before: str
    """Instant before which nobody can accept it."""
    status: Literal["open", "done", "refused", "rejected"]
    decided_by: str
    entry: int | None
    """That it has made."""
    refused: str
    """Code of the refusal."""
    asked: dict[str, Any]


class Waiting(RegistryAnswer):
    """`202`: what was asked waits for a second person."""

    waiting: WaitingRow


class WaitingList(RegistryAnswer):
    """Commands that wait, or have waited."""

    waiting: tuple[WaitingRow, ...]


class TokenRow(Shape):
    """A token, without its secret."""

    token: str
    role: str
    holder: str
    """The holder of accounts for whom it acts."""
    person: str
    """Who has it: two tokens of one person are one pair of eyes."""
    made: str
    made_by: str
    revoked: str
    """When it was; empty while it holds."""


class Tokens(Answer):
    """The tokens of a registry."""

    tokens: tuple[TokenRow, ...]


class TokenMade(Answer):
    """A new token; its secret is shown this once and kept nowhere."""

    token: TokenRow
    secret: str
    """What to send as `Authorization: Bearer …`."""


class AuditRow(Shape):
    """Who asked for what, when, and what became of it."""

    audit: int
    at: str
    token: str
    """Empty where nobody was recognised."""
    role: str
    address: str
    """From which it came."""
    operation: str
    subject: str
    """What it was about: kind of command and account, number, id."""
    status: int
    outcome: str
    """Code of the problem; else the entry that was made, if any."""


class Audit(Answer):
    """The audit log, in order."""

    audit: tuple[AuditRow, ...]


class Progress(Shape):
    """How far a job has come."""

    what: Counted
    """Years of the scenario and of its reference; variants of the cost curves; levers that might turn a verdict; shocks
    to emissions; pairs of systems. Of a link, variants come first, then levers, then shocks."""
    done: int
    of: int


class JobAnswer(Answer):
    """Work that takes a while: what stage it is in, and what came out."""

    job: str
    kind: str
    stage: Literal["waiting", "starting", "reading", "working", "done", "failed", "cancelled"]
    made: str
    ended: str
    """Empty while it goes on."""
    progress: Progress | None
    """While it works, if it can tell."""
    problem: ProblemDetails | None
    """Why it failed."""
    answer: Run | LinkAnswer | Comparison | Check | Map | None


class ExternalAnswer(Shape):
    """What was decided of one message of another registry."""

    entry: int | None
    """The entry that it made, now or when it first came."""
    refused: str
    """The code; empty if it was not refused."""
    clause: str


class ExternalAnswers(Answer):
    """What was decided of messages of another registry, in their order."""

    answers: tuple[ExternalAnswer, ...]


class ExternalWord(Shape):
    """What became of an external transfer to the registry that asks."""

    stage: Literal["proposed", "finalised", "terminated", "unknown"]
    hash: str
    """Of the entry that proposed it; empty where there is none."""
    transferred: tuple[bool, ...]
    """Once finalised: of each consignment, whether its units have been first transferred."""


class ExternalWords(Answer):
    """What became of external transfers to the registry that asks, in the order in which it asked."""

    words: tuple[ExternalWord, ...]


class ExternalHeard(Answer):
    """Which external transfers of a registry have been completed, of those that were asked about."""

    heard: tuple[int, ...]


class ExternalFlow(Shape):
    """All units of a series that ever went between this registry and another."""

    registry: str
    series: str
    departed: int
    arrived: int
    unconfirmed: int
    """Of those that departed: so many of whose arrival this registry has not heard."""


class ExternalBooks(Answer):
    """Totals to be reconciled: what went to and came from other registries, and what is here of it, in units."""

    registry: str
    entry: int
    hash: str
    flows: tuple[ExternalFlow, ...]
    present: dict[str, int]
    """By series."""


class ExternalPlaces(Answer):
    """Blocks to be reconciled: where the units of one series are."""

    registry: str
    issued: tuple[SerialBlock, ...]
    """All that were ever issued, if the series is of this registry."""
    present: tuple[SerialBlock, ...]
    on_the_way: tuple[tuple[SerialBlock, str, int], ...]
    """Departed and not yet heard of: to which registry, and the number of the transfer."""


class Health(Answer):
    """Whether the service lives, or is ready."""

    status: Literal["ok", "unavailable"]
    entry: int | None
    """Number of the last entry, where that was asked of the database."""


class Serving(Answer):
    """`comity serve`: where it listens."""

    address: str
    where: str
    """The registry."""
    world: str
