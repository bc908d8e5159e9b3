"""Appeals and rulings through the whole bot, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.ledger.boards import Boards
from bot.ledger.verifying import verify_answers
from bot.messages import Member, Place, Role
from facts.knowledge import Pack, Source, WrittenQuestion
from facts.store.database import Database
from facts.store.desk import Desk
from tests.rounds.table import GENERAL, Room, opened

TYPED = "/trivia start Cities questions:1 mode:typed scoring:accuracy"


def cities(accept: tuple[str, ...] = (), version: str = "1.0.0") -> Pack:
    """One question, of a city with a name that is not known here."""
    question = WrittenQuestion(
        id="shot",
        pack="cities",
        stem="Where was the film shot?",
        answer="Quayham",
        wrong=("Marlowe", "Tidewick", "Ferrybank"),
        why="It was shot there.",
        sources=("book",),
        accepted=("Quayham", *accept),
        answer_kind="place",
    )
    source = Source("book", "A book of cities")
    return Pack("cities", version, "Cities", "CC0-1.0", sources=(source,), questions=(question,))


@pytest.fixture
async def room(database: Database) -> AsyncIterator[Room]:
    async with opened(database, cities()) as opened_room:
        yield opened_room


async def played(room: Room, *given: tuple[str, str], host: str = "host", place: Place = GENERAL) -> None:
    """A round of one typed question in which these members give these answers."""
    await room.say(host, TYPED, place=place)
    await room.wait(10)
    for who, text in given:
        await room.say(who, f"/answer {text}", place=place)
        await room.wait(1)
    await room.wait(30)


async def board(room: Room) -> list[tuple[str, int]]:
    rows = await Boards(room.database).leaderboard("local", 0)
    return [(row.member, row.points) for row in rows]


def pressable(room: Room, who: str, label: str) -> str:
    """The newest button of this label that the member was shown alone."""
    return [button.id for card in room.screen.cards(who) for button in card.buttons if button.label == label][
        -1
    ]


async def test_an_appeal_by_button_and_the_hosts_ruling(room: Room) -> None:
    """The host is asked, rules, and the member, the board and the channel follow."""
    await played(room, ("ann", "Oldhaven"), ("bo", "Ribblemouth"))
    before = len(room.channel())
    await room.click("ann", room.button("I was right"))
    assert "goes to Host" in room.told("ann")[-1]
    assert "“Oldhaven”" in room.told("host")[-1]
    await room.click("host", pressable(room, "host", "Right"))
    assert await board(room) == [("ann", 1), ("bo", 0)]
    assert "counts as right now" in room.told("ann")[-1]
    assert "1 point more for you." in room.told("ann")[-1]
    assert room.channel()[before:] == ["After a ruling: 1 Ann 1, 2 Bo 0."]
    assert not any("Oldhaven" in text for text in (*room.channel(), *room.told("bo")))
    assert await verify_answers(room.database) == ()


async def test_a_hosts_ruling_is_for_that_round(room: Room) -> None:
    """Neither an earlier nor a later round knows of it."""
    await played(room, ("ann", "Oldhaven"))
    await played(room, ("ann", "Oldhaven"), ("bo", "Oldhaven"))
    await room.say("host", "/rule 1 Oldhaven right")
    assert await board(room) == [("ann", 1), ("bo", 1)]
    await played(room, ("cem", "Oldhaven"))
    assert await board(room) == [("ann", 1), ("bo", 1), ("cem", 0)]


async def test_a_moderators_ruling_holds_backwards_and_from_then_on(room: Room) -> None:
    """Every round of the community that has asked it, in any channel, and those to come."""
    other = Place("test", "local", "other")
    await played(room, ("ann", "Oldhaven"), place=other)
    await played(room, ("ann", "oldhaven!"), ("bo", "Quayham"))
    await room.say("mod", "/rule 1 OLDHAVEN right reason:an older name")
    assert await board(room) == [("ann", 2), ("bo", 1)]
    assert "It concerns 2 rounds that you played." in room.told("ann")[-1]
    assert "The reason: an older name." in room.told("ann")[-1]
    assert not [text for text in room.channel(other) if "After a ruling" in text]
    await played(room, ("cem", "Oldhaven"))
    assert await board(room) == [("ann", 2), ("bo", 1), ("cem", 1)]
    assert "Right." in room.told("cem")
    assert await verify_answers(room.database) == ()


async def test_taking_it_back_puts_everything_back(room: Room) -> None:
    """Board, figures and receipts are as before, in the round between too."""
    await played(room, ("ann", "Oldhaven"), ("bo", "Ribblemouth"))
    was = await board(room)
    await room.say("mod", "/rule 1 Oldhaven right")
    await played(room, ("bo", "Oldhaven"))
    await room.say("mod", "/rule 1 Oldhaven revoke")
    assert sorted(await board(room)) == sorted(was)
    assert "counts as wrong now" in room.told("ann")[-1]
    assert "counts as wrong now" in room.told("bo")[-1]
    assert await verify_answers(room.database) == ()
    await room.say("mod", "/rule 1 Oldhaven revoke")
    assert "no ruling" in room.told("mod")[-1]


async def test_a_ruling_survives_a_restart(room: Room) -> None:
    """A new process applies it, and what the dead one had not said is said."""
    await played(room, ("ann", "Oldhaven"))
    room.screen.broken = True
    await room.say("mod", "/rule 1 Oldhaven right")
    room.screen.broken = False
    await room.restart()
    assert "counts as right now" in room.told("ann")[-1]
    await played(room, ("bo", "Oldhaven"))
    assert ("bo", 1) in await board(room)


async def test_a_running_round_follows(database: Database) -> None:
    """The board of a round that goes on has the points of the ruling, and the final board too."""
    async with opened(database) as room:
        await room.say("host", "/trivia start Sums questions:2")
        await room.wait(10)
        wrong = room.wrong()
        await room.say("ann", wrong)
        await room.say("bo", room.right())
        await room.wait(22)
        await room.say("mod", f"/rule 1 {wrong} right")
        assert room.channel()[-1] == "After a ruling: 1 Ann 1, 1 Bo 1."
        await room.wait(5)
        await room.say("ann", room.right())
        await room.wait(30)
        assert "1  Ann  2  2 of 2 right" in room.channel()[-1]
        assert await verify_answers(database) == ()


async def test_a_wrong_key_is_mended(database: Database) -> None:
    """Ruling the option wrong that the question has for right takes its points."""
    async with opened(database) as room:
        await room.say("host", "/trivia start Sums questions:1")
        await room.wait(10)
        right = room.right()
        await room.say("ann", right)
        await room.wait(30)
        await room.say("mod", f"/rule 1 {right} wrong")
        assert await board(room) == [("ann", 0)]
        assert "counts as wrong now" in room.told("ann")[-1]


async def test_the_first_right_one_is_found_again(database: Database) -> None:
    """Under first, who was ruled right before the winner takes the point, and the winner is told why."""
    async with opened(database, cities()) as room:
        await room.say("host", "/trivia start Cities questions:1 mode:typed")
        await room.wait(10)
        await room.say("ann", "Oldhaven")
        await room.wait(2)
        await room.say("bo", "Quayham")
        await room.wait(30)
        await room.say("mod", "/rule 1 Oldhaven right")
        assert await board(room) == [("ann", 1), ("bo", 1)]
        assert "1 point fewer for you." in room.told("bo")[-1]
        assert "on another answer" in room.told("bo")[-1]
        await room.say("host", "/trivia start Cities questions:1 mode:typed")
        await room.wait(10)
        await room.say("cem", "oldhaven")
        await room.wait(3)
        assert "Right: Cem" in "\n".join(room.channel())


async def test_an_earlier_try_of_ones_own_becomes_the_answer(room: Room) -> None:
    """Right either way: nobody is told, and the answer that is kept is the one that counts now."""
    await played(room, ("ann", "Oldhaven"), ("ann", "Quayham"))
    told = len(room.told("ann"))
    await room.say("mod", "/rule 1 Oldhaven right")
    assert len(room.told("ann")) == told
    assert await board(room) == [("ann", 1)]
    assert await verify_answers(room.database) == ()


async def test_verify_finds_an_answer_that_was_meddled_with(room: Room) -> None:
    """A row that attempts and rulings do not give is told, with its place."""
    await played(room, ("ann", "Oldhaven"))
    async with room.database.write() as connection:
        await connection.exec_driver_sql("UPDATE answers SET points = 7")
    ((where, what),) = await verify_answers(room.database)
    assert where.startswith("question 1 of round ")
    assert what == "its answers are not what was given and ruled"


async def test_it_carries_over_only_while_the_same_is_accepted(room: Room) -> None:
    """A version of the question that accepts something else is judged on its own."""
    await played(room, ("ann", "Oldhaven"))
    await room.say("mod", "/rule 1 Oldhaven right")
    await Desk(room.database).install(cities(("Port Quayham",), "1.1.0"), room.clock.now())
    await played(room, ("bo", "Oldhaven"))
    assert await board(room) == [("ann", 1), ("bo", 0)]


async def test_the_channel_is_told_only_of_its_first_three(room: Room) -> None:
    """A ruling that moves nobody there says nothing."""
    right = [(f"p{i}", "Quayham") for i in range(4)]
    await played(room, *right, ("ann", "Ribblemouth"), ("bo", "Cowsgate"))
    before = len(room.channel())
    await room.say("mod", "/rule 1 Ribblemouth wrong")
    assert len(room.channel()) == before


async def test_an_appeal_that_is_turned_down(room: Room) -> None:
    """The member is told that it stays wrong, and cannot ask again."""
    await played(room, ("ann", "Ribblemouth"))
    await room.say("ann", "/appeal")
    await room.click("host", pressable(room, "host", "Wrong"))
    assert "stays wrong" in room.told("ann")[-1]
    await room.say("ann", "/appeal 1")
    assert "ruled on that answer already" in room.told("ann")[-1]


async def test_refusals(room: Room) -> None:
    """Each in a sentence: nothing asked, right already, no answer, asked already, open, not a host's."""
    await room.say("ann", "/appeal")
    assert "No question has been answered" in room.told("ann")[-1]
    await played(room, ("ann", "Quayham"), ("bo", "Ribblemouth"))
    await room.say("ann", "/appeal")
    assert "None of your answers" in room.told("ann")[-1]
    await room.say("ann", "/appeal 1")
    assert "right already" in room.told("ann")[-1]
    await room.say("cem", "/appeal 1")
    assert "gave no answer" in room.told("cem")[-1]
    await room.say("bo", "/appeal 7")
    assert "Nobody answered a question of that number" in room.told("bo")[-1]
    await room.say("bo", "/appeal")
    await room.say("bo", "/appeal")
    assert "have asked" in room.told("bo")[-1]
    await room.say("bo", "/rule 1 Ribblemouth right")
    assert "Only who started the round" in room.told("bo")[-1]
    await room.say("mod", "/rule 1 Ribblemouth wrong")
    await room.say("mod", "/rule 1 Ribblemouth wrong")
    assert "ruled already" in room.told("mod")[-1]
    await room.say("host", "/rule 1 Ribblemouth right")
    assert "A moderator has ruled" in room.told("host")[-1]
    await room.say("host", "/rule 1 Ribblemouth revoke")
    assert "A moderator has ruled" in room.told("host")[-1]


