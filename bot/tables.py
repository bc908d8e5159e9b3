"""The open rounds at hand: found by channel and by id, and by what falls due next.

A round that this process has to do with sits at a table. Of those that other processes serve it knows little: where
they are, and when they fall due. That is kept up to date by what the others tell.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from bot.instant import Instant
from bot.ledger.watch import News
from bot.messages import Place
from bot.quiz.round import Phase, Round
from bot.quiz.rulings import Ruling, ruled
from bot.quiz.scoring import Attempt

Spot = tuple[str, str, str]

BEHIND = 300  # milliseconds by which who did not make a round's last move leaves the next one to who did


@dataclass(slots=True)
class Table:
    """A round at hand: the round, the attempts at its open question by member, and the messages it has shown."""

    round: Round
    attempts: dict[str, list[Attempt]] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)  # slot -> the platform's name for the message
    shown_at: dict[str, Instant] = field(default_factory=dict)  # slot -> since when its message stands there
    warned: set[str] = field(default_factory=set)  # who was told of a near miss at this question
    rulings: tuple[Ruling, ...] = ()  # those on this question
    ours: bool = True  # this process made the last move; else it leaves the next one to who did
    shows: bool = False  # it is this process that shows what is in the outbox
    stale: bool = False  # another process has moved the round since
    failures: int = 0  # sendings in a row that the platform did not take
    retry: Instant | None = None  # when what it did not take is sent again
    not_before: Instant = 0  # after trouble with the database, when what is due is tried again
    recount: Instant | None = None  # when it is looked whether everybody has answered, wherever they did
    reminded: set[str] = field(default_factory=set)  # who was told that typed answers are private
    missed: dict[str, int] = field(default_factory=dict)  # outbox id -> how often its member was not reached
    busy: bool = False  # what is due is being done
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    receipts: dict[str, asyncio.Lock] = field(default_factory=dict)  # slot -> its senders wait in turn

    def given(self, member: str = "") -> tuple[Attempt, ...]:
        """The attempts at the open question, or the member's, as the rulings have them."""
        kept = self.attempts.get(member, ()) if member else chain.from_iterable(self.attempts.values())
        question = self.round.question
        return ruled(question, self.round.id, kept, self.rulings) if question else tuple(kept)

    def add(self, attempt: Attempt) -> None:
        """Take note of an attempt that was kept; one that is there already is not there twice."""
        mine = self.attempts.setdefault(attempt.member, [])
        if all(one.delivery != attempt.delivery for one in mine):
            mine.append(attempt)

    def moved(self, round: Round) -> None:
        """The round as it stands now; with a new question nothing of the last one is at hand any more."""
        if round.number != self.round.number:
            for past in (
                self.attempts,
                self.warned,
                self.reminded,
                self.messages,
                self.shown_at,
                self.receipts,
            ):
                past.clear()
            self.rulings = ()
            self.recount = None
        self.round = round
        self.stale = False

    @property
    def due(self) -> Instant | None:
        """When something next happens here by itself."""
        times = [at for at in (self.retry, self.recount) if at is not None]
        if self.round.due is not None:
            times.append(self.round.due if self.ours else self.round.due + BEHIND)
        return max(min(times), self.not_before) if times else None


class Tables:
    """Every open round this process knows; a look-up costs the same however many there are."""

    def __init__(self) -> None:
        self._by_spot: dict[Spot, str] = {}
        self._by_id: dict[str, Table] = {}
        self._elsewhere: dict[str, News] = {}
        self._due: list[tuple[Instant, str]] = []
        self.woken = asyncio.Event()  # set when something falls due earlier than before

    def __iter__(self) -> Iterator[Table]:
        return iter(list(self._by_id.values()))

    def id_at(self, place: Place) -> str | None:
        """The round that holds this channel, as far as this process knows."""
        return self._by_spot.get((place.platform, place.community, place.channel))

    def of(self, id: str) -> Table | None:
        return self._by_id.get(id)

    def elsewhere(self, id: str) -> News | None:
        """What is known of a round that another process serves."""
        return self._elsewhere.get(id)

    def put_off(self, news: News, to: Instant) -> None:
        """It could not be looked at now: it falls due again then."""
        if news.round in self._elsewhere:
            self._elsewhere[news.round] = replace(news, due=to)
            self._push(to + BEHIND, news.round)

    def knows(self, id: str) -> bool:
        """Whether the round is open, here or elsewhere."""
        return id in self._by_id or id in self._elsewhere

    def seat(self, table: Table) -> Table:
        """Take up a round; one that is over and has last words to say holds no channel."""
        self._elsewhere.pop(table.round.id, None)
        if table.round.phase is not Phase.ENDED:
            self._by_spot[_spot(table.round.place)] = table.round.id
        self._by_id[table.round.id] = table
        return table

    def leave(self, round: Round) -> None:
        """The round is over: its channel is free, though it may have words to say."""
        if self._by_spot.get(_spot(round.place)) == round.id:
            del self._by_spot[_spot(round.place)]

    def clear(self, table: Table) -> None:
        """The round is over and told."""
        self.leave(table.round)
        self.forget(table.round.id)

    def forget(self, id: str) -> None:
        self._by_id.pop(id, None)
        news = self._elsewhere.pop(id, None)
        if news is not None and self._by_spot.get(_spot(news.place)) == id:
            del self._by_spot[_spot(news.place)]

    def hear_of(self, news: News) -> None:
        """Another process has moved a round."""
        table = self._by_id.get(news.round)
        if table is None:
            known = self._elsewhere.get(news.round)
            # What is told again is no news: it would fall due a second time while it is being looked at.
            if known is None or (known != news and known.version <= news.version):
                self._elsewhere[news.round] = news
                self._by_spot[_spot(news.place)] = news.round
                self._push(_due_elsewhere(news), news.round)
            return
        if news.version > table.round.version:
            table.stale, table.ours = True, False
            table.round = replace(table.round, due=news.due)
        elif news.version == table.round.version and _earlier(news.due, table.round.due):
            table.round = replace(table.round, due=news.due)
        self.watch(table)

    def watch(self, table: Table) -> None:
        """Remember when the round next falls due."""
        if not table.busy and table.round.id in self._by_id:
            self._push(table.due, table.round.id)

    def next_due(self) -> Instant | None:
        """When something next happens by itself."""
        while self._due:
            at, id = self._due[0]
            if self._due_of(id) == at:
                return at
            heapq.heappop(self._due)
        return None

    def take(self) -> str:
        """The round that is due next, busy from now on; only after `next_due` has said when."""
        _, id = heapq.heappop(self._due)
        if table := self._by_id.get(id):
            table.busy = True
        return id

    def _due_of(self, id: str) -> Instant | None:
        table = self._by_id.get(id)
        if table is not None:
            return None if table.busy else table.due
        news = self._elsewhere.get(id)
        return _due_elsewhere(news) if news else None

    def _push(self, due: Instant | None, id: str) -> None:
        if due is not None:
            heapq.heappush(self._due, (due, id))
            self.woken.set()


def _spot(place: Place) -> Spot:
    return place.platform, place.community, place.channel


def _due_elsewhere(news: News) -> Instant | None:
    return None if news.due is None else news.due + BEHIND


def _earlier(one: Instant | None, other: Instant | None) -> bool:
    return one is not None and (other is None or one < other)
