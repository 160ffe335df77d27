"""Answers in pages and with tags: opaque cursors, Link headers, ETag, If-None-Match, If-Match."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel

from comity.api.problems import NotModified, Trouble
from comity.errors import Problem, said

T = TypeVar("T")
LIMIT_USUAL, LIMIT_MOST = 100, 1_000
CURSOR_CHARACTERS_MOST = 2_000
#: What an answer depends on beside its address.
VARY = "Authorization, Accept-Language"


class Page:
    """Which part of a list is asked for."""

    def __init__(
        self,
        request: Request,
        limit: Annotated[int, Query(ge=1, le=LIMIT_MOST)] = LIMIT_USUAL,
        cursor: Annotated[str, Query(max_length=CURSOR_CHARACTERS_MOST, pattern=r"^[A-Za-z0-9_=-]*$")] = "",
    ) -> None:
        self.limit, self._request = limit, request
        self.after = _read(cursor) if cursor else None
        """The key of the last row of the page before."""

    def cut(self, rows: Iterable[T], key: Callable[[T], tuple[Any, ...]]) -> tuple[Sequence[T], dict[str, str]]:
        """The rows of this page out of all, which are in the order of their keys; and a Link to the next page.

        Raises Trouble for a cursor that was not made for this list.
        """
        found: list[T] = []
        try:
            for row in rows:
                if self.after is None or key(row) > self.after:
                    found.append(row)
                    if len(found) > self.limit:
                        break
        except TypeError:
            raise _wrong() from None
        if len(found) <= self.limit:
            return found, {}
        part = found[: self.limit]
        cursor = urlsafe_b64encode(json.dumps(key(part[-1])).encode()).decode()
        address = self._request.url.include_query_params(cursor=cursor, limit=self.limit)
        return part, {"Link": f'<{address.path}?{address.query}>; rel="next"'}

    @property
    def after_number(self) -> int:
        """The number behind which the page begins, of a list that is ordered by one number. Raises Trouble."""
        if self.after is None:
            return 0
        if len(self.after) != 1 or type(self.after[0]) is not int:
            raise _wrong()
        return self.after[0]


Paged = Annotated[Page, Depends(Page)]


def _read(cursor: str) -> tuple[Any, ...]:
    try:
        parts = json.loads(urlsafe_b64decode(cursor.encode()))
    except (ValueError, RecursionError):
        raise _wrong() from None
    if not isinstance(parts, list) or not all(type(part) in (str, int) for part in parts):
        raise _wrong()
    return tuple(parts)


def _wrong() -> Trouble:
    return Trouble("malformed", problems=[Problem("", 0, "query.cursor", "…", said("expected-cursor"))])


def tag(seq: int, hash: str) -> str:
    """The ETag of everything that a journal says after an entry."""
    return f'"{seq}-{hash[:16]}"'


def unless_known(request: Request, tag: str) -> dict[str, str]:
    """The headers of a tagged answer. Raises NotModified where whoever asks has it."""
    headers = {"ETag": tag, "Vary": VARY, "Cache-Control": "private, no-cache"}
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        raise NotModified(headers)
    return headers


def wanted(request: Request, tag: str) -> bool:
    """Whether a command may be done in this state, as its If-Match has it."""
    asked = [one.strip() for one in request.headers.get("if-match", "*").split(",")]
    return tag in asked or "*" in asked


def answer(model: BaseModel, headers: dict[str, str] | None = None, status: int = 200) -> Response:
    """A response with the one object that `--json` would print."""
    return Response(model.model_dump_json(by_alias=True), status, headers, "application/json")
