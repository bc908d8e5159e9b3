"""The real database of a simulation: SQLite in memory, behind gates at which the seed decides what happens next.

Transactions come one at a time, as SQLite's BEGIN IMMEDIATE has them; a read waits for the one that is open, which is
no other history than one in which it came before. A process that dies leaves its transaction undone.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from adapters.migrations import upgrade
from bot.instant import Instant
from bot.ledger.tables import rounds
from facts.knowledge import Pack, Source, WrittenQuestion
from facts.store.database import Database, open_database
from facts.store.desk import Desk
from tests.simulation.loop import Loop, Party, release

QUESTIONS = 24


def sums() -> Pack:
    """A pack whose right answers anybody can work out: "What is 3 plus 100?"."""
    questions = tuple(
        WrittenQuestion(
            id=f"sum-{i}",
            pack="sums",
            stem=f"What is {i} plus 100?",
            answer=str(100 + i),
            wrong=(str(300 + i), str(400 + i), str(500 + i)),
            why="Addition says so.",
            sources=("book",),
            answer_kind="number",
        )
        for i in range(1, QUESTIONS + 1)
    )
    book = Source("book", "A book of sums")
    return Pack("sums", "1.0.0", "Sums", "CC0-1.0", sources=(book,), questions=questions)


class _Cursor(sqlite3.Cursor):
    """Fetches at once, so that no later statement changes what an earlier one gave."""

    _rows: list[Any] = []  # noqa: RUF012 - replaced with every statement

    def execute(self, *given: Any) -> _Cursor:
        super().execute(*given)
        self._rows = super().fetchall() if self.description else []
        return self

    def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows


class _Connection(sqlite3.Connection):
    def cursor(self, *_: Any) -> _Cursor:  # type: ignore[override]  # one kind only
        return _Cursor(self)


@cache
def _template() -> sqlite3.Connection:
    """A database with today's tables and the pack, made once a process of the machine."""
    from tempfile import TemporaryDirectory

    kept = sqlite3.connect(":memory:")

    async def make(url: str) -> None:
        database = open_database(url)
        await upgrade(database)
        await Desk(database).install(sums(), 0)
        await database.close()

    with TemporaryDirectory() as folder:
        asyncio.run(make(f"sqlite:///{folder}/trivium.db"))
        made = sqlite3.connect(f"{folder}/trivium.db")
        made.backup(kept)
        made.close()
    return kept


@cache
def _opened() -> tuple[sqlite3.Connection, Any]:
    """One connection for all runs, one after the other: what SQLAlchemy has compiled once stays compiled."""
    raw = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False, factory=_Connection)
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    return raw, engine.connect().execution_options(isolation_level="AUTOCOMMIT")


class Store:
    """The database that all processes of a run share."""

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self.raw, self.connection = _opened()
        _template().backup(self.raw)
        self.raw.execute("PRAGMA foreign_keys = ON")
        self.owner: Party | None = None
        self.history: list[
            tuple[Instant, str, int, str, int]
        ] = []  # of rounds: when, id, version, phase, number
        self.moved = False  # whether the open transaction has written rounds
        self._versions: dict[str, int] = {}
        self._queue: list[asyncio.Future[None]] = []

    async def free(self) -> None:
        """Wait until no transaction is open."""
        while self.owner is not None:
            waiter = self._loop.create_future()
            self._queue.append(waiter)
            await waiter

    async def begin(self, party: Party) -> None:
        await self.free()
        self.owner = party
        self.raw.execute("BEGIN IMMEDIATE")

    def end(self, how: str) -> None:
        self.raw.execute(how)
        self.owner = None
        if how == "COMMIT" and self.moved:
            self._note()
        self.moved = False
        queue, self._queue = self._queue, []
        for (
            waiter
        ) in queue:  # each comes back at a moment of the seed's choosing, and may find it taken again
            self._loop.after(0, release, waiter)

    def abandon(self, party: Party) -> None:
        """The process died: its transaction is as if it had never been."""
        if self.owner is party:
            self.end("ROLLBACK")

    def _note(self) -> None:
        for id, version, phase, number in self.raw.execute(_STATES).fetchall():
            if self._versions.get(id) != version:
                self._versions[id] = version
                self.history.append((self._loop.now, id, version, phase, number))

    def rows(self, statement: str, *values: object) -> list[Any]:
        """What is committed, for who watches from outside; only while no transaction is open."""
        assert self.owner is None
        return self.raw.execute(statement, values).fetchall()


_STATES = "SELECT id, version, json_extract(state, '$.phase'), json_extract(state, '$.number') FROM rounds"


Gate = Callable[..., Awaitable[None]]


class SimulatedConnection:
    """The part of an `AsyncConnection` that statements are run by, with a gate on either side of each."""

    def __init__(self, database: SimulatedDatabase, store: Store, gate: Gate, wait: bool) -> None:
        self.database = database
        self._store = store
        self._gate = gate
        self._wait = wait
        self.dialect = store.connection.dialect

    async def execute(self, statement: Any, values: Any = None) -> Any:
        return await self._run(lambda: self._store.connection.execute(statement, values), statement)

    async def exec_driver_sql(self, statement: str, values: Any = None) -> Any:
        return await self._run(lambda: self._store.connection.exec_driver_sql(statement, values), statement)

    async def begin_nested(self) -> SimulatedSavepoint:
        """A part of the transaction that can be undone by itself."""
        await self.exec_driver_sql("SAVEPOINT part")
        return SimulatedSavepoint(self)

    async def _run(self, run: Callable[[], Any], statement: Any) -> Any:
        await self._gate("before", statement)
        if self._wait:
            await self._store.free()
        result = run()
        if getattr(statement, "table", None) is rounds:
            self._store.moved = True
        await self._gate("after", statement)
        return result


class SimulatedSavepoint:
    """As much of an `AsyncTransaction` as a nested one needs."""

    def __init__(self, connection: SimulatedConnection) -> None:
        self._connection = connection

    async def rollback(self) -> None:
        await self._connection.exec_driver_sql("ROLLBACK TO part")

    async def commit(self) -> None:
        await self._connection.exec_driver_sql("RELEASE part")


class SimulatedDatabase(Database):
    """What one process sees of the store; `gate` may take time, lose the connection, or never come back."""

    __slots__ = ("_gate", "_party", "_store")
    _gate: Gate
    _party: Party
    _store: Store

    def __init__(self, store: Store, party: Party, gate: Gate) -> None:
        engine: Any = None  # nobody who is handed this may reach round it
        super().__init__(engine, "sqlite", engine, engine)
        for name, value in (("_store", store), ("_party", party), ("_gate", gate)):
            object.__setattr__(self, name, value)

    @property
    def name(self) -> str:
        return "of the simulation"

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Any]:
        store, party = self._store, self._party
        await self._gate("before a transaction")
        await store.begin(party)
        try:
            yield SimulatedConnection(self, store, self._gate, wait=False)
            await self._gate("before a commit")
        except BaseException:
            store.abandon(party)
            raise
        store.end("COMMIT")
        await self._gate("after a commit")

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Any]:
        yield SimulatedConnection(self, self._store, self._gate, wait=True)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Any]:
        await self._gate("before a snapshot")
        await self._store.begin(self._party)  # one moment is seen where nobody writes
        try:
            yield SimulatedConnection(self, self._store, self._gate, wait=False)
        finally:
            self._store.abandon(self._party)
