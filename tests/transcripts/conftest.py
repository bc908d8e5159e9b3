"""Databases for transcripts, with the packs they name in them; and the platforms, one line each."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from facts.interchange.pack import read_pack
from facts.knowledge import Pack
from facts.store.database import open_database
from facts.store.desk import Desk
from facts.store.packs import install_builtin
from tests.conftest import PostgreSQL, in_a_loop_of_its_own
from tests.transcripts.platforms import START, Platform
from tests.transcripts.platforms.discord import Discord
from tests.transcripts.platforms.pipe import Pipe, Process
from tests.transcripts.platforms.slack import Slack
from tests.transcripts.platforms.terminal import Terminal
from tests.transcripts.platforms.web import Web

# A platform: what it is called in `{platforms: …}`, and how it is opened on a database with a seed.
PLATFORMS: dict[str, Callable[[str, int], Platform]] = {
    "terminal": Terminal,
    "pipe": Pipe,
    "web": Web,
    "discord": Discord,
    "slack": Slack,
    "process": partial(Pipe, near=Process),  # only where a transcript asks for it: it takes two seconds
}


def install(url: str, names: tuple[str, ...]) -> None:
    """Brings the transcripts' own pack, the built-in ones or both into a database."""
    own = read_pack((Path(__file__).parent / "harbour.yaml").read_text("utf-8"))
    assert isinstance(own, Pack), "\n".join(map(str, own))

    async def run() -> None:
        database = open_database(url)
        if "harbour" in names:
            await Desk(database).install(own, START)
        if set(names) - {"harbour"}:
            await install_builtin(Desk(database), START)
        if database.dialect == "sqlite":
            async with database.read() as connection:
                await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        await database.close()

    in_a_loop_of_its_own(run)


@pytest.fixture(scope="session")
def stocked(
    _template_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[tuple[str, ...]], Path]:
    """An SQLite file with those packs in it, made once a session."""
    made: dict[tuple[str, ...], Path] = {}

    def file(names: tuple[str, ...]) -> Path:
        if names not in made:
            made[names] = tmp_path_factory.mktemp("stocked") / "trivium.db"
            shutil.copy(_template_file, made[names])
            install(f"sqlite:///{made[names]}", names)
        return made[names]

    return file


@pytest.fixture
def fresh_url(
    request: pytest.FixtureRequest, tmp_path: Path, stocked: Callable[[tuple[str, ...]], Path]
) -> Iterator[Callable[[str, tuple[str, ...]], str]]:
    """The address of a fresh database of a kind with those packs in it."""
    made: list[str] = []

    def url(dialect: str, names: tuple[str, ...]) -> str:
        if dialect == "sqlite":
            shutil.copy(stocked(names), tmp_path / "trivium.db")
            return f"sqlite:///{tmp_path / 'trivium.db'}"
        server: PostgreSQL = request.getfixturevalue("postgresql")
        made.append(server.create("template_trivium"))
        install(made[-1], names)
        return made[-1]

    yield url
    for each in made:
        server: PostgreSQL = request.getfixturevalue("postgresql")
        server.drop(each)
