"""The law of communities, held over every table."""

from __future__ import annotations

import pytest
from sqlalchemy import Table, UniqueConstraint, inspect
from sqlalchemy.engine import Connection

from facts.store import tables
from facts.store.database import Database, metadata

TABLES = [table for table in vars(tables).values() if isinstance(table, Table)]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_key_begins_with_the_community(table: Table) -> None:
    """Primary keys, indexes, unique and foreign keys of a community's table all begin with community_id."""
    assert "community_id" in table.c
    keys = [list(table.primary_key.columns)]
    keys += [list(index.columns) for index in table.indexes]
    keys += [list(rule.columns) for rule in table.constraints if isinstance(rule, UniqueConstraint)]
    keys += [list(rule.columns) for rule in table.foreign_key_constraints]
    assert [key[0].name for key in keys] == ["community_id"] * len(keys)


def test_no_table_is_left_out_of_the_law() -> None:
    """Any table of the whole database that has a community_id keeps the law, whoever declares it."""
    for table in metadata.tables.values():
        if "community_id" in table.c:
            for columns in (table.primary_key.columns, *(index.columns for index in table.indexes)):
                assert next(iter(columns)).name == "community_id", table.name


async def test_the_database_keeps_the_law_too(database: Database) -> None:
    """What the migrations made has the same keys, on both databases."""

    def first_columns(connection: Connection) -> set[str]:
        found = inspect(connection)
        first: set[str] = set()
        for table in TABLES:
            first.add(found.get_pk_constraint(table.name)["constrained_columns"][0])
            first |= {str(index["column_names"][0]) for index in found.get_indexes(table.name)}
        return first

    async with database.read() as connection:
        assert await connection.run_sync(first_columns) == {"community_id"}
