"""The real adapter and the real client library on the stand-in, with a real database and a clock that is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress

import aiosqlite

from adapters.clock import SeededDice, VirtualClock
from adapters.discord.client import Account, Discord, open_discord
from adapters.joining import NotJoined
from adapters.secret_key import Sealer
from bot.host import Host
from bot.instant import Instant
from bot.ledger.ledger import Ledger
from bot.ledger.process import alone
from bot.messages import Heard
from bot.quiz.round import Round
from facts.question import LETTERS, Question
from facts.store.database import open_database
from tests.discord_stand_in.contract import description
from tests.discord_stand_in.people import Somebody, until
from tests.discord_stand_in.server import StandIn
from tests.discord_stand_in.world import Channel, Guild, Kind, Permission

KEY = "ZGlzY29yZC10ZXN0cy1hcmUtcmVhZC1ieS1ldmVyeWI="  # of tests alone


class WatchedHost(Host):
    """The host, which also says when nothing is being heard any more, and what it has heard."""

    busy = 0

    async def hear(self, heard: Heard) -> None:
        self.busy += 1
        try:
            await super().hear(heard)
        finally:
            self.busy -= 1


async def nobody_looks() -> None:
    """Where a test looks by itself."""


def answer_of(question: Question) -> tuple[str, str]:
    """The letter that is right, and one that is wrong."""
    return LETTERS[question.correct], LETTERS[1 if question.correct == 0 else 0]


class Playing:
    """A Discord with a server and a channel, and Trivium in it. `look` is called after each thing that happened."""

    def __init__(
        self,
        url: str,
        seed: int = 5,
        *,
        start: Instant,
        look: Callable[[], Awaitable[None]] = nobody_looks,
        content: bool = True,
        shards: int = 1,
        concurrency: int = 1,
        mine: range | None = None,
    ) -> None:
        """`shards` is how many Discord wants, `mine` those that this process is told to be."""
        self._url, self._seed, self._look = url, seed, look
        self.clock = VirtualClock(start)
        self.at = StandIn(self.clock, description(), content=content, shards=shards, concurrency=concurrency)
        self._mine = None if mine is None else (mine, shards)
        realm = self.at.realm
        self.owner = realm.new_user("Owner")
        self.guild: Guild = realm.new_guild("Film club", self.owner)
        self.moderator = realm.new_role(self.guild, "Moderators", int(Permission.MANAGE_GUILD))
        self.channel: Channel = realm.new_channel(self.guild, "general")

    # --- its life ---

    async def open(self) -> None:
        await self.at.start()
        await self.open_bot()

    async def open_bot(self) -> None:
        """Trivium, as it is started: logged in, its commands in the menu, its server known."""
        self._opened = AsyncExitStack()
        self.database = open_database(self._url)
        self._opened.push_async_callback(self.database.close)
        account = Account(self.at.token, self.at.api_url, self.at.gateway_url, self._mine)
        self.platform: Discord = await self._opened.enter_async_context(
            open_discord(account, self.clock, Sealer((KEY,)))
        )
        self.host = WatchedHost(self.database, {"discord": self.platform}, self.clock, SeededDice(self._seed))
        await self.host.start()
        self.serving = asyncio.create_task(self.platform.serve(self.host))
        await until(self.at, lambda: bool(self.at.gateway.sessions), "the bot is at the gateway")
        await self.quiet()

    async def close_bot(self) -> None:
        """Trivium is gone without warning."""
        self.serving.cancel()
        with suppress(asyncio.CancelledError, NotJoined):
            await self.serving
        await self._opened.aclose()

    async def restart(self) -> None:
        await self.close_bot()
        await self.open_bot()
        await self.settle()

    async def close(self) -> None:
        await self.close_bot()
        await self.at.stop()

    # --- time ---

    async def quiet(self) -> None:
        """What the bot was sent it has heard, and it has sent all that it had to say."""
        await self.at.gateway.caught_up()
        still = 0
        while still < 3:
            # The library has no bell for this. Without a wait between, a slow answer would be waited for at full speed.
            await asyncio.sleep(0 if still else 0.001)
            still = still + 1 if not self.host.busy and not self.at.under_way else 0

    async def settle(self) -> None:
        """What is on its way has been heard, what is due at once has happened, and it is on screen."""
        await self.quiet()
        await self.host.advance(self.clock.now())
        await self.quiet()
        await self._look()

    async def pass_time(self, milliseconds: int) -> None:
        await self.quiet()
        last = self.clock.now() + milliseconds
        while (due := self.host.next_due()) is not None and due <= last:
            self.clock.reach(due)
            await self.settle()
        self.clock.reach(last)

    async def ready(self) -> None:
        """The client library takes servers that come from now on for new ones."""
        assert self.platform._client is not None
        await self.platform._client.wait_until_ready()

    async def gateway_hiccup(self) -> None:
        """The connection drops and is taken up again where it was."""
        resumes = self.at.gateway.seen["resume"]
        await self.at.gateway.close(4000)
        await until(self.at, lambda: self.at.gateway.seen["resume"] > resumes, "the bot resumes")

    # --- what the database knows ---

    async def open_rounds(self) -> tuple[Round, ...]:
        return tuple(await Ledger(self.database, alone(self.clock)).open_rounds(("discord",)))

    async def question(self) -> Question:
        """The question of the newest open round."""
        question = (await self.open_rounds())[-1].question
        assert question is not None
        return question

    async def locked_database(self) -> AsyncExitStack:
        """Holds the database so that nothing can be written until what is given is closed."""
        held = AsyncExitStack()
        other = await held.enter_async_context(aiosqlite.connect(self._url.removeprefix("sqlite:///")))
        await other.execute("BEGIN IMMEDIATE")
        return held

    # --- people and places ---

    def join(self, name: str, *, moderates: bool = False, channel: Channel | None = None) -> Somebody:
        user = self.at.realm.new_user(name)
        self.at.realm.join(self.guild, user, *([self.moderator] if moderates else []))
        return Somebody(self.at, user, channel or self.channel)

    def new_channel(self, name: str, kind: Kind = Kind.TEXT, parent: Channel | None = None) -> Channel:
        return self.at.realm.new_channel(self.guild, name, kind, parent)
