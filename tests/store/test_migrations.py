"""The history of the database's shape, on both databases."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.engine import Connection

from adapters.migrations import NewerDatabase, upgrade
from facts.store.database import Database, metadata, open_database


async def test_the_migrations_make_the_tables_as_they_are_declared(database: Database) -> None:
    """Nothing is left to migrate: tables, columns, types and indexes are those of the code."""

    def differences(connection: Connection) -> list[object]:
        def ours(_object: object, name: str | None, kind: str, reflected: bool, _other: object) -> bool:
            return not (kind == "table" and reflected and name not in metadata.tables)

        def other_type(_context: object, _there: object, _here: object, found: Any, declared: Any) -> bool:
            return bool(found.compile(connection.dialect) != declared.compile(connection.dialect))

        options = {"include_object": ours, "compare_type": other_type}
        return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)

    async with database.read() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_second_upgrade_does_nothing(empty_url: str) -> None:
    """An empty database is set up once."""
    assert await upgrade(empty_url)
    assert not await upgrade(empty_url)


async def test_processes_that_start_together_take_turns(empty_url: str) -> None:
    """One of them sets the database up, the others find it done."""
    done = await asyncio.gather(*(upgrade(empty_url) for _ in range(3)))
    assert sorted(done) == [False, False, True]


async def test_a_newer_database_is_refused_and_left_alone(database_url: str) -> None:
    """A shape never heard of stops the start with one sentence, and stays as it is."""
    database = open_database(database_url)
    async with database.write() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabase, match=r"newer version of Trivium .*9999.*Update Trivium"):
        await upgrade(database)
    async with database.read() as connection:
        assert (
            await connection.exec_driver_sql("SELECT version_num FROM alembic_version")
        ).scalar() == "9999"
    await database.close()
