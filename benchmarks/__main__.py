"""How long the bot takes for what it does most: hear, judge, keep, look up, build. `make bench` prints the table.

Each figure is the median of several runs on a real SQLite file; nothing here decides whether the suite passes.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from adapters.clock import SeededDice, VirtualClock
from adapters.migrations import upgrade
from benchmarks import judging
from bot.host import Host
from bot.messages import Heard, Member, Place, Said, Show, Shown
from bot.quiz.judging import judge
from facts.builder import build
from facts.packs import builtin
from facts.store.database import open_database
from facts.store.desk import Desk
from facts.store.shelf import Shelf


class Nowhere:
    """A screen that shows nothing, so that only the bot is measured."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock

    async def show(self, show: Show) -> Shown:
        return Shown(show.edits or show.id, self._clock.now())


async def median(times: int, each: int, work: Callable[[int], Awaitable[object]]) -> float:
    """Microseconds for one of `each` calls, the median of `times` runs."""
    taken = []
    for run in range(times):
        start = time.perf_counter_ns()
        for i in range(each):
            await work(run * each + i)
        taken.append((time.perf_counter_ns() - start) / each / 1000)
    return statistics.median(taken)


async def measure() -> dict[str, float]:
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'bench.db'}")
        await upgrade(database)
        for pack in builtin():
            await Desk(database).install(pack, 0)
        clock = VirtualClock(1_000_000)
        host = Host(database, {"bench": Nowhere(clock)}, clock, SeededDice(1))
        await host.start()

        async def say(channel: str, who: str, text: str, id: str) -> None:
            place = Place("bench", "local", channel)
            await host.hear(Heard(id, place, Member(who, who), Said(text), clock.now()))

        async def advance(milliseconds: int) -> None:
            to = clock.now() + milliseconds
            while (due := host.next_due()) is not None and due <= to:
                clock.reach(due)
                await host.advance(due)
            clock.reach(to)

        for rounds in (0, 100):
            for i in range(rounds):
                await say(f"c{i}", "ann", "/trivia start", f"start-{i}")
            talk = await median(
                5, 2_000, lambda i, n=rounds: say("talk", "bo", "hello there", f"talk-{n}-{i}")
            )
            figures[f"a line of talk, {rounds} rounds open (µs)"] = talk
        await advance(10_000)
        one = await median(5, 200, lambda i: say("c0", f"m{i}", "a", f"answer-{i}"))
        figures["an answer, judged, kept, acknowledged, one at a time (µs)"] = one

        shelf = Shelf(database)
        figures["a name looked up exactly (µs)"] = await median(
            5, 200, lambda _: shelf.find("local", "Pulgasari")
        )
        figures["a name looked up with a typo (µs)"] = await median(
            5, 50, lambda _: shelf.find("local", "pulgasary")
        )
        figures["/film answered (µs)"] = await median(
            5, 20, lambda i: say("f", "bo", "/film Pulgasari", f"film-{i}")
        )

        knowledge = await shelf.knowledge("local")
        questions = build(knowledge)

        async def building(_: int) -> None:
            build(knowledge)

        async def judged(i: int) -> None:
            judge(typed[i % len(typed)], "pulgasari")

        figures[f"{len(questions)} questions built from {len(knowledge.facts)} facts (µs)"] = await median(
            3, 1, building
        )
        typed = [question for question in questions if question.typed]
        figures["a typed answer judged (µs)"] = await median(5, 1_000, judged)
        await database.close()
    return figures


def main() -> None:
    figures = asyncio.run(measure())
    figures |= {f"judging: {name} (µs)": figure for name, figure in judging.measure().items()}
    if "--json" in sys.argv:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
        return
    width = max(map(len, figures))
    for name, figure in figures.items():
        print(f"{name:<{width}}  {figure:>12,.2f}")


if __name__ == "__main__":
    main()
