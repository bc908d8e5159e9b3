"""What a community may choose, and what is not taken."""

from __future__ import annotations

import pytest

from bot.cards import Tone
from bot.commands.permissions import may
from bot.commands.refusal import Refusal
from bot.commands.settings import changed, read_quiet, read_zone
from bot.commands.vocabulary import COMMAND
from bot.community import CommunitySettings, QuietHours
from bot.messages import Member, Role
from bot.wording.plain import plain
from tests.commands.conftest import Visitor


async def test_shown_changed_and_kept(ann: Visitor) -> None:
    """Without options the settings are shown, with them they are kept, for this community alone."""
    mo = ann.moderator()
    assert "everyone" in plain(await mo.says("/settings"))
    card = await mo.says(
        "/settings quiet:22:00-07:00 zone:europe/paris questions:5 round_channels:#quiz, <#12>"
    )
    assert card.title == "Settings saved"
    kept = await mo.front.ledger.settings("here")
    assert kept.quiet == QuietHours(22 * 60, 7 * 60)
    assert (kept.zone, kept.questions, kept.round_channels) == ("Europe/Paris", 5, ("quiz", "12"))
    assert await mo.front.ledger.settings("elsewhere") == CommunitySettings()


async def test_one_wrong_value_keeps_everything_as_it_was(ann: Visitor) -> None:
    """Each wrong value has its sentence, and nothing of the line is kept."""
    mo = ann.moderator()
    card = await mo.says("/settings audience:mature zone:Paris quiet:25:00-07:00")
    assert card.tone is Tone.REFUSAL
    assert len(card.lines) == 2
    assert "Europe/Paris" in plain(card)
    assert await mo.front.ledger.settings("here") == CommunitySettings()


@pytest.mark.parametrize(
    ("text", "quiet"), [("22:00-07:00", (1320, 420)), ("22-7", (1320, 420)), ("9:30 to 10:00", (570, 600))]
)
def test_quiet_hours(text: str, quiet: tuple[int, int]) -> None:
    """Quiet hours are read with or without minutes, over midnight too."""
    assert read_quiet(text) == QuietHours(*quiet)


@pytest.mark.parametrize("text", ["", "night", "24:00-07:00", "22:60-07:00", "7:00-7:00", "22:00"])
def test_no_quiet_hours(text: str) -> None:
    """What is no span of a day is refused."""
    assert read_quiet(text) is Refusal.BAD_QUIET


@pytest.mark.parametrize("text", ["", "Mars/Base", "/etc/passwd", "../UTC", "Europe"])
def test_no_zone(text: str) -> None:
    """Only the zones of the list are zones, whatever file they might name."""
    assert read_zone(text) is Refusal.BAD_ZONE


def test_lists_are_bounded() -> None:
    """A list of channels or moderators has an end, and can be emptied."""
    settings, wrong = changed(CommunitySettings(moderators=("1",)), {"moderators": "none"})
    assert (settings.moderators, wrong) == ((), ())
    for value in (",".join(map(str, range(51))), "a" * 101, " , "):
        assert changed(CommunitySettings(), {"round_channels": value})[1]


def test_who_moderates() -> None:
    """The platform's role or an id in the settings makes a moderator; a display name never does."""
    command = COMMAND["settings"]
    settings = CommunitySettings(moderators=("u7",))
    assert may(command, Member("u1", "Mo", frozenset({Role.MODERATOR})), settings)
    assert may(command, Member("u7", "Bo"), settings)
    assert not may(command, Member("u8", "u7"), settings)
    assert not may(command, Member("u9", "Tea", frozenset({Role.TEACHER})), settings)
    assert may(COMMAND["film"], Member("u8", "Cem"), settings)
