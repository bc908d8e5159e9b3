"""Keeping copies of the database and looking it over.

Two laws hold here. A backup is taken while the bot runs, and holds one moment of it. And nothing is overwritten
without being told to, nor by a file that has not been checked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from facts.store.database import AnyRow, Database, DatabaseTrouble, NotADatabase, trouble
from facts.store.encoding import decode_question, decode_statement
from facts.store.tables import facts, question_revisions, questions, revisions, sources


class BackupTrouble(DatabaseTrouble):
    """A backup or a restore was not done; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the database that is not as it must be."""

    where: str
    what: str


def backup(database: Database, to: Path) -> None:
    """Writes a copy of an SQLite database, safe while others write to it. Refuses to overwrite a file.

    For PostgreSQL it raises `BackupTrouble` with the command that does it.
    """
    file = _sqlite_file(database, f'pg_dump --format=custom --file={to} "$DATABASE_URL"')
    if to.exists():
        raise BackupTrouble(f"{to} exists already. Name another file for the backup.")
    if not to.parent.is_dir():
        raise BackupTrouble(f"The folder {to.parent} does not exist. Make it, or name another file.")
    part = to.with_name(to.name + ".part")  # so that a backup cut short never looks like one
    try:
        with closing(_opened(file)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
        part.replace(to)
    except (sqlite3.Error, OSError) as fault:
        part.unlink(missing_ok=True)
        raise _told(fault, database, f"The backup {to} could not be written: {fault}.") from fault


def restore(
    database: Database, source: Path, *, head: str, known: frozenset[str], force: bool = False
) -> None:
    """Puts a backup in the database's place, once it has been checked.

    `head` and `known` are the shapes this version of Trivium has (from the migrations). An existing database is
    overwritten only with `force`. Nothing else may have the database open.
    """
    file = _sqlite_file(database, f'pg_restore --clean --if-exists --dbname="$DATABASE_URL" {source}')
    if not source.is_file():
        raise BackupTrouble(f"There is no backup {source}.")
    shape = _checked(source)
    if shape not in known:
        raise BackupTrouble(
            f"The backup {source} was written by a newer version of Trivium (its shape is {shape}, ours {head}). "
            "Update Trivium first."
        )
    if file.exists() and not force:
        raise BackupTrouble(f"{file} exists already. Stop the bot and restore with --force to replace it.")
    try:
        # Through SQLite itself, which takes care of the write-ahead log of the database it replaces.
        with closing(_opened(source)) as copy, closing(sqlite3.connect(file, timeout=5)) as target:
            copy.backup(target)
    except sqlite3.DatabaseError as fault:
        raise _told(fault, database, f"The backup {source} could not be restored: {fault}.") from fault


def _checked(source: Path) -> str:
    """The shape of a backup that is whole. Raises `NotADatabase` for anything else."""
    try:
        with closing(_opened(source)) as copy:
            told = copy.execute("PRAGMA integrity_check").fetchone()[0]
            shape = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as fault:
        raise NotADatabase(f"{source} is not a backup of Trivium ({fault}). Nothing was changed.") from fault
    if told != "ok" or shape is None:
        raise NotADatabase(f"{source} is damaged ({told}). Nothing was changed.")
    return str(shape[0])


async def verify(database: Database) -> tuple[Fault, ...]:
    """Looks over the whole database; empty when all is well."""
    found: list[Fault] = []
    if database.dialect == "sqlite":
        async with database.read() as connection:
            told = (await connection.exec_driver_sql("PRAGMA integrity_check")).scalars().all()
            broken: list[AnyRow] = list((await connection.exec_driver_sql("PRAGMA foreign_key_check")).all())
        found += [Fault(database.name, str(one)) for one in told if one != "ok"]
        found += [Fault(str(row[0]), f"row {row[1]} belongs to no row of {row[2]}") for row in broken]
    async with database.snapshot() as connection:
        heads = (await connection.execute(select(facts.c.community_id, facts.c.id, facts.c.revision))).all()
        bodies = (await connection.execute(select(revisions))).all()
        known = {
            (row[0], row[1]) for row in await connection.execute(select(sources.c.community_id, sources.c.id))
        }
        asked = (
            await connection.execute(select(questions.c.community_id, questions.c.id, questions.c.revision))
        ).all()
        written = (await connection.execute(select(question_revisions))).all()
    found += _heads("fact", {tuple(row) for row in heads}, {(row[0], row[1], row[2]) for row in bodies})
    found += _heads("question", {tuple(row) for row in asked}, {(row[0], row[1], row[2]) for row in written})
    for row in bodies:
        found += _revision(row.community_id, row.fact_id, row.number, row.content, known)
    for row in written:
        found += _written(row.community_id, row.question_id, row.number, row.content, known)
    return tuple(found)


def _heads(what: str, heads: set[tuple[object, ...]], bodies: set[tuple[object, ...]]) -> Iterator[Fault]:
    for community, id, number in sorted(heads - bodies, key=str):
        yield Fault(f"{what} {id} of {community}", f"its revision {number} is missing")


def _revision(
    community: str, fact: str, number: int, content: str, known: set[tuple[str, str]]
) -> Iterator[Fault]:
    where = f"fact {fact} of {community}, revision {number}"
    try:
        named = decode_statement(content).sources
    except (ValueError, KeyError, TypeError) as fault:
        yield Fault(where, f"it cannot be read: {fault}")
        return
    yield from _sourced(where, community, named, known)


def _written(
    community: str, question: str, number: int, content: str, known: set[tuple[str, str]]
) -> Iterator[Fault]:
    where = f"question {question} of {community}, revision {number}"
    try:
        named = decode_question(content, question, "", number).sources
    except (ValueError, KeyError, TypeError) as fault:
        yield Fault(where, f"it cannot be read: {fault}")
        return
    yield from _sourced(where, community, named, known)


def _sourced(
    where: str, community: str, named: tuple[str, ...], known: set[tuple[str, str]]
) -> Iterator[Fault]:
    if not named:
        yield Fault(where, "it has no source")
    for id in named:
        if not {(community, id), ("*", id)} & known:
            yield Fault(where, f"its source {id} is missing")


def _sqlite_file(database: Database, instead: str) -> Path:
    if database.file is None:
        raise BackupTrouble(f"This is not an SQLite file. For PostgreSQL run: {instead}")
    return database.file


def _opened(file: Path) -> sqlite3.Connection:
    """The file, for reading; never made when it is missing."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=5)


def _told(fault: Exception, database: Database, otherwise: str) -> DatabaseTrouble:
    return trouble(fault, database.engine.url) or BackupTrouble(otherwise)
