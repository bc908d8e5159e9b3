"""The contract of writing attempts, the same on both databases: kept once, only while the question takes answers."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from adapters.clock import RealClock, VirtualClock
from bot.instant import SECOND, Instant
from bot.ledger.attempts import Fate, Offer, add
from bot.ledger.clock import LedgerClock
from bot.ledger.ledger import Drawn, Ledger
from bot.ledger.process import Process, alone
from bot.quiz import moves
from bot.quiz.round import Round
from bot.quiz.scoring import Attempt
from facts.store.database import Database
from tests.quiz.examples import announced, question


async def asking(database: Database) -> tuple[Ledger, Round]:
    """A round whose first question is open."""
    ledger, round = Ledger(database, alone(VirtualClock(5_000))), announced().round
    assert await ledger.begin(round, (Drawn(1, question(1), "||"), Drawn(2, question(2), "||")), ())
    asked = moves.ask(round, question(1)).round
    await ledger.move(asked, round.version)
    open = moves.confirm(asked, 5_000, 5_000).round
    await ledger.move(open, asked.version)
    return ledger, open


def offer(round: Round, who: str, delivery: str = "", *, number: int = 1, text: str = "A") -> Offer:
    attempt = Attempt(delivery or f"d-{who}", who, who.title(), 6_000, 0, text, right=True)
    return Offer(round.place.community, round.id, number, attempt)


async def test_each_is_kept_once_however_often_it_comes(database: Database) -> None:
    """Twice in one group, again in the next, beside new ones: the fates say which was there."""
    ledger, round = await asking(database)
    ann, bo, cem = (offer(round, who) for who in ("ann", "bo", "cem"))
    assert await add(database, 6_000, [ann, bo, ann]) == [Fate.KEPT, Fate.KEPT, Fate.KNOWN]
    assert await add(database, 6_000, [bo, cem]) == [Fate.KNOWN, Fate.KEPT]
    assert sorted(one.member for one in await ledger.attempts(round)) == ["ann", "bo", "cem"]


async def test_a_question_that_takes_none_refuses_them(database: Database) -> None:
    """Another question's, and any after the close: nothing is added, and the rest of the group is."""
    ledger, round = await asking(database)
    other = offer(round, "bo", number=2)
    assert await add(database, 6_000, [offer(round, "ann"), other]) == [Fate.KEPT, Fate.CLOSED]
    closed = moves.close(round, await ledger.attempts(round), 30_000).round
    await ledger.move(closed, round.version)
    assert await add(database, 6_000, [offer(round, "cem")]) == [Fate.CLOSED]


async def test_after_a_cut_nothing_is_kept_though_the_close_is_still_to_come(database: Database) -> None:
    """An early close holds from its moment on; the first cut is the one that is heeded."""
    ledger, round = await asking(database)
    await ledger.cut(round, 8_000)
    await ledger.cut(round, 9_000)
    assert await add(database, 7_999, [offer(round, "ann")]) == [Fate.KEPT]
    assert await add(database, 8_000, [offer(round, "bo")]) == [Fate.CLOSED]
    kept = await ledger.round(round.place.community, round.id)
    assert kept == replace(round, due=8_000)


async def test_any_text_can_be_kept(database: Database) -> None:
    """NUL, half a surrogate pair, other scripts: written as both databases can hold it."""
    ledger, round = await asking(database)
    strange = "\0 \ud800 불가사리 \x7f"
    assert await add(database, 6_000, [offer(round, "ann", "d\0", text=strange)]) == [Fate.KEPT]
    (kept,) = await ledger.attempts(round)
    assert "불가사리" in kept.text
    assert "\0" not in kept.text


async def test_of_what_is_offered_at_once_much_goes_in_one_commit(database: Database) -> None:
    """While the first is being written the others gather: few commits, and every one is told its fate."""
    ledger, round = await asking(database)
    fates = await asyncio.gather(
        *(
            ledger.commits.keep(
                round.place.community, round.id, 1, offer(round, f"m{i}").attempt, lambda _fate: None
            )
            for i in range(300)
        )
    )
    assert fates == [Fate.KEPT] * 300
    assert len(await ledger.attempts(round)) == 300


class WrongClock:
    """A machine whose date is wrong."""

    def __init__(self, by: int) -> None:
        self._right, self._by = RealClock(), by

    def now(self) -> Instant:
        return self._right.now() + self._by


async def test_a_process_whose_clock_is_wrong_goes_by_the_databases(database: Database) -> None:
    """Two seconds ahead and two behind: what they say is due is due at one moment."""
    if database.dialect == "sqlite":
        return  # one process writes there, and its clock is the ledger's
    told = []
    for wrong in (-2 * SECOND, 2 * SECOND):
        process = Process(f"off by {wrong}", LedgerClock(WrongClock(wrong), bound=False), others=True)
        ledger = Ledger(database, process)
        await ledger.watch.now()
        told.append(ledger.clock.now())
    assert abs(told[0] - told[1]) < SECOND
