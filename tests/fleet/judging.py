"""The verdict on what was played: every question by the model, every round by its board, every press by its reply."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

import asyncpg  # type: ignore[import-untyped]  # it has no types of its own

from tests.fleet.chat import Asked, Channel, Chat, Fate, Said
from tests.fleet.model import Outcome, perhaps, possible
from tests.fleet.players import SECONDS

_GRACE = 1500  # milliseconds that the bot gives an answer on its way


@dataclass(slots=True)
class Report:
    """What came of it. What is wrong is told in `faults`, each in a line."""

    rounds: int = 0
    questions: int = 0
    sent: int = 0
    acknowledged: int = 0
    refused: int = 0
    unsure: int = 0  # nobody read what became of them: both outcomes are right
    redelivered: int = 0
    repeated: int = 0  # messages that came once more under their name, and were one
    kills: int = 0
    slowest_stop: float = 0  # seconds from SIGTERM to the end, where processes were stopped in good order
    ends: int = 0  # processes that ended by themselves: one that finds no database when it starts does
    lost: int = 0
    doubled: int = 0
    stuck: int = 0
    wrong_boards: int = 0
    silent: int = 0
    late: int = 0  # acknowledged though sent after the deadline
    moved: int = 0  # questions whose deadline an outage moved
    seconds: float = 0
    usual_close: int = 0  # milliseconds from a question's last moment, with its grace, to its reveal
    latest_close: int = 0
    faults: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # what the processes said to the operator

    @property
    def trouble(self) -> Counter[str]:
        """What the processes said to the operator, without their names, times and numbers, and how often."""
        told = (re.sub(r"^.*?(?=ERROR|WARNING|INFO)", "", line) for line in self.told)
        return Counter(re.sub(r"[0-9]+", "0", line) for line in told)

    def __str__(self) -> str:
        told = {key: value for key, value in asdict(self).items() if key not in ("faults", "told")}
        return "\n".join(f"{key.replace('_', ' '):>14}  {value:,}" for key, value in told.items())


@dataclass(slots=True)
class Closed:
    """What the database holds of a question that was asked."""

    opened: int | None = None
    deadline: int | None = None
    answers: dict[str, tuple[str, int]] = field(default_factory=dict)  # member -> letter, points


async def closed(url: str) -> dict[tuple[str, int], Closed]:
    """All questions that were asked, by round and number."""
    connection = await asyncpg.connect(url)
    try:
        asked = await connection.fetch(
            "SELECT round_id, asked_as, opened_at, deadline FROM round_questions WHERE asked_as IS NOT NULL"
        )
        answers = await connection.fetch("SELECT round_id, number, member_id, choice, points FROM answers")
    finally:
        await connection.close()
    found = {(row["round_id"], row["asked_as"]): Closed(row["opened_at"], row["deadline"]) for row in asked}
    for row in answers:
        one = found.setdefault((row["round_id"], row["number"]), Closed())
        one.answers[row["member_id"]] = ("ABCD"[row["choice"]], row["points"])
    return found


async def open_rounds(url: str) -> dict[str, str]:
    """What the database says of each round that is open, by its channel: where one stands still, that says why."""
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(_OPEN_ROUNDS)
    finally:
        await connection.close()
    return {row["channel"]: str(dict(row)) for row in rows}


_OPEN_ROUNDS = """
    SELECT channel, version, number, taking, state::json ->> 'phase' AS phase, sender,
        due_at - (EXTRACT(EPOCH FROM now()) * 1000)::bigint AS due_in,
        sender_until - (EXTRACT(EPOCH FROM now()) * 1000)::bigint AS lease_left,
        ARRAY(SELECT slot FROM outbox AS o WHERE o.round_id = rounds.id AND o.message IS NULL) AS unsent
    FROM rounds WHERE open
