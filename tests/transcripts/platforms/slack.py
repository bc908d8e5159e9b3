"""Slack: the real Bolt app and SDK, in Socket Mode, against the stand-in; everybody at a screen of their own.

A round's thread is read as the channel it hangs in. Where others see a reply at once, on Slack its member shares it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from bot.commands.parsing import Call, parse
from bot.commands.vocabulary import COMMAND, Command
from bot.commands.vocabulary import Seen as SeenBy
from tests.slack_platform.playing import Playing
from tests.slack_stand_in.driver import Someone
from tests.slack_stand_in.forms import NEEDED, NotThere
from tests.slack_stand_in.reading import AskedInput, PressedButton, buttons_of, inputs_of, lines_of
from tests.slack_stand_in.workspace import Appearance, Channel, Message, View
from tests.transcripts.platforms import GENERAL, START, AskedField, CannotPress, Memory, Person, Seen, tidy

_SHARE = "Share"
_SHARED = re.compile("^Shared by [^·]*(?: · )?")
_OURS = frozenset({_SHARE, "My result", "More"})  # buttons that only Slack has


class Slack:
    """Everybody in one workspace."""

    name = "Slack"
    has_buttons = True
    changes = True

    def __init__(self, url: str, seed: int) -> None:
        self._playing = Playing(url, seed, start=START, look=self._look)
        self._memory = Memory()
        self._people: dict[str, Someone] = {}
        self._channels: dict[str, Channel] = {}
        self._looked = 0
        self._modals: dict[str, str] = {}  # who has a modal before them -> the channel they asked in
        self._stood: dict[str, Seen] = {}

    async def enter(self, people: Iterable[Person]) -> None:
        await self._playing.open_slack()
        for person in people:
            self._people[person.id] = self._playing.join(person.name, is_admin=person.moderates)
        self._channel(GENERAL)
        await self._playing.open_bot()

    def _channel(self, name: str) -> Channel:
        if name not in self._channels:
            self._channels[name] = self._playing.channel(name, self._people.values())
        return self._channels[name]

    def channel_id(self, name: str) -> str:
        return self._channel(name).id

    # --- what people do ---

    async def say(self, who: Person, text: str, channel: str, ago: int) -> None:
        someone, place = self._people[who.id], self._channel(channel)
        self._modals[who.id] = channel
        if not text.lstrip().startswith("/"):
            await someone.say(text, place, thread=self._thread(someone, place), ago=ago)
            await self._playing.settle()
            return
        call = parse(text)
        await someone.slash(text.lstrip().removeprefix("/"), place)
        await self._share(someone, place, call.command.seen if isinstance(call, Call) else SeenBy.ONESELF)

    def _thread(self, someone: Someone, place: Channel) -> str:
        """Where one talks while a round is played: in the thread of the newest message that all see."""
        public = [one for one in someone.sees(place) if not one.private]
        return public[-1].thread if public and not public[-1].broadcast else ""

    async def click(self, who: Person, label: str, on: str, channel: str, ago: int) -> None:
        someone, place = self._people[who.id], self._channel(channel)
        self._modals[who.id] = channel
        try:
            message, button = someone.find(label, on=on, channel=place)
        except NotThere as why:
            message, button = self._gone(someone, label, on, place, why)
        await someone.press(message, button, ago=ago)
        await self._playing.settle()

    def _gone(
        self, someone: Someone, label: str, on: str, place: Channel, why: NotThere
    ) -> tuple[Message, PressedButton]:
        """A button that has gone just now: it may still be pressed where the change has not arrived."""
        house = self._playing.slack.house
        for one in reversed(house.log):
            if (
                one.channel == place.id
                and one.to in ("", someone.id)
                and on in "\n".join(lines_of(one.blocks))
            ):
                for button in buttons_of(one.blocks):
                    if button.label == label:
                        return house.messages[one.channel, one.key.partition("/")[2]], button
        raise CannotPress(str(why)) from None

    async def _share(self, someone: Someone, place: Channel, seen: SeenBy) -> None:
        """Who typed it shares the reply, where it is one that others see elsewhere."""
        await self._playing.settle()
        newest = someone.sees(place)[-1:]
        if seen is SeenBy.SHARED and newest and newest[0].private and _SHARE in newest[0].labels:
            self._forget(someone, newest[0].ts)
            await someone.click(_SHARE, channel=place)
            await self._playing.settle()

    def _forget(self, someone: Someone, ts: str) -> None:
        """What was seen only to be shared is not told twice."""
        person = next(id for id, one in self._people.items() if one is someone)
        kept = [one for one in self._memory.take(person) if not one.key.endswith(f"/{ts}")]
        for one in kept:
            self._memory.add(person, one)

    async def fill(self, who: Person, values: dict[str, str], channel: str) -> None:
        someone = self._people[who.id]
        try:
            await someone.form.submit(values)
        except NotThere as why:
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

    # --- what they see ---

    async def _look(self) -> None:
        """Takes in what appeared on anybody's screen since."""
        log = self._playing.slack.house.log
        for appearance in log[self._looked :]:
            self._take(appearance)
        self._looked = len(log)

    def _take(self, one: Appearance) -> None:
        if one.user != self._playing.team.bot and one.what == "message":
            return
        for id, someone in self._people.items():
            if one.what == "message" and one.to in ("", someone.id):
                self._note(id, one, self._message(one))
            elif (
                one.what == "modal" and one.to == someone.id and one.view is not None and not _spare(one.view)
            ):
                self._note(id, one, self._modal(one.view, self._modals.get(id, GENERAL)))

    def _note(self, who: str, one: Appearance, seen: Seen) -> None:
        before = self._stood.get(f"{who}/{one.key}")
        if before is None or (before.lines, before.buttons, before.fields) != (
            seen.lines,
            seen.buttons,
            seen.fields,
        ):
            self._stood[f"{who}/{one.key}"] = seen
            self._memory.add(who, seen)

    def _message(self, one: Appearance) -> Seen:
        lines = [_SHARED.sub("", line) for line in lines_of(one.blocks) if not line.startswith("Closes in ")]
        buttons = tuple(
            (each.label, each.label) for each in buttons_of(one.blocks) if each.label not in _OURS
        )
        channel = next(name for name, each in self._channels.items() if each.id == one.channel)
        # What one member alone sees cannot be named by Slack, and so not be changed: it comes anew.
        return Seen(one.key, channel, tidy(lines), buttons, changes=None if one.to else one.changes)

    def _modal(self, view: View, channel: str) -> Seen:
        blocks = view.given["blocks"]
        command = _command(view)
        asked = tuple(_asked(each, view, command) for each in inputs_of(blocks))
        # A modal's title has room for 24 letters; a longer one stands above the fields, whole.
        lines = tuple(line for line in tidy(lines_of(blocks)) if not command or line != command.help)
        return Seen(f"{view.id} {view.hash} {view.errors}", channel, lines, (), view.id, asked)


def _spare(view: View) -> bool:
    """Whether a modal only offers to fill in what the sentence beside it says is missing."""
    return view.given.get("callback_id") == "missing"


def _command(view: View) -> Command | None:
    """What the modal's form belongs to."""
    kept = json.loads(view.given.get("private_metadata") or "{}")
    return COMMAND.get(kept.get("command", ""))


def _asked(field: AskedInput, view: View, command: Command | None) -> AskedField:
    option = command.option(field.block) if command else None
    # A modal that is opened with something wrong in it says so below the field, before what it says there anyway.
    error = view.errors.get(field.block) or field.hint.removesuffix(option.help if option else "").strip()
    # Slack has words of its own for a field that was left empty.
    return AskedField(field.block, field.label, "", "This is needed." if error == NEEDED else error)
