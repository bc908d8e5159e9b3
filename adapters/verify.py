"""`trivium verify`: a round played again from its log, and what its seal was made of.

One law: it only reads. Whatever it finds, the round stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from adapters import keeping
from adapters.launch import Trouble
from adapters.settings import Settings
from bot.cards import BoardLine
from bot.ledger.replaying import ReplayLedger
from bot.quiz import replay
from bot.quiz.happenings import Board
from bot.quiz.replay import Log
from bot.quiz.round import Phase
from bot.wording import seals as wording
from bot.wording.rounds import NAMES, board_lines


async def verified(settings: Settings, name: str) -> tuple[bool, tuple[str, ...]]:
    """Whether the round of this id or seal is sound, and the lines that say so or what differs."""
    async with keeping.opened(settings) as database:
        log = await _log(ReplayLedger(database), name)
    made = [_lines(board) for board in replay.boards(log)]
    wrong = [wording.difference(one) for one in replay.differences(log)]
    if log.shown is not None and log.shown not in made:
        wrong.append(wording.another_board(log.shown, made[0]))
    if wrong:
        return False, (wording.differs(log.round.id), *wrong)
    return True, tuple(_proof(log, made[-1]))


async def opened(settings: Settings, name: str) -> tuple[str, ...]:
    """The text that the seal of a round is made of, then that of each question that was asked."""
    async with keeping.opened(settings) as database:
        log = await _log(ReplayLedger(database), name)
    if not log.salt:
        raise Trouble(f"Round {log.round.id} was not sealed.")
    if log.round.phase is not Phase.ENDED:
        raise Trouble(f"Round {log.round.id} is played still. Its seal is opened when it has ended.")
    whole, questions = replay.opened(log)
    return tuple("\n".join((whole, *(one.text for one in questions))).split("\n")[:-1])


async def _log(ledger: ReplayLedger, name: str) -> Log:
    found = await ledger.named("".join(name.split()).lower())
    if len(found) > 1:
        raise Trouble(wording.many(len(found)))
    try:
        log = await ledger.log(*found[0]) if found else None
    except ValidationError as unreadable:
        raise Trouble(f"What is kept of round {found[0][1]} cannot be read: it is damaged.") from unreadable
    if log is None:
        raise Trouble(wording.no_round(name))
    return log


def _proof(log: Log, now: tuple[BoardLine, ...]) -> Iterator[str]:
    over, closed = log.round.phase is Phase.ENDED, len(log.asked)
    if log.round.phase in (Phase.POSTING, Phase.ASKING):
        closed -= 1
    answers = sum(map(len, log.answers.values()))
    yield wording.proof(log.round.id, len(log.asked), answers, over=over, shown=log.shown is not None)
    yield wording.sealed_as(log.round.commitment)
    if passed := sum(one.dropped for one in log.drawn):
        yield wording.passed_over(passed)
    if unscored := closed - log.round.counted_questions:
        yield wording.unscored(unscored)
    yield wording.board(now, ruled=log.shown not in (None, now))


def _lines(board: Board) -> tuple[BoardLine, ...]:
    return board_lines(board.rows[:NAMES], board.asked)
