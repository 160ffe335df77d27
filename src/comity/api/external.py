"""What other registries ask of this one beside commands: what became of transfers, totals, blocks."""

import asyncio
from typing import Annotated, Any, TypeVar, get_args

from fastapi import APIRouter, Query, Request, Response
from msgspec import Struct, to_builtins

from comity.api.bodies import MANY_MOST, Words, command_of, messages_of
from comity.api.guard import Guarded
from comity.api.own import check_own
from comity.api.pages import Paged, answer
from comity.api.problems import Trouble
from comity.api.reads import tagged
from comity.api.service import WHERE, Asking, Served
from comity.errors import Refusal
from comity.registry import ledger
from comity.registry.answers.external import external_key, external_rows
from comity.registry.commands import AdmitExternal
from comity.registry.exchange import side
from comity.registry.exchange.peer import Message, Unreachable
from comity.registry.plans.issues import SERIAL_MOST
from comity.registry.refusals import register
from comity.results import Answer, RegistryExternal, Schema
from comity.results.api import (
    ExternalAnswer,
    ExternalAnswers,
    ExternalBooks,
    ExternalHeard,
    ExternalPlaces,
    ExternalWords,
)

A = TypeVar("A", bound=Answer)
router = APIRouter(route_class=Guarded, prefix="/registry/external", tags=["external transfers"])
Asked = Annotated[tuple[Annotated[int, Query(ge=1, le=SERIAL_MOST)], ...], Query(max_length=MANY_MOST)]
#: The kinds of messages by the word that tells them apart.
MESSAGES: dict[str, type[Message]] = {str(kind.__struct_config__.tag): kind for kind in get_args(Message)}
#: Of a message that the registry in whose name it came does not stand by.
DISOWNED = Refusal("external-differs", register()["external-differs"].rule)


async def messages(request: Request, service: Served, caller: Asking, body: Any) -> Response:
    """Have messages of another registry decided, in order, each by itself; to repeat them has no second effect."""
    asked: list[Any] = [command_of(MESSAGES[one.do], one) for one in body.messages]
    request.state.subject = f"{len(asked)} messages"
    for message in asked:
        check_own(caller, message, service.state)
    said = [message for message in asked if not isinstance(message, AdmitExternal)]
    try:
        disowned = await asyncio.to_thread(service.exchange.disowned, caller.holder, said)
    except Unreachable:
        raise Trouble("registry-silent") from None
    known = [message for message in asked if message not in disowned]
    requests = [ledger.Request(message, side.key_of(message)) for message in known]
    async with service.gate.passing(alone=False):
        outcomes = dict(zip(known, await asyncio.to_thread(service.submit_many, requests), strict=True))
    answers = tuple(_decided(outcomes.get(message, DISOWNED)) for message in asked)
    request.state.outcome = f"{sum(one.entry is not None for one in answers)} entries"
    return answer(ExternalAnswers(schema=Schema(name="external-answers"), answers=answers))


messages.__annotations__["body"] = messages_of(*MESSAGES.values())
router.add_api_route(
    "/messages", messages, methods=["POST"], operation_id="external-messages", response_model=ExternalAnswers
)


def _decided(outcome: ledger.Outcome) -> ExternalAnswer:
    if isinstance(outcome, Refusal):
        return ExternalAnswer(entry=None, refused=outcome.code, clause=outcome.clause)
    return ExternalAnswer(entry=outcome.seq, refused="", clause=outcome.clause)


@router.get("", operation_id="external", response_model=RegistryExternal)
def under_way(request: Request, service: Served, page: Paged) -> Response:
    """The external transfers that are under way: units, accounts, how far they are."""
    headers = tagged(service, request)
    seq, rows = service.look(lambda state: (state.seq, external_rows(state)))
    part, more = page.cut(rows, external_key)
    schema, registry = Schema(name="registry-external"), service.store.registry
    found = RegistryExternal(schema=schema, registry=registry, where=WHERE, entry=seq, transfers=tuple(part))
    return answer(found, {**headers, **more})


@router.get("/words", operation_id="external-words", response_model=ExternalWords)
def words(service: Served, caller: Asking, transfer: Asked) -> Response:
    """What became of transfers to the registry that asks."""
    recall = service.store.entry
    found = service.look(lambda state: [side.word(state, recall, number, caller.holder) for number in transfer])
    told = [to_builtins(word) for word in found]
    return answer(ExternalWords.model_validate({"schema": Schema(name="external-words"), "words": told}))


@router.get("/heard", operation_id="external-heard", response_model=ExternalHeard)
def heard(service: Served, registry: Annotated[Words, Query()], transfer: Asked) -> Response:
    """Which transfers of a registry have been completed here."""
    found = service.look(lambda state: side.heard(state, registry, transfer))
    return answer(ExternalHeard(schema=Schema(name="external-heard"), heard=tuple(sorted(found))))


@router.get("/books", operation_id="external-books", response_model=ExternalBooks)
def books(service: Served) -> Response:
    """Totals: what went to and came from other registries, and what is here of it."""
    return _told(ExternalBooks, "external-books", service.look(side.books))


@router.get("/places", operation_id="external-places", response_model=ExternalPlaces)
def places(service: Served, series: Annotated[Words, Query()]) -> Response:
    """Blocks: where the units of one series are."""
    return _told(ExternalPlaces, "external-places", service.look(lambda state: side.places(state, series)))


def _told(kind: type[A], name: str, found: Struct) -> Response:
    return answer(kind.model_validate({"schema": Schema(name=name), **to_builtins(found)}))
