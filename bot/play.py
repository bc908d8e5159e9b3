"""Rounds being played: keeps each open round at hand, moves it by the engine, keeps what follows, and shows it.

Two laws. Nothing is shown before it is kept, and nothing counts as shown before the platform says so. And whatever
is in memory here can be read again from the ledger: a process that dies loses nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

from bot.cards import Card
from bot.instant import Instant
from bot.ledger.ledger import Asking, Ledger
from bot.ledger.outbox import Outgoing
from bot.messages import Heard, Place, Show, Shown
from bot.ports import Clock, Dice, Stage, StageFault
from bot.posting import outgoing_of, question_slot
from bot.questions import Questions
from bot.quiz import moves
from bot.quiz.happenings import EndReason
from bot.quiz.options import RoundOptions
from bot.quiz.round import Phase, Refusal, Round, Step, Vote
from bot.quiz.rulings import Ruling
from bot.tables import Table, Tables
from bot.wording import receipts as wording
from facts.knowledge import Topic
from facts.store.database import DatabaseTrouble

log = logging.getLogger("trivium.play")

RETRY = 5_000  # milliseconds until a message that the platform refused is sent again
AFTER_TROUBLE = 1_000  # milliseconds until what the database did not take is tried again
RETRIES = 12  # how often: a minute in all
PRIVATE_RETRIES = 3  # how often for one member, who may have closed the door to us
RESERVES = 3  # spare questions a round draws, for facts that fall while it runs


class Play:
    """All open rounds of the platforms this process serves."""

    def __init__(
        self,
        tables: Tables,
        ledger: Ledger,
        questions: Questions,
        stages: Mapping[str, Stage],
        clock: Clock,
        dice: Dice,
        *,
        stays: bool = True,
    ) -> None:
        self._stays = stays  # whether this process lives on to run the rounds it starts
        self._ledger = ledger
        self._questions = questions
        self._stages = stages
        self._clock = clock
        self._dice = dice
        self._tables = tables

    # --- opening the house ---

    async def load(self) -> None:
        """Take up every round that was open when the last process stopped, and send what it had not sent."""
        for round in await self._ledger.rounds_with_unsent(self._stages):
            if round.phase is Phase.ENDED:  # it has its last words to say, and holds no channel
                table = self._tables.add(Table(round))
                await self._show(table)
                self._tables.watch(table)
        for round in await self._ledger.open_rounds(self._stages):
            table = self._tables.seat(Table(round, messages=await self._ledger.messages(round)))
            table.rulings = await self._rulings(round)
            for attempt in await self._ledger.attempts(round) if round.question else ():
                table.attempts.setdefault(attempt.member, []).append(attempt)
            table.round = moves.hasten(round, table.given(), self._clock.now())
            await self._show(table)
            self._tables.watch(table)

    async def advance(self, to: Instant) -> None:
        """Do all that is due up to then, each at its own moment, the earliest first, one after the other."""
        while (at := self._tables.next_due()) is not None and at <= to:
            await self.follow(self._tables.take(), at)

    def take_due(self, to: Instant) -> list[tuple[Table, Instant]]:
        """What is due up to then, for whoever does it side by side: a channel that is slow keeps up no other."""
        taken = []
        while (at := self._tables.next_due()) is not None and at <= to:
            taken.append((self._tables.take(), at))
        return taken

    async def follow(self, table: Table, at: Instant) -> None:
        """Do what was due then at a table that was taken; raises `DatabaseTrouble` with nothing done."""
        try:
            async with table.lock:
                if table.due is not None and table.due <= at:
                    await self._follow(table, at)
        except DatabaseTrouble:
            table.not_before = self._clock.now() + AFTER_TROUBLE
            raise
        except Exception:
            log.exception("a bug, met by round %s: it ends, the others go on", table.round.id)
            await self._set_aside(table)
        finally:
            table.busy = False
            self._tables.watch(table)

    async def _set_aside(self, table: Table) -> None:
        """End a round that cannot be played on: left open in the ledger, it would hold its channel for ever."""
        self._tables.clear(table)
        if table.round.phase is Phase.ENDED:
            return
        try:
            async with table.lock:
                await self._keep(table, moves.abandon(table.round, EndReason.FAULT), self._clock.now())
                await self._show(table)
        except Exception:
            log.exception("round %s could not be ended properly", table.round.id)

    # --- what members do ---

    def at(self, place: Place) -> Round | None:
        """The round open in this channel: one look-up, however many are open elsewhere."""
        table = self._tables.at(place)
        return table.round if table else None

    def by_id(self, id: str) -> Round | None:
        table = self._tables.of(id)
        return table.round if table else None

    async def recall(self, community: str, id: str) -> Round | None:
        """A round that may be over, for its Play again button."""
        return self.by_id(id) or await self._ledger.round(community, id)

    async def start(
        self, heard: Heard, options: RoundOptions, topic: Topic | None, mature: bool
    ) -> Refusal | None:
        """Begin a round in this channel; its start card goes out through the stage."""
        place, at = heard.place, self._clock.now()
        if self.at(place):
            return Refusal.RUNNING
        if not self._stays:
            return Refusal.NOBODY_STAYS
        seed = self._dice.seed()
        drawn = await self._questions.draw(place, options, topic, mature, seed, options.questions + RESERVES)
        if not drawn:
            return Refusal.NO_TYPED if options.mode == "typed" else Refusal.NO_QUESTIONS
        count = min(options.questions, len(drawn))
        id = f"{at:x}{self._dice.token()[:6]}"
        step = moves.announce(id, place, heard.member.id, heard.member.name, options, count, seed, at)
        table = Table(step.round)
        async with table.lock:
            kept = await self._ledger.begin(step.round, drawn, outgoing_of(step, at))
            if not kept:
                return Refusal.RUNNING
            self._tables.seat(table)
            await self._show(table)
            self._tables.watch(table)
        return None

    async def control(
        self, heard: Heard, round: Round, move: Callable[[Round], Step | Vote | Refusal]
    ) -> Card | Vote | None:
        """Move the round by the engine: a refusal as a card, a vote as it stands, None where the channel is told."""
        table = self._tables.of(round.id)
        if table is None:
            return wording.refused(Refusal.OVER)
        async with table.lock:
            moved = move(table.round)
            match moved:
                case Refusal():
                    return wording.refused(moved)
                case Vote():
                    if await self._keep(table, Step(moved.round), self._clock.now()):
                        return moved
                    return wording.refused(Refusal.OVER)
                case Step():
                    await self._keep(table, moved, self._clock.now())
                    await self._show(table)
                    self._tables.watch(table)
                    return None

    # --- rulings: what is over is told again ---

    @asynccontextmanager
    async def still(self, community: str) -> AsyncIterator[None]:
        """While this is held no round of the community moves."""
        here = [table for table in self._tables if table.round.place.community == community]
        async with AsyncExitStack() as held:
            for table in sorted(here, key=lambda table: table.round.id):  # all take them in one order
                await held.enter_async_context(table.lock)
            yield

    async def take_up(self, community: str, key: str, rounds: Iterable[Round]) -> None:
        """Take rounds that were moved in the ledger for the present state. `key` is the question ruled on."""
        for round in rounds:
            table = self._tables.of(round.id)
            if table is not None:
                # The rest of it may be ahead of what is kept: a close that was brought forward.
                table.round = replace(table.round, version=round.version, scores=round.scores)
        for table in self._tables:
            question, there = table.round.question, table.round.place.community
            if question is not None and question.key == key and there == community:
                table.rulings = await self._rulings(table.round)
                table.round = moves.hasten(table.round, table.given(), self._clock.now())
                self._tables.watch(table)

    async def show_all(self, rounds: Iterable[Round]) -> None:
        """Send what these rounds have to show, though they may be over."""
        for round in rounds:
            table = self._tables.of(round.id)
            if table is None and round.phase is Phase.ENDED and round.place.platform in self._stages:
                table = self._tables.add(Table(round))
            if table is not None:
                async with table.lock:
                    await self._show(table)
                    self._tables.watch(table)

    # --- what follows by itself ---

    async def _follow(self, table: Table, at: Instant) -> None:
        if table.retry is not None and table.retry <= at:
            table.retry = None
        round = table.round
        if round.due is not None and round.due <= at:
            match round.phase:
                case Phase.ANNOUNCED | Phase.REVEALED:
                    await self._ask(table, at)
                case Phase.ASKING:
                    await self._close(table, at)
                case Phase.PAUSED:
                    await self._keep(table, moves.expire(round), at)
                case Phase.POSTING | Phase.ENDED:
                    raise AssertionError(f"nothing falls due while a round is {round.phase}")
        await self._show(table)

    async def _close(self, table: Table, at: Instant) -> None:
        table.closing = True
        try:
            await table.settled.wait()  # what was heard in time counts, however long the database takes
            table.rulings = await self._rulings(table.round)
            await self._keep(table, moves.close(table.round, table.given(), at), at)
        finally:
            table.closing = False

    async def _ask(self, table: Table, at: Instant) -> None:
        waiting = await self._ledger.waiting(table.round)
        sound, fallen = await self._questions.sound(table.round.place, waiting)
        if sound is None:
            await self._keep(table, moves.abandon(table.round, EndReason.RAN_DRY), at)
            return
        step = moves.ask(table.round, sound.question)
        rulings = await self._rulings(step.round)
        asking = Asking(sound.position, tuple(one.position for one in fallen))
        if await self._keep(table, step, at, asking):
            table.clear()
            table.rulings = rulings

    async def _rulings(self, round: Round) -> tuple[Ruling, ...]:
        key = round.question.key if round.question else ""
        return await self._ledger.rulings.of(round.place.community, key)

    async def _keep(self, table: Table, step: Step, at: Instant, asking: Asking | None = None) -> bool:
        """Keep a transition and what it causes, then take it for the present state."""
        tags = await self._ledger.tags(step.round) if step.answers else ""
        kept = await self._ledger.move(
            step.round,
            table.round.version,
            at,
            answers=step.answers,
            outgoing=outgoing_of(step, at),
            asking=asking,
            tags=tags,
        )
        if kept:
            # Answers that came meanwhile may have brought the close forward.
            table.round = moves.hasten(step.round, table.given(), at)
        else:  # somebody else has moved it: theirs is the present state
            table.round = await self._ledger.round(table.round.place.community, table.round.id) or table.round
        return kept

    # --- showing ---

    async def _show(self, table: Table) -> None:
        """Send what the ledger holds for this round and the screen has not; what fails now is tried again.

        Trouble with the database is not raised: the move is kept, so to say that it was not done would be wrong.
        """
        try:
            await self._send(table)
        except DatabaseTrouble as trouble:
            log.error("round %s waits: %s", table.round.id, trouble)
            table.retry = self._clock.now() + AFTER_TROUBLE

    async def _send(self, table: Table) -> None:
        taken: dict[str, str] = {}
        unsent = await self._ledger.unsent(table.round)
        if new := [one.slot for one in unsent if one.slot not in table.messages]:
            table.messages |= await self._ledger.messages_in(table.round, new)
        away = False  # a member could not be told: the other private words wait too, the channel's do not
        for outgoing in sorted(unsent, key=lambda one: one.id in table.missed):
            if away and outgoing.to is not None:
                continue
            shown = await self._put_up(table, outgoing)
            if shown is None and outgoing.to is not None:
                away = True
                taken |= self._miss(table, outgoing.id)
                continue
            if shown is None:
                log.warning("round %s: a message could not be shown and will be sent again", table.round.id)
                await self._ledger.sent(outgoing.place.community, taken)
                await self._put_off(table)
                return
            table.failures = 0
            taken[outgoing.id] = shown.message
            if outgoing.slot == question_slot(table.round.number) and await self._confirm(
                table, taken, shown
            ):
                taken = {}
        await self._ledger.sent(table.round.place.community, taken)
        if away:
            table.retry = self._clock.now() + RETRY
        elif table.round.phase is Phase.ENDED:
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
            return shown

    def _miss(self, table: Table, id: str) -> Mapping[str, str]:
        """Count that one member could not be told; what is given up is noted as sent, under no name."""
        table.missed[id] = table.missed.get(id, 0) + 1
        if table.missed[id] < PRIVATE_RETRIES:
            return {}
        log.warning("round %s: a member could not be told something, and is not told it", table.round.id)
        del table.missed[id]
        return {id: ""}

    async def _confirm(self, table: Table, taken: Mapping[str, str], shown: Shown) -> bool:
        """A question is on screen: its time starts, in the same transaction that notes it. False for a reveal."""
        round, now = table.round, self._clock.now()
        if round.phase is not Phase.POSTING:
            return False
        step = moves.confirm(round, shown.at, now)
        moved = await self._ledger.move(step.round, round.version, now, sent=taken)
        if moved:
            table.round = moves.hasten(step.round, table.given(), now)
        return moved

    async def _put_off(self, table: Table) -> None:
        table.failures += 1
        now = self._clock.now()
        if table.failures <= RETRIES:
            table.retry = now + RETRY
        else:
            if table.round.phase is not Phase.ENDED:
                await self._keep(table, moves.abandon(table.round, EndReason.CHANNEL_LOST), now)
            await self._ledger.give_up(table.round)
            self._tables.clear(table)
