"""Live updates: what changes in a channel, sent to a page as it happens.

Nothing is queued in memory. A stream knows the last event its page has and asks the kept posts for what came
after it, so a dropped connection or a restarted server loses nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web
from aiohttp_sse import EventSourceResponse, sse_response

from adapters.web import translate
from adapters.web.client import COMMUNITY, WebStage
from bot.instant import SECOND, Instant
from bot.playground import Part, Posts

LOOK = SECOND
"""After so long a stream looks without a bell: another process may have posted."""

PACE = SECOND // 2
"""How long from one telling of how many have answered to the next."""

RETRY = 1000


async def follow(
    request: web.Request,
    stage: WebStage,
    channel: str,
    member: str,
    after: int,
    now: Callable[[], Instant],
    answered: Callable[[], int | None],
) -> web.StreamResponse:
    """Send everything after that event, then what comes, until the page leaves or the server stops.

    `now` is called at each look: it tells the time, and that the visitor is still here. `answered` counts who has
    answered the open question; nothing where none is open.
    """
    posts, count, standing = stage.posts, Count(answered), ""
    async with sse_response(request, ping_interval=15) as response:
        with contextlib.suppress(ConnectionResetError, TimeoutError):
            await response.send(str(now()), event="clock", retry=RETRY)
            if after > await posts.newest_event(COMMUNITY, channel):
                await response.send("", event="reload")  # another database than the page was made from
                return response
            while not stage.closed and response.is_connected():
                bell = stage.bell(channel)
                changed = await posts.since(COMMUNITY, channel, member, after)
                if any(post.card is not None and post.to_member is None for post in changed):
                    # The panel goes first: whoever has the event's id has both.
                    before, standing = standing, await panel(posts, channel)
                    if standing != before:
                        await response.send(standing, event="standing")
                for post in changed:
                    html = translate.fragment(post, member, channel)
                    await response.send(html, id=str(post.event), event="post")
                    after = post.event
                await _until(bell, response, count, now)
    return response


async def panel(posts: Posts, channel: str) -> str:
    """The inside of the channel's panel as it stands."""
    newest = await posts.newest(COMMUNITY, channel, Part.BOARD)
    return translate.standing(newest or await posts.newest(COMMUNITY, channel, *Part))


@dataclass(slots=True)
class Count:
    """How many have answered the open question, told twice a second at most; never who, and never what."""

    answered: Callable[[], int | None]
    told: int = 0
    again: Instant = 0

    def news(self, at: Instant) -> int | None:
        """The number, if it is another than was told and the time for it has come."""
        count = self.answered() or 0
        if count == self.told or at < self.again:
            return None
        self.told, self.again = count, at + PACE
        return count


async def _until(
    bell: asyncio.Event, response: EventSourceResponse, count: Count, now: Callable[[], Instant]
) -> None:
    """Wait for the bell, a few seconds at most, and tell meanwhile how many have answered."""
    waited = 0
    while not bell.is_set() and waited < LOOK:
        if (news := count.news(now())) is not None:
            await response.send(str(news), event="answered")
        wait = LOOK if count.answered() is None else PACE
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(bell.wait(), wait / SECOND)
        waited += wait
