"""The transcripts' own format, and that a transcript can fail: each way to be wrong is told in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.transcripts.platforms.pipe import Pipe
from tests.transcripts.platforms.web_page import posts_of
from tests.transcripts.reading import (
    Expects,
    Fills,
    Nothing,
    Presses,
    Restarts,
    Says,
    Unreadable,
    Waits,
    read,
)
from tests.transcripts.telling import Otherwise, tell

FreshUrl = Callable[[str, tuple[str, ...]], str]

EVERY_LINE = """# A title
{platforms: pipe, web}
Ann is a moderator
Bo is called <b>Bo</b>
Ann: /film Salt: a drama
Bo in film-club presses A on "Question 1", sent 1.5s ago
Ann fills Value: 1985; Source: Our wiki
+1.5s
{restart}
> Salt
  A drama
Bo in film-club alone ~ You chose A
nothing
"""


def test_every_kind_of_line_is_read() -> None:
    """Each line of the format becomes its step, with the number of its line."""
    transcript = read(EVERY_LINE)
    assert transcript.title == "A title"
    assert transcript.platforms == {"pipe", "web"}
    assert transcript.people == ("Ann", "Bo")
    assert transcript.moderators == {"Ann"}
    assert transcript.steps == (
        Says(5, "Ann", "general", "/film Salt: a drama"),
        Presses(6, "Bo", "film-club", "A", "Question 1", 1500),
        Fills(7, "Ann", "general", (("Value", "1985"), ("Source", "Our wiki"))),
        Waits(8, 1500),
        Restarts(9),
        Expects(10, "general", ("Salt", "A drama")),
        Expects(12, "film-club", ("You chose A",), "Bo", True),
        Nothing(13),
    )


@pytest.mark.parametrize("line", ["Ann says hello", "+soon", "  an indented line", "Ann fills everything"])
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    """A slip of the pen stops the reading with its line's number."""
    with pytest.raises(Unreadable, match="line 2"):
        read(f"# Title\n{line}\n")


WRONG = {
    "what was not said": ("Ann: /film Noon Gull\n> A Gull at Dusk\n  …", "everybody should have seen"),
    "a line too few": ("Ann: /film Noon Gull\n> A Gull at Noon also Noon Gull", "everybody should have seen"),
    "silence": ("Ann: good evening\n> Good evening", "nothing more"),
    "no silence": ("Ann: /film Noon Gull\nnothing", "which the transcript does not say"),
    "at the end": ("Ann: /film Noon Gull", "at the end"),
    "private for public": ("Ann: /search xyzzy\n> Nothing here matches…", "everybody should have seen"),
    "public for private": (
        "Ann: /film Noon Gull\nAnn alone > A Gull at Noon…\n  …",
        "which the transcript does not say",
    ),
    "another's": ("Ann: /search xyzzy\nBo alone > Nothing here matches…", "Bo alone should have seen"),
    "new for changed": ("Ann: /film Noon Gull\n~ A Gull at Noon…\n  …", "everybody should have seen"),
    "no such button": ("Ann: /film Noon Gull\n> …\nAnn presses Fly", "Ann sees no button Fly"),
    "no button shown": (
        "Ann: /film Noon Gull\n> A Gull at Noon…\n  [ Fly ]\n  …",
        "everybody should have seen",
    ),
}


@pytest.mark.parametrize("name", WRONG)
async def test_a_transcript_can_fail(name: str, fresh_url: FreshUrl) -> None:
    """Where the bot does otherwise than is written, the message says what was seen instead, and where."""
    text, says = WRONG[name]
    url = fresh_url("sqlite", ("harbour",))
    platform = Pipe(url, 5)
    try:
        with pytest.raises(Otherwise, match=says) as told:
            await tell(read(f"# A wrong one\nBo is here\n{text}\n"), platform, url)
    finally:
        await platform.close()
    assert "A wrong one" in str(told.value)


def test_a_page_is_read_as_its_reader_does() -> None:
    """Members' own lines and what ticks are left out; what only a screen reader says is too."""
    page = """<article class="post line" data-post="1"><p class="said">hello</p></article>
    <article class="post card" data-post="2"><p class="by unseen">Trivium</p>
    <p class="heading"><span>Question 1</span> · <span class="closes">closes at 12:00</span></p>
    <p>A line</p><p class="foot"><span><span class="unseen">Source: </span>Quay Press</span></p></article>"""
    assert [seen.lines for seen in posts_of(page, "general")] == [("Question 1", "A line", "Quay Press")]


async def test_the_example_in_the_docs_holds(fresh_url: FreshUrl) -> None:
    """The whole transcript that docs/transcripts.md shows is one that can be played."""
    docs = (Path(__file__).parents[2] / "docs" / "transcripts.md").read_text("utf-8")
    url = fresh_url("sqlite", ("harbour",))
    platform = Pipe(url, 5)
    try:
        await tell(read(docs.split("```")[1].strip()), platform, url)
    finally:
        await platform.close()
