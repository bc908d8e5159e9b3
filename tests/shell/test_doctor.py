"""The doctor asks Discord and Slack themselves; here small servers stand in for them, on real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web

from adapters.doctor import SCOPES, Finding, State, discord, public_address, secret_key, slack
from adapters.settings import Settings, read_settings

TOKEN = "discord-token-of-a-test"
BOT, APP = "xoxb-of-a-test", "xapp-of-a-test"


@asynccontextmanager
async def standing_in(answers: Mapping[str, tuple[int, Any]], right: str) -> AsyncIterator[str]:
    """A server that gives these answers by path to whoever shows the right token, and 401 to others."""

    async def answer(request: web.Request) -> web.Response:
        if request.headers.get("Authorization", "").split(" ")[-1] not in right.split(" "):
            refused = {"ok": False, "error": "invalid_auth"}
            return web.json_response(refused, status=200 if "." in request.path else 401)
        status, plain = answers[request.path]
        scopes = {"X-OAuth-Scopes": plain.pop("scopes")} if "scopes" in plain else {}
        return web.json_response(plain, status=status, headers=scopes)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def settings(**given: str) -> Settings:
    return read_settings(_env_file=None, **given)


def states(findings: tuple[Finding, ...]) -> list[State]:
    return [finding.state for finding in findings]


async def test_a_good_discord_token_is_named() -> None:
    """A token that Discord takes is told by its bot's name, and the intent is found in the application's flags."""
    answers = {"/users/@me": (200, {"username": "trivium"}), "/applications/@me": (200, {"flags": 1 << 19})}
    async with standing_in(answers, TOKEN) as url:
        found = await discord(settings(DISCORD_TOKEN=TOKEN, DISCORD_API_URL=url))
    assert states(found) == [State.FINE, State.FINE]
    assert "trivium" in found[0].words


async def test_a_missing_intent_is_told_with_its_mend() -> None:
    """Without the message content intent the doctor says what does not work and where to switch it on."""
    answers = {"/users/@me": (200, {"username": "trivium"}), "/applications/@me": (200, {"flags": 0})}
    async with standing_in(answers, TOKEN) as url:
        found = await discord(settings(DISCORD_TOKEN=TOKEN, DISCORD_API_URL=url))
    assert states(found) == [State.FINE, State.TROUBLE]
    assert "Privileged Gateway Intents" in found[1].mend


async def test_a_wrong_discord_token_is_refused_and_not_shown() -> None:
    """A token that Discord refuses is told without being repeated."""
    async with standing_in({}, TOKEN) as url:
        found = await discord(settings(DISCORD_TOKEN="stale-token", DISCORD_API_URL=url))
    assert states(found) == [State.TROUBLE]
    assert "stale-token" not in str(found[0])


async def test_an_unreachable_discord_is_told() -> None:
    """No answer is a finding, not a traceback."""
    async with standing_in({}, TOKEN) as url:
        pass
    found = await discord(settings(DISCORD_TOKEN=TOKEN, DISCORD_API_URL=url))
    assert states(found) == [State.TROUBLE]
    assert "cannot be reached" in found[0].words


async def test_an_unwell_discord_is_told() -> None:
    """An answer of 500 is told as Discord's trouble, not the token's."""
    async with standing_in({"/users/@me": (500, {})}, TOKEN) as url:
        found = await discord(settings(DISCORD_TOKEN=TOKEN, DISCORD_API_URL=url))
    assert states(found) == [State.TROUBLE]
    assert "500" in found[0].words


async def test_good_slack_tokens_are_named() -> None:
    """Tokens that Slack takes, with every scope, are all fine."""
    answers = {
        "/auth.test": (200, {"ok": True, "user": "trivium", "team": "Film club", "scopes": ",".join(SCOPES)}),
        "/apps.connections.open": (200, {"ok": True, "url": "wss://example.org"}),
    }
    async with standing_in(answers, f"{BOT} {APP}") as url:
        found = await slack(settings(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP, SLACK_API_URL=url))
    assert states(found) == [State.FINE, State.FINE, State.FINE]
    assert "Film club" in found[0].words


async def test_missing_scopes_are_named() -> None:
    """Scopes that the app lacks are listed by name."""
    answers = {"/auth.test": (200, {"ok": True, "user": "t", "team": "c", "scopes": "chat:write,commands"})}
    async with standing_in(answers, BOT) as url:
        found = await slack(settings(SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET="signing", SLACK_API_URL=url))
    assert states(found) == [State.FINE, State.TROUBLE]
    assert "im:history" in found[1].words
    assert "chat:write," not in found[1].words


async def test_a_wrong_slack_token_is_refused() -> None:
    """Tokens that Slack refuses are told, each with where to copy it from."""
    async with standing_in({}, "another") as url:
        found = await slack(settings(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP, SLACK_API_URL=url))
    assert states(found) == [State.TROUBLE, State.TROUBLE]
    assert "xoxb-" in found[0].mend
    assert BOT not in " ".join(map(str, found))


async def test_what_is_not_set_is_no_trouble() -> None:
    """Without tokens the doctor says what to set, and finds no fault."""
    none = settings()
    assert states((*await discord(none), *await slack(none), public_address(none))) == [State.NOT_SET] * 3


async def test_an_app_token_alone_is_half_a_set() -> None:
    """An app token without a bot token is told."""
    assert states(await slack(settings(SLACK_APP_TOKEN=APP))) == [State.TROUBLE]


def test_an_open_key_file_is_told(tmp_path: Path) -> None:
    """A key that others can read is a trouble; after the mend it is fine."""
    key = tmp_path / "trivium.key"
    key.write_text("key")
    key.chmod(0o644)
    finding = secret_key(settings(), tmp_path / "trivium.db")
    assert finding.state is State.TROUBLE
    assert f"chmod 600 {key}" in finding.mend
    key.chmod(0o600)
    assert secret_key(settings(), tmp_path / "trivium.db").state is State.FINE


def test_a_public_address_without_encryption_is_told() -> None:
    """An address for others needs https; one of this machine does not."""
    assert public_address(settings(TRIVIUM_PUBLIC_URL="http://example.org")).state is State.TROUBLE
    assert public_address(settings(TRIVIUM_PUBLIC_URL="https://example.org")).state is State.FINE
    assert public_address(settings(TRIVIUM_PUBLIC_URL="http://localhost:8080")).state is State.FINE
