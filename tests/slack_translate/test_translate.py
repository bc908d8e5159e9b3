"""Slack's payloads as what is heard: posts, mentions, slash commands, presses; pure."""

from __future__ import annotations

import html
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import places, sharing, translate
from adapters.slack.places import Where
from adapters.slack.text import cut, escaped, typed
from adapters.slack.translate import Own, Spoken, command_line, own_post, posted, pressed, said
from bot.cards import Card, Tone
from bot.messages import Clicked, Filled, Said

BOT = "UBOT"
POST: dict[str, Any] = {"type": "message", "user": "U1", "channel": "C1", "ts": "1700000000.000200"}


def test_a_post_is_the_same_whichever_event_brings_it() -> None:
    """A mention comes as `message` and as `app_mention`, and is one delivery."""
    event = POST | {"text": f"<@{BOT}> film Salt"}
    as_message, as_mention = posted(event, BOT), posted(event | {"type": "app_mention"}, BOT)
    assert as_message == as_mention
    assert as_message is not None
    assert as_message.content == Spoken("film Salt", addressed=True)
    assert as_message.sent_at == 1_700_000_000_000


@pytest.mark.parametrize(
    "change",
    [
        {"edited": {"user": "U1", "ts": "1700000009.000000"}},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"bot_id": "B1"},
        {"user": BOT},
        {"user": None},
    ],
)
def test_what_nobody_posted_anew_is_not_heard(change: dict[str, Any]) -> None:
    """Edits, joins, programs and our own posts are nothing that a member said."""
    assert posted(POST | {"text": "A"} | change, BOT) is None


def test_the_first_post_of_a_thread_stands_in_the_channel() -> None:
    """Slack gives the beginning of a thread its own stamp as the thread's."""
    first = posted(POST | {"text": "A", "thread_ts": POST["ts"]}, BOT)
    reply = posted(POST | {"text": "A", "thread_ts": "1690000000.000001"}, BOT)
    assert first is not None
    assert reply is not None
    assert (first.thread, reply.thread) == ("", "1690000000.000001")


@pytest.mark.parametrize(
    ("text", "addressed", "direct", "asked", "heard"),
    [
        ("film Salt", True, False, False, "/film Salt"),
        ("/film Salt", True, False, False, "/film Salt"),
        ("", True, False, False, "/help"),
        ("hello there", True, False, False, "hello there|/hello there"),
        ("Moscow", True, False, True, "Moscow"),
        ("film Salt", True, False, True, "/film Salt"),
        ("film Salt", False, True, False, "/film Salt"),
        ("film Salt", False, True, True, "film Salt"),
        ("trivia stop", False, True, True, "/trivia stop"),
        ("film Salt", False, False, False, "film Salt"),
        ("film Salt", False, False, True, "film Salt"),
    ],
)
def test_a_post_is_a_command_where_it_is_said_to_us(
    text: str, addressed: bool, direct: bool, asked: bool, heard: str
) -> None:
    """By mention and in direct messages no slash is needed; while a question is open, words may be an answer."""
    wanted = tuple(Said(one) for one in heard.split("|"))
    assert said(Spoken(text, addressed), direct=direct, asked=asked) == wanted


@pytest.mark.parametrize(
    ("command", "text", "line"),
    [
        ("/trivium", "film Salt &amp; Pepper", "/film Salt & Pepper"),
        ("/trivium", "", "/help"),
        ("/trivium", "/trivia start", "/trivia start"),
        ("/film", "Salt", "/film Salt"),
        ("/quiz-facts", "add", "/facts add"),
        ("/quiz-trivia", "start", "/trivia start"),
        ("/leaderboard", "", "/leaderboard"),
        ("/unheard", "film Salt", "/film Salt"),
    ],
)
def test_one_parser_reads_every_slash_command(command: str, text: str, line: str) -> None:
    """The one for everything, the short ones and those with a prefix end in the same line."""
    assert command_line(command, text) == line


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("&lt;b&gt; &amp;amp; it", "<b> &amp; it"),
        ("see <https://example.org/a?b=1&amp;c=2>", "see https://example.org/a?b=1&c=2"),
        ("see <https://example.org|example.org>", "see example.org"),
        ("<mailto:ann@example.org|ann@example.org>", "ann@example.org"),
        ("ask <@U12|ann> in <#C3|quiz>", "ask <@U12> in <#C3>"),
        ("<!channel> and <!subteam^S7|@writers>", "@channel and <@S7>"),
    ],
)
def test_what_was_typed_is_what_is_heard(sent: str, written: str) -> None:
    """Slack's markup for links and entities is undone; mentions keep their ids."""
    assert typed(sent) == written


