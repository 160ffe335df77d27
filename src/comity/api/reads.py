"""What is read of the registry: summary and retirements by anybody, the rest by whom `roles.toml` lets."""

import asyncio
from collections.abc import Iterator
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from comity.api.bodies import Words
from comity.api.guard import Guarded
from comity.api.own import seen
from comity.api.pages import Paged, answer, tag, unless_known
from comity.api.problems import Trouble
from comity.api.service import WHERE, Asking, Served, Service
from comity.errors import Problem, said
from comity.registry import blocks
from comity.registry.answers.entries import accounts_of, entry_row
from comity.registry.answers.lists import account_rows, block_rows, compliance_rows, sum_rows
from comity.registry.answers.tallies import tallies_of
from comity.registry.commands import Retire
from comity.registry.journal import Post, read_body
from comity.registry.plans.issues import SERIAL_MOST
from comity.registry.state import State
from comity.registry.views import end_of, holdings, state_at
from comity.results import (
    HoldingRow,
    RegistryAccounts,
    RegistryCompliance,
    RegistryHoldings,
    RegistryJournal,
    RegistryTallies,
    Schema,
)
from comity.results.api import (
    RegistryEntryAnswer,
    RegistryRetirements,
    RegistrySummary,
    RetirementRow,
    SerialBlock,
    TotalRow,
)

router = APIRouter(route_class=Guarded, prefix="/registry", tags=["registry"])
Wanted = Annotated[Words, Query()]
Number = Annotated[int, Path(ge=1, le=SERIAL_MOST)]


def tagged(service: Service, request: Request) -> dict[str, str]:
    """The headers of an answer about the registry. Raises NotModified where whoever asks has it."""
    return unless_known(request, service.look(lambda state: tag(state.seq, state.hash)))


@router.get("", operation_id="registry", response_model=RegistrySummary)
def summary(request: Request, service: Served) -> Response:
    """The registry as anybody may see it: how many units of each type stand in each state, and the journal's hash."""
    headers = tagged(service, request)
    return answer(service.look_once(_summary), headers)


def _summary(state: State) -> RegistrySummary:
    sums: dict[tuple[str, str, str, str], int] = {}
    for one in holdings(state):
        key = (one.mechanism, one.unit_type, one.standing.state, one.measure)
        sums[key] = sums.get(key, 0) + one.block.quantity
    return RegistrySummary(
        schema=Schema(name="registry"),
        registry=state.registry,
        where=WHERE,
        entry=state.seq,
        at=state.at,
        hash=state.hash,
        accounts=len(state.accounts),
        totals=tuple(
            TotalRow(mechanism=mechanism, unit_type=unit_type, state=stands, measure=measure, quantity=quantity)
            for (mechanism, unit_type, stands, measure), quantity in sorted(sums.items())
        ),
    )


@router.get("/accounts", operation_id="accounts", response_model=RegistryAccounts)
def accounts(request: Request, service: Served, page: Paged) -> Response:
    """The accounts: id, type, holder, Party, status; not what is in them."""
    headers = tagged(service, request)
    rows, more = page.cut(service.look_once(account_rows), lambda row: (row.account,))
    schema, registry = Schema(name="registry-accounts"), service.store.registry
    return answer(
        RegistryAccounts(schema=schema, registry=registry, where=WHERE, accounts=tuple(rows)), {**headers, **more}
    )


@router.get("/retirements", operation_id="retirements", response_model=RegistryRetirements)
def retirements(request: Request, service: Served, page: Paged) -> Response:
    """In whose name units were ended, and which: so that nobody else can claim them."""
    headers = tagged(service, request)
    state = service.look(lambda state: state)
    numbers = service.records.numbers("retire", page.after_number, page.limit + 1)
    rows, more = page.cut(_retirements(service, state, numbers), lambda row: (row.entry,))
    schema, registry = Schema(name="registry-retirements"), service.store.registry
    return answer(
        RegistryRetirements(schema=schema, registry=registry, where=WHERE, retirements=tuple(rows)),
        {**headers, **more},
    )


def _retirements(service: Service, state: State, numbers: list[int]) -> Iterator[RetirementRow]:
    for number in numbers:
        entry = service.store.entry(number)
        body = read_body(entry.body) if entry else None
        if entry is None or body is None or not isinstance(body.asked, Retire):
            continue
        posts = [change for change in body.changes if isinstance(change, Post)]
        unit_type = state.series[posts[0].series].unit_type
        yield RetirementRow(
            entry=entry.seq,
            at=entry.at,
            unit_type=unit_type,
            quantity=sum(post.last - post.first + 1 for post in posts),
            measure=state.unit_types[unit_type].measure,
            beneficiary=body.asked.beneficiary,
            reason=body.asked.reason,
            undone=str(entry.seq) in state.undone,
            blocks=tuple(SerialBlock(series=post.series, first=post.first, last=post.last) for post in posts),
        )


