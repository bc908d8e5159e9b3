"""The world of one seed: processes that live, die and come back, a network, a platform, members, and a database.

Two laws. Everything that happens follows from the seed. And troubles end: from a certain moment all is calm, so that
whatever is under way must come to its end.
"""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from sqlalchemy.dialects import sqlite

from adapters.clock import SeededDice
from bot.host import Host
from bot.instant import MINUTE, SECOND, Instant
from facts.store.database import DatabaseTrouble, Unreachable
from tests.simulation.library import Ticking, known, share
from tests.simulation.loop import START, Killed, Loop, Party
from tests.simulation.members import Members
from tests.simulation.platform import PLATFORM, Delivery, Platform, SimulatedStage
from tests.simulation.profile import drawn
from tests.simulation.store import SimulatedDatabase, Store

TROUBLED = 50 * SECOND  # how long the troubles last
LONGEST = 16 * MINUTE  # how long all may take to come to its end after them
BUSIEST = 40_000  # gates of one run: a world with more has somebody in it who never stops asking
TALKS = 120  # tries of a delivery to find a process that is up


_SQLITE = sqlite.dialect()


@dataclass(slots=True)
class Process:
    """One process of the bot; `hearing` is what it has been handed and not heard to the end."""

    number: int
    party: Party
    host: Host
    ready: bool = False
    hearing: list[Delivery] = field(default_factory=list)
    work: asyncio.Task[Any] | None = None


