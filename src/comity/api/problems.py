"""What goes wrong, as problem details (RFC 9457): code, clause, and a sentence in the language of the request."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from comity.errors import InputError, Problem, Refusal, Said, said
from comity.registry.store import Unavailable
from comity.registry.writer import Closed, NotKept
from comity.results.api import ProblemDetails
from comity.text import Text, load, printable
from comity.world.answers import problem_rows
from comity.world.problems import shown

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
NO_HEADERS: Mapping[str, str] = MappingProxyType({})
#: The service's own codes: status, and the rule that stands against the request.
CODES: Mapping[str, tuple[int, str]] = {
    "unauthenticated": (401, "service.authentication"),
    "forbidden": (403, "service.roles"),
    "oidc-refused": (401, "service.authentication"),
    "oidc-no-role": (403, "service.roles"),
    "oidc-several-roles": (403, "service.roles"),
    "oidc-no-claim": (403, "service.authentication"),
    "oidc-unavailable": (503, "service.authentication"),
    "not-own": (403, "service.own-accounts"),
    "own-request": (403, "service.four-eyes"),
    "not-found": (404, "service.addresses"),
    "method-not-allowed": (405, "service.addresses"),
    "too-early": (409, "service.four-eyes"),
    "decided-already": (409, "service.four-eyes"),
    "key-waiting": (409, "registry.idempotency"),
    "changed-meanwhile": (412, "service.conditions"),
    "too-large": (413, "service.limits"),
    "malformed": (422, "service.requests"),
    "too-many-requests": (429, "service.limits"),
    "too-many-jobs": (429, "service.limits"),
    "job-died": (503, "service.limits"),
    "internal": (500, "service.storage"),
    "unavailable": (503, "service.storage"),
    "registry-silent": (503, "registry.external-transfers"),
}
REFUSED = 409
_HTTP = {400: "malformed", 404: "not-found", 405: "method-not-allowed"}
#: Seconds after which it is worth trying again.
RETRY_SECONDS = "1"


class Trouble(Exception):
    """The service says no. `code` is one of CODES; the arguments go into its sentence."""

    def __init__(
        self, code: str, *, problems: Sequence[Problem] = (), headers: Mapping[str, str] = NO_HEADERS, **args: object
    ) -> None:
        self.code, self.problems, self.headers = code, tuple(problems), dict(headers)
        self.status, self.clause = CODES[code]
        self.said = said(f"api-problem-{code}", **args)
        super().__init__(code)


class NotModified(Exception):
    """Whoever asks has the answer already."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.headers = dict(headers)
        super().__init__()


def text_of(accept_language: str) -> Text:
    """The words in the language that a request prefers: Chinese where it is asked for before English."""
    best, found = 0.0, "en"
    for part in accept_language.split(","):
        tag, _, rest = part.strip().lower().partition(";")
        weight = rest.strip().removeprefix("q=")
        try:
            quality = float(weight) if rest else 1.0
        except ValueError:
            quality = 0.0
        language = tag.strip().partition("-")[0]
        if language in ("en", "zh") and quality > best:
            best, found = quality, language
    return load("zh" if found == "zh" else "en")


def words(request: Request) -> Text:
    """The words in the language of a request."""
    return text_of(request.headers.get("accept-language", ""))


def details(
    text: Text, status: int, code: str, clause: str, sentence: Said, problems: Sequence[Problem] = ()
) -> ProblemDetails:
    """A problem in words."""
    return ProblemDetails(
        type="about:blank",
        title=text(f"api-title-{status}"),
        status=status,
        detail=printable(text.say(sentence)),
        code=code,
        clause=clause,
        problems=problem_rows(text, problems),
    )


def explained(text: Text, error: Exception) -> ProblemDetails:
    """Any error that is raised on purpose, in words; of all others only that there was one."""
    if isinstance(error, Refusal):
        return details(text, REFUSED, error.code, error.clause, error.said)
    told = _told(error)
    return details(text, told.status, told.code, told.clause, told.said, told.problems)


def _told(error: Exception) -> Trouble:
    if isinstance(error, HTTPException):
        if isinstance(error.__cause__, Trouble):  # raised while the body was read
            return error.__cause__
        return Trouble(_HTTP.get(error.status_code, "internal"))
    if isinstance(error, Trouble):
        return error
    if isinstance(error, RequestValidationError):
        return invalid(error)
    if isinstance(error, InputError):
        return Trouble("malformed", problems=error.problems)
    if isinstance(error, NotKept | Closed | Unavailable):
        logger.error("unavailable", exc_info=error)
        return Trouble("unavailable")
    logger.error("unexpected", exc_info=error)
    return Trouble("internal")


def answered(request: Request, error: Exception) -> Response:
    """The response to a request that met an error."""
    text = words(request)
    return respond(request, explained(text, error), text.lang, getattr(error, "headers", None) or {})


def respond(
    request: Request, problem: ProblemDetails, language: str, headers: Mapping[str, str] = NO_HEADERS
) -> Response:
    """The response that is a problem, in words of a language."""
    request.state.outcome = problem.code
    extra = {"Content-Language": language, "Cache-Control": "no-store", **headers}
    if problem.status == CODES["unauthenticated"][0]:
        extra["WWW-Authenticate"] = "Bearer"
    if problem.status in (CODES["too-many-requests"][0], CODES["unavailable"][0]):
        extra.setdefault("Retry-After", RETRY_SECONDS)
    content = problem.model_dump_json(by_alias=True)
    return Response(content, problem.status, extra, MEDIA_TYPE)


_NO_KEY = said("expected-no-argument")


def invalid(error: RequestValidationError) -> Trouble:
    """What is wrong with a body, a query or a header, place by place."""
    text = load("en")
    problems = []
    for one in error.errors():
        kind = str(one["type"]).replace("_", "-")
        place = ".".join(str(part) for part in one["loc"])
        args = {key: str(value) for key, value in one.get("ctx", {}).items() if key != "error"}
        found: str | Said = said("found-nothing") if kind == "missing" else shown(one.get("input"))
        if kind == "extra-forbidden":
            problems.append(Problem("", 0, place, said("found-key", key=shown(str(one["loc"][-1]))), _NO_KEY))
            continue
        expected = said(f"rule-{kind}", **args)
        try:
            text.say(expected)
        except (KeyError, ValueError):  # a rule that is told with more than pydantic says, or not at all
            expected = said("rule-other", kind=kind)
        problems.append(Problem("", 0, place, found, expected))
    return Trouble("malformed", problems=problems)


def install(app: FastAPI) -> None:
    """Answer as a problem what goes wrong before or behind an operation; what does inside, its guard answers."""

    async def _answer(request: Request, error: Exception) -> Response:
        return answered(request, error)

    for kind in (HTTPException, Unavailable):
        app.add_exception_handler(kind, _answer)
