"""The only room that waits: hears what platforms deliver, has it done, and sees to it that the reply is shown.

Whatever is heard, nothing is raised for it: bad input gets a sentence, trouble with the database gets a sentence,
and only a bug is logged as one.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial

from bot.answering import Answering
from bot.buttons import Verb, read_press
from bot.cards import Card, Tone
from bot.commands import rounds, rulings
from bot.commands.completion import Contested, complete_line, suggest
from bot.commands.front import Front, Reply, told
from bot.commands.handlers import HANDLERS
from bot.commands.parsing import Call, Misread, called, parse
from bot.commands.permissions import may
from bot.commands.refusal import Refusal as Unmet
from bot.instant import SECOND, Instant
from bot.ledger.boards import Boards
from bot.ledger.clock import LedgerClock
from bot.ledger.ledger import Ledger
from bot.ledger.process import Process
from bot.messages import Clicked, Filled, Heard, Member, Place, Said, Show
from bot.missed import Missed
from bot.play import Play
from bot.ports import Clock, Dice, Stage, StageFault
from bot.questions import Questions
from bot.quiz.round import Phase, Refusal, Round
from bot.rulings import Rulings
from bot.seating import Seating
from bot.showing import Showing
from bot.tables import Tables
from bot.upkeep import Errand, Upkeep
from bot.wording import receipts, refusals
from bot.wording.clean import short
from facts.store.database import Database, DatabaseTrouble
from facts.store.desk import Desk
from facts.store.shelf import Shelf

log = logging.getLogger("trivium.host")

NAME = 80  # letters of a member's name: the longest that any platform allows is shorter
FINISH = 1.5  # seconds of real time that a stop gives to what is being done
REMEMBERED = 10_000  # deliveries kept in mind, so that one that comes twice is done once


class Host:
    """One bot for all the platforms of this process."""

    def __init__(
        self,
        database: Database,
        stages: Mapping[str, Stage],
        clock: Clock,
        dice: Dice,
        *,
        stays: bool = True,
        pulses: bool = False,
        others: bool = False,
    ) -> None:
        """`pulses`: time runs by itself, and a gap in it is an outage. `others`: other processes serve these rounds too."""
        bound = not (others and database.dialect == "postgresql")
        process = Process(dice.salt()[:12], LedgerClock(clock, bound), others)
        shelf, self._ledger = Shelf(database), Ledger(database, process)
        ledger = self._ledger
        self._clock = clock
        self._stages = stages
        self._others = others
        self._missed = Missed()
        self._stopping = False
        self._following: set[asyncio.Task[None]] = set()
        self._tables = Tables()
        self._seating = Seating(self._tables, ledger, others=others)
        showing = Showing(self._tables, self._seating, ledger, stages)
        self._play = Play(
            self._tables,
            self._seating,
            showing,
            ledger,
            Questions(shelf, ledger),
            stages,
            dice,
            stays=stays,
            others=others,
        )
        self._answers = Answering(self._tables, self._seating, self._play, ledger, stages, others=others)
        self._upkeep = Upkeep(self._tables, self._play, ledger, tuple(stages), pulses=pulses, others=others)
        self._upkeep.opened = self._opened
        judges = Rulings(ledger, self._play, clock)
        self._front = Front(
            shelf,
            Desk(database),
            ledger,
            self._play,
            self._answers,
            Boards(database),
            clock,
            dice,
            judges,
        )
        self._seen: OrderedDict[tuple[str, str, str], None] = OrderedDict()

    # --- time ---

    async def start(self) -> None:
        """Take up the rounds that were open when the last process stopped."""
        errands = await self._upkeep.start()
        await self._play.load()
        for errand in errands:
            await self._run(errand)

    async def stop(self) -> None:
        """Finish what is under way and leave the rest to others, or to the next start; a matter of seconds."""
        self._stopping = True
        if self._following:
            await asyncio.wait(self._following, timeout=FINISH)
        await self._upkeep.stop()

    async def ready(self) -> bool:
        """Whether this process takes work now and can keep what comes of it."""
        try:
            await self._ledger.watch.now()
        except DatabaseTrouble:
            return False
        return not self._stopping

    def next_due(self) -> Instant | None:
        """When something next happens by itself; None while nothing is under way."""
        rounds = None if self._stopping else self._tables.next_due()
        times = (rounds, self._upkeep.next_due())
        return min((at - self._ledger.clock.ahead for at in times if at is not None), default=None)

    async def advance(self, to: Instant) -> None:
        """Do all that is due up to then, one after the other."""
        there = to + self._ledger.clock.ahead
        if self._upkeep.takes(there):
            for errand in await self._upkeep.look():
                await self._run(errand)
        await self._play.advance(there)

    async def run(self) -> None:
        """Let time pass for as long as this is awaited; each round that falls due is a task of its own."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                self._tables.woken.clear()
                now = self._ledger.clock.now()
                if self._upkeep.takes(now):
                    tasks.create_task(self._look(tasks))
                for id, at in () if self._stopping else self._play.take_due(now):
                    following = tasks.create_task(self._follow(id, at))
                    self._following.add(following)
                    following.add_done_callback(self._following.discard)
                due = self.next_due()
                wait = None if due is None else max(0.0, (due - self._clock.now()) / SECOND)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._tables.woken.wait(), wait)

    async def _look(self, tasks: asyncio.TaskGroup) -> None:
        for errand in await self._upkeep.look():
            tasks.create_task(self._run(errand))

    async def _run(self, errand: Errand) -> None:
        try:
            await errand()
        except DatabaseTrouble as trouble:
            log.warning("left for the next look: %s", trouble)
        except Exception:
            log.exception("a bug, met while making up for what another process left")

    async def _follow(self, id: str, at: Instant) -> None:
        try:
            await self._play.follow(id, at)
        except DatabaseTrouble as trouble:
            log.error("a round waits: %s", trouble)

    # --- hearing ---

    async def hear(self, heard: Heard) -> None:
        """Do what was asked, and show the reply; never raises for what was said."""
        if self._is_idle_talk(heard) or self._again(heard):
            return
        name = short(heard.member.name, NAME) or heard.member.id
        if name != heard.member.name:
            heard = replace(heard, member=replace(heard.member, name=name))
        await self._do(heard)

    def _is_idle_talk(self, heard: Heard) -> bool:
        """A line of talk where nobody plays: nearly all that a bot hears, so it is told apart before anything is done."""
        content = heard.content
        if type(content) is not Said or self._play.known(heard.place) or content.text.lstrip()[:1] == "/":
            return False
        if self._others:
            self._missed.add(heard, self._clock.now())
        return True

    async def _do(self, heard: Heard) -> None:
        try:
            replies = await self._replies(heard)
        except DatabaseTrouble as trouble:
            log.error("not done: %s", trouble)
            self._seen.pop(_delivery(heard), None)  # delivered again, it is done then
            replies = told(_TROUBLE)
        except Exception:
            log.exception("a bug, met while hearing %s from %s", type(heard.content).__name__, heard.place)
            replies = told(_BUG)
        for index, reply in enumerate(replies):
            await self._reply(heard, reply, index)

    def answered(self, place: Place) -> int | None:
        """How many have answered the question open there; None where none is."""
        id = self._tables.id_at(place)
        table = self._tables.of(id) if id else None
        if table is None or table.round.phase not in (Phase.POSTING, Phase.ASKING):
            return None
        return self._answers.so_far(table.round)

    async def suggest(
        self, place: Place, command: str, option: str, typed: str, member: Member | None = None
    ) -> tuple[str, ...]:
        """Up to 25 values for one option of a command, as it is being typed; some are for certain members alone."""
        settings = await self._front.ledger.settings(place.community)
        contested = self._contested(place, member)
        return await suggest(
            self._front.shelf,
            place.community,
            command,
            option,
            typed,
            mature=settings.mature,
            contested=contested,
        )

    async def complete(self, place: Place, line: str, member: Member | None = None) -> tuple[str, ...]:
        """Whole lines that a half-typed one could become."""
        settings = await self._front.ledger.settings(place.community)
        contested = self._contested(place, member)
        return await complete_line(
            self._front.shelf, place.community, line, mature=settings.mature, contested=contested
        )

    def _contested(self, place: Place, member: Member | None) -> Contested:
        return partial(rulings.contested, self._front, place, member)

    async def _replies(self, heard: Heard) -> tuple[Reply, ...]:
        match heard.content:
            case Said(text):
                if not text.lstrip().startswith("/"):
                    return await self._overheard(heard, text)
                return await self._command(heard, parse(text))
            case Clicked(button):
                if button.startswith("/"):
                    return await self._command(heard, parse(button))
                press = read_press(button)
                if press is None:
                    return told(
                        refusals.refused("That button is too old to do anything. Type the command instead.")
                    )
                pressed = rulings.pressed if press.verb in rulings.VERBS else rounds.pressed
                act = partial(pressed, self._front, press, heard)
                # An answer has an inbox of its own, and nothing comes of asking for a form twice.
                once = press.verb not in (Verb.ANSWER, Verb.TYPE)
                return await self._once(heard, act) if once else await act()
            case Filled(command, values):
                return await self._filled(heard, command, dict(values))

    async def _command(self, heard: Heard, read: Call | Misread | None) -> tuple[Reply, ...]:
        if read is None:
            return ()
        if isinstance(read, Misread):
            return told(refusals.misread_card(read))
        settings = await self._front.ledger.settings(heard.place.community)
        if not may(read.command, heard.member, settings):
            return told(
                refusals.refused(refusals.refusal_words(Unmet.MODERATORS_ONLY, f"/{read.command.path}"))
            )
        handler = partial(HANDLERS[read.command.path], self._front, read, heard)
        return await self._once(heard, handler) if read.command.changes else await handler()

    async def _once(self, heard: Heard, act: Callable[[], Awaitable[tuple[Reply, ...]]]) -> tuple[Reply, ...]:
        """Do what changes something, unless this delivery was done before, here or in another process."""
        if not await self._ledger.inbox.take(heard, self._ledger.clock.now()):
            return ()
        replies = await act()
        await self._ledger.inbox.done(heard)
        return replies

    async def _filled(self, heard: Heard, command: str, values: Mapping[str, str]) -> tuple[Reply, ...]:
        press = read_press(command)
        if press is not None and press.verb is Verb.ANSWER:
            round = await self._play.by_id(heard.place.community, press.round, press.number)
            if round is None or round.place != heard.place:
                return told(receipts.refused(Refusal.OVER))
            if not values.get("text", "").strip():
                stem = round.question.stem if round.question else ""
                error = receipts.sentence(Refusal.EMPTY)
                return told(receipts.answer_form(round.id, press.number, stem, error=error))
            await rounds.give(self._front, heard, round, press.number, values["text"], open=False)
            return ()
        return await self._command(heard, called(command, values))

    async def _overheard(self, heard: Heard, text: str) -> tuple[Reply, ...]:
        """A line of talk: an answer where a question is open for it, else none of the bot's business."""
        round = await self._play.at(heard.place, surely=False)
        if self._others and round is not None and round.phase in (Phase.ANNOUNCED, Phase.REVEALED):
            # Another process may be a question ahead of what has come round to this one.
            round = await self._play.look_again(round)
        if round is None or round.question is None or not text.strip():
            return ()
        if round.typed:
            if round.options.open_answers or round.place.alone:
                await rounds.give(self._front, heard, round, round.number, text, open=not round.place.alone)
            elif (reminder := self._answers.remind(round, heard.member.id)) is not None:
                return told(reminder)
        elif rounds.letter_of(round, text):
            await rounds.give(self._front, heard, round, round.number, text, open=not _letter(text, round))
        return ()

    def _opened(self, place: Place) -> None:
        """Word of a round has come: what was said there lately may be answers."""
        for heard in self._missed.take(place, self._clock.now()):
            hearing = asyncio.create_task(self._do(heard))
            self._following.add(hearing)
            hearing.add_done_callback(self._following.discard)

    # --- replying ---

    async def _reply(self, heard: Heard, reply: Reply, index: int) -> None:
        show = Show(
            f"{heard.id}:{index}",
            heard.place,
            reply.card,
            heard.member.id if reply.private else None,
            heard.id,
        )
        try:
            await self._stages[heard.place.platform].show(show)
        except StageFault:
            log.warning("a reply could not be shown on %s", heard.place.platform)

    def _again(self, heard: Heard) -> bool:
        """Whether this delivery was heard before."""
        key = _delivery(heard)
        if key in self._seen:
            return True
        self._seen[key] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return False


def _delivery(heard: Heard) -> tuple[str, str, str]:
    return heard.place.platform, heard.place.community, heard.id


def _letter(text: str, round: Round) -> bool:
    """Whether a line is a bare letter while a question stands there: then even a refusal is worth a word."""
    return len(text.strip()) == 1 and round.phase in (Phase.ASKING, Phase.REVEALED, Phase.POSTING)


_BUG = Card(
    tone=Tone.REFUSAL,
    lines=("That went wrong on our side, and the operator's log says how. Nothing else is touched.",),
)
_TROUBLE = Card(
    tone=Tone.REFUSAL,
    lines=("That could not be saved just now, so nothing was changed. Try again in a moment.",),
)
