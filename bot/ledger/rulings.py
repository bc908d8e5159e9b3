"""Rulings and appeals as they are kept, and the answers they change.

A ruling is one transaction with all that follows from it: the answers of every question it concerns, the points of
their rounds, the appeals it settles, and what members are told. Nothing here decides; `bot.quiz.rulings` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.instant import SECOND, Instant
from bot.ledger import rulings_statements as r
from bot.ledger import statements as s
from bot.ledger.encoding import QUESTION
from bot.ledger.moving import Kept, keep_move, round_of
from bot.ledger.outgoing import Outgoing
from bot.ledger.process import Process
from bot.messages import Place
from bot.quiz import moves
from bot.quiz.round import Round
from bot.quiz.rulings import Change, Ruling, accepted_by, changes, ruled, text_of
from bot.quiz.scoring import Answer, Attempt, counted
from facts.names import normal
from facts.question import Question
from facts.store.database import AnyRow, Busy, Database


@dataclass(frozen=True, slots=True)
class Played:
    """A question as one round asked it and closed it: what was given, and the answers that count now."""

    round: Round
    number: int
    question: Question
    opened_at: Instant
    deadline: Instant
    attempts: tuple[Attempt, ...]
    answers: tuple[Answer, ...]

    def derived(self, rulings: Sequence[Ruling]) -> tuple[Answer, ...]:
        """The answers that the attempts and these rulings give."""
        round = self.round
        attempts = ruled(self.question, round.id, self.attempts, rulings)
        return counted(self.question, round.options, self.opened_at, self.deadline, attempts, round.timing)

    def gave(self, text: str) -> bool:
        """Whether anybody gave this text, in its normal form."""
        return any(normal(text_of(self.question, one)) == text for one in self.attempts)


@dataclass(frozen=True, slots=True)
class Appeal:
    """A member's wish for a ruling: `id` counts those of a round, `number` is the question's."""

    round: str
    number: int
    member: str
    id: int
    name: str
    key: str
    text: str
    asked_at: Instant
    settled_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Regraded:
    """What a ruling did to one question of one round; `before` and `after` are the round's two states."""

    before: Round
    after: Round
    number: int
    question: Question
    changes: tuple[Change, ...]
    settled: tuple[Appeal, ...]


class MovedOn(Busy):
    """Another process moved a round meanwhile: what was to be kept is worked out anew."""


TRIES = 5

Tell: TypeAlias = Callable[[tuple[Regraded, ...]], Sequence[Outgoing]]


