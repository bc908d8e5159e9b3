"""The audit's checks of a question by itself: its form, its options, what it tells, what may be typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from facts.builder.rules import norm, words
from facts.question import AnswerKind, Question


def form(question: Question) -> Iterator[str]:
    stem = question.stem
    if not stem.endswith(("?", ".", "…")) or "  " in stem or re.search(r"[{}]|\s[?.,]", stem):
        yield f"stem: {stem}"
    if next((letter for letter in stem if letter.isalpha()), "a").islower():
        yield f"small letter first: {stem}"
    if not 2 <= len(question.options) <= 4 or len({norm(each) for each in question.options}) < len(
        question.options
    ):
        yield f"options: {question.options}"
    elif (
        not 0 <= question.correct < len(question.options)
        or question.options[question.correct] != question.answer
    ):
        yield f"right option: {question.correct}"
    if not question.why or not question.version:
        yield "no reason or no version"


def wrong_options(question: Question) -> list[str]:
    return [each for each in question.options if each != question.answer]


def leaks(question: Question) -> Iterator[str]:
    if question.kind is AnswerKind.BOOLEAN:
        return
    for word in words(question.answer) & words(question.stem):
        if not all(word in words(each) for each in wrong_options(question)):
            yield f"the stem says {word}"


def alike(question: Question) -> Iterator[str]:
    wrong = wrong_options(question)
    if wrong and len(question.answer) > 2 * max(map(len, wrong)) + 8:
        yield "the right option is the longest by far"
    if question.kind is AnswerKind.YEAR:
        if not all(re.fullmatch(r"\d{3,4}", each) for each in question.options):
            yield "a year beside something else"
        elif max(abs(int(each) - int(question.answer)) for each in question.options) > 40:
            yield "a year of another period"
    if (
        question.kind is AnswerKind.NUMBER
        and len({any(c.isdigit() for c in each) for each in question.options}) > 1
    ):
        yield "a number beside words"


def typed(question: Question) -> Iterator[str]:
    if not question.accepted:
        return
    right = {norm(each) for each in question.accepted}
    if norm(question.answer) not in right:
        yield "the answer itself is not accepted"
    for each in (*wrong_options(question), *question.foes):
        if norm(each) in right:
            yield f"accepted though wrong: {each}"
    if question.kind is AnswerKind.BOOLEAN:
        yield "true or false is chosen, not typed"
    for each in right:
        if f" {each} " in f" {norm(question.stem)} ":
            yield f"the stem says it: {each}"
    if "of these" in question.stem:
        yield "its stem speaks of options"
