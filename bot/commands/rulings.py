"""Appeals and rulings: the commands, and the buttons that stand for them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.buttons import Press, Verb
from bot.cards import Card
from bot.commands.forms import unfinished_card
from bot.commands.front import Front, Handler, Reply, told
from bot.commands.parsing import Call
from bot.commands.permissions import moderates
from bot.ledger.rulings import Played
from bot.messages import Heard, Member, Place
from bot.quiz.round import Refusal, Round
from bot.quiz.rulings import Bar
from bot.wording import receipts
from bot.wording import rulings as wording
from facts.question import LETTERS

VERBS = frozenset({Verb.APPEAL, Verb.RIGHT, Verb.WRONG, Verb.REVOKE})


async def appeal(front: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    round = await front.rulings.newest(heard.place)
    if round is None:
        return told(wording.refused(Bar.NO_ROUND))
    number = call.whole("question", 0) or await front.rulings.last_wrong(round, heard.member.id)
    if number is None:
        return told(wording.refused(Bar.NOTHING_WRONG))
    return told(await _appeal(front, heard.member, round, number))


async def _appeal(front: Front, member: Member, round: Round, number: int) -> Card:
    made = await front.rulings.appeal(member, round, number)
    if isinstance(made, Bar):
        return wording.refused(made)
    if round.host != member.id:
        return wording.appealed(number, made.text, round.host_name)
    played = await front.rulings.question(round, number)
    if isinstance(played, Bar):
        return wording.refused(played)
    return wording.appealed_to_oneself(played.question, number, made.text, round.id, made.id)


async def rule(front: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    round = await front.rulings.newest(heard.place)
    if round is None:
        return told(wording.refused(Bar.NO_ROUND))
    if not round.runs_for(heard.member.id, await _moderates(front, heard)):
        return told(wording.refused(Bar.NOT_YOURS))
    if call.missing or call.faults:
        return told(unfinished_card(call))
    played = await front.rulings.question(round, call.whole("question", 0))
    if isinstance(played, Bar):
        return told(wording.refused(played))
    text = _meant(played, call.text("answer"))
    if call.text("verdict") == "revoke":
        return told(await _revoke(front, heard, played.round, await _number(front, played, text)))
    right = call.text("verdict") == "right"
    return told(await _rule(front, heard, played, text, right, call.text("reason")))


def _meant(played: Played, text: str) -> str:
    """The option that a letter stands for where letters were given; else the text itself."""
    letter, options = text.strip(" .()").upper(), played.question.options
    if not played.round.typed and len(letter) == 1 and LETTERS.find(letter) in range(len(options)):
        return options[LETTERS.index(letter)]
    return text


async def _rule(front: Front, heard: Heard, played: Played, text: str, right: bool, reason: str) -> Card:
    moderating = await _moderates(front, heard)
    done = await front.rulings.rule(heard.member, moderating, played, text, right, reason)
    if isinstance(done, Bar):
        return wording.refused(done)
    return wording.done(done.ruling, text, done.changed, done.given, played.round.id)


async def _number(front: Front, played: Played, text: str) -> int:
    held = await front.rulings.held(played, text)
    return held.number if held else 0


async def _revoke(front: Front, heard: Heard, round: Round, number: int) -> Card:
    ruling = await front.rulings.ruling(heard.place.community, number)
    done = await front.rulings.revoke(heard.member, await _moderates(front, heard), round, ruling)
    return wording.refused(done) if isinstance(done, Bar) else wording.taken_back(done.ruling, done.changed)


async def pressed(front: Front, press: Press, heard: Heard) -> tuple[Reply, ...]:
    """What a button under a reveal, an appeal or a ruling does."""
    round = await front.rounds.recall(heard.place.community, press.round)
    if round is None or round.place != heard.place:
        return told(receipts.refused(Refusal.OVER))
    if press.verb is Verb.APPEAL:
        return told(await _appeal(front, heard.member, round, press.number))
    if press.verb is Verb.REVOKE:
        return told(await _revoke(front, heard, round, press.number))
    asked = await front.rulings.appeal_of(round, press.number)
    if asked is None:
        return told(wording.refused(Bar.NO_QUESTION))
    played = await front.rulings.question(round, asked.number)
    if isinstance(played, Bar):
        return told(wording.refused(played))
    return told(await _rule(front, heard, played, asked.text, press.verb is Verb.RIGHT, ""))


async def contested(front: Front, place: Place, member: Member | None) -> tuple[str, ...]:
    """The wrong answers of the newest round, for those who may rule on them and nobody else."""
    round = await front.rulings.newest(place)
    if round is None or member is None:
        return ()
    settings = await front.ledger.settings(place.community)
    if not round.runs_for(member.id, moderates(member, settings)):
        return ()
    return await front.rulings.contested(round)


async def _moderates(front: Front, heard: Heard) -> bool:
    return moderates(heard.member, await front.ledger.settings(heard.place.community))


HANDLERS: Mapping[str, Handler] = {"appeal": appeal, "rule": rule}
