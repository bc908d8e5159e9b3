"""What the playground keeps of itself: one key one post, every change an event, the last posts only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.cards import BoardLine, Button, Card, Tone
from bot.ledger.posts import PostLedger
from bot.ledger.tables_web import posts as posts_table
from bot.ledger.tables_web import secrets as secrets_table
from bot.playground import Draft, Part
from bot.ports import StageFault
from facts.store.database import Database, open_database

HERE = ("playground", "general")
CARD = Card("Title", board=(BoardLine(1, "Ann", "3"),), buttons=(Button("/help", "Help"),), closes_at=5_000)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh database, on SQLite and on PostgreSQL."""
    opened = open_database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
def ledger(database: Database) -> PostLedger:
    return PostLedger(database, kept=5, kept_private=3)


async def test_what_is_put_is_found(ledger: PostLedger) -> None:
    """A line and a card come back as they went in, in their order."""
    line = await ledger.put(*HERE, Draft("a", 1, "m1", "Ann", None, "hello"))
    card = await ledger.put(*HERE, Draft("b", 2, card=CARD))
    assert await ledger.latest(*HERE, "m2") == (line, card)
    assert (line.id, line.event, card.id, card.event) == (1, 1, 2, 2)


async def test_one_key_is_one_post(ledger: PostLedger) -> None:
    """Put again under its key, a post is the one that stands, with its first time."""
    first = await ledger.put(*HERE, Draft("a", 1, card=CARD))
    assert await ledger.put(*HERE, Draft("a", 9, card=CARD)) == first
    assert len(await ledger.latest(*HERE, "m1")) == 1


async def test_an_edit_replaces_in_place(ledger: PostLedger) -> None:
    """The post keeps its place and its time, and the change is the newest event."""
    await ledger.put(*HERE, Draft("a", 1, card=CARD))
    await ledger.put(*HERE, Draft("b", 2, text="later"))
    edited = await ledger.put(*HERE, Draft("c", 3, card=Card("New"), edits=1))
    assert (edited.id, edited.event, edited.at, edited.card) == (1, 3, 1, Card("New"))
    assert [post.id for post in await ledger.since(*HERE, "m1", 1)] == [2, 1]


async def test_an_old_edit_sent_again_changes_nothing(ledger: PostLedger) -> None:
    """A resent hint does not come back over the reveal."""
    await ledger.put(*HERE, Draft("a", 1, card=Card("Question")))
    for key in ("hint", "reveal", "hint"):
        await ledger.put(*HERE, Draft(key, 2, card=Card(key), edits=1))
    (post,) = await ledger.latest(*HERE, "m1")
    assert post.card == Card("reveal")
    assert post.event == 3


async def test_an_edit_of_what_is_gone_is_posted_anew(ledger: PostLedger) -> None:
    """What was to be said is said, even where the post it replaced has been trimmed."""
    post = await ledger.put(*HERE, Draft("a", 1, card=CARD, edits=99))
    assert post.id == 1


async def test_private_posts_are_handed_to_their_member_alone(ledger: PostLedger) -> None:
    """Neither the page nor the catch-up of another holds them."""
    await ledger.put(*HERE, Draft("a", 1, to_member="m1", card=CARD))
    assert len(await ledger.latest(*HERE, "m1")) == len(await ledger.since(*HERE, "m1", 0)) == 1
    assert await ledger.latest(*HERE, "m2") == await ledger.since(*HERE, "m2", 0) == ()
    assert await ledger.channels("playground") == ()


async def test_a_channel_keeps_its_last_posts(ledger: PostLedger) -> None:
    """Old posts go, their numbers are not given out again, and other channels keep theirs."""
    await ledger.put("playground", "other", Draft("x", 1, text="x"))
    for number in range(12):
        await ledger.put(*HERE, Draft(f"{number}", number, text=f"{number}"))
    kept = await ledger.latest(*HERE, "m1")
    assert [post.text for post in kept] == ["7", "8", "9", "10", "11"]
    assert (kept[-1].id, kept[-1].event) == (12, 12)
    assert await ledger.channels("playground") == ("general", "other")


