"""Several processes serve the same rounds: whichever hears a member, one board comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adapters.clock import SeededDice, VirtualClock
from bot.host import Host
from facts.store.database import Database
from facts.store.desk import Desk
from tests.rounds.table import Room, Screen, sums


@asynccontextmanager
async def shared(database: Database, processes: int) -> AsyncIterator[list[Room]]:
    """Rooms of processes that share a database, a platform and the time."""
    await Desk(database).install(sums(), 0)
    clock = VirtualClock(1_000_000)
    screen = Screen(clock)
    rooms = []
    for number in range(processes):
        host = Host(database, {"test": screen}, clock, SeededDice(number), pulses=True, others=True)
        await host.start()
        rooms.append(Room(database, clock, screen, host, heard=1000 * number))
    yield rooms
    for room in rooms:
        await room.host.stop()


async def wait(rooms: list[Room], seconds: float) -> None:
    """Time passes for all of them."""
    clock = rooms[0].clock
    to = clock.now() + round(seconds * 1000)
    while (due := min(room.host.next_due() or to + 1 for room in rooms)) <= to:
        clock.reach(due)
        for room in rooms:
            await room.host.advance(clock.now())
    clock.reach(to)


async def test_an_answer_can_arrive_at_any_process(sqlite_database: Database) -> None:
    """A round begun at one is answered at another that has not heard of it yet, and both answers count."""
    async with shared(sqlite_database, 3) as rooms:
        first, second, third = rooms
        await first.say("ann", "/trivia start Sums questions:2")
        await wait([first], 10)
        for _ in range(2):
            await second.click("bo", first.button(first.right()))
            await third.click("cem", first.button(first.wrong()))
            assert first.told("bo")[-1].startswith("You chose")
            await wait(rooms, 28)
        board = first.channel()[-1]
        assert "1  Bo   2  2 of 2 right" in board
        assert "2  Cem  0  0 of 2 right" in board


async def test_an_answer_said_before_word_of_the_round_has_come_counts(sqlite_database: Database) -> None:
    """A line of talk waits a few seconds for a round to be heard of."""
    async with shared(sqlite_database, 2) as rooms:
        first, second = rooms
        await first.say("ann", "/trivia start Sums questions:1")
        await wait([first], 10)
        await second.say("bo", first.right())
        assert second.told("bo") == []
        await wait(rooms, 2)
        await asyncio.sleep(0.05)
        assert second.told("bo")[-1].startswith("You chose")
        await wait(rooms, 28)
        assert "Right: Bo. 1 of 1." in first.channel()[1]


async def test_a_command_that_comes_twice_is_done_once_wherever_it_comes(sqlite_database: Database) -> None:
    """Delivered to one process and again to another: a round is started, played, and not started again."""
    async with shared(sqlite_database, 2) as rooms:
        first, second = rooms
        await first.say("ann", "/trivia start Sums questions:1", id="once")
        await wait(rooms, 10)
        await wait(rooms, 40)
        shown = len(first.screen.shown)
        await second.say("ann", "/trivia start Sums questions:1", id="once")
        await first.say("ann", "/trivia start Sums questions:1", id="once")
        assert len(first.screen.shown) == shown


async def test_another_takes_over_what_a_dead_process_left(sqlite_database: Database) -> None:
    """The round goes on with the same deadline, and ends as it would have."""
    async with shared(sqlite_database, 2) as rooms:
        first, second = rooms
        await first.say("ann", "/trivia start Sums questions:2")
        await wait(rooms, 10)
        await second.click("bo", first.button(first.right()))
        await wait([second], 28)  # the first is gone
        assert "closed" in second.channel()[1]
        await second.click("bo", second.button(second.right()))
        await wait([second], 40)
        assert "1  Bo  2  2 of 2 right" in second.channel()[-1]
        assert len(set(first.screen.shown)) == len(first.screen.shown)


async def test_everyone_answered_wherever_they_did(sqlite_database: Database) -> None:
    """The early close counts the answers of all processes."""
    async with shared(sqlite_database, 2) as rooms:
        first, second = rooms
        await first.say("ann", "/trivia start Sums questions:2 seconds:60")
        await wait(rooms, 10)
        for room, who in ((first, "ann"), (second, "bo")):
            await room.click(who, first.button(first.right()))
        await wait(rooms, 67)
        for room, who in ((first, "ann"), (second, "bo")):
            await room.click(who, first.button(first.right()))
        await wait(rooms, 4)
        assert "closed" in first.channel()[2]


@pytest.mark.parametrize("control", ["stop", "skip", "hint", "pause"])
async def test_a_round_obeys_at_any_process(sqlite_database: Database, control: str) -> None:
    """What its host says to another process is done there."""
    async with shared(sqlite_database, 2) as rooms:
        first, second = rooms
        await first.say("ann", "/trivia start Sums questions:2")
        await wait(rooms, 10)
        before = len(first.screen.shown)
        await second.say("ann", f"/trivia {control}")
        await wait(rooms, 30)
        assert len(first.screen.shown) > before
        assert not any("no round" in text for text in first.told("ann"))
        await wait(rooms, 700)
        await second.say("ann", "/trivia start Sums questions:2")
        assert first.channel()[-1].startswith("Started by Ann")


async def test_after_an_outage_open_questions_stay_open_for_as_much_longer(
    sqlite_database: Database,
) -> None:
    """Every process was away for a minute: the channel is told, and who had not answered still can."""
    async with shared(sqlite_database, 1) as (room,):
        await room.say("ann", "/trivia start Sums questions:1")
        await wait([room], 15)
        await room.click("ann", room.button(room.right()))
        room.clock.reach(room.clock.now() + 60_000)  # nothing runs
        second = Host(sqlite_database, {"test": room.screen}, room.clock, SeededDice(9), pulses=True)
        await second.start()
        later = Room(sqlite_database, room.clock, room.screen, second, heard=5000)
        assert "We were out of reach for 60 seconds. Question 1 is open for" in later.channel()[-1]
        await later.click("bo", later.button(later.right()))
        assert later.told("bo")[-1].startswith("You chose")
        await wait([later], 30)
        assert "Right: Ann, Bo. 2 of 2." in later.channel()[1]
