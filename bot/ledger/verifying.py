"""Whether what is kept of every round is what its log gives: for `trivium db verify`.

A verdict is not judged again here: a later version's judge may see a text otherwise, and no database is broken by that.
"""

from __future__ import annotations

from itertools import chain

from bot.ledger.replaying import read_logs
from bot.quiz.replay import Difference, Fault, Log, score_differences, seal_differences
from facts.store.database import Database

_WHAT = {
    Fault.SEAL: "what it drew is not what was sealed",
    Fault.STRAY: "it has an attempt or an answer to a question that was not asked",
    Fault.ANSWER: "its answers are not what was given and ruled",
    Fault.POINTS: "its points are not the sum of its answers",
    Fault.COUNT: "the number of its questions that count is not possible",
}


async def verify_answers(database: Database) -> tuple[tuple[str, str], ...]:
    """Where and what: one line for each thing that is not as it should be, whomever it concerns."""
    found: dict[tuple[str, str], None] = {}
    async with database.snapshot() as connection:
        async for log in read_logs(connection):
            for one in chain(seal_differences(log), score_differences(log)):
                if one.fault in _WHAT:  # a round older than seals has none, and is sound
                    found[(_where(log, one), _WHAT[one.fault])] = None
    return tuple(found)


def _where(log: Log, one: Difference) -> str:
    round = f"round {log.round.id} of {log.round.place.community}"
    return f"question {one.number} of {round}" if one.number else round
