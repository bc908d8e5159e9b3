"""What makes a fact acceptable. Pure: it is told what is known and answers with refusals.

The rule: a fact has a source, its property takes that sort of value, and it is said of the kinds of subject it is
meant for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from facts.knowledge import Number, Quantity, Statement, Subject, SubjectRef, Text, Value, When
from facts.vocabulary import KIND, PROPERTY, QUALIFIER, Property, Takes


class Reason(StrEnum):
    """Why a fact is refused; the wording of each is the bot's."""

    NO_SOURCE = "no source"
    NO_SUBJECT = "no subject"
    UNKNOWN_SUBJECT = "unknown subject"
    UNKNOWN_PROPERTY = "unknown property"
    WRONG_SUBJECT_KIND = "the property is not said of this kind of subject"
    WRONG_VALUE = "the property takes another sort of value"
    WRONG_VALUE_KIND = "the value is a subject of the wrong kind"
    EMPTY_VALUE = "the value is empty"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why, about which property, what was given and what would have been right."""

    reason: Reason
    property: str = ""
    given: str = ""
    wanted: tuple[str, ...] = ()


_SORT: dict[type[Value], Takes] = {
    Text: Takes.TEXT,
    SubjectRef: Takes.SUBJECT,
    When: Takes.WHEN,
    Number: Takes.NUMBER,
    Quantity: Takes.QUANTITY,
}


def refusals(statement: Statement, subjects: Mapping[str, Subject]) -> tuple[Refusal, ...]:
    """Everything that keeps a statement from being accepted; empty when it is sound.

    `subjects` are those it names, by id; one that is missing is unknown.
    """
    return tuple(_refusals(statement, subjects))


def _refusals(statement: Statement, subjects: Mapping[str, Subject]) -> Iterator[Refusal]:
    if not statement.sources:
        yield Refusal(Reason.NO_SOURCE, statement.property)
    if not statement.subjects:
        yield Refusal(Reason.NO_SUBJECT, statement.property)
    known = PROPERTY.get(statement.property)
    if known is None:
        yield Refusal(Reason.UNKNOWN_PROPERTY, given=statement.property)
    for id in statement.subjects:
        if id not in subjects:
            yield Refusal(Reason.UNKNOWN_SUBJECT, statement.property, id)
        elif known and known.kinds and subjects[id].kind not in known.kinds:
            yield Refusal(Reason.WRONG_SUBJECT_KIND, known.name, subjects[id].kind, known.kinds)
    if known:
        yield from value_refusals(known, statement.value, subjects)
    for qualifier in statement.qualifiers:
        if qualifier.property not in QUALIFIER:
            yield Refusal(Reason.UNKNOWN_PROPERTY, given=qualifier.property, wanted=tuple(QUALIFIER))
        else:
            yield from value_refusals(QUALIFIER[qualifier.property], qualifier.value, subjects)


def value_refusals(known: Property, value: Value, subjects: Mapping[str, Subject]) -> Iterator[Refusal]:
    """What keeps a value from being one of this property."""
    if _SORT[type(value)] is not known.takes:
        yield Refusal(Reason.WRONG_VALUE, known.name, _SORT[type(value)], (known.takes,))
    elif isinstance(value, Text) and not value.words.strip():
        yield Refusal(Reason.EMPTY_VALUE, known.name)
    elif isinstance(value, SubjectRef):
        named = subjects.get(value.subject)
        if named is None:
            yield Refusal(Reason.UNKNOWN_SUBJECT, known.name, value.subject)
        elif named.kind not in (known.takes_kind or KIND):
            yield Refusal(Reason.WRONG_VALUE_KIND, known.name, named.kind, known.takes_kind)
