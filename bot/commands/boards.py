"""Leaderboard and stats: read from the answers that counted, never from counters."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards import Card
from bot.commands.front import Front, Handler, Reply, told
from bot.commands.parsing import Call
from bot.commands.topics import topic_of
from bot.instant import MINUTE
from bot.messages import Heard
from bot.questions import tag_of
from bot.quiz.statistics import figures
from bot.wording import boards as wording

_DAY = 24 * 60 * MINUTE
_SPANS = {"day": _DAY, "week": 7 * _DAY, "month": 30 * _DAY}


async def leaderboard(front: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    community, period = heard.place.community, call.text("period") or "month"
    topic = await topic_of(front, call, heard)
    if isinstance(topic, Card):
        return told(topic)
    # A virtual clock starts at 0, so "since" may lie before time began.
    since = front.clock.now() - _SPANS[period] if period in _SPANS else 0
    rows = await front.boards.leaderboard(community, since, tag_of(topic) if topic else "")
    replies = [Reply(wording.leaderboard(rows, period, topic.label if topic else ""), private=False)]
    mine = wording.own_line(rows, heard.member.id)
    if mine is not None:
        replies.append(Reply(mine, private=True))
    return tuple(replies)


async def stats(front: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    community, name = heard.place.community, call.text("member")
    member = await front.boards.member_named(community, name) if name else heard.member.id
    found = figures(await front.boards.given(community, member)) if member else None
    return told(wording.figures(found) if found else wording.no_figures(name))


HANDLERS: Mapping[str, Handler] = {"leaderboard": leaderboard, "stats": stats}
