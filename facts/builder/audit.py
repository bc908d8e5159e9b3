"""Checks questions against knowledge, rule by rule, and shares no verdict with the builder.

One law: what is checked here is worked out anew from the facts, so that a fault in the builder's eligibility,
distractors or sentences is found and not repeated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from facts.builder.looks import alike, form, leaks, typed
from facts.builder.rules import Breach, Known, Rule
from facts.builder.truth import barred_for_any, generated, ordered, present, sound
from facts.knowledge import (
    Knowledge,
)
from facts.question import AnswerKind, Question


def audit(knowledge: Knowledge, questions: Iterable[Question], mature: bool = False) -> tuple[Breach, ...]:
    """Every rule that a question breaks, in the order of the questions."""
    asked, known = tuple(questions), Known(knowledge, mature)
    found = [Breach(each.key, rule, detail) for each in asked for rule, detail in _each(each, known)]
    return tuple(found + list(_together(asked)))


def _each(question: Question, known: Known) -> Iterator[tuple[Rule, str]]:
    yield from ((Rule.FORM, detail) for detail in form(question))
    yield from ((Rule.SOURCE, "none") for _ in range(not question.sources))
    yield from ((Rule.LEAK, detail) for detail in leaks(question))
    yield from ((Rule.ALIKE, detail) for detail in alike(question))
    yield from ((Rule.TYPED, detail) for detail in typed(question))
    missing = [f"{id}@{revision}" for id, revision in question.rests_on if not present(id, revision, known)]
    yield from ((Rule.RESTS, each) for each in missing)
    if missing:
        return
    facts = [known.facts[id] for id, _ in question.rests_on]
    if question.key in known.written:
        yield from ((Rule.BARRED, each) for each in barred_for_any(question, facts, known))
    elif not facts:
        yield Rule.RESTS, "nothing"
    elif question.key.startswith("order:"):
        yield from ((rule, detail) for fact in facts for rule, detail in sound(question, fact, known))
        yield from ((Rule.FALSE, detail) for detail in ordered(question, facts, known))
    else:
        yield from sound(question, facts[0], known)
        yield from generated(question, facts[0], known)


def _together(questions: Sequence[Question]) -> Iterator[Breach]:
    for key, times in Counter(each.key for each in questions).items():
        if times > 1:
            yield Breach(key, Rule.KEYS, f"{times} times")
    booleans = [each for each in questions if each.kind is AnswerKind.BOOLEAN]
    for fact, times in Counter(fact for each in booleans for fact, _ in each.rests_on).items():
        if times > 1:
            yield Breach("", Rule.KEYS, f"{fact} is asked {times} times as true or false")
    if len(booleans) * 4 > len(questions) and any(not each.key.startswith("written:") for each in booleans):
        yield Breach("", Rule.SHARE, f"{len(booleans)} of {len(questions)}")
