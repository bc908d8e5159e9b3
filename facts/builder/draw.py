"""Draws the questions of a round: a function of its seed and nothing else.

Two laws. No two questions of a round rest on one fact or give each other away: what one shows before or after its close
never has what another asks for, be it a name, a year, a number that is worked out from years, or a truth. And a question
already used comes only once every fresh one has been taken; where the fresh ones cannot stand beside each other the round
is shorter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Literal

from facts.builder.stock import lot
from facts.builder.words import plain
from facts.question import AnswerKind, Difficulty, Question

_STEEP = {Difficulty.EASY: 0, Difficulty.MEDIUM: 1, Difficulty.HARD: 2}
_FEW = 3  # options: where there are fewer, seeing one in another question says a lot
_PHRASE = 6  # words: an option this long tells something, even where it is wrong
_FIGURE = re.compile(r"\d(?:[\d,.]*\d)?s?")  # 1985, 15,000, 1980s


def draw(
    questions: Iterable[Question],
    count: int,
    seed: int,
    used: Collection[str] = (),
    difficulty: Difficulty | Literal["rising"] | None = None,
    typed: bool = False,
) -> tuple[Question, ...]:
    """Up to `count` questions in the order they are asked, spread over subjects, kinds of answer and difficulties.

    Fewer come where fewer can be asked together. "rising" goes from easy to hard.
    """
    wanted = [
        each
        for each in questions
        if (not typed or each.typed) and (difficulty in (None, "rising") or each.difficulty == difficulty)
    ]
    taken = set(used)
    fresh = [each for each in wanted if each.key not in taken]
    drawn = _picked(fresh, count, seed, [])
    if len(drawn) < count and len(drawn) == len(fresh):
        drawn = _picked([each for each in wanted if each.key in taken], count, seed, drawn)
    if difficulty == "rising":
        drawn = sorted(drawn, key=lambda each: _STEEP[each.difficulty])
    return tuple(drawn)


def _picked(offered: list[Question], count: int, seed: int, already: list[Question]) -> list[Question]:
    """Takes one after the other what is least like those taken so far, ties by lot."""
    drawn = list(already)
    order = {each.key: lot(seed, each.key) for each in offered}
    waiting = [each for each in offered if all(apart(each, other) for other in drawn)]
    while waiting and len(drawn) < count:
        seen = Counter(feature for each in drawn for feature in _features(each))
        chosen = min(
            waiting, key=lambda each: (sum(seen[f] for f in _features(each)), order[each.key], each.key)
        )
        drawn.append(chosen)
        waiting = [each for each in waiting if each is not chosen and apart(each, chosen)]
    return drawn


def _features(question: Question) -> tuple[str, ...]:
    """What a round should not have too much of; a subject weighs most."""
    about = question.subjects[0] if question.subjects else question.topic
    made = "written" if question.key.startswith("written:") else "generated"
    kind = f"kind {question.kind}"
    boolean = ("boolean",) * 2 if question.kind is AnswerKind.BOOLEAN else ()
    return (
        f"about {about}",
        f"again {about}",
        kind,
        kind + " again",
        made,
        str(question.difficulty),
        *boolean,
    )


def apart(one: Question, other: Question) -> bool:
    """Whether two questions may stand in one round: they rest on no common fact, and neither tells of the other."""
    if {fact for fact, _ in one.rests_on} & {fact for fact, _ in other.rests_on} or one.key == other.key:
        return False
    return plain(one.stem) != plain(other.stem) and not _tells(one, other) and not _tells(other, one)


def _tells(one: Question, other: Question) -> bool:
    """Whether the second can be answered by what the first shows: its stem, its reveal, or options that say much."""
    told = _told(one)
    if any(f" {secret} " in told for secret in _secrets(other)):
        return True
    return not _secrets(other) and bool(set(one.subjects) & set(other.subjects))


@lru_cache(maxsize=8192)
def _told(question: Question) -> str:
    """All that a question shows before and after its close, in normal form."""
    few = len(question.options) < _FEW
    said = [each for each in question.options if few or len(each.split()) >= _PHRASE]
    return (
        " " + " | ".join(plain(each) for each in (question.stem, question.why, question.answer, *said)) + " "
    )


@lru_cache(maxsize=8192)
def _secrets(question: Question) -> frozenset[str]:
    """What must not be seen elsewhere: the answer in all its wordings, and every figure that it follows from.

    True or false is answered by the value that is asked about: its figures, and the subjects beside its own.
    """
    figures = {plain(each) for each in _FIGURE.findall(question.why)}
    if question.kind is AnswerKind.BOOLEAN:
        own = question.key.split(":")[1].split("+")
        others = {plain(each.replace("-", " ")) for each in question.subjects if each not in own}
        return frozenset(figures | others)
    answers = {plain(each) for each in (question.answer, *question.accepted)}
    follows = len(question.rests_on) > 1 or _FIGURE.search(question.answer)
    return frozenset(answers | figures if follows else answers)
