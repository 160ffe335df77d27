"""Refusals of what was agreed, as data: by code, a registry in which a request meets it, the request, and the clause.

Those of the ledger itself are in `negatives.py`; together they are all of the register.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from msgspec.structs import replace

from comity.registry.blocks import Block
from comity.registry.commands import (
    Accept,
    Accredit,
    Adopt,
    Allocate,
    Assess,
    Auction,
    Authorise,
    AuthoriseUnits,
    Award,
    CarryOver,
    ChangeExpiry,
    Command,
    Commit,
    Convert,
    ConvertToEru,
    DeclareUnitType,
    ExpireUnits,
    Issue,
    Move,
    OpenAccount,
    Propose,
    Replace,
    Retire,
    Return,
    SetApproach,
    SetObligation,
    Surrender,
    Transfer,
    UseNdc,
    WriteOff,
)
from comity.registry.ledger import Ledger
from comity.registry.permits import Permit, QuotaRule, Share, digest
from tests.registry.agreed import Clock
from tests.registry.memory import MemoryStore

LINK = "agreement.ab.clauses.a-in-b"
QUOTA = QuotaRule(id="agreement.ab.quotas.imports", limits={"2026": "50"})
SHARE = QuotaRule(id="agreement.ab.quotas.share", shares={"2026": "1/10"}, of="b")
AAU, TCER, LCER = "R/kyoto/AAU/pcp1/hRUS", "R/kyoto/tCER/pcp1/hRUS", "R/kyoto/lCER/pcp1/hRUS"


@dataclass(frozen=True)
class Case:
    """What is done before, what is then refused, and by which clause or rule; the code's own rule if empty."""

    before: tuple[Command, ...]
    refused: Command
    clause: str = ""


def link(**terms: object) -> Permit:
    """A clause that moves units of a into b."""
    return Permit(id=LINK, kind="move", takes="a", gives=("b",), **{"form": "transfer", **terms})  # type: ignore[arg-type]


def adopt(*permits: Permit, quotas: tuple[QuotaRule, ...] = (), issues: dict[str, str] | None = None) -> Adopt:
    """Two systems whose own rules allow what they usually do, and these clauses."""
    own = [
        Permit(id=f"mechanism.{one}.{kind}", kind=kind, takes=takes, gives=gives)  # type: ignore[arg-type]
        for one in ("a", "b")
        for kind, takes, gives in (("trade", one, (one,)), ("use", one, (one,)), ("retire", one, ()))
    ]
    own.append(Permit(id="mechanism.a.cap", kind="issue", gives=("a",), amounts=issues))
    found = tuple(sorted((*own, *permits), key=lambda permit: permit.id))
    sealed = digest(found, quotas, ())
    return Adopt(world="w", effective="2026-01-01", digest=sealed, permits=found, quotas=quotas)


def balanced() -> Adopt:
    """The same, where what meets the obligation of a counts towards somebody's target."""
    return replace(adopt(), balances={"a": "JPN"})


def units(unit_type: str = "UA", quantity: int = 100, **more: object) -> Issue:
    """An issue into Anna's account."""
    return Issue(account="anna", mechanism="a", unit_type=unit_type, quantity=quantity, **{"vintage": "2026", **more})  # type: ignore[arg-type]


def kyoto(unit_type: str, **more: object) -> Issue:
    """An issue of Kyoto's units."""
    return Issue(account="anna", mechanism="kyoto", unit_type=unit_type, quantity=100, host="RUS", period="cp1", **more)  # type: ignore[arg-type]


WORLD: tuple[Command, ...] = (
    *(DeclareUnitType(unit_type=one, family="allowance") for one in ("UA", "UB")),
    *(DeclareUnitType(unit_type=one, family=one.lower()) for one in ("AAU", "RMU", "ERU", "CER", "tCER", "lCER")),  # type: ignore[arg-type]
    DeclareUnitType(unit_type="A6.4ER", family="a64er"),
    DeclareUnitType(unit_type="MCU", family="mcu"),
    DeclareUnitType(unit_type="VCU", family="credit"),
    OpenAccount(account="anna", type="party-holding", party="RUS"),
    OpenAccount(account="bo", type="party-holding", party="JPN"),
    OpenAccount(account="tree", type="buffer"),
)
BACKED = Permit(id="mechanism.a.crediting", kind="credit", gives=("a",), backed_by={"RUS": ("a", ("UB",))})
LENT = Permit(id="mechanism.a.borrowing", kind="carry", takes="a", gives=("a",), lag=-1)
NAMED = Authorise(authorisation="X", host="RUS", purposes=("ndc",), entities=("klik", "bo's buyer"))
APPROACH = SetApproach(approach="CA0001", state="active", parties=("RUS", "JPN"))
UNDER = Authorise(authorisation="X", host="RUS", approach="CA0001", purposes=("ndc",))
SUSPENDED = replace(APPROACH, state="suspended", reason="under review")
MOVE = Move(account="anna", to="bo", into="b", quantity=10)
CREDIT = Permit(id="mechanism.a.crediting", kind="credit", gives=("a",), levies=(Share("1/10", "fund"),))
AUTHORISED = Authorise(authorisation="X", host="RUS", purposes=("ndc",), quantity=50, vintages=(2026, 2026))
COMMITTED = Commit(party="RUS", period="cp1", assigned=100)
ITMOS = units(host="RUS", quantity=50, authorisation="X")


