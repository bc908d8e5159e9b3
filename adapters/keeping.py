"""`trivium db`: what an operator does with the database besides using it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from adapters import migrations
from adapters.launch import Trouble
from adapters.secret_key import key_file
from adapters.settings import Settings
from bot.ledger.verifying import verify_answers
from facts.store import backup
from facts.store.database import Database, open_database


async def upgraded(settings: Settings) -> tuple[str, ...]:
    """Brings the database to this version's shape."""
    async with _opened(settings) as database:
        moved = await migrations.upgrade(database)
        return (f"The database {database.name} is {'now' if moved else 'already'} up to date.",)


async def backed_up(settings: Settings, to: Path) -> tuple[str, ...]:
    """Copies the database, and names the key that what is secret in the copy needs."""
    async with opened(settings) as database:
        backup.backup(database, to)
        return f"The database {database.name} is copied to {to}.", _key_words(settings, database)


async def restored(settings: Settings, source: Path, *, force: bool) -> tuple[str, ...]:
    """Puts a backup in the database's place, brought up to this version."""
    async with _opened(settings) as database:
        backup.restore(database, source, head=migrations.head(), known=migrations.known(), force=force)
        await migrations.upgrade(database)
        return f"The database {database.name} is what {source} holds.", _key_words(settings, database)


async def verified(settings: Settings) -> tuple[str, ...]:
    """One line for a sound database; raises `Trouble` with every fault of another."""
    async with opened(settings) as database:
        faults = [(fault.where, fault.what) for fault in await backup.verify(database)]
        faults += await verify_answers(database)
        if faults:
            raise Trouble("\n".join(f"{where}: {what}" for where, what in faults))
        return (f"The database {database.name} is sound.",)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """The database that is there; a look must not make an empty one where there is none."""
    async with _opened(settings) as database:
        if database.file and not database.file.exists():
            raise Trouble(f"There is no database {database.file}. Name one with --db or DATABASE_URL.")
        yield database


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Database]:
    database = open_database(settings.database_url)
    try:
        yield database
    finally:
        await database.close()


def _key_words(settings: Settings, database: Database) -> str:
    if settings.secret_key:
        return "What is secret in it needs TRIVIUM_SECRET_KEY: keep that safe, apart from it."
    return f"What is secret in it needs the key {key_file(database.file)}: keep a copy of that too, apart from it."