class RulingLedger:
    """Reads and writes of rulings and appeals."""

    def __init__(self, database: Database, process: Process) -> None:
        self._database = database
        self._process = process

    async def of(self, community: str, key: str) -> tuple[Ruling, ...]:
        """The rulings on a question that have not been taken back, oldest first."""
        async with self._database.read() as connection:
            return await read_held(connection, community, key)

    async def ruling(self, community: str, number: int) -> Ruling | None:
        """One ruling, unless it was taken back."""
        async with self._database.read() as connection:
            rows = await connection.execute(r.RULING, {"of_community": community, "of_number": number})
            return next((read_ruling(row) for row in rows), None)

    async def newest(self, place: Place) -> Round | None:
        """The newest round of a channel that has a question to rule on."""
        key = {"of_community": place.community, "of_platform": place.platform, "of_channel": place.channel}
        async with self._database.read() as connection:
            row = (await connection.execute(r.NEWEST, key)).first()
            return round_of(row) if row else None

    async def played(self, round: Round) -> tuple[Played, ...]:
        """The closed questions of a round that somebody answered, in order."""
        async with self._database.snapshot() as connection:
            key = {"of_community": round.place.community, "of_round": round.id}
            rows = (await connection.execute(r.CLOSED_OF_ROUND, key)).all()
            return tuple([await read_played(connection, round, row) for row in rows])

    async def appeals(self, community: str, round: str) -> tuple[Appeal, ...]:
        """All appeals of a round, settled or not, in the order they were made."""
        async with self._database.read() as connection:
            rows = await connection.execute(r.APPEALS, {"of_community": community, "of_round": round})
            return tuple(map(_appeal, rows))

    async def ask(self, round: Round, was_version: int, appeal: Appeal, outgoing: Sequence[Outgoing]) -> None:
        """Keep an appeal with what its round has to show for it."""
        async with self._database.write() as connection:
            await self._move(connection, round, was_version, outgoing)
            await connection.execute(
                r.INSERT_APPEAL,
                {
                    "community_id": round.place.community,
                    "round_id": appeal.round,
                    "number": appeal.number,
                    "member_id": appeal.member,
                    "id": appeal.id,
                    "name": appeal.name,
                    "key": appeal.key,
                    "text": appeal.text,
                    "asked_at": appeal.asked_at,
                },
            )

    async def rule(self, community: str, ruling: Ruling, tell: Tell) -> tuple[Ruling, tuple[Regraded, ...]]:
        """Keep a ruling with all that follows; its number is given here."""
        for _ in range(TRIES - 1):
            with suppress(MovedOn, IntegrityError):  # a round moved, or another ruling took the number
                return await self._rule(community, ruling, tell)
        return await self._rule(community, ruling, tell)

    async def _rule(self, community: str, ruling: Ruling, tell: Tell) -> tuple[Ruling, tuple[Regraded, ...]]:
        async with self._database.write() as connection:
            await connection.execute(r.HOLD_ASKING, {"of_community": community, "of_key": ruling.key})
            last = (await connection.execute(r.LAST_NUMBER, {"of_community": community})).scalar() or 0
            numbered = Ruling(
                last + 1, ruling.key, ruling.accepted, ruling.text, ruling.right, ruling.reason, ruling.by,
                ruling.by_name, ruling.at, ruling.round,
            )  # fmt: skip
            await connection.execute(r.INSERT_RULING, _row(community, numbered))
            return numbered, await self._follow(connection, community, numbered, ruling.at, tell)

    async def revoke(
        self, community: str, ruling: Ruling, by: str, at: Instant, tell: Tell
    ) -> tuple[Regraded, ...]:
        """Take a ruling back with all that followed."""
        for _ in range(TRIES - 1):
            with suppress(MovedOn):
                return await self._revoke(community, ruling, by, at, tell)
        return await self._revoke(community, ruling, by, at, tell)

    async def _revoke(
        self, community: str, ruling: Ruling, by: str, at: Instant, tell: Tell
    ) -> tuple[Regraded, ...]:
        async with self._database.write() as connection:
            await connection.execute(r.HOLD_ASKING, {"of_community": community, "of_key": ruling.key})
            taken = {"of_community": community, "of_number": ruling.number, "taken_by": by, "taken_at": at}
            if (await connection.execute(r.REVOKE, taken)).rowcount != 1:
                return ()  # somebody was quicker
            return await self._follow(connection, community, ruling, None, tell)

    async def _follow(
        self, connection: AsyncConnection, community: str, ruling: Ruling, settle: Instant | None, tell: Tell
    ) -> tuple[Regraded, ...]:
        """Derive again what a ruling concerns; `settle` is when the appeals on it are settled, if they are."""
        rulings = await read_held(connection, community, ruling.key)
        waiting = await _waiting(connection, community, ruling) if settle is not None else ()
        rounds: dict[str, tuple[Round, Round]] = {}
        done: list[Regraded] = []
        for played in await _concerned(connection, community, ruling):
            after = played.derived(rulings)
            changed = changes(played.answers, after)
            other = [answer for answer in after if answer not in played.answers]  # by its text or time, maybe
            round = played.round
            settled = tuple(one for one in waiting if (one.round, one.number) == (round.id, played.number))
            if not other and not settled:
                continue
            await _rewrite(connection, played, other)
            before = rounds[round.id][0] if round.id in rounds else round
            answers = await _answers(connection, round)
            rounds[round.id] = before, moves.regrade(before, answers)
            done.append(Regraded(before, before, played.number, played.question, changed, settled))
            for one in settled:
                await connection.execute(
                    r.SETTLE,
                    {
                        "of_community": community,
                        "of_round": one.round,
                        "of_number": one.number,
                        "of_member": one.member,
                        "settled": settle,
                    },
                )
        told = tuple(
            Regraded(*rounds[one.before.id], one.number, one.question, one.changes, one.settled)
            for one in done
        )
        await self._tell(connection, rounds, tell(told))
        return told

    async def _tell(
        self,
        connection: AsyncConnection,
        rounds: Mapping[str, tuple[Round, Round]],
        outgoing: Sequence[Outgoing],
    ) -> None:
        for before, after in sorted(rounds.values(), key=lambda pair: pair[1].id):  # all lock in one order
            told = [one for one in outgoing if one.round == after.id]
            await self._move(connection, after, before.version, told)

    async def _move(
        self, connection: AsyncConnection, round: Round, was_version: int, outgoing: Sequence[Outgoing]
    ) -> None:
        """Keep a round's next state. Raises `MovedOn` where somebody else has moved it: the whole is then tried again."""
        if await keep_move(connection, self._process, round, was_version, outgoing) is Kept.LOST:
            raise MovedOn("The round moved on meanwhile. Try again.")


