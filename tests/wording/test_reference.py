"""docs/commands.md says what the vocabulary says."""

from __future__ import annotations

from pathlib import Path

from bot.commands.vocabulary import COMMANDS
from bot.wording.reference import reference

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"


def test_the_page_is_current() -> None:
    """The page is what `python -m bot.wording.reference` writes."""
    assert PAGE.read_text(encoding="utf-8") == reference()


def test_every_command_is_documented() -> None:
    """Every command with every option that is not hidden stands on the page."""
    text = PAGE.read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"### /{command.path}\n" in text
        section = text.split(f"### /{command.path}\n")[1].split("### ")[0]
        assert all(f"`{option.name}`" in section for option in command.shown)
        assert not any(f"| `{option.name}`" in section for option in command.options if option.hidden)
