"""The settings command: shows what a community has chosen, or changes it whole.

Either all that was given is right and is kept, or nothing changes and each wrong value has its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from bot.commands.front import Front, Handler, Reply, told
from bot.commands.parsing import Call
from bot.commands.refusal import Refusal
from bot.commands.tokens import nearest
from bot.community import CommunitySettings, QuietHours
from bot.messages import Heard
from bot.wording.refusals import refusal_words, refused_all
from bot.wording.settings import settings_card

MOST = 50  # channels or moderators in one list
_LONGEST_ID = 100
_HOURS = re.compile(r"(\d{1,2})(?::(\d{2}))?(?: ?[-–] ?| to )(\d{1,2})(?::(\d{2}))?")
_REFERENCE = re.compile(r"<[#@][!&]?([^<>]+)>|[#@](\S+)")


async def settings(desk: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    """Show the settings, or keep what is given."""
    community = heard.place.community
    now = await desk.ledger.settings(community)
    if not call.values:
        return told(settings_card(now))
    chosen, wrong = changed(now, call.values)
    if wrong:
        return told(refused_all(tuple(wrong)))
    await desk.ledger.save_settings(community, chosen, heard.member.id, desk.clock.now())
    return told(settings_card(chosen, saved=True))


HANDLERS: Mapping[str, Handler] = {"settings": settings}


def changed(
    was: CommunitySettings, values: Mapping[str, str | int]
) -> tuple[CommunitySettings, tuple[str, ...]]:
    """The settings with these values, and a sentence for each value that is not taken."""
    values_read: dict[str, Any] = {}
    wrong: list[str] = []
    for name, value in values.items():
        if name in _READ:
            read = _READ[name](str(value))
            if isinstance(read, Refusal):
                wrong.append(
                    refusal_words(read, str(value), _nearest_zone(str(value)) if name == "zone" else ())
                )
            else:
                values_read[name] = read
        elif name == "audience":
            values_read["mature"] = value == "mature"
        elif name == "start":
            values_read["moderators_start"] = value == "moderators"
        else:
            values_read[name] = value
    return replace(was, **values_read), tuple(wrong)


def read_quiet(text: str) -> QuietHours | Refusal | None:
    """ "22:00-07:00", "22-7" or "off" (None)."""
    if text.casefold() in {"off", "none"}:
        return None
    match = _HOURS.fullmatch(text.strip())
    if not match:
        return Refusal.BAD_QUIET
    hours = (int(match.group(1)), int(match.group(3)))
    minutes = (int(match.group(2) or 0), int(match.group(4) or 0))
    start, end = (hour * 60 + minute for hour, minute in zip(hours, minutes, strict=True))
    in_day = all(hour < 24 for hour in hours) and all(minute < 60 for minute in minutes)
    return QuietHours(start, end) if in_day and start != end else Refusal.BAD_QUIET


def read_zone(text: str) -> str | Refusal:
    """A zone of the IANA list, in its own spelling whatever the case it was typed in."""
    return _zones().get(text.strip().replace(" ", "_").casefold(), Refusal.BAD_ZONE)


@lru_cache(maxsize=1)
def _zones() -> Mapping[str, str]:
    return {zone.casefold(): zone for zone in available_timezones()}


def _nearest_zone(text: str) -> tuple[str, ...]:
    zones = _zones()
    folded = text.strip().replace(" ", "_").casefold()
    by_city = [zone for key, zone in sorted(zones.items()) if key.rpartition("/")[2] == folded]
    near = nearest(folded, tuple(zones))
    return tuple(by_city[:1]) or ((zones[near],) if near else ())


def _listed(text: str, empty: frozenset[str], refusal: Refusal) -> tuple[str, ...] | Refusal:
    """Ids or names with commas between; platforms' own references ("<#12>", "#quiz", "@12") are taken apart."""
    if text.strip().casefold() in empty:
        return ()
    parts = [part.strip() for part in text.split(",") if part.strip()]
    ids = [_reference(part) for part in parts]
    fits = ids and len(ids) <= MOST and all(each and len(each) <= _LONGEST_ID for each in ids)
    return tuple(dict.fromkeys(ids)) if fits else refusal


def _reference(text: str) -> str:
    match = _REFERENCE.fullmatch(text)
    return (match.group(1) or match.group(2)).partition("|")[0] if match else text


_READ: Mapping[str, Callable[[str], object]] = {
    "quiet": read_quiet,
    "zone": read_zone,
    "round_channels": lambda text: _listed(text, frozenset({"all", "everywhere"}), Refusal.BAD_CHANNELS),
    "moderators": lambda text: _listed(text, frozenset({"none", "nobody"}), Refusal.BAD_MODERATORS),
}
