"""Discord's interactions and messages as what the bot hears."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from adapters.discord import addresses, permissions, translate
from adapters.discord.addresses import Post, Whisper
from adapters.discord.translate import Arrival
from adapters.secret_key import Sealer
from bot.messages import Clicked, Filled, Place, Role, Said

WHEN = 1_700_000_000_123
ID = (WHEN - 1_420_070_400_000) << 22 | 77
ANN = Arrival(ID, 5, "Ann", 6, 7)


def command(*options: dict[str, Any], name: str = "film", **more: Any) -> Arrival:
    return replace(ANN, data={"name": name, "options": list(options), **more})


def test_time_is_the_snowflakes() -> None:
    """What counts is when Discord took it, to the millisecond."""
    assert translate.said(ANN, "hello", 1).sent_at == WHEN


def test_a_server_is_a_community() -> None:
    """A server is the community, its channel the channel."""
    assert translate.place(ANN) == Place("discord", "7", "6")


def test_a_direct_message_is_its_members_own() -> None:
    """In a direct message the community is the member's own, where they moderate, and they are alone."""
    direct = replace(ANN, guild=None, direct=True)
    assert translate.place(direct) == Place("discord", "@5", "6", alone=True)
    assert translate.member(direct).moderates


def test_brought_along_the_community_is_the_members_own() -> None:
    """In a server that the bot is no member of nothing of that server is read or kept."""
    assert translate.place(replace(ANN, joined=False)).community == "@5"
    assert not translate.place(replace(ANN, joined=False)).alone


@pytest.mark.parametrize(
    ("bits", "moderates"), [(0, False), (1 << 5, True), (1 << 3, True), (1 << 11, False)]
)
def test_who_may_manage_the_server_moderates(bits: int, moderates: bool) -> None:
    """Discord's own permissions say who is a moderator."""
    assert translate.member(replace(ANN, permissions=bits)).moderates is moderates


def test_a_role_that_the_community_chose_moderates() -> None:
    """A member made a moderator by role is one in what is heard."""
    assert Role.MODERATOR in translate.moderating(translate.said(ANN, "/settings", 1)).member.roles


def test_a_slash_command_is_its_path_and_values() -> None:
    """Subcommands are the path's second word; numbers are text, as forms have them."""
    sub = {
        "type": 1,
        "name": "start",
        "options": [
            {"type": 3, "name": "topic", "value": "Salt"},
            {"type": 4, "name": "questions", "value": 5},
        ],
    }
    heard = translate.commanded(command(sub, name="trivia"))
    assert heard.content == Filled("trivia start", (("topic", "Salt"), ("questions", "5")))


@pytest.mark.parametrize(
    ("resolved", "name"),
    [
        (
            {"users": {"9": {"username": "bo9", "global_name": "Bo"}}, "members": {"9": {"nick": "Bobo"}}},
            "Bobo",
        ),
        ({"users": {"9": {"username": "bo9", "global_name": "Bo"}}, "members": {"9": {}}}, "Bo"),
        ({"users": {"9": {"username": "bo9", "global_name": None}}}, "bo9"),
        ({}, "9"),
    ],
)
def test_a_member_is_told_by_name(resolved: dict[str, Any], name: str) -> None:
    """A member chosen from Discord's list is who they are called there."""
    chosen = command({"type": 6, "name": "member", "value": "9"}, name="stats", resolved=resolved)
    assert translate.commanded(chosen).content == Filled("stats", (("member", name),))


def test_the_option_with_the_cursor() -> None:
    """Of a command that is being typed, the option that has the cursor is completed."""
    half = command({"type": 3, "name": "name", "value": "pul", "focused": True})
    assert translate.typing(half) == translate.Typing("film", "name", "pul")
    assert translate.typing(command()) is None


@pytest.mark.parametrize("name", ["<@1> ", "<@!1>", ""])
def test_the_bots_name_before_a_command_is_not_part_of_it(name: str) -> None:
    """A command typed to the bot by name is the command."""
    assert translate.said(ANN, f"{name}/film Salt", 1).content == Said("/film Salt")


@pytest.mark.parametrize(
    ("content", "begins"),
    [
        (Filled("trivia start", ()), True),
        (Clicked("/trivia start topic:Salt"), True),
        (Clicked("again r1"), True),
        (Clicked("answer r1 1 A"), False),
        (Clicked("/film name:Salt"), False),
        (Filled("film", ()), False),
        (Said("/trivia start"), False),
    ],
)
def test_what_begins_a_round(content: Said | Clicked | Filled, begins: bool) -> None:
    """Before the bot posts by itself it looks at what it may do; nothing else is held up by that."""
    assert translate.begins_round(replace(translate.said(ANN, "", 1), content=content)) is begins


@pytest.mark.parametrize(
    ("content", "plays"),
    [
        (Clicked("answer r1 1 A"), True),
        (Filled("answer r1 1", ()), True),
        (Filled("answer", ()), True),
        (Said("B"), True),
        (Clicked("skip r1 1"), False),
        (Said("/settings"), False),
        (Filled("settings", ()), False),
    ],
)
def test_for_answers_nobody_asks_who_moderates(content: Said | Clicked | Filled, plays: bool) -> None:
    """Talk and answers look nothing up."""
    assert translate.plays(replace(translate.said(ANN, "", 1), content=content)) is plays


# --- names of messages, permissions ---

SEALER = Sealer(("ZGlzY29yZC1zaGFwZXMtb2YtdGhlLXRlc3RzLTAxMjM=",))


@pytest.mark.parametrize("address", [Post(6, 8), Whisper("the-token", "@original", WHEN)])
def test_a_name_leads_back_to_its_message(address: Post | Whisper) -> None:
    """What a message is named by finds it again, and shows no token."""
    name = addresses.named(address, SEALER)
    assert addresses.read(name, SEALER) == address
    assert "the-token" not in name


@pytest.mark.parametrize("name", ["", "6", "6/x", "~nonsense", "~ü", "general/7", "²/3"])
def test_a_name_that_is_none_of_ours(name: str) -> None:
    """Another's name leads nowhere and breaks nothing."""
    assert addresses.read(name, SEALER) is None


def test_a_whisper_lives_for_a_quarter_of_an_hour() -> None:
    """After that its token reaches nobody."""
    whisper = Whisper("t", "@original", WHEN)
    assert whisper.lives(WHEN + 14 * 60_000)
    assert not whisper.lives(WHEN + 15 * 60_000)


@pytest.mark.parametrize(
    ("may", "thread", "lacks"),
    [
        (permissions.NEEDED, False, ()),
        (1 << 3, True, ()),
        (permissions.VIEW, False, ("Send Messages",)),
        (permissions.VIEW | permissions.SEND, True, ("Send Messages in Threads",)),
        (0, False, ("View Channel", "Send Messages")),
    ],
)
def test_what_the_bot_lacks_is_named(may: int, thread: bool, lacks: tuple[str, ...]) -> None:
    """By Discord's own names, and for a thread what a thread needs."""
    assert permissions.missing(may, thread=thread) == lacks


def test_the_invite_link_asks_for_what_is_needed() -> None:
    """The link has both scopes and exactly the permissions."""
    link = permissions.invite(42)
    assert "client_id=42&scope=bot+applications.commands" in link
    assert link.endswith(f"permissions={permissions.NEEDED}")
