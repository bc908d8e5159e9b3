"""Rounds being played: moves each by the engine, keeps what follows, and has it shown.

Two laws. Nothing is shown before it is kept. And whatever is in memory here can be read again from the ledger: a process
that dies loses nothing, and another that moves a round first is simply followed.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from bot.cards import Card
from bot.instant import Instant
from bot.ledger.ledger import Asking, Close, Ledger
from bot.ledger.moving import Kept
from bot.messages import Heard, Place
from bot.ports import Dice, Stage
from bot.posting import outgoing_of
from bot.questions import Questions
from bot.quiz import moves
from bot.quiz.happenings import EndReason
from bot.quiz.options import RoundOptions, Scoring
from bot.quiz.round import Phase, Refusal, Round, Step, Vote
from bot.quiz.rulings import Ruling, ruled
from bot.quiz.scoring import Attempt
from bot.seating import Seating
from bot.showing import AFTER_TROUBLE, Showing
from bot.tables import BEHIND, Table, Tables
from bot.wording import receipts as wording
from facts.knowledge import Topic
from facts.store.database import DatabaseTrouble

log = logging.getLogger("trivium.play")

RESERVES = 3  # spare questions a round draws, for facts that fall while it runs
RECOUNT = 250  # milliseconds from an answer to a look whether everybody has answered, on whatever process
TRIES = 4  # how often a member's move is made anew, where others move the round at the same time


class Play:
    """All open rounds of the platforms this process serves."""

    def __init__(
        self,
        tables: Tables,
        seating: Seating,
        showing: Showing,
        ledger: Ledger,
        questions: Questions,
        stages: Mapping[str, Stage],
        dice: Dice,
        *,
        stays: bool,
        others: bool,
    ) -> None:
        self._others = others  # whether other processes serve these rounds too
        self._stays = stays  # whether this process lives on to run the rounds it starts
        self._ledger = ledger
        self._clock = ledger.clock
        self._questions = questions
        self._stages = stages
        self._dice = dice
        self._tables = tables
        self._seating = seating
        self._showing = showing

    # --- opening the house ---

    async def load(self) -> None:
        """Take up the rounds that are open, and send what the process that stopped had not sent.

        Where others serve them too, they are heard of instead, and taken up when nobody else does what is due.
        """
        if self._others:
            return
        for round in await self._ledger.outbox.rounds_with_unsent(self._stages):
            if round.phase is Phase.ENDED:  # it has its last words to say, and holds no channel
                await self._say_last_words(round)
        for round in await self._ledger.open_rounds(self._stages):
            try:
                table = await self._seating.take(round.place.community, round.id)
            except ValueError:
                log.exception("round %s cannot be read; the others are taken up", round.id)
                continue
            if table is not None:
                table.ours = table.shows = True
                await self._showing.show(table)
                await self.hasten(table)
                self._tables.watch(table)

    async def _say_last_words(self, round: Round) -> None:
        table = self._tables.of(round.id) or self._tables.seat(Table(round))
        async with table.lock:
            table.shows = True
            await self._showing.show(table)
        self._tables.watch(table)

    async def hold(self, community: str, id: str) -> None:
        """This process is said to show a round: see to it that it does, where the word of a commit was lost."""
        table = self._tables.of(id)
        if table is None or not (table.shows or table.busy or table.lock.locked()):
            await self.take_over(community, id)

    async def take_over(self, community: str, id: str) -> None:
        """Show what a round has to show, if no other process does: what one that died left, or a ruling on one that is over."""
        if not await self._ledger.outbox.take_up(community, id):
            return
        round = await self._ledger.round(community, id)
        if round is None:
            return
        if round.phase is Phase.ENDED:
            await self._say_last_words(round)
        elif table := await self._seating.take(community, id):
            async with table.lock:
                table.shows = table.ours = True
                table.retry = None
                await self._showing.show(table)
            self._tables.watch(table)

    # --- what falls due ---

    async def advance(self, to: Instant) -> None:
        """Do all that is due up to then, each at its own moment, the earliest first, one after the other."""
        while (at := self._tables.next_due()) is not None and at <= to:
            await self.follow(self._tables.take(), at)

    def take_due(self, to: Instant) -> list[tuple[str, Instant]]:
        """What is due up to then, for whoever does it side by side: a channel that is slow keeps up no other."""
        taken = []
        while (at := self._tables.next_due()) is not None and at <= to:
            taken.append((self._tables.take(), at))
        return taken

    async def follow(self, id: str, at: Instant) -> None:
        """Do what was due then in a round that was taken; raises `DatabaseTrouble` with nothing done."""
        table = self._tables.of(id) or await self._fetch(id, at)
        if table is None:
            return
        try:
            async with table.lock:
                table.busy = True
                if table.stale:
                    await self._seating.refresh(table)
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

    async def _fetch(self, id: str, at: Instant) -> Table | None:
        """A round that another process did not move when it was due."""
        news = self._tables.elsewhere(id)
        if news is None:
            return None
        try:
            return await self._seating.take(news.place.community, id)
        except DatabaseTrouble:
            self._tables.put_off(news, self._clock.now() + AFTER_TROUBLE)
            raise

    async def _set_aside(self, table: Table) -> None:
        """End a round that cannot be played on: left open in the ledger, it would hold its channel for ever."""
        self._tables.clear(table)
        if table.round.phase is Phase.ENDED:
            return
        try:
            async with table.lock:
                was = table.round
                await self._keep(table, was, moves.abandon(was, EndReason.FAULT))
                await self._showing.show(table)
        except Exception:
            log.exception("round %s could not be ended properly", table.round.id)

    async def _follow(self, table: Table, at: Instant) -> None:
        if table.retry is not None and table.retry <= at:
            table.retry = None
        if table.recount is not None and table.recount <= at:
            await self._recount(table)
        round = table.round
        if round.due is not None and round.due <= at:
            match round.phase:
                case Phase.ANNOUNCED | Phase.REVEALED:
                    await self._ask(table, round)
                case Phase.ASKING:
                    await self._close(table, round, at)
                case Phase.PAUSED:
                    await self._keep(table, round, moves.expire(round))
                case Phase.POSTING | Phase.ENDED:
                    raise AssertionError(f"nothing falls due while a round is {round.phase}")
        await self._show(table)

    # Another process may move the round while one of these reads: then this move is lost, as it should be.

    async def _close(self, table: Table, round: Round, at: Instant) -> None:
        # What was heard in time counts, however long the database takes for it.
        await self._ledger.commits.settled()

        def decide(attempts: Sequence[Attempt], rulings: Sequence[Ruling]) -> Close:
            assert round.question is not None
            step = moves.close(round, ruled(round.question, round.id, attempts, rulings), at)
            return Close(step, outgoing_of(step, at))

        # Whose turn it is waits for the answers that are being written; the others leave it to who is at it.
        closed = await self._ledger.close(round, at, decide, waits=table.ours)
        if closed is None:
            await self._seating.refresh(table)
            if table.round.version == round.version:
                table.not_before = self._clock.now() + BEHIND
            table.shows = table.shows or not self._others
        else:
            after, kept = closed
            self._moved(table, after, kept, shows=True)

    async def _ask(self, table: Table, was: Round) -> None:
        waiting = await self._ledger.waiting(was)
        sound, fallen = await self._questions.sound(was.place, waiting)
        if sound is None:
            await self._keep(table, was, moves.abandon(was, EndReason.RAN_DRY))
            return
        step = moves.ask(was, sound.question)
        rulings = await self._ledger.rulings.of(step.round.place.community, sound.question.key)
        asking = Asking(sound.position, tuple(one.position for one in fallen))
        if await self._keep(table, was, step, asking):
            table.rulings = rulings

    # --- early closes ---

    async def hasten(self, table: Table) -> None:
        """Bring the close forward, where everyone who is expected to has answered."""
        hastened = moves.hasten(table.round, table.given(), self._clock.now())
        if hastened.due is None or hastened is table.round:
            return
        table.round = hastened
        self._tables.watch(table)
        try:
            await self._ledger.cut(hastened, hastened.due)
        except DatabaseTrouble as trouble:
            log.warning("round %s closes early by this process alone: %s", hastened.id, trouble)

    def answered(self, table: Table, attempt: Attempt) -> bool:
        """Whether an attempt that was just kept may bring the close forward, so far as this process can see."""
        table.add(attempt)
        round = table.round
        if round.options.scoring is Scoring.FIRST or round.place.alone:
            return round.place.alone or any(one.right for one in table.given(attempt.member))
        if round.typed or not round.lately:
            return False
        if self._others and table.recount is None:
            # The others' answers are not at hand; one look for many answers.
            table.recount = self._clock.now() + RECOUNT
            self._tables.watch(table)
        return round.lately <= table.attempts.keys()

    async def _recount(self, table: Table) -> None:
        table.recount = None
        if table.round.phase is Phase.ASKING:
            for attempt in await self._ledger.attempts(table.round):
                table.add(attempt)
            await self.hasten(table)

    async def lag(self, gap: int) -> None:
        """Tell every open question's channel how long it stays open now, after a time in which nobody was served."""
        for table in self._tables:
            table.stale = True
        for round in await self._ledger.open_rounds(self._stages):
            if round.phase is not Phase.ASKING:
                continue
            await self._tell_of_lag(round, gap)

    async def _tell_of_lag(self, round: Round, gap: int) -> None:
        table = await self._seating.of(round.place.community, round.id)
        if table is None:
            return
        async with table.lock:
            was = table.round
            told = moves.lag(was, gap, self._clock.now()) if was.phase is Phase.ASKING else None
            if told is not None and await self._keep(table, was, told):
                await self._showing.show(table)
        self._tables.watch(table)

    # --- what members do ---

    def known(self, place: Place) -> bool:
        """Whether a round may be open in this channel: one look-up, however many are open elsewhere."""
        return self._tables.id_at(place) is not None

    async def at(self, place: Place, *, surely: bool = True) -> Round | None:
        """The round open in this channel; `surely` asks the ledger too where this process has heard of none."""
        table = await self._seating.at(place, surely=surely)
        return table.round if table else None

    async def look_again(self, round: Round) -> Round | None:
        """The round as the ledger has it now."""
        table = await self._seating.take(round.place.community, round.id)
        return table.round if table else None

    async def by_id(self, community: str, id: str, number: int = 0) -> Round | None:
        """An open round, as it stands since its question `number` was shown."""
        table = await self._seating.of(community, id, number)
        return table.round if table else None

    async def recall(self, community: str, id: str) -> Round | None:
        """A round that may be over, for its Play again button."""
        return await self.by_id(community, id) or await self._ledger.round(community, id)

    async def start(
        self, heard: Heard, options: RoundOptions, topic: Topic | None, mature: bool
    ) -> Refusal | None:
        """Begin a round in this channel; its start card goes out through the stage."""
        place = heard.place
        if await self.at(place):
            return Refusal.RUNNING
        if not self._stays:
            return Refusal.NOBODY_STAYS
        seed = self._dice.seed()
        drawn = await self._questions.draw(place, options, topic, mature, seed, options.questions + RESERVES)
        if not drawn:
            return Refusal.NO_TYPED if options.mode == "typed" else Refusal.NO_QUESTIONS
        count, at = min(options.questions, len(drawn)), self._clock.now()
        id = f"{at:x}{self._dice.token()[:6]}"
        salt = self._dice.salt()
        step = moves.announce(
            id, place, heard.member.id, heard.member.name, options, count, seed, at,
            drawn=[one.question for one in drawn], salt=salt,
        )  # fmt: skip
        table = Table(step.round, shows=True)
        async with table.lock:
            if not await self._ledger.begin(step.round, drawn, outgoing_of(step, at), salt):
                return Refusal.RUNNING
            self._tables.seat(table)
            await self._showing.show(table)
            self._tables.watch(table)
        return None

    async def control(
        self, heard: Heard, round: Round, move: Callable[[Round], Step | Vote | Refusal]
    ) -> Card | Vote | None:
        """Move the round by the engine: a refusal as a card, a vote as it stands, None where the channel is told."""
        for _ in range(TRIES):
            table = await self._seating.of(heard.place.community, round.id)
            if table is None:
                break
            async with table.lock:
                was = table.round
                moved = move(was)
                match moved:
                    case Refusal():
                        return wording.refused(moved)
                    case Vote():
                        if await self._keep(table, was, Step(moved.round)):
                            return moved
                    case Step():
                        if await self._keep(table, was, moved):
                            await self._showing.show(table)
                            self._tables.watch(table)
                            return None
        return wording.refused(Refusal.OVER)

    # --- rulings: what is over is told again ---

    @asynccontextmanager
    async def still(self, community: str) -> AsyncIterator[None]:
        """While this is held no round of the community moves in this process."""
        here = [table for table in self._tables if table.round.place.community == community]
        async with AsyncExitStack() as held:
            for table in sorted(here, key=lambda table: table.round.id):  # all take them in one order
                await held.enter_async_context(table.lock)
            yield

    async def take_up(self, community: str, key: str, rounds: Iterable[Round]) -> None:
        """Take rounds that were moved in the ledger for the present state. `key` is the question ruled on."""
        for round in rounds:
            if table := self._tables.of(round.id):
                await self._seating.refresh(table)
        for table in self._tables:
            question, there = table.round.question, table.round.place.community
            if question is not None and question.key == key and there == community:
                table.rulings = await self._ledger.rulings.of(community, key)
                await self.hasten(table)

    async def show_all(self, rounds: Iterable[Round]) -> None:
        """Send what these rounds have to show, though they may be over."""
        for round in rounds:
            if round.place.platform in self._stages:
                await self.take_over(round.place.community, round.id)

    # --- keeping and showing ---

    async def _keep(self, table: Table, was: Round, step: Step, asking: Asking | None = None) -> bool:
        """Keep a transition and what it causes, then take it for the present state.

        `was` is the round that the step was made from: what is at the table may be newer by now.
        """
        outgoing = outgoing_of(step, self._clock.now())
        kept = await self._ledger.move(step.round, was.version, outgoing=outgoing, asking=asking)
        if kept is Kept.LOST:  # somebody else has moved it: theirs is the present state
            await self._seating.refresh(table)
            # Where nobody else serves, it was this process, and the database's word for it was lost.
            table.shows = table.shows or not self._others
            return False
        self._moved(table, step.round, kept, shows=bool(outgoing))
        return True

    def _moved(self, table: Table, round: Round, kept: Kept, *, shows: bool) -> None:
        table.moved(round)
        table.ours = True
        if shows:
            table.shows = kept is Kept.OURS
        if round.phase is Phase.ENDED:
            self._tables.leave(round)
            if not table.shows:
                self._tables.forget(round.id)

    async def _show(self, table: Table) -> None:
        await self._showing.show(table)
        if table.round.phase is Phase.ASKING and table.attempts:
            await self.hasten(table)  # by answers that overtook the platform's word of the showing
