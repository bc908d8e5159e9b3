"""The pipe: JSON lines in on one file, JSON lines out on another, so that any chat system can be joined.

Two laws. For each line that comes in, whatever it causes goes out before its `{"handled": n}`. And under the
virtual clock time is what the lines say: all that falls due before a line happens first, each at its own time.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any, BinaryIO, Protocol

from adapters.clock import RealClock, VirtualClock
from adapters.lines import LONGEST, TOO_LONG
from adapters.pipe import translate
from bot.host import Host
from bot.instant import SECOND, Instant
from bot.messages import Show, Shown
from bot.ports import Clock, StageFault


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
        # An edited message keeps its name, so that later edits name the same one.
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
    """Handles line after line until they end or the reader of our lines goes away."""
    number = 0
    time = VirtualTime(host, clock, ledger) if isinstance(clock, VirtualClock) else None
    async for raw in lines:
        number += 1
        said = _said(raw, None if time else clock.now())
        if isinstance(said, translate.PipeError):
            stage.write({"error": said.sentence, "line": number})
        else:
            if time:
                await time.reach(said.at)
            if isinstance(said, translate.Line):
                await host.hear(said.heard)
            if time:
                await time.reach(clock.now())
        stage.write({"handled": number})
        if stage.gone:
            break
    if time:
        await time.mark()


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
