from __future__ import annotations
import asyncio, time
from contextlib import contextmanager
import pytest
from sqlalchemy import event
from bot.messages import Place, Show, Shown
from bot.ports import StageFault
from bot.ledger.ledger import Ledger
from bot.quiz.scoring import Attempt
from facts.store.database import Database, DatabaseTrouble, Unreachable
from tests.rounds.table import opened, sums, GENERAL
from tests.rounds.test_trouble import frozen


async def test_stuck_posting(sqlite_database: Database) -> None:
    """DB fails between the question's showing and its confirmation."""
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:1")
        play = room.host._play
        real = play._ledger.move

        async def move(*a, **k):
            if k.get("sent"):
                raise Unreachable("gone")
            return await real(*a, **k)

        play._ledger.move = move
        try:
            await room.wait(10)
        except DatabaseTrouble as e:
            print("raised", e)
        play._ledger.move = real
        print("next due", room.host.next_due(), play.at(GENERAL).phase)
        try:
            await room.wait(100)
        except DatabaseTrouble as e:
            print("raised", e)
        print(room.channel())
        assert "closed" in "".join(room.channel())


async def test_stuck_ended(sqlite_database: Database) -> None:
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:1")
        await room.wait(10)
        play = room.host._play
        real = play._ledger.unsent

        async def bad(*a, **k):
            raise Unreachable("gone")

        play._ledger.unsent = bad
        await room.say("ann", "/trivia stop")
        play._ledger.unsent = real
        await room.wait(100)
        await room.say("ann", "/trivia start Sums questions:1")
        print(room.told("ann"))
        print(room.channel())
        assert "already" not in room.told("ann")[-1]


async def test_start_unwatched(sqlite_database: Database) -> None:
    async with opened(sqlite_database) as room:
        play = room.host._play
        real = play._ledger.unsent

        async def bad(*a, **k):
            raise Unreachable("gone")

        play._ledger.unsent = bad
        await room.say("ann", "/trivia start Sums questions:1")
        play._ledger.unsent = real
        await room.wait(100)
        print(room.told("ann"))
        print(room.channel())
        assert room.channel()


async def test_slow_keep(sqlite_database: Database) -> None:
    """An answer sent in time, heard before the close, whose commit is under way at the close."""
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:1")
        await room.wait(10)
        play = room.host._play
        real = play._ledger.keep
        gate = asyncio.Event()

        async def slow(*a):
            await gate.wait()
            return await real(*a)

        play._ledger.keep = slow
        await room.wait(19)
        task = asyncio.create_task(room.say("ann", room.right()))
        await asyncio.sleep(0.05)
        closing = asyncio.create_task(room.wait(10))
        await asyncio.sleep(0.3)
        gate.set()
        await task
        await closing
        print(room.told("ann"))
        print(room.channel())
        assert "Right: Ann" in room.channel()[1]


async def test_private_fault(sqlite_database: Database) -> None:
    async with opened(sqlite_database) as room:
        real = room.screen.show

        async def show(s):
            if s.to == "bo":
                raise StageFault("blocked")
            return await real(s)

        room.screen.show = show
        await room.say("ann", "/trivia start Sums questions:2")
        await room.wait(10)
        await room.say("ann", room.right())
        await room.say("bo", room.right())
        await room.wait(120)
        print(room.channel())
        assert "Question 2" in "".join(room.channel())


async def test_early_guess_cuts(sqlite_database: Database) -> None:
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:1 mode:typed")
        real = room.screen.show

        async def show(s):
            if s.card.tone == "question":
                n = int(s.card.title.split(" ")[2])
                await room.say("eve", str(100 + n), sent=room.clock.now() - 1)
            return await real(s)

        room.screen.show = show
        await room.wait(10)
        await room.wait(5)
        print(room.channel())
        assert "closed" not in room.channel()[1]


async def test_verdict_overwritten(sqlite_database: Database) -> None:
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:2")
        await room.wait(10)
        b = room.button(room.right())
        await room.click("ann", b)
        await room.say("bo", room.wrong())
        await room.wait(22.5)
        print(room.told("ann"))
        await room.click("ann", b)
        receipts = [show for show in room.screen.shown.values() if show.to == "ann"]
        print([(r.edits, r.card.lines) for r in receipts])
        assert receipts[-1].edits is None


async def test_bug_sets_aside(sqlite_database: Database) -> None:
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:2")
        await room.wait(10)
        real = room.screen.show

        async def show(s):
            raise RuntimeError("a bug")

        room.screen.show = show
        await room.wait(30)
        room.screen.show = real
        await room.say("ann", "/trivia stop")
        await room.say("ann", "/trivia start Sums")
        print(room.told("ann"))
        assert "already" not in room.told("ann")[-1]


async def test_landed_yet_troubled(sqlite_database: Database) -> None:
    """The commit landed but its word was lost: delivered again, it counts."""
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:1")
        await room.wait(10)
        play = room.host._play
        real = play._ledger.keep

        async def lost(*a):
            await real(*a)
            raise Unreachable("the word was lost")

        play._ledger.keep = lost
        await room.say("ann", room.right(), id="x")
        play._ledger.keep = real
        await room.say("ann", room.right(), id="x")
        await room.wait(30)
        print(room.told("ann"))
        print(room.channel())
        assert "Right: Ann" in room.channel()[1]


async def test_locked_twice(sqlite_database: Database) -> None:
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:1 scoring:first")
        await room.wait(10)
        await asyncio.gather(room.say("ann", "A"), room.say("ann", "B"))
        print(room.told("ann"))
        assert sum("You chose" in t for t in room.told("ann")) == 1


async def test_stats_nonascii(database: Database) -> None:
    async with opened(database) as room:
        await room.say("Élodie", "/trivia start Sums questions:1")
        await room.wait(10)
        await room.say("Élodie", room.right())
        await room.wait(30)
        await room.say("bo", "/stats Élodie")
        print(room.told("bo"))
        assert "in figures" in room.told("bo")[-1]


async def test_questions_memory(sqlite_database: Database) -> None:
    async with opened(sqlite_database) as room:
        for i in range(300):
            await room.say("ann", "/trivia start Sums questions:1", place=Place("test", f"c{i}", "g"))
        print(len(room.host._play._questions._built))
        assert len(room.host._play._questions._built) <= 256


@pytest.mark.parametrize("n", [500])
async def test_burst(sqlite_database: Database, n) -> None:
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:1")
        await room.wait(10)
        t = time.perf_counter()
        await asyncio.gather(*(room.say(f"m{i}", room.right()) for i in range(n)))
        print("burst", n, time.perf_counter() - t)
        t = time.perf_counter()
        await room.wait(30)
        print("close", time.perf_counter() - t)
        print(room.channel()[1][:300])
        assert f"{n} of {n}" in room.channel()[1]


async def test_shape_leak() -> None:
    from bot.quiz.moves import shape_of

    assert shape_of("K") != "K"


@pytest.mark.parametrize(
    "text",
    [
        "/trivia start \0",
        "/film \0",
        "/fact \ud800",
        "/search \0a",
        "/leaderboard all topic:\0",
        "/stats \0x",
        "/film \ud800x",
        "/search \ud800 salt",
        "/sources a\0b",
        "/search %_\\ ",
        "/search '\"*(",
        "/leaderboard topic:\\",
        "/film " + "a" * 5000,
    ],
)
async def test_fuzz(database: Database, text) -> None:
    async with opened(database) as room:
        await room.say("ann", text)
        out = [show.card for show in room.screen.shown.values()]
        assert not any("went wrong" in t for c in out for t in c.lines), out
