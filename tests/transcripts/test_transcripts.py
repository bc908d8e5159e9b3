"""Every transcript, on every platform."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.transcripts.conftest import PLATFORMS
from tests.transcripts.reading import Transcript, read
from tests.transcripts.telling import Otherwise, tell

CHATS = Path(__file__).parent / "chats"
EVERYWHERE = tuple(name for name in PLATFORMS if name != "process")


def _each() -> Iterator[object]:
    for file in sorted(CHATS.glob("*.txt")):
        transcript = read(file.read_text("utf-8"))
        for name in EVERYWHERE:
            if not transcript.platforms or name in transcript.platforms:
                yield pytest.param(transcript, name, "sqlite", id=f"{file.stem}-{name}")
        if "process" in transcript.also:
            yield pytest.param(transcript, "process", "sqlite", id=f"{file.stem}-process")
        if "postgresql" in transcript.also:
            yield pytest.param(transcript, "pipe", "postgresql", id=f"{file.stem}-postgresql")


@pytest.mark.parametrize(("transcript", "name", "dialect"), list(_each()))
async def test_a_transcript_holds(
    transcript: Transcript, name: str, dialect: str, fresh_url: Callable[[str, tuple[str, ...]], str]
) -> None:
    """What the bot says, to whom, and when, is what the transcript says."""
    url = fresh_url(dialect, transcript.packs)
    platform = PLATFORMS[name](url, transcript.seed)
    try:
        await tell(transcript, platform, url)
    except Otherwise as otherwise:
        pytest.fail(str(otherwise), pytrace=False)  # in words: no reader needs our code for it
    finally:
        await platform.close()
