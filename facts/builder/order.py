"""What came first, what came last: questions that rest on several dated facts at once.

One law: the right option is strictly first (or last) by exact years of single-valued facts, so that no wrong one can
be right. Each dated fact is the answer once in each direction at most, and only beside three others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from facts.builder.eligible import Ground
from facts.builder.leaks import sticks_out
from facts.builder.naming import key, version
from facts.builder.stock import lot, shuffled
from facts.builder.words import called, sentence, year
from facts.knowledge import Knowledge, Subject
from facts.question import AnswerKind, Difficulty, Question

_ASKED = {"first": "Which of these came first?", "last": "Which of these came last?"}
_OTHERS = 3
# How a dated fact is named as something that came about; "" where the subject itself did.
_AS_EVENT = {
    "released": "the release of ",
    "first_broadcast": "the first broadcast of ",
    "founded": "the founding of ",
    "year": "",
}


def in_order(fit: Iterable[Ground], knowledge: Knowledge) -> Iterator[Question]:
    """Every question of order that can be asked of the dated facts, in order of their ids."""
    dated = [each for each in fit if _when(each) is not None and _named(each, knowledge.subjects)]
    for ground in dated:
        for direction, stem in _ASKED.items():
            name = key("order", ground, direction)
            others = _beside(ground, dated, _later if direction == "first" else _earlier, name)
            if others and (question := _question(name, stem, (ground, *others), knowledge)):
                yield question


def _when(ground: Ground) -> int | None:
    return year(ground.statement.value) if ground.statement.property in _AS_EVENT else None


def _named(ground: Ground, subjects: Mapping[str, Subject]) -> str:
    """The option for a dated fact; none where its own name tells the year, or it is of several subjects."""
    subject = subjects[ground.subjects[0]]
    told = any(letter.isdigit() for letter in subject.label)
    own = ground.statement.property == "year" and subject.kind != "event"
    return (
        ""
        if told or own or len(ground.subjects) > 1
        else _AS_EVENT[ground.statement.property] + called(subject)
    )


def _later(one: int, other: int) -> bool:
    return other > one


def _earlier(one: int, other: int) -> bool:
    return other < one


def _beside(
    ground: Ground, dated: Sequence[Ground], wrong: Callable[[int, int], bool], name: str
) -> tuple[Ground, ...]:
    """Three others by lot, the nearest in time first among equals, no subject twice."""
    own = _when(ground) or 0
    found: dict[str, Ground] = {}
    for each in sorted(dated, key=lambda each: (lot(name, each.fact.id), each.fact.id)):
        if each.subjects[0] != ground.subjects[0] and wrong(own, _when(each) or own):
            found.setdefault(each.subjects[0], each)
    return tuple(found.values())[:_OTHERS] if len(found) >= _OTHERS else ()


def _question(name: str, stem: str, grounds: tuple[Ground, ...], knowledge: Knowledge) -> Question | None:
    labels = [_named(each, knowledge.subjects) for each in grounds]
    facts = [each.fact for each in grounds]
    options = shuffled(labels, name)
    if sticks_out(labels[0], options):
        return None
    years = sorted((_when(each) or 0, label) for each, label in zip(grounds, labels, strict=True))
    sources = [source for fact in facts for source in fact.statement.sources]
    return Question(
        key=name,
        version=version(facts, stem, options),
        stem=stem,
        kind=AnswerKind.TERM,
        answer=labels[0],
        options=options,
        correct=options.index(labels[0]),
        accepted=(),
        foes=(),
        why=sentence(", ".join(f"{label}: {when}" for when, label in years)),
        sources=tuple(dict.fromkeys(knowledge.sources[each].short for each in sources)),
        rests_on=tuple((fact.id, fact.revision) for fact in facts),
        subjects=tuple(dict.fromkeys(each.subjects[0] for each in grounds)),
        topic=knowledge.packs.get(facts[0].pack, facts[0].pack),
        difficulty=Difficulty.HARD,
    )
