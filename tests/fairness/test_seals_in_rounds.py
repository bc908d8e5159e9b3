"""Seals as members meet them: on the start card, under the last board, and opened for who asks."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.cards import Card
from bot.messages import Place
from bot.quiz.commitment import salt_of
from facts.store.database import Database
from tests.fairness.test_replay import answered, log, meddle
from tests.rounds.table import Room, opened, sums

START = "/trivia start Sums questions:2"


@pytest.fixture
async def room(sqlite_database: Database) -> AsyncIterator[Room]:
    async with opened(sqlite_database) as opened_room:
        yield opened_room


async def played(room: Room, start: str = START, questions: int = 2) -> None:
    await room.say("host", start)
    await room.wait(10)
    for _ in range(questions):
        await answered(room, "ann", wrong=("bo",))


def told(room: Room, who: str) -> list[Card]:
    """The sealed texts that a member has been shown, each from all its cards."""
    return [card for card in room.screen.cards(who) if "seal" in card.title]


def hashed(*cards: Card) -> str:
    """What a stranger gets who writes the cards' lines into a file and hashes it."""
    text = "".join(f"{line}\n" for card in cards for line in card.lines)
    return hashlib.sha256(text.encode()).hexdigest()


async def test_the_start_card_shows_the_seal_until_and_after_the_first_question(room: Room) -> None:
    """The digits stand there before anything is asked, and stay when the card changes."""
    await room.say("host", START)
    seal = (await log(room)).round.commitment
    shown = f"The questions are sealed: {seal[:8]} {seal[8:16]} {seal[16:24]} {seal[24:32]}"
    assert shown in room.channel()[0]
    await room.wait(11)
    assert "Begin now" not in room.channel()[0]
    assert shown in room.channel()[0]


async def test_a_stranger_can_check_all_of_it_by_hand(room: Room) -> None:
    """From cards alone: the text makes the seal of the start card, and each question's text makes its line."""
    await played(room)
    assert room.channel()[-1].splitlines()[-1].startswith("Sealed at the start as ")
    await room.click("bo", room.button("Check the seal"))
    (whole,) = told(room, "bo")
    assert whole.heading == hashed(whole)
    assert whole.heading[:8] in room.channel()[0]
    digests = [line.split(" ")[1] for line in whole.lines if line.startswith("question ")]
    assert len(digests) == 5  # two and three reserves
    await room.click("bo", whole.buttons[0].id)
    first = told(room, "bo")[-1]
    await room.click("bo", first.buttons[0].id)
    second = told(room, "bo")[-1]
    assert (hashed(first), hashed(second)) == (digests[0], digests[1])
    assert second.buttons == ()
    asked = [text.splitlines()[1] for text in room.channel() if text.startswith("Question ")]
    assert [f"stem {stem}" for stem in asked] == [card.lines[4] for card in (first, second)]


async def test_what_was_not_asked_stays_sealed(room: Room) -> None:
    """Of a stopped round only the question that was asked is opened, also to who names another."""
    await room.say("host", "/trivia start Sums questions:5")
    await room.wait(10)
    await room.say("host", "/trivia stop")
    await room.click("ann", room.button("Check the seal"))
    (whole,) = told(room, "ann")
    await room.click("ann", whole.buttons[0].id)
    assert told(room, "ann")[-1].buttons == ()
    before = len(told(room, "ann"))
    for number in (2, 5, 99):
        await room.click("ann", f"{whole.buttons[0].id.rpartition(' ')[0]} {number}")
        assert room.told("ann")[-1] == "That question was not asked, so it stays sealed."
    assert len(told(room, "ann")) == before
    kept = await log(room)
    unasked = [one.question.stem for one in kept.drawn if one.asked_as is None]
    assert not any(stem in text or kept.salt in text for stem in unasked for text in room.told("ann"))


