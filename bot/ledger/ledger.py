"""The bot's memory of rounds: every transition is one transaction, and attempts are only ever added.

Statements are built once, in `bot.ledger.statements`; the callers hand in frozen values and get frozen values back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community import CommunitySettings
from bot.instant import Instant
from bot.ledger import statements as s
from bot.ledger.clock import LedgerClock
from bot.ledger.commits import Commits
from bot.ledger.encoding import QUESTION, SETTINGS
from bot.ledger.inbox import Inbox
from bot.ledger.moving import Kept, keep_move, round_of, state_of, tell_others
from bot.ledger.outbox import Outbox, sent_rows
from bot.ledger.outgoing import Outgoing, post
from bot.ledger.process import Process
from bot.ledger.replaying import ReplayLedger
from bot.ledger.rulings import RulingLedger, read_attempt, read_held
from bot.ledger.watch import Watch
from bot.messages import Place
from bot.quiz.round import Round, Step
from bot.quiz.rulings import Ruling
from bot.quiz.scoring import Attempt
from facts.question import Question
from facts.store.database import Database


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question as a round drew it: `position` in its order, `tags` what it is about."""

    position: int
    question: Question
    tags: str


@dataclass(frozen=True, slots=True)
class Asking:
    """Which drawn question a transition asks, and which ones it passes over because their facts fell."""

    position: int
    dropped: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Close:
    """What a close makes of the attempts: the step, what it puts on screen."""

    step: Step
    outgoing: tuple[Outgoing, ...]


