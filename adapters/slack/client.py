"""Slack, joined: the Bolt app with its sockets or its addresses, and the stage beside it.

One law: what is delivered goes through Bolt (its signature, its workspace) to `Ears`, and nothing goes another way.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.joining import NotJoined
from adapters.secret_key import Sealer
from adapters.slack import installing, server
from adapters.slack.calls import NO_TOKEN, Calls, error_of, retries
from adapters.slack.clock import SlackClock
from adapters.slack.doors import Installations, Moderators, Posts
from adapters.slack.ears import Ears
from adapters.slack.finding import Finding
from adapters.slack.happenings import Happenings
from adapters.slack.members import Members
from adapters.slack.pending import Pending
from adapters.slack.responses import Responses
from adapters.slack.results import Results
from adapters.slack.stage import SlackStage
from adapters.slack.threads import Threads
from adapters.slack.workspaces import Authorize, Workspaces
from bot.host import Host
from bot.instant import MINUTE
from bot.messages import Show, Shown
from bot.ports import Clock, Dice, StageFault

log = logging.getLogger("trivium.slack")

NOTED = 14 * 24 * 60 * MINUTE  # how long it is kept which card stands where
SECONDS = 15  # for one call of Slack's
PING = 10.0  # seconds between signs of life on a socket


@dataclass(frozen=True, slots=True)
class Access:
    """What an operator has set for Slack; "" for what they have not. `app_token` chooses Socket Mode."""

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api"
    host: str = "127.0.0.1"
    port: int = 3000
    public_url: str = ""

    @property
    def installs(self) -> bool:
        """Whether other workspaces can install the app."""
        return bool(self.client_id and self.client_secret)


class Hearing(AsyncMiddleware):
    """The last of Bolt's rooms: whatever it has let through is ours."""

    def __init__(self, ears: Ears) -> None:
        self._ears = ears

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        return await self._ears.take(req)


class SlackPlatform:
    """A joined Slack: `show` puts cards on its screens, `serve` hears."""

    def __init__(
        self, access: Access, app: AsyncApp, stage: SlackStage, ears: Ears, workspaces: Workspaces
    ) -> None:
        self._access = access
        self._app = app
        self._stage = stage
        self._ears = ears
        self._workspaces = workspaces
        self._lost = asyncio.Event()
        workspaces.lost = self._refused
        self.port = 0  # of the addresses, once they are open
        self.ready = asyncio.Event()  # set once deliveries are heard

    async def show(self, show: Show) -> Shown:
        """Put a card on screen, in place of `edits` if named. Raises `StageFault` if Slack does not take it."""
        return await self._stage.show(show)

    async def serve(self, host: Host) -> None:
        """Hear for the host until this is called off. Raises NotJoined once Slack takes the token no more."""
        self._ears.listen(host)
        async with AsyncExitStack() as opened:
            opened.push_async_callback(self._ears.close)
            if self._access.app_token:
                await opened.enter_async_context(_socket(self._app, self._access.app_token))
            if not self._access.app_token or self._access.installs:
                self.port = await opened.enter_async_context(
                    server.serving(
                        self._app,
                        self._access.host,
                        self._access.port,
                        "" if self._access.app_token else self._access.signing_secret,
                    )
                )
            self.ready.set()
            await self._lost.wait()
            raise NotJoined(_REFUSED)

    def _refused(self) -> None:
        """Slack takes the operator's token no more: the end of it, unless other workspaces have their own."""
        if self._access.installs:
            log.error("%s", _REFUSED)
            self._workspaces.own = None
        else:
            self._lost.set()

    @property
    def greeting(self) -> str:
        """As whom and where, in a line for the operator."""
        own, access = self._workspaces.own, self._access
        name = f"as Trivium in {own.name}" if own else "in every workspace that installs it"
        heard = "over Socket Mode" if access.app_token else f"at port {access.port}, {server.EVENTS}"
        pages = f"; others install it at {access.public_url}{installing.INSTALL}" if access.installs else ""
        return f"Slack: {name}, {heard}{pages}."


