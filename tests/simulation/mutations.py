"""The bot with one of its guarantees taken away, to see that the simulation misses it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.ledger import attempts, ledger, moving, outgoing
from bot.ledger.moving import Kept
from bot.ledger.outgoing import Outgoing
from bot.ledger.process import Process
from bot.quiz import moves
from bot.quiz.options import TIMING
from bot.quiz.round import Round, Step
from tests.simulation.store import Store

Patch = Callable[[pytest.MonkeyPatch], None]


def unique_key(patch: pytest.MonkeyPatch) -> None:
    """A delivery that comes twice is two attempts."""
    made = Store.__init__

    def without(self: Store, *given: Any) -> None:
        made(self, *given)
        self.raw.executescript(
            "CREATE TABLE others AS SELECT * FROM attempts; DROP TABLE attempts; ALTER TABLE others RENAME TO attempts;"
        )

    patch.setattr(Store, "__init__", without)


def compare_and_set(patch: pytest.MonkeyPatch) -> None:
    """Who comes second moves the round all the same."""
    keep_move = moving.keep_move

    async def keep(connection: Any, process: Process, round: Round, _: int, *given: Any, **more: Any) -> Kept:
        there = await connection.exec_driver_sql("SELECT version FROM rounds WHERE id = ?", (round.id,))
        return await keep_move(connection, process, round, there.scalar(), *given, **more)

    patch.setattr(ledger, "keep_move", keep)


def claim(patch: pytest.MonkeyPatch) -> None:
    """Whoever has something to do with a round shows it, though another process is at it."""
    lease = Process.lease
    patch.setattr(Process, "lease", lambda process: {**lease(process), "alone": True})


def anti_join(patch: pytest.MonkeyPatch) -> None:
    """An answer is kept though an early close has come."""
    patch.setattr(attempts, "_ADD", attempts._ADD.replace("at <= ?11", "at <= ?11 AND 1 = 0"))


def grace(patch: pytest.MonkeyPatch) -> None:
    """A question closes at its deadline, whatever is still under way."""
    announce = moves.announce

    def at_once(*given: Any, **more: Any) -> Step:
        step = announce(*given, **more)
        return replace(step, round=replace(step.round, timing=replace(TIMING, grace=0)))

    patch.setattr(moves, "announce", at_once)


def outbox(patch: pytest.MonkeyPatch) -> None:
    """What must be shown is written after the transition, in a transaction of its own."""
    post = outgoing.post

    async def later(connection: Any, round: Round, cards: Sequence[Outgoing]) -> None:
        async def write() -> None:
            async with connection.database.write() as another:
                await post(another, round, cards)

        asyncio.get_running_loop().create_task(write())

    patch.setattr(moving, "post", later)


MUTATIONS: tuple[Patch, ...] = (unique_key, compare_and_set, claim, anti_join, grace, outbox)
