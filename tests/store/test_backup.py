"""Backup, restore, verify."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from adapters.migrations import head
from facts.knowledge import Pack
from facts.store.backup import BackupTrouble, backup, restore, verify
from facts.store.database import Database, NotADatabase, open_database
from facts.store.desk import Desk
from facts.store.shelf import Shelf
from facts.store.tables import facts, revisions, sources

AT = 1_700_000_000_000
KNOWN = frozenset({"0001", head()})


@pytest.fixture
async def filled(sqlite_database: Database, small_pack: Pack) -> Database:
    await Desk(sqlite_database).install(small_pack, AT)
    return sqlite_database


async def test_a_backup_taken_while_others_write_restores_whole(filled: Database, tmp_path: Path) -> None:
    """What was committed before is in it, what comes during is not torn, and it restores to a new place."""
    desk = Desk(filled)
    writing = asyncio.gather(*(desk.switch(f"c{number}", "small", False) for number in range(30)))
    copy = tmp_path / "copy.db"
    await asyncio.to_thread(backup, filled, copy)
    await writing
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}")
    restore(other, copy, head=head(), known=KNOWN)
    assert await verify(other) == ()
    assert len((await Shelf(other).knowledge("here")).facts) == len(
        (await Shelf(filled).knowledge("here")).facts
    )
    await other.close()
    assert not [file for file in os.listdir(tmp_path) if file.endswith(".part")]


async def test_nothing_is_overwritten_unless_told(filled: Database, tmp_path: Path) -> None:
    """Neither a file by a backup nor a database by a restore; with force the database is as the backup was."""
    copy = tmp_path / "copy.db"
    backup(filled, copy)
    with pytest.raises(BackupTrouble, match="exists already"):
        backup(filled, copy)
    await Desk(filled).switch("here", "small", False)
    with pytest.raises(BackupTrouble, match="--force"):
        restore(filled, copy, head=head(), known=KNOWN)
    await filled.close()
    restore(filled, copy, head=head(), known=KNOWN, force=True)
    assert [pack.on for pack in await Shelf(filled).packs("here")] == [True]


async def test_a_restore_checks_the_file_first(filled: Database, tmp_path: Path) -> None:
    """No backup, no database, a cut one and a newer one are refused, and the database stays as it was."""
    with pytest.raises(BackupTrouble, match="There is no backup"):
        restore(filled, tmp_path / "none.db", head=head(), known=KNOWN, force=True)
    copy = tmp_path / "copy.db"
    backup(filled, copy)
    cut = tmp_path / "cut.db"
    cut.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    text = tmp_path / "notes.txt"
    text.write_text("notes " * 1000)
    for file in (cut, text):
        with pytest.raises(NotADatabase):
            restore(filled, file, head=head(), known=KNOWN, force=True)
    with pytest.raises(BackupTrouble, match="newer version"):
        restore(filled, copy, head="0000", known=frozenset({"0000"}), force=True)
    assert len(await Shelf(filled).packs("here")) == 1


async def test_postgresql_is_told_its_own_command(tmp_path: Path) -> None:
    """A backup names pg_dump, a restore pg_restore, and neither the password."""
    database = open_database("postgresql://ann:hunter2@db/trivium")
    for work, command in (
        (lambda: backup(database, tmp_path / "x"), "pg_dump"),
        (lambda: restore(database, tmp_path / "x", head="", known=frozenset()), "pg_restore"),
    ):
        with pytest.raises(BackupTrouble, match=command) as caught:
            work()
        assert "hunter2" not in str(caught.value)


async def test_verify_names_what_is_broken(database: Database, small_pack: Pack) -> None:
    """A missing head revision, one that cannot be read and a missing source are each told, on both databases."""
    await Desk(database).install(small_pack, AT)
    assert await verify(database) == ()
    async with database.write() as connection:
        await connection.execute(update(facts).where(facts.c.id == "salt.released").values(revision=7))
        await connection.execute(
            update(revisions).where(revisions.c.fact_id == "pulgasari.released").values(content="{}")
        )
        await connection.execute(delete(sources).where(sources.c.id == "diary"))
    told = {fault.where: fault.what for fault in await verify(database)}
    assert told == {
        "fact salt.released of *": "its revision 7 is missing",
        "fact pulgasari.released of *, revision 1": "it cannot be read: 'subjects'",
        "fact ryongchon-disaster.cause-official of *, revision 1": "its source diary is missing",
    }
