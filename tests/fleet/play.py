"""The whole proof: rounds played by simulated members on real processes, while these are killed and the database fails.

What is played is a plan; what came of it, a report (`tests.fleet.judging`).
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.fleet.chat import Channel, Chat
from tests.fleet.fleet import Fleet
from tests.fleet.judging import Report, closed, judge, open_rounds
from tests.fleet.players import Players
from tests.fleet.postgres import Pair

_SCORINGS = ("accuracy", "accuracy", "accuracy", "speed", "first")
_LONG = 3.0  # seconds: an outage that may come to five, which move the deadlines


@dataclass(frozen=True, slots=True)
class Plan:
    """What is played and what happens to it; times are seconds after the first round has begun."""

    rounds: int
    questions: int = 2
    processes: int = 4
    spread: float = 6.0  # the rounds begin within so long
    kill_every: float | None = 2.0
    gently: bool = False  # SIGTERM in place of kill -9
    restart_at: float | None = None  # PostgreSQL is restarted
    fail_at: float | None = None  # the primary is killed
    promote_after: float = 2.0  # then its standby takes over
    seed: int = 1
    patience: float = 90.0  # after the last beginning; a round that is not over then is stuck


async def play(plan: Plan, pair: Pair, folder: Path) -> Report:
    """Plays the plan to its end and judges it."""
    chance, chat = Random(plan.seed), Chat()
    fleet = Fleet(pair.url(), folder, plan.processes, chance, chat.show)
    players = Players(chat, fleet.deliver, chance, plan.questions)
    for number in range(plan.rounds):
        members = tuple(f"u{number}x{index}" for index in range(chance.randint(2, 5)))
        name = f"room{number}"
        chat.channels[name] = Channel(name, members, _SCORINGS[number % len(_SCORINGS)])
    began = time.monotonic()
    try:
        await fleet.start()
        began = time.monotonic()
        for channel in chat.channels.values():
            asyncio.get_running_loop().call_later(chance.uniform(0, plan.spread), players.begin, channel)
        trouble = [asyncio.create_task(_fail(plan, pair))]
        if plan.kill_every:
            trouble.append(asyncio.create_task(_end(fleet, plan.kill_every, plan.gently)))
        while time.monotonic() < began + plan.spread + plan.patience:
            if all(channel.ended_at for channel in chat.channels.values()):
                break
            await asyncio.sleep(0.2)
        for task in trouble:
            task.cancel()
        await asyncio.wait(trouble)
        await asyncio.sleep(1.0)  # last words
        kills, ends, redelivered = fleet.kills, fleet.ends, fleet.redelivered
        url = (pair.primary if plan.fail_at is None else pair.standby).url()
        kept, left = await closed(url), await open_rounds(url)
    finally:
        await fleet.close()
    outage = plan.fail_at is not None and plan.promote_after >= _LONG
    report = judge(chat, plan.questions, kept, left, fleet.told, moved=outage)
    report.kills, report.ends, report.redelivered = kills, ends, redelivered
    if plan.gently:
        stops = [process.stopping_took for process in fleet.past]
        if None in stops:
            report.faults.append(f"not stopped in good order: {[process.exit for process in fleet.past]}")
        report.slowest_stop = max((took for took in stops if took), default=0)
    report.seconds = round(time.monotonic() - began, 1)
    return report


async def _end(fleet: Fleet, every: float, gently: bool) -> None:
    """One after the other; on a machine that takes longer to start one than that, as often as it starts one."""
    while True:
        await asyncio.sleep(max(every, fleet.takes))
        await (fleet.stop_any() if gently else fleet.kill_any())


async def _fail(plan: Plan, pair: Pair) -> None:
    """The database's troubles, in their order."""
    began = time.monotonic()
    if plan.restart_at is not None:
        await asyncio.sleep(plan.restart_at)
        await asyncio.to_thread(pair.primary.restart)
    if plan.fail_at is not None:
        await asyncio.sleep(plan.fail_at - (time.monotonic() - began))
        pair.primary.kill()
        await asyncio.sleep(plan.promote_after)
        await asyncio.to_thread(pair.standby.promote)
