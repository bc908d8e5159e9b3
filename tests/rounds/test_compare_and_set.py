"""What two who serve one round rely on: of two moves from one version only the first is kept, and what is over is let go."""

from __future__ import annotations

from dataclasses import replace

from adapters.clock import VirtualClock
from bot.ledger.ledger import Drawn, Ledger
from bot.ledger.moving import Kept
from bot.ledger.process import alone
from bot.quiz import moves
from bot.quiz.round import Phase, Step
from bot.tables import Table, Tables
from facts.store.database import Database
from tests.quiz.examples import GENERAL, announced, question


async def test_of_two_moves_from_one_version_the_second_changes_nothing(database: Database) -> None:
    """Whoever comes second is told so, and the round stays as the first left it."""
    ledger, round = Ledger(database, alone(VirtualClock())), announced().round
    assert await ledger.begin(round, (Drawn(1, question(1), "|pack:Sums|"),), ())
    first = moves.ask(round, question(1)).round
    assert await ledger.move(first, round.version) is Kept.OURS
    second = moves.stop(round, "ann", "Ann", True, 2)
    assert isinstance(second, Step)
    assert await ledger.move(second.round, round.version) is Kept.LOST
    kept = await ledger.round(GENERAL.community, round.id)
    assert kept is not None
    assert (kept.phase, kept.version) == (Phase.POSTING, first.version)


def test_a_round_that_is_over_and_told_is_let_go() -> None:
    """Neither its channel, nor its id, nor its due time leads to it any more."""
    tables, table = Tables(), Table(announced().round)
    tables.seat(table)
    tables.watch(table)
    assert tables.next_due() == table.round.due
    tables.clear(table)
    assert (tables.id_at(GENERAL), tables.of(table.round.id), tables.next_due(), list(tables)) == (
        None,
        None,
        None,
        [],
    )


def test_an_ended_round_does_not_hold_its_channel() -> None:
    """While its last words are still to be said, another can start there."""
    tables, table = Tables(), Table(announced().round)
    tables.seat(table)
    table.round = replace(table.round, phase=Phase.ENDED)
    tables.leave(table.round)
    assert tables.id_at(GENERAL) is None
