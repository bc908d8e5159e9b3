"""The card of a community's settings: what holds here now, and how to change it."""

from __future__ import annotations

from bot.cards import Card, Field, Tone
from bot.community import CommunitySettings, QuietHours
from bot.wording.clean import short
from bot.wording.values import counted

_LANGUAGES = {"en": "English"}
NAMES = 10  # ids of a list that are shown


def settings_card(settings: CommunitySettings, saved: bool = False) -> Card:
    """The settings in force, after a change or before one."""
    usual = f"{counted(settings.questions, 'question')}, {counted(settings.seconds, 'second')} each"
    rows = (
        ("Language", _LANGUAGES.get(settings.language, settings.language)),
        ("Audience", "mature" if settings.mature else "everyone"),
        ("Rounds run in", _some(settings.round_channels) or "every channel"),
        ("Rounds are started by", "moderators" if settings.moderators_start else "everyone"),
        ("Quiet hours", f"{quiet_words(settings.quiet)}{_in_zone(settings)}"),
        ("Time zone", settings.zone),
        ("Moderators", _some(settings.moderators) or "those whom the platform names"),
        ("A round's length", usual),
        ("A round's mode", f"{settings.mode}, scored by {settings.scoring}"),
    )
    return Card(
        title="Settings saved" if saved else "Settings",
        tone=Tone.RECEIPT if saved else Tone.PLAIN,
        fields=tuple(Field(label, (value,)) for label, value in rows),
        note="" if saved else "Change one by its name: /settings audience:mature. /help settings lists them.",
    )


def quiet_words(quiet: QuietHours | None) -> str:
    """ "22:00 to 07:00", or "none"."""
    return f"{_clock(quiet.start)} to {_clock(quiet.end)}" if quiet else "none"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _in_zone(settings: CommunitySettings) -> str:
    return f", {settings.zone}" if settings.quiet else ""


def _some(ids: tuple[str, ...]) -> str:
    shown = ", ".join(short(each, 40) for each in ids[:NAMES])
    return f"{shown} and {len(ids) - NAMES} more" if len(ids) > NAMES else shown
