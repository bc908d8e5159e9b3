"""The desk: what changes in the store, each change one transaction.

Two laws hold here. A revision is never written again: a change is a new one. And whatever a community writes
stands under its own id; only `install` writes what all share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from facts.curation import refusals
from facts.knowledge import (
    Claim,
    Fact,
    Mark,
    Pack,
    Qualifier,
    Source,
    Statement,
    Subject,
    SubjectRef,
    Value,
    WrittenQuestion,
)
from facts.names import normal
from facts.store import installing, writes
from facts.store import statements as sql
from facts.store.database import Database
from facts.store.encoding import encode_question, encode_statement
from facts.store.indexing import fact_rows, gathered, subject_rows
from facts.store.reading import subjects_in
from facts.store.tables import (
    OWN,
    SHARED,
    facts,
    key,
    pack_switches,
    packs,
    question_revisions,
    questions,
    revisions,
    sources,
    subjects,
)
from facts.store.topics import named_in


@dataclass(frozen=True, slots=True)
class Installed:
    """What became of a pack: `changed` is False when every bit of it was there already."""

    name: str
    version: str
    changed: bool
    added: int = 0  # facts and questions
    revised: int = 0
    retired: int = 0


class Desk:
    """Writes of the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def install(self, pack: Pack, at: int, digest: str = "") -> Installed:
        """Brings a pack that all share to this version. Doing it again changes nothing.

        A changed fact gets a new revision, a missing one is retired and keeps its history. Raises `PackClash`
        when another pack holds one of its ids already; then nothing has changed.
        """
        async with self._database.write() as connection:
            changes = await installing.install(connection, pack, at, digest)
        return Installed(
            pack.name, pack.version, changes.any, changes.added, changes.revised, changes.retired
        )

    async def digests(self) -> Mapping[str, str]:
        """Each installed pack's name with the digest of the file it was read from."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(packs.c.name, packs.c.digest).where(packs.c.community_id == SHARED)
            )
            return {row.name: row.digest for row in rows}

    async def switch(self, community: str, pack: str, on: bool) -> bool:
        """Turns a pack on or off for a community. False when there is no such pack."""
        async with self._database.write() as connection:
            known = await connection.execute(_PACK, {"name": pack})
            if pack != OWN and known.first() is None:
                return False
            row = {"community_id": key(community), "pack": pack, "on": on}
            await writes.put(connection, pack_switches, row)
            await writes.touch(connection, key(community))
        return True

    async def add_fact(
        self,
        community: str,
        statement: Statement,
        new_subject: Subject | None,
        source: Source,
        author: str,
        at: int,
    ) -> Fact:
        """Adds a community's own fact with its source, and its subject when that is new.

        The ids of what is new are ours to give: "own." comes before them. Ask `facts.curation.refusals` first: a
        fact that it refuses is a ValueError here.
        """
        own = key(community)
        async with self._database.write() as connection:
            await writes.touch(connection, own)
            if new_subject:
                id = await _free(connection, subjects, own, f"own.{_slug(new_subject.label)}")
                statement = _renamed(statement, new_subject.id, id)
                new_subject = replace(new_subject, id=id, pack=OWN)
            source_id = await _own_source(connection, own, source)
            kept = tuple(id for id in statement.sources if id != source.id)
            statement = replace(statement, sources=(source_id, *kept))
            known = await _named(connection, own, statement, new_subject)
            refused = refusals(statement, known)
            if refused:
                raise ValueError(f"a fact that cannot be accepted: {refused}")
            if new_subject:
                await _keep_subject(connection, own, new_subject, statement)
            stem = statement.subjects[0].removeprefix("own.")
            id = await _free(connection, facts, own, f"own.{stem}.{statement.property}")
            fact = Fact(id, 1, OWN, statement)
            await _keep_fact(connection, own, fact, known, author, at)
        return fact

    async def add_question(
        self, community: str, question: WrittenQuestion, source: Source, author: str, at: int
    ) -> WrittenQuestion:
        """Adds a community's own written question with its source; its id is ours to give."""
        own = key(community)
        async with self._database.write() as connection:
            await writes.touch(connection, own)
            source_id = await _own_source(connection, own, source)
            id = await _free(connection, questions, own, f"own.{_slug(question.stem)}")
            kept = tuple(one for one in question.sources if one != source.id)
            question = replace(question, id=id, pack=OWN, revision=1, sources=(source_id, *kept))
            place = await writes.count(connection, questions, own)
            head = {"id": id, "pack": OWN, "revision": 1, "place": place, "retired": False}
            await connection.execute(insert(questions), {"community_id": own, **head})
            row = {
                "question_id": id,
                "number": 1,
                "content": encode_question(question),
                "author": author,
                "at": at,
            }
            await connection.execute(insert(question_revisions), {"community_id": own, **row})
        return question


