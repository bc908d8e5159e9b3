"""Which card stands in which of Slack's messages, and what a member alone was told of a round.

One law: the first message that is noted for a card is its message for good; whoever notes another is told of the first.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import BindParameter, bindparam, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Card
from bot.instant import Instant
from bot.ledger.encoding import CARD
from bot.ledger.tables import outbox
from bot.ledger.tables_slack import slack_posts
from bot.ports import StageFault
from facts.store.database import Database, DatabaseTrouble

_OF: BindParameter[str] = bindparam("of_community")
_FIND = select(slack_posts.c.message).where(
    slack_posts.c.community_id == _OF, slack_posts.c.show_id == bindparam("of_show")
)
_FIRST = (
    select(slack_posts.c.message)
    .where(slack_posts.c.community_id == _OF, slack_posts.c.round_id == bindparam("of_round"))
    .order_by(slack_posts.c.at, slack_posts.c.message)
    .limit(1)
)
_ROUND = select(slack_posts.c.round_id).where(
    slack_posts.c.community_id == _OF, slack_posts.c.message == bindparam("of_message")
)
_RESULTS = (
    select(outbox.c.slot, outbox.c.card)
    .where(
        outbox.c.community_id == _OF,
        outbox.c.round_id == bindparam("of_round"),
        outbox.c.to_member == bindparam("of_member"),
        outbox.c.card != "",  # a receipt of which only the place is known
    )
    .order_by(outbox.c.sequence)
)


class SlackPostLedger:
    """Keeps where cards stand. Each method raises StageFault when the database does not do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, community: str, show: str, round: str, message: str, at: Instant) -> str:
        """Keep where a card stands; the message it was kept under before, if it was."""
        try:
            async with self._using(write=True) as connection:
                known = await self._found(connection, community, show)
                if known is None:
                    await connection.execute(
                        insert(slack_posts).values(
                            community_id=community, show_id=show, round_id=round, message=message, at=at
                        )
                    )
                return known or message
        except IntegrityError:  # another process was quicker
            return await self.find(community, show) or message

    async def find(self, community: str, show: str) -> str | None:
        """The message that a card stands in."""
        async with self._using() as connection:
            return await self._found(connection, community, show)

    async def first(self, community: str, round: str) -> str | None:
        """The first message of a round: its start card, and its thread's beginning."""
        async with self._using() as connection:
            found = await connection.execute(_FIRST, {"of_community": community, "of_round": round})
            return found.scalar_one_or_none()

    async def begins(self, community: str, message: str) -> bool:
        """Whether a round's thread begins with this message."""
        async with self._using() as connection:
            found = await connection.execute(_ROUND, {"of_community": community, "of_message": message})
            round = found.scalars().first()
        return bool(round) and await self.first(community, round or "") == message

    async def results(self, community: str, round: str, member: str) -> tuple[tuple[str, Card], ...]:
        """What the member alone was told of a round, the last word of each slot, by slot."""
        given = {"of_community": community, "of_round": round, "of_member": member}
        async with self._using() as connection:
            rows = (await connection.execute(_RESULTS, given)).all()
        last = {row.slot: CARD.value(row.card) for row in rows}
        return tuple(last.items())

    async def forget(self, community: str) -> None:
        """Let go of all that is noted of a workspace."""
        async with self._using(write=True) as connection:
            await connection.execute(delete(slack_posts).where(slack_posts.c.community_id == community))

    async def trim(self, before: Instant) -> None:
        """Let go of what is older; that a workspace was welcomed is kept."""
        async with self._using(write=True) as connection:
            await connection.execute(
                delete(slack_posts).where(slack_posts.c.at < before, slack_posts.c.round_id != "")
            )

    @staticmethod
    async def _found(connection: AsyncConnection, community: str, show: str) -> str | None:
        found = await connection.execute(_FIND, {"of_community": community, "of_show": show})
        return found.scalar_one_or_none()

    @asynccontextmanager
    async def _using(self, *, write: bool = False) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._database.write() if write else self._database.read() as connection:
                yield connection
        except DatabaseTrouble as trouble:
            raise StageFault(str(trouble)) from trouble
