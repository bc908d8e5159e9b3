"""The stand-in is true to Discord where the adapter's tests lean on it."""

from __future__ import annotations

import json
import zlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from adapters.clock import VirtualClock
from tests.discord_platform.test_stand_in_limits import FILM, V2, text
from tests.discord_stand_in.calls import Fault, limited
from tests.discord_stand_in.contract import description
from tests.discord_stand_in.happenings import delete_channel, forbid, remove_bot
from tests.discord_stand_in.menu import NotOffered
from tests.discord_stand_in.people import Somebody, join
from tests.discord_stand_in.server import StandIn
from tests.discord_stand_in.snowflakes import born
from tests.discord_stand_in.world import Channel, Permission

START = 1_772_452_800_000
HEADERS = {"User-Agent": "DiscordBot (tests, 1)"}


class Bot:
    """A bot of a few lines: what it asks and what it hears, word for word."""

    def __init__(self, at: StandIn, session: aiohttp.ClientSession) -> None:
        self.at = at
        self.session = session

    async def ask(self, method: str, path: str, body: object = None, **query: str) -> tuple[int, Any]:
        headers = {**HEADERS, "Authorization": f"Bot {self.at.token}"}
        async with self.session.request(
            method, self.at.api_url + path, json=body, headers=headers, params=query
        ) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else None

    async def identify(self, intents: int = 513, token: str = "") -> Line:
        socket = await self.session.ws_connect(
            f"{self.at.gateway_url}?v=10&encoding=json&compress=zlib-stream"
        )
        line = Line(socket)
        assert (await line.hear())["op"] == 10
        await socket.send_json({"op": 2, "d": {"token": token or self.at.token, "intents": intents}})
        return line


class Line:
    """One connection to the gateway, unpacked."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self._zlib = zlib.decompressobj()

    async def hear(self) -> dict[str, Any]:
        message = await self.socket.receive(5)
        if message.type is not aiohttp.WSMsgType.BINARY:
            return {"closed": self.socket.close_code}
        read: dict[str, Any] = json.loads(self._zlib.decompress(message.data))
        return read

    async def event(self, name: str) -> dict[str, Any]:
        while (heard := await self.hear()).get("t") != name:
            assert "closed" not in heard, heard
        return heard


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(START)


@pytest.fixture
async def at(clock: VirtualClock) -> AsyncIterator[StandIn]:
    stand_in = StandIn(clock, description())
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture
async def bot(at: StandIn) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as session:
        yield Bot(at, session)


@pytest.fixture
def channel(at: StandIn) -> Channel:
    guild = at.realm.new_guild("Club", at.realm.new_user("Owner"))
    return at.realm.new_channel(guild, "general")


@pytest.fixture
async def ann(at: StandIn, channel: Channel) -> Somebody:
    assert channel.guild is not None
    return await join(at, channel.guild, "Ann", channel)


def posts(channel: Channel) -> str:
    return f"/channels/{channel.id}/messages"


async def test_every_answer_fits_the_description(bot: Bot, channel: Channel, at: StandIn) -> None:
    """What the stand-in answers on each route that it has is what Discord's description says."""
    assert channel.guild is not None
    guild, me = f"/guilds/{channel.guild.id}", at.realm.bot.id
    commands = f"/applications/{me}/commands"
    asked = [
        ("GET", "/gateway/bot", None),
        ("GET", "/users/@me", None),
        ("GET", f"/users/{me}", None),
        ("GET", "/applications/@me", None),
        ("GET", "/oauth2/applications/@me", None),
        ("PUT", commands, FILM),
        ("GET", commands, None),
        ("GET", guild, None),
        ("GET", f"{guild}/roles", None),
        ("GET", f"{guild}/channels", None),
        ("GET", f"{guild}/members/{me}", None),
        ("GET", f"{guild}/audit-logs", None),
        ("GET", f"/channels/{channel.id}", None),
        ("POST", f"/channels/{channel.id}/typing", None),
        ("POST", "/users/@me/channels", {"recipient_id": at.realm.maker.id}),
        ("POST", posts(channel), text("hello", "Press")),
        ("GET", posts(channel), None),
    ]
    for method, path, body in asked:
        status, _ = await bot.ask(method, path, body)
        assert status in (200, 204), (path, status)
    assert at.violations == []


