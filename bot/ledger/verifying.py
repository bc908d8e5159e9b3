"""Whether the answers that are kept are those that attempts and rulings give: for `trivium db verify`."""

from __future__ import annotations

from collections import defaultdict

from bot.ledger import rulings_statements as r
from bot.ledger import statements as s
from bot.ledger.moving import round_of
from bot.ledger.rulings import read_played, read_rulings
from bot.quiz.rulings import Ruling
from facts.store.database import Database


async def verify_answers(database: Database) -> tuple[tuple[str, str], ...]:
    """Where and what: one line for each question whose answers are not as they should be."""
    found: list[tuple[str, str]] = []
    async with database.snapshot() as connection:
        rulings: dict[tuple[str, str], list[Ruling]] = defaultdict(list)
        for community, one in await read_rulings(connection):
            rulings[(community, one.key)].append(one)
        for row in (await connection.execute(r.CLOSED)).all():
            of_round = {"of_community": row.community_id, "of_round": row.round_id}
            round = round_of((await connection.execute(s.ROUND, of_round)).one())
            played = await read_played(connection, round, row)
            if played.derived(rulings[(row.community_id, row.key)]) != played.answers:
                where = f"question {row.asked_as} of round {row.round_id} of {row.community_id}"
                found.append((where, "its answers are not what was given and ruled"))
    return tuple(found)