async def _concerned(connection: AsyncConnection, community: str, ruling: Ruling) -> tuple[Played, ...]:
    """The closed questions that a ruling speaks of and in which somebody gave its text."""
    key = {"of_community": community, "of_key": ruling.key}
    rows = (await connection.execute(r.CLOSED_OF_KEY, key)).all()
    rounds: dict[str, Round] = {}
    found = []
    for row in rows:
        if ruling.round not in (None, row.round_id):
            continue
        if accepted_by(QUESTION.value(row.question)) != ruling.accepted:
            continue
        if row.round_id not in rounds:
            of_round = {"of_community": community, "of_round": row.round_id}
            rounds[row.round_id] = round_of((await connection.execute(s.ROUND, of_round)).one())
        played = await read_played(connection, rounds[row.round_id], row)
        if played.gave(ruling.text):
            found.append(played)
    return tuple(found)


async def read_played(connection: AsyncConnection, round: Round, row: AnyRow) -> Played:
    """A question as it was played, from its row."""
    key = {"of_community": round.place.community, "of_round": round.id, "of_number": row.asked_as}
    attempts = await connection.execute(s.ATTEMPTS, key)
    answers = await connection.execute(r.ANSWERS_TO, key)
    return Played(
        round,
        row.asked_as,
        QUESTION.value(row.question),
        row.opened_at,
        row.deadline or row.opened_at + round.options.seconds * SECOND,
        tuple(map(read_attempt, attempts)),
        tuple(map(read_answer, answers)),
    )


async def _rewrite(connection: AsyncConnection, played: Played, answers: Iterable[Answer]) -> None:
    for now in answers:
        await connection.execute(
            r.REWRITE,
            {
                "of_community": played.round.place.community,
                "of_round": played.round.id,
                "of_number": played.number,
                "of_member": now.member,
                "name": now.name,
                "choice": now.choice,
                "text": now.text,
                "right": now.right,
                "took": now.took,
                "points": now.points,
            },
        )


async def _answers(connection: AsyncConnection, round: Round) -> tuple[Answer, ...]:
    key = {"of_community": round.place.community, "of_round": round.id}
    return tuple(map(read_answer, await connection.execute(r.ANSWERS_OF_ROUND, key)))


async def _waiting(connection: AsyncConnection, community: str, ruling: Ruling) -> tuple[Appeal, ...]:
    """The appeals about this text of this question that nobody has ruled on."""
    rows = await connection.execute(r.WAITING_APPEALS, {"of_community": community, "of_key": ruling.key})
    return tuple(one for one in map(_appeal, rows) if normal(one.text) == ruling.text)


async def read_held(connection: AsyncConnection, community: str, key: str) -> tuple[Ruling, ...]:
    rows = await connection.execute(r.HELD, {"of_community": community, "of_key": key})
    return tuple(map(read_ruling, rows))


def read_attempt(row: AnyRow) -> Attempt:
    return Attempt(row.delivery, row.member_id, row.name, row.sent_at, row.choice, row.text, row.right)


def read_answer(row: AnyRow) -> Answer:
    return Answer(row.member_id, row.name, row.choice, row.text, row.right, row.took, row.points)


def _appeal(row: AnyRow) -> Appeal:
    return Appeal(
        row.round_id, row.number, row.member_id, row.id, row.name, row.key, row.text, row.asked_at, row.settled_at
    )  # fmt: skip


def read_ruling(row: AnyRow) -> Ruling:
    return Ruling(
        row.number, row.key, row.accepted, row.text, row.right, row.reason, row.by_member, row.by_name, row.at,
        row.round_id,
    )  # fmt: skip


def _row(community: str, ruling: Ruling) -> dict[str, str | int | bool | None]:
    return {
        "community_id": community,
        "number": ruling.number,
        "key": ruling.key,
        "accepted": ruling.accepted,
        "text": ruling.text,
        "right": ruling.right,
        "reason": ruling.reason,
        "by_member": ruling.by,
        "by_name": ruling.by_name,
        "at": ruling.at,
        "round_id": ruling.round,
    }
