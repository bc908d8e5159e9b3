"""The shelf: what a community knows, read.

One law holds here: every method takes the community and shows nothing of another's. It reads the packs that all
share, where the community has them on, and what is its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Executable

from facts.knowledge import Fact, Knowledge, Mark, Name, Rank, Source, Status, Subject, Topic
from facts.store import statements as sql
from facts.store.database import AnyRow, Database
from facts.store.encoding import decode_question, decode_statement
from facts.store.lookup import Found, Lookup, Several, Unknown
from facts.store.searching import Hit, Searching
from facts.store.tables import OWN, key
from facts.store.topics import Topics, bears_on, named_in
from facts.vocabulary import ORDER

__all__ = ["Found", "Hit", "PackInfo", "Several", "Shelf", "Unknown"]

Finding: TypeAlias = Found | Several | Unknown

_OWN_TITLE = "Added here"
_RANKS = {Rank.PREFERRED: 0, Rank.NORMAL: 1, Rank.DEPRECATED: 2}
_KEPT_COMMUNITIES = 128  # whose knowledge stays in memory


@dataclass(frozen=True, slots=True)
class PackInfo:
    """A pack as a community sees it: whether it is on, and how much it holds."""

    name: str
    version: str
    title: str
    licence: str
    summary: str
    on: bool
    subjects: int
    facts: int
    questions: int


class Shelf:
    """Reads of the store, for one community at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, tuple[tuple[tuple[str, int], ...], Knowledge]] = {}
        self._lookup = Lookup(self)
        self._topics = Topics(self)
        self._searching = Searching(self)

    async def find(self, community: str, text: str, kind: str | None = None, mature: bool = False) -> Finding:
        """The subject of a name: exactly, then with one typo a word; else the nearest three.

        A subject of `kind` is preferred, one of another kind is still found. "#salt" is the subject of that id.
        """
        return await self._lookup.find(community, text, kind, mature)

    async def complete(
        self, community: str, typed: str, kinds: tuple[str, ...] = (), limit: int = 25, mature: bool = False
    ) -> tuple[Subject, ...]:
        """Subjects with a name of which a word begins as typed; where there are none, one typo is forgiven."""
        return await self._lookup.complete(community, typed, kinds, limit, mature)

    async def search(
        self, community: str, words: str, limit: int = 10, mature: bool = False
    ) -> tuple[Hit, ...]:
        """Subjects and facts that hold the words, best first. Spoilers are never among them."""
        return await self._searching.search(community, words, limit, mature)

    async def topic(self, community: str, text: str) -> Topic | tuple[Topic, ...] | None:
        """The topic of that name; several when it could mean more than one, or the nearest; None for nothing."""
        return await self._topics.topic(community, text)

    async def topics(self, community: str, typed: str, limit: int = 25) -> tuple[Topic, ...]:
        """Topics that begin as typed: packs, then kinds, then subjects."""
        return await self._topics.topics(community, typed, limit)

    async def subject(self, community: str, subject_id: str) -> Subject | None:
        """The subject of an id."""
        return (await self.subjects(community, (subject_id,))).get(subject_id)

    async def subjects(self, community: str, ids: Iterable[str]) -> Mapping[str, Subject]:
        """Subjects by id, in the order asked for; those not known are left out."""
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return {}
        rows = await self.rows(sql.SUBJECTS_BY_ID, community, ids=wanted)
        found = subjects_in(rows, await self.rows(sql.NAMES_BY_ID, community, ids=wanted))
        return {id: found[id] for id in wanted if id in found}

    async def sources(self, community: str, ids: Iterable[str]) -> Mapping[str, Source]:
        """Sources by id, in the order asked for."""
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return {}
        found = _sources(await self.rows(sql.SOURCES_BY_ID, community, ids=wanted))
        return {id: found[id] for id in wanted if id in found}

    async def facts_about(self, community: str, subject_id: str) -> tuple[Fact, ...]:
        """Facts said of a subject, alone or with others, in the order of a card."""
        return await self._facts_of(community, subject_id, "about")

    async def facts_touching(self, community: str, subject_id: str) -> tuple[Fact, ...]:
        """Facts of other subjects that name this one: as value, in a qualifier, or as who says so."""
        return await self._facts_of(community, subject_id, "touching")

    async def _facts_of(self, community: str, subject_id: str, role: str) -> tuple[Fact, ...]:
        found = _facts(await self.rows(sql.FACTS_OF, community, subject=subject_id, role=role))
        return tuple(sorted(found, key=_on_a_card))

    async def facts(self, community: str, ids: Collection[str]) -> Mapping[str, Fact]:
        """Facts by id."""
        rows = await self.rows(sql.FACTS_BY_ID, community, ids=list(ids)) if ids else []
        return {fact.id: fact for fact in _facts(rows)}

    async def changed(self, community: str, ids: Collection[str]) -> Mapping[str, int]:
        """When each fact got the revision that holds now: milliseconds, UTC."""
        rows = await self.rows(sql.CHANGED_AT, community, ids=list(ids)) if ids else []
        return {row.id: row.at for row in rows}

    async def random_fact(self, community: str, topic: Topic | None, seed: int, mature: bool) -> Fact | None:
        """One fact that may be shown to anybody: accepted, sourced, no spoiler, not superseded."""
        knowledge = await self.knowledge(community)
        barred = {Mark.SPOILER} if mature else {Mark.SPOILER, Mark.MATURE}
        fit = [
            fact
            for fact in knowledge.facts
            if fact.statement.status is Status.ACCEPTED
            and fact.statement.sources
            and fact.statement.rank is not Rank.DEPRECATED
            and not fact.statement.marks & barred
            and (topic is None or bears_on(fact, topic, knowledge))
        ]
        return fit[seed % len(fit)] if fit else None

    async def packs(self, community: str) -> tuple[PackInfo, ...]:
        """Every pack and whether it is on here; what was added here counts as one, once there is any."""
        async with self._database.snapshot() as connection:
            bound = {"community": key(community)}
            rows = (await connection.execute(sql.PACKS, bound)).all()
            off = {row.pack for row in await connection.execute(sql.SWITCHES, bound) if not row.on}
            counts = {
                what: {row[0]: row[1] for row in await connection.execute(statement, bound)}
                for what, statement in sql.COUNTS.items()
            }
        shown = [(row.name, row.version, row.title, row.licence, row.summary) for row in rows]
        if any(OWN in of_pack for of_pack in counts.values()):
            shown.append((OWN, "", _OWN_TITLE, "", "Facts and questions that this community added."))
        return tuple(
            PackInfo(*about, about[0] not in off, *(counts[what].get(about[0], 0) for what in sql.COUNTS))
            for about in shown
        )

    async def knowledge(self, community: str) -> Knowledge:
        """All that is on for a community. Kept in memory until a desk writes something it can see."""
        stamp = tuple(sorted((row[0], row[1]) for row in await self.rows(sql.VERSIONS, community)))
        known = self._known.get(community)
        if known and known[0] == stamp:
            return known[1]
        stamp, fresh = await self._load(community)
        self._known.pop(community, None)
        while len(self._known) >= _KEPT_COMMUNITIES:
            del self._known[next(iter(self._known))]
        self._known[community] = (stamp, fresh)
        return fresh

    async def _load(self, community: str) -> tuple[tuple[tuple[str, int], ...], Knowledge]:
        async with self._database.snapshot() as connection:
            rows = {}
            for what in (
                "VERSIONS",
                "SWITCHES",
                "PACKS",
                "SUBJECTS",
                "NAMES",
                "SOURCES",
                "FACTS",
                "QUESTIONS",
            ):
                rows[what] = (
                    await connection.execute(getattr(sql, what), {"community": key(community)})
                ).all()
        off = {row.pack for row in rows["SWITCHES"] if not row.on}
        titles = {row.name: row.title for row in rows["PACKS"] if row.name not in off}
        if OWN not in off:
            titles[OWN] = _OWN_TITLE
        subjects = subjects_in(rows["SUBJECTS"], rows["NAMES"])
        knowledge = Knowledge(
            packs=titles,
            subjects=subjects,
            sources=_sources(rows["SOURCES"]),
            # a fact added here may name a subject whose pack has since been turned off
            facts=tuple(
                fact
                for fact in _facts(rows["FACTS"])
                if all(id in subjects for id in named_in(fact.statement))
            ),
            questions=tuple(
                decode_question(row.content, row.id, row.pack, row.revision) for row in rows["QUESTIONS"]
            ),
        )
        return tuple(sorted((row[0], row[1]) for row in rows["VERSIONS"])), knowledge

    async def rows(self, statement: Executable, community: str, **bound: Any) -> list[AnyRow]:
        """The rows of one statement for one community. For the rooms of the store alone."""
        async with self._database.read() as connection:
            return list((await connection.execute(statement, {"community": key(community), **bound})).all())


def subjects_in(rows: Iterable[AnyRow], name_rows: Iterable[AnyRow]) -> dict[str, Subject]:
    names: dict[str, list[Name]] = {}
    for row in name_rows:
        names.setdefault(row.subject_id, []).append(Name(row.text, row.note))
    return {row.id: Subject(row.id, row.kind, tuple(names[row.id]), row.pack, row.summary) for row in rows}


def _sources(rows: Iterable[AnyRow]) -> dict[str, Source]:
    return {
        row.id: Source(row.id, row.title, row.publisher, row.author, row.date, row.locator, row.licence)
        for row in rows
    }


def _facts(rows: Iterable[AnyRow]) -> tuple[Fact, ...]:
    return tuple(Fact(row.id, row.revision, row.pack, decode_statement(row.content)) for row in rows)


def _on_a_card(fact: Fact) -> tuple[int, int]:
    """Sorting keeps the pack's own order within a property and rank."""
    return ORDER.get(fact.statement.property, len(ORDER)), _RANKS[fact.statement.rank]
