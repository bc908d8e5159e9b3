"""Rounds being played: keeps each open round at hand, moves it by the engine, keeps what follows, and shows it.

Two laws. Nothing is shown before it is kept, and nothing counts as shown before the platform says so. And whatever
is in memory here can be read again from the ledger: a process that dies loses nothing.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import chain

from bot.cards import Card, Tone
from bot.instant import Instant
from bot.ledger.ledger import Asking, Ledger
from bot.ledger.outbox import Outgoing
from bot.messages import Heard, Place, Show, Shown
from bot.ports import Clock, Dice, Stage, StageFault
from bot.posting import outgoing_of, question_slot, receipt_slot
from bot.questions import Questions
from bot.quiz import moves
from bot.quiz.happenings import EndReason
from bot.quiz.judging import Outcome, judge
from bot.quiz.options import RoundOptions
from bot.quiz.round import Phase, Refusal, Round, Step, Vote
from bot.quiz.rulings import Ruling, ruled
from bot.quiz.scoring import Attempt
from bot.wording import receipts as wording
from facts.knowledge import Topic
from facts.question import LETTERS
from facts.store.database import DatabaseTrouble

log = logging.getLogger("trivium.play")

RETRY = 5_000  # milliseconds until a message that the platform refused is sent again
AFTER_TROUBLE = 1_000  # milliseconds until what the database did not take is tried again
RETRIES = 12  # how often: a minute in all
PRIVATE_RETRIES = 3  # how often for one member, who may have closed the door to us
RESERVES = 3  # spare questions a round draws, for facts that fall while it runs

Spot = tuple[str, str, str]


@dataclass(slots=True)
class Table:
    """A round at hand: the round, the attempts at its open question by member, and the messages it has shown."""

    round: Round
    attempts: dict[str, list[Attempt]] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)  # slot -> the platform's name for the message
    warned: set[str] = field(default_factory=set)  # who was told of a near miss at this question
    rulings: tuple[Ruling, ...] = ()  # those on this question
    failures: int = 0  # sendings in a row that the platform did not take
    retry: Instant | None = None  # when what it did not take is sent again
    not_before: Instant = 0  # after trouble with the database, when what is due is tried again
    reminded: set[str] = field(default_factory=set)  # who was told that typed answers are private
    missed: dict[str, int] = field(default_factory=dict)  # outbox id -> how often its member was not reached
    keeping: int = 0  # attempts that are being written
    settled: asyncio.Event = field(default_factory=asyncio.Event)  # set while none is; the close waits for it
    closing: bool = False  # the answers are being counted: one that arrives now is too late
    busy: bool = False  # what is due is being done
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    receipts: dict[str, asyncio.Lock] = field(
        default_factory=dict
    )  # slot -> who sends it waits for the one before

    def __post_init__(self) -> None:
        self.settled.set()

    def given(self, member: str = "") -> tuple[Attempt, ...]:
        """The attempts at the open question, or the member's, as the rulings have them."""
        kept = self.attempts.get(member, ()) if member else chain.from_iterable(self.attempts.values())
        question = self.round.question
        return ruled(question, self.round.id, kept, self.rulings) if question else tuple(kept)

    @property
    def due(self) -> Instant | None:
        """When something next happens here by itself."""
        times = [at for at in (self.round.due, self.retry) if at is not None]
        return max(min(times), self.not_before) if times else None


