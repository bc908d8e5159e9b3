"""The stand-in as a whole: one port for REST and the gateway, every request checked, faults where a test wants them."""

from __future__ import annotations

import asyncio
import functools
import json
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

from bot.ports import Clock
from tests.discord_stand_in import payloads
from tests.discord_stand_in.calls import Answer, Call, Done, Fault, Refused
from tests.discord_stand_in.contract import Contract
from tests.discord_stand_in.gateway import (
    GUILD_MEMBERS,
    GUILD_PRESENCES,
    MESSAGE_CONTENT,
    Allowed,
    Gateway,
    Session,
)
from tests.discord_stand_in.interactions import Interactions
from tests.discord_stand_in.messages import Messages
from tests.discord_stand_in.realm import Realm
from tests.discord_stand_in.rest import Handler, Rest
from tests.discord_stand_in.world import JSON

BASE = "/api/v10"
OPEN = ("/interactions/", "/webhooks/")  # routes whose token stands in their address


class StandIn:
    """A Discord of its own. `violations` are requests that Discord would not take, and answers it would not give."""

    def __init__(
        self,
        clock: Clock,
        contract: Contract | None,
        *,
        token: str = "a-token-of-tests",
        content: bool = True,
        shards: int = 1,
        concurrency: int = 1,
        members_sent: bool = False,
    ) -> None:
        self.token = token
        self.realm = Realm(clock, shards=shards, concurrency=concurrency, content=content)
        self.messages = Messages(self.realm, clock)
        privileged = GUILD_MEMBERS | GUILD_PRESENCES if members_sent else 0
        privileged |= MESSAGE_CONTENT if content else 0
        allowed = Allowed(lambda: self.token, privileged, shards, concurrency)
        self.gateway = Gateway(allowed, self._greet, self.messages.wake)
        self.rest = Rest(self.realm, self.messages, self.gateway, clock)
        self.interactions = Interactions(self.realm, self.messages, self.gateway, self.rest, clock)
        self.violations: list[str] = []
        self.requests: list[Done] = []
        self.under_way = 0
        self._faults: list[Fault] = []
        self._contract = contract
        self._members_sent = members_sent
        self._runner: web.AppRunner | None = None
        self._port = 0

    # --- its life ---

    async def start(self) -> None:
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.router.add_get("/", self.gateway.connect)
        for (method, path), handler in {**self.rest.routes(), **self.interactions.routes()}.items():
            app.router.add_route(method, BASE + path, functools.partial(self._handle, method, path, handler))
        app.router.add_route("*", "/{anything:.*}", self._unknown)
        self._runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        addresses: Sequence[tuple[str, int]] = self._runner.addresses
        self._port = addresses[0][1]
        self.realm.gateway_url = self.gateway_url

    async def stop(self) -> None:
        self.gateway.abort()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self._port}{BASE}"

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self._port}/"

    def fails(self, fault: Fault) -> Fault:
        """Lets the next requests that fit go wrong."""
        self._faults.append(fault)
        return fault

    def sent(self, method: str, part: str = "") -> list[Done]:
        """The requests that came, by method and a part of their address."""
        return [done for done in self.requests if done.method == method and part in done.url]

    # --- READY ---

    def _greet(self, session: Session) -> tuple[JSON, list[JSON]]:
        bot = self.realm.bot
        mine = [
            guild
            for guild in self.realm.guilds.values()
            if bot.id in guild.members and (int(guild.id) >> 22) % session.shards == session.shard
        ]
        ready = {
            "v": 10,
            "user": payloads.own_user(bot),
            "guilds": [{"id": guild.id, "unavailable": True} for guild in mine],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.gateway_url,
            "shard": [session.shard, session.shards],
            "application": {"id": bot.id, "flags": self.realm.application()["flags"]},
            "private_channels": [],
            "relationships": [],
            "presences": [],
            "user_settings": {},
            "_trace": [],
        }
        creates = []
        for guild in mine:
            members = list(guild.members.values()) if self._members_sent else [guild.members[bot.id]]
            creates.append(payloads.guild_create(guild, members))
        return ready, creates

    # --- requests ---

    async def _unknown(self, request: web.Request) -> web.Response:
        self.violations.append(f"{request.method} {request.path}: the stand-in has no such route")
        return _response(Answer(404, {"message": "404: Not Found", "code": 0}))

    async def _handle(
        self, method: str, path: str, handler: Handler, request: web.Request
    ) -> web.StreamResponse:
        self.under_way += 1
        self.messages.wake()
        try:
            return await self._handled(method, path, handler, request)
        finally:
            self.under_way -= 1
            self.messages.wake()

    async def _handled(
        self, method: str, path: str, handler: Handler, request: web.Request
    ) -> web.StreamResponse:
        raw = await request.read()
        call = Call(
            method,
            path,
            request.path.removeprefix(BASE),
            dict(request.match_info),
            dict(request.query),
            json.loads(raw) if raw and request.content_type == "application/json" else None,
            request.headers.get("Authorization") == f"Bot {self.token}",
        )
        if raw and request.content_type != "application/json":
            self.violations.append(f"{method} {call.url}: a body of type {request.content_type}")
        fault = next((one for one in self._faults if one.fits(method, call.url)), None)
        if fault is None:
            answer = await self._answered(call, handler, request)
        else:
            fault.met += 1
            self.messages.wake()
            answer = await self._fails(fault, lambda: self._answered(call, handler, request), request)
        loop = asyncio.get_running_loop()
        self.requests.append(Done(method, path, call.url, call.body, answer.status, loop.time()))
        return _response(answer)

    async def _fails(
        self, fault: Fault, work: Callable[[], Awaitable[Answer]], request: web.Request
    ) -> Answer:
        done = await work() if fault.late else None
        if fault.hold is not None:
            await fault.hold.wait()
            return done or await work()
        if fault.status == 0:
            if request.transport is not None:
                request.transport.abort()
            return Answer(599)
        return Answer(fault.status, fault.body or {"message": "Gone wrong", "code": 0}, fault.headers)

    async def _answered(self, call: Call, handler: Handler, request: web.Request) -> Answer:
        if not request.headers.get("User-Agent", "").startswith("DiscordBot ("):
            self.violations.append(f"{call.method} {call.url}: no user agent of a bot")
        if not call.authorised and not call.url.startswith(OPEN):
            return Answer(401, {"message": "401: Unauthorized", "code": 0})
        if wrong := self._asked_wrong(call):
            self.violations.append(wrong)
            return Answer(400, {"message": "Invalid Form Body", "code": 50035})
        try:
            answer = await handler(call)
        except Refused as refused:
            answer = refused.answer
            if answer.body["code"] == 50035:  # what no bot should ever send
                self.violations.append(f"{call.method} {call.url}: {answer.body['errors']}")
        if self._contract is not None and self._contract.knows(call.method, call.path):
            wrong = self._contract.response(call.method, call.path, answer.status, answer.body)
            if wrong:
                self.violations.append(f"the stand-in itself: {wrong}")
        return answer

    def _asked_wrong(self, call: Call) -> str:
        if self._contract is None or not self._contract.knows(call.method, call.path):
            return ""
        return self._contract.request(call.method, call.path, call.body)


def _response(answer: Answer) -> web.Response:
    headers = {
        "X-RateLimit-Limit": "1000",
        "X-RateLimit-Remaining": "999",
        "X-RateLimit-Reset-After": "1.000",
        "Via": "1.1 stand-in",
        **dict(answer.headers),
    }
    if answer.body is None:
        return web.Response(status=answer.status, headers=headers)
    # Exactly this type, without a charset: the client library compares it whole.
    return web.Response(
        status=answer.status,
        body=json.dumps(answer.body).encode(),
        headers={**headers, "Content-Type": "application/json"},
    )
