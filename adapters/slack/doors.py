"""What the adapter is handed: where installations are kept, and what of ours stands where.

Each of these raises `StageFault` when the database does not do it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.cards import Card
from bot.instant import Instant


class Installations(Protocol):
    """One sealed installation a workspace."""

    async def read(self, community: str) -> bytes | None: ...

    async def keep(self, community: str, sealed: bytes, at: Instant) -> None: ...

    async def forget(self, community: str) -> None: ...


class Moderators(Protocol):
    """Whom a community has chosen to moderate, by id: members, and groups of them."""

    async def __call__(self, community: str) -> Sequence[str]: ...


class Posts(Protocol):
    """Which card stands in which message, so that a card sent twice is found; a round's thread; who replies to a post."""

    async def note(self, community: str, show: str, round: str, message: str, at: Instant) -> str:
        """Keep where a card stands; the message it was kept under before, if it was."""
        ...

    async def find(self, community: str, show: str) -> str | None:
        """The message that a card stands in."""
        ...

    async def first(self, community: str, round: str) -> str | None:
        """The first message of a round: its start card, and its thread's beginning."""
        ...

    async def begins(self, community: str, message: str) -> bool:
        """Whether a round's thread begins with this message."""
        ...

    async def results(self, community: str, round: str, member: str) -> tuple[tuple[str, Card], ...]:
        """What the member alone was told of a round, the last word of each slot, by slot."""
        ...

    async def forget(self, community: str) -> None:
        """Let go of all that is noted of a workspace."""
        ...

    async def trim(self, before: Instant) -> None:
        """Let go of what is older."""
        ...
