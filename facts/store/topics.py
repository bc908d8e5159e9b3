"""Topics: what a round, a board or a random fact can be about.

One law holds here: a topic is offered only when the community knows something of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz

from facts.knowledge import Fact, Knowledge, Qualifier, Statement, Subject, SubjectRef, Topic, TopicKind
from facts.names import normal, within_one_typo_a_word
from facts.store import statements as sql
from facts.store.lookup import Found, Lookup, Several
from facts.store.reading import Reading
from facts.vocabulary import KINDS

_NEAR = 70


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """More than one topic has the name: which is meant must be asked. Their labels tell them apart."""

    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class NoTopic:
    """None has; these, three at most, are the nearest."""

    nearest: tuple[Topic, ...]


class Topics:
    def __init__(self, reading: Reading, lookup: Lookup) -> None:
        self._reading = reading
        self._lookup = lookup

    async def topic(self, community: str, text: str) -> Topic | Ambiguous | NoTopic:
        explicit = await self._explicit(community, text.strip())
        if explicit:
            return explicit
        wanted = normal(text[:200])
        if not wanted:
            return NoTopic(())
        broad = await self._broad(community)
        for fits in (lambda name: name == wanted, lambda name: within_one_typo_a_word(name, wanted)):
            exact = [topic for topic, names in broad if any(map(fits, names))]
            if exact:
                return exact[0] if len(exact) == 1 else Ambiguous(tuple(exact))
        found = await self._lookup.find(community, text, None, mature=False)
        if isinstance(found, Found):
            return of_subject(found.subject)
        if isinstance(found, Several):
            return Ambiguous(tuple(map(_told_apart, found.subjects)))
        near = [topic for topic, names in broad if any(fuzz.WRatio(wanted, name) >= _NEAR for name in names)]
        return NoTopic((*near, *map(of_subject, found.nearest))[:3])

    async def topics(self, community: str, typed: str, limit: int) -> tuple[Topic, ...]:
        start = normal(typed[:200])
        broad = [
            topic
            for topic, names in await self._broad(community)
            if any(f" {name}".find(f" {start}") >= 0 for name in names) or not start
        ]
        subjects = await self._lookup.complete(community, typed, (), limit, mature=False)
        return (*broad, *map(of_subject, subjects))[:limit]

    async def _explicit(self, community: str, text: str) -> Topic | None:
        """What a button says: "pack:dprk-cinema", "kind:film", "subject:salt"."""
        kind, mark, id = text.partition(":")
        if not mark or kind not in set(TopicKind):
            return None
        if kind == TopicKind.SUBJECT:
            subject = await self._reading.subject(community, id)
            return of_subject(subject) if subject else None
        return next(
            (one for one, _ in await self._broad(community) if (one.kind, one.id) == (kind, id)), None
        )

    async def _broad(self, community: str) -> list[tuple[Topic, tuple[str, ...]]]:
        """Packs and kinds with the normal forms of what they are called."""
        packs: list[tuple[Topic, tuple[str, ...]]] = [
            (Topic(TopicKind.PACK, pack.name, pack.title), (normal(pack.name), normal(pack.title)))
            for pack in await self._reading.packs(community)
            if pack.on
        ]
        known = {row.kind for row in await self._reading.rows(sql.KINDS_KNOWN, community)}
        kinds: list[tuple[Topic, tuple[str, ...]]] = [
            (Topic(TopicKind.KIND, kind.name, kind.many), (normal(kind.one), normal(kind.many)))
            for kind in KINDS
            if kind.name in known
        ]
        return packs + kinds


def of_subject(subject: Subject) -> Topic:
    """The topic of a subject and what touches it."""
    return Topic(TopicKind.SUBJECT, subject.id, subject.label)


def touched(statement: Statement) -> tuple[str, ...]:
    """Subjects that a statement names besides those it is about: value, qualifiers, claimants."""
    named = [one.value for one in (Qualifier("", statement.value), *statement.qualifiers)]
    ids = [value.subject for value in named if isinstance(value, SubjectRef)]
    claim = statement.claim
    while claim:
        ids += [claim.claimant] if claim.is_subject else []
        claim = claim.by
    return tuple(id for id in dict.fromkeys(ids) if id not in statement.subjects)


def named_in(statement: Statement) -> tuple[str, ...]:
    """Every subject a statement names, those it is about first."""
    return (*dict.fromkeys(statement.subjects), *touched(statement))


def bears_on(fact: Fact, topic: Topic, knowledge: Knowledge) -> bool:
    """Whether a fact belongs to a topic."""
    match topic.kind:
        case TopicKind.PACK:
            return fact.pack == topic.id
        case TopicKind.KIND:
            about = (knowledge.subjects.get(id) for id in fact.statement.subjects)
            return any(subject is not None and subject.kind == topic.id for subject in about)
        case TopicKind.SUBJECT:
            return topic.id in fact.statement.subjects or topic.id in touched(fact.statement)


def _told_apart(subject: Subject) -> Topic:
    """A topic of one of several namesakes: its label says which."""
    return Topic(TopicKind.SUBJECT, subject.id, f"{subject.label} · {subject.summary or subject.kind}")