class World:
    """One run. Its parts stay to be looked at once it is over."""

    def __init__(self, seed: int, *, trace: bool = False) -> None:
        known()
        self.seed = seed
        self.loop = Loop(seed)
        self.profile = drawn(self.loop.chance)
        # Whether the database ever takes seconds for what it does, or fails at all.
        self.stalling = bool(self.profile.slow or self.profile.away[1])
        self.troubled = self.stalling or bool(self.profile.lost)
        self.store = Store(self.loop)
        self.platform = Platform(self.loop, self.profile)
        self.members = Members(self.loop, self.platform, self.profile, self._send)
        self.processes: dict[int, Process] = {}
        self.faults: list[str] = self.loop.faults
        self.lines: list[str] = []
        self.statements = 0
        self.deaths: list[Instant] = []
        self._tracing = trace
        self._over = False
        self._born = 0

    # --- the run ---

    def run(self) -> World:
        """Play it to its end, and let everything go but what is to be looked at."""
        heard = _Log(self)
        heard.attach()
        try:
            self._run()
        finally:
            heard.detach()
            self.faults += self.platform.faults
            self.loop.end()
        return self

    def _run(self) -> None:
        loop = self.loop
        self.trace("world", lambda: repr(self.profile))
        for number in range(self.profile.processes):
            loop.after(loop.chance.randrange(0, 500), self._boot, number)
        self.members.begin()
        if self.profile.killed_every:
            loop.after(loop.chance.randrange(1, self.profile.killed_every), self._strike)
        loop.after(TROUBLED, self._calm)
        loop.after(10 * SECOND, self._look)
        loop.drive(self._ended)
        if not self._over:
            self.faults.append("everything stands still")

    def _ended(self) -> bool:
        """Asked between any two things that happen: time for the members to look at their screens."""
        if self.platform.watch:
            self.members.look()
        return self._over

    def _calm(self) -> None:
        self.profile.calm()
        self.members.tire()
        self.trace("world", lambda: "all is calm from here on")

    def _look(self) -> None:
        """Whether all has come to its end; later, somebody may come back to a round that is paused."""
        loop = self.loop
        if self.store.owner is None:
            open = self.store.rows("SELECT channel, state FROM rounds WHERE open")
            unsent = self.store.rows("SELECT id FROM outbox WHERE message IS NULL")
            coming = any(one.copies for one in self.platform.deliveries.values())
            coming = coming or any(one.hearing for one in self.processes.values() if one.party.alive)
            if not open and not unsent and not coming and not self.members.plans:
                self._over = True
            elif loop.now > START + TROUBLED + LONGEST:
                self.faults.append(f"no end: open {[row[0] for row in open]}, unsent {unsent}, {coming=}")
                self._over = True
            for channel, state in open:
                if loop.now > START + TROUBLED and '"paused"' in state and loop.chance.random() < 0.1:
                    self.members.wake(next(one for one in self.members.places if one.channel == channel))
        loop.after(SECOND, self._look)

    # --- processes ---

    def _boot(self, number: int) -> None:
        loop = self.loop
        self._born += 1
        party = Party(f"p{number}.{self._born}")
        database = SimulatedDatabase(self.store, party, partial(self._gate, party))
        stage = SimulatedStage(loop, self.platform, self.profile, party)
        dice = SeededDice(loop.chance.getrandbits(60))
        others = self.profile.processes > 1
        host = Host(database, {PLATFORM: stage}, Ticking(loop), dice, pulses=True, others=others)
        share(host)
        process = self.processes[number] = Process(number, party, host)
        self.trace(party.name, lambda: "starts")
        process.work = loop.enter(party, self._live(process))

    async def _live(self, process: Process) -> None:
        try:
            await process.host.start()
        except DatabaseTrouble:
            self.trace(process.party.name, lambda: "cannot start without the database")
            self.kill(process.party)
            return
        process.ready = True
        await process.host.run()

    def kill(self, party: Party) -> None:
        """As kill -9 does it: nothing more is done, and what was not committed was never there."""
        if not party.alive:
            return
        party.alive, party.died = False, self.loop.now
        self.deaths.append(self.loop.now)
        self.store.abandon(party)
        self.trace(party.name, lambda: "is killed")
        process = next(one for one in self.processes.values() if one.party is party)
        process.ready = False
        for delivery in process.hearing:
            if self.loop.chance.random() < 0.5:  # some platforms deliver again what nobody acknowledged
                self._send(delivery)
        self.loop.after(self.loop.chance.randrange(100, 5000), self._boot, process.number)

    def _strike(self) -> None:
        """Somebody's process comes to its end, one way or the other."""
        every = self.profile.killed_every
        if not every:
            return
        chance = self.loop.chance
        alive = [one for one in self.processes.values() if one.party.alive and one.ready]
        if alive:
            struck = chance.choice(alive)
            if chance.random() < self.profile.rolling:
                self.loop.enter(struck.party, self._stop(struck))
            else:
                self.kill(struck.party)
        self.loop.after(chance.randrange(1, 2 * every), self._strike)

    async def _stop(self, process: Process) -> None:
        """An orderly end: nothing new is heard, what is under way is finished."""
        process.ready = False
        self.trace(process.party.name, lambda: "is told to stop")
        if process.work is not None and hasattr(process.host, "stop"):
            await process.host.stop()
            process.work.cancel()
            self.trace(process.party.name, lambda: "has stopped")
        self.kill(process.party)

    async def _gate(self, party: Party, where: str, what: object = "") -> None:
        if not party.alive:
            raise Killed
        loop, profile = self.loop, self.profile
        self.statements += 1
        if self.statements == BUSIEST:
            self.faults.append("no end of statements")
            self._over = True
        if loop.chance.random() < profile.killed:
            self.trace(party.name, lambda: f"{where} {_first(what)}: dies here")
            self.kill(party)
            await loop.create_future()
        taken = profile.statement(loop.chance)
        if taken or loop.chance.random() < 0.4:
            await loop.pause(taken)
        since = loop.now - START - profile.away[0]
        lost = loop.chance.random() < profile.lost or 0 <= since < profile.away[1]
        self.trace(party.name, lambda: f"{where} {_first(what)}{': connection lost' if lost else ''}")
        if lost:
            raise Unreachable("The database of the simulation does not answer.")

    # --- the network ---

    def _send(self, delivery: Delivery) -> None:
        chance, profile = self.loop.chance, self.profile
        self.trace(delivery.heard.member.id, lambda: f"{delivery.heard.id}: {delivery.heard.content}")
        for _ in range(2 if chance.random() < profile.twice else 1):
            way = chance.randrange(5, 80)
            if chance.random() < profile.late:
                way = chance.randrange(100, 8000)
            if chance.random() < profile.dropped:
                way += chance.randrange(1000, 6000)
            delivery.copies += 1
            self.loop.after(way, self._arrive, delivery, TALKS)

    def _arrive(self, delivery: Delivery, tries: int) -> None:
        up = [one for one in self.processes.values() if one.party.alive and one.ready]
        if up:
            process = self.loop.chance.choice(up)
            delivery.copies -= 1
            self.loop.enter(process.party, self._hear(process, delivery))
        elif tries:
            self.loop.after(500, self._arrive, delivery, tries - 1)
        else:
            delivery.copies -= 1

    async def _hear(self, process: Process, delivery: Delivery) -> None:
        process.hearing.append(delivery)
        delivery.begun.append(self.loop.now)
        self.trace(process.party.name, lambda: f"hears {delivery.heard.id}")
        await process.host.hear(delivery.heard)
        self.trace(process.party.name, lambda: f"has heard {delivery.heard.id}")
        delivery.done.append(self.loop.now)
        process.hearing.remove(delivery)

    # --- what is told of it ---

    def trace(self, who: str, what: Callable[[], str]) -> None:
        if self._tracing:
            self.lines.append(f"{(self.loop.now - START) / SECOND:9.3f} {who:6} {what()}")


class _Log(logging.Handler):
    """Takes what the bot logs: trouble is told in the trace, a bug is a fault of the run."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self._root = logging.getLogger("trivium")

    def emit(self, record: logging.LogRecord) -> None:
        self._world.trace("log", record.getMessage)
        if record.exc_info:
            self._world.faults.append(f"{record.getMessage()}: {record.exc_info[1]!r}")

    def attach(self) -> None:
        self._root.addHandler(self)
        self._root.propagate = False

    def detach(self) -> None:
        self._root.removeHandler(self)
        self._root.propagate = True


@lru_cache(500)
def _first(what: Any) -> str:
    """A statement in a few words, for the trace."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an insert without its values warns of those that are missing
        text = what if isinstance(what, str) else str(what.compile(dialect=_SQLITE))
    return " ".join(text.split())[:60]
