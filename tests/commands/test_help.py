"""Help covers every command, for whoever may use it."""

from __future__ import annotations

import pytest

from bot.commands.handlers import HANDLERS
from bot.commands.vocabulary import COMMANDS, Who
from bot.wording.help import FAMILIES
from bot.wording.plain import plain
from tests.commands.conftest import Visitor


def test_every_command_has_a_handler() -> None:
    """Every command of the vocabulary is answered, and nothing else is."""
    assert set(HANDLERS) == {command.path for command in COMMANDS}


def test_every_command_has_a_family() -> None:
    """No command stands outside the families of the help page."""
    tops = {top for _, family in FAMILIES for top in family}
    assert {command.top for command in COMMANDS} == tops


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.path)
async def test_each_command_in_detail(ann: Visitor, command: object) -> None:
    """One command's help names its options that are not hidden, and its example."""
    found = next(each for each in COMMANDS if each is command)
    text = plain(await ann.moderator().says(f"/help {found.path}"))
    assert f"/{found.path}" in text
    assert found.help in text
    assert all(option.name in text and option.help in text for option in found.shown)
    assert found.example in text
    assert not any(f"\n{option.name} " in text for option in found.options if option.hidden)


async def test_the_list(ann: Visitor) -> None:
    """The list shows a member what they may use and no more, and a moderator everything."""
    members = plain(await ann.says("/help"))
    moderators = plain(await ann.moderator().says("/help"))
    for command in COMMANDS:
        assert f"/{command.path}" in moderators
        assert (f"/{command.path}" in members) is (command.who is not Who.MODERATORS)


async def test_part_of_the_list(ann: Visitor) -> None:
    """A first word alone lists its commands; an unknown one is refused with the nearest."""
    assert "/trivia hint" in plain(await ann.says("/help trivia"))
    assert "/film" in plain(await ann.says("/help flim"))
