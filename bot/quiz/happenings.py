"""Everything that can happen in a round, as values; `bot.wording.rounds` turns each into a card."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.instant import Instant
from bot.quiz.options import RoundOptions
from bot.quiz.scoring import Answer
from bot.quiz.standings import Standing, TeamStanding
from facts.question import Question


class EndReason(StrEnum):
    PLAYED = "all questions were asked"
    STOPPED = "somebody stopped it"
    PAUSED_TOO_LONG = "it stayed paused"
    CHANNEL_LOST = "the platform took no messages"
    RAN_DRY = "the facts behind what was left have changed"
    FAULT = "a bug of ours stopped it"


@dataclass(frozen=True, slots=True)
class Board:
    """The standings after `asked` scored questions, best first."""

    rows: tuple[Standing, ...]
    asked: int
    teams: tuple[TeamStanding, ...] = ()


@dataclass(frozen=True, slots=True)
class Announced:
    options: RoundOptions
    count: int
    host_name: str
    commitment: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """The first question is coming: the start card has nothing to press any more."""

    options: RoundOptions
    count: int
    commitment: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to put on screen. It carries the question's secret; the wording shows `facts.question.asked` of it."""

    number: int
    count: int
    question: Question
    typed: bool
    options: RoundOptions
    gone: frozenset[int]
    shape: str
    deadline: Instant | None


@dataclass(frozen=True, slots=True)
class Hinted:
    asked: Asked


@dataclass(frozen=True, slots=True)
class Lagged:
    """Nobody was served for `gap` milliseconds; question `number` stays open for `left` more."""

    number: int
    gap: int
    left: int


@dataclass(frozen=True, slots=True)
class Closed:
    """A question closed; `next_in` is milliseconds to the next one, None where none follows by itself.
    Skipped or stopped, it scored nobody."""

    number: int
    count: int
    question: Question
    options: RoundOptions
    answers: tuple[Answer, ...]
    board: Board
    skipped: bool
    stopped: bool
    next_in: int | None


@dataclass(frozen=True, slots=True)
class Paused:
    by: str | None
    unanswered: int


@dataclass(frozen=True, slots=True)
class Resumed:
    pass


@dataclass(frozen=True, slots=True)
class Cancelled:
    by: str


@dataclass(frozen=True, slots=True)
class Ended:
    reason: EndReason
    board: Board
    options: RoundOptions
    by: str | None = None
    commitment: str = ""


Happening: TypeAlias = (
    Announced | Begun | Asked | Hinted | Lagged | Closed | Paused | Resumed | Cancelled | Ended
)
