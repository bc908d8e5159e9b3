"""What comes at the same time, too early, or while something is under way: nothing kept is lost, nothing is told twice."""

from __future__ import annotations

import asyncio

import pytest

from adapters.clock import VirtualClock
from bot.ledger import commits
from bot.ledger.attempts import Fate, Offer, add
from bot.ledger.ledger import Ledger
from bot.ledger.outbox import Outbox
from bot.ledger.process import alone
from bot.messages import Place, Show, Shown
from bot.ports import StageFault
from bot.questions import KEPT_COMMUNITIES, Questions
from bot.quiz.options import RoundOptions
from bot.quiz.scoring import Attempt
from facts.store.database import Database, Unreachable
from facts.store.shelf import Shelf
from tests.rounds.table import Screen, opened


async def test_an_answer_that_is_being_kept_at_the_close_counts(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sent and heard in time: how long the database takes for it is not the member's doing."""
    going, told = asyncio.Event(), asyncio.Event()

    async def slow(*given: object) -> list[Fate]:
        told.set()
        await going.wait()
        return await add(*given)  # type: ignore[arg-type]  # handed on as it came

    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:1")
        await room.wait(10)
        monkeypatch.setattr(commits, "add", slow)
        answering = asyncio.create_task(room.say("ann", room.right()))
        await told.wait()
        closing = asyncio.create_task(room.wait(30))
        await asyncio.sleep(0.05)
        assert "closed" not in room.channel()[1]
        going.set()
        await asyncio.gather(answering, closing)
        assert "Right: Ann. 1 of 1." in room.channel()[1]
        assert room.told("ann")[-1] == "Right."


async def test_an_answer_that_landed_in_the_trouble_counts_when_it_comes_again(
    sqlite_database: Database,
) -> None:
    """The row was written and the database's word for it lost: the repeated delivery is no mere repetition."""
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:1")
        await room.wait(10)
        (round,) = await Ledger(sqlite_database, alone(room.clock)).open_rounds(["test"])
        right = ord(room.right()) - ord("A")
        attempt = Attempt("again", "ann", "Ann", room.clock.now(), right, room.right(), right=True)
        offer = Offer(round.place.community, round.id, 1, attempt)
        assert await add(sqlite_database, room.clock.now(), [offer]) == [Fate.KEPT]
        await room.say("ann", room.right(), id="again")
        await room.wait(30)
        assert "Right: Ann. 1 of 1." in room.channel()[1]


async def test_of_two_first_clicks_at_once_one_is_told_that_it_stands(sqlite_database: Database) -> None:
    """Where the first click locks, nobody is told of two choices that both stand."""
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:1 scoring:first")
        await room.wait(10)
        await asyncio.gather(room.say("ann", room.right(), id="1"), room.say("ann", room.wrong(), id="2"))
        assert sum("You chose" in text for text in room.told("ann")) == 1
        assert "Your first choice stands." in room.told("ann")
        await room.wait(30)
        assert "Right: Ann +1. 1 of 1." in room.channel()[1]


@pytest.mark.parametrize("mode", ["typed", "choice scoring:first"])
async def test_a_guess_sent_before_the_question_stood_there_takes_nobodys_time(
    sqlite_database: Database, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It overtakes the platform's word of the showing; it neither counts, nor closes, nor locks."""
    show = Screen.show

    async def overtaken(screen: Screen, shown: Show) -> Shown:
        done = await show(screen, shown)
        if shown.card.tone == "question":
            await room.say("eve", room.right(), sent=room.clock.now() - 1)
        return done

    async with opened(sqlite_database) as room:
        monkeypatch.setattr(Screen, "show", overtaken)
        await room.say("ann", f"/trivia start Sums questions:1 mode:{mode}")
        await room.wait(10)
        monkeypatch.undo()
        await room.wait(10)
        assert "closed" not in room.channel()[1]
        await room.say("eve", room.right())
        await room.wait(30)
        assert "Right: Eve +1. 1 of 1." in room.channel()[1]


async def test_a_late_click_does_not_take_the_verdicts_place(sqlite_database: Database) -> None:
    """Who was right and presses again after the close is told why not, beside the verdict."""
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:2")
        await room.wait(10)
        letter = room.button(room.right())
        await room.click("ann", letter)
        await room.wait(22.5)
        assert room.told("ann")[-1] == "Right."
        await room.click("ann", letter)
        late = [show for show in room.screen.shown.values() if show.to == "ann"][-1]
        assert "Too late" in late.card.lines[0]
        assert late.edits is None


async def test_a_member_who_cannot_be_reached_holds_up_no_round(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A receipt that one member's platform refuses is tried again and given up; the others play on."""
    show = Screen.show

    async def closed_to_bo(screen: Screen, shown: Show) -> Shown:
        if shown.to == "bo":
            raise StageFault("they have closed the door")
        return await show(screen, shown)

    monkeypatch.setattr(Screen, "show", closed_to_bo)
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:2")
        for _ in range(2):
            await room.wait(10)
            for who in ("bo", "ann"):
                await room.say(who, room.right())
            await room.wait(17.5)
        await room.wait(60)
        assert "1  Ann  2  2 of 2 right\n1  Bo   2  2 of 2 right" in room.channel()[-1]
        assert room.told("ann").count("Right.") == 2
        assert room.host.next_due() is None
        await room.say("ann", "/trivia start Sums")
        assert room.channel()[-1].startswith("Started by Ann")


async def test_a_round_that_meets_a_bug_frees_its_channel(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends and says so; left open it would refuse every start until the process is started anew."""
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:2")
        await room.wait(10)
        monkeypatch.setattr("bot.play.moves.close", None)
        await room.wait(30)
        monkeypatch.undo()
        assert "Something went wrong on our side, so the round ends here." in room.channel()[-1]
        await room.say("ann", "/trivia start Sums")
        assert room.channel()[-1].startswith("Started by Ann")


@pytest.mark.parametrize("lost", ["move", "unsent", "sent"])
async def test_trouble_between_keeping_and_showing_is_made_up_for(
    sqlite_database: Database, lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the database fails for a moment, the round goes on by itself, and nothing kept is told to be undone."""
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:1")
        fail_once(lost, monkeypatch)
        await room.wait(12)
        await room.say("ann", room.right())
        await room.wait(30)
        assert "Ann wins." in room.channel()[-1]


async def test_what_was_kept_is_not_told_to_be_undone(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start and a stop that were kept and could not be shown come a moment later, and free the channel."""
    async with opened(sqlite_database) as room:
        for line, shown in (
            ("/trivia start Sums", "Started by Ann"),
            ("/trivia stop", "cancelled the round"),
        ):
            fail_once("unsent", monkeypatch)
            await room.say("ann", line)
            await room.wait(2)
            assert shown in room.channel()[-1]
        assert room.told("ann") == []
        await room.say("ann", "/trivia start Sums")
        assert room.channel()[-1].startswith("Started by Ann")


async def test_questions_of_few_communities_stay_in_memory(sqlite_database: Database) -> None:
    """However many communities a process serves, it holds the questions of those that asked last."""
    async with opened(sqlite_database):
        questions = Questions(Shelf(sqlite_database), Ledger(sqlite_database, alone(VirtualClock())))
        for number in range(KEPT_COMMUNITIES + 3):
            place = Place("test", f"community-{number}", "general")
            assert await questions.draw(place, RoundOptions("", ""), None, False, 1, 1)
        assert len(questions._built) == KEPT_COMMUNITIES


async def test_figures_are_found_by_a_name_of_any_script(database: Database) -> None:
    """A name's capitals are folded the same on both databases, beyond ASCII too."""
    async with opened(database) as room:
        await room.say("élodie", "/trivia start Sums questions:1")
        await room.wait(10)
        await room.say("élodie", room.right())
        await room.wait(30)
        for typed in ("Élodie", "élodie", "ÉLODIE"):
            await room.say("bo", f"/stats {typed}")
            assert room.told("bo")[-1].startswith("Élodie in figures")


def fail_once(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger's next call of this method fails as it does when the database is away; the one after does not."""
    owner: type = Ledger if method == "move" else Outbox
    real = getattr(owner, method)

    async def fails(*given: object, **named: object) -> object:
        if method == "move" and not named.get("sent"):
            return await real(*given, **named)  # only the confirmation of a question on screen
        monkeypatch.setattr(owner, method, real)
        raise Unreachable("The database does not answer.")

    monkeypatch.setattr(owner, method, fails)
