"""Discord, joined: the client library's connection, kept up, with the stage and the ear at its two ends.

Laws. What Discord refuses for good (a token, our shards) ends with one line; whatever else goes wrong is tried again.
And nothing that a process does not need is asked for or kept: no members, no messages, the content of messages only
where the application may read it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord import commands, permissions
from adapters.discord.addresses import Sealer
from adapters.discord.ear import Ear, Interaction
from adapters.discord.requests import Requests
from adapters.discord.stage import DiscordStage
from adapters.discord.welcome import welcome
from adapters.joining import Moderators, NotJoined
from bot.host import Host
from bot.instant import SECOND, Instant
from bot.messages import Show, Shown
from bot.ports import Clock, StageFault

log = logging.getLogger("trivium.discord")

_PATIENCE = 15  # seconds for a login
_RESTS = (1, 5, 15, 60)  # seconds between tries to reach Discord again
_IDENTIFIES = 5 * SECOND  # between two IDENTIFYs of one bucket
_NEW = 120 * SECOND  # how long ago at most we joined a server that is new to us
_REFUSED = {
    4004: "Discord refuses the token. Make a new one at discord.com/developers, under Bot, Reset Token, "
    "and set DISCORD_TOKEN.",
    4010: "Discord knows no such shard: check --shards.",
    4011: "Discord wants more shards: leave --shards out, or give a greater number after the slash.",
    4012: "Discord no longer serves this version of its gateway: update Trivium.",
    4013: "Discord takes our intents no more: update Trivium.",
}


@dataclass(frozen=True, slots=True)
class Account:
    """As whom, and through which hosts; `shards` are which of how many are this process's."""

    token: str
    api: str
    gateway: str | None = None
    shards: tuple[range, int] | None = None


