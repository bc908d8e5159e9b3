"""Rounds that were really played, then their logs meddled with: what is sound verifies, what is not is found."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.ledger.replaying import ReplayLedger
from bot.ledger.verifying import verify_answers
from bot.quiz.replay import Fault, Log, boards, differences
from facts.store.database import Database
from facts.store.desk import Desk
from tests.rounds.table import Room, opened, sums

START = "/trivia start Sums questions:3 scoring:speed"


@pytest.fixture
async def room(database: Database) -> AsyncIterator[Room]:
    async with opened(database) as opened_room:
        yield opened_room


async def answered(room: Room, *right: str, wrong: tuple[str, ...] = ()) -> None:
    """The open question is answered, one after the other, and closes."""
    for who in right:
        await room.wait(1)
        await room.say(who, room.right())
    for who in wrong:
        await room.wait(1)
        await room.say(who, room.wrong())
    await room.wait(25)


async def played(room: Room) -> None:
    """A round of three questions, the second of them answered by one member alone."""
    await room.say("host", START)
    await room.wait(10)
    await answered(room, "ann", "bo", wrong=("cem",))
    await answered(room, "ann")
    await answered(room, "bo", "ann", wrong=("cem",))


async def log(room: Room) -> Log:
    """The log of the only round."""
    async with room.database.read() as connection:
        id = (await connection.exec_driver_sql("SELECT id FROM rounds")).scalar_one()
    read = await ReplayLedger(room.database).log("local", id)
    assert read is not None
    return read


async def found(room: Room) -> set[tuple[Fault, int]]:
    return {(one.fault, one.number) for one in differences(await log(room))}


async def meddle(room: Room, statement: str) -> None:
    async with room.database.write() as connection:
        done = await connection.exec_driver_sql(statement)
        assert done.rowcount > 0, "nothing was meddled with"


# --- sound rounds ---


async def test_a_round_as_it_was_played_is_sound(room: Room) -> None:
    """Seal, order, verdicts, answers and points of an untouched round all hold, and its board is the one shown."""
    await played(room)
    kept = await log(room)
    assert list(differences(kept)) == []
    assert len(kept.asked) == 3
    assert kept.shown is not None
    assert [row.name for row in kept.shown] == [row.name for row in boards(kept)[-1].rows]
    assert await verify_answers(room.database) == ()


async def test_a_round_under_way_is_sound_at_every_moment(room: Room) -> None:
    """Announced, asking, answered, revealed, paused or taken up by another process: nothing differs."""
    await room.say("host", START)
    assert await found(room) == set()
    await room.wait(10)
    assert await found(room) == set()
    await room.say("ann", room.right())
    assert await found(room) == set()
    await room.restart()
    await room.wait(22)
    assert await found(room) == set()
    await room.say("host", "/trivia pause")
    assert await found(room) == set()


@pytest.mark.parametrize("command", ["/trivia skip", "/trivia stop"])
async def test_what_scored_nobody_is_sound(room: Room, command: str) -> None:
    """A question that was answered and then skipped, or stopped, counts for nobody, and that is as it should be."""
    await room.say("host", START)
    await room.wait(10)
    await answered(room, "ann")
    await room.say("bo", room.right())
    await room.say("host", command)
    await room.wait(60)
    assert await found(room) == set()
    assert await verify_answers(room.database) == ()


async def test_a_question_from_the_reserves_is_sound(room: Room) -> None:
    """Where facts change in mid-round the next in order is asked, and the seal holds for what was drawn."""
    await room.say("host", START)
    await room.wait(10)
    drawn = (await log(room)).drawn
    changed = sums(more=" in all")
    keep = drawn[0].question.stem
    same = {one.stem: one for one in sums().questions}
    questions = tuple(same[keep] if one.stem == keep else one for one in sums().questions)
    falls = drawn[1].question.stem
    other = {one.id: one for one in changed.questions}
    questions = tuple(other[one.id] if one.stem == falls else one for one in questions)
    await Desk(room.database).install(replace(sums(version="1.1.0"), questions=questions), 1)
    await answered(room, "ann")
    await answered(room, "ann")
    await answered(room, "ann")
    kept = await log(room)
    assert [one.dropped for one in kept.drawn].count(True) == 1
    assert [one.position for one in kept.asked] == [1, 3, 4]
    assert list(differences(kept)) == []


async def test_a_hint_a_change_of_mind_and_a_guess_too_early_are_sound(room: Room) -> None:
    """Attempts that do not count, or no longer, differ in nothing."""
    await room.say("host", START)
    await room.wait(10)
    await room.say("ann", room.wrong())
    await room.say("host", "/trivia hint")
    await room.wait(1)
    await room.say("ann", room.right())
    await room.say("bo", room.right(), sent=room.clock.now() - 60_000)
    await room.wait(60)
    assert await found(room) == set()


async def test_an_answer_in_the_time_that_an_outage_gave_back_is_sound(room: Room) -> None:
    """A deadline that an outage moved is kept with its question, and answers are weighed by it."""
    await room.say("host", START)
    await room.wait(10)
    await meddle(room, "UPDATE rounds SET shifted = shifted + 60000, due_at = due_at + 60000")
    await room.restart()
    await room.wait(40)
    await room.say("ann", room.right())
    await room.wait(60)
    kept = await log(room)
    assert [answer.took for answer in kept.answers[1]] == [40_000]
    assert list(differences(kept)) == []
    await meddle(room, "UPDATE round_questions SET deadline = deadline - 60000 WHERE asked_as = 1")
    assert (Fault.ANSWER, 1) in await found(room)


async def test_typed_answers_are_judged_again(database: Database) -> None:
    """A typed round's verdicts are the judge's, rights and wrongs alike."""
    async with opened(database) as room:
        await room.say("host", "/trivia start Sums questions:1 mode:typed scoring:accuracy")
        await room.wait(10)
        await room.say("ann", f"/answer {room.right()}")
        await room.say("bo", "/answer 7")
        await room.wait(30)
        assert await found(room) == set()
        await meddle(room, "UPDATE attempts SET \"right\" = true WHERE member_id = 'bo'")
        assert (Fault.VERDICT, 1) in await found(room)


# --- rulings ---


async def ruled(room: Room) -> Log:
    """A round of one question whose end showed Bo with nothing, and a ruling that came after it."""
    await room.say("host", "/trivia start Sums questions:1 mode:typed scoring:accuracy")
    await room.wait(10)
    await room.say("ann", f"/answer {room.right()}")
    await room.say("bo", "/answer a hundred or so")
    await room.wait(30)
    await room.say("host", '/rule 1 "a hundred or so" right')
    return await log(room)


async def test_a_ruling_after_the_end_makes_two_boards(room: Room) -> None:
    """The board as it was shown and the board as it is now both follow from the log."""
    kept = await ruled(room)
    assert list(differences(kept)) == []
    before, after = boards(kept)
    assert [(row.member, row.points) for row in before.rows] == [("ann", 1), ("bo", 0)]
    assert [(row.member, row.points) for row in after.rows] == [("ann", 1), ("bo", 1)]
    assert kept.shown is not None
    assert [line.points for line in kept.shown] == [1, 0]


async def test_a_ruling_taken_back_makes_the_first_board_again(room: Room) -> None:
    """Three boards, of which the last is the first; and a round so ruled is sound."""
    await ruled(room)
    await room.wait(1)
    await room.say("host", '/rule 1 "a hundred or so" revoke')
    kept = await log(room)
    assert list(differences(kept)) == []
    made = [[row.points for row in board.rows] for board in boards(kept)]
    assert made == [[1, 0], [1, 1], [1, 0]]


async def test_a_ruling_that_nobody_made_is_found(room: Room) -> None:
    """Answers that a ruling changed differ once the ruling is gone."""
    await ruled(room)
    await meddle(room, "DELETE FROM rulings")
    assert {(Fault.ANSWER, 1), (Fault.POINTS, 0)} <= await found(room)


# --- meddled with: one thing each, found for what it is ---

OF_FIRST = "WHERE asked_as = 1"
STATE = "UPDATE rounds SET state = replace(state, {0}, {1})"
MEDDLING = {
    "a question's answer": (
        f"""UPDATE round_questions SET question = replace(question, '"answer":"', '"answer":"9') {OF_FIRST}""",
        (Fault.SEAL, 0),
    ),
    "which option is right": (
        f"""UPDATE round_questions SET question = replace(question, '"correct":', '"correct":1') {OF_FIRST}""",
        (Fault.SEAL, 0),
    ),
    "what a question accepts": (
        f"""UPDATE round_questions SET question = replace(question, '"accepted":[', '"accepted":["7",') {OF_FIRST}""",
        (Fault.SEAL, 0),
    ),
    "a question's words": (
        f"UPDATE round_questions SET question = replace(question, 'plus', 'minus') {OF_FIRST}",
        (Fault.SEAL, 0),
    ),
    "a reserve": (
        "UPDATE round_questions SET question = replace(question, 'plus', 'minus') WHERE position = 6",
        (Fault.SEAL, 0),
    ),
    "a reserve taken away": ("DELETE FROM round_questions WHERE position = 6", (Fault.SEAL, 0)),
    "the order": (
        "UPDATE round_questions SET position = CASE position WHEN 1 THEN 92 WHEN 2 THEN 91 ELSE position + 90 END",
        (Fault.SEAL, 0),
    ),
    "the order of asking": (
        "UPDATE round_questions SET asked_as = 3 - asked_as WHERE asked_as IN (1, 2)",
        (Fault.ORDER, 0),
    ),
    "a question passed over": ("UPDATE round_questions SET dropped = true WHERE asked_as = 2", (Fault.ORDER, 2)),
    "a question passed over in silence": (
        "UPDATE round_questions SET asked_as = CASE position WHEN 1 THEN 1 WHEN 3 THEN 2 WHEN 4 THEN 3 END",
        (Fault.ORDER, 0),
    ),
    "a question not asked": ("UPDATE round_questions SET asked_as = NULL WHERE asked_as = 2", (Fault.ORDER, 3)),
    "the seed": (STATE.format("""'"seed":'""", """'"seed":1'"""), (Fault.SEAL, 0)),
    "the options": (STATE.format("""'"seconds":20'""", """'"seconds":21'"""), (Fault.SEAL, 0)),
    "the timing": (STATE.format("""'"tie":250'""", """'"tie":9999'"""), (Fault.SEAL, 0)),
    "the host": (STATE.format("""'"host":"host"'""", """'"host":"bo"'"""), (Fault.SEAL, 0)),
    "the commitment in the round": (
        STATE.format("""'"commitment":"'""", """'"commitment":"0'"""),
        (Fault.SEAL, 0),
    ),
    "the commitment beside it": ("UPDATE seals SET commitment = '0'", (Fault.SEAL, 0)),
    "the salt": ("UPDATE seals SET salt = '0'", (Fault.SEAL, 0)),
    "the seal": ("DELETE FROM seals", (Fault.NO_SEAL, 0)),
    "an attempt's choice": (
        "UPDATE attempts SET choice = (choice + 1) % 4 WHERE number = 1 AND member_id = 'ann'",
        (Fault.VERDICT, 1),
    ),
    "an attempt's verdict": (
        "UPDATE attempts SET \"right\" = true WHERE number = 1 AND member_id = 'cem'",
        (Fault.VERDICT, 1),
    ),
    "an attempt's time": (
        "UPDATE attempts SET sent_at = sent_at - 500 WHERE number = 1 AND member_id = 'bo'",
        (Fault.ANSWER, 1),
    ),
    "an attempt's member": ("UPDATE attempts SET member_id = 'dee' WHERE number = 1 AND member_id = 'bo'", (Fault.ANSWER, 1)),
    "an attempt's name": ("UPDATE attempts SET name = 'Dee' WHERE number = 1 AND member_id = 'bo'", (Fault.ANSWER, 1)),
    "an attempt taken away": ("DELETE FROM attempts WHERE number = 3 AND member_id = 'bo'", (Fault.ANSWER, 3)),
    "an attempt at no question": (
        "UPDATE attempts SET number = 9 WHERE number = 2",
        (Fault.STRAY, 9),
    ),
    "an answer's points": ("UPDATE answers SET points = points + 1 WHERE number = 1 AND member_id = 'bo'", (Fault.ANSWER, 1)),
    "an answer's verdict": ("UPDATE answers SET \"right\" = true WHERE member_id = 'cem' AND number = 1", (Fault.ANSWER, 1)),
    "an answer's time": ("UPDATE answers SET took = took - 1 WHERE number = 3 AND member_id = 'ann'", (Fault.ANSWER, 3)),
    "an answer taken away": ("DELETE FROM answers WHERE number = 2", (Fault.ANSWER, 2)),
    "an answer to no question": ("UPDATE answers SET number = 9 WHERE number = 2", (Fault.STRAY, 9)),
    "when a question was shown": (
        "UPDATE round_questions SET opened_at = opened_at + 100 WHERE asked_as = 1",
        (Fault.ANSWER, 1),
    ),
    "that a question counts": ("UPDATE round_questions SET opened_at = NULL WHERE asked_as = 1", (Fault.ANSWER, 1)),
    "how many count": (
        STATE.format("""'"counted_questions":3'""", """'"counted_questions":4'"""),
        (Fault.COUNT, 0),
    ),
    "the points of the round": (STATE.format("""'"points":'""", """'"points":1'"""), (Fault.POINTS, 0)),
}  # fmt: skip


@pytest.mark.parametrize("what", MEDDLING)
async def test_meddling_is_found(sqlite_database: Database, what: str) -> None:
    """One row altered, and the round no longer verifies, for that reason."""
    statement, expected = MEDDLING[what]
    async with opened(sqlite_database) as room:
        await played(room)
        assert await found(room) == set()
        await meddle(room, statement)
        assert expected in await found(room)


async def test_db_verify_finds_the_same(room: Room) -> None:
    """What is not as it was sealed, or does not add up, is told for the whole database too."""
    await played(room)
    await meddle(room, MEDDLING["a reserve"][0])
    await meddle(room, MEDDLING["an answer taken away"][0])
    id = (await log(room)).round.id
    assert set(await verify_answers(room.database)) == {
        (f"round {id} of local", "what it drew is not what was sealed"),
        (f"question 2 of round {id} of local", "its answers are not what was given and ruled"),
    }


async def test_db_verify_takes_rounds_that_are_older_than_seals(room: Room) -> None:
    """A round without a seal is no fault of the database; `trivium verify` says that it cannot be proven."""
    await played(room)
    await meddle(room, "DELETE FROM seals")
    await meddle(room, """UPDATE rounds SET state = replace(state, '"commitment":', '"before":')""")
    assert await verify_answers(room.database) == ()
    assert await found(room) == {(Fault.NO_SEAL, 0)}