@asynccontextmanager
async def open(
    access: Access,
    *,
    installations: Installations,
    posts: Posts,
    sealer: Sealer,
    clock: Clock,
    dice: Dice,
    moderators: Moderators | None = None,
) -> AsyncIterator[SlackPlatform]:
    """Slack, joined with what is set. Raises NotJoined, in one line that says what to do."""
    if not access.bot_token and not access.installs:
        raise NotJoined("Set SLACK_BOT_TOKEN; docs/slack.md says where it comes from.")
    if not access.app_token and not access.signing_secret:
        raise NotJoined("Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for requests.")
    async with AsyncExitStack() as opened:
        session = await opened.enter_async_context(
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS))
        )
        make = partial(_client, access.api_url, session)
        workspaces, slack_clock = Workspaces(installations, sealer, make), SlackClock(clock)
        call = Calls(workspaces)
        members = Members(call, slack_clock, moderators or _nobody)
        opened.push_async_callback(members.close)
        threads, pending, responses = Threads(posts), Pending(), Responses(session, _quiet())
        stage = SlackStage(
            workspaces, call, posts, threads, members, pending, responses, slack_clock, dice.token()
        )
        happenings = Happenings(workspaces, call, posts, threads, members, stage, slack_clock)
        finding, results = Finding(members, threads), Results(posts)
        ears = Ears(workspaces, call, members, finding, pending, responses, happenings, results, slack_clock)
        if access.bot_token:
            await _own(workspaces, access.bot_token, make)
        if access.app_token:
            await _asked(make(None).apps_connections_open(app_token=access.app_token), _NO_SOCKET)
        store = installing.Installed(workspaces, slack_clock, happenings.welcome)
        states = installing.States(sealer, slack_clock, dice)
        app = _app(access, make(None), Authorize(workspaces), _oauth(access, store, states))
        app.use(Hearing(ears))
        try:
            await posts.trim(clock.now() - NOTED)
        except StageFault as fault:
            log.warning("old notes stay: %s", fault)
        yield SlackPlatform(access, app, stage, ears, workspaces)


def _client(api_url: str, session: aiohttp.ClientSession, token: str | None) -> AsyncWebClient:
    """The SDK's client for a token; all of them share connections."""
    return AsyncWebClient(
        token=token,
        base_url=f"{api_url}/",
        session=session,
        retry_handlers=retries(),
        logger=_quiet(),
        timeout=SECONDS,
    )


def _oauth(
    access: Access, store: installing.Installed, states: installing.States
) -> AsyncOAuthSettings | None:
    if not access.installs:
        return None
    return installing.oauth(access.client_id, access.client_secret, access.public_url, store, states)


def _app(
    access: Access, client: AsyncWebClient, authorize: Authorize, oauth: AsyncOAuthSettings | None
) -> AsyncApp:
    """Bolt, which verifies what comes and finds its workspace, and leaves the rest to us."""
    return AsyncApp(
        name="trivium",
        logger=_quiet(),
        client=client,
        signing_secret=access.signing_secret,
        authorize=authorize,  # type: ignore[arg-type]  # Bolt takes its own class too
        oauth_settings=oauth,
        ignoring_self_events_enabled=False,  # our own posts tell which card stands where
        attaching_function_token_enabled=False,
    )


async def _nobody(community: str) -> tuple[str, ...]:
    """Where only Slack says who moderates."""
    return ()


async def _own(workspaces: Workspaces, token: str, make: Callable[[str | None], AsyncWebClient]) -> None:
    """Who we are with the operator's token. Raises NotJoined."""
    me = await _asked(make(token).auth_test(), _REFUSED)
    installed = {"token": token, "bot": me["user_id"], "bot_id": me.get("bot_id"), "name": me.get("team")}
    workspaces.own = workspaces.workspace(str(me["team_id"]), installed)


async def _asked(called: Awaitable[AsyncSlackResponse], refused: str) -> Mapping[str, Any]:
    """What Slack answers at the start. Raises NotJoined, with `refused` where it does not take the token."""
    try:
        answer = (await called).data
    except SlackApiError as fault:
        error = error_of(fault)
        raise NotJoined(
            refused if error in NO_TOKEN else f"Slack says no: {error or 'and not why'}."
        ) from None
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError):
        raise NotJoined("Slack cannot be reached: check this machine's network.") from None
    return answer if isinstance(answer, dict) else {}


_REFUSED = "Slack refuses SLACK_BOT_TOKEN. Copy it again: api.slack.com/apps, OAuth & Permissions."
_NO_SOCKET = (
    "Slack refuses SLACK_APP_TOKEN. Make one with connections:write: api.slack.com/apps, Basic Information."
)


@asynccontextmanager
async def _socket(app: AsyncApp, app_token: str) -> AsyncIterator[None]:
    """A socket to Slack, opened anew whenever it is lost."""
    handler = AsyncSocketModeHandler(app, app_token, ping_interval=PING)
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]  # of the library's
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # of the library's


class _OneLine(logging.Filter):
    """A lost connection is one line; how the library came to lose it helps no operator."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info, record.exc_text = None, None
        record.msg, record.args = record.getMessage().partition("\n")[0], ()
        return True


def _quiet() -> logging.Logger:
    """The library's log: what is wrong, a line each. It would tell members' words at lower levels."""
    logger = logging.getLogger("trivium.slack.library")
    logger.setLevel(logging.ERROR)
    if not logger.filters:
        logger.addFilter(_OneLine())
    return logger
