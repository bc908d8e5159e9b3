"""How a group of attempts is written: on each database with statements of its own, under one contract.

The contract: in one transaction, each attempt is added if its question takes answers and no early close has come, unless
its delivery is there already. On PostgreSQL the question's round is held `FOR SHARE` meanwhile, so that a close waits for
it and then sees it; on SQLite one transaction writes at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bot.instant import Instant
from bot.quiz.scoring import Attempt
from facts.store.database import Database
from facts.store.tables import storable


class Fate(Enum):
    """What becomes of an attempt that is offered."""

    KEPT = auto()
    KNOWN = auto()  # this delivery was kept before
    CLOSED = auto()  # its question takes no more
    WAITING = auto()  # the database is away; it is kept when that is back, and its giver told then
    LOST = auto()  # it waited in vain, or too many wait already


@dataclass(frozen=True, slots=True)
class Offer:
    """An attempt at question `number` of a round of a community."""

    community: str
    round: str
    number: int
    attempt: Attempt


async def add(database: Database, now: Instant | None, offers: Sequence[Offer]) -> list[Fate]:
    """What became of each; `now` is the time, None where the database tells it. Raises with none of them added."""
    if database.dialect == "postgresql":
        return await _add_on_postgresql(database, now, offers)
    return await _add_on_sqlite(database, now, offers)


# --- PostgreSQL: one statement, a transaction of its own ---
# Both go to the driver as they stand: for rows by the thousand what SQLAlchemy does for each value costs more than all else.

_COLUMNS = {
    "community_id": "text", "round_id": "text", "number": "int", "member_id": "text", "delivery": "text", "name": "text",
    "sent_at": "bigint", "choice": "int", "text": "text", "right": "boolean",
}  # fmt: skip
_NAMES = ", ".join(f'"{name}"' for name in _COLUMNS)
_KEYS = "community_id, round_id, number, member_id, delivery"

_OFFER = f"""
    WITH offered AS (
        SELECT * FROM unnest({", ".join(f"${i}::{kind}[]" for i, kind in enumerate(_COLUMNS.values(), 1))})
            WITH ORDINALITY AS o({_NAMES}, position)
    ), taking AS (
        SELECT community_id, id AS round_id, number FROM rounds AS r
        WHERE taking AND (community_id, id) IN (SELECT community_id, round_id FROM offered)
            AND NOT EXISTS (
                SELECT FROM cuts AS c WHERE c.community_id = r.community_id AND c.round_id = r.id
                    AND c.number = r.number
                    AND c.at <= coalesce($11::bigint, (EXTRACT(EPOCH FROM now()) * 1000)::bigint)
            )
        ORDER BY community_id, id  -- all lock in one order
        FOR SHARE OF r
    ), added AS (
        INSERT INTO attempts ({_NAMES})
        SELECT {_NAMES} FROM offered JOIN taking USING (community_id, round_id, number)
        ON CONFLICT DO NOTHING
        RETURNING {_KEYS}
    )
    SELECT position, known.delivery IS NOT NULL AS known
    FROM offered LEFT JOIN added USING ({_KEYS}) LEFT JOIN attempts AS known USING ({_KEYS})
    WHERE added.delivery IS NULL
"""


async def _add_on_postgresql(database: Database, now: Instant | None, offers: Sequence[Offer]) -> list[Fate]:
    columns = [list(column) for column in zip(*map(_values, offers), strict=True)]
    fates = [Fate.KEPT] * len(offers)
    async with database.read() as connection:  # commits by itself: one way there and back
        for row in await connection.exec_driver_sql(_OFFER, (*columns, now)):
            fates[row.position - 1] = Fate.KNOWN if row.known else Fate.CLOSED
    _mark_twins(offers, fates)
    return fates


def _mark_twins(offers: Sequence[Offer], fates: list[Fate]) -> None:
    """Of one delivery that is offered twice in a group the second is known."""
    seen: set[tuple[str, str, int, str, str]] = set()
    for index, one in enumerate(offers):
        key = (one.community, one.round, one.number, one.attempt.member, one.attempt.delivery)
        if key in seen and fates[index] is Fate.KEPT:
            fates[index] = Fate.KNOWN
        seen.add(key)


# --- SQLite: one by one in one transaction ---

_ADD = f"""
    INSERT INTO attempts ({_NAMES}) SELECT {", ".join(f"?{i}" for i in range(1, len(_COLUMNS) + 1))}
    WHERE EXISTS (SELECT 1 FROM rounds WHERE community_id = ?1 AND id = ?2 AND taking AND number = ?3)
        AND NOT EXISTS (SELECT 1 FROM cuts WHERE community_id = ?1 AND round_id = ?2 AND number = ?3 AND at <= ?11)
    ON CONFLICT DO NOTHING
"""
_KNOWN = """
    SELECT 1 FROM attempts
    WHERE community_id = ?1 AND round_id = ?2 AND number = ?3 AND member_id = ?4 AND delivery = ?5
"""


async def _add_on_sqlite(database: Database, now: Instant | None, offers: Sequence[Offer]) -> list[Fate]:
    assert now is not None, "on SQLite the process tells the time"
    rows = [(*_values(one), now) for one in offers]
    async with database.write() as connection:
        whole = await connection.begin_nested()
        if (await connection.exec_driver_sql(_ADD, rows)).rowcount == len(rows):
            return [Fate.KEPT] * len(rows)
        await whole.rollback()
        fates: list[Fate] = []
        for row in rows:
            if (await connection.exec_driver_sql(_KNOWN, row[:5])).first():
                fates.append(Fate.KNOWN)
            else:
                added = await connection.exec_driver_sql(_ADD, row)
                fates.append(Fate.KEPT if added.rowcount == 1 else Fate.CLOSED)
        return fates


def _values(offer: Offer) -> tuple[object, ...]:
    one = offer.attempt
    return (
        storable(offer.community), offer.round, offer.number, storable(one.member), storable(one.delivery),
        storable(one.name), one.sent_at, one.choice, storable(one.text), one.right,
    )  # fmt: skip
