"""The real adapter on a stand-in Slack, with a real database and a clock that goes as it is told, or by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, suppress

from adapters.clock import SeededDice, VirtualClock
from adapters.joining import NotJoined
from adapters.secret_key import Sealer
from adapters.slack import client
from adapters.slack.manifest import manifest
from bot.host import Host
from bot.ledger.installations import InstallationLedger
from bot.ledger.ledger import Ledger
from bot.ledger.process import alone
from bot.ledger.slack_posts import SlackPostLedger
from bot.messages import Heard
from bot.ports import Clock
from facts.store.database import Database, open_database
from tests.slack_stand_in.driver import Someone
from tests.slack_stand_in.server import APP_TOKEN, CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET, Slack
from tests.slack_stand_in.workspace import Channel, Team

KEY = "c2xhY2stdGVzdHMtYXJlLXJlYWQtYnktZXZlcnlib2Q="  # of tests alone


PATIENCE = 15.0  # seconds for an acknowledgement: Slack's three, with room for a busy machine


class WatchedHost(Host):
    """The host, which also says when nothing is being heard any more."""

    busy = 0

    async def hear(self, heard: Heard) -> None:
        self.busy += 1
        try:
            await super().hear(heard)
        finally:
            self.busy -= 1


class Bot:
    """One process's worth of Trivium: a host on a database, with Slack joined. `by_itself`: time runs for it."""

    def __init__(
        self, url: str, access: client.Access, clock: Clock, seed: int, *, by_itself: bool = False
    ) -> None:
        self._url, self._access, self._clock, self._seed = url, access, clock, seed
        self._by_itself = by_itself
        self._opened = AsyncExitStack()
        self._works: list[asyncio.Task[None]] = []
        self.database: Database
        self.platform: client.SlackPlatform
        self.host: WatchedHost

    async def open(self) -> None:
        self.database = open_database(self._url)
        self._opened.push_async_callback(self.database.close)
        self.platform = await self._opened.enter_async_context(
            client.open(
                self._access,
                installations=InstallationLedger(self.database),
                posts=SlackPostLedger(self.database),
                sealer=Sealer((KEY,)),
                clock=self._clock,
                dice=SeededDice(7),  # its own, so that rounds fall as they do elsewhere
                moderators=self._moderators,
            )
        )
        stages, others = {"slack": self.platform}, self._by_itself
        self.host = WatchedHost(
            self.database, stages, self._clock, SeededDice(self._seed), pulses=others, others=others
        )
        await self.host.start()
        works = [self.platform.serve(self.host)]
        if self._by_itself:
            works.append(self.host.run())
        self._works = [asyncio.create_task(work) for work in works]
        ready = asyncio.create_task(self.platform.ready.wait())
        await asyncio.wait({*self._works, ready}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        assert ready.done(), "Slack was not joined"

    async def _moderators(self, community: str) -> tuple[str, ...]:
        """Whom a workspace's settings name."""
        return (await Ledger(self.database, alone(self._clock)).settings(community)).moderators

    async def quiet(self) -> None:
        """Waits until nothing is being heard."""
        while self.host.busy:  # noqa: ASYNC110 - the host has no bell for this
            await asyncio.sleep(0.001)

    async def close(self) -> None:
        """It is gone without warning."""
        for work in self._works:
            work.cancel()
        for work in self._works:
            with suppress(asyncio.CancelledError, NotJoined):
                await work
        await self._opened.aclose()

    @property
    def left(self) -> bool:
        """Whether it has stopped to serve Slack by itself."""
        return self._works[0].done()


async def nobody_looks() -> None:
    """Where a test looks by itself."""


class Playing:
    """A workspace, its members, and Trivium in it. `look` is called after each thing that happened."""

    def __init__(
        self,
        url: str,
        seed: int,
        *,
        start: int,
        http: bool = False,
        look: Callable[[], Awaitable[None]] = nobody_looks,
    ) -> None:
        self._url, self._seed, self._http, self._look = url, seed, http, look
        self.clock = VirtualClock(start)
        self.slack = Slack(self.clock)
        self.slack.deliveries.patience = PATIENCE
        self.team: Team
        self.bot: Bot

    async def open_slack(self) -> None:
        await self.slack.start()
        self.slack.configure(
            manifest("https://trivia.example" if self._http else "", short=True, prefix="t-")
        )
        self.team = self.slack.team()

    def join(self, name: str, **flags: bool) -> Someone:
        return Someone(self.slack, self.team, self.slack.account(self.team, name, **flags))

    def channel(self, name: str, members: Iterable[Someone]) -> Channel:
        return self.slack.channel(self.team, name, [one.account for one in members])

    async def open_bot(self) -> None:
        """Trivium, as it is started."""
        self.bot = Bot(self._url, access(self.slack, self.team, http=self._http), self.clock, self._seed)
        await self.bot.open()
        if self._http:
            self.slack.deliveries.request_urls = [f"{self.address}/slack/events"]

    @property
    def address(self) -> str:
        """Where Trivium listens for signed requests and shows its page of installing."""
        return f"http://127.0.0.1:{self.bot.platform.port}"

    async def settle(self) -> None:
        """What is on its way has been heard, what is due at once has happened, and it is on screen."""
        await self._quiet()
        await self.bot.host.advance(self.clock.now())
        await self._quiet()
        await self._look()

    async def _quiet(self) -> None:
        await self.slack.idle()
        await self.bot.quiet()
        await self.slack.idle()

    async def pass_time(self, milliseconds: int) -> None:
        until = self.clock.now() + milliseconds
        while (due := self.bot.host.next_due()) is not None and due <= until:
            self.clock.reach(due)
            await self.settle()
        self.clock.reach(until)

    async def restart(self) -> None:
        await self.bot.close()
        await self.open_bot()
        await self.settle()

    async def close(self) -> None:
        await self.bot.close()
        await self.slack.stop()


def access(slack: Slack, team: Team, *, http: bool = False) -> client.Access:
    """What an operator sets for the stand-in."""
    if not http:
        return client.Access(team.token, APP_TOKEN, api_url=slack.api_url)
    return client.Access(
        team.token,
        signing_secret=SIGNING_SECRET,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        api_url=slack.api_url,
        port=0,
    )
