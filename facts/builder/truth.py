"""The audit's checks of a question against the facts: whether they may be asked, and whether wrong is wrong.

One law: the verdict is worked out from the facts anew, never asked of the builder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from facts.builder.looks import wrong_options
from facts.builder.rules import DESCRIBING, EXCLUSIVE, Known, Rule, norm, words
from facts.knowledge import (
    Fact,
    Mark,
    Quantity,
    Status,
    SubjectRef,
    Text,
    Value,
    When,
)
from facts.question import AnswerKind, Question
from facts.vocabulary import PROPERTY


def present(id: str, revision: int, known: Known) -> bool:
    fact = known.facts.get(id)
    return fact is not None and fact.revision == revision and fact.statement.status is Status.ACCEPTED


def sound(question: Question, fact: Fact, known: Known) -> Iterator[tuple[Rule, str]]:
    yield from ((Rule.BARRED, detail) for detail in _barred(question, fact, known))
    yield from ((Rule.BEST, detail) for detail in _best(question, fact, known))


def generated(question: Question, fact: Fact, known: Known) -> Iterator[tuple[Rule, str]]:
    checks: Sequence[tuple[Rule, Callable[[Question, Fact, Known], Iterator[str]]]] = (
        (Rule.JOINT, _joint),
        (Rule.TITLES, _titles),
        (Rule.EXACT, _exact),
        (Rule.FALSE, _false),
        (Rule.UNIQUE, _unique),
    )
    for rule, check in checks:
        yield from ((rule, detail) for detail in check(question, fact, known))


def barred_for_any(question: Question, facts: Iterable[Fact], known: Known) -> Iterator[str]:
    barred = {Mark.SPOILER} | (set() if known.mature else {Mark.MATURE})
    marks = set(known.written[question.key].marks).union(*(fact.statement.marks for fact in facts))
    yield from sorted(marks & barred)


def _barred(question: Question, fact: Fact, known: Known) -> Iterator[str]:
    allowed = {Mark.MATURE} if known.mature else set()
    yield from sorted(set(fact.statement.marks) - allowed)
    if fact.statement.claim is not None:
        yield f"claimed by {fact.statement.claim.claimant}"


def _best(question: Question, fact: Fact, known: Known) -> Iterator[str]:
    statement = fact.statement
    standing = known.standing(frozenset(statement.subjects), statement.property)
    if fact not in standing:
        yield "outranked"
    if any(each.statement.status is Status.DISPUTED for each in known.beside(fact)):
        yield "disputed"
    values = {each.statement.value for each in standing}
    if statement.property in DESCRIBING:
        if len(values) > 1 or not _tells_which(statement.value):
            yield "what describes it may describe another"
    elif statement.property in EXCLUSIVE or PROPERTY[statement.property].single:
        if len(values) > 1:
            yield "several values of a single-valued property"
        if statement.property not in EXCLUSIVE:
            yield "another value would not make this one false"
    elif not any(each.statement.complete for each in standing):
        yield "its list is not known to be complete"


def _tells_which(value: Value) -> bool:
    """Whether a description is of one thing alone."""
    return isinstance(value, Text) and value.words.lower().startswith("the ")


def ordered(question: Question, facts: Iterable[Fact], known: Known) -> Iterator[str]:
    """What speaks against an order: a date that is no single year, a tie, or another option that comes before."""
    last = question.key.endswith(":last")
    years: dict[str, int] = {}
    for fact in facts:
        value, label = fact.statement.value, known.knowledge.subjects[fact.statement.subjects[0]].label
        if not isinstance(value, When) or value.first != value.last:
            yield f"{fact.id} has no exact year"
            return
        years.update((each, value.first) for each in question.options if norm(label) in norm(each))
    if set(years) != set(question.options):
        yield "an option has no date"
        return
    ends = (max if last else min)(years.values())
    if [each for each in question.options if years[each] == ends] != [question.answer]:
        yield f"{question.answer} is not the {'last' if last else 'first'} alone"


def _backward(question: Question) -> bool:
    return question.key.rsplit(":", 1)[-1] == "backward"


def _joint(question: Question, fact: Fact, known: Known) -> Iterator[str]:
    if _backward(question):
        if len(fact.statement.subjects) > 1:
            yield "asked backwards"
        return
    for id in fact.statement.subjects:
        if f" {norm(known.knowledge.subjects[id].label)} " not in f" {norm(question.stem)} ":
            yield f"{id} is not named"


def _titles(question: Question, fact: Fact, known: Known) -> Iterator[str]:
    values = (fact.statement.value, *(each.value for each in fact.statement.qualifiers))
    named = (*fact.statement.subjects, *(value.subject for value in values if isinstance(value, SubjectRef)))
    for id in named:
        subject = known.knowledge.subjects[id]
        bare = re.search(rf'(?<!["\w]){re.escape(subject.label)}(?!["\w])', question.stem)
        if subject.kind == "film" and bare and isinstance(fact.statement.value, SubjectRef | When):
            yield f"{subject.label} is not in quotes"


def _exact(question: Question, fact: Fact, known: Known) -> Iterator[str]:
    value = fact.statement.value
    if question.kind is AnswerKind.YEAR and isinstance(value, When) and value.first != value.last:
        yield value.words
    number = value.number if isinstance(value, Quantity) else None
    if number is not None and not number.exact:
        yield number.words


def _false(question: Question, fact: Fact, known: Known) -> Iterator[str]:
    said = [
        each.statement.value for each in known.beside(fact) if each.statement.status is not Status.RETRACTED
    ]
    if question.kind is AnswerKind.BOOLEAN:
        yield from _false_statement(question, fact, said, known)
    elif _backward(question):
        yield from _false_backward(question, fact, known)
    else:
        for option in wrong_options(question):
            yield from (f"{option} is said of it too" for value in said if _same(option, value, known))
            if isinstance(fact.statement.value, Text):
                yield from _may_hold(option, fact, known)
            if isinstance(fact.statement.value, SubjectRef) and not _of_its_kind(
                option, fact.statement.value, known
            ):
                yield f"{option} is of another kind"


def _may_hold(option: str, fact: Fact, known: Known) -> Iterator[str]:
    """What speaks for a phrase that a question takes for wrong: other words about the subject, or that it says "a"."""
    wanted = words(option)
    for other in known.knowledge.facts:
        value, about = other.statement.value, set(other.statement.subjects) & set(fact.statement.subjects)
        if not about or other.statement.status is Status.RETRACTED or not isinstance(value, Text):
            continue
        if wanted and wanted <= words(value.words):
            yield f"{option} may follow from {other.id}"
    if fact.statement.property in DESCRIBING and not option.lower().startswith("the "):
        yield f"{option} may describe it too"


def _of_its_kind(option: str, value: SubjectRef, known: Known) -> bool:
    kind = known.knowledge.subjects[value.subject].kind
    return any(each.kind == kind for each in known.by_label.get(norm(option), []))


def _same(option: str, value: Value, known: Known) -> bool:
    """Whether an option says what the value says, by any of its names or within its span of years."""
    if isinstance(value, SubjectRef):
        return norm(option) in {norm(name.text) for name in known.knowledge.subjects[value.subject].names}
    if isinstance(value, When) and option.isdigit():
        return value.first <= int(option) <= value.last
    return norm(option) == norm(known.text(value))


def _false_statement(question: Question, fact: Fact, said: list[Value], known: Known) -> Iterator[str]:
    body = f" {norm(question.stem)} "
    told = [value for value in said if f" {norm(known.text(value))} " in body]
    if question.answer == "True" and fact.statement.value not in told:
        yield "the statement does not say what the fact says"
    if question.answer == "False" and told:
        yield "the statement may be true"
    if fact.statement.property not in EXCLUSIVE and not any(
        each.statement.complete
        for each in known.standing(frozenset(fact.statement.subjects), fact.statement.property)
    ):
        yield "nothing makes another value false"


def _false_backward(question: Question, fact: Fact, known: Known) -> Iterator[str]:
    name, value = fact.statement.property, fact.statement.value
    kind = known.knowledge.subjects[fact.statement.subjects[0]].kind
    for option in wrong_options(question):
        bearers = [each for each in known.by_label.get(norm(option), []) if each.kind == kind]
        if not any(_surely_not(each.id, name, value, known) for each in bearers):
            yield f"{option} is not known to be wrong"


def _surely_not(subject: str, name: str, value: Value, known: Known) -> bool:
    standing = known.standing(frozenset({subject}), name)
    values = {each.statement.value for each in standing}
    if name in DESCRIBING:
        return _tells_which(value) and not any(_compatible(each, value, known) for each in values)
    certain = (name in EXCLUSIVE and len(values) == 1) or any(each.statement.complete for each in standing)
    sure = all(
        each.statement.claim is None and not each.statement.marks & {Mark.HEDGED, Mark.INFERRED}
        for each in standing
    )
    there = known.by_place.get((frozenset({subject}), name), [])
    rumoured = [each.statement.value for each in there if each.statement.status is not Status.RETRACTED]
    return certain and sure and not any(_compatible(each, value, known) for each in rumoured)


def _compatible(one: Value, other: Value, known: Known) -> bool:
    if isinstance(one, When) and isinstance(other, When):
        return max(one.first, other.first) <= min(one.last, other.last)
    if isinstance(one, Text) and isinstance(other, Text):
        here, there = words(one.words), words(other.words)
        return here <= there or there <= here
    return one == other or known.text(one) == known.text(other)


def _unique(question: Question, fact: Fact, known: Known) -> Iterator[str]:
    if not _backward(question):
        return
    for other in known.knowledge.facts:
        if other.statement.status is Status.RETRACTED:
            continue
        if other.statement.property != fact.statement.property or set(other.statement.subjects) & set(
            fact.statement.subjects
        ):
            continue
        if _compatible(other.statement.value, fact.statement.value, known):
            yield f"also {', '.join(other.statement.subjects)}"
