"""What a process does each second besides playing: shows that it lives, and looks at what the others did.

Everything here can be late or fail once without harm: the next look makes up for it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from bot.instant import SECOND, Instant
from bot.ledger.ledger import Ledger
from bot.ledger.watch import News
from bot.messages import Place
from bot.play import Play
from bot.tables import Tables
from facts.store.database import DatabaseTrouble

log = logging.getLogger("trivium.upkeep")

LOOK = SECOND
FLUSH = 3.0  # seconds of real time that a stop waits for answers on their way


class Upkeep:
    """The pulse, the look at other processes' rounds, and the second try of what the database did not take."""

    def __init__(
        self,
        tables: Tables,
        play: Play,
        ledger: Ledger,
        platforms: Sequence[str],
        *,
        pulses: bool,
        others: bool,
    ) -> None:
        self._tables = tables
        self._play = play
        self._ledger = ledger
        self._platforms = platforms
        self._pulses = pulses
        self._others = others
        self._next: Instant | None = None
        self.opened: Callable[[Place], None] = (
            _nobody_asks  # called when a round is heard of for the first time
        )
        self._looking = False

    async def start(self) -> None:
        """The first look, so that a process knows of every open round before it hears anything."""
        self._ledger.commits.woken = self._tables.woken
        if self._pulses or self._others:
            await self._look()

    async def stop(self) -> None:
        """Answers under way are kept, and what is not shown yet is left to whoever is there."""
        self._next = None
        try:
            async with asyncio.timeout(FLUSH):
                await self._ledger.commits.settled()
                await self._ledger.outbox.let_all_go()
        except (DatabaseTrouble, TimeoutError):
            log.warning("stopped while the database does not answer: what was not acknowledged is not kept")
        self._ledger.watch.close()

    def next_due(self) -> Instant | None:
        if self._looking:
            return None
        times = (self._next, self._ledger.commits.retry)
        return min((at for at in times if at is not None), default=None)

    def takes(self, now: Instant) -> bool:
        """Whether something is due; then it is for the caller to have it done."""
        due = self.next_due()
        return due is not None and due <= now

    async def advance(self, to: Instant) -> None:
        if self.takes(to):
            await self.look()

    async def look(self) -> None:
        """Do what is due; whatever the database does not take is done a second later."""
        self._looking = True
        try:
            if self._ledger.commits.retry is not None:
                # Answers that wait go before anything is closed.
                await self._ledger.commits.again()
            if self._next is not None:
                await self._look()
        except DatabaseTrouble as trouble:
            log.warning("nothing to be learned of other processes: %s", trouble)
            self._next = self._ledger.clock.now() + LOOK
        except Exception:
            log.exception("a bug, met while looking at what other processes do")
            self._next = self._ledger.clock.now() + LOOK
        finally:
            self._looking = False
            self._tables.woken.set()

    async def _look(self) -> None:
        gap = await self._ledger.watch.pulse() if self._pulses else 0
        if self._others:
            await self._ledger.watch.listen(self._heard)
            for news in await self._ledger.watch.changed(self._platforms):
                self._heard(news)
            for community, round in await self._ledger.outbox.renew():
                await self._play.hold(community, round)
            for community, round in await self._ledger.outbox.orphans(self._platforms):
                await self._play.take_over(community, round)
        self._next = self._ledger.clock.now() + LOOK
        if gap:
            log.warning("nobody served for %s s: open rounds go on by so much later", gap // SECOND)
            await self._play.lag(gap)

    def _heard(self, news: News) -> None:
        if news.place.platform in self._platforms:
            new = not self._tables.knows(news.round)
            self._tables.hear_of(news)
            if new:
                self.opened(news.place)


def _nobody_asks(_place: Place) -> None:
    return None
