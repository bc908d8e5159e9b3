"""What the processes that share a ledger know of each other: signs of life, rounds that moved, and notices of both.

Notices are hints. Whatever a notice would have said is found by the next look, a second later.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.instant import SECOND, Instant
from bot.ledger import statements as s
from bot.ledger.moving import CHANNEL
from bot.ledger.process import Process
from bot.messages import Place
from facts.store.database import Database, DatabaseTrouble
from facts.store.notices import Listening

log = logging.getLogger("trivium.ledger")

GAP = 5 * SECOND  # so long without a sign of life from anybody, and rounds stood still
STANDSTILL = 30 * SECOND  # nobody is as slow as that: the machine itself stood still
OVERLAP = 3 * SECOND  # a look goes back so far before the last one: a transaction may commit late


@dataclass(frozen=True, slots=True)
class News:
    """A round that is open, as far as another process says."""

    place: Place
    round: str
    version: int
    due: Instant | None


class Watch:
    """Looks at what others do, and shows that this process lives."""

    def __init__(self, database: Database, process: Process) -> None:
        self._database = database
        self._process = process
        self._since: Instant = 0
        self._listening: Listening | None = None

    async def now(self) -> Instant:
        """What time it is, by the database's clock."""
        async with self._database.read() as connection:
            at: Instant = (await connection.execute(s.TIME, {"now": self._process.clock.bind()})).scalar_one()
        self._process.clock.learn(at)
        return at

    async def pulse(self, *, cut_off: bool) -> int:
        """Give a sign of life. After a gap the open rounds are moved by it; says by how much, 0 where none were.

        `cut_off`: since the last sign this process could not serve. Else it was only slow, and so was everybody: to move
        every round for that would make it slower.
        """
        async with self._database.write_aside() as connection:
            told = {"now": self._process.clock.bind()}
            row = (await connection.execute(s.PULSE, told)).first()
            if row is None:
                now: Instant = (await connection.execute(s.TIME, told)).scalar_one()
                await connection.execute(s.FIRST_TIME, {"id": 1, "at": now})
                return 0
            gap = row.now - row.at
            moved = 0
            if gap > (GAP if cut_off else STANDSTILL):
                await connection.execute(s.HOLD_OPEN)
                moved = (await connection.execute(s.SHIFT, {**told, "gap": gap})).rowcount
                await connection.execute(s.SHIFT_CUTS, {**told, "gap": gap})
            if gap > 0:
                await connection.execute(s.MARK_TIME, {"at": row.now})
        self._process.clock.learn(row.now)
        return gap if moved else 0

    async def changed(self, platforms: Iterable[str]) -> tuple[News, ...]:
        """The open rounds of these platforms that moved since the last look."""
        now = await self.now()
        async with self._database.read() as connection:
            wanted = {"platforms": list(platforms), "since": self._since}
            rows = (await connection.execute(s.CHANGED, wanted)).all()
        self._since = now - OVERLAP
        return tuple(
            News(
                Place(row.platform, row.community_id, row.channel),
                row.id,
                row.version,
                row.due_at if row.cut_at is None or row.due_at is None else min(row.due_at, row.cut_at),
            )
            for row in rows
        )

    # --- notices, on PostgreSQL ---

    async def listen(self, heard: Callable[[News], None]) -> None:
        """Have `heard` called for each round that another process moves; does nothing where it listens already."""
        if not self._process.others or self._database.dialect != "postgresql":
            return
        if self._listening is not None and not self._listening.is_closed():
            return
        try:
            self._listening = await self._database.listen(CHANNEL, _reader(self._process.name, heard))
        except DatabaseTrouble as trouble:
            log.warning("no notices for now: %s", trouble)

    def close(self) -> None:
        """Hear no more notices."""
        if self._listening is not None:
            self._listening.terminate()
            self._listening = None


def _reader(name: str, heard: Callable[[News], None]) -> Callable[..., None]:
    def read(_connection: object, _pid: int, _channel: str, payload: str) -> None:
        parts: Sequence[str] = payload.split("\n")
        if len(parts) != 7 or parts[0] == name:
            return
        _, platform, community, channel, round, version, due = parts
        heard(
            News(
                Place(platform, community, channel), round, int(version), int(due) if due != "None" else None
            )
        )

    return read
