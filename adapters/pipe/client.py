"""The pipe: JSON lines in on one file, JSON lines out on another, so that any chat system can be joined.

Three laws. For each line that comes in, whatever it causes goes out before its `{"handled": n}`. Under the virtual
clock time is what the lines say: all that falls due before a line happens first, each at its own time. Under the real
one lines are heard as they come, side by side.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, BinaryIO, Protocol

from adapters.clock import RealClock, VirtualClock
from adapters.lines import LONGEST, TOO_LONG
from adapters.pipe import translate
from bot.host import Host
from bot.instant import SECOND, Instant
from bot.messages import Heard, Show, Shown
from bot.ports import Clock, StageFault

AT_ONCE = 1_000  # lines that are heard side by side; the next waits in the pipe
LAST_SECONDS = 1.0  # how long what is being heard may take when the pipe is told to stop


class Marks(Protocol):
    """Where the virtual clock's time is kept."""

    async def mark_time(self, at: Instant) -> None: ...


class PipeStage:
    """Writes each card as a line. The reader of the other end may go away; then `gone` is set."""

    def __init__(self, out: BinaryIO, clock: Clock) -> None:
        self._out = out
        self._clock = clock
        self.gone = False

    async def show(self, show: Show) -> Shown:
        at = self._clock.now()
        self.write(translate.shown(show, at))
        if self.gone:
            raise StageFault("The pipe's reader has gone.")
        # Named by what is shown and not by who shows it: another process can edit it, and one sent twice is one.
        return Shown(show.edits or show.id, at)

    def write(self, plain: dict[str, Any]) -> None:
        if self.gone:
            return
        try:
            self._out.write(json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
            self._out.flush()
        except BrokenPipeError:
            self.gone = True


async def run(
    host: Host, stage: PipeStage, lines: AsyncIterator[bytes], clock: RealClock | VirtualClock, ledger: Marks
) -> None:
    """Handles the lines until they end or the reader of our lines goes away."""
    if isinstance(clock, VirtualClock):
        await _one_by_one(host, stage, lines, VirtualTime(host, clock, ledger))
    else:
        await _side_by_side(host, stage, lines, clock)


async def _one_by_one(host: Host, stage: PipeStage, lines: AsyncIterator[bytes], time: VirtualTime) -> None:
    """Line after line, each with all that falls due before it."""
    async for number, raw in _numbered(lines):
        said = _said(raw, None)
        if isinstance(said, translate.PipeError):
            stage.write({"error": said.sentence, "line": number})
        else:
            await time.reach(said.at)
            if isinstance(said, translate.Line):
                await host.hear(said.heard)
            await time.reach(said.at)
        stage.write({"handled": number})
        if stage.gone:
            break
    await time.mark()


async def _side_by_side(host: Host, stage: PipeStage, lines: AsyncIterator[bytes], clock: Clock) -> None:
    """As they come: who waits for the database keeps up nobody else, and many answers are committed together."""
    ear = Ear(host, stage)
    try:
        async for number, raw in _numbered(lines):
            said = _said(raw, clock.now())
            if isinstance(said, translate.Line):
                await ear.take(number, said.heard)
            else:
                if isinstance(said, translate.PipeError):
                    stage.write({"error": said.sentence, "line": number})
                stage.write({"handled": number})
            if stage.gone:
                break
    finally:
        await ear.done()


class Ear:
    """Hears what many say at once. What one member says is heard in its order."""

    def __init__(self, host: Host, stage: PipeStage) -> None:
        self._host = host
        self._stage = stage
        self._room = asyncio.Semaphore(AT_ONCE)
        self._last: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._under_way: set[asyncio.Task[None]] = set()

    async def take(self, number: int, heard: Heard) -> None:
        """Hear a line; waits only while there are too many."""
        await self._room.acquire()
        who = (heard.place.community, heard.member.id)
        task = asyncio.create_task(self._hear(number, heard, self._last.get(who)))
        self._last[who] = task
        self._under_way.add(task)
        task.add_done_callback(lambda _: self._heard(who, task))

    async def done(self) -> None:
        """Let what is under way come to its end, for a while."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=LAST_SECONDS)

    async def _hear(self, number: int, heard: Heard, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait({before})
        await self._host.hear(heard)
        self._stage.write({"handled": number})

    def _heard(self, who: tuple[str, str], task: asyncio.Task[None]) -> None:
        self._room.release()
        self._under_way.discard(task)
        if self._last.get(who) is task:
            del self._last[who]


async def _numbered(lines: AsyncIterator[bytes]) -> AsyncIterator[tuple[int, bytes]]:
    number = 0
    async for raw in lines:
        number += 1
        yield number, raw


class VirtualTime:
    """Lets time pass as it is told, and keeps how far it came, so that a restart goes on from there."""

    def __init__(self, host: Host, clock: VirtualClock, ledger: Marks) -> None:
        self._host = host
        self._clock = clock
        self._ledger = ledger
        self._marked = clock.now()

    async def reach(self, until: Instant) -> None:
        """Everything due up to then happens, each at its own due time."""
        while (due := self._host.next_due()) is not None and self._clock.now() < due < until:
            self._clock.reach(due)
            await self._host.advance(due)
        self._clock.reach(until)
        await self._host.advance(self._clock.now())
        # To the second is enough: what is kept with a time of its own keeps that time.
        if self._clock.now() - self._marked >= SECOND:
            await self.mark()

    async def mark(self) -> None:
        self._marked = self._clock.now()
        await self._ledger.mark_time(self._marked)


def _said(raw: bytes, now: Instant | None) -> translate.Line | translate.Tick | translate.PipeError:
    if raw == TOO_LONG:
        return translate.PipeError(f"This line is longer than {LONGEST:,} bytes.")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return translate.PipeError("This line is not UTF-8.")
    return translate.heard(text, now)
