"""The playground's own messages, as values, and the doors to where they are kept.

On other platforms the platform keeps what is said; in the playground we are the platform. Two laws: a post is in
one channel at one place for good (`id` counts up), and each change of it gets the channel's next `event`, so that
whoever knows the last event they saw can be told all that they missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.cards import Card
from bot.instant import Instant

KEPT = 500
"""How many posts a channel keeps."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A post before it has a place. `key` names it for good: the same key again is the same post.

    `author` is empty for the bot. `edits` is the `id` of the post this replaces.
    """

    key: str
    at: Instant
    author: str = ""
    author_name: str = ""
    to_member: str | None = None
    text: str | None = None
    card: Card | None = None
    edits: int | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """One message of a channel: a member's line (`text`) or a card of the bot."""

    id: int
    event: int
    at: Instant
    author: str = ""
    author_name: str = ""
    to_member: str | None = None
    text: str | None = None
    card: Card | None = None

    def seen_by(self, member: str) -> bool:
        return self.to_member is None or self.to_member == member


class Secrets(Protocol):
    """Small secrets of a community, sealed before they come here."""

    async def read(self, community: str, name: str) -> bytes | None: ...

    async def keep(self, community: str, name: str, sealed: bytes) -> None: ...


class Posts(Protocol):
    """Where posts are kept. What is private is handed out to its member only.

    Each of these raises `StageFault` when the database does not do it.
    """

    @property
    def secrets(self) -> Secrets: ...

    async def put(self, community: str, channel: str, draft: Draft) -> Post:
        """Keep it, or say what was kept under its key before."""
        ...

    async def latest(self, community: str, channel: str, member: str, limit: int = 200) -> tuple[Post, ...]:
        """The last posts that the member may see, oldest first."""
        ...

    async def since(self, community: str, channel: str, member: str, event: int) -> tuple[Post, ...]:
        """What has changed after that event, for the member, in the order of change."""
        ...

    async def newest_event(self, community: str, channel: str) -> int: ...

    async def channels(self, community: str) -> tuple[str, ...]: ...

    async def answers(self) -> bool:
        """Whether the database answers."""
        ...
