"""The real clock and dice, and a clock that tells what it is told. Nothing else here or elsewhere asks the machine."""

from __future__ import annotations

import hashlib
import itertools
import secrets  # noqa: TID251 - this is the door
import time

from bot.instant import Instant

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


class RealClock:
    """The machine's clock; it never goes back, whatever happens to the machine's date."""

    def __init__(self) -> None:
        self._latest = time.time_ns()
        self._ticks = time.monotonic_ns()

    def now(self) -> Instant:
        # Where the machine's date was put back, time goes on from where it was until the date has caught up.
        passed, self._ticks = time.monotonic_ns() - self._ticks, time.monotonic_ns()
        self._latest = max(self._latest + passed if time.time_ns() < self._latest else 0, time.time_ns())
        return self._latest // 1_000_000


class VirtualClock:
    """Time is what it was last told; it never goes back."""

    def __init__(self, start: Instant = 0) -> None:
        self._now = start

    def now(self) -> Instant:
        return self._now

    def reach(self, at: Instant) -> None:
        self._now = max(self._now, at)


class RealDice:
    """The machine's chance."""

    def seed(self) -> int:
        return secrets.randbits(63)  # fits a database's whole number

    def token(self) -> str:
        return "".join(secrets.choice(_LETTERS) for _ in range(12))

    def salt(self) -> str:
        return secrets.token_hex(32)


class SeededDice:
    """Chance that repeats: the same seed gives the same round. For `--seed` and for tests."""

    def __init__(self, seed: int) -> None:
        self._state = seed & (2**64 - 1)
        self._salts = (f"{seed} {number}" for number in itertools.count())

    def seed(self) -> int:
        # One step of splitmix64: small, even, and the same on every Python.
        self._state = (self._state + 0x9E3779B97F4A7C15) % 2**64
        mixed = self._state
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB % 2**64
        return (mixed ^ (mixed >> 31)) >> 1

    def token(self) -> str:
        number, letters = self.seed(), ""
        for _ in range(12):
            number, letter = divmod(number, len(_LETTERS))
            letters += _LETTERS[letter]
        return letters

    def salt(self) -> str:
        # A row of its own: with salts or without, the same seed gives the same rounds.
        return hashlib.sha256(next(self._salts).encode()).hexdigest()