class Ledger:
    """Reads and writes of rounds, their questions and answers, settings and the pulse.

    What arrives (`commits`, `inbox`), what goes out (`outbox`), `rulings`, and the others who serve (`watch`) have rooms
    of their own.
    """

    def __init__(self, database: Database, process: Process) -> None:
        self._database = database
        self._process = process
        self.clock: LedgerClock = process.clock
        self.outbox = Outbox(database, process)
        self.commits = Commits(database, process, self.outbox)
        self.rulings = RulingLedger(database, process)
        self.replays = ReplayLedger(database)
        self.watch = Watch(database, process)
        self.inbox = Inbox(database)

    # --- rounds ---

    async def begin(
        self, round: Round, drawn: Sequence[Drawn], outgoing: Sequence[Outgoing], salt: str = ""
    ) -> bool:
        """Keep a new round with what it drew and its seal; False where its channel has one open already."""
        place = round.place
        key = {"community_id": place.community, "round_id": round.id}
        questions = [
            {
                **key,
                "position": one.position,
                "platform": place.platform,
                "channel": place.channel,
                "key": one.question.key,
                "tags": one.tags,
                "question": QUESTION.text(one.question),
                "dropped": False,
            }
            for one in drawn
        ]
        try:
            async with self._database.write() as connection:
                await connection.execute(
                    s.INSERT_ROUND,
                    state_of(round)
                    | {
                        "community_id": place.community,
                        "id": round.id,
                        "platform": place.platform,
                        "channel": place.channel,
                        "started_at": round.started_at,
                        "sender": self._process.name,
                        "now": self.clock.bind(),
                    },
                )
                await connection.execute(s.INSERT_QUESTION, questions)
                if salt:
                    await connection.execute(
                        s.INSERT_SEAL, {**key, "commitment": round.commitment, "salt": salt}
                    )
                await post(connection, round, outgoing)
                await tell_others(connection, self._process, round)
        except IntegrityError:
            return False
        return True

    async def move(
        self,
        round: Round,
        was_version: int,
        *,
        outgoing: Sequence[Outgoing] = (),
        asking: Asking | None = None,
        sent: Mapping[str, str] | None = None,
        lets_go: bool = False,
    ) -> Kept:
        """Keep a transition with all it causes. `sent` was shown meanwhile; `lets_go` where nothing is left to show."""
        async with self._database.write() as connection:
            kept = await keep_move(connection, self._process, round, was_version, outgoing, lets_go=lets_go)
            if kept is Kept.LOST:
                return kept
            if sent:
                await connection.execute(s.SENT, sent_rows(round, sent))
            if asking is not None:
                for position in asking.dropped:
                    await connection.execute(s.DROP, {**_of(round), "of_position": position})
                await connection.execute(
                    s.ASK, {**_of(round), "of_position": asking.position, "number": round.number}
                )
        return kept

    async def close(
        self,
        round: Round,
        at: Instant,
        decide: Callable[[Sequence[Attempt], Sequence[Ruling]], Close],
        *,
        waits: bool = True,
    ) -> tuple[Round, Kept] | None:
        """Close the open question by all that was kept for it; None where somebody else has moved the round.

        Without `waits` also where somebody else is at it just now.

        The round is held first, then the attempts are read: one that was being written is there by then, and none can
        come after.
        """
        assert round.question is not None
        async with self._database.write() as connection:
            held = s.HOLD if waits else s.CLAIM
            if (await connection.execute(held, _of(round))).scalar() != round.version:
                return None
            rulings = await read_held(connection, round.place.community, round.question.key)
            close = decide(await _attempts(connection, round), rulings)
            after = close.step.round
            kept = await keep_move(connection, self._process, after, round.version, close.outgoing)
            if kept is Kept.LOST:
                return None
            if close.step.answers:
                await self._answered(connection, round, close.step, at)
        return after, kept

    async def _answered(self, connection: AsyncConnection, round: Round, step: Step, at: Instant) -> None:
        """Keep the answers that count, beside when their question stood there."""
        assert round.question is not None
        number = {**_of(round), "of_number": round.number}
        tags = (await connection.execute(s.TAGS, number)).scalar() or ""
        times = {"opened_at": round.opened_at, "deadline": round.deadline}
        await connection.execute(s.CLOSE, number | times)
        await connection.execute(
            s.INSERT_ANSWER,
            [
                {
                    "community_id": round.place.community,
                    "round_id": round.id,
                    "number": round.number,
                    "member_id": answer.member,
                    "name": answer.name,
                    "choice": answer.choice,
                    "text": answer.text,
                    "right": answer.right,
                    "took": answer.took,
                    "points": answer.points,
                    "closed_at": at,
                    "key": round.question.key,
                    "tags": tags,
                }
                for answer in step.answers
            ],
        )

    async def cut(self, round: Round, at: Instant) -> None:
        """Close the open question early, at that moment; the first to say so is heeded."""
        row = {
            "community_id": round.place.community, "round_id": round.id, "number": round.number, "at": at,
        }  # fmt: skip
        try:
            async with self._database.write() as connection:
                await connection.execute(s.CUT, row)
                await tell_others(connection, self._process, round, due=at)
        except IntegrityError:
            return

    async def open_rounds(self, platforms: Iterable[str]) -> tuple[Round, ...]:
        """The rounds under way on these platforms, oldest first."""
        async with self._database.read() as connection:
            rows = await connection.execute(s.OPEN_ROUNDS, {"platforms": list(platforms)})
            return tuple(map(round_of, rows))

    async def open_here(self, place: Place) -> str | None:
        """The id of the round that holds this channel."""
        key = {"of_community": place.community, "of_platform": place.platform, "of_channel": place.channel}
        async with self._database.read() as connection:
            id: str | None = (await connection.execute(s.OPEN_HERE, key)).scalar()
            return id

    async def round(self, community: str, id: str) -> Round | None:
        async with self._database.read() as connection:
            row = (await connection.execute(s.ROUND, {"of_community": community, "of_round": id})).first()
            return round_of(row) if row else None

    async def attempts(self, round: Round) -> tuple[Attempt, ...]:
        """All attempts at the round's present question, in the order they were sent."""
        async with self._database.read() as connection:
            return await _attempts(connection, round)

    async def waiting(self, round: Round) -> tuple[Drawn, ...]:
        """The drawn questions not yet asked nor dropped, in order."""
        async with self._database.read() as connection:
            rows = await connection.execute(s.WAITING, _of(round))
            return tuple(Drawn(row.position, QUESTION.value(row.question), row.tags) for row in rows)

    async def times_asked(self, place: Place) -> Mapping[str, int]:
        """How often each question key was asked in this channel."""
        key = {"of_community": place.community, "of_platform": place.platform, "of_channel": place.channel}
        async with self._database.read() as connection:
            return {row.key: row.times for row in await connection.execute(s.TIMES_ASKED, key)}

    # --- settings and time ---

    async def settings(self, community: str) -> CommunitySettings:
        """What the community has chosen, or the defaults."""
        async with self._database.read() as connection:
            state = (await connection.execute(s.SETTINGS, {"of_community": community})).scalar()
            return SETTINGS.value(state) if state else CommunitySettings()

    async def save_settings(self, community: str, chosen: CommunitySettings, by: str, at: Instant) -> None:
        row = {"state": SETTINGS.text(chosen), "changed_by": by, "changed_at": at}
        async with self._database.write() as connection:
            changed = await connection.execute(s.CHANGE_SETTINGS, {**row, "of_community": community})
            if changed.rowcount == 0:
                await connection.execute(s.INSERT_SETTINGS, {**row, "community_id": community})

    async def last_time(self) -> Instant | None:
        """How far a clock that does not run by itself had come."""
        async with self._database.read() as connection:
            at: Instant | None = (await connection.execute(s.LAST_TIME)).scalar()
            return at

    async def mark_time(self, at: Instant) -> None:
        async with self._database.write() as connection:
            if (await connection.execute(s.MARK_TIME, {"at": at})).rowcount == 0:
                await connection.execute(s.FIRST_TIME, {"id": 1, "at": at})


async def _attempts(connection: AsyncConnection, round: Round) -> tuple[Attempt, ...]:
    rows = await connection.execute(s.ATTEMPTS, {**_of(round), "of_number": round.number})
    return tuple(map(read_attempt, rows))


def _of(round: Round) -> dict[str, str]:
    return {"of_community": round.place.community, "of_round": round.id}
