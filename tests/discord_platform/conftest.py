"""A bot on a stand-in Discord, with the transcripts' small pack; whatever Discord would not take fails the test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.discord_platform.playing import Playing
from tests.transcripts.conftest import fresh_url, stocked
from tests.transcripts.platforms import START

__all__ = ["fresh_url", "stocked"]


@pytest.fixture
def url(fresh_url: Callable[[str, tuple[str, ...]], str]) -> str:
    """A fresh database with the small pack in it."""
    return fresh_url("sqlite", ("harbour",))


@pytest.fixture
async def playing(url: str, tmp_path: Path) -> AsyncIterator[Playing]:
    """Trivium, at work on Discord."""
    one = Playing(url, start=START)
    await one.open()
    try:
        yield one
    finally:
        await one.close()
    assert one.at.violations == []
    assert one.at.messages.pinged == []
