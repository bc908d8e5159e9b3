"""A host on a clock that goes as it is told, which can be dropped and built again on the same database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from adapters.clock import SeededDice, VirtualClock
from bot.host import Host
from bot.messages import Heard
from bot.ports import Stage
from facts.store.database import Database, open_database
from tests.transcripts.platforms import START


class House:
    """The database and the host. `look` is called after each thing that happened, for whoever watches."""

    def __init__(self, url: str, seed: int, look: Callable[[], Awaitable[None]]) -> None:
        self._url = url
        self._look = look
        self.clock = VirtualClock(START)
        self.dice = SeededDice(seed)
        self.database: Database
        self.host: Host

    async def open(self, stages: Callable[[Database], Mapping[str, Stage]]) -> None:
        self.database = open_database(self._url)
        self.host = Host(self.database, stages(self.database), self.clock, self.dice)
        await self.host.start()

    async def hear(self, heard: Heard) -> None:
        """For adapters that hand over by themselves: the host hears, and what is due at once happens."""
        await self.host.hear(heard)
        await self.settle()

    async def settle(self) -> None:
        await self.host.advance(self.clock.now())
        await self._look()

    async def pass_time(self, milliseconds: int) -> None:
        until = self.clock.now() + milliseconds
        while (due := self.host.next_due()) is not None and due <= until:
            self.clock.reach(due)
            await self.settle()
        self.clock.reach(until)

    async def close(self) -> None:
        await self.database.close()
