"""The bot's memory of rounds: every transition is one transaction, and attempts are only ever added.

Statements are built once, in `bot.ledger.statements`; the callers hand in frozen values and get frozen values back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from bot.community import CommunitySettings
from bot.instant import Instant
from bot.ledger import statements as s
from bot.ledger.encoding import CARD, QUESTION, ROUND, SETTINGS
from bot.ledger.outbox import Outgoing, post, row
from bot.ledger.rulings import RulingLedger
from bot.messages import Place
from bot.quiz.round import Phase, Round
from bot.quiz.scoring import Answer, Attempt
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


class Ledger:
    """Reads and writes of rounds, attempts, answers, the outbox, settings and the pulse."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.rulings = RulingLedger(database)

    # --- rounds ---

    async def begin(self, round: Round, drawn: Sequence[Drawn], outgoing: Sequence[Outgoing]) -> bool:
        """Keep a new round with what it drew; False where its channel has one open already."""
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
                    {
                        "community_id": place.community,
                        "id": round.id,
                        "platform": place.platform,
                        "channel": place.channel,
                        "open": True,
                        "version": round.version,
                        "state": ROUND.text(round),
                        "started_at": round.started_at,
                    },
                )
                await connection.execute(s.INSERT_QUESTION, questions)
                await post(connection, round, outgoing)
        except IntegrityError:
            return False
        return True

    async def move(
        self,
        round: Round,
        was_version: int,
        at: Instant,
        *,
        answers: Sequence[Answer] = (),
        outgoing: Sequence[Outgoing] = (),
        asking: Asking | None = None,
        tags: str = "",
        sent: Mapping[str, str] | None = None,
    ) -> bool:
        """Keep a transition with all it causes; False where somebody else has moved the round meanwhile."""
        community = round.place.community
        async with self._database.write() as connection:
            moved = await connection.execute(
                s.MOVE,
                {
                    "of_community": community,
                    "of_round": round.id,
                    "was_version": was_version,
                    "version": round.version,
                    "open": round.phase is not Phase.ENDED,
                    "state": ROUND.text(round),
                },
            )
            if moved.rowcount != 1:
                return False
            if sent:
                await connection.execute(s.SENT, _sent(community, sent))
            if asking is not None:
                key = {"of_community": community, "of_round": round.id}
                for position in asking.dropped:
                    await connection.execute(s.DROP, {**key, "of_position": position})
                await connection.execute(
                    s.ASK, {**key, "of_position": asking.position, "number": round.number}
                )
            if answers:
                assert round.question is not None
                closed = {"of_community": community, "of_round": round.id, "of_number": round.number}
                await connection.execute(s.CLOSE, {**closed, "opened_at": round.opened_at})
                await connection.execute(
                    s.INSERT_ANSWER,
                    [
                        {
                            "community_id": community,
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
                        for answer in answers
                    ],
                )
            await post(connection, round, outgoing)
        return True

    async def keep(self, round: Round, number: int, attempt: Attempt) -> bool:
        """Add an attempt; False where this delivery was kept before."""
        try:
            async with self._database.write() as connection:
                await connection.execute(
                    s.INSERT_ATTEMPT,
                    {
                        "community_id": round.place.community,
                        "round_id": round.id,
                        "number": number,
                        "member_id": attempt.member,
                        "delivery": attempt.delivery,
                        "name": attempt.name,
                        "sent_at": attempt.sent_at,
                        "choice": attempt.choice,
                        "text": attempt.text,
                        "right": attempt.right,
                    },
                )
        except IntegrityError:
            return False
        return True

    async def open_rounds(self, platforms: Iterable[str]) -> tuple[Round, ...]:
        """The rounds under way on these platforms, oldest first."""
        async with self._database.read() as connection:
            rows = await connection.execute(s.OPEN_ROUNDS, {"platforms": list(platforms)})
            return tuple(ROUND.value(row.state) for row in rows)

    async def round(self, community: str, id: str) -> Round | None:
        async with self._database.read() as connection:
            row = (await connection.execute(s.ROUND, {"of_community": community, "of_round": id})).first()
            return ROUND.value(row.state) if row else None

    async def attempts(self, round: Round) -> tuple[Attempt, ...]:
        """All attempts at the round's present question, in the order they were sent."""
        key = {"of_community": round.place.community, "of_round": round.id, "of_number": round.number}
        async with self._database.read() as connection:
            rows = await connection.execute(s.ATTEMPTS, key)
            return tuple(
                Attempt(row.delivery, row.member_id, row.name, row.sent_at, row.choice, row.text, row.right)
                for row in rows
            )

    async def waiting(self, round: Round) -> tuple[Drawn, ...]:
        """The drawn questions not yet asked nor dropped, in order."""
        key = {"of_community": round.place.community, "of_round": round.id}
        async with self._database.read() as connection:
            rows = await connection.execute(s.WAITING, key)
            return tuple(Drawn(row.position, QUESTION.value(row.question), row.tags) for row in rows)

    async def tags(self, round: Round) -> str:
        """What the round's present question is about."""
        key = {"of_community": round.place.community, "of_round": round.id, "of_number": round.number}
        async with self._database.read() as connection:
            return (await connection.execute(s.TAGS, key)).scalar() or ""

    async def times_asked(self, place: Place) -> Mapping[str, int]:
        """How often each question key was asked in this channel."""
        key = {"of_community": place.community, "of_platform": place.platform, "of_channel": place.channel}
        async with self._database.read() as connection:
            return {row.key: row.times for row in await connection.execute(s.TIMES_ASKED, key)}

    # --- the outbox ---

    async def unsent(self, round: Round) -> tuple[Outgoing, ...]:
        """What of this round has not reached the screen, in order."""
        key = {"of_community": round.place.community, "of_round": round.id}
        async with self._database.read() as connection:
            rows = await connection.execute(s.UNSENT, key)
            return tuple(
                Outgoing(row.id, round.id, round.place, row.slot, CARD.value(row.card), row.to_member)
                for row in rows
            )

    async def rounds_with_unsent(self, platforms: Iterable[str]) -> tuple[Round, ...]:
        """The rounds, open or ended, of which something has not reached the screen."""
        async with self._database.read() as connection:
            rows = await connection.execute(s.ROUNDS_UNSENT, {"platforms": list(platforms)})
            return tuple(ROUND.value(row.state) for row in rows)

    async def sent(self, community: str, messages: Mapping[str, str]) -> None:
        """The platform has taken these rows, by id, and calls them so."""
        if messages:
            async with self._database.write() as connection:
                await connection.execute(s.SENT, _sent(community, messages))

    async def noted(self, outgoing: Outgoing, message: str) -> None:
        """A first message of a slot that was shown at once, kept so that later ones edit it."""
        kept = row(outgoing, 0) | {"message": message}
        with suppress(IntegrityError):  # noted before
            async with self._database.write() as connection:
                await connection.execute(s.INSERT_OUTGOING, kept)

    async def messages(self, round: Round) -> dict[str, str]:
        """The platform's name for the first message of each slot that was shown."""
        key = {"of_community": round.place.community, "of_round": round.id}
        async with self._database.read() as connection:
            return {row.slot: row.message for row in await connection.execute(s.MESSAGES, key)}

    async def give_up(self, round: Round) -> None:
        """What of this round has not been shown is never going to be."""
        async with self._database.write() as connection:
            key = {"of_community": round.place.community, "of_round": round.id}
            await connection.execute(s.GIVE_UP, key)

    async def messages_in(self, round: Round, slots: Sequence[str]) -> dict[str, str]:
        """The platform's name for the first message of each of these slots that was shown."""
        key = {"of_community": round.place.community, "of_round": round.id, "slots": list(slots)}
        async with self._database.read() as connection:
            return {row.slot: row.message for row in await connection.execute(s.MESSAGES_IN, key)}

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


def _sent(community: str, messages: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"of_community": community, "of_id": id, "message": message} for id, message in messages.items()]
