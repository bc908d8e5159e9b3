"""The server of the stand-in, and the trouble it can be told to make."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.ports import Clock
from tests.slack_stand_in import payloads
from tests.slack_stand_in.deliveries import Deliveries, Delivery, Kind
from tests.slack_stand_in.methods import Methods
from tests.slack_stand_in.refusals import Refused
from tests.slack_stand_in.responses import Responses
from tests.slack_stand_in.workspace import Account, Channel, Message, Team, Workspaces

SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
APP_TOKEN = "xapp-1-A0TRIVIUM-1-of-tests-alone"
CLIENT_ID, CLIENT_SECRET = "111.222", "a-client-secret-of-tests-alone"
SCOPES = (
    *("app_mentions:read", "channels:history", "channels:read", "chat:write", "commands"),
    *("groups:history", "groups:read", "im:history", "im:read", "im:write", "metadata.message:read"),
    *("mpim:history", "mpim:read", "team:read", "usergroups:read", "users:read"),
)


@dataclass
class Trouble:
    """What befalls calls of a method: the next `times` of them. `after`: once it was done, its answer is lost."""

    status: int = 200
    error: str = ""
    retry_after: int = 0
    after: bool = False
    times: int = 1
    channel: str = ""  # only where it is about this channel


class Slack:
    """One stand-in Slack. Start it, invite members, point the app at `api_url`."""

    def __init__(self, clock: Clock, seed: int = 1) -> None:
        self.clock = clock
        self.house = Workspaces(clock.now)
        self.complaints: list[str] = []
        self.calls: list[tuple[str, Mapping[str, Any]]] = []
        self.deliveries = Deliveries(clock.now, seed, SIGNING_SECRET)
        self.methods = Methods(self.house, self._posted, self.complaints.append, lambda: self.scopes)
        self.responses = Responses(self.house, self.methods)
        self.scopes = frozenset(SCOPES)
        self.commands: frozenset[str] | None = None  # those of the app's manifest; None takes all
        self.events: frozenset[str] | None = None
        self.codes: dict[str, Team] = {}  # OAuth codes that are good for one installation
        self.own_events = True  # whether the app hears of its own messages
        self._troubles: dict[str, list[Trouble]] = {}
        self._tasks: set[asyncio.Task[object]] = set()
        self._numbers = 0

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link", self.deliveries.serve)
        app.router.add_post("/response/{name}", self.responses.serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self.responses.base = f"{self.url}/response"

    def configure(self, manifest: Mapping[str, Any]) -> None:
        """The app is made from this manifest: what it may do, what it hears of, which commands there are."""
        self.scopes = frozenset(manifest["oauth_config"]["scopes"]["bot"])
        self.events = frozenset(manifest["settings"]["event_subscriptions"]["bot_events"])
        self.commands = frozenset(one["command"] for one in manifest["features"]["slash_commands"])

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL is set to."""
        return f"{self.url}/api"

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.deliveries.close()
        await self._runner.cleanup()

    # --- who and where ---

    def team(self, name: str = "Harbour", *, installed: bool = True) -> Team:
        """A workspace, with the app in it or not yet."""
        id = self.house.name("T")
        team = Team(
            id, name, name.casefold(), f"xoxb-{id}-of-tests", self.house.name("U"), self.house.name("B")
        )
        self.house.accounts[team.bot] = Account(team.bot, "Trivium", team.id, is_bot=True)
        if installed:
            self.house.teams[team.id] = team
        return team

    def account(self, team: Team, name: str, **flags: bool) -> Account:
        account = Account(self.house.name("U"), name, team.id, **flags)
        self.house.accounts[account.id] = account
        return account

    def channel(
        self, team: Team, name: str, members: Iterable[Account], *, bot: bool = True, id: str = ""
    ) -> Channel:
        inside = {one.id for one in members} | ({team.bot} if bot else set())
        channel = Channel(id or self.house.name("C"), name, team.id, "channel", inside)
        self.house.channels[channel.id] = channel
        return channel

    # --- trouble ---

    def trouble(self, method: str, trouble: Trouble) -> None:
        """The next calls of a method go so."""
        self._troubles.setdefault(method, []).append(trouble)

    def revoke(self, team: Team) -> None:
        """The workspace's token is good for nothing from now on."""
        team.revoked = True

    def _befalls(self, method: str, given: Mapping[str, Any]) -> Trouble | None:
        for trouble in self._troubles.get(method, ()):
            if trouble.times > 0 and trouble.channel in ("", given.get("channel")):
                trouble.times -= 1
                return trouble
        return None

    # --- the Web API ---

    async def _api(self, request: web.Request) -> web.Response:
        method, given = request.match_info["method"], await _arguments(request)
        self.calls.append((method, given))
        trouble = self._befalls(method, given)
        if trouble is not None and not trouble.after:
            return _troubled(trouble)
        try:
            answer = await self._answer(request, method, given)
        except Refused as refused:
            answer = refused.answer
        if trouble is not None:
            return _troubled(trouble)
        return web.json_response(answer, headers={"x-oauth-scopes": ",".join(sorted(self.scopes))})

    async def _answer(self, request: web.Request, method: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
        if method == "oauth.v2.access":
            return self._installed(request, given)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or given.get("token", "")
        if method == "apps.connections.open":
            if token != APP_TOKEN:
                raise Refused("invalid_auth" if token else "not_authed")
            return {"ok": True, "url": f"{self.url.replace('http', 'ws')}/link?ticket={len(self.calls)}"}
        team = self.house.team_of(token)
        if team is None:
            raise Refused("invalid_auth" if token else "not_authed")
        if team.revoked:
            raise Refused("token_revoked")
        if method not in self.methods:
            self.complaints.append(f"{method}: the stand-in knows no such method")
            raise Refused("unknown_method")
        needed = self.methods.scopes_of.get(method)
        if needed is not None and needed not in self.scopes:
            raise Refused("missing_scope", needed=needed, provided=",".join(sorted(self.scopes)))
        return await self.methods.call(method, team, given)

    def _installed(self, request: web.Request, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """A code exchanged for a workspace's token, once."""
        basic = request.headers.get("Authorization", "").removeprefix("Basic ")
        id, _, secret = base64.b64decode(basic).decode().partition(":")
        if (given.get("client_id", id), given.get("client_secret", secret)) != (CLIENT_ID, CLIENT_SECRET):
            raise Refused("bad_client_secret")
        team = self.codes.pop(given.get("code", ""), None)
        if team is None:
            raise Refused("invalid_code")
        self.house.teams[team.id] = team
        team.revoked = False
        installer = next(
            one for one in self.house.accounts.values() if one.team == team.id and not one.is_bot
        )
        return {
            "ok": True,
            "app_id": payloads.APP,
            "authed_user": {"id": installer.id},
            "scope": ",".join(sorted(self.scopes)),
            "token_type": "bot",
            "access_token": team.token,
            "bot_user_id": team.bot,
            "team": {"id": team.id, "name": team.name},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    # --- deliveries ---

    async def event(self, team: Team, inside: Mapping[str, Any], *, id: str = "") -> Delivery | None:
        """An event for the app; nothing where its manifest does not ask for it."""
        if self.events is not None and _subscription(inside) not in self.events:
            return None
        self._numbers += 1
        at = str(inside.get("event_ts") or self.house.ts())
        envelope = payloads.event(team, id or f"Ev{self._numbers:08d}", at, inside)
        return await self.deliver("events_api", envelope)

    async def deliver(self, kind: Kind, payload: Mapping[str, Any]) -> Delivery:
        return await self.deliveries.deliver(Delivery(kind, payload))

    def behind(self, work: Coroutine[Any, Any, object]) -> None:
        """Does it beside everything else; `idle` waits for it."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def idle(self) -> None:
        """Waits until all that is on its way to the app has been delivered."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def _posted(self, team: Team, message: Message) -> None:
        """The app hears of its own messages as of everybody's."""
        channel = self.house.channels[message.channel]
        if self.own_events and team.bot in channel.members:
            parent = self.house.parent(message)
            self.behind(self.event(team, payloads.message(message, channel, team, parent)))


async def _arguments(request: web.Request) -> dict[str, Any]:
    """What a method was called with: of the address, of a form, of JSON."""
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        given |= await request.json()
    else:
        given |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    for name in ("blocks", "view", "metadata"):
        if isinstance(given.get(name), str):
            given[name] = json.loads(given[name])
    return given


def _troubled(trouble: Trouble) -> web.Response:
    if trouble.status == 429:
        answer = {"ok": False, "error": "ratelimited"}
        return web.json_response(answer, status=429, headers={"Retry-After": str(trouble.retry_after)})
    if trouble.status != 200:
        return web.Response(
            status=trouble.status, text="<html>upstream connect error</html>", content_type="text/html"
        )
    return web.json_response({"ok": False, "error": trouble.error})


def _subscription(inside: Mapping[str, Any]) -> str:
    """What an event is called in a manifest."""
    if inside["type"] != "message":
        return str(inside["type"])
    kinds = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
    return f"message.{kinds[inside['channel_type']]}"
