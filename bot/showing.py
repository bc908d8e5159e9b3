"""What a round has to show, sent in its order and tried again until the platform takes it.

Two laws. Nothing counts as shown before the platform says so. And a round's cards are shown by one process at a time: by
who moved it, until all of it is shown.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from bot.ledger.ledger import Ledger
from bot.ledger.moving import Kept
from bot.ledger.outgoing import Outgoing
from bot.messages import Show, Shown
from bot.ports import Stage, StageFault
from bot.posting import outgoing_of, question_slot
from bot.quiz import moves
from bot.quiz.happenings import EndReason
from bot.quiz.round import Phase
from bot.seating import Seating
from bot.tables import Table, Tables
from facts.store.database import DatabaseTrouble

log = logging.getLogger("trivium.showing")

RETRY = 5_000  # milliseconds until a message that the platform refused is sent again
AFTER_TROUBLE = 1_000  # milliseconds until what the database did not take is tried again
RETRIES = 12  # how often: a minute in all
PRIVATE_RETRIES = 3  # how often for one member, who may have closed the door to us


class Showing:
    """Puts on screen what the ledger holds for the rounds of this process."""

    def __init__(self, tables: Tables, seating: Seating, ledger: Ledger, stages: Mapping[str, Stage]) -> None:
        self._tables = tables
        self._seating = seating
        self._ledger = ledger
        self._outbox = ledger.outbox
        self._stages = stages

    async def show(self, table: Table) -> None:
        """Send what the ledger holds for this round and the screen has not; what fails now is tried again.

        Trouble with the database is not raised: the move is kept, so to say that it was not done would be wrong.
        """
        try:
            while table.shows and table.retry is None:
                if table.stale:
                    await self._seating.refresh(table)
                await self._send(table)
        except DatabaseTrouble as trouble:
            log.error("round %s waits: %s", table.round.id, trouble)
            table.retry = self._ledger.clock.now() + AFTER_TROUBLE

    async def _send(self, table: Table) -> None:
        """Send all that waits now. Where more was added meanwhile, the table still `shows` afterwards."""
        round = table.round
        taken: dict[str, str] = {}
        unsent = await self._outbox.unsent(round)
        if unsent is None:
            table.stale = True
            return
        if new := [one.slot for one in unsent if one.slot not in table.messages]:
            table.messages |= await self._outbox.messages_in(round, new)
        away = False  # a member could not be told: the other private words wait too, the channel's do not
        waiting = sorted(unsent, key=lambda one: one.id in table.missed)
        for index, outgoing in enumerate(waiting):
            if away and outgoing.to is not None:
                continue
            shown = await self._put_up(table, outgoing)
            if shown is None and outgoing.to is not None:
                away = True
                taken |= self._miss(table, outgoing.id)
                continue
            if shown is None:
                log.warning("round %s: a message could not be shown and will be sent again", round.id)
                await self._outbox.sent(round, round.version, taken, all=False)
                await self._put_off(table)
                return
            table.failures = 0
            taken[outgoing.id] = shown.message
            if outgoing.slot == question_slot(round.number):
                last = index == len(waiting) - 1 and not away
                if await self._confirm(table, round.number, shown, taken, last=last):
                    round, taken = table.round, {}
                    if last:
                        return
        await self._finish(table, round.version, taken, away=away)

    async def _finish(self, table: Table, version: int, taken: Mapping[str, str], *, away: bool) -> None:
        if away:
            await self._outbox.sent(table.round, version, taken, all=False)
            table.retry = self._ledger.clock.now() + RETRY
        elif await self._outbox.sent(table.round, version, taken, all=True):
            self._let_go(table)
        else:
            # More was added to it meanwhile; or this took so long that another process shows the rest.
            table.shows = await self._outbox.take_up(table.round.place.community, table.round.id)
            await self._seating.refresh(table)

    def _let_go(self, table: Table) -> None:
        table.shows = False
        if table.round.phase is Phase.ENDED:
            self._tables.clear(table)

    async def _put_up(self, table: Table, outgoing: Outgoing) -> Shown | None:
        """Show one row of the outbox; None where the platform did not take it."""
        # A receipt under way to the same member goes first, so that the verdict edits it and not the other way round.
        async with table.receipts.setdefault(outgoing.slot, asyncio.Lock()):
            edits = table.messages.get(outgoing.slot)
            show = Show(outgoing.id, outgoing.place, outgoing.card, outgoing.to, None, edits)
            try:
                shown = await self._stages[outgoing.place.platform].show(show)
            except StageFault:
                return None
            table.messages.setdefault(outgoing.slot, shown.message)
            # A card that is sent again stood there since the first time.
            table.shown_at.setdefault(outgoing.slot, shown.at)
            return shown

    def _miss(self, table: Table, id: str) -> Mapping[str, str]:
        """Count that one member could not be told; what is given up is noted as sent, under no name."""
        table.missed[id] = table.missed.get(id, 0) + 1
        if table.missed[id] < PRIVATE_RETRIES:
            return {}
        log.warning("round %s: a member could not be told something, and is not told it", table.round.id)
        del table.missed[id]
        return {id: ""}

    async def _confirm(
        self, table: Table, number: int, shown: Shown, taken: Mapping[str, str], *, last: bool
    ) -> bool:
        """A question is on screen: its time starts, in the same transaction that notes it. False for a reveal.

        Whoever moves the round meanwhile does not undo that it stands there: it is said again until it is kept.
        """
        since = table.shown_at.get(question_slot(number), shown.at)
        while table.round.phase is Phase.POSTING and table.round.number == number:
            round = table.round
            step = moves.confirm(round, since, self._ledger.clock.now())
            kept = await self._ledger.move(step.round, round.version, sent=taken, lets_go=last)
            if kept is not Kept.LOST:
                table.round, table.ours = step.round, True
                table.shows = table.shows and not last
                return True
            await self._seating.refresh(table)
            last = False  # whoever moved it may have put something on screen
        return False

    async def _put_off(self, table: Table) -> None:
        table.failures += 1
        now = self._ledger.clock.now()
        if table.failures <= RETRIES:
            table.retry = now + RETRY
            return
        round = table.round
        if round.phase is not Phase.ENDED:
            ended = moves.abandon(round, EndReason.CHANNEL_LOST)
            if (
                await self._ledger.move(ended.round, round.version, outgoing=outgoing_of(ended, now))
                is Kept.LOST
            ):
                await self._seating.refresh(table)
                table.retry = now + RETRY
                return
            table.round = ended.round
        await self._outbox.give_up(table.round)
        table.shows = False
        self._tables.clear(table)
