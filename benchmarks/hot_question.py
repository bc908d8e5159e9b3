"""One question that five thousand members answer within five seconds: how long each waits for the word that it is kept."""

from __future__ import annotations

import asyncio
import time

from adapters.clock import SeededDice, VirtualClock
from benchmarks.answers import Counting, advance, open_bench
from bot.host import Host
from bot.ledger.ledger import Ledger
from bot.ledger.process import alone
from bot.messages import Clicked, Heard, Member, Place, Said

PLAYERS = 5_000
SECONDS = 5.0
PLACE = Place("bench", "local", "hot")


async def waits(url: str) -> list[float]:
    """Milliseconds that each member waited, shortest first; all of their answers are on the board."""
    database = await open_bench(url)
    clock = VirtualClock(1_000_000)
    host = Host(database, {"bench": Counting(clock)}, clock, SeededDice(1))
    await host.start()
    start = Said("/trivia start questions:1 seconds:60")
    await host.hear(Heard("start", PLACE, Member("ann", "Ann"), start, clock.now()))
    await advance(host, clock, 11_000)
    ledger = Ledger(database, alone(clock))
    (round,) = await ledger.open_rounds(["bench"])
    loop, begun = asyncio.get_running_loop(), time.perf_counter()
    taken: list[float] = []

    async def player(i: int) -> None:
        await asyncio.sleep(begun + SECONDS * i / PLAYERS - time.perf_counter())
        sent = time.perf_counter()
        press = Clicked(f"answer {round.id} {round.number} {'ABCD'[i % 4]}")
        await host.hear(Heard(f"d{i}", PLACE, Member(f"m{i}", f"Member {i}"), press, clock.now()))
        taken.append((time.perf_counter() - sent) * 1000)

    await asyncio.gather(*(loop.create_task(player(i)) for i in range(PLAYERS)))
    await advance(host, clock, 70_000)
    ended = await ledger.round("local", round.id)
    assert ended is not None
    assert len(ended.scores) == PLAYERS, "every answer is counted"
    await host.stop()
    await database.close()
    return sorted(taken)
