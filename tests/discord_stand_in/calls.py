"""A request to the stand-in's REST side and its answer, as values; and how a test makes one go wrong."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any

from tests.discord_stand_in.world import JSON


@dataclass(frozen=True, slots=True)
class Call:
    """One request: `path` is the description's template, `params` what stands in its braces."""

    method: str
    path: str
    url: str
    params: dict[str, str]
    query: dict[str, str]
    body: Any
    authorised: bool


@dataclass(frozen=True, slots=True)
class Answer:
    status: int = 200
    body: Any = None
    headers: tuple[tuple[str, str], ...] = ()


class Refused(Exception):
    """Discord's refusal: an HTTP status, Discord's own code, and words."""

    def __init__(self, status: int, code: int, message: str, errors: JSON | None = None) -> None:
        super().__init__(message)
        body = {"message": message, "code": code} | ({"errors": errors} if errors else {})
        self.answer = Answer(status, body)


def malformed(why: str) -> Refused:
    return Refused(
        400, 50035, "Invalid Form Body", {"_errors": [{"code": 0, "message": why}]}
    )  # the code of a field's error is a word at Discord; the description wants a number


@dataclass(slots=True)
class Done:
    """A request that came, for tests to count."""

    method: str
    path: str
    url: str
    body: Any
    status: int
    at: float  # by the loop's clock


@dataclass(eq=False)
class Fault:
    """What goes wrong with the next `times` requests that fit.

    `late`: the request is done first, and only its answer is lost. `status` 0 cuts the connection. `hold` keeps the
    answer back until it is set.
    """

    method: str
    url: str  # a regular expression, searched for in the path
    status: int = 500
    body: Any = None
    headers: tuple[tuple[str, str], ...] = ()
    times: int = 1
    late: bool = False
    hold: asyncio.Event | None = None
    met: int = field(default=0)

    def fits(self, method: str, url: str) -> bool:
        return self.times > self.met and self.method in ("*", method) and bool(re.search(self.url, url))


def limited(retry_after: float = 0.05, *, everywhere: bool = False) -> dict[str, Any]:
    """The status, body and headers of a 429, as keywords of a Fault."""
    body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": everywhere}
    headers = (("Retry-After", str(retry_after)), ("X-RateLimit-Scope", "global" if everywhere else "user"))
    return {
        "status": 429,
        "body": body,
        "headers": headers + ((("X-RateLimit-Global", "true"),) if everywhere else ()),
    }