async def test_private_posts_push_out_nobody_elses(ledger: PostLedger) -> None:
    """What one member alone sees is trimmed by itself: the channel keeps its posts, and others theirs."""
    await ledger.put(*HERE, Draft("public", 1, text="public"))
    await ledger.put(*HERE, Draft("bo", 1, to_member="bo", text="for Bo"))
    for number in range(12):
        await ledger.put(*HERE, Draft(f"{number}", number, to_member="ann", text=f"{number}"))
    told = {member: [post.text for post in await ledger.latest(*HERE, member)] for member in ("ann", "bo")}
    assert told == {"ann": ["public", "9", "10", "11"], "bo": ["public", "for Bo"]}


async def test_public_posts_leave_private_ones_alone(ledger: PostLedger) -> None:
    """Talk in the channel takes nobody's receipts away."""
    await ledger.put(*HERE, Draft("ann", 1, to_member="ann", text="for Ann"))
    for number in range(12):
        await ledger.put(*HERE, Draft(f"{number}", number, text=f"{number}"))
    assert [post.text for post in await ledger.latest(*HERE, "ann")] == ["for Ann", "7", "8", "9", "10", "11"]


async def test_the_newest_part_of_a_round_is_found_behind_talk(ledger: PostLedger) -> None:
    """The open question is found by what it is, as long as it is open, and never a private card."""
    question = Card("Where?", Tone.QUESTION)
    await ledger.put(*HERE, Draft("q", 1, card=question))
    await ledger.put(*HERE, Draft("form", 1, to_member="ann", card=Card("Mine", Tone.QUESTION)))
    for number in range(4):
        await ledger.put(*HERE, Draft(f"{number}", number, text=f"{number}"))
    found = await ledger.newest(*HERE, Part.QUESTION)
    assert found is not None
    assert found.card == question
    await ledger.put(*HERE, Draft("reveal", 2, card=Card("Where?", Tone.REVEAL), edits=found.id))
    assert await ledger.newest(*HERE, Part.QUESTION) is None
    assert await ledger.newest(*HERE, *Part) is not None
    assert await ledger.newest("playground", "other", *Part) is None


async def test_communities_are_apart(ledger: PostLedger) -> None:
    """The same channel and key in another community are another post."""
    await ledger.put("one", "general", Draft("a", 1, text="one"))
    await ledger.put("two", "general", Draft("a", 1, text="two"))
    assert [post.text for post in await ledger.latest("two", "general", "m")] == ["two"]


async def test_many_at_once_each_get_a_place(database: Database) -> None:
    """Two ledgers on one database, as two processes have, lose and double nothing."""
    ledgers = (PostLedger(database), PostLedger(database))
    await asyncio.gather(*(ledgers[n % 2].put(*HERE, Draft(f"{n}", n, text=f"{n}")) for n in range(40)))
    kept = await ledgers[0].latest(*HERE, "m")
    assert sorted(post.id for post in kept) == sorted(post.event for post in kept) == list(range(1, 41))


async def test_a_post_that_cannot_be_kept_is_a_fault_of_the_stage(
    ledger: PostLedger, database: Database
) -> None:
    """Whoever shows it learns that it is not shown, and may try again."""
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE posts")
    with pytest.raises(StageFault):
        await ledger.put(*HERE, Draft("a", 1, text="x"))
    with pytest.raises(StageFault):
        await ledger.latest(*HERE, "m")


async def test_secrets_are_kept_by_name(ledger: PostLedger) -> None:
    """The last value kept under a name is the one read, in its community alone."""
    assert await ledger.secrets.read("one", "a") is None
    await ledger.secrets.keep("one", "a", b"first")
    await ledger.secrets.keep("one", "a", b"second")
    assert await ledger.secrets.read("one", "a") == b"second"
    assert await ledger.secrets.read("two", "a") is None


@pytest.mark.parametrize("table", [posts_table, secrets_table])
def test_keys_begin_with_the_community(table) -> None:
    """Every key and index of these tables can be split by community."""
    keys = [[*table.primary_key], *([*index.columns] for index in table.indexes)]
    assert all(key[0].name == "community_id" for key in keys)