async def test_the_salt_is_written_in_one_place_alone(room: Room) -> None:
    """Neither a round's state nor a card holds it, nor the salt of a question that was not asked."""
    await played(room)
    await room.click("ann", room.button("Check the seal"))
    salt = (await log(room)).salt
    assert len(salt) == 64
    async with room.database.read() as connection:
        states = (await connection.exec_driver_sql("SELECT state FROM rounds")).scalars().all()
        cards = (await connection.exec_driver_sql("SELECT card FROM outbox")).scalars().all()
    written = "".join((*states, *cards, *room.channel(), *room.told("ann")))
    assert not any(secret in written for secret in (salt, *(salt_of(salt, reserve) for reserve in (3, 4, 5))))


async def test_a_seal_is_not_opened_before_the_end(room: Room) -> None:
    """Whoever makes up the button's id while the round runs is told to wait."""
    await room.say("host", START)
    await room.wait(11)
    await room.click("ann", f"seal {(await log(room)).round.id}")
    assert room.told("ann") == ["The seal is opened when the round has ended."]
    await room.click("ann", f"seal {(await log(room)).round.id} 1")
    assert room.told("ann")[-1] == "The seal is opened when the round has ended."


async def test_a_seal_is_opened_where_the_round_was_played(room: Room) -> None:
    """From another channel or community, or for a round that never was, nothing is shown."""
    await played(room)
    seal = room.button("Check the seal")
    for place in (Place("test", "local", "den"), Place("test", "elsewhere", "general")):
        await room.click("ann", seal, place=place)
        (card,) = room.screen.cards("ann", place)
        assert "over" in card.lines[0]
    await room.click("ann", "seal nosuchround")
    assert told(room, "ann") == []


async def test_a_round_that_is_older_than_seals_says_nothing_of_them(room: Room) -> None:
    """No line, no button; and who makes the button's id up is told why not."""
    await room.say("host", START)
    await meddle(room, "DELETE FROM seals")
    await meddle(room, """UPDATE rounds SET state = replace(state, '"commitment":', '"before":')""")
    await room.restart()
    await room.wait(10)
    await room.say("host", "/trivia stop")
    last = room.screen.cards()[-1]
    assert "Check the seal" not in [button.label for button in last.buttons]
    assert last.note == ""
    await room.click("ann", f"seal {(await log(room)).round.id}")
    assert room.told("ann")[-1] == "That round was not sealed."


async def test_a_long_text_comes_in_parts_that_any_platform_takes(sqlite_database: Database) -> None:
    """The seal of fifty questions is several private cards, and their lines together make it."""
    async with opened(sqlite_database, sums(60)) as room:
        await room.say("host", "/trivia start Sums questions:50")
        await room.wait(11)
        await room.say("host", "/trivia stop")
        await room.click("ann", room.button("Check the seal"))
        cards = told(room, "ann")
        assert len(cards) > 1
        assert all(sum(len(line) + 1 for line in card.lines) <= 1800 for card in cards)
        assert cards[0].title == f"The seal of this round, part 1 of {len(cards)}"
        assert hashed(*cards) == cards[0].heading == (await log(room)).round.commitment
        assert [bool(card.buttons) for card in cards] == [False] * (len(cards) - 1) + [True]


async def test_hostile_words_are_sealed_and_shown_on_one_line(sqlite_database: Database) -> None:
    """A question with breaks, directions and doubled spaces in it is one line, and its hash still fits."""
    pack = sums(1)
    hostile = replace(pack.questions[0], stem="What is 1 plus 100?\u202e  a\\b\u2028c")
    async with opened(sqlite_database, replace(pack, questions=(hostile,))) as room:
        await room.say("host", "/trivia start Sums questions:1")
        await room.wait(11)
        await room.say("host", "/trivia stop")
        await room.click("ann", room.button("Check the seal"))
        await room.click("ann", told(room, "ann")[-1].buttons[0].id)
        whole, question = told(room, "ann")
        assert "stem What is 1 plus 100?\\u202e \\u0020a\\u005cb\\u2028c" in question.lines
        assert f"question {hashed(question)}" in whole.lines
