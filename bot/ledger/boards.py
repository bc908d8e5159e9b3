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
        values = {
            "of_community": community,
            "since": since,
            "pattern": f"%|{_literal(tag)}|%" if tag else "%",
        }
        async with self._database.read() as connection:
            rows = await connection.execute(_LEADERBOARD, values)
            members: dict[str, tuple[str, str, int, int, int]] = {}
            for row in rows:  # a row a name that a member bore, the newest last
                _, _, right, _, answered = members.get(row.member_id, ("", "", 0, 0, 0))
                right += row.right
                members[row.member_id] = (row.member_id, row.name, right, right, answered + row.answered)
            return ranked(members.values())

    async def given(self, community: str, member: str) -> tuple[Given, ...]:
        """All answers of a member that counted, oldest first."""
        async with self._database.read() as connection:
            rows = await connection.execute(_MINE, {"of_community": community, "of_member": member})
            return tuple(Given(row.round_id, row.name, row.right, row.took, _pack(row.tags)) for row in rows)

    async def member_named(self, community: str, name: str) -> str | None:
        """The id of who last answered under this name, as it is written or in another case; an id is its own."""
        async with self._database.read() as connection:
            rows = await connection.execute(_NAMES, {"of_community": community})
            # Folded here: SQLite's lower() knows no letter beyond ASCII.
            wanted = name.strip().casefold()
            named = next((row.member_id for row in rows if row.name.casefold() == wanted), None)
            if named is None:
                by_id = {"of_community": community, "of_member": name.strip()}
                named = (await connection.execute(_MEMBER, by_id)).scalar()
            return named


def _literal(tag: str) -> str:
    return tag.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _pack(tags: str) -> str:
    return next((tag.removeprefix("pack:") for tag in tags.split("|") if tag.startswith("pack:")), "")


_MEMBER = (
    select(t.answers.c.member_id)
    .where(
        (t.answers.c.community_id == bindparam("of_community"))
        & (t.answers.c.member_id == bindparam("of_member"))
    )
    .limit(1)
)
_LEADERBOARD = (
    select(
        t.answers.c.member_id,
        t.answers.c.name,
        func.sum(case((t.answers.c.right, 1), else_=0)).label("right"),
        func.count().label("answered"),
    )
    .where(
        (t.answers.c.community_id == bindparam("of_community"))
        & (t.answers.c.closed_at >= bindparam("since"))
        & t.answers.c.tags.like(bindparam("pattern"), escape="!")
    )
    .group_by(t.answers.c.member_id, t.answers.c.name)
    .order_by(func.max(t.answers.c.closed_at))
)
_MINE = (
    select(t.answers)
    .where(
        (t.answers.c.community_id == bindparam("of_community"))
        & (t.answers.c.member_id == bindparam("of_member"))
    )
    .order_by(t.answers.c.closed_at, t.answers.c.round_id, t.answers.c.number)
)
_NAMES = (
    select(t.answers.c.member_id, t.answers.c.name)
    .where(t.answers.c.community_id == bindparam("of_community"))
    .group_by(t.answers.c.member_id, t.answers.c.name)
    .order_by(func.max(t.answers.c.closed_at).desc(), t.answers.c.member_id)
)
