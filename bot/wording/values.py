"""How what is known is said: values, qualifiers, claims, marks and dates, as short pieces of a card.

Nothing is said more surely than it is known: a claim carries its speaker, a hedge its "reportedly", and a date the
words of its source.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from facts.knowledge import (
    Claim,
    Fact,
    Mark,
    Number,
    Qualifier,
    Quantity,
    Statement,
    Status,
    Subject,
    SubjectRef,
    Text,
    Value,
    When,
)
from facts.vocabulary import PROPERTY, QUALIFIER, Property


def label(subject_id: str, subjects: Mapping[str, Subject]) -> str:
    """A subject's name; its id in words where the subject is not known here."""
    subject = subjects.get(subject_id)
    return subject.label if subject else subject_id.replace("-", " ")


def listed(words: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 fact", "7 facts"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def number_words(number: Number) -> str:
    """A number with its bounds: "17", "more than 15,000"."""
    if number.words:
        return number.words
    low, high = number.low, number.high
    if low is not None and high is not None:
        return _digits(low) if low == high else f"between {_digits(low)} and {_digits(high)}"
    if low is not None:
        return f"{'more than' if number.exclusive else 'at least'} {_digits(low)}"
    if high is not None:
        return f"{'less than' if number.exclusive else 'at most'} {_digits(high)}"
    return "an unknown number"


def _digits(value: float) -> str:
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def value_words(value: Value, subjects: Mapping[str, Subject]) -> str:
    """A value alone."""
    match value:
        case Text(words):
            return words
        case SubjectRef(subject_id):
            return label(subject_id, subjects)
        case When():
            return value.words
        case Number():
            return number_words(value)
        case Quantity(number, unit):
            words = number_words(number)
            return words if words.endswith(unit) else f"{words} {unit}"


def qualifier_words(qualifier: Qualifier, subjects: Mapping[str, Subject]) -> str:
    """What stands in brackets after a value: "1985", "for Salt", "in Hong Kong"."""
    known = QUALIFIER.get(qualifier.property)
    words = value_words(qualifier.value, subjects)
    return f"{known.label} {words}" if known and known.label else words


def claim_words(claim: Claim, subjects: Mapping[str, Subject]) -> str:
    """Who says so, and through whom: "according to filmmakers, as told by Justin Martell"."""
    words = f"according to {_claimant(claim, subjects)}"
    by = claim.by
    while by is not None:
        words += f", as told by {_claimant(by, subjects)}"
        by = by.by
    return words


def _claimant(claim: Claim, subjects: Mapping[str, Subject]) -> str:
    """Who speaks, in the middle of a sentence: "The North Korean government" loses its capital."""
    name = label(claim.claimant, subjects) if claim.is_subject else claim.claimant
    return f"the {name[4:]}" if name.startswith("The ") else name


_HEDGED = re.compile(r"\b(reportedly|perhaps|may|might|maybe|possibly)\b", re.IGNORECASE)


def statement_words(statement: Statement, subjects: Mapping[str, Subject], seen_from: str = "") -> str:
    """The whole of what a fact says after its label: value, qualifiers, company, speaker and doubts.

    `seen_from` is the subject whose card it stands on: a joint fact names the others.
    """
    words = _negated(statement, value_words(statement.value, subjects))
    if Mark.HEDGED in statement.marks and not _HEDGED.search(words):
        words = f"reportedly {words}"
    if statement.qualifiers:
        words += f" ({', '.join(qualifier_words(each, subjects) for each in statement.qualifiers)})"
    others = [
        label(each, subjects) for each in statement.subjects if each != (seen_from or statement.subjects[0])
    ]
    if others:
        words += f", together with {listed(others)}"
    if Mark.FICTION in statement.marks and "in the film" not in words.casefold():
        words += ", in the film"
    if statement.claim:
        words += f", {claim_words(statement.claim, subjects)}"
    if Mark.INFERRED in statement.marks:
        words += " (implied by the source)"
    if statement.status is Status.DISPUTED:
        words += " (disputed)"
    return words


def _negated(statement: Statement, words: str) -> str:
    """A phrase says itself that something is not so; of a name, a date or a number it has to be said."""
    if Mark.NEGATION not in statement.marks or isinstance(statement.value, Text):
        return words
    return f"not {words}"


def property_label(name: str) -> str:
    """A property as it stands before its value; "" for a description, which needs none."""
    known: Property | None = PROPERTY.get(name)
    return known.label if known else name.replace("_", " ").capitalize()


def capital(words: str) -> str:
    """The words with their first letter large."""
    return words[:1].upper() + words[1:]


def names_in(facts: Sequence[Fact]) -> frozenset[str]:
    """Every subject that the facts name, so that their labels can be fetched at once."""
    found: set[str] = set()
    for fact in facts:
        statement = fact.statement
        found.update(statement.subjects)
        for value in (statement.value, *(qualifier.value for qualifier in statement.qualifiers)):
            if isinstance(value, SubjectRef):
                found.add(value.subject)
        claim = statement.claim
        while claim is not None:
            if claim.is_subject:
                found.add(claim.claimant)
            claim = claim.by
    return frozenset(found)
