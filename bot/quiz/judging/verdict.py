"""What the judge says: an outcome, and a reason fit to show to a host.

One law: a reason says which rule decided, and never repeats a letter of the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    NEAR = "near"  # close, but not right: told in private, and nothing of the letters
    REFUSED = "refused"  # no answer at all


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of a text, and why, in words for a host."""

    outcome: Outcome
    reason: str


EXACT = Verdict(Outcome.RIGHT, "an accepted wording")
QUALIFIED = Verdict(Outcome.RIGHT, "an accepted wording, with words around it that change nothing")
SLIP = Verdict(Outcome.RIGHT, "an accepted wording but for one slip in a word")
SAME_NUMBER = Verdict(Outcome.RIGHT, "the same number")
ALL_OF_THEM = Verdict(Outcome.RIGHT, "all that was asked for")
OTHER = Verdict(Outcome.WRONG, "another answer")
OTHER_WORD = Verdict(Outcome.WRONG, "a slip away from the answer, but a word of its own or another answer")
OTHER_NUMBER = Verdict(Outcome.WRONG, "another number; numbers are exact")
OTHER_UNIT = Verdict(Outcome.WRONG, "another unit")
OTHER_ORDER = Verdict(Outcome.WRONG, "the right ones in another order")
DENIAL = Verdict(Outcome.WRONG, "a denial")
NOT_IT = Verdict(Outcome.WRONG, "not it")
CLOSE = Verdict(Outcome.NEAR, "close, but more than one slip in a word")
PART = Verdict(Outcome.NEAR, "right as far as it goes; something is missing")
TOO_LONG = Verdict(Outcome.REFUSED, "too long")
NOTHING = Verdict(Outcome.REFUSED, "nothing to judge")
