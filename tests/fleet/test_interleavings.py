"""What two processes do to one round at the same moment, step by step on PostgreSQL: each order has one right outcome."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, cast

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.clock import VirtualClock
from bot.ledger.attempts import Fate, Offer, add
from bot.ledger.clock import LedgerClock
from bot.ledger.ledger import Asking, Close, Drawn, Ledger
from bot.ledger.moving import Kept
from bot.ledger.process import Process
from bot.messages import Place
from bot.quiz import moves
from bot.quiz.options import Mode
from bot.quiz.round import Phase, Round, Step
from bot.quiz.rulings import Ruling, accepted_by, ruled
from bot.quiz.scoring import Attempt
from facts.names import normal
from facts.store.database import Busy, Database, open_database
from tests.conftest import PostgreSQL
from tests.quiz.examples import GENERAL, START, announced, attempt, options, question

WAIT = 20.0  # seconds after which something is not slow but stuck
AT = START + 40_000


@pytest.fixture
async def database(postgresql: PostgreSQL) -> AsyncIterator[Database]:
    """A fresh database on PostgreSQL."""
    url = postgresql.create("template_trivium")
    opened = open_database(url)
    yield opened
    await opened.close()
    postgresql.drop(url)


class Halting:
    """A database whose transactions do everything but commit, until they are told to go on."""

    def __init__(self, database: Database) -> None:
        self.dialect = database.dialect
        self.at_commit = asyncio.Event()
        self.go = asyncio.Event()
        self._engine = database.engine

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        async with self._engine.begin() as connection:
            yield connection
            self.at_commit.set()
            await self.go.wait()

    read = write  # a statement that commits by itself stops before that as well

    @property
    def database(self) -> Database:
        return cast(Database, self)


def ledger_of(database: Database, name: str = "one") -> Ledger:
    """The ledger as the process of that name has it."""
    return Ledger(database, Process(name, LedgerClock(VirtualClock(AT), bound=False), others=True))


async def opened(
    database: Database, id: str = "r1", place: Place = GENERAL, mode: Mode = Mode.CHOICE
) -> Round:
    """A round whose first question stands open."""
    ledger = ledger_of(database)
    begun = replace(announced(options(mode)).round, id=id, place=place)
    drawn = [Drawn(number, question(number), "|pack:Sums|") for number in (1, 2, 3)]
    assert await ledger.begin(begun, drawn, ())
    asked = moves.ask(begun, question(1)).round
    await ledger.move(asked, begun.version, asking=Asking(1))
    shown = moves.confirm(asked, START + 10_000, START + 10_000).round
    assert await ledger.move(shown, asked.version) is Kept.OURS
    return shown


def offer(given: Attempt, round: Round) -> Offer:
    return Offer(round.place.community, round.id, round.number, given)


async def close(ledger: Ledger, round: Round) -> tuple[Round, Sequence[str]] | None:
    """Close the open question; the round after it and whose answers count, None where another was quicker."""
    counted: list[str] = []

    def decide(attempts: Sequence[Attempt], rulings: Sequence[Ruling]) -> Close:
        assert round.question is not None
        step = moves.close(round, ruled(round.question, round.id, attempts, rulings), AT)
        counted.extend(answer.member for answer in step.answers)
        return Close(step, ())

    closed = await ledger.close(round, AT, decide)
    return (closed[0], counted) if closed else None


async def lock_waits(database: Database, count: int = 1) -> None:
    """Comes back when so many statements wait for somebody's lock."""
    async with asyncio.timeout(WAIT):
        while await _one(database, _WAITING) < count:  # noqa: ASYNC110 - it is another process that waits
            await asyncio.sleep(0.005)


_WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


async def _one(database: Database, sql: str) -> Any:
    async with database.read() as connection:
        return (await connection.exec_driver_sql(sql)).scalar_one()


async def _ahead(work: Any, halting: Halting) -> asyncio.Task[Any]:
    """Work that has come to its commit."""
    task = asyncio.create_task(work)
    async with asyncio.timeout(WAIT):
        await halting.at_commit.wait()
    return task


async def test_a_close_waits_for_an_answer_that_is_being_kept(database: Database) -> None:
    """An answer that is written and not committed when the close comes is counted by it."""
    round, halting = await opened(database), Halting(database)
    keeping = await _ahead(add(halting.database, None, [offer(attempt("bo", 1000), round)]), halting)
    closing = asyncio.create_task(close(ledger_of(database), round))
    await lock_waits(database)
    assert not closing.done()
    halting.go.set()
    assert await keeping == [Fate.KEPT]
    closed = await closing
    assert closed is not None
    assert closed[1] == ["bo"]


