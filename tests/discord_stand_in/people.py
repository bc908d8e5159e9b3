"""Members at their own clients: what they do to the bot, and what each of them sees.

One law: a client offers only what Discord has been told of. A command that was not synced, a choice that is not
listed, a button that is not on screen raise `NotOffered`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.instant import Instant
from tests.discord_stand_in import components, menu
from tests.discord_stand_in.components import Input
from tests.discord_stand_in.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL
from tests.discord_stand_in.menu import NotOffered
from tests.discord_stand_in.messages import Sight
from tests.discord_stand_in.server import StandIn
from tests.discord_stand_in.world import (
    JSON,
    Channel,
    Guild,
    Interaction,
    Message,
    Role,
    User,
)

PATIENCE = 20.0  # seconds of real time after which a test gives up


class Somebody:
    """A member, their client, and the channel they look at by default."""

    def __init__(self, at: StandIn, user: User, channel: Channel) -> None:
        self.user = user
        self.channel = channel
        self._at = at
        self._modals: list[Interaction] = []

    # --- seeing ---

    def sights(self, channel: Channel | None = None) -> list[Sight]:
        """Everything of the bot they saw in a channel, one entry each time that it was new or changed."""
        place = channel or self.channel
        return [
            sight
            for sight in self._at.messages.there(place)
            if sight.author is self._at.realm.bot and sight.only_for in (None, self.user)
        ]

    def screen(self, channel: Channel | None = None) -> list[Sight]:
        """The bot's messages as they stand now, from top to bottom."""
        newest = {sight.message.id: sight for sight in self.sights(channel)}
        return [sight for sight in newest.values() if not sight.message.gone]

    def newest(self, words: str = "", channel: Channel | None = None) -> Sight:
        """The lowest message on screen with those words."""
        for sight in reversed(self.screen(channel)):
            if words in " ".join(sight.texts):
                return sight
        raise NotOffered(f"{self.user.name} sees nothing with {words!r}")

    def reads(self, words: str, channel: Channel | None = None) -> bool:
        """Whether those words stand on screen."""
        return any(words in " ".join(sight.texts) for sight in self.screen(channel))

    async def until(self, words: str, channel: Channel | None = None, *, patience: float = PATIENCE) -> Sight:
        """Waits until those words stand on screen."""
        await until(
            self._at, lambda: self.reads(words, channel), f"{self.user.name} reads {words!r}", patience
        )
        return self.newest(words, channel)

    # --- doing ---

    async def slash(
        self,
        path: str,
        channel: Channel | None = None,
        *,
        ago: Instant = 0,
        wait: bool = True,
        patience: float = PATIENCE,
        **given: object,
    ) -> Interaction:
        """A slash command with its options, as the menu offers it."""
        place = channel or self.channel
        data = menu.command(self._at, self.user, place, path, given)
        one = await self._at.interactions.send(COMMAND, self.user, place, data, ago=ago)
        return await self._answered(one, patience) if wait else one

    async def complete(
        self, path: str, option: str, typed: str, channel: Channel | None = None, **given: object
    ) -> list[str]:
        """What is offered while an option is being typed."""
        place = channel or self.channel
        data = menu.command(self._at, self.user, place, path, {**given, option: typed}, focus=option)
        one = await self._answered(await self._at.interactions.send(AUTOCOMPLETE, self.user, place, data))
        return [choice["name"] for choice in one.choices or []]

    async def click(
        self,
        label: str,
        on: str = "",
        channel: Channel | None = None,
        *,
        ago: Instant = 0,
        wait: bool = True,
        patience: float = PATIENCE,
        old: bool = False,
    ) -> Interaction:
        """Presses the newest button of that label, on a message with those words.

        `old` presses one that has gone meanwhile, as a client does that has not caught up.
        """
        place = channel or self.channel
        custom_id, message = self._button(label, on, place, old)
        data = {"component_type": components.BUTTON, "custom_id": custom_id, "id": 1}
        one = await self._at.interactions.send(COMPONENT, self.user, place, data, message=message, ago=ago)
        return await self._answered(one, patience) if wait else one

    async def submit(self, values: dict[str, str], *, wait: bool = True) -> Interaction:
        """Sends the newest modal back with values by label; other fields keep what stands in them."""
        if not self._modals:
            raise NotOffered(f"{self.user.name} has no form open")
        opened = self._modals[-1]
        assert opened.modal is not None
        fields = {field.label: field for field in self.form}
        unknown = [label for label in values if label not in fields]
        if unknown:
            raise NotOffered(f"the form has no field {unknown[0]!r}; it has {', '.join(fields)}")
        rows = [_filled(outer, values) for outer in opened.modal["components"]]
        data = {"custom_id": opened.modal["custom_id"], "components": [row for row in rows if row]}
        place = opened.channel
        one = await self._at.interactions.send(
            MODAL, self.user, place, data, message=opened.message, opened_by=opened
        )
        self._modals.pop()
        return await self._answered(one) if wait else one

    @property
    def form(self) -> tuple[Input, ...]:
        """The fields of the form that is open; none where none is."""
        opened = self._modals[-1].modal if self._modals else None
        return components.inputs(opened["components"]) if opened else ()

    @property
    def form_texts(self) -> tuple[str, ...]:
        """What is written in the form beside its fields."""
        opened = self._modals[-1].modal if self._modals else None
        return components.texts(opened["components"]) if opened else ()

    @property
    def form_title(self) -> str:
        opened = self._modals[-1].modal if self._modals else None
        return str(opened["title"]) if opened else ""

    async def say(self, text: str, channel: Channel | None = None, *, ago: Instant = 0) -> Message:
        """A line in a channel, in the open."""
        place = channel or self.channel
        realm = self._at.realm
        message = Message(realm.ids.new(_ago(self._at, ago)), place, self.user, text[:2000])
        message.mentions = [realm.bot] if f"<@{realm.bot.id}>" in text else []
        realm.messages[message.id] = message
        await self._at.rest.tell("MESSAGE_CREATE", message)
        return message

    # --- how ---

    async def _answered(self, one: Interaction, patience: float = PATIENCE) -> Interaction:
        try:
            # A bell of its own: hundreds that wait for one bell would slow down what they wait for.
            await asyncio.wait_for(one.done.wait(), patience)
        except TimeoutError:
            raise AssertionError(f"not within {patience} s: {one.data} is answered") from None
        if one.modal is not None and one not in self._modals:
            self._modals.append(one)
        return one

    def _button(self, label: str, on: str, place: Channel, old: bool) -> tuple[str, Message]:
        for sight in reversed(self.sights(place) if old else self.screen(place)):
            if on not in " ".join(sight.texts):
                continue
            for button in sight.buttons:
                if button.label == label and button.custom_id and not button.disabled:
                    return button.custom_id, sight.message
        raise NotOffered(f"{self.user.name} sees no button {label!r}")


