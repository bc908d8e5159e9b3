"""Slack's clock as far as we know it: each message that we post and Slack stamps says how far ours is off."""

from __future__ import annotations

from adapters.slack.stamps import Offset, arrived, better, instant_of, measured
from bot.instant import Instant
from bot.ports import Clock


class SlackClock:
    """Our clock, brought to Slack's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._offset = Offset()

    def ours(self) -> Instant:
        """The time by our own clock, for what we alone measure."""
        return self._clock.now()

    def now(self) -> Instant:
        """The time by Slack's clock."""
        return self._clock.now() + self._offset.ahead

    def learn(self, sent: Instant, stamp: object) -> Instant:
        """Take note of a stamp on what was sent just now; what it says, by Slack's clock."""
        stamped = instant_of(stamp)
        if stamped is None:
            return self.now()
        self._offset = better(self._offset, measured(sent, stamped, self._clock.now()))
        return stamped

    def stamp(self, ts: str) -> Instant:
        """The moment of a stamp; now, for what is none."""
        stamped = instant_of(ts)
        return self.now() if stamped is None else stamped

    def sent_at(self, second: str) -> Instant:
        """When a delivery that arrives now was sent; `second` is its X-Slack-Request-Timestamp, "" without one."""
        return arrived(self._clock.now(), self._offset, instant_of(second))
