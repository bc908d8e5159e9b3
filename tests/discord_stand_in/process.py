"""`trivium run --only discord` as it is run, in a process of its own, on a stand-in Discord."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from tests.discord_stand_in.people import until
from tests.discord_stand_in.server import StandIn

_ROOT = Path(__file__).parents[2]


class Process:
    """One process of Trivium; `folder` is where it keeps its database and its key."""

    def __init__(self, at: StandIn, folder: Path, *arguments: str, url: str = "") -> None:
        self._at = at
        self._folder = folder
        self._arguments = arguments
        self._url = url or f"sqlite:///{folder / 'trivium.db'}"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, *, patience: float = 60.0) -> float:
        """Starts it; gives the seconds until it has taken in READY and every server."""
        loop = asyncio.get_running_loop()
        began, before = loop.time(), set(self._at.gateway.sessions)
        await self.spawn(self._at.token)
        await until(
            self._at, lambda: bool(set(self._at.gateway.sessions) - before), "the process is there", patience
        )
        await self._at.gateway.caught_up()
        return loop.time() - began

    async def spawn(self, token: str) -> None:
        """Starts it with a token, and does not wait."""
        with (self._folder / "log.txt").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", "from adapters.cli import main; main()"),
                *("run", "--only", "discord", *self._arguments),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._folder,  # no .env of a developer's
                env={
                    "PATH": os.environ["PATH"],
                    "PYTHONPATH": str(_ROOT),
                    "HOME": str(self._folder),
                    "DISCORD_TOKEN": token,
                    "DISCORD_API_URL": self._at.api_url,
                    "DISCORD_GATEWAY_URL": self._at.gateway_url,
                    "DATABASE_URL": self._url,
                },
            )

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def log(self) -> str:
        """All that it has printed."""
        return (self._folder / "log.txt").read_text("utf-8", "replace")

    async def kill(self) -> None:
        """Signal 9: nothing is finished, nothing is said."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def ended(self, patience: float = 60.0) -> int:
        """Waits until it has ended by itself; its exit code."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), patience)

    def worked(self) -> float:
        """Seconds that it has had of a processor."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Its resident memory in MB."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise AssertionError("this system does not tell a process's memory")
