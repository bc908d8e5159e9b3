"""Writes: packs that grow, a community's own facts, and what nobody else sees of them. On both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from facts.knowledge import Mark, Name, Pack, Source, Statement, Subject, SubjectRef, Text, WrittenQuestion
from facts.store.backup import verify
from facts.store.database import Database
from facts.store.desk import Desk
from facts.store.encoding import decode_statement
from facts.store.installing import PackClash
from facts.store.packs import install_builtin
from facts.store.shelf import Found, Shelf, Unknown
from facts.store.tables import facts, revisions

AT = 1_700_000_000_000
SOURCE = Source("new", "Our wiki", author="Ann")


def own_statement(**changes: object) -> Statement:
    made = Statement(subjects=("new",), property="genre", value=Text("drama"), sources=("new",))
    return replace(made, **changes)  # type: ignore[arg-type]


def own_subject(name: str = "Hwal", kind: str = "film") -> Subject:
    return Subject("new", kind, (Name(name),), "own")


@pytest.fixture
async def desk(database: Database, small_pack: Pack) -> Desk:
    desk = Desk(database)
    await desk.install(small_pack, AT)
    return desk


async def test_installing_again_changes_nothing(desk: Desk, database: Database, small_pack: Pack) -> None:
    """The second time is told to be no change, and no revision is added."""
    before = await Shelf(database).knowledge("here")
    again = await desk.install(small_pack, AT + 1)
    assert (again.changed, again.added, again.revised, again.retired) == (False, 0, 0, 0)
    assert await Shelf(database).knowledge("here") == before
    async with database.read() as connection:
        numbers = (await connection.execute(select(revisions.c.number))).scalars().all()
    assert set(numbers) == {1}
    assert len(numbers) == len(small_pack.facts)


async def test_an_upgrade_adds_revisions_and_never_changes_old_ones(
    desk: Desk, database: Database, small_pack: Pack
) -> None:
    """A changed fact has a second revision, a missing one is retired, one that returns goes on counting."""
    first = small_pack.facts[0]
    changed = replace(first, statement=replace(first.statement, marks=frozenset({Mark.HEDGED})))
    upgraded = replace(small_pack, version="1.1.0", facts=(changed, *small_pack.facts[2:]))
    done = await desk.install(upgraded, AT + 1)
    assert (done.changed, done.added, done.revised, done.retired) == (True, 0, 1, 1)
    known = await Shelf(database).knowledge("here")
    assert {fact.id: fact.revision for fact in known.facts}[first.id] == 2
    assert small_pack.facts[1].id not in {fact.id for fact in known.facts}
    async with database.read() as connection:
        rows = (
            await connection.execute(
                select(revisions).where(revisions.c.fact_id == first.id).order_by(revisions.c.number)
            )
        ).all()
    assert [decode_statement(row.content) for row in rows] == [first.statement, changed.statement]
    back = await desk.install(replace(small_pack, version="1.2.0"), AT + 2)
    assert (back.added, back.revised, back.retired) == (1, 1, 0)
    assert {fact.id: fact.revision for fact in (await Shelf(database).knowledge("here")).facts}[first.id] == 3
    assert await verify(database) == ()


async def test_a_renamed_subject_is_found_by_its_new_name_alone(
    desk: Desk, database: Database, small_pack: Pack
) -> None:
    """What finds a subject follows its names, and a subject that is gone is found no more."""
    renamed = tuple(
        replace(subject, names=(Name("Ryongchon County"),)) if subject.id == "ryongchon" else subject
        for subject in small_pack.subjects
        if subject.id != "choi-eun-hee"
    )
    await desk.install(replace(small_pack, version="2.0.0", subjects=renamed, facts=()), AT + 1)
    shelf = Shelf(database)
    assert isinstance(await shelf.find("here", "Ryongchon County"), Found)
    assert isinstance(await shelf.find("here", "Choi Eun-hee"), Unknown)
    assert await shelf.facts_about("here", "pulgasari") == ()
    assert await shelf.search("here", "peasant") == ()


async def test_two_packs_cannot_share_an_id(desk: Desk, database: Database, small_pack: Pack) -> None:
    """The second is refused whole, and what was there stays."""
    with pytest.raises(PackClash, match="pulgasari"):
        await desk.install(replace(small_pack, name="other", sources=()), AT)
    assert [pack.name for pack in await Shelf(database).packs("here")] == ["small"]


async def test_a_pack_that_is_off_is_gone_from_every_read(desk: Desk, database: Database) -> None:
    """Here nothing of it is found, elsewhere all of it; an unknown pack is told."""
    assert await desk.switch("here", "small", False)
    assert not await desk.switch("here", "nothing", False)
    shelf = Shelf(database)
    assert await everything(shelf, "here", "Pulgasari", "pulgasari", "monster") == set()
    assert len(await everything(shelf, "there", "Pulgasari", "pulgasari", "monster")) == 8
    assert [pack.on for pack in await shelf.packs("here")] == [False]
    assert await desk.switch("here", "small", True)
    assert isinstance(await shelf.find("here", "Pulgasari"), Found)


async def test_an_own_fact_rests_while_its_subject_is_off(desk: Desk, database: Database) -> None:
    """Knowledge never names a subject it does not hold; turned on again, the fact is back."""
    fact = await desk.add_fact("here", own_statement(subjects=("pulgasari",)), None, SOURCE, "ann", AT)
    shelf = Shelf(database)
    assert fact in (await shelf.knowledge("here")).facts
    await desk.switch("here", "small", False)
    assert (await shelf.knowledge("here")).facts == ()
    await desk.switch("here", "small", True)
    assert fact in (await shelf.knowledge("here")).facts


async def everything(shelf: Shelf, community: str, name: str, id: str, word: str) -> set[str]:
    """The names of the shelf's methods that show something of a subject to a community."""
    knowledge = await shelf.knowledge(community)
    found = await shelf.find(community, name)
    shown = {
        "find": isinstance(found, Found) and found.subject.id == id,
        "subject": await shelf.subject(community, id),
        "complete": id in {one.id for one in await shelf.complete(community, name)},
        "facts_about": await shelf.facts_about(community, id),
        "search": id in {hit.subject.id for hit in await shelf.search(community, word)},
        "knowledge": id in knowledge.subjects,
        "topics": id in {topic.id for topic in await shelf.topics(community, name)},
        "knowledge.facts": any(id in fact.statement.subjects for fact in knowledge.facts),
    }
    if isinstance(found, Unknown):
        assert id not in {one.id for one in found.nearest}
    return {method for method, there in shown.items() if there}


