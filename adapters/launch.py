"""The wiring: the one room that sees everything, and joins it for each way to start Trivium.

Two laws. A platform that is not used is not imported, so that a look-up starts fast and an idle process stays
small. And whatever stops a start is one line that says what to do.
"""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from adapters.clock import RealClock, VirtualClock
from adapters.migrations import upgrade
from adapters.secret_key import Sealer, key_file, secret_keys
from adapters.settings import Settings, set_up_logging
from bot.host import Host
from bot.instant import Instant
from bot.ledger.ledger import Ledger
from bot.messages import Heard, Member, Place, Said, Show
from bot.ports import Dice
from facts.store.database import Database, open_database
from facts.store.desk import Desk
from facts.store.packs import install_builtin
from facts.store.shelf import Shelf

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
        return await once.say(host, stage, Heard(dice.token(), place, member, Said(text), clock.now()))


# --- trivium chat ---


async def chat(settings: Settings, dice: Dice, place: Place, members: Sequence[Member]) -> None:
    """Plays in the terminal until the end of input."""
    from rich.console import Console

    from adapters.terminal import client

    clock = RealClock()
    stage = client.TerminalStage(clock, members, Console())
    async with open_house(settings, clock.now()) as database:
        host = Host(database, {place.platform: stage}, clock, dice)
        async with _at_work(host) as work:
            await _first_of(work, asyncio.create_task(client.chat(host, stage, place, members, clock, dice)))


# --- trivium pipe ---


async def pipe(settings: Settings, dice: Dice, *, virtual: bool) -> None:
    """Handles the lines of standard input until they end."""
    from adapters.lines import lines_of
    from adapters.pipe import client, translate

    async with open_house(settings, 0 if virtual else RealClock().now()) as database:
        ledger = Ledger(database)
        clock = VirtualClock(await ledger.last_time() or 0) if virtual else RealClock()
        stage = client.PipeStage(sys.stdout.buffer, clock)
        host = Host(database, {translate.PLATFORM: stage}, clock, dice)
        lines = lines_of(sys.stdin.fileno())
        async with _at_work(host, by_itself=not virtual) as work:
            await _first_of(work, asyncio.create_task(client.run(host, stage, lines, clock, ledger)))
    if stage.gone:
        # What Python still holds for the reader that has gone would be one more error at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# --- trivium run ---


async def run(settings: Settings, dice: Dice, only: Sequence[str]) -> None:
    """Starts what is asked for and works until it is told to stop."""
    if "web" not in only:
        raise Trouble("This version starts the web playground only: write --only web, or leave --only out.")
    from adapters.web import client, server
    from bot.ledger.posts import PostLedger

    clock = RealClock()
    async with open_house(settings, clock.now()) as database:
        keys = _keys(settings, database)
        posts = PostLedger(database)
        stage = client.WebStage(posts, clock)
        host = Host(database, {client.PLATFORM: stage}, clock, dice)
        async with _at_work(host) as work:
            try:
                playground = await server.start(
                    host=host,
                    stage=stage,
                    posts=posts,
                    sealer=Sealer(keys),
                    dice=dice,
                    clock=clock,
                    host_name=settings.host,
                    port=settings.port,
                    public_url=settings.public_url,
                )
            except OSError as fault:
                raise Trouble(_no_port(settings, fault)) from None
            try:
                packs = await Shelf(database).packs(client.COMMUNITY)
                _tell(
                    f"Trivium is running. Open {playground.url} (Ctrl-C stops it).",
                    f"Database {database.name}, packs: {', '.join(pack.title for pack in packs) or 'none'}.",
                    f"Your moderator link, for you alone: {playground.moderator_link}",
                    *_not_connected(settings),
                )
                await _first_of(work)
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


def _not_connected(settings: Settings) -> tuple[str, str]:
    """What to say of Discord and Slack: this version checks their tokens and does not connect yet."""
    discord, slack = settings.discord_token is not None, settings.slack_bot_token is not None
    checks = "version checks {} with trivium doctor and does not connect yet."
    return (
        f"Discord: not running. {'This' if discord else 'Set DISCORD_TOKEN; this'} {checks.format('it')}",
        f"Slack: not running. {'This' if slack else 'Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN; this'} {checks.format('them')}",
    )


def _tell(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


# --- all of them ---


@asynccontextmanager
async def _at_work(host: Host, *, by_itself: bool = True) -> AsyncIterator[asyncio.Task[None]]:
    """The host, started; `by_itself` it also does what falls due. What is given ends only with the host."""
    await host.start()
    work = asyncio.create_task(host.run() if by_itself else _idle())
    try:
        yield work
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work


async def _idle() -> None:
    """Under the virtual clock nothing happens by itself."""
    await asyncio.Event().wait()


async def _first_of(*works: asyncio.Task[None]) -> None:
    """Waits until one of them ends or the process is told to stop; the others are called off."""
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    stop = asyncio.create_task(told.wait())
    try:
        ended, _ = await asyncio.wait({*works, stop}, return_when=asyncio.FIRST_COMPLETED)
        for work in ended:
            work.result()
    finally:
        for task in (*works, stop):
            task.cancel()
