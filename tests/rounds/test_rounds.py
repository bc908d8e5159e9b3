"""Rounds through the whole bot: host, engine, ledger and wording, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.messages import Heard, Member, Place, Said
from facts.store.database import Database
from facts.store.desk import Desk
from tests.rounds.table import GENERAL, Room, opened, sums


@pytest.fixture
async def room(database: Database) -> AsyncIterator[Room]:
    async with opened(database) as opened_room:
        yield opened_room


async def test_a_round_of_three_players_ends_with_the_right_board(room: Room) -> None:
    """Two questions, three players, one winner."""
    await room.say("ann", "/trivia start Sums questions:2")
    await room.wait(10)
    await room.say("ann", room.right())
    await room.say("bo", room.wrong())
    await room.wait(27)
    await room.say("ann", room.right().lower())
    await room.click("bo", room.button(room.right()))
    await room.say("cem", room.wrong())
    await room.wait(30)
    assert room.channel()[-1].splitlines()[:5] == [
        "Final board · Sums",
        "Ann wins.",
        "1  Ann  2  2 of 2 right",
        "2  Bo   1  1 of 2 right",
        "3  Cem  0  0 of 2 right",
    ]


async def test_one_message_a_question_and_one_receipt_a_member(room: Room) -> None:
    """A question is edited into its reveal, and a receipt into its verdict."""
    await room.say("ann", "/trivia start Sums questions:1")
    await room.wait(10)
    await room.say("ann", room.wrong())
    await room.say("ann", room.right())
    await room.wait(30)
    assert len(room.channel()) == 3  # the start, the question, the board
    receipts = [show for show in room.screen.shown.values() if show.to == "ann"]
    assert [show.edits for show in receipts] == [None, *[f"message-{receipts[0].id}"] * 2]
    assert room.told("ann")[-1] == "Right."


async def test_what_counts_is_when_it_was_sent(room: Room) -> None:
    """Sent in time and arrived late counts; sent late does not, however soon it arrives."""
    await room.say("ann", "/trivia start Sums questions:1 seconds:20")
    await room.wait(10)
    opened_at = room.clock.now()
    await room.wait(20.5)
    await room.say("ann", room.right(), sent=opened_at + 19_900)
    await room.say("bo", room.right(), sent=opened_at + 20_100)
    assert room.told("bo") == ["Too late: the question has closed."]
    await room.wait(5)
    assert "Right: Ann. 1 of 1." in room.channel()[1]


async def test_a_slow_post_takes_nobodys_time(room: Room) -> None:
    """The seconds run from the platform's own stamp of the question."""
    await room.say("ann", "/trivia start Sums questions:1")
    room.screen.delay = 3_000
    await room.wait(10)
    room.screen.delay = 0
    shown = room.clock.now()
    await room.wait(19.9)
    await room.say("ann", room.right())
    assert room.clock.now() == shown + 19_900
    await room.wait(10)
    assert "Right: Ann" in room.channel()[1]


async def test_a_delivery_that_comes_twice_counts_once(room: Room) -> None:
    """The same delivery again changes nothing and says nothing, even to a new process."""
    await room.say("ann", "/trivia start Sums questions:1")
    await room.wait(10)
    await room.say("ann", room.right(), id="same")
    told = len(room.told("ann"))
    await room.say("ann", room.wrong(), id="same")
    await room.restart()
    await room.say("ann", room.wrong(), id="same")
    assert len(room.told("ann")) == told
    await room.wait(30)
    assert "Right: Ann. 1 of 1." in room.channel()[1]


async def test_a_round_goes_on_where_it_was_after_a_crash(room: Room) -> None:
    """Killed in mid-question: the same question, the same deadline, the answers given before still count."""
    await room.say("ann", "/trivia start Sums questions:2")
    await room.wait(10)
    opened_at = room.clock.now()
    first = room.question().title
    await room.say("ann", room.right())
    await room.wait(5)
    await room.restart()
    assert room.question().title == first
    await room.say("bo", room.right(), sent=opened_at + 19_000)
    await room.say("cem", room.right(), sent=opened_at + 20_001)
    await room.wait(17)
    assert "Right: Ann, Bo. 2 of 2." in room.channel()[1]
    assert "Too late" in room.told("cem")[-1]
    await room.wait(5)
    assert room.question().title != first
    await room.restart()
    await room.say("bo", room.right())
    await room.wait(30)
    assert "1  Bo   2  2 of 2 right" in room.channel()[-1]


