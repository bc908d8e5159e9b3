"""Bringing a pack that all share to another version, inside one transaction.

One law holds here: what a revision said stays said. A changed fact or question gets its next number, one that the
pack no longer has is retired, and one that comes back goes on counting.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from facts.knowledge import Mark, Pack, Subject
from facts.store import writes
from facts.store.encoding import encode_question, encode_statement
from facts.store.indexing import fact_rows, gathered, subject_rows
from facts.store.tables import (
    OWN,
    SHARED,
    deletion_keys,
    fact_subjects,
    facts,
    name_tails,
    names,
    packs,
    question_revisions,
    questions,
    revisions,
    search_words,
    sources,
    subjects,
)


class PackClash(Exception):
    """Two packs use one id; the message names it."""


@dataclass(frozen=True, slots=True)
class Changes:
    added: int = 0
    revised: int = 0
    retired: int = 0
    other: bool = False  # the pack's own lines, subjects or sources

    @property
    def any(self) -> bool:
        return bool(self.added or self.revised or self.retired or self.other)

    def __add__(self, more: Changes) -> Changes:
        return Changes(
            self.added + more.added,
            self.revised + more.revised,
            self.retired + more.retired,
            self.other or more.other,
        )


async def install(connection: AsyncConnection, pack: Pack, at: int, digest: str) -> Changes:
    """Makes the shared rows of this pack say what the pack says. Raises `PackClash`."""
    await writes.touch(connection, SHARED)
    await _refuse_clashes(connection, pack)
    changes = await _pack_row(connection, pack, at, digest)
    changes += await _sources(connection, pack)
    changes += await _subjects(connection, pack)
    changes += await _facts(connection, pack, at)
    changes += await _questions(connection, pack, at)
    if changes.any:
        await _index(connection, pack)
    return changes


async def _refuse_clashes(connection: AsyncConnection, pack: Pack) -> None:
    if pack.name == OWN:
        raise PackClash(f"A pack cannot be called {OWN!r}: that is what a community adds itself. Rename it.")
    for table, what, ids in (
        (subjects, "subject", [one.id for one in pack.subjects]),
        (sources, "source", [one.id for one in pack.sources]),
        (facts, "fact", [one.id for one in pack.facts]),
        (questions, "question", [one.id for one in pack.questions]),
    ):
        found = await connection.execute(
            select(table.c.id, table.c.pack).where(table.c.community_id == SHARED, table.c.pack != pack.name)
        )
        clash = next((row for row in found if row.id in set(ids)), None)
        if clash:
            raise PackClash(
                f"The {what} {clash.id!r} of pack {pack.name!r} is in pack {clash.pack!r} already. Rename one of them."
            )


async def _pack_row(connection: AsyncConnection, pack: Pack, at: int, digest: str) -> Changes:
    about = {name: getattr(pack, name) for name in ("version", "title", "licence", "summary", "language")}
    here = (packs.c.community_id == SHARED, packs.c.name == pack.name)
    old = (await connection.execute(select(packs).where(*here))).mappings().first()
    if old and all(old[name] == said for name, said in about.items()):
        await connection.execute(update(packs).where(*here).values(digest=digest))
        return Changes()
    row = {"community_id": SHARED, "name": pack.name, "digest": digest, "installed_at": at, **about}
    await writes.put(connection, packs, row)
    return Changes(other=True)


async def _sources(connection: AsyncConnection, pack: Pack) -> Changes:
    """Sources that a pack no longer names stay: old revisions name them."""
    columns = ("title", "publisher", "author", "date", "locator", "licence")
    found = await connection.execute(select(sources).where(*_of(sources, pack)))
    old = {row["id"]: tuple(row[name] for name in columns) for row in found.mappings()}
    rows = []
    for source in pack.sources:
        about = tuple(getattr(source, name) for name in columns)
        if old.get(source.id) != about:
            row = {
                "community_id": SHARED,
                "id": source.id,
                "pack": pack.name,
                **dict(zip(columns, about, strict=True)),
            }
            rows.append(row)
    await writes.put(connection, sources, *rows)
    return Changes(other=bool(rows))


async def _subjects(connection: AsyncConnection, pack: Pack) -> Changes:
    """The subjects' rows and names; the caller writes what finds them when anything changed."""
    found = await connection.execute(select(subjects).where(*_of(subjects, pack)))
    old = {row["id"]: dict(row) for row in found.mappings()}
    named = await connection.execute(
        select(names.c.subject_id, names.c.text, names.c.note)
        .join(
            subjects,
            (subjects.c.community_id == names.c.community_id) & (subjects.c.id == names.c.subject_id),
        )
        .where(*_of(subjects, pack))
        .order_by(names.c.subject_id, names.c.place)
    )
    old_names: dict[str, list[tuple[str, str]]] = {}
    for row in named:
        old_names.setdefault(row.subject_id, []).append((row.text, row.note))
    renamed = any(
        old_names.get(subject.id) != [(name.text, name.note) for name in subject.names]
        for subject in pack.subjects
    )
    known_openly = {
        id for fact in pack.facts if Mark.MATURE not in fact.statement.marks for id in fact.statement.subjects
    }
    hidden = {id for fact in pack.facts for id in fact.statement.subjects} - known_openly
    wanted = {subject.id: _subject_row(pack, subject, subject.id in hidden) for subject in pack.subjects}
    rows = [row for id, row in wanted.items() if old.get(id) != row]
    await writes.put(connection, subjects, *rows)
    gone = [id for id, row in old.items() if not row["retired"] and id not in wanted]
    for some in _portions(gone):
        await connection.execute(_RETIRE[subjects], {"ids": some})
    return Changes(other=renamed or bool(rows or gone))


