"""Questions from facts: every one that can be asked soundly, and no other.

Two laws. The same knowledge gives the same questions, in the same order, on every machine. And whatever cannot be
shown to be fair (a wrong option that may be true, a stem that tells) is left out, never mended by guessing.

Difficulty is a rule of thumb that needs no players: true or false is easy, and so is naming what a whole phrase
describes; a name or a phrase out of several is medium; a year or a number is hard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from facts.builder import wordings
from facts.builder.distractors import backward, forward
from facts.builder.eligible import Ground, grounds
from facts.builder.leaks import fair, names, telling
from facts.builder.naming import BOOLEANS, key, version
from facts.builder.order import in_order
from facts.builder.sentences import explained, filled
from facts.builder.stock import Pool, alone, lot, pool, shuffled
from facts.builder.templates import Phrasing, phrasing
from facts.builder.travelling import NO_LUGGAGE, packed
from facts.builder.words import (
    called,
    called_together,
    described,
    exact_number,
    references,
    shown,
    title,
    year,
)
from facts.builder.written import key as by_hand_key
from facts.builder.written import refusal, written
from facts.knowledge import Knowledge, Quantity, Subject, SubjectRef, Text
from facts.question import AnswerKind, Difficulty, Question

CHOICE_ONLY = "of these"  # a stem that says so cannot be asked without its options
_SHORT = 40  # letters: a longer answer is not one to type
_KINDS = {"film": AnswerKind.TITLE, "person": AnswerKind.PERSON, "place": AnswerKind.PLACE}


@dataclass(frozen=True, slots=True)
class _Draft:
    """A question before it has a version: what differs from one template to the next."""

    template: str
    direction: str
    stem: str
    kind: AnswerKind
    answer: str
    options: tuple[str, ...]
    accepted: tuple[str, ...]
    foes: tuple[str, ...]
    difficulty: Difficulty
    answers: str = ""  # the subject that is the answer, where it is one


def build(knowledge: Knowledge, mature: bool = False) -> tuple[Question, ...]:
    """Every question the knowledge supports, generated and written, in order of its key."""
    fit = grounds(knowledge, mature)
    stock = pool(knowledge, fit)
    asked = [question for ground in fit for question in _of_ground(ground, knowledge, stock)]
    asked += in_order(fit, knowledge)
    by_hand = written(knowledge, mature)
    allowed = (len(asked) + len(by_hand)) // 4
    said = _booleans(fit, knowledge, stock, min(len(asked) // 3, allowed))
    questions = {question.key: question for question in (*asked, *said, *by_hand)}
    return tuple(questions[key] for key in sorted(questions))


def _of_ground(ground: Ground, knowledge: Knowledge, stock: Pool) -> Iterator[Question]:
    said = _phrasing(ground, knowledge)
    if said is None:
        return
    for draft in (_forward(ground, said, stock), _backward(ground, said, stock)):
        told = knowledge.packs.get(ground.fact.pack, "")
        if draft and fair(draft.stem, draft.answer, draft.options) and not names(told, draft.answer):
            yield _question(ground, said, draft, knowledge)


def _phrasing(ground: Ground, knowledge: Knowledge) -> Phrasing | None:
    kinds = {knowledge.subjects[each].kind for each in ground.subjects}
    return phrasing(ground.statement.property, kinds.pop()) if len(kinds) == 1 else None


def _forward(ground: Ground, said: Phrasing, stock: Pool) -> _Draft | None:
    statement, subjects = ground.statement, stock.subjects
    pattern = said.forward if len(ground.values) == 1 else said.one_of
    if not pattern or (statement.property == "description" and described(subjects[ground.subjects[0]])):
        return None
    wrong = forward(ground, key("choice", ground, "forward"), stock, _named(ground), said.siblings)
    if not wrong:
        return None
    answer = shown(statement.value, subjects)
    accepted, foes = _typed(ground, stock) if CHOICE_ONLY not in pattern else ((), ())
    hard = year(statement.value) is not None or exact_number(statement.value) is not None
    return _Draft(
        "choice",
        "forward",
        filled(pattern, ground, subjects),
        _answer_kind(ground, subjects),
        answer,
        shuffled((answer, *wrong), key("choice", ground, "forward")),
        accepted,
        foes,
        Difficulty.HARD if hard else Difficulty.MEDIUM,
        statement.value.subject if isinstance(statement.value, SubjectRef) else "",
    )


def _backward(ground: Ground, said: Phrasing, stock: Pool) -> _Draft | None:
    if not said.backward or len(ground.subjects) > 1:
        return None
    wrong = backward(ground, key("choice", ground, "backward"), stock)
    if not wrong:
        return None
    subject = stock.subjects[ground.subjects[0]]
    stem = filled(said.backward, ground, stock.subjects)
    describes = isinstance(ground.statement.value, Text) and len(ground.values) == 1
    accepted = (
        wordings.of_subject(subject, stock.subjects)
        if describes and CHOICE_ONLY not in stem and alone(ground, stock)
        else ()
    )
    return _Draft(
        "choice",
        "backward",
        stem,
        _KINDS.get(subject.kind, AnswerKind.TERM),
        title(subject),
        shuffled((title(subject), *wrong), key("choice", ground, "backward")),
        accepted,
        wordings.foes_of(subject, stock.subjects, accepted) if accepted else (),
        Difficulty.EASY if describes else Difficulty.MEDIUM,
        subject.id,
    )


def _named(ground: Ground) -> frozenset[str]:
    """The subjects a stem names: all but the answer."""
    value = ground.statement.value
    answer = value.subject if isinstance(value, SubjectRef) else ""
    return frozenset(each for each in references(ground.statement) if each != answer)


def _answer_kind(ground: Ground, subjects: Mapping[str, Subject]) -> AnswerKind:
    value = ground.statement.value
    if isinstance(value, SubjectRef):
        return _KINDS.get(subjects[value.subject].kind, AnswerKind.TERM)
    if year(value) is not None:
        return AnswerKind.YEAR
    return AnswerKind.NUMBER if exact_number(value) is not None else AnswerKind.TERM


def _typed(ground: Ground, stock: Pool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What may be typed for the right answer, and its foes: nothing where the answer is long or loose."""
    value = ground.statement.value
    if (exact := year(value)) is not None:
        return wordings.of_year(exact), ()
    if (number := exact_number(value)) is not None:
        return wordings.of_number(number, value.unit if isinstance(value, Quantity) else ""), ()
    if isinstance(value, SubjectRef) and len(stock.subjects[value.subject].label) <= _SHORT:
        subject = stock.subjects[value.subject]
        accepted = wordings.of_subject(subject, stock.subjects)
        return accepted, wordings.foes_of(subject, stock.subjects, accepted)
    return (), ()


