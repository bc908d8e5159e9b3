"""A playground on a real port with a real database; the bot behind it is small, the rest is what runs in earnest."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest
from cryptography.fernet import Fernet

from adapters.clock import RealClock, RealDice
from adapters.secret_key import Sealer
from adapters.web import server
from adapters.web.client import PLATFORM, WebStage
from bot.cards import Button, Card, Choice, Form, FormField, Tone
from bot.host import Host
from bot.ledger.posts import PostLedger
from bot.messages import Clicked, Filled, Heard, Member, Place, Said, Show
from bot.ports import Dice
from facts.packs import builtin
from facts.store.database import Database
from facts.store.desk import Desk


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", action="store_true", help="take the pictures of the documents anew")


@dataclass
class Echo:
    """Answers on the stage it is given: enough of a bot to see what the playground does with one."""

    stage: WebStage
    heard: list[Heard] = field(default_factory=list)
    count: int | None = None  # how many have answered, where a question is open

    async def ready(self) -> bool:
        return True

    async def hear(self, heard: Heard) -> None:
        self.heard.append(heard)
        card, to = self.reply(heard)
        if card is not None:
            await self.stage.show(Show(f"reply:{heard.id}", heard.place, card, to, heard.id))

    def reply(self, heard: Heard) -> tuple[Card | None, str | None]:
        match heard.content:
            case Said("/secret"):
                return Card("For you alone", tone=Tone.RECEIPT), heard.member.id
            case Said("/ask"):
                choices = (Choice("A", "Pyongyang"), Choice("B", "Moscow"))
                buttons = (
                    Button("answer r 1 A", "A"),
                    Button("answer r 1 B", "B"),
                    Button("skip r 1", "Skip"),
                )
                closes = heard.sent_at + 12_000
                return Card("Where?", Tone.QUESTION, "Question 1 of 1", choices=choices, buttons=buttons,
                            closes_at=closes, seconds=12), None  # fmt: skip
            case Said("/type"):
                card = Card("Where?", Tone.QUESTION, "Question 1 of 1", closes_at=heard.sent_at + 12_000)
                return replace(card, buttons=(Button("type r 1", "Answer"),)), None
            case Said("/form"):
                fields = (
                    FormField(
                        "subject", "Subject", required=True, suggests=True, value="<kept>", error="No."
                    ),
                )
                return Card("Add", form=Form("facts add", "Add a fact", fields)), heard.member.id
            case Said(text) if text.startswith("/"):
                return Card(f"You said {text}", buttons=(Button("/help", "Help"),)), None
            case Clicked(button):
                return Card(f"You pressed {button}", tone=Tone.RECEIPT), heard.member.id
            case Filled(command, values):
                return Card(
                    f"You filled {command}", lines=tuple(f"{name}: {value}" for name, value in values)
                ), None
        return None, None

    async def complete(self, place: Place, line: str, member: Member | None) -> tuple[str, ...]:
        return tuple(whole for whole in ("/film Pulgasari", "/film Salt", "/help") if whole.startswith(line))

    async def suggest(
        self, place: Place, command: str, option: str, typed: str, member: Member | None
    ) -> tuple[str, ...]:
        return (f"{command}/{option}/{typed}",)

    def answered(self, place: Place) -> int | None:
        return self.count


@dataclass
class Playground:
    running: server.Running
    stage: WebStage
    posts: PostLedger
    echo: Echo
    work: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return self.running.url

    async def stop(self) -> None:
        if self.work is not None:
            self.work.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.work
        await self.running.stop()


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """Pages and streams do not differ by database; what keeps posts is tested on both."""
    return sqlite_database


KEY = Fernet.generate_key().decode()


async def begin(
    database: Database,
    *,
    port: int = 0,
    public_url: str | None = None,
    keys: tuple[str, ...] = (KEY,),
    trivium: bool = False,
    dice: Dice | None = None,
) -> Playground:
    """A started playground, with the echo behind it or, for whole rounds, with Trivium itself."""
    clock, dice = RealClock(), dice or RealDice()
    posts = PostLedger(database)
    stage = WebStage(posts, clock)
    echo = Echo(stage)
    host = Host(database, {PLATFORM: stage}, clock, dice) if trivium else None
    if host is not None:
        await host.start()
    running = await server.start(
        host=host or echo,
        stage=stage,
        posts=posts,
        sealer=Sealer(keys),
        dice=dice,
        clock=clock,
        host_name="127.0.0.1",
        port=port,
        public_url=public_url,
    )
    work = asyncio.create_task(host.run()) if host is not None else None
    return Playground(running, stage, posts, echo, work)


@pytest.fixture
async def playground(database: Database) -> AsyncIterator[Playground]:
    started = await begin(database)
    yield started
    await started.stop()


@pytest.fixture
async def trivium(database: Database) -> AsyncIterator[Playground]:
    """The whole of Trivium, with its built-in packs, in a playground."""
    for pack in builtin():
        await Desk(database).install(pack, RealClock().now())
    started = await begin(database, trivium=True)
    yield started
    await started.stop()
