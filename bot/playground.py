"""The playground's own messages, as values, and the doors to where they are kept.

On other platforms the platform keeps what is said; in the playground we are the platform. Two laws: a post is in
one channel at one place for good (`id` counts up), and each change of it gets the channel's next `event`, so that
whoever knows the last event they saw can be told all that they missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.buttons import Press, Verb, read_press
from bot.cards import Card, Tone
from bot.instant import Instant

KEPT = 500
"""How many posts that everyone sees a channel keeps."""

KEPT_PRIVATE = 100
"""How many it keeps for each member alone, so that nobody's private posts push out what others see."""


class Part(StrEnum):
    """What a card is to a round, so that the newest of a kind is found among hundreds of posts."""

    QUESTION = "question"  # open
    BOARD = "board"  # a reveal or the end, with who stands where
    ON = "on"  # the round goes on, and the card has no board
    OVER = "over"  # the end, and nobody stands anywhere


_GOING_ON = frozenset({Verb.BEGIN, Verb.RESUME})


def part_of(card: Card) -> Part | None:
    """A round's cards are told by their tone and their buttons: a leaderboard has no Play again of a round."""
    if card.tone is Tone.QUESTION:
        return Part.QUESTION
    verbs = {press.verb for press in presses(card)}
    if card.tone is Tone.REVEAL:
        return Part.BOARD if card.board else Part.ON
    if card.tone is Tone.BOARD and Verb.AGAIN in verbs:
        return Part.BOARD if card.board else Part.OVER
    return Part.ON if verbs & _GOING_ON else None


def presses(card: Card) -> tuple[Press, ...]:
    """The buttons of a round that the card has."""
    read = (read_press(button.id) for button in card.buttons)
    return tuple(press for press in read if press is not None)


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

    async def newest(self, community: str, channel: str, *parts: Part) -> Post | None:
        """The last card that everyone sees and that is one of these parts of a round."""
        ...

    async def newest_event(self, community: str, channel: str) -> int: ...

    async def channels(self, community: str) -> tuple[str, ...]: ...
