"""What a half-typed line or option is completed to."""

from __future__ import annotations

from bot.commands.completion import complete_line, suggest
from bot.commands.parsing import Call, parse
from tests.commands.conftest import Visitor


async def lines(ann: Visitor, typed: str) -> tuple[str, ...]:
    return await complete_line(ann.front.shelf, ann.community, typed)


async def test_commands(ann: Visitor) -> None:
    """A slash and some letters go on as commands; a first word as its second ones."""
    assert await lines(ann, "/fi") == ("/film ",)
    assert set(await lines(ann, "/trivia st")) == {"/trivia start ", "/trivia stop", "/trivia status"}
    assert "/trivia " in await lines(ann, "/")
    assert await lines(ann, "talk") == ()
    assert await lines(ann, "/nothing such") == ()


async def test_names(ann: Visitor) -> None:
    """A name goes on as one that is known, in whatever script it was begun."""
    assert await lines(ann, "/film lan") == ("/film The Lantern",)
    assert await lines(ann, "/film 등") == ("/film The Lantern",)
    assert await lines(ann, "/film name:lan") == ('/film name:"The Lantern"',)


async def test_options(ann: Visitor) -> None:
    """Topics, option names and choices are completed, and what comes out is read again."""
    assert "/trivia start Small things" in await lines(ann, "/trivia start sma")
    assert "/trivia start questions:" in await lines(ann, "/trivia start qu")
    assert await lines(ann, "/trivia start mode:t") == ("/trivia start mode:typed",)
    for line in await lines(ann, "/leaderboard w"):
        assert isinstance(parse(line), Call)


async def test_suggestions(ann: Visitor) -> None:
    """One option's values are suggested by what it takes; an unknown option gets none."""
    shelf = ann.front.shelf
    assert await suggest(shelf, "here", "film", "name", "lan") == ("The Lantern",)
    assert await suggest(shelf, "here", "person", "name", "lan") == ()
    assert "director" in await suggest(shelf, "here", "facts add", "property", "dir")
    assert await suggest(shelf, "here", "packs on", "pack", "") == ("small",)
    assert "trivia start" in await suggest(shelf, "here", "help", "command", "/trivia")
    assert await suggest(shelf, "here", "film", "colour", "") == ()
    assert await suggest(shelf, "here", "nothing", "name", "") == ()


async def test_any_line(ann: Visitor) -> None:
    """Odd lines complete to nothing or to something, and never raise."""
    for typed in (
        "",
        "/",
        "//",
        "/ ",
        "/film ",
        "/film :",
        "/film name:",
        "/trivia",
        "/trivia  ",
        "/facts add x:",
        "/" + "a" * 500,
    ):
        assert isinstance(await lines(ann, typed), tuple)
