"""What was asked and is being answered: how each delivery can be replied to, for as long as Slack lets us.

One law: nothing here is needed for the truth of a round. When it is gone (a restart, another process), a private word
goes out by another way, and nothing more.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

from adapters.slack.places import Where
from bot.cards import Card
from bot.instant import MINUTE, Instant

KEPT = 10_000
LASTS = 29 * MINUTE  # of the thirty that Slack gives a response address
USES = 4  # of the five it takes; the last is kept for whoever presses again
TRIGGER = 2_800  # milliseconds of the three seconds that a trigger opens a modal


@dataclass(slots=True)
class Asked:
    """One delivery on its way. `line` is what to press to ask again, for a form that comes too late.

    `committed` is set with the first word of the reply: what was done is kept by then. `form` holds what a modal that
    was sent is to show next, None once it may close.
    """

    id: str
    team: str
    member: str
    where: Where
    at: Instant
    name: str = ""
    trigger: str = ""
    response_url: str = ""
    line: str = ""
    shared: bool = False  # a reply that is private otherwise is for the channel
    home: bool = False  # the reply belongs on the Home tab
    post: bool = False  # it was posted, and so may come to two processes at once, as two events
    uses: int = 0
    committed: asyncio.Event = field(default_factory=asyncio.Event)
    form: asyncio.Future[Card | None] | None = None

    def answerable(self, now: Instant) -> bool:
        """Whether its response address still takes a word."""
        return bool(self.response_url) and self.uses < USES and now - self.at < LASTS

    def opens(self, now: Instant) -> bool:
        """Whether its trigger still opens a modal."""
        return bool(self.trigger) and now - self.at < TRIGGER


class Pending:
    """The deliveries at hand, and each member's last one in a channel."""

    def __init__(self) -> None:
        self._by_id: OrderedDict[str, Asked] = OrderedDict()
        self._last: OrderedDict[tuple[str, str, str], Asked] = OrderedDict()

    def add(self, asked: Asked) -> bool:
        """Take it up; False where the same delivery is at hand already."""
        if asked.id in self._by_id:
            return False
        self._by_id[asked.id] = asked
        if asked.response_url:
            key = (asked.team, asked.where.channel, asked.member)
            self._last[key] = asked
            self._last.move_to_end(key)
        for kept in (self._by_id, self._last):
            while len(kept) > KEPT:
                kept.popitem(last=False)
        return True

    def of(self, id: str | None) -> Asked | None:
        return self._by_id.get(id) if id else None

    def last(self, team: str, channel: str, member: str) -> Asked | None:
        """The member's last delivery there that can be answered by its own address."""
        return self._last.get((team, channel, member))

    def somebody(self, team: str, channel: str, now: Instant) -> Asked | None:
        """Whoever asked last in a channel, to tell them that nothing can be posted there."""
        for key in reversed(self._last):
            if key[:2] == (team, channel) and self._last[key].answerable(now):
                return self._last[key]
        return None
