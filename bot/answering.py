"""Answers on their way: judged, kept, and told to who gave them. The hottest road of the bot.

Laws. An answer is acknowledged after it is kept, never before. And each member has one receipt a question, which
later words change.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from bot.cards import Card, Tone
from bot.ledger.attempts import Fate
from bot.ledger.ledger import Ledger
from bot.ledger.outgoing import Noted
from bot.ledger.receipts import ReceiptNames
from bot.messages import Heard, Show, Shown
from bot.play import Play
from bot.ports import Stage, StageFault
from bot.posting import receipt_slot
from bot.quiz import moves
from bot.quiz.judging import Outcome, judge
from bot.quiz.round import Phase, Refusal, Round
from bot.quiz.scoring import Attempt
from bot.seating import Seating
from bot.tables import Table, Tables
from bot.wording import receipts as wording
from facts.question import LETTERS

log = logging.getLogger("trivium.answering")


class Answering:
    """Takes the answers to every open question."""

    def __init__(
        self,
        tables: Tables,
        seating: Seating,
        play: Play,
        ledger: Ledger,
        stages: Mapping[str, Stage],
        *,
        others: bool,
    ) -> None:
        self._tables = tables
        self._seating = seating
        self._play = play
        self._ledger = ledger
        self._stages = stages
        self._others = others
        self._receipts = ReceiptNames(ledger.outbox)
        self._late: set[asyncio.Task[None]] = set()  # words for who waited while the database was away

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

    def so_far(self, round: Round) -> int:
        """How many have answered the open question, as far as this process has heard."""
        table = self._tables.of(round.id)
        return len(table.attempts) if table else 0

    async def answered(self, round: Round) -> frozenset[str]:
        """Who has given an attempt at the open question."""
        if self._others:
            return frozenset(one.member for one in await self._ledger.attempts(round))
        table = self._tables.of(round.id)
        return frozenset(table.attempts) if table else frozenset()

    async def _attempt(
        self, heard: Heard, round_id: str, number: int, choice: int | None, text: str, *, open: bool
    ) -> Card | None:
        table = await self._seating.of(heard.place.community, round_id, number)
        if table is None:
            return None if open else wording.refused(Refusal.OVER)
        round, member = table.round, heard.member
        question = round.question
        judged = judge(question, text) if question and choice is None else None
        right = judged.outcome is Outcome.RIGHT if judged else bool(question and choice == question.correct)
        attempt = Attempt(heard.id, member.id, member.name, heard.sent_at, choice, text, right)
        taken = moves.take(round, attempt, number, table.attempts.get(member.id, ()))
        if isinstance(taken, Refusal):
            return None if open else wording.refused(taken)
        if judged and judged.outcome is Outcome.REFUSED:
            return wording.refused(Refusal.TOO_LONG)
        outcome = judged.outcome if judged else None
        fate = await self._ledger.commits.keep(
            round.place.community,
            round.id,
            number,
            attempt,
            partial(self._tell_later, heard, round, attempt, outcome, open),
        )
        if fate is Fate.WAITING:
            return wording.waiting()
        return await self._after(table, round, attempt, fate, outcome, open=open)

    async def _after(
        self,
        table: Table,
        asked: Round,
        attempt: Attempt,
        fate: Fate,
        outcome: Outcome | None,
        *,
        open: bool,
    ) -> Card | None:
        """What the member is told of an attempt whose fate is known. `asked` is the round it was given to."""
        if fate is Fate.LOST:
            return wording.lost()
        if fate is Fate.CLOSED:
            return None if open else wording.refused(Refusal.TOO_LATE)
        # A row that is there and not at hand landed when the database said it had not: it counts after all.
        mine = table.attempts.get(attempt.member, [])
        if fate is Fate.KNOWN and any(one.delivery == attempt.delivery for one in mine):
            return None  # the same delivery once more: its receipt is out already
        if table.round.number != asked.number or table.round.phase not in (Phase.POSTING, Phase.ASKING):
            return None  # it closed just after this was kept: the verdict tells
        if self._play.answered(table, attempt):
            await self._play.hasten(table)
        first = moves.first(table.round, table.attempts[attempt.member]) if asked.locks else None
        if first is not None and first.delivery != attempt.delivery:
            return wording.refused(Refusal.LOCKED)  # two at once: the other was sent before
        return self._receipt(table, attempt, outcome, open)

    def _receipt(self, table: Table, attempt: Attempt, outcome: Outcome | None, open: bool) -> Card | None:
        round = table.round
        assert round.question is not None
        if round.place.alone and (attempt.right or attempt.choice is not None):
            return None  # the reveal says it at once
        if attempt.choice is not None:
            over = round.deadline is not None and self._ledger.clock.now() > round.deadline
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

    # --- words for who waited ---

    def _tell_later(
        self, heard: Heard, round: Round, attempt: Attempt, outcome: Outcome | None, open: bool, fate: Fate
    ) -> None:
        task = asyncio.create_task(self._tell_now(heard, round, attempt, outcome, open, fate))
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _tell_now(
        self, heard: Heard, round: Round, attempt: Attempt, outcome: Outcome | None, open: bool, fate: Fate
    ) -> None:
        """The receipt of an attempt that waited for the database, in place of the words that it waits."""
        table = self._tables.of(round.id) or Table(round)
        card = await self._after(table, round, attempt, fate, outcome, open=False)
        if card is not None:
            await self.receipt(replace(heard, id=f"{heard.id}:kept"), card, round.id, round.number)

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
                # The verdict stands there by now: a receipt that comes after it is stale, a refusal is news of its own,
                # and so is that an answer still waits.
                if card.tone is Tone.REFUSAL or card == wording.waiting():
                    await self._tell(heard, card, None)
                return
            if self._others and slot not in table.messages:
                there = await self._receipts.of(table.round, slot)
                table.messages |= {} if there is None else {slot: there}
            shown = await self._tell(heard, card, table.messages.get(slot))
            if shown is not None and slot not in table.messages:
                table.messages[slot] = shown.message
                noted = Noted(heard.place.community, round_id, slot, heard.member.id, shown.message)
                self._ledger.commits.note(noted)

    async def _tell(self, heard: Heard, card: Card, edits: str | None) -> Shown | None:
        show = Show(f"{heard.id}:receipt", heard.place, card, heard.member.id, heard.id, edits)
        try:
            return await self._stages[heard.place.platform].show(show)
        except StageFault:
            log.warning("a receipt could not be shown on %s", heard.place.platform)
            return None
