"""Statements and written questions as text and back: what a revision keeps.

One law holds here: decoding what was encoded gives the same value, for good. A stored revision is never written
again, so a field added later must have a default that says what its absence meant.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from facts.knowledge import (
    Claim,
    Mark,
    Number,
    Precision,
    Qualifier,
    Quantity,
    Rank,
    Statement,
    Status,
    SubjectRef,
    Text,
    Value,
    When,
    WrittenQuestion,
)


def encode_statement(statement: Statement) -> str:
    """One statement as JSON text; equal statements give equal text."""
    return _text(
        {
            "subjects": statement.subjects,
            "property": statement.property,
            "value": _value_out(statement.value),
            "qualifiers": [[one.property, _value_out(one.value)] for one in statement.qualifiers],
            "rank": statement.rank,
            "status": statement.status,
            "marks": sorted(statement.marks),
            "claim": _claim_out(statement.claim),
            "sources": statement.sources,
            "complete": statement.complete,
        }
    )


def decode_statement(text: str) -> Statement:
    """The statement of a revision. Raises ValueError or KeyError when the text is damaged."""
    kept = json.loads(text)
    return Statement(
        subjects=tuple(kept["subjects"]),
        property=kept["property"],
        value=_value_in(kept["value"]),
        qualifiers=tuple(Qualifier(name, _value_in(value)) for name, value in kept["qualifiers"]),
        rank=Rank(kept["rank"]),
        status=Status(kept["status"]),
        marks=frozenset(map(Mark, kept["marks"])),
        claim=_claim_in(kept["claim"]),
        sources=tuple(kept["sources"]),
        complete=kept["complete"],
    )


# The revision's number and the pack stand in the row, not in the text: they do not change what is asked.
_ASIDE = ("id", "pack", "revision")


def encode_question(question: WrittenQuestion) -> str:
    """What a written question says, as JSON text, without its id, pack and revision."""
    kept = {one.name: getattr(question, one.name) for one in fields(question) if one.name not in _ASIDE}
    return _text(kept | {"marks": sorted(question.marks)})


def decode_question(text: str, id: str, pack: str, revision: int) -> WrittenQuestion:
    """The written question of a revision. Raises ValueError or TypeError when the text is damaged."""
    kept: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(text).items()
    }
    marks = frozenset(map(Mark, kept.pop("marks")))
    return WrittenQuestion(id=id, pack=pack, revision=revision, marks=marks, **kept)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _value_out(value: Value) -> dict[str, Any]:
    match value:
        case Text(words):
            return {"text": words}
        case SubjectRef(subject):
            return {"subject": subject}
        case When(first, last, precision, words, month, day):
            return {"when": [first, last, precision, words, month, day]}
        case Number(low, high, exclusive, words):
            return {"number": [low, high, exclusive, words]}
        case Quantity(number, unit):
            return {"quantity": [_value_out(number)["number"], unit]}


def _value_in(kept: dict[str, Any]) -> Value:
    ((kind, inside),) = kept.items()
    match kind:
        case "text":
            return Text(inside)
        case "subject":
            return SubjectRef(inside)
        case "when":
            first, last, precision, words, month, day = inside
            return When(first, last, Precision(precision), words, month, day)
        case "number":
            return Number(*inside)
        case "quantity":
            return Quantity(Number(*inside[0]), inside[1])
    raise ValueError(f"a value of unknown kind: {kind!r}")


def _claim_out(claim: Claim | None) -> dict[str, Any] | None:
    if claim is None:
        return None
    return {"claimant": claim.claimant, "is_subject": claim.is_subject, "by": _claim_out(claim.by)}


def _claim_in(kept: dict[str, Any] | None) -> Claim | None:
    if kept is None:
        return None
    return Claim(kept["claimant"], kept["is_subject"], _claim_in(kept["by"]))
