"""The database: one engine, one MetaData, and every way it can fail told in one sentence.

Two laws hold here. Whatever the driver raises leaves this room as a `DatabaseTrouble` whose message a person can
act on. And a write is one transaction: it lands whole or not at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import MetaData, event
from sqlalchemy.engine import URL, Connection, Row, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InternalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from facts.store.hosts import NoneServes, apart, connect_to_whichever_serves, each_with_its_port
from facts.store.notices import Listening, listen

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

AnyRow: TypeAlias = Row[*tuple[Any, ...]]

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}
_BUSY_MILLISECONDS = 10_000


class DatabaseTrouble(Exception):
    """The database cannot do what was asked; the message says why and what to do."""


class BadAddress(DatabaseTrouble):
    """DATABASE_URL is not an address of a database that Trivium knows."""


class NoDirectory(DatabaseTrouble):
    """The folder for the database file does not exist."""


class ReadOnly(DatabaseTrouble):
    """The database cannot be written to."""


class Full(DatabaseTrouble):
    """There is no room left for the database."""


class NotADatabase(DatabaseTrouble):
    """The file is something else, or damaged."""


class Unreachable(DatabaseTrouble):
    """The database server does not answer."""


class Busy(DatabaseTrouble):
    """Another process holds the database."""


class NewerDatabase(DatabaseTrouble):
    """The database was written by a newer version of Trivium."""


class NotReady(DatabaseTrouble):
    """The database has not been set up yet."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: `write` for changes, `read` for single statements, `snapshot` for several that must agree."""

    engine: AsyncEngine
    dialect: str  # "sqlite" or "postgresql"
    reader: AsyncEngine  # the same pool, without transactions: a read is one round trip
    frozen: AsyncEngine  # the same pool, with a transaction that sees one moment
    aside: AsyncEngine | None = None  # a connection that waits for no other: for a sign of life

    @property
    def name(self) -> str:
        """What to call it in a message: the file, or the server without its password."""
        return _name(self.engine.url)

    @property
    def file(self) -> Path | None:
        """The SQLite file; None for PostgreSQL and for a database in memory."""
        return _file(self.engine.url)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction, committed at the end unless something is raised."""
        with_trouble = _Telling(self.engine.url)
        with with_trouble:
            async with self.engine.begin() as connection:
                yield connection

    @asynccontextmanager
    async def write_aside(self) -> AsyncIterator[AsyncConnection]:
        """One short transaction that does not wait behind the others of this process."""
        if self.aside is None:
            async with self.write() as connection:
                yield connection
            return
        with _Telling(self.engine.url):
            async with self.aside.begin() as connection:
                yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        with _Telling(self.engine.url):
            async with self.reader.connect() as connection:
                yield connection

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        with _Telling(self.engine.url):
            async with self.frozen.connect() as connection:
                yield connection

    async def listen(self, channel: str, heard: Callable[..., None]) -> Listening:
        """A connection of its own on which `heard` is called with each notice of a channel; PostgreSQL only."""
        with _Telling(self.engine.url):
            return await listen(self.engine, channel, heard)

    async def close(self) -> None:
        await self.engine.dispose()
        if self.aside is not None:
            await self.aside.dispose()


def open_database(url: str) -> Database:
    """The database at a URL: `sqlite:///file.db` or `postgresql://user@host/name`. Nothing is connected yet."""
    address = read_address(url)
    dialect = address.get_backend_name()
    if dialect == "sqlite":
        _check_folder(address)
        engine = create_async_engine(address, connect_args={"timeout": _BUSY_MILLISECONDS / 1000})
        _prepare_sqlite(engine)
        reader = engine.execution_options(trivium_begin="")
        return Database(engine, dialect, reader, engine.execution_options(trivium_begin="BEGIN"))
    engine = create_async_engine(address, pool_pre_ping=True)
    connect_to_whichever_serves(engine)
    aside = create_async_engine(address, pool_pre_ping=True, pool_size=1, max_overflow=0)
    connect_to_whichever_serves(aside)
    reader = engine.execution_options(isolation_level="AUTOCOMMIT")
    frozen = engine.execution_options(isolation_level="REPEATABLE READ")
    return Database(engine, dialect, reader, frozen, aside)


def read_address(url: str) -> URL:
    """A plain URL with its asynchronous driver; several hosts, however spelled, become one spelling."""
    scheme, mark, rest = url.strip().partition("://")
    driver = _DRIVERS.get(scheme.split("+")[0])
    if not mark or driver is None:
        raise BadAddress(f"DATABASE_URL must begin with sqlite:/// or postgresql://, not {scheme[:20]!r}.")
    try:
        if driver.endswith("asyncpg"):
            return each_with_its_port(make_url(f"{driver}://{apart(rest)}"))
        return make_url(f"{driver}://{rest}")
    except (ArgumentError, ValueError):
        raise BadAddress(
            "DATABASE_URL cannot be read. Write it as sqlite:///trivium.db or postgresql://user:password@host:5432/name."
        ) from None


def _file(address: URL) -> Path | None:
    if address.get_backend_name() != "sqlite" or not address.database or address.database == ":memory:":
        return None
    return Path(address.database.removeprefix("file:"))


def _name(address: URL) -> str:
    file = _file(address)
    return str(file) if file else address.render_as_string(hide_password=True)


def _check_folder(address: URL) -> None:
    file = _file(address)
    if file and not file.parent.is_dir():
        raise NoDirectory(
            f"The folder {file.parent} for the database does not exist. Make it, or change DATABASE_URL."
        )


def _prepare_sqlite(engine: AsyncEngine) -> None:
    """Durable and strict: each connection gets its pragmas, each transaction its write lock at once."""

    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
        _try_wal(cursor)
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    def begun(connection: Connection) -> None:
        begin = connection.get_execution_options().get("trivium_begin", "BEGIN IMMEDIATE")
        if begin:
            connection.exec_driver_sql(begin)

    event.listen(engine.sync_engine, "connect", connected)
    event.listen(engine.sync_engine, "begin", begun)


def _try_wal(cursor: Any) -> None:
    """Switch the file to its journal, once: the mode stays with the file, whoever switched it."""
    cursor.execute("PRAGMA journal_mode")
    if cursor.fetchone()[0] == "wal":
        return
    try:
        cursor.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as fault:
        # A read-only file can still be read in the mode it has; a write will say what is wrong. And of several that
        # open a new file together one switches it for all; SQLite tells the others at once that it is busy.
        if fault.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY):
            raise


class _Telling:
    """Turns what a driver raises into `DatabaseTrouble`; bugs in our own statements pass as they are."""

    def __init__(self, address: URL) -> None:
        self._address = address

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, fault: BaseException | None, _trace: object) -> None:
        if fault is None or isinstance(fault, DatabaseTrouble):
            return
        told = trouble(fault, self._address)
        if told is not None:
            raise told from fault


def trouble(fault: BaseException, address: URL) -> DatabaseTrouble | None:
    """What a driver's exception means, or None when it is not the database's state but a bug."""
    name = _name(address)
    if address.get_backend_name() == "sqlite":
        original = fault.orig if isinstance(fault, DBAPIError) else fault
        return _sqlite_trouble(original, name) if isinstance(original, sqlite3.Error) else None
    return _postgres_trouble(fault, name)


def _sqlite_trouble(fault: sqlite3.Error, name: str) -> DatabaseTrouble | None:
    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    match code:
        case sqlite3.SQLITE_READONLY:
            return ReadOnly(
                f"The database {name} is read-only. Let Trivium write to the file and its folder."
            )
        case sqlite3.SQLITE_FULL:
            return Full(
                f"There is no room left for the database {name}. Free some space; nothing was half saved."
            )
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return NotADatabase(
                f"The file {name} is not a database, or it is damaged. Restore a backup with trivium db restore, "
                "or name another file in DATABASE_URL."
            )
        case sqlite3.SQLITE_CANTOPEN:
            return NoDirectory(
                f"The database {name} cannot be opened. Check that its folder exists and is writable."
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Busy(f"Another program is writing to the database {name}. Try again in a moment.")
        case sqlite3.SQLITE_IOERR:
            return Full(
                f"The disk of the database {name} does not take writes. Check its space and its health."
            )
    if "no such table" in str(fault) or "no such column" in str(fault):
        return NotReady(f"The database {name} has not been set up. Run trivium db upgrade.")
    return None


# PostgreSQL's own codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRES = {
    "25006": (ReadOnly, "The database {name} is read-only (a standby?). Point DATABASE_URL at the primary."),
    "53100": (
        Full,
        "There is no room left for the database {name}. Free some space; nothing was half saved.",
    ),
    "53300": (
        Busy,
        "The database {name} has no connection left. Raise max_connections or run fewer processes.",
    ),
    "40001": (Busy, "The database {name} was busy with the same. Try again in a moment."),
    "40P01": (Busy, "The database {name} was busy with the same. Try again in a moment."),
    "57P03": (Unreachable, "The database {name} is starting or stopping. Try again in a moment."),
    "57P01": (Unreachable, "The database {name} is shutting down. Try again in a moment."),
    "28P01": (Unreachable, "The database {name} refuses the password. Check DATABASE_URL."),
    "28000": (Unreachable, "The database {name} refuses this user. Check DATABASE_URL."),
    "3D000": (
        Unreachable,
        "The database {name} does not exist. Create it with createdb, or change DATABASE_URL.",
    ),
    "42501": (
        ReadOnly,
        "The user in DATABASE_URL may not change {name}. Grant it the rights, or use another.",
    ),
    "42P01": (NotReady, "The database {name} has not been set up. Run trivium db upgrade."),
    "42703": (NotReady, "The database {name} has not been set up. Run trivium db upgrade."),
}


def _postgres_trouble(fault: BaseException, name: str) -> DatabaseTrouble | None:
    code = getattr(getattr(fault, "orig", fault), "sqlstate", None) or ""
    if code in _POSTGRES:
        kind, sentence = _POSTGRES[code]
        return kind(sentence.format(name=name))
    if isinstance(fault, NoneServes):
        return Unreachable(
            f"No server of the database {name} answers and takes writes. Start the primary, or promote a standby."
        )
    # A driver that is interrupted by its server's end calls that an error of its own, without a code.
    broken = isinstance(fault, InternalError) and not code
    lost = broken or (isinstance(fault, DBAPIError) and fault.connection_invalidated)
    if isinstance(fault, PoolTimeout):
        return Busy(f"Too much is under way at once for the connections to the database {name}.")
    if lost or code.startswith(("08", "57P")) or isinstance(fault, OSError):
        return Unreachable(
            f"The database {name} does not answer. Check that it runs and that DATABASE_URL is right."
        )
    return None