def refused_by(permit: Permit, quotas: tuple[QuotaRule, ...] = (), move: Move = MOVE) -> Case:
    """A move that a clause refuses."""
    return Case((adopt(permit, quotas=quotas), units(host="GHA", activity_type="stoves")), move, LINK)


CLAUSES: dict[str, Case] = {
    "digest-differs": Case((), replace(adopt(), digest="0")),
    "no-clause": Case((adopt(), units()), MOVE),
    "not-accepted-for-surrender": Case(
        (adopt(), units()), Surrender(account="anna", mechanism="b", period="2026", quantity=1)
    ),
    "clause-borrows": Case((adopt(LENT), units()), CarryOver(account="anna", quantity=1, to_period="2027"), LENT.id),
    "clause-not-started": refused_by(link(start="2027-01-01")),
    "clause-ended": refused_by(link(end="2026-01-31")),
    "unit-type-not-eligible": refused_by(link(unit_types=("UB",))),
    "standard-not-eligible": refused_by(link(standards=("b",))),
    "host-not-eligible": refused_by(link(hosts=("CHE",))),
    "activity-not-eligible": refused_by(link(activities=("wind",))),
    "vintage-not-eligible": refused_by(link(vintages=(2025,))),
    "entity-not-eligible": refused_by(link(entities=("bo",))),
    "authorisation-missing": refused_by(link(purposes=("ndc",))),
    "purpose-not-eligible": Case((adopt(link(purposes=("other",))), AUTHORISED, ITMOS), MOVE, LINK),
    "amount-unknown": Case((adopt(issues={"2025": "5"}),), units(), "mechanism.a.cap"),
    "amount-exceeded": Case(
        (adopt(issues={"2026": "199/2"}), units(quantity=99)), units(quantity=1), "mechanism.a.cap"
    ),
    "quota-base-unknown": refused_by(link(quotas=(SHARE.id,)), (SHARE,)),
    "quota-exceeded": refused_by(link(quotas=(QUOTA.id,)), (QUOTA,), replace(MOVE, quantity=51)),
    "backing-differs": Case((adopt(BACKED),), units(host="RUS", under=BACKED.id), BACKED.id),
    "levy-account-missing": Case((adopt(CREDIT),), units(under=CREDIT.id), CREDIT.id),
    "image-may-not-be-held": Case(
        (adopt(link(form="immobilise", unit_type="UB")), units()),
        Convert(account="anna", to="tree", into="b", quantity=1),
        LINK,
    ),
    "originals-missing": Case(
        (
            adopt(link(form="immobilise", unit_type="UB")),
            units(),
            Convert(account="anna", to="bo", into="b", quantity=10),
            adopt(link(form="immobilise", unit_type="UB", rate="1/2")),
        ),
        Return(account="bo", to="anna", quantity=10),
        LINK,
    ),
    "clause-in-force": Case((adopt(link()),), WriteOff(clause=LINK), LINK),
    "verifier-not-accredited": Case(
        (Accredit(verifier="v", accredited=False, reason="lapsed"),),
        SetObligation(account="anna", mechanism="a", period="2026", quantity=1, verifier="v"),
    ),
    "obligation-unknown": Case((), Assess(account="anna", mechanism="a", period="2025", next_period="2026")),
    "already-assessed": Case(
        (
            SetObligation(account="anna", mechanism="a", period="2025", quantity=0),
            Assess(account="anna", mechanism="a", period="2025", next_period="2026"),
        ),
        Assess(account="anna", mechanism="a", period="2025", next_period="2026"),
    ),
    "approach-state-impossible": Case((), SUSPENDED),
    "approach-not-active": Case((APPROACH, UNDER, ITMOS, SUSPENDED), Transfer(account="anna", to="bo", quantity=1)),
    "authorisation-unknown": Case((), replace(ITMOS, authorisation="Y")),
    "authorisation-of-another-host": Case((AUTHORISED,), replace(ITMOS, host="CHE")),
    "already-authorised": Case((AUTHORISED, ITMOS), AuthoriseUnits(account="anna", quantity=1, authorisation="X")),
    "contribution-unit": Case((AUTHORISED,), replace(ITMOS, unit_type="MCU")),
    "authorisation-vintage": Case((AUTHORISED,), replace(ITMOS, vintage="2027")),
    "authorisation-exceeded": Case((AUTHORISED,), replace(ITMOS, quantity=51)),
    "entity-not-authorised": Case((NAMED, ITMOS), Transfer(account="anna", to="bo", quantity=1)),
    "commitment-unknown": Case((), kyoto("AAU")),
    "assigned-amount-exceeded": Case((COMMITTED, kyoto("AAU")), kyoto("AAU")),
    "not-convertible": Case((COMMITTED, kyoto("CER")), ConvertToEru(account="anna", quantity=1, project="RU1")),
    "not-eligible-for-track-1": Case(
        (replace(COMMITTED, eligible=False), kyoto("AAU")), ConvertToEru(account="anna", quantity=1, project="RU1")
    ),
    "below-commitment-period-reserve": Case((COMMITTED, kyoto("AAU")), Transfer(account="anna", to="bo", quantity=11)),
    "not-carried-over": Case((COMMITTED, kyoto("RMU")), CarryOver(account="anna", quantity=1, to_period="cp2")),
    "carry-over-limit": Case((COMMITTED, kyoto("CER")), CarryOver(account="anna", quantity=3, to_period="cp2")),
    "expiry-missing": Case((), kyoto("tCER")),
    "unit-expired": Case((kyoto("tCER", expires="2025-12-31"),), Retire(account="anna", quantity=1, beneficiary="RUS")),
    "not-expired": Case((kyoto("tCER", expires="2026-12-31"),), ExpireUnits(account="anna", quantity=1)),
    "may-not-replace": Case(
        (kyoto("tCER", expires="2026-12-31"), kyoto("lCER", expires="2026-12-31")),
        Replace(account="anna", blocks=(Block(LCER, 1, 1),), replaces=(Block(TCER, 1, 1),), reason="expiry"),
    ),
}
ITMOS_ABROAD = Transfer(account="anna", to="bo", quantity=1)
#: Acts that bring ITMOs to somebody whom their authorisation does not name.
NOT_FOR_BO: tuple[Command, ...] = (
    Propose(account="anna", to="bo", quantity=1),
    Allocate(account="anna", to="bo", quantity=1, period="2026"),
    Auction(account="anna", awards=(Award("bo", 1),), price="1", currency="EUR"),
    Move(account="anna", to="bo", into="b", quantity=1),
    Convert(account="anna", to="bo", into="b", quantity=1),
    Return(account="anna", to="bo", quantity=1),
)
#: Uses by Anna, who has them from their issue, and whom the authorisation does not name.
NOT_BY_ANNA: tuple[Command, ...] = (
    Surrender(account="anna", mechanism="a", period="2026", quantity=1),
    Retire(account="anna", quantity=1, beneficiary="Anna"),
    UseNdc(account="anna", quantity=1, year=2026),
)
HELD = OpenAccount(account="seller", type="party-holding", party="RUS", holder="Gazovik")
HELD_ITMOS = replace(ITMOS, account="seller")
HELD_ABROAD = Transfer(account="seller", to="bo", quantity=1)
UB = "R/a/UB/v2026/hRUS"
GIVEN = (units("UB", 20, host="RUS", under="mechanism.a.cap"), units("UA", 20, host="RUS", under="mechanism.a.cap"))
FOR_TEN = units(host="RUS", quantity=10, under=BACKED.id, vintage="2027")
#: Too few, too many, twice the same, of another type, of another account.
ILL_BACKED = tuple(
    replace(FOR_TEN, backing=blocks)
    for blocks in (
        (Block(UB, 1, 9),),
        (Block(UB, 1, 11),),
        (Block(UB, 1, 5), Block(UB, 1, 5)),
        (Block("R/a/UA/v2026/hRUS", 1, 10),),
        (Block(UB, 16, 25),),
        (Block(UB, 1, 10), Block(UB, 12, 11)),
    )
)
#: Codes that other rules give too, or another way.
MORE: tuple[tuple[str, Case], ...] = (
    *(("entity-not-authorised", Case((NAMED, ITMOS), command)) for command in (*NOT_FOR_BO, *NOT_BY_ANNA)),
    (
        "entity-not-authorised",
        Case(
            (replace(NAMED, entities=()), ITMOS, Propose(account="anna", to="bo", quantity=1), NAMED),
            Accept(account="bo", proposal=len(WORLD) + 3),
        ),
    ),
    ("identifier-malformed", Case((), replace(APPROACH, approach="CA 1"))),
    ("identifier-malformed", Case((), replace(APPROACH, parties=("R/S",)))),
    ("identifier-malformed", Case((), replace(APPROACH, since="2026-2-1"))),
    ("reason-missing", Case((APPROACH,), replace(SUSPENDED, reason=" "))),
    ("reason-missing", Case((APPROACH,), replace(SUSPENDED, state="ended", reason=""))),
    ("approach-state-impossible", Case((APPROACH,), APPROACH)),
    ("approach-state-impossible", Case((APPROACH,), replace(SUSPENDED, since="2026-06-30"))),
    ("approach-state-impossible", Case((APPROACH, replace(SUSPENDED, state="ended")), APPROACH)),
    ("approach-not-active", Case((replace(APPROACH, since="2026-07-02"), UNDER, ITMOS), ITMOS_ABROAD)),
    ("approach-not-active", Case((replace(APPROACH, state="proposed"), UNDER, ITMOS), ITMOS_ABROAD)),
    ("entity-not-authorised", Case((NAMED,), replace(ITMOS, account="bo"))),
    ("entity-not-authorised", Case((replace(NAMED, entities=("bo",)), HELD, HELD_ITMOS), HELD_ABROAD)),
    *(("backing-differs", Case((adopt(BACKED), *GIVEN), command, BACKED.id)) for command in ILL_BACKED),
    ("backing-differs", Case((units("UB", 20),), units(quantity=10, backing=(Block(UB, 1, 10),)), "registry.clauses")),
    ("host-not-eligible", Case((adopt(BACKED),), units(host="CHE", under=BACKED.id), BACKED.id)),
    ("quantity-not-positive", Case((), replace(COMMITTED, assigned=-1), "registry.blocks")),
    ("commitment-unknown", Case((kyoto("RMU"),), ConvertToEru(account="anna", quantity=1, project="RU1"))),
    ("authorisation-missing", Case((adopt(replace(CREDIT, adjusts=True)),), units(under=CREDIT.id), CREDIT.id)),
    ("authorisation-missing", Case((), units("A6.4ER", host="RUS"), "paris.article-6-4")),
    ("commitment-unknown", Case((kyoto("CER"),), CarryOver(account="anna", quantity=1, to_period="cp2"))),
    (
        "purpose-not-eligible",
        Case(
            (replace(AUTHORISED, purposes=("other",)), balanced(), ITMOS),
            Surrender(account="anna", mechanism="a", period="2026", quantity=1),
        ),
    ),
    (
        "below-commitment-period-reserve",
        Case(
            (COMMITTED, kyoto("AAU"), Propose(account="anna", to="bo", quantity=11)),
            Accept(account="bo", proposal=len(WORLD) + 3),
        ),
    ),
    ("unit-expired", Case((kyoto("lCER", expires="2025-12-31"),), Propose(account="anna", to="bo", quantity=1))),
    ("authorisation-missing", Case((AUTHORISED, ITMOS), UseNdc(account="anna", quantity=1, year=2026))),
    ("authorisation-of-another-host", Case((AUTHORISED,), replace(AUTHORISED, host="CHE"))),
    (
        "contribution-unit",
        Case((AUTHORISED, units("MCU", host="RUS")), AuthoriseUnits(account="anna", quantity=1, authorisation="X")),
    ),
    (
        "unit-expired",
        Case((kyoto("lCER", expires="2025-12-31"),), ChangeExpiry(account="anna", quantity=1, expires="2030-12-31")),
    ),
    ("unit-expired", Case((kyoto("lCER", expires="2025-12-31"),), Transfer(account="anna", to="bo", quantity=1))),
    ("expiry-missing", Case((kyoto("CER"),), ChangeExpiry(account="anna", quantity=1, expires="2030-12-31"))),
    ("unit-type-unknown", Case((), adopt(link(form="reissue", unit_type="UC")), LINK)),
    ("nothing-asked", Case((adopt(),), WriteOff(clause=LINK), LINK)),
    ("no-clause", Case((adopt(), units()), Transfer(account="anna", to="bo", quantity=1, under=LINK))),
    ("no-clause", Case((adopt(), units()), Return(account="anna", to="bo", quantity=1))),
    ("no-clause", Case((adopt(), units()), CarryOver(account="anna", quantity=1, to_period="2027"))),
)


def registry_of(case: Case) -> Ledger:
    """The registry in which a case is refused."""
    ledger = Ledger(MemoryStore("R"), Clock(datetime(2026, 7, 1, tzinfo=UTC)))
    for command in (*WORLD, *case.before):
        ledger.do(command)
    return ledger
