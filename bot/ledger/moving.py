"""A round's next state, kept: compare-and-set on its version, with the cards that it puts on screen.

One law: whoever saw another version than the one that stands changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from sqlalchemy import bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ledger import statements as s
from bot.ledger.encoding import ROUND
from bot.ledger.outgoing import Outgoing, post
from bot.ledger.process import Process
from bot.quiz.round import Phase, Round
from facts.store.database import AnyRow

CHANNEL = "trivium_rounds"  # of PostgreSQL's notifications
_NOTIFY = text(f"SELECT pg_notify('{CHANNEL}', :news)").bindparams(bindparam("news"))


class Kept(Enum):
    """What became of a move."""

    LOST = "somebody else has moved the round meanwhile"
    OURS = "kept, and what it puts on screen is this process's to show"
    THEIRS = "kept, and another process is showing this round's cards"


async def keep_move(
    connection: AsyncConnection,
    process: Process,
    round: Round,
    was_version: int,
    outgoing: Sequence[Outgoing] = (),
    *,
    lets_go: bool = False,
) -> Kept:
    """Keep a round's next state in the transaction that is under way; `lets_go` where nothing is left to show."""
    values = state_of(round) | process.lease()
    moved = await connection.execute(
        s.MOVE,
        {
            **values,
            "of_community": round.place.community,
            "of_round": round.id,
            "was_version": was_version,
            "shows": bool(outgoing),
            "lets_go": lets_go,
        },
    )
    row = moved.one_or_none()
    if row is None:
        return Kept.LOST
    await post(connection, round, outgoing)
    await tell_others(connection, process, round)
    return Kept.THEIRS if outgoing and row.sender != process.name else Kept.OURS


def state_of(round: Round) -> dict[str, object]:
    """A round's columns."""
    return {
        "version": round.version,
        "open": round.phase is not Phase.ENDED,
        "state": ROUND.text(round),
        "number": round.number,
        "taking": round.phase in (Phase.POSTING, Phase.ASKING),
        "due_at": round.due,
        "shifted": round.shifted,
    }


def round_of(row: AnyRow) -> Round:
    """A round from its row: where an outage or an early close has moved its times, the columns know."""
    due = row.due_at if row.cut_at is None or row.due_at is None else min(row.due_at, row.cut_at)
    return replace(ROUND.value(row.state), version=row.version, due=due, shifted=row.shifted)


async def tell_others(
    connection: AsyncConnection, process: Process, round: Round, due: int | None = None
) -> None:
    """Say to the other processes, once this transaction is kept, that a round has moved: a hint, never relied on."""
    if process.others and connection.dialect.name == "postgresql":
        place, at = round.place, round.due if due is None else due
        news = (process.name, place.platform, place.community, place.channel, round.id, round.version, at)
        await connection.execute(_NOTIFY, {"news": "\n".join(map(str, news))})
