"""What the audit holds a question to: the rules, a breach of one, and the knowledge indexed as the checks read it.

One law: nothing here is shared with the rooms that build, but the normal form of names.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from facts.knowledge import (
    Fact,
    Knowledge,
    Quantity,
    Rank,
    Status,
    Subject,
    SubjectRef,
    Text,
    Value,
    When,
)
from facts.names import normal

# The properties of which a subject has one value by what they mean, so that any other value is false. Listed here anew,
# not read from the vocabulary: what a person is or where they are from, and what a film is about, may be several things.
EXCLUSIVE = frozenset(
    {"released", "in_cinemas", "first_broadcast", "father", "abducted", "abducted_in", "escaped"}
    | {"films_made", "founded", "year", "lasted", "capital_of"}
)
DESCRIBING = frozenset({"description"})  # true of one subject alone where it begins with "the"


class Rule(StrEnum):
    """What a question must keep; the words are what the audit prints."""

    FORM = "a stem is one clean sentence and a question has two to four different options, one of them right"
    RESTS = "it rests on accepted facts of this knowledge at their present revision"
    BARRED = "nothing claimed, hedged, inferred, negated, fictional, spoiling or too mature is asked"
    BEST = "its fact is of the best rank, undisputed, and the only value or from a complete list"
    JOINT = "a joint fact is asked of all its subjects"
    FALSE = "every wrong option is false for certain"
    ALIKE = "options are of one kind and form, and the right one is not the longest by far"
    LEAK = "the stem does not tell the answer"
    UNIQUE = "a question backwards has one answer in all that is known"
    EXACT = "a year or number asked for is exact"
    TITLES = "a work's title stands in quotes"
    TYPED = "typed answers name the right answer and no other"
    SOURCE = "it names its source"
    KEYS = "keys are used once, and a fact is asked as true or false once at most"
    SHARE = "true or false is at most a quarter"


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a question breaks, and how; `key` is empty where all the questions break it together."""

    key: str
    rule: str
    detail: str


class Known:
    """The knowledge, indexed as the checks read it."""

    def __init__(self, knowledge: Knowledge, mature: bool) -> None:
        self.knowledge = knowledge
        self.mature = mature
        self.facts = {fact.id: fact for fact in knowledge.facts}
        self.by_label: dict[str, list[Subject]] = {}
        self.written = {f"written:{each.pack}:{each.id}": each for each in knowledge.questions}
        for subject in knowledge.subjects.values():
            self.by_label.setdefault(norm(subject.label), []).append(subject)
        self.by_place: dict[tuple[frozenset[str], str], list[Fact]] = {}
        for fact in knowledge.facts:
            place = frozenset(fact.statement.subjects), fact.statement.property
            self.by_place.setdefault(place, []).append(fact)

    def beside(self, fact: Fact) -> list[Fact]:
        return self.by_place[frozenset(fact.statement.subjects), fact.statement.property]

    def standing(self, subjects: frozenset[str], name: str) -> list[Fact]:
        """The accepted facts of the best rank there."""
        accepted = [
            f for f in self.by_place.get((subjects, name), []) if f.statement.status is Status.ACCEPTED
        ]
        preferred = [fact for fact in accepted if fact.statement.rank is Rank.PREFERRED]
        return preferred or [fact for fact in accepted if fact.statement.rank is Rank.NORMAL]

    def text(self, value: Value) -> str:
        """A value as an option would have it."""
        if isinstance(value, SubjectRef):
            return self.knowledge.subjects[value.subject].label
        if isinstance(value, Text | When):
            exact = (
                isinstance(value, When)
                and value.first == value.last
                and value.precision in ("day", "month", "year")
            )
            return str(value.first) if isinstance(value, When) and exact else value.words.rstrip(".")
        number = value.number if isinstance(value, Quantity) else value
        return f"{number.low:,.0f}" if number.low is not None else number.words


@lru_cache(maxsize=16384)
def norm(text: str) -> str:
    return normal(text)


_PLAIN = frozenset(
    [
        "the",
        "of",
        "and",
        "for",
        "from",
        "with",
        "that",
        "this",
        "who",
        "which",
        "what",
        "when",
        "where",
        "how",
        "are",
        "was",
        "were",
        "did",
        "does",
        "its",
    ]
)


@lru_cache(maxsize=16384)
def words(text: str) -> frozenset[str]:
    return frozenset(word for word in norm(text).split() if len(word) > 2 and word not in _PLAIN)
