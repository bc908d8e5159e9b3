"""What all simulated processes know, read and built once: no world spends its time on what never changes in it."""

from __future__ import annotations

from functools import cache
from typing import Any

from bot.host import Host
from bot.instant import Instant
from bot.ledger.ledger import Ledger
from bot.ledger.process import alone
from bot.questions import Questions
from facts.store.shelf import Shelf
from tests.simulation.loop import Loop, Party
from tests.simulation.store import SimulatedDatabase, Store


class Ticking:
    """The clock of the processes."""

    def __init__(self, loop: Loop) -> None:
        self._loop = loop

    def now(self) -> Instant:
        return self._loop.now


@cache
def known() -> tuple[dict[Any, Any], dict[Any, Any]]:
    """What both communities know and the questions of it, read once for all runs."""
    loop = Loop(0)
    party = Party("library")

    async def nothing(*_: object) -> None:
        return None

    database = SimulatedDatabase(Store(loop), party, nothing)
    shelf = Shelf(database)
    questions = Questions(shelf, Ledger(database, alone(Ticking(loop))))

    async def read() -> None:
        for community in ("community-0", "community-1"):
            for mature in (False, True):
                await questions._of(community, mature)

    loop.enter(party, read())
    loop.drive(lambda: False)
    loop.end()
    assert questions._built, loop.faults
    return shelf._known, questions._built


def share(host: Host) -> None:
    """Spare every process of every run the reading of what never changes in a simulation."""
    facts, built = known()
    questions = host._play._questions
    questions._shelf._known.update(facts)
    questions._built.update(built)
