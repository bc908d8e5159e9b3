"""The rows by which a subject and its facts are found: names, tails, deletion keys, words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from facts.knowledge import (
    Fact,
    Number,
    Qualifier,
    Quantity,
    Statement,
    Subject,
    SubjectRef,
    Text,
    Value,
    When,
)
from facts.names import joined, normal, word_keys
from facts.store.searching import words_of
from facts.store.tables import deletion_keys, fact_subjects, name_tails, names, search_words
from facts.store.topics import touched
from facts.vocabulary import PROPERTY

Rows: TypeAlias = Iterator[tuple[Any, dict[str, Any]]]
"""Tables with the rows to add to them."""

_NAME, _SUMMARY, _FACT = 4, 2, 1  # what a word weighs in a search, by where it stands


def subject_rows(subject: Subject) -> Rows:
    """What finds a subject by its names and summary."""
    weights: dict[str, int] = dict.fromkeys(words_of(subject.summary), _SUMMARY)
    for place, name in enumerate(subject.names):
        form = normal(name.text)
        weights.update(dict.fromkeys(form.split(), _NAME))
        at = {"subject_id": subject.id, "place": place}
        yield names, at | {"text": name.text, "note": name.note, "normal": form, "joined": joined(form)}
        words = form.split()
        for word, keys in enumerate(word_keys(form)):
            yield name_tails, at | {"tail": " ".join(words[word:]), "word": word}
            for one in keys:
                yield deletion_keys, at | {"key": one, "word": word}
    for word_text, weight in weights.items():
        yield search_words, {"word": word_text, "subject_id": subject.id, "fact_id": "", "weight": weight}


def fact_rows(fact: Fact, subjects: Mapping[str, Subject]) -> Rows:
    """What finds a fact by its subjects and its words."""
    statement = fact.statement
    for role, ids in (("about", statement.subjects), ("touching", touched(statement))):
        for id in dict.fromkeys(ids):
            yield fact_subjects, {"subject_id": id, "role": role, "fact_id": fact.id}
    words = dict.fromkeys(word for text in _texts(statement, subjects) for word in words_of(text))
    for word in words:
        yield (
            search_words,
            {"word": word, "subject_id": statement.subjects[0], "fact_id": fact.id, "weight": _FACT},
        )


def gathered(rows: Iterable[tuple[Any, dict[str, Any]]], community: str) -> dict[Any, list[dict[str, Any]]]:
    """The rows by table, each with its community, as an insert of many takes them."""
    by_table: dict[Any, list[dict[str, Any]]] = {}
    for table, row in rows:
        by_table.setdefault(table, []).append({"community_id": community, **row})
    return by_table


def _texts(statement: Statement, subjects: Mapping[str, Subject]) -> Iterator[str]:
    known = PROPERTY.get(statement.property)
    yield known.label if known else ""
    for one in (Qualifier("", statement.value), *statement.qualifiers):
        yield _words(one.value, subjects)
    claim = statement.claim
    while claim:
        named = subjects.get(claim.claimant) if claim.is_subject else None
        yield named.label if named else claim.claimant
        claim = claim.by
    for id in statement.subjects[1:]:
        if id in subjects:
            yield subjects[id].label


def _words(value: Value, subjects: Mapping[str, Subject]) -> str:
    match value:
        case Text(words) | When(words=words):
            return words
        case SubjectRef(id):
            return " ".join(name.text for name in subjects[id].names) if id in subjects else ""
        case Number():
            return _number(value)
        case Quantity(number, unit):
            return f"{_number(number)} {unit}"


def _number(number: Number) -> str:
    bounds = " ".join(f"{bound:g}" for bound in (number.low, number.high) if bound is not None)
    return f"{number.words} {bounds}"
