"""`trivium doctor`: looks at everything a start depends on, and says how to mend what is wrong.

Two laws. It changes nothing. And it never prints a secret, nor what a service answered word for word.
"""

from __future__ import annotations

import stat
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Any

import aiohttp
from pydantic import SecretStr

from adapters import migrations
from adapters.secret_key import key_file
from adapters.settings import Settings
from adapters.slack.manifest import SCOPES
from facts.store.backup import verify
from facts.store.database import Database, DatabaseTrouble, open_database

_SECONDS = 10


class State(StrEnum):
    FINE = "fine"
    NOT_SET = "not set"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it is, and how to mend it."""

    about: str
    state: State
    words: str
    mend: str = ""

    def __str__(self) -> str:
        mark = {State.FINE: "✓", State.NOT_SET: "–", State.TROUBLE: "✗"}[self.state]
        return f"{mark} {self.about}: {self.words}" + (f" {self.mend}" if self.mend else "")


def fine(about: str, words: str) -> Finding:
    return Finding(about, State.FINE, words)


def trouble(about: str, words: str, mend: str) -> Finding:
    return Finding(about, State.TROUBLE, words, mend)


async def examine(settings: Settings, what: str = "") -> tuple[Finding, ...]:
    """Everything, or `discord` or `slack` alone."""
    if what:
        return await (discord if what == "discord" else slack)(settings)
    try:
        opened = open_database(settings.database_url)
    except DatabaseTrouble as told:
        found: tuple[Finding, ...] = (Finding("Database", State.TROUBLE, str(told)),)
        file = None
    else:
        file = opened.file
        try:
            found = await database(opened)
        finally:
            await opened.close()
    rest = (secret_key(settings, file), public_address(settings))
    return *found, *rest, *await discord(settings), *await slack(settings)


async def database(opened: Database) -> tuple[Finding, ...]:
    """Whether it can be reached, has this version's shape, can be written to, and is sound."""
    about = "Database"
    if opened.file and not opened.file.exists():
        return (Finding(about, State.NOT_SET, f"{opened.file} will be made at the first start."),)
    try:
        shape = await migrations.current(opened)
        await _written(opened)
        faults = await verify(opened) if shape == migrations.head() else ()
    except DatabaseTrouble as told:
        return (Finding(about, State.TROUBLE, str(told)),)
    if shape != migrations.head():
        return (trouble(about, f"{opened.name} is of an older version.", "Run: trivium db upgrade"),)
    if faults:
        words = f"{opened.name} has {len(faults)} faults, the first: {faults[0].where}: {faults[0].what}."
        return (
            trouble(
                about, words, "See them with trivium db verify; restore a backup with trivium db restore."
            ),
        )
    return (fine(about, f"{opened.name} can be read and written, is up to date and sound."),)


class _Enough(Exception):
    """Ends a transaction that was only a trial."""


async def _written(opened: Database) -> None:
    """Tries a write and takes it back; raises `DatabaseTrouble` where none is taken."""
    with suppress(_Enough):
        async with opened.write() as connection:
            await connection.exec_driver_sql("CREATE TABLE trivium_doctor (looked INTEGER)")
            raise _Enough


def public_address(settings: Settings) -> Finding:
    about = "TRIVIUM_PUBLIC_URL"
    if settings.public_url is None:
        words = f"Links lead to {settings.address}, which only this machine can open."
        return Finding(about, State.NOT_SET, words, "Set it when others are to open the playground.")
    if settings.public_url.startswith("http://") and not _is_local(settings.public_url):
        return trouble(about, "It is not encrypted.", "Serve it over https and write https:// here.")
    return fine(about, f"Links lead to {settings.public_url}.")


def _is_local(url: str) -> bool:
    return url.removeprefix("http://").startswith(("127.0.0.1", "localhost", "[::1]"))


def secret_key(settings: Settings, database: Path | None) -> Finding:
    about, path = "Secret key", key_file(database)
    if settings.secret_key:
        return fine(about, "TRIVIUM_SECRET_KEY is set.")
    if not path.exists():
        return Finding(about, State.NOT_SET, f"{path} will be made at the first start.")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return trouble(about, f"Others on this machine can read {path}.", f"Run: chmod 600 {path}")
    return fine(about, f"{path}, readable by its owner alone. Keep a copy with your backups.")


