"""Many rounds open at once: how late they close, what a line of talk costs beside them, what each takes of memory.

`python -m benchmarks.open_rounds serve URL` is one of the processes that `closing` starts.
"""

from __future__ import annotations

import asyncio
import gc
import os
import statistics
import sys
import time
from dataclasses import replace

from sqlalchemy import text

from adapters.clock import RealClock, RealDice, SeededDice, VirtualClock
from benchmarks.answers import open_bench
from bot.host import Host
from bot.instant import SECOND, Instant
from bot.ledger.ledger import Drawn, Ledger
from bot.ledger.process import alone
from bot.messages import Heard, Member, Place, Said, Show, Shown
from bot.ports import Clock
from bot.quiz import moves
from bot.quiz.options import RoundOptions
from facts.builder import build, draw
from facts.question import Question
from facts.store.database import Database, open_database
from facts.store.shelf import Shelf

PLATFORM = "bench"
QUESTIONS = 20
SERVE = (sys.executable, "-m", "benchmarks.open_rounds", "serve")


class Nowhere:
    """A screen that takes everything at once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def show(self, show: Show) -> Shown:
        return Shown(show.edits or show.id, self._clock.now())


async def questions_of(database: Database) -> tuple[Question, ...]:
    return draw(build(await Shelf(database).knowledge("local")), QUESTIONS, 1)


async def begin_rounds(database: Database, count: int, now: Instant, seconds: int) -> None:
    """Rounds whose first question is open, with closes spread evenly over the time that a question has."""
    questions = await questions_of(database)
    drawn = [Drawn(i, question, "|pack:bench|") for i, question in enumerate(questions, 1)]
    options = RoundOptions("everything", "", len(questions), seconds)
    ledger = Ledger(database, alone(VirtualClock(now), "bench"))
    # Written sixteen at a time: what is measured comes after.
    turns = asyncio.Semaphore(16)

    async def begin(i: int) -> None:
        place = Place(PLATFORM, "local", f"c{i}")
        opened = now - seconds * SECOND * i // count
        round = moves.announce(f"r{i}", place, "ann", "Ann", options, len(questions), i, opened).round
        asked = moves.confirm(moves.ask(round, drawn[0].question).round, opened, opened).round
        # So that a round nobody answers goes on and on, as one that is played does.
        asked = replace(asked, timing=replace(asked.timing, patience=10_000))
        async with turns:
            await ledger.begin(asked, drawn, ())

    await asyncio.gather(*(begin(i) for i in range(count)))
    async with database.write() as connection:
        await connection.execute(text("UPDATE rounds SET sender = NULL, sender_until = NULL"))
        await connection.execute(text("UPDATE round_questions SET asked_as = 1 WHERE position = 1"))


async def talk(url: str, rounds: int) -> tuple[float, float]:
    """Microseconds for a line of talk outside rounds, and bytes of memory for each open round."""
    database = await open_bench(url)
    clock = VirtualClock(10_000_000)
    await begin_rounds(database, rounds, clock.now(), 60)
    gc.collect()
    before = _resident()
    host = Host(database, {PLATFORM: Nowhere(clock)}, clock, SeededDice(1))
    await host.start()
    gc.collect()
    each = (_resident() - before) / max(1, rounds)
    runs = []
    for run in range(5):
        heards = [
            Heard(f"t{run}-{i}", Place(PLATFORM, "local", "talk"), Member("bo", "Bo"), Said("hello there"), clock.now())
            for i in range(5_000)
        ]  # fmt: skip
        start = time.perf_counter_ns()
        for heard in heards:
            await host.hear(heard)
        runs.append((time.perf_counter_ns() - start) / len(heards) / 1000)
    await database.close()
    return statistics.median(runs), each


def _resident() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def closing(url: str, rounds: int, processes: int, seconds: int, cycles: int) -> list[int]:
    """Milliseconds by which each close came late, once every round has been closed for the first time."""
    database = await open_bench(url)
    await begin_rounds(database, rounds, RealClock().now() + 15 * SECOND, seconds)
    serving = [await asyncio.create_subprocess_exec(*SERVE, url) for _ in range(processes)]
    late: dict[tuple[str, int], int] = {}
    reveal = moves.TIMING.reveal
    try:
        loop = asyncio.get_running_loop()
        until = loop.time() + 20 + (seconds + 7) * cycles
        while loop.time() < until:
            await asyncio.sleep(2)
            async with database.read() as connection:
                # Between two questions a round falls due a reveal's time after the moment at which it was to close.
                rows = await connection.execute(
                    text(
                        "SELECT id, number, changed_at, due_at FROM rounds WHERE open AND NOT taking AND number > 1"
                    )
                )
                for row in rows:
                    late[(row.id, row.number)] = row.changed_at - (row.due_at - reveal)
    finally:
        for process in serving:
            process.terminate()
        await asyncio.gather(*(process.wait() for process in serving))
        await database.close()
    return sorted(late.values())


async def serve(url: str) -> None:
    """One process of a fleet, until it is told to stop."""
    database = open_database(url)
    clock = RealClock()
    host = Host(database, {PLATFORM: Nowhere(clock)}, clock, RealDice(), pulses=True, others=True)
    await host.start()
    await host.run()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[2]))
