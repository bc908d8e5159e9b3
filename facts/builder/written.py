"""Questions people wrote, under the bars of every other: marks, the state of their facts, and no leak.

One law: a written question whose fact is no longer accepted waits, whatever its author thinks of it.
"""

from __future__ import annotations

from facts.builder import wordings
from facts.builder.leaks import fair
from facts.builder.naming import BOOLEANS, version
from facts.builder.stock import shuffled
from facts.builder.travelling import NO_LUGGAGE, Luggage, packed
from facts.builder.words import plain, references
from facts.knowledge import Fact, Knowledge, Mark, Rank, Status, WrittenQuestion
from facts.question import AnswerKind, Difficulty, Question


def written(knowledge: Knowledge, mature: bool = False) -> tuple[Question, ...]:
    """The written questions that may be asked now."""
    facts = {fact.id: fact for fact in knowledge.facts}
    return tuple(
        _question(each, knowledge, facts) for each in knowledge.questions if not refusal(each, facts, mature)
    )


def key(question: WrittenQuestion) -> str:
    return f"written:{question.pack}:{question.id}"


def refusal(question: WrittenQuestion, facts: dict[str, Fact], mature: bool = False) -> str:
    """Why a written question is not asked, in a few words; empty when it may be."""
    barred = {Mark.SPOILER} if mature else {Mark.SPOILER, Mark.MATURE}
    options = (question.answer, *question.wrong)
    if question.marks & barred:
        return "it is marked " + " and ".join(sorted(question.marks & barred))
    for id in question.facts:
        if id not in facts:
            return f"the fact {id} is not here"
        statement = facts[id].statement
        if statement.status is not Status.ACCEPTED or statement.rank is Rank.DEPRECATED:
            return f"the fact {id} does not stand"
        if statement.marks & barred:
            return f"the fact {id} is marked " + " and ".join(sorted(statement.marks & barred))
    if not 2 <= len(options) <= 4 or len({plain(each) for each in options}) < len(options):
        return "it needs two to four options, all different"
    if {plain(each) for each in question.wrong} & {plain(each) for each in question.accepted}:
        return "a wrong option is accepted too"
    return (
        ""
        if set(options) == set(BOOLEANS) or fair(question.stem, question.answer, options)
        else "it tells its answer"
    )


def _question(question: WrittenQuestion, knowledge: Knowledge, facts: dict[str, Fact]) -> Question:
    name, rests = key(question), [facts[id] for id in question.facts]
    options = (question.answer, *question.wrong)
    options = BOOLEANS if set(options) == set(BOOLEANS) else shuffled(options, name)
    accepted, luggage = _typed(question, knowledge)
    touched = (ref for fact in rests for ref in references(fact.statement))
    named = question.sources or tuple(source for fact in rests for source in fact.statement.sources)
    return Question(
        key=name,
        version=version(rests, f"{question.stem}@{question.revision}", options),
        stem=question.stem,
        kind=_kind(question),
        answer=question.answer,
        options=options,
        correct=options.index(question.answer),
        accepted=accepted,
        foes=luggage.foes,
        why=question.why,
        sources=tuple(
            dict.fromkeys(knowledge.sources[each].short for each in named if each in knowledge.sources)
        ),
        rests_on=tuple((fact.id, fact.revision) for fact in rests),
        subjects=tuple(dict.fromkeys((*question.subjects, *touched))),
        topic=knowledge.packs.get(question.pack, question.pack),
        difficulty=Difficulty(question.difficulty),
        wordings=luggage.wordings,
        lookalikes=luggage.lookalikes,
        qualifiers=luggage.qualifiers,
        tolerance=question.tolerance,
    )


def _kind(question: WrittenQuestion) -> AnswerKind:
    return AnswerKind.BOOLEAN if question.answer in BOOLEANS else AnswerKind(question.answer_kind)


def _typed(question: WrittenQuestion, knowledge: Knowledge) -> tuple[tuple[str, ...], Luggage]:
    """The right wordings and what travels with them: the question's own, and those of the subject its answer names."""
    kind = _kind(question)
    if not question.typed or kind is AnswerKind.BOOLEAN:
        return (), NO_LUGGAGE
    accepted = [question.answer, *question.accepted]
    if kind is AnswerKind.YEAR and question.answer.isdigit():
        accepted += wordings.of_year(int(question.answer))
    if kind is AnswerKind.NUMBER and question.answer.replace(",", "").isdigit():
        accepted += wordings.of_number(int(question.answer.replace(",", "")))
    foes, beside = list(question.wrong), list[str]()
    bearers = [
        s for s in knowledge.subjects.values() if plain(question.answer) in {plain(n.text) for n in s.names}
    ]
    if len(bearers) == 1:
        accepted += wordings.of_subject(bearers[0], knowledge.subjects)
        foes += wordings.foes_of(bearers[0], knowledge.subjects, accepted)
        beside += wordings.around(bearers[0], knowledge)
    kept = wordings.unsaid(wordings.unlike(accepted), question.stem)
    right = {plain(each) for each in accepted}
    against = wordings.unlike(each for each in foes if plain(each) not in right)
    return kept, packed(kind, kept, against, beside, converts=question.converts) if kept else NO_LUGGAGE
