"""The terminal: `trivium chat` with all players at one keyboard, its screen read as it is printed."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterable

from rich.console import Console

from adapters.clock import SeededDice
from adapters.terminal import client, people
from bot.messages import Member, Role, Show, Shown
from facts.store.database import Database
from tests.transcripts.platforms import CannotPress, Memory, Person, Seen, fields_of, tidy
from tests.transcripts.platforms.house import House

# A button that is off the screen is a command to type.
TYPED = {
    "Hint": "/trivia hint",
    "Skip": "/trivia skip",
    "Cancel": "/trivia stop",
    "Stop": "/trivia stop",
    "Begin now": "/trivia resume",
    "Go on": "/trivia resume",
    "Answer": "/answer",
}


class Screen:
    """The terminal's own stage, and what it printed, message by message."""

    def __init__(
        self, stage: client.TerminalStage, paper: io.StringIO, memory: Memory, names: dict[str, str]
    ) -> None:
        self.stage = stage
        self._paper = paper
        self._memory = memory
        self._names = names  # what stands on the screen -> who that is

    async def show(self, show: Show) -> Shown:
        self._paper.seek(0)
        self._paper.truncate()
        shown = await self.stage.show(show)
        printed = tidy(self._paper.getvalue().split("\n"))
        alone = next(
            (name for name in self._names if printed[:1] and printed[0].startswith(f"to {name} alone")), ""
        )
        if alone:
            heading = printed[0].removeprefix(f"to {alone} alone").removeprefix(" · ")
            printed = tidy([heading, *printed[1:]])
        if not printed and show.card.form is None:
            return shown  # it said no more than what stands above it
        alone = alone or next(
            (name for name in self._names if show.card.form and name.casefold() == show.to), ""
        )
        pressable = [button for button in show.card.buttons if len(button.label) > 1]
        row = " ".join(f"[ {button.label} ]" for button in pressable)
        seen = Seen(
            f"{show.id}",
            show.place.channel,
            tuple(line for line in printed if " ".join(line.split()) != row),
            tuple((button.label, button.id) for button in pressable),
            show.card.form.command if show.card.form else "",
            fields_of(show.card),
        )
        for name, who in self._names.items():
            if alone in ("", name):
                self._memory.add(who, seen)
        return shown


class Terminal:
    """Everybody in one terminal."""

    name = "the terminal"
    has_buttons = False
    changes = False

    def __init__(self, url: str, seed: int) -> None:
        self._memory = Memory()
        self._house = House(url, seed, self._look)

    async def _look(self) -> None:
        """The screen shows by itself."""

    async def enter(self, people: Iterable[Person]) -> None:
        self._people = list(people)
        await self._open()

    async def _open(self) -> None:
        roles = {True: frozenset({Role.MODERATOR}), False: frozenset[Role]()}
        members = [Member(one.name.casefold(), one.name, roles[one.moderates]) for one in self._people]
        paper = io.StringIO()
        stage = client.TerminalStage(self._house.clock, members, Console(file=paper, width=20_000))
        self._screen = screen = Screen(stage, paper, self._memory, {one.name: one.id for one in self._people})

        def stages(_: Database) -> dict[str, Screen]:
            return {people.PLATFORM: screen}

        await self._house.open(stages)
        self._typed: asyncio.Queue[str] = asyncio.Queue()
        self._asking: asyncio.Queue[str] = asyncio.Queue()
        place = people.place("general", alone=len(self._people) == 1)
        talk = client.chat(
            self._house.host, stage, place, members, self._house.clock, SeededDice(1), self._prompt
        )
        self._task = asyncio.create_task(talk)
        self._words = await self._asked()

    async def _prompt(self, words: str, given: str, choices: tuple[str, ...]) -> str | None:
        self._asking.put_nowait(words)
        return await self._typed.get() or given

    async def _asked(self) -> str:
        """What the terminal asks next: with that, all before it is done."""
        asked = asyncio.ensure_future(self._asking.get())
        await asyncio.wait({asked, self._task}, return_when=asyncio.FIRST_COMPLETED)
        if not asked.done():
            asked.cancel()
            self._task.result()  # raises what stopped it
        return await asked

    async def _type(self, line: str) -> None:
        self._typed.put_nowait(line)
        self._words = await self._asked()
        await self._house.settle()

    async def say(self, who: Person, text: str, channel: str, ago: int) -> None:
        if "\n" in text:
            raise CannotPress("a terminal takes one line")
        await self._type(f"{who.name}: {text}" if len(self._people) > 1 else text)

    async def click(self, who: Person, label: str, on: str, channel: str, ago: int) -> None:
        button = self._memory.button(who.id, label, on, channel)
        if button and self._screen.stage.buttons.get(label.casefold()) == button:
            line = f"[{label}]"
        else:
            line = TYPED.get(label, label if len(label) == 1 else "")
        if not line:
            raise CannotPress(f"a terminal shows no {label} to press")
        await self.say(who, line, channel, ago)

    async def fill(self, who: Person, values: dict[str, str], channel: str) -> None:
        """Answers the questions a form asks one by one; those that were not given are left empty."""
        left = dict(values)
        if self._words.endswith("> "):
            raise CannotPress("the terminal asks for nothing")
        before = ""
        while not self._words.endswith("> ") and self._words != before:
            label = next((label for label in left if self._label() == label), None)
            if label is None and "\n" in self._words:
                break  # it asks again for what was refused: that is for the transcript to say
            before = self._words
            await self._type(left.pop(label) if label else "")
        if left:
            raise CannotPress(f"the terminal never asked for {', '.join(left)}")

    def _label(self) -> str:
        return self._words.rpartition("\n")[2].partition(",")[0].partition(" (")[0].removesuffix(": ")

    async def pass_time(self, milliseconds: int) -> None:
        await self._house.pass_time(milliseconds)

    async def restart(self) -> None:
        await self.close()
        await self._open()
        await self._house.settle()

    def seen_by(self, who: Person) -> list[Seen]:
        return self._memory.take(who.id)

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.wait({self._task})
        await self._house.close()