def _subject_row(pack: Pack, subject: Subject, mature: bool) -> dict[str, Any]:
    return {
        "community_id": SHARED,
        "id": subject.id,
        "pack": pack.name,
        "kind": subject.kind,
        "summary": subject.summary,
        "mature": mature,
        "retired": False,
    }


async def _facts(connection: AsyncConnection, pack: Pack, at: int) -> Changes:
    wanted = [(fact.id, encode_statement(fact.statement), fact) for fact in pack.facts]
    changes, heads, content = await _next_revisions(connection, pack, facts, revisions, wanted, at)
    rows = (
        writes.fact_head(SHARED, replace(fact, revision=number, pack=pack.name), place)
        for place, (fact, number) in enumerate(heads)
        if number
    )
    await writes.put(connection, facts, *rows)
    if content:
        await connection.execute(insert(revisions), content)
    return changes


async def _questions(connection: AsyncConnection, pack: Pack, at: int) -> Changes:
    wanted = [(question.id, encode_question(question), question) for question in pack.questions]
    changes, heads, content = await _next_revisions(
        connection, pack, questions, question_revisions, wanted, at
    )
    about = {"community_id": SHARED, "pack": pack.name, "retired": False}
    rows = (
        {"id": question.id, "revision": number, "place": place, **about}
        for place, (question, number) in enumerate(heads)
        if number
    )
    await writes.put(connection, questions, *rows)
    if content:
        await connection.execute(insert(question_revisions), content)
    return changes


async def _next_revisions(
    connection: AsyncConnection,
    pack: Pack,
    head: Any,
    body: Any,
    wanted: Iterable[tuple[str, str, Any]],
    at: int,
) -> tuple[Changes, list[tuple[Any, int]], list[dict[str, Any]]]:
    """What changed, each thing with the number its head must get (0: as it is), and the new revisions' rows."""
    owner = "fact_id" if head is facts else "question_id"
    joined = (body.c.community_id == head.c.community_id) & (body.c[owner] == head.c.id)
    found = await connection.execute(
        select(head.c.id, head.c.place, head.c.revision, head.c.retired, body.c.content)
        .join(body, joined & (body.c.number == head.c.revision))
        .where(*_of(head, pack))
    )
    old = {row.id: row for row in found}
    changes = Changes()
    heads: list[tuple[Any, int]] = []
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()
    for place, (id, content, thing) in enumerate(wanted):
        seen.add(id)
        was = old.get(id)
        number = was.revision if was else 0
        if was is None or was.content != content:
            number += 1
            new = {
                "number": number,
                "content": content,
                "author": f"pack {pack.name} {pack.version}",
                "at": at,
            }
            rows.append({"community_id": SHARED, owner: id, **new})
            changes += Changes(revised=1) if was else Changes(added=1)
        elif was.retired or was.place != place:
            changes += Changes(added=int(was.retired), other=True)
        else:
            number = 0
        heads.append((thing, number))
    gone = [id for id, row in old.items() if id not in seen and not row.retired]
    for some in _portions(gone):
        await connection.execute(_RETIRE[head], {"ids": some})
    return changes + Changes(retired=len(gone)), heads, rows


async def _index(connection: AsyncConnection, pack: Pack) -> None:
    """Writes anew what finds the pack's subjects and facts; cheap enough to do whole, so that it is never half."""
    subject_ids = list(
        (await connection.execute(select(subjects.c.id).where(*_of(subjects, pack)))).scalars()
    )
    fact_ids = list((await connection.execute(select(facts.c.id).where(*_of(facts, pack)))).scalars())
    for statement in _FORGET_SUBJECTS:
        for some in _portions(subject_ids):
            await connection.execute(statement, {"ids": some})
    for statement in _FORGET_FACTS:
        for some in _portions(fact_ids):
            await connection.execute(statement, {"ids": some})
    known = {subject.id: subject for subject in pack.subjects}
    rows = [row for subject in pack.subjects for row in subject_rows(subject)]
    rows += [row for fact in pack.facts for row in fact_rows(fact, known)]
    await writes.add(connection, gathered(rows, SHARED))


def _of(table: Any, pack: Pack) -> tuple[Any, Any]:
    return table.c.community_id == SHARED, table.c.pack == pack.name


def _portions(ids: list[str], size: int = 500) -> Iterable[list[str]]:
    """A database takes only so many values in one statement."""
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _forget(table: Any, column: str) -> Any:
    return delete(table).where(
        table.c.community_id == SHARED, table.c[column].in_(bindparam("ids", expanding=True))
    )


_FORGET_SUBJECTS = (
    _forget(names, "subject_id"),
    _forget(name_tails, "subject_id"),
    _forget(deletion_keys, "subject_id"),
    _forget(search_words, "subject_id").where(search_words.c.fact_id == ""),
)
_FORGET_FACTS = (_forget(fact_subjects, "fact_id"), _forget(search_words, "fact_id"))
_RETIRE = {
    table: update(table)
    .where(table.c.community_id == SHARED, table.c.id.in_(bindparam("ids", expanding=True)))
    .values(retired=True)
    for table in (subjects, facts, questions)
}
