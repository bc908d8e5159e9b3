"""What passes between a platform and the bot: what was heard, and what is to be shown. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.cards import Card
from bot.instant import Instant


class Role(StrEnum):
    """What a member may do beyond playing; the platform says who has which."""

    TEACHER = "teacher"
    MODERATOR = "moderator"


@dataclass(frozen=True, slots=True)
class Member:
    """Who speaks: the platform's id, the name to show, and roles."""

    id: str
    name: str
    roles: frozenset[Role] = frozenset()

    @property
    def moderates(self) -> bool:
        return Role.MODERATOR in self.roles


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said or shown: a channel of a community on a platform.

    `alone` is set for a channel that one member has to themselves (a direct message, a terminal with one player).
    """

    platform: str
    community: str
    channel: str
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A line of text as it was typed, command or not."""

    text: str


@dataclass(frozen=True, slots=True)
class Clicked:
    """A button, by its id."""

    button: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A form sent back: the command's path and the values by option name."""

    command: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """One delivery from a platform: `id` is the platform's own for it, `sent_at` the platform's time of sending."""

    id: str
    place: Place
    member: Member
    content: Said | Clicked | Filled
    sent_at: Instant


@dataclass(frozen=True, slots=True)
class Show:
    """Something to put on screen.

    `id` is unique and stable over resends. `to` names the only member who may see it, `reply_to` what was heard,
    `edits` the earlier message (as the stage named it) that it replaces.
    """

    id: str
    place: Place
    card: Card
    to: str | None = None
    reply_to: str | None = None
    edits: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """The platform's confirmation: its name for the message, and its own time of posting."""

    message: str
    at: Instant
