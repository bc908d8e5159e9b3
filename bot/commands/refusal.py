"""Why a command that was read rightly is still not done: one enum, which `bot.wording.refusals` turns into sentences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Refusal(StrEnum):
    MODERATORS_ONLY = "moderators only"
    NO_TOPIC = "no topic"
    NO_FACT = "no fact"
    KNOWN_FACT = "known fact"
    NO_HITS = "no hits"
    NO_PACK = "no pack"
    NO_COMMAND = "no command"
    PACK_ON = "pack on"
    PACK_OFF = "pack off"
    BAD_QUIET = "bad quiet"
    BAD_ZONE = "bad zone"
    BAD_CHANNELS = "bad channels"
    BAD_MODERATORS = "bad moderators"


class Flaw(StrEnum):
    """What is wrong with one field of a form; the sentence stands beside it."""

    MISSING = "missing"
    TOO_LONG = "too long"
    NOT_A_DATE = "not a date"
    NOT_A_NUMBER = "not a number"
    NOT_A_QUANTITY = "not a quantity"
    NO_PROPERTY = "no property"
    NOT_OF_THIS_KIND = "not of this kind"
    NEW_SUBJECT = "new subject"
    UNKNOWN_VALUE = "unknown value"
    WHICH_SUBJECT = "which subject"
    WRONG_KIND_OF_VALUE = "wrong kind of value"
    WRONG_COUNT = "wrong count"
    WRONG_TWICE = "wrong twice"
    WRONG_IS_RIGHT = "wrong is right"
    ANSWER_IN_STEM = "answer in stem"
    UNKNOWN_SUBJECT = "unknown subject"


@dataclass(frozen=True, slots=True)
class Fault:
    """A flaw with what was given, and what would do instead."""

    flaw: Flaw
    given: str = ""
    instead: tuple[str, ...] = ()
