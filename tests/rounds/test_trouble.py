"""A database that does not take writes, in mid-round: nothing looks saved, nothing is lost, and play goes on after."""

from __future__ import annotations

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


async def test_an_answer_that_cannot_be_saved_does_not_look_saved(sqlite_database: Database) -> None:
    """The member is told in one sentence, and answers again once it can be saved."""
    async with opened(sqlite_database) as room:
        await room.say("ann", "/trivia start Sums questions:1")
        await room.wait(10)
        with frozen(sqlite_database):
            await room.say("ann", room.right())
            await room.say("cem", room.right(), id="comes again")
        sorry = "That could not be saved just now, so nothing was changed. Try again in a moment."
        assert room.told("ann") == room.told("cem") == [sorry]
        await room.say("cem", room.right(), id="comes again")
        await room.wait(30)
        assert "Right: Cem. 1 of 1." in room.channel()[1]


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