async def test_an_answer_that_comes_behind_a_close_is_refused(database: Database) -> None:
    """It waits for the close, is told that the question is closed, and leaves no row."""
    round, halting = await opened(database), Halting(database)
    closing = await _ahead(close(ledger_of(halting.database), round), halting)
    keeping = asyncio.create_task(add(database, None, [offer(attempt("bo", 1000), round)]))
    await lock_waits(database)
    halting.go.set()
    assert await keeping == [Fate.CLOSED]
    assert await closing is not None
    assert await _one(database, "SELECT count(*) FROM attempts") == 0


async def test_an_answer_to_the_last_question_is_refused_while_the_next_is_open(database: Database) -> None:
    """A question's number is part of what is looked at: an old press never lands on the new question."""
    round = await opened(database)
    closed = await close(ledger_of(database), round)
    assert closed is not None
    following = moves.ask(closed[0], question(2)).round
    assert await ledger_of(database).move(following, closed[0].version, asking=Asking(2)) is Kept.OURS
    late, new = offer(attempt("bo", 1000), round), offer(attempt("bo", 9000), following)
    assert await add(database, None, [late, new]) == [Fate.CLOSED, Fate.KEPT]


async def test_of_two_closers_one_wins(database: Database) -> None:
    """The second waits for the first, finds the question closed, and changes nothing."""
    round, halting = await opened(database), Halting(database)
    assert await add(database, None, [offer(attempt("bo", 1000), round)]) == [Fate.KEPT]
    first = await _ahead(close(ledger_of(halting.database), round), halting)
    second = asyncio.create_task(close(ledger_of(database, "two"), round))
    await lock_waits(database)
    halting.go.set()
    assert await first is not None
    assert await second is None
    assert await _one(database, "SELECT count(*) FROM answers") == 1


async def test_of_two_moves_from_one_version_one_is_kept(database: Database) -> None:
    """A stop and a pause at once: whoever is second is told that the round has moved."""
    round, halting = await opened(database), Halting(database)
    stopped, pausing = moves.stop(round, "ann", "Ann", True, AT), moves.pause(round, "ann", True, AT)
    assert isinstance(stopped, Step)
    assert isinstance(pausing, Step)
    first = await _ahead(ledger_of(halting.database).move(stopped.round, round.version), halting)
    second = asyncio.create_task(ledger_of(database, "two").move(pausing.round, round.version))
    await lock_waits(database)
    halting.go.set()
    assert await first is Kept.OURS
    assert await second is Kept.LOST
    kept = await ledger_of(database).round(GENERAL.community, round.id)
    assert kept is not None
    assert kept.phase is Phase.ENDED


async def test_of_two_that_claim_one_showing_one_gets_it(database: Database) -> None:
    """The second waits, and leaves the round's cards to the first."""
    round, halting = await opened(database), Halting(database)
    await _run(database, "UPDATE rounds SET sender = NULL, sender_until = NULL")
    first = await _ahead(ledger_of(halting.database).outbox.take_up("local", round.id), halting)
    second = asyncio.create_task(ledger_of(database, "two").outbox.take_up("local", round.id))
    await lock_waits(database)
    halting.go.set()
    assert await first is True
    assert await second is False


async def test_two_that_look_for_what_a_dead_process_left_share_it_out(database: Database) -> None:
    """While one is taking rounds up the other passes over these at once, and neither waits."""
    halting = Halting(database)
    for number in (1, 2):
        await opened(database, f"r{number}", replace(GENERAL, channel=f"c{number}"))
    await _run(database, "UPDATE rounds SET sender = 'gone', sender_until = 0")
    first = await _ahead(ledger_of(halting.database).outbox.orphans(["test"]), halting)
    async with asyncio.timeout(WAIT):
        assert await ledger_of(database, "two").outbox.orphans(["test"]) == ()
    halting.go.set()
    assert sorted(await first) == [("local", "r1"), ("local", "r2")]


async def test_of_two_early_closes_the_first_is_heeded(database: Database) -> None:
    """Two processes see at once that everybody has answered: one time stands, and neither fails."""
    round, halting = await opened(database), Halting(database)
    first = await _ahead(ledger_of(halting.database).cut(round, AT), halting)
    second = asyncio.create_task(ledger_of(database, "two").cut(round, AT + 500))
    await lock_waits(database)
    halting.go.set()
    await asyncio.gather(first, second)
    assert await _one(database, "SELECT at FROM cuts") == AT


async def test_answers_go_on_while_an_early_close_is_written(database: Database) -> None:
    """An early close holds up no answer; from its moment on they are refused."""
    round, halting = await opened(database), Halting(database)
    cutting = await _ahead(
        ledger_of(halting.database).cut(round, AT), halting
    )  # long past, by the database's clock
    async with asyncio.timeout(WAIT):
        assert await add(database, None, [offer(attempt("bo", 1000), round)]) == [Fate.KEPT]
    halting.go.set()
    await cutting
    assert await add(database, None, [offer(attempt("cem", 1000), round)]) == [Fate.CLOSED]


