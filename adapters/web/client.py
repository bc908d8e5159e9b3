"""The playground's stage. What is shown is kept first, and only then are the open pages told."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary

from bot.messages import Heard, Show, Shown
from bot.playground import Draft, Post, Posts
from bot.ports import Clock

PLATFORM = "web"
COMMUNITY = "local"


class WebStage:
    """Keeps posts and rings a bell for the channel they stand in."""

    def __init__(self, posts: Posts, clock: Clock) -> None:
        self.posts = posts
        self.closed = False
        self._clock = clock
        # Weak: a bell is there while a page waits for it, or every channel ever looked at would keep one.
        self._bells: WeakValueDictionary[str, asyncio.Event] = WeakValueDictionary()

    async def show(self, show: Show) -> Shown:
        """Put a card on screen, in place of `edits` if named. Raises `StageFault` if it cannot be kept."""
        now = self._clock.now()
        edits = None if show.edits is None else _number(show.edits)
        draft = Draft(key=show.id, at=now, to_member=show.to, card=show.card, edits=edits)
        post = await self._put(show.place.channel, draft)
        # A resent card keeps the time of its first showing; an edit is posted when it is made.
        return Shown(f"{show.place.channel}/{post.id}", post.at if edits is None else now)

    async def say(self, heard: Heard, text: str, *, private: bool) -> Post:
        """Put a member's own line on screen, for all of the channel or for themselves."""
        member = heard.member
        draft = Draft(
            key=f"said:{heard.id}",
            at=heard.sent_at,
            author=member.id,
            author_name=member.name,
            to_member=member.id if private else None,
            text=text,
        )
        return await self._put(heard.place.channel, draft)

    async def _put(self, channel: str, draft: Draft) -> Post:
        post = await self.posts.put(COMMUNITY, channel, draft)
        self._ring(channel)
        return post

    def bell(self, channel: str) -> asyncio.Event:
        """Set when something next changes in the channel. Take it before looking, so that nothing slips between."""
        return self._bells.setdefault(channel, asyncio.Event())

    def close(self) -> None:
        """Let every open page go."""
        self.closed = True
        for channel in tuple(self._bells):
            self._ring(channel)

    def _ring(self, channel: str) -> None:
        bell = self._bells.pop(channel, None)
        if bell is not None:
            bell.set()


def _number(message: str) -> int | None:
    """The post's number in the name the stage gave it; nothing for a name it never gave."""
    number = message.rpartition("/")[2]
    return int(number) if number.isdecimal() else None
