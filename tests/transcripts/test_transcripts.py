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
        runs = [(name, "sqlite") for name in EVERYWHERE if name in (transcript.platforms or EVERYWHERE)]
        runs += [("process", "sqlite")] if "process" in transcript.also else []
        runs += [("pipe", "postgresql")] if "postgresql" in transcript.also else []
        # What the bot does not do yet must fail: once it does, the line that says so has to go.
        marks = [pytest.mark.xfail(reason=transcript.not_yet, strict=True)] if transcript.not_yet else []
        for name, dialect in runs:
            shown = dialect if dialect == "postgresql" else name
            yield pytest.param(transcript, name, dialect, id=f"{file.stem}-{shown}", marks=marks)


@pytest.mark.parametrize(("transcript", "name", "dialect"), list(_each()))
async def test_a_transcript_holds(
    transcript: Transcript, name: str, dialect: str, fresh_url: Callable[[str, tuple[str, ...]], str]
) -> None:
    """What the bot says, to whom, and when, is what the transcript says."""
    # A process brings the built-in packs by itself: were they not there, each would take a second to read.
    builtin = ("dprk-cinema",) if name == "process" else ()
    url = fresh_url(dialect, (*transcript.packs, *builtin))
    platform = PLATFORMS[name](url, transcript.seed)
    went = ""
    try:
        await tell(transcript, platform, url)
    except Otherwise as otherwise:
        went = str(otherwise)
    finally:
        await platform.close()
    if went:
        pytest.fail(went, pytrace=False)  # in words: nobody needs our code to read them
