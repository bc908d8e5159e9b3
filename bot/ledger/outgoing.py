"""Cards on their way to the screen: written in the transaction that causes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Card
from bot.ledger import statements as s
from bot.ledger.encoding import CARD
from bot.messages import Place
from bot.quiz.round import Round


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A card that must reach the screen. A later one of the same `slot` edits the message of the first."""

    id: str
    round: str
    place: Place
    slot: str
    card: Card
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """A first message of a slot that was shown at once: the platform calls it `message`."""

    community: str
    round: str
    slot: str
    to: str
    message: str


_CARDS = 100_000  # more than one step of a round ever shows


def version_of(sequence: int) -> int:
    """The version of the round whose step put a card at this place in the order."""
    return sequence // _CARDS


async def post(connection: AsyncConnection, round: Round, outgoing: Sequence[Outgoing]) -> None:
    """Write what a round has to show since its present version, in order."""
    if outgoing:
        rows = [row(one, round.version * _CARDS + index) for index, one in enumerate(outgoing)]
        await connection.execute(s.INSERT_OUTGOING, rows)


def row(outgoing: Outgoing, sequence: int) -> dict[str, str | int | None]:
    return {
        "community_id": outgoing.place.community,
        "id": outgoing.id,
        "round_id": outgoing.round,
        "sequence": sequence,
        "slot": outgoing.slot,
        "to_member": outgoing.to,
        "card": CARD.text(outgoing.card),
    }
