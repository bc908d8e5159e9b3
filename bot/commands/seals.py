"""Opening a round's seal: the button under its last board, and those that lead from question to question."""

from __future__ import annotations

from bot.buttons import Press
from bot.cards import Card
from bot.commands.front import Front, Reply, told
from bot.messages import Heard
from bot.quiz.replay import Log, opened
from bot.quiz.round import Phase, Refusal
from bot.wording import receipts
from bot.wording import seals as wording


async def pressed(front: Front, press: Press, heard: Heard) -> tuple[Reply, ...]:
    """Show what the round was sealed with, or one of its questions, to who asks."""
    round = await front.rounds.recall(heard.place.community, press.round)
    if round is None or round.place != heard.place:
        return told(receipts.refused(Refusal.OVER))
    if round.phase is not Phase.ENDED:
        return told(wording.refused(wording.PLAYED_STILL))
    log = await front.ledger.replays.log(round.place.community, round.id)
    if log is None or not log.salt:
        return told(wording.refused(wording.UNSEALED))
    return tuple(Reply(card, private=True) for card in _opened(log, press.number))


def _opened(log: Log, number: int) -> tuple[Card, ...]:
    whole, questions = opened(log)
    if not number:
        return wording.opened(whole, log.round.id, len(questions))
    one = next((one for one in questions if one.number == number), None)
    # What was not asked may be asked another day: it is shown to nobody.
    if one is None:
        return (wording.refused(wording.NOT_ASKED),)
    return wording.opened_question(one.text, log.round.id, number, one.position, len(questions))