class Play:
    """All open rounds of the platforms this process serves."""

    def __init__(
        self,
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
        self._tables: dict[Spot, Table] = {}
        self._by_id: dict[str, Table] = {}
        self._due: list[tuple[Instant, str]] = []
        self.woken = asyncio.Event()  # set when something falls due earlier than before

    # --- opening the house ---

    async def load(self) -> None:
        """Take up every round that was open when the last process stopped, and send what it had not sent."""
        for round in await self._ledger.rounds_with_unsent(self._stages):
            if round.phase is Phase.ENDED:  # it has its last words to say, and holds no channel
                table = self._by_id[round.id] = Table(round)
                await self._show(table)
                self._watch(table)
        for round in await self._ledger.open_rounds(self._stages):
            table = self._seat(Table(round, messages=await self._ledger.messages(round)))
            table.rulings = await self._rulings(round)
            for attempt in await self._ledger.attempts(round) if round.question else ():
                table.attempts.setdefault(attempt.member, []).append(attempt)
            table.round = moves.hasten(round, table.given(), self._clock.now())
            await self._show(table)
            self._watch(table)

    def next_due(self) -> Instant | None:
        """When something next happens by itself."""
        while self._due:
            at, id = self._due[0]
            table = self._by_id.get(id)
            if table is not None and table.due == at and not table.busy:
                return at
            heapq.heappop(self._due)
        return None

    async def advance(self, to: Instant) -> None:
        """Do all that is due up to then, each at its own moment, the earliest first, one after the other."""
        while (at := self.next_due()) is not None and at <= to:
            await self.follow(self._take(at), at)

    def take_due(self, to: Instant) -> list[tuple[Table, Instant]]:
        """What is due up to then, for whoever does it side by side: a channel that is slow keeps up no other."""
        taken = []
        while (at := self.next_due()) is not None and at <= to:
            taken.append((self._take(at), at))
        return taken

    def _take(self, at: Instant) -> Table:
        table = self._by_id[heapq.heappop(self._due)[1]]
        table.busy = True
        return table

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
            self._watch(table)

    async def _set_aside(self, table: Table) -> None:
        """End a round that cannot be played on: left open in the ledger, it would hold its channel for ever."""
        self._clear(table)
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
        table = self._tables.get((place.platform, place.community, place.channel))
        # One that has ended may still have words to send; the channel is free.
        return table.round if table and table.round.phase is not Phase.ENDED else None

    def by_id(self, id: str) -> Round | None:
        table = self._by_id.get(id)
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
            self._seat(table)
            await self._show(table)
            self._watch(table)
        return None

    async def choose(self, heard: Heard, round_id: str, number: int, letter: str) -> Card | None:
        """A choice by letter: a receipt for the member, or why not."""
        choice = LETTERS.find(letter)
        return await self._attempt(heard, round_id, number, choice, letter, open=False)

    async def type(self, heard: Heard, round_id: str, number: int, text: str, *, open: bool) -> Card | None:
        """A typed answer, in the open channel or privately; None where nothing is to be said."""
        return await self._attempt(heard, round_id, number, None, text, open=open)

    async def control(
        self, heard: Heard, round: Round, move: Callable[[Round], Step | Vote | Refusal]
    ) -> Card | Vote | None:
        """Move the round by the engine: a refusal as a card, a vote as it stands, None where the channel is told."""
        table = self._by_id.get(round.id)
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
                    self._watch(table)
                    return None

    def remind(self, round: Round, member: str) -> Card | None:
        """Says once a question that typed answers are private, to who types one in the open."""
        table = self._by_id.get(round.id)
        if table is None or round.phase is not Phase.ASKING or member in table.reminded:
            return None
        table.reminded.add(member)
        return wording.refused(Refusal.IN_PRIVATE)

    def answered(self, round: Round) -> frozenset[str]:
        """Who has given an attempt at the open question."""
        table = self._by_id.get(round.id)
        return frozenset(table.attempts) if table else frozenset()

    async def _attempt(
        self, heard: Heard, round_id: str, number: int, choice: int | None, text: str, *, open: bool
    ) -> Card | None:
        table = self._by_id.get(round_id)
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
            self._watch(table)
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

    # --- rulings: what is over is told again ---

    @asynccontextmanager
    async def still(self, community: str) -> AsyncIterator[None]:
        """While this is held no round of the community moves."""
        here = [table for table in self._by_id.values() if table.round.place.community == community]
        async with AsyncExitStack() as held:
            for table in sorted(here, key=lambda table: table.round.id):  # all take them in one order
                await held.enter_async_context(table.lock)
            yield

    async def take_up(self, community: str, key: str, rounds: Iterable[Round]) -> None:
        """Take rounds that were moved in the ledger for the present state. `key` is the question ruled on."""
        for round in rounds:
            table = self._by_id.get(round.id)
            if table is not None:
                # The rest of it may be ahead of what is kept: a close that was brought forward.
                table.round = replace(table.round, version=round.version, scores=round.scores)
        for table in self._by_id.values():
            question, there = table.round.question, table.round.place.community
            if question is not None and question.key == key and there == community:
                table.rulings = await self._rulings(table.round)
                table.round = moves.hasten(table.round, table.given(), self._clock.now())
                self._watch(table)

    async def show_all(self, rounds: Iterable[Round]) -> None:
        """Send what these rounds have to show, though they may be over."""
        for round in rounds:
            table = self._by_id.get(round.id)
            if table is None and round.phase is Phase.ENDED and round.place.platform in self._stages:
                table = self._by_id[round.id] = Table(round)
            if table is not None:
                async with table.lock:
                    await self._show(table)
                    self._watch(table)

    # --- receipts: one private message a member and question, edited ---

    async def receipt(self, heard: Heard, card: Card, round_id: str, number: int) -> None:
        """Tell one member privately, in place of what they were told of this question before."""
        table = self._by_id.get(round_id)
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
            for past in (table.attempts, table.warned, table.messages, table.receipts):
                past.clear()
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
            self._clear(table)

    async def _put_up(self, table: Table, outgoing: Outgoing) -> Shown | None:
        """Show one row of the outbox; None where the platform did not take it."""
        # A receipt under way to the same member goes first, so that the verdict edits it and not the other way round.
        async with table.receipts.setdefault(outgoing.slot, asyncio.Lock()):
            edits = table.messages.get(outgoing.slot) or await self._ledger.message_in(outgoing)
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
            self._clear(table)

    def _seat(self, table: Table) -> Table:
        place = table.round.place
        self._tables[(place.platform, place.community, place.channel)] = table
        self._by_id[table.round.id] = table
        return table

    def _clear(self, table: Table) -> None:
        place = table.round.place
        spot = (place.platform, place.community, place.channel)
        if self._tables.get(spot) is table:
            del self._tables[spot]
        self._by_id.pop(table.round.id, None)

    def _watch(self, table: Table) -> None:
        due = table.due
        if due is not None and not table.busy and table.round.id in self._by_id:
            heapq.heappush(self._due, (due, table.round.id))
            self.woken.set()