_PACK = select(packs.c.name).where(packs.c.community_id == SHARED, packs.c.name == bindparam("name"))
_UNMATURE = (
    update(subjects)
    .where(subjects.c.community_id == bindparam("own"), subjects.c.id.in_(bindparam("ids", expanding=True)))
    .values(mature=False)
)


def _slug(text: str) -> str:
    """A short id that people can read; letters of every script may stand in it."""
    return normal(text).replace(" ", "-")[:60] or "unnamed"


async def _free(connection: AsyncConnection, table: Any, community: str, wanted: str) -> str:
    """The id wanted, or with a number behind it, that no row has yet."""
    found = await connection.execute(
        select(table.c.id).where(
            table.c.community_id == community, table.c.id >= wanted, table.c.id < wanted + sql.LAST
        )
    )
    taken = set(found.scalars())
    number, id = 1, wanted
    while id in taken:
        number += 1
        id = f"{wanted}-{number}"
    return id


def _renamed(statement: Statement, old: str, new: str) -> Statement:
    """The statement with a subject's id exchanged wherever it is named."""

    def value(one: Value) -> Value:
        return SubjectRef(new) if one == SubjectRef(old) else one

    def claim(one: Claim | None) -> Claim | None:
        if one is None:
            return None
        said_by = new if one.is_subject and one.claimant == old else one.claimant
        return replace(one, claimant=said_by, by=claim(one.by))

    return replace(
        statement,
        subjects=tuple(new if id == old else id for id in statement.subjects),
        value=value(statement.value),
        qualifiers=tuple(Qualifier(one.property, value(one.value)) for one in statement.qualifiers),
        claim=claim(statement.claim),
    )


async def _own_source(connection: AsyncConnection, own: str, source: Source) -> str:
    """The id of the community's own source that says the same, or of a new one."""
    about = {
        name: getattr(source, name) for name in ("title", "publisher", "author", "date", "locator", "licence")
    }
    same = [sources.c[name] == said for name, said in about.items()]
    found = (
        await connection.execute(select(sources.c.id).where(sources.c.community_id == own, *same))
    ).scalar()
    if found is not None:
        return str(found)
    id = await _free(connection, sources, own, f"own.{_slug(source.title)}")
    await connection.execute(insert(sources), {"community_id": own, "id": id, "pack": OWN, **about})
    return id


async def _named(
    connection: AsyncConnection, own: str, statement: Statement, new: Subject | None
) -> dict[str, Subject]:
    """The subjects that a statement names, the new one among them."""
    ids = list(named_in(statement))
    bound = {"community": own, "ids": ids}
    rows = (await connection.execute(sql.SUBJECTS_BY_ID, bound)).all()
    name_rows = (await connection.execute(sql.NAMES_BY_ID, bound)).all()
    return subjects_in(rows, name_rows) | ({new.id: new} if new else {})


async def _keep_subject(
    connection: AsyncConnection, own: str, subject: Subject, statement: Statement
) -> None:
    row = {
        "community_id": own,
        "id": subject.id,
        "pack": OWN,
        "kind": subject.kind,
        "summary": subject.summary,
        "mature": Mark.MATURE in statement.marks,
        "retired": False,
    }
    await connection.execute(insert(subjects), row)
    await writes.add(connection, gathered(subject_rows(subject), own))


async def _keep_fact(
    connection: AsyncConnection, own: str, fact: Fact, known: Mapping[str, Subject], author: str, at: int
) -> None:
    place = await writes.count(connection, facts, own)
    await connection.execute(insert(facts), writes.fact_head(own, fact, place))
    row = {
        "fact_id": fact.id,
        "number": 1,
        "content": encode_statement(fact.statement),
        "author": author,
        "at": at,
    }
    await connection.execute(insert(revisions), {"community_id": own, **row})
    await writes.add(connection, gathered(fact_rows(fact, known), own))
    if Mark.MATURE not in fact.statement.marks:
        await connection.execute(_UNMATURE, {"own": own, "ids": list(fact.statement.subjects)})
