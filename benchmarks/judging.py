"""How long a verdict takes: hits and misses, with one accepted wording and with a hundred.

Each figure is the median over runs of the time of one judgement, in microseconds of the processor's time; each run judges
many different texts, so that nothing is remembered that a real round would not remember too.
"""

from __future__ import annotations

import random
import statistics
import string
import time
from collections.abc import Sequence

from bot.quiz.judging import judge
from facts.builder.travelling import asked
from facts.question import AnswerKind, Question

_RUNS, _EACH = 15, 3_000


def median(question: Question, texts: Sequence[str]) -> float:
    judge(question, texts[0])  # makes the question ready, once
    taken = []
    for _ in range(_RUNS):
        start = time.process_time_ns()
        for i in range(_EACH):
            judge(question, texts[i % len(texts)])
        taken.append((time.process_time_ns() - start) / _EACH / 1000)
    return statistics.median(taken)


def _words(count: int, chance: random.Random, low: int = 4, high: int = 12) -> list[str]:
    return [
        "".join(chance.choices(string.ascii_lowercase, k=chance.randint(low, high))) for _ in range(count)
    ]


def measure() -> dict[str, float]:
    chance = random.Random(1)
    one = asked(("Pulgasari",), AnswerKind.TITLE)
    hundred = asked(tuple(word.title() for word in _words(100, chance, 5, 14)), AnswerKind.TITLE)
    person = asked(("Shin Sang-ok",), AnswerKind.PERSON)
    korean = asked(("불가사리",), AnswerKind.TITLE)
    year = asked(("1985",), AnswerKind.YEAR)
    words = _words(1_000, chance)
    pairs = [f"{a} {b}" for a, b in zip(words, reversed(words), strict=True)]
    chat = [
        "I have no idea what this is",
        "who made this round",
        "let us go on please",
        "no clue at all sorry",
    ]
    return {
        "a hit, as written, 1 accepted": median(one, ["Pulgasari", "pulgasari", "PULGASARI"]),
        "a hit, a person": median(person, ["Shin Sang-ok", "shin sang ok"]),
        "a hit, with punctuation": median(one, ["Pulgasari!", '"Pulgasari"', " pulgasari "]),
        "a hit, Korean": median(korean, ["불가사리"]),
        "a hit, a year": median(year, ["1985"]),
        "a hit with a slip": median(one, ["Pulgasary", "pulgsari", "Pulagsari"]),
        "a hit with a lead-in": median(one, ["it's Pulgasari", "I think Pulgasari"]),
        "a miss, a word, 1 accepted": median(one, words),
        "a miss, two words, 1 accepted": median(one, pairs),
        "a miss, a sentence, 1 accepted": median(one, chat),
        "a miss, Korean": median(korean, ["고질라", "홍길동전", "꽃파는처녀"]),
        "a miss, a year": median(year, ["1984", "1986", "2001"]),
        "a hit, 100 accepted": median(hundred, hundred.accepted),
        "a miss, a word, 100 accepted": median(hundred, words),
        "a miss, two words, 100 accepted": median(hundred, pairs),
        "2,000 characters, refused": median(one, ["x" * 2_000, "pulgasari " * 200]),
    }
