"""Which attempt counts, and what it is worth.

Attempts are only ever added. At the close the one that counts is chosen: of choices the last that was sent in
time (the first where the first click locks), of typed ones the first right one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.instant import SECOND, Instant
from bot.quiz.options import Mode, RoundOptions, Scoring, Timing
from facts.question import Question

FULL = 1000  # points for a right answer given at once, under `speed`
AT_ONCE = 500  # milliseconds; reading takes longer, so nobody gains by being quicker


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a member gave to one question: a choice (index of an option) or a text, and whether it is right."""

    delivery: str
    member: str
    name: str
    sent_at: Instant
    choice: int | None
    text: str
    right: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The attempt that counts: `took` is milliseconds from the question's showing to the sending."""

    member: str
    name: str
    choice: int | None
    text: str
    right: bool
    took: int
    points: int


def counted(
    question: Question,
    options: RoundOptions,
    opened_at: Instant,
    deadline: Instant,
    attempts: Iterable[Attempt],
    timing: Timing,
) -> tuple[Answer, ...]:
    """Each member's answer with its points, in the order they were sent."""
    in_time = sorted(
        (one for one in attempts if opened_at <= one.sent_at <= deadline),
        key=lambda one: (one.sent_at, one.delivery),
    )
    chosen: dict[str, Attempt] = {}
    for one in in_time:
        had = chosen.get(one.member)
        if had is None or _replaces(one, had, options):
            chosen[one.member] = one
    first_right = min((one.sent_at for one in chosen.values() if one.right), default=deadline)
    answers = (
        Answer(
            one.member,
            one.name,
            one.choice,
            one.text,
            one.right,
            one.sent_at - opened_at,
            points(options, one.right, one.sent_at - opened_at, one.sent_at - first_right, timing),
        )
        for one in chosen.values()
    )
    return tuple(sorted(answers, key=lambda answer: (answer.took, answer.member)))


def points(options: RoundOptions, right: bool, took: int, behind: int, timing: Timing) -> int:
    """What an answer is worth; `behind` is milliseconds after the first right one."""
    if not right:
        return 0
    match options.scoring:
        case Scoring.ACCURACY:
            return 1
        case Scoring.FIRST:
            return 1 if behind <= timing.tie else 0
        case Scoring.SPEED:
            if took < AT_ONCE:
                return FULL
            # An outage moves the deadline: who answers after it has half the points, as at the end of any question.
            whole = options.seconds * SECOND
            return round(FULL * (1 - min(took, whole) / (2 * whole)))


def _replaces(new: Attempt, old: Attempt, options: RoundOptions) -> bool:
    if options.mode is Mode.TYPED:
        return not old.right
    return options.scoring is not Scoring.FIRST