class Client(discord.AutoShardedClient):
    """The client library's client, with as little kept as it can do with."""

    def __init__(self, joined: Discord, account: Account, *, content: bool) -> None:
        # The library would warn of what it lacks to speak; we only write.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.dm_messages = True
        intents.message_content = content
        super().__init__(
            intents=intents,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.1,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        if account.shards is not None:
            self.shard_ids, self.shard_count = list(account.shards[0]), account.shards[1]
        self._joined = joined
        self.at_once = 1  # how many may IDENTIFY at the same time
        self._identified: dict[int, Instant] = {}
        if account.gateway is not None:
            self._through(yarl.URL(account.gateway))

    def _through(self, gateway: yarl.URL) -> None:
        """Whatever address Discord gives, to connect or to RESUME, ours is used."""
        connect = self.http.ws_connect

        async def through(url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
            return await connect(str(gateway.with_query(yarl.URL(url).query)), compress=compress)

        self.http.ws_connect = through  # type: ignore[method-assign]  # the library has no setting for it

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until the shard's bucket may IDENTIFY: one in five seconds."""
        bucket, clock = (shard_id or 0) % self.at_once, self._joined.clock
        last = self._identified.get(bucket)
        if last is not None and (wait := last + _IDENTIFIES - clock.now()) > 0:
            await asyncio.sleep(wait / SECOND)
        self._identified[bucket] = clock.now()

    # --- what the library tells ---

    async def on_interaction(self, interaction: Interaction) -> None:
        if self._joined.ear is not None:
            self._joined.ear.begin(self._joined.ear.interaction(interaction))

    async def on_message(self, message: discord.Message) -> None:
        if self._joined.ear is not None and self.user is not None:
            self._joined.ear.begin(self._joined.ear.message(message, self.user.id))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._joined.welcome(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        # Added just as we connected: the library takes it for a server that we were in.
        joined = guild.me.joined_at if guild.me is not None else None
        if joined is not None and self._joined.clock.now() - round(joined.timestamp() * SECOND) < _NEW:
            await self._joined.welcome(guild)

    async def on_ready(self) -> None:
        log.info("Discord: ready, in %d servers", len(self.guilds))

    async def on_error(self, event: str, /, *args: object, **kwargs: object) -> None:
        log.exception("a bug, met in %s", event)


class Discord:
    """The platform as the wiring sees it."""

    def __init__(self, account: Account, clock: Clock, sealer: Sealer, moderators: Moderators) -> None:
        self.clock = clock
        self._moderators = moderators
        self.ear: Ear | None = None
        self._account = account
        self._stage = DiscordStage(clock, sealer)
        self._client: Client | None = None
        self._content = True
        self._host: Host | None = None
        self._welcomed: set[int] = set()

    async def show(self, show: Show) -> Shown:
        """Put a card on screen. Raises `StageFault` if Discord does not take it."""
        return await self._stage.show(show)

    @property
    def greeting(self) -> str:
        client = self._client
        if client is None or client.user is None:
            return "Discord: not running. It cannot be reached from here, and is tried again."
        ours = client.shard_ids or range(client.shard_count or 1)
        of = f" of {client.shard_count}" if client.shard_ids else ""
        shards = f"{len(ours)}{of} {'shard' if len(ours) == 1 and not of else 'shards'}"
        heard = (
            ""
            if self._content
            else (" Answers typed in the open are not heard: switch on the message content intent for that.")
        )
        return f"Discord: as {client.user.name}, {shards}.{heard}"

    # --- in and out ---

    async def log_in(self) -> bool:
        """Log in and bring the commands up to date; False where Discord cannot be reached. Raises `NotJoined`."""
        try:
            client = await asyncio.wait_for(self._logged_in(self._content), _PATIENCE)
        except discord.LoginFailure:
            raise NotJoined(_REFUSED[4004]) from None
        except (
            discord.HTTPException,
            discord.GatewayNotFound,
            aiohttp.ClientError,
            OSError,
            TimeoutError,
        ) as fault:
            log.warning("Discord cannot be reached: %s", type(fault).__name__)
            return False
        assert client.application_id is not None
        self._client = client
        self._stage.requests = Requests(client.http, client.application_id)
        if self._host is not None:
            self._hear(self._host)
        await self._sync(client)
        return True

    async def _logged_in(self, content: bool) -> Client:
        client = Client(self, self._account, content=content)
        try:
            await client.login(self._account.token)
            flags = client.application_flags.value
            if content and not flags & permissions.MESSAGE_CONTENT:
                # Asked for and not granted, the intent would have Discord refuse us whole.
                await client.close()
                self._content = self._stage.hears = False
                return await self._logged_in(False)
            count, gateway, limits = await client.http.get_bot_gateway()
            client.at_once = max(1, limits["max_concurrency"])
            client.shard_count = client.shard_count or count
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
        except BaseException:
            await client.close()
            raise
        return client

    async def _sync(self, client: Client) -> None:
        """Tell Discord the commands where it has others; one process of a fleet does it."""
        requests, shards = self._stage.requests, self._account.shards
        if requests is None or (shards and 0 not in shards[0]):
            return
        path = f"/applications/{client.application_id}/commands"
        try:
            ours = commands.tree()
            if not commands.same(ours, await requests.get(path, with_localizations="true")):
                await requests.put(path, ours)
                log.info("Discord: %d commands brought up to date", len(ours))
        except StageFault as fault:
            log.warning("the commands could not be brought up to date: %s", fault)

    async def close(self) -> None:
        self._stage.turns.close()
        requests, self._stage.requests = self._stage.requests, None
        client, self._client = self._client, None
        if client is not None and not client.is_closed():
            await client.close()
        if requests is not None:
            await requests.close()

    # --- hearing ---

    async def serve(self, host: Host) -> None:
        """Hear for the host until called off. Raises `NotJoined` once Discord wants no more of us."""
        self._host = host
        tries = 0
        try:
            while True:
                if self._client is not None:
                    self._hear(host)
                    tries = 0 if await self._connected() else tries
                    await self.close()
                await asyncio.sleep(_RESTS[min(tries, len(_RESTS) - 1)])
                tries += 1
                await self.log_in()
        finally:
            ear, self.ear = self.ear, None
            if ear is not None:
                await ear.finish()

    def _hear(self, host: Host) -> None:
        assert self._stage.requests is not None
        self.ear = Ear(host, self._stage, self._stage.requests, self.clock, self._moderators)

    async def _connected(self) -> bool:
        """Hold the connection as long as it can be held; whether there was one at all."""
        client = self._client
        assert client is not None
        try:
            await client.connect()
        except discord.PrivilegedIntentsRequired:
            self._content = self._stage.hears = False
        except discord.ConnectionClosed as closed:
            if closed.code in _REFUSED:
                raise NotJoined(_REFUSED[closed.code]) from None
            log.warning("Discord closed the connection with %s", closed.code)
        except (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError) as fault:
            log.warning("the connection to Discord was lost: %s", type(fault).__name__)
        return bool(client.shards)

    async def welcome(self, guild: discord.Guild) -> None:
        """First contact, once a server."""
        requests, client = self._stage.requests, self._client
        if guild.id in self._welcomed or requests is None or client is None or client.user is None:
            return
        self._welcomed.add(guild.id)
        await welcome(requests, client.user.id, guild.id, guild.owner_id, guild.name)


@asynccontextmanager
async def open_discord(
    account: Account, clock: Clock, sealer: Sealer, moderators: Moderators | None = None
) -> AsyncIterator[Discord]:
    """Discord, logged in where it can be reached. Raises `NotJoined` where the token is refused."""
    Route.BASE = account.api
    joined = Discord(account, clock, sealer, moderators or _nobody)
    try:
        await joined.log_in()
        yield joined
    finally:
        await joined.close()


async def _nobody(community: str) -> tuple[str, ...]:
    return ()
