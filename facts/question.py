"""A question and what may be shown of it.

The answer is secret until the reveal, so the two have types of their own: a `Question` never reaches a screen,
an `Asked` cannot hold an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LETTERS = "ABCD"


class AnswerKind(StrEnum):
    """What sort of thing answers a question, which decides how a typed answer is judged."""

    TITLE = "title"
    PERSON = "person"
    PLACE = "place"
    TERM = "term"
    YEAR = "year"
    NUMBER = "number"
    QUANTITY = "quantity"
    DATE = "date"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    SEVERAL = "several"  # in any order
    IN_ORDER = "in order"


class Difficulty(StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, with its secret.

    `key` names what is asked for good (template, subject, property, qualifiers, direction; or a written
    question's id); `version` changes with the revisions it rests on and with its options. `options` are 2 to 4 in
    the order they are shown, `correct` the index of the right one. `accepted` are the typed answers that are
    right (empty: choice only), `foes` known other answers that a typo must never turn into a right one.
    `answer` is how the right answer is written at the reveal, `why` a sentence that explains it.

    What else the judge needs travels with it, found when the question was made: `wordings` are further writings of
    what is accepted (a number in words), `lookalikes` words of the language that are one slip away from a word of
    the answer, `qualifiers` what may stand after it and change nothing ("Moscow, Russia"), `tolerance` how far a
    number may be off.
    """

    key: str
    version: str
    stem: str
    kind: AnswerKind
    answer: str
    options: tuple[str, ...]
    correct: int
    accepted: tuple[str, ...]
    foes: tuple[str, ...]
    why: str
    sources: tuple[str, ...]  # as a footer names them
    rests_on: tuple[tuple[str, int], ...]  # fact id, revision
    subjects: tuple[str, ...]
    topic: str  # the pack's title
    difficulty: Difficulty = Difficulty.MEDIUM
    wordings: tuple[str, ...] = ()
    lookalikes: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    tolerance: float = 0.0

    @property
    def typed(self) -> bool:
        """Whether it can be asked without its options."""
        return bool(self.accepted)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is shown of an open question: nothing here tells the answer."""

    stem: str
    topic: str
    options: tuple[str, ...] = ()  # none when the answer is typed
    gone: frozenset[int] = frozenset()  # options a hint took away
    shape: str = ""  # a typed answer's shape, once a hint has shown it


def asked(question: Question, *, typed: bool, gone: frozenset[int] = frozenset(), shape: str = "") -> Asked:
    """What a channel sees of the question while it is open."""
    return Asked(question.stem, question.topic, () if typed else question.options, gone, shape)
