"""A room to play in: a real database, the whole bot, a screen that remembers, and time that passes when told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from adapters.clock import SeededDice, VirtualClock
from bot.cards import Card
from bot.host import Host
from bot.instant import Instant
from bot.messages import Clicked, Filled, Heard, Member, Place, Role, Said, Show, Shown
from bot.ports import StageFault
from bot.wording.plain import plain
from facts.knowledge import Pack, Source, WrittenQuestion
from facts.store.database import Database
from facts.store.desk import Desk

GENERAL = Place("test", "local", "general")


def sums(count: int = 12, name: str = "sums", version: str = "1.0.0", more: str = "") -> Pack:
    """A pack of questions whose right answers a test can work out: "What is 3 plus 100?"."""
    source = Source("book", "A book of sums")
    questions = tuple(
        WrittenQuestion(
            id=f"sum-{i}",
            pack=name,
            stem=f"What is {i} plus 100{more}?",
            answer=str(100 + i),
            wrong=(str(300 + i), str(400 + i), str(500 + i)),
            why="Addition says so.",
            sources=("book",),
            answer_kind="number",
        )
        for i in range(1, count + 1)
    )
    return Pack(name, version, "Sums", "CC0-1.0", sources=(source,), questions=questions)


@dataclass
class Screen:
    """A stage that keeps what it was given. `broken` makes it refuse; a repeated id is one message."""

    clock: VirtualClock
    shown: dict[str, Show] = field(default_factory=dict)
    broken: bool = False
    delay: int = 0  # milliseconds that the platform takes to post

    async def show(self, show: Show) -> Shown:
        if self.broken:
            raise StageFault("the platform is away")
        self.shown[show.id] = show
        self.clock.reach(self.clock.now() + self.delay)
        return Shown(show.edits or f"message-{show.id}", self.clock.now())

    def cards(self, to: str | None = None, place: Place = GENERAL) -> list[Card]:
        return [show.card for show in self.shown.values() if show.to == to and show.place == place]


@dataclass
class Room:
    """One bot at work, driven by hand."""

    database: Database
    clock: VirtualClock
    screen: Screen
    host: Host
    heard: int = 0

    async def say(
        self, who: str, text: str, *, sent: Instant | None = None, place: Place = GENERAL, id: str = ""
    ) -> None:
        await self._hear(who, Said(text), sent, place, id)

    async def click(
        self, who: str, button: str, *, sent: Instant | None = None, place: Place = GENERAL, id: str = ""
    ) -> None:
        await self._hear(who, Clicked(button), sent, place, id)

    async def fill(self, who: str, command: str, place: Place = GENERAL, **values: str) -> None:
        await self._hear(who, Filled(command, tuple(values.items())), None, place, "")

    async def _hear(
        self, who: str, content: Said | Clicked | Filled, sent: Instant | None, place: Place, id: str
    ) -> None:
        self.heard += 1
        roles = frozenset({Role.MODERATOR}) if who == "mod" else frozenset[Role]()
        at = self.clock.now() if sent is None else sent
        member = Member(who, who.title(), roles)
        await self.host.hear(Heard(id or f"{self.clock.now()}-{self.heard}", place, member, content, at))

    async def wait(self, seconds: float) -> None:
        """Time passes; whatever falls due happens at its own moment."""
        to = self.clock.now() + round(seconds * 1000)
        while (due := self.host.next_due()) is not None and due <= to:
            self.clock.reach(due)
            await self.host.advance(due)
        self.clock.reach(to)

    async def restart(self) -> None:
        """The process dies without a word, and another takes its place on the same database."""
        self.host = Host(self.database, {"test": self.screen}, self.clock, SeededDice(self.clock.now()))
        await self.host.start()

    def channel(self, place: Place = GENERAL) -> list[str]:
        """What stands in the channel, message by message, edits applied."""
        standing: dict[str, str] = {}
        for show in self.screen.shown.values():
            if show.to is None and show.place == place:
                standing[show.edits or f"message-{show.id}"] = plain(show.card)
        return list(standing.values())

    def told(self, who: str) -> list[str]:
        """What this member alone was told, in order, edits included."""
        return [plain(card) for card in self.screen.cards(who)]

    def question(self, place: Place = GENERAL) -> Card:
        """The newest question card of the channel."""
        return [card for card in self.screen.cards(None, place) if card.tone == "question"][-1]

    def right(self, place: Place = GENERAL) -> str:
        """The letter of the right answer to the open question."""
        card = self.question(place)
        answer = str(100 + int(card.title.split(" ")[2]))
        return next((choice.letter for choice in card.choices if choice.text == answer), answer)

    def wrong(self, place: Place = GENERAL) -> str:
        right = self.right(place)
        return next(choice.letter for choice in self.question(place).choices if choice.letter != right)

    def button(self, label: str, place: Place = GENERAL) -> str:
        """The id of the newest button of this label."""
        cards = self.screen.cards(None, place)
        return [button.id for card in cards for button in card.buttons if button.label == label][-1]


@asynccontextmanager
async def opened(database: Database, *packs: Pack, seed: int = 3) -> AsyncIterator[Room]:
    for pack in packs or (sums(),):
        await Desk(database).install(pack, 0)
    clock = VirtualClock(1_000_000)
    screen = Screen(clock)
    host = Host(database, {"test": screen}, clock, SeededDice(seed))
    await host.start()
    yield Room(database, clock, screen, host)
