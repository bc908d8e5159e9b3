"""Reads that the rooms of the store share: rows of one community, and values made of rows.

One law holds here: a statement is run for one community, whose key is bound with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Executable

from facts.knowledge import Fact, Name, Source, Subject
from facts.store import statements as sql
from facts.store.database import AnyRow, Database
from facts.store.encoding import decode_statement
from facts.store.tables import OWN, key

OWN_TITLE = "Added here"


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


class Reading:
    """Single statements, and subjects, sources, facts and packs by their ids."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rows(self, statement: Executable, community: str, **bound: Any) -> list[AnyRow]:
        """The rows of one statement for one community."""
        async with self._database.read() as connection:
            return list((await connection.execute(statement, {"community": key(community), **bound})).all())

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
        found = sources_in(await self.rows(sql.SOURCES_BY_ID, community, ids=wanted))
        return {id: found[id] for id in wanted if id in found}

    async def facts(self, community: str, ids: Collection[str]) -> Mapping[str, Fact]:
        """Facts by id."""
        rows = await self.rows(sql.FACTS_BY_ID, community, ids=list(ids)) if ids else []
        return {fact.id: fact for fact in facts_in(rows)}

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
            shown.append((OWN, "", OWN_TITLE, "", "Facts and questions that this community added."))
        return tuple(
            PackInfo(*about, about[0] not in off, *(counts[what].get(about[0], 0) for what in sql.COUNTS))
            for about in shown
        )


def subjects_in(rows: Iterable[AnyRow], name_rows: Iterable[AnyRow]) -> dict[str, Subject]:
    names: dict[str, list[Name]] = {}
    for row in name_rows:
        names.setdefault(row.subject_id, []).append(Name(row.text, row.note))
    return {row.id: Subject(row.id, row.kind, tuple(names[row.id]), row.pack, row.summary) for row in rows}


def sources_in(rows: Iterable[AnyRow]) -> dict[str, Source]:
    return {
        row.id: Source(row.id, row.title, row.publisher, row.author, row.date, row.locator, row.licence)
        for row in rows
    }


def facts_in(rows: Iterable[AnyRow]) -> tuple[Fact, ...]:
    return tuple(Fact(row.id, row.revision, row.pack, decode_statement(row.content)) for row in rows)
