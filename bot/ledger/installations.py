"""Installations in workspaces. They are sealed before they come here: nothing in this room can read a token."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.instant import Instant
from bot.ledger.tables_slack import installations
from bot.ports import StageFault
from facts.store.database import Database, DatabaseTrouble


class InstallationLedger:
    """Keeps one sealed installation a workspace. Each method raises StageFault when the database does not do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, community: str) -> bytes | None:
        statement = select(installations.c.sealed).where(installations.c.community_id == community)
        try:
            async with self._database.read() as connection:
                sealed = (await connection.execute(statement)).scalar_one_or_none()
        except DatabaseTrouble as trouble:
            raise StageFault(str(trouble)) from trouble
        return None if sealed is None else bytes(sealed)

    async def keep(self, community: str, sealed: bytes, at: Instant) -> None:
        async with self._writing() as connection:
            await connection.execute(delete(installations).where(installations.c.community_id == community))
            await connection.execute(
                insert(installations).values(community_id=community, sealed=sealed, at=at)
            )

    async def forget(self, community: str) -> None:
        async with self._writing() as connection:
            await connection.execute(delete(installations).where(installations.c.community_id == community))

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._database.write() as connection:
                yield connection
        except DatabaseTrouble as trouble:
            raise StageFault(str(trouble)) from trouble
