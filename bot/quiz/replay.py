"""A round played again from its log: does its seal hold, and is its board what was given, judged and ruled?

Two laws. Nothing that can be derived is believed: verdicts are judged again, answers counted again, points added
again. And nothing is raised for a log that is wrong: each thing that differs is a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.cards import BoardLine
from bot.instant import SECOND, Instant
from bot.quiz import moves
from bot.quiz.commitment import commit, digest, question_text, round_text, salt_of
from bot.quiz.happenings import Board
from bot.quiz.judging import Outcome, judge
from bot.quiz.round import Round
from bot.quiz.rulings import Ruling, ruled
from bot.quiz.scoring import Answer, Attempt, counted
from facts.question import LETTERS, Question

SKEW = 5 * SECOND  # by how much the clocks may differ that stamped the last close and a ruling


class Fault(StrEnum):
    """What can be found wrong with a log."""

    NO_SEAL = "no seal is kept for it"
    SEAL = "what is kept is not what was sealed"
    ORDER = "the questions were not asked in the order they were drawn in"
    VERDICT = "an attempt's verdict is not the judge's"
    STRAY = "an attempt or an answer belongs to no question that was asked"
    ANSWER = "an answer is not what was given and ruled"
    POINTS = "a member's points are not the sum of their answers"
    COUNT = "the number of questions that count is not possible"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: at which question, if at one, and whose, if a member's; `was` is kept, `should` derived."""

    fault: Fault
    number: int = 0
    name: str = ""
    was: str = ""
    should: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question as the log has it: its place in the draw, the number it was asked under, whether its facts fell."""

    position: int
    question: Question
    asked_as: int | None
    dropped: bool
    opened_at: Instant | None  # none where no answer counted
    deadline: Instant | None


@dataclass(frozen=True, slots=True)
class Held:
    """A ruling with the time it was taken back, if it was."""

    ruling: Ruling
    until: Instant | None

    def holds(self, at: Instant | None) -> bool:
        """Whether it held then; None is now."""
        if at is None:
            return self.until is None
        return self.ruling.at <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Log:
    """All that is kept of one round; attempts and answers by the number of their question."""

    round: Round
    commitment: str  # "" where the round was not sealed
    salt: str
    drawn: tuple[Drawn, ...]
    attempts: Mapping[int, tuple[Attempt, ...]]
    answers: Mapping[int, tuple[Answer, ...]]
    closed_at: Instant  # of the last question with an answer; 0 where there is none
    rulings: tuple[Held, ...]
    shown: tuple[BoardLine, ...] | None  # the board on its last card; none where it has no such card

    @property
    def asked(self) -> tuple[Drawn, ...]:
        """The questions that were asked, in that order."""
        there = (one for one in self.drawn if one.asked_as is not None)
        return tuple(sorted(there, key=lambda one: one.asked_as or 0))


@dataclass(frozen=True, slots=True)
class Opened:
    """A question as it was sealed: the number it was asked under, and which of the digests is its text's."""

    number: int
    position: int
    text: str


def opened(log: Log) -> tuple[str, tuple[Opened, ...]]:
    """The text that the commitment was made of, and those of the questions that were asked: the others stay sealed."""
    texts = [
        question_text(one.question, salt_of(log.salt, index)) for index, one in enumerate(log.drawn, start=1)
    ]
    asked = (
        Opened(one.asked_as, index, text)
        for index, (one, text) in enumerate(zip(log.drawn, texts, strict=True), start=1)
        if one.asked_as is not None
    )
    whole = round_text(log.round, map(digest, texts))
    return whole, tuple(sorted(asked, key=lambda one: one.number))


def differences(log: Log) -> Iterator[Difference]:
    """Everything of the log that is not as it should be."""
    yield from seal_differences(log)
    yield from _order(log)
    yield from _verdicts(log)
    yield from score_differences(log)


def seal_differences(log: Log) -> Iterator[Difference]:
    """Whether what is kept is what was sealed."""
    if not log.commitment:
        yield Difference(Fault.NO_SEAL)
        return
    now = commit(log.round, [one.question for one in log.drawn], log.salt)
    if not now == log.commitment == log.round.commitment:
        yield Difference(Fault.SEAL, was=log.round.commitment, should=now)


