"""What moderators add by hand: facts and questions, each with its source, in the community's own pack.

Nothing is guessed: a name that is only nearly known is refused with the nearest, a value is read as its property
takes it, and a refused form comes back as it was typed. What nobody else has checked says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.commands.forms import refused_form, unfinished_card
from bot.commands.front import Front, Handler, Reply, told
from bot.commands.parsing import Call
from bot.commands.refusal import Fault, Flaw, Refusal
from bot.commands.tokens import nearest
from bot.commands.values import read_value
from bot.messages import Heard
from bot.wording.curation import fact_added_card, question_added_card
from bot.wording.refusals import refusal_words, refused
from bot.wording.values import names_in
from facts.knowledge import (
    Claim,
    Fact,
    Name,
    Source,
    Statement,
    Status,
    Subject,
    SubjectRef,
    Value,
    WrittenQuestion,
)
from facts.names import normal
from facts.question import AnswerKind
from facts.store.shelf import Found, Several, Shelf
from facts.vocabulary import PROPERTIES, Property, Takes

NEW = "new"  # a new subject's or source's id until the desk gives it one
LONGEST = {
    "subject": 100,
    "source": 200,
    "author": 100,
    "publisher": 100,
    "date": 40,
    "link": 500,
    "according_to": 150,
    "question": 300,
    "answer": 80,
    "why": 300,
}
LONGEST_OPTION = 80
_ANSWER_KINDS = {"film": AnswerKind.TITLE, "person": AnswerKind.PERSON, "place": AnswerKind.PLACE}


async def facts_add(desk: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    """Add one fact, and its subject when it is new and its kind is said."""
    if call.missing or call.faults:
        return told(unfinished_card(call))
    community = heard.place.community
    read = await _read_fact(desk.shelf, community, call)
    if not isinstance(read, _NewFact):
        return told(refused_form(call, read))
    if await _known(desk.shelf, community, read.statement):
        return told(refused(refusal_words(Refusal.KNOWN_FACT, call.text("subject"))))
    fact = await desk.desk.add_fact(
        community, read.statement, read.new_subject, read.source, heard.member.id, desk.clock.now()
    )
    subjects = await desk.shelf.subjects(community, names_in([fact]))
    beside = await _beside(desk.shelf, community, fact) if read.single else ()
    return told(fact_added_card(fact, subjects, read.source, heard.member.name, beside))


async def _known(shelf: Shelf, community: str, new: Statement) -> bool:
    """Whether the same is said already of the same subject, by the same speaker."""
    return any(
        (had.property, had.value, had.qualifiers, had.claim)
        == (new.property, new.value, new.qualifiers, new.claim)
        and had.status is not Status.RETRACTED
        for had in (fact.statement for fact in await shelf.facts_about(community, new.subjects[0]))
    )


async def questions_add(desk: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    """Add one written question."""
    if call.missing or call.faults:
        return told(unfinished_card(call))
    community = heard.place.community
    faults = _too_long(call)
    wrong = _split(call.text("wrong"))
    also = _split(call.text("also"))
    for name, fault in _question_faults(call, wrong, also).items():
        faults.setdefault(name, fault)
    subject = await _exact(desk.shelf, community, call.text("subject")) if call.text("subject") else None
    if isinstance(subject, Fault):
        faults.setdefault("subject", Fault(Flaw.UNKNOWN_SUBJECT, call.text("subject"), subject.instead))
    if faults or isinstance(subject, Fault):
        return told(refused_form(call, faults))
    question = WrittenQuestion(
        id=NEW,
        pack="own",
        stem=call.text("question"),
        answer=call.text("answer"),
        wrong=wrong,
        why=call.text("why"),
        sources=(NEW,),
        accepted=also,
        answer_kind=await _answer_kind(desk.shelf, community, call.text("answer")),
        difficulty=call.text("difficulty") or "medium",
        subjects=(subject.id,) if subject else (),
    )
    source = _source(call)
    kept = await desk.desk.add_question(community, question, source, heard.member.id, desk.clock.now())
    return told(question_added_card(kept, source, heard.member.name))


HANDLERS: Mapping[str, Handler] = {"facts add": facts_add, "questions add": questions_add}


@dataclass(frozen=True, slots=True)
class _NewFact:
    """A form of a fact that is in order, read; `single` says that its property should have one value."""

    statement: Statement
    new_subject: Subject | None
    source: Source
    single: bool


async def _read_fact(shelf: Shelf, community: str, call: Call) -> _NewFact | dict[str, Fault]:
    faults = _too_long(call)
    prop = property_named(call.text("property"))
    if isinstance(prop, Fault):
        faults["property"] = prop
    subject, is_new = await _subject(shelf, community, call)
    if isinstance(subject, Fault):
        faults.setdefault("kind" if subject.flaw is Flaw.NEW_SUBJECT else "subject", subject)
    if isinstance(prop, Property):
        if isinstance(subject, Subject) and prop.kinds and subject.kind not in prop.kinds:
            faults["property"] = Fault(Flaw.NOT_OF_THIS_KIND, prop.label or prop.name)
        value = await _value(shelf, community, prop, call.text("value"))
        if isinstance(value, Fault):
            faults["value"] = value
    if faults or isinstance(prop, Fault) or isinstance(subject, Fault) or isinstance(value, Fault):
        return faults
    claim = await _claim(shelf, community, call.text("according_to"))
    statement = Statement((subject.id,), prop.name, value, claim=claim, sources=(NEW,))
    return _NewFact(statement, subject if is_new else None, _source(call), prop.single)


async def _beside(shelf: Shelf, community: str, fact: Fact) -> tuple[Fact, ...]:
    """Other accepted facts that give the same property of the same subject another value."""
    said = fact.statement
    return tuple(
        each
        for each in await shelf.facts_about(community, said.subjects[0])
        if each.id != fact.id
        and each.statement.property == said.property
        and each.statement.status is Status.ACCEPTED
        and each.statement.value != said.value
    )


def property_named(text: str) -> Property | Fault:
    """The property of that name or label; else the nearest."""
    folded = text.casefold().replace(" ", "_")
    for prop in PROPERTIES:
        if folded in {prop.name, prop.label.casefold().replace(" ", "_")}:
            return prop
    near = nearest(folded, [prop.name for prop in PROPERTIES])
    return Fault(Flaw.NO_PROPERTY, text, (near,) if near else ())


async def _subject(shelf: Shelf, community: str, call: Call) -> tuple[Subject | Fault, bool]:
    """The subject that is meant, and whether it is new: only a name that is not known at all, with a kind."""
    text, kind = call.text("subject"), call.text("kind")
    found = await _exact(shelf, community, text, (kind,) if kind else ())
    if isinstance(found, Subject):
        return found, False
    if found.flaw is Flaw.WHICH_SUBJECT:
        return found, False
    if not kind:
        return Fault(Flaw.NEW_SUBJECT, text, found.instead), False
    return Subject(NEW, kind, (Name(text),), "own"), True


async def _exact(shelf: Shelf, community: str, text: str, kinds: tuple[str, ...] = ()) -> Subject | Fault:
    """The subject of exactly this name (or "#id"), of these kinds if any are named; a slip is refused with the nearest."""
    found = await shelf.find(community, text, kinds[0] if len(kinds) == 1 else None, mature=True)
    if isinstance(found, Found):
        near: tuple[Subject, ...] = (found.subject,)
    else:
        near = found.subjects if isinstance(found, Several) else found.nearest
    same = [each for each in near if _is_called(each, text) and (not kinds or each.kind in kinds)]
    if len(same) == 1:
        return same[0]
    if same:
        return Fault(Flaw.WHICH_SUBJECT, text, tuple(f"#{each.id}" for each in same[:3]))
    other_kind = kinds and any(_is_called(each, text) for each in near)
    flaw = Flaw.WRONG_KIND_OF_VALUE if other_kind else Flaw.UNKNOWN_VALUE
    return Fault(
        flaw, text, () if other_kind else tuple(each.label for each in near[:3] if _is_like(each, text))
    )


def _is_called(subject: Subject, text: str) -> bool:
    if text in {f"#{subject.id}", subject.id}:
        return True
    return any(normal(name.text) == normal(text) for name in subject.names)


def _is_like(subject: Subject, text: str) -> bool:
    """Whether the text could be a slip for one of the subject's names: what is far off is no help."""
    return bool(nearest(normal(text), [normal(name.text) for name in subject.names]))


