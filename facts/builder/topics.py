"""Narrows questions to a topic: a pack, a kind of subject, or a subject and what touches it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from facts.builder import written
from facts.knowledge import Knowledge, Topic, TopicKind
from facts.question import Question


def about(questions: Iterable[Question], topic: Topic, knowledge: Knowledge) -> tuple[Question, ...]:
    """The questions of the topic, in the order given; two packs of one title are told apart by their facts."""
    match topic.kind:
        case TopicKind.SUBJECT:
            return tuple(each for each in questions if topic.id in each.subjects)
        case TopicKind.KIND:
            of_kind = {id for id, subject in knowledge.subjects.items() if subject.kind == topic.id}
            return tuple(each for each in questions if of_kind.intersection(each.subjects))
        case TopicKind.PACK:
            return _of_pack(questions, topic.id, knowledge)
        case _:
            assert_never(topic.kind)


def _of_pack(questions: Iterable[Question], pack: str, knowledge: Knowledge) -> tuple[Question, ...]:
    """A written question is of the pack that holds it, a generated one of the pack of its facts."""
    home = {fact.id: fact.pack for fact in knowledge.facts}
    by_hand = {written.key(each): each.pack for each in knowledge.questions}
    return tuple(
        each
        for each in questions
        if pack == by_hand.get(each.key, home.get(each.rests_on[0][0]) if each.rests_on else None)
    )
