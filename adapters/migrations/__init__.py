"""The one history of the database's shape, brought up to date at every start.

One law holds here: a database from a newer version of Trivium is left exactly as it is.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from facts.store.database import Database, NewerDatabase, open_database

__all__ = ["NewerDatabase", "current", "head", "known", "upgrade"]


async def upgrade(target: str | Database) -> bool:
    """Brings a database to this version's shape; False when it was there already.

    Takes a URL or an open database. Raises `NewerDatabase`, or another `DatabaseTrouble` with what to do.
    """
    if isinstance(target, Database):
        return await _upgrade(target)
    database = open_database(target)
    try:
        return await _upgrade(database)
    finally:
        await database.close()


async def _upgrade(database: Database) -> bool:
    if await current(database) == head():
        return False
    async with database.write() as connection:
        return await connection.run_sync(_run, database.name)


def head() -> str:
    """The newest shape this version knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def known() -> frozenset[str]:
    """Every shape this version knows."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


async def current(database: Database) -> str | None:
    """The shape a database has; None when it is empty. Raises `NewerDatabase` for one we have never heard of."""
    async with database.read() as connection:
        return await connection.run_sync(_current, database.name)


def _run(connection: Connection, name: str) -> bool:
    """Inside one transaction: it moves all the way or not at all. Two processes that start at once take turns."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7261846001)")
    if _current(connection, name) == head():
        return False
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return True


def _current(connection: Connection, name: str) -> str | None:
    shape = MigrationContext.configure(connection).get_current_revision()
    if shape is not None and shape not in known():
        raise NewerDatabase(
            f"The database {name} was written by a newer version of Trivium (its shape is {shape}). "
            "Update Trivium, or restore a backup from before."
        )
    return shape


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
