"""Attempts on their way into the ledger, committed in groups.

Whatever arrives while a commit is under way goes out in the next one, together; nothing waits for a timer. Two laws. An
attempt that is said to be kept is there when its question is closed: in one transaction it is written and its question
seen to be open. And while the database is away nothing is lost in silence: attempts wait, in a queue with a bound.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from bot.instant import SECOND, Instant
from bot.ledger.attempts import Fate, Offer, add
from bot.ledger.outbox import Outbox
from bot.ledger.outgoing import Noted
from bot.ledger.process import Process
from bot.quiz.scoring import Attempt
from facts.store.database import Database, DatabaseTrouble

log = logging.getLogger("trivium.ledger")

GROUP = 2_000  # attempts in one transaction: more make it slow to answer, not quicker to write
BOUND = 20_000  # attempts that wait; the next is refused
PATIENCE = 60 * SECOND  # how long one waits for the database
AGAIN = SECOND // 2  # until the next try, while the database is away


@dataclass(slots=True)
class Offered:
    """An offer in the queue, since when. `later` is called with its fate, if that is not known at once."""

    offer: Offer
    since: Instant
    later: Callable[[Fate], None]
    fate: asyncio.Future[Fate] = field(default_factory=asyncio.Future)

    def settle(self, fate: Fate) -> None:
        if not self.fate.done():
            self.fate.set_result(fate)
        elif self.fate.cancelled() or self.fate.result() is Fate.WAITING:
            self.later(fate)


class Commits:
    """This process's attempts and receipts on their way to the database."""

    def __init__(self, database: Database, process: Process, outbox: Outbox) -> None:
        self._database = database
        self._clock = process.clock
        self._outbox = outbox
        self._queue: deque[Offered] = deque()
        self._notes: list[Noted] = []
        self._task: asyncio.Task[None] | None = None
        self._away_since: Instant = 0  # while the database is away: the log tells of it once
        self.retry: Instant | None = None  # while the database is away: when it is tried again
        self.woken = asyncio.Event()  # set when `retry` is

    async def keep(
        self, community: str, round: str, number: int, attempt: Attempt, later: Callable[[Fate], None]
    ) -> Fate:
        """Keep an attempt, together with what else arrives; says what became of it."""
        if len(self._queue) >= BOUND:
            return Fate.LOST
        offered = Offered(Offer(community, round, number, attempt), self._clock.now(), later)
        self._queue.append(offered)
        if self.retry is not None:
            return self._wait(offered)
        self._start()
        return await offered.fate

    def note(self, noted: Noted) -> None:
        """Keep the name of a receipt's message, when there is time: without it the next would be a new message."""
        self._notes.append(noted)
        if self.retry is None:
            self._start()

    @property
    def idle(self) -> bool:
        return not self._queue and (self._task is None or self._task.done())

    async def settled(self) -> None:
        """Wait until what was offered so far is kept, or the database is seen to be away."""
        while self.retry is None and self._task is not None and not self._task.done():
            await asyncio.wait({self._task})

    async def again(self) -> None:
        """Try the database again."""
        self.retry = None
        self._start()
        await self.settled()

    def _start(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self._queue or self._notes:
                if self._queue:
                    await self._commit(list(islice(self._queue, GROUP)))
                if self._notes:
                    notes = tuple(self._notes)
                    await self._outbox.noted(notes)
                    del self._notes[: len(notes)]
        except DatabaseTrouble as trouble:
            self._away(trouble)
        else:
            self._back()

    async def _commit(self, group: Sequence[Offered]) -> None:
        try:
            fates = await add(self._database, self._clock.bind(), [one.offer for one in group])
        except DatabaseTrouble:
            raise
        except Exception:
            # One that the database cannot hold must not take the others with it.
            log.exception("a bug, met while keeping %s attempts", len(group))
            fates = [Fate.LOST] if len(group) == 1 else []
            if not fates:
                for one in group:
                    await self._commit([one])
                return
        for one, fate in zip(group, fates, strict=True):
            self._queue.popleft()
            one.settle(fate)

    def _away(self, trouble: DatabaseTrouble) -> None:
        if not self._away_since:
            log.error("%s attempts wait: %s", len(self._queue), trouble)
            self._away_since = self._clock.now()
        now = self._clock.now()
        self.retry = now + AGAIN
        self.woken.set()
        while self._queue and self._queue[0].since + PATIENCE <= now:
            self._queue.popleft().settle(Fate.LOST)
        for one in self._queue:
            self._wait(one)

    def _back(self) -> None:
        if self._away_since:
            seconds = (self._clock.now() - self._away_since) // SECOND
            log.warning("the database is back after %s s; the attempts that waited are kept", seconds)
            self._away_since = 0

    def _wait(self, offered: Offered) -> Fate:
        if not offered.fate.done():
            offered.fate.set_result(Fate.WAITING)
        return Fate.WAITING
