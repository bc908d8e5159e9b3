"""A front over a real database with a small pack, and a member who talks to it as a platform would pass it on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.answering import Answering
from bot.cards import Card
from bot.commands.front import Front, Reply, told
from bot.commands.handlers import HANDLERS
from bot.commands.parsing import Misread, called, parse
from bot.commands.permissions import may
from bot.commands.refusal import Refusal
from bot.instant import Instant
from bot.ledger.boards import Boards
from bot.ledger.ledger import Ledger
from bot.ledger.process import alone
from bot.messages import Clicked, Filled, Heard, Member, Place, Role, Said
from bot.play import Play
from bot.questions import Questions
from bot.rulings import Rulings
from bot.seating import Seating
from bot.showing import Showing
from bot.tables import Tables
from bot.wording.refusals import misread_card, refusal_words, refused
from facts.interchange.pack import read_pack
from facts.knowledge import Pack
from facts.store.database import metadata, open_database
from facts.store.desk import Desk
from facts.store.shelf import Shelf

PACK = Path(__file__).with_name("small.yaml")


@dataclass
class FixedClock:
    """A clock that stands still."""

    at: Instant = 1_780_000_000_000

    def now(self) -> Instant:
        return self.at


@dataclass
class CountingDice:
    """Dice that count up."""

    rolled: int = 0

    def seed(self) -> int:
        self.rolled += 1
        return self.rolled

    def token(self) -> str:
        self.rolled += 1
        return f"token{self.rolled:04}"


@dataclass
class Visitor:
    """One member of one community, who types, presses and fills in."""

    front: Front
    member: Member = field(default_factory=lambda: Member("u1", "Ann"))
    community: str = "here"

    def moderator(self) -> Visitor:
        return Visitor(self.front, Member("u2", "Mo", frozenset({Role.MODERATOR})), self.community)

    def elsewhere(self) -> Visitor:
        return Visitor(self.front, self.member, "elsewhere")

    async def says(self, line: str) -> Card:
        return (await self.replies(Said(line)))[0].card

    async def presses(self, button: str) -> Card:
        return (await self.replies(Clicked(button)))[0].card

    async def fills(self, command: str, **values: str) -> Card:
        return (await self.replies(Filled(command, tuple(values.items()))))[0].card

    async def replies(self, content: Said | Clicked | Filled) -> tuple[Reply, ...]:
        heard = Heard("m1", Place("terminal", self.community, "general"), self.member, content, 0)
        match content:
            case Said(text) | Clicked(text):
                call = parse(text)
            case Filled(command, values):
                call = called(command, dict(values))
        assert call is not None
        if isinstance(call, Misread):
            return told(misread_card(call))
        if not may(call.command, self.member, await self.front.ledger.settings(self.community)):
            return told(refused(refusal_words(Refusal.MODERATORS_ONLY, f"/{call.command.path}")))
        return await HANDLERS[call.command.path](self.front, call, heard)


@pytest.fixture(scope="session")
def pack() -> Pack:
    read = read_pack(PACK.read_text(encoding="utf-8"))
    assert isinstance(read, Pack), read
    return read


@pytest.fixture
async def front(tmp_path: Path, pack: Pack) -> AsyncIterator[Front]:
    database = open_database(f"sqlite:///{tmp_path / 'trivium.db'}")
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    shelf, clock, dice = Shelf(database), FixedClock(), CountingDice()
    ledger = Ledger(database, alone(clock))
    await Desk(database).install(pack, clock.now())
    tables = Tables()
    seating = Seating(tables, ledger, others=False)
    showing = Showing(tables, seating, ledger, {})
    questions = Questions(shelf, ledger)
    play = Play(tables, seating, showing, ledger, questions, {}, dice, stays=True, others=False)
    answers = Answering(tables, seating, play, ledger, {}, others=False)
    yield Front(
        shelf,
        Desk(database),
        ledger,
        play,
        answers,
        Boards(database),
        clock,
        dice,
        Rulings(ledger, play, clock),
    )
    await database.close()


@pytest.fixture
def ann(front: Front) -> Visitor:
    return Visitor(front)
