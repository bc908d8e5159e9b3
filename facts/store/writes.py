"""Small writes that the desk and the installing of packs share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from facts.knowledge import Fact, Mark
from facts.store.tables import content_versions


async def put(connection: AsyncConnection, table: Table, *rows: dict[str, Any]) -> None:
    """Inserts rows, or changes those with their primary key; all rows have the same columns."""
    if not rows:
        return
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(table)
    keys = [column.name for column in table.primary_key]
    rest = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    await connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest), list(rows))


async def touch(connection: AsyncConnection, community: str) -> None:
    """Says that what this community knows has changed. Done first, it makes writers of one community take turns."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(content_versions).values(community_id=community, version=1)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["community_id"], set_={"version": content_versions.c.version + 1}
        )
    )


async def add(connection: AsyncConnection, rows: Mapping[Table, list[dict[str, Any]]]) -> None:
    """Inserts rows of several tables."""
    for table, of_table in rows.items():
        await connection.execute(insert(table), of_table)


async def count(connection: AsyncConnection, table: Table, community: str) -> int:
    """How many rows a community has in a table."""
    counted = await connection.execute(
        select(func.count()).select_from(table).where(table.c.community_id == community)
    )
    return int(counted.scalar_one())


def fact_head(community: str, fact: Fact, place: int) -> dict[str, Any]:
    """The row of a fact that is not retired."""
    return {
        "community_id": community,
        "id": fact.id,
        "pack": fact.pack,
        "revision": fact.revision,
        "place": place,
        "property": fact.statement.property,
        "status": fact.statement.status.value,
        "spoiler": Mark.SPOILER in fact.statement.marks,
        "mature": Mark.MATURE in fact.statement.marks,
        "retired": False,
    }
