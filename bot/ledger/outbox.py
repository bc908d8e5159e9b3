"""The outbox: cards that wait for the screen, and which process shows them.

A round's cards are shown by one process at a time, in their order. Who moves a round takes its showing up, unless
another process is at it; who dies in the middle is followed, after a lease, by any other that serves the platform.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.ledger import statements as s
from bot.ledger.encoding import CARD
from bot.ledger.moving import round_of
from bot.ledger.outgoing import Noted, Outgoing, version_of
from bot.ledger.process import Process
from bot.quiz.round import Round
from facts.store.database import Database
from facts.store.tables import storable

# The same receipt can be noted twice, where two processes gave it or a commit's word was lost. Its card is on screen
# and not kept.
_NOTED = "INSERT INTO outbox (community_id, id, round_id, slot, to_member, message, sequence, card)"
_NOTE = f"{_NOTED} VALUES (?, ?, ?, ?, ?, ?, 0, '') ON CONFLICT DO NOTHING"
_NOTE_ALL = f"""
    {_NOTED} SELECT n.*, 0, '' FROM unnest({", ".join(f"${i}::text[]" for i in range(1, 7))}) AS n
    ON CONFLICT DO NOTHING
"""
MOST = 50  # rounds that one look takes up from processes that died


class Outbox:
    """Reads and writes of what is to be shown."""

    def __init__(self, database: Database, process: Process) -> None:
        self._database = database
        self._process = process

    async def unsent(self, round: Round) -> tuple[Outgoing, ...] | None:
        """What of this round has not reached the screen, in order; None where it has moved on since it was read."""
        async with self._database.read() as connection:
            rows = (await connection.execute(s.UNSENT, _of(round))).all()
        if any(version_of(row.sequence) > round.version for row in rows):
            return None
        return tuple(
            Outgoing(row.id, round.id, round.place, row.slot, CARD.value(row.card), row.to_member)
            for row in rows
        )

    async def rounds_with_unsent(self, platforms: Iterable[str]) -> tuple[Round, ...]:
        """The rounds, open or ended, of which something has not reached the screen."""
        async with self._database.read() as connection:
            rows = await connection.execute(s.ROUNDS_UNSENT, {"platforms": list(platforms)})
            return tuple(map(round_of, rows))

    async def sent(self, round: Round, version: int, messages: Mapping[str, str], *, all: bool) -> bool:
        """The platform has taken these rows, by id, and calls them so. `all`: nothing of the round is left to show.

        `version` is the round's from before the rows were read. False where it has moved since, and maybe has more to
        show: then it is still this process's to do so.
        """
        if not messages and not all:
            return True
        async with self._database.write() as connection:
            if messages:
                await connection.execute(s.SENT, sent_rows(round, messages))
            if not all:
                return True
            let_go = {**_of(round), "was_version": version, **self._process.lease()}
            return (await connection.execute(s.LET_GO, let_go)).rowcount == 1

    async def take_up(self, community: str, round: str) -> bool:
        """Whether the showing of this round is this process's from now on."""
        key = {"of_community": community, "of_round": round}
        async with self._database.write() as connection:
            taken = await connection.execute(s.TAKE_UP, {**key, **self._process.lease()})
            return taken.first() is not None

    async def renew(self) -> tuple[tuple[str, str], ...]:
        """Keep what this process shows for another lease: rounds by community and id."""
        async with self._database.write() as connection:
            await connection.execute(s.HOLD_MINE, {"me": self._process.name})
            kept = await connection.execute(s.RENEW, self._process.lease())
            return tuple((row.community_id, row.id) for row in kept)

    async def orphans(self, platforms: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Take up rounds, by community and id, whose process died while it showed them."""
        async with self._database.write() as connection:
            wanted = {"platforms": list(platforms), "most": MOST, **self._process.lease()}
            found = (await connection.execute(s.ORPHANS, wanted)).all()
            for one in found:
                key = {"of_community": one.community_id, "of_round": one.id}
                await connection.execute(s.TAKE_UP, {**key, **self._process.lease()})
            return tuple((one.community_id, one.id) for one in found)

    async def let_all_go(self) -> None:
        """This process stops: whatever it has not shown is anybody's at once."""
        async with self._database.write() as connection:
            await connection.execute(s.HOLD_MINE, {"me": self._process.name})
            await connection.execute(s.LET_ALL_GO, {"me": self._process.name})

    async def noted(self, notes: Sequence[Noted]) -> None:
        """First messages of their slots that were shown at once, kept so that later ones edit them."""
        rows = [
            (
                storable(one.community),
                storable(f"{one.round}:{one.slot}"),
                one.round,
                storable(one.slot),
                storable(one.to),
                storable(one.message),
            )
            for one in notes
        ]
        if self._database.dialect == "sqlite":
            async with self._database.write() as connection:
                await connection.exec_driver_sql(_NOTE, rows)
            return
        async with self._database.read() as connection:  # commits by itself
            columns = [list(column) for column in zip(*rows, strict=True)]
            await connection.exec_driver_sql(_NOTE_ALL, tuple(columns))

    async def messages(self, round: Round) -> dict[str, str]:
        """The platform's name for the first message of each slot that was shown."""
        async with self._database.read() as connection:
            return {row.slot: row.message for row in await connection.execute(s.MESSAGES, _of(round))}

    async def messages_in(self, round: Round, slots: Sequence[str]) -> dict[str, str]:
        """The platform's name for the first message of each of these slots that was shown."""
        async with self._database.read() as connection:
            found = await connection.execute(s.MESSAGES_IN, {**_of(round), "slots": list(slots)})
            return {row.slot: row.message for row in found}

    async def give_up(self, round: Round) -> None:
        """What of this round has not been shown is never going to be."""
        async with self._database.write() as connection:
            await connection.execute(s.GIVE_UP, _of(round))
            await connection.execute(
                s.LET_GO, {**_of(round), "was_version": round.version, **self._process.lease()}
            )


def _of(round: Round) -> dict[str, str]:
    return {"of_community": round.place.community, "of_round": round.id}


def sent_rows(round: Round, messages: Mapping[str, str]) -> list[dict[str, str]]:
    community = round.place.community
    return [{"of_community": community, "of_id": id, "message": message} for id, message in messages.items()]