async def test_one_delivery_at_two_processes_is_one_row(database: Database) -> None:
    """The second waits for the first to commit, and finds it known."""
    round, halting = await opened(database), Halting(database)
    first = await _ahead(add(halting.database, None, [offer(attempt("bo", 1000), round)]), halting)
    second = asyncio.create_task(add(database, None, [offer(attempt("bo", 1000), round)]))
    await lock_waits(database)
    halting.go.set()
    assert await first == [Fate.KEPT]
    assert await second == [Fate.KNOWN] or await second == [Fate.CLOSED]
    assert await _one(database, "SELECT count(*) FROM attempts") == 1


async def test_of_two_starts_in_a_channel_one_begins(database: Database) -> None:
    """The second is told that a round runs there."""
    halting = Halting(database)
    one, other = announced().round, replace(announced().round, id="r2")
    drawn = (Drawn(1, question(1), "|pack:Sums|"),)
    first = await _ahead(ledger_of(halting.database).begin(one, drawn, ()), halting)
    second = asyncio.create_task(ledger_of(database, "two").begin(other, drawn, ()))
    await lock_waits(database)
    halting.go.set()
    assert await first is True
    assert await second is False


async def test_a_close_waits_for_a_ruling_on_its_question(database: Database) -> None:
    """A close waits for a ruling on its question that is being made, and counts by it."""
    round, halting = await opened(database, mode=Mode.TYPED), Halting(database)
    given = replace(attempt("bo", 1000, None, right=False), text="a pair")
    assert await add(database, None, [offer(given, round)]) == [Fate.KEPT]
    asked = question(1)
    ruling = Ruling(0, asked.key, accepted_by(asked), normal(given.text), True, "", "ann", "Ann", AT)
    made = await _ahead(ledger_of(halting.database).rulings.rule("local", ruling, lambda _: ()), halting)
    closing = asyncio.create_task(close(ledger_of(database, "two"), round))
    await lock_waits(database)
    halting.go.set()
    await asyncio.gather(made, closing)
    assert await _one(database, 'SELECT "right" FROM answers') is True


async def test_a_ruling_waits_for_the_close_of_its_question(database: Database) -> None:
    """Made while the question closes, a ruling derives that question again."""
    round, halting = await opened(database, mode=Mode.TYPED), Halting(database)
    given = replace(attempt("bo", 1000, None, right=False), text="a pair")
    assert await add(database, None, [offer(given, round)]) == [Fate.KEPT]
    asked = question(1)
    ruling = Ruling(0, asked.key, accepted_by(asked), normal(given.text), True, "", "ann", "Ann", AT)
    closing = await _ahead(close(ledger_of(halting.database), round), halting)
    making = asyncio.create_task(ledger_of(database, "two").rulings.rule("local", ruling, lambda _: ()))
    await lock_waits(database)
    halting.go.set()
    await asyncio.gather(making, closing)
    assert await _one(database, 'SELECT "right" FROM answers') is True


async def test_an_outage_and_a_group_of_answers_do_not_stop_each_other(database: Database) -> None:
    """Both want several rounds at once. Should the database see them block each other, both come through with a retry."""
    rounds = [await opened(database, f"r{n}", replace(GENERAL, channel=f"c{n}")) for n in (1, 2)]
    await _run(database, "UPDATE rounds SET changed_at = changed_at WHERE id = 'r1'")  # now it lies behind r2
    await _run(database, "INSERT INTO pulse (id, at) VALUES (1, 0)")
    halting = Halting(database)
    held = await _ahead(_touch(halting, "r2"), halting)
    shifting = asyncio.create_task(_patiently(lambda: ledger_of(database).watch.pulse(cut_off=True)))
    await lock_waits(database)
    offers = [offer(attempt("bo", 1000), round) for round in rounds]
    keeping = asyncio.create_task(_patiently(lambda: add(database, None, offers)))
    await lock_waits(database, 2)
    halting.go.set()
    async with asyncio.timeout(WAIT):
        await asyncio.gather(held, shifting)
        assert set(await keeping) <= {Fate.KEPT, Fate.KNOWN}


async def _touch(halting: Halting, id: str) -> None:
    async with halting.write() as connection:
        await connection.exec_driver_sql(f"UPDATE rounds SET changed_at = changed_at WHERE id = '{id}'")


async def _patiently(act: Any) -> Any:
    """As every caller does it: what the database is too busy for is tried again."""
    for _ in range(5):
        try:
            return await act()
        except Busy:
            await asyncio.sleep(0.05)
    return await act()


async def _run(database: Database, sql: str) -> None:
    async with database.write() as connection:
        await connection.exec_driver_sql(sql)
