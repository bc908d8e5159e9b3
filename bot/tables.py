"""The open rounds at hand: found by channel and by id, and by what falls due next."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from bot.instant import Instant
from bot.messages import Place
from bot.quiz.round import Phase, Round
from bot.quiz.rulings import Ruling, ruled
from bot.quiz.scoring import Attempt

Spot = tuple[str, str, str]


@dataclass(slots=True)
class Table:
    """A round at hand: the round, the attempts at its open question by member, and the messages it has shown."""

    round: Round
    attempts: dict[str, list[Attempt]] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)  # slot -> the platform's name for the message
    warned: set[str] = field(default_factory=set)  # who was told of a near miss at this question
    rulings: tuple[Ruling, ...] = ()  # those on this question
    failures: int = 0  # sendings in a row that the platform did not take
    retry: Instant | None = None  # when what it did not take is sent again
    not_before: Instant = 0  # after trouble with the database, when what is due is tried again
    reminded: set[str] = field(default_factory=set)  # who was told that typed answers are private
    missed: dict[str, int] = field(default_factory=dict)  # outbox id -> how often its member was not reached
    keeping: int = 0  # attempts that are being written
    settled: asyncio.Event = field(default_factory=asyncio.Event)  # set while none is; the close waits for it
    closing: bool = False  # the answers are being counted: one that arrives now is too late
    busy: bool = False  # what is due is being done
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    receipts: dict[str, asyncio.Lock] = field(default_factory=dict)  # slot -> its senders wait in turn

    def __post_init__(self) -> None:
        self.settled.set()

    def given(self, member: str = "") -> tuple[Attempt, ...]:
        """The attempts at the open question, or the member's, as the rulings have them."""
        kept = self.attempts.get(member, ()) if member else chain.from_iterable(self.attempts.values())
        question = self.round.question
        return ruled(question, self.round.id, kept, self.rulings) if question else tuple(kept)

    def clear(self) -> None:
        """A new question: nothing of the last one is at hand any more."""
        for past in (self.attempts, self.warned, self.reminded, self.messages, self.receipts):
            past.clear()

    @property
    def due(self) -> Instant | None:
        """When something next happens here by itself."""
        times = [at for at in (self.round.due, self.retry) if at is not None]
        return max(min(times), self.not_before) if times else None


class Tables:
    """Every round this process plays; a look-up costs the same however many there are."""

    def __init__(self) -> None:
        self._by_spot: dict[Spot, Table] = {}
        self._by_id: dict[str, Table] = {}
        self._due: list[tuple[Instant, str]] = []
        self.woken = asyncio.Event()  # set when something falls due earlier than before

    def __iter__(self) -> Iterator[Table]:
        return iter(list(self._by_id.values()))

    def at(self, place: Place) -> Table | None:
        """The round that holds this channel."""
        table = self._by_spot.get((place.platform, place.community, place.channel))
        # One that has ended may still have words to send; the channel is free.
        return table if table and table.round.phase is not Phase.ENDED else None

    def of(self, id: str) -> Table | None:
        return self._by_id.get(id)

    def seat(self, table: Table) -> Table:
        """Take up a round that holds its channel."""
        place = table.round.place
        self._by_spot[(place.platform, place.community, place.channel)] = table
        return self.add(table)

    def add(self, table: Table) -> Table:
        """Take up a round that is over and has last words to say: it holds no channel."""
        self._by_id[table.round.id] = table
        return table

    def clear(self, table: Table) -> None:
        """The round is over and told."""
        place = table.round.place
        spot = (place.platform, place.community, place.channel)
        if self._by_spot.get(spot) is table:
            del self._by_spot[spot]
        self._by_id.pop(table.round.id, None)

    def watch(self, table: Table) -> None:
        """Remember when the round next falls due."""
        due = table.due
        if due is not None and not table.busy and table.round.id in self._by_id:
            heapq.heappush(self._due, (due, table.round.id))
            self.woken.set()

    def next_due(self) -> Instant | None:
        """When something next happens by itself."""
        while self._due:
            at, id = self._due[0]
            table = self._by_id.get(id)
            if table is not None and table.due == at and not table.busy:
                return at
            heapq.heappop(self._due)
        return None

    def take(self) -> Table:
        """The table that is due next, busy from now on; only after `next_due` has said when."""
        table = self._by_id[heapq.heappop(self._due)[1]]
        table.busy = True
        return table
