"""The pipe: JSON lines to and from the real client over real pipes, or to and from a real process."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from adapters.clock import SeededDice, VirtualClock
from adapters.lines import lines_of
from adapters.pipe import client, translate
from bot.cards_json import from_dict
from bot.host import Host
from bot.ledger.ledger import Ledger
from bot.ledger.process import alone
from facts.store.database import open_database
from tests.transcripts.platforms import (
    START,
    CannotPress,
    Memory,
    Person,
    Seen,
    fields_of,
    options,
    text_of,
)

COMMUNITY = "local"
_LINE = 4_000_000
_ROOT = Path(__file__).parents[3]


class Wire(Protocol):
    """Where lines go in, and where they come out."""

    async def open(self) -> None: ...

    async def write(self, line: bytes) -> None: ...

    async def read(self) -> bytes: ...

    async def kill(self) -> None: ...


class Near(Protocol):
    """How a wire is made: for a database's address, with a seed."""

    def __call__(self, url: str, seed: int) -> Wire: ...


class Streams:
    """The client's own loop in this process, over two pipes of the operating system."""

    def __init__(self, url: str, seed: int) -> None:
        self._url, self._seed = url, seed

    async def open(self) -> None:
        their_in, self._into = os.pipe()
        self._out, their_out = os.pipe()
        self._reader = asyncio.StreamReader(_LINE)
        self._transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(self._reader), os.fdopen(self._out, "rb", 0)
        )
        self._database = open_database(self._url)
        ledger = Ledger(self._database, alone(VirtualClock()))
        clock = VirtualClock(await ledger.last_time() or 0)
        self._their_out = os.fdopen(their_out, "wb")
        stage = client.PipeStage(self._their_out, clock)
        host = Host(self._database, {translate.PLATFORM: stage}, clock, SeededDice(self._seed))
        await host.start()
        self._task = asyncio.create_task(client.run(host, stage, lines_of(their_in), clock, ledger))

    async def write(self, line: bytes) -> None:
        os.write(self._into, line)

    async def read(self) -> bytes:
        reading = asyncio.ensure_future(self._reader.readline())
        await asyncio.wait({reading, self._task}, return_when=asyncio.FIRST_COMPLETED)
        if not reading.done():
            reading.cancel()
            self._task.result()  # raises what stopped it
            raise AssertionError("the pipe stopped by itself")
        return reading.result()

    async def kill(self) -> None:
        self._task.cancel()
        await asyncio.wait({self._task})
        os.close(self._into)
        self._their_out.close()
        self._transport.close()
        await self._database.close()


class Process:
    """`trivium pipe --clock virtual` as it is run, and killed with signal 9."""

    def __init__(self, url: str, seed: int) -> None:
        self._url, self._seed = url, seed

    async def open(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", "from adapters.cli import main; main()"),
            *("pipe", "--clock", "virtual", "--seed", str(self._seed), "--db", self._url),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_LINE,
            cwd="/",  # no .env of a developer's
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(_ROOT), "HOME": "/nonexistent"},
        )

    async def write(self, line: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line)
        await self._process.stdin.drain()

    async def read(self) -> bytes:
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        if not line:
            raise AssertionError(f"trivium pipe ended with exit code {await self._process.wait()}")
        return line

    async def kill(self) -> None:
        self._process.kill()
        await self._process.wait()


class Pipe:
    """A chat system that joined by the pipe."""

    has_buttons = True
    changes = True

    def __init__(self, url: str, seed: int, near: Near = Streams) -> None:
        self.name = "the pipe" if near is Streams else "the pipe's process"
        self._wire = near(url, seed)
        self._memory = Memory()
        self._people: list[Person] = []
        self._now = START
        self._deliveries = 0
        self._messages: set[str] = set()

    async def enter(self, people: Iterable[Person]) -> None:
        self._people = list(people)
        await self._wire.open()
        await self._send({"at": self._now / 1000})

    async def say(self, who: Person, text: str, channel: str, ago: int) -> None:
        await self._deliver(who, channel, {"text": text}, ago)

    async def click(self, who: Person, label: str, on: str, channel: str, ago: int) -> None:
        button = self._memory.button(who.id, label, on, channel)
        if button is None:
            raise CannotPress(f"{who.id} sees no button {label}")
        await self._deliver(who, channel, {"click": button}, ago)

    async def fill(self, who: Person, values: dict[str, str], channel: str) -> None:
        form = self._memory.form(who.id, channel)
        filled = {"command": form.command, "values": options(form, values)}
        await self._deliver(who, channel, {"form": filled}, 0)

    async def pass_time(self, milliseconds: int) -> None:
        self._now += milliseconds
        await self._send({"at": self._now / 1000})

    async def restart(self) -> None:
        await self._wire.kill()
        await self._wire.open()
        await self._send({"at": self._now / 1000})

    def seen_by(self, who: Person) -> list[Seen]:
        return self._memory.take(who.id)

    async def close(self) -> None:
        await self._wire.kill()

    async def _deliver(self, who: Person, channel: str, content: dict[str, Any], ago: int) -> None:
        self._deliveries += 1
        member = {"id": who.id, "name": who.name, "roles": ["moderator"] if who.moderates else []}
        line = {"id": f"d{self._deliveries}", "at": self._now / 1000, "sent": (self._now - ago) / 1000}
        await self._send({**line, "community": COMMUNITY, "channel": channel, "member": member, **content})

    async def _send(self, line: dict[str, Any]) -> None:
        """Writes a line and takes in what comes out, up to its "handled"."""
        await self._wire.write(json.dumps(line).encode() + b"\n")
        while True:
            out = json.loads(await self._wire.read())
            if "handled" in out:
                return
            assert "error" not in out, f"the pipe refused a line: {out['error']}"
            self._see(out)

    def _see(self, out: dict[str, Any]) -> None:
        card = from_dict(out["card"])
        message = out["edits"] or out["message"]
        assert message in self._messages or not out["edits"], "the pipe changes a message that it never sent"
        self._messages.add(message)
        seen = Seen(
            out["message"],
            out["channel"],
            text_of(card),
            tuple((button.label, button.id) for button in card.buttons),
            card.form.command if card.form else "",
            fields_of(card),
            out["edits"] is not None,
        )
        for person in self._people:
            if out["to"] in (None, person.id):
                self._memory.add(person.id, seen)
