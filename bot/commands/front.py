"""What a handler is given and what it gives back: the services behind the counter, and replies.

A handler decides and asks the services; it draws nothing and sends nothing. Its sentences come from `bot.wording`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.answering import Answering
from bot.cards import Card
from bot.commands.parsing import Call
from bot.commands.vocabulary import Command, Seen
from bot.ledger.boards import Boards
from bot.ledger.ledger import Ledger
from bot.messages import Clicked, Heard
from bot.play import Play
from bot.ports import Clock, Dice
from bot.rulings import Rulings
from facts.store.desk import Desk
from facts.store.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Front:
    """The services that handlers use."""

    shelf: Shelf
    desk: Desk
    ledger: Ledger
    rounds: Play
    answers: Answering
    boards: Boards
    clock: Clock
    dice: Dice
    rulings: Rulings


@dataclass(frozen=True, slots=True)
class Reply:
    """One card of an answer; `private` says that only the member who asked may see it."""

    card: Card
    private: bool


Handler: TypeAlias = Callable[[Front, Call, Heard], Awaitable[tuple[Reply, ...]]]


def private(command: Command, heard: Heard) -> bool:
    """Whether the reply is for the member alone.

    A shared reply is the channel's except on Slack; one that a button opened is the member's who pressed it, since
    nobody else asked.
    """
    if command.seen is Seen.SHARED:
        return heard.place.platform == "slack" or isinstance(heard.content, Clicked)
    return command.seen is Seen.ONESELF


def told(card: Card) -> tuple[Reply, ...]:
    """A reply to the member alone: a refusal, a receipt."""
    return (Reply(card, private=True),)
