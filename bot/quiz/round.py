"""A round as a frozen value: its phases, what may follow what, and why a move may be refused.

PHASES is the whole of what may follow what; `bot.quiz.moves` holds the moves. The attempts of the open question are
not part of the round: they are kept one by one and handed in when the question closes, so that a round can be
served by whoever holds the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.instant import SECOND, Instant
from bot.messages import Place
from bot.quiz.happenings import Happening
from bot.quiz.options import TIMING, Mode, RoundOptions, Scoring, Timing
from bot.quiz.scoring import Answer
from facts.question import Question


class Phase(StrEnum):
    ANNOUNCED = "announced"
    POSTING = "posting"  # sent to the platform, not confirmed: nobody's time runs
    ASKING = "asking"
    REVEALED = "revealed"  # between two questions
    PAUSED = "paused"
    ENDED = "ended"


# What may follow what. The diagram in docs/architecture.md is drawn from this table.
PHASES: dict[Phase, frozenset[Phase]] = {
    Phase.ANNOUNCED: frozenset({Phase.POSTING, Phase.ENDED}),
    Phase.POSTING: frozenset({Phase.POSTING, Phase.ASKING, Phase.ENDED}),
    Phase.ASKING: frozenset({Phase.ASKING, Phase.REVEALED, Phase.PAUSED, Phase.ENDED}),
    Phase.REVEALED: frozenset({Phase.POSTING, Phase.PAUSED, Phase.ENDED}),
    Phase.PAUSED: frozenset({Phase.REVEALED, Phase.ENDED}),
    Phase.ENDED: frozenset(),
}


class Refusal(StrEnum):
    """Why a move changes nothing."""

    NOT_OPEN = "no question is open"
    OTHER_QUESTION = "the button belongs to another question"
    TOO_EARLY = "sent before the question was shown"
    TOO_LATE = "sent after the close"
    LOCKED = "the first answer counts and was given"
    OPTION_GONE = "a hint took this option away"
    NO_SUCH_OPTION = "there is no such letter"
    NOT_YOURS = "only the starter or a moderator may"
    NOTHING_TO_HINT = "no hint is left"
    NOT_PAUSED = "the round is not paused"
    ALREADY_PAUSED = "the round is paused or about to be"
    VOTED = "the vote was counted already"
    NO_VOTE = "only who answered lately may vote"
    SEATED = "the member has scored for their team"
    NO_TEAMS = "this round has no teams to choose from"
    OVER = "the round is over"
    NO_ROUND = "no round runs here"
    RUNNING = "a round runs here already"
    NOBODY_STAYS = "the process that would run it does not stay"
    IN_PRIVATE = "typed answers are private in this round"
    NO_QUESTIONS = "the topic has no question"
    NO_TYPED = "the topic has no question that can be typed"
    NOT_HERE = "rounds are not for this channel"
    MODERATORS_START = "only moderators start rounds"
    QUIET = "these are quiet hours"
    EMPTY = "no answer was given"
    TOO_LONG = "an answer is not that long"
    TOO_MANY = "too many tries at one question"
    BEGUN = "the round has begun"


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote that was counted and is not yet enough: `votes` of `needed`."""

    round: Round
    votes: int
    needed: int


@dataclass(frozen=True, slots=True)
class Step:
    """The round that follows, what happened on the way, and the answers that a close made count."""

    round: Round
    happened: tuple[Happening, ...] = ()
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """What a member has so far: points, right answers, and answers given."""

    member: str
    name: str
    points: int = 0
    right: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """One round in one channel. `number` counts questions from 1; `due` is when something follows by itself."""

    id: str
    place: Place
    host: str
    host_name: str
    options: RoundOptions
    count: int  # how many questions it has
    seed: int
    started_at: Instant
    phase: Phase = Phase.ANNOUNCED
    version: int = 1
    number: int = 0
    question: Question | None = None
    opened_at: Instant | None = None
    asked_at: Instant | None = None  # when the platform's word came that it is shown, by our clock
    floor: Instant = (
        0  # what was sent before this, by the platform's clock, was meant for an earlier question
    )
    due: Instant | None = None
    gone: frozenset[int] = frozenset()
    shape: str = ""
    unanswered: int = 0
    pausing: bool = False
    lately: frozenset[str] = frozenset()  # who answered the question before
    skip_votes: frozenset[str] = frozenset()
    hint_votes: frozenset[str] = frozenset()
    scores: tuple[Score, ...] = ()
    counted_questions: int = 0  # those closed and scored; skipped ones are not
    teams: tuple[tuple[str, int], ...] = ()
    timing: Timing = TIMING
    shifted: int = 0  # milliseconds by which an outage moved the open question's deadline
    commitment: str = ""  # what its questions were sealed as at the start; `bot.quiz.commitment`

    @property
    def deadline(self) -> Instant | None:
        """The last moment at which an answer to the open question may be sent."""
        if self.opened_at is None:
            return None
        return self.opened_at + self.options.seconds * SECOND + self.shifted

    @property
    def typed(self) -> bool:
        return self.options.mode is Mode.TYPED

    @property
    def locks(self) -> bool:
        """Whether a member's first click stands."""
        return self.options.scoring is Scoring.FIRST and not self.typed

    def team_of(self, member: str) -> int | None:
        return next((team for who, team in self.teams if who == member), None)

    def runs_for(self, member: str, moderates: bool) -> bool:
        """Whether this member may stop, skip, hint and pause by a word of their own."""
        return moderates or member == self.host
