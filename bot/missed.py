"""Lines of talk for which no round was known, kept for a few seconds: where several processes serve, word of a round that
has just begun elsewhere can come after the first answers to it.
"""

from __future__ import annotations

from collections import deque

from bot.instant import SECOND, Instant
from bot.messages import Heard, Place

KEPT = 5 * SECOND
MOST = 5_000  # lines; past that the oldest go


class Missed:
    """What was said where nobody was thought to play."""

    def __init__(self) -> None:
        self._lines: deque[tuple[Instant, Heard]] = deque(maxlen=MOST)

    def add(self, heard: Heard, at: Instant) -> None:
        while self._lines and self._lines[0][0] + KEPT < at:
            self._lines.popleft()
        self._lines.append((at, heard))

    def take(self, place: Place, at: Instant) -> tuple[Heard, ...]:
        """The lines said there lately, in their order; they are handed out once."""
        if not self._lines:
            return ()
        here = tuple(
            heard for since, heard in self._lines if since + KEPT >= at and _spot(heard.place) == _spot(place)
        )
        if here:
            self._lines = deque((pair for pair in self._lines if pair[1] not in here), maxlen=MOST)
        return here


def _spot(place: Place) -> tuple[str, str, str]:
    return place.platform, place.community, place.channel
