"""The shelf: what a community knows, read.

One law holds here: every method takes the community and shows nothing of another's. It reads the packs that all
share, where the community has them on, and what is its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

from facts.knowledge import Fact, Knowledge, Mark, Rank, Source, Status, Subject, Topic
from facts.store import statements as sql
from facts.store.database import Database
from facts.store.encoding import decode_question
from facts.store.lookup import Found, Lookup, Several, Unknown
from facts.store.reading import OWN_TITLE, PackInfo, Reading, facts_in, sources_in, subjects_in
from facts.store.searching import Hit, Searching
from facts.store.tables import OWN, key
from facts.store.topics import Ambiguous, NoTopic, Topics, bears_on, named_in
from facts.vocabulary import ORDER

__all__ = ["Ambiguous", "Found", "Hit", "NoTopic", "PackInfo", "Several", "Shelf", "Unknown"]

Finding: TypeAlias = Found | Several | Unknown

_RANKS = {Rank.PREFERRED: 0, Rank.NORMAL: 1, Rank.DEPRECATED: 2}
_KEPT_COMMUNITIES = 128  # whose knowledge stays in memory


class Shelf:
    """Reads of the store, for one community at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, tuple[tuple[tuple[str, int], ...], Knowledge]] = {}
        self._loading = asyncio.Lock()
        self._reading = Reading(database)
        self._lookup = Lookup(self._reading)
        self._topics = Topics(self._reading, self._lookup)
        self._searching = Searching(self._reading, self._lookup)

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

    async def topic(self, community: str, text: str) -> Topic | Ambiguous | NoTopic:
        """The topic of that name, or the several it could mean, or the nearest to none."""
        return await self._topics.topic(community, text)

    async def topics(self, community: str, typed: str, limit: int = 25) -> tuple[Topic, ...]:
        """Topics that begin as typed: packs, then kinds, then subjects."""
        return await self._topics.topics(community, typed, limit)

    async def subject(self, community: str, subject_id: str) -> Subject | None:
        """The subject of an id."""
        return await self._reading.subject(community, subject_id)

    async def subjects(self, community: str, ids: Iterable[str]) -> Mapping[str, Subject]:
        """Subjects by id, in the order asked for; those not known are left out."""
        return await self._reading.subjects(community, ids)

    async def sources(self, community: str, ids: Iterable[str]) -> Mapping[str, Source]:
        """Sources by id, in the order asked for."""
        return await self._reading.sources(community, ids)

    async def facts(self, community: str, ids: Collection[str]) -> Mapping[str, Fact]:
        """Facts by id."""
        return await self._reading.facts(community, ids)

    async def packs(self, community: str) -> tuple[PackInfo, ...]:
        """Every pack and whether it is on here; what was added here counts as one, once there is any."""
        return await self._reading.packs(community)

    async def facts_about(self, community: str, subject_id: str) -> tuple[Fact, ...]:
        """Facts said of a subject, alone or with others, in the order of a card."""
        return await self._facts_of(community, subject_id, "about")

    async def facts_touching(self, community: str, subject_id: str) -> tuple[Fact, ...]:
        """Facts of other subjects that name this one: as value, in a qualifier, or as who says so."""
        return await self._facts_of(community, subject_id, "touching")

    async def _facts_of(self, community: str, subject_id: str, role: str) -> tuple[Fact, ...]:
        found = facts_in(await self._reading.rows(sql.FACTS_OF, community, subject=subject_id, role=role))
        return tuple(sorted(found, key=_on_a_card))

    async def changed(self, community: str, ids: Collection[str]) -> Mapping[str, int]:
        """When each fact got the revision that holds now: milliseconds, UTC."""
        rows = await self._reading.rows(sql.CHANGED_AT, community, ids=list(ids)) if ids else []
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

    async def knowledge(self, community: str) -> Knowledge:
        """All that is on for a community. Kept in memory until a desk writes something it can see."""
        stamp = tuple(sorted((row[0], row[1]) for row in await self._reading.rows(sql.VERSIONS, community)))
        known = self._known.get(community)
        if known and known[0] == stamp:
            return known[1]
        async with self._loading:  # many rounds of a start ask at once: one reads for all of them
            known = self._known.pop(community, None)
            if known is None or known[0] != stamp:
                known = await self._load(community)
            while len(self._known) >= _KEPT_COMMUNITIES:
                del self._known[next(iter(self._known))]
            self._known[community] = known
        return known[1]

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
            titles[OWN] = OWN_TITLE
        subjects = subjects_in(rows["SUBJECTS"], rows["NAMES"])
        knowledge = Knowledge(
            packs=titles,
            subjects=subjects,
            sources=sources_in(rows["SOURCES"]),
            # a fact added here may name a subject whose pack has since been turned off
            facts=tuple(
                fact
                for fact in facts_in(rows["FACTS"])
                if all(id in subjects for id in named_in(fact.statement))
            ),
            questions=tuple(
                decode_question(row.content, row.id, row.pack, row.revision) for row in rows["QUESTIONS"]
            ),
        )
        return tuple(sorted((row[0], row[1]) for row in rows["VERSIONS"])), knowledge


def _on_a_card(fact: Fact) -> tuple[int, int]:
    """Sorting keeps the pack's own order within a property and rank."""
    return ORDER.get(fact.statement.property, len(ORDER)), _RANKS[fact.statement.rank]
