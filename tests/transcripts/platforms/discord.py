"""Discord: the real client library on a stand-in Discord over real sockets, everybody at a client of their own."""

from __future__ import annotations

from collections.abc import Iterable

from bot.commands.parsing import Call, parse
from bot.commands.vocabulary import COMMANDS, Takes
from tests.discord_platform.playing import Playing
from tests.discord_stand_in.menu import NotOffered
from tests.discord_stand_in.messages import Sight
from tests.discord_stand_in.people import Somebody
from tests.discord_stand_in.reading import lines
from tests.discord_stand_in.world import Channel, Interaction
from tests.transcripts.platforms import GENERAL, START, AskedField, CannotPress, Memory, Person, Seen, tidy

_HELPS = frozenset(option.help for command in COMMANDS for option in command.options)


class Discord:
    """One server, and everybody's direct messages."""

    name = "Discord"
    has_buttons = True
    changes = True

    def __init__(self, url: str, seed: int) -> None:
        self._playing = Playing(url, seed, start=START, look=self._look)
        self._memory = Memory()
        self._people: dict[str, Somebody] = {}
        self._channels = {GENERAL: self._playing.channel}
        self._where: dict[
            str, str
        ] = {}  # where somebody did something last: what is written to them is about that
        self._looked = 0
        self._stood: dict[str, Seen] = {}

    async def enter(self, people: Iterable[Person]) -> None:
        for person in people:
            self._people[person.id] = self._playing.join(person.name, moderates=person.moderates)
        await self._playing.open()

    def channel_id(self, name: str) -> str:
        return self._channel(name).id

    def _channel(self, name: str) -> Channel:
        if name not in self._channels:
            self._channels[name] = self._playing.new_channel(name)
        return self._channels[name]

    # --- what people do ---

    async def say(self, who: Person, text: str, channel: str, ago: int) -> None:
        """A command goes by the menu where the menu has it; else it is typed, as is every other line."""
        somebody, place = self._people[who.id], self._channel(channel)
        self._where[who.id] = channel
        try:
            self._asked(who, await self._slashed(somebody, text, place, ago))
        except NotOffered:
            await somebody.say(text, place, ago=ago)
        await self._playing.settle()

    async def _slashed(self, somebody: Somebody, text: str, place: Channel, ago: int) -> Interaction:
        call = parse(text) if text.lstrip().startswith("/") else None
        if not isinstance(call, Call):
            raise NotOffered("no command")
        given: dict[str, object] = {}
        for name, value in call.values.items():
            option = call.command.option(name)
            if option is not None and option.takes is Takes.MEMBER:
                value = self._member(str(value))
            given[name] = value
        return await somebody.slash(call.command.path, place, ago=ago, **given)  # type: ignore[arg-type]

    def _member(self, name: str) -> str:
        for somebody in self._people.values():
            if somebody.user.name == name:
                return somebody.user.id
        raise NotOffered(f"nobody is called {name}")

    async def click(self, who: Person, label: str, on: str, channel: str, ago: int) -> None:
        self._where[who.id] = channel
        try:
            pressed = await self._people[who.id].click(label, on, self._channel(channel), ago=ago, old=True)
        except NotOffered as why:
            raise CannotPress(str(why)) from None
        self._asked(who, pressed)
        await self._playing.settle()

    async def fill(self, who: Person, values: dict[str, str], channel: str) -> None:
        try:
            self._asked(who, await self._people[who.id].submit(values))
        except NotOffered as why:
            raise CannotPress(str(why)) from None
        await self._playing.settle()

    async def pass_time(self, milliseconds: int) -> None:
        await self._playing.pass_time(milliseconds)

    async def restart(self) -> None:
        await self._playing.restart()

    def seen_by(self, who: Person) -> list[Seen]:
        return self._memory.take(who.id)

    async def close(self) -> None:
        await self._playing.close()
        wrong = [
            *self._playing.at.violations,
            *(f"pinged: {who}" for _, who in self._playing.at.messages.pinged),
        ]
        if wrong:
            raise AssertionError("\n".join(wrong))

    # --- what they see ---

    def _asked(self, who: Person, one: Interaction) -> None:
        """A form that opened over the channel."""
        if one.modal is None:
            return
        somebody = self._people[who.id]
        fields = tuple(
            # Discord has one line beside a field: what is wrong stands where the help stood.
            AskedField(each.custom_id, each.label, each.value, "" if each.help in _HELPS else each.help)
            for each in somebody.form
        )
        words = tidy(lines(somebody.form_texts))
        seen = Seen(f"form {one.id}", self._where[who.id], words, (), one.modal["custom_id"], fields, False)
        self._memory.add(who.id, seen)

    async def _look(self) -> None:
        """Takes in what appeared on anybody's screen since."""
        fresh = self._playing.at.messages.sights[self._looked :]
        self._looked += len(fresh)
        # Who is told anew in place of what is deleted sees it changed.
        replaced = {sight.only_for for sight in fresh if sight.what == "delete" and sight.only_for}
        for sight in fresh:
            if sight.what != "delete" and sight.author is self._playing.at.realm.bot:
                self._take(sight, changes=sight.what == "edit" or sight.only_for in replaced)

    def _take(self, sight: Sight, *, changes: bool) -> None:
        reader = sight.only_for or sight.channel.recipient
        buttons = tuple((each.label, each.custom_id) for each in sight.buttons)
        for id, somebody in self._people.items():
            if reader not in (None, somebody.user):
                continue
            channel = self._named(sight.channel, id)
            seen = Seen(f"{sight.number}", channel, tidy(lines(sight.texts)), buttons, changes=changes)
            before = self._stood.get(f"{id}/{sight.message.id}")
            if before is None or (before.lines, before.buttons) != (seen.lines, seen.buttons):
                self._stood[f"{id}/{sight.message.id}"] = seen
                self._memory.add(id, seen)

    def _named(self, channel: Channel, who: str) -> str:
        for name, each in self._channels.items():
            if each is channel:
                return name
        return self._where.get(who, GENERAL)  # a direct message
