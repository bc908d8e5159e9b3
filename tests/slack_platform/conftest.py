"""A table in a workspace: Ann who runs it, Bo, Cem, one channel, and Trivium with a small pack."""

from __future__ import annotations

import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.slack_platform.playing import Playing
from tests.slack_stand_in.driver import Someone
from tests.slack_stand_in.server import Slack
from tests.slack_stand_in.workspace import Channel
from tests.transcripts.conftest import install
from tests.transcripts.platforms import START
from tests.transcripts.telling import Peek


@dataclass
class Table:
    """Everybody, and what is between them."""

    playing: Playing
    ann: Someone  # who runs the workspace
    bo: Someone
    cem: Someone
    channel: Channel
    peek: Peek

    @property
    def slack(self) -> Slack:
        return self.playing.slack

    async def letters(self, channel: Channel | None = None) -> tuple[str, str]:
        """The right letter of the open question, and a wrong one."""
        await self.peek.look()
        words = self.peek.words((channel or self.channel).id)
        return words["right letter"], words["wrong letter"]

    async def answer(self) -> str:
        """The right answer to the open question."""
        await self.peek.look()
        return self.peek.words(self.channel.id)["right answer"]

    async def start(self, options: str = "questions:1") -> None:
        """Ann starts a round, and its first question stands there."""
        await self.ann.slash(f'trivia start "Harbour films" {options}', self.channel)
        await self.playing.settle()
        await self.playing.pass_time(10_000)

    async def click(self, who: Someone, label: str, **where: str) -> None:
        await who.click(label, channel=self.channel, **where)  # type: ignore[arg-type]
        await self.playing.settle()


@pytest.fixture(scope="session")
def harbour_file(_template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the small pack in it, made once."""
    file = tmp_path_factory.mktemp("slack") / "trivium.db"
    shutil.copy(_template_file, file)
    install(f"sqlite:///{file}", ("harbour",))
    return file


@pytest.fixture
def harbour_url(harbour_file: Path, tmp_path: Path) -> str:
    shutil.copy(harbour_file, tmp_path / "trivium.db")
    return f"sqlite:///{tmp_path / 'trivium.db'}"


@asynccontextmanager
async def seated(url: str, *, http: bool = False) -> AsyncIterator[Table]:
    """Everybody is seated. At the end, Slack has refused nothing and nobody was called."""
    # A signature is checked against the machine's own clock.
    playing = Playing(url, 5, start=time.time_ns() // 1_000_000 if http else START, http=http)
    await playing.open_slack()
    ann, bo, cem = playing.join("Ann", is_admin=True), playing.join("Bo"), playing.join("Cem")
    channel = playing.channel("general", (ann, bo, cem))
    await playing.open_bot()
    peek = Peek(url)
    try:
        yield Table(playing, ann, bo, cem, channel, peek)
    finally:
        await peek.close()
        await playing.close()
    assert playing.slack.complaints == []


@pytest.fixture
async def table(harbour_url: str) -> AsyncIterator[Table]:
    """The table, in Socket Mode."""
    async with seated(harbour_url) as made:
        yield made
