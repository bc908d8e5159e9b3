"""A phrasing with its blanks filled: the stems of questions, and the sentences that explain answers.

One law: a joint fact is said of all its subjects, with verbs that agree.
"""

from __future__ import annotations

from collections.abc import Mapping

from facts.builder.eligible import Ground
from facts.builder.templates import Phrasing
from facts.builder.words import called_together, kind_word, narrowed, plural, sentence, shown
from facts.knowledge import Quantity, Subject

_PLURAL = {"was": "were", "is": "are", "has": "have"}


def filled(pattern: str, ground: Ground, subjects: Mapping[str, Subject], value: str = "") -> str:
    """A phrasing with its blanks filled; `value` stands in for the fact's own."""
    statement = ground.statement
    first = subjects[statement.subjects[0]]
    together = len(statement.subjects) > 1
    several = together or plural(first)
    told = value or shown(statement.value, subjects, running=True)
    verbs = {one: many if several else one for one, many in _PLURAL.items()}
    return pattern.format(
        s=called_together(statement.subjects, subjects),
        v=told,
        q=narrowed(statement.qualifiers, subjects),
        who="Who" if first.kind == "person" else f"Which {kind_word(first)}",
        kind=kind_word(first),
        a="" if told.split()[0] in ("a", "an", "the") else "an" if told[0].casefold() in "aeiou" else "a",
        unit=statement.value.unit if isinstance(statement.value, Quantity) else "",
        together=" together" if together else "",
        do="do" if several else "does",
        **verbs,
    ).replace("  ", " ")


def explained(ground: Ground, said: Phrasing, subjects: Mapping[str, Subject]) -> str:
    """The fact as a sentence, with its qualifiers."""
    rest = "" if "{q}" in said.says else narrowed(ground.statement.qualifiers, subjects)
    return sentence(filled(said.says, ground, subjects) + rest)