@router.get("/holdings", operation_id="holdings", response_model=RegistryHoldings)
def hold(
    request: Request,
    service: Served,
    caller: Asking,
    page: Paged,
    account: Wanted = "",
    mechanism: Wanted = "",
    unit_type: Wanted = "",
    state: Annotated[blocks.State | None, Query()] = None,
    at: Annotated[date | None, Query(description="The last day that counts, UTC; now if left out")] = None,
    by_block: Annotated[bool, Query(alias="blocks", description="One row a block of serial numbers")] = False,
) -> Response:
    """Who holds what, now or at the end of a day; an account holder sees its own."""
    headers = tagged(service, request)
    if at is not None and at == date.max:
        raise Trouble("malformed", problems=[Problem("", 0, "query.at", at.isoformat(), said("expected-day"))])
    wanted = {"account": account, "mechanism": mechanism, "unit_type": unit_type, "standing": state or ""}
    until = end_of(at) if at is not None else ""

    def _rows(found: State) -> list[HoldingRow]:
        own = seen(caller, found)
        made = block_rows(found, wanted) if by_block else sum_rows(found, wanted)
        return [row for row in made if own is None or row.account in own]

    past = until and until <= service.look(lambda state: state.at)
    then = state_at(service.store, until) if past else None
    seq, rows = (then.seq, _rows(then)) if then else service.look(lambda found: (found.seq, _rows(found)))
    part, more = page.cut(rows, _key_of_block if by_block else _key_of_sum)
    found = RegistryHoldings(
        schema=Schema(name="registry-holdings"),
        registry=service.store.registry,
        where=WHERE,
        at=at.isoformat() if at else "",
        entry=seq,
        holdings=tuple(part),
    )
    return answer(found, {**headers, **more})


def _key_of_block(row: HoldingRow) -> tuple[str, str, int]:
    return row.account, row.series, row.first or 0


def _key_of_sum(row: HoldingRow) -> tuple[str, ...]:
    what = (row.account, row.mechanism, row.unit_type, row.vintage, row.state, row.measure)
    return (*what, row.period, row.authorisation, row.expires)


@router.get("/journal", operation_id="journal", response_model=RegistryJournal)
def journal(request: Request, service: Served, caller: Asking, page: Paged, account: Wanted = "") -> Response:
    """What happened, in order; an account holder sees what touched its own accounts."""
    headers = tagged(service, request)
    state = service.look(lambda state: state)
    own = service.look(lambda state: seen(caller, state))

    def _entries() -> Iterator[int]:
        for entry in service.store.read(page.after_number):
            touched = set(accounts_of(read_body(entry.body))) if account or own is not None else set()
            if (not account or account in touched) and (own is None or own & touched):
                yield entry.seq

    numbers, more = page.cut(_entries(), lambda number: (number,))
    found = [entry for number in numbers if (entry := service.store.entry(number)) is not None]
    answered = RegistryJournal(
        schema=Schema(name="registry-journal"),
        registry=service.store.registry,
        where=WHERE,
        entries=tuple(entry_row(state, entry) for entry in found),
    )
    return answer(answered, {**headers, **more})


@router.get("/journal/{number}", operation_id="entry", response_model=RegistryEntryAnswer)
async def entry(service: Served, caller: Asking, number: Number) -> Response:
    """One entry: its address never changes, nor does it."""
    found = await asyncio.to_thread(service.store.entry, number)
    own = await asyncio.to_thread(service.look, lambda state: seen(caller, state))
    if found is None or (own is not None and not own & set(accounts_of(read_body(found.body)))):
        raise Trouble("not-found")
    row = entry_row(service.state, found)
    schema, registry = Schema(name="registry-journal-entry"), service.store.registry
    headers = {"ETag": tag(found.seq, found.hash)}
    return answer(RegistryEntryAnswer(schema=schema, registry=registry, where=WHERE, entry=row), headers)


@router.get("/compliance", operation_id="compliance", response_model=RegistryCompliance)
def compliance(
    request: Request,
    service: Served,
    caller: Asking,
    page: Paged,
    account: Wanted = "",
    mechanism: Wanted = "",
    period: Wanted = "",
) -> Response:
    """Obligations, and what has been surrendered against them; an account holder sees its own."""
    headers = tagged(service, request)
    own = service.look(lambda state: seen(caller, state))
    found = service.look(lambda state: compliance_rows(state, account, mechanism, period))
    rows = sorted(
        (row for row in found if own is None or row.account in own),
        key=lambda row: (row.mechanism, row.period, row.account),
    )
    part, more = page.cut(rows, lambda row: (row.mechanism, row.period, row.account))
    schema, registry = Schema(name="registry-compliance"), service.store.registry
    return answer(
        RegistryCompliance(schema=schema, registry=registry, where=WHERE, compliance=tuple(part)), {**headers, **more}
    )


@router.get("/tallies", operation_id="tallies", response_model=RegistryTallies)
def tallies(request: Request, service: Served) -> Response:
    """The running numbers: what is left of limits, and what each Party adjusts for."""
    headers = tagged(service, request)
    return answer(service.look(lambda state: tallies_of(state, WHERE)), headers)
