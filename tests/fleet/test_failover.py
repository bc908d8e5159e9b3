"""A primary and its synchronous standby: what is said to be kept is kept, and whichever serves is found."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from facts.store.database import Database, Unreachable, open_database
from facts.store.hosts import CONNECT_SECONDS
from tests.fleet.postgres import Pair, pair


@pytest.fixture
async def servers() -> AsyncIterator[Pair]:
    """A primary and a standby that has every commit, with a table to write to."""
    with pair() as both:
        database = open_database(both.primary.url())
        async with database.write() as connection:
            await connection.exec_driver_sql("CREATE TABLE notes (number int)")
        await database.close()
        yield both


async def note(database: Database, number: int) -> None:
    async with database.write() as connection:
        await connection.exec_driver_sql(f"INSERT INTO notes VALUES ({number})")


async def noted(database: Database) -> set[int]:
    async with database.read() as connection:
        return set((await connection.exec_driver_sql("SELECT number FROM notes")).scalars())


async def test_several_hosts_in_either_spelling_lead_to_the_one_that_serves(servers: Pair) -> None:
    """Through a restart, a kill -9 and a promotion: in between one sentence says that none serves."""
    spelled = [open_database(servers.url()), open_database(servers.other_url())]
    for number, database in enumerate(spelled):
        await note(database, number)
    await asyncio.to_thread(servers.primary.restart)
    for number, database in enumerate(spelled, start=2):
        await note(database, number)
    servers.primary.kill()
    for database in spelled:
        with pytest.raises(Unreachable) as caught:  # the standby answers, and is not written to
            await note(database, 9)
        assert str(caught.value).endswith(".")
        with pytest.raises(Unreachable, match="Start the primary, or promote a standby"):
            await note(database, 9)
    await asyncio.to_thread(servers.standby.promote)
    for number, database in enumerate(spelled, start=4):
        await note(database, number)
        assert await noted(database) == set(range(number + 1))
        await database.close()


async def test_what_was_committed_when_the_primary_died_is_on_the_standby(servers: Pair) -> None:
    """Eight write without a pause until kill -9; every one that was told so is there after the promotion."""
    database, told = open_database(servers.url()), set[int]()

    async def write(first: int) -> None:
        for number in range(first, 1_000_000, 8):
            try:
                await note(database, number)
            except Unreachable:
                return
            told.add(number)

    writing = [asyncio.create_task(write(first)) for first in range(8)]
    async with asyncio.timeout(60):
        while len(told) < 200:  # noqa: ASYNC110 - the writers are many, and there is nothing else to wait for
            await asyncio.sleep(0.01)
    servers.primary.kill()
    await asyncio.gather(*writing)
    await asyncio.to_thread(servers.standby.promote)
    assert told <= await noted(database)
    await database.close()


async def test_a_server_that_does_not_answer_holds_up_no_other(servers: Pair) -> None:
    """A primary that takes connections and says nothing costs one wait; after that the other is asked first."""
    servers.primary.freeze()
    await asyncio.to_thread(servers.standby.promote)
    database = open_database(servers.url())
    began = time.monotonic()
    await asyncio.gather(*(note(database, number) for number in range(4)))
    waited = time.monotonic() - began
    assert waited > CONNECT_SECONDS / 2 - 0.5
    held = [database.write() for _ in range(6)]
    began = time.monotonic()
    for one in held:  # more than were opened before
        await one.__aenter__()
    assert time.monotonic() - began < CONNECT_SECONDS / 2
    for one in held:
        await one.__aexit__(None, None, None)
    await database.close()


async def test_notices_come_on_a_connection_of_their_own_until_it_is_lost(servers: Pair) -> None:
    """Who listens hears of each notice, sees when the server is gone, and is told so in one sentence on the next try."""
    database, heard = open_database(servers.url()), asyncio.Queue[str]()
    listening = await database.listen("news", lambda *notice: heard.put_nowait(notice[-1]))
    async with database.write() as connection:
        await connection.exec_driver_sql("SELECT pg_notify('news', 'hello')")
    assert await asyncio.wait_for(heard.get(), 20) == "hello"
    servers.primary.kill()
    async with asyncio.timeout(20):
        while not listening.is_closed():  # noqa: ASYNC110 - the driver tells nobody
            await asyncio.sleep(0.01)
    with pytest.raises(Unreachable):
        await database.listen("news", lambda *_: None)
    await database.close()
