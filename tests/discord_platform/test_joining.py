"""How the bot joins Discord: its token, its commands, its shards, and what it asks for."""

from __future__ import annotations

import asyncio

import pytest

from adapters.discord import commands
from adapters.discord.client import Account, open_discord
from adapters.joining import NotJoined
from adapters.secret_key import Sealer
from bot.commands.vocabulary import COMMANDS, TOPS
from tests.discord_platform.playing import KEY, Playing
from tests.discord_stand_in import limits
from tests.discord_stand_in.calls import Fault
from tests.discord_stand_in.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, GUILDS, MESSAGE_CONTENT
from tests.discord_stand_in.people import until
from tests.transcripts.platforms import START


async def test_commands_are_synced_once(playing: Playing) -> None:
    """The menu has every command of the vocabulary, and is sent again only when it has changed."""
    assert {command["name"] for command in playing.at.rest.commands} == set(TOPS)
    assert len(playing.at.sent("PUT", "/commands")) == 1
    await playing.restart()
    assert len(playing.at.sent("PUT", "/commands")) == 1
    playing.at.rest.commands[0]["description"] = "Something else."
    await playing.restart()
    assert len(playing.at.sent("PUT", "/commands")) == 2
    playing.at.rest.commands.pop()
    await playing.restart()
    assert len(playing.at.sent("PUT", "/commands")) == 3


def test_the_menu_is_within_the_limits() -> None:
    """What is synced is what Discord takes: names, words, options in order, choices, sizes."""
    assert list(limits.of_commands(commands.tree())) == []


def test_every_command_is_in_the_menu() -> None:
    """Each command and each option that is shown stands in the menu under its own name."""
    tops = {one["name"]: one for one in commands.tree()}
    for command in COMMANDS:
        at = tops[command.top]
        if command.path != command.top:
            words = command.path.split(" ")[1:]
            at = next(one for one in at["options"] if one["name"] == words[0])
        assert {one["name"] for one in at["options"]} == {option.name for option in command.shown}


async def test_it_asks_for_no_more_than_it_needs(playing: Playing) -> None:
    """The bot asks for servers, their messages, direct messages and their content; no members, no presences."""
    (session,) = playing.at.gateway.sessions.values()
    assert session.intents == GUILDS | GUILD_MESSAGES | DIRECT_MESSAGES | MESSAGE_CONTENT


async def test_a_wrong_token_is_one_line(playing: Playing) -> None:
    """A token that Discord refuses is one sentence that says where a new one is made."""
    account = Account("not-the-token", playing.at.api_url, playing.at.gateway_url)
    with pytest.raises(NotJoined, match="Discord refuses the token") as told:
        async with open_discord(account, playing.clock, Sealer((KEY,))):
            pass
    assert "not-the-token" not in str(told.value)


async def test_a_token_revoked_at_work_ends_with_one_line(playing: Playing) -> None:
    """Where the token is taken back, serving ends with the sentence, and nothing is tried for ever."""
    playing.at.token = "another"
    playing.at.gateway.sessions.clear()
    await playing.at.gateway.close(4004)
    await asyncio.wait({playing.serving}, timeout=5)
    with pytest.raises(NotJoined, match="Discord refuses the token"):
        playing.serving.result()


async def test_discord_out_of_reach_at_the_start_is_tried_again(url: str) -> None:
    """Where Discord does not answer at the start, the bot starts, says so and comes in later."""
    playing = Playing(url, start=START)
    playing.at.fails(Fault("GET", "/users/@me", 503))
    await playing.open()
    ann = playing.join("Ann")
    await ann.slash("help")
    assert len(playing.at.sent("GET", "/users/@me")) == 2
    await playing.close()


async def test_one_process_of_a_fleet_has_its_shards(url: str) -> None:
    """Told which shards are its own, a process identifies as those, in turn, and hears their servers alone."""
    playing = Playing(url, start=START, shards=4, concurrency=4, mine=range(1, 3))
    await playing.open()
    await until(playing.at, lambda: len(playing.at.gateway.identified) == 2, "both shards are there")
    assert [shard for _, shard in playing.at.gateway.identified] == [1, 2]
    assert playing.at.sent("PUT", "/commands") == []  # the process with the first shard does that
    await playing.close()


async def test_identifies_keep_their_distance(url: str) -> None:
    """Shards of one bucket identify five seconds apart."""
    playing = Playing(url, start=START, shards=2, concurrency=1)
    await playing.open()
    await until(playing.at, lambda: len(playing.at.gateway.identified) == 2, "both shards are there")
    (first, _), (second, _) = playing.at.gateway.identified
    assert second - first >= 4.9
    await playing.close()
