"""How a group of attempts is written: on each database with statements of its own, under one contract.

The contract: in one transaction, each attempt is added if its question takes answers and no early close has come, unless
its delivery is there already. On PostgreSQL the question's round is held `FOR SHARE` meanwhile, so that a close waits for
it and then sees it; on SQLite one transaction writes at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from sqlalchemy import ARRAY, BigInteger, Boolean, Integer, bindparam, text

from bot.instant import Instant
from bot.quiz.scoring import Attempt
from facts.store.database import Database
from facts.store.tables import Words


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

_COLUMNS = (
    ("community_id", Words()),
    ("round_id", Words()),
    ("number", Integer()),
    ("member_id", Words()),
    ("delivery", Words()),
    ("name", Words()),
    ("sent_at", BigInteger()),
    ("choice", Integer()),
    ("text", Words()),
    ("right", Boolean()),
)
_NAMES = ", ".join(f'"{name}"' for name, _ in _COLUMNS)
_KEYS = "community_id, round_id, number, member_id, delivery"
_NOW_THERE = "coalesce(CAST(:now AS bigint), CAST(EXTRACT(EPOCH FROM now()) * 1000 AS bigint))"

_OFFER = text(f"""
    WITH offered AS (
        SELECT * FROM unnest({", ".join(f":{name}" for name, _ in _COLUMNS)}) WITH ORDINALITY
            AS o({_NAMES}, position)
    ), taking AS (
        SELECT community_id, id AS round_id, number FROM rounds AS r
        WHERE taking AND (community_id, id) IN (SELECT community_id, round_id FROM offered)
            AND NOT EXISTS (
                SELECT FROM cuts AS c WHERE c.community_id = r.community_id AND c.round_id = r.id
                    AND c.number = r.number AND c.at <= {_NOW_THERE}
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
""").bindparams(
    *(bindparam(name, type_=ARRAY(kind)) for name, kind in _COLUMNS), bindparam("now", type_=BigInteger)
)


async def _add_on_postgresql(database: Database, now: Instant | None, offers: Sequence[Offer]) -> list[Fate]:
    columns = zip(*map(_values, offers), strict=True)
    rows: dict[str, object] = {
        name: list(column) for (name, _), column in zip(_COLUMNS, columns, strict=True)
    }
    fates = [Fate.KEPT] * len(offers)
    async with database.read() as connection:  # commits by itself: one way there and back
        for row in await connection.execute(_OFFER, rows | {"now": now}):
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

_ADD = text(f"""
    INSERT INTO attempts ({_NAMES}) SELECT {", ".join(f":{name}" for name, _ in _COLUMNS)}
    WHERE EXISTS (
        SELECT 1 FROM rounds WHERE community_id = :community_id AND id = :round_id AND taking AND number = :number
    ) AND NOT EXISTS (
        SELECT 1 FROM cuts
        WHERE community_id = :community_id AND round_id = :round_id AND number = :number AND at <= :now
    )
    ON CONFLICT DO NOTHING
""").bindparams(*(bindparam(name, type_=kind) for name, kind in _COLUMNS))
_KNOWN = text("""
    SELECT 1 FROM attempts WHERE community_id = :community_id AND round_id = :round_id AND number = :number
        AND member_id = :member_id AND delivery = :delivery
""").bindparams(*(bindparam(name, type_=kind) for name, kind in _COLUMNS if name in _KEYS.split(", ")))


async def _add_on_sqlite(database: Database, now: Instant | None, offers: Sequence[Offer]) -> list[Fate]:
    assert now is not None, "on SQLite the process tells the time"
    rows = [
        dict(zip((name for name, _ in _COLUMNS), _values(one), strict=True)) | {"now": now} for one in offers
    ]
    async with database.write() as connection:
        whole = await connection.begin_nested()
        if (await connection.execute(_ADD, rows)).rowcount == len(rows):
            return [Fate.KEPT] * len(rows)
        await whole.rollback()
        fates: list[Fate] = []
        for row in rows:
            known = (await connection.execute(_KNOWN, {key: row[key] for key in _KEYS.split(", ")})).first()
            if known:
                fates.append(Fate.KNOWN)
            else:
                added = await connection.execute(_ADD, row)
                fates.append(Fate.KEPT if added.rowcount == 1 else Fate.CLOSED)
        return fates


def _values(offer: Offer) -> tuple[object, ...]:
    one = offer.attempt
    return (
        offer.community, offer.round, offer.number, one.member, one.delivery, one.name, one.sent_at, one.choice,
        one.text, one.right,
    )  # fmt: skip
