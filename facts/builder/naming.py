"""What a question is called: a key that names for good what is asked, and a version that changes with its facts.

One law: nothing of a value's spelling or a fact's revision is in a key, except where a list's values must be told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b

from facts.builder.eligible import Ground
from facts.builder.words import plain
from facts.knowledge import Fact, Quantity, SubjectRef, Text, Value, When

BOOLEANS = ("True", "False")


def key(template: str, ground: Ground, direction: str) -> str:
    """The lasting name of what is asked; a list's facts are told apart by their values."""
    statement = ground.statement
    narrowing = [f"{each.property}={_slug(_plain(each.value))}" for each in statement.qualifiers]
    if len(ground.values) > 1:
        narrowing.append(f"value={_slug(_plain(statement.value))}")
    subject = "+".join(statement.subjects)
    return ":".join((template, subject, statement.property, ",".join(narrowing), direction))


def _plain(value: Value) -> str:
    match value:
        case SubjectRef(subject):
            return subject
        case When() | Text():
            return value.words
        case Quantity(number, unit):
            return f"{number.words or number.low} {unit}"
        case _:
            return str(value)


def _slug(text: str) -> str:
    return re.sub(r"\W+", "-", plain(text)).strip("-")[:40]


def version(facts: Iterable[Fact], stem: str, options: tuple[str, ...]) -> str:
    """A short hash of the revisions a question rests on, its words and its options."""
    parts = [f"{fact.id}@{fact.revision}" for fact in facts] + [stem, *options]
    return blake2b("\x1f".join(parts).encode(), digest_size=6).hexdigest()
