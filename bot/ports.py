"""The doors to the outside: the clock, the dice and the stage. Nothing else of the world reaches the bot."""

from __future__ import annotations

from typing import Protocol

from bot.instant import Instant
from bot.messages import Show, Shown


class Clock(Protocol):
    """The only teller of time."""

    def now(self) -> Instant: ...


class Dice(Protocol):
    """The only source of chance."""

    def seed(self) -> int:
        """A fresh seed: a whole number below 2**63, which every database can hold."""
        ...

    def token(self) -> str:
        """A fresh name that nobody can guess, 8 lower-case letters and digits or more."""
        ...

    def salt(self) -> str:
        """64 fresh hexadecimal digits that nobody can guess, ever."""
        ...


class Stage(Protocol):
    """One platform's screen."""

    async def show(self, show: Show) -> Shown:
        """Put a card on screen, in place of `edits` if named. Raises `StageFault` if the platform refuses."""
        ...


class StageFault(Exception):
    """The platform did not take a message; trying again may help."""
