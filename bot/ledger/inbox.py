"""Commands that change something, noted by the platform's name for their delivery: one that comes again is not done again.

A platform repeats what it has no word of, to any process, for minutes. What was begun and not finished (its process died)
is done again: better twice in that one moment than never.
"""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from bot.instant import MINUTE, Instant
from bot.ledger import statements as s
from bot.messages import Heard
from facts.store.database import Database

KEPT = 60 * MINUTE  # the longest that a platform repeats itself, several times over


class Inbox:
    """Reads and writes of what was heard."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, heard: Heard, at: Instant) -> bool:
        """Whether this delivery is to be done; False where it was done before."""
        community = heard.place.community
        row = {
            "community_id": community, "platform": heard.place.platform, "delivery": heard.id, "at": at,
            "done": False,
        }  # fmt: skip
        try:
            async with self._database.write() as connection:
                await connection.execute(s.INSERT_INBOX, row)
                await connection.execute(s.EMPTY_INBOX, {"of_community": community, "before": at - KEPT})
        except IntegrityError:
            async with self._database.read() as connection:
                return not (await connection.execute(s.TAKEN_IN, _key(heard))).scalar()
        return True

    async def done(self, heard: Heard) -> None:
        """It is done, and never again."""
        async with self._database.write() as connection:
            await connection.execute(s.DONE_IN, _key(heard))


def _key(heard: Heard) -> dict[str, str]:
    return {
        "of_community": heard.place.community,
        "of_platform": heard.place.platform,
        "of_delivery": heard.id,
    }
