"""Live updates: what changes in a channel, sent to a page as it happens.

Nothing is queued in memory. A stream knows the last event its page has and asks the kept posts for what came
after it, so a dropped connection or a restarted server loses nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from aiohttp import web
from aiohttp_sse import EventSourceResponse, sse_response

from adapters.web import translate
from adapters.web.client import COMMUNITY, WebStage
from bot.instant import Instant
from bot.playground import Post

LOOK = 5.0
"""Seconds after which a stream looks without a bell: another process may have posted."""

RETRY = 1000


async def follow(
    request: web.Request, stage: WebStage, channel: str, member: str, after: int, now: Callable[[], Instant]
) -> web.StreamResponse:
    """Send everything after that event, then what comes, until the page leaves or the server stops.

    `now` is called at each look: it tells the time, and that the visitor is still here.
    """
    posts = stage.posts
    async with sse_response(request, ping_interval=15) as response:
        with contextlib.suppress(ConnectionResetError, TimeoutError):
            await response.send(str(now()), event="clock", retry=RETRY)
            if after > await posts.newest_event(COMMUNITY, channel):
                await response.send("", event="reload")  # another database than the page was made from
                return response
            while not stage.closed and response.is_connected():
                bell = stage.bell(channel)
                for post in await posts.since(COMMUNITY, channel, member, after):
                    await _send(response, post, member, channel)
                    after = post.event
                now()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(bell.wait(), LOOK)
    return response


async def _send(response: EventSourceResponse, post: Post, member: str, channel: str) -> None:
    # The panel goes first: whoever has the event's id has both.
    if (board := translate.newest_board([post])) is not None:
        await response.send(translate.standing(board), event="standing")
    await response.send(translate.fragment(post, member, channel), id=str(post.event), event="post")
