"""How a round is to be played: what its starter chose, and the timings that hold for all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.instant import MINUTE, SECOND


class Mode(StrEnum):
    CHOICE = "choice"
    TYPED = "typed"


class Scoring(StrEnum):
    ACCURACY = "accuracy"
    SPEED = "speed"
    FIRST = "first"


class Teams(StrEnum):
    OFF = "off"
    JOIN = "join"
    BALANCED = "balanced"


@dataclass(frozen=True, slots=True)
class Timing:
    """Lengths of time in milliseconds."""

    announce: int = 10 * SECOND  # the start card can be cancelled for so long
    grace: int = 1500  # how long an answer that was sent in time may be under way
    tie: int = 250  # right answers sent so close together are equally first
    settle: int = 2 * SECOND  # from the last expected answer to the early close
    reveal: int = 5 * SECOND  # between a close and the next question
    pause: int = 10 * MINUTE  # a paused round ends after so long
    patience: int = 2  # unanswered questions in a row that pause a round


TIMING = Timing()


@dataclass(frozen=True, slots=True)
class RoundOptions:
    """What a round's starter chose. `topic` is how the topic is shown, `topic_ref` how `/trivia start` takes it."""

    topic: str
    topic_ref: str
    questions: int = 10
    seconds: int = 20
    mode: Mode = Mode.CHOICE
    scoring: Scoring = Scoring.ACCURACY
    difficulty: str | None = None
    teams: Teams = Teams.OFF

    @property
    def open_answers(self) -> bool:
        """Whether a typed answer in the channel counts: only where nobody gains by copying it."""
        return self.mode is Mode.CHOICE or self.scoring is Scoring.FIRST