def _filled(outer: JSON, values: dict[str, str]) -> JSON | None:
    """A row or label of a modal as it is sent back; nothing for mere text."""
    fields = components.inputs([outer])
    if not fields:
        return None
    field = fields[0]
    value = values.get(field.label, field.value)
    if field.required and not value:
        raise NotOffered(f"{field.label} has to be filled in")
    if len(value) > field.longest:
        raise NotOffered(f"{field.label} takes {field.longest} letters")
    inner: JSON = {"type": field.type, "id": 2, "custom_id": field.custom_id}
    if field.type in components.SELECTS:
        chosen = dict(field.options) | {v: v for _, v in field.options}
        if value and value not in chosen:
            raise NotOffered(f"{field.label} has no choice {value}")
        inner["values"] = [chosen[value]] if value else []
    else:
        inner["value"] = value
    if outer["type"] == components.LABEL:
        return {"type": components.LABEL, "id": 1, "component": inner}
    return {"type": components.ROW, "id": 1, "components": [inner]}


def _ago(at: StandIn, ago: Instant) -> Instant | None:
    return at.realm.now() - ago if ago else None


async def until(at: StandIn, holds: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Waits until something holds. Raises AssertionError after `patience` seconds of real time."""
    try:
        async with asyncio.timeout(patience), at.messages.changed:
            await at.messages.changed.wait_for(holds)
    except TimeoutError:
        raise AssertionError(f"not within {patience} s: {what}") from None


async def join(at: StandIn, guild: Guild, name: str, channel: Channel, *roles: Role) -> Somebody:
    """A new member of a server, looking at a channel."""
    user = at.realm.new_user(name)
    at.realm.join(guild, user, *roles)
    return Somebody(at, user, channel)
