"""A database that does not take writes, in mid-round: nothing looks saved, nothing is lost, and play goes on after."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from facts.store.database import Database, DatabaseTrouble
from tests.rounds.table import opened


@contextmanager
def frozen(database: Database) -> Iterator[None]:
    """While this lasts the database refuses every write, as a read-only file does."""

    def refuse(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute("PRAGMA query_only = ON")

    def allow(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA query_only = OFF")

    engine = database.engine.sync_engine
    event.listen(engine, "checkout", refuse)
    event.listen(engine, "checkin", allow)
    yield
    event.remove(engine, "checkout", refuse)
    event.remove(engine, "checkin", allow)


WAITS = "Your answer has arrived and waits to be saved. You will be told when it is."


async def test_an_answer_waits_for_the_database_and_says_so(sqlite_database: Database) -> None:
    """It does not look saved; once it is, with its own time of sending, its giver is told in the same message."""
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:1")
        await room.wait(10)
        with frozen(sqlite_database):
            await room.say("ann", room.right())
            await room.say("cem", room.right(), id="comes again")
            await room.say("cem", room.right(), id="comes again")
            assert room.told("ann") == room.told("cem") == [WAITS]
            await room.wait(15)
        assert "closed" not in room.channel()[1]
        await room.wait(1)
        await asyncio.sleep(0.05)  # the words follow the commit
        assert room.told("ann")[1].startswith("You chose")
        assert [show.edits for show in room.screen.shown.values() if show.to == "ann"][1] is not None
        await room.wait(30)
        assert "Right: Ann, Cem. 2 of 2." in room.channel()[1]


async def test_an_answer_that_waits_in_vain_is_told_to_be_lost(sqlite_database: Database) -> None:
    """After a minute without the database it is given up, and its giver asked for it again."""
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:1 seconds:120")
        await room.wait(10)
        with frozen(sqlite_database):
            await room.say("ann", room.right())
            await room.wait(61)
            await asyncio.sleep(0.05)
            assert "could not be saved, so it does not count" in room.told("ann")[-1]
        await room.wait(1)
        await room.say("ann", room.right())
        assert room.told("ann")[-1].startswith("You chose")


async def test_past_the_bound_an_answer_is_refused(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the database is away so many wait and no more; who comes then is told at once."""
    monkeypatch.setattr("bot.ledger.commits.BOUND", 2)
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:1")
        await room.wait(10)
        with frozen(sqlite_database):
            for who in ("ann", "bo", "cem"):
                await room.say(who, room.right())
        assert room.told("ann") == room.told("bo") == [WAITS]
        assert "could not be saved, so it does not count" in room.told("cem")[-1]
        await room.wait(30)
        assert "Right: Ann, Bo. 2 of 2." in room.channel()[1]


async def test_a_due_close_waits_for_the_database(sqlite_database: Database) -> None:
    """A close that cannot be kept is not shown; it is made up for when writes are taken again."""
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:1")
        await room.wait(10)
        await room.say("ann", room.right())
        with frozen(sqlite_database), pytest.raises(DatabaseTrouble):
            await room.wait(30)
        assert "closed" not in room.channel()[1]
        await room.wait(30)
        assert "Right: Ann. 1 of 1." in room.channel()[1]
        assert "Ann wins." in room.channel()[2]


async def test_a_start_that_cannot_be_saved_leaves_the_channel_free(sqlite_database: Database) -> None:
    """Nothing is announced, and the next start works."""
    async with opened(sqlite_database) as room:
        with frozen(sqlite_database):
            await room.say("ann", "/trivia start Sums")
        assert room.channel() == []
        await room.say("ann", "/trivia start Sums")
        assert len(room.channel()) == 1
