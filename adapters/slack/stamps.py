"""Slack's time: its stamps read, and its clock told from ours. Pure.

One law: of two times of sending the earlier is decided by Slack's clock alone. Where Slack names a second only, or
nothing, the moment of arrival stands in, brought to Slack's clock and kept within what Slack said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.instant import SECOND, Instant

_STAMP = re.compile(r"(\d{1,12})(?:\.(\d{1,9}))?")
FRESH = 600 * SECOND
"""How long a measure of Slack's clock is trusted over one that took longer."""


def instant_of(stamp: object) -> Instant | None:
    """The moment of a `ts`, an `action_ts` or a header ("1700000000.000100"); None for what is none."""
    match = _STAMP.fullmatch(stamp.strip()) if isinstance(stamp, str) else None
    if match is None:
        return None
    fraction = (match.group(2) or "").ljust(3, "0")[:3]
    return int(match.group(1)) * SECOND + int(fraction)


@dataclass(frozen=True, slots=True)
class Offset:
    """How far Slack's clock is ahead of ours, in milliseconds; `width` is how uncertain that is, `at` when it was seen."""

    ahead: int = 0
    width: int = 1_000_000
    at: Instant = 0


def measured(sent: Instant, stamped: Instant, received: Instant) -> Offset:
    """What one message tells: we sent it, Slack stamped it, we heard of it."""
    return Offset(stamped - (sent + received) // 2, received - sent, received)


def better(known: Offset, new: Offset) -> Offset:
    """The narrower of two measures; an old one gives way."""
    return new if new.width <= known.width or new.at - known.at > FRESH else known


def arrived(now: Instant, offset: Offset, second: Instant | None) -> Instant:
    """When a delivery without a stamp of its own was sent: now, by Slack's clock, within the second that Slack named."""
    here = now + offset.ahead
    return here if second is None else min(max(here, second), second + SECOND - 1)
