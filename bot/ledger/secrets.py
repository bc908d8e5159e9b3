"""Small secrets of a community. They are sealed before they come here: nothing in this room can read them."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from bot.ledger.tables_web import secrets
from facts.store.database import Database


class SecretLedger:
    """Keeps one sealed value a name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, community: str, name: str) -> bytes | None:
        async with self._database.read() as connection:
            found = await connection.execute(
                select(secrets.c.sealed).where(secrets.c.community_id == community, secrets.c.name == name)
            )
            sealed = found.scalar_one_or_none()
        return None if sealed is None else bytes(sealed)

    async def keep(self, community: str, name: str, sealed: bytes) -> None:
        async with self._database.write() as connection:
            await connection.execute(
                delete(secrets).where(secrets.c.community_id == community, secrets.c.name == name)
            )
            await connection.execute(insert(secrets).values(community_id=community, name=name, sealed=sealed))
