"""An event loop whose time is told and whose chance is a seed: what waits is resumed by the simulation alone.

Two laws. Nothing here asks the machine: no clock, no socket, no thread. And of all that may happen at one moment the
seed picks the order, so that one seed is one history, the same on every machine.
"""

from __future__ import annotations

import asyncio
import contextvars
import heapq
import math
import random
from collections import deque
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from bot.instant import Instant

START: Instant = 1_700_000_000_000
BUSY = 50_000  # things done at one moment: more than that never ends


class Killed(BaseException):
    """The process is dead: whatever it still tries to do goes no further."""


class Party:
    """A process of the simulation. Once it is not alive, nothing that it has under way is ever resumed."""

    __slots__ = ("alive", "died", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.alive = True
        self.died: Instant = 0


PARTY: contextvars.ContextVar[Party | None] = contextvars.ContextVar("party", default=None)


class Loop(asyncio.BaseEventLoop):
    """Runs tasks of several simulated processes over virtual milliseconds."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.chance = random.Random(seed)
        self.now: Instant = START
        self.faults: list[str] = []
        self._soon: deque[tuple[Party | None, asyncio.Handle]] = deque()
        self._later: list[tuple[Instant, float, int, Party | None, Callable[[], object]]] = []
        self._count = self._busy = 0
        self._tasks: list[asyncio.Task[Any]] = []

    # --- what asyncio asks of a loop ---

    def time(self) -> float:
        return self.now / 1000

    def call_soon(  # type: ignore[override]  # typeshed ties the arguments' types to the callback's
        self, callback: Any, *args: Any, context: contextvars.Context | None = None
    ) -> Any:
        handle = asyncio.Handle(callback, args, self, context)
        self._soon.append((_party(context), handle))
        return handle

    def call_at(  # type: ignore[override]  # as above
        self, when: float, callback: Any, *args: Any, context: contextvars.Context | None = None
    ) -> Any:
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        at = max(self.now, math.ceil(when * 1000 - 0.001))
        self._push(at, _party(context), lambda: None if handle.cancelled() else handle._run())
        return handle

    def call_later(  # type: ignore[override]  # as above
        self, delay: float, callback: Any, *args: Any, context: contextvars.Context | None = None
    ) -> Any:
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def run_in_executor(  # type: ignore[override]  # as above
        self, executor: Any, func: Callable[..., Any], *args: Any
    ) -> Any:
        """What would be done beside the loop is done at once: its result is no matter of chance."""
        done = self.create_future()
        done.set_result(func(*args))
        return done

    def create_task(self, coro: Any, **more: Any) -> Any:
        task = super().create_task(coro, **more)
        self._tasks.append(task)
        return task

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        told = context.get("exception")
        self.faults.append(f"{context.get('message')}: {told!r}")

    # --- what the simulation does with it ---

    def after(self, delay: Instant, callback: Callable[..., object], *args: object) -> None:
        """Have something of the world outside happen in so many milliseconds."""
        self._push(self.now + delay, None, lambda: callback(*args))

    async def pause(self, delay: Instant = 0) -> None:
        """Wait so long; even without a delay whatever else is waiting may come first."""
        waiter = self.create_future()
        self._push(self.now + delay, PARTY.get(), partial(release, waiter))
        await waiter

    def enter(self, party: Party, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """A task of a process, with all the tasks that it will make."""
        context = contextvars.copy_context()
        context.run(PARTY.set, party)
        task: asyncio.Task[Any] = self.create_task(coroutine, context=context)
        task.add_done_callback(self._done)
        return task

    def drive(self, over: Callable[[], bool]) -> None:
        """Let things happen until it is over, or nothing is left that could."""
        asyncio._set_running_loop(self)
        try:
            while not over():
                self._settle()
                if not self._later or self._busy > BUSY:
                    return
                at, _, _, party, event = heapq.heappop(self._later)
                self._busy = self._busy + 1 if at == self.now else 0
                self.now = at
                if party is None or party.alive:
                    event()
        finally:
            asyncio._set_running_loop(None)

    def end(self) -> None:
        """Drop what is still under way, without a word."""
        asyncio._set_running_loop(self)
        try:
            for task in self._tasks:
                _drop(task)
        finally:
            asyncio._set_running_loop(None)
            self._soon.clear()
            self._later.clear()
            self.close()

    def _settle(self) -> None:
        soon = self._soon
        while soon:
            party, handle = soon.popleft()
            self._busy += 1
            if not handle._cancelled and (party is None or party.alive):
                handle._run()
            if self._busy > BUSY:
                self.faults.append(f"no end of doing at one moment, the last of it {handle!r}")
                return

    def _done(self, task: asyncio.Task[Any]) -> None:
        if not task.cancelled() and (raised := task.exception()) is not None:
            self.faults.append(f"a task ended so: {raised!r}")

    def _push(self, at: Instant, party: Party | None, event: Callable[[], object]) -> None:
        self._count += 1
        heapq.heappush(self._later, (at, self.chance.random(), self._count, party, event))


def release(waiter: asyncio.Future[None]) -> None:
    """Let go on whoever waits for it."""
    if not waiter.done():
        waiter.set_result(None)


def _party(context: contextvars.Context | None) -> Party | None:
    return PARTY.get() if context is None else context.get(PARTY)


def _drop(task: asyncio.Task[Any]) -> None:
    """End a task that is never going to be resumed, before the garbage collector does so at a time of its own."""
    if task.done():
        if not task.cancelled():
            task.exception()  # looked at, so that nobody is told of it later
        return
    task._log_destroy_pending = False  # type: ignore[attr-defined]  # no public name
    coroutine: Any = task.get_coro()
    for _ in range(5):  # one that waits in its `finally` needs a second word
        try:
            coroutine.close()
        except (Killed, RuntimeError, BaseExceptionGroup):
            continue
        return
