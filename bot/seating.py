"""Finding the round that something is for, on any number of processes: at hand, known to be elsewhere, or unheard of.

One law: what is at hand is never older than what somebody's press shows that they saw.
"""

from __future__ import annotations

from bot.ledger.ledger import Ledger
from bot.messages import Place
from bot.quiz.round import Phase, Round
from bot.tables import Table, Tables


class Seating:
    """Brings rounds to the table from the ledger."""

    def __init__(self, tables: Tables, ledger: Ledger, *, others: bool) -> None:
        self._tables = tables
        self._ledger = ledger
        self._others = others

    async def at(self, place: Place, *, surely: bool = False) -> Table | None:
        """The open round of this channel. `surely` asks the ledger for one that this process has not heard of yet."""
        id = self._tables.id_at(place)
        if id is None and surely and self._others:
            id = await self._ledger.open_here(place)
        return None if id is None else await self.of(place.community, id)

    async def of(self, community: str, id: str, number: int = 0) -> Table | None:
        """An open round by its id, in which question `number` has been shown."""
        table = self._tables.of(id)
        behind = table is None or table.stale or table.round.number < number
        if behind and (self._others or self._tables.knows(id)):
            table = await self.take(community, id)
        if table is None or table.round.place.community != community or table.round.phase is Phase.ENDED:
            return None
        return table

    async def take(self, community: str, id: str) -> Table | None:
        """The round as the ledger has it, at a table; None where it is not open nor has anything to say here."""
        round = await self._ledger.round(community, id)
        table = self._tables.of(id)
        if round is None:
            self._tables.forget(id)
            return None
        if table is None:
            if round.phase is Phase.ENDED:
                self._tables.forget(id)
                return None
            return await self._sit_down(round)
        await self._catch_up(table, round)
        return table

    async def refresh(self, table: Table) -> None:
        """Bring a table up to what the ledger has."""
        round = await self._ledger.round(table.round.place.community, table.round.id)
        if round is not None:
            await self._catch_up(table, round)

    async def _sit_down(self, round: Round) -> Table:
        table = Table(round, ours=False)
        await self._know(table)
        there = self._tables.of(round.id)  # somebody may have brought it meanwhile
        if there is not None and there.round.version >= round.version:
            return there
        self._tables.seat(table)
        self._tables.watch(table)
        return table

    async def _catch_up(self, table: Table, round: Round) -> None:
        if round.version < table.round.version:
            return
        other_question = round.number != table.round.number
        table.moved(round)
        if other_question:
            await self._know(table)
        if round.phase is Phase.ENDED:
            self._tables.leave(round)
            if not table.shows:
                self._tables.forget(round.id)
        self._tables.watch(table)

    async def _know(self, table: Table) -> None:
        """What else is known of the open question: its attempts and the rulings on it."""
        round = table.round
        if round.question is None or round.phase not in (Phase.POSTING, Phase.ASKING):
            return
        rulings = await self._ledger.rulings.of(round.place.community, round.question.key)
        attempts = await self._ledger.attempts(round)
        if table.round.number == round.number:
            table.rulings = rulings
            for attempt in attempts:
                table.add(attempt)
