"""Durable answers a second, through the whole bot: heard, judged, kept, acknowledged, many at once.

Beside each figure stands its limit, measured in the same run: the same rows written as raw multi-row inserts.
"""

from __future__ import annotations

import asyncio
import gc
import time
from dataclasses import dataclass

from sqlalchemy import insert

from adapters.clock import SeededDice, VirtualClock
from adapters.migrations import upgrade
from bot.host import Host
from bot.ledger import tables as t
from bot.ledger.ledger import Ledger
from bot.ledger.process import alone
from bot.messages import Clicked, Heard, Member, Place, Said, Show, Shown
from facts.packs import builtin
from facts.store.database import Database, open_database
from facts.store.desk import Desk

ROUNDS = 50
AT_ONCE = 2_000  # members whose answers are under way at the same time
ANSWERS = 40_000
ROWS = 1_000  # in one raw insert


@dataclass
class Counting:
    """A screen that counts what members are told."""

    clock: VirtualClock
    receipts: int = 0

    async def show(self, show: Show) -> Shown:
        if show.to is not None:
            self.receipts += 1
        return Shown(show.edits or show.id, self.clock.now())


async def open_bench(url: str) -> Database:
    """An empty database with the built-in packs in it."""
    database = open_database(url)
    await upgrade(database)
    for pack in builtin():
        await Desk(database).install(pack, 0)
    return database


async def advance(host: Host, clock: VirtualClock, milliseconds: int) -> None:
    to = clock.now() + milliseconds
    while (due := host.next_due()) is not None and due <= to:
        clock.reach(due)
        await host.advance(due)
    clock.reach(to)


async def answers_a_second(url: str) -> tuple[float, float]:
    """Through the bot, and as raw inserts of the same rows."""
    database = await open_bench(url)
    clock = VirtualClock(1_000_000)
    stage = Counting(clock)
    host = Host(database, {"bench": stage}, clock, SeededDice(1))
    await host.start()
    places = [Place("bench", "local", f"c{i}") for i in range(ROUNDS)]
    for i, place in enumerate(places):
        await host.hear(Heard(f"start{i}", place, Member("ann", "Ann"), Said("/trivia start"), clock.now()))
    await advance(host, clock, 11_000)
    rounds = await Ledger(database, alone(clock)).open_rounds(["bench"])
    presses = {round.place: f"answer {round.id} {round.number} A" for round in rounds}
    heards = [
        Heard(f"d{i}", place, Member(f"m{i}", f"Member {i}"), Clicked(presses[place]), clock.now())
        for i in range(ANSWERS)
        for place in (places[i % ROUNDS],)
    ]
    waiting = iter(heards)

    async def member() -> None:
        for heard in waiting:
            await host.hear(heard)

    gc.collect()
    gc.freeze()  # what stands by now is not the bot's work: the collector need not look through it
    before, start = stage.receipts, time.perf_counter()
    await asyncio.gather(*(member() for _ in range(AT_ONCE)))
    through = ANSWERS / (time.perf_counter() - start)
    assert stage.receipts - before == ANSWERS, "every answer is acknowledged"
    await host.stop()
    raw = await _raw(database)
    await database.close()
    return through, raw


async def _raw(database: Database) -> float:
    rows = [
        {
            "community_id": "raw", "round_id": "raw", "number": 1, "member_id": f"m{i}", "delivery": f"d{i}",
            "name": f"Member {i}", "sent_at": 1_000_000, "choice": 0, "text": "A", "right": False,
        }
        for i in range(ANSWERS)
    ]  # fmt: skip
    start = time.perf_counter()
    for first in range(0, ANSWERS, ROWS):
        async with database.write() as connection:
            await connection.execute(insert(t.attempts), rows[first : first + ROWS])
    return ANSWERS / (time.perf_counter() - start)
