"""A member at their screen: what they type, press and fill in, and what they see."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.slack_stand_in import payloads
from tests.slack_stand_in.deliveries import Delivery
from tests.slack_stand_in.forms import Form, NotThere
from tests.slack_stand_in.reading import PressedButton, buttons_of, lines_of
from tests.slack_stand_in.server import Slack
from tests.slack_stand_in.workspace import Account, Channel, Message, Team, View


@dataclass(frozen=True)
class Read:
    """A message, as its reader has it before them."""

    ts: str
    channel: str
    thread: str
    private: bool
    lines: tuple[str, ...]
    labels: tuple[str, ...]
    text: str
    broadcast: bool

    def __contains__(self, words: str) -> bool:
        return words in "\n".join(self.lines)


class Someone:
    """A member of a workspace, at their screen."""

    def __init__(self, slack: Slack, team: Team, account: Account) -> None:
        self.slack = slack
        self.team = team
        self.account = account
        self.form = Form(slack, team, account)

    @property
    def id(self) -> str:
        return self.account.id

    @property
    def direct(self) -> Channel:
        """Their direct messages with the bot."""
        return self.slack.house.direct(self.id, self.team.bot)

    # --- typing ---

    async def slash(self, text: str, channel: Channel, *, command: str = "/trivium") -> Delivery:
        """A slash command; what stands in its acknowledgement appears as well."""
        if self.slack.commands is not None and command not in self.slack.commands:
            raise NotThere(f"{command} is not a valid command")
        address = self.slack.responses.give(self.team, channel.id, self.id)
        trigger = self.slack.methods.views.trigger(self.id)
        written = self._written(text)
        sent = payloads.command(self.account, channel, self.team, command, written, address, trigger)
        delivery = await self.slack.deliver("slash_commands", sent)
        if delivery.answer.get("text") or delivery.answer.get("blocks"):
            self.slack.responses.answered(address, dict(delivery.answer))
        return delivery

    async def say(
        self, text: str, channel: Channel, *, thread: str = "", ago: int = 0, twice: bool = False
    ) -> Message:
        """A post. The app hears of it where it is in the channel, and once more where it is named in it."""
        message = self.post(text, channel, thread=thread, ago=ago)
        for event in self.events_of(message, channel):
            await self.slack.event(self.team, event)
            if twice:
                await self.slack.event(self.team, event)
        return message

    def post(self, text: str, channel: Channel, *, thread: str = "", ago: int = 0) -> Message:
        """A post that the app has not heard of yet."""
        ts = self.slack.house.ts()
        if ago:
            ts = f"{float(ts) - ago / 1000:.6f}"
        message = Message(channel.id, ts, self.id, self._written(text), (), thread)
        self.slack.house.messages[channel.id, ts] = message
        return message

    def _written(self, text: str) -> str:
        """What was typed, as Slack writes it down: letters of its markup escaped, addresses and the bot's name marked."""
        marked = re.sub(r"https?://[^\s<>()|]+", r"<\g<0>>", html.escape(text, quote=False))
        house = self.slack.house
        names = [f"<@{id}>" for id in house.accounts] + [f"<!subteam^{id}>" for id in house.groups]
        for name in names:
            marked = marked.replace(html.escape(name), name)
        return marked

    def events_of(self, message: Message, channel: Channel) -> list[dict[str, Any]]:
        """What the app is told of a post."""
        events = []
        parent = self.slack.house.parent(message)
        if self.team.bot in channel.members:
            events.append(payloads.message(message, channel, self.team, parent))
        if f"<@{self.team.bot}>" in message.text and channel.kind != "im":
            events.append(payloads.mention(message, self.team, parent))
        return events

    async def edit(self, message: Message, text: str) -> None:
        """Change what one has said."""
        channel, at = self.slack.house.channels[message.channel], self.slack.house.ts()
        await self.slack.event(
            self.team, payloads.changed(message, channel, self.team, self._written(text), at)
        )

    async def mention(self, text: str, channel: Channel, *, thread: str = "") -> Message:
        return await self.say(f"<@{self.team.bot}> {text}", channel, thread=thread)

    async def open_home(self) -> None:
        at = self.slack.house.ts()
        opened = {"type": "app_home_opened", "user": self.id, "channel": self.direct.id, "tab": "home"}
        await self.slack.event(self.team, {**opened, "event_ts": at})

    # --- pressing ---

    async def click(
        self, label: str, *, on: str = "", channel: Channel | None = None, ago: int = 0
    ) -> Delivery:
        """Press the newest button of that label, on the newest message with those words."""
        message, button = self.find(label, on=on, channel=channel)
        return await self.press(message, button, ago=ago)

    def find(
        self, label: str, *, on: str = "", channel: Channel | None = None
    ) -> tuple[Message, PressedButton]:
        """The newest button of that label that they see. Raises NotThere."""
        for message in reversed(list(self.slack.house.visible(self.id))):
            if channel is not None and message.channel != channel.id:
                continue
            for button in buttons_of(message.blocks):
                if button.label == label and on in "\n".join(lines_of(message.blocks)):
                    return message, button
        raise NotThere(f"{self.account.name} sees no button {label}")

    async def press(self, message: Message, button: PressedButton, *, ago: int = 0) -> Delivery:
        """Press a button that may have gone since."""
        return await self.slack.deliver("interactive", self.pressing(message, button, ago=ago))

    def pressing(self, message: Message, button: PressedButton, *, ago: int = 0) -> dict[str, Any]:
        """What is sent when they press it."""
        at = self.slack.house.ts()
        if ago:
            at = f"{float(at) - ago / 1000:.6f}"
        element = {name: value for name, value in button.element.items() if name != "style"}
        action = {**element, "block_id": button.block, "action_ts": at}
        address = self.slack.responses.give(self.team, message.channel, self.id, message)
        trigger = self.slack.methods.views.trigger(self.id)
        channel = self.slack.house.channels[message.channel]
        return payloads.press(self.account, self.team, message, channel, action, address, trigger)

    async def press_at_home(self, label: str) -> Delivery:
        view = self.home
        button = next((one for one in buttons_of(view.given["blocks"]) if one.label == label), None)
        if button is None:
            raise NotThere(f"{self.account.name} sees no button {label} at home")
        action = {**button.element, "block_id": button.block, "action_ts": self.slack.house.ts()}
        trigger = self.slack.methods.views.trigger(self.id)
        sent = payloads.press(self.account, self.team, view, None, action, "", trigger)
        return await self.slack.deliver("interactive", sent)

    # --- seeing ---

    @property
    def home(self) -> View:
        view = self.slack.house.home(self.id)
        if view is None:
            raise NotThere(f"{self.account.name} was shown no Home")
        return view

    def sees(self, channel: Channel | None = None) -> list[Read]:
        """The app's messages before them, from the oldest on."""
        return [
            Read(
                one.ts,
                one.channel,
                one.thread,
                bool(one.to),
                tuple(lines_of(one.blocks)) or (one.text,),
                tuple(button.label for button in buttons_of(one.blocks)),
                one.text,
                one.broadcast,
            )
            for one in self.slack.house.visible(self.id)
            if one.user == self.team.bot and (channel is None or one.channel == channel.id)
        ]

    def newest(self, words: str = "", channel: Channel | None = None) -> Read:
        """The newest of the app's messages with those words. Raises NotThere."""
        for one in reversed(self.sees(channel)):
            if words in one:
                return one
        raise NotThere(f"{self.account.name} sees nothing that says {words!r}")

    def reload(self) -> None:
        """Slack is started again: what was for them alone is gone."""
        for one in self.slack.house.messages.values():
            if one.to == self.id:
                one.deleted = True


async def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Waits for something to hold that happens at the app's own pace."""
    for _ in range(int(seconds * 100)):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"it did not come to hold within {seconds} seconds")
