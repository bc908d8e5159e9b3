"""What kind of world a seed makes: which troubles it knows, and how often. No seed has all of them, so that each is met alone too."""

from __future__ import annotations

import random
from dataclasses import dataclass

from bot.instant import SECOND, Instant


@dataclass(slots=True)
class Profile:
    """Chances are of one gate, one message or one delivery; times are milliseconds."""

    processes: int = 1
    channels: int = 1
    members: int = 3
    alone: bool = False
    platform_skew: Instant = 0  # of the platform's clock against the database's
    killed: float = 0.0  # a process dies at a gate
    killed_every: Instant = 0  # and so often at any moment; 0 is never
    rolling: float = 0.0  # of the deaths, those that are orderly stops
    lost: float = 0.0  # the connection is lost at a gate
    slow: float = 0.0  # a statement takes up to two seconds
    away: tuple[Instant, Instant] = (0, 0)  # when the database goes away, and for how long
    refused: float = 0.0  # the platform takes no message
    unconfirmed: float = 0.0  # it takes it and its word is lost
    sluggish: float = 0.0  # a message takes up to four seconds
    late: float = 0.0  # a delivery takes up to eight seconds
    twice: float = 0.0
    dropped: float = 0.0  # a delivery is lost and comes again seconds later
    eager: float = 0.5  # how far members' doings crowd round the deadline

    def way(self, chance: random.Random) -> Instant:
        """How long something is under way between a process and the platform."""
        if chance.random() < self.sluggish:
            return chance.randrange(200, 4000)
        return chance.randrange(5, 60)

    def statement(self, chance: random.Random) -> Instant:
        """How long the database takes at one gate."""
        drawn = chance.random()
        if drawn < self.slow:
            return chance.randrange(50, 2000)
        return 0 if drawn < 0.8 else chance.randrange(1, 6)

    def calm(self) -> None:
        """The troubles are over; what is under way comes to its end."""
        self.killed = self.lost = self.slow = self.refused = self.unconfirmed = 0.0
        self.sluggish = self.late = self.twice = self.dropped = 0.0
        self.killed_every, self.away = 0, (0, 0)


def drawn(chance: random.Random) -> Profile:
    """The world of a seed."""

    def some(*values: float) -> float:
        return chance.choice(values) if chance.random() < 0.5 else 0.0

    alone = chance.random() < 0.1
    return Profile(
        processes=chance.choice((1, 2, 2, 3)),
        channels=1 if alone else chance.choice((1, 1, 2)),
        members=1 if alone else chance.randrange(1, 6),
        alone=alone,
        platform_skew=chance.choice((0, chance.randrange(-2000, 2001))),
        killed=some(0.0005, 0.002, 0.006),
        killed_every=int(some(3, 10, 20)) * SECOND,
        rolling=some(0.3, 0.7),
        lost=some(0.001, 0.004, 0.02),
        slow=some(0.005, 0.03),
        away=(chance.randrange(12, 50) * SECOND, chance.choice((1500, 4000, 9000, 20_000, 55_000)))
        if chance.random() < 0.2
        else (0, 0),
        refused=some(0.01, 0.05),
        unconfirmed=some(0.01, 0.05),
        sluggish=some(0.05, 0.3),
        late=some(0.02, 0.1),
        twice=some(0.05, 0.3),
        dropped=some(0.02, 0.1),
        eager=chance.choice((0.2, 0.5, 0.9)),
    )
