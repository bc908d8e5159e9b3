"""The wiring: the one room that sees everything, and joins it for each way to start Trivium.

Two laws. A platform that is not used is not imported, so that a look-up starts fast and an idle process stays
small. And whatever stops a start is one line that says what to do.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.clock import RealClock, VirtualClock
from adapters.joining import Moderators, NotJoined, Platform
from adapters.migrations import upgrade
from adapters.secret_key import Sealer, key_file, secret_keys
from adapters.settings import Settings, set_up_logging
from bot.host import Host
from bot.instant import Instant
from bot.ledger.ledger import Ledger
from bot.ledger.process import alone
from bot.messages import Heard, Member, Place, Said, Show
from bot.ports import Dice, Stage
from facts.store.database import Database, DatabaseTrouble, open_database
from facts.store.desk import Desk
from facts.store.packs import install_builtin
from facts.store.shelf import Shelf

if TYPE_CHECKING:
    from pydantic import SecretStr

    from adapters.web.client import WebStage
    from adapters.web.server import Running

log = logging.getLogger("trivium.launch")

PLATFORMS = ("web", "discord", "slack")


class Trouble(Exception):
    """Why a command cannot do its work, in one line for the operator."""


@asynccontextmanager
async def open_house(settings: Settings, at: Instant) -> AsyncIterator[Database]:
    """The database, brought up to date and with the built-in packs in it."""
    database = open_database(settings.database_url)
    try:
        await upgrade(database)
        await install_builtin(Desk(database), at)
        yield database
    finally:
        await database.close()


# --- trivium say ---


async def say(settings: Settings, dice: Dice, text: str, place: Place, member: Member) -> tuple[Show, ...]:
    """One line said, and what it is answered with."""
    from adapters.terminal import once

    clock = RealClock()
    stage = once.KeepingStage(clock)
    async with open_house(settings, clock.now()) as database:
        host = Host(database, {place.platform: stage}, clock, dice, stays=False)
        return await once.say(
            host, stage, Heard(f"{clock.now():x}{dice.token()}", place, member, Said(text), clock.now())
        )


# --- trivium chat ---


async def chat(settings: Settings, dice: Dice, place: Place, members: Sequence[Member]) -> None:
    """Plays in the terminal until the end of input."""
    from rich.console import Console

    from adapters.terminal import client

    clock = RealClock()
    stage = client.TerminalStage(clock, members, Console())
    async with open_house(settings, clock.now()) as database:
        host = Host(database, {place.platform: stage}, clock, dice, **_in_real_time(database))
        async with _at_work(host) as work:
            await _first_of(work, asyncio.create_task(client.chat(host, stage, place, members, clock, dice)))


# --- trivium pipe ---


async def pipe(settings: Settings, dice: Dice, *, virtual: bool) -> None:
    """Handles the lines of standard input until they end."""
    from adapters.lines import lines_of
    from adapters.pipe import client, translate

    async with open_house(settings, 0 if virtual else RealClock().now()) as database:
        ledger = Ledger(database, alone(VirtualClock()))
        clock = VirtualClock(await ledger.last_time() or 0) if virtual else RealClock()
        stage = client.PipeStage(sys.stdout.buffer, clock)
        real = {} if virtual else _in_real_time(database)
        host = Host(database, {translate.PLATFORM: stage}, clock, dice, **real)
        lines = lines_of(sys.stdin.fileno())
        async with _at_work(host, by_itself=not virtual) as work:
            await _first_of(work, asyncio.create_task(client.run(host, stage, lines, clock, ledger)))
    if stage.gone:
        # What Python still holds for the reader that has gone would be one more error at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# --- trivium run ---


async def run(
    settings: Settings, dice: Dice, only: Sequence[str] = (), shards: tuple[range, int] | None = None
) -> None:
    """Starts what is asked for, all that has credentials if nothing is, and works until it is told to stop.

    `shards` are those of Discord that are this process's, and how many there are in all.
    """
    clock = RealClock()
    async with AsyncExitStack() as opened:
        database = await opened.enter_async_context(open_house(settings, clock.now()))
        house = House(settings, database, _keys(settings, database), clock, dice, shards)
        joined, notes = await _join(opened, house, only)
        web = _web_stage(house) if not only or "web" in only else None
        stages: dict[str, Stage] = {**joined, **({"web": web} if web else {})}
        if not stages:
            raise Trouble(" ".join(notes))
        host = Host(database, stages, clock, dice, **_in_real_time(database))
        work = await opened.enter_async_context(_at_work(host))
        serving = await opened.enter_async_context(_serving(joined.values(), host, others=web is not None))
        page = await opened.enter_async_context(_playground(house, host, web)) if web else None
        if page is None:
            notes += await _say_how_it_is(opened, house, host)
        packs = await Shelf(database).packs("local")
        _tell(
            f"Trivium is running. {f'Open {page.url} ' if page else ''}(Ctrl-C stops it).",
            f"Database {database.name}, packs: {', '.join(pack.title for pack in packs) or 'none'}.",
            *((f"Your moderator link, for you alone: {page.moderator_link}",) if page else ()),
            *(platform.greeting for platform in joined.values()),
            *notes,
        )
        await _first_of(work, serving)


async def _say_how_it_is(opened: AsyncExitStack, house: House, host: Host) -> tuple[str, ...]:
    """Answers who watches the process, where no playground does; a port that is taken stops nothing."""
    from adapters.health import endpoints

    settings = house.settings
    try:
        await opened.enter_async_context(endpoints(settings.host, settings.port, host.ready))
    except OSError as fault:
        return (f"No /healthz and /readyz: {_no_port(settings, fault)}",)
    return ()


@dataclass(frozen=True, slots=True)
class House:
    """What platforms are made from."""

    settings: Settings
    database: Database
    keys: Sequence[str]
    clock: RealClock
    dice: Dice
    shards: tuple[range, int] | None = None


async def _join(
    opened: AsyncExitStack, house: House, only: Sequence[str]
) -> tuple[dict[str, Platform], tuple[str, ...]]:
    """The chat platforms that could be joined, and a line for each that could not."""
    joined: dict[str, Platform] = {}
    notes: list[str] = []
    for name, join in (("discord", _discord), ("slack", _slack)):
        if only and name not in only:
            continue
        try:
            joined[name] = await opened.enter_async_context(join(house))
        except NotJoined as why:
            notes.append(f"{name.capitalize()}: not running. {why}")
    return joined, tuple(notes)


@asynccontextmanager
async def _discord(house: House) -> AsyncIterator[Platform]:
    token = house.settings.discord_token
    if token is None:
        raise NotJoined("Set DISCORD_TOKEN; docs/discord.md says where it comes from.")
    from adapters.discord.client import Account, open_discord

    settings = house.settings
    account = Account(
        token.get_secret_value(), settings.discord_api_url, settings.discord_gateway_url, house.shards
    )
    async with open_discord(account, house.clock, Sealer(house.keys), _moderators(house)) as joined:
        yield joined


@asynccontextmanager
async def _slack(house: House) -> AsyncIterator[Platform]:
    settings = house.settings
    if settings.slack_bot_token is None and not settings.slack_client_id:
        raise NotJoined("Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN; docs/slack.md says where they come from.")
    from adapters.slack import client
    from bot.ledger.installations import InstallationLedger
    from bot.ledger.slack_posts import SlackPostLedger

    joining = client.open(
        client.Access(
            bot_token=_plain(settings.slack_bot_token),
            app_token=_plain(settings.slack_app_token),
            signing_secret=_plain(settings.slack_signing_secret),
            client_id=settings.slack_client_id,
            client_secret=_plain(settings.slack_client_secret),
            api_url=settings.slack_api_url,
            host=settings.host,
            port=settings.slack_port,
            public_url=settings.public_url or "",
        ),
        installations=InstallationLedger(house.database),
        posts=SlackPostLedger(house.database),
        sealer=Sealer(house.keys),
        clock=house.clock,
        dice=house.dice,
        moderators=_moderators(house),
    )
    async with joining as platform:
        yield platform


def _moderators(house: House) -> Moderators:
    """Whom a community has named as moderators in its settings."""
    ledger = Ledger(house.database, alone(house.clock))

    async def moderators(community: str) -> tuple[str, ...]:
        try:
            return (await ledger.settings(community)).moderators
        except DatabaseTrouble:  # the command itself says so, to who gave it
            return ()

    return moderators


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


@asynccontextmanager
async def _serving(
    platforms: Iterable[Platform], host: Host, *, others: bool
) -> AsyncIterator[asyncio.Task[None]]:
    """All of them, heard; what is given ends only when none is left and there is nothing else to serve."""

    async def serve(platform: Platform) -> None:
        try:
            await platform.serve(host)
        except NotJoined as why:
            log.error("%s", why)

    async def serve_all() -> None:
        async with asyncio.TaskGroup() as tasks:
            for platform in platforms:
                tasks.create_task(serve(platform))
        if others:
            await _idle()
        raise Trouble("No platform is left to serve.")

    serving = asyncio.create_task(serve_all())
    try:
        yield serving
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError, Trouble):
            await serving


def _web_stage(house: House) -> WebStage:
    from adapters.web.client import WebStage
    from bot.ledger.posts import PostLedger

    return WebStage(PostLedger(house.database), house.clock)


@asynccontextmanager
async def _playground(house: House, host: Host, stage: WebStage) -> AsyncIterator[Running]:
    """The playground, open to browsers."""
    from adapters.web import server

    settings = house.settings
    try:
        playground = await server.start(
            host=host,
            stage=stage,
            posts=stage.posts,
            sealer=Sealer(house.keys),
            dice=house.dice,
            clock=house.clock,
            host_name=settings.host,
            port=settings.port,
            public_url=settings.public_url,
        )
    except OSError as fault:
        raise Trouble(_no_port(settings, fault)) from None
    try:
        yield playground
    finally:
        await playground.stop()


def _keys(settings: Settings, database: Database) -> tuple[str, ...]:
    try:
        keys = secret_keys(settings, database.file)
    except OSError as fault:
        why = os.strerror(fault.errno or 0)
        raise Trouble(
            f"The secret key cannot be kept in {key_file(database.file)}: {why}. "
            "Make its folder writable, or set TRIVIUM_SECRET_KEY."
        ) from None
    set_up_logging(settings, keys)
    return keys


def _no_port(settings: Settings, fault: OSError) -> str:
    if fault.errno == errno.EADDRINUSE:
        return f"Port {settings.port} is in use. Stop what uses it, or set TRIVIUM_PORT to another."
    if fault.errno == errno.EACCES:
        return f"Port {settings.port} is not open to this user. Set TRIVIUM_PORT to one above 1023."
    return f"{settings.host} is no address of this machine. Set TRIVIUM_HOST to one, or leave it out."


def _tell(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


# --- all of them ---


def _in_real_time(database: Database) -> dict[str, bool]:
    """How a host runs whose time passes by itself; on PostgreSQL others may serve the same rounds."""
    return {"pulses": True, "others": database.dialect == "postgresql"}


@asynccontextmanager
async def _at_work(host: Host, *, by_itself: bool = True) -> AsyncIterator[asyncio.Task[None]]:
    """The host, started; `by_itself` it also does what falls due. What is given ends only with the host."""
    await host.start()
    work = asyncio.create_task(host.run() if by_itself else _idle())
    try:
        yield work
    finally:
        await host.stop()
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work


async def _idle() -> None:
    """Under the virtual clock nothing happens by itself."""
    await asyncio.Event().wait()


async def _first_of(work: asyncio.Task[None], *listening: asyncio.Task[None]) -> None:
    """Waits until one of them ends or the process is told to stop; then nothing more is listened to.

    The host's own work goes on until it is stopped: what was heard is finished first.
    """
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    stop = asyncio.create_task(told.wait())
    try:
        ended, _ = await asyncio.wait({work, *listening, stop}, return_when=asyncio.FIRST_COMPLETED)
        for one in ended:
            one.result()
    finally:
        stop.cancel()
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
