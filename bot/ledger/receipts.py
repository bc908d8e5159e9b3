"""Where members' receipts stand that another process gave, looked up for many members at once.

Whoever asks while a look is under way is served by the next one, as with commits: a burst of answers costs a few reads.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.ledger.outbox import Outbox
from bot.quiz.round import Round
from facts.store.database import DatabaseTrouble

log = logging.getLogger("trivium.ledger")


@dataclass(slots=True)
class _Group:
    round: Round
    slots: set[str] = field(default_factory=set)
    found: asyncio.Future[Mapping[str, str]] = field(default_factory=asyncio.Future)


class ReceiptNames:
    """The platform's names for receipts, by slot."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._gathering: dict[str, _Group] = {}
        self._looking: dict[str, asyncio.Task[None]] = {}

    async def of(self, round: Round, slot: str) -> str | None:
        """The name of the message in this slot; None where there is none, or the database does not say."""
        group = self._gathering.setdefault(round.id, _Group(round))
        group.slots.add(slot)
        if round.id not in self._looking:
            self._looking[round.id] = asyncio.create_task(self._look(round.id))
        return (await group.found).get(slot)

    async def _look(self, id: str) -> None:
        while (group := self._gathering.pop(id, None)) is not None:
            try:
                found = await self._outbox.messages_in(group.round, sorted(group.slots))
            except DatabaseTrouble as trouble:
                log.warning("receipts come as new messages: %s", trouble)
                found = {}
            group.found.set_result(found)
        del self._looking[id]
