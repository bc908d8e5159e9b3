"""A sealed round for the tests of seals, small enough to be shown in docs/fairness.md."""

from __future__ import annotations

from bot.messages import Place
from bot.quiz import moves
from bot.quiz.commitment import digest, question_text, round_text, salt_of
from bot.quiz.options import RoundOptions
from bot.quiz.round import Round
from facts.question import AnswerKind, Question

SALT = "5a17" * 16


def question(number: int) -> Question:
    """Question `number` of those that the sample round drew."""
    return Question(
        key=f"written:harbour:boat-{number}",
        version=f"{number}f00",
        stem=f"In which year was boat {number} built?",
        kind=AnswerKind.YEAR,
        answer=f"190{number}",
        options=(f"190{number}", f"191{number}", f"192{number}"),
        correct=0,
        accepted=(f"190{number}",),
        foes=(f"191{number}",),
        why="It stands in the yard's book.",
        sources=("Harbour office, 1930",),
        rests_on=((f"boat-{number}.built", 1),),
        subjects=(f"boat-{number}",),
        topic="Harbour",
    )


QUESTIONS = (question(1), question(2), question(3))
OPTIONS = RoundOptions("Harbour", "pack:harbour", questions=2)
PLACE = Place("web", "local", "classroom")


def sealed(
    questions: tuple[Question, ...] = QUESTIONS, options: RoundOptions = OPTIONS, salt: str = SALT
) -> Round:
    """The sample round as it begins: two questions and a reserve."""
    return moves.announce(
        "19c2f3a9d00ab12c", PLACE, "u1", "Ann", options, 2, 7, 1_772_452_800_000, drawn=questions, salt=salt
    ).round


def text_of(number: int) -> str:
    return question_text(QUESTIONS[number - 1], salt_of(SALT, number))


def whole_text() -> str:
    return round_text(sealed(), (digest(text_of(number)) for number in (1, 2, 3)))
