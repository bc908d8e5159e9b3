"""What stands in a workspace: members, channels, messages, modals; and a log of all that appeared on anybody's screen.

One law: times come from the clock that is handed in, and no two messages have one `ts`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Kind: TypeAlias = Literal["channel", "group", "im", "mpim"]
Blocks: TypeAlias = Sequence[Mapping[str, Any]]


@dataclass
class Team:
    """A workspace with the app in it."""

    id: str
    name: str
    domain: str
    token: str
    bot: str  # the bot's own user id
    bot_id: str
    revoked: bool = False


@dataclass
class Account:
    """A member of a workspace, with what `users.info` tells of them."""

    id: str
    name: str
    team: str
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False


@dataclass
class Channel:
    id: str
    name: str
    team: str
    kind: Kind = "channel"
    members: set[str] = field(default_factory=set)
    archived: bool = False


@dataclass
class Message:
    """A message; `to` is the only member who sees it, `response` how it came by a response address."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: Blocks = ()
    thread: str = ""
    to: str = ""
    broadcast: bool = False  # of a thread, and shown in the channel as well
    metadata: Mapping[str, Any] | None = None
    deleted: bool = False
    edited: bool = False


@dataclass
class View:
    """A modal or a Home, as a member has it open."""

    id: str
    team: str
    user: str
    given: Mapping[str, Any]
    hash: str
    root: str
    below: str = ""  # the modal under this one
    errors: Mapping[str, str] = field(default_factory=dict)  # by block
    filled: dict[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)  # by block and action
    open: bool = True


@dataclass(frozen=True)
class Appearance:
    """Something on screen, at the moment it came or changed. `to` is the only member who sees it."""

    what: Literal["message", "modal", "home", "gone"]
    key: str
    channel: str
    thread: str
    to: str
    user: str
    text: str
    blocks: Blocks
    changes: bool = False
    view: View | None = None


class Workspaces:
    """All that is in the stand-in, by id."""

    def __init__(self, now: Callable[[], int]) -> None:
        self.now = now
        self.teams: dict[str, Team] = {}
        self.accounts: dict[str, Account] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[tuple[str, str], Message] = {}
        self.views: dict[str, View] = {}
        self.groups: dict[str, tuple[str, ...]] = {}  # a user group's members
        self.log: list[Appearance] = []
        self._micro = 0
        self._numbers = 0

    def ts(self) -> str:
        """A fresh time stamp, as Slack writes it."""
        self._micro = max(self.now() * 1000, self._micro + 1)
        return f"{self._micro // 1_000_000}.{self._micro % 1_000_000:06d}"

    def name(self, letter: str) -> str:
        """A fresh id of a kind: U, C, D, V …"""
        self._numbers += 1
        return f"{letter}0{self._numbers:05d}"

    # --- who and where ---

    def direct(self, user: str, bot: str) -> Channel:
        """The direct messages between a member and the bot, opened where there are none yet."""
        for channel in self.channels.values():
            if channel.kind == "im" and channel.members == {user, bot}:
                return channel
        channel = Channel(self.name("D"), "directmessage", self.accounts[user].team, "im", {user, bot})
        self.channels[channel.id] = channel
        return channel

    def team_of(self, token: str) -> Team | None:
        return next((team for team in self.teams.values() if team.token == token), None)

    # --- messages ---

    def post(self, message: Message) -> Message:
        self.messages[message.channel, message.ts] = message
        self._appears(message, changes=False)
        return message

    def change(self, message: Message, text: str, blocks: Blocks, metadata: Mapping[str, Any] | None) -> None:
        message.text, message.blocks, message.edited = text, blocks, True
        message.metadata = metadata or message.metadata
        self._appears(message, changes=True)

    def delete(self, message: Message) -> None:
        message.deleted = True
        where = (f"{message.channel}/{message.ts}", message.channel, message.thread, message.to)
        self.log.append(Appearance("gone", *where, message.user, "", (), changes=True))

    def _appears(self, message: Message, *, changes: bool) -> None:
        where = (f"{message.channel}/{message.ts}", message.channel, message.thread, message.to)
        self.log.append(
            Appearance("message", *where, message.user, message.text, message.blocks, changes=changes)
        )

    def parent(self, message: Message) -> str:
        """Who began the thread that a message is in."""
        first = self.messages.get((message.channel, message.thread))
        return first.user if first else ""

    def thread_of(self, channel: str, ts: str) -> list[Message]:
        return [
            one
            for one in self.messages.values()
            if one.channel == channel and one.thread == ts and not one.to
        ]

    def visible(self, user: str) -> Iterator[Message]:
        """What a member sees that was not deleted, from the oldest on."""
        for message in self.messages.values():
            here = user in self.channels[message.channel].members
            if here and message.to in ("", user) and not message.deleted:
                yield message

    # --- views ---

    def show(self, view: View, *, changes: bool) -> None:
        self.views[view.id] = view
        what: Literal["modal", "home"] = "home" if view.given["type"] == "home" else "modal"
        words = str(view.given.get("title", {}).get("text", ""))
        self.log.append(
            Appearance(
                what,
                view.id,
                "",
                "",
                view.user,
                "",
                words,
                tuple(view.given["blocks"]),
                changes=changes,
                view=view,
            )
        )

    def top_view(self, user: str) -> View | None:
        """The modal that a member has in front of them."""
        mine = [
            one
            for one in self.views.values()
            if one.user == user and one.open and one.given["type"] == "modal"
        ]
        return mine[-1] if mine else None

    def home(self, user: str) -> View | None:
        mine = [one for one in self.views.values() if one.user == user and one.given["type"] == "home"]
        return mine[-1] if mine else None