async def test_what_discord_does_not_know_is_a_violation(bot: Bot, channel: Channel, at: StandIn) -> None:
    """A key that the description does not have, a wrong type and a route that is not there are noted."""
    if description() is None:
        pytest.skip("Discord's description is not at hand")
    assert (await bot.ask("POST", posts(channel), {"content": "hi", "colour": 1}))[0] == 400
    assert (await bot.ask("POST", posts(channel), {"content": 5}))[0] == 400
    assert (await bot.ask("GET", "/sound/of/silence"))[0] == 404
    assert len(at.violations) == 3


async def test_a_wrong_token_is_turned_away(bot: Bot, at: StandIn) -> None:
    """REST says 401 and the gateway closes with 4004."""
    async with bot.session.get(
        f"{at.api_url}/users/@me", headers={**HEADERS, "Authorization": "Bot no"}
    ) as answer:
        assert answer.status == 401
    assert await (await bot.identify(token="no")).hear() == {"closed": 4004}


async def test_an_intent_that_is_off_is_refused(bot: Bot, at: StandIn) -> None:
    """Asking for message content that the portal has not switched on closes with 4014."""
    at.gateway._allowed = type(at.gateway._allowed)(lambda: at.token, 0, 1, 1)
    assert await (await bot.identify(1 << 15)).hear() == {"closed": 4014}


async def test_content_is_hidden_without_the_intent(bot: Bot, ann: Somebody, at: StandIn) -> None:
    """Without the message content intent a line of talk arrives empty, and one that names the bot whole."""
    line = await bot.identify(1 << 9)
    await line.event("GUILD_CREATE")
    await ann.say("hello")
    assert (await line.event("MESSAGE_CREATE"))["d"]["content"] == ""
    await ann.say(f"<@{at.realm.bot.id}> hello")
    assert "hello" in (await line.event("MESSAGE_CREATE"))["d"]["content"]


async def test_a_session_goes_on_after_its_socket(bot: Bot, ann: Somebody, at: StandIn) -> None:
    """What was missed while the socket was down is replayed by RESUME, in order and once."""
    line = await bot.identify()
    ready = await line.event("READY")
    last = (await line.event("GUILD_CREATE"))["s"]
    at.gateway.abort()
    await ann.say("one")
    await ann.say("two")
    socket = await bot.session.ws_connect(f"{at.gateway_url}?v=10&encoding=json&compress=zlib-stream")
    again = Line(socket)
    await again.hear()
    session = ready["d"]["session_id"]
    await socket.send_json({"op": 6, "d": {"token": at.token, "session_id": session, "seq": last}})
    heard = [await again.hear() for _ in range(3)]
    assert [one["t"] for one in heard] == ["MESSAGE_CREATE", "MESSAGE_CREATE", "RESUMED"]
    assert [one["s"] for one in heard] == [last + 1, last + 2, last + 3]
    at.gateway.refuse_resumes = True
    await socket.send_json({"op": 6, "d": {"token": at.token, "session_id": session, "seq": last}})
    assert (await again.hear())["op"] == 9


async def test_a_nonce_is_posted_once(bot: Bot, channel: Channel, at: StandIn, clock: VirtualClock) -> None:
    """A message sent again with its nonce is the same message; without the enforcement it is another."""
    body = text("hello") | {"nonce": "n1", "enforce_nonce": True}
    first, again = [(await bot.ask("POST", posts(channel), body))[1]["id"] for _ in range(2)]
    assert first == again
    assert born(first) == START
    other = (await bot.ask("POST", posts(channel), text("hello") | {"nonce": "n1"}))[1]["id"]
    assert other != first
    clock.reach(START + 400_000)
    assert (await bot.ask("POST", posts(channel), body))[1]["id"] not in (first, other)


async def test_rights_are_those_of_the_channel(bot: Bot, channel: Channel, at: StandIn) -> None:
    """Without the right to write 50013, without sight 50001, in a channel that has gone 10003."""
    await forbid(at, channel, Permission.SEND_MESSAGES)
    assert (await bot.ask("POST", posts(channel), text("x")))[1]["code"] == 50013
    await forbid(at, channel, Permission.VIEW_CHANNEL)
    assert (await bot.ask("POST", posts(channel), text("x")))[1]["code"] == 50001
    await delete_channel(at, channel)
    assert (await bot.ask("POST", posts(channel), text("x")))[1]["code"] == 10003
    assert channel.guild is not None
    await remove_bot(at, channel.guild)
    assert (await bot.ask("GET", f"/guilds/{channel.guild.id}"))[1]["code"] == 10004