async def test_what_a_community_adds_is_seen_by_it_alone(desk: Desk, database: Database) -> None:
    """In no method does another community see a subject, fact, source or question of this one."""
    shelf = Shelf(database)
    fact = await desk.add_fact("here", own_statement(), own_subject(), SOURCE, "ann", AT)
    about_shared = await desk.add_fact(
        "here", own_statement(subjects=("pulgasari",), value=Text("kaiju")), None, SOURCE, "ann", AT
    )
    question = await desk.add_question(
        "here", WrittenQuestion("", "own", "Who?", "Ann", ("Bo",), "She did.", ("new",)), SOURCE, "ann", AT
    )
    (id,) = fact.statement.subjects
    assert len(await everything(shelf, "here", "Hwal", id, "hwal")) == 8
    assert await everything(shelf, "there", "Hwal", id, "hwal") == set()
    assert await shelf.facts("there", [fact.id, about_shared.id]) == {}
    assert about_shared in await shelf.facts_about("here", "pulgasari")
    assert about_shared not in await shelf.facts_about("there", "pulgasari")
    assert await shelf.sources("there", fact.statement.sources) == {}
    assert question in (await shelf.knowledge("here")).questions
    assert question not in (await shelf.knowledge("there")).questions
    assert "own" not in {pack.name for pack in await shelf.packs("there")}
    assert {pack.name: pack.facts for pack in await shelf.packs("here")}["own"] == 2
    assert await verify(database) == ()


async def test_a_community_called_like_the_shared_one_is_another(desk: Desk, database: Database) -> None:
    """A platform's community "*" writes nothing that all see."""
    fact = await desk.add_fact("*", own_statement(), own_subject(), SOURCE, "ann", AT)
    shelf = Shelf(database)
    assert isinstance(await shelf.find("*", "Hwal"), Found)
    assert await everything(shelf, "there", "Hwal", fact.statement.subjects[0], "hwal") == set()
    assert await desk.switch("*", "small", False)
    assert isinstance(await shelf.find("there", "Pulgasari"), Found)


async def test_ids_of_what_is_added_are_never_taken(desk: Desk) -> None:
    """Two subjects of one name, two facts of one property and one source twice get the ids they need."""
    first = await desk.add_fact("here", own_statement(), own_subject(), SOURCE, "ann", AT)
    second = await desk.add_fact("here", own_statement(), own_subject(), SOURCE, "ann", AT)
    third = await desk.add_fact(
        "here", replace(first.statement, value=Text("war film")), None, SOURCE, "ann", AT
    )
    assert first.statement.subjects != second.statement.subjects
    assert len({first.id, second.id, third.id}) == 3
    assert first.statement.sources == second.statement.sources


async def test_a_new_subject_may_be_named_within_its_own_fact(desk: Desk) -> None:
    """Its id is exchanged wherever the statement names it."""
    statement = own_statement(subjects=("pulgasari",), property="modelled_on", value=SubjectRef("new"))
    fact = await desk.add_fact("here", statement, own_subject(), SOURCE, "ann", AT)
    assert fact.statement.value == SubjectRef("own.hwal")


async def test_a_fact_that_cannot_be_accepted_leaves_nothing(desk: Desk, database: Database) -> None:
    """A refused fact raises, and neither its subject nor its source stays behind."""
    with pytest.raises(ValueError, match="cannot be accepted"):
        await desk.add_fact("here", own_statement(property="released"), own_subject(), SOURCE, "ann", AT)
    assert isinstance(await Shelf(database).find("here", "Hwal"), Unknown)
    assert await Shelf(database).sources("here", ["own.our-wiki"]) == {}


async def test_text_that_a_database_cannot_hold_does_no_harm(desk: Desk, database: Database) -> None:
    """NUL and half a surrogate pair are kept as they are called, in every field a member fills."""
    odd = "od\x00d \ud800 name"
    fact = await desk.add_fact(
        "com\x00munity", own_statement(value=Text(odd)), own_subject(odd), Source("new", odd), odd, AT
    )
    shelf = Shelf(database)
    assert (await shelf.facts_about("com\x00munity", fact.statement.subjects[0]))[0].id == fact.id
    assert (await shelf.subject("com\x00munity", fact.statement.subjects[0])) is not None
    assert await shelf.subject("here", odd) is None
    assert await shelf.search("here", "od\x00d \ud800") == ()


async def test_built_in_packs_are_read_once(database: Database) -> None:
    """The first start installs them, the second finds nothing to do."""
    desk = Desk(database)
    assert {done.changed for done in await install_builtin(desk, AT)} == {True}
    assert await install_builtin(desk, AT) == ()
    async with database.read() as connection:
        assert (await connection.execute(select(facts.c.id).limit(1))).first() is not None
    assert await verify(database) == ()
