"""This process, as the ledger knows it: its name, its clock, and whether others serve the same rounds."""

from __future__ import annotations

from dataclasses import dataclass

from bot.instant import Instant
from bot.ledger.clock import LedgerClock
from bot.ports import Clock


@dataclass(frozen=True, slots=True)
class Process:
    """Who takes up the showing of rounds. `others`: whether another process may work on the same ones."""

    name: str
    clock: LedgerClock
    others: bool = False

    def lease(self) -> dict[str, str | bool | Instant | None]:
        """What a statement that takes up or lets go the showing of a round needs to know."""
        return {"me": self.name, "alone": not self.others, "now": self.clock.bind()}


def alone(clock: Clock, name: str = "alone") -> Process:
    """A process beside which no other serves rounds, and whose clock is the ledger's."""
    return Process(name, LedgerClock(clock, bound=True))
