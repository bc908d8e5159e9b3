"""The web playground: its real server on a real port, each member with a cookie and a page of their own."""

from __future__ import annotations

from collections.abc import Iterable

import aiohttp

from adapters.clock import SeededDice
from adapters.secret_key import Sealer
from adapters.web import server
from adapters.web.client import PLATFORM, WebStage
from bot.ledger.posts import PostLedger
from facts.store.database import Database
from tests.transcripts.platforms import GENERAL, CannotPress, Memory, Person, Seen, options
from tests.transcripts.platforms.house import House
from tests.transcripts.platforms.web_page import posts_of

_KEY = "dHJhbnNjcmlwdHMtYXJlLXJlYWQtYnktZXZlcnlvbmU="  # of tests alone


class Web:
    """Everybody in a browser of their own, as far as the server can tell."""

    name = "the web"
    has_buttons = True
    changes = True

    def __init__(self, url: str, seed: int) -> None:
        self._memory = Memory()
        self._house = House(url, seed, self._look)
        self._people: list[Person] = []
        self._browsers: dict[str, aiohttp.ClientSession] = {}
        self._channels = [GENERAL]
        self._stood: dict[tuple[str, str], Seen] = {}

    async def enter(self, people: Iterable[Person]) -> None:
        self._people = list(people)
        await self._open()
        for person in self._people:
            jar = aiohttp.CookieJar(unsafe=True)  # an address of numbers keeps its cookies too
            browser = aiohttp.ClientSession(cookie_jar=jar, headers={"X-Trivium": "page"})
            self._browsers[person.id] = browser
            if person.moderates:
                await (await browser.get(self._running.moderator_link)).read()
            named = await browser.post(f"{self._running.url}/name", data={"name": person.name})
            assert named.status == 200, await named.text()
        await self._look()

    async def _open(self) -> None:
        def stages(database: Database) -> dict[str, WebStage]:
            self._posts = PostLedger(database)
            self._stage = WebStage(self._posts, self._house.clock)
            return {PLATFORM: self._stage}

        await self._house.open(stages)
        self._running = await server.start(
            host=self._house.host,
            stage=self._stage,
            posts=self._posts,
            sealer=Sealer((_KEY,)),
            dice=SeededDice(7),  # its own, so that rounds fall as they do elsewhere
            clock=self._house.clock,
            host_name="127.0.0.1",
            port=0,
        )

    async def say(self, who: Person, text: str, channel: str, ago: int) -> None:
        await self._post(who, channel, {"text": text})

    async def click(self, who: Person, label: str, on: str, channel: str, ago: int) -> None:
        button = self._memory.button(who.id, label, on, channel)
        if button is None:
            raise CannotPress(f"{who.id} sees no button {label}")
        await self._post(who, channel, {"button": button})

    async def fill(self, who: Person, values: dict[str, str], channel: str) -> None:
        form = self._memory.form(who.id, channel)
        given = {f"field.{option}": value for option, value in options(form, values).items()}
        await self._post(who, channel, {"command": form.command, **given})

    async def pass_time(self, milliseconds: int) -> None:
        await self._house.pass_time(milliseconds)

    async def restart(self) -> None:
        await self._leave()
        await self._open()
        await self._house.settle()

    def seen_by(self, who: Person) -> list[Seen]:
        return self._memory.take(who.id)

    async def close(self) -> None:
        for browser in self._browsers.values():
            await browser.close()
        await self._leave()

    async def _leave(self) -> None:
        await self._running.stop()
        await self._house.close()

    async def _post(self, who: Person, channel: str, data: dict[str, str]) -> None:
        if channel not in self._channels:
            self._channels.append(channel)
        async with self._browsers[who.id].post(f"{self._running.url}/c/{channel}", data=data) as answer:
            sentence = await answer.text()
        if answer.status != 204:  # the page shows it beside the line
            self._memory.add(who.id, Seen(f"refused {sentence}", channel, (sentence,), changes=False))
        await self._house.settle()

    async def _look(self) -> None:
        """Everybody looks at their own page, and notes what is new or has changed on it."""
        for person in self._people:
            for channel in self._channels:
                await self._look_at(person, channel)

    async def _look_at(self, person: Person, channel: str) -> None:
        if person.id not in self._browsers:
            return
        async with self._browsers[person.id].get(f"{self._running.url}/c/{channel}") as answer:
            page = await answer.text()
        for seen in posts_of(page, channel):
            before = self._stood.get((person.id, seen.key))
            if before is None or (before.lines, before.buttons) != (seen.lines, seen.buttons):
                self._stood[(person.id, seen.key)] = seen
                new = Seen(
                    f"{seen.key} {hash((seen.lines, seen.buttons))}",
                    channel,
                    seen.lines,
                    seen.buttons,
                    seen.command,
                    seen.fields,
                    before is not None,
                )
                self._memory.add(person.id, new)