async def discord(settings: Settings) -> tuple[Finding, ...]:
    """Whether Discord takes the token, whether the bot may read what members type, how it is added, its commands."""
    about = "Discord"
    if settings.discord_token is None:
        return (Finding(about, State.NOT_SET, "Set DISCORD_TOKEN to use it."),)
    mend = "Make a new one at discord.com/developers, under Bot, Reset Token, and set DISCORD_TOKEN."
    headers = {
        "Authorization": f"Bot {settings.discord_token.get_secret_value()}",
        "User-Agent": f"DiscordBot (trivium, {version('trivium')})",  # Discord turns away what names itself otherwise
    }
    try:
        async with aiohttp.ClientSession(headers=headers, timeout=aiohttp.ClientTimeout(_SECONDS)) as session:
            status, me = await _get(session, f"{settings.discord_api_url}/users/@me")
            if status in {401, 403}:
                return (trouble(about, "Discord refuses the token.", mend),)
            if status != 200:
                return (_unwell(about, status),)
            found = fine(about, f"The token is {_text(me, 'username')}'s.")
            status, application = await _get(session, f"{settings.discord_api_url}/applications/@me")
            if status != 200:
                return found, _unwell("Discord application", status)
            more = await _application(session, settings, application)
    except (aiohttp.ClientError, TimeoutError):
        return (_unreachable(about),)
    return found, _intent(application), *more


async def _application(
    session: aiohttp.ClientSession, settings: Settings, application: Any
) -> tuple[Finding, ...]:
    """How the bot is added to a server, and whether Discord lists the commands that it has."""
    from adapters.discord import commands, permissions

    id = application.get("id") if isinstance(application, dict) else None
    if not isinstance(id, str) or not id.isdecimal():
        return ()
    link = fine("Discord invite link", permissions.invite(int(id)))
    url = f"{settings.discord_api_url}/applications/{id}/commands?with_localizations=true"
    status, listed = await _get(session, url)
    about = "Discord commands"
    if status != 200 or not isinstance(listed, list):
        return link, _unwell(about, status)
    if commands.same(commands.tree(), listed):
        return link, fine(about, f"Discord lists all {len(listed)} as they are here.")
    words = "Discord lists none yet." if not listed else "Discord lists others than are here."
    return link, Finding(about, State.NOT_SET, words, "The next start of trivium run brings them up to date.")


def _intent(application: Any) -> Finding:
    from adapters.discord.permissions import MESSAGE_CONTENT

    about = "Message content intent"
    flags = application.get("flags", 0) if isinstance(application, dict) else 0
    if isinstance(flags, int) and flags & MESSAGE_CONTENT:
        return fine(about, "On: answers can be typed in the channel.")
    return trouble(
        about,
        "Off: answers typed in the channel are not heard; buttons and commands work.",
        "Switch it on at discord.com/developers, under Bot, Privileged Gateway Intents.",
    )


async def _get(session: aiohttp.ClientSession, url: str) -> tuple[int, Any]:
    async with session.get(url, allow_redirects=False) as response:
        if response.content_type != "application/json":
            return (response.status if response.status != 200 else 502), None
        try:
            return response.status, await response.json()
        except ValueError:
            return 502, None


def _text(plain: Any, key: str) -> str:
    value = plain.get(key) if isinstance(plain, dict) else None
    return "".join(filter(str.isprintable, value))[:80] if isinstance(value, str) else "unknown"


async def slack(settings: Settings) -> tuple[Finding, ...]:
    """Whether Slack takes the tokens, and whether the app has the scopes it needs."""
    bot, app, signing = settings.slack_bot_token, settings.slack_app_token, settings.slack_signing_secret
    if bot is None and settings.slack_client_id:
        return (_many_workspaces(settings),)
    if bot is None:
        if app or signing:
            return (trouble("Slack", "SLACK_BOT_TOKEN is missing.", _slack_mend("SLACK_BOT_TOKEN")),)
        return (Finding("Slack", State.NOT_SET, "Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN to use it."),)
    found = list(await _guarded("Slack", lambda: _bot_token(settings, bot)))
    if app is not None:
        found += await _guarded("Slack app token", lambda: _app_token(settings, app))
    elif signing is None:
        words = "Neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (requests) is set."
        found.append(trouble("Slack app token", words, _slack_mend("SLACK_APP_TOKEN")))
    return tuple(found)


