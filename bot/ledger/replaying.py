"""A round's log, read whole: for `trivium verify`, `trivium db verify`, and who opens a seal.

One law: all of a log is read in one moment, so that a round that goes on meanwhile differs from itself in nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.instant import SECOND
from bot.ledger import rulings_statements as r
from bot.ledger import statements as s
from bot.ledger import tables as t
from bot.ledger.encoding import CARD, QUESTION
from bot.ledger.moving import round_of
from bot.ledger.rulings import read_answer, read_attempt, read_ruling
from bot.quiz.replay import Drawn, Held, Log
from bot.quiz.round import Round
from bot.quiz.scoring import Answer, Attempt
from facts.store.database import AnyRow, Database


class ReplayLedger:
    """Reads the logs of rounds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def log(self, community: str, id: str) -> Log | None:
        """The log of one round."""
        async with self._database.snapshot() as connection:
            return await read_log(connection, community, id)

    async def named(self, name: str) -> tuple[tuple[str, str], ...]:
        """Community and id of the rounds with this id, or with a commitment that begins so."""
        async with self._database.read() as connection:
            rows = await connection.execute(_NAMED, {"name": name, "beginning": f"{_literal(name)}%"})
            return tuple((row.community_id, row.id) for row in rows)


async def read_logs(connection: AsyncConnection) -> AsyncIterator[Log]:
    """The logs of all rounds, one after the other."""
    for row in (await connection.execute(_ROUNDS)).all():
        log = await read_log(connection, row.community_id, row.id)
        if log is not None:
            yield log


async def read_log(connection: AsyncConnection, community: str, id: str) -> Log | None:
    """The log of one round, as this connection sees it."""
    key = {"of_community": community, "of_round": id}
    row = (await connection.execute(s.ROUND, key)).first()
    if row is None:
        return None
    round = round_of(row)
    seal = (await connection.execute(_SEAL, key)).first()
    drawn = [_drawn(row, round) for row in await connection.execute(_DRAWN, key)]
    attempts: dict[int, list[Attempt]] = defaultdict(list)
    for row in await connection.execute(_ATTEMPTS, key):
        attempts[row.number].append(read_attempt(row))
    answers: dict[int, list[Answer]] = defaultdict(list)
    closed_at = 0
    for row in await connection.execute(r.ANSWERS_OF_ROUND, key):
        answers[row.number].append(read_answer(row))
        closed_at = max(closed_at, row.closed_at)
    asked = sorted({one.question.key for one in drawn if one.asked_as is not None})
    rulings = await connection.execute(_RULINGS, {"of_community": community, "keys": asked})
    card = (await connection.execute(_LAST_CARD, key)).scalar()
    return Log(
        round,
        seal.commitment if seal else "",
        seal.salt if seal else "",
        tuple(drawn),
        {number: tuple(given) for number, given in attempts.items()},
        {number: tuple(given) for number, given in answers.items()},
        closed_at,
        tuple(Held(read_ruling(row), row.revoked_at) for row in rulings),
        CARD.value(card).board if card else None,
    )


def _drawn(row: AnyRow, round: Round) -> Drawn:
    question = QUESTION.value(row.question)
    deadline = row.deadline
    if deadline is None and row.opened_at is not None:  # closed before deadlines were kept
        deadline = row.opened_at + round.options.seconds * SECOND
    return Drawn(row.position, question, row.asked_as, row.dropped, row.opened_at, deadline)


def _literal(name: str) -> str:
    return name.replace("!", "!!").replace("%", "!%").replace("_", "!_")


_OF_ROUND = (t.attempts.c.community_id == bindparam("of_community")) & (
    t.attempts.c.round_id == bindparam("of_round")
)
_SEAL = select(t.seals.c.commitment, t.seals.c.salt).where(
    (t.seals.c.community_id == bindparam("of_community")) & (t.seals.c.round_id == bindparam("of_round"))
)
_DRAWN = select(t.round_questions).where(s.OF_ROUND).order_by(t.round_questions.c.position)
_ATTEMPTS = (
    select(t.attempts)
    .where(_OF_ROUND)
    .order_by(t.attempts.c.number, t.attempts.c.sent_at, t.attempts.c.delivery)
)
_RULINGS = (
    select(t.rulings)
    .where(
        (t.rulings.c.community_id == bindparam("of_community"))
        & t.rulings.c.key.in_(bindparam("keys", expanding=True))
    )
    .order_by(t.rulings.c.number)
)
_ROUNDS = select(t.rounds.c.community_id, t.rounds.c.id).order_by(t.rounds.c.community_id, t.rounds.c.id)
_NAMED = (
    select(t.rounds.c.community_id, t.rounds.c.id)
    .join_from(
        t.rounds,
        t.seals,
        (t.seals.c.community_id == t.rounds.c.community_id) & (t.seals.c.round_id == t.rounds.c.id),
        isouter=True,
    )
    .where(
        (t.rounds.c.id == bindparam("name")) | t.seals.c.commitment.like(bindparam("beginning"), escape="!")
    )
    .order_by(t.rounds.c.community_id, t.rounds.c.id)
)
_LAST_CARD = select(t.outbox.c.card).where(
    (t.outbox.c.community_id == bindparam("of_community"))
    & (t.outbox.c.round_id == bindparam("of_round"))
    & (t.outbox.c.slot == "end")
)
