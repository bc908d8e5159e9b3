"""Which messages a step of a round puts on screen: each happening is a card in a slot, and a slot is one message."""

from __future__ import annotations

from bot.cards import Card
from bot.instant import Instant
from bot.ledger.outgoing import Outgoing
from bot.quiz.happenings import (
    Announced,
    Asked,
    Begun,
    Cancelled,
    Closed,
    Ended,
    Happening,
    Hinted,
    Lagged,
    Paused,
    Resumed,
)
from bot.quiz.options import Scoring
from bot.quiz.round import Round, Step
from bot.wording import receipts
from bot.wording.rounds import NAMES, happening_card


def outgoing_of(step: Step, at: Instant) -> tuple[Outgoing, ...]:
    """What the channel sees of a step, and what single members are told of it, in order."""
    round, made = step.round, list[Outgoing]()

    def add(slot: str, card: Card, to: str | None = None) -> None:
        id = f"{round.id}:{round.version}:{len(made)}"
        made.append(Outgoing(id, round.id, round.place, slot, card, to))

    for happening in step.happened:
        add(_slot(happening, round), happening_card(happening, round.id, at))
        if isinstance(happening, Closed) and not _told_in_the_open(round):
            for answer in happening.answers:
                add(
                    receipt_slot(round.number, answer.member),
                    receipts.verdict(answer, round.options),
                    answer.member,
                )
        if isinstance(happening, Ended):
            for row in happening.board.rows[NAMES:]:
                add(f"end:{row.member}", receipts.own_place(row, happening.board.asked), row.member)
    return tuple(made)


def question_slot(number: int) -> str:
    return f"q{number}"


def receipt_slot(number: int, member: str) -> str:
    return f"{number}:{member}"


def _told_in_the_open(round: Round) -> bool:
    """Whether the reveal alone tells each member what came of their answer."""
    return round.place.alone or (round.typed and round.options.scoring is Scoring.FIRST)


def _slot(happening: Happening, round: Round) -> str:
    """Which message a happening belongs to: one opens it, the later ones edit it."""
    match happening:
        case Announced() | Begun() | Cancelled():
            return "start"
        case Asked() | Closed():
            return question_slot(happening.number)
        case Hinted():
            return question_slot(happening.asked.number)
        case Lagged():
            return f"lag{round.version}"
        case Paused() | Resumed():
            return f"pause{round.number}"
        case Ended():
            return "end"
