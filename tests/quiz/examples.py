"""Questions, rounds and attempts for the engine's tests."""

from __future__ import annotations

from bot.messages import Place
from bot.quiz import moves
from bot.quiz.options import Mode, RoundOptions, Scoring, Teams
from bot.quiz.round import Round, Step
from bot.quiz.scoring import Attempt
from facts.question import AnswerKind, Question

GENERAL = Place("test", "local", "general")
ALONE = Place("test", "local", "general", alone=True)
START = 1_000_000


def question(number: int = 1, options: int = 4) -> Question:
    return Question(
        key=f"example:{number}",
        version="1",
        stem=f"What is {number} and {number}?",
        kind=AnswerKind.NUMBER,
        answer=str(2 * number),
        options=tuple(str(2 * number + i) for i in range(options)),
        correct=0,
        accepted=(str(2 * number),),
        foes=(),
        why="Addition says so.",
        sources=("Arithmetic",),
        rests_on=((f"fact-{number}", 1),),
        subjects=(f"subject-{number}",),
        topic="Sums",
    )


def options(
    mode: Mode = Mode.CHOICE, scoring: Scoring = Scoring.ACCURACY, teams: Teams = Teams.OFF, seconds: int = 20
) -> RoundOptions:
    return RoundOptions("Sums", "pack:sums", 3, seconds, mode, scoring, None, teams)


def announced(chosen: RoundOptions | None = None, place: Place = GENERAL, count: int = 3) -> Step:
    return moves.announce("r1", place, "ann", "Ann", chosen or options(), count, 7, START)


def asking(
    chosen: RoundOptions | None = None, place: Place = GENERAL, count: int = 3, choices: int = 4
) -> Round:
    """A round whose first question has been open since START + 10 s."""
    asked = moves.ask(announced(chosen, place, count).round, question(1, choices)).round
    return moves.confirm(asked, START + 10_000, START + 10_000).round


def attempt(
    member: str, after: int, choice: int | None = 0, *, right: bool | None = None, delivery: str = ""
) -> Attempt:
    """Sent `after` milliseconds into the first question."""
    verdict = choice == 0 if right is None else right
    name = member.title()
    return Attempt(delivery or f"{member}-{after}", member, name, START + 10_000 + after, choice, "", verdict)