async def test_an_interaction_is_answered_once_and_in_time(
    bot: Bot, ann: Somebody, at: StandIn, clock: VirtualClock
) -> None:
    """The second callback gets 40060, one after three seconds 10062, and its token ends after fifteen minutes."""
    await bot.ask("PUT", f"/applications/{at.realm.bot.id}/commands", FILM)
    one = await ann.slash("film", name="x", wait=False)
    callback = f"/interactions/{one.id}/{one.token}/callback"
    said = {"type": 4, "data": text("private") | {"flags": V2 | 64}}
    status, answer = await bot.ask("POST", callback, said, with_response="true")
    assert status == 200
    assert answer["interaction"]["response_message_ephemeral"]
    assert (await bot.ask("POST", callback, said))[1]["code"] == 40060
    late = await ann.slash("film", name="x", wait=False)
    clock.reach(START + 3_001)
    assert (await bot.ask("POST", f"/interactions/{late.id}/{late.token}/callback", said))[1]["code"] == 10062
    clock.reach(START + 900_001)
    original = f"/webhooks/{at.realm.bot.id}/{one.token}/messages/@original"
    assert (await bot.ask("PATCH", original, text("new")))[1]["code"] == 50027
    assert at.violations == []


async def test_what_is_ephemeral_is_seen_by_one(
    bot: Bot, ann: Somebody, at: StandIn, channel: Channel
) -> None:
    """A private answer, its follow-up and its edit are on the screen of who asked, and on nobody else's."""
    assert channel.guild is not None
    bo = await join(at, channel.guild, "Bo", channel)
    await bot.ask("PUT", f"/applications/{at.realm.bot.id}/commands", FILM)
    one = await ann.slash("film", name="x", wait=False)
    await bot.ask("POST", f"/interactions/{one.id}/{one.token}/callback", {"type": 5, "data": {"flags": 64}})
    hook = f"/webhooks/{at.realm.bot.id}/{one.token}"
    await bot.ask("POST", hook, text("first"))
    assert [sight.texts for sight in ann.screen()] == [("first",)]
    await bot.ask("PATCH", f"{hook}/messages/@original", text("second"))
    assert [sight.texts for sight in ann.screen()] == [("second",)]
    assert bo.screen() == []
    assert at.violations == []


async def test_a_client_offers_what_was_synced(bot: Bot, ann: Somebody, at: StandIn) -> None:
    """A command that is not synced, one for others, a missing or an unknown option are not offered."""
    with pytest.raises(NotOffered, match="not in the menu"):
        await ann.slash("film", name="x")
    await bot.ask("PUT", f"/applications/{at.realm.bot.id}/commands", FILM)
    tried: list[tuple[str, dict[str, Any]]] = [("rule", {}), ("film", {}), ("film", {"name": "x", "year": 1})]
    for path, options in tried:
        with pytest.raises(NotOffered):
            await ann.slash(path, **options)


async def test_a_fault_is_what_was_asked_for(bot: Bot, channel: Channel, at: StandIn) -> None:
    """A 429, a lost answer and a cut connection come once each; what was lost late was done."""
    at.fails(Fault("POST", "/messages$", **limited(0.1)))
    at.fails(Fault("POST", "/messages$", 502, late=True))
    at.fails(Fault("POST", "/messages$", 0))
    body = text("x") | {"nonce": "n", "enforce_nonce": True}
    assert (await bot.ask("POST", posts(channel), body))[0] == 429
    assert (await bot.ask("POST", posts(channel), body))[0] == 502
    with pytest.raises(aiohttp.ClientError):
        await bot.ask("POST", posts(channel), body)
    assert (await bot.ask("POST", posts(channel), body))[0] == 200
    assert len([sight for sight in at.messages.sights if sight.what == "new"]) == 1


async def test_who_is_pinged_is_noted(bot: Bot, ann: Somebody, channel: Channel, at: StandIn) -> None:
    """A mention pings unless allowed_mentions says otherwise."""
    body = text(f"<@{ann.user.id}> and @everyone")
    await bot.ask("POST", posts(channel), body | {"allowed_mentions": {"parse": []}})
    assert at.messages.pinged == []
    await bot.ask("POST", posts(channel), body)
    assert len(at.messages.pinged) == 2