@given(st.text())
def test_any_text_survives_the_way_in(text: str) -> None:
    """Whatever is typed without Slack's markup, the escaping of it on the way is undone exactly."""
    assert typed(html.escape(text, quote=False)) == text


@given(st.text(), st.integers(1, 40))
def test_nothing_of_a_members_text_is_markup(text: str, most: int) -> None:
    """Escaped text holds no bracket, and cut text is no longer than asked."""
    assert not set(escaped(text)) & {"<", ">"}
    assert len(cut(text, most)) <= most


PRESS: dict[str, Any] = {
    "type": "block_actions",
    "user": {"id": "U1", "name": "ann", "team_id": "T1"},
    "channel": {"id": "C1", "name": "quiz"},
    "container": {"type": "message", "message_ts": "1700000001.000100", "thread_ts": "1700000000.000100"},
    "trigger_id": "1.2.3",
    "actions": [{"action_id": "press.1", "value": "answer r1 1 B", "action_ts": "1700000002.345678"}],
}


def _press(**change: Any) -> dict[str, Any]:
    return PRESS | {"actions": [PRESS["actions"][0] | change]}


def test_a_press_says_where_it_belongs() -> None:
    """The block's id carries the round's place and its thread, whichever process hears of it."""
    block = places.written(Where("C1", thread="1700000000.000100"), 0)
    found = pressed(_press(block_id=block))
    assert found is not None
    assert found.where == Where("C1", thread="1700000000.000100")
    assert found.content == Clicked("answer r1 1 B")
    assert found.sent_at == 1_700_000_002_345


def test_two_presses_are_two_deliveries_and_one_repeated_is_one() -> None:
    """A press is known by who pressed what when."""
    again = pressed(_press())
    later = pressed(_press(action_ts="1700000003.000000"))
    assert again == pressed(_press())
    assert again is not None
    assert later is not None
    assert again.id != later.id


def test_slacks_own_buttons_are_told_from_the_cards() -> None:
    """Share, More and the like never reach the bot as a card's button."""
    found = pressed(_press(action_id="share", value="/film Salt"))
    assert found is not None
    assert found.content == Own("share", "/film Salt")


@given(st.sampled_from(["C1", "C1:1700.0001", "D9"]), st.booleans(), st.sampled_from(["", "1700.1"]))
def test_a_place_is_read_as_it_was_written(channel: str, alone: bool, thread: str) -> None:
    """What a block's id says comes back whole."""
    where = Where(channel, alone, thread)
    assert places.read(places.written(where, 3)) == where


@pytest.mark.parametrize("block", [None, "", "abc", "1|open|C1|", "1|alone||", 5])
def test_a_strangers_block_names_no_place(block: object) -> None:
    """A block that we did not write says nothing of a place."""
    assert places.read(block) is None


def test_our_own_post_is_known_when_it_comes_back() -> None:
    """A card of a round carries its id, and nobody else's message is taken for one."""
    ours = POST | {"user": BOT, "bot_id": "B1", "metadata": translate.metadata("r1:3:0", "r1")}
    assert own_post(ours, BOT) == translate.OwnPost("r1:3:0", "r1", "C1/1700000000.000200")
    assert own_post(ours | {"user": "U1"}, BOT) is None
    assert own_post(ours | {"subtype": "message_changed"}, BOT) is None
    assert own_post(POST | {"user": BOT}, BOT) is None


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (Said("/film Salt"), "/film Salt"),
        (Said("Moscow"), ""),
        (Clicked("type r1 3"), "type r1 3"),
        (Filled("film", (("name", "Salt"),)), '/film name:"Salt"'),
        (Filled("film", (("name", 'The "Salt"'),)), '/film name:“The "Salt"”'),
        (Filled("answer r1 3", (("text", "Moscow"),)), ""),
        (Said("/film " + "a" * 2_000), ""),
    ],
)
def test_a_line_asks_for_the_same_again(content: Said | Clicked | Filled, line: str) -> None:
    """What a button can carry to ask again; nothing where it would not fit or would give an answer away."""
    assert sharing.line_of(content) == line


@pytest.mark.parametrize(
    ("line", "shares"),
    [
        ("/film Salt", True),
        ("/film name:#salt page:2", True),
        ("/film name:#salt spoilers:yes", False),
        ("/stats", False),
        ("/trivia start", False),
        ("/nonsense", False),
        ("", False),
    ],
)
def test_only_what_everybody_may_ask_for_is_shared(line: str, shares: bool) -> None:
    """A look-up can be shared; spoilers, one's own figures and refusals cannot."""
    assert sharing.sharable(Card("Salt"), line) is shares
    assert not sharing.sharable(Card(tone=Tone.REFUSAL), line)
