"""Answers on their way: judged, kept, and told to who gave them. The hottest road of the bot.

Laws. An answer is acknowledged after it is kept, never before. And each member has one receipt a question, which
later words change.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from bot.cards import Card, Tone
from bot.ledger.ledger import Ledger
from bot.ledger.outbox import Outgoing
from bot.messages import Heard, Show, Shown
from bot.ports import Clock, Stage, StageFault
from bot.posting import receipt_slot
from bot.quiz import moves
from bot.quiz.judging import Outcome, judge
from bot.quiz.round import Phase, Refusal, Round
from bot.quiz.scoring import Attempt
from bot.tables import Table, Tables
from bot.wording import receipts as wording
from facts.question import LETTERS
from facts.store.database import DatabaseTrouble

log = logging.getLogger("trivium.answering")


class Answering:
    """Takes the answers to every open question."""

    def __init__(self, tables: Tables, ledger: Ledger, stages: Mapping[str, Stage], clock: Clock) -> None:
        self._tables = tables
        self._ledger = ledger
        self._stages = stages
        self._clock = clock

    async def choose(self, heard: Heard, round_id: str, number: int, letter: str) -> Card | None:
        """A choice by letter: a receipt for the member, or why not."""
        choice = LETTERS.find(letter)
        return await self._attempt(heard, round_id, number, choice, letter, open=False)

    async def type(self, heard: Heard, round_id: str, number: int, text: str, *, open: bool) -> Card | None:
        """A typed answer, in the open channel or privately; None where nothing is to be said."""
        return await self._attempt(heard, round_id, number, None, text, open=open)

    def remind(self, round: Round, member: str) -> Card | None:
        """Says once a question that typed answers are private, to who types one in the open."""
        table = self._tables.of(round.id)
        if table is None or round.phase is not Phase.ASKING or member in table.reminded:
            return None
        table.reminded.add(member)
        return wording.refused(Refusal.IN_PRIVATE)

    def answered(self, round: Round) -> frozenset[str]:
        """Who has given an attempt at the open question."""
        table = self._tables.of(round.id)
        return frozenset(table.attempts) if table else frozenset()

    async def _attempt(
        self, heard: Heard, round_id: str, number: int, choice: int | None, text: str, *, open: bool
    ) -> Card | None:
        table = self._tables.of(round_id)
        if table is None or table.round.place.community != heard.place.community:
            return None if open else wording.refused(Refusal.OVER)
        round, member = table.round, heard.member
        question = round.question
        judged = judge(question, text) if question and choice is None else None
        right = judged.outcome is Outcome.RIGHT if judged else bool(question and choice == question.correct)
        attempt = Attempt(heard.id, member.id, member.name, heard.sent_at, choice, text, right)
        taken = moves.take(round, attempt, number, table.attempts.get(member.id, ()))
        if table.closing and not isinstance(taken, Refusal):
            taken = Refusal.TOO_LATE
        if isinstance(taken, Refusal):
            return None if open else wording.refused(taken)
        if judged and judged.outcome is Outcome.REFUSED:
            return wording.refused(Refusal.TOO_LONG)
        known = not await self._kept(table, number, attempt)
        mine = table.attempts.get(member.id, [])
        # A row that is there and not at hand landed when the database said it had not: it counts after all.
        if known and any(one.delivery == attempt.delivery for one in mine):
            return None  # the same delivery once more: its receipt is out already
        if table.round.number != number or table.round.phase not in (Phase.POSTING, Phase.ASKING):
            return wording.refused(Refusal.TOO_LATE)  # it was skipped or stopped while this was being kept
        table.attempts.setdefault(member.id, []).append(attempt)
        hastened = moves.hasten(table.round, table.given(), self._clock.now())
        if hastened is not table.round:
            table.round = hastened
            self._tables.watch(table)
        if round.locks and moves.first(table.round, table.attempts[member.id]) is not attempt:
            return wording.refused(Refusal.LOCKED)  # two at once: the other was sent before
        return self._receipt(table, attempt, judged.outcome if judged else None, open)

    async def _kept(self, table: Table, number: int, attempt: Attempt) -> bool:
        """Keep an attempt while a close that falls due waits for it; False where it was kept before."""
        table.keeping += 1
        table.settled.clear()
        try:
            return await self._ledger.keep(table.round, number, attempt)
        finally:
            table.keeping -= 1
            if not table.keeping:
                table.settled.set()

    def _receipt(self, table: Table, attempt: Attempt, outcome: Outcome | None, open: bool) -> Card | None:
        round = table.round
        assert round.question is not None
        if round.place.alone and (attempt.right or attempt.choice is not None):
            return None  # the reveal says it at once
        if attempt.choice is not None:
            over = round.deadline is not None and self._clock.now() > round.deadline
            after = "" if over else wording.STANDS if round.locks else wording.CHANGEABLE
            return wording.chose(LETTERS[attempt.choice], round.question.options[attempt.choice], after)
        if any(one.right for one in table.given(attempt.member)):
            return None if open else wording.typed_right()  # it stands, whatever is tried after it
        if outcome is Outcome.NEAR and attempt.member not in table.warned:
            table.warned.add(attempt.member)
            return wording.near()
        if open:
            return None
        return wording.typed_wrong()

    # --- receipts: one private message a member and question, edited ---

    async def receipt(self, heard: Heard, card: Card, round_id: str, number: int) -> None:
        """Tell one member privately, in place of what they were told of this question before."""
        table = self._tables.of(round_id)
        if table is None:
            await self._tell(heard, card, None)
            return
        slot = receipt_slot(number, heard.member.id)
        async with table.receipts.setdefault(slot, asyncio.Lock()):
            if table.round.number != number or table.round.phase not in (Phase.POSTING, Phase.ASKING):
                # The verdict stands there by now: a receipt that comes after it is stale, a refusal is news of its own.
                if card.tone is Tone.REFUSAL:
                    await self._tell(heard, card, None)
                return
            shown = await self._tell(heard, card, table.messages.get(slot))
            if shown is not None and slot not in table.messages:
                table.messages[slot] = shown.message
                first = Outgoing(f"{round_id}:{slot}", round_id, heard.place, slot, card, heard.member.id)
                try:
                    await self._ledger.noted(first, shown.message)
                except DatabaseTrouble as trouble:
                    log.warning("after a restart a receipt would come as a new message: %s", trouble)

    async def _tell(self, heard: Heard, card: Card, edits: str | None) -> Shown | None:
        show = Show(f"{heard.id}:receipt", heard.place, card, heard.member.id, heard.id, edits)
        try:
            return await self._stages[heard.place.platform].show(show)
        except StageFault:
            log.warning("a receipt could not be shown on %s", heard.place.platform)
            return None