def _booleans(fit: Iterable[Ground], knowledge: Knowledge, stock: Pool, most: int) -> list[Question]:
    """True or false, at most one a fact and `most` in all, the choice of facts by lot."""
    made: list[Question] = []
    for ground in sorted(fit, key=lambda each: (lot("boolean", each.fact.id), each.fact.id)):
        said = _phrasing(ground, knowledge)
        if len(made) == most:
            break
        if said and said.statement and (draft := _boolean(ground, said, stock)):
            if names(
                knowledge.packs.get(ground.fact.pack, ""), shown(ground.statement.value, stock.subjects)
            ):
                continue
            made.append(_question(ground, said, draft, knowledge))
    return made


def _boolean(ground: Ground, said: Phrasing, stock: Pool) -> _Draft | None:
    name = key("boolean", ground, "forward")
    right = shown(ground.statement.value, stock.subjects)
    if telling(called_together(ground.subjects, stock.subjects), right, (right, "")):
        return None
    wrong = forward(ground, name, stock, _named(ground))
    if not wrong:
        return None
    truth = lot("truth", ground.fact.id) % 2 == 0
    value = "" if truth else _as_running(wrong[0], ground, stock)
    answer = BOOLEANS[0] if truth else BOOLEANS[1]
    stem = "True or false: " + filled(said.says, ground, stock.subjects, value) + "."
    return _Draft("boolean", "forward", stem, AnswerKind.BOOLEAN, answer, BOOLEANS, (), (), Difficulty.EASY)


def _as_running(option: str, ground: Ground, stock: Pool) -> str:
    """A wrong option as running text has it: a work in quotes, a number with its unit."""
    value = ground.statement.value
    if isinstance(value, Quantity):
        return f"{option} {value.unit}"
    if isinstance(value, SubjectRef):
        kind = stock.subjects[value.subject].kind
        return next(called(s) for s in stock.subjects.values() if title(s) == option and s.kind == kind)
    return option


def _question(ground: Ground, said: Phrasing, draft: _Draft, knowledge: Knowledge) -> Question:
    fact = ground.fact
    accepted = wordings.unsaid(draft.accepted, draft.stem)
    luggage = packed(draft.kind, accepted, draft.foes, _around(draft, knowledge)) if accepted else NO_LUGGAGE
    return Question(
        key=key(draft.template, ground, draft.direction),
        version=version([fact], draft.stem, draft.options),
        stem=draft.stem,
        kind=draft.kind,
        answer=draft.answer,
        options=draft.options,
        correct=draft.options.index(draft.answer),
        accepted=accepted,
        foes=luggage.foes,
        why=explained(ground, said, knowledge.subjects),
        sources=tuple(dict.fromkeys(knowledge.sources[each].short for each in fact.statement.sources)),
        rests_on=((fact.id, fact.revision),),
        subjects=references(fact.statement),
        topic=knowledge.packs.get(fact.pack, fact.pack),
        difficulty=draft.difficulty,
        wordings=luggage.wordings,
        lookalikes=luggage.lookalikes,
        qualifiers=luggage.qualifiers,
    )


def _around(draft: _Draft, knowledge: Knowledge) -> tuple[str, ...]:
    return wordings.around(knowledge.subjects[draft.answers], knowledge) if draft.answers else ()


def withheld(knowledge: Knowledge, mature: bool = False) -> tuple[tuple[str, str], ...]:
    """The written questions that are not asked now, by key, each with its reason."""
    facts = {fact.id: fact for fact in knowledge.facts}
    reasons = ((by_hand_key(each), refusal(each, facts, mature)) for each in knowledge.questions)
    return tuple((name, reason) for name, reason in reasons if reason)
