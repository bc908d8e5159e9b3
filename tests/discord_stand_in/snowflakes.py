"""Ids as Discord gives them: each carries its time of birth, and later ones are greater."""

from __future__ import annotations

from bot.instant import Instant
from bot.ports import Clock

EPOCH = 1_420_070_400_000  # the first of January 2015, from which Discord counts


class Snowflakes:
    """Gives ids. Many in one millisecond differ in their last 22 bits."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def new(self, at: Instant | None = None) -> str:
        """The next id, of now or of an earlier time."""
        if at is not None:
            self._last += 1  # keeps ids of one past moment apart
            return str(((at - EPOCH) << 22) + self._last % (1 << 22))
        self._last = max((self._clock.now() - EPOCH) << 22, self._last + 1)
        return str(self._last)


def born(id: str) -> Instant:
    """When an id was given, in milliseconds."""
    return (int(id) >> 22) + EPOCH
