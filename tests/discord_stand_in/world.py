"""What there is on the stand-in: users, servers, channels, messages, interactions. Plain values, changed in place."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from typing import Any

from bot.instant import Instant

JSON = dict[str, Any]


class Permission(IntFlag):
    """Those of Discord's permissions that matter to a bot that posts and reads."""

    ADMINISTRATOR = 1 << 3
    MANAGE_GUILD = 1 << 5
    VIEW_AUDIT_LOG = 1 << 7
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    USE_APPLICATION_COMMANDS = 1 << 31
    SEND_MESSAGES_IN_THREADS = 1 << 38


ORDINARY = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.SEND_MESSAGES_IN_THREADS
)
EVERYTHING = Permission((1 << 53) - 1)


class Kind(IntEnum):
    """Kinds of channel, by Discord's numbers."""

    TEXT = 0
    DIRECT = 1
    VOICE = 2
    THREAD = 11
    FORUM = 15


THREADS = frozenset({Kind.THREAD})


class Flag(IntFlag):
    """Flags of a message."""

    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    COMPONENTS_V2 = 1 << 15


@dataclass(eq=False, repr=False)
class User:
    id: str
    name: str  # on screen; the account's own name is made from it
    bot: bool = False
    takes_direct: bool = True  # whether a bot may write to them
    locale: str = "en-US"


@dataclass(eq=False, repr=False)
class Role:
    id: str
    name: str
    permissions: int = 0


@dataclass(eq=False, repr=False)
class Membership:
    user: User
    roles: list[Role] = field(default_factory=list)
    nick: str | None = None


@dataclass(eq=False, repr=False)
class Channel:
    id: str
    kind: Kind
    name: str
    guild: Guild | None = None
    parent: Channel | None = None
    recipient: User | None = None
    overwrites: dict[str, tuple[int, int]] = field(default_factory=dict)  # by role or user: allowed, denied
    gone: bool = False


@dataclass(eq=False, repr=False)
class Guild:
    id: str
    name: str
    owner: User
    added_by: User | None
    joined_at: Instant
    roles: dict[str, Role] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)


@dataclass(eq=False, repr=False)
class Message:
    id: str
    channel: Channel
    author: User
    content: str = ""
    embeds: list[JSON] = field(default_factory=list)
    components: list[JSON] = field(default_factory=list)
    flags: int = 0
    nonce: str | int | None = None
    edited: Instant | None = None
    only_for: User | None = None  # an ephemeral message's one reader
    interaction: Interaction | None = None  # that it answers
    mentions: list[User] = field(default_factory=list)
    gone: bool = False


@dataclass(eq=False, repr=False)
class Interaction:
    id: str
    token: str
    type: int
    user: User
    channel: Channel
    data: JSON
    message: Message | None = None  # that a pressed button stands on
    opened_by: Interaction | None = None  # what a modal was the answer to
    answer: int | None = None  # the type of its callback
    original: Message | None = None  # what `@original` names
    waits: bool = False  # deferred, and not followed up yet
    choices: list[JSON] | None = None  # of an autocompletion
    modal: JSON | None = None
    expired: bool = False  # by a test's will
    took: float | None = None  # seconds of real time between sending and callback
    callbacks: list[int] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)  # set by the callback


def base_permissions(guild: Guild, user: User) -> int:
    """What a member may do in a server before channels change it."""
    member = guild.members.get(user.id)
    if member is None:
        return 0
    if guild.owner is user:
        return int(EVERYTHING)
    allowed = guild.roles[guild.id].permissions
    for role in member.roles:
        allowed |= role.permissions
    return int(EVERYTHING) if allowed & Permission.ADMINISTRATOR else allowed


def permissions(channel: Channel, user: User) -> int:
    """What a member may do in a channel, as Discord computes it: roles, then the channel's own rules."""
    guild = channel.guild
    if guild is None:
        return int(ORDINARY)
    allowed = base_permissions(guild, user)
    if allowed == EVERYTHING:
        return allowed
    ruled = channel.parent if channel.kind in THREADS and channel.parent else channel
    everyone = ruled.overwrites.get(guild.id, (0, 0))
    allowed = allowed & ~everyone[1] | everyone[0]
    grants = denials = 0
    for role in guild.members[user.id].roles if user.id in guild.members else ():
        grant, denial = ruled.overwrites.get(role.id, (0, 0))
        grants, denials = grants | grant, denials | denial
    allowed = allowed & ~denials | grants
    grant, denial = ruled.overwrites.get(user.id, (0, 0))
    allowed = allowed & ~denial | grant
    return allowed if allowed & Permission.VIEW_CHANNEL else 0
