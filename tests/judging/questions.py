"""Questions for the judge's tests, made as authors' questions are."""

from __future__ import annotations

from facts.builder.travelling import asked
from facts.question import AnswerKind, Question

FILM = asked(("Pulgasari", "Bulgasari", "불가사리"), AnswerKind.TITLE)
SEQUEL = asked(("Toy Story 3",), AnswerKind.TITLE)
WHO = asked(("Shin Sang-ok", "신상옥"), AnswerKind.PERSON)
WHERE = asked(("Saint Petersburg",), AnswerKind.PLACE)
TERM = asked(("photosynthesis",), AnswerKind.TERM)
YEAR = asked(("1985",), AnswerKind.YEAR)
MANY = asked(("15,000",), AnswerKind.NUMBER)
FAR = asked(("300 km",), AnswerKind.QUANTITY)
DAY = asked(("14 July 1789",), AnswerKind.DATE)
TRUTH = asked(("True",), AnswerKind.BOOLEAN)
CHOICE = asked(("B", "Paris"), AnswerKind.CHOICE)
COLOURS = asked(("red, green, blue",), AnswerKind.SEVERAL)
STEPS = asked(("red, green, blue",), AnswerKind.IN_ORDER)
ALL: tuple[Question, ...] = (
    FILM, SEQUEL, WHO, WHERE, TERM, YEAR, MANY, FAR, DAY, TRUTH, CHOICE, COLOURS, STEPS,
)  # fmt: skip
