"""The values knowledge is made of: subjects, facts, sources and revisions, all frozen.

Two rules hold here. A value keeps the precision its source supports, never more. And what somebody claims
carries the claimant with it, so that no reader of a fact can mistake a claim for what is known.

The model is Wikibase's, made small: a fact is a statement (subject, property, value) with qualifiers, a rank,
a status, marks and sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Precision(StrEnum):
    """How finely a point in time is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    PART_OF_DECADE = "part of a decade"  # "the mid-2000s"
    DECADE = "decade"
    RANGE = "range"  # "the 1960s to the 1980s", "the years after the Korean War"


@dataclass(frozen=True, slots=True)
class When:
    """A date as precise as its source: years `first` to `last` (equal for a year or finer), and its words.

    `words` is how it is said ("1985", "the mid-2000s", "2026, month not stated"); `month` and `day` are set only
    where the source states them.
    """

    first: int
    last: int
    precision: Precision
    words: str
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number with bounds: `low` and `high` are equal when it is exact, and one is None when it is open.

    "More than 15,000" is low=15000, high=None, exclusive=True.
    """

    low: float | None
    high: float | None
    exclusive: bool = False
    words: str = ""

    @property
    def exact(self) -> bool:
        return self.low is not None and self.low == self.high


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of some unit: "17 films", "more than 15,000 films"; `unit` is the plural noun."""

    number: Number
    unit: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words; for a property that completes a sentence, a phrase that follows the subject's name."""

    words: str


@dataclass(frozen=True, slots=True)
class SubjectRef:
    """Another subject, by id."""

    subject: str


Value: TypeAlias = Text | SubjectRef | When | Number | Quantity


class Rank(StrEnum):
    """Which of several facts about one property is the one to show first."""

    PREFERRED = "preferred"
    NORMAL = "normal"
    DEPRECATED = "deprecated"


class Status(StrEnum):
    """Where a fact stands with the people who look after it."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    RETRACTED = "retracted"


class Mark(StrEnum):
    """What a reader must know about a fact besides its value."""

    HEDGED = "hedged"  # "reportedly"
    INFERRED = "inferred"  # implied by the source, not stated
    FICTION = "fiction"  # true within a film or a book
    NEGATION = "negation"  # states that something is not so
    SPOILER = "spoiler"
    MATURE = "mature"


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says so: a subject's id or plain words, and who passes it on when it reached us second hand.

    "Filmmakers, as told by Justin Martell" is Claim("filmmakers he spoke with", by=Claim("justin-martell")).
    """

    claimant: str
    is_subject: bool = False
    by: Claim | None = None


@dataclass(frozen=True, slots=True)
class Qualifier:
    """What narrows a fact: a property's name ("when", "where", "for work", "together with") and its value."""

    property: str
    value: Value


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from: title, publisher, author, date and licence in words; locator is a URL or a page."""

    id: str
    title: str
    publisher: str = ""
    author: str = ""
    date: str = ""
    locator: str = ""
    licence: str = ""

    @property
    def short(self) -> str:
        """Publisher, author and year: what a card's footer names. Falls back to the title."""
        return ", ".join(part for part in (self.publisher, self.author, self.date[:4]) if part) or self.title


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write a subject's name; `note` says which ("Hangul", "other romanisation", "full title")."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Something facts are about; `names[0]` is its label, the rest its aliases in any script."""

    id: str
    kind: str
    names: tuple[Name, ...]
    pack: str
    summary: str = ""  # a short noun phrase that tells it from namesakes: "film of 1985"

    @property
    def label(self) -> str:
        return self.names[0].text


@dataclass(frozen=True, slots=True)
class Statement:
    """What a fact says: the part of it that a revision fixes.

    `subjects` has more than one id for a joint fact (the two made 17 films: true of both, of neither alone).
    `complete` says that all values of this property of this subject are listed, so that absence is falsity.
    """

    subjects: tuple[str, ...]
    property: str
    value: Value
    qualifiers: tuple[Qualifier, ...] = ()
    rank: Rank = Rank.NORMAL
    status: Status = Status.ACCEPTED
    marks: frozenset[Mark] = frozenset()
    claim: Claim | None = None
    sources: tuple[str, ...] = ()
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement at one revision: `id` names the fact for good, `revision` counts from 1."""

    id: str
    revision: int
    pack: str
    statement: Statement


@dataclass(frozen=True, slots=True)
class Revision:
    """An immutable version of a fact: who wrote it when (milliseconds, UTC), and which one it restores, if any."""

    fact: str
    number: int
    statement: Statement
    author: str
    at: int
    approver: str | None = None
    restores: int | None = None


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """A question a person wrote: its right answer and wrong options as they are shown, and what it rests on.

    `accepted` are further wordings of the right answer for typed play. `facts` are the ids it rests on.
    """

    id: str
    pack: str
    stem: str
    answer: str
    wrong: tuple[str, ...]
    why: str
    sources: tuple[str, ...]
    facts: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    answer_kind: str = "term"
    difficulty: str = "medium"
    subjects: tuple[str, ...] = ()
    marks: frozenset[Mark] = frozenset()
    typed: bool = True  # whether it can be asked without its options
    revision: int = 1
    tolerance: float = 0.0  # how far a number may be off
    converts: bool = False  # whether a quantity may be given in other units


@dataclass(frozen=True, slots=True)
class Pack:
    """A named, versioned set of subjects, facts and questions with a licence."""

    name: str
    version: str
    title: str
    licence: str
    summary: str = ""
    language: str = "en"
    subjects: tuple[Subject, ...] = ()
    facts: tuple[Fact, ...] = ()
    sources: tuple[Source, ...] = ()
    questions: tuple[WrittenQuestion, ...] = ()


class TopicKind(StrEnum):
    PACK = "pack"
    KIND = "kind"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Topic:
    """What a round or a board is about: a pack, a kind of subject, or a subject and what touches it.

    `id` is the pack's name, the kind's name or the subject's id; `label` is how it is shown.
    """

    kind: TopicKind
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a community knows: its packs that are on and its own facts, as the builder takes it.

    `packs` maps a pack's name to its title; subjects and sources are by id.
    """

    packs: Mapping[str, str]
    subjects: Mapping[str, Subject]
    sources: Mapping[str, Source]
    facts: tuple[Fact, ...]
    questions: tuple[WrittenQuestion, ...]