def score_differences(log: Log) -> Iterator[Difference]:
    """Whether answers, points and counts are what attempts and rulings give. No verdict is judged again for it."""
    numbers = {one.asked_as for one in log.asked}
    yield from (Difference(Fault.STRAY, number) for number in {*log.attempts, *log.answers} - numbers)
    for one in log.asked:
        yield from _answers(log, one)
    yield from _points(log.round, _replayed(log))
    scored = sum(one.opened_at is not None for one in log.asked)
    if not scored <= log.round.counted_questions <= len(log.asked):
        yield Difference(Fault.COUNT, was=str(log.round.counted_questions), should=str(scored))


def boards(log: Log) -> tuple[Board, ...]:
    """The board at the last close, then after each ruling made or taken back since; the last is the present one."""
    since = {time for one in log.rulings for time in (one.ruling.at, one.until) if time is not None}
    first = log.closed_at - SKEW
    times = [first, *sorted(time for time in since if time > first)]
    return tuple(moves.board(_replayed(log, at)) for at in times)


def derived(log: Log, one: Drawn, at: Instant | None = None) -> tuple[Answer, ...]:
    """The answers to a question as attempts and the rulings of then give them; of now where no time is named."""
    if one.opened_at is None or one.deadline is None or one.asked_as is None:
        return ()
    round, given = log.round, log.attempts.get(one.asked_as, ())
    rulings = [held.ruling for held in log.rulings if held.holds(at)]
    judged = ruled(one.question, round.id, given, rulings)
    return counted(one.question, round.options, one.opened_at, one.deadline, judged, round.timing)


def _order(log: Log) -> Iterator[Difference]:
    """Each question comes once, in the order drawn; only one whose facts fell is passed over."""
    for number, one in enumerate(log.asked, start=1):
        if one.asked_as != number or one.dropped:
            yield Difference(Fault.ORDER, one.asked_as or 0, should=str(number))
    positions = [one.position for one in log.asked]
    last = max(positions, default=0)
    passed = [one for one in log.drawn if one.position < last and one.asked_as is None and not one.dropped]
    if positions != sorted(positions) or passed:
        yield Difference(Fault.ORDER)
    if log.round.number != len(positions) or (
        log.asked and log.round.question is not None and log.round.question != log.asked[-1].question
    ):
        yield Difference(Fault.ORDER, log.round.number, should=str(len(positions)))


def _verdicts(log: Log) -> Iterator[Difference]:
    for one in log.asked:
        for attempt in log.attempts.get(one.asked_as or 0, ()):
            right = _right(one.question, attempt)
            if right is not attempt.right:
                yield Difference(
                    Fault.VERDICT, one.asked_as or 0, attempt.name, _word(attempt.right), _word(right)
                )


def _right(question: Question, attempt: Attempt) -> bool:
    if attempt.choice is not None:
        return attempt.choice == question.correct
    return judge(question, attempt.text).outcome is Outcome.RIGHT


def _answers(log: Log, one: Drawn) -> Iterator[Difference]:
    number = one.asked_as or 0
    kept = {answer.member: answer for answer in log.answers.get(number, ())}
    should = {answer.member: answer for answer in derived(log, one)}
    for member in sorted(kept.keys() | should.keys()):
        was, now = kept.get(member), should.get(member)
        if was != now:
            name = (was or now or Answer("", member, None, "", False, 0, 0)).name
            yield Difference(Fault.ANSWER, number, name, _said(was), _said(now))


def _points(was: Round, should: Round) -> Iterator[Difference]:
    kept = {score.member: score for score in was.scores}
    derived = {score.member: score for score in should.scores}
    for member in sorted(kept.keys() | derived.keys()):
        had, has = kept.get(member), derived.get(member)
        if had != has:
            name = (had or has or should.scores[0]).name
            yield Difference(
                Fault.POINTS, 0, name, str(had.points if had else None), str(has.points if has else None)
            )


def _replayed(log: Log, at: Instant | None = None) -> Round:
    """The round with the points of then, or of now."""
    return moves.regrade(log.round, (answer for one in log.asked for answer in derived(log, one, at)))


def _said(answer: Answer | None) -> str:
    if answer is None:
        return ""
    given = answer.text if answer.choice is None else LETTERS[answer.choice : answer.choice + 1]
    return f"{given}, {_word(answer.right)}, worth {answer.points}, after {answer.took} ms"


def _word(right: bool) -> str:
    return "right" if right else "wrong"