def _many_workspaces(settings: Settings) -> Finding:
    """Whether other workspaces can install the app: their tokens come with each installation."""
    lacking = {
        "SLACK_CLIENT_SECRET": settings.slack_client_secret,
        "SLACK_SIGNING_SECRET": settings.slack_signing_secret or settings.slack_app_token,
        "TRIVIUM_PUBLIC_URL": settings.public_url,
    }
    if missing := [name for name, value in lacking.items() if not value]:
        words = f"Missing for workspaces to install it: {', '.join(missing)}."
        return trouble("Slack", words, "docs/slack.md says where they come from.")
    return fine("Slack", f"Workspaces install it at {settings.public_url}/slack/install.")


async def _guarded(about: str, look: Callable[[], Awaitable[tuple[Finding, ...]]]) -> tuple[Finding, ...]:
    from slack_sdk.errors import SlackClientError

    try:
        return await look()
    except (SlackClientError, aiohttp.ClientError, TimeoutError):
        return (_unreachable(about),)


async def _call(settings: Settings, method: str, token: SecretStr) -> tuple[dict[str, Any], set[str]]:
    """What Slack answers, also when it refuses, and the token's scopes."""
    from slack_sdk.errors import SlackApiError
    from slack_sdk.web.async_client import AsyncWebClient

    base = settings.slack_api_url + "/"
    client = AsyncWebClient(token=token.get_secret_value(), base_url=base, timeout=_SECONDS)
    try:
        response = await client.api_call(method)
    except SlackApiError as refused:
        data = refused.response.data if hasattr(refused.response, "data") else refused.response
        return (data if isinstance(data, dict) else {}), set()
    scopes = {key.lower(): value for key, value in response.headers.items()}.get("x-oauth-scopes", "")
    data = response.data if isinstance(response.data, dict) else {}
    return data, {scope.strip() for scope in scopes.split(",") if scope.strip()}


async def _bot_token(settings: Settings, token: SecretStr) -> tuple[Finding, ...]:
    answer, scopes = await _call(settings, "auth.test", token)
    if not answer.get("ok"):
        return (trouble("Slack", "Slack refuses SLACK_BOT_TOKEN.", _slack_mend("SLACK_BOT_TOKEN")),)
    found = fine("Slack", f"The token is {_text(answer, 'user')}'s in {_text(answer, 'team')}.")
    if missing := sorted(SCOPES - scopes):
        mend = "Add them at api.slack.com/apps, under OAuth & Permissions, and install the app again."
        return found, trouble("Slack scopes", f"Missing: {', '.join(missing)}.", mend)
    return found, fine("Slack scopes", "All there.")


async def _app_token(settings: Settings, token: SecretStr) -> tuple[Finding, ...]:
    answer, _ = await _call(settings, "apps.connections.open", token)
    if answer.get("ok"):
        return (fine("Slack app token", "Socket Mode opens."),)
    return (trouble("Slack app token", "Slack opens no Socket Mode for it.", _slack_mend("SLACK_APP_TOKEN")),)


def _slack_mend(name: str) -> str:
    where = {
        "SLACK_BOT_TOKEN": "OAuth & Permissions (it begins with xoxb-)",
        "SLACK_APP_TOKEN": "Basic Information, App-Level Tokens, with connections:write (it begins with xapp-)",
    }[name]
    return f"Copy {name} from api.slack.com/apps, under {where}."


def _unreachable(about: str) -> Finding:
    return trouble(about, "It cannot be reached from here.", "Check this machine's network, then try again.")


def _unwell(about: str, status: int) -> Finding:
    return trouble(about, f"It answers with status {status}.", "Try again later.")