async def _value(shelf: Shelf, community: str, prop: Property, text: str) -> Value | Fault:
    if prop.takes is not Takes.SUBJECT:
        return read_value(prop, text)
    found = await _exact(shelf, community, text, prop.takes_kind)
    return found if isinstance(found, Fault) else SubjectRef(found.id)


async def _claim(shelf: Shelf, community: str, text: str) -> Claim | None:
    """Who claims it: a known subject, or the words as they are."""
    if not text:
        return None
    found = await _exact(shelf, community, text)
    return Claim(found.id, is_subject=True) if isinstance(found, Subject) else Claim(text)


def _source(call: Call) -> Source:
    return Source(
        NEW,
        call.text("source"),
        publisher=call.text("publisher"),
        author=call.text("author"),
        date=call.text("date"),
        locator=call.text("link"),
    )


def _too_long(call: Call) -> dict[str, Fault]:
    return {
        name: Fault(Flaw.TOO_LONG, str(most)) for name, most in LONGEST.items() if len(call.text(name)) > most
    }


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _question_faults(call: Call, wrong: tuple[str, ...], also: tuple[str, ...]) -> dict[str, Fault]:
    """What makes a question unfair: too few or doubled options, a right one among the wrong, an answer in the stem."""
    faults: dict[str, Fault] = {}
    answer = normal(call.text("answer"))
    right = {answer, *map(normal, also)}
    forms = [normal(each) for each in wrong]
    doubled = next((each for each, form in zip(wrong, forms, strict=True) if forms.count(form) > 1), None)
    is_right = next((each for each, form in zip(wrong, forms, strict=True) if form in right), None)
    if not 1 <= len(wrong) <= 3:
        faults["wrong"] = Fault(Flaw.WRONG_COUNT)
    elif is_right is not None:
        faults["wrong"] = Fault(Flaw.WRONG_IS_RIGHT, is_right)
    elif doubled is not None:
        faults["wrong"] = Fault(Flaw.WRONG_TWICE, doubled)
    elif any(len(each) > LONGEST_OPTION for each in wrong):
        faults["wrong"] = Fault(Flaw.TOO_LONG, str(LONGEST_OPTION))
    if any(len(each) > LONGEST_OPTION for each in also) or len(also) > 10:
        faults["also"] = Fault(Flaw.TOO_LONG, str(LONGEST_OPTION))
    if f" {answer} " in f" {normal(call.text('question'))} ":
        faults["answer"] = Fault(Flaw.ANSWER_IN_STEM, call.text("answer"))
    return faults


async def _answer_kind(shelf: Shelf, community: str, answer: str) -> str:
    """How a typed answer is to be judged: as a year, a number, or the name of what it is."""
    if answer.isdecimal():
        return AnswerKind.YEAR if len(answer) == 4 else AnswerKind.NUMBER
    found = await _exact(shelf, community, answer)
    return _ANSWER_KINDS.get(found.kind, AnswerKind.TERM) if isinstance(found, Subject) else AnswerKind.TERM
