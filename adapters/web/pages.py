"""The playground's pages: reads who asks, hands what was posted to the bot, and answers with HTML or nothing."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from aiohttp import web

from adapters import health
from adapters.web import translate, words
from adapters.web.client import COMMUNITY, PLATFORM, WebStage
from adapters.web.guard import HELPS, NEWCOMERS, Pace, refuse
from adapters.web.identity import COOKIE, NameRefusal, Names, Sealer, Visitor, cookie_of, nickname, visitor_of
from adapters.web.stream import follow, panel
from bot.instant import Instant
from bot.messages import Heard, Member, Place, Said
from bot.playground import Part, Posts
from bot.ports import Clock, Dice
from bot.wording.clean import clean
from bot.wording.welcome import FIRST

CHANNELS = ("general", "film-club", "classroom")
_CHANNEL = re.compile(r"[a-z0-9-]{1,40}")
_YEAR = 365 * 24 * 60 * 60


class Bot(Protocol):
    """What the playground asks of the bot."""

    async def hear(self, heard: Heard) -> None: ...

    async def complete(self, place: Place, line: str, member: Member | None) -> tuple[str, ...]: ...

    async def suggest(
        self, place: Place, command: str, option: str, typed: str, member: Member | None
    ) -> tuple[str, ...]: ...

    def answered(self, place: Place) -> int | None: ...

    async def ready(self) -> bool: ...


@dataclass(slots=True)
class Pages:
    """The handlers and what they share."""

    host: Bot
    stage: WebStage
    posts: Posts
    sealer: Sealer
    dice: Dice
    clock: Clock
    names: Names
    moderator_token: str
    secure: bool
    pace: Pace = field(default_factory=Pace)
    newcomers: Pace = field(default_factory=lambda: Pace(NEWCOMERS))
    helps: Pace = field(default_factory=lambda: Pace(HELPS))

    def routes(self) -> Iterable[web.RouteDef]:
        return (
            web.get("/", self.home),
            web.get("/c/{channel}", self.channel),
            web.post("/c/{channel}", self.posted),
            web.get("/c/{channel}/events", self.events),
            web.get("/c/{channel}/complete", self.complete),
            web.get("/c/{channel}/suggest", self.suggest),
            web.get("/complete", self.complete),
            web.get("/suggest", self.suggest),
            web.get("/name", self.naming),
            web.post("/name", self.named),
            web.get("/moderate/{token}", self.moderate),
            *health.routes(self.host.ready),
        )

    async def home(self, _request: web.Request) -> web.Response:
        raise web.HTTPSeeOther(f"/c/{CHANNELS[0]}")

    async def channel(self, request: web.Request) -> web.Response:
        """A channel as it stands: whole without script, and what the stream goes on from."""
        channel = _channel(request)
        visitor = self._visitor(request)
        if visitor is None or not visitor.name:
            return self._name_page(request.path, "", "")
        if not self.names.claim(visitor, self.clock.now()):
            return self._name_page(request.path, visitor.name, NameRefusal.TAKEN, 409)
        return await self._channel_page(channel, visitor)

    async def _channel_page(
        self, channel: str, visitor: Visitor, status: int = 200, sentence: str = "", kept: str = ""
    ) -> web.Response:
        posts = await self.posts.latest(COMMUNITY, channel, visitor.id)
        known = await self.posts.channels(COMMUNITY)
        page = translate.templates.get_template("channel.html").render(
            channel=channel,
            channels=tuple(dict.fromkeys((*CHANNELS, *known, channel))),
            visitor=visitor,
            moderates=visitor.member.moderates,
            fragments=[translate.fragment(post, visitor.id, channel) for post in posts],
            after=max((post.event for post in posts), default=0),
            standing=await panel(self.posts, channel),
            first=FIRST,
            delivery=self.dice.token(),
            sentence=sentence,
            kept=kept,
        )
        return web.Response(text=page, content_type="text/html", status=status)

    async def posted(self, request: web.Request) -> web.Response:
        """A line, a press or a filled form: shown to whom it concerns, then heard."""
        channel, visitor = _channel(request), self._visitor(request)
        if visitor is None or not visitor.name:
            return refuse(request, 403, words.NAMELESS)
        fields = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        # Not before the body is here: else who begins to send early could choose the answer later.
        now = self.clock.now()
        if not self.names.claim(visitor, now):
            return refuse(request, 409, NameRefusal.TAKEN)
        place = Place(PLATFORM, COMMUNITY, channel)
        heard = translate.heard(fields, place=place, member=visitor.member, spare=self.dice.token(), at=now)
        kept = fields.get("text", "")
        if not self.pace.allows(visitor.id, now):
            return await self._refuse_line(request, 429, words.TOO_FAST, channel, visitor, kept)
        if heard is None:
            return await self._refuse_line(request, 422, words.NOT_HEARD, channel, visitor, "")
        if isinstance(heard.content, Said):
            line = heard.content.text
            if len(line) > words.LONGEST_LINE and not line.lstrip().startswith("/"):
                return await self._refuse_line(request, 413, words.TOO_LONG, channel, visitor, kept)
            await self._put_up(heard, line)
        await self.host.hear(heard)
        if request.headers.get("X-Trivium") == "page":
            return web.Response(status=204)
        raise web.HTTPSeeOther(f"{request.path}#line")

    async def _put_up(self, heard: Heard, line: str) -> None:
        """Show the line before the reply to it. One too long to be a command is not worth its room."""
        text = clean(line[: words.LONGEST_LINE])
        if text and len(line) <= words.LONGEST_LINE:
            question = await self.posts.newest(COMMUNITY, heard.place.channel, Part.QUESTION)
            private = translate.gives_away(text, question.card if question else None, heard.sent_at)
            await self.stage.say(heard, text, private=private)

    async def _refuse_line(
        self, request: web.Request, status: int, sentence: str, channel: str, visitor: Visitor, kept: str
    ) -> web.Response:
        """The sentence beside the line that was refused, its text kept."""
        if request.headers.get("X-Trivium") == "page":
            return web.Response(status=status, text=sentence)
        return await self._channel_page(channel, visitor, status, sentence, kept)

    async def events(self, request: web.Request) -> web.StreamResponse:
        channel, visitor = _channel(request), self._visitor(request)
        if visitor is None or not visitor.name:
            return refuse(request, 403, words.NAMELESS)
        told = request.headers.get("Last-Event-ID") or request.query.get("after", "0")
        after = int(told) if told.isdecimal() and len(told) < 16 else 0

        def now() -> Instant:
            at = self.clock.now()
            self.names.claim(visitor, at)
            return at

        def answered() -> int | None:
            return self.host.answered(Place(PLATFORM, COMMUNITY, channel))

        return await follow(request, self.stage, channel, visitor.id, after, now, answered)

    async def complete(self, request: web.Request) -> web.Response:
        helped = self._helped(request)
        if isinstance(helped, web.Response):
            return helped
        line = _asked(request, "line")
        return web.json_response(await self.host.complete(self._place(request), line, helped.member))

    async def suggest(self, request: web.Request) -> web.Response:
        helped = self._helped(request)
        if isinstance(helped, web.Response):
            return helped
        command, option, typed = (_asked(request, name) for name in ("command", "option", "typed"))
        return web.json_response(
            await self.host.suggest(self._place(request), command, option, typed, helped.member)
        )

    def _helped(self, request: web.Request) -> Visitor | web.Response:
        """Whom to help with what they type, or why not: each look-up is work, so strangers get none."""
        visitor = self._visitor(request)
        if visitor is None:
            return refuse(request, 403, words.NAMELESS)
        if not self.helps.allows(visitor.id, self.clock.now()):
            return refuse(request, 429, words.TOO_FAST)
        return visitor

    async def naming(self, request: web.Request) -> web.Response:
        visitor = self._visitor(request)
        return self._name_page(_next(request.query.get("next", "")), visitor.name if visitor else "", "")

    async def named(self, request: web.Request) -> web.Response:
        """Give the visitor the name they chose, and a cookie that says so."""
        fields = await request.post()
        given, onward = str(fields.get("name", "")), _next(str(fields.get("next", "")))
        now, before = self.clock.now(), self._visitor(request)
        # A class sits behind one address: who is new is counted by it, who is known by their cookie.
        pace, who = (self.pace, before.id) if before else (self.newcomers, request.remote or "")
        if not pace.allows(who, now):
            return self._name_page(onward, given, words.TOO_FAST, 429)
        name = nickname(given)
        if isinstance(name, NameRefusal):
            return self._name_page(onward, given, name, 422)
        visitor = (before or Visitor(self.dice.token())).named(name)
        if not self.names.claim(visitor, now):
            return self._name_page(onward, given, NameRefusal.TAKEN, 409)
        if before is not None and before.name and before.name.casefold() != name.casefold():
            self.names.free(before)
        return self._onward(onward, visitor)

    async def moderate(self, request: web.Request) -> web.Response:
        """The operator's link: whoever opens it moderates."""
        token = request.match_info["token"]
        if not hmac.compare_digest(token.encode(), self.moderator_token.encode()):
            return refuse(request, 403, words.STALE_LINK)
        visitor = self._visitor(request) or Visitor(self.dice.token())
        return self._onward("/", visitor.moderating())

    def _visitor(self, request: web.Request) -> Visitor | None:
        return visitor_of(request.cookies.get(COOKIE, ""), self.sealer)

    def _place(self, request: web.Request) -> Place:
        told = request.match_info.get("channel") or request.query.get("channel", "")
        return Place(PLATFORM, COMMUNITY, told if _CHANNEL.fullmatch(told) else CHANNELS[0])

    def _name_page(self, onward: str, given: str, sentence: str, status: int = 200) -> web.Response:
        page = translate.templates.get_template("name.html").render(
            onward=onward, given=given, sentence=sentence
        )
        return web.Response(text=page, content_type="text/html", status=status)

    def _onward(self, path: str, visitor: Visitor) -> web.Response:
        response = web.Response(status=303, headers={"Location": path})
        response.set_cookie(
            COOKIE,
            cookie_of(visitor, self.sealer),
            max_age=_YEAR,
            httponly=True,
            samesite="Lax",
            secure=self.secure,
        )
        return response


def _channel(request: web.Request) -> str:
    """The channel in the address; a name that cannot be one is an address with nothing at it."""
    channel = request.match_info["channel"]
    if not _CHANNEL.fullmatch(channel):
        raise web.HTTPNotFound
    return channel


def _asked(request: web.Request, name: str) -> str:
    """What is to be completed; of a line longer than any, nothing is."""
    text = request.query.get(name, "")
    return text if len(text) <= words.LONGEST_LINE else ""


def _next(path: str) -> str:
    """Where to go on to: a channel of ours, never another site."""
    return path if path.startswith("/c/") and _CHANNEL.fullmatch(path[3:]) else "/"
