"""What time it is in the ledger. One law: every due time, lease and pulse is measured by one clock, the database's.

On PostgreSQL, where several processes share the rounds, that is the server's `now()`. On SQLite, and wherever time is
told and does not run, it is the process's own clock, bound to the statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, bindparam, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bot.instant import Instant
from bot.ports import Clock


class _NowThere(FunctionElement[int]):  # named as a function of SQL
    type = BigInteger()
    inherit_cache = True


@compiles(_NowThere, "postgresql")
def _on_postgresql(_element: Any, _compiler: Any, **_: Any) -> str:
    # The transaction's start, not clock_timestamp(): one statement then sees one moment, and an index can be used.
    return "CAST(EXTRACT(EPOCH FROM now()) * 1000 AS BIGINT)"


@compiles(_NowThere, "sqlite")
def _on_sqlite(_element: Any, _compiler: Any, **_: Any) -> str:
    return "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"


NOW = func.coalesce(bindparam("now", type_=BigInteger), _NowThere())


@dataclass(slots=True)
class LedgerClock:
    """Tells the ledger's time. `bound` says that this process's clock is it; else the database tells, and this guesses.

    The guess is off by the time that a statement is under way; what must be exact is asked of the database itself.
    """

    clock: Clock
    bound: bool
    ahead: int = 0  # milliseconds by which the database's clock is ahead of this process's

    def now(self) -> Instant:
        return self.clock.now() + self.ahead

    def bind(self) -> Instant | None:
        """The time for a statement; nothing where the database tells it itself."""
        return self.clock.now() if self.bound else None

    def learn(self, told: Instant) -> None:
        """The database has just said what time it is."""
        if not self.bound:
            self.ahead = told - self.clock.now()
