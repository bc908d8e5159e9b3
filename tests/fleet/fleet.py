"""Real processes of `trivium pipe` on one database, killed and started again, and a post that delivers to any of them.

One law, as with real chat systems: what was handed to a process that died before it said "handled" is delivered once
more, to another.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from tests.fleet.chat import Said, now

_TRIVIUM = (sys.executable, "-c", "from adapters.cli import main; main()", "pipe", "--clock", "real")
_ROOT = Path(__file__).parents[2]
_LINE = 2**22  # bytes


class Process:
    """One process: what it was handed and has not said of that it is handled."""

    def __init__(self, name: str, fleet: Fleet) -> None:
        self.name = name
        self.ready = False
        self.exit: int | None = None
        self.told: list[str] = []  # its words for the operator
        self._fleet = fleet
        self._handed: dict[int, Said | None] = {}
        self._lines = 0
        self._began = self._stopped = self._ended = 0
        self._process: asyncio.subprocess.Process | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *_TRIVIUM,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=_LINE,
            cwd=self._fleet.folder,
            env=_environment(self._fleet.url, self._fleet.folder),
        )
        self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._listen())]
        self._began = now()
        self._write({})  # an empty line of time: that it is handled says that the process is up

    def hand(self, said: Said) -> None:
        said.deliveries += 1
        self._write(said.line(now()), said)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """As an operator stops it: SIGTERM."""
        self.ready = False  # nothing more is handed to it
        self._stopped = now()
        self._signal(signal.SIGTERM)

    @property
    def stopping_took(self) -> float | None:
        """Seconds from the signal to its end; None where it was not stopped in good order."""
        return (self._ended - self._stopped) / 1000 if self._stopped and self.exit == 0 else None

    async def gone(self) -> None:
        """Wait until it has ended; raises what went wrong while it was listened to."""
        await asyncio.gather(*self._tasks)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        with suppress(ProcessLookupError):
            self._process.send_signal(number)

    def _write(self, line: dict[str, Any], said: Said | None = None) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._lines += 1
        self._handed[self._lines] = said
        self._process.stdin.write(json.dumps(line or {"at": now() / 1000}).encode() + b"\n")

    async def _read(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        async for raw in self._process.stdout:
            try:
                line = json.loads(raw)
            except ValueError:  # cut off in the middle of a line
                break
            if "handled" in line:
                if line["handled"] == 1:
                    self.ready = True
                    self._fleet.takes = (now() - self._began) / 1000
                self._handed.pop(line["handled"])
            elif "error" in line:
                self.told.append(line["error"])
            else:
                self._fleet.show(line)
        self.ready = False
        self.exit = await self._process.wait()
        self._ended = now()
        self._fleet.died(self, [said for said in self._handed.values() if said is not None])

    async def _listen(self) -> None:
        assert self._process is not None
        assert self._process.stderr is not None
        async for raw in self._process.stderr:
            self.told.append(raw.decode(errors="replace").rstrip())


class Fleet:
    """The processes. `show` is called with each card that one of them shows."""

    def __init__(
        self, url: str, folder: Path, count: int, chance: Random, show: Callable[[dict[str, Any]], None]
    ) -> None:
        self.url = url
        self.folder = folder
        self.chance = chance
        self.show = show
        self.kills = 0
        self.takes = 0.0  # seconds that the last one took until it served
        self.ends = 0  # processes that ended by themselves
        self.redelivered = 0
        self.processes = [Process(f"p{number}", self) for number in range(count)]
        self.past: list[Process] = []
        self._closing = False
        self._starting: list[asyncio.Task[None]] = []
        self._fewest = min(2, count - 1)  # a slow machine takes long to start one: some must be left to play

    async def start(self) -> None:
        """All at once, on whatever state the database has; waits until each of them serves."""
        await asyncio.gather(*(process.start() for process in self.processes))
        while not all(process.ready for process in self.processes):
            for process in self.processes:
                assert process.exit is None, "\n".join(process.told)
            await asyncio.sleep(0.05)
        self.takes = 0.0  # all at once on a new database is another matter

    @property
    def ready(self) -> list[Process]:
        """Those that are up."""
        return [process for process in self.processes if process.ready]

    def deliver(self, said: Said) -> None:
        """Hand it to any process that is up; with none up, to the first that is."""
        if self.ready:
            self.chance.choice(self.ready).hand(said)
        else:
            asyncio.get_running_loop().call_later(0.1, self.deliver, said)

    async def kill_any(self) -> None:
        """kill -9 for one of them, and a new one in its place; waits while it would be the last but one."""
        await self._end_any(Process.kill)

    async def stop_any(self) -> None:
        """SIGTERM for one of them, and a new one in its place."""
        await self._end_any(Process.stop)

    async def _end_any(self, end: Callable[[Process], None]) -> None:
        while len(self.ready) <= self._fewest:  # noqa: ASYNC110 - a process tells nobody that it is up
            await asyncio.sleep(0.1)
        process = self.chance.choice(self.ready)
        end(process)
        self.kills += 1
        await self._succeed(process)

    async def _succeed(self, process: Process) -> Process:
        self.past.append(process)
        successor = Process(process.name + "'", self)
        self.processes[self.processes.index(process)] = successor
        await successor.start()
        return successor

    def died(self, process: Process, handed: list[Said]) -> None:
        """What it was handed and has not handled goes to another, as soon as the chat system sees that it is gone."""
        for said in handed:
            said.unsure = True
            self.redelivered += 1
            asyncio.get_running_loop().call_later(self.chance.uniform(0.02, 0.2), self.deliver, said)
        if process in self.processes and not self._closing:
            self.ends += 1
            self._starting.append(asyncio.create_task(self._start_again(process)))

    async def _start_again(self, process: Process) -> None:
        """As whoever looks after processes does it, when one ended by itself: it found no database, maybe."""
        await asyncio.sleep(1.0)
        await self._succeed(process)

    async def close(self) -> None:
        self._closing = True
        await asyncio.gather(*self._starting)
        for process in self.processes:
            process.kill()
        ends = [process.gone() for process in [*self.processes, *self.past]]
        for fault in await asyncio.gather(*ends, return_exceptions=True):
            if isinstance(fault, BaseException):
                raise fault

    @property
    def told(self) -> list[str]:
        """All that the processes said to the operator."""
        return [
            f"{process.name}: {line}" for process in [*self.past, *self.processes] for line in process.told
        ]


def _environment(url: str, folder: Path) -> dict[str, str]:
    # An operator's processes find their modules compiled; here they are compiled once for the whole fleet.
    compiled = {"PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    ours = {"DATABASE_URL": url, "PYTHONPATH": str(_ROOT)} | compiled
    dropped = ("TRIVIUM_", "PYTHONDONTWRITEBYTECODE")
    return {key: value for key, value in os.environ.items() if not key.startswith(dropped)} | ours