"""


def judge(
    chat: Chat,
    questions: int,
    kept: Mapping[tuple[str, int], Closed],
    left: Mapping[str, str],
    told: list[str],
    *,
    moved: bool,
) -> Report:
    """Judges all rounds of so many `questions`.

    `kept` and `left` are what the database holds, `told` what the processes said to the operator. `moved`: an outage
    long enough to move deadlines is to be expected.
    """
    moved = moved or any("nobody served" in line for line in told)
    judging = _Judging(chat, questions, kept, moved)
    for channel in chat.channels.values():
        judging.round(channel, left.get(channel.name, "nothing"))
    judging.report.told = told
    return judging.done()


class _Judging:
    def __init__(
        self, chat: Chat, questions: int, kept: Mapping[tuple[str, int], Closed], moved: bool
    ) -> None:
        chat.settle()
        self._questions = questions
        self._kept = kept
        self._moved = moved
        self._late: list[int] = []
        self._attempts: dict[tuple[str, int], list[Said]] = {}
        for said in chat.said.values():
            if said.letter:
                self._attempts.setdefault((said.round, said.number), []).append(said)
        every = [said for those in self._attempts.values() for said in those]
        self.report = Report(
            rounds=len(chat.channels),
            sent=len(every),
            acknowledged=sum(said.fate is Fate.KEPT for said in every),
            refused=sum(said.fate is Fate.REFUSED for said in every),
            unsure=sum(perhaps(said) for said in every),
            repeated=chat.repeated,
        )

    def done(self) -> Report:
        late = sorted(self._late) or [0]
        self.report.usual_close, self.report.latest_close = late[len(late) // 2], late[-1]
        return self.report

    def round(self, channel: Channel, left: str) -> None:
        if not channel.ended_at:
            self.report.stuck += 1
            self._fault(
                channel, f"round {channel.round!r} is stuck after {sorted(channel.asked)}; left: {left}"
            )
            return
        points: Counter[str] = Counter()
        for number, asked in sorted(channel.asked.items()):
            self.report.questions += 1
            kept = self._kept.get((asked.round, number), Closed())
            self._question(channel, asked, kept)
            points.update({member.title(): worth for member, (_, worth) in kept.answers.items()})
        self._messages(channel)
        if +points != +Counter(channel.board) or not channel.board.keys() <= points.keys():
            self.report.wrong_boards += 1
            self._fault(channel, f"the board says {channel.board}, the answers come to {dict(points)}")

    def _messages(self, channel: Channel) -> None:
        """One start card, one message a question that is edited once into its reveal, one final board."""
        counts = [len(channel.started), len(channel.ends)]
        counts += [len(asked.messages) for asked in channel.asked.values()]
        counts += [len(asked.reveals) for asked in channel.asked.values()]
        if set(counts) != {1}:
            self.report.doubled += 1
            self._fault(channel, f"messages: {channel.started}, {channel.ends}, {channel.asked}")
        stems = [asked.stem for asked in channel.asked.values()]
        if len(stems) != self._questions or len(set(stems)) != self._questions:
            self.report.doubled += 1
            self._fault(channel, f"{len(stems)} questions of {self._questions}, {len(set(stems))} different")

    def _question(self, channel: Channel, asked: Asked, kept: Closed) -> None:
        mine = self._attempts.get((asked.round, asked.number), [])
        for said in mine:
            if _unheard(said, asked):
                self.report.silent += 1
                self._fault(channel, f"nothing was said of {said}")
        by = 0
        if kept.opened is not None and kept.deadline is not None:
            by = kept.deadline - kept.opened - SECONDS * 1000
            if by < 0 or (by > 0 and not self._moved):
                self._fault(channel, f"question {asked.number}: the deadline was moved by {by} ms")
        self.report.moved += by > 0
        outcomes = list(possible(asked, channel.scoring, mine, by))
        if not any(kept.answers == outcome for outcome in outcomes):
            self._wrong(channel, asked, kept.answers, outcomes, mine)
        for member, (letter, _) in kept.answers.items():
            told = asked.verdicts.get(member, "nothing")
            if told.startswith("Right") != (letter == asked.right):
                self._fault(channel, f"{member} was told {told!r} of {letter}, right is {asked.right}")
        end = max((at for ats in asked.messages.values() for at in ats), default=0) + SECONDS * 1000 + by
        self.report.late += sum(said.fate is Fate.KEPT and said.sent > end for said in mine)
        self._late.append(asked.revealed_at - end - _GRACE)

    def _wrong(
        self, channel: Channel, asked: Asked, came: Outcome, outcomes: list[Outcome], mine: list[Said]
    ) -> None:
        should = outcomes[0] if outcomes else {}
        self.report.lost += len({member for member in should if came.get(member) != should[member]}) or 1
        words = "\n    ".join(map(str, mine))
        self._fault(
            channel,
            f"{channel.scoring}, question {asked.number} came to {came}, should to {should}; {asked}\n    {words}",
        )

    def _fault(self, channel: Channel, sentence: str) -> None:
        self.report.faults.append(f"{channel.name}: {sentence}")


def _unheard(said: Said, asked: Asked) -> bool:
    """Whether somebody pressed a letter and was told nothing at all, not even what came of it."""
    heard = said.answered or said.unsure or said.member in asked.verdicts
    return "click" in said.content and not heard
