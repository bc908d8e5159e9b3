"""Rulings: what somebody who may has said of a text given to a question, and what follows from it.

Two laws. A ruling never changes an attempt: it is laid over the attempts, and the answers are derived again, so that
taking it back gives exactly what was before. And it belongs to a question's key: it carries over to the question's
later versions only while what they accept is the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.instant import Instant
from bot.quiz.scoring import Answer, Attempt
from bot.quiz.standings import Standing
from facts.names import distance, joined, normal
from facts.question import Question

PODIUM = 3  # places whose change a channel is told
FAR = 200  # how far apart two texts can be told to be


class Bar(StrEnum):
    """Why there is no appeal, or no ruling."""

    NO_ROUND = "no round with an answered question was played here"
    NO_QUESTION = "the round has no such question, or nobody answered it"
    OPEN = "the question is open"
    NO_ANSWER = "the member gave no answer to it"
    NOTHING_WRONG = "none of the member's answers was wrong"
    WAS_RIGHT = "the answer is right"
    ASKED = "the member has asked before"
    RULED = "somebody has ruled on it"
    NOT_YOURS = "only the round's host or a moderator rules"
    MODERATORS_WORD = "a moderator has ruled, and a host does not overrule them"
    AS_IT_IS = "that is what was ruled already"
    NO_RULING = "there is no ruling to take back"


@dataclass(frozen=True, slots=True)
class Ruling:
    """One ruling: `text` in its normal form is right or not for the questions of this key that accept the same.

    `number` counts a community's rulings; of two that speak of one text the later holds. `round` is set for a
    host's, which is for that round only. `accepted` is `accepted_by` of the question it was made on.
    """

    number: int
    key: str
    accepted: str
    text: str
    right: bool
    reason: str
    by: str
    by_name: str
    at: Instant
    round: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One member's answer before and after a ruling."""

    was: Answer
    now: Answer

    @property
    def member(self) -> str:
        return self.now.member

    @property
    def points(self) -> int:
        return self.now.points - self.was.points


def accepted_by(question: Question) -> str:
    """A digest of what the question accepts; equal for two versions that accept the same."""
    values = sorted({normal(question.answer), *map(normal, question.accepted)})
    return hashlib.blake2b("\n".join(values).encode(), digest_size=12).hexdigest()


def text_of(question: Question, given: Attempt | Answer) -> str:
    """What was given in words: of a choice the option, whatever its letter was that time."""
    if given.choice is None:
        return given.text
    return question.options[given.choice] if given.choice < len(question.options) else given.text


def in_force(question: Question, round: str, text: str, rulings: Iterable[Ruling]) -> Ruling | None:
    """The ruling that holds for a text given to the question in this round."""
    accepted, wanted = accepted_by(question), normal(text)
    held = (
        one
        for one in rulings
        if one.key == question.key
        and one.accepted == accepted
        and one.text == wanted
        and one.round in (None, round)
    )
    return max(held, key=lambda one: one.number, default=None)


def ruled(
    question: Question, round: str, attempts: Iterable[Attempt], rulings: Sequence[Ruling]
) -> tuple[Attempt, ...]:
    """The attempts with the verdicts that the rulings give them; without rulings, as they are."""
    if not rulings:
        return tuple(attempts)
    verdicts: dict[str, Ruling | None] = {}

    def verdict(one: Attempt) -> Attempt:
        text = text_of(question, one)
        if text not in verdicts:
            verdicts[text] = in_force(question, round, text, rulings)
        ruling = verdicts[text]
        return one if ruling is None or ruling.right == one.right else replace(one, right=ruling.right)

    return tuple(map(verdict, attempts))


def changes(before: Iterable[Answer], after: Iterable[Answer]) -> tuple[Change, ...]:
    """Whose verdict or points are other than before."""
    had = {answer.member: answer for answer in before}
    return tuple(
        Change(had[answer.member], answer)
        for answer in after
        if answer.member in had
        and (answer.right, answer.points) != (had[answer.member].right, had[answer.member].points)
    )


def podium(rows: Iterable[Standing]) -> tuple[tuple[int, str], ...]:
    """Who stands on the first three places: what a channel is told of only when it changes."""
    return tuple(sorted((row.place, row.member) for row in rows if row.place <= PODIUM))


def contested(
    question: Question, attempts: Iterable[Attempt], appealed: Mapping[str, int] | None = None
) -> tuple[str, ...]:
    """The wrong texts given to a question, as they were first written: appealed ones first, then by how many gave them."""
    asked = appealed or {}
    written: dict[str, str] = {}
    givers: dict[str, set[str]] = {}
    for one in attempts:
        if not one.right:
            form = normal(text_of(question, one))
            written.setdefault(form, text_of(question, one))
            givers.setdefault(form, set()).add(one.member)
    order = sorted(written, key=lambda form: (-asked.get(form, 0), -len(givers[form]), form))
    return tuple(written[form] for form in order)


def appealed_text(question: Question, mine: Iterable[Attempt]) -> str | None:
    """The text that a member's appeal is about: of several wrong ones that which is nearest to a right answer."""
    wrong = [text_of(question, one) for one in mine if not one.right]
    right = [joined(normal(each)) for each in (question.answer, *question.accepted)]

    def far(text: str) -> int:
        return min(distance(joined(normal(text)), each, FAR) for each in right)

    return min(reversed(wrong), key=far, default=None)