@pytest.mark.parametrize("moment", range(0, 70, 3))
async def test_a_crash_at_any_moment_changes_no_board(database: Database, moment: int) -> None:
    """Wherever the process dies, the final board is the one of an undisturbed round."""
    async with opened(database) as room:
        await room.say("ann", "/trivia start Sums questions:2")
        for second in range(80):
            if second == moment:
                await room.restart()
            if second in (12, 39):
                await room.say("ann", room.right())
                await room.say("bo", room.wrong())
            await room.wait(1)
        assert room.channel()[-1].splitlines()[1:4] == [
            "Ann wins.",
            "1  Ann  2  2 of 2 right",
            "2  Bo   0  0 of 2 right",
        ]
        assert len([text for text in room.channel() if "plus 100" in text]) == 2


async def test_a_platform_that_is_away_gets_the_question_later(room: Room) -> None:
    """A message that the platform did not take is sent again, and the time runs from when it was shown."""
    await room.say("ann", "/trivia start Sums questions:1")
    room.screen.broken = True
    await room.wait(17)
    room.screen.broken = False
    await room.wait(5)
    await room.say("ann", room.right())
    await room.wait(25)
    assert "Ann wins." in room.channel()[-1]


async def test_a_channel_that_is_gone_ends_the_round(room: Room) -> None:
    """After a minute of refusals the round ends instead of trying for ever, and another can start."""
    await room.say("ann", "/trivia start Sums questions:1")
    room.screen.broken = True
    await room.wait(120)
    assert room.host.next_due() is None
    room.screen.broken = False
    await room.say("ann", "/trivia start Sums questions:1")
    assert room.channel()[-1].startswith("Started by Ann")


async def test_no_question_comes_twice_until_the_topic_is_used_up(room: Room) -> None:
    """Twelve questions make three rounds of four without one coming again; then all may come again."""
    asked: list[str] = []
    for _ in range(4):
        await room.say("ann", "/trivia start Sums questions:4 seconds:5")
        await room.wait(10)
        for _ in range(4):
            asked.append(room.question().title)
            await room.say("ann", "A")
            await room.wait(11.5)
    assert len(set(asked[:12])) == 12
    assert len(set(asked[12:])) == 4


async def test_a_round_longer_than_its_topic_says_so(room: Room) -> None:
    """Asked for fifty, it plays the twelve there are and says it at the start."""
    await room.say("ann", "/trivia start Sums questions:50")
    assert "12 questions (all there are now, of 50 asked for)" in room.channel()[-1]


async def test_a_second_start_is_refused(room: Room) -> None:
    """One round a channel; another channel has its own."""
    other = Place("test", "local", "other")
    await room.say("ann", "/trivia start Sums")
    await room.say("bo", "/trivia start Sums")
    assert room.told("bo") == [
        "There is a round in this channel already. Join it by answering, or stop it with /trivia stop.\n"
        "[ How it stands ]"
    ]
    await room.say("bo", "/trivia start Sums", place=other)
    assert len(room.channel(other)) == 1


async def test_a_question_whose_fact_fell_is_replaced(room: Room) -> None:
    """A pack upgraded in mid-round: what was drawn and changed is not asked, a reserve is."""
    await room.say("ann", "/trivia start Sums questions:2")
    await Desk(room.database).install(sums(version="1.1.0", more=" exactly"), room.clock.now())
    await room.wait(10)
    assert "What the questions that were left rest on has changed" in room.channel()[-1]


async def test_a_removed_question_is_passed_over(database: Database) -> None:
    """Of the drawn questions those that are gone are passed over; the reserves fill their place."""
    async with opened(database, sums(5)) as room:
        await room.say("ann", "/trivia start Sums questions:2")
        await Desk(database).install(sums(3, version="1.1.0"), room.clock.now())
        await room.wait(10)
        for _ in range(2):
            await room.say("ann", room.right())
            await room.wait(27)
        assert "1  Ann  2  2 of 2 right" in room.channel()[-1]


async def test_an_old_button_is_told_from_a_live_one(room: Room) -> None:
    """A click on the last question's letter never answers this one."""
    await room.say("ann", "/trivia start Sums questions:2")
    await room.wait(10)
    old = room.button("A")
    await room.say("ann", room.right())
    await room.wait(27)
    await room.click("bo", old)
    assert room.told("bo") == ["That button belongs to a question that has closed. Use the newest one."]
    await room.click("bo", "answer nosuch 1 A")
    assert "That round is over" in room.told("bo")[-1]
    await room.click("bo", "nonsense")
    assert "too old" in room.told("bo")[-1]


async def test_a_button_does_nothing_from_another_channel(room: Room) -> None:
    """A round's buttons belong to its channel and its community."""
    await room.say("ann", "/trivia start Sums questions:2")
    await room.wait(10)
    letter = room.button("A")
    for place in (Place("test", "local", "other"), Place("test", "elsewhere", "general")):
        await room.click("bo", letter, place=place)
    await room.wait(25)
    assert "Nobody answered." in room.channel()[1]


