"""Buttons of rounds: what they say of themselves when pressed, so that an old one can be told from a live one.

A button's id is either a command line, which begins with "/", or a press: a verb, a round, and what the verb needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from facts.question import LETTERS


class Verb(StrEnum):
    ANSWER = "answer"  # round, question number, letter
    TYPE = "type"  # round, question number: opens the form for a typed answer
    HINT = "hint"  # round, question number
    SKIP = "skip"  # round, question number
    CANCEL = "cancel"
    BEGIN = "begin"
    JOIN = "join"  # round, team
    RESUME = "resume"
    STOP = "stop"
    AGAIN = "again"
    APPEAL = "appeal"  # round, question number
    RIGHT = "right"  # round, the appeal's number
    WRONG = "wrong"  # round, the appeal's number
    REVOKE = "revoke"  # round, the ruling's number
    SEAL = "seal"  # round, and a question's number where not the whole is wanted


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: `number` is the question's (or the team's, for `join`; an appeal's or a ruling's), `letter` the choice."""

    verb: Verb
    round: str
    number: int = 0
    letter: str = ""

    @property
    def id(self) -> str:
        parts = [self.verb.value, self.round]
        if self.number:
            parts.append(str(self.number))
        if self.letter:
            parts.append(self.letter)
        return " ".join(parts)


def read_press(id: str) -> Press | None:
    """A button's id as it was written, or None where it is none of ours."""
    words = id.split(" ")
    verb = _VERBS.get(words[0])
    if verb is None or not 2 <= len(words) <= 4:
        return None
    number = words[2] if len(words) > 2 else "0"
    letter = words[3] if len(words) > 3 else ""
    if not (number.isascii() and number.isdigit() and len(number) <= 6) or (letter and letter not in LETTERS):
        return None
    return Press(verb, words[1], int(number), letter)


_VERBS = {verb.value: verb for verb in Verb}
