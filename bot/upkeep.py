"""What a process does each second besides playing: shows that it lives, and looks at what the others did.

Everything here can be late or fail once without harm: the next look makes up for it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeAlias

from bot.instant import SECOND, Instant
from bot.ledger.ledger import Ledger
from bot.ledger.watch import News
from bot.messages import Place
from bot.play import Play
from bot.tables import Tables
from facts.store.database import Busy, DatabaseTrouble

log = logging.getLogger("trivium.upkeep")

Errand: TypeAlias = Callable[[], Awaitable[None]]

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
        self._cut_off = (
            True  # since the last sign of life this process was not there, or the database was not
        )

    async def start(self) -> tuple[Errand, ...]:
        """The first look, so that a process knows of every open round before it hears anything."""
        self._ledger.commits.woken = self._tables.woken
        return await self._look(first=True) if self._pulses or self._others else ()

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

    async def look(self) -> tuple[Errand, ...]:
        """Do what is due, and say what else is to be done: that may take long, and the next look does not wait for it.

        Whatever the database does not take is done a second later.
        """
        self._looking = True
        try:
            if self._ledger.commits.retry is not None:
                # Answers that wait go before anything is closed.
                await self._ledger.commits.again()
            return await self._look() if self._next is not None else ()
        except DatabaseTrouble as trouble:
            log.warning("nothing to be learned of other processes: %s", trouble)
            self._cut_off = self._cut_off or not isinstance(trouble, Busy)
        except Exception:
            log.exception("a bug, met while looking at what other processes do")
        finally:
            self._looking = False
            self._tables.woken.set()
        self._next = self._ledger.clock.now() + LOOK
        return ()

    async def _look(self, *, first: bool = False) -> tuple[Errand, ...]:
        errands: list[Errand] = []
        gap = await self._ledger.watch.pulse(cut_off=self._cut_off) if self._pulses else 0
        self._cut_off = False
        if gap:
            log.warning("nobody served for %s s: open rounds go on by so much later", gap // SECOND)
            errands.append(partial(self._play.lag, gap))
        if self._others:
            await self._ledger.watch.listen(self._heard)
            for news in await self._ledger.watch.changed(self._platforms):
                self._heard(news)
        if self._others and not first:  # what is shown needs a lease that is renewed, and nothing runs yet
            held = await self._ledger.outbox.renew()
            left = await self._ledger.outbox.orphans(self._platforms)
            errands += [partial(self._play.hold, *one) for one in held]
            errands += [partial(self._play.take_over, *one) for one in left]
        self._next = self._ledger.clock.now() + LOOK
        return tuple(errands)

    def _heard(self, news: News) -> None:
        if news.place.platform in self._platforms:
            new = not self._tables.knows(news.round)
            self._tables.hear_of(news)
            if new:
                self.opened(news.place)


def _nobody_asks(_place: Place) -> None:
    return None