async def test_typed_rounds_close_at_the_first_right_answer(room: Room) -> None:
    """In the open under `first`: wrong guesses pass in silence, the right one ends the question."""
    await room.say("ann", "/trivia start Sums questions:1 mode:typed")
    await room.wait(10)
    await room.say("bo", "no idea")
    await room.say("bo", room.right())
    await room.wait(3)
    assert "Right: Bo +1. 1 of 1." in room.channel()[1]
    assert room.told("bo") == []


async def test_typed_answers_under_accuracy_are_private(room: Room) -> None:
    """Nobody can copy: the channel is not read, /answer and the form are."""
    await room.say("ann", "/trivia start Sums questions:1 mode:typed scoring:accuracy")
    await room.wait(10)
    await room.say("bo", room.right())
    await room.say("ann", f"/answer {room.right()}")
    await room.click("cem", room.button("Answer"))
    form = room.screen.cards("cem")[-1].form
    assert form is not None
    await room.fill("cem", form.command, text=room.right())
    await room.wait(30)
    assert "Right: Ann, Cem. 2 of 2." in room.channel()[1]


async def test_points_for_speed(room: Room) -> None:
    """Half the time leaves three quarters of the points."""
    await room.say("ann", "/trivia start Sums questions:1 scoring:speed")
    await room.wait(20)
    await room.say("ann", room.right())
    await room.wait(20)
    assert "Right: Ann +750. 1 of 1." in room.channel()[1]
    assert room.told("ann")[-1] == "Right, in 10.0 seconds: 750 points."


async def test_play_again_starts_the_same_round(room: Room) -> None:
    """The button keeps topic and options, also after a restart."""
    await room.say("ann", "/trivia start Sums questions:1 seconds:7")
    await room.wait(40)
    await room.restart()
    await room.click("bo", room.button("Play again"))
    assert "1 question, 7 seconds each." in room.channel()[-1]


async def test_one_community_never_sees_anothers_board(room: Room) -> None:
    """A leaderboard knows its own community alone."""
    await room.say("ann", "/trivia start Sums questions:1")
    await room.wait(10)
    await room.say("ann", room.right())
    await room.wait(30)
    elsewhere = Place("test", "elsewhere", "general")
    await room.say("bo", "/leaderboard", place=elsewhere)
    assert "Nobody has answered yet." in room.channel(elsewhere)[-1]
    await room.say("bo", "/leaderboard all")
    assert "1  Ann  1  1 of 1 right" in room.channel(GENERAL)[-1]


async def test_settings_hold_for_rounds(room: Room) -> None:
    """Channels, who may start, quiet hours and defaults are kept and obeyed."""
    await room.say("mod", "/settings questions:3 seconds:9 round_channels:quiz")
    await room.say("ann", "/trivia start Sums")
    assert "Rounds are not played in this channel." in room.told("ann")[-1]
    quiz = Place("test", "local", "quiz")
    await room.say("ann", "/trivia start Sums", place=quiz)
    assert "3 questions, 9 seconds each." in room.channel(quiz)[-1]
    await room.say("mod", "/settings round_channels:all start:moderators")
    await room.say("ann", "/trivia start Sums")
    assert room.told("ann")[-1] == "Only moderators start rounds here."
    await room.say("mod", "/settings start:everyone quiet:00:00-01:00 zone:UTC")
    await room.say("ann", "/trivia start Sums")
    assert "It is quiet time here now." in room.told("ann")[-1]


async def test_any_text_is_an_answer_or_none_and_never_an_error(room: Room) -> None:
    """NUL, half a surrogate pair, direction marks and 10,000 letters, as text, name and delivery."""
    await room.say("ann", "/trivia start Sums questions:1 mode:typed scoring:accuracy")
    await room.wait(10)
    for index, text in enumerate(("\0", "\ud800", "\u202e999", "x" * 10_000, "@everyone <!channel> *x*")):
        await room.say(f"bo{text[:9]}", f"/answer {text}", id=f"{index}{text[:9]}")
    assert not any("went wrong" in text for show in room.screen.shown.values() for text in show.card.lines)
    await room.say("cem", f"/answer {room.right()}")
    await room.wait(30)
    assert "Right: Cem." in room.channel()[1]


async def test_a_board_shows_the_newest_name(room: Room) -> None:
    """Who changed their name is one member on the board, under the name they bear now."""
    for name in ("zoe", "ann"):
        await room.say("mod", "/trivia start Sums questions:1")
        await room.wait(10)
        await room.host.hear(
            Heard(f"as-{name}", GENERAL, Member("m1", name.title()), Said(room.right()), room.clock.now())
        )
        await room.wait(30)
    await room.say("mod", "/leaderboard all")
    assert "1  Ann  2  2 of 2 right" in room.channel()[-1]
    assert "Zoe" not in room.channel()[-1]