async def test_contested_answers_are_for_who_may_rule(room: Room) -> None:
    """Appealed ones come first, then those that more gave; others are offered nothing."""
    await played(room, ("ann", "Ribblemouth"), ("bo", "Ribblemouth"), ("cem", "Netherby"), ("dee", "Quayham"))
    await room.say("cem", "/appeal")
    members = {
        "host": Member("host", "Host"),
        "mod": Member("mod", "Mod", frozenset({Role.MODERATOR})),
        "ann": Member("ann", "Ann"),
    }
    asked = {
        who: await room.host.suggest(GENERAL, "rule", "answer", "", member) for who, member in members.items()
    }
    assert asked == {"host": ("Netherby", "Ribblemouth"), "mod": ("Netherby", "Ribblemouth"), "ann": ()}
    assert await room.host.suggest(GENERAL, "rule", "answer", "") == ()
    assert await room.host.complete(GENERAL, "/rule 1 answer:neth", members["mod"]) == (
        "/rule 1 answer:Netherby",
    )


async def test_another_community_is_untouched(room: Room) -> None:
    """A ruling is the community's own."""
    elsewhere = Place("test", "other", "general")
    await played(room, ("ann", "Oldhaven"), place=elsewhere)
    await played(room, ("ann", "Oldhaven"))
    await room.say("mod", "/rule 1 Oldhaven right")
    rows = await Boards(room.database).leaderboard("other", 0)
    assert [(row.member, row.points) for row in rows] == [("ann", 0)]


async def test_a_form_asks_for_what_is_missing(room: Room) -> None:
    """A moderator who types /rule alone gets its form; the verdict can be taken back by a button."""
    await played(room, ("ann", "Oldhaven"))
    await room.say("mod", "/rule")
    form = room.screen.cards("mod")[-1].form
    assert form is not None
    assert [field.option for field in form.fields] == ["question", "answer", "verdict", "reason"]
    await room.fill("mod", "rule", question="1", answer="Oldhaven", verdict="right")
    assert await board(room) == [("ann", 1)]
    await room.click("mod", pressable(room, "mod", "Take it back"))
    assert await board(room) == [("ann", 0)]
