"""What every request passes: whose name it was sent to, where it came from, how much and how often.

Refusals are one sentence each: as text for our script, as a small page for a browser without it.
"""

from __future__ import annotations

import ipaddress
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from urllib.parse import SplitResult, urlsplit

from aiohttp import web

from adapters.web import words
from adapters.web.translate import templates
from bot.instant import SECOND, Instant
from bot.ports import StageFault

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

BODY_BYTES = 16 * 1024
POSTS, WITHIN = 20, 5 * SECOND
NEWCOMERS = 120  # of one address, which may be a school's
HELPS = 150  # completions and suggestions; one goes with each key pressed

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": with it browsers send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Pace:
    """How often each visitor posts; generous, so that only a script meets it."""

    def __init__(self, posts: int = POSTS) -> None:
        self._posts = posts
        self._times: dict[str, deque[Instant]] = {}

    def allows(self, who: str, at: Instant) -> bool:
        times = self._times.setdefault(who, deque())
        while times and at - times[0] >= WITHIN:
            times.popleft()
        if len(times) >= self._posts:
            return False
        times.append(at)
        if len(self._times) > 10_000:  # visitors long gone
            self._times = {
                name: kept for name, kept in self._times.items() if kept and at - kept[-1] < WITHIN
            }
        return True


def refuse(request: web.Request, status: int, sentence: str) -> web.Response:
    """One sentence, in the shape its reader can show."""
    if request.headers.get("X-Trivium") == "page":
        return web.Response(status=status, text=sentence)
    page = templates.get_template("refused.html").render(sentence=sentence, back=_back(request))
    return web.Response(status=status, text=page, content_type="text/html")


def _back(request: web.Request) -> str:
    return request.path if request.path.startswith("/c/") else "/"


def loopback(host_name: str) -> bool:
    if host_name == "localhost":
        return True
    try:
        return ipaddress.ip_address(host_name).is_loopback
    except ValueError:
        return False


def guard(host_name: str, public_url: str | None) -> Callable[..., Awaitable[web.StreamResponse]]:
    """Middleware for hosts, origins and faults.

    Bound to this machine alone, only its own names are answered: else a page of any site could have its name
    point here and read along.
    """
    public = urlsplit(public_url).netloc if public_url else ""
    names = {"localhost", "127.0.0.1", "::1", host_name, urlsplit(public_url or "").hostname or ""} - {""}
    closed = loopback(host_name)

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        if closed and _parts(f"//{request.host}").hostname not in names:
            return refuse(request, 421, words.OTHER_HOST)
        if request.method == "POST" and not _from_here(request, public):
            return refuse(request, 403, words.OTHER_SITE)
        try:
            return await handler(request)
        except web.HTTPRequestEntityTooLarge:
            return refuse(request, 413, words.TOO_LONG)
        except web.HTTPNotFound:
            return refuse(request, 404, words.NO_PAGE)
        except StageFault as fault:
            logging.getLogger(__name__).error("%s", fault)
            return refuse(request, 503, words.NOT_KEPT)

    return guarded


def _parts(address: str) -> SplitResult:
    """The address taken apart; one that cannot be is an empty one, which is nobody's."""
    try:
        return urlsplit(address)
    except ValueError:  # half a bracket, say
        return urlsplit("")


def _from_here(request: web.Request, public: str) -> bool:
    origin = request.headers.get("Origin")
    if origin is not None:
        return _parts(origin).netloc in {request.host, public} - {""}
    # Browsers that leave Origin out say where a request came from in another way; programs say neither.
    return request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    if request.path.startswith("/static/"):
        response.headers["Cache-Control"] = "no-cache"  # kept, and asked after each time
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
