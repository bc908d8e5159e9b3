"""`trivium verify`: what it prints, by which names it finds a round, and its exit codes."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters import verify
from adapters.launch import Trouble
from adapters.settings import Settings, read_settings
from bot.quiz.replay import boards
from facts.store.database import Database, open_database
from tests.fairness.test_replay import START, answered, log, meddle, played, ruled
from tests.rounds.table import Room, opened

TRIVIUM = (sys.executable, "-c", "from adapters.cli import main; main()")


@pytest.fixture
async def room(sqlite_database: Database) -> AsyncIterator[Room]:
    async with opened(sqlite_database) as opened_room:
        yield opened_room


def settings(room: Room) -> Settings:
    return read_settings(DATABASE_URL=f"sqlite:///{room.database.file}")


async def test_a_sound_round_is_told_in_a_few_lines(room: Room) -> None:
    """The proof names the round, its questions and answers, its whole seal and its board."""
    await played(room)
    kept = await log(room)
    round, points = kept.round, [row.points for row in boards(kept)[-1].rows]
    assert await verify.verified(settings(room), round.id) == (
        True,
        (
            f"Round {round.id}: the seal holds, 3 questions as sealed, 7 answers, board as shown.",
            f"Sealed as {round.commitment}.",
            f"The board: 1 Ann {points[0]}, 2 Bo {points[1]}, 3 Cem 0.",
        ),
    )


async def test_a_round_is_found_by_its_seal(room: Room) -> None:
    """What the start card shows names the round, in groups or not, in any case; a letter of it is too little."""
    await played(room)
    (line,) = [line for line in room.channel()[0].splitlines() if "sealed" in line]
    seal = line.partition(": ")[2]
    for name in (seal, seal.replace(" ", ""), seal[:8].upper()):
        assert (await verify.verified(settings(room), name))[0]
    await room.say("host", START)
    await room.wait(10)
    with pytest.raises(Trouble, match="2 rounds have seals that begin so"):
        await verify.verified(settings(room), "")
    for name in ("%", "_", "nosuchround"):
        with pytest.raises(Trouble, match="There is no round"):
            await verify.verified(settings(room), name)


async def test_what_differs_is_told(room: Room) -> None:
    """Each thing that is not as it should be is a line with its question and its member."""
    await played(room)
    await meddle(room, "UPDATE answers SET points = 5000 WHERE number = 1 AND member_id = 'bo'")
    await meddle(room, "UPDATE attempts SET \"right\" = true WHERE number = 3 AND member_id = 'cem'")
    await meddle(room, "UPDATE seals SET salt = '0'")
    sound, lines = await verify.verified(settings(room), (await log(room)).round.id)
    assert not sound
    assert "is not as it should be" in lines[0]
    told = "\n".join(lines)
    assert "The seal does not hold: the round was sealed as " in told
    assert "Question 3: An attempt of Cem is kept as right; this version's judge says wrong." in told
    assert re.search(
        r"Question 1: The answer of Bo is kept as [A-D], right, worth 5000, after \d+ ms; "
        r"what was given and ruled makes [A-D], right, worth 9\d\d, after \d+ ms\.",
        told,
    )


async def test_another_board_than_the_one_shown_is_told(room: Room) -> None:
    """Attempts, answers and points that were changed together still differ from the card that the channel saw."""
    await played(room)
    (lost,) = (await log(room)).answers[2]
    for statement in (
        "DELETE FROM attempts WHERE number = 2",
        "DELETE FROM answers WHERE number = 2",
        "UPDATE round_questions SET opened_at = NULL WHERE asked_as = 2",
    ):
        await meddle(room, statement)
    state = (await log(room)).round
    ann = next(score for score in state.scores if score.member == "ann")
    await meddle(
        room,
        f"""UPDATE rounds SET state = replace(state, '"points":{ann.points},"right":3,"answered":3', """
        f"""'"points":{ann.points - lost.points},"right":2,"answered":2')""",
    )
    sound, lines = await verify.verified(settings(room), state.id)
    assert not sound
    (line,) = lines[1:]
    assert f"The last card showed another board: 1 Ann {ann.points}, " in line
    assert f" Ann {ann.points - lost.points}" in line.partition("The answers make: ")[2]


async def test_rulings_skips_and_reserves_are_told(room: Room) -> None:
    """A proof says what an onlooker would wonder at: a skipped question, and a board that a ruling changed."""
    kept = await ruled(room)
    sound, lines = await verify.verified(settings(room), kept.round.id)
    assert sound
    assert lines[-1] == "After rulings made since, the board is: 1 Ann 1, 1 Bo 1."
    await room.say("host", START)
    await room.wait(10)
    await room.say("host", "/trivia skip")
    await answered(room, "ann")
    await room.wait(200)
    seal = next(line for line in reversed(room.channel()) if "sealed" in line).partition("sealed: ")[2]
    sound, lines = await verify.verified(settings(room), seal.splitlines()[0])
    assert sound
    assert "1 question scored nobody: skipped or stopped." in lines


async def test_the_seal_is_shown_once_the_round_is_over(room: Room) -> None:
    """`--show` prints the text of the seal, then those of the questions that were asked, and before the end nothing."""
    await room.say("host", START)
    await room.wait(10)
    round = (await log(room)).round
    with pytest.raises(Trouble, match="when it has ended"):
        await verify.opened(settings(room), round.id)
    await answered(room, "ann")
    await room.say("host", "/trivia stop")
    whole, *questions = "\n".join(await verify.opened(settings(room), round.id)).split("\n\n")
    assert hashlib.sha256(f"{whole}\n".encode()).hexdigest() == round.commitment
    assert len(questions) == 1
    digest = hashlib.sha256(f"{questions[0]}\n".encode()).hexdigest()
    assert f"question {digest}" in whole.splitlines()


async def test_what_cannot_be_read_is_one_sentence(room: Room) -> None:
    """A question that somebody has written rubbish into is told as damage, not as a fault of ours."""
    await played(room)
    await meddle(room, "UPDATE round_questions SET question = 'rubbish' WHERE position = 1")
    id = await first_round(room.database)
    with pytest.raises(Trouble, match="cannot be read"):
        await verify.verified(settings(room), id)


async def first_round(database: Database) -> str:
    async with database.read() as connection:
        return str((await connection.exec_driver_sql("SELECT id FROM rounds")).scalar_one())


async def test_exit_codes(room: Room, tmp_path: Path) -> None:
    """0 with the proof on stdout, 1 with what differs."""
    await played(room)
    id = await first_round(room.database)
    address = f"sqlite:///{room.database.file}"
    await room.database.close()

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "DATABASE_URL": address}
        return subprocess.run(
            [*TRIVIUM, "verify", *words], cwd=tmp_path, env=environment, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip

    sound = run(id)
    assert (sound.returncode, sound.stderr) == (0, "")
    assert sound.stdout.startswith(
        f"Round {id}: the seal holds, 3 questions as sealed, 7 answers, board as shown."
    )
    database = open_database(address)
    async with database.write() as connection:
        await connection.exec_driver_sql(
            "UPDATE answers SET points = 1 WHERE number = 1 AND member_id = 'cem'"
        )
    await database.close()
    differs = run(id)
    assert differs.returncode == 1
    assert re.search("The answer of Cem is kept as [A-D], wrong, worth 1, after", differs.stdout)
