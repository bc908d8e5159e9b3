"""Every way a database fails is told in one sentence, and nothing is half saved."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from adapters.migrations import upgrade
from facts.knowledge import Pack
from facts.store import database as doors
from facts.store.database import Database, DatabaseTrouble, open_database, read_address
from facts.store.desk import Desk
from facts.store.shelf import Shelf

AT = 1_700_000_000_000


def assert_one_sentence(fault: DatabaseTrouble) -> None:
    text = str(fault)
    assert "\n" not in text
    assert text.endswith(".")
    assert "sqlalche" not in text
    assert len(text) < 250


async def test_a_full_disk_is_told_and_nothing_is_half_saved(
    sqlite_database: Database, small_pack: Pack
) -> None:
    """SQLite finds no room in the middle of a pack: the pack is not there at all, and reads go on."""

    async with sqlite_database.read() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar()
    desk = Desk(sqlite_database)
    async with sqlite_database.read() as connection:
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(doors.Full, match="no room left") as caught:
        await desk.install(small_pack, AT)
    assert_one_sentence(caught.value)
    assert await Shelf(sqlite_database).packs("here") == ()
    assert (await Shelf(sqlite_database).knowledge("here")).facts == ()


async def test_a_read_only_file_is_read_but_not_written(
    sqlite_database: Database, small_pack: Pack, tmp_path: Path
) -> None:
    """Writes say that it is read-only; reads go on."""
    await Desk(sqlite_database).install(small_pack, AT)
    await sqlite_database.close()
    with closing(sqlite3.connect(tmp_path / "trivium.db")) as plain:
        plain.execute("PRAGMA journal_mode = DELETE")
    locked = open_database(f"sqlite:///file:{tmp_path / 'trivium.db'}?mode=ro&uri=true")
    with pytest.raises(doors.ReadOnly, match="is read-only") as caught:
        await Desk(locked).switch("here", "small", False)
    assert_one_sentence(caught.value)
    assert (await Shelf(locked).packs("here"))[0].on
    await locked.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to any file: run as another user")
async def test_a_file_without_write_permission_is_read_only(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """The operator's usual slip: the file belongs to somebody else."""
    await sqlite_database.close()
    (tmp_path / "trivium.db").chmod(0o444)
    with pytest.raises(doors.ReadOnly):
        await Desk(sqlite_database).switch("here", "own", False)


async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    """The start stops with one sentence, and the file is as it was."""
    file = tmp_path / "notes.txt"
    file.write_bytes(b"these are my notes, not a database\n" * 100)
    before = file.read_bytes()
    with pytest.raises(doors.NotADatabase, match="is not a database") as caught:
        await upgrade(f"sqlite:///{file}")
    assert_one_sentence(caught.value)
    assert file.read_bytes() == before


async def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """Before anything is connected."""
    with pytest.raises(doors.NoDirectory, match="does not exist") as caught:
        open_database(f"sqlite:///{tmp_path / 'nowhere' / 'trivium.db'}")
    assert_one_sentence(caught.value)


async def test_a_database_that_was_not_set_up_says_what_to_run(empty_url: str) -> None:
    """No table: run the upgrade."""
    database = open_database(empty_url)
    with pytest.raises(doors.NotReady, match="trivium db upgrade") as caught:
        await Shelf(database).packs("here")
    assert_one_sentence(caught.value)
    await database.close()


async def test_a_server_that_does_not_answer_is_told_without_its_password() -> None:
    """Nobody listens there: one sentence, no secret."""
    database = open_database("postgresql://ann:hunter2@127.0.0.1:1/trivium")
    with pytest.raises(doors.Unreachable, match="does not answer") as caught:
        await Shelf(database).packs("here")
    assert_one_sentence(caught.value)
    assert "hunter2" not in str(caught.value)
    await database.close()


async def test_a_database_that_is_held_by_another_is_busy(sqlite_database: Database, tmp_path: Path) -> None:
    """A writer that waits too long says so, and the next one goes through."""
    impatient = open_database(f"sqlite:///{tmp_path / 'trivium.db'}")
    async with sqlite_database.write():
        async with impatient.read() as connection:
            await connection.exec_driver_sql("PRAGMA busy_timeout = 50")
        with pytest.raises(doors.Busy, match="Try again"):
            await Desk(impatient).switch("here", "own", True)
    assert not await Desk(impatient).switch("here", "none", True)
    await impatient.close()


async def test_writers_wait_for_each_other(database: Database) -> None:
    """Many at once on both databases: each lands."""
    desk = Desk(database)
    await asyncio.gather(*(desk.switch(f"c{number}", "own", False) for number in range(20)))
    async with database.read() as connection:
        count = (await connection.exec_driver_sql("SELECT count(*) FROM pack_switches")).scalar()
    assert count == 20


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("sqlite:///a.db", "sqlite+aiosqlite:///a.db"),
        ("postgresql://u@h/db", "postgresql+asyncpg://u@h/db"),
        ("postgres://u@h:5433/db", "postgresql+asyncpg://u@h:5433/db"),
        ("postgresql+psycopg://u@h/db", "postgresql+asyncpg://u@h/db"),
        ("postgresql://u:p@a:1,b:2/db", "postgresql+asyncpg://u:***@/db?host=a%3A1&host=b%3A2"),
        (
            "postgresql://a,b:2/db?target_session_attrs=read-write",
            "postgresql+asyncpg:///db?host=a%3A5432&host=b%3A2&target_session_attrs=read-write",
        ),
        ("postgresql://u@/db?host=a:1&host=b:2", "postgresql+asyncpg://u@/db?host=a%3A1&host=b%3A2"),
        ("postgresql://u@/db?host=a:1,b", "postgresql+asyncpg://u@/db?host=a%3A1&host=b%3A5432"),
        ("postgresql://u@/db?host=a,b&port=1,2", "postgresql+asyncpg://u@/db?host=a%3A1&host=b%3A2"),
        ("postgresql://u@/db?host=/tmp/x", "postgresql+asyncpg://u@/db?host=%2Ftmp%2Fx"),
    ],
)
def test_every_spelling_of_an_address_is_read(url: str, meant: str) -> None:
    """Plain addresses get their driver; libpq's several hosts become SQLAlchemy's."""
    assert read_address(url).render_as_string(hide_password=True) == meant


@pytest.mark.parametrize(
    "url",
    [
        "",
        "trivium.db",
        "mysql://h/db",
        "postgresql://h:port/db",
        "http://x",
        "postgresql://u@a:1,b:two/db",
        "postgresql://u@[::1]:1,[::2]:2/db",
        "postgresql://u@/db?host=a,b,c&port=1,2",
    ],
)
def test_an_address_that_cannot_be_read_is_told_without_its_content(url: str) -> None:
    """One sentence names the variable and what it must be."""
    with pytest.raises(doors.BadAddress, match="DATABASE_URL") as caught:
        read_address(url)
    assert_one_sentence(caught.value)


async def test_many_that_open_a_new_file_together_all_find_it_open(tmp_path: Path) -> None:
    """Switching a new file to its journal is one opener's work; it stops none of the others."""

    async def opened(url: str) -> object:
        database = open_database(url)
        try:
            async with database.read() as connection:
                return (await connection.exec_driver_sql("SELECT 1")).scalar()
        finally:
            await database.close()

    for file in range(40):
        url = f"sqlite:///{tmp_path / f'new{file}.db'}"
        assert await asyncio.gather(*(opened(url) for _ in range(8))) == [1] * 8
