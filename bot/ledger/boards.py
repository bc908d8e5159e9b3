"""Boards and figures over many rounds, derived from the answers that counted.

A right answer is one point here, however its round was scored, so that rounds of different scoring add up.
"""

from __future__ import annotations

from sqlalchemy import bindparam, case, func, select

from bot.instant import Instant
from bot.ledger import tables as t
from bot.quiz.standings import Standing, ranked
from bot.quiz.statistics import Given
from facts.store.database import Database


class Boards:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def leaderboard(self, community: str, since: Instant, tag: str = "") -> tuple[Standing, ...]:
        """All who answered since then, best first; `tag` narrows to what the questions are about."""
        values = {"of_community": community, "since": since, "pattern": f"%|{tag}|%" if tag else "%"}
        async with self._database.read() as connection:
            rows = await connection.execute(_LEADERBOARD, values)
            return ranked((row.member_id, row.name, row.right, row.right, row.answered) for row in rows)

    async def given(self, community: str, member: str) -> tuple[Given, ...]:
        """All answers of a member that counted, oldest first."""
        async with self._database.read() as connection:
            rows = await connection.execute(_MINE, {"of_community": community, "of_member": member})
            return tuple(Given(row.round_id, row.name, row.right, row.took, _pack(row.tags)) for row in rows)

    async def member_named(self, community: str, name: str) -> str | None:
        """The id of who last answered under this name, as it is written or in another case."""
        async with self._database.read() as connection:
            found: str | None = (
                await connection.execute(_NAMED, {"of_community": community, "name": name.strip().lower()})
            ).scalar()
            return found


def _pack(tags: str) -> str:
    return next((tag.removeprefix("pack:") for tag in tags.split("|") if tag.startswith("pack:")), "")


_LEADERBOARD = (
    select(
        t.answers.c.member_id,
        func.max(t.answers.c.name).label("name"),
        func.sum(case((t.answers.c.right, 1), else_=0)).label("right"),
        func.count().label("answered"),
    )
    .where(
        (t.answers.c.community_id == bindparam("of_community"))
        & (t.answers.c.closed_at >= bindparam("since"))
        & t.answers.c.tags.like(bindparam("pattern"))
    )
    .group_by(t.answers.c.member_id)
)
_MINE = (
    select(t.answers)
    .where(
        (t.answers.c.community_id == bindparam("of_community"))
        & (t.answers.c.member_id == bindparam("of_member"))
    )
    .order_by(t.answers.c.closed_at, t.answers.c.round_id, t.answers.c.number)
)
_NAMED = (
    select(t.answers.c.member_id)
    .where(
        (t.answers.c.community_id == bindparam("of_community"))
        & (func.lower(t.answers.c.name) == bindparam("name"))
    )
    .order_by(t.answers.c.closed_at.desc())
    .limit(1)
)
